# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Erasure on request: confirmed by the number, finished with its bytes and a backup, gone after a restore."""

from __future__ import annotations

from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from app.domain.client import Person
from app.domain.contact import NewContact
from app.domain.errors import InvalidInput, Refusal
from app.domain.progress import Silent
from app.operations import backups, bin, cases, consents, contacts, drafts, erasures, referrals, restored
from app.operations.vaults import Vault
from storage import journal, rewriting, salvage
from storage.backup import Copy
from storage.connection import connect_to_look
from storage.restore import open_by_key
from storage.vault import open_with_key
from tests.storage.open_reader import pages, wal_pages
from tests.storage.test_salvage import break_pages

from .conftest import TODAY, Office, intake
from .test_consents import ask, signed

CANARY = "Kanarienvogelová"


@pytest.fixture
def told(case_vault: Vault, office: Office, now: datetime) -> Vault:
    """Somebody was told something, a note is in the bin, another is being typed."""
    signed(case_vault, office, now)
    referrals.tell(case_vault, office.case_id, ask(office), f"{CANARY} bekommt Leistungen", None, now)
    contacts.add_contact(case_vault, office.case_id, NewContact("talk", TODAY, f"{CANARY} war da"), now)
    thrown = contacts.add_contact(case_vault, office.case_id, NewContact("talk", TODAY, CANARY), now)
    bin.remove(case_vault, "contact", thrown, now)
    drafts.keep(case_vault, "contact", office.case_id, f'{{"text": "{CANARY}"}}', 3, now)
    return case_vault


def on(stick: Path, vault: Vault, now: datetime) -> Path:
    stick.mkdir()
    backups.set_place(vault, str(stick), now)
    return stick


def words_in(path: Path, key: bytes) -> int:
    return sum(page.count(CANARY.encode()) for page in (*pages(path, key), *wal_pages(path, key)))


def test_before_it_says_who_was_told(told: Vault, office: Office) -> None:
    found = erasures.before(told, office.file_id)
    assert (found.number, found.recipients) == ("SU-2026-1", ("Jobcenter Musterstadt",))


def test_only_by_the_number_of_this_file(told: Vault, office: Office, now: datetime) -> None:
    for typed in ("", "SU-2026-2"):
        with pytest.raises(InvalidInput, match=r"erasure\.other_number"):
            erasures.erase_on_request(told, office.file_id, typed, now)
    erasures.erase_on_request(told, office.file_id, " su-2026-1 ", now)
    assert cases.case_list(told, status="all") == ()
    assert drafts.drafts(told) == ()
    assert bin.contents(told) == ()
    assert cases.search_notes(told, CANARY) == ()


def test_the_journal_keeps_its_lines_and_its_chain(told: Vault, office: Office, now: datetime) -> None:
    before = journal.head(told.db).seq
    erasures.erase_on_request(told, office.file_id, "SU-2026-1", now)
    assert journal.check_chain(told.db) is None
    (last,) = journal.lines(told.db, 1)
    assert (last.seq, last.action, last.record_id) == (before + 1, "file.erased", office.file_id)


def test_the_number_is_not_given_again(told: Vault, office: Office, now: datetime) -> None:
    erasures.erase_on_request(told, office.file_id, "SU-2026-1", now)
    assert cases.take_in(told, intake(office.site_id, Person("Sow", "Awa")), now).file_number == "SU-2026-2"


def test_finished_it_left_the_file_and_the_newest_backup(
    told: Vault, office: Office, now: datetime, tmp_path: Path
) -> None:
    on(tmp_path / "stick", told, now)
    older = backups.back_up(told, now)
    assert words_in(older.path, told._key) > 0
    erasures.erase_on_request(told, office.file_id, "SU-2026-1", now)
    assert erasures.is_unfinished(told)
    assert backups.is_due_now(told, now)
    assert erasures.finish(told, now + timedelta(minutes=1))
    assert not erasures.is_unfinished(told)
    assert not backups.asked_for(told)
    assert words_in(told.path, told._key) == 0
    newest = backups.copies(tmp_path / "stick")[0]
    assert newest.made_at > older.made_at
    assert words_in(newest.path, told._key) == 0


def test_a_backup_by_hand_does_not_hold_what_was_erased(
    told: Vault, office: Office, now: datetime, tmp_path: Path
) -> None:
    on(tmp_path / "stick", told, now)
    erasures.erase_on_request(told, office.file_id, "SU-2026-1", now)
    assert words_in(backups.back_up(told, now).path, told._key) == 0
    assert not erasures.is_unfinished(told)


def test_a_backup_waits_for_bytes_that_could_not_go_because_somebody_wrote(
    told: Vault, office: Office, now: datetime, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What never leaves the file cannot be in a backup; without a word it would be."""
    stick = on(tmp_path / "stick", told, now)
    erasures.erase_on_request(told, office.file_id, "SU-2026-1", now)
    with monkeypatch.context() as patch:
        patch.setattr(rewriting, "take_in", lambda *_: False)
        assert not erasures.finish(told, now)
        with pytest.raises(Refusal, match=r"backup\.erasure_first"):
            backups.back_up(told, now)
    assert not backups.copies(stick)
    assert not backups.state(told, now).trouble
    assert erasures.finish(told, now)
    assert len(backups.copies(stick)) == 1


def test_without_a_place_for_backups_the_bytes_go_all_the_same(
    told: Vault, office: Office, now: datetime
) -> None:
    erasures.erase_on_request(told, office.file_id, "SU-2026-1", now)
    assert erasures.finish(told, now)
    assert words_in(told.path, told._key) == 0
    assert backups.asked_for(told)


def test_a_withdrawal_asks_for_a_backup_too(told: Vault, office: Office, now: datetime) -> None:
    assert not backups.asked_for(told)
    (consent,) = consents.consents(told, office.file_id)
    consents.withdraw(told, consent.id, TODAY, "mündlich", now)
    assert backups.asked_for(told)


def test_what_newer_backups_know_to_be_erased_goes_again_after_a_restore(
    told: Vault, office: Office, now: datetime, tmp_path: Path
) -> None:
    """Restored is the older one, which still holds the person; the newer one stands beside it."""
    on(tmp_path / "stick", told, now)
    older = backups.back_up(told, now)
    erasures.erase_on_request(told, office.file_id, "SU-2026-1", now)
    erasures.finish(told, now + timedelta(minutes=1))
    restored_vault = back(told, older, tmp_path, now)
    state = restored.restore_state(restored_vault)
    assert state is not None
    assert (state.erased_again, state.catch_up_open) == (1, True)
    assert cases.case_list(restored_vault, status="all") == ()
    assert [each.file_id for each in erasures.erased_until_now(restored_vault)] == [office.file_id]
    assert restored_vault.db.execute("SELECT count(*) FROM consent_proof").fetchone() == (1,)
    assert erasures.is_unfinished(restored_vault)
    assert erasures.finish(restored_vault, now)
    assert words_in(restored_vault.path, restored_vault._key) == 0
    restored_vault.close()


def test_without_a_newer_backup_nobody_knows(told: Vault, now: datetime, tmp_path: Path) -> None:
    on(tmp_path / "stick", told, now)
    restored_vault = back(told, backups.back_up(told, now), tmp_path, now)
    state = restored.restore_state(restored_vault)
    assert state is not None
    assert (state.erased_again, state.catch_up_open) == (0, True)
    assert len(cases.case_list(restored_vault, status="all")) == 1
    restored_vault.close()


def test_a_newer_backup_that_is_broken_hinders_no_restore(
    told: Vault, office: Office, now: datetime, tmp_path: Path
) -> None:
    on(tmp_path / "stick", told, now)
    older = backups.back_up(told, now)
    erasures.erase_on_request(told, office.file_id, "SU-2026-1", now)
    erasures.finish(told, now + timedelta(minutes=1))
    newest = backups.copies(tmp_path / "stick")[0]
    newest.path.write_bytes(b"broken" * 1000)
    restored_vault = back(told, older, tmp_path, now)
    assert len(cases.case_list(restored_vault, status="all")) == 1
    restored_vault.close()


def test_what_a_damaged_file_takes_from_its_backup_does_not_bring_it_back(
    told: Vault, office: Office, now: datetime, tmp_path: Path, case_template: Any
) -> None:
    """With its tables the indexes are broken too, so every row of the backup is taken."""
    on(tmp_path / "stick", told, now)
    copy = backups.back_up(told, now)
    erasures.erase_on_request(told, office.file_id, "SU-2026-1", now)
    roots = told.db.execute(
        "SELECT rootpage FROM sqlite_master WHERE rootpage > 0 AND tbl_name IN ('client', 'file')"
    ).fetchall()
    told.close()
    break_pages(told.path, [root for (root,) in roots])
    found = salvage.look_into(told.path, "MB", case_template.password, [copy])
    target = tmp_path / "gerettet.kim"
    from_backup = salvage.salvage(found, target, now, Silent()).from_backup
    assert (from_backup["client"], from_backup["file"]) == (1, 1)
    with closing(open_with_key(target, "MB", case_template.key)) as saved:
        assert cases.case_list(saved, status="all") == ()
        assert saved.db.execute("SELECT count(*) FROM client").fetchone() == (0,)
        assert erasures.is_unfinished(saved)


def back(vault: Vault, copy: Copy, folder: Path, now: datetime) -> Vault:
    opened = open_by_key(copy, vault.actor.code, vault._key)
    assert opened.cases == 1
    connect_to_look(copy.path, vault._key).close()
    return backups.restore_file(opened, folder / "neu" / "akte.kim", "vier gelbe Enten am Rhein", now)
