# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Appointments on screen: on Heute, in the case, in their own window, and what is refused."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, time, timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from app.domain.appointment import NewAppointment
from app.domain.case import Closing
from app.domain.client import Channel, Person, SpokenLanguage
from app.domain.controller import Controller
from app.operations import appointments, cases, closing, drafts, follow_ups
from ui.appointment_dialog import AppointmentDialog, open_appointment
from ui.appointment_form import open_appointment_form
from ui.drafts import PAUSE_MS
from ui.quick_contact import QuickContact

CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
TODAY = date(2026, 11, 22)
OFFICE = Controller("Kreis", "KI", "Platz 1", "02241 1", "a@b.example", "C", "LDI NRW", "DSGVO", 3)
Hear = Callable[[QWidget], list[str]]


def plan(desk: Any, case: Any, day: date = TODAY, at: time = time(15), **more: Any) -> str:
    new = NewAppointment(day, at, **({"title": "Erstgespräch"} | more))
    made: str = appointments.make_appointment(desk.vault, case.case_id, new, desk.session.now())
    return made


def state(desk: Any, appointment_id: str) -> str:
    return appointments.appointment(desk.vault, appointment_id).state


def shown(desk: Any, appointment_id: str) -> AppointmentDialog:
    dialog = open_appointment(desk.page(), desk.session, appointment_id)
    assert isinstance(dialog, AppointmentDialog)
    return dialog


def set_reminders(desk: Any, case: Any, allowed: bool) -> None:
    cases.set_controller(desk.vault, OFFICE, desk.session.now())
    person = cases.case_view(desk.vault, case.case_id, TODAY).client.person
    channel = Channel("phone", "0157 1", may_remind=allowed)
    cases.change_person(desk.vault, case.client_id, replace(person, channels=(channel,)), desk.session.now())


def test_heute_shows_the_hour_and_whether_somebody_interprets(desk: Any, case: Any, hear: Hear) -> None:
    plan(desk, case, interpreter_language="vi", place="Platz 1")
    plan(desk, case, at=time(9), interpreter_language="vi", interpreter_booked_on=TODAY)
    desk.follow_up(case.case_id, 0, "Rückruf")
    words = [word for word in hear(desk.go("today").due) if "SU-2026-1" in word and ", " in word]
    assert words == [
        "09:00, Erstgespräch, T. N. · SU-2026-1, Sprachmittlung gebucht",
        "15:00, Erstgespräch, T. N. · SU-2026-1 · Platz 1, Sprachmittlung fehlt",
        "offen, Rückruf, T. N. · SU-2026-1",
    ]


@pytest.mark.parametrize(("key", "ended"), [(Qt.Key.Key_N, "missed"), (Qt.Key.Key_A, "cancelled")])
def test_one_key_ends_it_and_ctrl_z_plans_it_again(desk: Any, case: Any, key: Qt.Key, ended: str) -> None:
    made = plan(desk, case)
    desk.go("today")
    desk.press(key)
    assert state(desk, made) == ended
    desk.press(Qt.Key.Key_Z, CTRL)
    assert state(desk, made) == "planned"
    assert [f.source_id for f in follow_ups.due(desk.vault, None)] == [made]


def test_what_is_no_appointment_is_not_missed(desk: Any, case: Any) -> None:
    desk.follow_up(case.case_id, 0, "Rückruf")
    desk.go("today")
    for key in (Qt.Key.Key_N, Qt.Key.Key_A, Qt.Key.Key_T):
        desk.press(key)
    assert [f.title for f in follow_ups.due(desk.vault, None)] == ["Rückruf"]
    assert desk.dialogs() == []


def test_before_its_day_nobody_has_come(desk: Any, case: Any, hear: Hear) -> None:
    made = plan(desk, case, TODAY + timedelta(days=2))
    desk.go("today")
    desk.press(Qt.Key.Key_Space)
    assert "Der Termin ist erst am 24.11.2026." in hear(desk.dialog())
    assert state(desk, made) == "planned"
    desk.dialog().close()
    dialog = shown(desk, made)
    assert "Nicht gekommen" not in hear(dialog)
    assert "Verlegen" in hear(dialog)


def test_who_came_is_written_down_and_escape_leaves_no_draft(desk: Any, case: Any) -> None:
    plan(desk, case, minutes=45, interpreter_language="vi", interpreter="Lê Thu Trang")
    desk.go("today")
    desk.press(Qt.Key.Key_Space)
    dialog = desk.dialog()
    assert isinstance(dialog, QuickContact)
    form = dialog.contact.form
    assert (form.kinds.value(), form.entry("minutes").value(), form.entry("language").value()) == (
        "talk",
        45,
        "vi",
    )
    desk.press(Qt.Key.Key_Escape)
    assert desk.dialogs() == []
    assert drafts.drafts(desk.vault) == ()
    assert cases.timeline(desk.vault, case.case_id, ("contact",)) == ()


def test_the_day_of_an_appointment_stays_with_the_words_half_typed(desk: Any, case: Any) -> None:
    friday = TODAY - timedelta(days=2)
    before = desk.session.now() - timedelta(days=2)
    new = NewAppointment(friday, time(15), 45, interpreter_language="vi", interpreter="Lê Thu Trang")
    appointments.make_appointment(desk.vault, case.case_id, new, before)
    desk.go("today")
    desk.press(Qt.Key.Key_Space)
    desk.write("Sie bringt den Pass nach.", desk.dialog().contact.form.text)
    desk.dialog().reject()
    box = desk.go("case", case.case_id).tab.contact
    box.submit()
    (contact,) = cases.timeline(desk.vault, case.case_id, ("contact",))
    assert (contact.day, contact.code, contact.text) == (friday, "talk", "Sie bringt den Pass nach.")
    assert (contact.facts["minutes"], contact.facts["language"]) == (45, "vi")
    assert contact.facts["present"] == "Lê Thu Trang"
    assert drafts.drafts(desk.vault) == ()
    assert box.form.typed() == {}


def test_a_draft_that_waits_is_not_written_over(desk: Any, case: Any) -> None:
    plan(desk, case)
    drafts.keep(desk.vault, "contact", case.case_id, '{"text": "Halb getippt"}', 0, desk.session.now())
    desk.go("today")
    desk.press(Qt.Key.Key_Space)
    dialog = desk.dialog()
    assert isinstance(dialog, QuickContact)
    assert dialog.contact.form.text.toPlainText() == "Halb getippt"
    assert dialog.contact.form.kinds.value() is None


@pytest.mark.parametrize("ended", ["came", "missed", "cancelled"])
def test_how_it_ended_is_put_right_later(desk: Any, case: Any, ended: str) -> None:
    made = plan(desk, case)
    appointments.end_appointment(desk.vault, made, ended, desk.session.now())
    panel = desk.go("case", case.case_id).tab
    panel.entries.opened.emit(("appointment", made, ended))
    desk.click("Wieder öffnen", desk.dialog())
    assert state(desk, made) == "planned"
    assert [f.source_id for f in follow_ups.due(desk.vault, None)] == [made]
    assert desk.toast() == "Der Termin ist wieder offen."


def test_what_was_moved_or_stands_in_a_closed_case_is_not_opened_again(desk: Any, case: Any) -> None:
    made = plan(desk, case)
    appointments.move_appointment(desk.vault, made, date(2026, 11, 30), time(15), desk.session.now())
    missed = plan(desk, case)
    appointments.end_appointment(desk.vault, missed, "missed", desk.session.now())
    panel = desk.go("case", case.case_id).tab
    panel.entries.opened.emit(("appointment", made, "moved"))
    closing.close_case(desk.vault, case.case_id, Closing("moved", TODAY), desk.session.now())
    panel = desk.go("case", case.case_id).tab
    panel.entries.opened.emit(("appointment", missed, "missed"))
    assert desk.dialogs() == []


def test_alt_and_a_digit_moves_it_at_its_hour_and_back(desk: Any, case: Any) -> None:
    made = plan(desk, case)
    desk.go("today")
    desk.press(Qt.Key.Key_3, ALT)
    (due,) = follow_ups.due(desk.vault, None)
    assert (due.due_on, due.due_at) == (date(2026, 11, 30), time(15))  # a week on is a Sunday
    assert state(desk, made) == "moved"
    desk.press(Qt.Key.Key_Z, CTRL)
    assert [f.source_id for f in follow_ups.due(desk.vault, None)] == [made]


def test_in_the_case_space_proposes_the_contact_in_the_box(desk: Any, case: Any) -> None:
    made = plan(desk, case, minutes=30)
    page = desk.go("case", case.case_id)
    page.tab.steps.focus_current()
    desk.press(Qt.Key.Key_Space)
    assert state(desk, made) == "came"
    assert page.tab.contact.form.kinds.value() == "talk"
    assert page.tab.contact.form.text.hasFocus()


def test_the_form_proposes_the_interpreting_that_is_needed(desk: Any, case: Any) -> None:
    form = open_appointment_form(desk.go("follow_ups"), desk.session, case.case_id).form
    assert form.entry("interpreter_language").value() == "vi"
    assert form.typed() == {}


def test_another_case_takes_the_interpreting_of_the_first_one_away(desk: Any, case: Any) -> None:
    desk.take_in(Person("Ahmadi", "Maryam", languages=(SpokenLanguage("fa", "A1", True),)))
    desk.take_in(Person("Schmidt", "Eva"))
    form = open_appointment_form(desk.go("follow_ups"), desk.session).form
    finder = form.entry("case_id")
    desk.dialog()

    def choose(name: str) -> None:
        finder.set_typed("")
        desk.write(name, finder.focusProxy())
        desk.press(Qt.Key.Key_Return)

    seen = []
    for name in ("nguyen", "ahmadi", "schmidt"):
        choose(name)
        seen.append(form.entry("interpreter_language").value())
    assert seen == ["vi", "fa", None]
    form.entry("interpreter_language").set_value("ar")
    choose("ahmadi")
    assert form.entry("interpreter_language").value() == "ar"


def test_a_day_that_is_over_and_a_missing_hour_are_marked(desk: Any, case: Any) -> None:
    dialog = open_appointment_form(desk.go("follow_ups"), desk.session, case.case_id)
    dialog.form.entry("day").set_typed("21.11.2026")
    dialog.submit()
    assert "Die Uhrzeit fehlt." in dialog.form.errors()["at"]
    dialog.form.entry("at").set_typed("9")
    dialog.submit()
    assert "Dieser Tag ist schon vorbei." in dialog.form.errors()["day"]
    assert follow_ups.due(desk.vault, None) == ()


def test_a_half_typed_appointment_comes_back(desk: Any, case: Any) -> None:
    dialog = open_appointment_form(desk.go("today"), desk.session, case.case_id)
    dialog.form.entry("title").set_typed("Begleitung")
    dialog.reject()
    desk.go("today")
    desk.click("Weiter")
    assert desk.dialog().form.entry("title").typed() == "Begleitung"


def test_what_was_made_from_its_day_leaves_no_draft(desk: Any, case: Any, qtbot: QtBot) -> None:
    """A day that is left by closing is written out; that must not begin the same appointment anew."""
    dialog = open_appointment_form(desk.go("follow_ups"), desk.session, case.case_id)
    dialog.form.entry("at").set_typed("9")
    desk.dialog()
    desk.write("+3", dialog.form.entry("day"))
    dialog.submit()
    assert not dialog.form.errors()
    assert [due.due_on for due in follow_ups.due(desk.vault, None)] == [TODAY + timedelta(days=3)]
    qtbot.wait(PAUSE_MS + 100)
    assert drafts.drafts(desk.vault) == ()


def test_the_window_tells_all_and_changes_it(desk: Any, case: Any, hear: Hear) -> None:
    made = plan(desk, case, place="Platz 1", bring="Pass", interpreter_language="vi")
    desk.go("today")
    words = hear(shown(desk, made))
    for said in (
        "Ort: Platz 1",
        "Bitte mitbringen: Pass",
        "Sprachmittlung: Vietnamesisch · noch nicht gebucht",
    ):
        assert said in words
    desk.click("Ändern", desk.dialog())
    form = desk.dialog().form
    form.entry("interpreter_booked_on").set_value(TODAY)
    desk.press(Qt.Key.Key_Return, CTRL)
    assert follow_ups.due(desk.vault, None)[0].interpreting == "booked"


def test_without_permission_there_is_no_reminder(desk: Any, case: Any, hear: Hear) -> None:
    set_reminders(desk, case, False)
    made = plan(desk, case)
    desk.go("today")
    words = hear(shown(desk, made))
    assert "Die Person hat keinen Weg genannt, auf dem erinnert werden darf." in words
    assert "Erinnerung kopieren" not in words


def test_a_reminder_follows_the_language_and_says_that_it_is_unchecked(
    desk: Any, case: Any, hear: Hear
) -> None:
    set_reminders(desk, case, True)
    made = plan(desk, case)
    desk.go("today")
    dialog = shown(desk, made)
    assert not any("vereidigter" in word for word in hear(dialog))
    dialog.language.set_value("tr")
    QApplication.processEvents()
    assert "Die Übersetzung ist noch nicht von vereidigter Seite geprüft." in hear(dialog)
    desk.click("Erinnerung kopieren", dialog)
    assert "randevunuzu" in QGuiApplication.clipboard().text()
    assert appointments.appointment(desk.vault, made).reminded_on == TODAY


def test_empty_sections_of_heute_take_no_room(desk: Any) -> None:
    desk.take_in(Person("Özdemir", "Müge"))
    page = desk.go("today")
    headings = {word.text() for word in page.findChildren(QLabel) if word.isVisible()}
    assert "Einwilligung fehlt" in headings
    sections = {"Angefangen", "Keine Rückmeldung", "Titel und Duldungen, die enden", "Heute ohne Akte"}
    assert headings & sections == set()
    assert not page._begun.parentWidget().isVisible()


def test_a_long_list_of_what_is_due_builds_its_first_rows_only(desk: Any, case: Any, hear: Hear) -> None:
    for number in range(80):
        desk.follow_up(case.case_id, 0, f"Rückruf {number}")
    page = desk.go("follow_ups")
    rows = [word for word in hear(page.due) if word.startswith("offen, Rückruf")]
    assert 10 < len(rows) < 60
    assert any(word.startswith("Weitere ") for word in hear(page.due))
