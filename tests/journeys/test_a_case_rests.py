# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""For a while there is nothing to do in a case: it rests, is still in the list, and goes on."""

from __future__ import annotations

from collections.abc import Callable

from app.operations import cases
from tests.journeys.hands import Hands


def test_a_case_rests_and_goes_on(hands: Callable[[], Hands], with_a_case: str) -> None:
    person = hands()
    vault = person.robot.shell().session.vault
    person.robot.go("case", with_a_case)
    with person.task("Fall ruhen lassen", at_most=1):
        person.do("Fall ruhen lassen")
    assert person.robot.reads("Fall ruht")
    assert person.robot.reads("Der Fall ruht. Wiedervorlagen und Termine bleiben.")
    assert [line.status for line in cases.case_list(vault, "")] == ["paused"]
    with person.task("Fall weiterführen", at_most=1):
        person.do("Fall weiterführen")
    assert not person.robot.reads("Fall ruht")
    person.do("Fall ruhen lassen")
    person.press("Ctrl+Z")
    assert [line.status for line in cases.case_list(vault, "")] == ["active"]
