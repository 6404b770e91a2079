# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Code lists are read once a connection, and afresh after an entry was written."""

from __future__ import annotations

from app.operations.vaults import Vault
from storage import code_entries, code_lists


def test_lists_are_remembered_until_an_entry_is_written(case_vault: Vault) -> None:
    before = code_lists.load(case_vault.db)
    assert code_lists.load(case_vault.db) is before
    with case_vault.transaction() as db:
        code_entries.put(db, [("sex", "female", "Frau", "{}", 1, None, None)])
    assert code_lists.load(case_vault.db).label("sex", "female") == "Frau"
    assert before.label("sex", "female") != "Frau"
