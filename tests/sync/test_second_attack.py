# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The plain releases of a Kreis, attacked by a program that shares nothing with the one that made them."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable

import pytest

from tests.sync.second_attacker import Attack, attack
from tests.sync.simulated import TABLES, Office, kreis

Note = Callable[[str], None]
DAY = "2022-01-31"


def say(figures: Note, offices: Iterable[Office], size: str) -> None:
    begun, made = time.perf_counter(), list(offices)
    attacks = [attack(office.plain) for office in made]
    for office, found in zip(made, attacks, strict=True):
        require_truth_is_possible(office, found)
    left = [values for each in attacks for values in each.protected.values()]
    exact, narrow = left.count(1), sum(values < 5 for values in left)
    figures(
        f"1   second attacker, {size}: {sum(len(each.possible) for each in attacks)} figures, margins and "
        f"changes, {sum(each.blocks for each in attacks)} tables counted out in "
        f"{time.perf_counter() - begun:.0f} s; {exact} exact (must: 0), {narrow} of {len(left)} protected "
        f"ones below 5 values (must: 0), least {min(left)}"
    )
    assert (exact, narrow) == (0, 0)


def require_truth_is_possible(office: Office, found: Attack) -> None:
    """An attacker who excludes the truth proves nothing."""
    for name, state in office.states.items():
        true = office.truth(name)
        for cell in state.published:
            pairs = dict(pair.split("=") for pair in cell.split("|") if pair)
            key = tuple((variable, pairs[variable]) for variable in TABLES[name].variables)
            figure = f"{name} {key!r} {state.as_of}"
            assert true[cell] in found.possible[figure], figure


def release(n: int, **figures: int) -> bytes:
    """A release by hand: N of open cases and some of residence."""
    cells = [{"key": {"residence": code}, "value": value} for code, value in figures.items()]
    return json.dumps(
        {
            "to": DAY,
            "tables": [
                _table("open", n, [{"key": {}, "value": n}]),
                _table("open.residence", n, cells),
                {"id": "activities", "unit": "acts", "cells": []},
            ],
        }
    ).encode()


def _table(name: str, n: int, cells: list[dict[str, object]]) -> dict[str, object]:
    said = {"id": name, "unit": "persons", "kind": "stock", "state": "refreshed", "as_of": DAY}
    return said | {"n": n, "cells": cells}


def test_the_second_attacker_is_not_blind() -> None:
    """Four zeros beside N = 20 are four each; two cells of 15 beside N = 20 leave the third two at most."""
    four = attack([release(20, eu=0, tolerated=0, german=0, settled=0)])
    assert list(four.protected.values()) == [1] * 4
    two = attack([release(20, eu=15, tolerated=15, german=0)])
    assert list(two.protected.values()) == [3]
    assert two.possible[f"open.residence {(('residence', 'german'),)!r} {DAY}"] == {0, 1, 2}


def test_figures_that_no_truth_has_are_named() -> None:
    with pytest.raises(ValueError, match="contradict"):
        attack([release(50, eu=0, tolerated=0)])


def test_a_second_attacker_gets_nowhere_in_three_offices(figures: Note) -> None:
    say(figures, kreis(3, offices=3, months=4), "3 offices x 4 months")


@pytest.mark.soak
def test_a_second_attacker_gets_nowhere_in_a_whole_kreis(figures: Note) -> None:
    say(figures, kreis(5, offices=15, months=12), "15 offices x 12 months")
