# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Who speaks for the person: custody of a minor, legal care; and a minor's own capacity."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget

from app.domain.dates import german
from app.domain.errors import InvalidInput
from app.domain.representation import NewRepresentative, OwnCapacity, Representative
from app.operations import representatives
from app.operations.representatives import Representation
from ui.codes import choices_of, labels_of
from ui.drafts import DraftKeeper
from ui.errors import guard
from ui.form_dialog import FormDialog
from ui.removal import KEY, remove_with_undo
from ui.session import Session
from ui.widgets import (
    Banner,
    ChoiceBar,
    CodeInput,
    DateInput,
    FormPanel,
    LongText,
    Row,
    RowList,
    Section,
    TextInput,
    box,
    clear,
    column,
    label,
    line,
    link_button,
)

CAPABLE = [("yes", "ja"), ("no", "nein")]
_MISSING = {
    1: "Es fehlt jemand mit Sorgerecht",
    2: "Es fehlen beide Sorgeberechtigten",
}


class RepresentativePanel(QWidget):
    def __init__(self, session: Session, case_id: str) -> None:
        super().__init__()
        self._session, self._case_id, self._client_id = session, case_id, ""
        self._closed = False
        self._add = link_button("Vertretung eintragen", self._new, "plus", small=True)
        self._said = column(gap=0.4)
        self.list = RowList("Gesetzliche Vertretung")
        self.list.opened.connect(self._change)
        self.list.bind("Del", self._remove)
        self._capacity = column(gap=0.2)
        self._section = Section("Gesetzliche Vertretung", None, self._add).add(self.list)
        self._section.body.insertLayout(0, self._said)
        self._section.body.addLayout(self._capacity)
        column(self._section, parent=self)

    def show_client(self, client_id: str, *, closed: bool) -> None:
        self._client_id, self._closed = client_id, closed
        found = self._session.read(representatives.representation, client_id, self._session.today())
        self._add.setHidden(closed)
        self.list.fill([self._row(each) for each in found.representatives])
        clear(self._said)
        if said := self._what_to_say(found):
            self._said.addWidget(said)
        clear(self._capacity)
        if found.may_be_minor:
            self._capacity.addWidget(self._judged(found.own_capacity))

    def _what_to_say(self, found: Representation) -> QWidget | None:
        if found.missing:
            detail = "Ohne alle Sorgeberechtigten ist keine Einwilligung für ein Kind vollständig."
            return Banner("warning", _MISSING.get(found.missing, _MISSING[1]), detail)
        if found.representatives:
            return None
        if found.may_be_minor:
            return label(
                "Ohne Geburtsdatum ist offen, ob jemand vertreten muss.", "small", "muted", wrap=True
            )
        return label("Volljährig, vertritt sich selbst.", "small", "muted", wrap=True)

    def _row(self, each: Representative) -> Row:
        custody = labels_of(self._session)("custody", each.custody)
        detail = " · ".join(part for part in (custody, each.phone) if part)
        keys = [] if self._closed else [("Eingabe", "ändern"), KEY]
        return Row(each.name, detail, key=each, icon="people", keys=keys)

    def _judged(self, judged: OwnCapacity | None) -> QWidget:
        """What was judged, or that it is still open; it can be judged again."""
        words = "Eigene Einsichtsfähigkeit: noch nicht beurteilt"
        if judged is not None:
            can = "Versteht selbst" if judged.capable else "Versteht noch nicht selbst"
            when = german(judged.judged_on)
            words = f"{can}, worin sie oder er einwilligt ({when}): {judged.reason}"
        row = line(label(words, "small", wrap=True), gap=0.6)
        row.setStretch(0, 1)
        if not self._closed:
            row.addWidget(link_button("Beurteilen", self._judge, "pencil", small=True))
        return box(row)

    def _new(self) -> None:
        form = self._form()
        draft = DraftKeeper(self._session, form, "representative", self._case_id)

        def save(values: dict[str, Any]) -> None:
            new = _representative(values)
            self._session.write(representatives.add_representative, self._client_id, new)

        self._open(form, save, draft)

    def _change(self, key: object) -> None:
        assert isinstance(key, Representative)
        if self._closed:
            return
        form = self._form()
        form.set_values({"name": key.name, "custody": key.custody, "phone": key.phone})
        draft = DraftKeeper(self._session, form, f"representative:{key.id}", self._case_id)

        def save(values: dict[str, Any]) -> None:
            self._session.write(representatives.change_representative, key.id, _representative(values))

        self._open(form, save, draft)

    def _form(self) -> FormPanel:
        form = FormPanel()
        form.add("name", "Name", TextInput(), "Auch eine Stelle, zum Beispiel das Jugendamt.")
        form.add("custody", "Wer ist das?", CodeInput(choices_of(self._session)("custody")))
        form.add("phone", "Telefon", TextInput(width=16))
        form.settle()
        return form

    def _open(self, form: FormPanel, save: Any, draft: DraftKeeper) -> None:
        dialog = FormDialog(self, "Gesetzliche Vertretung", form, "Speichern", save, draft=draft)
        dialog.open()
        form.row("name").focus()

    def _judge(self) -> None:
        form = FormPanel()
        capable = ChoiceBar("Versteht selbst", CAPABLE)
        form.add("capable", "Versteht die Person selbst, worin sie einwilligt?", capable)
        form.add(
            "reason", "Woran erkennen Sie das?", LongText(lines=2), "Ein festes Alter gibt es dafür nicht."
        )
        form.add("judged_on", "Beurteilt am", DateInput(self._session.today))
        form.set_values({"judged_on": self._session.today()})
        draft = DraftKeeper(self._session, form, "own_capacity", self._case_id)

        def save(values: dict[str, Any]) -> None:
            day = values["judged_on"] or self._session.today()
            if values["capable"] is None:
                raise InvalidInput("capable", "code.missing")
            judged = OwnCapacity(values["capable"] == "yes", day, values["reason"])
            self._session.write(representatives.judge_capacity, self._client_id, judged)
            draft.discard()

        FormDialog(self, "Eigene Einsichtsfähigkeit", form, "Speichern", save).open()
        capable.findChildren(QPushButton)[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def _remove(self, key: object) -> None:
        assert isinstance(key, Representative)
        if not self._closed:
            with guard(self):
                remove_with_undo(self, self._session, "representative", key.id)


def _representative(values: dict[str, Any]) -> NewRepresentative:
    return NewRepresentative(values["name"], values["custody"] or "", values["phone"])
