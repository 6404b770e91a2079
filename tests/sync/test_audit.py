# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The release audit against every truth there is, where that can be counted, and against known recoveries."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sync.audit import OPEN_VALUES, judge, ranges
from sync.inference import Solver, Sums, System
from sync.knowledge import Knowledge, Refresh
from sync.protection import STEP
from sync.replacement import settle
from sync.tables import CellKey, Table, shipped

DAY, LATER = date(2022, 3, 31), date(2022, 6, 30)
TABLES = {table.id: table for table in shipped(1).tables}
OPEN, NEW, CLOSED = TABLES["open"], TABLES["new"], TABLES["closed"]
SEX = Table("open.sex", "open", "stock", ("sex",))
SEXES: tuple[CellKey, ...] = (("female",), ("male",), ("diverse",), ("unknown",))
COIN = bytes(range(32))
NONE: frozenset[str] = frozenset()
POPULATIONS = ("open", "new", "closed")
MULTIPLES = st.sampled_from([0, 5, 10])


def by_sex(cells: Sequence[int], n: int, day: date = DAY) -> list[Refresh]:
    return [Refresh(OPEN, day, {(): n}), Refresh(SEX, day, dict(zip(SEXES, cells, strict=False)))]


def near(figure: int) -> range:
    """Every number of persons that some offset publishes so."""
    return range(max(0, figure - STEP + 1), figure + STEP)


def truths(cells: Sequence[int], n: int) -> Iterator[tuple[int, ...]]:
    """Every truth that agrees with these figures; each offset is free, since each cell has its own."""
    return (each for each in product(*map(near, cells)) if sum(each) in near(n))


def counted(cells: Sequence[int], n: int) -> bool | None:
    """Whether each figure and complement keeps five values or has none of one to four; None: no truth."""
    found = list(truths(cells, n))
    if not found:
        return None
    targets = [{sum(each) for each in found}]
    for place in range(len(cells)):
        targets += [{each[place] for each in found}, {sum(each) - each[place] for each in found}]
    return all(len(values) >= OPEN_VALUES or values.isdisjoint(range(1, STEP)) for values in targets)


@settings(max_examples=60, deadline=None)
@given(st.lists(MULTIPLES, min_size=2, max_size=4), st.sampled_from([0, 5, 10, 15, 20, 25, 30]))
def test_it_passes_what_every_truth_counted_one_by_one_passes(cells: list[int], n: int) -> None:
    verdict = judge(by_sex(cells, n), {}, ("open",))
    expected = counted(cells, n)
    assert verdict.contradiction == (expected is None)
    assert verdict.passed == bool(expected)


def test_four_empty_cells_and_twenty_persons_are_moved(figures: Callable[[str], None]) -> None:
    """Each of the four is four: the figures say so although each of them is rounded."""
    verdict = judge(by_sex((0, 0, 0, 0), 20), {}, ("open",))
    assert {(each.low, each.high) for each in verdict.narrow} == {(4, 4)}
    (settled,) = settle([], by_sex((0, 0, 0, 0), 20), {}, NONE, COIN)
    assert (settled.moved, settled.repeats) == (1, False)
    assert judge(settled.refreshed, {}, ("open",)).passed
    figures("1b  0, 0, 0, 0 with N = 20 is moved, every truth of up to 4 cells + N agrees (must)")


@settings(max_examples=25, deadline=None)
@given(st.lists(MULTIPLES, min_size=4, max_size=4), st.sampled_from([20, 25, 30, 35, 40]))
def test_what_it_lets_out_is_let_out_again_as_it_is(cells: list[int], n: int) -> None:
    (first,) = settle([], by_sex(cells, n), {}, NONE, COIN)
    if first.refreshed:
        (again,) = settle([], first.refreshed, {}, NONE, COIN)
        assert (again.moved, again.refreshed) == (0, first.refreshed)


def test_equal_candidates_from_different_truths_get_equal_answers() -> None:
    """Only published figures come in; the same ones in another order are the same."""
    cells, total = by_sex((5, 0, 0, 0), 25)[1], by_sex((5, 0, 0, 0), 25)[0]
    turned = Refresh(SEX, DAY, dict(reversed(cells.values.items())))
    one, other = (settle([], each, {}, NONE, COIN) for each in ([total, cells], [turned, total]))
    assert {r.table.id: dict(r.values) for r in one[0].refreshed} == {
        r.table.id: dict(r.values) for r in other[0].refreshed
    }


def test_a_small_population_shows_no_cells_when_its_n_is_moved_below_twenty() -> None:
    (settled,) = settle([], by_sex((0, 0, 0, 0), 20), {}, NONE, COIN)
    shown = {each.table.id: dict(each.values) for each in settled.refreshed}
    if shown["open"][()] < 20:
        assert "open.sex" not in shown
    (large,) = settle([], by_sex((0, 0, 0, 0), 20), {}, frozenset({"open"}), COIN)
    assert {each.table.id for each in large.refreshed} == {"open", "open.sex"}


def steps(before: int, after: int, *, least: int = -100) -> list[tuple[int, int]]:
    """Two numbers of one cell under one frozen offset, and the later at least so much greater."""
    pairs = product(near(before), near(after))
    return [
        (a, b)
        for a, b in pairs
        if b - a >= least
        and any((a + u) // STEP * STEP == before and (b + u) // STEP * STEP == after for u in range(STEP))
    ]


@pytest.mark.parametrize(
    "published", [(40, 45, 40, 50, 0, 5), (20, 40, 20, 45, 5, 10), (20, 20, 20, 25, 0, 5)]
)
def test_a_stock_and_the_flows_that_change_it_are_looked_at_together(published: tuple[int, ...]) -> None:
    """open = before + new - closed: against every truth on two days, counted one by one."""
    names, rows = (OPEN, NEW, CLOSED), (published[0:2], published[2:4], published[4:6])
    history = [
        Refresh(table, day, {(): n})
        for table, ends in zip(names, rows, strict=True)
        for day, n in zip((DAY, LATER), ends, strict=True)
    ]
    balanced = [
        each
        for each in product(steps(*rows[0]), steps(*rows[1], least=STEP), steps(*rows[2], least=STEP))
        if each[0][1] - each[0][0] == (each[1][1] - each[1][0]) - (each[2][1] - each[2][0])
    ]
    found = {
        each.name: (each.low, each.high)
        for each in ranges(Knowledge(history, {}, POPULATIONS, balanced=True))
    }
    for place, table in enumerate(names):
        for day, end in ((DAY, 0), (LATER, 1)):
            values = [each[place][end] for each in balanced]
            assert found[f"{table.id}|{day}"] == (min(values), max(values))
        changes = [each[place][1] - each[place][0] for each in balanced]
        assert found[f"{table.id}|{LATER} since {DAY}"] == (min(changes), max(changes))


def test_a_flow_never_falls_and_a_correction_does_not_show() -> None:
    before = [Refresh(TABLES["served"], DAY, {(): 30})]
    after = [Refresh(TABLES["served"], LATER, {(): 25})]
    assert judge([*before, *after], {}, ("served",)).contradiction
    (settled,) = settle(before, after, {}, frozenset({"served"}), COIN)
    assert settled.refreshed[0].values[()] >= 35


def test_exact_acts_are_known_too() -> None:
    """Three acts in the year: at most three persons were served, so a published five says one to three."""
    served = [Refresh(TABLES["served"], DAY, {(): 5})]
    assert judge(served, {DAY: 30}, ("served", "short_advice")).passed
    verdict = judge(served, {DAY: 3}, ("served", "short_advice"))
    assert [(each.low, each.high) for each in verdict.narrow] == [(1, 3)]
    (settled,) = settle([], served, {DAY: 3}, NONE, COIN)
    assert settled.repeats


def recovered(table: list[list[int]]) -> float:
    """Share of cells below five that are found exactly when they alone are blanked and margins are exact."""
    system, places = System(), {}
    for row, line in enumerate(table):
        for column, value in enumerate(line):
            hidden = 0 < value < STEP
            places[row, column] = system.unknown(*((1, STEP - 1) if hidden else (value, value)))
    for row, line in enumerate(table):
        terms = {places[row, column]: 1 for column in range(len(line))}
        system.require(terms, sum(line), sum(line))
    for column in range(len(table[0])):
        total = sum(line[column] for line in table)
        system.require({places[row, column]: 1 for row in range(len(table))}, total, total)
    small = [place for place in places if 0 < table[place[0]][place[1]] < STEP]
    solver = system.solver()
    exact = [place for place in small if _ends(solver, places[place], system.size) == [_at(table, place)] * 2]
    return len(exact) / max(1, len(small))


def _at(table: list[list[int]], place: tuple[int, int]) -> int:
    return table[place[0]][place[1]]


def _ends(solver: Solver, column: int, size: int) -> list[int]:
    sums = Sums([{column: 1}], size)
    points = [solver.lowest(sums.cost({0: sign})) for sign in (1.0, -1.0)]
    return [int(point[column]) for point in points if point is not None]


def test_the_auditor_is_not_blind(figures: Callable[[str], None]) -> None:
    """Blanking what is below five lets it find cells exactly; the books' single blank cell in a row too."""
    assert recovered([[3, 20, 30], [10, 20, 30], [10, 20, 30]]) == 1
    assert recovered([[3, 20, 2], [10, 20, 30], [1, 20, 30]]) == 1
    chance = random.Random(7)
    tables = [[[int(chance.expovariate(1 / 6)) for _ in range(5)] for _ in range(6)] for _ in range(20)]
    share = sum(map(recovered, tables)) / len(tables)
    figures(f"2   of cells below 5 that are blanked, {share:.0%} are recovered exactly (must: >= 10 %)")
    assert share >= 0.1


@pytest.mark.parametrize(("cells", "n"), [((5, 5, 5, 5), 20), ((20, 0, 0, 0), 20), ((10, 10, 0, 0), 20)])
def test_what_says_little_leaves_as_it_is(cells: tuple[int, ...], n: int) -> None:
    (settled,) = settle([], by_sex(cells, n), {}, NONE, COIN)
    assert (settled.moved, settled.repeats, len(settled.refreshed)) == (0, False, 2)


def test_a_code_that_came_later_has_no_change_to_be_judged() -> None:
    """A new program may know one code more of a variable; the old releases stay as they are."""
    cross = Table("open.sex_x_age_band", "open", "stock", ("sex", "age_band"))
    ages = ("under_18", "18_27")
    older = {(sex, age): 20 for (sex,) in SEXES[:3] for age in ages}
    newer = {(sex, age): 20 for (sex,) in SEXES for age in ages}
    history = [Refresh(OPEN, DAY, {(): 120}), Refresh(cross, DAY, older)]
    history += [Refresh(OPEN, LATER, {(): 160}), Refresh(cross, LATER, newer)]
    names = {target.name for target in Knowledge(history, {}, ("open",)).targets()}
    assert f"{cross.id}|sex=female|{LATER} since {DAY}" in names
    assert f"{cross.id}|sex=unknown|{LATER}" in names
    assert f"{cross.id}|sex=unknown|{LATER} since {DAY}" not in names
    assert judge(history, {}, ("open",)).passed


def test_a_ledger_from_before_the_audit_does_not_stop_the_meldung() -> None:
    """What it gave away it has given away; nothing more is."""
    careless = by_sex((0, 0, 0, 0), 20)
    (settled,) = settle(careless, by_sex((5, 5, 5, 10), 25, LATER), {}, frozenset({"open"}), COIN)
    assert not settled.repeats
    fallen = [Refresh(TABLES["served"], day, {(): n}) for day, n in ((DAY, 30), (LATER, 5))]
    last = date(2022, 9, 30)
    (after,) = settle(fallen, [Refresh(TABLES["served"], last, {(): 15})], {}, frozenset({"served"}), COIN)
    assert not after.repeats


def test_a_new_year_of_a_flow_owes_nothing_to_the_old_one() -> None:
    fallen = [Refresh(TABLES["served"], day, {(): n}) for day, n in ((DAY, 30), (LATER, 5))]
    new = [Refresh(TABLES["served"], date(2023, 1, 31), {(): 10})]
    (settled,) = settle(fallen, new, {}, frozenset({"served"}), COIN)
    assert (settled.moved, settled.repeats) == (0, False)
