# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""What belongs together agrees: sums, totals, whole numbers, and what nobody published stays nobody."""

from __future__ import annotations

import random
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.figures import Acts, Figures, PublishedTable, SiteRelease, figures
from app.domain.reconcile import reconciled, spread

COMPLETE = ("open.residence", "open.age_band_x_sex")
DAY = date(2026, 3, 31)
counts = st.lists(st.integers(0, 60), min_size=1, max_size=24)


def rounded(count: int, offset: int) -> int:
    return 5 * ((count + offset) // 5)


def site(number: int, truth: dict[str, list[int]], draw: random.Random, answers: list[int]) -> SiteRelease:
    """What one site publishes: every cell and N rounded by offsets of their own."""
    n = rounded(sum(truth["open.residence"]), draw.randrange(5))
    named = truth | {"open.livelihood": answers, "open": [0]}
    tables = {
        name: PublishedTable("stock", True, DAY, n, cells(name, values, n, draw))
        for name, values in named.items()
    }
    return SiteRelease(f"u{number}", f"s{number}", "2026-03", DAY, False, tables, {"workshop": Acts(1, 1, 0)})


def cells(name: str, values: list[int], n: int, draw: random.Random) -> dict[str, int | None]:
    if "." not in name:
        return {"": n}
    return {f"k={place}": rounded(value, draw.randrange(5)) for place, value in enumerate(values)}


def published(sites: int, seed: int) -> tuple[Figures, list[int]]:
    """The Kreis's sums and the true counts of the first table's cells."""
    draw = random.Random(seed)
    whole = [0] * 10
    held = []
    for number in range(sites):
        one = [draw.randrange(9) for _ in range(10)]
        other = [0] * 24
        for _ in range(sum(one)):
            other[draw.randrange(24)] += 1
        whole = [a + b for a, b in zip(whole, one, strict=True)]
        held.append(
            site(
                number, {"open.residence": one, "open.age_band_x_sex": other}, draw, [draw.randrange(30)] * 8
            )
        )
    return figures(held, "2026-03", "2026-03"), whole


@settings(max_examples=100)
@given(counts, st.integers(0, 3000))
def test_whole_numbers_add_up_to_the_total_and_none_is_below_zero(values: list[int], total: int) -> None:
    named = {str(place): value for place, value in enumerate(values)}
    found = spread(named, total)
    if any(values):
        assert sum(found.values()) == total
    assert min(found.values()) >= 0
    assert all(found[name] == 0 for name, value in named.items() if value == 0)


@settings(max_examples=100)
@given(counts)
def test_what_adds_up_already_stays(values: list[int]) -> None:
    named = {str(place): value for place, value in enumerate(values)}
    assert spread(named, sum(values)) == named


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 20), st.integers(0, 10_000))
def test_linked_tables_say_the_same_total(sites: int, seed: int) -> None:
    found, _ = published(sites, seed)
    agreed = reconciled(found, COMPLETE)
    totals = {agreed.tables[name].total.value for name in COMPLETE}
    assert totals == {agreed.tables["open"].n.value} == {table.n.value for table in agreed.tables.values()}
    assert agreed.tables["open"].cells[""].value == agreed.tables["open"].n.value


def test_several_answers_and_a_table_that_waits_stay_as_they_are() -> None:
    found, _ = published(4, 7)
    agreed = reconciled(found, COMPLETE)
    assert agreed.tables["open.livelihood"].cells == found.tables["open.livelihood"].cells
    alone = reconciled(found, ())
    assert alone == found


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 20), st.integers(0, 10_000))
def test_a_table_with_nobody_twice_never_says_more_than_there_are(sites: int, seed: int) -> None:
    found, _ = published(sites, seed)
    n = reconciled(found, COMPLETE).tables["open"].n.value
    agreed = reconciled(found, COMPLETE, (*COMPLETE, "open.livelihood")).tables["open.livelihood"]
    assert agreed.total.value == min(n, found.tables["open.livelihood"].total.value)


def test_doing_it_twice_changes_nothing() -> None:
    once = reconciled(published(15, 3)[0], COMPLETE)
    assert reconciled(once, COMPLETE) == once


def test_cells_are_not_further_off_than_before_and_their_margin_holds() -> None:
    """300 Kreise of 1 and of 15 sites; prints root mean square errors and the share within ±.

    One site's steps of five become whole numbers, which costs the twentieth part at most.
    """
    for sites in (1, 15):
        raw = agreed = inside = every = 0
        for seed in range(300):
            found, truth = published(sites, seed)
            one = found.tables["open.residence"].cells.values()
            other = reconciled(found, COMPLETE).tables["open.residence"].cells.values()
            for before, after, true in zip(one, other, truth, strict=True):
                raw += (before.value - true) ** 2
                agreed += (after.value - true) ** 2
                inside += abs(after.value - true) <= after.margin
                every += 1
        print(
            f"{sites} sites: RMSE {(raw / every) ** 0.5:.2f} before, {(agreed / every) ** 0.5:.2f} after,"
            f" within ± {inside / every:.3f}"
        )
        assert agreed <= raw * 1.05
        assert inside / every >= 0.95
