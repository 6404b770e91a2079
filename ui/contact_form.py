# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Record a contact: kind by digit, what was said, when to come back to it, Strg+Enter."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QBoxLayout, QPushButton, QWidget

from app.domain.contact import Contact, NewContact
from app.domain.dates import next_working_day
from app.domain.errors import InvalidInput
from app.operations import cases, contacts
from ui.case_finder import CaseFinder
from ui.choice_chips import ChoiceChips
from ui.codes import choices_of
from ui.dates import clock
from ui.drafts import DraftKeeper
from ui.errors import WaysOut, guard
from ui.form_dialog import FormDialog
from ui.session import Session
from ui.text_block_menu import KEY, offer_text_blocks
from ui.theme import rem
from ui.widgets import (
    ChoiceBar,
    CodeInput,
    DateInput,
    FieldRow,
    FormPanel,
    KeyHint,
    LongText,
    NumberInput,
    TextInput,
    box,
    column,
    label,
    line,
    link_button,
    primary_button,
)
from ui.widgets.inputs import Input

_MORE: dict[str, Any] = {
    "held_on": None,
    "minutes": None,
    "target_participants": 1,
    "partner_participants": 0,
    "language": None,
    "present": "",
    "topics": (),
}
"""What a contact is taken for while the fields behind "Mehr angeben" are not made: a quarter of the page."""

LATER = (("morgen", 1), ("+3", 3), ("+7", 7), ("+14", 14))
"""The days to which one key puts a follow-up: Alt+1 to Alt+4."""


class KindBar(ChoiceBar):
    """The kinds of contact, each with its digit; a digit chooses and says so."""

    answered = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        super().keyPressEvent(event)
        if event.text() in self._digits:
            self.answered.emit()


class ContactForm(QWidget):
    """The entry box; without `case_id` it asks for the case first. What is typed is kept as a draft."""

    done = Signal(str)

    def __init__(self, session: Session, case_id: str | None = None) -> None:
        super().__init__()
        self._session, self._case_id = session, case_id
        self.form = _ContactPanel(session, ask_for_case=case_id is None)
        self._said = label("", "small", "muted")
        self._said.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.draft = DraftKeeper(session, self.form, "contact", case_id, self.form.text)
        self.draft.kept.connect(self._say_kept)
        foot = line(self.form.more_button, self.form.block_button, self._said, gap=0.8)
        foot.setStretch(2, 1)
        foot.addWidget(primary_button("Fertig", self.submit, "check"))
        foot.addWidget(KeyHint("Strg+Enter"))
        whole = column(self.form, parent=self, gap=0.5)
        whole.addLayout(foot)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(
                QKeySequence(keys), self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut
            ).activated.connect(self.submit)

    def first(self) -> QWidget:
        """Where the keys go first: the text one comes back to, else the case, else its kind."""
        return self.form.text if self.draft.restored else self.form.finder or self.form.kinds

    def propose(self, new: NewContact) -> None:
        """Fill in what is known already, unless something is typed: only the words are missing then."""
        if not self.form.typed():
            self.form.propose(new)
        self.form.text.setFocus(Qt.FocusReason.OtherFocusReason)

    def submit(self) -> None:
        """Make the draft a contact; what cannot be taken is marked and stays."""
        with guard(self):
            values = self.form.values()
            case_id = self._case_id or values.pop("case")
            if case_id is None:
                raise InvalidInput("case", "ui.case_not_chosen")
            self._session.write(contacts.add_contact, case_id, self.form.contact(values))
            self.draft.discard()
            self.form.start_anew()
            self._said.setText("")
            self.first().setFocus(Qt.FocusReason.OtherFocusReason)
            self.done.emit(case_id)

    def _say_kept(self) -> None:
        self._said.setText(f"Entwurf gesichert {clock(self._session.now())}")


class _ContactPanel(FormPanel):
    """The fields of a contact; day, duration, participants and topics wait behind "Mehr angeben"."""

    def __init__(self, session: Session, *, ask_for_case: bool, correcting: bool = False) -> None:
        super().__init__()
        self._session = session
        self.finder = CaseFinder(session) if ask_for_case else None
        if self.finder is not None:
            self.add("case", "Fall", self.finder)
            self.finder.chosen.connect(lambda: self.kinds.setFocus(Qt.FocusReason.OtherFocusReason))
        self.kinds: KindBar = KindBar("Art des Kontakts", _kinds(session))
        self.kinds.setFocusProxy(self.kinds.findChildren(QWidget)[0])
        self.text: LongText = LongText("Was war? Was ist vereinbart?", lines=3)
        self.add("kind", "", self.kinds)
        self.add("text", "", self.text)
        self.text.setAccessibleName("Notiz")
        self.kinds.answered.connect(lambda: self.text.setFocus(Qt.FocusReason.OtherFocusReason))
        follow_up = box(self._follow_up())
        self.body.addWidget(follow_up)
        self._more: QWidget | None = None
        self._proposed: dict[str, str] = {}
        self.more_button: QPushButton = link_button("Mehr angeben", self._unfold, "chevron_down", small=True)
        blocks = offer_text_blocks(self.text, session, lambda: self.readable()["topics"])
        self.block_button: QPushButton = link_button("Textbaustein", blocks, "document", small=True)
        self.block_button.setToolTip(KEY)
        self.start_anew()
        if correcting:
            follow_up.hide()
            self._unfold()

    def start_anew(self) -> None:
        """Empty, with today and one person filled in."""
        self._proposed = {}
        self.clear()
        if self._more is not None:
            self._begin_more()

    def show_contact(self, contact: NewContact | Contact) -> None:
        """What is known of a contact, as untouched fields."""
        names = ("kind", "held_on", "text", "target_participants", "partner_participants")
        more = ("topics", "language", "present")
        values = {name: getattr(contact, name) for name in (*names, *more)}
        self.set_values(values | {"minutes": contact.minutes or None})

    def propose(self, new: NewContact) -> None:
        """What an appointment already says of its contact; untouched it is no draft, else it goes into it."""
        begun = {name: row.entry.typed() for name, row in self._rows.items()}
        self.show_contact(new)
        now = {name: row.entry.typed() for name, row in self._rows.items()}
        self._proposed = {name: text for name, text in now.items() if text != begun.get(name, "")}

    def typed(self) -> dict[str, str]:
        typed = super().typed()
        return self._proposed | typed if typed else {}

    def contact(self, values: dict[str, Any]) -> NewContact:
        return NewContact(
            kind=values["kind"] or "",
            held_on=values["held_on"] or self._session.today(),
            text=values["text"],
            minutes=values["minutes"] or 0,
            target_participants=_number(values["target_participants"], 1),
            partner_participants=values["partner_participants"] or 0,
            follow_up_on=values["follow_up_on"],
            follow_up_title=values["follow_up_title"],
            topics=values["topics"],
            language=values["language"],
            present=values["present"],
        )

    def row(self, name: str) -> FieldRow:
        self._make_for(name)
        return super().row(name)

    def entry(self, name: str) -> Input:
        self._make_for(name)
        return super().entry(name)

    def values(self) -> dict[str, Any]:
        return _MORE | super().values()

    def readable(self) -> dict[str, Any]:
        return _MORE | super().readable()

    def set_values(self, values: Mapping[str, Any]) -> None:
        self._make_for(*values)
        super().set_values(values)

    def retype(self, typed: Mapping[str, str]) -> None:
        self._make_for(*typed)
        super().retype(typed)

    def takes(self, wrong: InvalidInput) -> bool:
        if wrong.field in _MORE:
            self._unfold()
        return super().takes(wrong)

    def _unfold(self) -> None:
        self._made_more().show()
        self.more_button.hide()

    def _make_for(self, *names: str) -> None:
        """Fields behind the fold are made when one of them is asked for, typed in a draft, or shown."""
        if not _MORE.keys().isdisjoint(names):
            self._made_more()

    def _made_more(self) -> QWidget:
        if self._more is None:
            self._more = QWidget()
            column(self._numbers(), self._about(), parent=self._more, gap=0.6)
            self._more.hide()
            self.body.addWidget(self._more)
            self._begin_more()
        return self._more

    def _begin_more(self) -> None:
        """Today and one person, as untouched fields."""
        begin = _MORE | {"held_on": self._session.today()}
        for name, value in begin.items():
            self._rows[name].entry.set_value(value)
        self.settle(*begin)

    def _follow_up(self) -> QBoxLayout:
        when = self.field("follow_up_on", "Wiedervorlage", DateInput(self._session.today, ahead=True))
        what = self.field("follow_up_title", "Was ist dann zu tun?", TextInput())
        later = self._later()
        layout = line(when, later, what, gap=0.8)
        layout.setStretch(2, 1)
        for row in (when, what):
            layout.setAlignment(row, Qt.AlignmentFlag.AlignTop)
        layout.setAlignment(later, Qt.AlignmentFlag.AlignTop)
        return layout

    def _later(self) -> QWidget:
        """A chip and a key for each usual day; Alt+1 is tomorrow as in the lists of what is due."""
        chips = [self._later_chip(number, word, days) for number, (word, days) in enumerate(LATER, 1)]
        beside = line(*chips, gap=0.3)
        beside.setContentsMargins(0, rem(1.45), 0, 0)
        return box(beside)

    def _later_chip(self, number: int, word: str, days: int) -> QPushButton:
        put = partial(self._put_follow_up, days)
        chip = link_button(word, put, small=True)
        chip.setAccessibleName(f"Wiedervorlage {word}")
        chip.setToolTip(f"Alt+{number}")
        context = Qt.ShortcutContext.WidgetWithChildrenShortcut
        QShortcut(QKeySequence(f"Alt+{number}"), self, context=context).activated.connect(put)
        return chip

    def _put_follow_up(self, days: int) -> None:
        day: date = next_working_day(self._session.today() + timedelta(days=days))
        self.entry("follow_up_on").set_value(day)

    def _about(self) -> QWidget:
        """Language, who else was there, and the topics by life dimension."""
        choices = choices_of(self._session)
        topics = ChoiceChips("Themen", choices("topic"))
        layout = line(
            self.field("language", "Sprache", CodeInput(choices("language"), "nicht angegeben")),
            self.field("present", "Wer war noch dabei?", TextInput()),
            gap=1,
        )
        layout.setStretch(1, 1)
        hint = "Die ersten drei zählen."
        return box(column(box(layout), self.field("topics", "Themen", topics, hint), gap=0.6))

    def _numbers(self) -> QWidget:
        layout = line(gap=1)
        for row in (
            self.field("held_on", "Tag", DateInput(self._session.today)),
            self.field("minutes", "Dauer in Minuten", NumberInput()),
            self.field("target_participants", "Personen aus Zielgruppen", NumberInput()),
            self.field("partner_participants", "Personen von Partnern", NumberInput()),
        ):
            layout.addWidget(row, 0, Qt.AlignmentFlag.AlignTop)
        layout.addStretch(1)
        layout.setContentsMargins(0, rem(0.2), 0, 0)
        return box(layout)


def open_correction(
    owner: QWidget, session: Session, contact_id: str, ways_out: WaysOut | None = None
) -> FormDialog | None:
    """Puts a contact right on the day it was made; later the screen says that it stays."""
    with guard(owner, ways_out):
        session.read(contacts.require_correctable, contact_id, session.today())
        form = _ContactPanel(session, ask_for_case=False, correcting=True)
        found = session.read(contacts.contact, contact_id)
        form.show_contact(found)
        draft = DraftKeeper(session, form, f"correction:{contact_id}", found.case_id, form.text)

        def correct(values: dict[str, Any]) -> None:
            session.write(contacts.correct_contact, contact_id, form.contact(values))
            draft.discard()

        dialog = FormDialog(owner, "Kontakt berichtigen", form, "Speichern", correct)
        dialog.open()
        form.text.setFocus(Qt.FocusReason.OtherFocusReason)
        return dialog
    return None


def _kinds(session: Session) -> list[tuple[str, str] | tuple[str, str, str]]:
    lists = session.read(cases.lists)
    entries = lists.entries("contact_kind", session.today())
    return [(entry.code, entry.label, str(entry.facts["digit"])) for entry in entries]


def _number(value: int | None, otherwise: int) -> int:
    return otherwise if value is None else value
