# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Another data key: whatever cuts it off, the ways in that were told open the file, and nothing is lost."""

from __future__ import annotations

import random
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from app.domain.errors import Answer, InvalidInput, Trouble
from app.domain.progress import Silent
from storage import backup, journal, key_change, passwords, recovery_key, slot_files, staff, vault
from storage.connection import connect
from storage.key_change import NewWays
from storage.vault import Person, Vault
from storage.verify import verify
from tests.kills.tally import Tally
from tests.storage.key_change_worker import QUICK

HERE = Path(__file__).parent
START, LEAVER = "start wort fuer tarik", "lange genug und fort"
RECORDS = 2000


@dataclass(frozen=True)
class Office:
    """A file with three people, one of whom is to leave, and drafts that must survive."""

    path: Path
    key: bytes
    password: str
    old_recovery: str
    new: NewWays

    def copy_to(self, folder: Path) -> Path:
        folder.mkdir()
        for source in (self.path, *slot_files.paths(self.path)):
            shutil.copy(source, folder)
        return folder / self.path.name


@pytest.fixture(scope="module")
def office(case_template: Any, tmp_path_factory: pytest.TempPathFactory) -> Office:
    now = datetime.fromisoformat("2026-11-22T09:00:00+00:00")
    opened = case_template.opened_in(tmp_path_factory.mktemp("office"))
    # Slots that are derived quickly: what is tested is the order of writing.
    passwords.change_password(opened, case_template.password, case_template.password, now, QUICK)
    for code in ("TK", "XX"):
        passwords.add_person(opened, Person(code, "Name"), LEAVER, now, QUICK)
    with opened.transaction() as db:
        db.executemany(
            "INSERT INTO draft (id, kind, schema, json, at) VALUES (?, 'contact', 1, json_quote(?), '')",
            [(f"{number:09}", "x" * 1000) for number in range(RECORDS)],
        )
    opened.close()
    new = NewWays(case_template.password, recovery_key.generate(), (("TK", START),))
    return Office(opened.path, case_template.key, case_template.password, case_template.recovery_key, new)


@pytest.fixture
def opened(office: Office, tmp_path: Path) -> Iterator[Vault]:
    with closing(vault.open_with_key(office.copy_to(tmp_path / "amt"), "MB", office.key)) as found:
        yield found


def records(opened: Vault) -> int:
    return int(opened.db.execute("SELECT count(*) FROM draft").fetchone()[0])


def answer_of(path: Path, code: str, password: str) -> str:
    try:
        vault.open_with_password(path, code, password).close()
    except Answer as answer:
        return answer.code
    return "open"


def test_afterwards_only_the_new_ways_in_open_the_file(office: Office, opened: Vault, now: datetime) -> None:
    key_change.change_key(opened, office.new, now, Silent(), QUICK)
    assert [line.action for line in journal.lines(opened.db, 3)] == [
        "vault.key_changed",
        "vault.key_change_begun",
        "vault.person_removed",
    ]
    assert verify(opened) == []
    path, changed = opened.path, opened._key
    opened.close()
    assert changed != office.key
    with pytest.raises(Trouble, match=r"vault\.damaged"):
        connect(path, office.key)
    assert answer_of(path, "MB", office.password) == "open"
    assert answer_of(path, "TK", LEAVER) == "vault.wrong_password"
    assert answer_of(path, "TK", START) == "open"
    assert answer_of(path, "XX", LEAVER) == "vault.unknown_staff"
    with pytest.raises(InvalidInput, match=r"recovery\.wrong"):
        passwords.open_with_recovery(path, office.old_recovery, "MB", "ein neues Kennwort", now, QUICK)
    with closing(
        passwords.open_with_recovery(path, office.new.recovery_key, "MB", "ein neues Kennwort", now, QUICK)
    ) as again:
        assert again.keys == (changed,), "no slot holds the former key"
        assert records(again) == RECORDS
        assert [each.code for each in staff.at_work(again.db)] == ["MB", "TK"]


def test_the_former_key_is_nowhere_in_the_file_nor_beside_it(
    office: Office, opened: Vault, now: datetime
) -> None:
    """No page of before is left that it would open, neither in the file nor in the WAL."""
    before = {page(opened.path, number) for number in range(opened.path.stat().st_size // 4096)}
    key_change.change_key(opened, office.new, now, Silent(), QUICK)
    wal = opened.path.with_name(opened.path.name + "-wal").read_bytes()
    after = opened.path.read_bytes() + wal
    assert all(after.find(each[16:200]) < 0 for each in before)


def page(path: Path, number: int) -> bytes:
    with path.open("rb") as file:
        file.seek(number * 4096)
        return file.read(4096)


def test_a_backup_of_before_still_opens_by_the_ways_of_its_day(
    office: Office, opened: Vault, now: datetime, tmp_path: Path
) -> None:
    place = tmp_path / "stick"
    place.mkdir()
    made = backup.make(opened, place, now, Silent())
    key_change.change_key(opened, office.new, now, Silent(), QUICK)
    slots = slot_files.read(made.path)
    assert set(slots.staff_codes) == {"MB", "TK", "XX"}
    assert answer_of(made.path, "XX", LEAVER) == "open"


def test_whoever_got_a_start_password_is_known_until_choosing_an_own_one(
    office: Office, opened: Vault, now: datetime
) -> None:
    key_change.change_key(opened, office.new, now, Silent(), QUICK)
    path = opened.path
    opened.close()
    with closing(vault.open_with_password(path, "TK", START)) as theirs:
        assert staff.with_start_password(theirs.db) == {theirs.actor.id}
        passwords.change_password(theirs, START, "mein eigenes Kennwort", now, QUICK)
        assert staff.with_start_password(theirs.db) == set()
    with closing(vault.open_with_password(path, "MB", office.password)) as mine:
        assert mine.actor.id not in staff.with_start_password(mine.db)


@pytest.mark.parametrize("password", ["falsch", ""])
def test_a_wrong_own_password_changes_nothing(
    office: Office, opened: Vault, now: datetime, password: str
) -> None:
    wrong = NewWays(password, office.new.recovery_key, office.new.start_passwords)
    before = [copy.read_bytes() for copy in slot_files.paths(opened.path)]
    with pytest.raises(InvalidInput, match=r"vault\.wrong_password"):
        key_change.change_key(opened, wrong, now, Silent(), QUICK)
    assert [copy.read_bytes() for copy in slot_files.paths(opened.path)] == before
    assert opened.keys == (office.key,)


def test_a_code_that_nobody_has_changes_nothing(office: Office, opened: Vault, now: datetime) -> None:
    strange = NewWays(office.password, office.new.recovery_key, (("ZZ", START),))
    with pytest.raises(InvalidInput, match=r"vault\.unknown_staff"):
        key_change.change_key(opened, strange, now, Silent(), QUICK)
    assert opened.keys == (office.key,)
    assert [each.code for each in staff.at_work(opened.db)] == ["MB", "TK", "XX"]
    opened.close()
    assert answer_of(opened.path, "XX", LEAVER) == "open"


def test_slots_that_cannot_be_written_leave_the_former_key(
    office: Office, opened: Vault, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise Trouble("vault.disk_full")

    with monkeypatch.context() as broken:
        broken.setattr(slot_files, "write", full)
        with pytest.raises(Trouble, match=r"vault\.disk_full"):
            key_change.change_key(opened, office.new, now, Silent(), QUICK)
    assert (opened.keys, records(opened), verify(opened)) == ((office.key,), RECORDS, [])
    opened.close()
    assert answer_of(opened.path, "XX", LEAVER) == "open"


def test_pages_that_cannot_be_written_wait_for_the_next_opening(
    office: Office, opened: Vault, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise Trouble("vault.io")

    with monkeypatch.context() as breaking:
        breaking.setattr(vault, "rekey", broken)
        with pytest.raises(Trouble, match=r"vault\.key_change_waits"):
            key_change.change_key(opened, office.new, now, Silent(), QUICK)
    assert key_change.is_begun(opened.db)
    opened.close()
    with closing(vault.open_with_password(opened.path, "MB", office.password)) as again:
        assert again.is_under_former_key
        assert key_change.finish(again, now)
        assert not key_change.finish(again, now)
        assert (records(again), verify(again)) == (RECORDS, [])
    with pytest.raises(Trouble, match=r"vault\.damaged"):
        connect(opened.path, office.key)


def test_the_password_set_by_the_recovery_key_outlives_a_change_that_was_cut_off(
    office: Office, opened: Vault, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise Trouble("vault.io")

    with monkeypatch.context() as breaking:
        breaking.setattr(vault, "rekey", broken)
        with pytest.raises(Trouble, match=r"vault\.key_change_waits"):
            key_change.change_key(opened, office.new, now, Silent(), QUICK)
    opened.close()
    path, password = opened.path, "ein neues Kennwort"
    passwords.open_with_recovery(path, office.new.recovery_key, "MB", password, now, QUICK).close()
    with closing(vault.open_with_password(path, "MB", password)) as again:
        key_change.finish(again, now)
    assert answer_of(path, "MB", password) == "open"
    assert answer_of(path, "TK", START) == "open"


def test_a_new_sheet_replaces_the_former_one(office: Office, opened: Vault, now: datetime) -> None:
    printed = recovery_key.generate()
    with pytest.raises(InvalidInput, match=r"vault\.wrong_password"):
        key_change.change_recovery_key(opened, "falsch", printed, now)
    key_change.change_recovery_key(opened, office.password, printed, now)
    assert journal.lines(opened.db, 1)[0].action == "vault.recovery_key_changed"
    path = opened.path
    opened.close()
    assert answer_of(path, "TK", LEAVER) == "open"
    with pytest.raises(InvalidInput, match=r"recovery\.wrong"):
        passwords.open_with_recovery(path, office.old_recovery, "MB", "ein neues Kennwort", now, QUICK)
    passwords.open_with_recovery(path, printed, "MB", "ein neues Kennwort", now, QUICK).close()


# Killed


def change_in_a_child(office: Office, path: Path, step: int, milliseconds: float = 0.0) -> str:
    """Runs the worker to its end, whatever that is; what it said."""
    worker, ways = HERE / "key_change_worker.py", office.new
    command: list[object] = [
        sys.executable,
        worker,
        path,
        office.key.hex(),
        ways.own_password,
        ways.recovery_key,
        START,
    ]
    command += [step, milliseconds]
    found = subprocess.run(
        [str(each) for each in command], capture_output=True, text=True, timeout=120, check=False
    )
    assert found.stdout.startswith("begun"), found.stderr
    return found.stdout


def opens_whole(office: Office, path: Path, now: datetime, where: str) -> None:
    """By the person's own password; what was begun is ended, and then the other ways open it too."""
    with closing(vault.open_with_password(path, "MB", office.password)) as again:
        key_change.finish(again, now)
        assert (records(again), verify(again)) == (RECORDS, []), where
        begun = len(journal.lines(again.db, 100)) > 5
        codes = [each.code for each in staff.at_work(again.db)]
        assert codes == (["MB", "TK"] if begun else ["MB", "TK", "XX"]), where
        assert not again.is_under_former_key
    assert answer_of(path, "TK", START if begun else LEAVER) == "open", where
    recovery = office.new.recovery_key if begun else office.old_recovery
    passwords.open_with_recovery(path, recovery, "MB", office.password, now, QUICK).close()


@pytest.mark.parametrize("kills", [20, pytest.param(1000, marks=pytest.mark.soak)])
def test_killed_at_every_step_the_file_opens_and_no_record_is_lost(
    office: Office, tmp_path: Path, now: datetime, kills: int
) -> None:
    said = change_in_a_child(office, office.copy_to(tmp_path / "whole"), 0)
    steps = int(said.split()[-1])
    assert steps > 40, "the steps are no longer counted"
    for step in range(1, steps + 1, max(1, steps // kills)):
        path = office.copy_to(tmp_path / f"step-{step}")
        assert "done" not in change_in_a_child(office, path, step)
        opens_whole(office, path, now, f"step {step} of {steps}")
        Tally.of("changing the key").count(told=RECORDS)


@pytest.mark.parametrize("kills", [6, pytest.param(300, marks=pytest.mark.soak)])
def test_killed_at_any_moment_the_file_opens_and_no_record_is_lost(
    office: Office, tmp_path: Path, now: datetime, kills: int
) -> None:
    moments = random.Random(22)
    for kill in range(kills):
        path, milliseconds = office.copy_to(tmp_path / f"kill-{kill}"), moments.uniform(1, 250)
        change_in_a_child(office, path, 0, milliseconds)
        opens_whole(office, path, now, f"kill {kill} after {milliseconds:.0f} ms")
        Tally.of("changing the key").count(told=RECORDS)
        shutil.rmtree(path.parent)


ON_A_SMALL_DISK = """
import shutil, subprocess, sys
from datetime import UTC, datetime
from pathlib import Path
from app.domain.errors import Answer
from app.domain.progress import Silent
from storage import key_change, recovery_key, passwords, slot_files, vault
from storage.verify import verify
from tests.storage.key_change_worker import QUICK
template, disk, password = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
subprocess.run(["mount", "-t", "tmpfs", "-o", "size=12m", "none", disk], check=True)
for source in (template, *slot_files.paths(template)):
    shutil.copy(source, disk)
path, now = disk / template.name, datetime.now(UTC)

def told(action, *arguments):
    try:
        action(*arguments)
    except Answer as answer:
        return answer.code
    return "no trouble"

def count(opened):
    return opened.db.execute("SELECT count(*) FROM draft").fetchone()[0]

opened = vault.open_with_password(path, "MB", password)
before, key = count(opened), opened._key
opened.db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
filler = open(disk / "filler", "wb", buffering=0)
left = shutil.disk_usage(disk).free - 600_000  # less than a rekey needs, more than the slots do
filler.write(b"x" * max(0, left))
new = key_change.NewWays(password, recovery_key.generate(), ())
print(told(key_change.change_key, opened, new, now, Silent(), QUICK))
print(count(opened) == before, opened.keys == (key,), verify(opened))
key_change.SPARE_BYTES = -(10**9)  # somebody else fills the disk after it was asked
print(told(key_change.change_key, opened, new, now, Silent(), QUICK))
print(count(opened) == before, opened.is_under_former_key, told(opened.db.execute, "SELECT * FROM journal"))
opened.close()
again = vault.open_with_password(path, "MB", password)
print(count(again) == before, again.is_under_former_key, told(key_change.finish, again, now))
again.close()
filler.close()
(disk / "filler").unlink()
last = passwords.open_with_recovery(path, new.recovery_key, "MB", password, now, QUICK)
print(key_change.finish(last, now), count(last) == before, last._key != key, verify(last))
last.close()
"""


def test_a_disk_that_fills_up_leaves_the_former_state_or_waits(office: Office, tmp_path: Path) -> None:
    disk = tmp_path / "kleine-platte"
    disk.mkdir()
    command = ["unshare", "--map-root-user", "--mount", sys.executable, "-c", ON_A_SMALL_DISK]
    found = subprocess.run(
        [*command, str(office.path), str(disk), office.password],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert found.returncode == 0, f"this machine must let the test mount a small tmpfs: {found.stderr}"
    assert found.stdout.splitlines() == [
        "vault.key_change_needs_room",
        "True True []",
        "vault.key_change_waits",
        "True True no trouble",
        "True True vault.disk_full",
        "True True True []",
    ]
