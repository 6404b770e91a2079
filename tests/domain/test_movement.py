# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Open before + new − closed = open now, with rounding taken up by the flows and the rest said apart."""

from __future__ import annotations

from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.figures import Figure, Figures, FigureTable
from app.domain.movement import moved

SITES = 3
fives = st.integers(0, 60).map(lambda number: 5 * number)


def total(name: str, value: int, sites: int = SITES, kind: str = "flow") -> FigureTable:
    n = Figure(value, sites)
    return FigureTable(name, kind, {"": n}, n, (), 0, 0)


def span(open_: int, **flows: int) -> Figures:
    tables = {"open": total("open", open_, kind="stock")} | {
        name: total(name, value) for name, value in flows.items()
    }
    return Figures("2026-04", "2026-06", tables, (), ())


def before(value: int, sites: int = SITES) -> Figures:
    return Figures("2026-03", "2026-03", {"open": total("open", value, sites, "stock")}, (), ())


@settings(max_examples=200)
@given(fives, fives, fives, fives)
def test_it_adds_up_and_no_flow_leaves_its_margin(then: int, new: int, closed: int, now: int) -> None:
    found = moved(span(now, new=new, closed=closed), before(then), ())
    made = found.movement
    assert made is not None
    assert made.published
    assert then + made.new.value - made.closed.value + made.other == now
    for flow, was in ((made.new, new), (made.closed, closed)):
        assert abs(flow.value - was) <= flow.margin
        assert flow.value >= 0
        assert was > 0 or flow.value == 0
    assert found.tables["new"].n == found.tables["new"].cells[""] == made.new
    assert found.tables["closed"].n == made.closed
    assert found.tables["open"].n.value == now


@settings(max_examples=100)
@given(st.integers(0, 12), st.integers(0, 12), st.integers(-12, 12))
def test_nothing_nearer_adds_up(new: int, closed: int, missing: int) -> None:
    """Against every pair of whole numbers within the margins: none leaves less over, or lies nearer."""
    new, closed = 5 * new, 5 * closed
    now = 100 + new - closed + missing
    made = moved(span(now, new=new, closed=closed), before(100), ()).movement
    assert made is not None

    def room(flow: int) -> range:
        most = Figure(flow, SITES).margin if flow else 0
        return range(max(0, flow - most), flow + most + 1)

    def badness(up: int, down: int) -> tuple[int, int]:
        return abs(now - 100 - up + down), (up - new) ** 2 + (down - closed) ** 2

    best = min(badness(up, down) for up, down in product(room(new), room(closed)))
    assert badness(made.new.value, made.closed.value) == best


def test_what_agrees_already_stays() -> None:
    found = span(110, new=30, closed=20)
    made = moved(found, before(100), ()).movement
    assert made is not None
    assert (made.new.value, made.closed.value, made.other) == (30, 20, 0)


@settings(max_examples=100)
@given(fives, fives, fives)
def test_without_published_closed_cases_they_are_computed(then: int, new: int, now: int) -> None:
    made = moved(span(now, new=new), before(then), ()).movement
    assert made is not None
    assert not made.published
    assert then + made.new.value - made.closed.value + made.other == now
    assert made.closed.value >= 0
    assert made.closed.cells == 3 * SITES


def test_without_a_stock_of_every_site_on_both_days_there_is_none() -> None:
    found = span(110, new=30, closed=20)
    assert moved(found, before(100, SITES - 1), ()) == found
    assert moved(found, Figures("2026-03", "2026-03", {}, (), ()), ()) == found
    without_new = span(110, closed=20)
    assert moved(without_new, before(100), ()) == without_new
