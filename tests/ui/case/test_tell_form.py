# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Auskunft: who calls, what may be said, which number to call back, and what stays of it."""

from __future__ import annotations

from datetime import date, timedelta
from hashlib import sha256
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from app.operations import consents, drafts
from ui.session import Session
from ui.tell_form import TellForm, open_tell_form
from ui.timeline_panel import TimelinePanel

TODAY = date(2026, 11, 22)


@pytest.fixture
def opened(desk: Any) -> Any:
    """The form over the case; `asked` says whether it led to the consent."""

    def open_it(**more: bool) -> TellForm:
        tab = desk.show(TimelinePanel)
        ways_out = {"disclosure.no_consent": ("Einwilligung erfassen", lambda: desk.asked.append("consent"))}
        dialog = open_tell_form(tab, desk.session, desk.case_id, ways_out, **{"with_norms": True} | more)
        QApplication.processEvents()
        form = dialog.form
        assert isinstance(form, TellForm)
        return form

    return open_it


def told(desk: Any) -> Any:
    return consents.disclosures(desk.vault, desk.file_id)


def fill(form: TellForm, **values: Any) -> None:
    for name, value in values.items():
        form.entry(name).set_value(value)
    QApplication.processEvents()


def test_the_recipients_of_the_notices_stand_there_with_what_they_may_hear(desk: Any, opened: Any) -> None:
    desk.signed(*desk.wanted(desk.club, "housing", purpose="housing_search"))
    form = opened()
    assert "Auskunft: ja: Wohnen, bis 30.06.2027" in desk.words(desk.dialog())
    desk.keys("\r")
    assert form.gate.value() == ("housing",)
    assert "Rückruf laut Anlaufstellen: keine Nummer bekannt" in desk.words(desk.dialog())
    desk.submit()
    (disclosure,) = told(desk)
    assert (disclosure.channel, disclosure.categories) == ("spoken", ("housing",))
    assert disclosure.sha256 == sha256(b"Auskunft zu: Wohnen").hexdigest()
    assert desk.toast() == "Die Auskunft an Wohnhilfe e. V. ist festgehalten."


def test_what_was_written_by_hand_is_what_is_recorded(desk: Any, opened: Any) -> None:
    desk.signed(*desk.wanted(desk.club, "name_contact", "housing", purpose="housing_search"))
    form = opened()
    fill(form, service_id=desk.club)
    assert form.entry("text").typed() == "Auskunft zu: Name und Kontakt, Wohnen"
    form.gate.tick("name_contact").click()
    assert form.entry("text").typed() == "Auskunft zu: Wohnen"
    fill(form, text="Die Wohnung ist zum 31.01. gekündigt.")
    form.gate.tick("name_contact").click()
    desk.submit()
    assert told(desk)[0].sha256 == sha256("Die Wohnung ist zum 31.01. gekündigt.".encode()).hexdigest()


def test_a_letter_is_written_down(desk: Any, opened: Any) -> None:
    desk.signed(*desk.wanted(desk.club, "housing", purpose="housing_search"))
    form = opened()
    fill(form, service_id=desk.club, channel="letter")
    desk.submit()
    assert form.errors()["text"]
    assert told(desk) == ()


def test_what_was_refused_cannot_be_chosen_and_there_is_a_way_out(desk: Any, opened: Any) -> None:
    desk.signed(*desk.wanted(desk.club, "housing", purpose="housing_search"))
    form = opened()
    fill(form, service_id=desk.club)
    form.gate.tick("benefits").click()
    assert form.gate.value() == ("housing",)
    desk.click("Einwilligung erfassen", desk.dialog())
    assert desk.asked == ["consent"]


def test_a_norm_is_another_way_unless_the_client_looks_on(desk: Any, opened: Any) -> None:
    form = opened(with_norms=False)
    assert not form.row("by_norm").isVisible()
    desk.dialog().close()
    form = opened()
    fill(form, service_id=desk.jobcenter, purpose="counselling", by_norm=True)
    form.gate.tick("name_contact").click()
    fill(form, norm="stgb_34", reason="Gefahr heute Nacht")
    desk.submit()
    assert (told(desk)[0].basis, told(desk)[0].norm) == ("norm", "stgb_34")


def test_a_day_to_come_is_marked_at_the_day(desk: Any, opened: Any) -> None:
    desk.signed(*desk.wanted(desk.club, "housing", purpose="housing_search"))
    form = opened()
    fill(form, service_id=desk.club)
    form.entry("made_on").set_typed("24.12.2026")
    desk.submit()
    assert "liegt in der Zukunft" in form.errors()["made_on"]


def test_nobody_and_somebody_unclear_are_marked(desk: Any, opened: Any) -> None:
    form = opened()
    desk.submit()
    assert "fehlt noch eine Auswahl" in form.errors()["service_id"]
    desk.keys("e")  # both entries have an e
    desk.submit()
    assert "nicht eindeutig" in form.errors()["service_id"]
    assert told(desk) == ()


def test_what_was_typed_comes_back(desk: Any, opened: Any) -> None:
    desk.signed(*desk.wanted(desk.club, "housing", purpose="housing_search"))
    form = opened()
    fill(form, service_id=desk.club, text="Die Wohnung ist gekündigt.")
    desk.dialog().close()
    QApplication.processEvents()
    again = opened()
    assert (again.entry("service_id").value(), again.gate.value()) == (desk.club, ("housing",))
    assert again.entry("text").value() == "Die Wohnung ist gekündigt."
    desk.submit()
    assert drafts.drafts(desk.vault) == ()


def test_what_was_chosen_by_a_norm_comes_back(desk: Any, opened: Any) -> None:
    form = opened()
    fill(form, service_id=desk.jobcenter, purpose="counselling", by_norm=True)
    form.gate.tick("name_contact").click()
    fill(form, norm="stgb_34", reason="Gefahr heute Nacht")
    desk.dialog().close()
    QApplication.processEvents()
    again = opened()
    assert (again.entry("by_norm").value(), again.gate.value()) == (True, ("name_contact",))
    desk.submit()
    assert [each.categories for each in told(desk)] == [("name_contact",)]


def test_a_past_call_can_be_noted_and_a_letter_cannot_once_the_oral_word_has_ended(
    desk: Any, opened: Any
) -> None:
    now, wanted = desk.session.now(), desk.wanted(desk.club, "housing", purpose="housing_search")
    oral = consents.prepare(desk.vault, desk.file_id, wanted, "de", date(2027, 6, 30), now)
    given = {row.id: "given" for row in desk.consent().rows}
    consents.grant_orally(desk.vault, oral, TODAY, "Frau Haddad", given, now)
    desk.session = Session(desk.vault, lambda: now + timedelta(days=15))
    form = opened()
    fill(form, service_id=desk.club, made_on=TODAY, channel="letter")
    assert not form.gate.tick("housing").isEnabled()
    fill(form, channel="spoken", text="Die Wohnung ist gekündigt.")
    form.gate.tick("housing").click()
    desk.submit()
    assert [each.channel for each in told(desk)] == ["spoken"]
