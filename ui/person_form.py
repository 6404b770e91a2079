# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is recorded about a person: a few fields at first, the rest folded under "Mehr angeben"."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from app.domain.client import Person
from app.domain.errors import InvalidInput
from app.operations import cases
from ui.codes import choices_of
from ui.drafts import DraftKeeper
from ui.errors import WayOut
from ui.form_dialog import FormDialog
from ui.person_inputs import ChannelInput, LanguageInput, Several
from ui.person_values import fields_of, person_of
from ui.residence_forms import after_duty_note
from ui.session import Session
from ui.theme import rem
from ui.widgets import (
    CheckInput,
    CodeInput,
    DateInput,
    FieldRow,
    FormPanel,
    PartialDateInput,
    TextInput,
    column,
    label,
    line,
    link_button,
)


class PersonForm(FormPanel):
    """The person's fields; `show_person` puts a stored person in, `person_of` reads one from their values."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session, self.choices = session, choices_of(session)
        self._fold = link_button("Mehr angeben", self._toggle, "chevron_down")
        self.more = QWidget()
        self._more_column = column(parent=self.more, gap=0.7)
        self.more.hide()
        self.add_opening()
        self._add_first()
        self.add_first_extra()
        self.body.addWidget(self._fold, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addWidget(self.more)
        self._add_more()
        self.add_last_extra()
        self.settle()

    def show_person(self, person: Person) -> None:
        """Fill the fields with a stored person."""
        self.set_values(fields_of(person))

    def unfold(self) -> None:
        self.more.show()
        self._fold.hide()

    def retype(self, typed: Mapping[str, str]) -> None:
        super().retype(typed)
        if any(self.more.isAncestorOf(self.row(name)) for name in typed if name in self._rows):
            self.unfold()

    def takes(self, wrong: InvalidInput) -> bool:
        if wrong.field in self._rows and self.more.isAncestorOf(self.row(wrong.field)):
            self.unfold()
        return super().takes(wrong)

    def add_opening(self) -> None:
        """What another sheet asks for before the person."""

    def add_first_extra(self) -> None:
        """What another sheet asks for beside the person, before the fold."""

    def add_last_extra(self) -> None:
        """What another sheet asks for at the very end."""

    def section(self, title: str, *lines: tuple[FieldRow, ...]) -> None:
        """A heading and lines of fields among those that are folded at first."""
        self._more_column.addSpacing(rem(0.6))
        self._more_column.addWidget(label(title, "heading"))
        for rows in lines:
            self._more_column.addLayout(pair(*rows))

    def _toggle(self) -> None:
        self.unfold()
        self.more.setFocus()

    def _add_first(self) -> None:
        self.family_name = TextInput()
        self.body.addLayout(
            pair(
                self.field("family_name", "Familienname", self.family_name),
                self.field("given_names", "Vornamen", TextInput()),
            )
        )
        self.body.addLayout(
            pair(
                self.field(
                    "birth_date", "Geburtsdatum", PartialDateInput(), "So viel, wie bekannt ist: 1990 genügt."
                ),
                self.field("sex", "Geschlecht", CodeInput(self.choices("sex"))),
            )
        )
        self.body.addLayout(
            pair(
                self.field("languages", "Sprache der Beratung", CodeInput(self.choices("language"))),
                self.field("municipality", "Wohnt in", CodeInput(self.choices("municipality"))),
            )
        )

    def _add_more(self) -> None:
        choices, today = self.choices, self.session.today
        nationalities = Several(lambda: CodeInput(choices("nationality")), "Staatsangehörigkeit")
        self.section(
            "Person",
            (
                self.field("former_names", "Frühere Namen", TextInput()),
                self.field("native_name", "Name in eigener Schrift", TextInput()),
            ),
            (
                self.field("marital_status", "Familienstand", CodeInput(choices("marital_status"))),
                self.field("nationalities", "Staatsangehörigkeiten", nationalities),
            ),
            (
                self.field("arrived_in_germany", "In Deutschland seit", PartialDateInput()),
                self.field("arrived_in_municipality", "In der Kommune seit", PartialDateInput()),
            ),
            (
                self.field("language_level", "Niveau der Beratungssprache", CodeInput(choices("cefr"))),
                self.field("interpreter", "", CheckInput("Sprachmittlung nötig")),
                self._interpreter_kind(),
            ),
            (self.field("more_languages", "Weitere Sprachen", self._more_languages()),),
        )
        self.section(
            "Erreichbar",
            (self.field("channels", "Telefon und E-Mail", Several(ChannelInput, "Nummer oder Adresse")),),
        )
        self._add_address()
        self.section(
            "Aufenthalt",
            (
                self.field(
                    "residence",
                    "Aufenthaltsstatus",
                    CodeInput(choices("residence_status")),
                    "Keine Pflichtangabe.",
                ),
                self.field("residence_until", "Gültig bis", DateInput(today, ahead=True)),
            ),
        )

    def _add_address(self) -> None:
        self.section(
            "Anschrift",
            (
                self.field("street", "Straße und Hausnummer", TextInput()),
                self.field("postcode", "Postleitzahl", TextInput(width=7)),
            ),
            (
                self.field("town", "Ort", TextInput()),
                self.field("works_in", "Arbeitet in", TextInput()),
            ),
            (self.field("blocked", "", CheckInput("Auskunftssperre")),),
        )

    def _more_languages(self) -> Several:
        choices = [self.choices(name) for name in ("language", "cefr", "interpreter_kind")]
        return Several(lambda: LanguageInput(*choices), "Sprache")

    def _interpreter_kind(self) -> FieldRow:
        """The kind that is better avoided says so as soon as it is chosen."""
        kind, lists = CodeInput(self.choices("interpreter_kind")), self.session.read(cases.lists)
        row = self.field("interpreter_kind", "Art der Sprachmittlung", kind)
        warnings = {
            label: str(lists.fact("interpreter_kind", code, "warning") or "")
            for code, label in self.choices("interpreter_kind")
        }
        kind.changed.connect(lambda: row.set_hint(warnings.get(kind.typed(), "")))
        return row


def pair(*rows: FieldRow) -> Any:
    """Fields side by side, as wide as each other."""
    layout = line(gap=1.2)
    for row in rows:
        layout.addWidget(row, 1)
        if isinstance(row.entry, CheckInput):
            row.setContentsMargins(0, rem(1.3), 0, 0)  # beside an input, not beside its caption
    return layout


def open_person_form(owner: QWidget, session: Session, case_id: str) -> FormDialog:
    """Change what is recorded about the person of a case."""
    client = session.read(cases.case_view, case_id, session.today()).client
    form = PersonForm(session)
    form.show_person(client.person)
    form.unfold()
    draft = DraftKeeper(session, form, "person", case_id)

    def save(values: dict[str, Any], duty_noted: bool = False) -> None:
        session.write(cases.change_person, client.id, person_of(values), duty_noted=duty_noted)
        draft.discard()

    ways_out: dict[str, WayOut] = {}
    dialog = FormDialog(owner, "Angaben zur Person", form, "Speichern", save, ways_out)
    ways_out |= after_duty_note(dialog, lambda values: save(values, duty_noted=True))
    dialog.open()
    return dialog
