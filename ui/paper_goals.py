# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""A Zielvereinbarung filled in by hand: its two goals as they stand on the paper, and who signed when."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from app.domain.agreement import PaperAgreement
from app.domain.errors import InvalidInput
from app.domain.goal import NewGoal
from app.domain.signing import Hearing
from ui.codes import choices_of
from ui.session import Session
from ui.step_lines import StepLines
from ui.widgets import CodeInput, DateInput, FieldRow, FormPanel, LongText, TextInput

_NUMBERS = (1, 2)
"""So many have room on a blank."""


def goal_rows(form: FormPanel, session: Session) -> list[tuple[FieldRow, ...]]:
    """With the numbers that the fields have on the paper; an empty goal is none."""
    return [row for number in _NUMBERS for row in _rows(form, session, number)]


def signature_rows(form: FormPanel, session: Session, signed: str) -> list[tuple[FieldRow, ...]]:
    """`signed` names the field of the client's day."""
    review = DateInput(session.today, ahead=True)
    own = "Leer heißt: noch nicht."
    return [
        (form.field("review_on", "Wann sprechen wir wieder darüber?", review),),
        (
            form.field(signed, "Zielvereinbarung unterschrieben am", DateInput(session.today)),
            form.field("countersigned_on", "Unterschrift Case Management am", DateInput(session.today), own),
        ),
    ]


def agreement_of(values: Mapping[str, Any], signed: str, hearing: Hearing) -> PaperAgreement | None:
    """None where nobody wrote or signed anything; goals without a signature are no agreement yet."""
    day: date | None = values[signed]
    if day is None:
        if any(_written(values, number) for number in _NUMBERS):
            raise InvalidInput(signed, "goal.paper_unsigned")
        return None
    goals = tuple(_goal(values, number, day) for number in _NUMBERS if _written(values, number))
    return PaperAgreement(goals, day, values["countersigned_on"], values["review_on"], hearing)


def _rows(form: FormPanel, session: Session, number: int) -> list[tuple[FieldRow, ...]]:
    dimension = CodeInput(choices_of(session)("life_dimension"))
    expected = "Woran merken wir, dass es erreicht ist?"
    steps = StepLines(session, f"Ziel {number}, ")
    return [
        (form.field(f"words_{number}", f"{number}.1 Ziel in den Worten der Person", LongText(lines=2)),),
        (form.field(f"dimension_{number}", f"{number}.2 Lebensbereich", dimension),),
        (form.field(f"expected_{number}", f"{number}.3 {expected}", TextInput()),),
        (form.field(f"steps_{number}", f"{number}.4 Schritte: was, wer, bis wann", steps),),
    ]


def _written(values: Mapping[str, Any], number: int) -> bool:
    return any(values[f"{name}_{number}"] for name in ("words", "dimension", "expected", "steps"))


def _goal(values: Mapping[str, Any], number: int, day: date) -> NewGoal:
    return NewGoal(
        words=values[f"words_{number}"],
        dimension=values[f"dimension_{number}"] or "",
        set_on=day,
        expected=values[f"expected_{number}"],
        steps=values[f"steps_{number}"],
    )
