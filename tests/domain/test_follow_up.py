# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Follow-ups: in which group of Heute they stand."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from app.domain.follow_up import due_group

TODAY = date(2026, 11, 22)
ORDER = ["overdue", "today", "week", "later"]


def test_groups_at_their_edges() -> None:
    groups = [due_group(TODAY + timedelta(days=n), TODAY) for n in (-1, 0, 1, 7, 8)]
    assert groups == ["overdue", "today", "week", "week", "later"]


@given(st.dates(date(2026, 1, 1), date(2027, 12, 31)), st.integers(0, 60))
def test_later_days_never_stand_before_earlier_ones(day: date, gap: int) -> None:
    groups = [ORDER.index(due_group(d, TODAY)) for d in (day, day + timedelta(days=gap))]
    assert groups == sorted(groups)
