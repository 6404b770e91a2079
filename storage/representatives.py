# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Who speaks for the person, and whether a minor understands what he or she consents to."""

from __future__ import annotations

from app.domain.representation import NewRepresentative, OwnCapacity, Representative
from storage.connection import Connection
from storage.days import day, iso


def of_client(db: Connection, client_id: str) -> tuple[Representative, ...]:
    found = db.execute(
        """SELECT id, name, custody, phone, member_client_id FROM representative
        WHERE client_id = ? ORDER BY rowid""",
        (client_id,),
    )
    return tuple(Representative(*row) for row in found)


def client_of(db: Connection, representative_id: str) -> str:
    (client_id,) = db.execute(
        "SELECT client_id FROM representative WHERE id = ?", (representative_id,)
    ).fetchone()
    return str(client_id)


def insert(db: Connection, representative_id: str, client_id: str, new: NewRepresentative) -> None:
    db.execute(
        """INSERT INTO representative (id, client_id, name, custody, phone, member_client_id)
        VALUES (?, ?, ?, ?, ?, ?)""",
        (representative_id, client_id, new.name, new.custody, new.phone, new.member_client_id),
    )


def update(db: Connection, representative_id: str, new: NewRepresentative) -> None:
    db.execute(
        "UPDATE representative SET name = ?, custody = ?, phone = ?, member_client_id = ? WHERE id = ?",
        (new.name, new.custody, new.phone, new.member_client_id, representative_id),
    )


def delete(db: Connection, representative_id: str) -> None:
    db.execute("DELETE FROM representative WHERE id = ?", (representative_id,))


def capacity(db: Connection, client_id: str) -> OwnCapacity | None:
    row = db.execute(
        "SELECT capable, judged_on, reason FROM own_capacity WHERE client_id = ?", (client_id,)
    ).fetchone()
    return OwnCapacity(bool(row[0]), day(row[1]), row[2]) if row else None


def set_capacity(db: Connection, client_id: str, judged: OwnCapacity) -> None:
    """The newest judgement takes the place of the one before."""
    db.execute(
        """INSERT INTO own_capacity (client_id, capable, judged_on, reason) VALUES (?, ?, ?, ?)
        ON CONFLICT (client_id) DO UPDATE SET capable = excluded.capable, judged_on = excluded.judged_on,
        reason = excluded.reason""",
        (client_id, judged.capable, iso(judged.judged_on), judged.reason),
    )
