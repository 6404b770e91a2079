# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""What was talked about goes onto paper: the Erfassungsbogen, and the Bestandsaufnahme full or empty."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, datetime, timedelta

import pypdfium2
import pytest

from app.domain.assessment import NewAssessment, Score
from app.domain.controller import Controller
from app.operations import assessments, cases, documents
from app.operations.vaults import Vault
from tests.journeys.hands import Hands

Filling = Callable[[], AbstractContextManager[Vault]]
TODAY = date(2026, 11, 22)
OFFICE = Controller("Stadt", "KIM", "Markt 1", "02241 100", "a@b.example", "DSB", "LDI", "DSGVO", 3)
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)  # popups, offscreen


@pytest.fixture
def assessed(filling: Filling, with_a_case: str, now: datetime) -> str:
    """Two assessments, three months apart; the id of the case."""
    with filling() as vault:
        cases.set_controller(vault, OFFICE, now)
        for day, need in ((TODAY - timedelta(days=90), 5), (TODAY, 2)):
            new = NewAssessment(day, (Score("housing", need, 3, "Zu siebt in drei Zimmern", 4),))
            assessments.record_assessment(vault, with_a_case, new, now)
    return with_a_case


def printed(person: Hands, case_id: str) -> tuple[str, str]:
    """Form and words of the newest document."""
    vault = person.robot.shell().session.vault
    file_id = cases.case_view(vault, case_id, TODAY).file.id
    newest = documents.document(vault, documents.documents(vault, file_id)[0].id)
    with pypdfium2.PdfDocument(newest.pdf) as pages:
        return newest.form, "\n".join(page.get_textpage().get_text_bounded() for page in pages)


def test_the_assessment_beside_the_one_before(hands: Callable[[], Hands], assessed: str) -> None:
    person = hands()
    person.robot.go("case", assessed, "assessment")
    with person.task("Bestandsaufnahme auf Papier", at_most=2, compare="abtippen in Word"):
        person.back("Bestandsaufnahme wählen")
        person.press("Down")
        person.do("Drucken")
    form, said = printed(person, assessed)
    assert form == "assessment"
    assert "22.11.2026" in said
    assert "24.08.2026" in said
    assert "Zu siebt in drei Zimmern" in said
    assert person.robot.reads("Bestandsaufnahme BA-")


def test_an_empty_one_to_be_ticked_by_hand(hands: Callable[[], Hands], assessed: str) -> None:
    person = hands()
    person.robot.go("case", assessed, "assessment")
    with person.task("Leere Bestandsaufnahme", at_most=1):
        person.do("Leeres Blatt drucken")
    form, said = printed(person, assessed)
    assert form == "assessment"
    assert "Zu siebt" not in said


def test_the_intake_sheet_from_the_menu_of_papers(hands: Callable[[], Hands], assessed: str) -> None:
    person = hands()
    person.robot.go("case", assessed, "documents")
    with person.task("Erfassungsbogen zum Durchsehen", at_most=4):
        person.do("Neues Blatt")
        person.choose("Erfassungsbogen")
        person.press("Return")
        person.press("Ctrl+Return")
    form, said = printed(person, assessed)
    assert form == "intake"
    assert "Özdemir" in said
    assert person.robot.reads("Erfassungsbogen EB-")
