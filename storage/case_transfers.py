# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Cases that went sealed to another office, and those that came from one."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date

from app.domain.case_transfer import EarlierNote, ReceivedCase, SentCase
from storage.connection import Connection
from storage.days import day, iso
from storage.person_rows import Key

_RECEIVED = """SELECT case_id, packet, office, file_number, basis, sent_on, received_on
    FROM received_case"""


def insert_sent(db: Connection, case_id: str, sent: SentCase) -> None:
    db.execute(
        """INSERT INTO sent_case (id, case_id, unit, office, sent_on, sha256, told_on, disclosure_id)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?)""",
        (
            *(sent.id, case_id, sent.unit, sent.office, iso(sent.sent_on)),
            *(sent.sha256, iso(sent.told_on), sent.disclosure_id),
        ),
    )


def sent_of(db: Connection, case_id: str) -> tuple[SentCase, ...]:
    """The newest first."""
    rows = db.execute(
        """SELECT id, unit, office, sent_on, sha256, told_on, disclosure_id FROM sent_case
        WHERE case_id = ? ORDER BY sent_on DESC, rowid DESC""",
        (case_id,),
    )
    return tuple(
        SentCase(sent_id, unit, office, day(sent_on), sha256, day(told_on), disclosure_id)
        for sent_id, unit, office, sent_on, sha256, told_on, disclosure_id in rows
    )


def insert_received(db: Connection, new: ReceivedCase, rows: Iterable[Key], stood: str) -> None:
    db.execute(
        """INSERT INTO received_case
        (case_id, packet, office, file_number, basis, sent_on, received_on, rows, stood)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)""",
        (
            *(new.case_id, new.packet, new.office, new.file_number, new.basis),
            *(iso(new.sent_on), iso(new.received_on), json.dumps(sorted(rows)), stood),
        ),
    )


def received(db: Connection, case_id: str) -> ReceivedCase | None:
    row = db.execute(f"{_RECEIVED} WHERE case_id = ?", (case_id,)).fetchone()
    return _received(row) if row else None


def by_packet(db: Connection, packet: str) -> ReceivedCase | None:
    row = db.execute(f"{_RECEIVED} WHERE packet = ?", (packet,)).fetchone()
    return _received(row) if row else None


def came_with(db: Connection, case_id: str) -> tuple[tuple[Key, ...], str]:
    """The keys of what was stored with a received case, and how everything about the person stood then."""
    rows, stood = db.execute("SELECT rows, stood FROM received_case WHERE case_id = ?", (case_id,)).fetchone()
    return tuple(tuple(key) for key in json.loads(rows)), stood


def forget_received(db: Connection, case_id: str) -> None:
    db.execute("DELETE FROM received_case WHERE case_id = ?", (case_id,))


def insert_note(db: Connection, note_id: str, case_id: str, note: EarlierNote) -> None:
    db.execute(
        "INSERT INTO earlier_note (id, case_id, day, kind, text) VALUES (?, ?, ?, ?, ?)",
        (note_id, case_id, iso(note.day), note.kind, note.text),
    )


def is_being_written(db: Connection, client_id: str) -> bool:
    """Whether somebody has begun to type something about this person."""
    row = db.execute(
        """SELECT 1 FROM draft WHERE record_id = ?1
        OR record_id IN (SELECT id FROM file WHERE client_id = ?1)
        OR record_id IN (SELECT c.id FROM client_case AS c JOIN file AS f ON f.id = c.file_id
            WHERE f.client_id = ?1) LIMIT 1""",
        (client_id,),
    ).fetchone()
    return row is not None


def _received(row: tuple[str, ...]) -> ReceivedCase:
    case_id, packet, office, file_number, basis, sent_on, received_on = row
    made: date = day(sent_on)
    return ReceivedCase(case_id, packet, office, file_number, basis, made, day(received_on))
