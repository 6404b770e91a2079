# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is printed about a consent, each shown before it goes to the printer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from PySide6.QtWidgets import QWidget

from app.domain.consent import Consent
from app.domain.document import Document
from app.operations import cases, consents, information_sheets, withdrawals
from app.operations.vaults import Vault
from ui.document_view import show_sheet, show_sheets
from ui.errors import WaysOut
from ui.form_dialog import FormDialog
from ui.paper_language import PRINT, open_language_form
from ui.paper_names import form_word, title_of
from ui.session import Session
from ui.widgets import CheckInput, FormPanel

_VALID = "Erst die Unterschrift macht die Einwilligung gültig."
BESIDE = {
    "information": information_sheets.print_information,
    "pictograms": information_sheets.print_pictograms,
}
"""What the person takes home with it."""
_AT_HOME = {True: "schon gedruckt", False: "noch nicht gedruckt"}


def ask_what_to_print(
    owner: QWidget, session: Session, consent: Consent, ways_out: WaysOut | None = None
) -> FormDialog:
    """What was printed before is only taken along by those who ask for it."""
    form, at_home = FormPanel(), session.read(information_sheets.at_home, consent.file_id)
    for name in BESIDE:
        form.add(name, "", CheckInput(f"{form_word(name)}: {_AT_HOME[name in at_home]}"))
    form.set_values({"information": "information" not in at_home})

    def print_it(values: dict[str, Any]) -> None:
        beside = [name for name in BESIDE if values[name]]
        print_notice(owner, session, consent.file_id, consent.id, "", beside)

    dialog = FormDialog(owner, "Was kommt zur Einwilligung dazu?", form, PRINT, print_it, ways_out)
    dialog.open()
    form.row("information").focus()
    return dialog


def print_notice(
    owner: QWidget, session: Session, file_id: str, consent_id: str, interpreter: str, beside: Sequence[str]
) -> None:
    """The sheet to sign and the papers beside it, as one preview and one print job."""
    printed = session.write(consents.print_notice, consent_id, interpreter)
    others = [session.write(BESIDE[name], file_id, printed.language) for name in beside]
    ids = [printed.id, *(each.id for each in others)]
    lacking = "".join(
        f" {form_word(each.form)}: in dieser Sprache noch nicht da, deshalb nur deutsch."
        for each in others
        if each.language != printed.language
    )
    show_sheets(owner, session, ids, title_of(printed), _VALID + lacking)


def open_information(owner: QWidget, session: Session, case_id: str, ways_out: WaysOut) -> FormDialog:
    """Whoever comes without a consent is told too what is kept and why."""
    file_id = session.read(cases.case_view, case_id, session.today()).file.id

    def print_it(vault: Vault, _case_id: str, language: str, now: datetime) -> Document:
        return information_sheets.print_information(vault, file_id, language, now)

    return open_language_form(
        owner, session, case_id, ways_out, "information", form_word("information"), print_it
    )


def look_at_notice(owner: QWidget, session: Session, consent: Consent) -> None:
    """The very sheet that was printed."""
    assert consent.document_id is not None
    show_sheet(owner, session, consent.document_id, "So wurde das Blatt gedruckt.")


def print_withdrawal(owner: QWidget, session: Session, consent: Consent) -> None:
    """For the person: what is withdrawn so far is ticked, the rest can be ticked by hand."""
    printed = session.write(
        withdrawals.print_withdrawal,
        consent.id,
        [row.id for row in consent.rows if row.decision == "withdrawn"],
        everything=consent.status == "withdrawn",
        spoken_on=consent.withdrawn_on,
    )
    show_sheet(owner, session, printed.id, "Ein Wort genügt; das Blatt ist nur eine Hilfe.")


def print_letter(owner: QWidget, session: Session, file_id: str, service_id: str) -> None:
    """To a recipient that was told something before the withdrawal."""
    printed = session.write(withdrawals.print_notice, file_id, service_id)
    show_sheet(owner, session, printed.id, "Der Brief nennt nur, was die Stelle schon weiß.")
