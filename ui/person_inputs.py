# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Inputs for what a person has several of: nationalities, languages, ways to reach them."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any, cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.domain.client import Channel, SpokenLanguage
from app.domain.errors import InvalidInput
from ui.codes import Choices
from ui.widgets import (
    CheckInput,
    CodeInput,
    Flow,
    TextInput,
    column,
    icon_button,
    line,
    link_button,
    remove,
)
from ui.widgets.inputs import Input

CHANNELS: Choices = [("phone", "Telefon"), ("email", "E-Mail"), ("other", "Anderer Weg")]


class Compound(QWidget):
    """Several inputs side by side that make one value."""

    changed = Signal()
    left = Signal()

    def __init__(self, name: str, *parts: tuple[str, QWidget]) -> None:
        super().__init__()
        self.parts = [cast(Input, widget) for _, widget in parts]
        for caption, widget in parts:
            widget.setAccessibleName(f"{name}: {caption}")
        self.setLayout(Flow(*(widget for _, widget in parts)))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.setFocusProxy(parts[0][1])
        for part in self.parts:
            part.changed.connect(self.changed)
            part.left.connect(self.left)

    def typed(self) -> str:
        typed = [part.typed() for part in self.parts]
        return json.dumps(typed, ensure_ascii=False) if any(typed) else ""

    def set_typed(self, text: str) -> None:
        """A draft of before a part was added leaves that part as it is."""
        typed = json.loads(text) if text else [""] * len(self.parts)
        for part, words in zip(self.parts, typed, strict=False):
            part.set_typed(words)

    def values(self) -> list[Any]:
        return [part.value() for part in self.parts]

    def set_values(self, *values: Any) -> None:
        for part, value in zip(self.parts, values, strict=True):
            part.set_value(value)


class LanguageInput(Compound):
    """A further language with its level, whether it takes an interpreter, and of which kind."""

    def __init__(self, languages: Choices, levels: Choices, kinds: Choices) -> None:
        super().__init__(
            "Sprache",
            ("Sprache", CodeInput(languages, "Sprache")),
            ("Niveau", CodeInput(levels, "Niveau")),
            ("Sprachmittlung", CheckInput("Sprachmittlung")),
            ("Art der Sprachmittlung", CodeInput(kinds, "Art")),
        )

    def value(self) -> SpokenLanguage | None:
        code, level, interpreter, kind = self.values()
        if not code and says_of_a_language(level, interpreter, kind):
            raise InvalidInput(self.objectName(), "language.missing")
        return spoken_language(code, level, interpreter, kind) if code else None

    def set_value(self, value: SpokenLanguage | None) -> None:
        if value is None:
            self.set_values(None, None, False, None)
        else:
            self.set_values(value.code, value.level, value.interpreter_needed, value.interpreter_kind)


def says_of_a_language(level: str | None, interpreter: bool | None, kind: str | None) -> bool:
    """Whether something stands there that is lost without its language."""
    return level not in (None, "not_recorded") or bool(interpreter or kind)


def spoken_language(
    code: str, level: str | None, interpreter: bool | None, kind: str | None
) -> SpokenLanguage:
    """Who chooses a kind of interpreter needs one."""
    return SpokenLanguage(code, level or "not_recorded", bool(interpreter or kind), kind)


class ChannelInput(Compound):
    """A telephone number or address; who may call there and who may not; whether reminders may go there."""

    def __init__(self) -> None:
        super().__init__(
            "Erreichbar",
            ("Weg", CodeInput(CHANNELS)),
            ("Nummer oder Adresse", TextInput(width=16)),
            ("Anruf", CheckInput("darf angerufen werden")),
            ("Von wem, von wem nicht", TextInput("Wer darf, wer nicht? Wann?", width=16)),
            ("Erinnerung", CheckInput("Erinnerungen erlaubt")),
        )
        self.set_value(None)

    def value(self) -> Channel | None:
        kind, value, may_call, note, may_remind = self.values()
        if note and not value:
            raise InvalidInput(self.objectName(), "case.channel_missing")
        return Channel(kind or "other", value, may_call, note, may_remind) if value else None

    def set_value(self, value: Channel | None) -> None:
        shown = value or Channel("phone", "")
        self.set_values(shown.kind, shown.value, shown.may_call, shown.note, shown.may_remind)


class Several(QWidget):
    """Any number of inputs of one kind, one below the other; what stays empty is left out."""

    changed = Signal()
    left = Signal()

    def __init__(self, make: Callable[[], QWidget], add: str) -> None:
        super().__init__()
        self._make = make
        self._lines: list[tuple[QWidget, Input]] = []
        self._column = column(gap=0.3)
        whole = column(parent=self, gap=0.2)
        whole.addLayout(self._column)
        self._more = link_button(add, self.add_line, "plus", small=True)
        whole.addWidget(self._more, 0, Qt.AlignmentFlag.AlignLeft)
        self._show([])

    def add_line(self) -> None:
        """One more, ready to be filled."""
        self._add("")
        self._lines[-1][1].setFocus(Qt.FocusReason.OtherFocusReason)  # type: ignore[attr-defined]

    def setFocus(self, reason: Qt.FocusReason = Qt.FocusReason.OtherFocusReason) -> None:
        """To the first line, else to the button that adds one; no focus proxy, lest Tab skips the lines."""
        (self._lines[0][0] if self._lines else self._more).setFocus(reason)

    def inputs(self) -> list[Input]:
        return [entry for _, entry in self._lines]

    def value(self) -> tuple[Any, ...]:
        try:
            return tuple(value for entry in self.inputs() if (value := entry.value()) is not None)
        except InvalidInput as wrong:
            raise InvalidInput(self.objectName(), wrong.code, **wrong.facts) from wrong

    def set_value(self, value: Any) -> None:
        values: Sequence[Any] = value or ()
        self._show([""] * len(values))
        for entry, one in zip(self.inputs(), values, strict=True):
            entry.set_value(one)

    def typed(self) -> str:
        typed = [text for entry in self.inputs() if (text := entry.typed())]
        return json.dumps(typed, ensure_ascii=False) if typed else ""

    def set_typed(self, text: str) -> None:
        self._show(json.loads(text) if text else [])

    def _show(self, typed: Sequence[str]) -> None:
        for widget, _ in self._lines:
            remove(widget)
        self._lines = []
        for text in typed:
            self._add(text)
        self.changed.emit()

    def _add(self, typed: str) -> None:
        entry = self._make()
        row = QWidget()
        layout = line(entry, parent=row)
        layout.addWidget(icon_button("Zeile entfernen", lambda: self._drop(row), "cross"))
        layout.addStretch(1)
        self._lines.append((row, cast(Input, entry)))
        self._column.addWidget(row)
        if typed:
            self._lines[-1][1].set_typed(typed)
        self._lines[-1][1].changed.connect(self.changed)

    def _drop(self, row: QWidget) -> None:
        self._lines = [(widget, entry) for widget, entry in self._lines if widget is not row]
        remove(row)
        self._more.setFocus(Qt.FocusReason.OtherFocusReason)
        self.changed.emit()
