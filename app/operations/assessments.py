# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Assessments (Bestandsaufnahmen)."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date, datetime

from app.domain.assessment import (
    ART9_DIMENSIONS,
    DIMENSIONS,
    Assessment,
    Needs,
    NewAssessment,
    Score,
    check_assessment,
    seen,
)
from app.domain.case import require_open, require_unrestricted
from app.domain.consent import released_categories
from app.domain.dates import berlin_date
from app.forms.charts import Spoke, radar
from storage import Connection, cases, code_lists, consents, journal, search
from storage import assessments as stored
from storage.vault import Vault

_RADAR_SIZE = 200


def record_assessment(vault: Vault, case_id: str, new: NewAssessment, now: datetime) -> str:
    """Need and resource over the life dimensions; health only with its signed release."""
    today = berlin_date(now)
    assessment = Assessment(str(uuid.uuid4()), case_id, new.held_on, new.scores)
    with vault.transaction() as db:
        check_assessment(new, released(db, case_id, today), today)
        case = cases.load_case(db, case_id)
        require_open(case)
        require_unrestricted(cases.load_file(db, case.file_id))
        stored.insert_assessment(db, assessment)
        search.index_note(db, assessment.id, case_id, *_findable(new.scores))
        journal.note(db, now, vault.actor, "assessment.recorded", assessment.id)
    return assessment.id


def assessments(vault: Vault, case_id: str, today: date) -> tuple[Assessment, ...]:
    """All of them as they may be seen today, the newest first; what is not released stays in the file."""
    open_to_see = released(vault.db, case_id, today)
    return tuple(seen(each, open_to_see) for each in stored.of_case(vault.db, case_id))


def released_dimensions(vault: Vault, case_id: str, today: date) -> frozenset[str]:
    """The dimensions that may be recorded today: those of Art. 9 only with a signed release."""
    return released(vault.db, case_id, today)


def radar_svg(vault: Vault, shown: Sequence[tuple[str, Needs]]) -> bytes:
    """One or two named webs of needs; the first is drawn as a full line, the second dashed."""
    labels = short_labels(vault).values()
    spokes = [Spoke(label, tuple(needs[place] for _, needs in shown)) for place, label in enumerate(labels)]
    return radar(spokes, [name for name, _ in shown], _RADAR_SIZE)


def short_labels(vault: Vault) -> dict[str, str]:
    """The life dimensions in their order, with the short words of drawings."""
    lists = code_lists.load(vault.db)
    return {
        dimension: str(
            lists.fact("life_dimension", dimension, "short") or lists.label("life_dimension", dimension)
        )
        for dimension in DIMENSIONS
    }


def _findable(scores: Sequence[Score]) -> list[str]:
    """Notes of Art. 9 dimensions stay out of the index: a search asks for no release."""
    return [score.note for score in scores if score.dimension not in ART9_DIMENSIONS]


def released(db: Connection, case_id: str, today: date) -> frozenset[str]:
    categories = released_categories(consents.load_consents(db, cases.file_of(db, case_id).id), today)
    return frozenset(DIMENSIONS) - (ART9_DIMENSIONS - categories)
