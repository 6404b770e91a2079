# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""A blank comes back: to whom it belongs, then what stands on it, in the order of the paper."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtWidgets import QWidget

from app.domain.blank_sheet import BlankSheet
from app.domain.errors import InvalidInput, Refusal
from app.domain.secrecy import NewDeclaration
from app.domain.signing import Hearing, Signing
from app.operations import blank_returns, blanks, cases, directory, secrecy, signings
from ui.authorisation_form import add_authorisation, authorisation_of, validity_field
from ui.case_finder import CaseFinder
from ui.codes import choices_of, labels_of
from ui.drafts import DraftKeeper
from ui.errors import guard
from ui.form_dialog import FormDialog
from ui.hearing_form import HearingForm
from ui.paper_goals import agreement_of, goal_rows, signature_rows
from ui.paper_names import form_word
from ui.picks import PicksInput
from ui.session import Session
from ui.widgets import ChoiceBar, CodeInput, DateInput, FormPanel, TextInput, label, show_toast

_SIGNED = "signed_on"
_DAY_COUNTS = "Der Tag auf dem Papier zählt."
_EVERYTHING = [("all", "alles", "1"), ("some", "nur einzelne Stellen", "2")]

Then = Callable[[], object]


def take_back(
    owner: QWidget, session: Session, sheet: BlankSheet, case_id: str | None, then: Then = lambda: None
) -> None:
    """Asks whose it is where that is not known; `then` is called when the sheet is done or put off."""
    with guard(owner):
        if sheet.discarded_on is not None:
            raise Refusal(
                "blank_sheet.discarded", number=sheet.form_number, day=f"{sheet.discarded_on:%d.%m.%Y}"
            )
        if case_id is None:
            _ask_whose(owner, session, sheet, then)
        elif _says_something(session, sheet, case_id):
            open_return_form(owner, session, sheet, case_id).finished.connect(lambda _: then())
        else:
            session.write(blank_returns.assign, sheet.id, case_id)
            show_toast(owner, f"{title(sheet)} liegt in der Akte.")
            then()


def _says_something(session: Session, sheet: BlankSheet, case_id: str) -> bool:
    """A Widerruf of what nobody holds any more is only kept."""
    if sheet.form == "withdrawal":
        return bool(session.read(blank_returns.withdrawable, case_id))
    return sheet.form in blanks.TYPED_IN


def title(sheet: BlankSheet) -> str:
    return f"{form_word(sheet.form)} {sheet.form_number}"


def open_return_form(owner: QWidget, session: Session, sheet: BlankSheet, case_id: str) -> FormDialog:
    """What stands on the paper; with „Eintippen“ it counts from its day."""
    form = HearingForm()
    first, build = _FORMS[sheet.form]
    store = build(form, session, sheet, case_id)
    draft = DraftKeeper(session, form, f"blank_sheet:{sheet.id}", case_id)

    def type_in(values: dict[str, Any]) -> None:
        store(values)
        show_toast(owner, f"{title(sheet)} ist eingetippt.")

    dialog = FormDialog(owner, f"{title(sheet)} eintippen", form, "Eintippen", type_in, draft=draft)
    dialog.open()
    form.row(first).focus()
    return dialog


def reopen(owner: QWidget, session: Session, document_id: str, case_id: str) -> None:
    """From the card of its draft."""
    sheet = session.read(blanks.blank, document_id)
    if sheet is None:
        raise Refusal("blank_sheet.used")
    take_back(owner, session, sheet, case_id)


def _ask_whose(owner: QWidget, session: Session, sheet: BlankSheet, then: Then) -> None:
    form, finder = FormPanel(), CaseFinder(session)
    form.add("case_id", "Zu welcher Person gehört das Blatt?", finder)

    def go_on(values: dict[str, Any]) -> None:
        if values["case_id"] is None:
            raise InvalidInput("case_id", "ui.case_not_chosen")
        take_back(owner, session, sheet, values["case_id"], then)

    dialog = FormDialog(owner, f"{title(sheet)} zuordnen", form, "Weiter", go_on)
    dialog.rejected.connect(then)
    finder.chosen.connect(dialog.submit)
    dialog.open()
    form.row("case_id").focus()


Store = Callable[[dict[str, Any]], object]


def _authorisation(form: HearingForm, session: Session, sheet: BlankSheet, case_id: str) -> Store:
    add_authorisation(form, session, case_id)
    form.body.addWidget(validity_field(form, session))
    form.set_values({"scope": "information"})
    _add_signature(form, session, sheet, case_id)

    def store(values: dict[str, Any]) -> None:
        new, signing = authorisation_of(values), _signing(form, values)
        session.write(blank_returns.type_in_authorisation, sheet.id, case_id, new, signing)

    return store


def _declaration(form: HearingForm, session: Session, sheet: BlankSheet, case_id: str) -> Store:
    """Only the day: the interpreter reads the German."""
    choices = choices_of(session)
    form.add("interpreter", "Wer dolmetscht? Vor- und Nachname", TextInput())
    form.add_line(
        form.field("language", "Welche Sprache?", CodeInput(choices("language"))),
        form.field("kind", "Wie?", CodeInput(choices("interpreter_kind"))),
    )
    form.add(_SIGNED, "Unterschrieben am", DateInput(session.today), _DAY_COUNTS)
    expected = session.read(secrecy.next_interpreter, case_id, session.today())
    form.set_values({"language": expected.language or None, "kind": expected.kind})

    def store(values: dict[str, Any]) -> None:
        new = NewDeclaration(values["interpreter"], values["language"] or "", values["kind"] or "")
        signing = _signing(form, values)
        session.write(blank_returns.type_in_declaration, sheet.id, case_id, new, signing)

    return store


def _goals(form: HearingForm, session: Session, sheet: BlankSheet, case_id: str) -> Store:
    for rows in (*goal_rows(form, session), *signature_rows(form, session, _SIGNED)):
        form.add_line(*rows)
    form.add_hearing(session, _file_id(session, case_id), _usual(session, sheet, case_id))

    def store(values: dict[str, Any]) -> None:
        paper = agreement_of(values, _SIGNED, form.hearing(values))
        if paper is None:
            raise InvalidInput(_SIGNED, "goal.paper_unsigned")
        session.write(blank_returns.type_in_goals, sheet.id, case_id, paper)

    return store


def _withdrawal(form: HearingForm, session: Session, sheet: BlankSheet, case_id: str) -> Store:
    """A word is enough: nobody is asked how it was heard."""
    given = session.read(blank_returns.withdrawable, case_id)
    names = {each.id: each.institution for each in session.read(directory.services)}
    word = labels_of(session)
    picks = [(row.id, f"{names[row.service_id]} · {word('data_category', row.category)}") for row in given]
    form.body.addWidget(label("Ab diesem Tag geht nichts davon mehr hinaus.", tone="muted", wrap=True))
    form.add("what", "Was wird widerrufen?", ChoiceBar("Was wird widerrufen?", _EVERYTHING))
    form.add("rows", "Angekreuzte Stellen", PicksInput(picks))
    form.add(_SIGNED, "Tag auf dem Papier", DateInput(session.today))
    form.set_values({"what": "all"})
    form.entry("what").changed.connect(lambda: _show_rows(form))
    _show_rows(form)

    def store(values: dict[str, Any]) -> None:
        day = _day(values)
        rows = tuple(values["rows"]) if values["what"] == "some" else None
        session.write(blank_returns.type_in_withdrawal, sheet.id, case_id, day, rows)

    return store


def _show_rows(form: FormPanel) -> None:
    form.row("rows").setVisible(form.entry("what").value() == "some")


def _add_signature(form: HearingForm, session: Session, sheet: BlankSheet, case_id: str) -> None:
    form.add(_SIGNED, "Unterschrieben am", DateInput(session.today), _DAY_COUNTS)
    form.add_hearing(session, _file_id(session, case_id), _usual(session, sheet, case_id))


def _usual(session: Session, sheet: BlankSheet, case_id: str) -> Hearing:
    file_id, today = _file_id(session, case_id), session.today()
    return session.read(signings.usual_hearing, file_id, sheet.language, "", today)


def _file_id(session: Session, case_id: str) -> str:
    return session.read(cases.case_view, case_id, session.today()).file.id


def _signing(form: HearingForm, values: Mapping[str, Any]) -> Signing:
    return Signing(_day(values), form.hearing(dict(values)))


def _day(values: Mapping[str, Any]) -> Any:
    """The day is on the paper, and never taken to be today."""
    if values[_SIGNED] is None:
        raise InvalidInput(_SIGNED, "blank_sheet.day_missing")
    return values[_SIGNED]


_FORMS: Mapping[str, tuple[str, Callable[[HearingForm, Session, BlankSheet, str], Store]]] = {
    "power_of_attorney": ("service_id", _authorisation),
    "interpreter_secrecy": ("interpreter", _declaration),
    "goals": ("words_1", _goals),
    "withdrawal": ("what", _withdrawal),
}
"""The first field and what puts all of them into the form."""
