# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""A file that goes back is told from one that goes on, over any order of restores."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from app.domain.freshness import Kept, Mark, Verdict, judge, remembered

marks = st.builds(Mark, st.sampled_from(["", "a", "b", "c"]), st.integers(0, 20))


def test_the_verdicts() -> None:
    kept = Kept(Mark("b", 10), ("", "a"))
    assert judge(None, Mark("", 1)) is Verdict.FIRST
    assert judge(kept, Mark("b", 10)) is Verdict.FRESH
    assert judge(kept, Mark("b", 9)) is Verdict.OLDER
    assert judge(kept, Mark("a", 99)) is Verdict.ENDED
    assert judge(kept, Mark("c", 1)) is Verdict.OTHER
    assert [each.name for each in Verdict if each.is_alarm] == ["OLDER", "ENDED"]


@given(st.lists(marks, min_size=1, max_size=12), st.integers(1, 5))
def test_what_was_remembered_is_fresh_and_anything_before_it_is_an_alarm(seen: list[Mark], back: int) -> None:
    kept: Kept | None = None
    for mark in seen:
        kept = remembered(kept, mark)
    last = seen[-1]
    assert judge(kept, last) is Verdict.FRESH
    assert judge(kept, Mark(last.epoch, last.counter + back)) is Verdict.FRESH
    assert judge(kept, Mark(last.epoch, last.counter - back)).is_alarm
    assert all(
        judge(kept, Mark(mark.epoch, 99)) is Verdict.ENDED for mark in seen if mark.epoch != last.epoch
    )
