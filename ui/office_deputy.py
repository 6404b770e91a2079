# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Vertretung: who may open our copy with whose consent, who did, and opening that of another office."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

from app.domain.deputy import Opening
from app.domain.errors import Trouble
from app.operations import backups, deputies, deputy_notices
from app.operations.deputies import DeputyState
from ui.backups import moment_in_words
from ui.deputy_forms import open_approval, open_copy_form, open_request
from ui.errors import sentences
from ui.form_dialog import FormDialog
from ui.session import Session
from ui.theme import rem
from ui.widgets import (
    CheckInput,
    CodeInput,
    Column,
    FormPanel,
    Section,
    Table,
    box,
    clear,
    column,
    label,
    line,
    link_button,
    secondary_button,
    show_toast,
)

_WORDS = "Sind Sie länger krank, kann ein Büro Ihrer Stelle Ihre Fälle lesen. Ein zweites muss zustimmen."
_NO_PLACE = "Die Kopie entsteht mit der Sicherung. Wählen Sie zuerst einen Ordner dafür."
_NOT_YET = "Die Kopie entsteht mit der nächsten Sicherung."
_TOO_FEW = "Dafür braucht es zwei bestätigte Büros Ihrer eigenen Stelle unter „Andere Büros“."
_NOBODY = "Niemanden mehr benennen"
_NOBODY_HINT = "Die Kopie wird dann gelöscht."
_FOR_OTHERS = "Ein anderes Büro ist abwesend"
_SHOWN = 3


class DeputyOfOffice(Section):
    """Our own copy above, the three acts for the copy of others below."""

    def __init__(self, session: Session) -> None:
        self._name = link_button("Vertretung benennen", self.name_deputy, "plus")
        super().__init__("Vertretung", None, self._name)
        self._session = session
        self.named = Table(
            "Vertretung",
            [
                Column("Vertretung", stretch=True),
                Column("Teamleitung", stretch=True),
                Column("Kopie vom", width=11),
            ],
            fit=True,
        )
        self.named.opened.connect(lambda _: self.name_deputy())
        self._said = column(gap=0.3)
        self.add(label(_WORDS, "small", "muted", wrap=True), self.named, box(self._said))
        self.add(label(_FOR_OTHERS, "small", "muted"))
        self.add(box(line(*self._acts(), None)))

    def reload(self) -> None:
        state = self._session.read(deputies.state)
        self._name.setVisible(state.deputy is None)
        self.named.setVisible(state.deputy is not None)
        self.named.fill([("named", _row(state))] if state.deputy else [])
        clear(self._said)
        for each in self._notes(state):
            self._said.addWidget(each)
        for opening in self._session.read(deputy_notices.openings)[:_SHOWN]:
            self._said.addWidget(label(opening_in_words(opening), "small", wrap=True))

    def name_deputy(self) -> FormDialog:
        return open_naming(self, self._session)

    def _acts(self) -> list[QWidget]:
        session = self._session
        return [
            secondary_button("Öffnen beantragen", lambda: open_request(self, session), "send"),
            link_button("Öffnen freigeben", lambda: open_approval(self, session), small=True),
            link_button("Kopie öffnen", lambda: open_copy_form(self, session), small=True),
        ]

    def _notes(self, state: DeputyState) -> list[QWidget]:
        if state.deputy is None:
            return []
        if state.trouble:
            return [sentences(Trouble(state.trouble))]
        place = self._session.read(backups.state, self._session.now()).place
        if not place:
            return [label(_NO_PLACE, "small", "warning", wrap=True)]
        return [] if state.copied_at else [label(_NOT_YET, "small", "muted", wrap=True)]


class _NamingForm(FormPanel):
    """With room for names of offices."""

    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        return QSize(max(hint.width(), rem(36)), hint.height())


def open_naming(owner: DeputyOfOffice, session: Session) -> FormDialog:
    """Two offices of ours; both have to agree before the copy opens."""
    offices = session.read(deputies.to_choose_from, session.now())
    state = session.read(deputies.state)
    choices = [(each.unit, each.name) for each in offices]
    form = _NamingForm()
    form.add("deputy", "Wer vertritt Sie?", CodeInput(choices), "Dieses Büro kann Ihre Fälle dann lesen.")
    form.add("lead", "Wer muss zustimmen?", CodeInput(choices), "Das Büro Ihrer Teamleitung.")
    if len(choices) < 2:
        form.body.addWidget(label(_TOO_FEW, tone="warning", wrap=True))
    if state.deputy is not None and state.lead is not None:
        form.add("nobody", "", CheckInput(_NOBODY), _NOBODY_HINT)
        form.set_values({"deputy": state.deputy.unit, "lead": state.lead.unit})

    def name(values: dict[str, Any]) -> None:
        if values.get("nobody"):
            session.write(deputies.name_nobody)
        else:
            session.write(deputies.name, values["deputy"] or "", values["lead"] or "")
        show_toast(owner, "Das gilt ab jetzt. Die Kopie folgt.")

    dialog = FormDialog(owner, "Vertretung", form, "Speichern", name)
    dialog.open()
    return dialog


def opening_in_words(opening: Opening) -> str:
    """Who, when, with whose consent, why, and which cases went."""
    times = ", ".join(map(moment_in_words, opening.times)) or "–"
    taken = ", ".join(opening.files) or "keine"
    return (
        f"Geöffnet von {opening.asked_by} ({opening.deputy}) am {times}. "
        f"Freigegeben von {opening.approved_by} ({opening.lead}). "
        f"Grund: {opening.reason}. Übernommene Fälle: {taken}."
    )


def _row(state: DeputyState) -> list[str]:
    assert state.deputy is not None
    assert state.lead is not None
    return [state.deputy.name, state.lead.name, _day(state.copied_at)]


def _day(moment: datetime | None) -> str:
    return moment_in_words(moment) if moment else "noch keine"
