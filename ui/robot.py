# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""A person at the window, played: types into fields, presses buttons by their words, looks.

The demo, the pictures of the handbook and the journeys in the tests all act through it.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QPainter, QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QDialog,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QTabBar,
    QWidget,
)

from ui import jobs, theme
from ui.main_window import MainWindow
from ui.shell import Shell
from ui.widgets import Toast
from ui.widgets.inputs import as_input

W = TypeVar("W", bound=QWidget)
PATIENCE_S = 30.0


class Robot:
    """Acts on what is in front: a menu, else a dialog, else the window itself."""

    def __init__(self, window: MainWindow) -> None:
        self.window = window

    def settle(self) -> None:
        """Let the windows catch up, and wait for work under way."""
        until = time.monotonic() + PATIENCE_S
        self._let_be_drawn()
        while jobs.running():
            if time.monotonic() > until:
                raise TimeoutError("work under way did not end")
            QApplication.processEvents()
            time.sleep(0.005)
        self._let_be_drawn()

    def front(self) -> QWidget:
        """The dialog on top, or the window."""
        modal = QApplication.activeModalWidget()
        if isinstance(modal, QDialog) and modal.isVisible():
            return modal
        dialogs = [each for each in QApplication.topLevelWidgets() if isinstance(each, QDialog)]
        shown = [each for each in dialogs if each.isVisible()]
        return shown[-1] if shown else self.window

    def shell(self) -> Shell:
        shell = self.window.shell()
        assert shell is not None, "the window is locked or covered"
        return shell

    def go(self, key: str, *about: str) -> None:
        """To a page, as the navigation or a shortcut would."""
        self.shell().go(key, *about)
        self.settle()

    def unlock(self, password: str) -> None:
        self.fill("password", password)
        self.press("Entsperren")

    def act(self, label: str) -> None:
        """One of the acts that the command field offers."""
        shell = self.shell()
        chosen = next(each for each in shell.workplace.acts if each.label == label)
        chosen.do(shell, shell.session, shell.go)
        self.settle()

    def dark(self, on: bool) -> None:
        """As if the system had changed its colours."""
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        theme.wear(application, theme.DARK if on else theme.LIGHT)
        self.settle()

    def fill(self, field: str, value: Any) -> None:
        """Answer the field of this name; text goes in key by key."""
        entry = self._field(field)
        if isinstance(entry, QLineEdit | QPlainTextEdit) and isinstance(value, str):
            entry.selectAll()
            self.write(entry, value)
        else:
            as_input(entry).set_value(value)
        self.settle()

    def pick(self, field: str, words: str) -> None:
        """Choose in the field of this name what is called so."""
        as_input(self._field(field)).set_typed(words)
        self.settle()

    def write(self, entry: QWidget, text: str) -> None:
        """Keys as a keyboard sends them; also letters that no single key has."""
        entry.setFocus(Qt.FocusReason.OtherFocusReason)
        for character in text:
            key = ord(character.upper()) if character.isascii() and character.isalnum() else 0
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                event = QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, character)
                QCoreApplication.sendEvent(entry, event)

    def keys(self, keys: str, target: QWidget) -> None:
        """A shortcut, pressed where the focus is: "A", "Space", "Alt+2"."""
        target.window().activateWindow()
        target.setFocus(Qt.FocusReason.OtherFocusReason)
        self.settle()
        self.send(keys, QApplication.focusWidget() or target)

    def send(self, keys: str, target: QWidget) -> None:
        """A shortcut, as the system brings it: to the window, which passes it on to what has the focus."""
        QTest.keySequence(target.window().windowHandle(), QKeySequence(keys))
        self.settle()

    def press(self, words: str) -> None:
        """Press the button with these words in front."""
        found = self._buttons(words)
        assert found, f"no button „{words}“ among {sorted(self.buttons())}"
        found[0].click()
        self.settle()

    def choose(self, words: str) -> None:
        """Take an entry of the open menu."""
        menus = [each for each in QApplication.topLevelWidgets() if isinstance(each, QMenu)]
        for menu in menus:
            for action in menu.actions():
                if menu.isVisible() and action.text() == words:
                    action.trigger()
                    menu.close()
                    self.settle()
                    return
        raise AssertionError(f"no menu offers „{words}“")

    def tab(self, words: str) -> None:
        bar: QTabBar = self.one(QTabBar)
        bar.setCurrentIndex([bar.tabText(place) for place in range(bar.count())].index(words))
        self.settle()

    def every(self, kind: type[W]) -> list[W]:
        """The visible parts of this kind in front."""
        children: list[W] = self.front().findChildren(kind)
        return [each for each in children if each.isVisible()]

    def one(self, kind: type[W]) -> W:
        """The first visible part of this kind in front."""
        found = self.every(kind)
        assert found, f"no {kind.__name__} in front"
        return found[0]

    def buttons(self) -> set[str]:
        """The words of all buttons that can be pressed in front."""
        return {_words(each) for each in self._visible_buttons()}

    def reads(self, text: str) -> bool:
        """Whether some visible label in front says this."""
        labels = (each for each in self.front().findChildren(QWidget) if each.isVisible())
        return any(text in str(each.property("text") or "") for each in labels)

    def close_front(self) -> None:
        front = self.front()
        assert isinstance(front, QDialog), "there is no dialog to close"
        front.reject()
        self.settle()

    def picture(self, path: Path) -> None:
        """What a person sees a little later: the window, and the dialog above it; the toast has gone."""
        self.settle()
        for toast in self.window.findChildren(Toast):
            toast.hide()
        seen: QPixmap = self.window.grab()
        front = self.front()
        if front is not self.window:
            _lay_over(seen, self.window, front)
        path.parent.mkdir(parents=True, exist_ok=True)
        if not seen.save(str(path)):
            raise OSError(f"the picture {path.name} could not be written")

    def wait_for(self, done: Callable[[], bool], what: str) -> None:
        until = time.monotonic() + PATIENCE_S
        while not done():
            assert time.monotonic() < until, f"waited for {what} in vain"
            QApplication.processEvents()
            time.sleep(0.005)
        self.settle()

    def _let_be_drawn(self) -> None:
        """Several rounds: what a page adds while it appears is laid out in the next one."""
        for _ in range(4):
            QApplication.processEvents()
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    def _field(self, name: str) -> QWidget:
        found = [each for each in self.front().findChildren(QWidget, name) if each.isVisible()]
        assert found, f"no field {name} in front"
        return found[0]

    def _visible_buttons(self) -> list[QAbstractButton]:
        every = self.front().findChildren(QAbstractButton)
        return [each for each in every if each.isVisible() and each.isEnabled()]

    def _buttons(self, words: str) -> list[QAbstractButton]:
        return [each for each in self._visible_buttons() if words in (each.text(), each.accessibleName())]


def _words(button: QAbstractButton) -> str:
    return button.text() or button.accessibleName()


def _lay_over(seen: QPixmap, window: QWidget, dialog: QWidget) -> None:
    """Dim the window and put the dialog in its middle, with a thin edge."""
    over = dialog.grab()
    painter = QPainter(seen)
    area = window.rect()
    painter.setOpacity(0.35)
    painter.fillRect(area, Qt.GlobalColor.black)
    painter.setOpacity(1)
    corner = QPoint((area.width() - dialog.width()) // 2, max(0, (area.height() - dialog.height()) // 2))
    painter.drawPixmap(corner, over)
    painter.drawRect(corner.x(), corner.y(), dialog.width() - 1, dialog.height() - 1)
    painter.end()
