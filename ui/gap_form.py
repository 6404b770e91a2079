# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Note a gap: kind by digit, Strg+Enter; dimension and case are filled in where they are known."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget

from app.domain.gap import NewGap
from app.operations import gaps
from ui.codes import choices_of
from ui.drafts import DraftKeeper
from ui.form_dialog import FormDialog
from ui.session import Session
from ui.widgets import ChoiceBar, CodeInput, FormPanel, LongText, show_toast


def open_gap_form(
    owner: QWidget,
    session: Session,
    site_id: str,
    *,
    case_id: str | None = None,
    referral_id: str | None = None,
    dimension: str | None = None,
) -> FormDialog:
    """A window whose first key is the digit of the kind."""
    choices, form = choices_of(session), FormPanel()
    kinds = [(code, word, str(digit)) for digit, (code, word) in enumerate(choices("gap_kind"), 1)]
    kind = ChoiceBar("Art der Lücke", kinds)
    form.add("kind", "Was fehlt?", kind)
    form.add("dimension", "Lebensbereich", CodeInput(choices("life_dimension")))
    note = LongText(lines=2)
    form.add("note", "Notiz", note, "Bleibt in der Akte. Gemeldet werden nur Lebensbereich und Art.")
    form.set_values({"dimension": dimension})
    draft = DraftKeeper(session, form, "gap", case_id, note)

    def store(values: dict[str, Any]) -> None:
        new = NewGap(
            site_id=site_id,
            dimension=values["dimension"] or "",
            kind=values["kind"] or "",
            noted_on=session.today(),
            case_id=case_id,
            referral_id=referral_id,
            note=values["note"],
        )
        session.write(gaps.note_gap, new)
        draft.discard()
        show_toast(owner, "Die Lücke ist vermerkt.")

    dialog = FormDialog(owner, "Angebotslücke", form, "Vermerken", store)
    dialog.open()
    kind.findChildren(QPushButton)[0].setFocus(Qt.FocusReason.OtherFocusReason)
    return dialog
