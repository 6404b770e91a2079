# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Assessment (Bestandsaufnahme): need and resource over the eleven life dimensions."""

from __future__ import annotations

from dataclasses import dataclass
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


@dataclass(frozen=True)
class Score:
    """Need 1 (little) … 5 (very much) and resource 1 … 5; both None: not discussed."""

    dimension: str
    need: int | None = None
    resource: int | None = None
    note: str = ""

    @property
    def discussed(self) -> bool:
        return self.need is not None or self.resource is not None


@dataclass(frozen=True)
class NewAssessment:
    held_on: date
    scores: tuple[Score, ...]


@dataclass(frozen=True)
class Assessment:
    id: str
    case_id: str
    held_on: date
    scores: tuple[Score, ...]

    def score(self, dimension: str) -> Score:
        """The score of one dimension; one that is not stored was not discussed."""
        return next((s for s in self.scores if s.dimension == dimension), Score(dimension))


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
        if any(step is not None and not 1 <= step <= 5 for step in (score.need, score.resource)):
            raise InvalidInput(score.dimension, "assessment.step_out_of_range")
        if score.dimension in ART9_DIMENSIONS - released and (score.discussed or score.note):
            raise InvalidInput(score.dimension, "assessment.not_released")
