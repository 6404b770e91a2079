# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Both ends of a release remember it at once, not only at the next lock: an older file would undo it."""

from __future__ import annotations

import shutil
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from app.domain.freshness import Verdict
from app.operations import district, freshness, reporting
from app.operations.vaults import Vault
from storage import slot_files
from storage.connection import Connection
from storage.vault import checkpoint, open_with_key
from tests.keyrings import InMemory

JANUARY = date(2022, 1, 31)


def noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


def copied(vault: Vault, folder: Path) -> Path:
    """As the file lies there now, killed without a lock."""
    folder.mkdir()
    db: Connection = vault.db
    checkpoint(db)
    for source in (vault.path, *slot_files.paths(vault.path)):
        shutil.copy(source, folder)
    return folder / vault.path.name


def verdict(path: Path, vault: Vault) -> Verdict | None:
    with closing(open_with_key(path, vault.actor.code, vault._key)) as opened:
        freshness.look(opened)
        return freshness.alarm(opened)


def test_a_file_from_before_a_receipt_is_told_at_both_ends(
    kreis: Any, own_keyring: InMemory, tmp_path: Path
) -> None:
    office = kreis.outstations[0]
    for vault in (office.vault, kreis.vault):
        freshness.begin(vault, noon(JANUARY))
    office.person(date(2022, 1, 10))
    before = [copied(vault, tmp_path / name) for vault, name in ((office.vault, "o"), (kreis.vault, "k"))]
    office.release(JANUARY)
    assert reporting.deliver(office.vault, noon(JANUARY)).sent == 1
    assert district.fetch(kreis.vault, noon(JANUARY)).accepted == 1
    assert reporting.deliver(office.vault, noon(JANUARY)).receipts == 1
    after = [copied(vault, tmp_path / name) for vault, name in ((office.vault, "o2"), (kreis.vault, "k2"))]
    for path, vault in zip(after, (office.vault, kreis.vault), strict=True):
        assert verdict(path, vault) is None
    for path, vault in zip(before, (office.vault, kreis.vault), strict=True):
        assert verdict(path, vault) is Verdict.OLDER
