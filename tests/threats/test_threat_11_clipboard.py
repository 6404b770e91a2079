# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Row 11, clipboard: what was copied from a case is taken off again, by time and by locking."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtGui import QGuiApplication

from tests.journeys.hands import Hands
from ui import clipboard

NOTE = "Frau Kanarienvogel, Rosenweg 12"


@pytest.fixture
def own_clipboard(dressed: object) -> Iterator[None]:
    QGuiApplication.clipboard().clear()
    yield
    QGuiApplication.clipboard().clear()


@pytest.mark.parametrize("locked", [True, False], ids=["locked", "after a while"])
def test_threat_11_clipboard(
    hands: Callable[[], Hands],
    with_a_case: str,
    own_clipboard: None,
    monkeypatch: pytest.MonkeyPatch,
    locked: bool,
) -> None:
    """Row 11. Copied by keyboard from a note of a real case."""
    if not locked:
        monkeypatch.setattr(clipboard, "FORGET_AFTER_MS", 200)
    person = hands()
    person.robot.go("case", with_a_case)
    person.answer("Notiz", NOTE)
    person.press("Ctrl+A")
    person.press("Ctrl+C")
    assert QGuiApplication.clipboard().text() == NOTE
    if locked:
        person.press("Ctrl+L")
    person.robot.wait_for(lambda: QGuiApplication.clipboard().text() == "", "the empty clipboard")
