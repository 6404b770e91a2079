# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""A password bound to this computer: useless without its keyring, which is useless without the password."""

from __future__ import annotations

from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

import keyring
import pytest
from keyring.backends import null

from app.domain.errors import InvalidInput, Trouble
from app.domain.progress import Silent
from storage import (
    backup,
    device_binding,
    device_secret,
    journal,
    key_change,
    key_slots,
    passwords,
    restore,
    slot_files,
)
from storage import vault as vaults
from storage.key_slots import FLOOR
from storage.system_keyring import Unusable
from storage.vault import Vault
from tests.keyrings import InMemory
from tests.storage import open_reader

NEW = "sieben stille Segel im Sturm"


@pytest.fixture
def bound(case_template: Any, case_vault: Vault, own_keyring: InMemory, now: datetime) -> Vault:
    device_binding.bind(case_vault, case_template.password, case_template.recovery_key, now, FLOOR)
    return case_vault


def opens(path: Path, password: str) -> None:
    vaults.open_with_password(path, "MB", password).close()


def test_it_opens_here_and_nowhere_else(case_template: Any, bound: Vault, own_keyring: InMemory) -> None:
    bound.close()
    opens(bound.path, case_template.password)
    with pytest.raises(InvalidInput, match=r"vault\.wrong_password"):
        opens(bound.path, NEW)
    own_keyring.kept.clear()
    with pytest.raises(Trouble, match=r"device\.secret_missing"):
        opens(bound.path, case_template.password)
    own_keyring.silent = True
    with pytest.raises(Trouble, match=r"device\.keyring_silent"):
        opens(bound.path, case_template.password)


def test_the_sheet_opens_it_everywhere_and_ends_the_binding(
    case_template: Any, bound: Vault, own_keyring: InMemory, now: datetime
) -> None:
    bound.close()
    own_keyring.kept.clear()
    opened = passwords.open_with_recovery(bound.path, case_template.recovery_key, "MB", NEW, now, FLOOR)
    assert not device_binding.is_bound(opened)
    opened.close()
    opens(bound.path, NEW)


def test_what_the_keyring_holds_opens_nothing(
    case_template: Any, bound: Vault, own_keyring: InMemory
) -> None:
    ((service, name), kept), *more = own_keyring.kept.items()
    assert (service, more) == (device_secret.SERVICE, [])
    assert not [each for each in ("MB", bound.file_id, str(bound.path)) if each in name + kept]
    bound.close()
    with pytest.raises(InvalidInput, match=r"vault\.wrong_password"):
        opens(bound.path, kept)
    assert case_template.key.hex() not in kept


def test_nothing_is_bound_without_the_sheet_in_hand(
    case_template: Any, case_vault: Vault, own_keyring: InMemory, now: datetime
) -> None:
    before = slot_files.read(case_vault.path)
    for password, key, code in (
        (NEW, case_template.recovery_key, "vault.wrong_password"),
        (case_template.password, "", "recovery.length"),
        (case_template.password, vaults.recovery_key.generate(), "recovery.wrong"),
    ):
        with pytest.raises(InvalidInput) as refused:
            device_binding.bind(case_vault, password, key, now, FLOOR)
        assert refused.value.code == code
    assert slot_files.read(case_vault.path) == before
    assert own_keyring.kept == {}


@pytest.mark.parametrize("fault", ["silent", "forgetful", "none"])
def test_nothing_is_bound_to_a_keyring_that_is_none_to_rely_on(
    case_template: Any, case_vault: Vault, own_keyring: InMemory, now: datetime, fault: str
) -> None:
    before = slot_files.read(case_vault.path)
    if fault == "none":
        keyring.set_keyring(null.Keyring())
    else:
        setattr(own_keyring, fault, True)
    with pytest.raises(Unusable):
        device_binding.bind(case_vault, case_template.password, case_template.recovery_key, now, FLOOR)
    assert slot_files.read(case_vault.path) == before
    assert not device_binding.is_bound(case_vault)


def test_the_keyring_keeps_it_on_this_computer_alone(bound: Vault, own_keyring: InMemory) -> None:
    assert device_binding.is_bound(bound)
    assert own_keyring.persist == "local machine"


def test_a_new_password_stays_bound_to_the_same_secret(
    case_template: Any, bound: Vault, own_keyring: InMemory, now: datetime
) -> None:
    before = dict(own_keyring.kept)
    passwords.change_password(bound, case_template.password, NEW, now, FLOOR)
    assert device_binding.is_bound(bound)
    assert own_keyring.kept == before
    bound.close()
    opens(bound.path, NEW)
    own_keyring.kept.clear()
    with pytest.raises(Trouble, match=r"device\.secret_missing"):
        opens(bound.path, NEW)


def test_freed_it_opens_everywhere_and_the_journal_tells(
    case_template: Any, bound: Vault, own_keyring: InMemory, now: datetime
) -> None:
    with pytest.raises(InvalidInput, match=r"vault\.wrong_password"):
        device_binding.free(bound, NEW, now, FLOOR)
    device_binding.free(bound, case_template.password, now, FLOOR)
    assert not device_binding.is_bound(bound)
    assert [line.action for line in journal.lines(bound.db, 2)] == [
        "vault.device_freed",
        "vault.device_bound",
    ]
    bound.close()
    own_keyring.silent = True
    opens(bound.path, case_template.password)


def test_a_backup_of_those_days_needs_the_secret_and_still_finds_it(
    case_template: Any, bound: Vault, own_keyring: InMemory, now: datetime, tmp_path: Path
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    made = backup.make(bound, stick, now, Silent())
    device_binding.free(bound, case_template.password, now, FLOOR)
    assert restore.open_by_password(made, "MB", case_template.password).key == case_template.key
    assert not [path for path in stick.rglob("*") if _holds(path, own_keyring.kept.values())]
    own_keyring.kept.clear()
    with pytest.raises(Trouble, match=r"device\.secret_missing"):
        restore.open_by_password(made, "MB", case_template.password)
    assert restore.open_by_recovery(made, "MB", case_template.recovery_key).key == case_template.key


def test_another_person_is_not_bound_by_it(
    case_template: Any, bound: Vault, own_keyring: InMemory, now: datetime
) -> None:
    passwords.add_person(bound, vaults.Person("TK", "Toni Kaya"), NEW, now, FLOOR)
    bound.close()
    own_keyring.kept.clear()
    with closing(vaults.open_with_password(bound.path, "TK", NEW)) as theirs:
        assert not device_binding.is_bound(theirs)


def test_another_data_key_keeps_the_own_binding_and_frees_the_others(
    case_template: Any, bound: Vault, own_keyring: InMemory, now: datetime
) -> None:
    passwords.add_person(bound, vaults.Person("TK", "Toni Kaya"), NEW, now, FLOOR)
    ways = key_change.NewWays(case_template.password, vaults.recovery_key.generate(), (("TK", NEW),))
    key_change.change_key(bound, ways, now, Silent(), FLOOR)
    slots = slot_files.read(bound.path)
    assert (key_slots.needs_device(slots, "MB"), key_slots.needs_device(slots, "TK")) == (True, False)
    bound.close()
    opens(bound.path, case_template.password)
    own_keyring.kept.clear()
    with pytest.raises(Trouble, match=r"device\.secret_missing"):
        opens(bound.path, case_template.password)


def test_a_binding_that_cannot_be_written_leaves_the_password_as_it_was(
    case_template: Any, case_vault: Vault, own_keyring: InMemory, now: datetime
) -> None:
    for path in slot_files.paths(case_vault.path):
        path.unlink()
        path.mkdir()  # nothing can be written where a folder lies
    with pytest.raises(Trouble):
        device_binding.bind(case_vault, case_template.password, case_template.recovery_key, now, FLOOR)
    assert "vault.device_bound" not in [line.action for line in journal.lines(case_vault.db, 9)]


def test_a_factor_of_a_later_program_is_told_as_newer(case_template: Any, bound: Vault) -> None:
    slots = slot_files.read(bound.path)
    head = next(slot.head for slot in slots.slots if slot.head.staff_code == "MB")
    later = key_slots.Slot(
        key_slots.SlotHead(head.id, ("password", "token"), "MB", head.derivation), bytes(12), bytes(48)
    )
    with pytest.raises(Trouble, match=r"vault\.newer"):
        key_slots.open_with_password(key_slots.with_slot(slots, later), "MB", case_template.password)


def test_the_independent_reader_opens_it_as_the_page_says(
    case_template: Any, bound: Vault, own_keyring: InMemory
) -> None:
    bound.close()
    (secret,) = own_keyring.kept.values()
    found = open_reader.keys_by_password(bound.path, "MB", case_template.password, bytes.fromhex(secret))
    assert found == [case_template.key]


def _holds(path: Path, secrets: Any) -> bool:
    content = path.read_bytes() if path.is_file() else b""
    return any(form in content for secret in secrets for form in (secret.encode(), bytes.fromhex(secret)))
