# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Lists of two-line rows: arrow keys move, Enter opens, the row in focus shows its keys."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence, QMouseEvent, QPainter, QPaintEvent, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui import theme
from ui.theme import Role, rem
from ui.widgets.layout import Flow, box, clear, column, line
from ui.widgets.text import Chip, Icon, KeyHint, label


class Row(QWidget):
    """Two lines with a lead (a date) at the left and a chip at the right; `key` is what it stands for."""

    focused = Signal()
    opened = Signal()

    def __init__(
        self,
        title: str,
        detail: str = "",
        *,
        key: object = None,
        lead: str = "",
        lead_tone: Role = "muted",
        icon: str = "",
        icon_tone: Role = "muted",
        chip: Chip | None = None,
        act: QWidget | None = None,
        keys: Sequence[tuple[str, str]] = (),
    ) -> None:
        super().__init__()
        self.key = key
        words = [lead, title, detail, chip.text() if chip else ""]
        self.setAccessibleName(", ".join(word for word in words if word))
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._has_keys = bool(keys)
        self._keys = box(Flow(*(KeyHint(key, word) for key, word in keys)))
        self._keys.hide()
        top = line(gap=0.6)
        if lead:
            top.addWidget(_lead(lead, lead_tone))
        if icon:
            top.addWidget(Icon(icon, icon_tone))
        top.addLayout(_two_lines(title, detail), 1)
        for right in (chip, act):
            if right is not None:
                top.addWidget(right)
        whole = column(parent=self, gap=0.3)
        whole.setContentsMargins(rem(0.55), rem(0.4), rem(0.55), rem(0.4))
        whole.addLayout(top)
        whole.addWidget(self._keys)
        self.setMinimumHeight(rem(3.2) if detail else rem(2.4))

    def focusInEvent(self, _event: QFocusEvent) -> None:
        self._keys.setVisible(self._has_keys)
        self.update()
        self.focused.emit()

    def focusOutEvent(self, _event: QFocusEvent) -> None:
        self._keys.hide()
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        event.accept()

    def mouseDoubleClickEvent(self, _event: QMouseEvent) -> None:
        self.opened.emit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self.hasFocus():
            theme.outline(painter, self.rect(), "selected", "focus")
        else:
            painter.fillRect(0, self.height() - 1, self.width(), 1, theme.role("separator"))


def _lead(text: str, tone: Role) -> QWidget:
    lead = label(text, tone=tone)
    lead.setMinimumWidth(rem(4.8))
    return lead


def _two_lines(title: str, detail: str) -> QVBoxLayout:
    lines = column(None, label(title, wrap=True), gap=0)
    if detail:
        lines.addWidget(label(detail, "small", "muted", wrap=True))
    lines.addStretch(1)
    return lines


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


class RowList(QWidget):
    """Rows and group headings; one tab stop, arrow keys inside, Enter or double click opens."""

    opened = Signal(object)
    moved = Signal(object)

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self._rows: list[Row] = []
        self._current = 0
        self._column = column(parent=self, gap=0)

    def fill(self, parts: Sequence[QWidget]) -> None:
        """Show these rows and headings; focus stays on the same key, else on the same place."""
        key, focused = self.current_key(), any(row.hasFocus() for row in self._rows)
        clear(self._column)
        self._rows = [part for part in parts if isinstance(part, Row)]
        for part in parts:
            self._column.addWidget(part)
            part.show()  # now and not with the next event: what is not visible takes no focus
        for row in self._rows:
            row.focused.connect(lambda row=row: self._went_to(row))
            row.opened.connect(lambda row=row: self.opened.emit(row.key))
        keys = [row.key for row in self._rows]
        self._mark(keys.index(key) if key in keys else min(self._current, max(0, len(keys) - 1)))
        if focused and self._rows:
            self.focus_current()
        elif focused:
            self.setFocusProxy(None)  # type: ignore[arg-type]
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def current_key(self) -> object:
        """What the current row stands for; `None` without rows."""
        return self._rows[self._current].key if self._rows else None

    def focus_current(self) -> None:
        if self._rows:
            self._rows[self._current].setFocus(Qt.FocusReason.OtherFocusReason)

    def bind(self, keys: str, act: Callable[[object], object]) -> None:
        """Let a key do something to the row in focus."""
        shortcut = QShortcut(QKeySequence(keys), self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(lambda: act(self.current_key()) if self._rows else None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_Home: -len(self._rows)}
        steps[Qt.Key.Key_End] = len(self._rows)
        key = Qt.Key(event.key())
        if key in steps and self._rows:
            self._mark(min(max(0, self._current + steps[key]), len(self._rows) - 1))
            self.focus_current()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._rows:
            self.opened.emit(self.current_key())
        else:
            super().keyPressEvent(event)

    def _went_to(self, row: Row) -> None:
        self._mark(self._rows.index(row))
        self.moved.emit(row.key)

    def _mark(self, index: int) -> None:
        self._current = index
        for place, row in enumerate(self._rows):
            strong = place == index
            row.setFocusPolicy(Qt.FocusPolicy.StrongFocus if strong else Qt.FocusPolicy.ClickFocus)
            if strong:
                self.setFocusProxy(row)
