# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Lists of two-line rows: arrow keys move, Enter opens, the row in focus shows its keys."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAccessible, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from ui.theme import Role, rem
from ui.widgets.layout import box, clear, column, line
from ui.widgets.row import Row
from ui.widgets.text import label


def group(word: str, count: int | None = None, tone: Role = "muted") -> QWidget:
    """A small heading between rows: "Überfällig 2"."""
    result = box(line(label(word, "small", tone, strong=True), gap=0.4))
    layout = result.layout()
    assert layout is not None
    if count is not None:
        layout.addWidget(label(str(count), "small", "muted"))
    layout.addWidget(box(line(None)))
    layout.setContentsMargins(rem(0.55), rem(0.6), 0, rem(0.2))
    return result


AT_ONCE, FEW, MORE = 12, 3, 100
"""So many rows are built at first and on demand; a long list says how many more there are, but for a few."""

Part = QWidget | Callable[[], QWidget]
"""A row or heading, or what makes it once it is shown."""


class RowList(QWidget):
    """Rows and group headings; one tab stop, arrow keys inside, Enter or double click opens.

    A long list shows its beginning and a last row „Weitere … zeigen“: give it what makes the rows, not rows.
    Where these are only the first of `total`, `grown` asks for `reach` of them.
    """

    accessible_role = QAccessible.Role.List
    opened = Signal(object)
    moved = Signal(object)
    grown = Signal()

    def __init__(self, name: str, at_once: int = AT_ONCE) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self._rows: list[Row] = []
        self._more: Row | None = None
        self._parts: Sequence[Part] = ()
        self._total = 0
        self._room = at_once
        self._current = 0
        self._column = column(parent=self, gap=0)

    @property
    def reach(self) -> int:
        """How many it can show as long as nobody asks for more."""
        return self._room + FEW

    def fill(self, parts: Sequence[Part], total: int | None = None) -> None:
        """Show these rows and headings; focus stays on the same key, else on the same place."""
        key, focused = self.current_key(), self.window().focusWidget() in self._rows
        self._parts = parts
        self._total = len(parts) if total is None else total
        room = self._total if self._total <= self.reach else self._room
        shown = [part if isinstance(part, QWidget) else part() for part in parts[:room]]
        self._more = self._make_more(self._total - len(shown))
        self._rows = [part for part in (*shown, self._more) if isinstance(part, Row)]
        together = box(column(*shown, *([self._more] if self._more else []), gap=0))
        clear(self._column)
        self._column.addWidget(together)
        together.show()  # now and not with the next event: what is not visible takes no focus
        for row in self._rows:
            row.focused.connect(lambda row=row: self._went_to(row))
            row.opened.connect(lambda row=row: self._open(row))
        keys = [row.key for row in self._rows]
        known = key is not None and key in keys
        self._mark(keys.index(key) if known else min(self._current, max(0, len(keys) - 1)))
        if focused and self._rows:
            self.focus_current()
        elif focused:
            self.setFocusProxy(None)  # type: ignore[arg-type]
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def current_key(self) -> object:
        """What the current row stands for; `None` without rows and where there is more to show."""
        return self._rows[self._current].key if self._rows else None

    def focus_current(self) -> None:
        if self._rows:
            self._rows[self._current].setFocus(Qt.FocusReason.OtherFocusReason)

    def go_on(self) -> None:
        """To the next row, where there is one."""
        if self._rows:
            self._mark(min(self._current + 1, len(self._rows) - 1))
            self.focus_current()

    def bind(self, keys: str, act: Callable[[object], object]) -> None:
        """Let a key do something to the row in focus; held down, once and not to all that follow."""
        shortcut = QShortcut(QKeySequence(keys), self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.setAutoRepeat(False)
        shortcut.activated.connect(lambda: act(self.current_key()) if self._on_a_row() else None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_Home: -len(self._rows)}
        steps[Qt.Key.Key_End] = len(self._rows)
        key = Qt.Key(event.key())
        if key in steps and self._rows:
            self._mark(min(max(0, self._current + steps[key]), len(self._rows) - 1))
            self.focus_current()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._rows:
            self._open(self._rows[self._current])
        else:
            super().keyPressEvent(event)

    def _on_a_row(self) -> bool:
        return bool(self._rows) and self._rows[self._current] is not self._more

    def _make_more(self, left: int) -> Row | None:
        return Row(f"Weitere {left} zeigen", icon="chevron_down", icon_tone="action") if left > 0 else None

    def _open(self, row: Row) -> None:
        if row is self._more:
            self._room += MORE
            if len(self._parts) < self._total:
                self.grown.emit()
            else:
                self.fill(self._parts)
        else:
            self.opened.emit(row.key)

    def _went_to(self, row: Row) -> None:
        self._mark(self._rows.index(row))
        if row is not self._more:
            self.moved.emit(row.key)

    def _mark(self, index: int) -> None:
        self._current = index
        for place, row in enumerate(self._rows):
            strong = place == index
            row.setFocusPolicy(Qt.FocusPolicy.StrongFocus if strong else Qt.FocusPolicy.ClickFocus)
            if strong:
                self.setFocusProxy(row)
