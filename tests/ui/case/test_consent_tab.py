# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Einwilligung: put together, printed, given or refused cell by cell, withdrawn, and what it then carries."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from app.domain.dates import PartialDate
from app.domain.disclosure import Request
from app.operations import cases, consents, drafts, referrals, representatives
from ui.consent_matrix import ConsentMatrix
from ui.consent_notices import who_consents
from ui.consent_tab import ConsentTab
from ui.document_view import DocumentDialog
from ui.widgets import MatrixCell

TODAY = date(2026, 11, 22)


def cell(tab: ConsentTab, row: int, place: int) -> MatrixCell:
    return tab.findChild(ConsentMatrix).matrix.cell(row, place)


def covered(desk: Any, service_id: str, category: str, purpose: str = "counselling") -> bool:
    request = Request(service_id, (category,), purpose, "spoken", TODAY)
    return bool(referrals.check_gate(desk.vault, desk.case_id, request, TODAY).covered)


def told(desk: Any, service_id: str, *categories: str) -> None:
    request = Request(service_id, categories, "counselling", "spoken", TODAY)
    referrals.tell(desk.vault, desk.case_id, request, "Wohnung gesucht", None, desk.session.now())


def choose(tab: ConsentTab, service_id: str) -> Any:
    """A recipient from the directory, as a click in the list does it."""
    directory = tab.editor.form.recipients.directory
    directory.set_value(service_id)
    directory.activated.emit(directory.currentIndex())
    return tab.editor.form.recipients.cards[-1]


@pytest.fixture
def printed(desk: Any) -> Any:
    """Club: name, housing, health; printed today and not yet decided."""
    wanted = desk.wanted(desk.club, "name_contact", "housing", "health")
    made = consents.prepare(
        desk.vault, desk.file_id, tuple(wanted), "de", date(2027, 6, 30), desk.session.now()
    )
    consents.print_notice(desk.vault, made, "", desk.session.now())
    return desk.consent()


def test_a_sheet_is_printed_in_seven_acts_with_nothing_typed_twice(desk: Any) -> None:
    tab = desk.show(ConsentTab)
    assert "Noch keine Einwilligung" in desk.words()
    desk.click("Einwilligung vorbereiten")
    card = choose(tab, desk.club)
    desk.click("Wohnhilfe e. V.: Wohnen")
    card.purpose.set_value("housing_search")
    tab.editor.form.entry("language").set_value("ar")
    desk.click("Ansehen und drucken")
    sheet = desk.dialog()
    assert isinstance(sheet, DocumentDialog)
    consent = desk.consent()
    assert (consent.status, consent.language, consent.version) == ("printed", "ar", 1)
    assert {(row.category, row.purpose, row.direction) for row in consent.rows} == {
        ("name_contact", "housing_search", "both"),
        ("housing", "housing_search", "both"),
    }
    assert consent.valid_until == date(2027, 11, 22)
    assert drafts.drafts(desk.vault) == ()


def test_what_cannot_be_taken_stays_chosen_and_is_marked(desk: Any) -> None:
    tab = desk.show(ConsentTab)
    desk.click("Einwilligung vorbereiten")
    form = tab.editor.form
    desk.click("Nur vorbereiten")
    assert "noch keine Freigabe gewählt" in form.errors()["rows"]
    card = choose(tab, desk.club)
    card.purpose.set_value("housing_search")
    form.entry("valid_until").set_typed("1.1.2026")
    desk.click("Nur vorbereiten")
    assert "schon abgelaufen" in form.errors()["valid_until"]
    assert card.categories.value() == ("name_contact",)
    assert consents.consents(desk.vault, desk.file_id) == ()


def test_what_was_chosen_comes_back(desk: Any) -> None:
    tab = desk.show(ConsentTab)
    desk.click("Einwilligung vorbereiten")
    card = choose(tab, desk.club)
    card.purpose.set_value("debt")
    desk.click("Wohnhilfe e. V.: Familie")
    again = desk.show(ConsentTab)
    assert again.editor.isVisible()
    (card,) = again.editor.form.recipients.cards
    assert card.categories.value() == ("name_contact", "family")
    assert card.purpose.value() == "debt"
    desk.click("Abbrechen")
    assert not again.editor.isVisible()
    assert drafts.drafts(desk.vault) == ()


def test_cells_are_given_and_refused_by_key_and_count_from_the_signature(desk: Any, printed: Any) -> None:
    tab = desk.show(ConsentTab)
    assert "3 Felder sind noch offen" in desk.words()
    cell(tab, 0, 0).setFocus()
    desk.keys("e")
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Right)
    desk.keys("e")
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Right)
    desk.keys("v")
    assert [row.decision for row in desk.consent().rows] == ["given", "given", "refused"]
    assert "noch offen" not in desk.words()
    assert not covered(desk, desk.club, "housing")
    desk.click("Unterschrift festhalten")
    assert desk.consent().status == "signed"
    assert covered(desk, desk.club, "housing")
    assert not covered(desk, desk.club, "health")
    assert "Grundlage: Einwilligung" in desk.words()
    assert "unterschrieben 22.11.2026" in desk.words()


def test_a_signature_from_tomorrow_is_marked_at_its_field(desk: Any, printed: Any) -> None:
    tab = desk.show(ConsentTab)
    tab.signature.entry("signed_on").set_typed("morgen")
    cell(tab, 0, 0).setFocus()
    desk.keys("e")
    assert tab.signature.entry("signed_on").typed() == "morgen"
    desk.click("Unterschrift festhalten")
    desk.click("Trotzdem festhalten", desk.dialog())
    assert "liegt in der Zukunft" in tab.signature.errors()["signed_on"]
    assert desk.consent().status == "printed"


def test_what_is_still_open_is_said_before_the_signature(desk: Any, printed: Any) -> None:
    tab = desk.show(ConsentTab)
    cell(tab, 0, 0).setFocus()
    desk.keys("e")
    desk.click("Unterschrift festhalten")
    assert "2 Felder sind noch offen." in desk.words(desk.dialog())
    desk.click("Zurück", desk.dialog())
    assert desk.consent().status == "printed"
    desk.click("Unterschrift festhalten")
    desk.click("Trotzdem festhalten", desk.dialog())
    assert [row.decision for row in desk.consent().rows] == ["given", "open", "open"]
    assert desk.consent().status == "signed"


def test_given_by_word_before_a_witness_for_two_weeks(desk: Any, printed: Any) -> None:
    tab = desk.show(ConsentTab)
    cell(tab, 0, 1).setFocus()
    desk.keys("e")
    desk.click("Mündlich erteilt")
    desk.submit()
    assert "wer bei der mündlichen" in desk.form_dialog().form.errors()["oral_witness"]
    desk.keys("Lê Thu Trang")
    desk.submit()
    assert (desk.consent().status, desk.consent().oral_witness) == ("oral", "Lê Thu Trang")
    assert covered(desk, desk.club, "housing")
    assert "mündlich erteilt 22.11.2026" in desk.words()


def test_health_is_not_given_by_word(desk: Any, printed: Any) -> None:
    tab = desk.show(ConsentTab)
    cell(tab, 0, 2).setFocus()
    desk.keys("e")
    desk.click("Mündlich erteilt")
    desk.keys("Lê Thu Trang")
    desk.submit()
    assert desk.consent().status == "printed"


def test_a_cell_is_withdrawn_at_once_and_says_what_had_gone_out(desk: Any) -> None:
    desk.signed(*desk.wanted(desk.club, "name_contact", "housing"))
    told(desk, desk.club, "housing")
    tab = desk.show(ConsentTab)
    assert "Wohnhilfe e. V.: Wohnen" in desk.words()
    cell(tab, 0, 1).setFocus()
    desk.keys("w")
    assert "22.11.2026 an Wohnhilfe e. V." in desk.words(desk.dialog())
    assert covered(desk, desk.club, "housing")
    desk.submit()
    assert not covered(desk, desk.club, "housing")
    assert covered(desk, desk.club, "name_contact")
    assert "Wohnhilfe e. V. · Wohnen: widerrufen am 22.11.2026" in desk.words()
    assert cell(tab, 0, 1).decision() == "withdrawn"


def test_a_signed_cell_is_not_decided_anew(desk: Any) -> None:
    desk.signed(*desk.wanted(desk.club, "housing"))
    tab = desk.show(ConsentTab)
    cell(tab, 0, 0).setFocus()
    desk.keys("v")
    assert "geht das nicht mehr" in desk.words(desk.dialog())
    assert covered(desk, desk.club, "housing")


def test_all_of_it_is_withdrawn_and_the_file_is_restricted(desk: Any) -> None:
    desk.signed(*desk.wanted(desk.club, "name_contact", "housing"))
    tab = desk.show(ConsentTab)
    desk.click("Alles widerrufen")
    assert "noch nichts hinausgegangen" in desk.words(desk.dialog())
    desk.keys("mündlich")
    desk.submit()
    assert desk.consent().status == "withdrawn"
    assert not covered(desk, desk.club, "housing")
    assert "Alles widerrufen am 22.11.2026" in desk.words()
    assert {cell(tab, 0, place).decision() for place in (0, 1)} == {"withdrawn"}
    assert cases.case_view(desk.vault, desk.case_id, TODAY).file.restricted_on == TODAY


def test_the_spoken_word_is_taken_back_as_a_whole_too(desk: Any, printed: Any) -> None:
    tab = desk.show(ConsentTab)
    for place in (0, 1):
        cell(tab, 0, place).setFocus()
        desk.keys("e")
    desk.click("Mündlich erteilt")
    desk.keys("Lê Thu Trang")
    desk.submit()
    assert covered(desk, desk.club, "housing")
    desk.click("Alles widerrufen")
    desk.submit()
    assert desk.consent().status == "withdrawn"
    assert not covered(desk, desk.club, "housing")
    assert cases.case_view(desk.vault, desk.case_id, TODAY).file.restricted_on == TODAY


def test_a_consent_of_a_child_says_who_is_missing_and_later_that_others_signed(
    desk: Any, printed: Any
) -> None:
    """Nothing is refused: who may sign is judged by people."""
    missing, of_age = "fehlt jemand mit Sorgerecht", "seit dieser Einwilligung volljährig"
    desk.show(ConsentTab)
    assert missing not in desk.words()
    client = cases.case_view(desk.vault, desk.case_id, TODAY).client
    born = PartialDate(2008, 11, 23)
    cases.change_person(desk.vault, client.id, replace(client.person, birth_date=born), desk.session.now())
    desk.session.changed.emit()
    assert missing in desk.words()
    decisions = {row.id: "given" for row in desk.consent().rows}
    consents.sign(desk.vault, desk.consent().id, TODAY, decisions, desk.session.now())
    desk.session.changed.emit()
    assert missing not in desk.words()
    assert of_age not in desk.words()
    birthday = TODAY + timedelta(days=1)
    found = representatives.representation(desk.vault, client.id, birthday)
    shown = who_consents(found, desk.consent(), born, birthday)
    assert shown is not None
    assert of_age in "".join(each.text() for each in shown.findChildren(QLabel))


def test_the_next_version_begins_with_what_the_last_one_asked_for(desk: Any) -> None:
    desk.signed(*desk.wanted(desk.club, "name_contact", "housing", purpose="housing_search"))
    tab = desk.show(ConsentTab)
    desk.click("Neue Fassung")
    card = choose(tab, desk.jobcenter)
    card.purpose.set_value("secure_benefits")
    desk.click("Nur vorbereiten")
    assert desk.consent().version == 2
    assert len(desk.consent().rows) == 3
    assert "Fassung 2" in desk.words()
    assert covered(desk, desk.club, "housing", "housing_search")
    tab.versions.set_value(consents.consents(desk.vault, desk.file_id)[1].id)
    assert "unterschrieben 22.11.2026" in desk.words()


def test_a_task_is_a_basis_without_consent(desk: Any) -> None:
    desk.show(ConsentTab)
    assert "Vorläufige Akte bis 06.12.2026" in desk.words()
    desk.click("Grundlage ändern")
    desk.click("Grundlage: Aufgabe", desk.dialog())
    desk.submit()
    assert cases.case_view(desk.vault, desk.case_id, TODAY).file.basis == "task"
    assert "Vorläufige Akte" not in desk.words()
    assert "Grundlage: Aufgabe" in desk.words()


def test_consent_is_no_basis_before_the_signature(desk: Any) -> None:
    desk.show(ConsentTab)
    desk.click("Grundlage ändern")
    desk.click("Grundlage: Einwilligung", desk.dialog())
    desk.form_dialog().submit()
    QApplication.processEvents()
    assert cases.case_view(desk.vault, desk.case_id, TODAY).file.basis is None


def test_without_anyone_who_answers_for_it_the_way_out_asks_for_them(desk: Any) -> None:
    desk.vault.db.execute("DELETE FROM controller")
    tab = desk.show(ConsentTab)
    desk.click("Einwilligung vorbereiten")
    choose(tab, desk.club).purpose.set_value("housing_search")
    desk.click("Ansehen und drucken")
    assert "wer für die Akten verantwortlich ist" in desk.words(desk.dialog())
    desk.click("Jetzt eintragen", desk.dialog())
    assert desk.form_dialog().accessibleName() == "Verantwortlich für die Akten"
    assert desk.consent().status == "draft"
