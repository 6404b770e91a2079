# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""What was told about a person, to whom, on what basis."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from app.domain.disclosure import Disclosure, Norm, Request
from storage.connection import Connection
from storage.days import day, iso
from storage.journal import utc_text

_DISCLOSURE = """SELECT d.id, d.file_id, d.recipient, d.purpose, d.channel, d.basis, d.day, d.sha256, d.norm,
    d.withheld, (SELECT group_concat(category) FROM disclosure_category WHERE disclosure_id = d.id)
    FROM disclosure AS d"""


def insert_disclosure(
    db: Connection,
    disclosure: Disclosure,
    service_id: str,
    reason: str,
    rows: Mapping[str, str | None],
    staff_id: str,
    now: datetime,
) -> None:
    """`rows` maps each category to its covering release row, or to None where a norm is the basis."""
    db.execute(
        """INSERT INTO disclosure (id, file_id, service_id, recipient, channel, purpose, basis, norm, reason,
        withheld, day, at, staff_id, sha256) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
        (
            disclosure.id,
            disclosure.file_id,
            service_id,
            disclosure.recipient,
            disclosure.channel,
            disclosure.purpose,
            disclosure.basis,
            disclosure.norm,
            reason,
            disclosure.withheld,
            iso(disclosure.day),
            utc_text(now),
            staff_id,
            disclosure.sha256,
        ),
    )
    db.executemany(
        "INSERT INTO disclosure_category (disclosure_id, category, release_row_id) VALUES (?, ?, ?)",
        [(disclosure.id, category, row_id) for category, row_id in rows.items()],
    )


def of_file(db: Connection, file_id: str) -> tuple[Disclosure, ...]:
    """All of them, the newest first."""
    return _found(db, "WHERE d.file_id = ?", file_id)


def under_consent(db: Connection, consent_id: str) -> tuple[Disclosure, ...]:
    """What was told on the word of this notice: who must hear of its withdrawal."""
    return _found(
        db,
        """WHERE d.id IN (SELECT disclosure_id FROM disclosure_category
        JOIN release_row ON release_row.id = release_row_id WHERE consent_id = ?)""",
        consent_id,
    )


def under_row(db: Connection, row_id: str) -> tuple[Disclosure, ...]:
    return _found(
        db, "WHERE d.id IN (SELECT disclosure_id FROM disclosure_category WHERE release_row_id = ?)", row_id
    )


def under_rows(db: Connection, row_ids: Sequence[str]) -> tuple[tuple[str, Disclosure], ...]:
    """What was told on the word of these rows, the newest first, each with the id of its recipient."""
    places = ", ".join("?" * len(row_ids))
    recipients = dict(
        db.execute(
            f"""SELECT disclosure.id, service_id FROM disclosure
            JOIN disclosure_category ON disclosure_id = disclosure.id WHERE release_row_id IN ({places})""",
            tuple(row_ids),
        ).fetchall()
    )
    found = _found(db, f"WHERE d.id IN ({', '.join('?' * len(recipients))})", *recipients)
    return tuple((recipients[each.id], each) for each in found)


def by_recipient(db: Connection, file_id: str) -> tuple[tuple[str, Disclosure], ...]:
    """All of them, the newest first, each with the id of its recipient."""
    rows = db.execute("SELECT id, service_id FROM disclosure WHERE file_id = ?", (file_id,))
    recipients = dict(rows.fetchall())
    return tuple((recipients[each.id], each) for each in of_file(db, file_id))


def last_by_norm(db: Connection, file_id: str, norm: str) -> dict[str, date]:
    """When each recipient was last told something about this person by that norm."""
    rows = db.execute(
        "SELECT service_id, max(day) FROM disclosure WHERE file_id = ? AND norm = ? GROUP BY service_id",
        (file_id, norm),
    )
    return {service_id: day(when) for service_id, when in rows}


def last_of(db: Connection, sha256: str) -> tuple[str, Request, Norm | None] | None:
    """Whose file, for what request and by which norm these very bytes left the last time; None: never.

    A copy of somebody's own paper that was saved for another (`export`) binds the paper itself to nobody.
    """
    row = db.execute(
        """SELECT file_id, service_id, purpose, channel, day, norm, reason,
        (SELECT group_concat(category) FROM disclosure_category WHERE disclosure_id = disclosure.id)
        FROM disclosure WHERE sha256 = ? AND channel <> 'export' ORDER BY at DESC, rowid DESC LIMIT 1""",
        (sha256,),
    ).fetchone()
    if row is None:
        return None
    file_id, service_id, purpose, channel, when, norm, reason, categories = row
    request = Request(service_id, tuple(categories.split(",")), purpose, channel, day(when))
    return file_id, request, Norm(norm, reason) if norm else None


def _found(db: Connection, where: str, *values: str) -> tuple[Disclosure, ...]:
    rows = db.execute(f"{_DISCLOSURE} {where} ORDER BY d.day DESC, d.at DESC, d.rowid DESC", values)
    return tuple(_disclosure(row) for row in rows)


def _disclosure(row: tuple[str, ...]) -> Disclosure:
    disclosure_id, file_id, recipient, purpose, channel, basis, when, sha256, norm, withheld, categories = row
    return Disclosure(
        disclosure_id,
        file_id,
        recipient,
        tuple(categories.split(",")),
        purpose,
        channel,
        basis,
        day(when),
        sha256,
        norm,
        bool(withheld),
    )
