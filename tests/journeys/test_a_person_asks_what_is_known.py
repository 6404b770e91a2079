# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Auskunft (Art. 15 DSGVO) by keyboard: asked for, looked at, saved as data for the person."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, datetime
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog

from app.domain.contact import NewContact
from app.operations import cases, contacts
from app.operations.vaults import Vault
from tests.journeys.hands import Hands
from tests.journeys.test_passing_on import OFFICE

Filling = Callable[[], AbstractContextManager[Vault]]


def test_everything_that_is_known_on_paper_and_as_data(
    hands: Callable[[], Hands],
    with_a_case: str,
    filling: Filling,
    tmp_path: Path,
    now: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with filling() as vault:
        cases.set_controller(vault, OFFICE, now)
        contacts.add_contact(
            vault, with_a_case, NewContact("talk", date(2026, 11, 20), "Mietvertrag fehlt"), now
        )
    target = tmp_path / "auskunft.json"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    person = hands()
    vault = person.robot.shell().session.vault
    person.robot.go("case", with_a_case, "documents")
    with person.task("Auskunft nach Art. 15, auch als Daten", at_most=4, compare="Akte kopieren, Stunden"):
        person.do("Rechte der Person")
        person.do("Auskunft erstellen")
        person.robot.wait_for(lambda: person.robot.reads("Auskunft über alle Daten"), "the pages")
        person.do("Als Daten speichern")
        person.press("Escape")
    told = json.loads(target.read_text("utf-8"))
    assert {"client", "file", "contact", "intake"} <= {each["table"] for each in told["chapters"]}
    assert "Mietvertrag fehlt" in target.read_text("utf-8")
    noted = vault.db.execute("SELECT action, record_id FROM journal ORDER BY seq DESC LIMIT 1").fetchone()
    assert noted == ("disclosure_info.data_saved_outside", with_a_case)


def test_while_the_client_looks_on_it_is_not_offered(hands: Callable[[], Hands], with_a_case: str) -> None:
    person = hands()
    person.robot.go("case", with_a_case, "documents")
    assert person.robot.reads("Rechte der Person")
    person.press("F8")
    assert person.robot.reads("Neues Blatt")
    assert not person.robot.reads("Rechte der Person")
