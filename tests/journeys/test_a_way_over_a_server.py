# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The way leads over a real WebDAV server: typed in, tried, corrected and taken, by keyboard alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from app.operations import ways
from storage import devices
from tests import dav
from tests.journeys.hands import Hands


@pytest.fixture
def server(tmp_path: Path) -> Iterator[dav.Server]:
    with dav.wsgidav(tmp_path / "dav") as running:
        yield running


@pytest.fixture
def before_the_form(hands: Callable[[], Hands]) -> Hands:
    person = hands()
    person.robot.go("connection")
    return person


def fill_in(person: Hands, address: str, password: str) -> None:
    person.do("Austauschordner wählen: Ordner wählen")
    person.go("Weg: Ordner im Netz")
    person.choose("WebDAV-Server", "Right")
    person.answer("Adresse", address)
    person.answer("Benutzer", dav.USER)
    person.answer("Passwort", password)


def check(person: Hands) -> None:
    person.do("Verbindung prüfen")
    person.robot.settle()


def test_a_way_is_set_tried_and_taken(before_the_form: Hands, server: dav.Server) -> None:
    person = before_the_form
    with person.task("WebDAV-Server einrichten und prüfen", at_most=7):
        fill_in(person, server.address, dav.PASSWORD)
        check(person)
        person.press("Ctrl+Return")
    robot = person.robot
    assert robot.reads(server.address)
    assert robot.reads(f"Angemeldet als {dav.USER}")
    session = robot.window.session()
    assert session is not None
    assert ways.transport(session.vault) == devices.Way("webdav", server.address, dav.USER)
    assert devices.password(session.vault.db) == dav.PASSWORD
    assert list(server.root.rglob("*.pkt")) == []


def test_a_wrong_password_is_said_at_its_step_and_corrected(
    before_the_form: Hands, server: dav.Server
) -> None:
    person = before_the_form
    fill_in(person, server.address, "falsch")
    check(person)
    assert person.robot.reads("Der Server ist erreichbar.")
    assert person.robot.reads("Der Server nimmt die Anmeldung nicht an.")
    with person.task("Passwort berichtigen und noch einmal prüfen", at_most=2):
        person.answer("Passwort", dav.PASSWORD)
        check(person)
    assert not person.robot.reads("Der Server nimmt die Anmeldung nicht an.")
    for said in ("Die Anmeldung gilt.", "Der Ordner ist da.", "Alles in Ordnung."):
        assert person.robot.reads(said)
    session = person.robot.window.session()
    assert session is not None
    assert ways.transport(session.vault) is None, "trying stores nothing"


def test_the_password_is_not_shown_again(
    filling: Callable[[], Any], hands: Callable[[], Hands], server: dav.Server, now: datetime
) -> None:
    with filling() as vault:
        ways.set_transport(vault, "webdav", server.address, now, user=dav.USER, password=dav.PASSWORD)
    person = hands()
    person.robot.go("connection")
    person.do("Austauschordner wählen: Ändern")
    assert person.robot.reads("Gespeichert und nicht mehr zu sehen.")
    assert not person.robot.reads(dav.PASSWORD)
    with person.task("Mit dem gespeicherten Passwort prüfen", at_most=1):
        check(person)
    assert person.robot.reads("Alles in Ordnung.")
