# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""An older copy put back on the same computer is told, a restored file is not."""

from __future__ import annotations

import shutil
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

import keyring
import pytest
from keyring.backends import null

from app.domain.errors import Refusal
from app.domain.freshness import Verdict
from app.operations import backups, freshness, journal_lines
from app.operations.vaults import Vault
from storage import journal, slot_files
from storage.vault import open_with_key
from tests.keyrings import InMemory


def work(vault: Vault, now: datetime, lines: int = 3) -> None:
    with vault.transaction() as db:
        for _ in range(lines):
            journal.note(db, now, vault.actor, "site.added")


def copy_of(path: Path, folder: Path) -> Path:
    folder.mkdir()
    for source in (path, *slot_files.paths(path)):
        shutil.copy(source, folder)
    return folder / path.name


def reopened(path: Path, key: bytes) -> Vault:
    vault = open_with_key(path, "MB", key)
    freshness.look(vault)
    return vault


def test_an_older_copy_is_told_until_somebody_says_it_is_meant(
    case_template: Any, own_keyring: InMemory, tmp_path: Path, now: datetime
) -> None:
    vault = case_template.opened_in(tmp_path)
    freshness.begin(vault, now)
    freshness.remember(vault)
    vault.close()
    older = copy_of(vault.path, tmp_path / "kopie")
    with closing(reopened(vault.path, case_template.key)) as same:
        assert freshness.alarm(same) is None
        work(same, now)
        freshness.remember(same)
    with closing(reopened(older, case_template.key)) as back:
        assert freshness.alarm(back) is Verdict.OLDER
        work(back, now, lines=10)
        freshness.remember(back)
        freshness.look(back)
        assert freshness.alarm(back) is Verdict.OLDER, "work does not make it the newer one"
    with closing(reopened(older, case_template.key)) as again:
        assert freshness.alarm(again) is Verdict.OLDER
        freshness.accept(again, now)
        assert freshness.alarm(again) is None
        assert journal_lines.find(again, journal_lines.Search(), 1)[0].act == "ältere Kopie bestätigt"
    with closing(reopened(older, case_template.key)) as meant:
        assert freshness.alarm(meant) is None


def test_a_restored_file_is_no_alarm_and_the_one_it_replaced_is(
    case_template: Any, own_keyring: InMemory, tmp_path: Path, now: datetime
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    vault = case_template.opened_in(tmp_path)
    backups.set_place(vault, str(stick), now)
    made = backups.back_up(vault, now)
    work(vault, now, lines=20)
    freshness.begin(vault, now)
    vault.close()
    opened = backups.look_into(made, "MB", case_template.password)
    target = tmp_path / "neu.kim"
    with closing(backups.restore_file(opened, target, case_template.password, now)) as restored:
        freshness.look(restored)
        assert freshness.alarm(restored) is None
        freshness.remember(restored)
    with closing(reopened(vault.path, case_template.key)) as replaced:
        assert freshness.alarm(replaced) is Verdict.ENDED


def test_without_a_keyring_to_rely_on_nothing_is_switched_on(case_vault: Vault, now: datetime) -> None:
    before = keyring.get_keyring()
    try:
        keyring.set_keyring(null.Keyring())
        with pytest.raises(Refusal, match=r"freshness\.no_keyring"):
            freshness.begin(case_vault, now)
    finally:
        keyring.set_keyring(before)
    assert not freshness.is_on()


def test_a_keyring_that_falls_silent_hinders_nobody(
    case_vault: Vault, own_keyring: InMemory, now: datetime
) -> None:
    freshness.begin(case_vault, now)
    own_keyring.silent = True
    freshness.look(case_vault)
    freshness.remember(case_vault)
    assert freshness.alarm(case_vault) is None


def test_what_the_keyring_holds_opens_nothing(
    case_template: Any, case_vault: Vault, own_keyring: InMemory, now: datetime
) -> None:
    freshness.begin(case_vault, now)
    kept = " ".join(own_keyring.kept.values())
    assert kept
    secrets = (case_template.key.hex(), case_template.password, case_template.recovery_key, "Meral", "MB")
    assert not [secret for secret in secrets if secret in kept]


@pytest.mark.parametrize("kept", ["", "{", "[]", '{"newest":1}', "null"])
def test_what_cannot_be_read_counts_as_nothing(
    case_vault: Vault, own_keyring: InMemory, now: datetime, kept: str
) -> None:
    freshness.begin(case_vault, now)
    own_keyring.kept[freshness.SERVICE, case_vault.file_id] = kept
    freshness.look(case_vault)
    assert freshness.alarm(case_vault) is None
