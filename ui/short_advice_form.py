# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Kurzberatung: topics, language and way; no name, no free text, no file."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from app.domain.act import NewShortAdvice
from app.operations import acts, cases
from ui.choice_chips import ChoiceChips
from ui.codes import choices_of
from ui.drafts import DraftKeeper
from ui.duration_input import DurationInput
from ui.form_dialog import FormDialog
from ui.page import Navigate
from ui.session import Session
from ui.site_choice import site_choices, usual_site, with_site
from ui.theme import rem
from ui.widgets import (
    CheckInput,
    ChoiceBar,
    CodeInput,
    DateInput,
    FormPanel,
    NumberInput,
    label,
    show_toast,
)

NEEDS_A_FILE = frozenset({"conference"})
"""Kinds of contact that are about one known person."""


class ShortAdviceForm(FormPanel):
    """Everything but the topic is filled in as it mostly is; a digit says how it was held."""

    def __init__(self, session: Session, known: NewShortAdvice | None = None) -> None:
        super().__init__()
        choices = choices_of(session)
        lists = session.read(cases.lists)
        self._counts_as = {
            code: str(lists.fact("contact_kind", code, "activity_type") or "")
            for code, _ in choices("contact_kind")
        }
        self._digits = {
            str(lists.fact("contact_kind", code, "digit")): (code, word)
            for code, word in choices("contact_kind")
            if self._counts_as[code] and code not in NEEDS_A_FILE
        }
        self.body.addWidget(
            label(
                "Ohne Name und ohne Akte. Bitte keine Angaben, an denen man jemanden erkennt.",
                tone="muted",
                wrap=True,
            )
        )
        self.topics = ChoiceChips("Themen", choices("topic"))
        self.add("topics", "Themen", self.topics)
        ways = [
            (code, word, digit)
            for digit, (code, word) in sorted(self._digits.items(), key=_as_on_the_keyboard)
        ]
        self.add("channel", "Wie?", ChoiceBar("Wie?", ways))
        self.add("language", "Sprache", CodeInput(choices("language")))
        self.add("referral_targets", "Verwiesen an", ChoiceChips("Verwiesen an", choices("referral_target")))
        self.add_line(
            self.field("target_participants", "Personen", NumberInput()),
            self.field("minutes", "Dauer in Minuten", DurationInput()),
            self.field("held_on", "Tag", DateInput(session.today)),
            self.field("site_id", "Standort", CodeInput(site_choices(session))),
        )
        self.set_values(self._values(known) if known else self._usual(session))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A digit that no field took for itself."""
        if event.text() in self._digits:
            self.entry("channel").set_value(self._digits[event.text()][0])
        else:
            super().keyPressEvent(event)

    def short_advice(self, values: dict[str, Any]) -> NewShortAdvice:
        return NewShortAdvice(
            site_id=values["site_id"] or "",
            activity_type=self._counts_as[values["channel"]],
            held_on=values["held_on"],
            language=values["language"] or "",
            topics=values["topics"],
            referral_targets=values["referral_targets"],
            minutes=values["minutes"] or 0,
            target_participants=values["target_participants"] or 0,
            channel=values["channel"],
        )

    def _usual(self, session: Session) -> dict[str, Any]:
        last = session.read(acts.newest_short_advice)
        return {
            "channel": "talk",
            "language": last.language if last else None,
            "target_participants": 1,
            "held_on": session.today(),
            "site_id": usual_site(session),
        }

    def _values(self, known: NewShortAdvice) -> dict[str, Any]:
        fitting = (code for code, counted in self._counts_as.items() if counted == known.activity_type)
        return {
            "topics": known.topics,
            "channel": known.channel or next(fitting),
            "language": known.language,
            "referral_targets": known.referral_targets,
            "target_participants": known.target_participants,
            "minutes": known.minutes or None,
            "held_on": known.held_on,
            "site_id": known.site_id,
        }


def open_short_advice(owner: QWidget, session: Session, navigate: Navigate) -> None:
    """Record one Kurzberatung; with "Danach Akte anlegen" go on to the intake of the same person."""
    with_site(owner, session, lambda: _open(owner, session, navigate))


def correct_short_advice(owner: QWidget, session: Session, advice_id: str) -> None:
    """Correct what was recorded, until a Meldung has counted it."""
    form = ShortAdviceForm(session, session.read(acts.short_advice, advice_id))
    draft = DraftKeeper(session, form, f"short_advice:{advice_id}")

    def record(values: dict[str, Any]) -> None:
        session.write(acts.change_short_advice, advice_id, form.short_advice(values))
        draft.discard()

    _show(owner, form, "Kurzberatung berichtigen", "Speichern", record)


def _open(owner: QWidget, session: Session, navigate: Navigate) -> None:
    form = ShortAdviceForm(session)
    form.add("take_in", "", CheckInput("Danach Akte anlegen"))
    form.settle()
    draft = DraftKeeper(session, form, "short_advice")

    def record(values: dict[str, Any]) -> None:
        advice_id = session.write(acts.add_short_advice, form.short_advice(values))
        draft.discard()
        show_toast(owner, "Die Kurzberatung ist festgehalten.")
        if values["take_in"]:
            navigate("intake", advice_id)

    _show(owner, form, "Kurzberatung", "Fertig", record)


def _as_on_the_keyboard(way: tuple[str, object]) -> int:
    """1 to 9, then 0."""
    return int(way[0]) or 10


def _show(owner: QWidget, form: ShortAdviceForm, title: str, button: str, record: Any) -> None:
    dialog = FormDialog(owner, title, form, button, record)
    dialog.resize(rem(60), min(rem(44), owner.window().height()))
    dialog.open()
    form.topics.setFocus(Qt.FocusReason.OtherFocusReason)
