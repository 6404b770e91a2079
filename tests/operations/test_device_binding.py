# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Binding a password to this computer, as the window asks for it; the rest is in tests/storage."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from app.domain.errors import Refusal
from app.operations import device_binding, journal_lines, vaults
from app.operations.vaults import FLOOR, Vault
from tests.keyrings import InMemory


def test_bound_and_freed_again(
    case_template: Any, case_vault: Vault, own_keyring: InMemory, now: datetime
) -> None:
    device_binding.bind(case_vault, case_template.password, case_template.recovery_key, now, FLOOR)
    assert device_binding.is_bound(case_vault)
    device_binding.free(case_vault, case_template.password, now, FLOOR)
    assert not device_binding.is_bound(case_vault)
    told = [line.act for line in journal_lines.find(case_vault, journal_lines.Search(), 2)]
    assert told == ["Bindung an den Computer aufgehoben", "Passwort an diesen Computer gebunden"]
    case_vault.close()
    vaults.unlock(case_vault.path, "MB", case_template.password).close()


def test_without_a_keyring_it_is_refused_and_the_password_stays(
    case_template: Any, case_vault: Vault, own_keyring: InMemory, now: datetime
) -> None:
    own_keyring.silent = True
    with pytest.raises(Refusal, match=r"device\.no_keyring"):
        device_binding.bind(case_vault, case_template.password, case_template.recovery_key, now, FLOOR)
    assert not device_binding.is_bound(case_vault)
    case_vault.close()
    vaults.unlock(case_vault.path, "MB", case_template.password).close()
