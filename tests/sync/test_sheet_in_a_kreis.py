# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""A Kreis that rounds by an offset sheet: how near its sums are, and what one of its own offices learns."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from random import Random
from statistics import mean

import numpy as np
import pytest

from sync import offset_sheet
from sync.audit import OPEN_VALUES, Range, ranges
from sync.inference import System, Terms
from sync.knowledge import Knowledge, Target
from sync.protection import STEP, Offsets
from tests.sync.simulated import YEAR, Office
from tests.sync.test_attack import errors

Note = Callable[[str], None]
Cell = tuple[str, str, int]
"""Population, predicate, and the year of a flow or 0: what one value of the sheet is for."""

SITE, OFFICES = "site", 10
GROUP = ("open", "new", "closed")


@pytest.fixture(autouse=True)
def one_year(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the other 19 years would say is of no use here."""
    monkeypatch.setattr(offset_sheet, "YEARS", 1)


def drawn_kreis(seed: int, sheet: int, offices: int, months: int) -> list[Office]:
    """A Kreis whose truth hangs on the seed, under the sheet of another one."""
    lines = offset_sheet.draw([[SITE]] * offices, YEAR, Random(sheet))
    sizes = Random(seed)
    made = [
        Office(seed * 1000 + number, sizes.randrange(25, 160), offset_sheet.offsets(line, SITE, YEAR))
        for number, line in enumerate(lines)
    ]
    for office in made:
        for month in range(1, months + 1):
            office.live(month)
    return made


# --- how near the sums are ------------------------------------------------------------------------------


def say_sums(figures: Note, draws: int) -> None:
    """Privacy table, 6, with sheet: inner cells of three Kreise, each under so many sheets."""
    kreise = [drawn_kreis(seed, draw, 15, 1) for seed in range(3) for draw in range(draws)]
    every = [error for offices in kreise for error in errors(offices)]
    rmse, near = math.sqrt(mean(each * each for each in every)), mean(abs(each) <= 12 for each in every)
    moved = sum(office.moved for offices in kreise for office in offices)
    published = sum(office.published for offices in kreise for office in offices)
    figures(
        f"6   with sheet, 3 Kreise x {draws} draws: bias {mean(every):+.2f} (must: <= 0.5), RMSE {rmse:.1f} "
        f"(must: <= 6), {near:.1%} within 12 (must: >= 95 %), {moved} of {published} figures moved"
    )
    assert abs(mean(every)) <= 0.5
    assert rmse <= 6
    assert near >= 0.95


def test_a_sheet_keeps_the_sums_of_a_kreis_near(figures: Note) -> None:
    say_sums(figures, draws=2)


@pytest.mark.soak
def test_twenty_sheets_keep_the_sums_of_three_kreise_near(figures: Note) -> None:
    say_sums(figures, draws=20)


# --- what an insider learns -----------------------------------------------------------------------------


class Insider:
    """The first office: it knows its own offsets and truth, every file of the others, and that all balances.

    `others` are what each of the others' files say alone; together they stand in one system, in which every
    cell of the sheet has each value as often as the drawing gives it.
    """

    def __init__(self, kreis: list[Office]) -> None:
        self.own = kreis[0].drawn
        self.others = [Knowledge(office.history, office.acts, GROUP) for office in kreis[1:]]
        self.joint = System()
        self.places = [self._take_over(knowledge.system) for knowledge in self.others]
        self.cells = sorted({cell for knowledge in self.others for cell in knowledge._offsets})
        for cell in self.cells:
            self._balance(cell)
        self._solver = self.joint.solver()

    def lowest(self, terms: Terms) -> float:
        """The least this sum can be, all being known together."""
        cost = np.zeros(self.joint.size)
        for column, factor in terms.items():
            cost[column] += factor
        point = self._solver.lowest(cost)
        assert point is not None
        return float(cost @ point)

    def terms(self, number: int, target: Target) -> dict[int, int]:
        """A target of one of the others, in the joint system."""
        return {self.places[number] + column: factor for column, factor in target.terms.items()}

    def _take_over(self, system: System) -> int:
        first = self.joint.size
        for low, high in zip(system._low, system._high, strict=True):
            self.joint.unknown(low, high)
        for low, high, terms in system._rows:
            self.joint.require({first + column: factor for column, factor in terms.items()}, low, high)
        return first

    def _balance(self, cell: Cell) -> None:
        """One choice of five for each of the others; together with the own value all are equally many."""
        choices = [self._choice(number, cell) for number in range(len(self.others))]
        own = self.own[_cell_id(cell)]
        for value in range(STEP):
            left = (len(self.others) + 1) // STEP - (value == own)
            self.joint.require({choice[value]: 1 for choice in choices}, left, left)

    def _choice(self, number: int, cell: Cell) -> list[int]:
        choice = [self.joint.unknown(0, 1) for _ in range(STEP)]
        self.joint.require(dict.fromkeys(choice, 1), 1, 1)
        column = self.others[number]._offsets.get(cell)
        if column is not None:
            said = {choice[value]: value for value in range(1, STEP)}
            self.joint.require(said | {self.places[number] + column: -1}, 0, 0)
        return choice


def opposite(terms: Terms) -> dict[int, int]:
    return {column: -factor for column, factor in terms.items()}


def protected_targets(knowledge: Knowledge, draw: Random) -> Iterator[tuple[Target, Range]]:
    """Figures, margins and changes that may be one to four persons, with what the file alone leaves open."""
    alone = {each.name: each for each in ranges(knowledge)}
    targets = [each for each in knowledge.targets() if alone[each.name].protected]
    draw.shuffle(targets)
    return ((each, alone[each.name]) for each in targets)


def out_of_reach(insider: Insider, pulled: list[tuple[dict[int, int], int, str]]) -> list[str]:
    """Whose least value the joint system does not reach.

    All are pulled at once: their sum is reached only if each of them is. Where it is not, since two want the
    same value of one cell, each is pulled alone.
    """
    together = {column: factor for terms, *_ in pulled for column, factor in terms.items()}
    if insider.lowest(together) == sum(least for _, least, _ in pulled):
        return []
    return [name for terms, least, name in pulled if insider.lowest(terms) != least]


def say_insider(figures: Note, seed: int, rounds: int, months: int) -> None:
    """Privacy table, 9: every extreme that a file alone leaves possible stays possible for the insider."""
    insider = Insider(drawn_kreis(seed, seed, OFFICES, months))
    draw = Random(seed)
    queues = [list(protected_targets(knowledge, draw)) for knowledge in insider.others]
    looked_at, narrowed = 0, list[str]()
    for turn in range(rounds):
        picked = [(number, *queue[turn]) for number, queue in enumerate(queues) if len(queue) > turn]
        for pulled in (
            [(insider.terms(number, target), alone.low, target.name) for number, target, alone in picked],
            [
                (opposite(insider.terms(number, target)), -alone.high, target.name)
                for number, target, alone in picked
            ],
        ):
            narrowed += out_of_reach(insider, pulled)
        looked_at += len(picked)
    figures(
        f"9   insider in a sheet of {OFFICES}, {months} months: {looked_at} protected figures of the others, "
        f"{len(insider.cells)} cells balanced; {len(narrowed)} lost a value (must: 0)"
    )
    assert looked_at >= rounds
    assert narrowed == []


def test_an_insider_learns_nothing_of_the_others(figures: Note) -> None:
    say_insider(figures, seed=1, rounds=1, months=1)


@pytest.mark.soak
@pytest.mark.parametrize("seed", [2, 3, 4])
def test_an_insider_of_other_kreise_learns_nothing_either(figures: Note, seed: int) -> None:
    say_insider(figures, seed, rounds=12, months=3)


def test_what_leaked_offsets_give_away_is_measured(figures: Note) -> None:
    """Privacy table, 9: printed, not promised. Whoever knows an office's offsets is left with less."""
    office = drawn_kreis(5, 5, OFFICES, 1)[1]
    alone = [each for each in ranges(Knowledge(office.history, office.acts, GROUP)) if each.protected]
    leaked = Knowledge(office.history, office.acts, GROUP)
    for cell, column in leaked._offsets.items():
        value = office.offsets.of(_cell_id(cell))
        leaked.system.require({column: 1}, value, value)
    known = {each.name: each.values for each in ranges(leaked)}
    left = [known[each.name] for each in alone]
    figures(
        f"    leaked offsets: of {len(alone)} protected figures each had {mean(a.values for a in alone):.1f} "
        f"values; with its office's offsets known {mean(left):.1f}, "
        f"{sum(value < OPEN_VALUES for value in left)} below {OPEN_VALUES}, {left.count(1)} exact"
    )
    assert min(each.values for each in alone) >= OPEN_VALUES
    assert mean(left) < mean(each.values for each in alone)


def test_how_many_leaked_lines_give_another_away_is_measured(figures: Note) -> None:
    """Of a sheet of ten: offsets still possible for the tenth when so many of the other lines are known."""
    lines = offset_sheet.draw([[SITE]] * OFFICES, YEAR, Random(6))
    columns = list(zip(*(line.sites[0].cells.values() for line in lines), strict=True))
    open_values = [
        mean(sum(column[:leaked].count(value) < 2 for value in "01234") for column in columns)
        for leaked in range(OFFICES)
    ]
    shown = ", ".join(f"{count:.1f}" for count in open_values)
    figures(f"    leaked lines in a sheet of ten: offsets open for another after 0 to 9 of them: {shown}")
    assert open_values[:2] == [5, 5], "one line known, as every insider knows its own: nothing is excluded"
    assert open_values[9] == 1


def test_without_a_sheet_the_others_offsets_are_their_own() -> None:
    """By key there is nothing to know together: an office's value says nothing of another's."""
    name = f"stock|{SITE}|open"
    pairs = {
        (Offsets(number.to_bytes(32)).of(name), Offsets((number + 5000).to_bytes(32)).of(name))
        for number in range(2000)
    }
    assert len(pairs) == STEP * STEP


def _cell_id(cell: Cell) -> str:
    population, predicate, year = cell
    scope = f"flow|{year}|{SITE}" if year else f"stock|{SITE}"
    return "|".join(filter(None, [scope, population, predicate]))
