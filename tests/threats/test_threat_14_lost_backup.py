# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Row 14, a lost backup stick: it looks like noise, and another one brings everything back."""

from __future__ import annotations

import shutil
from collections import Counter
from datetime import datetime
from math import log2
from pathlib import Path

import pytest

from app.domain.errors import InvalidInput
from app.operations import backups, cases, known_offices, vaults
from storage import slot_files
from storage.vault import Vault
from tests.traces import spellings, traces
from tests.ui import walk

PAGE = 4096
NOISE_BITS = 7.9
"""Of 8 in a byte; 4,096 random ones have about 7.95, text has 4 to 5."""


def entropy(page: bytes) -> float:
    counts = Counter(page).values()
    return -sum(count / len(page) * log2(count / len(page)) for count in counts)


def test_threat_14_lost_backup(full_of_canaries: tuple[Vault, Vault], tmp_path: Path, now: datetime) -> None:
    """Row 14. Header and pages are noise; without a password it stays shut; a drill brings all back."""
    office, stick = full_of_canaries[0], tmp_path / "stick"
    stick.mkdir()
    backups.set_place(office, str(stick), now)
    for each in known_offices.offices(office):  # the deputy and the lead who are named: their copy comes too
        if each.confirmed_at is None and each.fingerprint is not None:
            known_offices.confirm(office, each.unit, each.fingerprint, now)
    copy = backups.back_up(office, now)
    (for_deputy,) = stick.glob("*/vertretung-*/akten.kim-kopie")
    for raw in (copy.path.read_bytes(), for_deputy.read_bytes()):
        assert raw[:16] != b"SQLite format 3\0"
        pages = [raw[start : start + PAGE] for start in range(0, len(raw), PAGE)]
        assert len(pages) > 100
        assert min(map(entropy, pages)) > NOISE_BITS
    words = ("Łukaszewicz", "Östergård", walk.LONG_WORD, "Meral Böhm", walk.PASSWORD)
    hidden = {each for word in words for each in spellings(word)}
    assert traces(stick, [*hidden, office._key, office._key.hex().encode()]) == []
    assert entropy(walk.LONG_TEXT.encode()) < 5, "the measure is not blind"

    found = tmp_path / "gefunden"
    shutil.copytree(copy.path.parent, found)
    with pytest.raises(InvalidInput, match=r"vault\.wrong_password"):
        backups.look_into(copy, "MB", "geraten und falsch")
    before = {each.case_id for each in cases.case_list(office, "")}
    vaults.lock(office)
    for each in (office.path, *slot_files.paths(office.path)):
        each.unlink()
    opened = backups.look_into(copy, "MB", walk.PASSWORD)
    restored = backups.restore_file(opened, tmp_path / "neu.kim", walk.PASSWORD, now)
    assert {each.case_id for each in cases.case_list(restored, "")} == before
    vaults.lock(restored)
