# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Heute: what is due is done and put off by key, what was begun goes on, and no name is ever shown."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from app.domain.act import NewActivity, NewShortAdvice
from app.domain.client import Person, Residence
from app.domain.consent import WantedRelease
from app.domain.controller import Controller
from app.domain.goal import NewGoal
from app.domain.service import ServiceData
from app.operations import acts, agreements, backups, cases, consents, directory, drafts, follow_ups, goals
from ui.today_page import TodayPage
from ui.widgets import Toast

CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
SECTIONS = ("Fällig", "Angefangen", "Einwilligung fehlt", "Titel und Duldungen", "Überprüfung fällig")
TODAY = date(2026, 11, 22)
Hear = Callable[[QWidget], list[str]]


def today(desk: Any) -> TodayPage:
    page = desk.go("today")
    assert isinstance(page, TodayPage)
    return page


def due(desk: Any) -> list[tuple[str, date]]:
    return [(f.title, f.due_on) for f in follow_ups.due(desk.vault, None)]


def test_space_does_it_and_ctrl_z_takes_it_back(desk: Any, case: Any) -> None:
    desk.follow_up(case.case_id, -3, "Bescheid nachfragen")
    desk.follow_up(case.case_id, 0, "Begleitung zum Jobcenter")
    today(desk)
    desk.press(Qt.Key.Key_Space)
    assert desk.done == 1
    assert due(desk) == [("Begleitung zum Jobcenter", TODAY)]
    assert desk.toast() == "„Bescheid nachfragen“ ist erledigt."
    desk.press(Qt.Key.Key_Z, CTRL)
    assert [title for title, _ in due(desk)] == ["Bescheid nachfragen", "Begleitung zum Jobcenter"]


def test_alt_and_a_digit_puts_it_off_to_a_working_day(desk: Any, case: Any) -> None:
    desk.follow_up(case.case_id, 0, "Rückruf")
    today(desk)
    desk.press(Qt.Key.Key_2, ALT)
    assert due(desk) == [("Rückruf", date(2026, 11, 25))]
    desk.press(Qt.Key.Key_4, ALT)
    assert due(desk) == [("Rückruf", date(2026, 12, 7))]  # in 14 days it is a Sunday
    assert desk.toast() == "„Rückruf“ ist jetzt am 07.12.2026 fällig."


def test_any_other_day_is_asked_for(desk: Any, case: Any) -> None:
    desk.follow_up(case.case_id, 0, "Rückruf")
    today(desk)
    desk.press(Qt.Key.Key_5, ALT)
    desk.write("24.12.")
    desk.press(Qt.Key.Key_Return, CTRL)
    assert desk.dialogs() == []
    assert due(desk) == [("Rückruf", date(2026, 12, 24))]


def test_enter_opens_the_case(desk: Any, case: Any) -> None:
    other = desk.take_in(Person("Özdemir", "Müge"))
    desk.follow_up(case.case_id, -1, "Zuerst")
    desk.follow_up(other.case_id, 2, "Danach")
    today(desk)
    desk.press(Qt.Key.Key_Down)
    desk.press(Qt.Key.Key_Return)
    assert desk.shell.location == ("case", (other.case_id, "timeline"))


def test_no_name_is_shown_or_read_out(desk: Any, case: Any, hear: Hear, now: Any) -> None:
    _fill_every_section(desk, case, now)
    words = " ".join(hear(today(desk)))
    assert all(section in words for section in SECTIONS)
    assert "T. N." in words
    assert case.file_number in words
    for name in ("Nguyễn", "Hương", "Trần", "阮氏香", "Łukaszewicz"):
        assert name not in words


def test_a_draft_goes_on_in_its_case_and_can_be_dropped(desk: Any, case: Any, now: Any) -> None:
    drafts.keep(desk.vault, "contact", case.case_id, '{"text": "Bescheid liegt vor"}', 0, now)
    today(desk)
    desk.click("Weiter")
    assert desk.shell.location == ("case", (case.case_id, "timeline"))
    assert desk.page().tab.contact.form.text.toPlainText() == "Bescheid liegt vor"
    today(desk)
    desk.click("Verwerfen")
    assert drafts.drafts(desk.vault) == ()


def test_a_draft_of_every_form_can_be_gone_on_with(desk: Any, case: Any, now: Any) -> None:
    for kind in ("short_advice", "activity", "follow_up", "service", "contact"):
        drafts.keep(desk.vault, kind, None, "{}", 0, now)
        today(desk)
        desk.click("Weiter")
        desk.dialog().close()
        drafts.discard(desk.vault, drafts.drafts(desk.vault)[0].id, now)
    for kind in ("closing", "person", "follow_up"):
        drafts.keep(desk.vault, kind, case.case_id, "{}", 0, now)
        today(desk)
        desk.click("Weiter")
        desk.dialog().close()
        drafts.discard(desk.vault, drafts.drafts(desk.vault)[0].id, now)


def test_a_preliminary_file_says_how_long_it_stays(desk: Any, hear: Hear) -> None:
    desk.take_in(Person("Özdemir", "Müge"), TODAY - timedelta(days=9))
    words = hear(today(desk))
    assert "M. Ö. · SU-2026-1, vorläufige Akte, noch 5 Tage, fehlt" in words


def test_titles_warn_ninety_days_ahead_and_a_duldung_twenty_one(desk: Any, hear: Hear) -> None:
    desk.take_in(Person("A", "B", residence=Residence("AE25_2s1", TODAY + timedelta(days=80))))
    desk.take_in(Person("C", "D", residence=Residence("D60a", TODAY + timedelta(days=80))))
    desk.take_in(Person("E", "F", residence=Residence("D60a", TODAY + timedelta(days=11))))
    page = today(desk)
    found = [word for word in hear(page._residence) if " · SU" in word and "," in word]
    assert [word.split(" · ")[0] for word in found] == ["F. E.", "B. A."]
    assert found[0].endswith("11 Tage")


def test_empty_days_say_when_the_next_falls_due(desk: Any, case: Any, hear: Hear) -> None:
    desk.follow_up(case.case_id, 30, "Später")
    words = hear(today(desk))
    assert "In den nächsten sieben Tagen ist nichts fällig." in words
    assert "Die nächste Wiedervorlage ist am 22.12.2026." in words


def test_in_conversation_nothing_of_others_is_shown(desk: Any, case: Any, hear: Hear) -> None:
    desk.follow_up(case.case_id, 0, "Rückruf")
    desk.shell.conversation = True
    words = " ".join(hear(today(desk)))
    assert "Im Gespräch zeigt Heute nichts." in words
    assert "Rückruf" not in words
    assert "T. N." not in words


def test_acts_without_a_file_are_listed_and_lead_to_an_intake(desk: Any, now: Any) -> None:
    new = NewShortAdvice(desk.site_id, "counselling", TODAY, "ar", ("housing",))
    advice = acts.add_short_advice(desk.vault, new, now)
    acts.add_activity(desk.vault, NewActivity(desk.site_id, "workshop", TODAY, "Wohnen"), now)
    today(desk)
    desk.click("Akte anlegen")
    assert desk.shell.location == ("intake", (advice,))


def test_an_older_toast_gives_way(desk: Any, case: Any) -> None:
    for title in ("Eins", "Zwei"):
        desk.follow_up(case.case_id, 0, title)
    today(desk)
    desk.press(Qt.Key.Key_Space)
    desk.press(Qt.Key.Key_Space)
    assert len([t for t in desk.shell.findChildren(Toast) if t.isVisible()]) == 1
    desk.press(Qt.Key.Key_Z, CTRL)
    assert len(due(desk)) == 1


def _fill_every_section(desk: Any, case: Any, now: Any) -> None:
    """A due line, a draft, a missing consent, a title that ends and a review."""
    desk.take_in(Person("Łukaszewicz-Großmann", "Władysława", residence=Residence("D60a", TODAY)))
    desk.follow_up(case.case_id, 0, "Begleitung zum Jobcenter")
    drafts.keep(desk.vault, "contact", case.case_id, '{"text": "Bescheid liegt vor"}', 0, now)
    drafts.keep(desk.vault, "intake", None, '{"family_name": "Łukaszewicz"}', 0, now)
    drafts.keep(desk.vault, "person", case.case_id, '{"family_name": "Trần"}', 0, now)
    controller = Controller("Kreis", "KI", "Platz 1", "1", "a@b.example", "C", "LDI NRW", "DSGVO", 3)
    cases.set_controller(desk.vault, controller, now)
    service = directory.add_service(desk.vault, ServiceData("Wohnhilfe", "other"), now)
    rows = (WantedRelease(service, "housing", "housing_search", "to"),)
    consent = consents.prepare(desk.vault, case.file_id, rows, "de", date(2027, 6, 30), now)
    consents.print_notice(desk.vault, consent, "", now)
    goals.set_goal(desk.vault, case.case_id, NewGoal("Wohnung", "housing", TODAY), now)
    agreement = agreements.print_agreement(desk.vault, case.case_id, "de", TODAY + timedelta(days=5), now)
    assert agreement.pdf
    made = agreements.agreements(desk.vault, case.case_id)[0].id
    agreements.sign_agreement(desk.vault, made, TODAY, TODAY, now)


def test_a_new_file_is_led_to_its_first_steps(
    bare_desk: Any, hear: Hear, now: datetime, tmp_path: Path
) -> None:
    page = today(bare_desk)
    assert "Erster Schritt: Ihr Standort" in hear(page)
    bare_desk.click("Standort anlegen")
    form = bare_desk.dialog().form
    form.set_values({"name": "Siegburg Mitte", "code": "SU", "municipality": "05382060"})
    bare_desk.press(Qt.Key.Key_Return, CTRL)
    assert "Zweiter Schritt: Wer ist für die Akten verantwortlich?" in hear(page)
    profile = Controller("Kreis", "KIM", "Platz 1", "02241 1", "kim@x.example", "Amt", "LDI", "DSGVO", 3)
    bare_desk.session.write(cases.set_controller, profile)
    assert "Nächster Schritt: ein Ordner für die Sicherung" in hear(page)
    backups.set_place(bare_desk.session.vault, str(tmp_path), now)
    bare_desk.session.write(backups.back_up)
    assert not any("Schritt:" in word for word in hear(page))
