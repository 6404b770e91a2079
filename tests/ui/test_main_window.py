# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The window with a real file: going places, covering, locking, and what nobody may see."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event
from time import perf_counter, sleep
from typing import ClassVar

import pytest
from PySide6.QtCore import SIGNAL, QSize, Qt, QTimer
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QMenu, QWidget
from pytestqt.qtbot import QtBot

import resources
from app.operations.vaults import Role, Vault
from ui import jobs, theme
from ui.errors import CalmDialog
from ui.form_dialog import FormDialog
from ui.main_window import TITLE, MainWindow
from ui.page import Navigate, Page
from ui.session import Session
from ui.shell import Shell
from ui.widgets import CodeInput, FormPanel, PageHead, Row, RowList, TextInput, column, label, show_toast
from ui.workplace import Act, Hit, Place, Workplace

CANARY = "Nguyễn Thị Hương"
Hear = Callable[[QWidget], list[str]]


class ListPage(Page):
    """A page that shows a name and counts how often it was read."""

    reloads = 0

    def __init__(self, session: Session, navigate: Navigate) -> None:
        super().__init__(session, navigate)
        self.rows = RowList("Fälle")
        column(PageHead("Fälle", CANARY), self.rows, None, parent=self)

    def reload(self) -> None:
        ListPage.reloads += 1
        self.rows.fill([Row(CANARY, "0212/26", key="case-1")])


class CasePage(Page):
    kept: ClassVar[list[str]] = []

    def __init__(self, session: Session, navigate: Navigate, case_id: str) -> None:
        super().__init__(session, navigate)
        self.case_id = case_id
        column(label(f"{CANARY} {case_id}", "title"), None, parent=self)

    def keep(self) -> None:
        CasePage.kept.append(self.case_id)


class Clocks:
    wall = datetime(2026, 11, 23, 9, tzinfo=UTC)
    ticks = 0.0

    def now(self) -> datetime:
        return self.wall

    def monotonic(self) -> float:
        return self.ticks

    def pass_minutes(self, minutes: float) -> None:
        self.wall += timedelta(minutes=minutes)
        self.ticks += 60 * minutes


def search(_session: Session, text: str) -> list[Hit]:
    found = text.casefold() in CANARY.casefold()
    return [Hit(CANARY, "Akte 0212/26", "person", "case", ("case-1",))] if found else []


def workplace(role: Role) -> Workplace:
    return Workplace(
        places=(
            Place("today", "Heute", "calendar", ListPage),
            Place("cases", "Fälle", "folder", ListPage),
            Place("case", "Fall", "folder", CasePage, under="cases"),
        ),
        search_hint="Suchen oder Befehl",
        search=search,
        acts=(Act("Kontakt festhalten", "pencil", acted, "Strg+Umschalt+N"),),
        foot=lambda session: ("Standort Nordstadt", session.actor.code),
        status=lambda _session: [("offline", "offline")],
        with_clients=role is Role.CASE,
    )


def acted(owner: QWidget, session: Session, navigate: Navigate) -> None:
    navigate("case", "neu")


@pytest.fixture
def clocks() -> Clocks:
    CasePage.kept = []
    return Clocks()


@pytest.fixture
def window(qtbot: QtBot, case_vault: Vault, clocks: Clocks) -> Iterator[MainWindow]:
    result = MainWindow(case_vault.path, workplace, clocks.now, clocks.monotonic)
    qtbot.addWidget(result)
    result.open(case_vault)
    result.resize(1366, 768)
    result.show()
    result.activateWindow()
    qtbot.waitUntil(result.isActiveWindow)
    yield result
    result.close()


def shell(window: MainWindow) -> Shell:
    found = window.shell()
    assert found is not None
    return found


def press(qtbot: QtBot, widget: QWidget, key: Qt.Key, control: bool = False) -> None:
    none, strg = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier
    QApplication.processEvents()  # what was just opened takes the keys only then
    qtbot.keyClick(widget.window().windowHandle(), key, strg if control else none)


def test_keys_go_to_places_and_back(window: MainWindow, qtbot: QtBot) -> None:
    assert shell(window).location == ("today", ())
    press(qtbot, window, Qt.Key.Key_2, control=True)
    assert shell(window).location == ("cases", ())
    shell(window).go("case", "case-1")
    assert isinstance(shell(window).page(), CasePage)
    qtbot.keyClick(window, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert shell(window).location == ("cases", ())
    assert CasePage.kept == ["case-1"]


def test_only_the_page_on_screen_exists(window: MainWindow, qtbot: QtBot) -> None:
    shell(window).go("case", "case-1")
    qtbot.waitUntil(lambda: len(window.findChildren(Page)) == 1)


def test_a_change_reloads_the_page_on_screen(window: MainWindow) -> None:
    session = window.session()
    assert session is not None
    before = ListPage.reloads
    session.write(lambda _vault, now: now)
    assert ListPage.reloads == before + 1


def test_the_command_field_finds_people_places_and_acts(window: MainWindow, qtbot: QtBot) -> None:
    press(qtbot, window, Qt.Key.Key_K, control=True)
    field = shell(window)._commands
    qtbot.waitUntil(field.hasFocus)
    field.search("fäl")
    assert [offer.label for offer in field.offers()] == ["Fälle"]
    field.search("kontakt")
    assert [offer.label for offer in field.offers()] == ["Kontakt festhalten"]
    qtbot.keyClicks(field, "Thi")
    field.search("Hương")
    press(qtbot, field, Qt.Key.Key_Return)
    assert shell(window).location == ("case", ("case-1",))
    assert field.text() == ""


def test_an_act_has_its_key_everywhere(window: MainWindow, qtbot: QtBot) -> None:
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    qtbot.keyClick(window, Qt.Key.Key_N, both)
    assert shell(window).location == ("case", ("neu",))


def test_one_key_hides_everything_and_shows_it_again(window: MainWindow, qtbot: QtBot, hear: Hear) -> None:
    shell(window).go("case", "case-1")
    open_search = shell(window)._commands
    open_search.setText("Ngu")
    open_search.search("Ngu")
    show_toast(window, f"„{CANARY}“ ist erledigt.", lambda: None)
    assert any(CANARY in words for words in hear(window))
    press(qtbot, window, Qt.Key.Key_F9)
    assert window.is_covered()
    assert window.windowTitle() == TITLE
    assert not any("Ngu" in words for words in hear(window))
    assert CasePage.kept == ["case-1"]
    qtbot.waitUntil(lambda: not window.findChildren(Page))
    assert window.findChildren(Shell) == []
    press(qtbot, window, Qt.Key.Key_F9)
    assert shell(window).location == ("case", ("case-1",))


def test_a_covered_window_looks_the_same_whatever_it_hides(window: MainWindow, qtbot: QtBot) -> None:
    pictures = []
    for case_id in ("case-1", "case-2"):
        shell(window).go("case", case_id)
        window.cover()
        QApplication.processEvents()
        pictures.append(window.grab().toImage())
        window.uncover()
    assert pictures[0] == pictures[1]


def test_dialogs_go_too_even_by_key(window: MainWindow, qtbot: QtBot, hear: Hear) -> None:
    form = FormPanel()
    form.add("name", "Name", TextInput())
    form.set_values({"name": CANARY})
    FormDialog(window, CANARY, form, "Fertig", lambda _: None).open()
    dialog = next(
        top for top in QApplication.topLevelWidgets() if isinstance(top, QDialog) and top.isVisible()
    )
    press(qtbot, dialog, Qt.Key.Key_F9)
    assert window.is_covered()
    open_ones = [
        top for top in QApplication.topLevelWidgets() if isinstance(top, QDialog) and top.isVisible()
    ]
    assert open_ones == []
    assert not any(CANARY in words for words in hear(window))


def topmost() -> list[QWidget]:
    """Every window there is, on the screen or not: what a screen reader could go through."""
    return QApplication.topLevelWidgets()


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_an_open_menu_a_list_and_a_dialog_go_by_one_key(window: MainWindow, qtbot: QtBot, hear: Hear) -> None:
    form = FormPanel()
    form.add("who", CANARY, CodeInput([("a", CANARY), ("b", f"{CANARY} 2")]))
    dialog = FormDialog(window, CANARY, form, "Fertig", lambda _: None)
    dialog.open()
    form.entry("who").showPopup()  # type: ignore[attr-defined]
    menu = QMenu(CANARY, dialog)
    menu.addAction(CANARY)
    menu.popup(window.mapToGlobal(window.rect().center()))
    qtbot.waitUntil(lambda: QApplication.activePopupWidget() is menu)
    begun = perf_counter()
    press(qtbot, menu, Qt.Key.Key_F9)
    assert perf_counter() - begun < 0.5
    assert window.is_covered()
    assert QApplication.activePopupWidget() is None
    assert [top for top in QApplication.topLevelWidgets() if top.isVisible()] == [window]
    qtbot.waitUntil(lambda: not any(CANARY in words for top in topmost() for words in hear(top)))


def test_the_dialog_that_asks_for_a_file_goes_too(window: MainWindow, qtbot: QtBot) -> None:
    def hide() -> None:
        (asking,) = (top for top in QApplication.topLevelWidgets() if isinstance(top, QFileDialog))
        press(qtbot, asking, Qt.Key.Key_F9)

    QTimer.singleShot(0, hide)
    chosen, _ = QFileDialog.getSaveFileName(window, "Außerhalb speichern", CANARY)
    assert chosen == ""
    assert window.is_covered()


def test_after_a_sleep_it_is_locked_at_once(window: MainWindow, clocks: Clocks, hear: Hear) -> None:
    shell(window).go("case", "case-1")
    clocks.pass_minutes(0.5)
    window.tick()
    assert window.session() is not None
    clocks.wall += timedelta(minutes=1)  # the other clock stood still
    window.tick()
    assert window.session() is None
    assert CasePage.kept == ["case-1"]
    assert not any(CANARY in words for words in hear(window))


def test_locking_takes_what_was_copied_along(window: MainWindow) -> None:
    QApplication.clipboard().setText(CANARY)
    window.lock()
    assert QApplication.clipboard().text() == ""


def test_the_end_of_the_desktop_session_keeps_drafts_and_locks(window: MainWindow) -> None:
    application = QApplication.instance()
    assert application is not None
    assert application.receivers(SIGNAL("commitDataRequest(QSessionManager&)")) >= 1


def test_hiding_takes_no_more_than_a_tenth_of_a_second(window: MainWindow) -> None:
    begun = perf_counter()
    window.cover()
    assert perf_counter() - begun < 0.1


def test_locking_closes_the_file_and_asks_for_the_password(
    window: MainWindow, qtbot: QtBot, hear: Hear, case_vault: Vault
) -> None:
    shell(window).go("case", "case-1")
    press(qtbot, window, Qt.Key.Key_L, control=True)
    assert window.session() is None
    assert window.door() is not None
    assert CasePage.kept == ["case-1"]
    assert not any(CANARY in words for words in hear(window))
    with pytest.raises(Exception, match=r"(?i)closed"):
        case_vault.db.execute("SELECT 1")
    press(qtbot, window, Qt.Key.Key_F9)
    assert window.door() is not None


@pytest.mark.parametrize("hide", [MainWindow.cover, MainWindow.lock])
def test_a_page_that_fails_while_it_keeps_is_hidden_all_the_same(
    window: MainWindow, hear: Hear, monkeypatch: pytest.MonkeyPatch, hide: Callable[[MainWindow], None]
) -> None:
    shell(window).go("case", "case-1")

    def fail(_page: CasePage) -> None:
        raise RuntimeError("a bug")

    monkeypatch.setattr(CasePage, "keep", fail)
    hide(window)
    assert window.shell() is None
    assert not any(CANARY in words for words in hear(window))


def test_locking_hides_everything_before_it_waits_for_work(window: MainWindow) -> None:
    shown: list[Shell | None] = []

    def work(_progress: object) -> None:
        sleep(0.3)
        shown.append(window.shell())

    jobs.run("Sichern", work, lambda _: None, lambda _: None)
    window.lock()
    assert shown == [None]


def test_closing_with_an_unwritten_draft_asks_first(window: MainWindow, case_vault: Vault) -> None:
    window._held.hold(case_vault, "contact", None, "{}", 0)
    window.close()
    (said,) = (top for top in QApplication.topLevelWidgets() if isinstance(top, CalmDialog))
    assert said.accessibleName() == resources.message("draft.unwritten").what
    assert window.isVisible()
    said.accept()
    window.close()
    assert not window.isVisible()


def test_nobody_there_covers_then_locks(window: MainWindow, clocks: Clocks) -> None:
    clocks.pass_minutes(4.9)
    window.tick()
    assert not window.is_covered()
    clocks.pass_minutes(0.1)
    window.tick()
    assert window.is_covered()
    clocks.pass_minutes(10)
    window.tick()
    assert window.session() is None


def test_a_key_counts_as_somebody(window: MainWindow, clocks: Clocks, qtbot: QtBot) -> None:
    clocks.pass_minutes(4.9)
    press(qtbot, window, Qt.Key.Key_2, control=True)
    clocks.pass_minutes(4.9)
    window.tick()
    assert not window.is_covered()


def test_in_conversation_type_is_larger_and_others_are_not_named(
    window: MainWindow, qtbot: QtBot, hear: Hear, clocks: Clocks
) -> None:
    shell(window).go("case", "case-1")
    usual = theme.rem(10)
    press(qtbot, window, Qt.Key.Key_F8)
    page = shell(window).page()
    assert theme.rem(10) > usual
    assert page is not None
    assert page.conversation
    assert shell(window).location == ("case", ("case-1",))
    assert "offline" not in hear(window)
    assert not shell(window)._commands.isVisible()
    clocks.pass_minutes(6)
    window.tick()
    assert not window.is_covered()
    QApplication.processEvents()
    press(qtbot, window, Qt.Key.Key_F8)
    assert theme.rem(10) == usual
    assert not shell(window).conversation


def test_everything_fits_a_small_screen(window: MainWindow, qtbot: QtBot) -> None:
    window.resize(960, 540)
    qtbot.waitUntil(lambda: window.size() == QSize(960, 540))
    assert window.minimumSizeHint().width() <= 960
    assert window.minimumSizeHint().height() <= 540
    assert shell(window)._navigation.width() <= theme.rem(4)


def test_frame_buttons_are_named_and_large_enough(window: MainWindow) -> None:
    for width in (1366, 960):
        window.resize(width, 768)
        takers = [
            widget
            for widget in window.findChildren(QWidget)
            if widget.isVisible() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        ]
        assert len(takers) >= 7
        names = [QAccessible.queryAccessibleInterface(w).text(QAccessible.Text.Name) for w in takers]
        assert all(names)
        assert min(min(widget.width(), widget.height()) for widget in takers) >= 24


def test_help_shows_the_keys_of_this_role(window: MainWindow, qtbot: QtBot, hear: Hear) -> None:
    press(qtbot, window, Qt.Key.Key_F1)
    dialog = next(
        top for top in QApplication.topLevelWidgets() if isinstance(top, QDialog) and top.isVisible()
    )
    said = hear(dialog)
    assert {"Strg+2", "Fälle", "Strg+Umschalt+N", "Kontakt festhalten", "F8", "F9"} <= set(said)
    dialog.close()


def test_the_bottom_line_says_when_it_was_saved(window: MainWindow, hear: Hear) -> None:
    session = window.session()
    assert session is not None
    assert "Gespeichert 10:00" not in hear(window)
    session.write(lambda _vault, now: now)
    assert "Gespeichert 10:00" in hear(window)


def test_closing_waits_for_work_under_way(window: MainWindow) -> None:
    begun, done = Event(), []

    def work(_progress: object) -> None:
        begun.set()
        done.append("fertig")

    jobs.run("Sichern", work, lambda _: None, lambda _: None)
    window.close()
    assert begun.is_set()
    assert done == ["fertig"]
    assert window.session() is None


def test_the_kreis_has_no_conversation(
    qtbot: QtBot, district_vault: Vault, clocks: Clocks, tmp_path: Path, hear: Hear
) -> None:
    window = MainWindow(tmp_path / "kreis.kim", workplace, clocks.now, clocks.monotonic)
    qtbot.addWidget(window)
    window.open(district_vault)
    window.show()
    assert "Gespräch" not in hear(window)
    window.close()
