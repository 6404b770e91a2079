# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Somebody calls while another file is open: the note is down before the next person sits at the desk."""

from __future__ import annotations

from collections.abc import Callable

from app.operations import cases
from tests.journeys.hands import Hands


def test_a_note_of_24_letters_from_anywhere(hands: Callable[[], Hands], with_a_case: str) -> None:
    person = hands()
    vault = person.robot.shell().session.vault
    with person.task(
        "Kontakt mit Notiz von 24 Zeichen", at_most=6, compare="Word und Excel ≈ 22, Primero ≈ 15"
    ):
        person.press("Ctrl+Shift+N")
        person.write("özdem")
        person.press("Return")
        person.press("2")
        person.write("Termin beim Amt bestätigt")
        person.press("Ctrl+Return")
    contact = next(e for e in cases.timeline(vault, with_a_case) if e.kind == "contact")
    assert (contact.code, contact.text) == ("phone", "Termin beim Amt bestätigt")
