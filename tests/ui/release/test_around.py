# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""What stands around the pages: the courier, the quiet lines, the line of a job, names for all."""

from __future__ import annotations

import threading
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.operations import district, reporting
from app.operations.vaults import Vault
from ui import jobs, release_status
from ui.application import make_window
from ui.delivery import Courier
from ui.job_line import JobLine
from ui.session import Session

OCTOBER = date(2026, 10, 31)


def settled() -> None:
    jobs.finish()
    while jobs.running():
        QApplication.processEvents()


def test_the_courier_takes_what_waits_and_says_so(exchange: Any, now: datetime) -> None:
    exchange.release(0, OCTOBER)
    clock = [now]
    session = Session(exchange.offices[0], lambda: clock[0])
    told: list[str] = []
    session.changed.connect(lambda: told.append("changed"))
    courier = Courier(session)
    QApplication.processEvents()
    settled()
    assert reporting.outbox(exchange.offices[0])[0].delivered_at is not None
    assert told == ["changed"]
    district.fetch(exchange.kreis, now)
    courier.go()
    assert jobs.running() == [], "the receipt is not asked for every minute"
    clock[0] = now + timedelta(minutes=10)
    courier.go()
    settled()
    assert reporting.outbox(exchange.offices[0])[0].result == "accepted"
    courier.go()
    assert jobs.running() == []


def test_an_opened_case_file_sends_what_waits_by_itself(
    exchange: Any, now: datetime, qtbot: QtBot, tmp_path: Path
) -> None:
    exchange.release(0, OCTOBER)
    window = make_window(tmp_path / "door.kim", lambda: now)
    qtbot.addWidget(window)
    window.open(exchange.offices[0])
    QApplication.processEvents()
    settled()
    assert reporting.outbox(exchange.offices[0])[0].delivered_at is not None


def test_the_courier_of_a_closed_file_does_nothing(exchange: Any, now: datetime) -> None:
    exchange.release(0, OCTOBER)
    session = Session(exchange.offices[0], lambda: now)
    courier = Courier(session)
    session.close()
    courier.go()
    QApplication.processEvents()
    assert jobs.running() == []


def test_the_status_names_the_last_release_and_what_waits(exchange: Any, now: datetime) -> None:
    session = Session(exchange.offices[0], lambda: now)
    assert release_status.office_lines(session) == []
    exchange.release(0, OCTOBER)
    texts = [text for _, text in release_status.office_lines(session)]
    assert texts == ["letzte Meldung 31.10.2026", "1 Meldung im Ausgang"]
    exchange.deliver(0, OCTOBER)
    assert [text for _, text in release_status.office_lines(session)] == ["letzte Meldung 31.10.2026"]


def test_the_status_of_the_kreis_names_alarms(exchange: Any, now: datetime) -> None:
    session = Session(exchange.kreis, lambda: now)
    assert release_status.district_lines(session) == []
    exchange.release(0, OCTOBER)
    exchange.deliver(0, OCTOBER)
    (packet,) = exchange.folder.rglob("*.pkt")
    packet.write_bytes(packet.read_bytes()[:100])
    district.fetch(exchange.kreis, datetime(2026, 11, 1, tzinfo=now.tzinfo))
    district.fetch(exchange.kreis, now)
    assert release_status.district_lines(session) == [("warning", "1 Warnung zu Meldungen")]
    assert release_status.district_name(exchange.kreis) == "Musterkreis"


def test_a_kreis_without_a_name(district_vault: Vault) -> None:
    assert release_status.district_name(district_vault) == "Noch kein Kreis"


def test_a_job_line_finds_its_job_again_and_stops_it(qtbot: Any, case_vault: Vault, now: datetime) -> None:
    session, going, steps = Session(case_vault, lambda: now), threading.Event(), []

    def work(progress: Any) -> None:
        going.wait(5)
        progress.advance(1, 2, "Talheim")
        steps.append("not stopped")

    first = JobLine(session, "Probe")
    qtbot.addWidget(first)
    first.start(work, steps.append)
    second = JobLine(session, "Probe")
    qtbot.addWidget(second)
    assert not second.isHidden()
    second.start(work, steps.append)
    assert len(jobs.running()) == 1
    second.stop()
    going.set()
    qtbot.waitUntil(lambda: first.isHidden() and second.isHidden())
    assert steps == []


def test_a_job_that_ends_after_locking_tells_nobody(qtbot: Any, case_vault: Vault, now: datetime) -> None:
    session, told = Session(case_vault, lambda: now), []
    session.changed.connect(lambda: told.append("changed"))
    line = JobLine(session, "Probe")
    qtbot.addWidget(line)
    line.start(lambda _progress: "done", told.append)
    jobs.finish()
    session.close()
    settled()
    assert told == []


@pytest.mark.parametrize("place", ["release", "connection"])
def test_everything_in_the_office_has_a_name(exchange: Any, sit: Any, place: str) -> None:
    desk = sit(exchange.offices[0])
    desk.go(place)
    assert nameless(desk.page()) == []


@pytest.mark.parametrize("place", ["overview", "inbox", "report"])
def test_everything_at_the_kreis_has_a_name(exchange: Any, sit: Any, place: str) -> None:
    exchange.exchange(OCTOBER)
    desk = sit(exchange.kreis)
    desk.go(place)
    assert nameless(desk.page()) == []


def nameless(page: QWidget) -> list[str]:
    """What the keyboard reaches and a screen reader cannot name."""
    reached = [
        widget
        for widget in page.findChildren(QWidget)
        if widget.isVisible() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
    ]
    assert reached
    return [
        type(widget).__name__
        for widget in reached
        if not (widget.accessibleName() or getattr(widget, "text", lambda: "")())
    ]
