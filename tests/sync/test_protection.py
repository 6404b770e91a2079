# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Frozen threshold rounding: rules 1 to 5 of privacy, their figures printed beside the thresholds."""

from __future__ import annotations

import random
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from itertools import pairwise
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sync import protection
from sync.protection import (
    Members,
    Offsets,
    TableState,
    cell_id,
    forget,
    next_year,
    offset,
    opening,
    protect,
    protect_all,
    published,
    read_state,
    state_bytes,
)
from sync.release import PublishedTable
from sync.tables import CellKey, Table, cells, shipped

KEY = bytes(range(32))
OFFSETS = Offsets(KEY)
SITE = "0b7f5a52-6e6d-4c8a-9d0e-0f3a1f4f7a11"
DAY = date(2022, 3, 31)
TABLES = {table.id: table for table in shipped(1).tables}
OPEN, LIVELIHOOD, AGE_SEX = (TABLES[name] for name in ("open", "open.livelihood", "open.age_band_x_sex"))
SERVED, SERVICE = TABLES["served"], TABLES["served.service_type"]
CROSS = Table("open.status_x_livelihood", "open", "stock", ("status", "livelihood"))
REASON = Table("closed.reason", "closed", "flow", ("reason",))
BIG = replace(opening(OPEN, 2022), published={"": 200}, n_once_20=True)


def persons(count: int, key: CellKey, start: int = 0) -> dict[str, tuple[CellKey, ...]]:
    return {f"p{number}": (key,) for number in range(start, start + count)}


def values(table: PublishedTable) -> list[int | None]:
    return [cell.value for cell in table.cells]


# --- cells and offsets: frozen for ever -----------------------------------------------------------------


def test_cell_ids_are_canonical() -> None:
    assert cell_id(CROSS, "S", 2022, ("active", "sgb2")) == "stock|S|open|livelihood=sgb2|status=active"
    assert cell_id(REASON, "S", 2022, ("goals_reached",)) == "flow|2022|S|closed|reason=goals_reached"
    assert cell_id(OPEN, "S", 2022, ()) == "stock|S|open"
    assert cell_id(SERVED, "S", 2023, ()) == "flow|2023|S|served"


@pytest.mark.parametrize(
    ("identity", "expected"),
    [
        (f"stock|{SITE}|open", 3),
        (f"stock|{SITE}|open|livelihood=sgb2", 4),
        (f"stock|{SITE}|open|livelihood=sgb2|status=active", 4),
        (f"flow|2022|{SITE}|closed|reason=goals_reached", 0),
        (f"flow|2023|{SITE}|closed|reason=goals_reached", 2),
    ],
)
def test_offset_vectors(identity: str, expected: int) -> None:
    """Offsets freeze for ever: if one of these moves, every Kreis's figures move (computed by openssl)."""
    assert offset(KEY, identity) == expected


def test_offsets_are_even_and_depend_on_the_key(figures: Callable[[str], None]) -> None:
    drawn = [offset(KEY, f"stock|{number}|open") for number in range(5000)]
    shares = [drawn.count(u) / len(drawn) for u in range(5)]
    figures(f"    offsets 0 to 4 of 5,000 cells: {shares} (even would be 0.2 each)")
    assert all(0.17 < share < 0.23 for share in shares)
    assert drawn != [offset(bytes(32), f"stock|{number}|open") for number in range(5000)]


def test_rounding_from_0_to_50(figures: Callable[[str], None]) -> None:
    """Privacy table, 5."""
    largest = 0
    for x in range(51):
        drawn = [published(x, u) for u in range(5)]
        assert sum(drawn) / 5 == x
        assert all(value % 5 == 0 for value in drawn)
        largest = max(largest, *(abs(value - x) for value in drawn))
    assert {published(0, u) for u in range(5)} == {0}
    assert largest <= 4
    figures(f"5   x = 0 to 50: mean over the offsets is x, 0 stays 0, largest error {largest} (must: <= 4)")


# --- the batch rule -------------------------------------------------------------------------------------


def refreshed(table: Table, members: Members, before: TableState, offsets: Offsets = OFFSETS) -> bool:
    total = BIG if table.variables else None
    return protect(table, SITE, 2022, members, before, offsets, DAY, total)[0].state == "refreshed"


def test_before_the_first_refresh_n_is_zero_and_cells_are_null() -> None:
    shown, state = protect(OPEN, SITE, 2022, persons(4, ()), opening(OPEN, 2022), OFFSETS, DAY)
    assert (shown.state, shown.as_of, shown.n, values(shown)) == ("repeated", None, 0, [0])
    assert state == opening(OPEN, 2022)
    shown, _ = protect(
        LIVELIHOOD, SITE, 2022, persons(30, ("sgb2",)), opening(LIVELIHOOD, 2022), OFFSETS, DAY, state
    )
    assert values(shown) == [None] * 8


def test_cells_carry_values_once_published_n_has_reached_20() -> None:
    members = {"open": persons(60, ()), "open.livelihood": persons(60, ("sgb2",))}
    catalogue = replace(shipped(1), tables=(OPEN, LIVELIHOOD))
    (total, cut), states = protect_all(catalogue, SITE, 2022, members, {}, OFFSETS, DAY)
    assert total.n == cut.n == values(total)[0]
    assert total.n in (60, 55)
    assert cut.state == "refreshed"
    fewer = {"open": persons(8, ()), "open.livelihood": persons(8, ("sgb2",))}
    (total, cut), _ = protect_all(catalogue, SITE, 2022, fewer, states, OFFSETS, DAY)
    assert total.n < 20
    assert None not in values(cut), "once reached is enough"


def test_below_20_every_cell_stays_null_whatever_happens() -> None:
    catalogue = replace(shipped(1), tables=(OPEN, LIVELIHOOD))
    states: dict[str, TableState] = {}
    for month in range(1, 13):
        members = {"open": persons(15, (), month * 15), "open.livelihood": persons(15, ("alg",), month * 15)}
        (total, cut), states = protect_all(
            catalogue, SITE, 2022, members, states, OFFSETS, date(2022, month, 28)
        )
        assert total.n <= 15
        assert values(cut) == [None] * 8
        assert cut.state == "repeated"


def test_resending_with_one_to_four_changed_cases_changes_nothing(figures: Callable[[str], None]) -> None:
    """Privacy table, 4."""
    draw = random.Random(4)
    keys = cells(AGE_SEX)
    members = {f"p{number}": (draw.choice(keys),) for number in range(200)}
    shown, state = protect(AGE_SEX, SITE, 2022, members, opening(AGE_SEX, 2022), OFFSETS, DAY, BIG)
    assert shown.state == "refreshed"
    changed = 0
    for _ in range(1000):
        changed_members = members | {
            person: (draw.choice(keys),) for person in draw.sample(sorted(members), draw.randint(1, 4))
        }
        again, after = protect(AGE_SEX, SITE, 2022, changed_members, state, OFFSETS, date(2022, 4, 30), BIG)
        changed += values(again) != values(shown) or again.as_of != shown.as_of
        assert after == state
    figures(f"4   1,000 re-sends with 1 to 4 changed cases: {changed} changed figures (must: 0)")
    assert changed == 0


def test_batch_oracle_learns_little_from_one_change_more(figures: Callable[[str], None]) -> None:
    """Privacy table, 4b: chance of a refresh after k changes, over 1,000 keys."""
    chances = []
    for changes in range(12):
        hits = sum(
            refreshed(OPEN, persons(changes, ()), opening(OPEN, 2022), Offsets(number.to_bytes(32)))
            for number in range(1000)
        )
        chances.append(hits / 1000)
    steepest = max(after - before for before, after in pairwise(chances))
    figures(f"4b  chance of a refresh by changes 0 to 11: {chances}; steepest {steepest:.3f} (must: <= 0.25)")
    assert chances[:5] == [0] * 5
    assert chances[9:] == [1] * 3
    assert steepest <= 0.25


def test_the_surplus_is_drawn_anew_at_each_refresh() -> None:
    state = opening(OPEN, 2022)
    drawn = {
        tuple(refreshed(OPEN, persons(n, ()), replace(state, refreshes=number)) for n in range(5, 10))
        for number in range(40)
    }
    assert len(drawn) == 5


# --- frozen ---------------------------------------------------------------------------------------------


def test_a_thousand_exports_in_any_order_are_the_same_bytes(figures: Callable[[str], None]) -> None:
    """Privacy table, 3: shuffled rows, other day, state read back from bytes."""
    draw = random.Random(3)
    members = {f"p{n}": (draw.choice(cells(LIVELIHOOD)), draw.choice(cells(LIVELIHOOD))) for n in range(90)}
    seen = set()
    for number in range(1000):
        rows = list(members.items())
        draw.shuffle(rows)
        first, state = protect(
            LIVELIHOOD, SITE, 2022, dict(rows), opening(LIVELIHOOD, 2022), OFFSETS, DAY, BIG
        )
        other_day = date.fromordinal(DAY.toordinal() + number)
        again, _ = protect(
            LIVELIHOOD, SITE, 2022, dict(rows), read_state(state_bytes(state)), OFFSETS, other_day, BIG
        )
        assert again == msgspec.structs.replace(first, state="repeated")
        seen.add((msgspec.json.encode(first), state_bytes(state)))
    figures(f"3   1,000 re-exports: {len(seen)} distinct payload (must: 1)")
    assert len(seen) == 1


def test_a_new_process_with_another_hash_seed_gives_the_same_bytes() -> None:
    script = (
        "import sys; from datetime import date; from sync.protection import *; from sync.tables import *\n"
        "t = {t.id: t for t in shipped(1).tables}['open']\n"
        f"m = {{f'p{{n}}': ((),) for n in range(37)}}; k = Offsets(bytes(range(32))); d = date(2022, 3, 31)\n"
        f"_, s = protect(t, '{SITE}', 2022, m, opening(t, 2022), k, d)\n"
        "sys.stdout.write(state_bytes(s).decode())"
    )
    root = Path(__file__).parents[2]
    outputs = {
        subprocess.run(
            [sys.executable, "-c", script],
            env={"PYTHONHASHSEED": seed},
            cwd=root,
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    _, here = protect(OPEN, SITE, 2022, persons(37, ()), opening(OPEN, 2022), OFFSETS, DAY)
    assert outputs == {state_bytes(here)}


# --- persons, not events --------------------------------------------------------------------------------


def test_eight_services_to_one_person_are_one_person(figures: Callable[[str], None]) -> None:
    """Privacy table, 10."""
    once = persons(30, ("counselling",))
    eight = {person: keys * 8 for person, keys in once.items()}
    start = opening(SERVICE, 2022)
    assert protect(SERVICE, SITE, 2022, once, start, OFFSETS, DAY, BIG) == protect(
        SERVICE, SITE, 2022, eight, start, OFFSETS, DAY, BIG
    )
    figures(f"10  {len(once)} persons with 8 services each and with 1: 0 cells differ (must: 0)")


def test_only_the_first_three_answers_count() -> None:
    four = (("outreach",), ("counselling",), ("outreach",), ("registration",), ("email_phone",))
    _, state = protect(
        SERVICE, SITE, 2022, {f"p{n}": four for n in range(20)}, opening(SERVICE, 2022), OFFSETS, DAY, BIG
    )
    assert state.members["p0"] == (("counselling",), ("outreach",), ("registration",))
    assert state.published["service_type=email_phone"] == 0
    _, state = protect(
        AGE_SEX,
        SITE,
        2022,
        {f"p{n}": (("28_44", "male"), ("28_44", "female")) for n in range(20)},
        opening(AGE_SEX, 2022),
        OFFSETS,
        DAY,
        BIG,
    )
    assert state.members["p0"] == (("28_44", "male"),)


def test_one_figure_has_one_value_in_every_table(figures: Callable[[str], None]) -> None:
    """Privacy table, 8: the same predicate has the same offset, whatever table asks for it."""
    turned = Table("open.livelihood_x_status", "open", "stock", ("livelihood", "status"))
    for status, livelihood in cells(CROSS):
        assert cell_id(CROSS, SITE, 2022, (status, livelihood)) == cell_id(
            turned, SITE, 2023, (livelihood, status)
        )
    catalogue = shipped(1)
    members = {table.id: persons(70, cells(table)[0]) for table in catalogue.tables}
    shown, _ = protect_all(catalogue, SITE, 2022, members, {}, OFFSETS, DAY)
    totals = {table.id: table.n for table in shown}
    for table in catalogue.tables:
        assert totals[table.id] == totals[table.population]
    figures(
        f"8   {len(totals)} tables of {len(set(totals.values()))} totals: 0 figures with two values (must: 0)"
    )


@given(st.lists(st.sampled_from(cells(AGE_SEX)), max_size=60), st.binary(min_size=32, max_size=32))
@settings(max_examples=40, deadline=None)
def test_refreshed_values_are_rounded_counts(keys: list[CellKey], key: bytes) -> None:
    members = {f"p{number}": (cell,) for number, cell in enumerate(keys)}
    shown, state = protect(AGE_SEX, SITE, 2022, members, opening(AGE_SEX, 2022), Offsets(key), DAY, BIG)
    if shown.state == "repeated":
        assert len(keys) < 9
        return
    assert len(keys) >= 5
    for cell in shown.cells:
        x = keys.count(tuple(cell.key.values()))
        assert cell.value is not None
        assert cell.value % 5 == 0
        assert abs(cell.value - x) <= 4
        assert x or cell.value == 0
    assert read_state(state_bytes(state)) == state


# --- the year, erasure ----------------------------------------------------------------------------------


def served_in_2022() -> TableState:
    return protect(SERVED, SITE, 2022, persons(50, ()), opening(SERVED, 2022), OFFSETS, DAY)[1]


def test_what_is_unpublished_at_the_years_end_counts_in_the_next() -> None:
    final = persons(53, ())
    begun = next_year(SERVED, served_in_2022(), final)
    assert (begun.year, set(begun.carried), begun.n) == (2023, {"p50", "p51", "p52"}, 0)
    members = persons(40, (), start=52)
    shown, state = protect(SERVED, SITE, 2023, members, begun, OFFSETS, date(2023, 1, 31))
    assert shown.state == "refreshed"
    assert set(state.members) == set(members) | {"p50", "p51"}, "p52 counts once"


def test_a_cell_carries_over_only_whom_n_carries_over() -> None:
    """14 persons whom only the breakdown left unpublished: N does not count them again, so no cell may."""
    catalogue = replace(shipped(1), tables=(SERVED, SERVICE))
    final = {"served": persons(14, ()), "served.service_type": persons(14, ("counselling",))}
    _, ended = protect_all(catalogue, SITE, 2022, final, {}, OFFSETS, DAY)
    assert len(ended["served"].members) == 14
    begun = {table.id: next_year(table, ended[table.id], final[table.id]) for table in (SERVED, SERVICE)}
    members = {
        "served": persons(26, (), start=14),
        "served.service_type": persons(26, ("counselling",), start=14),
    }
    _, states = protect_all(catalogue, SITE, 2023, members, begun, OFFSETS, date(2023, 1, 31))
    assert set(states["served.service_type"].members) == set(states["served"].members)


@given(
    st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), min_size=4, max_size=4),
    st.sets(st.integers(2023, 2024)),
    st.binary(min_size=32, max_size=32),
)
@settings(max_examples=60, deadline=None)
def test_no_cell_ever_holds_somebody_whom_n_of_that_day_lacks(
    people: list[tuple[int, int]], silent: set[int], key: bytes
) -> None:
    """Rule 2d over four years, of which some are not released: x <= N in persons, whatever was left over."""
    catalogue, services = replace(shipped(1), tables=(SERVED, SERVICE)), cells(SERVICE)
    states: dict[str, TableState] = {}
    for year, (start, count) in enumerate(people, 2022):
        service = services[year % len(services)]
        members = {
            "served": persons(count, (), start),
            "served.service_type": persons(count, service, start),
        }
        if year not in silent:
            shown, states = protect_all(
                catalogue, SITE, year, members, states, Offsets(key), date(year, 12, 31)
            )
            if all(table.state == "refreshed" for table in shown):
                assert set(states["served.service_type"].members) <= set(states["served"].members)
        states = {
            table.id: next_year(table, states.get(table.id) or opening(table, year), members[table.id])
            for table in catalogue.tables
        }


def test_a_flow_in_the_new_year_has_new_offsets_and_never_the_old_state() -> None:
    with pytest.raises(ValueError, match="2022"):
        protect(SERVED, SITE, 2023, {}, served_in_2022(), OFFSETS, DAY)
    ids = {cell_id(SERVED, SITE, year, ()) for year in range(2022, 2062)}
    assert len({offset(KEY, identity) for identity in ids}) == 5


def test_erasing_a_person_leaves_the_counters_of_a_flow() -> None:
    state = served_in_2022()
    for number in range(12):
        state = forget(state, f"p{number}")
    assert not {f"p{number}" for number in range(12)} & state.members.keys()
    left = persons(38, (), start=12)
    shown, same = protect(SERVED, SITE, 2022, left, state, OFFSETS, date(2022, 4, 30))
    assert (shown.state, same) == ("repeated", state), "an erasure is no change"
    _, later = protect(
        SERVED, SITE, 2022, left | persons(20, (), start=90), state, OFFSETS, date(2022, 5, 31)
    )
    assert len(later.members) == 70
    assert len(later.kept) == 12
    assert not next_year(SERVED, later, left | persons(20, (), start=90)).carried


def test_an_erased_person_leaves_a_stock_with_the_next_batch() -> None:
    _, state = protect(OPEN, SITE, 2022, persons(50, ()), opening(OPEN, 2022), OFFSETS, DAY)
    state = forget(state, "p0")
    left = persons(49, (), start=1)
    assert not refreshed(OPEN, left, state)
    _, later = protect(OPEN, SITE, 2022, left | persons(9, (), start=90), state, OFFSETS, DAY)
    assert len(later.members) == 58
    assert later.kept == ()


def test_forgetting_someone_unpublished_leaves_no_trace() -> None:
    begun = next_year(SERVED, served_in_2022(), persons(53, ()))
    assert "p51" not in state_bytes(forget(begun, "p51")).decode()
    assert forget(served_in_2022(), "nobody") == served_in_2022()


def test_mistakes_of_the_caller_are_named() -> None:
    with pytest.raises(ValueError, match="no cells"):
        protect(OPEN, SITE, 2022, persons(20, ("sgb2",)), opening(OPEN, 2022), OFFSETS, DAY)
    with pytest.raises(ValueError, match="N comes from"):
        protect(LIVELIHOOD, SITE, 2022, {}, opening(LIVELIHOOD, 2022), OFFSETS, DAY)
    with pytest.raises(ValueError, match="stock"):
        next_year(OPEN, opening(OPEN, 2022), {})
    assert protection.STEP == 5
