# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Blank sets with their sheets, which are documents without a file until the set is typed in."""

from __future__ import annotations

import json
from dataclasses import astuple
from datetime import date, datetime
from typing import Any

from app.domain.blank_set import FORMS, BlankSet
from app.domain.consent import WantedRelease
from app.domain.dates import berlin_date
from storage.connection import Connection
from storage.days import day, iso
from storage.journal import utc_text

_SET = "SELECT id, number, language, printed_at, release_rows, used_on, discarded_on, basis FROM blank_set"


def next_number(db: Connection) -> int:
    """One that no set ever had: sets are used or discarded, and never removed."""
    (number,) = db.execute("SELECT coalesce(max(number), 0) + 1 FROM blank_set").fetchone()
    return int(number)


def insert_set(db: Connection, one: BlankSet, printed_at: datetime) -> None:
    """Its sheets follow by `claim`."""
    rows = [[*astuple(row)[:-1], iso(row.valid_until)] for row in one.rows]
    db.execute(
        """INSERT INTO blank_set (id, number, language, printed_at, release_rows, basis)
        VALUES (?, ?, ?, ?, ?, ?)""",
        (one.id, one.number, one.language, utc_text(printed_at), json.dumps(rows), one.basis),
    )


def claim(db: Connection, set_id: str, document_id: str) -> None:
    """The document is a sheet of the set."""
    db.execute("UPDATE document SET blank_set_id = ? WHERE id = ?", (set_id, document_id))


def hand_to_file(db: Connection, set_id: str, file_id: str) -> None:
    """Its sheets are documents of the file from now on."""
    db.execute("UPDATE document SET file_id = ? WHERE blank_set_id = ?", (file_id, set_id))


def not_used(db: Connection) -> tuple[BlankSet, ...]:
    """Those that are not typed in, the newest first."""
    found = db.execute(f"{_SET} WHERE used_on IS NULL ORDER BY number DESC").fetchall()
    return tuple(_set(db, row) for row in found)


def used_count(db: Connection) -> int:
    (count,) = db.execute("SELECT count(*) FROM blank_set WHERE used_on IS NOT NULL").fetchone()
    return int(count)


def newest(db: Connection) -> BlankSet | None:
    row = db.execute(f"{_SET} ORDER BY number DESC LIMIT 1").fetchone()
    return _set(db, row) if row else None


def load_set(db: Connection, set_id: str) -> BlankSet:
    return _set(db, db.execute(f"{_SET} WHERE id = ?", (set_id,)).fetchone())


def by_number(db: Connection, number: int) -> BlankSet | None:
    row = db.execute(f"{_SET} WHERE number = ?", (number,)).fetchone()
    return _set(db, row) if row else None


def by_form_number(db: Connection, form_number: str) -> BlankSet | None:
    """The set one of whose sheets carries this number."""
    row = db.execute(
        f"{_SET} WHERE id = (SELECT blank_set_id FROM document WHERE form_number = ?)", (form_number,)
    ).fetchone()
    return _set(db, row) if row else None


def document_ids(db: Connection, set_id: str) -> dict[str, str]:
    """Its sheets by form, in the order in which they lie on each other."""
    found = dict(db.execute("SELECT form, id FROM document WHERE blank_set_id = ?", (set_id,)).fetchall())
    return {form: found[form] for form in FORMS if form in found}


def set_used(db: Connection, set_id: str, used_on: date) -> None:
    db.execute("UPDATE blank_set SET used_on = ? WHERE id = ?", (iso(used_on), set_id))


def set_discarded(db: Connection, set_id: str, discarded_on: date | None) -> None:
    """`None`: it was found again."""
    db.execute("UPDATE blank_set SET discarded_on = ? WHERE id = ?", (iso(discarded_on), set_id))


def _set(db: Connection, row: tuple[Any, ...]) -> BlankSet:
    set_id, number, language, printed_at, rows, used_on, discarded_on, basis = row
    numbers = dict(
        db.execute("SELECT form, form_number FROM document WHERE blank_set_id = ?", (set_id,)).fetchall()
    )
    return BlankSet(
        id=set_id,
        number=number,
        language=language,
        printed_on=berlin_date(datetime.fromisoformat(printed_at)),
        rows=tuple(_row(*row) for row in json.loads(rows)),
        form_numbers=tuple(numbers[form] for form in FORMS if form in numbers),
        used_on=day(used_on),
        discarded_on=day(discarded_on),
        basis=basis,
    )


def _row(service_id: str, category: str, purpose: str, direction: str, until: str | None) -> WantedRelease:
    return WantedRelease(service_id, category, purpose, direction, day(until))
