# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Killed at random moments: whatever was told as done is there, and every file opens and is whole.

Typing, changing the data key, backing up and restoring are killed beside their other tests: see `Tally`.
"""

from __future__ import annotations

import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from app.domain.client import Person
from app.domain.errors import InvalidInput
from app.domain.intake import Intake
from app.operations import cases, district, reporting, vaults
from app.operations.vaults import Vault
from storage import deputy_copy, outbox, passwords, released, slot_files, vault
from storage.verify import verify
from tests.kills.tally import Tally
from tests.kills.worker import NOW, QUICK, numbered
from tests.operations.reporting.conftest import enrol_both_ways, open_outstation
from tests.test_released_files import PASSWORD, copied

FEW, MANY = 2, 100


def kills(many: int = MANY) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("kills", [FEW, pytest.param(many, marks=pytest.mark.soak)])


def killed(act: str, *arguments: object, most: int = 4, seconds: float = 0.05) -> list[str]:
    """What a process said until it was killed: after some of what it told, and a moment more."""
    wanted, moment = random.randrange(most + 1), random.uniform(0, seconds)
    command = [sys.executable, "-m", "tests.kills.worker", act, *map(str, arguments)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        said = [process.stdout.readline()]
        said += [process.stdout.readline() for _ in range(wanted)]
        time.sleep(moment)
        process.kill()
        said += process.stdout.readlines()
    assert said[0] == "begun\n", f"{act} did not begin"
    assert process.returncode in (0, -signal.SIGKILL), f"{act} went wrong by itself"
    return [line.strip() for line in said[1:] if line.endswith("\n")]


@dataclass(frozen=True)
class Office:
    path: Path
    code: str
    key: bytes

    @property
    def way_in(self) -> tuple[Path, str, str]:
        return self.path, self.code, self.key.hex()

    def opened(self) -> Vault:
        return vault.open_with_key(self.path, self.code, self.key)


@pytest.fixture
def office(case_template: Any, tmp_path: Path) -> Office:
    """One Standort, one case."""
    with closing(case_template.opened_in(tmp_path)) as opened:
        site = cases.add_site(opened, "SU", "Siegburg", "05382060", NOW)
        cases.take_in(opened, Intake(Person("Özdemir", "Gülşen"), site, NOW.date(), "self"), NOW)
        reporting.ensure_unit(opened, NOW)
    return Office(opened.path, case_template.code, case_template.key)


@kills(500)
def test_saving(office: Office, kills: int) -> None:
    tally = Tally.of("saving")
    for _ in range(kills):
        told = killed("saving", *office.way_in, most=15)
        with closing(office.opened()) as opened:
            there = {each for (each,) in opened.db.execute("SELECT id FROM contact")}
            tally.count(told=len(told), lost=len(set(told) - there), broken=bool(verify(opened)))
            assert len(there) <= len(told) + 1
            opened.db.execute("DELETE FROM contact")
    tally.require_nothing_lost()


@kills()
def test_releasing(case_template: Any, district_template: Any, tmp_path: Path, kills: int) -> None:
    """A release is in the ledger with its packet, or not at all; each time by an office that begins."""
    _, office = _enrolled(case_template, district_template, tmp_path)
    tally = Tally.of("releasing")
    for _ in range(kills):
        with _copy_of(office, tmp_path / "versuch") as copy:
            told = killed("releasing", *copy.way_in, most=2)
            with closing(copy.opened()) as opened:
                periods = [each.period for each in reporting.ledger(opened)]
                lost = set(told) - set(periods)
                tally.count(told=len(told), lost=len(lost), broken=bool(verify(opened)))
                assert len(periods) <= len(told) + 1
    tally.require_nothing_lost()


@contextmanager
def _copy_of(office: Office, folder: Path) -> Iterator[Office]:
    folder.mkdir()
    for each in (office.path, *slot_files.paths(office.path)):
        shutil.copy(each, folder)
    yield Office(folder / office.path.name, office.code, office.key)
    shutil.rmtree(folder)


@kills()
def test_receiving(case_template: Any, district_template: Any, tmp_path: Path, kills: int) -> None:
    """Each time by a Kreis that has fetched nothing yet; a second fetch completes what was cut off."""
    months = (date(2022, 1, 31), date(2022, 2, 28), date(2022, 3, 31))
    kreis, _ = _enrolled(case_template, district_template, tmp_path, months)
    tally = Tally.of("receiving")
    for _ in range(kills):
        with _copy_of(kreis, tmp_path / "versuch") as copy:
            told = killed("receiving", *copy.way_in, most=1, seconds=0.2)
            with closing(copy.opened()) as opened:
                there = len(released.releases(opened.db))
                lost = sum(map(int, told)) - there if told else 0
                tally.count(told=len(told), lost=max(0, lost), broken=bool(verify(opened)))
                assert there + district.fetch(opened, NOW).accepted == len(months)
                assert district.alarms(opened) == ()
    tally.require_nothing_lost()


def _enrolled(
    case_template: Any, district_template: Any, folder: Path, months: Sequence[date] = ()
) -> tuple[Office, Office]:
    """A Kreis and its office, which has released and delivered these months."""
    (folder / "kreis").mkdir()
    (folder / "austausch").mkdir()
    with closing(district_template.opened_in(folder / "kreis")) as kreis:
        district.ensure_district(kreis, "05382", "Musterkreis", NOW)
        outstation = open_outstation(case_template, folder, "A", "Nordstadt")
        enrol_both_ways(kreis, outstation)
        for each in (kreis, outstation.vault):
            reporting.set_transport(each, "folder", str(folder / "austausch"), NOW)
        for until in months:
            outstation.release(until)
        assert reporting.deliver(outstation.vault, NOW).sent == len(months)
        assert all(each.delivered_at for each in outbox.that_count(outstation.vault.db))
        outstation.vault.close()
    return (
        Office(kreis.path, district_template.code, district_template.key),
        Office(outstation.vault.path, case_template.code, case_template.key),
    )


@kills()
@pytest.mark.parametrize("name", ["case-schema-3.kim", "district-schema-2.kim"])
def test_migrating(name: str, tmp_path: Path, kills: int) -> None:
    tally = Tally.of("migrating")
    for number in range(kills):
        folder = tmp_path / f"{number}"
        folder.mkdir()
        path = copied(name, folder)
        (code,) = slot_files.read(path).staff_codes
        told = killed("migrating", path, code, PASSWORD, most=1, seconds=1.5)
        with closing(vaults.unlock(path, code, PASSWORD)) as opened:
            people = opened.db.execute("SELECT count(*) FROM staff").fetchone()[0]
            tally.count(told=len(told), lost=0 if people else 1, broken=bool(verify(opened)))
        shutil.rmtree(folder)
    tally.require_nothing_lost()


@kills()
def test_changing_the_password(office: Office, kills: int, case_template: Any) -> None:
    """The last password that was told opens the file, or the one that was being set."""
    tally, number = Tally.of("changing the password"), 0
    with closing(office.opened()) as opened:
        passwords.change_password(opened, case_template.password, numbered(0), NOW, QUICK)
    for _ in range(kills):
        told = killed("changing_password", *office.way_in, numbered(number), number + 1)
        known = int(told[-1]) if told else number
        codes = slot_files.read(office.path).staff_codes
        opens = [each for each in (known, known + 1) if _opens(office, numbered(each))]
        with closing(office.opened()) as opened:
            broken = bool(verify(opened)) or codes != (office.code,)
        tally.count(told=len(told), lost=1 - len(opens), broken=broken)
        (number,) = opens
    tally.require_nothing_lost()


@kills(150)
def test_writing_anew_after_an_erasure(office: Office, kills: int) -> None:
    """Every row is there, in the pages of before or in those of after."""
    tally = Tally.of("writing anew")
    with closing(office.opened()) as opened, opened.transaction() as db:
        (line,) = cases.case_list(opened, "")
        db.executemany(
            "INSERT INTO draft (id, kind, schema, json, at) VALUES (?, 'goal', 1, json_quote(?), '')",
            [(str(number), f"{line.case_id} {number} " * 40) for number in range(2000)],
        )
        rows = _drafts(opened)
    for _ in range(kills):
        told = killed("writing_anew", *office.way_in, most=2, seconds=0.3)
        with closing(office.opened()) as opened:
            tally.count(told=len(told), lost=len(rows - _drafts(opened)), broken=bool(verify(opened)))
    tally.require_nothing_lost()


def _drafts(opened: Vault) -> set[tuple[str, str]]:
    return set(opened.db.execute("SELECT id, json FROM draft").fetchall())


@kills(150)
def test_copying_for_the_deputy(office: Office, kills: int, tmp_path: Path) -> None:
    """One finished copy stands there, the one before or the new one, and opens; the file is whole."""
    tally, place = Tally.of("copying for the deputy"), tmp_path / "sicherung"
    place.mkdir()
    had_one = False
    for _ in range(kills):
        told = killed("copying", *office.way_in, place, most=2, seconds=0.2)
        had_one = had_one or bool(told)
        with closing(office.opened()) as opened:
            found = deputy_copy.found(place / f"kim-{opened.file_id}") if any(place.iterdir()) else ()
            whole = [each for each in found if _copy_opens(each, opened)]
            broken = bool(verify(opened)) or len(whole) < len(found)
        tally.count(told=len(told), lost=int(had_one and not whole), broken=broken)
    tally.require_nothing_lost()


def _copy_opens(copy: deputy_copy.FoundCopy, office: Vault) -> bool:
    key = (copy.folder / deputy_copy.KEY_FILE).read_bytes()
    with closing(deputy_copy.open_copy(copy, key, office.actor)) as opened:
        return len(cases.case_list(opened, "")) == 1


def _opens(office: Office, password: str) -> bool:
    try:
        vault.open_with_password(office.path, office.code, password).close()
    except InvalidInput:
        return False
    return True
