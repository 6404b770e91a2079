# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""A canary in every field, then a day's work through the window: nothing of it lies in the clear anywhere."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog

from app.operations import backups, cases, contacts, district, registration_import, reporting
from storage.vault import Vault
from tests.journeys.hands import Hands
from tests.paper import Queue, scanned, set_up_queue, sheets_of
from tests.threats import canaries
from tests.threats.test_threat_09_names_in_logs import log
from tests.traces import heard, spellings, traces
from tests.ui import walk
from ui import errors

__all__ = ["log"]

WORD = canaries.WORD
HIDDEN = spellings(WORD)


class Broken(Exception):
    """A bug that carries what was read."""


@pytest.fixture
def outside(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The printer's pages, the scanner's file and somebody's table: what is outside by its nature."""
    return tmp_path_factory.mktemp("outside")


@pytest.fixture
def queue(outside: Path, monkeypatch: pytest.MonkeyPatch) -> Queue:
    return set_up_queue(outside / "drucker", monkeypatch)


@pytest.fixture
def day(full_of_canaries: tuple[Vault, Vault], queue: Queue, tmp_path: Path, log: Path) -> Hands:
    """Before the window of the office, whose every field names a canary; the stick and the way are set."""
    office, kreis = full_of_canaries
    assert len(canaries.put_in(office)) >= 30, "the walk through the schema has lost its way"
    for folder in ("stick", "austausch"):
        (tmp_path / folder).mkdir()
    backups.set_place(office, str(tmp_path / "stick"), walk.NOW)
    for each in (office, kreis):
        reporting.set_transport(each, "folder", str(tmp_path / "austausch"), walk.NOW)
    return Hands(walk.sit(office, 1366, 768))


def somebody(office: Vault) -> str:
    """A case with a paper."""
    found = "SELECT c.id FROM client_case c JOIN document d ON d.file_id = c.file_id WHERE d.form = 'consent'"
    return str(office.db.execute(found).fetchone()[0])


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_after_a_days_work_no_canary_lies_in_the_clear(
    day: Hands,
    full_of_canaries: tuple[Vault, Vault],
    places: list[Path],
    queue: Queue,
    outside: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    log: Path,
    capfd: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    office, kreis = full_of_canaries
    case_id = somebody(office)
    acts: tuple[Callable[[], None], ...] = (
        lambda: notes(day, case_id),
        lambda: prints(day, case_id, queue),
        lambda: scans(day, case_id, outside, monkeypatch),
        lambda: imports(outside),
        lambda: reports(office, kreis),
        lambda: backs_up(day, tmp_path / "stick"),
        lambda: meets_an_error(day, log),
    )
    for act in acts:
        act()
        assert traces(tmp_path, HIDDEN) == []
    assert any(WORD in said for said in heard()), "there is something to be hidden"
    for key in ("F9", "Ctrl+L"):
        day.press(key)
        assert not [said for said in heard() if WORD in said], key
        assert traces(tmp_path, HIDDEN) == []
    shown = capfd.readouterr()
    assert WORD not in shown.out + shown.err + caplog.text
    assert not list(places[2].iterdir()), "no dump of memory, nor anything else, where it works"
    day.robot.window.close()


def notes(day: Hands, case_id: str) -> None:
    """A contact, and a sentence that is only begun."""
    day.robot.go("case", case_id)
    day.press("2")
    day.write(f"{WORD}-Vermerk")
    day.press("Ctrl+Return")
    vault = day.robot.shell().session.vault
    assert any(f"{WORD}-Vermerk" in each.text for each in cases.timeline(vault, case_id, ("contact",)))
    day.press("1")
    day.write(f"{WORD}-Entwurf")
    day.robot.go("cases")
    kept = [text for (text,) in vault.db.execute("SELECT json FROM draft")]
    assert any(f"{WORD}-Entwurf" in text for text in kept)


def prints(day: Hands, case_id: str, queue: Queue) -> None:
    day.robot.go("case", case_id, "documents")
    day.do("Drucken")
    day.press("Ctrl+Return")
    day.robot.settle()
    assert len(queue.jobs()) == 1


def scans(day: Hands, case_id: str, outside: Path, patch: pytest.MonkeyPatch) -> None:
    came = outside / "scan.pdf"
    (_, pdf), *_ = Queue(outside / "drucker" / "gedruckt").jobs()
    came.write_bytes(scanned(sheets_of(pdf)))
    patch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(came), ""))
    day.do("Scan aufnehmen")
    day.press("Ctrl+Return")
    day.press("Escape")
    db = day.robot.shell().session.vault.db
    assert db.execute("SELECT count(*) FROM scan").fetchone() == (1,)


def imports(outside: Path) -> None:
    """Somebody's table is read by the process that holds no key."""
    table = outside / "liste.csv"
    table.write_text(f"Nachname;Vorname\n{WORD};Hanna\n", "utf-8")
    assert WORD in str(registration_import.read_table(table))


def reports(office: Vault, kreis: Vault) -> None:
    """What the Kreis gets, and what it says back."""
    (site, *_) = cases.sites(office)
    reporting.release(office, site.id, "2026-11", date(2026, 11, 22), walk.NOW)
    assert reporting.deliver(office, walk.NOW).trouble is None
    assert district.fetch(kreis, walk.NOW).accepted >= 1
    reporting.deliver(office, walk.NOW)


def backs_up(day: Hands, stick: Path) -> None:
    day.robot.go("office", "access")
    day.do("Jetzt sichern")
    day.robot.wait_for(lambda: bool(backups.copies(stick)), "the backup")


def meets_an_error(day: Hands, log: Path) -> None:
    """A bug that carries names: a calm dialog and a log of places."""
    try:
        raise Broken(WORD, contacts)
    except Broken as error:
        errors._unmet(type(error), error, error.__traceback__)
    day.robot.settle()
    assert "Broken" in log.read_text("utf-8")
    walk._close_dialogs(day.robot)
    day.robot.go("cases")
