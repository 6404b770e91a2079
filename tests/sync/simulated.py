# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Outstations with a known truth, month by month: what they publish, and what was true, side by side."""

from __future__ import annotations

import random
from calendar import monthrange
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from sync.knowledge import Refresh, refreshes
from sync.protection import Offsets, TableState, as_settled, opening, predicate, protect_all
from sync.release import Acts, PublishedTable, compose, encode
from sync.replacement import settle
from sync.tables import CellKey, cells, shipped

CATALOGUE = shipped(2)
TABLES = {table.id: table for table in CATALOGUE.tables}
STOCKS = [name for name, table in TABLES.items() if table.kind == "stock"]
YEAR = 2022
_BENEFITS = ("asylblg", "sgb2", "sgb2", "sgb2", "own_income", "unknown")
_AGES = ("18_27", "28_44", "28_44", "45_64", "unknown")
_LACKING = ("to_14", "to_14", "to_42", "to_91", "more")
_SERVICES = ("counselling", "email_phone", "outreach", "accompaniment")

Members = dict[str, dict[str, tuple[CellKey, ...]]]


@dataclass
class Office:
    """One unit at one site; everything about it hangs on the seed."""

    seed: int
    persons: int
    drawn: Mapping[str, int] = field(default_factory=dict)
    history: list[Refresh] = field(default_factory=list)
    acts: dict[date, int] = field(default_factory=dict)
    states: dict[str, TableState] = field(default_factory=dict)
    members: Members = field(default_factory=lambda: {table: {} for table in TABLES})
    moved: int = 0
    published: int = 0
    repeats: int = 0
    plain: list[bytes] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._chance = random.Random(self.seed)
        self.offsets = Offsets(self._chance.randbytes(32), self.drawn)
        self._known: list[str] = []
        self._so_far = 0

    def live(self, month: int) -> None:
        """What happens in a month, then its release."""
        before = self.persons // 2 if month == 1 else 0
        for _ in range(before + self._chance.randrange(self.persons // 12 + 2)):
            self._take_in()
        for person in self._known:
            self._go_on(person)
        self._release(date(YEAR, month, monthrange(YEAR, month)[1]))

    def truth(self, table: str) -> Counter[str]:
        """The persons of each cell as of the table's last refresh."""
        state = self.states.get(table) or opening(TABLES[table], YEAR)
        keys = (key for own in state.members.values() for key in own)
        return Counter(predicate(TABLES[table], key) for key in keys)

    def figures(self, table: str) -> Mapping[str, int]:
        state = self.states.get(table)
        return state.published if state else {}

    def _take_in(self) -> None:
        person, chance = f"{self.seed}-{len(self._known)}", self._chance
        self._known.append(person)
        self.members["open"][person] = self.members["new"][person] = ((),)
        self.members["open.livelihood"][person] = ((chance.choice(_BENEFITS),),)
        self.members["open.residence"][person] = (chance.choice(cells(TABLES["open.residence"])[:9]),)
        ages = (chance.choice(_AGES), chance.choice(("female", "male", "male")))
        self.members["open.age_band_x_sex"][person] = (ages,)
        lacking = "none" if chance.random() < 0.7 else chance.choice(_LACKING)
        if self.members["open.livelihood"][person] == (("unknown",),):
            lacking = "unknown"
        status = "paused" if chance.random() < 0.1 else "active"
        self.members["open.status_x_uncovered"][person] = ((status, lacking),)
        self._say(person, "open.target_group", 0.8)
        self._say(person, "open.need_x_need_change", 0.7)
        self._say(person, "open.resource", 0.6)
        self._say(person, "open.goal_dimension_x_goal_state", 0.6)
        self._say(person, "open.language_x_interpreter", 0.9)

    def _say(self, person: str, table: str, share: float) -> None:
        """What is not known of everybody, some of it far more often than the rest."""
        if self._chance.random() < share:
            keys = cells(TABLES[table])
            place = min(int(self._chance.expovariate(4 / len(keys))), len(keys) - 1)
            self.members[table][person] = (keys[place],)

    def _go_on(self, person: str) -> None:
        chance = self._chance
        if chance.random() < 0.3:
            self._so_far += chance.randrange(1, 3)
            self._add("served", "served.service_type", person, (chance.choice(_SERVICES),))
        if chance.random() < 0.05:
            self._add("referred", "referred.target", person, chance.choice(cells(TABLES["referred.target"])))
        if chance.random() < 0.02 and person not in self.members["gap"]:
            key = chance.choice(cells(TABLES["gap.dimension_x_kind"]))
            self._add("gap", "gap.dimension_x_kind", person, key)
        if chance.random() < 0.03 and person in self.members["open"]:
            self.members["changed_livelihood"][person] = ((),)
            self.members["open.livelihood"][person] = ((chance.choice(_BENEFITS[:5]),),)
        if chance.random() < 0.02 and person in self.members["open"]:
            for table in STOCKS:
                self.members[table].pop(person, None)

    def _add(self, total: str, table: str, person: str, key: CellKey) -> None:
        self.members[total][person] = ((),)
        had = self.members[table].get(person, ())
        if key not in had and len(had) < TABLES[table].answers:
            self.members[table][person] = (*had, key)

    def _composed(self, shown: list[PublishedTable], day: date) -> bytes:
        """The release as it leaves, before it is sealed."""
        done = self._so_far - max((number for when, number in self.acts.items() if when < day), default=0)
        same = str(UUID(int=self.seed))
        return encode(
            compose(
                CATALOGUE,
                shown,
                {"with_clients": Acts(done)},
                release_id=same,
                unit=same,
                site=same,
                start=day.replace(day=1),
                end=day,
            )
        )

    def _release(self, day: date) -> None:
        self.acts[day] = self._so_far
        before = {table.id: self.states.get(table.id) or opening(table, YEAR) for table in CATALOGUE.tables}
        counted, after = protect_all(CATALOGUE, "site", YEAR, self.members, before, self.offsets, day)
        candidate = list(refreshes(TABLES, counted))
        large = frozenset(name for name, state in before.items() if state.n_once_20)
        settled = settle(self.history, candidate, self.acts, large, self.offsets.key)
        refreshed = {
            each.table.id: {predicate(each.table, key): value for key, value in each.values.items()}
            for group in settled
            for each in group.refreshed
        }
        shown, self.states = as_settled(CATALOGUE, before, after, YEAR, refreshed)
        self.plain.append(self._composed(shown, day))
        self.history += [each for group in settled for each in group.refreshed]
        self.moved += sum(group.moved for group in settled)
        self.repeats += sum(group.repeats for group in settled)
        self.published += sum(len(values) for values in refreshed.values())


def year(seed: int, persons: int, months: int = 12) -> Office:
    office = Office(seed, persons)
    for month in range(1, months + 1):
        office.live(month)
    return office


def kreis(seed: int, offices: int, months: int) -> Iterator[Office]:
    """Offices of a Kreis, of 25 to 160 persons."""
    sizes = random.Random(seed)
    for number in range(offices):
        yield year(seed * 1000 + number, sizes.randrange(25, 160), months)
