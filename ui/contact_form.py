# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Record a contact: kind by digit, what was said, when to come back to it, Strg+Enter."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QBoxLayout, QPushButton, QWidget

from app.domain.contact import NewContact
from app.domain.errors import InvalidInput
from app.operations import cases, contacts
from ui.case_finder import CaseFinder
from ui.dates import clock
from ui.drafts import DraftKeeper
from ui.errors import guard
from ui.session import Session
from ui.theme import rem
from ui.widgets import (
    ChoiceBar,
    DateInput,
    FormPanel,
    KeyHint,
    LongText,
    NumberInput,
    TextInput,
    column,
    label,
    line,
    link_button,
    primary_button,
)


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
        foot = line(self.form.more_button, self._said, gap=0.8)
        foot.setStretch(1, 1)
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
            self.done.emit(case_id)

    def _say_kept(self) -> None:
        self._said.setText(f"Entwurf gesichert {clock(self._session.now())}")


class _ContactPanel(FormPanel):
    """The fields of a contact; day, duration and participants wait behind "Mehr angeben"."""

    def __init__(self, session: Session, *, ask_for_case: bool) -> None:
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
        self.body.addLayout(self._follow_up())
        self.more = QWidget()
        column(parent=self.more).addLayout(self._more())
        self.more.hide()
        self.body.addWidget(self.more)
        self.more_button: QPushButton = link_button("Mehr angeben", self._unfold, "chevron_down", small=True)
        self.start_anew()

    def start_anew(self) -> None:
        """Empty, with today and one person filled in."""
        self.clear()
        self.set_values(
            {"held_on": self._session.today(), "target_participants": 1, "partner_participants": 0}
        )

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
        )

    def takes(self, wrong: InvalidInput) -> bool:
        if wrong.field in self._rows and self.more.isAncestorOf(self.row(wrong.field)):
            self._unfold()
        return super().takes(wrong)

    def _unfold(self) -> None:
        self.more.show()
        self.more_button.hide()

    def _follow_up(self) -> QBoxLayout:
        when = self.field("follow_up_on", "Wiedervorlage", DateInput(self._session.today, ahead=True))
        what = self.field("follow_up_title", "Was ist dann zu tun?", TextInput())
        layout = line(when, what, gap=1)
        layout.setStretch(1, 1)
        for row in (when, what):
            layout.setAlignment(row, Qt.AlignmentFlag.AlignTop)
        return layout

    def _more(self) -> QBoxLayout:
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
        return layout


def _kinds(session: Session) -> list[tuple[str, str] | tuple[str, str, str]]:
    lists = session.read(cases.lists)
    entries = lists.entries("contact_kind", session.today())
    return [(entry.code, entry.label, str(entry.facts["digit"])) for entry in entries]


def _number(value: int | None, otherwise: int) -> int:
    return otherwise if value is None else value
