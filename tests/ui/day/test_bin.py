# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The Papierkorb on screen: what lies in it, back by Enter, gone by Entf, nothing in conversation."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot

import resources
from app.domain.contact import NewContact
from app.domain.goal import NewGoal, NewStep
from app.operations import bin, cases, contacts, follow_ups, goals
from ui.bin_page import BinPage
from ui.removal import kind_in_words, remove_with_undo
from ui.widgets import Row, Toast


@pytest.fixture
def page(desk: Any, qtbot: QtBot, case: Any, now: datetime) -> BinPage:
    """With one contact in it, removed today."""
    contact_id = contacts.add_contact(desk.vault, case.case_id, NewContact("talk", now.date(), "Kita"), now)
    bin.remove(desk.vault, "contact", contact_id, now)
    shown = BinPage(desk.session, desk.shell.go)
    qtbot.addWidget(shown)
    shown.resize(1000, 600)
    shown.show()
    shown.activateWindow()
    qtbot.waitUntil(shown.isActiveWindow)
    return shown


def names(page: BinPage) -> list[str]:
    return [row.accessibleName() for row in page.findChildren(Row) if row.isVisible()]


def test_whose_it_was_stands_there_without_a_name(page: BinPage, desk: Any) -> None:
    (name,) = names(page)
    assert name.startswith("Kontakt 22.11.2026: Kita, ")
    assert "T. N." in name
    assert name.endswith("entfernt am 22.11.2026, noch 30 Tage")
    assert "Nguyễn" not in name


def test_enter_brings_it_back(page: BinPage, qtbot: QtBot, desk: Any, case: Any) -> None:
    page.rows.focus_current()
    qtbot.keyClick(page.rows.focusProxy(), Qt.Key.Key_Return)
    assert not bin.contents(desk.vault)
    assert [e.text for e in cases.timeline(desk.vault, case.case_id, ("contact",))] == ["Kita"]
    assert names(page) == []


def test_a_long_bin_shows_its_beginning(page: BinPage, desk: Any, case: Any, now: datetime) -> None:
    for _ in range(60):
        contact_id = contacts.add_contact(desk.vault, case.case_id, NewContact("talk", now.date()), now)
        bin.remove(desk.vault, "contact", contact_id, now)
    page.reload()
    assert len(names(page)) < 60
    assert names(page)[-1].startswith("Weitere ")


def test_in_conversation_it_is_hidden(page: BinPage) -> None:
    page.conversation = True
    page.reload()
    assert names(page) == []


def test_what_has_to_stay_is_said(desk: Any, page: BinPage, case: Any) -> None:
    remove_with_undo(page, desk.session, "contact", "no such")
    assert desk.dialog().accessibleName() == resources.message("bin.gone").what
    desk.dialog().close()


def test_every_kind_has_a_word() -> None:
    assert all(kind_in_words(kind) for kind in bin.KINDS)
    assert set(resources.toml("texts", "bin.toml")) == set(bin.KINDS)


@pytest.mark.parametrize("field", [QLineEdit, QPlainTextEdit])
def test_undo_of_the_toast_works_from_a_field_that_has_nothing_to_take_back(
    page: BinPage, qtbot: QtBot, field: Any
) -> None:
    entry, done = field(page), []
    entry.setGeometry(0, 400, 200, 60)
    entry.show()
    entry.setFocus()
    Toast(page, "Entfernt.", lambda: done.append(True))
    qtbot.keyClicks(entry, "Kita")
    qtbot.keyClick(entry, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert not done, "the field takes back its own letters first"
    while entry.isUndoAvailable() if isinstance(entry, QLineEdit) else entry.document().isUndoAvailable():
        entry.undo()
    qtbot.keyClick(entry, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert done == [True]


def test_a_mistaken_follow_up_goes_by_key_and_one_that_belongs_to_a_step_stays(
    desk: Any, case: Any, now: datetime
) -> None:
    steps = (NewStep("Antrag abgeben", "client", date(2026, 11, 24)),)
    goals.set_goal(desk.vault, case.case_id, NewGoal("Wohnung", "housing", now.date(), "", steps), now)
    desk.follow_up(case.case_id, 1, "Rückruf")
    desk.go("follow_ups")
    desk.press(Qt.Key.Key_Delete)
    assert [each.title for each in follow_ups.due(desk.vault, None)] == ["Antrag abgeben"]
    assert desk.toast() == "Wiedervorlage „Rückruf“ ist im Papierkorb."
    desk.press(Qt.Key.Key_Delete)
    assert desk.dialog().accessibleName() == resources.message("bin.owned").what
    desk.dialog().close()
    assert [each.title for each in follow_ups.due(desk.vault, None)] == ["Antrag abgeben"]
