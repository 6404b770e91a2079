# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Inputs of one kind of value each: `value`, `set_value`, and the typed text as it stands, valid or not."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, Protocol

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal, SignalInstance
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QCompleter,
    QLineEdit,
    QPlainTextEdit,
    QSizePolicy,
    QWidget,
)

from app.domain.dates import PartialDate, german, parse_german
from app.domain.errors import InvalidInput
from ui import icons, theme
from ui.theme import rem
from ui.widgets.text import set_look

_LEAST_TICKED = 16


class Input(Protocol):
    """What a form asks of its inputs; `value` raises InvalidInput with the object name as field."""

    @property
    def changed(self) -> SignalInstance: ...
    @property
    def left(self) -> SignalInstance: ...
    def value(self) -> Any: ...
    def set_value(self, value: Any) -> None: ...
    def typed(self) -> str: ...
    def set_typed(self, text: str) -> None: ...


class TextInput(QLineEdit):
    """One line of text; its value is stripped."""

    changed = Signal()
    left = Signal()

    def __init__(self, placeholder: str = "", width: float = 0) -> None:
        super().__init__()
        self.setPlaceholderText(placeholder)
        if width:
            self.setFixedWidth(rem(width))
        self.textChanged.connect(self.changed)
        self.editingFinished.connect(self.left)

    def value(self) -> Any:
        return self.text().strip()

    def set_value(self, value: Any) -> None:
        self.set_typed(value or "")

    def typed(self) -> str:
        return self.text()

    def set_typed(self, text: str) -> None:
        self.setText(text)
        self.setCursorPosition(0)


class NumberInput(TextInput):
    """A whole number from zero; empty is `None`."""

    def __init__(self, width: float = 5) -> None:
        super().__init__(width=width)
        self.setAlignment(Qt.AlignmentFlag.AlignRight)

    def value(self) -> int | None:
        text = self.text().strip()
        if not text:
            return None
        if not (text.isascii() and text.isdigit() and len(text) < 10):
            raise InvalidInput(self.objectName(), "number.unreadable")
        return int(text)

    def set_value(self, value: Any) -> None:
        self.set_typed("" if value is None else str(value))


class DateInput(TextInput):
    """A day as people type it (7.3., heute, +3); empty is `None`; `ahead` for days still to come."""

    def __init__(self, today: Callable[[], date], *, ahead: bool = False) -> None:
        super().__init__("TT.MM.JJJJ", width=9)
        self._today, self._ahead = today, ahead
        self.editingFinished.connect(lambda: _write_out(self))

    def value(self) -> date | None:
        text = self.text().strip()
        return parse_german(text, self._today(), self.objectName(), ahead=self._ahead) if text else None

    def set_value(self, value: Any) -> None:
        self.set_typed(german(value) if value else "")


class PartialDateInput(TextInput):
    """A birth date as much as is known: 1990, 03/1990, 01.03.1990; empty is `None`."""

    def __init__(self) -> None:
        super().__init__("TT.MM.JJJJ, MM/JJJJ oder JJJJ", width=16)
        self.editingFinished.connect(lambda: _write_out(self))

    def value(self) -> PartialDate | None:
        text = self.text().strip()
        return PartialDate.parse_german(text, self.objectName()) if text else None

    def set_value(self, value: Any) -> None:
        self.set_typed(value.german() if value else "")


def _write_out(entry: DateInput | PartialDateInput) -> None:
    """Show a readable date in full; leave anything else as typed."""
    try:
        entry.set_value(entry.value())
    except InvalidInput:
        return


class LongText(QPlainTextEdit):
    """Several lines of text; Tab leaves it."""

    changed = Signal()
    left = Signal()

    def __init__(self, placeholder: str = "", lines: int = 3) -> None:
        super().__init__()
        self._lines = lines
        self.setPlaceholderText(placeholder)
        self.setTabChangesFocus(True)
        self.textChanged.connect(self.changed)
        self.setMinimumHeight(self._height())
        self.setMaximumHeight(self._height() * 3)

    def _height(self) -> int:
        return self.fontMetrics().lineSpacing() * self._lines + rem(1.4)

    def sizeHint(self) -> QSize:
        return QSize(rem(30), self._height())

    def value(self) -> str:
        return self.typed().strip()

    def set_value(self, value: Any) -> None:
        self.set_typed(value or "")

    def typed(self) -> str:
        # toPlainText would turn no-break spaces into spaces.
        return self.document().toRawText().replace("\u2029", "\n")

    def set_typed(self, text: str) -> None:
        self.setPlainText(text)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.left.emit()


class CheckInput(QCheckBox):
    """Yes or no."""

    changed = Signal()
    left = Signal()

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.setMinimumHeight(max(24, rem(1.7)))
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.toggled.connect(self.changed)

    def value(self) -> bool:
        return self.isChecked()

    def set_value(self, value: Any) -> None:
        self.setChecked(bool(value))

    def sizeHint(self) -> QSize:
        words = self.fontMetrics().horizontalAdvance(self.text()) + 2  # at just its width it would wrap
        return QSize(words + rem(1.9), max(24, rem(1.7)))

    def minimumSizeHint(self) -> QSize:
        """A sentence takes several lines where room is short."""
        return self.sizeHint().boundedTo(QSize(rem(_LEAST_TICKED), self.sizeHint().height()))

    def heightForWidth(self, width: int) -> int:
        room = QRect(0, 0, width - rem(1.9), 0)
        words = self.fontMetrics().boundingRect(room, int(Qt.TextFlag.TextWordWrap), self.text())
        return max(self.sizeHint().height(), words.height() + rem(0.3))

    def hitButton(self, _place: QPoint) -> bool:
        return True

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        mark = QRect(1, (self.height() - rem(1.2)) // 2, rem(1.2), rem(1.2))
        filled: theme.Role = "action" if self.isChecked() else "background"
        edge: theme.Role = "action" if self.isChecked() else "border"
        theme.outline(painter, mark, filled, edge, 1)
        if self.isChecked():
            icons.paint(painter, "check", mark.adjusted(2, 2, -2, -2), "on_action")
        words = self.rect().adjusted(rem(1.7), 0, 0, 0)
        painter.setPen(theme.role("text" if self.isEnabled() else "muted"))
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap
        painter.drawText(words, int(flags), self.text())
        if self.hasFocus():
            theme.outline(painter, self.rect(), None, "focus")

    def typed(self) -> str:
        return "1" if self.isChecked() else ""

    def set_typed(self, text: str) -> None:
        self.setChecked(bool(text))


class CodeInput(QComboBox):
    """A choice of (code, label) pairs; empty is `None`.

    Long lists, and those that are `searched`, are searched by typing any part of a label.
    """

    changed = Signal()
    left = Signal()

    def __init__(
        self, choices: Sequence[tuple[str, str]], placeholder: str = "Bitte wählen", *, searched: bool = False
    ) -> None:
        super().__init__()
        self._placeholder = placeholder
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMaxVisibleItems(12)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(min(30, max((len(text) for _, text in choices), default=8)))
        if searched or len(choices) > 8:
            self._make_searchable()
        self.set_choices(choices)
        self._show_whether_chosen()
        self.currentTextChanged.connect(self._show_whether_chosen)
        self.currentTextChanged.connect(self.changed)
        self.activated.connect(self.left)

    def _make_searchable(self) -> None:
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        completer = self.completer()
        assert completer is not None
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        field = self.lineEdit()
        assert field is not None
        field.setPlaceholderText(self._placeholder)
        field.editingFinished.connect(self.left)

    def _show_whether_chosen(self) -> None:
        """Until something is chosen, the words that ask for it are quiet ones."""
        if not self.isEditable():
            set_look(self, "unchosen", self.currentIndex() < 0)

    def set_choices(self, choices: Sequence[tuple[str, str]]) -> None:
        """Offer other choices; what was chosen or typed stays, also under another word."""
        typed = self.currentText()
        chosen = self.currentData() if self.currentText() == self.itemText(self.currentIndex()) else None
        before = self.blockSignals(True)
        self.clear()
        for code, text in choices:
            self.addItem(text, code)
        self.setPlaceholderText(self._placeholder)
        self.blockSignals(before)
        if chosen is not None and self.findData(chosen) >= 0:
            self.set_value(chosen)
        else:
            self.set_typed(typed)

    def value(self) -> str | None:
        text = self.currentText().strip()
        if not text:
            return None
        fitting = self._places_of(text)
        if len(fitting) != 1:
            raise InvalidInput(self.objectName(), "code.ambiguous" if fitting else "code.unknown")
        return str(self.itemData(fitting[0]))

    def _places_of(self, text: str) -> list[int]:
        """Of the entry that is called so, else of all that hold the text."""
        called = self.findText(text, Qt.MatchFlag.MatchFixedString)
        if called >= 0:
            return [called]
        return [n for n in range(self.count()) if text.casefold() in self.itemText(n).casefold()]

    def set_value(self, value: Any) -> None:
        self.setCurrentIndex(self.findData(value) if value else -1)
        if self.isEditable() and not value:
            self.setEditText("")

    def typed(self) -> str:
        return self.currentText()

    def set_typed(self, text: str) -> None:
        self.setCurrentIndex(self.findText(text, Qt.MatchFlag.MatchFixedString) if text else -1)
        if self.isEditable():
            self.setEditText(text)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """A turning wheel scrolls the page and never changes the choice."""
        event.ignore()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and not self.isEditable():
            self.set_value(None)
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        side = rem(1)
        middle = self.rect().center().y()
        painter = QPainter(self)
        area = QRect(self.width() - side - rem(0.5), middle - side // 2, side, side)
        icons.paint(painter, "chevron_down", area, "muted")


def as_input(widget: QWidget) -> Input:
    """A kit input seen through what a form asks of it."""
    return widget  # type: ignore[return-value]
