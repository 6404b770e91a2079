# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The Kreis fetches by itself: at the beginning, now and then, after publishing, and never on this thread."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.domain.errors import Trouble
from app.operations import district, district_rounds, publishing, ways
from app.operations.vaults import Vault
from storage import office_settings, packets, restore
from ui import fetching, jobs
from ui.application import make_window
from ui.fetching import Fetcher
from ui.session import Session

OCTOBER = date(2026, 10, 31)


def settled() -> None:
    """The answers of work beside the windows, and what they set off, have come."""
    QApplication.processEvents()
    while jobs.running():
        jobs.finish()
        QApplication.processEvents()


@pytest.fixture
def sent(exchange: Any) -> Any:
    """A release of the first office lies in the exchange folder."""
    exchange.release(0, OCTOBER)
    exchange.deliver(0, OCTOBER)
    return exchange


@pytest.mark.usefixtures("qapp")
def test_it_takes_what_lies_there_and_comes_again_after_a_while(sent: Any, now: datetime) -> None:
    clock = [now]
    session = Session(sent.kreis, lambda: clock[0])
    told: list[str] = []
    session.changed.connect(lambda: told.append("changed"))
    fetcher = Fetcher(session)
    settled()
    assert [each.state for each in packets.received(sent.kreis.db)] == ["accepted"]
    assert told == ["changed"]
    fetcher.go()
    assert jobs.running() == [], "not every minute"
    sent.release(1, OCTOBER)
    sent.deliver(1, OCTOBER)
    clock[0] += timedelta(minutes=10)
    fetcher.go()
    settled()
    assert len(packets.received(sent.kreis.db)) == 2


@pytest.mark.usefixtures("qapp")
def test_the_windows_go_on_meanwhile(sent: Any, now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    threads: list[threading.Thread] = []
    fetch = district.fetch

    def seen(*given: Any, **more: Any) -> Any:
        threads.append(threading.current_thread())
        return fetch(*given, **more)

    monkeypatch.setattr(fetching.district, "fetch", seen)
    Fetcher(Session(sent.kreis, lambda: now))
    settled()
    assert len(threads) == 1
    assert threads[0] is not threading.main_thread()


@pytest.mark.usefixtures("qapp")
def test_what_is_published_goes_out_at_once_and_once(sent: Any, now: datetime) -> None:
    clock = [now]
    session = Session(sent.kreis, lambda: clock[0])
    Fetcher(session)
    settled()
    clock[0] += timedelta(seconds=90)
    session.write(publishing.publish_tables, 2, date(2027, 1, 1))
    assert session.read(publishing.is_on_its_way, "tables")
    clock[0] += timedelta(seconds=1)
    settled()
    assert not session.read(publishing.is_on_its_way, "tables")
    names = {path.name for path in (sent.folder / "catalogue").iterdir()}
    session.changed.emit()
    QApplication.processEvents()
    assert jobs.running() == []
    assert any(name.startswith(f"{now:%Y%m%d}") for name in names)


@pytest.mark.usefixtures("qapp")
def test_in_trouble_it_tries_ever_more_rarely_and_says_when(sent: Any, now: datetime) -> None:
    away = sent.folder.rename(sent.folder.with_name("fort"))
    clock = [now]
    session = Session(sent.kreis, lambda: clock[0])
    fetcher = Fetcher(session)
    settled()
    pauses = []
    for _ in range(4):
        state = session.read(ways.delivery_state)
        assert state is not None
        assert state.trouble == "transport.folder_missing"
        pauses.append(state.next_try_at - clock[0])
        session.changed.emit()
        settled()
        assert session.read(ways.delivery_state) == state, "not before its time"
        clock[0] = state.next_try_at
        fetcher.go()
        settled()
    assert pauses[0] <= timedelta(minutes=1) < pauses[3]
    away.rename(sent.folder)
    state = session.read(ways.delivery_state)
    assert state is not None
    clock[0] = state.next_try_at
    fetcher.go()
    settled()
    assert len(packets.received(sent.kreis.db)) == 1


@pytest.mark.usefixtures("qapp")
def test_publishing_before_a_closed_door_does_not_knock_again(sent: Any, now: datetime) -> None:
    ways.keep_outcome(sent.kreis, Trouble("transport.login_refused"), now - timedelta(hours=2))
    session = Session(sent.kreis, lambda: now)
    Fetcher(session)
    session.write(publishing.publish_tables, 2, date(2027, 1, 1))
    settled()
    assert packets.received(sent.kreis.db) == ()
    assert session.read(publishing.is_on_its_way, "tables")


def test_without_a_way_or_anybody_and_after_a_restore_it_stays_at_home(
    sent: Any, district_vault: Vault, now: datetime
) -> None:
    assert district_rounds.is_called(sent.kreis, now)
    with sent.kreis.transaction() as db:
        office_settings.set_setting(db, restore.RELEASES_OPEN, "open")
    assert not district_rounds.is_called(sent.kreis, now)
    assert not district_rounds.is_called(district_vault, now)


def test_a_closed_file_is_left_alone(sent: Any, qapp: QApplication, now: datetime) -> None:
    session = Session(sent.kreis, lambda: now)
    fetcher = Fetcher(session)
    session.close()
    fetcher.go()
    qapp.processEvents()
    assert jobs.running() == []


def test_an_opened_kreis_file_fetches_by_itself_and_says_when_again(
    sent: Any, sit: Callable[..., Any], now: datetime, qtbot: QtBot, tmp_path: Path
) -> None:
    window = make_window(tmp_path / "door.kim", lambda: now)
    qtbot.addWidget(window)
    window.open(sent.kreis)
    settled()
    assert len(packets.received(sent.kreis.db)) == 1
    desk = sit(sent.kreis)
    desk.go("inbox")
    said = "Zuletzt gelungen: heute, 10:30 Uhr. Das Programm holt von selbst wieder ab: heute, 10:40 Uhr."
    assert said in desk.says()


def test_fetching_by_hand_waits_for_the_round_under_way(
    sent: Any, sit: Callable[..., Any], now: datetime
) -> None:
    """One after the other: nothing is taken twice, and the person gets an answer."""
    desk = sit(sent.kreis)
    desk.go("inbox")
    Fetcher(desk.session).go()
    desk.click("Abholen")
    desk.finish_jobs()
    assert desk.toast() == "Es ist nichts Neues da."
    assert len(packets.received(sent.kreis.db)) == 1
    shutil.rmtree(sent.folder)
