# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""What could not be written waits sealed, belongs to its file, and goes in as soon as there is room."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from app.operations import drafts
from app.operations.vaults import Vault
from ui.held_drafts import HeldDrafts

CANARY = "Kanarienvogel-Żółć"
JSON = f'{{"text": "{CANARY}"}}'


@contextmanager
def without_room(vault: Vault) -> Iterator[None]:
    """The file may not grow by a page: SQLite answers as on a full disk."""
    pages = vault.db.execute("PRAGMA page_count").fetchone()[0]
    vault.db.execute(f"PRAGMA max_page_count = {pages}")
    yield
    vault.db.execute("PRAGMA max_page_count = 1000000")


def held_in(vault: Vault) -> HeldDrafts:
    held = HeldDrafts()
    held.hold(vault, "contact", None, JSON, 7)
    return held


def test_nothing_readable_waits_behind_the_lock(case_vault: Vault) -> None:
    held = held_in(case_vault)
    assert held.find(case_vault, "contact", None) == (JSON, 7)
    assert held.find(case_vault, "contact", "another") is None
    (kept,) = held._sealed.values()
    assert not any(word.encode() in kept for word in (CANARY, "text"))


def test_it_is_written_once_and_only_into_its_own_file(
    case_vault: Vault, district_vault: Vault, now: datetime
) -> None:
    held = held_in(case_vault)
    held.write(district_vault, now)
    assert drafts.drafts(district_vault) == ()
    held.write(case_vault, now)
    held.write(case_vault, now)
    (written,) = drafts.drafts(case_vault)
    assert (written.json, written.caret) == (JSON, 7)
    assert held.find(case_vault, "contact", None) is None


def test_it_goes_on_waiting_while_there_is_no_room(case_vault: Vault, now: datetime) -> None:
    long = f'{{"text": "{"x" * 50_000}"}}'
    held = HeldDrafts()
    held.hold(case_vault, "contact", None, long, 0)
    with without_room(case_vault):
        held.write(case_vault, now)
        assert drafts.drafts(case_vault) == ()
    held.write(case_vault, now)
    assert [draft.json for draft in drafts.drafts(case_vault)] == [long]


def test_what_nobody_wants_is_forgotten(case_vault: Vault, now: datetime) -> None:
    held = held_in(case_vault)
    held.drop(case_vault, "contact", None)
    held.drop(case_vault, "contact", None)
    held.write(case_vault, now)
    assert drafts.drafts(case_vault) == ()
