# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The directory (Anlaufstellen): entries, and the search by need."""

from __future__ import annotations

from dataclasses import fields

from app.domain.service import DISTRICT_DIGITS, FoundServices, Need, Service
from storage.connection import Connection
from storage.days import day, iso

_LISTS = {"topics": "service_topic", "languages": "service_language", "reach": "service_reach"}
_DAYS = ("valid_from", "valid_to")
_FLAGS = ("needs_written_consent", "case_management")
_PLAIN = tuple(field.name for field in fields(Service) if field.name not in _LISTS)
_SERVICE = f"SELECT {', '.join(_PLAIN)}" + "".join(
    f", (SELECT group_concat(code) FROM {table} WHERE service_id = service.id)" for table in _LISTS.values()
)
_ORDER = "ORDER BY institution COLLATE NOCASE, name COLLATE NOCASE"
_REACHES = f"""(EXISTS (SELECT 1 FROM service_reach WHERE service_id = service.id
        AND code IN (:municipality, substr(:municipality, 1, {DISTRICT_DIGITS})))
    OR (coalesce(municipality, :municipality) = :municipality
        AND NOT EXISTS (SELECT 1 FROM service_reach WHERE service_id = service.id)))"""
_CONDITIONS = {
    "topic": "EXISTS (SELECT 1 FROM service_topic WHERE service_id = service.id AND code = :topic)",
    "language": "EXISTS (SELECT 1 FROM service_language WHERE service_id = service.id AND code = :language)",
    "municipality": _REACHES,
    "day": "coalesce(valid_from, :day) <= :day AND coalesce(valid_to, :day) >= :day",
}


def insert_service(db: Connection, service: Service) -> None:
    columns = (*_PLAIN, "search_text")
    db.execute(
        f"INSERT INTO service ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})", _row(service)
    )
    _insert_lists(db, service)


def update_service(db: Connection, service: Service) -> None:
    assignments = ", ".join(f"{name} = ?" for name in (*_PLAIN, "search_text"))
    db.execute(f"UPDATE service SET {assignments} WHERE id = ?", (*_row(service), service.id))
    for table in _LISTS.values():
        db.execute(f"DELETE FROM {table} WHERE service_id = ?", (service.id,))
    _insert_lists(db, service)


def delete_service(db: Connection, service_id: str) -> None:
    for table in _LISTS.values():
        db.execute(f"DELETE FROM {table} WHERE service_id = ?", (service_id,))
    db.execute("DELETE FROM service WHERE id = ?", (service_id,))


def is_used(db: Connection, service_id: str) -> bool:
    """Whether anything but its own lists names it: a notice, a course, a referral, whatever comes later.

    The rows of a blank set are on paper already: they name it before there is a notice.
    """
    if db.execute("SELECT 1 FROM blank_set WHERE instr(release_rows, ?) LIMIT 1", (service_id,)).fetchone():
        return True
    references = db.execute(
        """SELECT t.name, f."from" FROM sqlite_master AS t JOIN pragma_foreign_key_list(t.name) AS f
        WHERE t.type = 'table' AND f."table" = 'service'"""
    ).fetchall()
    return any(
        db.execute(f"SELECT 1 FROM {table} WHERE {column} = ? LIMIT 1", (service_id,)).fetchone()
        for table, column in references
        if table not in _LISTS.values()
    )


def load_service(db: Connection, service_id: str) -> Service:
    return _service(db.execute(f"{_SERVICE} FROM service WHERE id = ?", (service_id,)).fetchone())


def services(db: Connection) -> tuple[Service, ...]:
    """All of them, by institution and name."""
    return tuple(map(_service, db.execute(f"{_SERVICE} FROM service {_ORDER}")))


def find(db: Connection, need: Need, most: int) -> FoundServices:
    """The first that fit, by institution and name; every word in name, person, place or access note."""
    values: dict[str, object] = {
        "topic": need.topic,
        "language": need.language,
        "municipality": need.municipality,
        "day": iso(need.day),
    }
    words = {f"word{place}": word for place, word in enumerate(need.words.casefold().split())}
    where = [_CONDITIONS[name] for name, value in values.items() if value is not None]
    where += [f"instr(search_text, :{name})" for name in words]
    matching = f"FROM service WHERE {' AND '.join(where) or 'true'}"
    asked = values | words
    rows = db.execute(f"{_SERVICE} {matching} {_ORDER} LIMIT :most", asked | {"most": most})
    shown = tuple(map(_service, rows))
    count = len(shown)
    if count == most:
        (count,) = db.execute(f"SELECT count(*) {matching}", asked).fetchone()
    return FoundServices(shown, count)


def stands_in_a_notice(db: Connection, service_id: str) -> bool:
    """Whether a notice that is printed, spoken or signed, and still holds, names it as a recipient."""
    row = db.execute(
        """SELECT 1 FROM release_row JOIN consent ON consent.id = consent_id
        WHERE service_id = ? AND status IN ('printed', 'oral', 'signed') LIMIT 1""",
        (service_id,),
    ).fetchone()
    return row is not None


def named_in_consents(db: Connection, file_id: str) -> tuple[Service, ...]:
    """Everyone whom a notice of this file names as a recipient."""
    rows = db.execute(
        f"""{_SERVICE} FROM service WHERE id IN (SELECT service_id FROM release_row JOIN consent
        ON consent.id = consent_id WHERE file_id = ?) {_ORDER}""",
        (file_id,),
    )
    return tuple(map(_service, rows))


def _insert_lists(db: Connection, service: Service) -> None:
    for field, table in _LISTS.items():
        codes = [(service.id, code) for code in dict.fromkeys(getattr(service, field))]
        db.executemany(f"INSERT INTO {table} (service_id, code) VALUES (?, ?)", codes)


def _row(service: Service) -> tuple[object, ...]:
    plain = {name: getattr(service, name) for name in _PLAIN}
    plain |= {name: iso(plain[name]) for name in _DAYS}
    texts = (service.institution, service.name, service.contact_person, service.address, service.access_note)
    return (*plain.values(), " ".join(texts).casefold())


def _service(row: tuple[str | None, ...]) -> Service:
    plain = dict(zip(_PLAIN, row, strict=False))
    lists = dict(zip(_LISTS, row[len(_PLAIN) :], strict=True))
    values: dict[str, object] = {
        **plain,
        **{name: day(plain[name]) for name in _DAYS},
        **{name: bool(plain[name]) for name in _FLAGS},
        **{name: tuple(sorted(codes.split(","))) if codes else () for name, codes in lists.items()},
    }
    return Service(**values)  # type: ignore[arg-type]
