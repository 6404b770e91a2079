# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Lists of two-line rows: arrow keys move, Enter opens, the row in focus shows its keys."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QFocusEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QShortcut,
)
from PySide6.QtWidgets import QAbstractScrollArea, QVBoxLayout, QWidget

from ui import theme
from ui.theme import Role, rem
from ui.widgets.layout import Flow, box, clear, column, line
from ui.widgets.text import Chip, Icon, KeyHint, label, marked


class Row(QWidget):
    """Two lines with a lead (a date) at the left and a chip at the right; `key` is what it stands for.

    `finds` are words that were searched: they are marked in both lines.
    """

    accessible_role = QAccessible.Role.ListItem
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
        finds: Sequence[str] = (),
    ) -> None:
        super().__init__()
        self.key = key
        words = [lead, title, detail, chip.text() if chip else ""]
        self.setAccessibleName(", ".join(word for word in words if word))
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._keys = keys
        self._hints: QWidget | None = None
        top = line(gap=0.6)
        if lead:
            top.addWidget(_lead(lead, lead_tone))
        if icon:
            top.addWidget(Icon(icon, icon_tone))
        top.addLayout(_two_lines(title, detail, finds), 1)
        for right in (chip, act):
            if right is not None:
                top.addWidget(right)
        self._whole = column(parent=self, gap=0.3)
        self._whole.setContentsMargins(rem(0.55), rem(0.4), rem(0.55), rem(0.4))
        self._whole.addLayout(top)
        self.setMinimumHeight(rem(3.2) if detail else rem(2.4))

    def focusInEvent(self, _event: QFocusEvent) -> None:
        self._show_hints(on=True)
        self.update()
        self.focused.emit()

    def focusOutEvent(self, _event: QFocusEvent) -> None:
        self._show_hints(on=False)
        self.update()

    def _show_hints(self, *, on: bool) -> None:
        """What the keys do here; made for the row that needs it, not for all of a long list."""
        if on and self._keys and self._hints is None:
            self._hints = box(Flow(*(KeyHint(key, word) for key, word in self._keys)))
            self._whole.addWidget(self._hints)
        if self._hints is not None:
            self._hints.setVisible(on)
            _make_room(self)

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


def _make_room(row: QWidget) -> None:
    """Qt asks only the nearest layout again how tall its widgets are now."""
    around: QWidget | None = row
    while around is not None and not isinstance(around, QAbstractScrollArea):
        around.updateGeometry()
        around = around.parentWidget()


def _lead(text: str, tone: Role) -> QWidget:
    lead = label(text, tone=tone)
    lead.setMinimumWidth(rem(4.8))
    return lead


def _two_lines(title: str, detail: str, finds: Sequence[str]) -> QVBoxLayout:
    lines = column(None, marked(title, finds), gap=0)
    if detail:
        lines.addWidget(marked(detail, finds, "small", "muted"))
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
        """Let a key do something to the row in focus."""
        shortcut = QShortcut(QKeySequence(keys), self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
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
