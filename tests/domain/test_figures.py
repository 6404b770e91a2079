# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Arithmetic on published figures: sums, their ±, differences, what is carried on and what is withheld."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.figures import Acts, Figure, PublishedTable, SiteRelease, figures

TABLE = "served.service_type"


def published(x: int, u: int) -> int:
    return 5 * ((x + u) // 5)


def release(
    site: str, period: str, values: dict[str, int | None], kind: str = "flow", acts: int = 0
) -> SiteRelease:
    year, month = map(int, period.split("-"))
    table = PublishedTable(kind, True, date(year, month, 28), sum(v or 0 for v in values.values()), values)
    return SiteRelease(
        site, site, period, date(year, month, 28), False, {TABLE: table}, {"workshop": Acts(acts, acts, 0)}
    )


@settings(max_examples=100)
@given(st.lists(st.tuples(st.integers(0, 60), st.integers(0, 4)), min_size=1, max_size=40))
def test_a_sum_is_never_further_off_than_four_a_cell(cells: list[tuple[int, int]]) -> None:
    total = sum((Figure(published(x, u), 1) for x, u in cells), start=Figure())
    assert abs(total.value - sum(x for x, _ in cells)) <= 4 * len(cells)
    assert 0 < total.margin <= 4 * len(cells)


def test_the_margin_holds_for_at_least_95_of_100_draws() -> None:
    """Counts 0 to 14 at 15 sites under every combination drawn; prints the share within ±."""
    import random

    draw = random.Random(20221122)
    inside, bias, rounds = 0, 0, 4000
    for _ in range(rounds):
        truth = [draw.randrange(15) for _ in range(15)]
        total = sum((Figure(published(x, draw.randrange(5)), 1) for x in truth), start=Figure())
        inside += abs(total.value - sum(truth)) <= total.margin
        bias += total.value - sum(truth)
    print(f"within ± {Figure(0, 15).margin}: {inside / rounds:.3f}; bias {bias / rounds:+.3f}")
    assert inside / rounds >= 0.95
    assert abs(bias / rounds) <= 0.5


@settings(max_examples=100)
@given(st.integers(0, 80), st.integers(0, 80), st.integers(0, 4))
def test_a_month_is_a_difference_with_the_same_bounds(before: int, more: int, u: int) -> None:
    held = [
        release("a", "2022-01", {"k": published(before, u)}),
        release("a", "2022-02", {"k": published(before + more, u)}),
    ]
    figure = figures(held, "2022-02", "2022-02").tables[TABLE].cells["k"]
    assert abs(figure.value - more) <= figure.margin == 4


def test_months_add_up_to_the_year() -> None:
    held = [release("a", f"2022-0{m}", {"k": v}) for m, v in ((1, 10), (2, 10), (3, 25))]
    months = [figures(held, f"2022-0{m}", f"2022-0{m}").tables[TABLE].cells["k"].value for m in (1, 2, 3)]
    assert months == [10, 0, 15]
    assert figures(held, "2022-01", "2022-03").tables[TABLE].cells["k"].value == 25


def test_what_was_not_published_before_counts_when_it_is() -> None:
    held = [release("a", "2022-01", {"k": None}), release("a", "2022-02", {"k": 20})]
    assert figures(held, "2022-01", "2022-01").tables[TABLE].cells["k"] == Figure(0, 0, 1)
    assert figures(held, "2022-02", "2022-02").tables[TABLE].cells["k"] == Figure(20, 1, 0)


def test_years_are_added_and_a_new_year_does_not_carry_the_old_flow() -> None:
    held = [
        release("a", "2022-12", {"k": 30}),
        release("a", "2023-01", {"k": 5}),
        release("b", "2022-12", {"k": 15}),
    ]
    assert figures(held, "2022-12", "2023-01").tables[TABLE].cells["k"].value == 50
    alone = figures(held, "2023-01", "2023-01").tables[TABLE]
    assert (alone.cells["k"].value, alone.carried) == (5, 0)


def test_a_stock_is_the_newest_of_each_site_and_names_what_is_carried() -> None:
    held = [
        release("a", "2022-01", {"k": 10}, "stock"),
        release("b", "2022-01", {"k": 20}, "stock"),
        release("b", "2022-02", {"k": 25}, "stock"),
    ]
    table = figures(held, "2022-02", "2022-02").tables[TABLE]
    assert (table.cells["k"], table.carried) == (Figure(35, 2, 0), 1)
    assert table.as_of == (date(2022, 1, 28), date(2022, 2, 28))


def test_acts_are_shown_from_three_units_on() -> None:
    held = [release(site, "2022-01", {}, acts=7) for site in "abc"] + [
        release(s, "2022-02", {}, acts=5) for s in "ab"
    ]
    found = figures(held, "2022-01", "2022-02")
    assert (found.acts.acts, found.withheld_months) == (21, ("2022-02",))
    assert figures(held, "2022-02", "2022-02").acts == Acts()


def test_units_without_acts_hide_nobody() -> None:
    """Three files reported, one had acts: the sum would be that one person's."""
    held = [release(site, "2022-01", {}, acts=acts) for site, acts in (("a", 7), ("b", 0), ("c", 0))]
    found = figures(held, "2022-01", "2022-01")
    assert (found.acts, found.months, found.withheld_months) == (Acts(), (), ("2022-01",))
    held += [release(site, "2022-01", {}, acts=1) for site in "de"]
    assert figures(held, "2022-01", "2022-01").acts.acts == 9


def test_two_sites_of_one_unit_are_one_unit() -> None:
    held = [release(site, "2022-01", {}, acts=7) for site in "abc"]
    held[2] = replace(held[2], outstation_id="b")
    assert figures(held, "2022-01", "2022-01").withheld_months == ("2022-01",)


@settings(max_examples=60)
@given(st.lists(st.tuples(st.sampled_from("abcde"), st.integers(1, 6), st.integers(0, 9)), max_size=30))
def test_no_two_spans_differ_by_the_acts_of_fewer_than_three_units(rows: list[tuple[str, int, int]]) -> None:
    held = list(
        {(site, month): release(site, f"2022-0{month}", {}, acts=acts) for site, month, acts in rows}.values()
    )
    for last in range(1, 7):
        shorter, longer = (figures(held, "2022-01", f"2022-0{month}") for month in (max(last - 1, 1), last))
        units = {r.outstation_id for r in held if r.period == f"2022-0{last}" and r.acts["workshop"].acts}
        if last > 1 and len(units) < 3:
            assert longer.acts == shorter.acts
