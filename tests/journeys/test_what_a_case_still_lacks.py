# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""„Es fehlt noch“ leads to what is missing, and the Übertragungsblatt saves searching twice."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtWidgets import QFileDialog

from app.operations import self_checks
from storage import journal
from tests.journeys.hands import Hands, spoken


def codes(person: Hands, case_id: str) -> list[str]:
    session = person.robot.shell().session
    return [each.code for each in session.read(self_checks.still_missing, case_id, session.today())]


def test_what_is_missing_leads_to_where_it_is_put_right(hands: Callable[[], Hands], with_a_case: str) -> None:
    person = hands()
    person.robot.go("case", with_a_case)
    assert codes(person, with_a_case) == ["basis", "birth_date", "language", "livelihood", "next_step"]
    assert person.robot.reads("Es fehlt noch")
    with person.task("Von „Es fehlt noch“ zum Geburtsdatum, eingetragen", at_most=4):
        person.go("Grundlage der Akte, bis 06.12.2026")
        person.press("Down")
        person.press("Return")
        person.answer("Geburtsdatum", "7.3.1990")
        person.press("Ctrl+Return")
    assert "birth_date" not in codes(person, with_a_case)
    assert not person.robot.reads("Geburtsdatum")
    with person.task("Von „Es fehlt noch“ zur Einwilligung", at_most=2):
        person.press("Up")
        person.press("Return")
    assert person.robot.reads("Einwilligung vorbereiten")


def test_while_the_client_looks_on_nothing_is_missing(hands: Callable[[], Hands], with_a_case: str) -> None:
    person = hands()
    person.robot.go("case", with_a_case)
    person.press("F8")
    assert not person.robot.reads("Es fehlt noch")
    person.press("F8")
    assert person.robot.reads("Es fehlt noch")


def test_the_sheet_for_the_database_of_the_land(
    hands: Callable[[], Hands], with_a_case: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "blatt.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    person = hands()
    person.robot.go("case", with_a_case, "documents")
    with person.task("Übertragungsblatt Datenbank KIM", at_most=4):
        person.do("Neues Blatt")
        person.choose("Übertragungsblatt", "Up")
        person.press("Return")
        assert spoken(person.robot.front()) == "Übertragungsblatt Datenbank KIM"
        person.do("Außerhalb speichern")
    with pypdfium2.PdfDocument(target) as pages:
        text = pages[0].get_textpage().get_text_bounded()
        assert len(pages) == 1
    assert "Özdemir" in text
    assert "Vorläufige Akte" in text
    assert journal.lines(person.robot.shell().session.vault.db, 1)[0].action == "land_sheet.saved_outside"
