# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""What windows put back after a slip, lists that go at once, and files that begin or are put right."""

from __future__ import annotations

from contextlib import closing
from datetime import date, datetime
from pathlib import Path
from typing import Any

from app.domain.address import NewAddress
from app.domain.client import Address
from app.domain.progress import Silent
from app.domain.registration import ListData
from app.domain.residence import NewResidence
from app.operations import addresses, key_changes, registration, residences, salvages, vaults
from app.operations.vaults import Role, Vault
from storage.verify import verify
from tests.operations.conftest import Office
from tests.operations.test_registration import HANNA
from tests.storage.test_troubles import PAGE, damage

PASSWORD = "fünf rote Boote am Kai"


def test_a_removed_address_and_status_come_back(case_vault: Vault, office: Office, now: datetime) -> None:
    case_id = office.case_id
    moved = addresses.add_address(
        case_vault, case_id, NewAddress(Address(town="Bonn"), date(2026, 11, 1)), now
    )
    lived = addresses.addresses(case_vault, case_id)
    addresses.remove_address(case_vault, case_id, moved, now)
    addresses.put_back(case_vault, case_id, lived, now)
    assert addresses.addresses(case_vault, case_id) == lived

    title = NewResidence("AE25_2s1", date(2026, 11, 1), date(2029, 10, 31))
    granted = residences.add_residence(case_vault, case_id, title, now)
    held = residences.residences(case_vault, case_id)
    residences.remove_residence(case_vault, case_id, granted, now)
    residences.put_back(case_vault, case_id, held, now)
    assert residences.residences(case_vault, case_id) == held


def test_a_list_goes_at_once(case_vault: Vault, office: Office, now: datetime) -> None:
    data = ListData(office.site_id, "Kita-Plätze", office.club)
    list_id = registration.add_list(case_vault, data, now)
    registration.add_person(case_vault, list_id, HANNA, now)
    assert registration.erase_list(case_vault, list_id, now) == 1


def test_a_file_of_the_coordination_begins(tmp_path: Path, now: datetime) -> None:
    path = tmp_path / "kreis.kim"
    created = vaults.create_district_file(path, "KO", "Kim Ostermann", PASSWORD, now, vaults.FLOOR)
    with closing(created.vault) as opened:
        assert (opened.role, verify(opened)) == (Role.DISTRICT, [])


def test_another_sheet_and_another_key(case_vault: Vault, case_template: Any, now: datetime) -> None:
    """Both with the password that is known; a change of the data key that was cut off is ended."""
    password = case_template.password
    key_changes.change_recovery_key(case_vault, password, key_changes.new_recovery_key(), now)
    ways = key_changes.prepare(case_vault, password, [])
    key_changes.change_data_key(case_vault, ways, now, Silent())
    key_changes.finish(case_vault, now)
    assert not key_changes.is_begun(case_vault)
    assert verify(case_vault) == []
    case_vault.close()
    with closing(
        vaults.recover(case_vault.path, ways.recovery_key, "MB", PASSWORD, now, vaults.FLOOR)
    ) as again:
        assert again.keys != (case_template.key,)


def test_a_damaged_file_is_saved(case_template: Any, tmp_path: Path, now: datetime) -> None:
    path, target = case_template.copy_to(tmp_path), tmp_path / "gerettet.kim"
    damage(path, path.stat().st_size // PAGE - 2)
    saved = salvages.save(path, "MB", case_template.password, None, target, now, Silent())
    with closing(saved.vault) as opened:
        assert [each.code for each in verify(opened) if each.code != "verify.journal"] == []
