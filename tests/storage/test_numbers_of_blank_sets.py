# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the file itself promises about blank sets, whoever writes into it."""

from __future__ import annotations

import sqlite3
from datetime import UTC, date, datetime

import pytest
from sqlcipher3 import dbapi2

from app.domain.blank_set import BlankSet
from app.domain.consent import WantedRelease
from storage import blank_sets
from storage.vault import Vault

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
ROWS = (WantedRelease("somebody", "housing", "housing_search", "to", date(2027, 1, 1)),)


def kept(vault: Vault, number: int) -> BlankSet:
    one = BlankSet(f"set-{number}", number, "ar", date(2026, 11, 22), ROWS, ())
    with vault.transaction() as db:
        blank_sets.insert_set(db, one, NOW)
    return one


def refused(vault: Vault, statement: str) -> bool:
    with pytest.raises((dbapi2.IntegrityError, sqlite3.IntegrityError)), vault.transaction() as db:
        db.execute(statement)
    return True


def test_a_set_comes_back_as_it_was_printed(case_vault: Vault) -> None:
    one = kept(case_vault, 7)
    assert blank_sets.load_set(case_vault.db, one.id) == one
    assert blank_sets.by_number(case_vault.db, 7) == one == blank_sets.newest(case_vault.db)
    assert blank_sets.by_number(case_vault.db, 8) is None
    assert blank_sets.by_form_number(case_vault.db, "E-0000-0000") is None
    assert blank_sets.next_number(case_vault.db) == 8


def test_the_file_itself_keeps_numbers_and_uses(case_vault: Vault) -> None:
    one = kept(case_vault, 1)
    assert refused(case_vault, "DELETE FROM blank_set")
    with case_vault.transaction() as db:
        blank_sets.set_used(db, one.id, date(2026, 11, 24))
    assert refused(case_vault, "UPDATE blank_set SET used_on = NULL")
    assert refused(case_vault, "UPDATE blank_set SET discarded_on = '2026-11-25'")
    assert refused(
        case_vault, "INSERT INTO blank_set (id, number, language, printed_at) VALUES ('x', 1, 'de', '')"
    )
