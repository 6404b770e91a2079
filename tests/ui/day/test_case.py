# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The case page: banner, tabs, Verlauf, the person's facts, closing and beginning anew."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from app.domain.case import Closing
from app.domain.client import Person
from app.domain.consent import WantedRelease
from app.domain.contact import NewContact
from app.domain.controller import Controller
from app.domain.errors import InvalidInput
from app.domain.goal import NewGoal
from app.domain.service import ServiceData
from app.operations import cases, closing, consents, contacts, directory, follow_ups, goals, rights
from ui.case_page import TABS, CasePage
from ui.person_form import PersonForm
from ui.person_values import person_of
from ui.quick_contact import QuickContact
from ui.timeline_panel import TimelinePanel

CTRL = Qt.KeyboardModifier.ControlModifier
TODAY = date(2026, 11, 22)
Hear = Callable[[QWidget], list[str]]


def open_case(desk: Any, case_id: str, *tab: str) -> CasePage:
    page = desk.go("case", case_id, *tab)
    assert isinstance(page, CasePage)
    return page


def verlauf(page: CasePage) -> TimelinePanel:
    assert isinstance(page.tab, TimelinePanel)
    return page.tab


def sign(desk: Any, case: Any, now: Any) -> None:
    """Jobcenter: Leistungen given, Wohnen refused; Vermieter: all refused."""
    controller = Controller("Kreis", "KI", "Platz 1", "1", "a@b.example", "C", "LDI NRW", "DSGVO", 3)
    cases.set_controller(desk.vault, controller, now)
    office = directory.add_service(desk.vault, ServiceData("Jobcenter", "jobcenter"), now)
    landlord = directory.add_service(desk.vault, ServiceData("Vermieter", "other"), now)
    rows = (
        WantedRelease(office, "benefits", "secure_benefits", "both"),
        WantedRelease(office, "housing", "secure_benefits", "to"),
        WantedRelease(landlord, "name_contact", "housing_search", "to"),
    )
    consent = consents.prepare(desk.vault, case.file_id, rows, "de", date(2027, 6, 30), now)
    consents.print_notice(desk.vault, consent, "", now)
    given = {"benefits"}
    decisions = {
        row.id: "given" if row.category in given else "refused"
        for row in consents.consents(desk.vault, case.file_id)[0].rows
    }
    consents.sign(desk.vault, consent, TODAY, decisions, now)


def test_the_banner_says_who_and_what_may_be_told_to_whom(desk: Any, case: Any, now: Any, hear: Hear) -> None:
    sign(desk, case, now)
    desk.follow_up(case.case_id, 1, "Begleitung zum Jobcenter")
    words = hear(open_case(desk, case.case_id)._banner)
    for word in (
        "Thị Hương Nguyễn",
        f"34 Jahre · Akte {case.file_number}",
        "Vietnamesisch · Sprachmittlung nötig",
        "Einwilligung bis 30.06.2027",
        "Jobcenter",
        "nur Leistungen, bis 30.06.2027",
        "Vermieter",
        "nein",
        "Morgen",
        "Begleitung zum Jobcenter",
    ):
        assert word in words


def test_a_preliminary_file_says_so_and_for_how_long(desk: Any, case: Any, hear: Hear) -> None:
    assert "Vorläufige Akte, noch 14 Tage" in hear(open_case(desk, case.case_id)._banner)


def test_the_banner_folds_on_working_tabs_and_on_low_windows(
    desk: Any, case: Any, now: Any, hear: Hear
) -> None:
    sign(desk, case, now)
    page = open_case(desk, case.case_id)
    assert "Vermieter" in hear(page._banner)
    page.open_tab("goals")
    assert "Vermieter" not in hear(page._banner)
    assert "Auskunft: 1 von 2" in hear(page._banner)
    page.open_tab("timeline")
    desk.shell.resize(960, 540)
    desk.go("case", case.case_id)
    assert "Vermieter" not in hear(desk.page()._banner)


def test_keys_go_through_all_tabs_and_only_one_exists(desk: Any, case: Any) -> None:
    page = open_case(desk, case.case_id)
    seen = []
    for _ in TABS:
        seen.append(page.open_key)
        desk.press(Qt.Key.Key_PageDown, CTRL)
    assert seen == list(TABS)
    assert page.open_key == "timeline"
    desk.press(Qt.Key.Key_PageUp, CTRL)
    assert page.open_key == "documents"
    assert desk.shell.location == ("case", (case.case_id, "documents"))


def test_a_link_leads_to_the_goals(desk: Any, case: Any) -> None:
    page = open_case(desk, case.case_id)
    desk.click("öffnen")
    assert page.open_key == "goals"


def test_the_verlauf_shows_what_happened_and_can_be_filtered(desk: Any, case: Any, now: Any) -> None:
    contacts.add_contact(
        desk.vault, case.case_id, NewContact("phone", TODAY, "Will den Bescheid bringen"), now
    )
    sign(desk, case, now)
    panel = verlauf(open_case(desk, case.case_id))
    spoken = [row.accessibleName() for row in panel.entries._rows]
    assert "22.11., Telefon, Will den Bescheid bringen" in spoken
    assert "22.11., Einwilligung unterschrieben" in spoken
    assert "22.11., Erstberatung, aufgenommen" in spoken
    desk.click("Papier", panel)
    assert {row.accessibleName() for row in panel.entries._rows} == {
        "22.11., Einwilligung gedruckt",
        "22.11., Einwilligung unterschrieben",
    }


def test_in_conversation_notes_and_facts_stay_folded(desk: Any, case: Any, now: Any, hear: Hear) -> None:
    contacts.add_contact(desk.vault, case.case_id, NewContact("phone", TODAY, "Verdacht: Gewalt"), now)
    sign(desk, case, now)
    desk.shell.conversation = True
    page = open_case(desk, case.case_id)
    words = " ".join(hear(page._banner) + [row.accessibleName() for row in verlauf(page).entries._rows])
    assert "Thị Hương Nguyễn" in words
    assert "Gewalt" not in words
    assert "Vermieter" not in words
    assert not verlauf(page)._person.isVisible()


def test_a_next_step_is_done_by_space_and_taken_back(desk: Any, case: Any) -> None:
    desk.follow_up(case.case_id, 0, "Rückruf")
    panel = verlauf(open_case(desk, case.case_id))
    rows = panel._steps.findChild(type(panel.entries))
    assert rows is not None
    rows.focus_current()
    desk.press(Qt.Key.Key_Space)
    assert follow_ups.due(desk.vault, None) == ()
    desk.press(Qt.Key.Key_Z, CTRL)
    assert [f.title for f in follow_ups.due(desk.vault, None)] == ["Rückruf"]


def test_a_follow_up_is_added_from_the_case(desk: Any, case: Any) -> None:
    open_case(desk, case.case_id)
    desk.click("Wiedervorlage")
    desk.write("Zeugnis anerkennen lassen")
    desk.dialog().form.set_values({"due_on": date(2026, 12, 1)})
    desk.dialog().form.entry("due_at").set_typed("9.30")
    desk.press(Qt.Key.Key_Return, CTRL)
    (found,) = follow_ups.due(desk.vault, None)
    assert (found.title, found.due_on, f"{found.due_at:%H:%M}") == (
        "Zeugnis anerkennen lassen",
        date(2026, 12, 1),
        "09:30",
    )


def test_a_time_that_does_not_exist_is_marked(desk: Any, case: Any) -> None:
    open_case(desk, case.case_id)
    desk.click("Wiedervorlage")
    form = desk.dialog().form
    form.set_values({"title": "Termin", "due_on": TODAY})
    form.entry("due_at").set_typed("25:00")
    desk.press(Qt.Key.Key_Return, CTRL)
    assert "Das ist keine Uhrzeit." in form.errors()["due_at"]


def test_closing_drops_what_is_open_and_a_new_case_begins_in_the_same_file(
    desk: Any, case: Any, hear: Hear
) -> None:
    desk.follow_up(case.case_id, 5, "Rückruf")
    open_case(desk, case.case_id)
    desk.click("Fall abschließen")
    desk.press(Qt.Key.Key_Return, CTRL)
    assert "reason" in desk.dialog().form.errors()
    desk.dialog().form.set_values({"reason": "moved", "agreed": "both", "note": "nach Köln"})
    desk.press(Qt.Key.Key_Return, CTRL)
    assert desk.toast() == "Der Fall ist abgeschlossen. Eine Wiedervorlage ist entfallen."
    assert "Abgeschlossen am 22.11.2026: Umzug" in hear(desk.page())
    assert not verlauf(desk.page()).contact.isVisible()
    desk.click("Neuen Fall beginnen")
    (line,) = cases.case_list(desk.vault)
    assert line.case_id != case.case_id
    assert desk.shell.location == ("case", (line.case_id, "timeline"))


def test_closing_says_what_is_not_finished_and_the_words_can_still_be_read(
    desk: Any, case: Any, hear: Hear
) -> None:
    page = open_case(desk, case.case_id)
    desk.write("Halb getippt", verlauf(page).contact.form.text)
    page.keep()
    desk.click("Fall abschließen")
    assert "Noch nicht fertig: Kontakt" in " ".join(hear(desk.dialog()))
    desk.dialog().form.set_values({"reason": "deceased", "agreed": "office"})
    desk.press(Qt.Key.Key_Return, CTRL)
    desk.go("today")
    desk.click("Weiter")
    dialog = desk.dialog()
    assert isinstance(dialog, QuickContact)
    assert dialog.contact.form.text.toPlainText() == "Halb getippt"
    dialog.contact.form.entry("kind").set_value("talk")
    dialog.contact.submit()
    assert any("Dieser Fall ist abgeschlossen." in hear(each) for each in desk.dialogs())
    assert dialog.contact.form.text.toPlainText() == "Halb getippt"


def test_a_restricted_file_says_so_before_somebody_types(desk: Any, case: Any, now: Any, hear: Hear) -> None:
    rights.restrict(desk.vault, case.file_id, "accuracy", now)
    panel = verlauf(open_case(desk, case.case_id))
    assert "Hier wird nichts Neues eingetragen." in hear(panel)
    assert not panel.contact.isVisible()
    assert panel.search.hasFocus()
    assert "Wiedervorlage" not in {b.text() for b in panel.findChildren(QPushButton) if b.isVisible()}


def test_what_was_half_typed_before_the_restriction_is_still_there(desk: Any, case: Any, now: Any) -> None:
    page = open_case(desk, case.case_id)
    desk.write("Halb getippt", verlauf(page).contact.form.text)
    page.keep()
    rights.restrict(desk.vault, case.file_id, "accuracy", now)
    assert verlauf(open_case(desk, case.case_id)).contact.isVisible()


def test_changing_the_person_changes_what_was_changed_and_nothing_else(
    desk: Any, case: Any, person: Person
) -> None:
    open_case(desk, case.case_id)
    desk.click("Ändern")
    desk.dialog().form.entry("works_in").set_typed("Köln")
    desk.press(Qt.Key.Key_Return, CTRL)
    stored = cases.case_view(desk.vault, case.case_id, TODAY).client.person
    assert stored == replace(person, works_in="Köln")


def test_a_wrong_name_is_marked_with_its_sign(desk: Any, case: Any) -> None:
    open_case(desk, case.case_id)
    desk.click("Ändern")
    desk.dialog().form.entry("family_name").set_typed("Ћирић")
    desk.press(Qt.Key.Key_Return, CTRL)
    assert "„Ћ“" in desk.dialog().form.errors()["family_name"]
    assert cases.case_view(desk.vault, case.case_id, TODAY).client.person.family_name == "Nguyễn"


@pytest.mark.parametrize(
    ("field", "typed", "word"),
    [
        ("channels", ["Telefon", "", "1", "Nur über die Nachbarin", ""], "Hier fehlt die Nummer"),
        ("more_languages", ["", "", "1", ""], "Hier fehlt die Sprache"),
    ],
)
def test_what_stands_beside_an_empty_field_is_not_dropped(
    desk: Any, field: str, typed: list[str], word: str
) -> None:
    form = PersonForm(desk.session)
    form.show_person(Person("Kaya"))
    form.entry(field).set_typed(json.dumps([json.dumps(typed)]))
    with pytest.raises(InvalidInput) as wrong:
        form.values()
    assert wrong.value.field == field
    assert word in form.errors()[field]
    form.deleteLater()


def test_interpreting_without_a_language_is_asked_for_the_language(desk: Any) -> None:
    form = PersonForm(desk.session)
    form.show_person(Person("Kaya"))
    form.entry("interpreter").set_value(True)
    with pytest.raises(InvalidInput) as wrong:
        person_of(form.values())
    assert (wrong.value.field, wrong.value.code) == ("languages", "language.missing")
    form.deleteLater()


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_whatever_is_known_survives_the_form(desk: Any, person: Person, data: st.DataObject) -> None:
    """Any part of the person may be unknown; the form gives back exactly what it was given."""
    blank = Person(person.family_name)
    parts = ["given_names", "birth_date", "marital_status", "nationalities", "channels"]
    parts += ["address", "residence", "languages", "works_in", "native_name", "sex"]
    known = data.draw(st.sets(st.sampled_from(parts)))
    given_person = replace(blank, **{part: getattr(person, part) for part in known})
    form = PersonForm(desk.session)
    form.show_person(given_person)
    assert person_of(form.values()) == given_person
    assert form.typed() == {}
    form.deleteLater()


def test_a_closed_case_is_looked_at_and_takes_nothing_new(desk: Any, case: Any, now: Any, hear: Hear) -> None:
    goals.set_goal(desk.vault, case.case_id, NewGoal("Ich suche Arbeit.", "work", TODAY), now)
    closing.close_case(desk.vault, case.case_id, Closing("goals_reached", TODAY), now)
    page = open_case(desk, case.case_id)
    gone = {
        "assessment": {"Fertig", "Neue Bestandsaufnahme"},
        "goals": {"Neues Ziel", "Zielvereinbarung drucken", "Schritt hinzufügen"},
        "referral": {"Verweis festhalten", "Angebotslücke"},
    }
    for tab, buttons in gone.items():
        page.open_tab(tab)
        for _ in range(3):
            QApplication.processEvents()
        shown = {button.text() for button in page.findChildren(QPushButton) if button.isVisible()}
        assert not shown & buttons, tab
    assert "In diesem Fall gab es keine Bestandsaufnahme." not in hear(page)
    page.open_tab("assessment")
    assert "In diesem Fall gab es keine Bestandsaufnahme." in hear(page)


def test_a_signature_that_gives_nothing_is_no_green_chip(desk: Any, case: Any, now: Any, hear: Hear) -> None:
    cases.set_controller(desk.vault, Controller(*["x"] * 7, "DSGVO", 3), now)
    jobcenter = directory.add_service(desk.vault, ServiceData("Jobcenter", "jobcenter"), now)
    rows = (WantedRelease(jobcenter, "benefits", "secure_benefits", "to"),)
    consent = consents.prepare(desk.vault, case.file_id, rows, "de", date(2027, 6, 30), now)
    consents.print_notice(desk.vault, consent, "", now)
    consents.sign(desk.vault, consent, TODAY, {}, now)
    assert "Einwilligung: nichts erteilt" in hear(open_case(desk, case.case_id)._banner)


def test_a_preliminary_file_whose_time_is_over_says_so(desk: Any, person: Person, hear: Hear) -> None:
    opened = desk.take_in(person, held_on=date(2026, 10, 1))
    page = open_case(desk, opened.case_id)
    assert "Vorläufige Akte, Frist ist vorbei" in hear(page._banner)
    page.open_tab("consent")
    QApplication.processEvents()
    assert any(word.startswith("Die Frist ist vorbei.") for word in hear(page))
