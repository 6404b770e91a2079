# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Close a case by both sides: why, what became of each goal and referral, and whether to ask again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtWidgets import QWidget

from app.domain.attainment import LEVELS
from app.domain.case import Closing
from app.domain.goal import Goal, Result
from app.domain.referral import Referral
from app.operations import closing, goals, referrals
from app.operations.closing import Closed
from ui.codes import choices_of
from ui.draft_forms import begun_in
from ui.drafts import DraftKeeper
from ui.errors import guard
from ui.form_dialog import FormDialog
from ui.goal_levels import sign
from ui.session import Session
from ui.widgets import (
    Banner,
    ChoiceBar,
    CodeInput,
    DateInput,
    FormPanel,
    LongText,
    NumberInput,
    label,
    show_toast,
)

AGREED = (("both", "beide Seiten", "1"), ("office", "nur das Büro", "2"), ("client", "nur die Person", "3"))
REFERRALS = (("end", "enden mit dem Fall", "1"), ("go_on", "laufen weiter", "2"))
_FINISH_FIRST = "Machen Sie es bitte vorher fertig. In einem abgeschlossenen Fall geht das nicht mehr."
_LEVELS = [(str(level), sign(level)) for level in LEVELS]
_GOAL, _SCALE = "goal:", "scale:"


def open_closing_form(owner: QWidget, session: Session, case_id: str) -> FormDialog:
    """Open follow-ups of the case fall away; what was done can be taken back for ten seconds."""
    pursued = [goal for goal in session.read(goals.goals, case_id) if goal.result is None]
    sent = [each for each in session.read(referrals.referrals, case_id) if _is_open(each)]
    form = _form(session, case_id, pursued, sent)
    draft = DraftKeeper(session, form, "closing", case_id)
    window = owner.window()

    def close(values: dict[str, Any]) -> None:
        closed = session.write(closing.close_case, case_id, _closing(values, session))
        words = f"Der Fall ist abgeschlossen.{_dropped(closed.dropped)}"
        show_toast(window, words, lambda: _take_back(window, session, closed))

    dialog = FormDialog(owner, "Fall abschließen", form, "Abschließen", close, draft=draft)
    dialog.open()
    return dialog


def _form(session: Session, case_id: str, pursued: Sequence[Goal], sent: Sequence[Referral]) -> FormPanel:
    form = FormPanel()
    words = "Die Akte bleibt. Offene Wiedervorlagen und Termine dieses Falls entfallen."
    form.body.addWidget(label(words, tone="muted", wrap=True))
    if begun := begun_in(session, case_id):
        form.body.addWidget(Banner("pencil", f"Noch nicht fertig: {', '.join(begun)}", _FINISH_FIRST))
    form.add_line(
        form.field("reason", "Grund", CodeInput(choices_of(session)("closing_reason"))),
        form.field("day", "Tag", DateInput(session.today)),
    )
    form.add("agreed", "Wer sieht den Fall als abgeschlossen an?", ChoiceBar("Einigkeit", AGREED))
    results = [(*choice, str(n)) for n, choice in enumerate(choices_of(session)("goal_result"), 1)]
    for goal in pursued:
        if goal.levels:
            words = f"Erreichte Stufe: „{goal.words}“"
            form.add(f"{_SCALE}{goal.id}", words, ChoiceBar(words, _LEVELS), _scale(goal))
        else:
            words = f"Ergebnis: „{goal.words}“"
            form.add(f"{_GOAL}{goal.id}", words, ChoiceBar(words, results))
    if sent:
        names = ", ".join(dict.fromkeys(each.recipient for each in sent))
        form.add("referrals", f"Offene Überleitungen: {names}", ChoiceBar("Überleitungen", REFERRALS))
    form.add("note", "Notiz", LongText())
    form.add("ask_in_weeks", "Nachfrage in … Wochen", NumberInput(), "Leer heißt: keine Nachfrage.")
    form.set_values({"day": session.today(), "referrals": "go_on"} if sent else {"day": session.today()})
    return form


def _closing(values: dict[str, Any], session: Session) -> Closing:
    return Closing(
        values["reason"] or "",
        values["day"] or session.today(),
        values["note"],
        values["agreed"] or "",
        _results(values),
        values.get("referrals") == "end",
        values["ask_in_weeks"],
    )


def _results(values: dict[str, Any]) -> dict[str, Result]:
    """What was answered about the goals: a word, or a level of the goal's own scale."""
    answered = [(name.partition(":"), value) for name, value in values.items() if value]
    return {
        goal_id: int(value) if f"{kind}:" == _SCALE else value
        for (kind, _, goal_id), value in answered
        if f"{kind}:" in (_GOAL, _SCALE)
    }


def _scale(goal: Goal) -> str:
    """The scale as it was written, the least first."""
    return " · ".join(f"{sign(level)} {goal.levels.get(level, goal.expected)}" for level in LEVELS)


def _take_back(window: QWidget, session: Session, closed: Closed) -> None:
    with guard(window):
        session.write(closing.undo_close, closed)
        show_toast(window, "Der Fall ist wieder offen, wie er war.")


def _is_open(referral: Referral) -> bool:
    return referral.state not in ("declined", "ended")


def _dropped(count: int) -> str:
    if count == 0:
        return ""
    return " Eine Wiedervorlage ist entfallen." if count == 1 else f" {count} Wiedervorlagen sind entfallen."
