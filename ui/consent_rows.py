# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""A new version of the consent put together: who may hear what, what for, and until when."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from datetime import timedelta

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.domain.code_lists import CodeLists
from app.domain.consent import ReleaseRow, WantedRelease
from app.operations import cases, directory
from ui.choice_chips import ChoiceChips
from ui.codes import Choices, choices_of
from ui.listening import Listening
from ui.paper_names import form_choices
from ui.service_form import open_service_form
from ui.session import Session
from ui.widgets import (
    Card,
    CheckInput,
    CodeInput,
    DateInput,
    FieldRow,
    FormPanel,
    TextInput,
    box,
    column,
    icon_button,
    label,
    line,
    link_button,
    remove,
)
from ui.widgets.inputs import Input

_ALWAYS = ("name_contact",)
_USUAL_LIFE = timedelta(days=365)


def category_choices(session: Session) -> Choices:
    """The data categories; those of Art. 9 and 10 DSGVO say so."""
    lists = session.read(cases.lists)
    return [
        (code, f"{word} ({article})" if (article := _article(lists, code)) else word)
        for code, word in choices_of(session)("data_category")
    ]


def _article(lists: CodeLists, category: str) -> str:
    """The article of the DSGVO that asks for a signature, or nothing."""
    if not lists.fact("data_category", category, "art9"):
        return ""
    return str(lists.fact("data_category", category, "article") or "Art. 9")


class RecipientCard(Card):
    """One recipient: the categories as chips, one purpose, one direction, one last day."""

    changed = Signal()
    dropped = Signal()

    def __init__(self, session: Session, service_id: str, name: str, no_day: str) -> None:
        super().__init__()
        self.service_id = service_id
        choices = choices_of(session)
        self.categories = ChoiceChips(name, category_choices(session))
        self.purpose = CodeInput(choices("purpose"), "Zweck wählen")
        self.direction = CodeInput(choices("direction"))
        self.until = DateInput(session.today, ahead=True)
        self.until.setPlaceholderText(no_day)
        self._inputs: tuple[Input, ...] = (self.categories, self.purpose, self.direction, self.until)
        named = ((self.purpose, "Zweck"), (self.direction, "Richtung"), (self.until, "gültig bis"))
        for entry, word in named:
            entry.setAccessibleName(f"{name}, {word}")
            entry.changed.connect(self.changed)
        self.categories.changed.connect(self.changed)
        drop = icon_button(f"{name} entfernen", self.dropped.emit, "cross")
        head = line(label(name, strong=True, wrap=True), drop)
        head.setStretch(0, 1)
        self.body.addLayout(head)
        self.body.addWidget(self.categories)
        until = FieldRow("rows", "", self.until)
        ends = line(self.purpose, self.direction, label("bis", "small", "muted"), until, None, gap=0.6)
        self.body.addLayout(ends)

    def start(self) -> None:
        self.categories.set_value(_ALWAYS)
        self.direction.set_value("both")

    def set_rows(self, rows: Sequence[ReleaseRow]) -> None:
        """As an earlier version had it; days that were set then are asked anew."""
        self.categories.set_value(tuple(row.category for row in rows))
        self.purpose.set_value(rows[0].purpose)
        self.direction.set_value(rows[0].direction)

    def value(self) -> list[WantedRelease]:
        purpose, direction, until = self.purpose.value(), self.direction.value(), self.until.value()
        return [
            WantedRelease(self.service_id, category, purpose or "", direction or "", until)
            for category in self.categories.value()
        ]

    def typed(self) -> list[str]:
        return [self.service_id, *(entry.typed() for entry in self._inputs)]

    def set_typed(self, typed: Sequence[str]) -> None:
        for entry, text in zip(self._inputs, typed, strict=True):
            entry.set_typed(text)


class Recipients(QWidget):
    """The chosen recipients with their cards; the directory is offered to add from.

    `no_day` stands in a card without a day of its own.
    """

    changed = Signal()
    left = Signal()

    def __init__(self, session: Session, no_day: str = "wie unten") -> None:
        super().__init__()
        self._session, self._no_day = session, no_day
        self.cards: list[RecipientCard] = []
        self._names: dict[str, str] = {}
        self.directory = CodeInput(self._offered(), "Anlaufstelle hinzufügen", searched=True)
        self.directory.setAccessibleName("Anlaufstelle hinzufügen")
        self.directory.activated.connect(self._add_chosen)
        new = link_button("Neue Anlaufstelle", lambda: open_service_form(self, session), "plus", small=True)
        self._column = column(gap=0.5)
        whole = column(box(line(self.directory, new, None)), parent=self, gap=0.6)
        whole.addLayout(self._column)

    def reload(self) -> None:
        """The directory may have grown."""
        self.directory.set_choices(self._offered())

    def add(self, service_id: str) -> RecipientCard:
        card = RecipientCard(self._session, service_id, self._names[service_id], self._no_day)
        card.start()
        card.changed.connect(self.changed)
        card.dropped.connect(lambda: self._drop(card))
        self.cards.append(card)
        self._column.addWidget(card)
        self.changed.emit()
        return card

    def value(self) -> tuple[WantedRelease, ...]:
        return tuple(wanted for card in self.cards for wanted in card.value())

    def set_value(self, value: Sequence[ReleaseRow] | None) -> None:
        self._empty()
        groups: defaultdict[tuple[str, str, str], list[ReleaseRow]] = defaultdict(list)
        for row in value or ():
            groups[row.service_id, row.purpose, row.direction].append(row)
        for (service_id, *_), rows in groups.items():
            self.add(service_id).set_rows(rows)

    def typed(self) -> str:
        return json.dumps([card.typed() for card in self.cards], ensure_ascii=False) if self.cards else ""

    def set_typed(self, text: str) -> None:
        self._empty()
        for service_id, *typed in json.loads(text) if text else []:
            if service_id in self._names:
                self.add(service_id).set_typed(typed)

    def _offered(self) -> Choices:
        """What is there today; a card of an entry that has ended keeps its name."""
        every, today = self._session.read(directory.services), self._session.today()
        self._names = {each.id: each.full_name for each in every}
        return [(each.id, each.full_name) for each in every if each.is_valid(today)]

    def _add_chosen(self) -> None:
        chosen = self.directory.value()
        if chosen is not None:
            self.directory.set_value(None)
            self.add(chosen).purpose.setFocus()

    def _drop(self, card: RecipientCard) -> None:
        self.cards.remove(card)
        remove(card)
        self.changed.emit()

    def _empty(self) -> None:
        for card in self.cards:
            remove(card)
        self.cards = []


class ConsentForm(FormPanel):
    """Recipients, language, interpreter, and the day until which all of it holds."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.recipients = Recipients(session)
        self.add("rows", "Wer darf was erfahren?", self.recipients)
        until = DateInput(session.today, ahead=True)
        languages = CodeInput(form_choices(session, "consent"))
        self.add_line(
            self.field("valid_until", "Gültig bis", until),
            self.field("language", "Sprache des Blattes", languages),
            self.field("interpreter", "Sprachmittlung durch", TextInput()),
        )
        self.add_line(
            self.field("information", "", CheckInput("Informationsblatt dazu")),
            self.field("pictograms", "", CheckInput("Bildblatt dazu")),
        )
        self._listening = Listening(session, ("consent", "information"))
        self.body.addWidget(self._listening)
        languages.changed.connect(lambda: self._listening.offer(languages.value() or "de"))
        self.start_anew(())

    def start_anew(
        self, rows: Sequence[ReleaseRow], language: str = "de", *, information: bool = True
    ) -> None:
        """Beginning with what an earlier version asked for, in the language that the person reads.

        `information`: the Informationsblatt is not at home yet.
        """
        self.clear()
        until = self._session.today() + _USUAL_LIFE
        self.set_values(
            {"rows": rows, "language": language, "valid_until": until, "information": information}
        )
