# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Nobody remembers the password: the sheet from the safe opens the file and gives a new one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.journeys.hands import Hands
from ui.robot import Robot

NEW_PASSWORD = "sieben rote Äpfel im Hof"
NOTE = "Ruft morgen wegen der Kita an"


def test_the_recovery_key_opens_the_file_and_the_work_goes_on(
    case_template: Any, path: Path, with_a_case: str, sit_before: Callable[[Path], Robot]
) -> None:
    person = Hands(sit_before(path))
    robot = person.robot
    with person.task("Vergessenes Passwort ersetzen", at_most=7):
        person.do("Passwort vergessen?")
        person.answer("Wiederherstellungsschlüssel", case_template.recovery_key.lower())
        person.answer("Neues Passwort", NEW_PASSWORD)
        person.answer("Passwort wiederholen", "sieben rote Birnen im Hof")
        person.press("Return")
        assert robot.reads("Die beiden Passwörter sind nicht gleich.")
        person.answer("Passwort wiederholen", NEW_PASSWORD)
        person.press("Return")
        robot.wait_for(lambda: robot.window.shell() is not None, "the open file")
    robot.go("case", with_a_case)
    person.press("2")
    person.write(NOTE)
    person.press("Ctrl+Return")

    person.press("Ctrl+L")
    person.answer("Passwort", case_template.password)
    person.press("Return")
    robot.wait_for(lambda: robot.reads("Das Passwort ist nicht richtig."), "the answer")
    person.answer("Passwort", NEW_PASSWORD)
    person.press("Return")
    robot.wait_for(lambda: robot.window.shell() is not None, "the open file")
    robot.go("case", with_a_case)
    assert robot.reads(NOTE)
