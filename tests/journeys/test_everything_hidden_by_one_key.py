# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Somebody steps to the desk: one key, and nobody is named on the screen or to a screen reader."""

from __future__ import annotations

from collections.abc import Callable
from time import perf_counter

import pytest
from PySide6.QtWidgets import QApplication

from tests.journeys.hands import Hands
from tests.traces import heard
from ui.main_window import TITLE
from ui.widgets import LongText

NOTE = "Frau Kanarienvogel ruft wegen der Kita zurück"
NAMES = ("Özdemir", "Gülşen", "SU-2026-1", "Kanarienvogel")
AT_ONCE_S = 0.5
"""Generous, for a machine at work; `make bench` prints what it takes."""


def named() -> set[str]:
    words = " ".join(heard())
    return {name for name in NAMES if name in words}


@pytest.mark.parametrize("dialog", [False, True])
def test_one_key_hides_everything_and_gives_it_back(
    hands: Callable[[], Hands], with_a_case: str, dialog: bool
) -> None:
    person = hands()
    window = person.robot.window
    person.robot.go("case", with_a_case)
    person.answer("Notiz", NOTE)
    if dialog:
        person.do("Fall abschließen")
        person.answer("Notiz", NOTE)
    assert named() == set(NAMES)

    with person.task(f"Alles verbergen{' samt Dialog' if dialog else ''}", at_most=1, compare="Ziel 100 ms"):
        begun = perf_counter()
        person.press("F9")
        took = perf_counter() - begun
    assert took < AT_ONCE_S
    assert window.is_covered()
    assert window.windowTitle() == TITLE
    assert named() == set()

    person.press("F9")
    assert next(each.toPlainText() for each in person.robot.every(LongText)) == NOTE
    assert {"Özdemir", "SU-2026-1"} <= named()


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)  # popups, offscreen
@pytest.mark.parametrize("keys", ["F9", "Ctrl+L"])
def test_the_open_list_of_a_field_goes_too(hands: Callable[[], Hands], with_a_case: str, keys: str) -> None:
    person = hands()
    window = person.robot.window
    person.robot.go("case", with_a_case, "network")
    person.press("Ctrl+N")
    person.write("Karimi")
    person.answer("Wohnt in", "Sieg")
    assert QApplication.activePopupWidget() is not None
    person.press(keys)
    assert window.shell() is None
    assert QApplication.activePopupWidget() is None
    assert "Siegburg" not in " ".join(heard())


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)  # popups, offscreen
@pytest.mark.parametrize("keys", ["F9", "Ctrl+L"])
def test_what_a_search_found_goes_too(hands: Callable[[], Hands], with_a_case: str, keys: str) -> None:
    person = hands()
    person.press("Ctrl+K")
    person.write("özdem")
    assert "Özdemir" in named()
    person.press(keys)
    assert named() == set()
