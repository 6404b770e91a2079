# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Two hands on the keyboard: no mouse, no call into a widget; what they do is counted.

An interaction is a shortcut, a text entry or a choice. The way to a field (Tab) is no interaction, but its
keys are counted and timed. Time is the keystroke-level model (Card, Moran, Newell 1980): 0.28 s a key, 1.35 s
of thought an interaction.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QAccessible, QKeyEvent
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from ui.robot import Robot

SECONDS_A_KEY, SECONDS_A_THOUGHT = 0.28, 1.35
FURTHEST = 150


@dataclass(frozen=True)
class Task:
    """What one task took; `at_most` and `compare` are lines of the target table."""

    name: str
    interactions: int
    keys: int
    at_most: int
    compare: str

    @property
    def seconds(self) -> float:
        return self.keys * SECONDS_A_KEY + self.interactions * SECONDS_A_THOUGHT


DONE: list[Task] = []
"""Every task of this run, for the summary at its end."""

TIMED: list[str] = []
"""What the program itself took in this run, told there too."""


class Hands:
    """What a person does at the keyboard, on whatever has the focus in front."""

    def __init__(self, robot: Robot) -> None:
        self.robot = robot
        self.interactions = self.keys = 0

    @contextmanager
    def task(self, name: str, at_most: int, compare: str = "–") -> Iterator[None]:
        """Counts from here to the end of the block; more interactions than `at_most` are a failure."""
        self.interactions = self.keys = 0
        yield
        DONE.append(Task(name, self.interactions, self.keys, at_most, compare))
        assert self.interactions <= at_most, f"„{name}“ took {self.interactions}, at most {at_most} allowed"

    def press(self, keys: str) -> None:
        """One shortcut or key, such as "Ctrl+Return", "Space", "F9" or "3"."""
        self._send(keys)
        self.interactions += 1

    def write(self, text: str) -> None:
        """One text entry where the focus is; what stands there is replaced."""
        entry = self._focus()
        if entry.property("text") or entry.property("plainText"):
            self._send("Ctrl+A")
        self._type(entry, text)
        self.interactions += 1

    def add(self, text: str) -> None:
        """One text entry at the caret; what stands around it stays."""
        self._type(self._focus(), text)
        self.interactions += 1

    def go(self, name: str) -> None:
        """Tab to what is called so; it is no interaction of its own."""
        self._walk(name, "Tab")

    def back(self, name: str) -> None:
        """Shift+Tab to what is called so."""
        self._walk(name, "Shift+Tab")

    def answer(self, name: str, text: str) -> None:
        """Tab to a field and type into it; a list takes what begins with it."""
        self.go(name)
        self.write(text)

    def choose(self, words: str, down: str = "Down") -> None:
        """Go on with an arrow until these words are chosen in the list or choice that has the focus."""
        for _ in range(FURTHEST):
            if words in chosen(self._focus()):
                self.interactions += 1
                return
            self._send(down)
        raise AssertionError(f"„{words}“ cannot be chosen in {spoken(self._focus())!r}")

    def do(self, name: str, key: str = "Space") -> None:
        """Tab to a button and press it."""
        self.go(name)
        self.press(key)

    def _walk(self, name: str, keys: str) -> None:
        passed = [spoken(self._focus())]
        while not any(_is(each, name) for each in (passed[-1], self._focus().accessibleName())):
            self._send(keys)
            passed.append(spoken(self._focus()))
            assert len(passed) < FURTHEST, f"no way to „{name}“ by {keys}: {list(dict.fromkeys(passed))}"

    def _send(self, keys: str) -> None:
        self.robot.send(keys, self._focus())
        self.keys += 1

    def _type(self, entry: QWidget, text: str) -> None:
        """Keys as a keyboard sends them; also letters that no single key has."""
        for character in text:
            key = ord(character.upper()) if character.isascii() and character.isalnum() else 0
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                event = QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, character)
                QCoreApplication.sendEvent(QApplication.focusWidget() or entry, event)
        self.keys += len(text)
        self.robot.settle()

    def _focus(self) -> QWidget:
        """Where a key would go: an open menu, else what has the focus, else the window in front."""
        if (popup := QApplication.activePopupWidget()) is not None:
            return popup
        front = self.robot.front()
        if not front.isActiveWindow():
            front.activateWindow()
            self.robot.settle()
        return QApplication.focusWidget() or front.focusWidget() or front


def spoken(widget: QWidget) -> str:
    """What a screen reader calls this; here Qt calls a list by its value, as elsewhere by its name."""
    interface = QAccessible.queryAccessibleInterface(widget)
    return interface.text(QAccessible.Text.Name) if interface else ""


def chosen(widget: QWidget) -> str:
    """The words of what is chosen in a menu, list, table, choice or group of buttons."""
    if isinstance(widget, QMenu):
        return widget.activeAction().text() if widget.activeAction() else ""
    interface = QAccessible.queryAccessibleInterface(widget)
    focused = interface.focusChild() if interface else None
    parts = [
        str(widget.property("currentText") or ""),
        spoken(widget) if widget.property("checked") else "",
        focused.text(QAccessible.Text.Name) if focused else "",
    ]
    return " ".join(part for part in parts if part)


def _is(spoken_name: str, name: str) -> bool:
    return spoken_name == name or spoken_name.startswith((f"{name}:", f"{name},", f"{name} ("))
