# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Appointments: made with interpreting, reminded of, missed, moved, kept; day list and calendar."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import icalendar
import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog

from app.domain.appointment import NewAppointment
from app.domain.client import Channel, Person, SpokenLanguage
from app.domain.controller import Controller
from app.domain.follow_up import NewFollowUp
from app.domain.intake import Intake
from app.operations import appointments, cases, documents, follow_ups
from app.operations.vaults import Vault
from tests.journeys.hands import Hands
from ui.widgets import Row

Filling = Callable[[], AbstractContextManager[Vault]]
TODAY = date(2026, 11, 22)
OFFICE = Controller("Stadt", "KIM", "Markt 1", "02241 100", "a@b.example", "DSB", "LDI", "DSGVO", 3)


@dataclass(frozen=True)
class Desk:
    case_id: str
    file_id: str


@pytest.fixture
def desk(filling: Filling, now: datetime) -> Desk:
    """Frau Rahimi needs somebody who interprets Dari, and may be reminded on her telephone."""
    person = Person(
        "Rahimi",
        "Nasrin",
        languages=(SpokenLanguage("prs", interpreter_needed=True),),
        channels=(Channel("phone", "0157 123", may_remind=True),),
    )
    with filling() as vault:
        cases.set_controller(vault, OFFICE, now)
        site = cases.add_site(vault, "SU", "Siegburg Mitte", "05382060", now)
        opened = cases.take_in(vault, Intake(person, site, TODAY, "self"), now)
    return Desk(opened.case_id, opened.file_id)


@pytest.fixture
def plan(filling: Filling, desk: Desk, now: datetime) -> Callable[..., str]:
    def plan(new: NewAppointment) -> str:
        with filling() as vault:
            return appointments.make_appointment(vault, desk.case_id, new, now)

    return plan


def vault_of(person: Hands) -> Vault:
    return person.robot.shell().session.vault


def test_an_appointment_with_interpreting_from_anywhere(hands: Callable[[], Hands], desk: Desk) -> None:
    person = hands()
    with person.task("Termin mit Sprachmittlung vereinbaren", at_most=9, compare="Outlook und Akte ≈ 16"):
        person.press("Ctrl+Shift+M")
        person.write("rahimi")
        person.press("Return")
        person.write("30.11.")
        person.answer("Uhrzeit", "15")
        person.answer("Worum geht es?", "Begleitung zum Jobcenter")
        person.answer("Ort", "Kaiserplatz 1")
        person.answer("Gebucht am", "heute")
        person.press("Ctrl+Return")
    (due,) = follow_ups.due(vault_of(person), None)
    made = appointments.appointment(vault_of(person), due.source_id or "")
    assert (made.day, made.at, made.place) == (date(2026, 11, 30), time(15, 0), "Kaiserplatz 1")
    assert (made.interpreter_language, made.interpreting) == ("prs", "booked")
    person.press("Ctrl+3")
    assert any("Sprachmittlung gebucht" in words for words in rows(person))


def test_missed_in_two_keys_and_moved_instead(
    hands: Callable[[], Hands], desk: Desk, plan: Callable[..., str]
) -> None:
    plan(NewAppointment(TODAY, time(9), title="Erstgespräch"))
    person = hands()
    with person.task("Nicht gekommen, von Heute aus", at_most=2):
        person.press("N")
    assert [e.code for e in verlauf(person, desk)] == ["missed"]
    person.press("Ctrl+Z")
    assert verlauf(person, desk) == []
    with person.task("Termin verlegen auf einen anderen Tag und eine andere Stunde", at_most=4):
        person.press("Alt+5")
        person.write("30.11.")
        person.answer("Uhrzeit", "10:30")
        person.press("Ctrl+Return")
    assert [(e.code, e.facts["moved_to"]) for e in verlauf(person, desk)] == [("moved", "2026-11-30 10:30")]
    (due,) = follow_ups.due(vault_of(person), None)
    assert (due.due_on, due.due_at) == (date(2026, 11, 30), time(10, 30))
    person.robot.go("case", desk.case_id)
    assert any("Termin: Erstgespräch" in words and "verlegt" in words for words in rows(person))


def test_who_came_is_one_key_and_only_the_words_are_missing(
    hands: Callable[[], Hands], desk: Desk, plan: Callable[..., str]
) -> None:
    plan(NewAppointment(TODAY, time(9), 45, interpreter_language="prs", interpreter="A. Karimi"))
    person = hands()
    with person.task("Gekommen, und der Kontakt dazu", at_most=3):
        person.press("Space")
        person.write("Antrag ausgefüllt")
        person.press("Ctrl+Return")
    (contact,) = cases.timeline(vault_of(person), desk.case_id, ("contact",))
    assert (contact.code, contact.text) == ("talk", "Antrag ausgefüllt")
    assert (contact.facts["minutes"], contact.facts["language"]) == (45, "prs")
    assert contact.facts["present"] == "A. Karimi"
    assert [entry.code for entry in verlauf(person, desk)] == ["came"]


def test_a_reminder_in_her_language_and_a_slip_to_take_along(
    hands: Callable[[], Hands], desk: Desk, plan: Callable[..., str]
) -> None:
    made = plan(NewAppointment(date(2026, 11, 27), time(9), title="Schulden", place="Jobcenter"))
    person = hands()
    with person.task("Erinnerung kopieren", at_most=2):
        person.press("T")
        person.do("Erinnerung kopieren")
    copied = QGuiApplication.clipboard().text()
    assert "27.11.2026" in copied
    assert "قرار ملاقات" in copied
    for hidden in ("Schulden", "Jobcenter", "Rahimi"):
        assert hidden not in copied
    assert appointments.appointment(vault_of(person), made).reminded_on == TODAY
    with person.task("Terminzettel drucken bis zur Vorschau", at_most=2):
        person.press("T")
        person.do("Terminzettel")
    (slip,) = documents.documents(vault_of(person), desk.file_id)
    assert (slip.form, slip.language) == ("appointment_slip", "prs")


def test_the_list_of_the_day_is_looked_at_and_printed(
    hands: Callable[[], Hands],
    desk: Desk,
    plan: Callable[..., str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    plan(NewAppointment(TODAY, time(9), place="Kaiserplatz 1"))
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "liste.pdf"), ""))
    person = hands()
    with person.task("Tagesliste ansehen und speichern", at_most=4):
        person.press("Ctrl+3")
        person.do("Tagesliste")
        person.press("Ctrl+Return")
        person.do("Außerhalb speichern")
    assert (tmp_path / "liste.pdf").read_bytes().startswith(b"%PDF")


def test_the_calendar_is_saved_and_read_back(
    hands: Callable[[], Hands],
    desk: Desk,
    plan: Callable[..., str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    plan(NewAppointment(TODAY, time(15), title="Schulden"))
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "termine.ics"), ""))
    person = hands()
    with person.task("Kalenderdatei speichern", at_most=3, compare="jeden Termin abtippen"):
        person.press("Ctrl+3")
        person.do("Kalenderdatei")
        assert person.robot.reads("Kein Name, kein Kürzel")
        person.do("Ort wählen")
    calendar = icalendar.Calendar.from_ical((tmp_path / "termine.ics").read_bytes())
    (event,) = calendar.walk("VEVENT")
    assert str(event["summary"]) == "Termin SU-2026-1"
    assert b"Schulden" not in (tmp_path / "termine.ics").read_bytes()


def test_done_and_put_off_from_heute(
    hands: Callable[[], Hands], desk: Desk, filling: Filling, now: datetime
) -> None:
    with filling() as vault:
        for title, day in (("Rückruf", TODAY), ("Bescheid", date(2026, 11, 24))):
            follow_ups.add_follow_up(vault, NewFollowUp(desk.case_id, day, title), now)
    person = hands()
    with person.task("Erledigt und verschieben", at_most=2):
        person.press("Space")
        person.press("Alt+2")
    assert [(f.title, f.due_on) for f in follow_ups.due(vault_of(person), None)] == [
        ("Bescheid", date(2026, 11, 25))
    ]
    person.press("Ctrl+Z")
    assert [f.due_on for f in follow_ups.due(vault_of(person), None)] == [date(2026, 11, 24)]


def verlauf(person: Hands, desk: Desk) -> list[Any]:
    return list(cases.timeline(vault_of(person), desk.case_id, ("appointment",)))


def rows(person: Hands) -> list[str]:
    """What a screen reader calls the rows in front."""
    return [row.accessibleName() for row in person.robot.every(Row)]


def test_inside_a_case_the_appointment_is_for_this_case(hands: Callable[[], Hands], desk: Desk) -> None:
    person = hands()
    person.robot.go("case", desk.case_id, "goals")
    with person.task("Termin aus dem offenen Fall", at_most=4):
        person.press("Ctrl+Shift+M")
        person.write("30.11.")
        person.answer("Uhrzeit", "15")
        person.press("Ctrl+Return")
    (due,) = follow_ups.due(vault_of(person), None)
    made = appointments.appointment(vault_of(person), due.source_id or "")
    assert (due.case_id, made.day, made.at) == (desk.case_id, date(2026, 11, 30), time(15, 0))
