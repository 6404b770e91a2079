# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Büro: the target groups of this Kreis, from and to which day, and the office's own."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, ClassVar

from app.domain.competence import DISTRICT_DIGITS
from app.domain.dates import german
from app.domain.target_groups import OF_DISTRICT, OWN, NewGroup
from app.operations import cases, target_groups
from resources import CodeEntry
from ui.choice_chips import ChoiceChips
from ui.codes import Choices
from ui.drafts import DraftKeeper
from ui.errors import guard
from ui.form_dialog import FormDialog
from ui.session import Session
from ui.theme import Role
from ui.widgets import (
    Cell,
    CodeInput,
    Column,
    DateInput,
    FormPanel,
    NumberInput,
    Section,
    Table,
    TextInput,
    label,
    link_button,
    show_toast,
)

_SPECIAL = "Dann ist sie nur mit unterschriebener Einwilligung dafür wählbar, und nur so lange sichtbar."


class TargetGroupsOfOffice(Section):
    """All that hold here; Enter ends one or lets it go on. None is ever deleted."""

    title: ClassVar[str] = "Zielgruppen"

    def __init__(self, session: Session) -> None:
        super().__init__(self.title, None, link_button("Zielgruppe anlegen", self.add_group, "plus"))
        self._session = session
        words = (
            "Beendet heißt: nicht mehr wählbar. In den Fällen bleibt sie stehen. Zeile öffnen: Eingabetaste."
        )
        self.table = Table(
            "Zielgruppen",
            [
                Column("Zielgruppe", stretch=True),
                Column("Woher", width=7),
                Column("Ab", width=6.5),
                Column("Bis", width=6.5),
            ],
            fit=True,
        )
        self.add(label(words, "small", "muted", wrap=True), self.table)
        self.table.opened.connect(self._change)

    def reload(self) -> None:
        today = self._session.today().isoformat()
        self.table.fill([(e.code, _cells(e, today)) for e in self.groups()])

    def groups(self) -> Sequence[CodeEntry]:
        return self._session.read(target_groups.groups)

    def places(self) -> tuple[str, ...]:
        """The Kreise, by the first digits of their key, in which a group may hold."""
        return tuple({site.municipality[:DISTRICT_DIGITS] for site in self._session.read(cases.sites)})

    def add_group(self) -> FormDialog:
        """A group of the office's own."""
        form, today = FormPanel(), self._session.today
        form.add("label", "Name der Zielgruppe", TextInput())
        form.add_line(
            form.field("valid_from", "Ab", DateInput(today)),
            form.field("valid_to", "Bis", DateInput(today, ahead=True)),
            form.field("min_age", "Ab Alter", NumberInput()),
            form.field("max_age", "Bis Alter", NumberInput()),
        )
        special = CodeInput(self._special(), "nichts davon")
        form.add("data_category", "Sagt die Gruppe etwas aus über …", special, _SPECIAL)
        places = ChoiceChips("Gilt in", self._places())
        form.add("areas", "Gilt in", places, "Nichts gewählt heißt: überall.")
        form.settle()
        draft = DraftKeeper(self._session, form, "target_group")

        def save(values: dict[str, Any]) -> None:
            self._session.write(target_groups.add_group, NewGroup(**values))

        dialog = FormDialog(self, "Zielgruppe anlegen", form, "Anlegen", save, draft=draft)
        dialog.open()
        return dialog

    def _change(self, code: object) -> None:
        entry = next(e for e in self.groups() if e.code == code)
        with guard(self):
            if entry.valid_to is None:
                self._end(entry)
            else:
                self._session.write(target_groups.resume_group, entry.code)
                show_toast(self, f"„{entry.label}“ ist wieder wählbar.")

    def _end(self, entry: CodeEntry) -> None:
        form = FormPanel()
        form.add("last_day", "Letzter Tag", DateInput(self._session.today, ahead=True))
        form.set_values({"last_day": self._session.today()})

        def save(values: dict[str, Any]) -> None:
            day = values["last_day"] or self._session.today()
            self._session.write(target_groups.end_group, entry.code, day)

        FormDialog(self, f"Zielgruppe beenden: {entry.label}", form, "Beenden", save).open()

    def _special(self) -> Choices:
        """The special categories of data (Art. 9)."""
        lists = self._session.read(cases.lists)
        every = lists.entries("data_category", self._session.today())
        return [(e.code, e.label) for e in every if lists.fact("data_category", e.code, "art9")]

    def _places(self) -> Choices:
        """The municipalities and city districts of the Kreise in which there is a Standort."""
        kreise = self.places()
        entries = self._session.read(cases.lists).entries("municipality", self._session.today())
        return [(e.code, e.label) for e in entries if e.code.startswith(kreise)]


def _cells(entry: CodeEntry, today: str) -> Sequence[str | Cell]:
    ended = entry.valid_to is not None and entry.valid_to < today
    days = (german(date.fromisoformat(day)) if day else "" for day in (entry.valid_from, entry.valid_to))
    whose = "eigene" if entry.facts.get(OWN) else "vom Kreis" if entry.facts.get(OF_DISTRICT) else "Vorgabe"
    tone: Role = "muted" if ended else "text"
    return [Cell(entry.label, tone), Cell(whose, "muted"), *(Cell(day, tone) for day in days)]
