# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Who in the file may be the person being taken in: a quick look that lets a few too many pass."""

from __future__ import annotations

from collections.abc import Iterable

from app.domain.dates import PartialDate
from app.domain.duplicates import Known, Traits, pattern, phone_digits
from storage.connection import Connection
from storage.days import partial

_NEAR = """
    SELECT id FROM client WHERE search_form GLOB :family AND search_form GLOB :given AND :named
    UNION
    SELECT id FROM client WHERE birth_date IN (:birth, :swapped) AND :dated
    UNION
    SELECT id FROM client WHERE :native <> '' AND native_name = :native"""

_PHONES = """
    SELECT client_id, group_concat(value, char(10)) FROM contact_channel
    WHERE kind = 'phone' AND client_id IN ({ids}) GROUP BY client_id"""

_ALL_PHONES = "SELECT client_id, value FROM contact_channel WHERE kind = 'phone' AND value LIKE '%' || ?"

_PERSONS = """
    SELECT p.id, c.id, f.number, c.status, p.family_name, p.given_names, p.former_names, p.native_name,
        p.birth_date
    FROM client AS p JOIN file AS f ON f.client_id = p.id
    JOIN client_case AS c ON c.file_id = f.id
        AND c.number = (SELECT max(number) FROM client_case WHERE file_id = f.id)
    WHERE p.id IN ({ids})"""


def near(db: Connection, typed: Traits) -> tuple[Known, ...]:
    """Everybody with such a name, birth date or phone number, also where all cases are closed."""
    ids = {found for (found,) in db.execute(_NEAR, _looked_for(typed))} | _with_phone(db, typed.phones)
    phones = _phones(db, ids)
    rows = db.execute(_PERSONS.format(ids=_places(ids)), tuple(ids))
    return tuple(_known(row, phones.get(row[0], frozenset())) for row in rows)


def _looked_for(typed: Traits) -> dict[str, object]:
    family, given = pattern(typed.family_name), pattern(typed.given_names)
    birth = typed.birth_date
    return {
        "family": family,
        "given": given,
        "named": bool(typed.family_name and typed.given_names),
        "birth": birth and birth.iso(),
        "swapped": birth and _swapped(birth),
        "dated": bool(birth and birth.day and (birth.day, birth.month) != (1, 1)),
        "native": typed.native_name.strip(),
    }


def _swapped(birth: PartialDate) -> str | None:
    """Day and month in each other's place, where the calendar has that."""
    if birth.day is None or birth.month is None or birth.day > 12:
        return None
    return PartialDate(birth.year, birth.day, birth.month).iso()


def _with_phone(db: Connection, phones: Iterable[str]) -> set[str]:
    """By the last two digits first: numbers are written with signs of all sorts between them."""
    found = set()
    for phone in phones:
        for client_id, value in db.execute(_ALL_PHONES, (phone[-2:],)):
            if phone_digits(value) == phone:
                found.add(client_id)
    return found


def _phones(db: Connection, ids: set[str]) -> dict[str, frozenset[str]]:
    rows = db.execute(_PHONES.format(ids=_places(ids)), tuple(ids))
    return {client_id: frozenset(map(phone_digits, values.split("\n"))) - {""} for client_id, values in rows}


def _places(ids: set[str]) -> str:
    return ", ".join("?" * len(ids))


def _known(row: tuple[str, ...], phones: frozenset[str]) -> Known:
    client_id, case_id, number, status, family, given, former, native, birth = row
    return Known(
        client_id, case_id, number, status, Traits(family, given, former, native, partial(birth), phones)
    )
