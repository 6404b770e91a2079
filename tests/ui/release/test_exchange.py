# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""How the way went, in words, and the courier before a closed door."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtNetwork import QNetworkProxy, QNetworkProxyFactory, QNetworkProxyQuery
from PySide6.QtWidgets import QApplication

from app.domain.errors import Trouble
from app.operations import reporting, ways
from tests import dav
from ui import jobs, release_status
from ui.delivery import Courier
from ui.session import Session
from ui.system_proxy import proxy_for

OCTOBER = date(2026, 10, 31)


def settled() -> None:
    jobs.finish()
    while jobs.running():
        QApplication.processEvents()


def test_a_trouble_stands_on_the_page_with_the_next_try(exchange: Any, sit: Any, now: datetime) -> None:
    exchange.release(0, OCTOBER)
    vault = exchange.offices[0]
    ways.keep_outcome(vault, None, now - timedelta(days=1), lambda: 0.0)
    ways.keep_outcome(vault, Trouble("transport.timeout"), now, lambda: 0.0)
    desk = sit(vault)
    for page in ("connection", "release"):
        desk.go(page)
        said = desk.says()
        assert "Der Server antwortet nicht oder viel zu langsam. Nächster Versuch: heute, 10:30 Uhr." in said
        assert "Zuletzt gelungen: gestern, 10:30 Uhr." in said
    assert [text for _, text in release_status.office_lines(desk.session)][2:] == []


def test_a_closed_door_is_named_and_the_courier_stays_at_home(exchange: Any, sit: Any, now: datetime) -> None:
    exchange.release(0, OCTOBER)
    vault = exchange.offices[0]
    ways.keep_outcome(vault, Trouble("transport.login_refused"), now)
    session = Session(vault, lambda: now + timedelta(days=400))
    Courier(session).go()
    assert jobs.running() == []
    assert ("warning", "Übertragung angehalten") in release_status.office_lines(session)
    desk = sit(vault)
    desk.go("connection")
    assert "Das Programm wartet, bis Sie es ändern oder selbst noch einmal versuchen." in desk.says()


@pytest.mark.usefixtures("qapp")
def test_the_courier_says_when_nobody_is_there_and_comes_again(exchange: Any, now: datetime) -> None:
    exchange.release(0, OCTOBER)
    vault = exchange.offices[0]
    nobody = f"http://127.0.0.1:{dav.free_port()}"
    ways.set_transport(vault, "webdav", nobody, now, user=dav.USER, password=dav.PASSWORD)
    clock = [now]
    told: list[str] = []
    session = Session(vault, lambda: clock[0])
    session.changed.connect(lambda: told.append("changed"))
    courier = Courier(session)
    courier.go()
    settled()
    assert told == ["changed"]
    state = reporting.delivery_state(vault)
    assert state is not None
    assert state.trouble == "transport.connection_refused"
    ways.set_transport(vault, "folder", str(exchange.folder), now)
    clock[0] = state.next_try_at
    courier.go()
    settled()
    assert reporting.outbox(vault)[0].delivered_at is not None


@pytest.mark.parametrize(
    ("kind", "host", "expected"),
    [
        (QNetworkProxy.ProxyType.HttpProxy, "proxy.kreis.example", "http://proxy.kreis.example:3128"),
        (QNetworkProxy.ProxyType.HttpProxy, "fd00::1", "http://[fd00::1]:3128"),
        (QNetworkProxy.ProxyType.NoProxy, "", ""),
        (QNetworkProxy.ProxyType.Socks5Proxy, "proxy.kreis.example", ""),
    ],
)
def test_the_proxy_of_the_system_as_a_plain_string(
    monkeypatch: pytest.MonkeyPatch, kind: Any, host: str, expected: str
) -> None:
    asked: list[QUrl] = []

    def of_the_system(query: QNetworkProxyQuery) -> list[QNetworkProxy]:
        asked.append(query.url())
        return [QNetworkProxy(kind, host, 3128)]

    monkeypatch.setattr(QNetworkProxyFactory, "systemProxyForQuery", of_the_system)
    assert proxy_for("https://kim.example/dav") == expected
    assert asked == [QUrl("https://kim.example/dav")]
    assert proxy_for("/srv/austausch") == ""
