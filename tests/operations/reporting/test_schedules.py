# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Random schedules: an office and its Kreis work while wire, share and clock do their worst.

Afterwards every release is at the Kreis exactly once, or a named alarm stands; nothing else is ever counted.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from app.operations import district, reporting, ways
from app.operations.vaults import Vault
from storage import released, releases
from storage.vault import open_with_key
from tests import dav

START = datetime(2022, 1, 31, 12, tzinfo=UTC)
PERIODS = [date(2022, 1, 31), date(2022, 2, 28), date(2022, 3, 31), date(2022, 4, 30)]
TEN_YEARS = timedelta(days=3650)
WRONG = {"fork", "gap", "quarantined", "incomplete", "refused"}


@dataclass
class Scene:
    """An office, its Kreis, the share between them, and what the day has brought."""

    office: Vault
    kreis: Vault
    share: Path
    wire: dav.Wire
    other: Callable[[], Vault]
    now: datetime = START
    earlier: list[Path] = field(default_factory=list)
    codes: set[str] = field(default_factory=set)

    @property
    def site(self) -> str:
        (site,) = self.office.db.execute("SELECT id FROM site").fetchone()
        return str(site)

    def files(self) -> list[Path]:
        return sorted(path for path in self.share.rglob("*.pkt") if path.is_file())

    # What office and Kreis do

    def release(self, _number: int) -> None:
        done = len(reporting.ledger(self.office))
        if done < len(PERIODS):
            self._release(self.office, PERIODS[done])

    def deliver(self, _number: int) -> None:
        self.wire.begin()
        self._note(reporting.deliver(self.office, self.now).trouble)

    def fetch(self, _number: int) -> None:
        self.wire.begin()
        self._note(district.fetch(self.kreis, self.now).trouble)

    def deliver_cut(self, number: int) -> None:
        self.wire.begin(_cut(number))
        reporting.deliver(self.office, self.now)

    def fetch_cut(self, number: int) -> None:
        self.wire.begin(_cut(number))
        district.fetch(self.kreis, self.now)

    def second_writer(self, number: int) -> None:
        """An old copy of the file goes on as if it were the office."""
        with closing(self.other()) as copy:
            self._release(copy, PERIODS[number % len(PERIODS)])
            self.wire.begin()
            reporting.deliver(copy, self.now)

    # What the world does

    def wait(self, number: int) -> None:
        self.now += timedelta(days=number % 9)

    def clock_goes_wrong(self, number: int) -> None:
        self.now += TEN_YEARS if number % 2 else -TEN_YEARS

    def empty(self, _number: int) -> None:
        for each in self.share.iterdir():
            shutil.rmtree(each)

    def delete(self, number: int) -> None:
        for path in self._one(number):
            path.unlink()

    def truncate(self, number: int) -> None:
        for path in self._one(number):
            path.write_bytes(path.read_bytes()[: number % 5000])

    def flip(self, number: int) -> None:
        for path in self._one(number):
            raw = bytearray(path.read_bytes())
            if raw:
                raw[number % len(raw)] ^= 1 + number % 255
                path.write_bytes(raw)

    def swap(self, number: int) -> None:
        for one, two in zip(self._one(number), self._one(number // 7), strict=True):
            first, second = one.read_bytes(), two.read_bytes()
            one.write_bytes(second)
            two.write_bytes(first)

    def replay(self, number: int) -> None:
        """An old packet under a later number, or under the same in another folder."""
        for path in self._one(number):
            path.with_name(f"{number % 9:08d}{path.name[8:]}").write_bytes(path.read_bytes())

    def misplace(self, number: int) -> None:
        for one, two in zip(self._one(number), self._one(number // 7), strict=True):
            if one.parent != two.parent:
                (two.parent / one.name).write_bytes(one.read_bytes())

    def keep_a_copy(self, _number: int) -> None:
        place = self.office.path.parent / f"alt-{len(self.earlier)}"
        self.earlier.append(shutil.copytree(self.share, place))

    def put_back(self, _number: int) -> None:
        """The share as it was, as a backup would bring it back."""
        if self.earlier:
            shutil.rmtree(self.share)
            shutil.copytree(self.earlier[-1], self.share)

    def _release(self, vault: Vault, until: date) -> None:
        """Never before the month is over, whatever the clock says."""
        over = datetime(until.year, until.month, until.day, 12, tzinfo=UTC)
        reporting.release(vault, self.site, f"{until:%Y-%m}", until, max(self.now, over))

    def _one(self, number: int) -> list[Path]:
        files = self.files()
        return [files[number % len(files)]] if files else []

    def _note(self, trouble: Any) -> None:
        if trouble is not None:
            self.codes.add(trouble.code)


ACTS = [name for name, value in vars(Scene).items() if callable(value) and not name.startswith("_")]
ACTS.remove("files")


def _cut(number: int) -> dav.Cut:
    return dav.Cut(number % 13, ("up", "down")[number // 13 % 2], number // 26 % 3000)


@pytest.fixture(scope="module")
def closed(new_kreis: Callable[[Path], Any], tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """An office and its Kreis that know each other, closed, to be copied."""
    folder = tmp_path_factory.mktemp("vorlage")
    made = new_kreis(folder)
    office, kreis = made.outstations[0].vault.path.parent, made.vault.path.parent
    made.close()
    return office, kreis


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dav.Server]:
    with dav.wsgidav(tmp_path_factory.mktemp("dav")) as running:
        yield running


class Stage:
    """Sets one scene after the other, each with copies of the same files and a share of its own."""

    def __init__(self, closed: tuple[Path, Path], server: dav.Server, templates: Any, room: Path) -> None:
        self.office, self.kreis = closed
        self.server, self.templates, self.room = server, templates, room
        self.number = 0

    def play(self, kinds: tuple[str, str], schedule: list[tuple[str, int]]) -> bool:
        """Whether an alarm stands at the end."""
        self.number += 1
        own, share = self.room / f"{self.number}", self.server.root / f"{self.number}"
        share.mkdir()
        with dav.wire(self.server.port) as wire, closing(self._open(self.office, own / "a", 0)) as office:
            with closing(self._open(self.kreis, own / "k", 1)) as kreis:
                for vault, kind in zip((office, kreis), kinds, strict=True):
                    self._set_way(vault, kind, share, wire)

                def other() -> Vault:
                    copy = self._open(self.office, own / f"b{len(list(own.iterdir()))}", 0)
                    self._set_way(copy, kinds[0], share, wire)
                    return copy

                scene = Scene(office, kreis, share, wire, other)
                for act, number in schedule:
                    getattr(scene, act)(number)
                alarm = judge(scene)
        shutil.rmtree(own)
        shutil.rmtree(share)
        return alarm

    def _open(self, folder: Path, place: Path, role: int) -> Vault:
        template = self.templates[role]
        shutil.copytree(folder, place)
        return open_with_key(place / template.path.name, template.code, template.key)

    @staticmethod
    def _set_way(vault: Vault, kind: str, share: Path, wire: dav.Wire) -> None:
        address = str(share) if kind == "folder" else f"{wire.address}/{share.name}"
        ways.set_transport(vault, kind, address, START, user=dav.USER, password=dav.PASSWORD)


def judge(scene: Scene) -> bool:
    """The connection is back and everybody goes on: what is at the Kreis, and whether an alarm stands."""
    scene.now = START + timedelta(days=100)
    scene.codes.clear()
    for _ in range(3):
        scene.deliver(0)
        scene.fetch(0)
        scene.now += timedelta(days=4)
    there = [release.period for release in released.releases(scene.kreis.db)]
    assert len(there) == len(set(there)), "counted twice"
    own = {done.period: done.payload for done in releases.ledger(scene.office.db)}
    states = {line.state for period in own for line in district.inbox(scene.kreis, period)} & WRONG
    alarm = bool(states or scene.codes or district.alarms(scene.kreis))
    unit = reporting.ensure_unit(scene.office, scene.now)
    for period, payload in own.items():
        arrived = released.payload(scene.kreis.db, unit, scene.site, period)
        assert arrived == payload or alarm, (period, "neither there nor missed")
    assert not any(packet.result == "refused" for packet in reporting.outbox(scene.office))
    return alarm


@pytest.fixture(scope="module")
def stage(
    closed: tuple[Path, Path],
    server: dav.Server,
    case_template: Any,
    district_template: Any,
    tmp_path_factory: pytest.TempPathFactory,
) -> Stage:
    return Stage(closed, server, (case_template, district_template), tmp_path_factory.mktemp("szenen"))


KINDS = st.tuples(*[st.sampled_from(["folder", "webdav"])] * 2)
SCHEDULES = st.lists(st.tuples(st.sampled_from(ACTS), st.integers(0, 10**6)), min_size=3, max_size=14)
BOUNDED = settings(deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.generate])


@settings(BOUNDED, max_examples=30)
@given(KINDS, SCHEDULES)
def test_thirty_schedules(stage: Stage, kinds: tuple[str, str], schedule: list[tuple[str, int]]) -> None:
    stage.play(kinds, [("release", 0), *schedule])


@pytest.mark.soak
@settings(BOUNDED, max_examples=1000)
@given(KINDS, SCHEDULES)
def test_a_thousand_schedules(stage: Stage, kinds: tuple[str, str], schedule: list[tuple[str, int]]) -> None:
    stage.play(kinds, [("release", 0), *schedule])


@pytest.mark.parametrize("kind", ["folder", "webdav"])
def test_a_quiet_month_arrives_without_any_alarm(stage: Stage, kind: str) -> None:
    assert not stage.play((kind, kind), [("release", 0), ("deliver", 0), ("fetch", 0), ("release", 0)])
