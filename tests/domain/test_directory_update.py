# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Whatever the Kreis says, the office's own entries stay; taken twice it changes nothing more."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.directory_update import DirectoryUpdate, compare
from app.domain.service import Service

TODAY = date(2026, 11, 22)
YESTERDAY = TODAY - timedelta(days=1)

ids = st.sampled_from("abcdef")
entries = st.builds(
    Service,
    id=ids,
    institution=st.sampled_from(["Caritas", "Diakonie", "Jobcenter"]),
    referral_target=st.just("other"),
    name=st.sampled_from(["", "Nord"]),
    phone=st.sampled_from(["1", "2"]),
    needs_written_consent=st.booleans(),
    valid_from=st.none() | st.just(TODAY + timedelta(days=9)),
    valid_to=st.none() | st.just(TODAY - timedelta(days=9)),
)
directories = st.lists(entries, max_size=6, unique_by=lambda each: each.id)


def taken(held: list[Service], update: DirectoryUpdate) -> list[Service]:
    here = {each.id: each for each in held}
    here |= {each.id: each for each in (*update.new, *update.changed, *update.ended)}
    return list(here.values())


@settings(max_examples=200, deadline=None)
@given(directories, directories, st.sets(ids), st.sets(ids))
def test_what_is_taken(
    published: list[Service], held: list[Service], from_district: set[str], bound: set[str]
) -> None:
    free = from_district & {each.id for each in held}
    update = compare(published, held, free, bound, YESTERDAY)
    said = {each.id: each for each in published}
    after = taken(held, update)
    before = {each.id: each for each in held}
    for each in after:
        known = before.get(each.id)
        if known is None:
            assert said[each.id] == each
        elif each.id not in free:
            assert known == each, "an entry of the office is never touched"
        elif each.id in bound and each.id in said:
            assert (known.institution, known.name) == (each.institution, each.name)
            assert each.needs_written_consent or not known.needs_written_consent
    assert {each.id for each in held} <= {each.id for each in after}, "nothing is deleted"
    for each in after:
        if each.id in free and each.id not in said:
            assert not each.is_valid(TODAY)
    ours = free | {each.id for each in update.new}
    assert compare(published, after, ours, bound, YESTERDAY).is_empty


@settings(max_examples=50, deadline=None)
@given(directories)
def test_what_changes_is_named(published: list[Service]) -> None:
    held = [Service(**{**vars(each), "phone": "0"}) for each in published]
    update = compare(published, held, {each.id for each in held}, (), YESTERDAY)
    assert update.changed == tuple(published)
    assert set(update.fields.values()) <= {("phone",)}
