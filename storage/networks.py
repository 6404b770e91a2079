# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The person's network: who is there, in which area, how near."""

from __future__ import annotations

from app.domain.network import NetworkPerson, NewNetworkPerson
from storage.connection import Connection


def of_client(db: Connection, client_id: str) -> tuple[NetworkPerson, ...]:
    """The nearest first."""
    found = db.execute(
        """SELECT id, words, area, ring, note FROM network_person
        WHERE client_id = ? ORDER BY ring, area, rowid""",
        (client_id,),
    )
    return tuple(NetworkPerson(*row) for row in found)


def client_of(db: Connection, person_id: str) -> str:
    (client_id,) = db.execute("SELECT client_id FROM network_person WHERE id = ?", (person_id,)).fetchone()
    return str(client_id)


def insert(db: Connection, person_id: str, client_id: str, new: NewNetworkPerson) -> None:
    db.execute(
        "INSERT INTO network_person (id, client_id, words, area, ring, note) VALUES (?, ?, ?, ?, ?, ?)",
        (person_id, client_id, new.words, new.area, new.ring, new.note),
    )


def update(db: Connection, person_id: str, new: NewNetworkPerson) -> None:
    db.execute(
        "UPDATE network_person SET words = ?, area = ?, ring = ?, note = ? WHERE id = ?",
        (new.words, new.area, new.ring, new.note, person_id),
    )


def delete(db: Connection, person_id: str) -> None:
    db.execute("DELETE FROM network_person WHERE id = ?", (person_id,))
