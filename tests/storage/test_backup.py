# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Backups are whole and checked or not there; a restored file is a new one and holds what the backup held."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import uniform
from threading import Event, Thread
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain import backup as rule
from app.domain.errors import Cancelled, InvalidInput, Trouble
from app.domain.progress import Silent
from storage import backup, journal, office_settings, passwords, restore, slot_files, vault
from storage.backup import Copy, copies, make
from storage.key_slots import FLOOR
from storage.vault import Vault, open_with_key
from storage.verify import verify
from tests.kills.tally import Tally

HERE = Path(__file__).parent
SENTENCE = "Widerspruch bis Freitag; Kanarienvogel-Żółć-4711"
NEW_PASSWORD = "ein neues langes Kennwort"


def write(opened: Vault, identity: str, text: str = SENTENCE) -> None:
    with opened.transaction() as db:
        db.execute(
            "INSERT INTO draft (id, kind, schema, json, at) VALUES (?, 'contact', 1, json_quote(?), '')",
            (identity, text),
        )


def sentences(opened: Vault) -> list[str]:
    return [json.loads(text) for (text,) in opened.db.execute("SELECT json FROM draft ORDER BY id")]


def everything(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


@pytest.fixture
def place(tmp_path: Path) -> Path:
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


@pytest.fixture
def made(case_vault: Vault, place: Path, now: datetime) -> Copy:
    write(case_vault, "1")
    return make(case_vault, place, now, Silent())


# Making


def test_a_backup_is_three_closed_files_that_the_same_ways_open(
    made: Copy, case_template: Any, place: Path, case_vault: Vault
) -> None:
    assert made.made_at == datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
    assert {path.name for path in made.path.parent.iterdir()} == {
        "akten.kim-sicherung",
        "akten.kim-sicherung.slots1",
        "akten.kim-sicherung.slots2",
    }
    by_password = restore.open_by_password(made, "MB", case_template.password)
    by_recovery = restore.open_by_recovery(made, "MB", case_template.recovery_key)
    assert by_password == by_recovery
    assert by_password.cases == 0
    assert by_password.newest_entry is not None
    assert "key" not in repr(by_password)
    assert len(list(made.path.parent.iterdir())) == 3, "looking leaves nothing"
    assert not any(SENTENCE.encode() in content for content in everything(place).values())
    assert verify(case_vault) == []


def test_the_backup_is_one_moment_while_the_file_is_written(
    case_vault: Vault, case_template: Any, place: Path, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(200):
        write(case_vault, f"{number:04}", "x" * 5000)
    monkeypatch.setattr(backup, "STEP_PAGES", 1)
    stop = Event()
    written: list[None] = []

    def go_on_writing() -> None:
        while not stop.is_set():
            write(case_vault, f"{1000 + len(written)}")
            written.append(None)

    writer = Thread(target=go_on_writing)
    writer.start()
    try:
        before = len(written)
        copy = make(case_vault, place, now, Silent())
        assert len(written) > before, "the file was written meanwhile"
    finally:
        stop.set()
        writer.join()
    restored = put_back(copy, case_template, place.parent / "neu.kim", now)
    with closing(restored) as opened:
        kept = [row[0] for row in opened.db.execute("SELECT id FROM draft ORDER BY id")]
    assert kept[:200] == [f"{number:04}" for number in range(200)]
    assert kept[200:] == [f"{1000 + number}" for number in range(len(kept) - 200)], "no gap"


def test_stopping_it_leaves_nothing(case_vault: Vault, place: Path, now: datetime) -> None:
    class Stopped:
        def advance(self, _done: int, _total: int, _label: str) -> None:
            raise Cancelled

    with pytest.raises(Cancelled):
        make(case_vault, place, now, Stopped())
    assert everything(place) == {}
    make(case_vault, place, now, Silent())
    assert len(copies(place)) == 1


def test_what_a_cut_off_backup_left_is_swept_away_and_never_offered(
    made: Copy, case_vault: Vault, place: Path, now: datetime
) -> None:
    left = made.path.parent.with_name(".unfertig-alt")
    left.mkdir()
    (left / backup.FILE).write_bytes(made.path.read_bytes()[:5000])
    assert copies(place) == (made,)
    later = make(case_vault, place, now + timedelta(days=1), Silent())
    assert not left.exists()
    assert copies(place) == (later, made)


def test_a_copy_that_differs_does_not_count(
    case_vault: Vault, place: Path, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A medium that gives back other bytes than it took."""
    to_disk = backup.to_disk

    def worn_out(path: Path) -> None:
        to_disk(path)
        if path.name == backup.FILE:
            content = bytearray(path.read_bytes())
            content[len(content) // 2] ^= 1
            path.write_bytes(content)

    monkeypatch.setattr(backup, "to_disk", worn_out)
    with pytest.raises(Trouble, match=r"backup\.not_verified"):
        make(case_vault, place, now, Silent())
    assert everything(place) == {}


def test_a_damaged_file_gives_no_backup_and_says_so(
    case_vault: Vault, case_template: Any, place: Path, now: datetime
) -> None:
    (page,) = case_vault.db.execute("SELECT rootpage FROM sqlite_master WHERE name = 'intake'").fetchone()
    path = case_vault.path
    case_vault.close()
    content = bytearray(path.read_bytes())
    content[(page - 1) * 4096 + 2048] ^= 1
    path.write_bytes(content)
    with closing(open_with_key(path, "MB", case_template.key)) as damaged:
        with pytest.raises(Trouble, match=r"vault\.damaged"):
            make(damaged, place, now, Silent())
    assert everything(place) == {}


def test_every_cause_has_a_name_and_leaves_file_and_older_backups(
    made: Copy, case_vault: Vault, place: Path, now: datetime
) -> None:
    before = everything(place)
    with pytest.raises(Trouble, match=r"backup\.gone"):
        make(case_vault, place / "fort", now, Silent())
    assert everything(place) == before
    place.rename(place.with_name("gezogen"))
    with pytest.raises(Trouble, match=r"backup\.gone"):
        make(case_vault, place, now, Silent())
    assert not place.exists(), "a stick that is gone does not become a local folder"
    assert verify(case_vault) == []


def test_a_stick_pulled_out_in_the_middle_is_gone(
    case_vault: Vault, place: Path, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(50):
        write(case_vault, f"{number}", "x" * 5000)
    monkeypatch.setattr(backup, "STEP_PAGES", 4)

    class Pulled:
        def advance(self, _done: int, _total: int, _label: str) -> None:
            if place.exists():
                place.rename(place.with_name("gezogen"))

    with pytest.raises(Trouble, match=r"backup\.gone"):
        make(case_vault, place, now, Pulled())
    assert len(sentences(case_vault)) == 50
    assert verify(case_vault) == []


SMALL_DISK = """
import sys
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
import subprocess
from app.domain.errors import Answer
from app.domain.progress import Silent
from storage.backup import copies, make
from storage.vault import open_with_key
path, place, key, options = Path(sys.argv[1]), Path(sys.argv[2]), bytes.fromhex(sys.argv[3]), sys.argv[4]
subprocess.run(["mount", "-t", "tmpfs", "-o", "size=4m", "none", place], check=True)
now = datetime(2026, 11, 22, tzinfo=UTC)
with closing(open_with_key(path, "MB", key)) as opened:
    make(opened, place, now, Silent())
    if options == "full":
        (place / "filler").write_bytes(b"x" * (1 << 20))
    else:
        subprocess.run(["mount", "-o", "remount,ro", place], check=True)
    for _ in range(9):
        try:
            make(opened, place, datetime(2026, 11, 23, tzinfo=UTC), Silent())
        except Answer as answer:
            print(answer.code)
            break
    found = copies(place)
    print(found[-1].made_at.day)
    print(sorted(p.name for p in found[0].path.parent.parent.iterdir() if p.name.startswith(".")))
"""


@pytest.mark.parametrize(("how", "code"), [("full", "backup.disk_full"), ("read-only", "backup.read_only")])
def test_a_full_or_write_protected_stick_keeps_the_older_backups(
    case_template: Any, tmp_path: Path, place: Path, how: str, code: str
) -> None:
    path = case_template.copy_to(tmp_path)
    prefix = ["unshare", "--map-root-user", "--mount", sys.executable, "-c", SMALL_DISK]
    done = subprocess.run(
        [*prefix, path, place, case_template.key.hex(), how], capture_output=True, text=True, check=False
    )
    assert done.stdout.splitlines() == [code, "22", "[]"], done.stderr


# Rotation

MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))


@given(st.lists(MOMENTS, max_size=60), MOMENTS)
def test_rotation_keeps_the_newest_and_is_bounded_and_stable(
    made: list[datetime], one_more: datetime
) -> None:
    stays = rule.kept([*made, one_more], one_more)
    assert max([*made, one_more]) in stays
    assert stays <= {*made, one_more}
    assert len(stays) <= 7 + 4 + 2
    assert sum(abs(one_more - moment) > timedelta(days=30) for moment in stays) <= 2, "the two newest at most"
    assert rule.kept(stays, one_more) == stays, "what stayed once stays until something new comes"


def test_a_year_of_daily_backups_leaves_seven_days_and_four_weeks() -> None:
    start, stays = datetime(2025, 11, 22, 12, tzinfo=UTC), frozenset[datetime]()
    for day in range(366):
        made = start + timedelta(days=day)
        stays = rule.kept([*stays, made], made)
    ages = sorted((max(stays) - moment).days for moment in stays)
    assert ages[:7] == list(range(7))
    assert 21 <= ages[-1] < 28
    assert len({moment.isocalendar()[:2] for moment in stays}) == 4


@given(MOMENTS, st.integers(0, 60 * 24 * 30))
def test_due_after_a_day_and_stale_after_a_week(last: datetime, minutes: int) -> None:
    now = last + timedelta(minutes=minutes)
    assert rule.is_due(last, now) == (minutes >= 24 * 60)
    assert rule.is_stale(last, now) == (minutes > 7 * 24 * 60)
    assert rule.is_due(None, now)
    assert rule.is_stale(None, now)


def test_older_backups_go_only_after_the_new_one_counts(
    case_vault: Vault, place: Path, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    for day in range(10):
        make(case_vault, place, now + timedelta(days=day), Silent())
    assert [copy.made_at.day for copy in copies(place)] == [1, 30, 29, 28, 27, 26, 25, 22]
    before = copies(place)
    monkeypatch.setattr(backup, "is_sound", lambda db: db.path == case_vault.path)
    with pytest.raises(Trouble, match=r"backup\.not_verified"):
        make(case_vault, place, now + timedelta(days=10), Silent())
    assert copies(place) == before


def test_somebody_elses_files_in_the_folder_are_left_alone(
    case_vault: Vault, place: Path, now: datetime
) -> None:
    note = place / f"kim-{case_vault.file_id}" / "2026-11-01T00-00-00Z" / "Notiz.txt"
    note.parent.mkdir(parents=True)
    note.write_text("gehört nicht dazu", "utf-8")
    for day in range(10):
        make(case_vault, place, now + timedelta(days=day), Silent())
    assert note.exists()


def test_a_clock_that_was_wrong_once_does_not_empty_the_folder(
    made: Copy, case_vault: Vault, place: Path, now: datetime
) -> None:
    make(case_vault, place, now + timedelta(days=3650), Silent())
    later = make(case_vault, place, now + timedelta(days=1), Silent())
    assert {made, later} <= set(copies(place))


# Looking and restoring


def put_back(copy: Copy, template: Any, path: Path, now: datetime) -> Vault:
    opened = restore.open_by_password(copy, "MB", template.password)
    restore.put_back(opened, path, now, Silent())
    return open_with_key(path, "MB", template.key)


def test_a_lost_file_comes_back_with_every_word(
    made: Copy, case_vault: Vault, case_template: Any, now: datetime
) -> None:
    path = case_vault.path
    case_vault.close()
    for file in (path, *slot_files.paths(path)):
        file.unlink()
    assert restore.new_path(path, now) == path
    with closing(put_back(made, case_template, path, now)) as opened:
        assert sentences(opened) == [SENTENCE]
        assert verify(opened) == []
        assert journal.lines(opened.db, 1)[0].action == "vault.restored"
        assert office_settings.setting(opened.db, restore.RESTORED_FROM, "") == "2026-11-22T09:30:00+00:00"
        assert restore.is_open(opened.db, restore.RELEASES_OPEN)
        assert restore.is_open(opened.db, restore.CATCH_UP_OPEN)
    with closing(vault.open_with_password(path, "MB", case_template.password)):
        pass


def test_an_existing_file_stays_where_and_what_it_is(
    made: Copy, case_vault: Vault, case_template: Any, now: datetime
) -> None:
    path = case_vault.path
    write(case_vault, "2", "danach")
    case_vault.close()
    before = {p.name: p.read_bytes() for p in (path, *slot_files.paths(path))}
    beside = restore.new_path(path, now)
    assert beside.name == "akte-2026-11-22.kim"
    with closing(put_back(made, case_template, beside, now)) as opened:
        assert sentences(opened) == [SENTENCE]
    assert {p.name: p.read_bytes() for p in (path, *slot_files.paths(path))} == before
    assert restore.new_path(path, now).name == "akte-2026-11-22-2.kim"
    with pytest.raises(Exception, match=r"vault\.exists"):
        put_back(made, case_template, path, now)


@pytest.mark.parametrize("left", [".slots1", "-wal"])
def test_beside_what_a_lost_file_left_the_new_one_gets_another_name(
    made: Copy, tmp_path: Path, now: datetime, left: str
) -> None:
    (tmp_path / f"fort.kim{left}").write_bytes(b"x")
    assert restore.new_path(tmp_path / "fort.kim", now).name == "fort-2026-11-22.kim"


def test_an_old_backup_opens_with_the_password_of_its_day(
    made: Copy, case_vault: Vault, case_template: Any, place: Path, now: datetime
) -> None:
    passwords.change_password(case_vault, case_template.password, NEW_PASSWORD, now, FLOOR)
    assert restore.open_by_password(made, "MB", case_template.password).cases == 0
    with pytest.raises(InvalidInput, match=r"vault\.wrong_password"):
        restore.open_by_password(made, "MB", NEW_PASSWORD)
    newer = make(case_vault, place, now + timedelta(days=1), Silent())
    assert restore.open_by_password(newer, "MB", NEW_PASSWORD).cases == 0
    with pytest.raises(InvalidInput, match=r"vault\.wrong_password"):
        restore.open_by_password(newer, "MB", case_template.password)


@pytest.mark.parametrize("where", [0, 4096 * 5 + 100, -10])
def test_a_damaged_backup_is_named_and_restores_nothing(made: Copy, case_template: Any, where: int) -> None:
    content = bytearray(made.path.read_bytes())
    content[where] ^= 1
    made.path.write_bytes(content)
    with pytest.raises(Trouble, match=r"backup\.damaged"):
        restore.open_by_password(made, "MB", case_template.password)


def test_a_backup_that_changes_between_looking_and_restoring_becomes_no_file(
    made: Copy, case_template: Any, tmp_path: Path, now: datetime
) -> None:
    opened = restore.open_by_password(made, "MB", case_template.password)
    content = bytearray(made.path.read_bytes())
    content[4096 * 5 + 100] ^= 1
    made.path.write_bytes(content)
    target = tmp_path / "neu" / "akten.kim"
    with pytest.raises(Trouble, match=r"backup\.damaged|vault\.damaged"):
        restore.put_back(opened, target, now, Silent())
    assert [path.name for path in target.parent.iterdir()] == ["akten.kim.lock"]


def test_a_backup_of_a_newer_program_is_left_alone(
    case_vault: Vault, case_template: Any, place: Path, now: datetime
) -> None:
    case_vault.db.execute("PRAGMA user_version = 999")
    newer = make(case_vault, place, now, Silent())
    with pytest.raises(Trouble, match=r"vault\.newer"):
        restore.open_by_password(newer, "MB", case_template.password)


@pytest.mark.parametrize("deep", [0, 1, 2])
def test_backups_are_found_from_the_place_the_files_folder_and_themselves(
    made: Copy, case_vault: Vault, place: Path, now: datetime, deep: int
) -> None:
    other = make(case_vault, place, now + timedelta(days=1), Silent())
    pointed = [place, made.path.parent.parent, made.path.parent][deep]
    assert copies(pointed) == ((made,) if deep == 2 else (other, made))


def test_the_file_of_a_kreis_is_backed_up_and_restored_too(
    district_vault: Vault, district_template: Any, place: Path, now: datetime
) -> None:
    copy = make(district_vault, place, now, Silent())
    opened = restore.open_by_password(copy, "KO", district_template.password)
    assert opened.cases is None
    restore.put_back(opened, place / "kreis.kim", now, Silent())
    with closing(open_with_key(place / "kreis.kim", "KO", district_template.key)) as again:
        assert verify(again) == []


# Killed


@contextmanager
def worker(*arguments: object) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, str(HERE / "backup_worker.py"), *map(str, arguments)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield process
        finally:
            process.kill()


@pytest.mark.parametrize("kills", [6, pytest.param(300, marks=pytest.mark.soak)])
def test_killed_at_any_moment_every_backup_there_is_whole_and_the_file_opens(
    case_template: Any, tmp_path: Path, place: Path, kills: int
) -> None:
    path, key = case_template.copy_to(tmp_path), case_template.key
    with closing(open_with_key(path, "MB", key)) as opened:
        for number in range(100):
            write(opened, f"a{number:03}", "x" * 5000)
    for kill in range(kills):
        with worker("backup", path, place, key.hex(), kill * 400) as process:
            assert process.stdout is not None
            acknowledged = process.stdout.readline()
            time.sleep(uniform(0, 0.6))
            process.kill()
            told = [acknowledged, *process.stdout.readlines()]
        done = [line.strip() for line in told if line.endswith("\n") and line != "begun\n"]
        found = copies(place)
        assert set(done[-1:]) <= {copy.path.parent.name for copy in found}, f"kill {kill}"
        for copy in found[:3]:
            assert restore._opened(copy, "MB", (key,)).cases == 0, f"kill {kill}"
        with closing(open_with_key(path, "MB", key)) as opened:
            assert len(sentences(opened)) == 100
            assert verify(opened) == []
        Tally.of("backing up").count(told=len(done))


@pytest.mark.parametrize("kills", [6, pytest.param(300, marks=pytest.mark.soak)])
def test_killed_while_restoring_there_is_a_whole_file_or_none_and_the_next_try_works(
    made: Copy, case_template: Any, tmp_path: Path, now: datetime, kills: int
) -> None:
    key = case_template.key
    for kill in range(kills):
        target = tmp_path / f"neu-{kill}" / "akten.kim"
        with worker("restore", made.path, target, key.hex()) as process:
            assert process.stdout is not None
            process.stdout.readline()
            time.sleep(uniform(0, 0.12))
            process.kill()
        if not target.exists():
            assert restore.new_path(target, now) == target, "what was left over is in nobody's way"
            restore.put_back(restore._opened(made, "MB", (key,)), target, now, Silent())
        with closing(open_with_key(target, "MB", key)) as opened:
            assert sentences(opened) == [SENTENCE]
            assert verify(opened) == []
            assert restore.is_open(opened.db, restore.RELEASES_OPEN), (
                f"kill {kill}: marked, whatever happened"
            )
            assert not target.with_name("akten.kim.new").exists()
        Tally.of("restoring").count(told=1)
