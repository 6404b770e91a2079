# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Kurzberatung: topics, language and kind; no name, no free text, no file."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from app.domain.contact import NewShortAdvice
from app.operations import cases, contacts
from ui.choice_chips import ChoiceChips
from ui.codes import choices_of
from ui.drafts import DraftKeeper
from ui.form_dialog import FormDialog
from ui.page import Navigate
from ui.session import Session
from ui.site_choice import site_choices, with_site
from ui.theme import rem
from ui.widgets import CheckInput, CodeInput, DateInput, FormPanel, NumberInput, label, show_toast


class _Usual:
    """The language of the Kurzberatung before this one, as long as the program runs."""

    language: str | None = None


class ShortAdviceForm(FormPanel):
    """Everything but topic and language is filled in as it mostly is."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        choices = choices_of(session)
        lists, today = session.read(cases.lists), session.today()
        types = [c for c in choices("activity_type") if lists.fact("activity_type", c[0], "with_clients")]
        sites = site_choices(session)
        self.body.addWidget(
            label(
                "Ohne Name und ohne Akte. Bitte keine Angaben, an denen man jemanden erkennt.",
                tone="muted",
                wrap=True,
            )
        )
        self.topics = ChoiceChips("Themen", choices("topic"))
        self.add("topics", "Themen", self.topics)
        self.add_line(
            self.field("language", "Sprache", CodeInput(choices("language"))),
            self.field("activity_type", "Art", CodeInput(types)),
        )
        self.add("referral_targets", "Verwiesen an", ChoiceChips("Verwiesen an", choices("referral_target")))
        self.add_line(
            self.field("target_participants", "Personen", NumberInput()),
            self.field("minutes", "Minuten", NumberInput()),
            self.field("held_on", "Tag", DateInput(session.today)),
            self.field("site_id", "Standort", CodeInput(sites)),
        )
        self.add("take_in", "", CheckInput("Danach Akte anlegen"))
        self.set_values(
            {
                "language": _Usual.language,
                "activity_type": "counselling",
                "target_participants": 1,
                "held_on": today,
                "site_id": sites[0][0] if sites else None,
            }
        )

    def short_advice(self, values: dict[str, Any]) -> NewShortAdvice:
        return NewShortAdvice(
            site_id=values["site_id"] or "",
            activity_type=values["activity_type"] or "",
            held_on=values["held_on"],
            language=values["language"] or "",
            topics=values["topics"],
            referral_targets=values["referral_targets"],
            minutes=values["minutes"] or 0,
            target_participants=values["target_participants"] or 0,
        )


def open_short_advice(owner: QWidget, session: Session, navigate: Navigate) -> None:
    """Record one Kurzberatung; with "Danach Akte anlegen" go on to the intake of the same person."""
    with_site(owner, session, lambda: _open(owner, session, navigate))


def _open(owner: QWidget, session: Session, navigate: Navigate) -> None:
    form = ShortAdviceForm(session)
    draft = DraftKeeper(session, form, "short_advice")

    def record(values: dict[str, Any]) -> None:
        new = form.short_advice(values)
        advice_id = session.write(contacts.add_short_advice, new)
        draft.discard()
        _Usual.language = new.language
        show_toast(owner, "Die Kurzberatung ist festgehalten.")
        if values["take_in"]:
            navigate("intake", advice_id)

    dialog = FormDialog(owner, "Kurzberatung", form, "Fertig", record)
    dialog.resize(rem(60), min(rem(41), owner.window().height()))
    dialog.open()
    form.topics.setFocus(Qt.FocusReason.OtherFocusReason)
