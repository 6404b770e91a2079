# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Somebody calls while another file is open: the note is down before the next person sits at the desk."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, datetime

import pytest

from app.domain.contact import NewContact
from app.domain.timeline import TimelineEntry
from app.operations import bin, cases, contacts, follow_ups
from app.operations.vaults import Vault
from tests.journeys.hands import Hands
from ui.widgets import LongText

Filling = Callable[[], AbstractContextManager[Vault]]
NOTE = "Termin beim Amt bestätigt"


def vault_of(person: Hands) -> Vault:
    return person.robot.shell().session.vault


def contacts_of(person: Hands, case_id: str) -> list[TimelineEntry]:
    return list(cases.timeline(vault_of(person), case_id, ("contact",)))


@pytest.fixture
def a_note_of_today(filling: Filling, with_a_case: str, now: datetime) -> str:
    with filling() as vault:
        return contacts.add_contact(vault, with_a_case, NewContact("phone", now.date(), "Falsch"), now)


def test_a_note_of_24_letters_from_anywhere(hands: Callable[[], Hands], with_a_case: str) -> None:
    person = hands()
    with person.task(
        "Kontakt mit Notiz von 24 Zeichen", at_most=6, compare="Word und Excel ≈ 22, Primero ≈ 15"
    ):
        person.press("Ctrl+Shift+N")
        person.write("özdem")
        person.press("Return")
        person.press("2")
        person.write(NOTE)
        person.press("Ctrl+Return")
    (contact,) = contacts_of(person, with_a_case)
    assert (contact.code, contact.text) == ("phone", NOTE)


def test_one_key_more_and_it_comes_back(hands: Callable[[], Hands], with_a_case: str) -> None:
    person = hands()
    with person.task("Kontakt mit Wiedervorlage", at_most=7, compare="eigener Eintrag in Outlook"):
        person.press("Ctrl+Shift+N")
        person.write("özdem")
        person.press("Return")
        person.press("2")
        person.write(NOTE)
        person.press("Alt+3")
        person.press("Ctrl+Return")
    (due,) = follow_ups.due(vault_of(person), None)
    assert (due.source, due.due_on) == ("contact", date(2026, 11, 30))  # a week on is a Sunday


@pytest.mark.parametrize(
    ("digit", "kind"), [("3", "email"), ("4", "letter"), ("7", "outreach"), ("8", "walk_in")]
)
def test_every_way_of_meeting_has_its_digit(
    hands: Callable[[], Hands], with_a_case: str, digit: str, kind: str
) -> None:
    person = hands()
    person.robot.go("case", with_a_case)
    label = cases.lists(vault_of(person)).label("contact_kind", kind)
    with person.task(f"Im Fall: {label} mit Notiz", at_most=3):
        person.press(digit)
        person.write(NOTE)
        person.press("Ctrl+Return")
    assert [(entry.code, entry.text) for entry in contacts_of(person, with_a_case)] == [(kind, NOTE)]
    assert person.robot.reads(label)


def test_in_vain_takes_two_keys(hands: Callable[[], Hands], with_a_case: str) -> None:
    person = hands()
    person.robot.go("case", with_a_case)
    with person.task("Kontaktversuch erfolglos", at_most=2):
        person.press("6")
        person.press("Ctrl+Return")
    assert [entry.code for entry in contacts_of(person, with_a_case)] == ["attempt"]


def test_all_there_is_to_say_about_a_visit(hands: Callable[[], Hands], with_a_case: str) -> None:
    person = hands()
    person.robot.go("case", with_a_case)
    with person.task("Kontakt mit Dauer, Sprache, Begleitung und Thema", at_most=8):
        person.press("7")
        person.write("Schimmel im Bad gezeigt")
        person.do("Mehr angeben")
        person.answer("Dauer in Minuten", "50")
        person.answer("Sprache", "Türkisch")
        person.answer("Wer war noch dabei?", "die Nachbarin")
        person.do("Themen: Wohnen")
        person.press("Ctrl+Return")
    (contact,) = contacts_of(person, with_a_case)
    assert (contact.facts["minutes"], contact.facts["language"]) == (50, "tr")
    assert (contact.facts["present"], contact.facts["topics"]) == ("die Nachbarin", ["housing"])
    assert person.robot.reads("Schimmel im Bad gezeigt · Wohnen · Türkisch · dabei: die Nachbarin")


def test_a_text_block_is_put_in_at_the_caret_and_completed(
    hands: Callable[[], Hands], with_a_case: str
) -> None:
    person = hands()
    person.robot.go("case", with_a_case)
    with person.task("Notiz aus einem Textbaustein", at_most=5):
        person.press("2")
        person.press("Ctrl+T")
        person.press("1")
        person.add("SGB II")
        person.press("Ctrl+Return")
    (contact,) = contacts_of(person, with_a_case)
    assert contact.text == "Bescheid von SGB II gemeinsam gelesen und erklärt. Frist: …"


def test_a_slip_is_put_right_on_the_day(
    hands: Callable[[], Hands], with_a_case: str, a_note_of_today: str
) -> None:
    person = hands()
    person.robot.go("case", with_a_case)
    with person.task("Kontakt berichtigen", at_most=3):
        person.go("22.11.")
        person.press("Return")
        assert isinstance(person.robot.front().focusWidget(), LongText)
        person.write("Richtig")
        person.press("Ctrl+Return")
    assert [entry.text for entry in contacts_of(person, with_a_case)] == ["Richtig"]


def test_a_contact_is_removed_and_brought_back(
    hands: Callable[[], Hands], with_a_case: str, a_note_of_today: str
) -> None:
    person = hands()
    person.robot.go("case", with_a_case)
    with person.task("Kontakt entfernen", at_most=1):
        person.go("22.11.")
        person.press("Del")
    assert contacts_of(person, with_a_case) == []
    assert len(bin.contents(vault_of(person))) == 1
    person.press("Ctrl+Z")
    assert [entry.text for entry in contacts_of(person, with_a_case)] == ["Falsch"]


@pytest.mark.parametrize("tab", ["timeline", "goals"])
def test_inside_a_case_nobody_is_asked_for(hands: Callable[[], Hands], with_a_case: str, tab: str) -> None:
    """In the Verlauf the entry box takes the keys, elsewhere a box for this case."""
    person = hands()
    person.robot.go("case", with_a_case, tab)
    with person.task(f"Kontakt aus dem offenen Fall ({tab})", at_most=4):
        person.press("Ctrl+Shift+N")
        person.press("2")
        person.write(NOTE)
        person.press("Ctrl+Return")
    assert [(entry.code, entry.text) for entry in contacts_of(person, with_a_case)] == [("phone", NOTE)]
    assert person.robot.reads("Der Kontakt ist festgehalten.")
