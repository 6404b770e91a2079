# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Kurzberatung, Tätigkeit, Wiedervorlagen and Anlaufstellen."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from app.domain.act import NewShortAdvice
from app.domain.service import Service, ServiceData
from app.operations import acts, directory, drafts, follow_ups
from ui.duration_input import DurationInput
from ui.widgets import DateInput, LongText, NumberInput, TextInput

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
TODAY = date(2026, 11, 22)
Hear = Callable[[QWidget], list[str]]


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)  # a popup, offscreen
def test_a_kurzberatung_takes_four_interactions(desk: Any) -> None:
    desk.press(Qt.Key.Key_K, CTRL, SHIFT)
    desk.click("Wohnen", desk.dialog())
    desk.dialog().form.entry("language").setFocus()
    desk.write("Arabisch")
    desk.press(Qt.Key.Key_Return, CTRL)
    assert desk.done == 4
    (act,) = acts.acts(desk.vault, TODAY, TODAY)
    assert (act.kind, act.activity_type, act.participants) == ("short_advice", "counselling", 1)
    assert desk.vault.db.execute("SELECT code FROM short_advice_topic").fetchall() == [("housing",)]
    assert desk.toast() == "Die Kurzberatung ist festgehalten."


def test_the_next_one_in_the_same_language_takes_three(desk: Any, now: datetime) -> None:
    before = NewShortAdvice(desk.site_id, "counselling", date(2026, 11, 1), "ar", ("work",))
    acts.add_short_advice(desk.vault, before, now)
    desk.press(Qt.Key.Key_K, CTRL, SHIFT)
    desk.press(Qt.Key.Key_Space)
    desk.press(Qt.Key.Key_Return, CTRL)
    assert desk.done == 3
    (act,) = acts.acts(desk.vault, TODAY, TODAY)
    assert acts.short_advice(desk.vault, act.id).language == "ar"


def test_there_is_no_room_for_a_name(desk: Any) -> None:
    desk.press(Qt.Key.Key_K, CTRL, SHIFT)
    fields = desk.dialog().form.findChildren(TextInput)
    assert fields
    assert all(isinstance(field, DateInput | DurationInput | NumberInput) for field in fields)
    assert desk.dialog().form.findChildren(LongText) == []


def test_a_kurzberatung_without_a_topic_stays_open(desk: Any) -> None:
    desk.press(Qt.Key.Key_K, CTRL, SHIFT)
    desk.dialog().form.entry("language").set_value("ar")
    desk.press(Qt.Key.Key_Return, CTRL)
    assert list(desk.dialog().form.errors()) == ["topics"]
    assert acts.acts(desk.vault, TODAY, TODAY) == ()


def test_topics_targets_and_persons_are_recorded(desk: Any) -> None:
    desk.press(Qt.Key.Key_K, CTRL, SHIFT)
    form = desk.dialog().form
    form.set_values({"language": "uk", "channel": "email", "minutes": 20, "target_participants": 2})
    form.entry("topics").set_value(("language", "work"))
    form.entry("referral_targets").set_value(("jobcenter",))
    desk.click("Fertig", desk.dialog())
    row = desk.vault.db.execute(
        "SELECT activity_type, language, minutes, target_participants FROM short_advice"
    )
    assert row.fetchone() == ("email_phone", "uk", 20, 2)
    assert desk.vault.db.execute("SELECT code FROM short_advice_target").fetchall() == [("jobcenter",)]


def test_akte_anlegen_goes_on_to_the_intake(desk: Any) -> None:
    desk.press(Qt.Key.Key_K, CTRL, SHIFT)
    form = desk.dialog().form
    form.set_values({"language": "ar", "take_in": True})
    form.entry("topics").set_value(("housing",))
    desk.press(Qt.Key.Key_Return, CTRL)
    (act,) = acts.acts(desk.vault, TODAY, TODAY)
    assert desk.shell.location == ("intake", (act.id,))
    assert drafts.drafts(desk.vault) == ()


def test_a_digit_says_how_it_was_held_where_no_field_takes_it(desk: Any) -> None:
    desk.press(Qt.Key.Key_K, CTRL, SHIFT)
    form = desk.dialog().form
    assert form.entry("channel").value() == "talk"
    ways = ((Qt.Key.Key_2, "phone"), (Qt.Key.Key_8, "walk_in"), (Qt.Key.Key_0, "registration"))
    for digit, channel in ways:
        desk.press(digit)
        assert form.entry("channel").value() == channel
    for digit in (Qt.Key.Key_6, Qt.Key.Key_9):  # an attempt is no counsel, a conference needs a case
        desk.press(digit)
        assert form.entry("channel").value() == "registration"
    form.entry("minutes").setFocus()
    desk.press(Qt.Key.Key_3)
    assert (form.entry("minutes").typed(), form.entry("channel").value()) == ("3", "registration")


def test_a_taetigkeit_is_recorded(desk: Any) -> None:
    desk.press(Qt.Key.Key_T, CTRL, SHIFT)
    form = desk.dialog().form
    box = form.entry("activity_type")
    offered = {box.itemData(place) for place in range(box.count())}
    assert "counselling" not in offered
    assert offered >= {"workshop", "registration", "muki_event", "muki_advice"}
    form.set_values({"activity_type": "working_group", "title": "Wohnen", "minutes": 90})
    form.entry("partner_participants").set_typed("12")
    desk.press(Qt.Key.Key_Return, CTRL)
    (act,) = acts.acts(desk.vault, TODAY, TODAY)
    assert (act.activity_type, act.title, act.minutes, act.participants) == (
        "working_group",
        "Wohnen",
        90,
        12,
    )


def test_a_taetigkeit_without_its_type_is_asked_for_it(desk: Any) -> None:
    desk.press(Qt.Key.Key_T, CTRL, SHIFT)
    desk.dialog().form.entry("minutes").set_typed("viele")
    desk.press(Qt.Key.Key_Return, CTRL)
    assert "minutes" in desk.dialog().form.errors()
    desk.dialog().form.entry("minutes").set_typed("")
    desk.press(Qt.Key.Key_Return, CTRL)
    assert "activity_type" in desk.dialog().form.errors()
    assert acts.acts(desk.vault, TODAY, TODAY) == ()


def test_before_the_first_act_the_standort_is_asked_for(bare_desk: Any) -> None:
    bare_desk.press(Qt.Key.Key_K, CTRL, SHIFT)
    values = {"name": "Siegburg", "code": "SU", "municipality": "05382060"}
    bare_desk.dialog().form.set_values(values)
    bare_desk.click("Anlegen", bare_desk.dialog())
    assert bare_desk.dialog().form.row("topics").isVisible()


def test_wiedervorlagen_show_everything_that_is_open(desk: Any, case: Any, hear: Hear) -> None:
    for days, title in ((-2, "Alt"), (0, "Jetzt"), (3, "Bald"), (60, "Fern")):
        desk.follow_up(case.case_id, days, title)
    words = hear(desk.go("follow_ups"))
    groups = [word for word in words if word in ("Überfällig", "Heute", "Nächste 7 Tage", "Später")]
    assert groups == ["Überfällig", "Heute", "Nächste 7 Tage", "Später"]
    assert "4 offen" in words
    assert "Nguyễn" not in " ".join(words)
    desk.press(Qt.Key.Key_Space)
    assert [f.title for f in follow_ups.due(desk.vault, None)] == ["Jetzt", "Bald", "Fern"]


def test_a_wiedervorlage_asks_for_its_case(desk: Any, case: Any) -> None:
    desk.go("follow_ups")
    desk.click("Neue Wiedervorlage")
    form = desk.dialog().form
    form.set_values({"title": "Rückruf", "due_on": date(2026, 12, 1)})
    desk.press(Qt.Key.Key_Return, CTRL)
    assert list(form.errors()) == ["case_id"]
    form.entry("case_id").setFocus()
    desk.write("hươ")
    desk.press(Qt.Key.Key_Return)
    desk.press(Qt.Key.Key_Return, CTRL)
    (found,) = follow_ups.due(desk.vault, None)
    assert (found.case_id, found.title) == (case.case_id, "Rückruf")


def test_an_anlaufstelle_is_entered_found_and_changed(desk: Any) -> None:
    shown = desk.go("services")
    desk.click("Neue Anlaufstelle")
    form = desk.dialog().form
    desk.press(Qt.Key.Key_Return, CTRL)
    assert list(form.errors()) == ["institution"]
    form.set_values(
        {"institution": "Jobcenter", "referral_target": "jobcenter", "needs_written_consent": True}
    )
    desk.press(Qt.Key.Key_Return, CTRL)
    assert [str(shown.table.model().index(0, place).data()) for place in (0, 3)] == [
        "Jobcenter",
        "schriftlich",
    ]
    desk.write("nichts dergleichen", shown.search)
    assert shown._not_found.isVisible()
    shown.search.clear()
    shown.table.opened.emit(directory.services(desk.vault)[0].id)
    desk.dialog().form.entry("phone").set_typed("0221 555")
    desk.press(Qt.Key.Key_Return, CTRL)
    (found,) = directory.services(desk.vault)
    data = ServiceData("Jobcenter", "jobcenter", phone="0221 555", needs_written_consent=True)
    assert found == Service(id=found.id, **vars(data))
