# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Überleitung: the gate on the screen, the text word for word, and what became of it."""

from __future__ import annotations

from datetime import date, timedelta
from hashlib import sha256
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPlainTextEdit

from app.domain.referral import NewReferral, Referral
from app.operations import consents, drafts, follow_ups, gaps, referrals
from ui import sent_text
from ui.page import Page
from ui.referral_tab import ReferralTab
from ui.session import Session

TODAY = date(2026, 11, 22)


def stored(desk: Any) -> tuple[Referral, ...]:
    return referrals.referrals(desk.vault, desk.case_id)


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
    QTest.mouseClick(tick, Qt.MouseButton.LeftButton)
    assert not tick.isChecked()
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
    sent = desk.dialog()
    assert sent.findChild(QPlainTextEdit).toPlainText() == shown
    (disclosure,) = consents.disclosures(desk.vault, desk.file_id)
    assert disclosure.sha256 == sha256(shown.encode()).hexdigest()
    assert disclosure.categories == ("name_contact",)
    assert stored(desk)[0].disclosure_id == disclosure.id


def test_the_recorded_text_is_copied_for_a_minute(desk: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sent_text, "FORGET_AFTER_MS", 20)
    desk.signed(*desk.wanted(desk.club, "name_contact", purpose="housing_search"))
    tab = desk.show(ReferralTab)
    desk.click("Was soll geschehen?: Überleitung mit Daten")
    fill(tab, service_id=desk.club, dimension="housing")
    desk.click("Überleiten")
    desk.click("Text kopieren", desk.dialog())
    assert "Nguyễn" in QGuiApplication.clipboard().text()
    desk.qtbot.waitUntil(lambda: QGuiApplication.clipboard().text() == "", timeout=2000)


def test_what_else_was_copied_since_stays(desk: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sent_text, "FORGET_AFTER_MS", 20)
    sent_text.copy_for_a_minute("Überleitung")
    QGuiApplication.clipboard().setText("Einkaufszettel")
    desk.qtbot.wait(60)
    assert QGuiApplication.clipboard().text() == "Einkaufszettel"


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


def test_a_spoken_word_goes_through_the_same_gate(desk: Any) -> None:
    desk.signed(*desk.wanted(desk.club, "housing", purpose="housing_search"))
    tab = desk.show(ReferralTab)
    desk.click("Was soll geschehen?: Auskunft geben")
    fill(tab, service_id=desk.club)
    assert tab.form.gate.value() == ("housing",)
    desk.click("Auskunft festhalten")
    assert tab.form.errors()["text"]
    fill(tab, text="Die Wohnung ist zum 31.01. gekündigt.")
    desk.click("Auskunft festhalten")
    (disclosure,) = consents.disclosures(desk.vault, desk.file_id)
    assert (disclosure.channel, disclosure.categories) == ("spoken", ("housing",))
    assert stored(desk) == ()
    assert desk.toast() == "Die Auskunft an Wohnhilfe e. V. ist festgehalten."


def test_a_day_to_come_is_marked_at_the_day(desk: Any) -> None:
    desk.signed(*desk.wanted(desk.club, "housing", purpose="housing_search"))
    tab = desk.show(ReferralTab)
    desk.click("Was soll geschehen?: Auskunft geben")
    fill(tab, service_id=desk.club, text="gekündigt")
    tab.form.entry("made_on").set_typed("24.12.2026")
    desk.click("Auskunft festhalten")
    assert "liegt in der Zukunft" in tab.form.errors()["made_on"]


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


def test_a_key_says_what_became_of_it(desk: Any, advice: str) -> None:
    tab = desk.show(ReferralTab)
    QApplication.processEvents()
    tab.list.focus_current()
    desk.keys("a")
    assert stored(desk)[0].state == "accepted"
    assert "angenommen" in desk.words()
    assert follow_ups.due(desk.vault, None) == ()
    desk.keys("b")
    assert stored(desk)[0].state == "ended"


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
    assert desk.dialog().accessibleName() == "Angebotslücke"
    desk.keys("2")
    desk.submit()
    (gap,) = gaps.gaps(desk.vault)
    assert (gap.kind, gap.dimension, gap.case_id) == ("waiting", "housing", desk.case_id)


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


def test_a_past_call_can_be_noted_and_a_letter_cannot_once_the_oral_word_has_ended(desk: Any) -> None:
    now, wanted = desk.session.now(), desk.wanted(desk.club, "housing", purpose="housing_search")
    oral = consents.prepare(desk.vault, desk.file_id, wanted, "de", date(2027, 6, 30), now)
    given = {row.id: "given" for row in desk.consent().rows}
    consents.grant_orally(desk.vault, oral, TODAY, "Frau Haddad", given, now)
    desk.session = Session(desk.vault, lambda: now + timedelta(days=15))
    tab = desk.show(ReferralTab)
    desk.click("Was soll geschehen?: Auskunft geben")
    fill(tab, service_id=desk.club, made_on=TODAY, channel="letter")
    assert not tab.form.gate.tick("housing").isEnabled()
    fill(tab, channel="spoken", text="Die Wohnung ist gekündigt.")
    tab.form.gate.tick("housing").click()
    desk.click("Auskunft festhalten")
    assert [told.channel for told in consents.disclosures(desk.vault, desk.file_id)] == ["spoken"]


def test_what_is_wrong_further_down_comes_into_view(desk: Any) -> None:
    desk.signed(*desk.wanted(desk.club, "housing", purpose="housing_search"))
    tab = desk.show(ReferralTab, 1100, 300)
    desk.click("Was soll geschehen?: Auskunft geben")
    fill(tab, service_id=desk.club)
    tab.submit()
    desk.qtbot.waitUntil(lambda: not tab.form.row("text").visibleRegion().isEmpty())
