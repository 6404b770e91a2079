# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Everything the file holds of one person, table by table; what protects a child stays out until reviewed.

Names of tables and columns come from the shipped catalogue, never from input.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.domain.disclosure_info import Table, tables
from storage.connection import Connection

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Removed:
    """Rows in the bin, each with its table."""

    removed_at: str
    erase_on: str
    rows: tuple[tuple[str, Row], ...]


_WITHHELD = "(SELECT id FROM disclosure WHERE withheld = 1)"
_WITHHELD_REFERRAL = f"(SELECT id FROM referral WHERE disclosure_id IN {_WITHHELD})"
_SHOWN = {
    "disclosure": "withheld = 0",
    "referral": f"coalesce(disclosure_id, '') NOT IN {_WITHHELD}",
    "document": """NOT EXISTS (SELECT 1 FROM disclosure AS d
        WHERE d.file_id = document.file_id AND d.sha256 = document.sha256 AND d.withheld = 1)""",
    "sent_case": f"coalesce(disclosure_id, '') NOT IN {_WITHHELD}",
    "gap": f"coalesce(referral_id, '') NOT IN {_WITHHELD_REFERRAL}",
    "follow_up": f"source <> 'referral' OR source_id NOT IN {_WITHHELD_REFERRAL}",
}
_NAMES = {
    "service": "institution || iif(name = '', '', ', ' || name)",
    "site": "name",
    "course": "title",
    "goal": "words",
    "client_case": "number",
    "document": "coalesce(form_number, '')",
    "registration_list": "title",
}


def rows_of(db: Connection, table: Table, client_id: str) -> tuple[Row, ...]:
    """All rows of this table that hang on the person, with all their columns, as they were written."""
    found = db.execute(f"SELECT * FROM {table.name} WHERE {_hangs(table)} ORDER BY rowid", (client_id,))
    names = [each[0] for each in found.description]
    return tuple(dict(zip(names, values, strict=True)) for values in found)


def names_of(db: Connection, table: str) -> Mapping[str, str]:
    """How the rows of a table are called, by their id."""
    return {key: str(name) for key, name in db.execute(f"SELECT id, {_NAMES[table]} FROM {table}")}


def removed(db: Connection, client_id: str) -> tuple[Removed, ...]:
    """What lies in the bin, without what is withheld."""
    withheld = _withheld_ids(db, client_id)
    found = db.execute(
        f"""SELECT removed_at, erase_on, rows FROM bin WHERE case_id IN ({_ids("client_case")})
        ORDER BY removed_at""",
        (client_id,),
    )
    return tuple(
        Removed(removed_at, erase_on, tuple((table, row) for table, _, row in json.loads(rows)))
        for removed_at, erase_on, rows in found
        if not any(each in rows for each in withheld)
    )


def acts(db: Connection, client_id: str) -> tuple[tuple[str, str], ...]:
    """When something was done with this file, and what, from the journal; never who."""
    ids = " UNION ALL ".join(
        f"SELECT id AS record_id FROM {table.name} WHERE {_hangs(table)}"
        for table in tables()
        if "id" in _columns(db, table.name)
    )
    wanted = ids.replace("?", ":client")
    found = db.execute(
        f"""SELECT at, action FROM journal JOIN (SELECT DISTINCT record_id FROM ({wanted})) USING (record_id)
        WHERE at IS NOT NULL ORDER BY seq""",
        {"client": client_id},
    )
    return tuple((at, action) for at, action in found)


def _hangs(table: Table) -> str:
    hangs = f"{table.by} IN ({_ids(table.of)})" if table.by else "id = ?"
    return f"{hangs} AND ({_SHOWN.get(table.name, '1')})"


def _ids(name: str) -> str:
    table = next(each for each in tables() if each.name == name)
    return f"SELECT id FROM {name} WHERE {_hangs(table)}"


def _columns(db: Connection, table: str) -> list[str]:
    return [row[1] for row in db.execute(f"PRAGMA table_info({table})")]


def _withheld_ids(db: Connection, client_id: str) -> list[str]:
    return [
        row[0]
        for row in db.execute(
            f"""SELECT id FROM disclosure WHERE withheld = 1 AND file_id IN ({_ids("file")})
            UNION ALL SELECT id FROM {_WITHHELD_REFERRAL}""",
            (client_id,),
        )
    ]
