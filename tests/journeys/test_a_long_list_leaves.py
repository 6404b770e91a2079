# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""2,000 persons leave as a PDF: the window answers meanwhile, Escape stops it, and Heute tells of the end."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog

from app.domain.controller import Controller
from app.domain.registration import ListData, PersonData
from app.domain.registration_handover import PRESETS, Wish
from app.domain.service import ServiceData
from app.operations import cases, directory, registration, registration_export, registration_import
from app.operations.vaults import Vault
from tests.journeys.hands import Hands
from ui import jobs
from ui.registration_handover import HandoverDialog, PassphraseDialog

PERSONS = 2_000
Filling = Callable[[], AbstractContextManager[Vault]]


def begin(vault: Vault, persons: int, now: datetime) -> str:
    """A list for the authority that asked for it."""
    office = directory.add_service(vault, ServiceData("Ausländerbehörde", "foreigners_office"), now)
    law = Controller("Kreis", "KIM", "53721 Siegburg", "0", "kim@example.org", "DS", "LDI", "DSGVO", 3)
    cases.set_controller(vault, law, now)
    site = cases.sites(vault)[0].id
    listed = ListData(site, "Unterkunft", office, "aufenthg_87", "Ersuchen vom 20.11.2026")
    list_id = registration.add_list(vault, listed, now)
    everybody = [PersonData("Kowalénko", f"Hanna {number}") for number in range(persons)]
    registration_import.take_in(vault, list_id, everybody, now)
    return list_id


@pytest.fixture
def leaving(
    filling: Filling,
    with_a_case: str,
    hands: Callable[[], Hands],
    now: datetime,
    target: Path,
) -> HandoverDialog:
    """The hand-over of a long list as PDF, under way."""
    with filling() as vault:
        list_id = begin(vault, PERSONS, now)
    person = hands()
    person.robot.go("lists", list_id)
    person.do("Weitergeben")
    dialog = person.robot.front()
    assert isinstance(dialog, HandoverDialog)
    dialog.format.set_value("pdf")
    dialog.hand_over()
    assert jobs.running()
    assert not target.exists()
    return dialog


@pytest.fixture
def target(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "liste.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    return path


def wait_for(happened: Callable[[], bool]) -> None:
    until = time.monotonic() + 60
    while not happened():
        assert time.monotonic() < until
        QApplication.processEvents()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        time.sleep(0.005)


def test_the_window_answers_while_the_pages_are_made(leaving: HandoverDialog, target: Path) -> None:
    moments: list[float] = []
    beat = QTimer(interval=20)
    beat.timeout.connect(lambda: moments.append(time.monotonic()))
    beat.start()
    wait_for(lambda: isinstance(QApplication.activeModalWidget(), PassphraseDialog))
    beat.stop()
    assert target.stat().st_size > 0
    assert max(b - a for a, b in pairwise(moments)) < 1.5
    assert len(moments) > 10


def test_escape_stops_it_and_nothing_has_left(leaving: HandoverDialog, target: Path) -> None:
    vault = leaving._session.vault
    QTest.keyClick(leaving, Qt.Key.Key_Escape)
    assert leaving.isVisible()
    wait_for(lambda: not jobs.running() and leaving.save.isEnabled())
    assert list(target.parent.glob("liste*")) == []
    assert registration.lists(vault)[0].handed_over_on is None
    QTest.keyClick(leaving, Qt.Key.Key_Escape)
    wait_for(lambda: not isinstance(QApplication.activeModalWidget(), HandoverDialog))


def test_the_cover_stops_it_too(leaving: HandoverDialog, target: Path) -> None:
    """Nobody would read the passphrase behind it."""
    vault = leaving._session.vault
    QTest.keyClick(leaving.windowHandle(), Qt.Key.Key_F9)
    wait_for(lambda: not jobs.running())
    assert list(target.parent.glob("liste*")) == []
    assert registration.lists(vault)[0].handed_over_on is None


def test_heute_tells_two_weeks_before_the_persons_go(
    filling: Filling, with_a_case: str, hands: Callable[[], Hands], now: datetime, tmp_path: Path
) -> None:
    before = now - timedelta(days=80)
    with filling() as vault:
        list_id = begin(vault, 2, before)
        wish = Wish(PRESETS["appointments"], "appointments")
        registration_export.export(vault, list_id, wish, "csv", tmp_path / "liste.csv", before)
    person = hands()
    with person.task("Von Heute zur Liste, die gelöscht wird", at_most=1):
        person.go("Unterkunft, 2 Personen werden am 02.12.2026 gelöscht, 10 Tage")
        person.press("Return")
    assert person.robot.shell().location == ("lists", (list_id,))
    assert person.robot.reads("Am 02.12.2026 werden diese Personen gelöscht.")
