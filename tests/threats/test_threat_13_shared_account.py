# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Row 13, a shared account of the computer: each person has a slot; what the computer keeps opens nothing."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from app import settings
from app.domain.errors import InvalidInput
from app.operations import device_binding, freshness, vaults
from app.operations.vaults import FLOOR
from storage import journal
from tests.keyrings import InMemory

OWN = "fünf rote Kähne bei Bonn"


def test_threat_13_shared_account(
    case_template: Any, tmp_path: Path, own_keyring: InMemory, now: datetime
) -> None:
    """Row 13. Two persons, one account: each opens by the own password; the journal tells them apart."""
    vault = case_template.opened_in(tmp_path)
    vaults.add_person(vault, "TK", "Toni Kaya", OWN, now, FLOOR)
    freshness.begin(vault, now)
    key, path = vault._key, vault.path
    vaults.lock(vault)
    for code, password in (("MB", OWN), ("TK", case_template.password), ("TK", "")):
        with pytest.raises(InvalidInput, match=r"vault\.wrong_password"):
            vaults.unlock(path, code, password)
    opened = vaults.unlock(path, "TK", OWN)
    freshness.begin(opened, now)
    assert journal.lines(opened.db, 1)[0].staff_code == "TK"
    device_binding.bind(opened, OWN, case_template.recovery_key, now, FLOOR)
    vaults.lock(opened)

    remembered = [*own_keyring.kept.values(), (settings.folder() / "settings.json").read_text("utf-8")]
    assert own_keyring.kept, "the computer does remember something"
    for text in remembered:
        assert not [secret for secret in (OWN, case_template.password, key.hex()) if secret in text]
    for text in own_keyring.kept.values():
        with pytest.raises(InvalidInput, match=r"vault\.wrong_password"):
            vaults.unlock(path, "TK", text)
