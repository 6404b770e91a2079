# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""A canary in every field: the schema is walked, and each column that holds words gets a word of its own."""

from __future__ import annotations

import re

from sqlcipher3 import dbapi2

from app.domain.disclosure_info import Column, tables
from storage.vault import Vault

WORD = "Kanarienvogel-Żółć"
_NO_WORDS = re.compile(r"[\d:.,/T+Z -]*|[0-9a-f-]{36}|[0-9a-f]{32,}|\W*\{.*|\W*\[.*", re.DOTALL)
_DAYS = ("_on", "_at", "day", "at", "since", "until", "born", "birth_date", "valid_from", "valid_to")
_KEPT = {("document", "form"), ("document", "form_number"), ("file", "number")}
"""The program looks these up by what they say."""


def put_in(vault: Vault) -> dict[str, str]:
    """Every field about a person in every row that there is, as far as the file lets it: column and word."""
    placed: dict[str, str] = {}
    for table in tables():
        for column in table.columns:
            place = f"{table.name}.{column.name}"
            if (table.name, column.name) not in _KEPT and _holds_words(vault, table.name, column):
                word = f"{WORD}-{len(placed)}"
                if _written(vault, table.name, column.name, word):
                    placed[place] = word
    return placed


def _holds_words(vault: Vault, table: str, column: Column) -> bool:
    """Free text: no code, no day, no number, no name looked up elsewhere."""
    if column.list or column.words or column.of or column.kind or column.name.endswith(_DAYS):
        return False
    kinds = {name: kind for _, name, kind, *_ in vault.db.execute(f'PRAGMA table_info("{table}")')}
    if kinds.get(column.name) != "TEXT":
        return False
    held = [text for (text,) in vault.db.execute(f'SELECT DISTINCT "{column.name}" FROM "{table}"')]
    return bool(held) and not any(text and _NO_WORDS.fullmatch(text) for text in held)


def _written(vault: Vault, table: str, column: str, word: str) -> bool:
    """False where a CHECK or a trigger keeps what is there: then that is looked for by other tests."""
    try:
        with vault.transaction() as db:
            db.execute(f"""UPDATE "{table}" SET "{column}" = ? || ' ' || rowid""", (word,))
            return bool(db.execute("SELECT changes()").fetchone()[0])
    except dbapi2.Error:
        return False
