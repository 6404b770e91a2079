# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Steps one to five in one row of cells, and choices by digit: one key answers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
)
from PySide6.QtWidgets import QButtonGroup, QPushButton, QSizePolicy, QWidget

from ui import theme
from ui.theme import rem
from ui.widgets.layout import Flow

NOT_DISCUSSED = 0
_CELLS = 5


class SegmentedInput(QWidget):
    """1 to 5, 0 "nicht besprochen", `None` unanswered; digits and arrows answer, Delete takes back."""

    accessible_role = QAccessible.Role.Slider
    changed = Signal()
    left = Signal()

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name
        self._step: int | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFixedSize(rem(10.6), max(24, rem(2)))
        self._tell()

    def value(self) -> int | None:
        return self._step

    def set_value(self, value: Any) -> None:
        if value == self._step:
            return
        if value is not None and not 0 <= value <= _CELLS:
            raise ValueError("a step is 0 to 5")
        self._step = value
        self._tell()
        self.update()
        self.changed.emit()

    def typed(self) -> str:
        return "" if self._step is None else str(self._step)

    def set_typed(self, text: str) -> None:
        self.set_value(int(text) if text else None)

    def sizeHint(self) -> QSize:
        return self.size()

    def _tell(self) -> None:
        words = {None: "noch offen", NOT_DISCUSSED: "nicht besprochen"}
        said = words.get(self._step, f"{self._step} von {_CELLS}")
        self.setAccessibleName(f"{self._name}: {said}")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        text, key = event.text(), event.key()
        if len(text) == 1 and text in "012345":
            self.set_value(int(text))
        elif key in (Qt.Key.Key_Right, Qt.Key.Key_Left):
            step = 1 if key == Qt.Key.Key_Right else -1
            self.set_value(min(max(1, (self._step or 0) + step), _CELLS))
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.set_value(None)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self.set_value(min(_CELLS, int(event.position().x() * _CELLS / self.width()) + 1))

    def focusInEvent(self, _event: QFocusEvent) -> None:
        self.update()

    def focusOutEvent(self, _event: QFocusEvent) -> None:
        self.update()
        self.left.emit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        theme.outline(painter, self.rect(), "background", "border", 1)
        if self._step == NOT_DISCUSSED:
            self._paint_words(painter)
        else:
            self._paint_cells(painter)
        edge, width = ("focus", 2) if self.hasFocus() else ("border", 1)
        if self.property("invalid"):
            edge, width = "danger", 2
        theme.outline(painter, self.rect(), None, edge, width)  # type: ignore[arg-type]

    def _paint_words(self, painter: QPainter) -> None:
        painter.setPen(theme.role("muted"))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, "– nicht besprochen")

    def _paint_cells(self, painter: QPainter) -> None:
        inside = QPainterPath()
        inside.addRoundedRect(self.rect(), 4, 4)
        painter.setClipPath(inside)
        for step in range(1, _CELLS + 1):
            cell = self._cell(step)
            chosen = step == self._step
            if chosen:
                painter.fillRect(cell, theme.role("action"))
            elif step > 1:
                painter.fillRect(
                    cell.left(), rem(0.3), 1, self.height() - 2 * rem(0.3), theme.role("separator")
                )
            painter.setFont(theme.font("small", 600 if chosen else 400))
            painter.setPen(theme.role("on_action" if chosen else "text"))
            painter.drawText(cell, Qt.AlignmentFlag.AlignCenter, str(step))
        painter.setClipping(False)

    def _cell(self, step: int) -> QRect:
        left, right = (round(self.width() * place / _CELLS) for place in (step - 1, step))
        return QRect(left, 0, right - left, self.height())


_FORTH, _BACK = (Qt.Key.Key_Right, Qt.Key.Key_Down), (Qt.Key.Key_Left, Qt.Key.Key_Up)


class ChoiceBar(QWidget):
    """One of a few words: (code, word) or with a digit that chooses it (code, word, "2").

    `answered` follows a digit alone: where nothing else is asked, it can be the end of a form.
    """

    changed = Signal()
    answered = Signal()
    left = Signal()

    def __init__(self, name: str, choices: Sequence[tuple[str, str] | tuple[str, str, str]]) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self._group = QButtonGroup(self)
        self._codes = [choice[0] for choice in choices]
        self._digits = {choice[2]: choice[0] for choice in choices if len(choice) == 3}
        self.setLayout(Flow(gap=0.4))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        for place, choice in enumerate(choices):
            self._add(place, " ".join(reversed(choice[1:])), f"{name}: {choice[1]}")
        self._group.idToggled.connect(lambda _place, on: self.changed.emit() if on else None)
        self._group.idToggled.connect(lambda *_: self._take_one_tab_stop())
        self._take_one_tab_stop()

    def _add(self, place: int, text: str, spoken: str) -> None:
        button = QPushButton(text)
        button.setProperty("kind", "filter")
        button.setFont(theme.font("small"))
        button.setAccessibleName(spoken)
        button.setCheckable(True)
        button.setAutoDefault(False)
        self._group.addButton(button, place)
        layout = self.layout()
        assert layout is not None
        layout.addWidget(button)

    def _take_one_tab_stop(self) -> None:
        """The chosen one, else the first; the arrow keys reach the others."""
        stop = self._group.checkedButton() or self._group.button(0)
        for button in self._group.buttons():
            one = Qt.FocusPolicy.StrongFocus if button is stop else Qt.FocusPolicy.ClickFocus
            button.setFocusPolicy(one)

    def setFocus(self, reason: Qt.FocusReason = Qt.FocusReason.OtherFocusReason) -> None:
        """To what is chosen, else to the first."""
        (self._group.checkedButton() or self._group.button(0)).setFocus(reason)

    def value(self) -> str | None:
        place = self._group.checkedId()
        return self._codes[place] if place >= 0 else None

    def set_value(self, value: Any) -> None:
        if value in self._codes:
            self._group.button(self._codes.index(value)).setChecked(True)
        elif (chosen := self._group.checkedButton()) is not None:
            self._group.setExclusive(False)
            chosen.setChecked(False)
            self._group.setExclusive(True)

    def typed(self) -> str:
        return self.value() or ""

    def set_typed(self, text: str) -> None:
        self.set_value(text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if (code := self._digits.get(event.text())) is not None:
            self.set_value(code)
            self._group.button(self._codes.index(code)).setFocus(Qt.FocusReason.OtherFocusReason)
            self.answered.emit()
        elif event.key() in (*_FORTH, *_BACK):
            self._step(1 if event.key() in _FORTH else -1)
        else:
            super().keyPressEvent(event)

    def _step(self, step: int) -> None:
        """An arrow that found no neighbour in its line goes on in the next or the one before."""
        focused = (place for place in range(len(self._codes)) if self._group.button(place).hasFocus())
        wanted = next(focused, -1) + step
        if 0 <= wanted < len(self._codes):
            self._group.button(wanted).setChecked(True)
            self._group.button(wanted).setFocus(Qt.FocusReason.OtherFocusReason)
