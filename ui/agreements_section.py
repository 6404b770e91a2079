# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The versions of the Zielvereinbarung: printed, signed by both sides, and replaced by the next one."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from app.domain.agreement import Agreement, in_force
from app.domain.dates import german, next_working_day
from app.operations import agreements, cases, signings
from ui.document_view import show_sheet
from ui.drafts import DraftKeeper
from ui.errors import WaysOut
from ui.form_dialog import FormDialog
from ui.hearing_form import HearingForm
from ui.paper_names import form_choices, languages
from ui.session import Session
from ui.widgets import Chip, ChoiceBar, DateInput, FormPanel, Row, RowList, Section, link_button

_REVIEW_AFTER = timedelta(days=91)
SIDES = (("signed_on", "Unterschrift der Person am"), ("countersigned_on", "Unterschrift Case Management am"))


class AgreementsSection(Section):
    """Newest first; Enter shows the sheet as it was printed."""

    def __init__(self, session: Session, case_id: str, ways_out: WaysOut) -> None:
        super().__init__("Zielvereinbarungen")
        self._session, self._case_id, self._ways_out = session, case_id, ways_out
        self.rows = RowList("Zielvereinbarungen")
        self.rows.opened.connect(lambda key: self._look_at(str(key)))
        self.rows.bind("U", self._sign_current)
        self._found: tuple[Agreement, ...] = ()
        self.add(self.rows)

    def reload(self) -> None:
        found = self._found = self._session.read(agreements.agreements, self._case_id)
        valid = in_force(found)
        self.set_count(len(found))
        self.setVisible(bool(found))
        self.rows.fill([self._row(each, valid) for each in found])

    def print_one(self) -> FormDialog:
        """Ask for language and review, then show the sheet."""
        form = FormPanel()
        form.add("language", "Sprache", ChoiceBar("Sprache", form_choices(self._session, "goals")))
        review = DateInput(self._session.today, ahead=True)
        form.add("review_on", "Überprüfung am", review, "An diesem Tag erscheint eine Wiedervorlage.")
        form.set_values(
            {"language": "de", "review_on": next_working_day(self._session.today() + _REVIEW_AFTER)}
        )
        dialog = FormDialog(
            self, "Zielvereinbarung drucken", form, "Ansehen und drucken", self._print, self._ways_out
        )
        dialog.open()
        return dialog

    def sign(self, agreement: Agreement) -> FormDialog:
        """Ask for the day of each side that has not signed yet."""
        form = HearingForm()
        for side, caption in SIDES:
            if getattr(agreement, side) is None:
                form.add(side, caption, DateInput(self._session.today), "Leer heißt: noch nicht.")
                form.set_values({side: self._session.today()})
        if agreement.signed_on is None:
            self._add_hearing(form, agreement)

        def store(values: dict[str, Any]) -> None:
            days = (values.get(side) for side, _ in SIDES)
            self._session.write(agreements.sign_agreement, agreement.id, *days, hearing=form.hearing(values))

        title = f"Zielvereinbarung, Fassung {agreement.version}"
        draft = DraftKeeper(self._session, form, f"agreement_signing:{agreement.id}", self._case_id)
        dialog = FormDialog(self, title, form, "Speichern", store, draft=draft)
        dialog.open()
        return dialog

    def _add_hearing(self, form: HearingForm, agreement: Agreement) -> None:
        today = self._session.today()
        file_id = self._session.read(cases.case_view, self._case_id, today).file.id
        usual = self._session.read(signings.usual_hearing, file_id, agreement.language, "", today)
        form.add_hearing(self._session, file_id, usual)

    def _sign_current(self, document_id: object) -> None:
        agreement = next(each for each in self._found if each.document_id == document_id)
        if _can_be_signed(agreement):
            self.sign(agreement)

    def _print(self, values: dict[str, Any]) -> None:
        review_on = values["review_on"] or self._session.today()
        printed = self._session.write(
            agreements.print_agreement, self._case_id, values["language"], review_on
        )
        show_sheet(self, self._session, printed.id, "Erst die Unterschrift macht die Vereinbarung gültig.")

    def _row(self, agreement: Agreement, valid: Agreement | None) -> Row:
        act = link_button("Unterschrieben", lambda: self.sign(agreement), small=True)
        act.setAccessibleName(f"Unterschrieben: Fassung {agreement.version}")
        return Row(
            f"Fassung {agreement.version} vom {german(agreement.agreed_on)}",
            " · ".join(part for part in self._about(agreement) if part),
            key=agreement.document_id,
            icon="document",
            chip=_chip(agreement, valid),
            act=act if _can_be_signed(agreement) else None,
            keys=[("Eingabe", "ansehen"), *([("U", "unterschrieben")] if _can_be_signed(agreement) else [])],
        )

    def _about(self, agreement: Agreement) -> list[str]:
        client, ours = agreement.signed_on, agreement.countersigned_on
        if client and client == ours:
            signed = [f"beide unterschrieben am {german(client)}"]
        else:
            signed = [
                f"Person unterschrieben am {german(client)}" if client else "",
                f"Case Management unterschrieben am {german(ours)}" if ours else "",
                "eine Unterschrift fehlt" if client or ours else "",
            ]
        review = f"Überprüfung am {german(agreement.review_on)}" if agreement.review_on else ""
        return [languages(agreement.language), *signed, review]

    def _look_at(self, document_id: str) -> None:
        show_sheet(self, self._session, document_id, "So wurde das Blatt gedruckt.")


def _can_be_signed(agreement: Agreement) -> bool:
    return not agreement.signed_by_both and not agreement.outdated


def _chip(agreement: Agreement, valid: Agreement | None) -> Chip | None:
    if agreement == valid:
        return Chip("check", "gültig", "success")
    if agreement.outdated:
        return Chip("minus", "überholt", "neutral")
    if valid is not None and agreement.version < valid.version:
        return Chip("minus", "abgelöst", "neutral")
    return None
