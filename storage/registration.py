# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Erfassungslisten: lists, their persons, what came in together, and what was handed over."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields
from datetime import date, datetime
from typing import Any

from app.domain.dates import berlin_date
from app.domain.registration import (
    FoundPersons,
    Import,
    ListLine,
    RegisteredPerson,
    RegistrationList,
    name_form,
)
from app.domain.registration_handover import Handover
from storage.connection import Connection
from storage.days import day, iso, partial
from storage.journal import utc_text

_LIST = tuple(field.name for field in fields(RegistrationList))
_LIST_DAYS = ("begun_on", "erase_on", "erased_on")
_PERSON = tuple(field.name for field in fields(RegisteredPerson))
_PARTIAL_DAYS = ("born", "arrived_on")
_PERSONS = f"SELECT {', '.join(_PERSON)} FROM registration_person"


def insert_list(db: Connection, listed: RegistrationList) -> None:
    marks = ", ".join("?" * len(_LIST))
    db.execute(f"INSERT INTO registration_list ({', '.join(_LIST)}) VALUES ({marks})", _list_row(listed))


def update_list(db: Connection, listed: RegistrationList) -> None:
    assignments = ", ".join(f"{name} = ?" for name in _LIST)
    db.execute(f"UPDATE registration_list SET {assignments} WHERE id = ?", (*_list_row(listed), listed.id))


def load_list(db: Connection, list_id: str) -> RegistrationList:
    row = db.execute(f"SELECT {', '.join(_LIST)} FROM registration_list WHERE id = ?", (list_id,)).fetchone()
    return _list(row)


def lines(db: Connection) -> tuple[ListLine, ...]:
    """All lists: those with persons first, the newest first."""
    rows = db.execute(
        f"""SELECT {", ".join(f"l.{name}" for name in _LIST)},
            (SELECT count(*) FROM registration_person WHERE list_id = l.id),
            coalesce(s.institution, ''),
            (SELECT min(at) FROM registration_handover WHERE list_id = l.id)
        FROM registration_list AS l LEFT JOIN service AS s ON s.id = l.service_id
        ORDER BY l.erased_on IS NOT NULL, l.begun_on DESC, l.rowid DESC"""
    )
    return tuple(_line(row) for row in rows)


def due(db: Connection, today: date) -> tuple[str, ...]:
    """The lists whose persons have to go."""
    rows = db.execute(
        "SELECT id FROM registration_list WHERE erase_on <= ? AND erased_on IS NULL", (iso(today),)
    )
    return tuple(list_id for (list_id,) in rows)


def insert_persons(db: Connection, persons: Iterable[RegisteredPerson]) -> None:
    marks = ", ".join("?" * (len(_PERSON) + 1))
    db.executemany(
        f"INSERT INTO registration_person ({', '.join(_PERSON)}, search_form) VALUES ({marks})",
        [_person_row(person) for person in persons],
    )


def update_person(db: Connection, person: RegisteredPerson) -> None:
    assignments = ", ".join(f"{name} = ?" for name in (*_PERSON, "search_form"))
    db.execute(
        f"UPDATE registration_person SET {assignments} WHERE id = ?", (*_person_row(person), person.id)
    )


def delete_person(db: Connection, person_id: str) -> None:
    db.execute("DELETE FROM registration_person WHERE id = ?", (person_id,))


def load_person(db: Connection, person_id: str) -> RegisteredPerson | None:
    row = db.execute(f"{_PERSONS} WHERE id = ?", (person_id,)).fetchone()
    return None if row is None else _person(row)


def persons(db: Connection, list_id: str) -> tuple[RegisteredPerson, ...]:
    """All of a list, in its order."""
    return tuple(map(_person, db.execute(f"{_PERSONS} WHERE list_id = ? ORDER BY position", (list_id,))))


def find_persons(db: Connection, list_id: str, form: str, most: int) -> FoundPersons:
    """The first whose names hold this search form."""
    asked = (list_id, form)
    where = "WHERE list_id = ? AND instr(search_form, ?)" if form else "WHERE list_id = ? AND ? = ''"
    shown = tuple(map(_person, db.execute(f"{_PERSONS} {where} ORDER BY position LIMIT {most:d}", asked)))
    (count,) = db.execute(f"SELECT count(*) FROM registration_person {where}", asked).fetchone()
    return FoundPersons(shown, count)


def next_position(db: Connection, list_id: str) -> int:
    (last,) = db.execute(
        "SELECT coalesce(max(position), 0) FROM registration_person WHERE list_id = ?", (list_id,)
    ).fetchone()
    return int(last) + 1


def has_signatures(db: Connection, list_id: str) -> bool:
    row = db.execute(
        "SELECT 1 FROM registration_person WHERE list_id = ? AND consented_on IS NOT NULL LIMIT 1", (list_id,)
    )
    return row.fetchone() is not None


def twice_in_list(db: Connection, list_id: str) -> frozenset[str]:
    """Who stands there with the same name as somebody else, unless the known birth dates differ."""
    rows = db.execute(
        """SELECT p.id FROM registration_person AS p WHERE p.list_id = ?1 AND EXISTS (
            SELECT 1 FROM registration_person AS o
            WHERE o.list_id = ?1 AND o.search_form = p.search_form AND o.id <> p.id
                AND (o.born IS NULL OR p.born IS NULL OR substr(o.born, 1, length(p.born)) = p.born
                    OR substr(p.born, 1, length(o.born)) = o.born))""",
        (list_id,),
    )
    return frozenset(person_id for (person_id,) in rows)


def with_a_namesake_in_the_file(db: Connection, list_id: str) -> frozenset[str]:
    """Who is perhaps a client: the search form of a client begins with that of the names."""
    rows = db.execute(
        """SELECT p.id FROM registration_person AS p
        WHERE p.list_id = ? AND p.client_id IS NULL AND EXISTS (
            SELECT 1 FROM client AS c WHERE c.search_form = p.search_form
            UNION ALL
            SELECT 1 FROM client AS c
            WHERE c.search_form > p.search_form || ' ' AND c.search_form < p.search_form || '!')""",
        (list_id,),
    )
    return frozenset(person_id for (person_id,) in rows)


def insert_import(db: Connection, import_id: str, list_id: str, count: int, now: datetime) -> None:
    db.execute(
        "INSERT INTO registration_import (id, list_id, at, persons) VALUES (?, ?, ?, ?)",
        (import_id, list_id, utc_text(now), count),
    )


def import_list(db: Connection, import_id: str) -> str | None:
    """The list it went into; None once it was undone."""
    row = db.execute(
        "SELECT list_id FROM registration_import WHERE id = ? AND undone_at IS NULL", (import_id,)
    ).fetchone()
    return None if row is None else str(row[0])


def undo_import(db: Connection, import_id: str, now: datetime) -> int:
    """Everybody who came in by it goes; returns how many."""
    gone = db.execute("DELETE FROM registration_person WHERE import_id = ?", (import_id,)).rowcount
    db.execute("UPDATE registration_import SET undone_at = ? WHERE id = ?", (utc_text(now), import_id))
    return int(gone)


def imports(db: Connection, list_id: str) -> tuple[Import, ...]:
    """What came in and was not undone, the newest first; persons who are still there."""
    rows = db.execute(
        """SELECT i.id, i.at, (SELECT count(*) FROM registration_person WHERE import_id = i.id) AS left
        FROM registration_import AS i WHERE i.list_id = ? AND i.undone_at IS NULL AND left > 0
        ORDER BY i.at DESC, i.rowid DESC""",
        (list_id,),
    )
    return tuple(Import(import_id, datetime.fromisoformat(at), count) for import_id, at, count in rows)


def insert_handover(
    db: Connection, handover_id: str, list_id: str, staff_id: str, handover: Handover
) -> None:
    values = {
        "id": handover_id,
        "list_id": list_id,
        "staff_id": staff_id,
        **{field.name: getattr(handover, field.name) for field in fields(Handover)},
        "at": utc_text(handover.at),
        "categories": ",".join(handover.categories),
    }
    marks = ", ".join(f":{name}" for name in values)
    db.execute(f"INSERT INTO registration_handover ({', '.join(values)}) VALUES ({marks})", values)


def handovers(db: Connection, list_id: str) -> tuple[Handover, ...]:
    """What left, the last first."""
    names = ", ".join(field.name for field in fields(Handover))
    rows = db.execute(
        f"SELECT {names} FROM registration_handover WHERE list_id = ? ORDER BY at DESC, rowid DESC",
        (list_id,),
    )
    return tuple(_handover(row) for row in rows)


def erase(db: Connection, list_id: str, today: date) -> int:
    """Persons and begun forms about them go for good; list, imports and hand-overs stay as counts."""
    db.execute(
        "DELETE FROM draft WHERE record_id = ? AND kind GLOB 'registration_person*'",
        (list_id,),
    )
    gone = db.execute("DELETE FROM registration_person WHERE list_id = ?", (list_id,)).rowcount
    db.execute("UPDATE registration_list SET erased_on = ? WHERE id = ?", (iso(today), list_id))
    return int(gone)


def _list_row(listed: RegistrationList) -> tuple[object, ...]:
    return tuple(
        iso(value) if name in _LIST_DAYS else value for name in _LIST for value in (getattr(listed, name),)
    )


def _list(row: tuple[Any, ...]) -> RegistrationList:
    values = dict(zip(_LIST, row, strict=True))
    return RegistrationList(**(values | {name: day(values[name]) for name in _LIST_DAYS}))


def _line(row: tuple[Any, ...]) -> ListLine:
    *own, count, recipient, at = row
    handed_over_on = berlin_date(datetime.fromisoformat(at)) if at else None
    return ListLine(_list(tuple(own)), count, recipient, handed_over_on)


def _person_row(person: RegisteredPerson) -> tuple[object, ...]:
    values = {name: getattr(person, name) for name in _PERSON}
    values |= {name: iso(values[name]) for name in (*_PARTIAL_DAYS, "consented_on")}
    values["consented_categories"] = ",".join(person.consented_categories)
    return (*values.values(), name_form(person))


def _person(row: tuple[Any, ...]) -> RegisteredPerson:
    values = dict(zip(_PERSON, row, strict=True))
    values |= {name: partial(values[name]) for name in _PARTIAL_DAYS}
    signed_for = values["consented_categories"]
    values |= {
        "consented_on": day(values["consented_on"]),
        "consented_categories": tuple(signed_for.split(",")) if signed_for else (),
    }
    return RegisteredPerson(**values)


def _handover(row: tuple[Any, ...]) -> Handover:
    values = dict(zip((field.name for field in fields(Handover)), row, strict=True))
    at, categories = datetime.fromisoformat(values["at"]), tuple(values["categories"].split(","))
    return Handover(**(values | {"at": at, "categories": categories}))
