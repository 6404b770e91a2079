# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""A form from top to bottom: labels, inputs, and the sentence beneath the one that cannot be taken."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QScrollArea, QWidget

import resources
from app.domain.errors import InvalidInput
from ui.widgets.inputs import Input, as_input
from ui.widgets.layout import column, line
from ui.widgets.text import Icon, label, set_look

_ONE_LINE = 50


class FieldRow(QWidget):
    """A label, its input, and beneath it a quiet hint or the sentence that says what is wrong."""

    def __init__(self, name: str, caption: str, entry: QWidget, hint: str = "") -> None:
        super().__init__()
        entry.setObjectName(name)
        self.name, self.entry = name, as_input(entry)
        self._widget = entry
        self._hint: QLabel | None = None
        self._error: _Sentence | None = None
        if not entry.accessibleName():
            entry.setAccessibleName(caption)
        self.keeps_width = entry.maximumWidth() < 10_000
        self._body = column(gap=0.2, parent=self)
        if caption and not isinstance(entry, QCheckBox):
            self._caption = label(caption, "small", "muted", wrap=len(caption) > _ONE_LINE)
            self._caption.setBuddy(entry)
            self._body.addWidget(self._caption)
        self._body.addWidget(
            entry, 0, Qt.AlignmentFlag.AlignLeft if self.keeps_width else Qt.AlignmentFlag(0)
        )
        self._body.addStretch(1)
        self.set_hint(hint)
        self.entry.changed.connect(self.clear_error)
        self.entry.left.connect(self.check)

    def set_caption(self, caption: str) -> None:
        """Another word for the same field, also for who hears it; it had one before."""
        self._caption.setText(caption)
        self._widget.setAccessibleName(caption)

    def check(self) -> None:
        """Say at once if what stands there cannot be read."""
        try:
            self.entry.value()
        except InvalidInput as wrong:
            self.show_error(wrong)

    def show_error(self, wrong: InvalidInput) -> None:
        message = resources.message(wrong.code, **wrong.facts)
        if self._error is None:
            self._error = _Sentence()
            self._body.insertWidget(self._body.count() - 1, self._error)
        self._error.words.setText(" ".join(part for part in (message.what, message.todo) if part))
        self._error.show()
        if self._hint is not None:
            self._hint.hide()
        self._widget.setAccessibleDescription(self.error())
        set_look(self._widget, "invalid", True)

    def clear_error(self) -> None:
        if self._error is None or self._error.isHidden():
            return
        self._error.hide()
        self.set_hint(self.hint())
        self._widget.setAccessibleDescription("")
        set_look(self._widget, "invalid", False)

    def error(self) -> str:
        """The sentence shown now; empty if all is well."""
        return "" if self._error is None or self._error.isHidden() else self._error.words.text()

    def hint(self) -> str:
        return self._hint.text() if self._hint is not None else ""

    def set_hint(self, hint: str) -> None:
        """A quiet line beneath the input; empty shows none."""
        if self._hint is None and hint:
            self._hint = label("", "small", "muted", wrap=True)
            self._body.insertWidget(self._body.indexOf(self._widget) + 1, self._hint)
        if self._hint is not None:
            self._hint.setText(hint)
            self._hint.setVisible(bool(hint) and not self.error())

    def focus(self) -> None:
        self._widget.setFocus(Qt.FocusReason.OtherFocusReason)


def bring_into_view(part: QWidget) -> None:
    """A field with the sentence beneath it, or what a form answers, once it has its room."""
    around = part.parentWidget()
    while around is not None and not isinstance(around, QScrollArea):
        around = around.parentWidget()
    if isinstance(around, QScrollArea):
        around.ensureWidgetVisible(part)


class _Sentence(QWidget):
    """What is wrong with a field; made when it is needed, for most never is."""

    def __init__(self) -> None:
        super().__init__()
        self.words = label("", "small", "danger", wrap=True)
        layout: QHBoxLayout = line(parent=self, gap=0.3)
        layout.addWidget(Icon("warning", "danger", 1), 0, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(self.words, 1)


class FormPanel(QWidget):
    """Fields by name. It keeps all that was typed, and shows InvalidInput at its field."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.body = column(gap=0.7)
        whole = column(parent=self, gap=0)
        whole.addLayout(self.body)
        whole.addStretch(1)
        self._rows: dict[str, FieldRow] = {}
        self._pristine: dict[str, str] = {}

    def add(self, name: str, caption: str, entry: QWidget, hint: str = "") -> FieldRow:
        """A field beneath the others."""
        row = self.field(name, caption, entry, hint)
        self.body.addWidget(row)
        return row

    def add_line(self, *rows: FieldRow) -> None:
        """Fields made by `field`, side by side."""
        layout = line(gap=1)
        for row in rows:
            layout.addWidget(row)
        if all(row.keeps_width for row in rows):
            layout.addStretch(1)
        self.body.addLayout(layout)

    def field(self, name: str, caption: str, entry: QWidget, hint: str = "") -> FieldRow:
        """A field of this form that the caller places where it likes."""
        row = FieldRow(name, caption, entry, hint)
        self._rows[name] = row
        self._pristine[name] = row.entry.typed()
        row.entry.changed.connect(self.changed)
        return row

    def has(self, name: str) -> bool:
        return name in self._rows

    def focus_first_empty(self) -> None:
        """Put the cursor where typing starts."""
        row = next((row for row in self._rows.values() if not row.entry.typed()), None)
        if row is not None:
            row.focus()

    def row(self, name: str) -> FieldRow:
        return self._rows[name]

    def entry(self, name: str) -> Input:
        return self._rows[name].entry

    def values(self) -> dict[str, Any]:
        """All values by field name; marks every unreadable field and raises the first InvalidInput."""
        values: dict[str, Any] = {}
        wrong: list[InvalidInput] = []
        for name, row in self._rows.items():
            try:
                values[name] = row.entry.value()
            except InvalidInput as error:
                row.show_error(error)
                wrong.append(error)
        if wrong:
            raise wrong[0]
        return values

    def readable(self) -> dict[str, Any]:
        """What can be read so far; `None` where it cannot, and nothing is marked."""
        values: dict[str, Any] = {}
        for name, row in self._rows.items():
            try:
                values[name] = row.entry.value()
            except InvalidInput:
                values[name] = None
        return values

    def set_values(self, values: Mapping[str, Any]) -> None:
        """Fill fields with what is stored; that counts as untouched."""
        for name, value in values.items():
            self._rows[name].entry.set_value(value)
        self.settle()

    def settle(self, *names: str) -> None:
        """What stands there now, in these fields or in all, counts as untouched."""
        self._pristine |= {name: self._rows[name].entry.typed() for name in names or self._rows}

    def clear(self) -> None:
        """Empty every field."""
        self.set_values(dict.fromkeys(self._rows))
        for row in self._rows.values():
            row.clear_error()

    def typed(self) -> dict[str, str]:
        """What the user changed, as typed, valid or not: the content of a draft."""
        now = {name: row.entry.typed() for name, row in self._rows.items()}
        return {name: text for name, text in now.items() if text != self._pristine[name]}

    def retype(self, typed: Mapping[str, str]) -> None:
        """Put a draft back."""
        for name, text in typed.items():
            if name in self._rows:
                self._rows[name].entry.set_typed(text)

    def takes(self, wrong: InvalidInput) -> bool:
        """Show an error at its field and go there; False if this form has no such field."""
        row = self._rows.get(wrong.field)
        if row is None:
            return False
        row.show_error(wrong)
        row.focus()
        QTimer.singleShot(0, row, lambda: bring_into_view(row))
        return True

    def errors(self) -> dict[str, str]:
        """The sentences shown now, by field."""
        return {name: row.error() for name, row in self._rows.items() if row.error()}
