# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Whatever happens at the Kreis and in the office: own words stay, nothing is deleted, twice is as once."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.course import CourseData
from app.domain.course_update import CourseUpdate, compare_courses

YESTERDAY = date(2026, 11, 21)
IDS = tuple("abcd")
NAMES = tuple(field.name for field in fields(CourseData))

days = st.none() | st.dates(date(2026, 10, 1), date(2027, 2, 1))
courses = st.builds(
    CourseData,
    service_id=st.sampled_from(("one", "two")),
    title=st.sampled_from(("Elternkurs", "Abendkurs", "Treff")),
    level=st.sampled_from(("A1", "B1")),
    starts_on=days,
    ends_on=days,
    note=st.sampled_from(("", "fragen")),
)
lists = st.dictionaries(st.sampled_from(IDS), courses)

Held = dict[str, CourseData]


def taken(held: Held, update: CourseUpdate) -> Held:
    return {**held, **update.new, **update.changed, **update.ended}


@settings(max_examples=200, deadline=None)
@given(
    first=lists,
    own=lists.map(lambda found: {f"own-{key}": each for key, each in found.items()}),
    second=lists,
)
def test_nothing_is_deleted_and_own_courses_are_never_touched(first: Held, own: Held, second: Held) -> None:
    update = compare_courses(first, own, {}, YESTERDAY)
    held = taken(own, update)
    again = compare_courses(second, held, update.said, YESTERDAY)
    after = taken(held, again)
    assert after.keys() >= held.keys()
    assert {each: after[each] for each in own} == own
    for course_id in (held.keys() - own.keys()) - second.keys():
        assert after[course_id].ends_on is not None
        assert after[course_id].ends_on <= YESTERDAY
    for course_id in second.keys() & held.keys():
        assert after[course_id] == second[course_id], "nobody changed it here: it follows"


@settings(max_examples=200, deadline=None)
@given(first=lists, changes=lists, second=lists)
def test_what_was_changed_here_stays_as_it_was_changed(first: Held, changes: Held, second: Held) -> None:
    update = compare_courses(first, {}, {}, YESTERDAY)
    held = taken({}, update)
    changed = {**held, **{each: course for each, course in changes.items() if each in held}}
    after = taken(changed, compare_courses(second, changed, update.said, YESTERDAY))
    for course_id, before in held.items():
        mine, now = changed[course_id], after[course_id]
        for name in NAMES:
            if getattr(mine, name) != getattr(before, name):
                assert getattr(now, name) == getattr(mine, name), name
        days = [name for name in ("starts_on", "ends_on") if getattr(mine, name) != getattr(before, name)]
        if days:
            assert (now.starts_on, now.ends_on) == (mine.starts_on, mine.ends_on)


@settings(max_examples=100, deadline=None)
@given(first=lists, second=lists)
def test_taken_twice_is_as_taken_once(first: Held, second: Held) -> None:
    update = compare_courses(first, {}, {}, YESTERDAY)
    held = taken({}, update)
    once = compare_courses(second, held, update.said, YESTERDAY)
    held = taken(held, once)
    twice = compare_courses(second, held, once.said, YESTERDAY)
    assert twice.is_empty
    assert twice.said == once.said
    later = compare_courses(second, held, once.said, YESTERDAY + timedelta(days=30))
    assert {each for each in later.ended if each not in second} == set(), "what ended stays ended"


def test_a_course_that_never_began_does_not_begin_and_one_that_ran_keeps_its_first_day() -> None:
    coming = CourseData("one", "Elternkurs", "B1", date(2027, 1, 11), date(2027, 6, 30))
    running = replace(coming, starts_on=date(2026, 9, 1))
    over = replace(running, ends_on=date(2026, 10, 1))
    held = {"a": coming, "b": running, "c": over}
    update = compare_courses({}, held, held, YESTERDAY)
    assert {each: (course.starts_on, course.ends_on) for each, course in update.ended.items()} == {
        "a": (None, YESTERDAY),
        "b": (date(2026, 9, 1), YESTERDAY),
    }
