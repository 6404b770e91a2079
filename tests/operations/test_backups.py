# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The place of the backups, what is remembered of them, and what a restored file may not do."""

from __future__ import annotations

import shutil
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from app.demo.district_story import controller
from app.domain.client import Person
from app.domain.consent import WantedRelease
from app.domain.disclosure import Norm, Request
from app.domain.errors import InvalidInput, Refusal, Trouble
from app.domain.intake import Intake
from app.domain.service import ServiceData
from app.operations import backups, cases, consents, directory, gate, restored, vaults
from app.operations.vaults import Vault
from storage import cases as stored_cases
from storage import journal


@pytest.fixture
def place(tmp_path: Path) -> Path:
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


def actions(vault: Vault) -> list[str | None]:
    return [line.action for line in journal.lines(vault.db, 100)]


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "backup.place_missing"),
        ("  ", "backup.place_missing"),
        ("fort", "backup.no_such_place"),
        ("Nextcloud - Kreis/kim", "backup.place_synced"),
    ],
)
def test_where_no_backup_goes(
    case_vault: Vault, tmp_path: Path, now: datetime, typed: str, code: str
) -> None:
    (tmp_path / "Nextcloud - Kreis" / "kim").mkdir(parents=True)
    with pytest.raises(InvalidInput, match=code) as refused:
        backups.set_place(case_vault, str(tmp_path / typed) if typed.strip() else typed, now)
    assert refused.value.field == "place"
    assert backups.state(case_vault, now).place == ""
    with pytest.raises(InvalidInput, match=r"backup\.place_missing"):
        backups.back_up(case_vault, now)


def test_a_backup_is_noted_and_due_again_a_day_later(case_vault: Vault, place: Path, now: datetime) -> None:
    assert not backups.is_due_now(case_vault, now), "without a place there is nothing to wait for"
    backups.set_place(case_vault, str(place), now)
    assert backups.is_due_now(case_vault, now)
    backups.back_up(case_vault, now)
    state = backups.state(case_vault, now)
    assert (state.place, state.last, state.trouble, state.stale) == (str(place), now, "", False)
    assert state.same_disk
    assert not backups.is_due_now(case_vault, now + timedelta(hours=23))
    assert backups.is_due_now(case_vault, now + timedelta(hours=24))
    assert backups.state(case_vault, now + timedelta(days=8)).stale
    assert actions(case_vault)[:2] == ["backup.made", "backup.place_set"]


def test_what_hindered_one_is_remembered_until_one_succeeds(
    case_vault: Vault, place: Path, now: datetime
) -> None:
    backups.set_place(case_vault, str(place), now)
    backups.back_up(case_vault, now)
    shutil.rmtree(place)
    with pytest.raises(Trouble, match=r"backup\.gone"):
        backups.back_up(case_vault, now + timedelta(days=1))
    state = backups.state(case_vault, now + timedelta(days=1))
    assert (state.last, state.trouble) == (now, "backup.gone"), "the last good one is still named"
    place.mkdir()
    backups.back_up(case_vault, now + timedelta(days=1))
    assert backups.state(case_vault, now).trouble == ""


def test_the_file_of_a_kreis_knows_its_place_too(district_vault: Vault, place: Path, now: datetime) -> None:
    backups.set_place(district_vault, str(place), now)
    backups.back_up(district_vault, now)
    assert backups.state(district_vault, now).last == now


def test_verify_reads_a_backup_without_touching_it(
    case_vault: Vault, case_template: Any, place: Path, now: datetime
) -> None:
    backups.set_place(case_vault, str(place), now)
    path = backups.back_up(case_vault, now).path
    before = {each.name: each.read_bytes() for each in path.parent.iterdir()}
    assert backups.is_backup(path)
    assert not backups.is_backup(case_vault.path)
    assert backups.verify(path, "MB", case_template.password) == []
    assert {each.name: each.read_bytes() for each in path.parent.iterdir()} == before
    content = bytearray(path.read_bytes())
    content[4096 * 3 + 7] ^= 1
    path.write_bytes(content)
    assert [found.code for found in backups.verify(path, "MB", case_template.password)] == ["verify.backup"]
    with pytest.raises(InvalidInput, match=r"vault\.wrong_password"):
        backups.verify(path, "MB", "falsch und lang genug")


def test_a_restored_file_passes_on_by_norm_and_not_by_a_consent_that_may_be_withdrawn(
    case_vault: Vault, case_template: Any, place: Path, now: datetime
) -> None:
    site = cases.add_site(case_vault, "SU", "Siegburg", "05382060", now)
    opened = cases.take_in(case_vault, Intake(Person("Özdemir", "Gülşen"), site, now.date(), "self"), now)
    service = directory.add_service(case_vault, ServiceData("Jugendamt", "youth_office", "Siegburg"), now)
    cases.set_controller(case_vault, controller(), now)
    wanted = [WantedRelease(service, "name_contact", "counselling", "to")]
    consent = consents.prepare(
        case_vault, opened.file_id, wanted, "de", now.date() + timedelta(days=300), now
    )
    consents.print_notice(case_vault, consent, "", now)
    rows = consents.consents(case_vault, opened.file_id)[0].rows
    consents.sign(case_vault, consent, now.date(), {row.id: "given" for row in rows}, now)
    backups.set_place(case_vault, str(place), now)
    copy = backups.back_up(case_vault, now)
    consents.withdraw_row(case_vault, rows[0].id, now.date(), now)
    case_vault.close()

    looked = backups.look_into(copy, "MB", case_template.password)
    path = backups.new_path(case_vault.path, now)
    request = Request(service, ("name_contact",), "counselling", "spoken", now.date())
    with closing(backups.restore_file(looked, path, case_template.password, now)) as again:
        file = stored_cases.load_file(again.db, opened.file_id)
        with again.transaction() as db:
            with pytest.raises(Refusal, match=r"restored\.catch_up_open"):
                gate.disclose(db, again.actor, file, request, None, "…", now)
            norm = Norm("sgb8_8a", "Gefahr für ein Kind")
            assert gate.disclose(db, again.actor, file, request, norm, "…", now).basis == "norm"
        restored.caught_up(again, now)
        with again.transaction() as db:
            assert gate.disclose(db, again.actor, file, request, None, "…", now).basis == "consent"
        assert restored.restore_state(again) is not None
        assert "restored.caught_up" in actions(again)
        assert "vault.restored" in actions(again)


def test_a_file_that_was_never_restored_asks_for_nothing(case_vault: Vault) -> None:
    assert restored.restore_state(case_vault) is None


def test_the_new_password_after_a_restore_by_key_follows_the_rules(
    case_vault: Vault, case_template: Any, place: Path, now: datetime
) -> None:
    backups.set_place(case_vault, str(place), now)
    copy = backups.back_up(case_vault, now)
    opened = backups.look_into_by_recovery(copy, "MB", case_template.recovery_key)
    target = place.parent / "neu.kim"
    with pytest.raises(InvalidInput):
        backups.restore_with_new_password(opened, target, case_template.recovery_key, "kurz", now)
    assert not target.exists(), "a file that nobody can open does not come to be"
    new = "sieben rote Äpfel im Hof"
    backups.restore_with_new_password(opened, target, case_template.recovery_key, new, now).close()
    vaults.unlock(target, "MB", new).close()
