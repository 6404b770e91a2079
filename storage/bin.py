# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The Papierkorb: rows move into it as JSON and back, whole or not at all."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable
from datetime import date, datetime
from textwrap import shorten

from sqlcipher3 import dbapi2

from app.domain.bin import BinLine
from app.domain.dates import berlin_date
from app.domain.errors import Refusal
from app.domain.names import initials
from storage.bin_kinds import KINDS, Kind, Part
from storage.connection import Connection
from storage.days import day, iso
from storage.journal import utc_text

LONGEST_TITLE = 120

Taken = tuple[str, int, dict[str, object]]
"""Table, rowid and values of a row."""


def take(db: Connection, kind: str, record_id: str, now: datetime, erase_on: date) -> str:
    """Moves the record with all that hangs on it into the bin; Refusal if it is gone or has to stay."""
    known = KINDS[kind]
    title, case_id = _about(db, known, record_id)
    taken = [row for part in known.parts for row in _rows(db, part, record_id)]
    try:
        for table, rowid, _ in reversed(taken):
            db.execute(f"DELETE FROM {table} WHERE rowid = ?", (rowid,))
    except dbapi2.IntegrityError as error:
        raise Refusal("bin.in_use") from error
    bin_id = str(uuid.uuid4())
    db.execute(
        "INSERT INTO bin (id, kind, case_id, title, rows, removed_at, erase_on) VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            *(bin_id, kind, case_id, shorten(title, LONGEST_TITLE, placeholder=" …")),
            *(json.dumps(taken, ensure_ascii=False), utc_text(now), iso(erase_on)),
        ),
    )
    return bin_id


def put_back(db: Connection, bin_id: str) -> None:
    """Every row as it was, in its old place where that is still free; a closed case gets nothing to do."""
    rows, case_id = db.execute("SELECT rows, case_id FROM bin WHERE id = ?", (bin_id,)).fetchone()
    taken: list[Taken] = json.loads(rows)
    try:
        for table, rowid, values in taken:
            _insert(db, table, rowid, values)
    except dbapi2.IntegrityError as error:
        raise Refusal("bin.cannot_return") from error
    _drop_if_closed(db, case_id, [str(values["id"]) for table, _, values in taken if table == "follow_up"])
    erase(db, bin_id)


def erase(db: Connection, bin_id: str) -> None:
    """For good."""
    db.execute("DELETE FROM bin WHERE id = ?", (bin_id,))


def lines(db: Connection) -> tuple[BinLine, ...]:
    """What is in the bin, the last removed first."""
    rows = db.execute(
        """SELECT b.id, b.kind, json_extract(b.rows, '$[0][2].id'), b.title, b.case_id, p.family_name,
            p.given_names, f.number, b.removed_at, b.erase_on
        FROM bin AS b
        LEFT JOIN client_case AS c ON c.id = b.case_id
        LEFT JOIN file AS f ON f.id = c.file_id
        LEFT JOIN client AS p ON p.id = f.client_id
        ORDER BY b.removed_at DESC, b.rowid DESC"""
    )
    return tuple(_line(row) for row in rows)


def line(db: Connection, bin_id: str) -> BinLine:
    """Refusal `bin.gone` if it is not there any more."""
    found = next((each for each in lines(db) if each.id == bin_id), None)
    if found is None:
        raise Refusal("bin.gone")
    return found


def overdue(db: Connection, today: date) -> tuple[str, ...]:
    """What has been here long enough."""
    rows = db.execute("SELECT id FROM bin WHERE erase_on <= ?", (iso(today),))
    return tuple(bin_id for (bin_id,) in rows)


def _about(db: Connection, kind: Kind, record_id: str) -> tuple[str, str | None]:
    """Title and case of the record, once nothing keeps it where it is."""
    stays, code = kind.stays or ("0", "")
    row = db.execute(
        f"SELECT {kind.title}, {kind.case}, {stays} FROM {kind.table} WHERE id = ?", (record_id,)
    ).fetchone()
    if row is None:
        raise Refusal("bin.gone")
    title, case_id, kept = row
    if kept:
        raise Refusal(code)
    return str(title), case_id


def _rows(db: Connection, part: Part, record_id: str) -> Iterable[Taken]:
    cursor = db.execute(
        f"SELECT rowid AS rowid, * FROM {part.table} WHERE {part.where} ORDER BY rowid", {"id": record_id}
    )
    names = [column[0] for column in cursor.description[1:]]
    for rowid, *values in cursor:
        yield part.table, rowid, dict(zip(names, values, strict=True))


def _insert(db: Connection, table: str, rowid: int, values: dict[str, object]) -> None:
    """At its old rowid, which is its place among those of the same day, unless something newer has it."""
    marks = ", ".join("?" * len(values))
    taken = db.execute(f"SELECT 1 FROM {table} WHERE rowid = ?", (rowid,)).fetchone()
    db.execute(
        f"INSERT INTO {table} (rowid, {', '.join(values)}) VALUES (?, {marks})",
        (None if taken else rowid, *values.values()),
    )


def _drop_if_closed(db: Connection, case_id: str | None, follow_up_ids: list[str]) -> None:
    db.executemany(
        """UPDATE follow_up SET state = 'dropped' WHERE id = ? AND state = 'open'
        AND EXISTS (SELECT 1 FROM client_case WHERE id = ? AND status = 'closed')""",
        [(follow_up_id, case_id) for follow_up_id in follow_up_ids],
    )


def _line(row: tuple[str, ...]) -> BinLine:
    bin_id, kind, record_id, title, case_id, family, given, number, removed_at, erase_on = row
    whose = initials(family, given) if family else ""
    removed_on = berlin_date(datetime.fromisoformat(removed_at))
    return BinLine(bin_id, kind, record_id, title, case_id, whose, number or "", removed_on, day(erase_on))
