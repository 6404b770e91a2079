# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""A new Wiedervorlage, and another day for one that is there."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from PySide6.QtWidgets import QWidget

from app.domain.dates import german
from app.domain.errors import InvalidInput
from app.domain.follow_up import FollowUp, NewFollowUp
from app.operations import follow_ups
from ui.case_finder import CaseFinder
from ui.drafts import DraftKeeper
from ui.form_dialog import FormDialog
from ui.session import Session
from ui.widgets import DateInput, FormPanel, TextInput, show_toast


class TimeInput(TextInput):
    """A time of day: 15:00, 15.30 or 9; empty is `None`."""

    def __init__(self) -> None:
        super().__init__("Uhrzeit", width=6)

    def value(self) -> time | None:
        text = self.text().strip().replace(".", ":")
        if not text:
            return None
        try:
            return datetime.strptime(text if ":" in text else f"{text}:00", "%H:%M").time()
        except ValueError:
            raise InvalidInput(self.objectName(), "ui.time_unreadable") from None

    def set_value(self, value: Any) -> None:
        self.set_typed(f"{value:%H:%M}" if value else "")


def open_follow_up_form(owner: QWidget, session: Session, case_id: str | None = None) -> FormDialog:
    """Without `case_id` the case is asked for first."""
    form = FormPanel()
    if case_id is None:
        form.add("case_id", "Fall", CaseFinder(session))
    form.add("title", "Was ist zu tun?", TextInput())
    form.add_line(
        form.field("due_on", "Wann?", DateInput(session.today, ahead=True)),
        form.field("due_at", "Uhrzeit", TimeInput()),
    )
    draft = DraftKeeper(session, form, "follow_up", case_id)

    def add(values: dict[str, Any]) -> None:
        chosen = case_id or values["case_id"]
        if chosen is None:
            raise InvalidInput("case_id", "ui.case_not_chosen")
        if values["due_on"] is None:
            raise InvalidInput("due_on", "date.missing")
        new = NewFollowUp(chosen, values["due_on"], values["title"], values["due_at"])
        session.write(follow_ups.add_follow_up, new)
        draft.discard()

    dialog = FormDialog(owner, "Neue Wiedervorlage", form, "Speichern", add)
    dialog.open()
    return dialog


def open_reschedule_form(owner: QWidget, session: Session, follow_up: FollowUp) -> FormDialog:
    """Any other day; weekends and holidays move on to the next working day."""
    form = FormPanel()
    form.add(
        "day", "Neuer Tag", DateInput(session.today, ahead=True), "Wochenenden und Feiertage rücken weiter."
    )

    def move(values: dict[str, Any]) -> None:
        if values["day"] is None:
            raise InvalidInput("day", "date.missing")
        due_on = session.write(follow_ups.reschedule, follow_up.id, values["day"])
        show_toast(
            owner,
            f"„{follow_up.title}“ ist jetzt am {german(due_on)} fällig.",
            lambda: session.write(follow_ups.put_back, follow_up),
        )

    dialog = FormDialog(owner, follow_up.title, form, "Verlegen", move)
    dialog.open()
    return dialog
