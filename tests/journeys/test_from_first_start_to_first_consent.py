# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""From an empty computer to the first printed consent: by keyboard, counted, and timed."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

import pytest
from PySide6.QtWidgets import QLabel

from app.operations import backups, cases, consents, documents
from app.operations.vaults import Vault
from tests.journeys.hands import DONE, TIMED, Hands
from ui.robot import Robot

PASSWORD = "fünf blaue Boote bei Nacht"
KEY = re.compile(r"\b\w{4}(?:-\w{4}){6}\b")
BESIDE = "Ziel: Einrichten unter 3 Minuten"
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)  # popups, offscreen


def key_on_screen(robot: Robot) -> str:
    (found,) = (match[0] for each in robot.every(QLabel) if (match := KEY.search(each.accessibleName())))
    return found


def test_from_an_empty_computer_to_the_first_printed_consent(
    sit_before: Callable[[Path], Robot], tmp_path: Path
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    begun = perf_counter()
    person = Hands(sit_before(tmp_path / "Akten" / "akten.kim"))
    with person.task("Erster Start: Datei, Standort, Stelle, Sicherung", at_most=26, compare=BESIDE):
        a_file_is_made(person)
        the_office_says_who_it_is(person)
        a_place_for_backups_is_chosen(person, stick)
    set_up = perf_counter()
    with person.task("Erste Person bis zur gedruckten Einwilligung", at_most=15):
        somebody_is_taken_in(person)
        the_consent_is_printed(person)
    printed = perf_counter()
    by_hand = [each.seconds for each in DONE[-2:]]
    TIMED.append(f"Einrichten: {set_up - begun:.1f} s Programm, {by_hand[0]:.0f} s KLM; {BESIDE}")
    TIMED.append(f"Bis zur ersten Einwilligung: {printed - set_up:.1f} s Programm, {by_hand[1]:.0f} s KLM")

    vault = vault_of(person)
    (line,) = cases.case_list(vault, "Nguyễn")
    view = cases.case_view(vault, line.case_id, person.robot.shell().session.today())
    (consent,) = consents.consents(vault, view.file.id)
    assert consent.status == "printed"
    assert documents.documents(vault, view.file.id)[-1].form == "consent"
    assert len(backups.copies(stick)) == 1


def vault_of(person: Hands) -> Vault:
    return person.robot.shell().session.vault


def a_file_is_made(person: Hands) -> None:
    person.answer("Ihr Kürzel", "ŁW")
    person.answer("Ihr Name", "Łucja Wiśniewska")
    person.answer("Neues Passwort", PASSWORD)
    person.answer("Passwort wiederholen", PASSWORD)
    person.press("Return")
    person.robot.wait_for(lambda: person.robot.reads("Schlüssel vom Papier abschreiben"), "the key")
    person.answer("Schlüssel vom Papier abschreiben", key_on_screen(person.robot).lower())
    person.press("Return")
    person.robot.wait_for(lambda: person.robot.window.shell() is not None, "the open file")


def the_office_says_who_it_is(person: Hands) -> None:
    person.do("Standort anlegen")
    person.answer("Name des Standorts", "Siegburg Mitte")
    person.answer("Kürzel", "su")
    person.answer("Kommune", "Siegburg")
    person.press("Ctrl+Return")
    person.do("Eintragen")
    person.answer("Verantwortliche Stelle", "Stadt Siegburg")
    person.answer("Organisationseinheit", "KIM")
    person.answer("Anschrift", "Nogenter Platz 10, 53721 Siegburg")
    person.answer("Telefon", "02241 102-0")
    person.answer("E-Mail", "kim@siegburg.example")
    person.answer("Datenschutzbeauftragte Person", "Datenschutz, Nogenter Platz 10, 53721 Siegburg")
    person.answer("Aufsichtsbehörde", "LDI NRW")
    person.answer("Datenschutzrecht", "DSGVO")
    person.answer("Löschen nach Jahren", "3")
    person.press("Ctrl+Return")


def a_place_for_backups_is_chosen(person: Hands, stick: Path) -> None:
    person.do("Ordner wählen")
    person.answer("Ordner für die Sicherung", str(stick))
    person.press("Ctrl+Return")
    person.robot.settle()
    assert person.robot.reads("geprüfte Sicherung")


def somebody_is_taken_in(person: Hands) -> None:
    person.press("Ctrl+N")
    person.write("Nguyễn")
    person.answer("Vornamen", "Thị Hương")
    person.answer("Wie ist die Person gekommen?", "Von sich aus")
    person.press("Ctrl+Return")
    assert person.robot.shell().location[0] == "case"


def the_consent_is_printed(person: Hands) -> None:
    """To a body that the directory does not know yet."""
    person.go("Bereiche des Falls")
    person.choose("Einwilligung", down="Right")
    person.do("Einwilligung vorbereiten")
    person.do("Neue Anlaufstelle")
    person.answer("Einrichtung", "Wohnhilfe e. V.")
    person.answer("Art der Stelle", "Sonstige Akteure")
    person.press("Ctrl+Return")
    person.back("Anlaufstelle hinzufügen")
    person.write("Wohnhilfe e. V.")
    person.press("Return")
    person.answer("Wohnhilfe e. V., Zweck", "Wohnung suchen")
    person.do("Ansehen und drucken")
    assert person.robot.reads("Erst die Unterschrift macht die Einwilligung gültig.")
