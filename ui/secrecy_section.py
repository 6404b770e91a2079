# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Sprachmittlung: who has promised to keep silent, printed once for each interpreter and then signed."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QWidget

from app.domain.dates import german
from app.domain.secrecy import Declaration, NewDeclaration
from app.domain.signing import Signing
from app.operations import cases, secrecy, signings
from ui.codes import choices_of, labels_of
from ui.document_view import show_sheet
from ui.drafts import DraftKeeper
from ui.errors import WaysOut
from ui.form_dialog import FormDialog
from ui.paper_language import GERMAN, PRINT, language_field
from ui.session import Session
from ui.widgets import (
    Banner,
    Chip,
    ChoiceBar,
    CodeInput,
    DateInput,
    FormPanel,
    Row,
    RowList,
    Section,
    TextInput,
    clear,
    column,
    label,
    link_button,
    show_toast,
)

_NO_CHILD = (
    "Ein Kind soll nicht dolmetschen. Bitte suchen Sie eine erwachsene Sprachmittlung. "
    "Drucken können Sie das Blatt trotzdem; die Eltern unterschreiben dann mit."
)
_AGES = [("yes", "18 oder älter"), ("no", "unter 18")]


class SecrecyForm(FormPanel):
    """Who interprets from which language; a child is warned of as soon as it shows."""

    def __init__(self, session: Session, case_id: str) -> None:
        super().__init__()
        self._session = session
        self._file_id = session.read(cases.case_view, case_id, session.today()).file.id
        choices = choices_of(session)
        languages = CodeInput(choices("language"))
        languages.setMinimumContentsLength(16)
        self.add("interpreter", "Wer dolmetscht? Vor- und Nachname", TextInput())
        self.add_line(
            self.field("spoken", "Welche Sprache?", languages),
            self.field("kind", "Wie?", CodeInput(choices("interpreter_kind"))),
        )
        self.add("adult", "Alter", ChoiceBar("Alter", _AGES))
        self._warning = column(gap=0)
        self.body.addLayout(self._warning)
        self.body.addWidget(language_field(self, session, case_id, secrecy.FORM))
        offered = session.read(secrecy.next_interpreter, case_id, session.today())
        self.set_values(
            {
                "interpreter": offered.interpreter,
                "spoken": offered.language or None,
                "kind": offered.kind,
                "adult": "yes",
            }
        )
        self.entry("interpreter").left.connect(self._warn_of_child)
        self.entry("adult").changed.connect(self._warn_of_child)

    def declaration(self, values: dict[str, Any]) -> NewDeclaration:
        adult = values["adult"] != "no"
        return NewDeclaration(values["interpreter"], values["spoken"] or "", values["kind"] or "", adult)

    def _warn_of_child(self) -> None:
        name, today = self.entry("interpreter").typed(), self._session.today()
        child = self._session.read(signings.child_named_so, self._file_id, name, today)
        clear(self._warning)
        if child or self.entry("adult").value() == "no":
            who = f"{child} ist ein Kind dieses Haushalts." if child else "Wer dolmetscht, ist unter 18."
            self._warning.addWidget(Banner("warning", who, _NO_CHILD))

    def takes(self, wrong: Any) -> bool:
        wrong.field = (
            "spoken" if wrong.field == "language" and wrong.code.startswith("code.") else wrong.field
        )
        return super().takes(wrong)


def open_secrecy_form(owner: QWidget, session: Session, case_id: str, ways_out: WaysOut) -> FormDialog:
    """Once for each interpreter; who is booked for the next appointment stands there already."""
    form = SecrecyForm(session, case_id)
    draft = DraftKeeper(session, form, "secrecy", case_id)

    def make(values: dict[str, Any]) -> None:
        language = values["language"] or GERMAN
        new = form.declaration(values)
        printed = session.write(secrecy.print_declaration, case_id, new, language)
        show_sheet(owner, session, printed.id, "Bitte vor dem ersten Gespräch unterschreiben lassen.")

    dialog = FormDialog(
        owner, "Verschwiegenheitserklärung Sprachmittlung", form, PRINT, make, ways_out, draft
    )
    dialog.open()
    form.row("interpreter").focus()
    return dialog


class SecrecySection(Section):
    """By name; U notes the signature, Enter shows the sheet."""

    def __init__(self, session: Session) -> None:
        super().__init__("Sprachmittlung")
        self._session = session
        self._found: dict[str, Declaration] = {}
        self.rows = RowList("Sprachmittlung")
        self.rows.opened.connect(lambda key: self._look_at(self._found[str(key)]))
        self.rows.bind("U", lambda key: self.sign(self._found[str(key)]))
        self.add(self.rows)

    def show_file(self, file_id: str) -> None:
        found = self._session.read(secrecy.declarations, file_id)
        self._found = {each.id: each for each in found}
        self.set_count(len(found))
        self.setVisible(bool(found))
        self.rows.fill([self._row(each) for each in found])

    def sign(self, known: Declaration) -> None:
        """Only the day: the interpreter reads the German."""
        if known.signed_on is not None:
            return
        form, session = FormPanel(), self._session
        form.body.addWidget(label(known.interpreter, strong=True, wrap=True))
        form.add("signed_on", "Unterschrieben am", DateInput(session.today))
        form.set_values({"signed_on": session.today()})

        def store(values: dict[str, Any]) -> None:
            session.write(secrecy.sign, known.id, Signing(values["signed_on"] or session.today()))
            show_toast(self, "Die Verschwiegenheitserklärung ist festgehalten.")

        FormDialog(self, "Verschwiegenheitserklärung Sprachmittlung", form, "Festhalten", store).open()
        form.row("signed_on").focus()

    def _look_at(self, known: Declaration) -> None:
        show_sheet(self, self._session, known.document_id, "So wurde das Blatt gedruckt.")

    def _row(self, known: Declaration) -> Row:
        label_of, waits = labels_of(self._session), known.signed_on is None
        sign = link_button("Unterschrieben", lambda: self.sign(known), small=True)
        sign.setAccessibleName(f"Unterschrieben: {known.interpreter}")
        parts = (
            label_of("language", known.language),
            label_of("interpreter_kind", known.kind),
            "" if known.adult else "unter 18",
            german(known.signed_on) if known.signed_on else "noch nicht unterschrieben",
        )
        return Row(
            known.interpreter,
            " · ".join(part for part in parts if part),
            key=known.id,
            chip=None if waits else Chip("check", "unterschrieben", "success"),
            act=sign if waits else None,
            keys=[("Eingabe", "ansehen"), *([("U", "unterschrieben")] if waits else [])],
        )
