# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""What an office decides for all its cases, by name."""

from __future__ import annotations

from storage.connection import Connection


def setting(db: Connection, name: str, otherwise: str) -> str:
    """What was decided, or what holds until somebody decides."""
    row = db.execute("SELECT value FROM office_setting WHERE name = ?", (name,)).fetchone()
    return row[0] if row else otherwise


def set_setting(db: Connection, name: str, value: str) -> None:
    db.execute("INSERT OR REPLACE INTO office_setting (name, value) VALUES (?, ?)", (name, value))
