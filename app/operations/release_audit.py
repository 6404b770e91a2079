# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The release audit at its place: between what was counted and what may be previewed.

Only what this unit and site has published, and the candidate, come in; true figures and offsets do not.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from itertools import accumulate
from typing import TYPE_CHECKING

import msgspec

from app.domain.progress import Progress
from storage import Connection, journal, releases
from sync import tables
from sync.protection import TableState, predicate
from sync.release import Acts, PublishedTable, Release, decode
from sync.tables import Catalogue

if TYPE_CHECKING:
    from sync.audit import Memory
    from sync.knowledge import Refresh
    from sync.replacement import Settled


@dataclass(frozen=True)
class GroupCertificate:
    """`examined` figures, margins, complements and changes each keep five values or are large enough."""

    populations: tuple[str, ...]
    examined: int
    moved: int
    repeats: bool


@dataclass(frozen=True)
class Certificate:
    """What the audit found and did, for the data protection officer; empty if nothing was new."""

    groups: tuple[GroupCertificate, ...] = ()

    @property
    def examined(self) -> int:
        return sum(group.examined for group in self.groups)

    @property
    def moved(self) -> int:
        return sum(group.moved for group in self.groups)

    @property
    def repeats(self) -> bool:
        return any(group.repeats for group in self.groups)


@dataclass(frozen=True)
class Audited:
    """The figures of each table that may be refreshed, by predicate.

    `judged` is what was said of the ledger with them, by group and by what was asked.
    """

    refreshed: Mapping[str, Mapping[str, int]]
    certificate: Certificate
    judged: Mapping[str, tuple[str, str]]


_answers: Memory = {}
"""What was judged in this run of the program: published figures only, so it may outlive a session."""
_ANSWERS_KEPT = 500


def settle(
    db: Connection,
    site_id: str,
    counted: Iterable[PublishedTable],
    before: Mapping[str, TableState],
    lines: Mapping[str, Acts],
    until: date,
    coin: bytes,
    progress: Progress | None = None,
) -> Audited:
    """What of the counted tables may leave, as it is or moved to the nearest figures that tell too little.

    What was judged once, for the preview or with the last release, is not judged again.
    """
    from sync import replacement  # HiGHS takes a while to load: not before figures are audited
    from sync.knowledge import refreshes

    known = {table.id: table for held in catalogues(db) for table in held.tables}
    past = [decode(raw) for raw in releases.payloads(db, site_id)]
    history = [each for release in past for each in refreshes(known, release.person_tables())]
    large = frozenset(name for name, state in before.items() if state.n_once_20)
    so_far = _acts_so_far(past, lines, until)
    memory: Memory = _remembered(db, site_id)
    candidate = list(refreshes(known, counted))
    settled = replacement.settle(history, candidate, so_far, large, coin, memory, progress)
    _remember(memory)
    return Audited(
        {each.table.id: _figures(each) for group in settled for each in group.refreshed},
        Certificate(tuple(map(_certified, settled))),
        {
            "|".join(group.populations): (group.asked, msgspec.json.encode(memory[group.asked]).decode())
            for group in settled
            if group.asked in memory
        },
    )


def _remembered(db: Connection, site_id: str) -> Memory:
    from sync.audit import Verdict

    kept = releases.judged(db, site_id).items()
    return {**_answers, **{asked: msgspec.json.decode(said, type=Verdict) for asked, said in kept}}


def _remember(memory: Memory) -> None:
    _answers.update(memory)
    for asked in list(_answers)[:-_ANSWERS_KEPT]:
        del _answers[asked]


def remember(db: Connection, site_id: str, judged: Mapping[str, tuple[str, str]]) -> None:
    """Within the caller's transaction: what the next month need not judge again."""
    for populations, (asked, verdict) in judged.items():
        releases.put_judged(db, site_id, populations, asked, verdict)


def catalogues(db: Connection) -> tuple[Catalogue, ...]:
    """Every catalogue that was taken, the oldest first."""
    taken: list[Catalogue] = []
    for raw in releases.catalogues(db):
        taken.append(tables.load(raw, taken))
    return tuple(taken)


def know(db: Connection, number: int, day: date) -> None:
    """Within the caller's transaction: a catalogue of the program, known from the day of a release by it."""
    if number in tables.SHIPPED and all(held.number != number for held in catalogues(db)):
        found, at = tables.shipped(number), datetime.combine(day, time(), UTC)
        releases.insert_catalogue(db, number, found.sha256, tables.raw(number), journal.utc_text(at))


def catalogue_of(db: Connection, site_id: str, year: int) -> Catalogue:
    """The newest one that was taken; a year whose flows began with an older one ends with that."""
    taken, begun = catalogues(db), releases.catalogue_of_year(db, site_id, year)
    return next((catalogue for catalogue in taken if catalogue.number == begun), taken[-1])


def encoded(certificate: Certificate) -> str:
    return msgspec.json.encode(certificate).decode()


def read_certificate(raw: str) -> Certificate:
    return msgspec.json.decode(raw, type=Certificate)


def _figures(refresh: Refresh) -> dict[str, int]:
    return {predicate(refresh.table, key): value for key, value in refresh.values.items()}


def _certified(settled: Settled) -> GroupCertificate:
    return GroupCertificate(settled.populations, settled.verdict.examined, settled.moved, settled.repeats)


def acts_by_day(releases: Sequence[Release]) -> dict[date, int]:
    """Acts with clients, summed up from the first release on, by day; later years carry persons over."""
    first = [release for release in releases if release.end.year == releases[0].end.year]
    return dict(zip((each.end for each in first), accumulate(map(_with_clients, first)), strict=True))


def _acts_so_far(past: Sequence[Release], lines: Mapping[str, Acts], until: date) -> dict[date, int]:
    """As an attacker will reckon them when this release is out."""
    now = lines.get("with_clients", Acts()).acts
    if not past:
        return {until: now}
    so_far = acts_by_day(past)
    if until.year == past[0].end.year:
        so_far[until] = max(so_far.values()) + now
    return so_far


def _with_clients(release: Release) -> int:
    return sum(line.acts for line in release.activities() if line.key.type == "with_clients")
