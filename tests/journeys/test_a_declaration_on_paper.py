# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""A consent with its Informationsblatt, heard through somebody, signed by a mark, withdrawn, made known."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from app.domain.assessment import NewAssessment, Score
from app.domain.client import Person, SpokenLanguage
from app.domain.consent import WantedRelease
from app.domain.controller import Controller
from app.domain.dates import PartialDate
from app.domain.disclosure import Request
from app.domain.goal import NewGoal
from app.domain.household import NewMember
from app.domain.intake import Intake
from app.domain.service import ServiceData
from app.domain.signing import Hearing, Signing
from app.operations import (
    agreements,
    assessments,
    cases,
    consents,
    directory,
    documents,
    goals,
    households,
    referrals,
    signings,
    withdrawals,
)
from app.operations.vaults import Vault
from tests.journeys.hands import Hands
from ui.document_view import DocumentDialog
from ui.widgets import Chip, Table

TODAY = date(2026, 11, 22)
OFFICE = Controller(
    "Stadt Musterstadt", "Integration", "Markt 1", "02241 1", "a@b.example", "DSB", "LDI", "DSGVO", 3
)
Hands_ = Callable[[], Hands]


@dataclass(frozen=True)
class Desk:
    vault: Vault
    case_id: str
    file_id: str
    jobcenter: str
    now: datetime

    def printed(self, interpreter: str = "", *categories: str) -> str:
        """A consent towards the Jobcenter, printed and not yet signed."""
        rows = tuple(
            WantedRelease(self.jobcenter, each, "secure_benefits", "both")
            for each in categories or ("name_contact", "benefits")
        )
        made = consents.prepare(self.vault, self.file_id, rows, "ar", date(2027, 11, 22), self.now)
        consents.print_notice(self.vault, made, interpreter, self.now)
        return made

    def signed(self, *categories: str) -> str:
        made = self.printed("", *categories)
        (notice, *_) = consents.consents(self.vault, self.file_id)
        given = {row.id: "given" for row in notice.rows}
        consents.sign(self.vault, made, TODAY, given, self.now)
        return made


@pytest.fixture
def desk(case_template: Any, path: Path, now: datetime) -> Desk:
    """Frau Haddad speaks Arabic and has a daughter, Amira, twelve years old."""
    vault = case_template.opened_in(path.parent)
    cases.set_controller(vault, OFFICE, now)
    site = cases.add_site(vault, "SU", "Siegburg Mitte", "05382060", now)
    person = Person("Haddad", "Rima", languages=(SpokenLanguage("ar"),))
    opened = cases.take_in(vault, Intake(person, site, TODAY, "self"), now)
    daughter = NewMember("child", "Amira", born=PartialDate(2014, 5, 1))
    households.add_member(vault, opened.client_id, daughter, now)
    data = ServiceData(
        "Jobcenter Musterstadt", "jobcenter", needs_written_consent=True, address="Gasse 2, 53721 Ort"
    )
    return Desk(vault, opened.case_id, opened.file_id, directory.add_service(vault, data, now), now)


@pytest.fixture
def at_the_desk(hands: Hands_, desk: Desk) -> Callable[[str], Hands]:
    """What was prepared is in the file; the window opens on this tab of the case."""

    def sit(tab: str) -> Hands:
        desk.vault.close()
        person = hands()
        person.robot.shell().go("case", desk.case_id, tab)
        person.robot.settle()
        return person

    return sit


def vault_of(person: Hands) -> Vault:
    return person.robot.shell().session.vault


def notice(person: Hands, desk: Desk) -> Any:
    return consents.consents(vault_of(person), desk.file_id)[0]


def chips(person: Hands) -> list[str]:
    return [chip.text() for chip in person.robot.every(Chip)]


def test_a_consent_is_printed_with_what_the_person_takes_home(desk: Desk, at_the_desk: Any) -> None:
    person = at_the_desk("consent")
    with person.task("Einwilligung und Informationsblatt drucken, arabisch", at_most=6):
        person.do("Einwilligung vorbereiten")
        person.answer("Anlaufstelle hinzufügen", "Jobcenter Musterstadt")
        person.press("Return")
        person.do("Jobcenter Musterstadt: Leistungen")
        person.answer("Jobcenter Musterstadt, Zweck", "Leistungen")
        person.do("Ansehen und drucken")
    front = person.robot.front()
    assert isinstance(front, DocumentDialog)
    assert person.robot.reads("Erst die Unterschrift macht die Einwilligung gültig.")
    kept = documents.documents(vault_of(person), desk.file_id)
    assert sorted((each.form, each.language) for each in kept) == [("consent", "ar"), ("information", "ar")]
    assert signings.awaiting(vault_of(person), desk.file_id) == {notice(person, desk).document_id}


def test_a_signature_through_an_interpreter_takes_no_more_than_any_other(
    desk: Desk, at_the_desk: Any
) -> None:
    desk.printed("Frau Nasser")
    person = at_the_desk("consent")
    with person.task("Unterschrift festhalten, übersetzt", at_most=4, compare="selbst gelesen: 4"):
        person.press("E")
        person.press("Right")
        person.press("E")
        person.do("Unterschrift festhalten")
    signed = notice(person, desk)
    assert signed.status == "signed"
    kept = signings.of_document(vault_of(person), signed.document_id)
    assert kept == Signing(TODAY, Hearing("interpreted", "ar", "Frau Nasser"))


def test_a_child_that_interprets_is_named_and_a_mark_needs_a_witness(desk: Desk, at_the_desk: Any) -> None:
    desk.printed("", "name_contact")
    person = at_the_desk("consent")
    with person.task("Zeichen mit Zeuge, übersetzt", at_most=8):
        person.press("E")
        person.go("Text: selbst gelesen")
        person.choose("Text: übersetzt", down="Right")
        person.answer("Durch wen?", "Amira")
        person.go("In welcher Sprache?")
        assert person.robot.reads("Amira Haddad ist ein Kind dieses Haushalts.")
        person.back("Durch wen?")
        person.write("Herr Salim")
        person.do("Zeichen statt Unterschrift")
        person.do("Unterschrift festhalten")
        assert notice(person, desk).status == "printed"
        person.write("Herr Weiß")
        person.do("Unterschrift festhalten")
    assert not person.robot.reads("Amira Haddad ist ein Kind dieses Haushalts.")
    kept = signings.of_document(vault_of(person), notice(person, desk).document_id)
    assert kept == Signing(TODAY, Hearing("interpreted", "ar", "Herr Salim", mark=True, witness="Herr Weiß"))


def test_a_goal_sheet_signed_with_who_read_it_aloud(desk: Desk, at_the_desk: Any) -> None:
    goals.set_goal(desk.vault, desk.case_id, NewGoal("Ich will arbeiten", "work", TODAY), desk.now)
    sheet = agreements.print_agreement(desk.vault, desk.case_id, "de", date(2027, 2, 22), desk.now)
    person = at_the_desk("goals")
    with person.task("Zielvereinbarung unterschrieben, vorgelesen", at_most=4):
        person.go("Fassung 1 vom 22.11.2026")
        person.press("U")
        person.go("Text: selbst gelesen")
        person.choose("Text: vorgelesen", down="Right")
        person.answer("Durch wen?", "Frau Kurz")
        person.press("Ctrl+Return")
    kept = signings.of_document(vault_of(person), sheet.id)
    assert kept == Signing(TODAY, Hearing("read_aloud", "de", "Frau Kurz"))


def test_everything_is_withdrawn_and_who_knows_something_gets_a_letter(desk: Desk, at_the_desk: Any) -> None:
    desk.signed()
    request = Request(desk.jobcenter, ("name_contact", "benefits"), "secure_benefits", "letter", TODAY)
    referrals.tell(desk.vault, desk.case_id, request, "Bescheid", None, desk.now)
    person = at_the_desk("consent")
    with person.task("Alles widerrufen, Stelle benachrichtigen", at_most=4):
        person.do("Alles widerrufen")
        person.write("mündlich")
        person.press("Ctrl+Return")
        person.do("Mitteilung drucken: Jobcenter Musterstadt")
    assert person.robot.reads("Der Brief nennt nur, was die Stelle schon weiß.")
    (informed,) = withdrawals.to_inform(vault_of(person), desk.file_id)
    assert (informed.recipient, informed.informed_on) == ("Jobcenter Musterstadt", TODAY)
    person.press("Escape")
    assert "mitgeteilt 22.11.2026" in chips(person)
    with person.task("Widerruf als Blatt für die Person", at_most=1):
        person.do("Widerruf drucken")
    forms = [each.form for each in documents.documents(vault_of(person), desk.file_id)]
    assert forms == ["withdrawal", "withdrawal_notice", "consent"]


def test_health_is_out_of_sight_once_it_is_withdrawn(desk: Desk, at_the_desk: Any) -> None:
    desk.signed("name_contact", "health")
    scores = (Score("health", 4, 2, "Rückenschmerzen"), Score("housing", 3, 3, "zu eng"))
    assessments.record_assessment(desk.vault, desk.case_id, NewAssessment(TODAY, scores), desk.now)
    person = at_the_desk("assessment")
    session = person.robot.shell().session
    health = next(row for row in notice(person, desk).rows if row.category == "health")
    session.write(consents.withdraw_row, health.id, TODAY)
    person.back("Bestandsaufnahme wählen")
    person.choose("22.11.2026")
    person.robot.settle()
    (earlier,) = [
        each for each in person.robot.every(Table) if each.accessibleName() == "Frühere Bestandsaufnahme"
    ]
    model = earlier.model()
    lines = [
        [str(model.index(row, place).data() or "") for place in range(model.columnCount())]
        for row in range(model.rowCount())
    ]
    assert ["Gesundheit", "–", "–", "–", "nicht mehr freigegeben"] in lines
    assert not any("Rückenschmerzen" in cell for line in lines for cell in line)
    assert person.robot.reads("2 von 11 besprochen")


def test_what_waits_for_a_signature_stands_on_heute(desk: Desk, at_the_desk: Any) -> None:
    goals.set_goal(desk.vault, desk.case_id, NewGoal("Ich will arbeiten", "work", TODAY), desk.now)
    agreements.print_agreement(desk.vault, desk.case_id, "de", date(2027, 2, 22), desk.now)
    person = at_the_desk("timeline")
    with person.task("Von Heute zum Blatt ohne Unterschrift", at_most=2):
        person.press("Ctrl+1")
        person.go("Zielvereinbarung")
        person.press("Return")
    assert person.robot.shell().location == ("case", (desk.case_id, "documents"))
