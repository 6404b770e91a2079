# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Überleitung: the gate on the screen, the text word for word, and what became of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from hashlib import sha256
from typing import Any

import pypdfium2
import pytest
from PySide6.QtWidgets import QApplication

from app.domain.case import Closing
from app.domain.course import CourseData
from app.domain.referral import NewReferral, Referral
from app.domain.service import ServiceData
from app.operations import closing, consents, directory, documents, drafts, follow_ups, gaps, referrals
from ui.letter_forms import LetterForm
from ui.page import Page
from ui.referral_tab import ReferralTab
from ui.save_dialog import SaveForm

TODAY = date(2026, 11, 22)


def stored(desk: Any) -> tuple[Referral, ...]:
    return referrals.referrals(desk.vault, desk.case_id)


def words(pdf: bytes) -> str:
    """What stands on the pages, without spaces and line ends."""
    pages = pypdfium2.PdfDocument(pdf)
    said = "".join("".join(page.get_textpage().get_text_bounded().split()) for page in pages)
    return said.replace("\u2060", "")


def fill(tab: ReferralTab, **values: Any) -> None:
    for name, value in values.items():
        tab.form.entry(name).set_value(value)
    QApplication.processEvents()


@pytest.fixture
def advice(desk: Any) -> str:
    """A referral without data that was sent today."""
    new = NewReferral(desk.club, "housing", TODAY, feedback_due_on=date(2026, 12, 1))
    return referrals.refer(desk.vault, desk.case_id, new, desk.session.now())


def test_advice_without_data_needs_no_consent(desk: Any) -> None:
    tab = desk.show(ReferralTab)
    assert "Noch nichts weitergegeben." in desk.words()
    fill(tab, service_id=desk.club, dimension="housing")
    tab.form.entry("feedback_due_on").set_typed("1.12.")
    desk.click("Verweis festhalten")
    (referral,) = stored(desk)
    assert (referral.recipient, referral.with_data, referral.state) == ("Wohnhilfe e. V.", False, "sent")
    assert [each.due_on for each in follow_ups.due(desk.vault, None)] == [date(2026, 12, 1)]
    assert consents.disclosures(desk.vault, desk.file_id) == ()
    assert tab.form.entry("service_id").value() is None


def test_what_to_bring_is_not_dropped_without_a_slip(desk: Any) -> None:
    tab = desk.show(ReferralTab)
    fill(tab, service_id=desk.club, dimension="housing", bring="Pass und Bescheid")
    desk.click("Verweis festhalten")
    assert "Mit Zettel" in tab.form.errors()["bring"]
    assert stored(desk) == ()
    assert tab.form.entry("bring").value() == "Pass und Bescheid"


def test_nobody_chosen_is_marked_at_its_field(desk: Any) -> None:
    tab = desk.show(ReferralTab)
    desk.click("Verweis festhalten")
    assert "fehlt noch eine Auswahl" in tab.form.errors()["service_id"]
    assert stored(desk) == ()


def test_without_a_release_no_category_can_be_ticked_and_there_is_a_way_out(desk: Any) -> None:
    tab = desk.show(ReferralTab)
    desk.click("Was soll geschehen?: Überleitung mit Daten")
    fill(tab, service_id=desk.club, dimension="housing", purpose="housing_search")
    assert tab.form.gate.value() == ()
    tick = tab.form.gate.tick("housing")
    tick.click()
    assert not tick.isChecked()
    assert not tick.isVisible()
    assert "Ohne Freigabe für diese Stelle und diesen Zweck: Name und Kontakt, Aufenthalt" in desk.words()
    desk.click("Überleiten")
    assert "nicht gewählt" in tab.form.errors()["categories"]
    assert stored(desk) == ()
    desk.click("Einwilligung erfassen")
    assert desk.asked == ["consent"]


def test_only_covered_fields_leave_word_for_word_as_shown(desk: Any) -> None:
    desk.signed(*desk.wanted(desk.club, "name_contact", "residence", purpose="housing_search"))
    tab = desk.show(ReferralTab)
    desk.click("Was soll geschehen?: Überleitung mit Daten")
    fill(tab, service_id=desk.club, dimension="housing")
    assert tab.form.entry("purpose").value() == "housing_search"
    assert tab.form.gate.value() == ("name_contact", "residence")
    tab.form.gate.tick("residence").setChecked(False)
    shown = tab.form.preview.toPlainText()
    assert "Nguyễn-Łukaszewicz" in shown
    assert "Aufenthalt" not in shown
    assert "AsylbLG" not in shown
    desk.click("Überleiten")
    assert "Nur dieses Blatt dürfen Sie weitergeben." in desk.words(desk.dialog())
    letter = documents.document(desk.vault, documents.documents(desk.vault, desk.file_id)[0].id)
    on_paper = words(letter.pdf)
    for line in shown.splitlines():
        label, _, value = line.strip().rpartition(": ")
        if label not in ("An", "Von", "Datum", "Name in eigener Schrift"):
            assert "".join(value.split()) in on_paper, line
    (disclosure,) = consents.disclosures(desk.vault, desk.file_id)
    assert disclosure.sha256 == letter.sha256 == sha256(letter.pdf).hexdigest()
    assert disclosure.categories == ("name_contact",)
    assert stored(desk)[0].disclosure_id == disclosure.id


def test_a_norm_is_another_basis_with_its_reason(desk: Any) -> None:
    tab = desk.show(ReferralTab)
    desk.click("Was soll geschehen?: Überleitung mit Daten")
    fill(tab, service_id=desk.jobcenter, dimension="family", purpose="counselling")
    tab.form.entry("by_norm").set_value(True)
    QApplication.processEvents()
    assert tab.form.gate.value() == ()
    tab.form.gate.tick("name_contact").setChecked(True)
    fill(tab, norm="stgb_34")
    desk.click("Überleiten")
    assert tab.form.errors()["reason"]
    assert stored(desk) == ()
    fill(tab, reason="Gefahr für das Kind heute Nacht")
    desk.click("Überleiten")
    (disclosure,) = consents.disclosures(desk.vault, desk.file_id)
    assert (disclosure.basis, disclosure.norm) == ("norm", "stgb_34")


def test_norms_are_not_offered_while_the_client_looks_on(desk: Any) -> None:
    page = Page(desk.session, lambda *_: None)
    desk.qtbot.addWidget(page)
    page.conversation = True
    tab = ReferralTab(desk.session, desk.case_id, page)
    page.show()
    tab.form.entry("mode").set_value("referral")
    assert not tab.form.row("by_norm").isVisible()
    page.conversation = False
    tab.reload()
    assert tab.form.row("by_norm").isVisible()


def test_neither_does_a_letter_nor_a_copy_for_somebody_else(desk: Any) -> None:
    """Their dialogs are no page: they ask the session."""
    for looks_on in (True, False):
        desk.session.client_looks_on = looks_on
        copy = SaveForm(desk.session, desk.case_id)
        copy.set_values({"whom": "other", "by_norm": True})
        copy.refresh()
        for form in (copy, LetterForm(desk.session, desk.case_id, extends=False)):
            desk.qtbot.addWidget(form)
            assert form.row("by_norm").isHidden() is looks_on
        assert (copy.norm(copy.readable()) is None) is looks_on


def test_a_copy_for_somebody_else_says_that_the_whole_sheet_goes(desk: Any) -> None:
    """Elsewhere what is not ticked stays away from the paper; here the paper is made already."""
    copy = SaveForm(desk.session, desk.case_id)
    desk.qtbot.addWidget(copy)
    copy.show()
    assert "Das ganze Blatt geht hinaus" not in desk.words(copy)
    copy.set_values({"whom": "other"})
    copy.refresh()
    assert "Das ganze Blatt geht hinaus" in desk.words(copy)


def test_what_was_typed_comes_back(desk: Any) -> None:
    desk.signed(*desk.wanted(desk.club, "name_contact", "housing", purpose="housing_search"))
    tab = desk.show(ReferralTab)
    desk.click("Was soll geschehen?: Überleitung mit Daten")
    fill(tab, service_id=desk.club, dimension="housing", note="dringend")
    tab.form.gate.tick("housing").setChecked(False)
    again = desk.show(ReferralTab)
    assert again.form.mode == "referral"
    assert again.form.gate.value() == ("name_contact",)
    assert again.form.entry("note").value() == "dringend"
    desk.click("Überleiten")
    assert stored(desk)[0].note == "dringend"
    assert drafts.drafts(desk.vault) == ()


def test_a_key_says_what_became_of_it_and_words_what_came_of_it(desk: Any, advice: str) -> None:
    tab = desk.show(ReferralTab)
    QApplication.processEvents()
    tab.list.focus_current()
    desk.keys("a")
    assert stored(desk)[0].state == "accepted"
    assert "angenommen" in desk.words()
    assert follow_ups.due(desk.vault, None) == ()
    desk.keys("b")
    desk.keys("Hat einen Platz")
    desk.submit()
    assert (stored(desk)[0].state, stored(desk)[0].state_reason) == ("ended", "Hat einen Platz")
    assert "Hat einen Platz" in desk.words()


def test_the_reason_of_one_referral_does_not_stand_at_another(desk: Any, advice: str) -> None:
    tab = desk.show(ReferralTab)
    fill(tab, service_id=desk.jobcenter, dimension="work")
    desk.click("Verweis festhalten")
    other = next(each.id for each in stored(desk) if each.id != advice)
    tab.set_state(advice, "declined")
    desk.keys("Kein Platz vor Mai")
    desk.dialog().reject()
    tab.set_state(other, "declined")
    assert desk.dialog().form.entry("state_reason").value() == ""
    desk.dialog().reject()
    tab.set_state(advice, "declined")
    assert desk.dialog().form.entry("state_reason").value() == "Kein Platz vor Mai"
    assert {draft.kind for draft in drafts.drafts(desk.vault)} == {f"declined:{advice}"}


def test_no_way_back_from_the_end(desk: Any, advice: str) -> None:
    referrals.set_state(desk.vault, advice, "ended", "", desk.session.now())
    tab = desk.show(ReferralTab)
    QApplication.processEvents()
    tab.list.focus_current()
    desk.keys("a")
    assert stored(desk)[0].state == "ended"
    assert desk.dialog().isVisible()


def test_declined_with_a_reason_becomes_a_gap_in_two_keystrokes(desk: Any, advice: str) -> None:
    tab = desk.show(ReferralTab)
    QApplication.processEvents()
    tab.list.focus_current()
    desk.keys("l")
    desk.submit()
    assert "state_reason" in desk.form_dialog().form.errors()
    desk.keys("Warteliste bis April")
    desk.submit()
    assert (stored(desk)[0].state, stored(desk)[0].state_reason) == ("declined", "Warteliste bis April")
    assert "G vermerkt die Angebotslücke" in desk.toast()
    desk.window.activateWindow()
    tab.list.focus_current()
    desk.keys("g")
    desk.keys("2")
    (gap,) = gaps.gaps(desk.vault)
    assert (gap.kind, gap.dimension, gap.case_id) == ("waiting", "housing", desk.case_id)
    assert stored(desk)[0].gap == "waiting"
    assert "Angebotslücke: Zu lange Wartezeit" in desk.words()


def test_a_digit_in_the_note_stays_a_digit(desk: Any, advice: str) -> None:
    tab = desk.show(ReferralTab)
    QApplication.processEvents()
    tab.list.focus_current()
    desk.keys("g")
    desk.form_dialog().form.note.setFocus()
    desk.keys("2 Monate")
    assert gaps.gaps(desk.vault) == ()
    assert desk.form_dialog().form.note.value() == "2 Monate"


def test_a_gap_without_a_referral_asks_for_kind_and_dimension(desk: Any) -> None:
    desk.show(ReferralTab)
    desk.click("Angebotslücke")
    form = desk.form_dialog().form
    desk.keys("1")
    desk.submit()
    assert form.errors()["dimension"]
    assert gaps.gaps(desk.vault) == ()
    form.entry("dimension").set_value("language")
    form.entry("note").set_value("Kein Kurs am Abend")
    desk.submit()
    (gap,) = gaps.gaps(desk.vault)
    assert (gap.kind, gap.dimension, gap.note) == ("missing", "language", "Kein Kurs am Abend")


def test_health_needs_its_release_to_be_referred_or_noted_as_a_gap(desk: Any) -> None:
    tab = desk.show(ReferralTab)
    fill(tab, service_id=desk.club, dimension="health")
    desk.click("Verweis festhalten")
    assert "Gesundheit ist nicht freigegeben" in tab.form.errors()["dimension"]
    desk.click("Angebotslücke")
    form = desk.form_dialog().form
    desk.keys("1")
    form.entry("dimension").set_value("health")
    desk.submit()
    assert "Gesundheit ist nicht freigegeben" in form.errors()["dimension"]
    assert (stored(desk), gaps.gaps(desk.vault)) == ((), ())


def test_a_referral_names_a_course_of_its_recipient(desk: Any) -> None:
    course = CourseData(desk.club, "Deutsch für Eltern", "A2", date(2027, 1, 11), childcare=True)
    course_id = directory.add_course(desk.vault, course, desk.session.now())
    desk.signed(*desk.wanted(desk.club, "name_contact", purpose="course_place"))
    tab = desk.show(ReferralTab)
    assert not tab.form.row("course_id").isVisible()
    desk.click("Was soll geschehen?: Überleitung mit Daten")
    fill(tab, service_id=desk.club, dimension="language", course_id=course_id)
    assert "Kurs: Deutsch für Eltern" in tab.form.preview.toPlainText()
    desk.click("Überleiten")
    assert stored(desk)[0].course == "Deutsch für Eltern"


def test_what_went_out_with_data_is_asked_after(desk: Any) -> None:
    tab = desk.show(ReferralTab)
    assert tab.form.entry("feedback_due_on").value() is None
    desk.click("Was soll geschehen?: Überleitung mit Daten")
    assert tab.form.entry("feedback_due_on").value() == date(2026, 12, 7)
    desk.click("Was soll geschehen?: Verweisberatung")
    assert tab.form.entry("feedback_due_on").value() is None


def test_another_recipient_brings_its_own_purpose(desk: Any) -> None:
    rows = desk.wanted(desk.club, "housing", purpose="housing_search")
    desk.signed(*rows, *desk.wanted(desk.jobcenter, "benefits", purpose="secure_benefits"))
    tab = desk.show(ReferralTab)
    desk.click("Was soll geschehen?: Überleitung mit Daten")
    fill(tab, service_id=desk.club)
    fill(tab, service_id=desk.jobcenter)
    assert (tab.form.entry("purpose").value(), tab.form.gate.value()) == ("secure_benefits", ("benefits",))
    fill(tab, purpose="debt")
    fill(tab, service_id=desk.club)
    assert (tab.form.entry("purpose").value(), tab.form.gate.value()) == ("debt", ())


def test_a_fallmanagement_of_its_own_is_hinted_and_nothing_is_blocked(desk: Any) -> None:
    data = replace(ServiceData("Jobcenter Nord", "jobcenter"), legal_circle="sgb2")
    jobcenter = directory.add_service(desk.vault, data, desk.session.now())
    tab = desk.show(ReferralTab)
    desk.click("Was soll geschehen?: Überleitung mit Daten")
    fill(tab, service_id=desk.club)
    assert "eigenes Fallmanagement" not in desk.words()
    fill(tab, service_id=jobcenter)
    assert "eigenes Fallmanagement" in desk.words()
    assert tab.send.isEnabled()


def test_who_moved_away_is_handed_over_on_paper_from_the_closed_case(desk: Any) -> None:
    desk.signed(*desk.wanted(desk.club, "name_contact", purpose="counselling"))
    closing.close_case(desk.vault, desk.case_id, Closing("moved", TODAY), desk.session.now())
    tab = desk.show(ReferralTab)
    assert tab.form.mode == "handover"
    fill(tab, service_id=desk.club)
    assert "Nguyễn" in tab.form.preview.toPlainText()
    desk.click("Übergabeblatt drucken")
    assert desk.dialog().accessibleName().startswith("Übergabeblatt U-")
    (told,) = consents.disclosures(desk.vault, desk.file_id)
    (kept, _) = documents.documents(desk.vault, desk.file_id)
    assert (told.channel, told.categories, told.sha256) == ("handover", ("name_contact",), kept.sha256)
    assert stored(desk) == ()


def test_any_other_closed_case_takes_nothing(desk: Any) -> None:
    closing.close_case(desk.vault, desk.case_id, Closing("goals_reached", TODAY), desk.session.now())
    tab = desk.show(ReferralTab)
    assert not tab.send.isVisible()
    assert "Der Fall ist abgeschlossen." in desk.words()
