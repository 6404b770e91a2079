# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Row 6, document on disk: preview, print, batch print and scan import write no byte outside the file."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog

from app.operations import documents, scans
from tests.journeys.hands import Hands
from tests.journeys.test_paper_out_and_back import Desk, desk, journal, vault_of
from tests.paper import Queue, scanned, set_up_queue, sheets_of
from tests.watch import Watch, open_for_writing
from ui.documents_tab import DocumentsTab

__all__ = ["desk"]

OPEN_FILES = """
for fd in /proc/$PPID/fd/*; do
  target=$(readlink "$fd") || continue
  flags=$(sed -n 's/^flags:[^0-9]*//p' "/proc/$PPID/fdinfo/$(basename "$fd")" 2>/dev/null)
  case "$target:$flags" in /dev/*|/proc/*) ;; /*:*1|/*:*2) printf '%s\\n' "$target" >> "{seen}";; esac
done
"""


@pytest.fixture
def outside(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the test itself writes: the printers' notes and the scanner's file."""
    return tmp_path_factory.mktemp("outside")


@pytest.fixture
def queue(outside: Path, monkeypatch: pytest.MonkeyPatch) -> Queue:
    """Each job also notes which files the program holds open for writing while it prints."""
    queue = set_up_queue(outside / "drucker", monkeypatch)
    program = outside / "drucker" / "programme" / "lp"
    looks = OPEN_FILES.format(seen=outside / "offen")
    program.write_text(program.read_text("utf-8") + looks, "utf-8")
    return queue


@pytest.fixture
def watch(tmp_path: Path, places: list[Path], path: Path) -> Iterator[Watch]:
    watch = Watch(tmp_path)
    yield watch
    watch.close()


def test_threat_06_document_on_disk(
    places: list[Path],
    desk: Desk,
    queue: Queue,
    outside: Path,
    path: Path,
    tmp_path: Path,
    watch: Watch,
    hands: Callable[[], Hands],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    came = outside / "scan.pdf"
    came.write_bytes(scanned(sheets_of(desk.consent.pdf, desk.neighbours.pdf)))
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(came), ""))
    person, before = hands(), open_for_writing()
    person.robot.go("case", desk.case_id, "documents")
    person.do("Drucken")
    person.press("Ctrl+Return")
    person.do("Alles für diesen Termin")
    person.press("Ctrl+Return")
    person.press("Space")
    person.press("Ctrl+Return")
    person.press("Escape")
    person.do("Scan aufnehmen")
    person.press("Ctrl+Return")
    person.press("Escape")
    person.robot.go("blank_sheets")
    person.do("Vordrucke drucken")
    person.press("Ctrl+Return")
    person.robot.settle()
    person.do("Drucken")
    person.press("Ctrl+Return")
    person.press("Escape")
    person.robot.go("case", desk.case_id, "documents")
    (tab,) = person.robot.every(DocumentsTab)
    tab.list.focus_current()
    while tab.list.current_key() != desk.consent.id:
        person.press("Down")
    person.do("Drucken")
    person.robot.wait_for(lambda: person.robot.reads("Exemplare"), "the print dialog of the scan")
    person.press("Ctrl+Return")
    assert journal(person).count("scan.printed") == 1
    assert len(queue.jobs()) == 4
    assert len(documents.documents(vault_of(person), desk.file_id)) == 4
    assert len(scans.scans(vault_of(person), desk.file_id)) == 1
    own = {path.name, *(f"{path.name}{end}" for end in ("-wal", "-shm", ".slots1", ".slots2", ".lock"))}
    remembered = {"settings.json", "settings.new"}
    beside = {each for each in watch.written() if each.name not in own | remembered}
    assert beside == set()
    files = {str(path.parent / name) for name in own}
    assert open_for_writing() - before <= files
    seen = set((outside / "offen").read_text("utf-8").splitlines())
    assert seen - before <= files, "while a page is handed over"
    assert not [each for each in path.parent.iterdir() if each.name in own and b"%PDF" in each.read_bytes()]
    assert desk.consent.form_number is not None
    assert desk.consent.form_number.encode() not in (tmp_path / "home" / "settings.json").read_bytes()


def test_the_watch_sees_what_is_written(watch: Watch, tmp_path: Path, places: list[Path]) -> None:
    """Otherwise it would prove nothing."""
    with tempfile.NamedTemporaryFile() as file:
        file.write(b"%PDF")
        file.flush()
        assert file.name in {str(each) for each in watch.written()}
        assert file.name in open_for_writing()
    (tmp_path / "neu").mkdir()
    watch.written()
    (tmp_path / "neu" / "blatt.pdf").write_bytes(b"%PDF")
    assert tmp_path / "neu" / "blatt.pdf" in watch.written()
    nameless = os.open(tmp_path, os.O_TMPFILE | os.O_RDWR)
    assert any("(deleted)" in each for each in open_for_writing())
    os.close(nameless)
