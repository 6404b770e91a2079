# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The short forms of a consent: given by word, withdrawn in part or in whole, and what the file stands on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtWidgets import QWidget

from app.domain.case import File
from app.domain.consent import Consent, ReleaseRow
from app.domain.dates import german
from app.domain.disclosure import Disclosure
from app.operations import cases, consents
from resources import Message
from ui.codes import choices_of
from ui.drafts import DraftKeeper
from ui.errors import CalmDialog, WaysOut
from ui.form_dialog import FormDialog
from ui.session import Session
from ui.widgets import Banner, ChoiceBar, DateInput, FormPanel, TextInput, label, show_toast

_NOTHING_SENT = "Darunter ist noch nichts hinausgegangen."


def ask_oral(owner: QWidget, session: Session, case_id: str, consent: Consent) -> FormDialog:
    """Given by word: day and witness; what is marked as given in the table counts for two weeks."""
    form = FormPanel()
    form.body.addWidget(
        label(
            "Es gilt 14 Tage lang, was in der Tabelle als erteilt steht. Danach braucht es die Unterschrift.",
            wrap=True,
        )
    )
    form.add("oral_on", "Erteilt am", DateInput(session.today))
    form.add("oral_witness", "Wer war dabei? Sprachmittlung oder Zeugin, Zeuge", TextInput())
    form.set_values({"oral_on": session.today()})

    def store(values: dict[str, Any]) -> None:
        day = values["oral_on"] or session.today()
        session.write(consents.grant_orally, consent.id, day, values["oral_witness"], decided(consent))
        show_toast(owner, "Die mündliche Einwilligung ist festgehalten.")

    draft = DraftKeeper(session, form, f"oral:{consent.id}", case_id)
    dialog = FormDialog(owner, "Mündlich erteilt", form, "Festhalten", store, draft=draft)
    return _opened(dialog, form, "oral_witness")


def ask_row_withdrawal(
    owner: QWidget, session: Session, row: ReleaseRow, title: str, sent: Sequence[Disclosure]
) -> FormDialog:
    """One cell: from now on it does not go to this recipient."""
    form = FormPanel()
    form.body.addWidget(_what_went_out(sent))
    form.add("day", "Widerrufen am", DateInput(session.today))
    form.set_values({"day": session.today()})

    def store(values: dict[str, Any]) -> None:
        session.write(consents.withdraw_row, row.id, values["day"] or session.today())
        show_toast(owner, "Widerrufen. Ab jetzt geht das nicht mehr hinaus.")

    return _opened(FormDialog(owner, f"{title}: Widerruf", form, "Widerrufen", store), form, "day")


def ask_withdrawal(
    owner: QWidget, session: Session, case_id: str, consent: Consent, sent: Sequence[Disclosure]
) -> FormDialog:
    """The whole notice, at once; what it carried is restricted."""
    form = FormPanel()
    form.body.addWidget(_what_went_out(sent))
    form.add("day", "Widerrufen am", DateInput(session.today))
    form.add("how", "Wie?", TextInput("zum Beispiel mündlich, per Brief"))
    form.set_values({"day": session.today()})

    def store(values: dict[str, Any]) -> None:
        session.write(consents.withdraw, consent.id, values["day"] or session.today(), values["how"])
        show_toast(owner, "Die Einwilligung ist widerrufen. Ab jetzt geht nichts mehr hinaus.")

    title = f"Alles widerrufen: Einwilligung, Fassung {consent.version}"
    draft = DraftKeeper(session, form, f"withdrawal:{consent.id}", case_id)
    return _opened(FormDialog(owner, title, form, "Alles widerrufen", store, draft=draft), form, "how")


def ask_basis(owner: QWidget, session: Session, file: File, ways_out: WaysOut) -> FormDialog:
    """What the file stands on: the signed consent, or the task."""
    form = FormPanel()
    form.add("basis", "Grundlage der Akte", ChoiceBar("Grundlage", choices_of(session)("file_basis")))
    form.add("day", "Seit", DateInput(session.today))
    form.set_values({"basis": file.basis, "day": session.today()})

    def store(values: dict[str, Any]) -> None:
        session.write(cases.set_basis, file.id, values["basis"] or "", values["day"] or session.today())

    return _opened(FormDialog(owner, "Grundlage der Akte", form, "Speichern", store, ways_out), form, "day")


def ask_open_rows(owner: QWidget, consent: Consent, sign: Callable[[], object]) -> CalmDialog:
    """Before the signature: on some rows the person has said neither yes nor no."""
    count = len(consent.rows) - len(decided(consent))
    message = Message(
        "Ein Feld ist noch offen." if count == 1 else f"{count} Felder sind noch offen.",
        "Offen heißt nicht erteilt: Davon geht nichts hinaus.",
        "Nach der Unterschrift ändert das nur eine neue Fassung.",
    )
    dialog = CalmDialog(owner, message, "warning", ("Trotzdem festhalten", sign))
    dialog.open()
    return dialog


def decided(consent: Consent) -> dict[str, str]:
    """The rows on which the person has said yes or no."""
    return {row.id: row.decision for row in consent.rows if row.decision in ("given", "refused")}


def _what_went_out(sent: Sequence[Disclosure]) -> QWidget:
    if not sent:
        return label(_NOTHING_SENT, wrap=True)
    lines = "; ".join(f"{german(each.day)} an {each.recipient}" for each in sent)
    title = "Das ist darunter schon hinausgegangen und kommt nicht zurück:"
    return Banner("send", title, lines, "warning")


def _opened(dialog: FormDialog, form: FormPanel, first: str) -> FormDialog:
    dialog.open()
    form.row(first).focus()
    return dialog
