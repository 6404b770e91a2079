# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Close a case: why, when, and a note."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QWidget

from app.domain.case import Closing
from app.operations import cases
from ui.codes import choices_of
from ui.drafts import DraftKeeper
from ui.form_dialog import FormDialog
from ui.session import Session
from ui.widgets import CodeInput, DateInput, FormPanel, LongText, label, show_toast


def open_closing_form(owner: QWidget, session: Session, case_id: str) -> FormDialog:
    """Open follow-ups of the case fall away; the user is told how many."""
    form = FormPanel()
    form.body.addWidget(
        label("Die Akte bleibt. Offene Wiedervorlagen dieses Falls entfallen.", tone="muted", wrap=True)
    )
    form.add("reason", "Grund", CodeInput(choices_of(session)("closing_reason")))
    form.add("day", "Tag", DateInput(session.today))
    form.add("note", "Notiz", LongText())
    form.set_values({"day": session.today()})
    draft = DraftKeeper(session, form, "closing", case_id)

    def close(values: dict[str, Any]) -> None:
        closing = Closing(values["reason"] or "", values["day"] or session.today(), values["note"])
        dropped = session.write(cases.close_case, case_id, closing)
        draft.discard()
        show_toast(owner, f"Der Fall ist abgeschlossen.{_dropped(dropped)}")

    dialog = FormDialog(owner, "Fall abschließen", form, "Abschließen", close)
    dialog.open()
    return dialog


def _dropped(count: int) -> str:
    if count == 0:
        return ""
    return " Eine Wiedervorlage ist entfallen." if count == 1 else f" {count} Wiedervorlagen sind entfallen."
