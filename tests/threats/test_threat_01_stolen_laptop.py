# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Row 1, stolen laptop: nothing of what was typed lies in the clear, in whatever the disk holds."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from app.demo import sample
from app.operations import backups
from app.operations.vaults import FLOOR, create_case_file
from storage import recovery_key
from storage.vault import Vault
from tests.journeys.hands import Hands
from tests.traces import heard, spellings, traces
from tests.ui import walk

CANARY = "Kanarienvogel-Żółć-4711"
CANARIES = (CANARY, "Łukaszewicz", walk.LONG_WORD, "Östergård", "阮氏香", walk.PASSWORD, sample.PASSWORD)


def in_the_clear(vault: Vault, *words: str) -> list[bytes]:
    """What a thief would look for: names and texts in any spelling, the key, and the look of a plain file."""
    written = {each for word in (*CANARIES, *words) for each in spellings(word) if len(each) > 3}
    return [*written, vault._key, vault._key.hex().encode(), b"CREATE TABLE", b"SQLite format", b"%PDF"]


def test_threat_01_stolen_laptop(
    full_of_canaries: tuple[Vault, Vault], places: list[Path], tmp_path: Path, now: datetime
) -> None:
    """Row 1. File, WAL, slots, settings, log, home and temporary folder, with every field filled."""
    office, kreis = full_of_canaries
    robot = walk.sit(office, 1366, 768)
    robot.go("cases")
    assert any("Łukaszewicz" in words for words in heard()), "there is something to be found"
    (tmp_path / "stick").mkdir()
    backups.set_place(office, str(tmp_path / "stick"), now)
    backups.back_up(office, now)
    assert office.path.with_name("akte.kim-wal").stat().st_size > 0
    secrets = [*in_the_clear(office), *in_the_clear(kreis)]
    assert traces(tmp_path, secrets) == []
    robot.window.lock()
    assert traces(tmp_path, secrets) == []
    robot.window.close()


def test_threat_01_while_somebody_types(
    hands: Callable[[], Hands], with_a_case: str, places: list[Path], tmp_path: Path, path: Path
) -> None:
    """Row 1. A sentence that is only a draft yet, killed or not, lies in no file that can be read."""
    person = hands()
    person.robot.go("case", with_a_case)
    person.answer("Notiz", CANARY)
    person.press("F9")
    session = person.robot.window.session()
    assert session is not None
    kept = session.vault.db.execute("SELECT json FROM draft").fetchall()
    assert any(CANARY in text for (text,) in kept), "it was kept"
    assert traces(tmp_path, in_the_clear(session.vault, "Özdemir", "Gülşen")) == []


def test_threat_01_the_ways_in(tmp_path: Path, now: datetime) -> None:
    """Row 1. Neither password nor recovery key lie beside the file, and nobody else may read it."""
    made = create_case_file(tmp_path / "akte.kim", "KV", CANARY, f"Kennwort {CANARY}", now, FLOOR)
    printed = made.recovery_key
    secrets = in_the_clear(made.vault, f"Kennwort {CANARY}", printed, printed.replace("-", ""))
    files = [each for each in tmp_path.iterdir() if each.is_file()]
    assert {each.suffix for each in files} >= {".kim", ".kim-wal", ".slots1", ".slots2", ".lock"}
    assert traces(tmp_path, [*secrets, recovery_key.parse(printed)]) == []
    assert not [each.name for each in files if each.stat().st_mode & 0o077], "open to others"
    made.vault.close()


def test_threat_01_the_scan_is_not_blind(tmp_path: Path) -> None:
    """Row 1. Each canary is found again in each of its spellings."""
    for number, written in enumerate(spellings(CANARY)):
        (tmp_path / str(number)).write_bytes(b"x" * 5000 + written)
    (tmp_path / CANARY).touch()
    assert len(traces(tmp_path, spellings(CANARY))) == len(spellings(CANARY)) + 1
