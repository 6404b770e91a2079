# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Several entries of a long list: found by typing, each a chip that a click or Space takes away again."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton, QWidget

from app.domain.errors import InvalidInput
from ui.codes import Choices
from ui.theme import rem
from ui.widgets import CodeInput, Flow, box, clear, column, icon_button

WIDEST = 54


class CodeSet(QWidget):
    """Its value is a tuple of codes; Enter adds what is chosen in the field."""

    changed = Signal()
    left = Signal()

    def __init__(self, name: str, choices: Choices, placeholder: str = "hinzufügen") -> None:
        super().__init__()
        self._name, self._words = name, dict(choices)
        self._codes: tuple[str, ...] = ()
        self.field = CodeInput(choices, placeholder)
        self.field.setAccessibleName(name)
        self._chips = Flow(gap=0.4)
        self._row = box(self._chips)
        column(self.field, self._row, parent=self, gap=0.3)
        self.setFocusProxy(self.field)
        self.field.activated.connect(self._add_chosen)
        self.field.left.connect(self.left)
        self._show()

    def value(self) -> tuple[str, ...]:
        """With what stands in the field and was not yet taken by Enter; InvalidInput if it is no entry."""
        self.field.setObjectName(self.objectName())
        waiting = self.field.value()
        return tuple(dict.fromkeys((*self._codes, *([waiting] if waiting else []))))

    def set_value(self, value: Any) -> None:
        self._codes = tuple(value or ())
        self.field.set_value(None)
        self._show()
        self.changed.emit()

    def typed(self) -> str:
        try:
            return " ".join(self.value())
        except InvalidInput:
            return " ".join(self._codes)

    def set_typed(self, text: str) -> None:
        self.set_value(tuple(code for code in text.split() if code in self._words))

    def sizeHint(self) -> QSize:
        """No wider than a form; more chips go on further lines."""
        return QSize(min(super().sizeHint().width(), rem(WIDEST)), super().sizeHint().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._add_chosen()
        else:
            super().keyPressEvent(event)

    def _add_chosen(self) -> None:
        try:
            code = self.field.value()
        except InvalidInput:
            return
        if code is not None:
            self.set_value(dict.fromkeys((*self._codes, code)))

    def _show(self) -> None:
        clear(self._chips)
        for code in self._codes:
            self._chips.addWidget(self._chip(code))
        self._row.setVisible(bool(self._codes))
        self._row.updateGeometry()

    def _chip(self, code: str) -> QPushButton:
        word = self._words.get(code, code)
        chip = icon_button(f"{self._name}: {word} entfernen", lambda: self._drop(code), "cross")
        chip.setText(word)
        chip.setProperty("kind", "filter")
        chip.setProperty("size", "small")
        return chip

    def _drop(self, code: str) -> None:
        self.set_value(tuple(each for each in self._codes if each != code))
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)
