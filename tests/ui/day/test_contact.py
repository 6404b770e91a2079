# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""A contact by keyboard alone, what cannot be taken, and that no sentence is ever lost."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, time
from time import monotonic
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from pytestqt.qtbot import QtBot

from app.domain.appointment import NewAppointment
from app.domain.client import Person
from app.domain.contact import NewContact
from app.operations import appointments, bin, cases, contacts, drafts, follow_ups
from ui.case_page import CasePage
from ui.contact_form import ContactForm
from ui.quick_contact import QuickContact
from ui.timeline_panel import TimelinePanel

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
YESTERDAY = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)
NOTE = "Kind ist jetzt in der Kita"


def contacts_of(desk: Any, case_id: str) -> list[tuple[str, str]]:
    found = cases.timeline(desk.vault, case_id, ("contact",))
    return [(entry.code, entry.text) for entry in found]


def box_of(desk: Any, case_id: str) -> ContactForm:
    page = desk.go("case", case_id)
    assert isinstance(page, CasePage)
    assert isinstance(page.tab, TimelinePanel)
    return page.tab.contact


def test_a_quick_contact_takes_six_interactions(desk: Any, case: Any) -> None:
    desk.take_in(Person("Özdemir", "Müge"))
    desk.press(Qt.Key.Key_N, CTRL, SHIFT)
    desk.write("nguyen")
    desk.press(Qt.Key.Key_Return)
    desk.press(Qt.Key.Key_2)
    desk.write(NOTE)
    desk.press(Qt.Key.Key_Return, CTRL)
    assert desk.done == 6
    assert contacts_of(desk, case.case_id) == [("phone", NOTE)]
    assert desk.dialogs() == []
    assert desk.toast() == "Der Kontakt ist festgehalten."


def test_an_unsuccessful_attempt_takes_two_keys(desk: Any, case: Any) -> None:
    box_of(desk, case.case_id)
    desk.press(Qt.Key.Key_6)
    desk.press(Qt.Key.Key_Return, CTRL)
    assert desk.done == 2
    assert contacts_of(desk, case.case_id) == [("attempt", "")]


def test_the_arrow_keys_choose_another_of_those_found(desk: Any, case: Any, person: Person) -> None:
    other = desk.take_in(Person("Nguyen", "Van"))
    desk.press(Qt.Key.Key_N, CTRL, SHIFT)
    dialog = desk.dialog()
    assert isinstance(dialog, QuickContact)
    finder = dialog.contact.form.finder
    assert finder is not None
    desk.write("nguyen")
    desk.press(Qt.Key.Key_Down)
    desk.press(Qt.Key.Key_Down)
    desk.press(Qt.Key.Key_Return)
    assert finder.value() in (case.case_id, other.case_id)
    first = cases.case_list(desk.vault, "nguyen")[0]
    assert finder.value() != first.case_id


def test_without_a_case_the_quick_contact_says_so(desk: Any, case: Any) -> None:
    desk.press(Qt.Key.Key_N, CTRL, SHIFT)
    dialog = desk.dialog()
    desk.write("Niemand")
    desk.press(Qt.Key.Key_Return, CTRL)
    assert isinstance(dialog, QuickContact)
    assert "Hier fehlt noch der Fall." in dialog.contact.form.errors()["case"]
    assert dialog.isVisible()
    assert contacts_of(desk, case.case_id) == []


def test_a_date_that_does_not_exist_is_marked_and_nothing_is_lost(desk: Any, case: Any) -> None:
    box = box_of(desk, case.case_id)
    desk.press(Qt.Key.Key_1)
    desk.write(NOTE)
    desk.write("31.11.2026", box.form.row("follow_up_on").entry)
    desk.press(Qt.Key.Key_Return, CTRL)
    assert (
        "Den 31. November gibt es nicht. Der letzte Tag ist der 30.11." in box.form.errors()["follow_up_on"]
    )
    assert box.form.text.toPlainText() == NOTE
    assert contacts_of(desk, case.case_id) == []
    box.form.entry("follow_up_on").set_typed("30.11.2026")
    desk.press(Qt.Key.Key_Return, CTRL)
    assert contacts_of(desk, case.case_id) == [("talk", NOTE)]
    assert [f.due_on for f in follow_ups.due(desk.vault, None)] == [date(2026, 11, 30)]
    assert box.form.text.toPlainText() == ""


def test_what_is_to_be_done_without_a_day_is_not_lost(desk: Any, case: Any) -> None:
    box = box_of(desk, case.case_id)
    desk.press(Qt.Key.Key_1)
    desk.write(NOTE)
    desk.write("Bescheid anfordern", box.form.row("follow_up_title").entry)
    desk.press(Qt.Key.Key_Return, CTRL)
    assert "Hier fehlt noch ein Datum." in box.form.errors()["follow_up_on"]
    assert contacts_of(desk, case.case_id) == []
    box.form.entry("follow_up_on").set_typed("+3")
    desk.press(Qt.Key.Key_Return, CTRL)
    assert [f.title for f in follow_ups.due(desk.vault, None)] == ["Bescheid anfordern"]


def test_a_contact_without_its_kind_is_asked_for_it(desk: Any, case: Any) -> None:
    box = box_of(desk, case.case_id)
    desk.write(NOTE, box.form.text)
    desk.press(Qt.Key.Key_Return, CTRL)
    assert "kind" in box.form.errors()
    assert contacts_of(desk, case.case_id) == []


def test_day_duration_and_participants_are_there_when_wanted(desk: Any, case: Any) -> None:
    box = box_of(desk, case.case_id)
    assert not box.form.row("minutes").isVisible()
    desk.click("Mehr angeben")
    box.form.set_values(
        {"kind": "talk", "minutes": 45, "held_on": date(2026, 11, 20), "target_participants": 3}
    )
    desk.click("Fertig")
    row = desk.vault.db.execute("SELECT minutes, held_on, target_participants FROM contact").fetchone()
    assert row == (45, "2026-11-20", 3)


def test_a_wrong_field_behind_the_fold_comes_forward(desk: Any, case: Any) -> None:
    box = box_of(desk, case.case_id)
    box.form.set_values({"kind": "talk", "minutes": 2000})
    desk.click("Fertig")
    assert box.form.row("minutes").isVisible()
    assert "minutes" in box.form.errors()


def test_a_correction_of_yesterday_goes_on_as_a_new_contact(desk: Any, case: Any, now: Any) -> None:
    made = contacts.add_contact(
        desk.vault, case.case_id, NewContact("talk", date(2026, 11, 21), NOTE), YESTERDAY
    )
    typed = json.dumps({"text": f"{NOTE}, ab 1.12."})
    drafts.keep(desk.vault, f"correction:{made}", case.case_id, typed, 0, YESTERDAY)
    desk.go("today")
    desk.click("Weiter")
    desk.click("Als neuen Kontakt", desk.dialog())
    dialog = desk.dialog()
    assert isinstance(dialog, QuickContact)
    assert dialog.contact.form.text.toPlainText() == f"{NOTE}, ab 1.12."
    assert [each.kind for each in drafts.drafts(desk.vault)] == ["contact"]
    dialog.contact.form.entry("kind").set_value("phone")
    dialog.contact.submit()
    assert contacts_of(desk, case.case_id) == [("phone", f"{NOTE}, ab 1.12."), ("talk", NOTE)]
    assert drafts.drafts(desk.vault) == ()


def test_the_draft_of_what_was_removed_says_so(desk: Any, case: Any, now: Any, hear: Any) -> None:
    contact = contacts.add_contact(
        desk.vault, case.case_id, NewContact("talk", date(2026, 11, 22), NOTE), now
    )
    new = NewAppointment(date(2026, 11, 22), time(15))
    appointment = appointments.make_appointment(desk.vault, case.case_id, new, now)
    for form, kind, record in (
        ("correction", "contact", contact),
        ("appointment_change", "appointment", appointment),
    ):
        kept = drafts.keep(desk.vault, f"{form}:{record}", case.case_id, '{"text": "x"}', 0, now)
        bin.remove(desk.vault, kind, record, now)
        desk.go("today")
        desk.click("Weiter")
        assert "Das ist schon entfernt." in hear(desk.dialog())
        desk.dialog().close()
        drafts.discard(desk.vault, kept, now)


def test_what_is_typed_is_kept_half_a_second_after_typing_stops(desk: Any, case: Any, qtbot: QtBot) -> None:
    box = box_of(desk, case.case_id)
    desk.write(NOTE, box.form.text)
    box.form.entry("follow_up_on").set_typed("31.11.")
    cursor = box.form.text.textCursor()
    cursor.setPosition(4, QTextCursor.MoveMode.MoveAnchor)
    box.form.text.setTextCursor(cursor)
    assert drafts.draft(desk.vault, "contact", case.case_id) is None
    with qtbot.waitSignal(box.draft.kept, timeout=900):
        pass
    again = ContactForm(desk.session, case.case_id)
    qtbot.addWidget(again)
    assert again.form.text.toPlainText() == NOTE
    assert again.form.text.textCursor().position() == 4
    assert again.form.entry("follow_up_on").typed() == "31.11."
    assert "follow_up_on" in again.form.errors()


def test_who_never_stops_typing_is_kept_after_two_seconds(desk: Any, case: Any, qtbot: QtBot) -> None:
    box = box_of(desk, case.case_id)
    kept: list[float] = []
    start = monotonic()
    box.draft.kept.connect(lambda: kept.append(monotonic() - start))
    while not kept and monotonic() - start < 5:
        desk.write("a", box.form.text)
        qtbot.wait(100)
    assert 1.0 < kept[0] < 2.2
    assert "aaa" in (drafts.draft(desk.vault, "contact", case.case_id) or _none()).json


def test_leaving_the_page_keeps_at_once(desk: Any, case: Any) -> None:
    box = box_of(desk, case.case_id)
    desk.write(NOTE, box.form.text)
    desk.go("cases")
    assert NOTE in (drafts.draft(desk.vault, "contact", case.case_id) or _none()).json


def test_closing_the_overlay_keeps_at_once_and_it_comes_back(desk: Any, case: Any) -> None:
    desk.press(Qt.Key.Key_N, CTRL, SHIFT)
    desk.write("nguyen")
    desk.press(Qt.Key.Key_Return)
    desk.press(Qt.Key.Key_4)
    desk.write(NOTE)
    desk.press(Qt.Key.Key_Escape)
    assert desk.dialogs() == []
    desk.press(Qt.Key.Key_N, CTRL, SHIFT)
    dialog = desk.dialog()
    assert isinstance(dialog, QuickContact)
    form = dialog.contact.form
    assert form.finder is not None
    assert (form.finder.value(), form.kinds.value(), form.text.toPlainText()) == (
        case.case_id,
        "letter",
        NOTE,
    )


def test_a_record_takes_the_place_of_its_draft(desk: Any, case: Any, qtbot: QtBot) -> None:
    box = box_of(desk, case.case_id)
    desk.press(Qt.Key.Key_1)
    desk.write(NOTE)
    with qtbot.waitSignal(box.draft.kept, timeout=900):
        pass
    desk.press(Qt.Key.Key_Return, CTRL)
    qtbot.wait(700)
    assert drafts.drafts(desk.vault) == ()


def test_an_empty_box_claims_no_draft(desk: Any, case: Any, qtbot: QtBot) -> None:
    box = box_of(desk, case.case_id)
    desk.press(Qt.Key.Key_2)
    desk.write(NOTE)
    desk.press(Qt.Key.Key_Return, CTRL)
    qtbot.wait(700)
    assert box._said.text() == ""


def test_who_is_not_found_is_said(desk: Any, case: Any) -> None:
    desk.press(Qt.Key.Key_N, CTRL, SHIFT)
    desk.write("Müller")
    finder = desk.dialog().contact.form.finder
    assert finder._none.isVisible()
    desk.dialog().contact.form.finder._field.clear()
    desk.write("nguyen")
    assert not finder._none.isVisible()


def test_emptying_the_box_takes_the_draft_away(desk: Any, case: Any) -> None:
    box = box_of(desk, case.case_id)
    desk.write(NOTE, box.form.text)
    box.draft.keep()
    box.form.text.setPlainText("")
    box.draft.keep()
    assert drafts.drafts(desk.vault) == ()


def _none() -> Any:
    raise AssertionError("no draft")
