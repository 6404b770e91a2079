# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Vollmachten: towards whom, for what, and whether each holds."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from app.domain.authorisation import Authorisation
from app.domain.case_view import CaseView
from app.domain.dates import german
from app.operations import authorisations
from ui.authorisation_form import SCOPES, open_revocation_form
from ui.document_view import show_sheet
from ui.paper_signing import ask_for_signature
from ui.session import Session
from ui.widgets import Chip, Row, RowList, Section, label, link_button

_RULE = "Damit darf die Behörde uns Auskunft geben. Was wir sagen, regelt die Einwilligung."


class AuthorisationsSection(Section):
    """Newest first; U notes the signature, W the revocation, Enter shows the sheet."""

    def __init__(self, session: Session, case_id: str) -> None:
        super().__init__("Vollmachten")
        self._session, self._case_id = session, case_id
        self._found: dict[str, Authorisation] = {}
        self.rows = RowList("Vollmachten")
        self.rows.opened.connect(lambda key: self._look_at(self._found[str(key)]))
        self.rows.bind("U", lambda key: self._act(str(key), signed=False))
        self.rows.bind("W", lambda key: self._act(str(key), signed=True))
        self.add(self.rows, label(_RULE, "small", "muted", wrap=True))

    def show_case(self, view: CaseView) -> None:
        found = self._session.read(authorisations.authorisations, view.file.id)
        held = {each.id for each in view.authorised}
        self._found = {each.id: each for each in found}
        self.set_count(len(found))
        self.setVisible(bool(found))
        self.rows.fill([self._row(each, holds=each.id in held) for each in found])

    def sign(self, known: Authorisation) -> None:
        ask_for_signature(self, self._session, known.document_id)

    def revoke(self, known: Authorisation) -> None:
        open_revocation_form(self, self._session, self._case_id, known)

    def _act(self, key: str, *, signed: bool) -> None:
        known = self._found[key]
        if known.revoked_on is None and (known.signed_on is not None) is signed:
            (self.revoke if signed else self.sign)(known)

    def _look_at(self, known: Authorisation) -> None:
        show_sheet(self, self._session, known.document_id, "So wurde das Blatt gedruckt.")

    def _row(self, known: Authorisation, *, holds: bool) -> Row:
        word, key = ("Unterschrieben", "U") if known.signed_on is None else ("Widerrufen", "W")
        open_still = known.revoked_on is None
        keys = [("Eingabe", "ansehen"), *([(key, word.lower())] if open_still else [])]
        return Row(
            known.authority,
            " · ".join(part for part in _about(known) if part),
            key=known.id,
            chip=_chip(known, holds=holds),
            act=self._button(known, word) if open_still else None,
            keys=keys,
        )

    def _button(self, known: Authorisation, word: str) -> QWidget:
        act = self.sign if known.signed_on is None else self.revoke
        button = link_button(word, lambda: act(known), small=True)
        button.setAccessibleName(f"{word}: Vollmacht {known.authority}")
        return button


def _about(known: Authorisation) -> list[str]:
    printed = "" if known.signed_on else "noch nicht unterschrieben"
    until = f"bis {german(known.valid_until)}" if known.valid_until else ""
    ended = f"widerrufen am {german(known.revoked_on)}" if known.revoked_on else ""
    return [SCOPES[known.scope], known.reference, printed, ended or until]


def _chip(known: Authorisation, *, holds: bool) -> Chip | None:
    """What is not signed yet says so in words, beside the button."""
    if known.revoked_on is not None:
        return Chip("undo", "widerrufen", "neutral")
    if known.signed_on is None:
        return None
    return Chip("check", "gilt", "success") if holds else Chip("minus", "vorbei", "neutral")
