# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Row 2, the administrator of the share deletes, reorders, replays, truncates, swaps: each packet in turn."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from app.operations import district, reporting
from storage import released, slot_files
from storage.vault import Vault, open_with_key

MONTHS = (date(2022, 1, 31), date(2022, 2, 28), date(2022, 3, 31))
PERIODS = [f"{until:%Y-%m}" for until in MONTHS]
LATER = datetime(2022, 4, 1, 12, tzinfo=UTC)
DAYS_LATER = datetime(2022, 4, 9, 12, tzinfo=UTC)

Attack = Callable[[list[Path], int, list[Path]], None]
"""The own packets in order, which of them is attacked, and the packets of another office."""


def delete(own: list[Path], place: int, _: list[Path]) -> None:
    own[place].unlink()


def reorder(own: list[Path], place: int, _: list[Path]) -> None:
    """Two change places and keep their names."""
    other = own[(place + 1) % len(own)]
    first, second = own[place].read_bytes(), other.read_bytes()
    own[place].write_bytes(second)
    other.write_bytes(first)


def replay(own: list[Path], place: int, _: list[Path]) -> None:
    """Once more, as the next of the row."""
    name = f"{len(own) + 1:08}{own[place].name[8:]}"
    shutil.copy(own[place], own[place].with_name(name))


def truncate(own: list[Path], place: int, _: list[Path]) -> None:
    own[place].write_bytes(own[place].read_bytes()[:-200])


def swap(own: list[Path], place: int, foreign: list[Path]) -> None:
    """Another office's packet in its place."""
    own[place].write_bytes(foreign[place].read_bytes())


def change(own: list[Path], place: int, _: list[Path]) -> None:
    """One bit in the middle; the file is called as its new bytes would be."""
    raw = bytearray(own[place].read_bytes())
    raw[len(raw) // 2] ^= 1
    own[place].write_bytes(raw)


@dataclass(frozen=True)
class Desk:
    """The file of a Kreis before it has fetched what lies on the share; two units have sent three months."""

    vault: Vault
    share: Path
    units: tuple[str, str]

    def packets(self, number: int) -> list[Path]:
        return sorted((self.share / self.units[number]).rglob("*.pkt"))

    def fetch(self, now: datetime) -> district.Fetched:
        return district.fetch(self.vault, now, folder=self.share)

    def came(self, number: int) -> list[str]:
        """The months of one unit that count."""
        found = released.releases(self.vault.db)
        return sorted(each.period for each in found if each.outstation_id == self.units[number])


@pytest.fixture(scope="module")
def sent(new_kreis: Callable[[Path], Any], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """The same for all attacks, which get copies of it."""
    kreis = new_kreis(tmp_path_factory.mktemp("kreis"))
    for office in kreis.outstations[:2]:
        for until in MONTHS:
            office.workshop(until, target=7)
            office.release(until)
        assert office.deliver(MONTHS[-1]).trouble is None
    kreis.vault.db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    yield kreis
    kreis.close()


@pytest.fixture
def desk(sent: Any, district_template: Any, tmp_path: Path) -> Iterator[Desk]:
    for each in (sent.vault.path, *slot_files.paths(sent.vault.path)):
        shutil.copy(each, tmp_path)
    share = shutil.copytree(sent.folder, tmp_path / "austausch")
    vault = open_with_key(tmp_path / sent.vault.path.name, district_template.code, district_template.key)
    yield Desk(vault, share, (sent.outstations[0].unit, sent.outstations[1].unit))
    vault.close()


@pytest.mark.parametrize("place", [0, 1, 2])
@pytest.mark.parametrize("attack", [delete, reorder, replay, truncate, swap, change])
def test_threat_02_share_administrator(desk: Desk, attack: Attack, place: int) -> None:
    """Row 2. Only whole packets in their order count; the rest is named, and comes once it is whole again."""
    whole = {path: path.read_bytes() for number in (0, 1) for path in desk.packets(number)}
    attack(desk.packets(0), place, desk.packets(1))
    fetched = desk.fetch(LATER)
    assert (fetched.refused, fetched.forks, fetched.trouble) == (0, 0, None)
    assert desk.came(1) == PERIODS, "the other office is not touched"
    untouched = 3 if attack is replay else 0 if attack is reorder and place == 2 else place
    assert desk.came(0) == PERIODS[:untouched], "without a gap"
    (line,) = (line for line in district.inbox(desk.vault, PERIODS[-1]) if line.site == "Nordstadt")
    assert (line.state == "received") is (attack is replay)
    desk.fetch(DAYS_LATER)
    unseen = attack is replay or (attack is delete and place == 2)
    assert bool(district.alarms(desk.vault)) is not unseen

    for path, raw in whole.items():
        path.write_bytes(raw)
    desk.fetch(DAYS_LATER)
    assert (desk.came(0), desk.came(1)) == (PERIODS, PERIODS), "each once"


def test_threat_02_what_was_counted_stays(desk: Desk) -> None:
    """Row 2. Once fetched, nothing on the share moves a figure."""
    desk.fetch(LATER)
    before = [repr(each) for each in released.releases(desk.vault.db)]
    assert len(before) == 6
    for path in (*desk.packets(0), *desk.packets(1)):
        path.write_bytes(path.read_bytes()[:-1] + b"x")
    shutil.rmtree(desk.share / "ack")
    desk.fetch(DAYS_LATER)
    assert [repr(each) for each in released.releases(desk.vault.db)] == before


def test_threat_02_receipts(kreis: Any) -> None:
    """Row 2. A receipt that is cut, changed or another's is none; the true one, put back, counts."""
    one, two = kreis.outstations[:2]
    for office in (one, two):
        office.release(MONTHS[0])
        assert office.deliver(MONTHS[0]).trouble is None
    assert district.fetch(kreis.vault, LATER).accepted == 2
    mine, foreign = (next((kreis.folder / "ack" / device(each)).iterdir()) for each in (one, two))
    true = mine.read_bytes()
    for wrong in (true[:-10], true[:50] + bytes([true[50] ^ 1]) + true[51:], foreign.read_bytes(), b""):
        mine.write_bytes(wrong)
        one.deliver(MONTHS[0])
        assert [each.result for each in reporting.outbox(one.vault)] == [None]
    mine.write_bytes(true)
    one.deliver(MONTHS[0])
    assert [each.result for each in reporting.outbox(one.vault)] == ["accepted"]


def device(office: Any) -> str:
    (found,) = office.vault.db.execute("SELECT id FROM device").fetchone()
    return str(found)
