# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""One row under its id: a new one, or another state of one that is there."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from storage.connection import Connection
from storage.days import iso


def keep(db: Connection, table: str, values: Mapping[str, object]) -> None:
    """`values` by column, "id" among them; days become ISO."""
    told = {name: iso(value) if isinstance(value, date) else value for name, value in values.items()}
    changed = ", ".join(f"{name} = excluded.{name}" for name in told if name != "id")
    db.execute(
        f"INSERT INTO {table} ({', '.join(told)}) VALUES ({', '.join('?' * len(told))})"
        f" ON CONFLICT (id) DO UPDATE SET {changed}",
        tuple(told.values()),
    )
