# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Strg+K: a name, a file number, words of a note; each opens the case."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QListWidget
from pytestqt.qtbot import QtBot

from app.domain.case import Closing
from app.domain.contact import NewContact
from app.operations import cases, closing, contacts
from ui.command_bar import CommandBar
from ui.places import case_work
from ui.shell import Shell

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture(autouse=True)
def whole_shell(desk: Any, qtbot: QtBot) -> Iterator[None]:
    """The shell with everything that the program puts into it."""
    desk.shell.hide()
    desk.shell = Shell(desk.session, case_work())
    qtbot.addWidget(desk.shell)
    desk.shell.show()
    desk.shell.activateWindow()
    qtbot.waitUntil(desk.shell.isActiveWindow)
    yield
    desk.shell.drop_page()


def found(desk: Any, text: str) -> list[str]:
    """The lines that are offered, as they can be read."""
    desk.press(Qt.Key.Key_K, CTRL)
    desk.shell.findChild(CommandBar).clear()
    desk.write(text)
    offered = desk.shell.findChild(QListWidget)
    return [offered.item(row).text() for row in range(offered.count())] if offered.isVisible() else []


def test_words_of_a_note_lead_to_its_case(desk: Any, case: Any) -> None:
    note = NewContact("phone", desk.session.today(), "Bescheid liegt vor, Kürzung fraglich.")
    contacts.add_contact(desk.vault, case.case_id, note, desk.session.now())
    desk.go("today")
    (line,) = found(desk, "kürzung")
    assert line.endswith("SU-2026-1   „Bescheid liegt vor, Kürzung fraglich.“")
    assert "Nguyễn" not in line
    desk.press(Qt.Key.Key_Return)
    assert desk.shell.location == ("case", (case.case_id, "timeline"))


def test_a_name_and_a_file_number_find_the_case(desk: Any, case: Any) -> None:
    desk.go("today")
    (by_name,) = found(desk, "nguyen")
    assert found(desk, "SU-2026-1") == [by_name]
    assert by_name.endswith("SU-2026-1")


def test_two_cases_of_one_file_are_told_apart(desk: Any, case: Any) -> None:
    now = desk.session.now()
    closing.close_case(desk.vault, case.case_id, Closing("goals_reached", desk.session.today()), now)
    cases.reopen(desk.vault, case.file_id, desk.site_id, now)
    desk.go("today")
    ends = sorted(line.partition("SU-2026-1")[2] for line in found(desk, "nguyen"))
    assert ends == ["", " · abgeschlossen"]


def test_where_nothing_is_found_that_is_said_and_enter_does_nothing(desk: Any, case: Any) -> None:
    desk.go("today")
    assert found(desk, "xyzq") == ["Dazu ist nichts zu finden."]
    desk.press(Qt.Key.Key_Return)
    QApplication.processEvents()
    assert desk.shell.location[0] == "today"


def test_what_was_found_goes_with_the_focus_and_comes_back_with_it(desk: Any, case: Any) -> None:
    desk.go("today")
    lines = found(desk, "nguyen")
    offered = desk.shell.findChild(QListWidget)
    desk.press(Qt.Key.Key_Tab)
    assert not offered.isVisible()
    desk.press(Qt.Key.Key_K, CTRL)
    assert [offered.item(row).text() for row in range(offered.count())] == lines
    assert offered.isVisible()
