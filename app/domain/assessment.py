# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Assessment (Bestandsaufnahme): need, resource and the person's own view over eleven life dimensions."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from app.domain.errors import InvalidInput

DIMENSIONS = (
    "health",
    "language",
    "education",
    "work",
    "housing",
    "residence",
    "political",
    "cultural",
    "family",
    "discrimination",
    "mobility",
)
ART9_DIMENSIONS = frozenset({"health"})
PRESSING = 5

Needs = tuple[int | None, ...]


@dataclass(frozen=True)
class Score:
    """Need 1 (little) … 5 (very much), resource 1 … 5, and the need as the person sees it.

    All None: not discussed.
    """

    dimension: str
    need: int | None = None
    resource: int | None = None
    note: str = ""
    own_need: int | None = None

    @property
    def steps(self) -> tuple[int | None, ...]:
        return self.need, self.resource, self.own_need

    @property
    def discussed(self) -> bool:
        return any(step is not None for step in self.steps)

    @property
    def own_difference(self) -> int:
        """By how many steps the person sees more (or less) need than we do; 0 where one view is missing."""
        return 0 if self.need is None or self.own_need is None else self.own_need - self.need


@dataclass(frozen=True)
class NewAssessment:
    held_on: date
    scores: tuple[Score, ...]


@dataclass(frozen=True)
class Assessment:
    """`withheld`: dimensions that were discussed and may not be seen while their release is missing."""

    id: str
    case_id: str
    held_on: date
    scores: tuple[Score, ...]
    withheld: frozenset[str] = frozenset()

    def score(self, dimension: str) -> Score:
        """The score of one dimension; one that is not stored was not discussed."""
        return next((s for s in self.scores if s.dimension == dimension), Score(dimension))

    def needs(self) -> Needs:
        """What we see, in the order of the dimensions."""
        return tuple(self.score(dimension).need for dimension in DIMENSIONS)

    def own_needs(self) -> Needs:
        """What the person sees, in the order of the dimensions."""
        return tuple(self.score(dimension).own_need for dimension in DIMENSIONS)


def seen(assessment: Assessment, released: frozenset[str]) -> Assessment:
    """As it may be seen today: without the steps and notes of a dimension of Art. 9 that is not released."""
    hidden = ART9_DIMENSIONS - released
    return replace(
        assessment,
        scores=tuple(score for score in assessment.scores if score.dimension not in hidden),
        withheld=frozenset(score.dimension for score in assessment.scores if score.dimension in hidden),
    )


def carry_over(
    last: Assessment, chosen: frozenset[str], released: frozenset[str], *, with_notes: bool
) -> tuple[Score, ...]:
    """What a new assessment begins with: steps (and notes) of the chosen dimensions that may be written.

    The person's own view is never carried over; it is asked anew.
    """
    kept = [last.score(dimension) for dimension in DIMENSIONS if dimension in chosen & released]
    return tuple(
        replace(score, own_need=None, note=score.note if with_notes else "")
        for score in kept
        if score.discussed
    )


def require_released(dimension: str, released: frozenset[str]) -> None:
    """What tells of a dimension of Art. 9 is written down only with its release (`released` dimensions)."""
    if dimension in ART9_DIMENSIONS - released:
        raise InvalidInput("dimension", "assessment.not_released")


def check_assessment(new: NewAssessment, released: frozenset[str], today: date) -> None:
    """Steps 1 to 5, at least one dimension, and no Art. 9 dimension without its release."""
    if new.held_on > today:
        raise InvalidInput("held_on", "case.day_in_future")
    if not any(score.discussed for score in new.scores):
        raise InvalidInput("scores", "assessment.empty")
    for score in new.scores:
        if score.dimension not in DIMENSIONS:
            raise InvalidInput(score.dimension, "assessment.unknown_dimension")
        if any(step is not None and not 1 <= step <= 5 for step in score.steps):
            raise InvalidInput(score.dimension, "assessment.step_out_of_range")
        if score.dimension in ART9_DIMENSIONS - released and (score.discussed or score.note):
            raise InvalidInput(score.dimension, "assessment.not_released")
