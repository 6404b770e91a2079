# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Every page of the day: names for all that takes keys, room to hit it, a small window, nothing lost."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractButton, QApplication, QScrollArea, QTabBar, QWidget
from pytestqt.qtbot import QtBot

from app.domain.client import Person
from app.domain.intake import Intake
from app.operations import cases, drafts
from app.operations.vaults import Vault
from ui.case_page import CasePage
from ui.main_window import MainWindow
from ui.timeline_panel import TimelinePanel
from ui.workplace import Workplace

CTRL = Qt.KeyboardModifier.ControlModifier
TODAY = date(2026, 11, 22)
PLACES = ["today", "cases", "follow_ups", "services", "intake", "case"]
Hear = Callable[[QWidget], list[str]]


def filled(desk: Any, case: Any, place: str) -> QWidget:
    desk.follow_up(case.case_id, -1, "Bescheid nachfragen")
    desk.follow_up(case.case_id, 40, "Später")
    drafts.keep(desk.vault, "intake", None, '{"works_in": "Bonn"}', 0, desk.session.now())
    page: QWidget = desk.go(place, *([case.case_id] if place == "case" else []))
    return page


def focusable(page: QWidget) -> Iterator[QWidget]:
    for widget in page.findChildren(QWidget):
        takes_keys = widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.focusProxy() is None
        if widget.isVisible() and takes_keys:
            yield widget


@pytest.mark.parametrize("place", PLACES)
def test_everything_that_takes_keys_has_a_name(desk: Any, case: Any, place: str) -> None:
    found = list(focusable(filled(desk, case, place)))
    assert found
    for widget in found:
        heard = QAccessible.queryAccessibleInterface(widget)
        assert heard.text(QAccessible.Text.Name), widget


@pytest.mark.parametrize("place", PLACES)
def test_everything_that_is_clicked_can_be_hit(desk: Any, case: Any, place: str) -> None:
    buttons = [b for b in filled(desk, case, place).findChildren(QAbstractButton) if b.isVisible()]
    assert buttons
    for button in buttons:
        assert min(button.width(), button.height()) >= 24, (button.text(), button.size())


@pytest.mark.parametrize("place", PLACES)
def test_nothing_is_cut_off_in_a_small_window(desk: Any, case: Any, place: str) -> None:
    desk.shell.resize(960, 540)
    page = filled(desk, case, place)
    assert desk.shell.size().width() == 960
    assert desk.shell.size().height() == 540
    assert page.minimumSizeHint().width() <= page.width()
    for area in page.findChildren(QScrollArea):
        if area.isVisible():
            assert area.horizontalScrollBar().maximum() == 0


@pytest.mark.parametrize("place", PLACES)
def test_tab_goes_round_without_a_trap(desk: Any, case: Any, place: str) -> None:
    page = filled(desk, case, place)
    wanted = set(focusable(page))
    seen = set()
    for _ in range(3 * len(wanted) + 40):
        seen.add(QApplication.focusWidget())
        desk.press(Qt.Key.Key_Tab)
    left_out = {w for w in wanted - seen if not isinstance(w, QTabBar | QScrollArea) and w.isVisible()}
    # Of several choices, one takes part in the round and the arrow keys reach the others.
    assert {w for w in left_out if not (isinstance(w, QAbstractButton) and w.group())} == set()


@pytest.fixture
def window(qtbot: QtBot, case_vault: Vault, now: datetime) -> Iterator[MainWindow]:
    result = MainWindow(case_vault.path, lambda _role: _work(), lambda: now)
    qtbot.addWidget(result)
    result.open(case_vault)
    result.show()
    result.activateWindow()
    qtbot.waitUntil(result.isActiveWindow)
    yield result
    result.close()


def _work() -> Workplace:
    from ui.places import case_work

    return case_work()


def shown(window: MainWindow) -> CasePage:
    for _ in range(5):
        QApplication.processEvents()
    shell = window.shell()
    assert shell is not None
    page = shell.page()
    assert isinstance(page, CasePage)
    return page


def test_cover_hides_all_and_comes_back_to_the_same_tab_and_draft(
    window: MainWindow, qtbot: QtBot, case_vault: Vault, now: datetime, hear: Hear
) -> None:
    site = cases.add_site(case_vault, "SU", "Siegburg", "05382060", now)
    opened = cases.take_in(case_vault, Intake(Person("Nguyễn", "Hương"), site, TODAY, "self"), now)
    shell = window.shell()
    assert shell is not None
    shell.go("case", opened.case_id)
    tab = shown(window).tab
    assert isinstance(tab, TimelinePanel)
    tab.contact.form.text.setPlainText("Will den Bescheid bringen")
    window.cover()
    assert "Nguyễn" not in " ".join(hear(window))
    window.uncover()
    tab = shown(window).tab
    assert isinstance(tab, TimelinePanel)
    assert tab.contact.form.text.toPlainText() == "Will den Bescheid bringen"
    shown(window).open_tab("goals")
    window.cover()
    window.uncover()
    assert shown(window).open_key == "goals"


def test_lock_keeps_what_was_just_typed(
    window: MainWindow, case_vault: Vault, now: datetime, qtbot: QtBot
) -> None:
    site = cases.add_site(case_vault, "SU", "Siegburg", "05382060", now)
    opened = cases.take_in(case_vault, Intake(Person("Nguyễn", "Hương"), site, TODAY, "self"), now)
    shell = window.shell()
    assert shell is not None
    shell.go("case", opened.case_id)
    tab = shown(window).tab
    assert isinstance(tab, TimelinePanel)
    tab.contact.form.text.setPlainText("Will den Bescheid bringen")
    kept: list[str] = []
    tab.contact.draft.kept.connect(lambda: kept.append("kept"))
    window.lock()
    assert kept == ["kept"]
    assert window.door() is not None
