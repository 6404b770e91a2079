# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Tätigkeit: network meeting, working group, workshop, event, MuKi-S; what belongs to no case."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QWidget

from app.domain.act import NewActivity
from app.operations import acts, cases
from ui.codes import Choices, choices_of
from ui.drafts import DraftKeeper
from ui.duration_input import DurationInput
from ui.form_dialog import FormDialog
from ui.page import Navigate
from ui.session import Session
from ui.site_choice import site_choices, usual_site, with_site
from ui.widgets import CodeInput, DateInput, FormPanel, NumberInput, TextInput, show_toast


class ActivityForm(FormPanel):
    """What was done without a file, with how many; a type says under which name a Meldung counts it."""

    def __init__(self, session: Session, known: NewActivity | None = None) -> None:
        super().__init__()
        self._session = session
        self._type = self.add("activity_type", "Art", CodeInput(self._types()))
        self.add("title", "Worum ging es?", TextInput(), "Bitte keine Namen von Klientinnen und Klienten.")
        self.add_line(
            self.field("held_on", "Tag", DateInput(session.today)),
            self.field("minutes", "Dauer in Minuten", DurationInput()),
            self.field("site_id", "Standort", CodeInput(site_choices(session))),
        )
        self.add_line(
            self.field("target_participants", "Personen aus Zielgruppen", NumberInput()),
            self.field("partner_participants", "Personen von Partnern", NumberInput()),
        )
        self._type.entry.changed.connect(self._say_what_it_counts_as)
        self.set_values(
            vars(known) if known else {"held_on": session.today(), "site_id": usual_site(session)}
        )

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

    def _types(self) -> Choices:
        """What is done without clients, and with a group of them for whom nobody needs a file."""
        lists, name = self._session.read(cases.lists), "activity_type"
        return [
            (code, word)
            for code, word in choices_of(self._session)(name)
            if not lists.fact(name, code, "with_clients") or lists.fact(name, code, "without_file")
        ]

    def _say_what_it_counts_as(self) -> None:
        lists, code = self._session.read(cases.lists), self.readable()["activity_type"]
        counted = lists.fact("activity_type", code, "counts_as") if code else None
        word = lists.label("activity_type", str(counted)) if counted else ""
        self._type.set_hint(f"Zählt in der Meldung als „{word}“." if word else "")


def open_activity(owner: QWidget, session: Session, _navigate: Navigate) -> None:
    """Record one Tätigkeit."""
    with_site(owner, session, lambda: _open(owner, session))


def correct_activity(owner: QWidget, session: Session, activity_id: str) -> None:
    """Correct what was recorded, until a Meldung has counted it."""
    form = ActivityForm(session, session.read(acts.activity, activity_id))
    draft = DraftKeeper(session, form, f"activity:{activity_id}")

    def record(values: dict[str, Any]) -> None:
        session.write(acts.change_activity, activity_id, form.activity(values))
        draft.discard()

    FormDialog(owner, "Tätigkeit berichtigen", form, "Speichern", record).open()


def _open(owner: QWidget, session: Session) -> None:
    form = ActivityForm(session)
    draft = DraftKeeper(session, form, "activity")

    def record(values: dict[str, Any]) -> None:
        session.write(acts.add_activity, form.activity(values))
        draft.discard()
        show_toast(owner, "Die Tätigkeit ist festgehalten.")

    FormDialog(owner, "Tätigkeit", form, "Fertig", record).open()
