# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Intake: eight fields to begin with, the decision with its reason, and a Kurzberatung that goes on."""

from __future__ import annotations

from datetime import date
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from app.domain.act import NewActivity, NewShortAdvice
from app.domain.client import Channel, Person, SpokenLanguage
from app.domain.livelihood import NewLivelihood
from app.operations import acts, cases, drafts
from ui.activity_form import correct_activity
from ui.choice_chips import ChoiceChips
from ui.intake_form import IntakePage, IntakeSheet
from ui.person_inputs import Several

CTRL = Qt.KeyboardModifier.ControlModifier
TODAY = date(2026, 11, 22)


def sheet(desk: Any, *about: str) -> IntakeSheet:
    page = desk.go("intake", *about)
    assert isinstance(page, IntakePage)
    assert page.sheet is not None
    return page.sheet


def view(desk: Any) -> Any:
    """The case that the page on screen shows."""
    key, (case_id, _tab) = desk.shell.location
    assert key == "case"
    return cases.case_view(desk.vault, case_id, TODAY)


def test_no_more_than_eight_fields_to_begin_with(desk: Any) -> None:
    rows = sheet(desk).form._rows.values()
    assert len([row for row in rows if row.isVisible()]) == 8
    desk.click("Mehr angeben")
    assert len([row for row in rows if row.isVisible()]) > 25


def test_name_and_way_are_enough_and_the_case_opens(desk: Any) -> None:
    form = sheet(desk).form
    desk.write("Nguyễn")
    form.entry("access_way").set_value("self")
    desk.press(Qt.Key.Key_Return, CTRL)
    found = view(desk)
    assert found.client.person == Person("Nguyễn")
    assert found.file.preliminary
    assert (found.intake.access_way, found.intake.held_on) == ("self", TODAY)


def test_everything_of_a_person_is_recorded(desk: Any, person: Person) -> None:
    form = sheet(desk).form
    form.show_person(person)
    form.set_values({"access_way": "jobcenter", "request": "Größere Wohnung", "double_counselling": "mbe"})
    form.entry("target_groups").set_value(("refugees", "families"))
    desk.click("Aufnehmen")
    found = view(desk)
    assert found.client.person == person
    assert (found.intake.request, found.intake.double_counselling) == ("Größere Wohnung", "mbe")
    assert found.target_groups == ("refugees", "families")


def test_what_is_missing_is_marked_and_nothing_recorded(desk: Any) -> None:
    form = sheet(desk).form
    form.entry("given_names").set_typed("Thị Hương")
    desk.press(Qt.Key.Key_Return, CTRL)
    assert list(form.errors()) == ["access_way"]
    form.entry("access_way").set_value("self")
    desk.press(Qt.Key.Key_Return, CTRL)
    assert list(form.errors()) == ["family_name"]
    assert form.entry("given_names").typed() == "Thị Hương"
    assert cases.case_list(desk.vault, "", "all") == ()


def test_a_wrong_field_behind_the_fold_comes_forward(desk: Any) -> None:
    form = sheet(desk).form
    form.set_values({"family_name": "Özdemir", "access_way": "self"})
    form.entry("held_on").set_typed("31.2.2026")
    desk.press(Qt.Key.Key_Return, CTRL)
    assert form.row("held_on").isVisible()
    assert "Den 31. Februar gibt es nicht." in form.errors()["held_on"]


def test_until_when_without_what_is_asked_for(desk: Any) -> None:
    form = sheet(desk).form
    form.set_values({"family_name": "Özdemir", "access_way": "self"})
    form.entry("residence_until").set_typed("31.12.2026")
    desk.press(Qt.Key.Key_Return, CTRL)
    assert list(form.errors()) == ["residence"]
    assert cases.case_list(desk.vault, "", "all") == ()


def test_what_the_person_lives_on_is_the_first_circle(desk: Any) -> None:
    form = sheet(desk).form
    day = date(2026, 11, 20)
    form.set_values({"family_name": "Öz", "access_way": "self", "legal_circle": "sgb2", "state": "applied"})
    form.set_values({"held_on": day, "since": date(2026, 11, 1)})
    desk.press(Qt.Key.Key_Return, CTRL)
    (period,) = view(desk).livelihood
    assert period.said == NewLivelihood("sgb2", "applied", since=date(2026, 11, 1), applied_on=day)


def test_a_first_circle_that_cannot_be_is_marked_and_nothing_recorded(desk: Any) -> None:
    form = sheet(desk).form
    form.set_values({"family_name": "Öz", "access_way": "self", "legal_circle": "none"})
    desk.press(Qt.Key.Key_Return, CTRL)
    assert "ersten Tag" in form.errors()["since"]
    assert form.row("since").isVisible()
    assert cases.case_list(desk.vault) == ()


def test_not_taken_in_is_recorded_with_its_reason(desk: Any) -> None:
    form = sheet(desk).form
    form.set_values({"family_name": "Özdemir", "access_way": "self"})
    assert not form.reason.isVisible()
    desk.click("Nicht aufnehmen")
    desk.click("Als „nicht aufgenommen“ festhalten")
    assert list(form.errors()) == ["decision_reason"]
    form.entry("decision_reason").set_typed("Wohnt in Köln")
    desk.click("Als „nicht aufgenommen“ festhalten")
    found = view(desk)
    assert (found.intake.decision, found.intake.decision_reason) == ("not_accepted", "Wohnt in Köln")
    assert found.case.status == "closed"


def test_one_may_change_ones_mind(desk: Any) -> None:
    form = sheet(desk).form
    form.set_values({"family_name": "Özdemir", "access_way": "self"})
    desk.click("Nicht aufnehmen")
    desk.click("Doch aufnehmen")
    desk.click("Aufnehmen")
    assert view(desk).case.status == "active"


def test_a_line_can_be_taken_away_again(desk: Any, person: Person) -> None:
    form = sheet(desk).form
    form.show_person(person)
    form.unfold()
    lines = form.entry("nationalities")
    assert isinstance(lines, Several)
    drop = [b for b in lines.findChildren(QPushButton) if b.accessibleName() == "Zeile entfernen"]
    drop[1].click()
    assert lines.value() == ("432", "475")


def test_groups_that_tell_of_health_or_orientation_are_not_offered(desk: Any) -> None:
    chips = sheet(desk).form.entry("target_groups")
    assert isinstance(chips, ChoiceChips)
    offered = set(chips._chips)
    assert offered == {"refugees", "ukraine", "families", "other"}
    assert not offered & {"disability_18_27", "lgbtiq_18_27"}


def test_a_half_filled_sheet_comes_back_after_the_page_was_left(desk: Any) -> None:
    form = sheet(desk).form
    desk.write("Łukaszewicz")
    form.entry("channels").set_value((Channel("phone", "0157 1", note="nur abends"),))
    desk.go("today")
    back = sheet(desk).form
    assert back.entry("family_name").typed() == "Łukaszewicz"
    assert back.entry("channels").value() == (Channel("phone", "0157 1", note="nur abends"),)
    assert back.more.isVisible()
    back.entry("access_way").set_value("self")
    desk.click("Aufnehmen")
    assert drafts.drafts(desk.vault) == ()


def test_not_taken_in_stays_so_when_the_page_comes_back(desk: Any) -> None:
    sheet(desk)
    desk.write("Łukaszewicz")
    desk.click("Nicht aufnehmen")
    desk.go("today")
    back = sheet(desk)
    assert back.save.text() == "Als „nicht aufgenommen“ festhalten"
    assert back.form.reason.isVisible()
    desk.click("Doch aufnehmen")
    desk.go("today")
    assert sheet(desk).save.text() == "Aufnehmen"


def test_a_kurzberatung_goes_on_and_is_counted_once(desk: Any, now: Any) -> None:
    new = NewShortAdvice(desk.site_id, "counselling", TODAY, "ar", ("housing",))
    advice = acts.add_short_advice(desk.vault, new, now)
    form = sheet(desk, advice).form
    form.set_values({"family_name": "Özdemir", "access_way": "self"})
    desk.click("Aufnehmen")
    (act,) = acts.acts(desk.vault, TODAY, TODAY)
    assert act.continued
    assert desk.vault.db.execute("SELECT case_id FROM short_advice").fetchone() == (view(desk).case.id,)


def test_without_a_standort_it_is_asked_for_first(bare_desk: Any) -> None:
    page = bare_desk.go("intake")
    assert page.sheet is None
    bare_desk.click("Standort anlegen")
    values = {"name": "Siegburg", "code": "SU", "municipality": "05382060"}
    bare_desk.dialog().form.set_values(values)
    bare_desk.press(Qt.Key.Key_Return, CTRL)
    for _ in range(5):
        QApplication.processEvents()
    assert bare_desk.page().sheet is not None
    assert bare_desk.page().sheet.form.entry("site_id").value() == cases.sites(bare_desk.vault)[0].id


def test_in_conversation_the_sheet_names_nobody_else(desk: Any, person: Person) -> None:
    desk.take_in(person)
    desk.shell.conversation = True
    shown = sheet(desk)
    shown.form.set_values({"family_name": "Nguyen", "given_names": "Thi Huong", "access_way": "self"})
    desk.press(Qt.Key.Key_Return, CTRL)
    words = [each.text() for each in shown.hints.findChildren(QLabel) if each.isVisible()]
    assert "Vielleicht gibt es die Person schon" in words
    assert "Wer das ist, sehen Sie nach dem Gespräch (F8)." in words
    assert not any("Nguy" in word or "SU-2026" in word for word in words)
    assert len(cases.case_list(desk.vault, "", "all")) == 1


def test_the_sheet_agrees_on_who_counsels(desk: Any) -> None:
    form = sheet(desk).form
    form.unfold()
    form.entry("double_counselling").set_value("jmd")
    assert "Zwei Begleitungen zugleich sind ausgeschlossen." in form.row("double_counselling").hint()
    form.entry("double_counselling").set_value("none")
    assert form.row("double_counselling").hint() == ""


def test_a_draft_of_a_correction_opens_the_correction(desk: Any, now: Any) -> None:
    activity = acts.add_activity(desk.vault, NewActivity(desk.site_id, "workshop", TODAY, "Wohnen"), now)
    correct_activity(desk.page(), desk.session, activity)
    desk.dialog().form.entry("title").set_typed("Wohnen und Miete")
    desk.dialog().reject()
    desk.go("today")
    desk.click("Weiter")
    assert desk.dialog().form.entry("title").typed() == "Wohnen und Miete"
    desk.press(Qt.Key.Key_Return, CTRL)
    assert acts.activity(desk.vault, activity).title == "Wohnen und Miete"
    assert drafts.drafts(desk.vault) == ()


def test_interpreting_by_the_family_is_warned_of(desk: Any) -> None:
    form = sheet(desk).form
    form.unfold()
    form.entry("interpreter_kind").set_value("family")
    assert form.row("interpreter_kind").hint() == "Nur im Notfall, und nie durch ein Kind."
    form.entry("interpreter_kind").set_value("phone")
    assert form.row("interpreter_kind").hint() == ""
    form.set_values({"family_name": "Özdemir", "access_way": "self", "languages": "tr"})
    desk.click("Aufnehmen")
    assert view(desk).client.person.languages == (SpokenLanguage("tr", "not_recorded", True, "phone"),)
