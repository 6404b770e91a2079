# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Which entries of the directory came from the Kreis."""

from __future__ import annotations

from dataclasses import dataclass

from storage.connection import Connection


@dataclass(frozen=True)
class Origin:
    """`number` is the publication it came with last; `own`: the office changed it and looks after it now."""

    number: int
    own: bool


def origins(db: Connection) -> dict[str, Origin]:
    """By id of the entry."""
    rows = db.execute("SELECT service_id, number, own FROM district_service")
    return {service_id: Origin(number, bool(own)) for service_id, number, own in rows}


def origin(db: Connection, service_id: str) -> Origin | None:
    """None for an entry of the office."""
    row = db.execute(
        "SELECT number, own FROM district_service WHERE service_id = ?", (service_id,)
    ).fetchone()
    return Origin(row[0], bool(row[1])) if row else None


def put(db: Connection, service_id: str, number: int) -> None:
    db.execute(
        "INSERT INTO district_service (service_id, number) VALUES (?, ?)"
        " ON CONFLICT (service_id) DO UPDATE SET number = excluded.number",
        (service_id, number),
    )


def make_own(db: Connection, service_id: str) -> None:
    """From now on the office looks after it, wherever it came from."""
    db.execute("UPDATE district_service SET own = 1 WHERE service_id = ?", (service_id,))
