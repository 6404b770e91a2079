# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""What one looks for in the directory: words, topic, language, place, and whether it is there now."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.domain.assessment import DIMENSIONS
from app.domain.errors import InvalidInput
from app.domain.service import Need
from ui.codes import choices_of
from ui.session import Session
from ui.widgets import CheckInput, CodeInput, Flow, TextInput, box, column, label, line, link_button


class ServiceFilters(QWidget):
    """Every word and choice narrows the search; what cannot be read yet does not count."""

    changed = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        choices = choices_of(session)
        self.words = TextInput("Einrichtung, Stelle, Ansprechperson oder Ort")
        self.words.setAccessibleName("Anlaufstellen durchsuchen")
        self.topic = CodeInput(choices("topic"), "alle Themen")
        self.language = CodeInput(choices("language"), "alle Sprachen")
        self.municipality = CodeInput(choices("municipality"), "alle Kommunen")
        self.valid = CheckInput("jetzt gültig")
        self.valid.setChecked(True)
        self._all = link_button("Filter leeren", self.clear, "cross", small=True)
        named = (("Thema", self.topic), ("Sprache", self.language), ("Kommune", self.municipality))
        flow = Flow(*(_labelled(word, entry) for word, entry in named), self.valid, self._all, gap=1)
        column(self.words, box(flow), parent=self, gap=0.6)
        for entry in (self.words, self.topic, self.language, self.municipality, self.valid):
            entry.changed.connect(self._tell)
        self._tell()

    def need(self) -> Need:
        return Need(
            words=self.words.typed(),
            topic=_chosen(self.topic),
            language=_chosen(self.language),
            municipality=_chosen(self.municipality),
            day=self._session.today() if self.valid.value() else None,
        )

    def dimension(self) -> str | None:
        """The topic, where a gap can be noted in it."""
        topic = _chosen(self.topic)
        return topic if topic in DIMENSIONS else None

    def clear(self) -> None:
        """Everything again, in the words that were typed too."""
        for entry in (self.words, self.topic, self.language, self.municipality):
            entry.set_value(None)

    def _tell(self) -> None:
        need = self.need()
        self._all.setVisible(any((need.words.strip(), need.topic, need.language, need.municipality)))
        self.changed.emit()


def _chosen(entry: CodeInput) -> str | None:
    try:
        return entry.value()
    except InvalidInput:
        return None


def _labelled(word: str, entry: CodeInput) -> QWidget:
    caption = label(word, "small", "muted")
    caption.setBuddy(entry)
    entry.setAccessibleName(word)
    entry.setMinimumContentsLength(14)
    return box(line(caption, entry, gap=0.4))
