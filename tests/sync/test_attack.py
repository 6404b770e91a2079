# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""A Kreis with a known truth is attacked over its months: nothing small is known, and the sums stay true."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterable
from statistics import mean

import pytest

from sync.audit import OPEN_VALUES, judge
from sync.knowledge import TIED
from tests.sync.simulated import TABLES, Office, kreis

Note = Callable[[str], None]


def attack(offices: Iterable[Office]) -> tuple[int, int, int, float]:
    """Figures examined, known exactly, with less than five values; and the seconds it took."""
    begun, examined, exact, narrow = time.perf_counter(), 0, 0, 0
    for office in offices:
        for group in TIED:
            verdict = judge(office.history, office.acts, group)
            assert not verdict.contradiction
            examined += verdict.examined
            narrow += len(verdict.narrow)
            exact += sum(each.values == 1 for each in verdict.narrow)
    return examined, exact, narrow, time.perf_counter() - begun


def errors(offices: list[Office]) -> list[int]:
    """Published minus true, for every cell summed over the offices that publish it."""
    found: dict[tuple[str, str], int] = {}
    for office in offices:
        for table in TABLES:
            true = office.truth(table)
            for cell, value in office.figures(table).items():
                found[table, cell] = found.get((table, cell), 0) + value - true[cell]
    return list(found.values())


def say(figures: Note, offices: list[Office], size: str) -> None:
    examined, exact, narrow, seconds = attack(offices)
    figures(
        f"1   {size}: {examined} figures, margins, complements and changes attacked in {seconds:.1f} s, "
        f"{exact} exact (must: 0), {narrow} with less than {OPEN_VALUES} values (must: 0)"
    )
    assert (exact, narrow) == (0, 0)


def say_errors(figures: Note, kreise: list[list[Office]]) -> None:
    every = [error for offices in kreise for error in errors(offices)]
    rmse = math.sqrt(mean(error * error for error in every))
    moved = sum(office.moved for offices in kreise for office in offices)
    published = sum(office.published for offices in kreise for office in offices)
    repeats = sum(office.repeats for offices in kreise for office in offices)
    figures(
        f"6   {len(kreise)} Kreise: bias {mean(every):+.2f} (must: <= 0.5), RMSE {rmse:.1f} (must: <= 8), "
        f"{moved} of {published} figures moved ({moved / published:.2%}), {repeats} groups repeated"
    )
    assert abs(mean(every)) <= 0.5
    assert rmse <= 8


def test_three_offices_over_six_months_give_nothing_away(figures: Note) -> None:
    say(figures, list(kreis(3, offices=3, months=6)), "3 offices x 6 months")


def test_the_sums_of_a_kreis_stay_true(figures: Note) -> None:
    say_errors(figures, [list(kreis(seed, offices=15, months=1)) for seed in range(6)])


@pytest.mark.soak
def test_a_whole_kreis_over_a_year_gives_nothing_away(figures: Note) -> None:
    say(figures, list(kreis(5, offices=15, months=12)), "15 offices x 12 months")


@pytest.mark.soak
def test_the_sums_of_three_kreise_stay_true_in_twenty_draws(figures: Note) -> None:
    """Each time other offsets and other moves."""
    for size in (8, 15, 20):
        say_errors(figures, [list(kreis(100 * size + draw, offices=size, months=3)) for draw in range(20)])
