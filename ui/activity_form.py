# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Tätigkeit: network meeting, working group, workshop, event; what belongs to no case."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QWidget

from app.domain.contact import NewActivity
from app.operations import cases, contacts
from ui.codes import choices_of
from ui.drafts import DraftKeeper
from ui.form_dialog import FormDialog
from ui.page import Navigate
from ui.session import Session
from ui.site_choice import site_choices, with_site
from ui.widgets import CodeInput, DateInput, FormPanel, NumberInput, TextInput, show_toast


class ActivityForm(FormPanel):
    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        lists, choices = session.read(cases.lists), choices_of(session)
        types = [c for c in choices("activity_type") if not lists.fact("activity_type", c[0], "with_clients")]
        sites = site_choices(session)
        self.add("activity_type", "Art", CodeInput(types))
        self.add("title", "Worum ging es?", TextInput(), "Bitte keine Namen von Klientinnen und Klienten.")
        self.add_line(
            self.field("held_on", "Tag", DateInput(session.today)),
            self.field("minutes", "Minuten", NumberInput()),
            self.field("site_id", "Standort", CodeInput(sites)),
        )
        self.add_line(
            self.field("partner_participants", "Personen von Partnern", NumberInput()),
            self.field("target_participants", "Personen aus Zielgruppen", NumberInput()),
        )
        self.set_values({"held_on": session.today(), "site_id": sites[0][0] if sites else None})

    def activity(self, values: dict[str, Any]) -> NewActivity:
        return NewActivity(
            site_id=values["site_id"] or "",
            activity_type=values["activity_type"] or "",
            held_on=values["held_on"] or self._session.today(),
            title=values["title"],
            minutes=values["minutes"] or 0,
            target_participants=values["target_participants"] or 0,
            partner_participants=values["partner_participants"] or 0,
        )


def open_activity(owner: QWidget, session: Session, _navigate: Navigate) -> None:
    """Record one Tätigkeit."""
    with_site(owner, session, lambda: _open(owner, session))


def _open(owner: QWidget, session: Session) -> None:
    form = ActivityForm(session)
    draft = DraftKeeper(session, form, "activity")

    def record(values: dict[str, Any]) -> None:
        session.write(contacts.add_activity, form.activity(values))
        draft.discard()
        show_toast(owner, "Die Tätigkeit ist festgehalten.")

    dialog = FormDialog(owner, "Tätigkeit", form, "Fertig", record)
    dialog.open()
