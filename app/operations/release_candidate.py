# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""From the case file to a release that could leave: count, protect, compose, look for personal data."""

from __future__ import annotations

import hmac
from collections import Counter
from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from hashlib import sha256
from uuid import UUID

from app.domain.personal_data import Findings, personal_data_in
from app.domain.progress import Progress
from app.operations import gap_sentences, release_audit
from app.operations.offset_lines import offsets_of
from app.operations.release_audit import Certificate
from storage import Connection, code_lists, epochs, identities, offset_lines, releases, statistics
from storage.releases import STOCK_YEAR, Unit
from storage.statistics import Act, People
from sync import protection
from sync.populations import POPULATIONS
from sync.protection import Offsets, TableState
from sync.release import Acts, PublishedTable, Release, compose, encode
from sync.release import GapSentence as Spoken
from sync.tables import Catalogue, CellKey, Table, activity_line, cells

Members = dict[str, tuple[CellKey, ...]]
Count = Callable[[str, int], People]
"""The people of a population in a year, up to the day of the release."""


@dataclass(frozen=True)
class Candidate:
    """A release before it is closed, with the table states and acts to be remembered when it is."""

    release: Release
    payload: bytes
    states: Mapping[tuple[str, int], bytes]
    acts: tuple[str, ...]
    certificate: Certificate
    judged: Mapping[str, tuple[str, str]]
    findings: Findings

    @property
    def sha256(self) -> str:
        return sha256(self.payload).hexdigest()


def candidate(
    db: Connection, unit: Unit, site_id: str, until: date, progress: Progress | None = None
) -> Candidate:
    """The release of the month up to `until`; changes nothing, gives the same while nothing changes."""
    catalogue, year = release_audit.catalogue_of(db, site_id, until.year), until.year
    before, members = standing(db, catalogue, site_id, until)
    offsets = offsets_of(db, unit, site_id, year)
    counted, after = protection.protect_all(catalogue, site_id, year, members, before, offsets, until)
    acts = statistics.acts_to_release(db, site_id, _first_day(db, site_id, until), until)
    lines = _lines(acts)
    audited = release_audit.settle(db, site_id, counted, before, lines, until, unit.offset_key, progress)
    shown, after = protection.as_settled(catalogue, before, after, year, audited.refreshed)
    spoken = [
        Spoken(each.dimension, each.kind, each.sentence)
        for each in gap_sentences.fit_to_leave(db, site_id, shown)
    ]
    release = _composed(unit, catalogue, shown, lines, site_id, until, spoken)
    payload = encode(release)
    return Candidate(
        release,
        payload,
        {state_key(table, year): protection.state_bytes(after[table.id]) for table in catalogue.tables},
        tuple(act.id for act in acts),
        audited.certificate,
        audited.judged,
        _findings(db, payload, _own_words(unit, catalogue, shown, site_id, until, spoken)),
    )


def standing(
    db: Connection, catalogue: Catalogue, site_id: str, until: date
) -> tuple[dict[str, TableState], dict[str, Members]]:
    """What each table last saw, and who counts in it on that day."""
    count, stored, year = _counting(db, site_id, until), releases.states(db, site_id), until.year
    known, staying = statistics.known_people(db), statistics.standing_people(db)
    before = {table.id: _state_before(table, year, stored, count, known) for table in catalogue.tables}
    members = {
        table.id: _members(table, count(table.population, year)) | _staying(table, before[table.id], staying)
        for table in catalogue.tables
    }
    return before, members


def state_key(table: Table, year: int) -> tuple[str, int]:
    """Under which the state of a table is kept."""
    return table.id, STOCK_YEAR if table.kind == "stock" else year


def exact(db: Connection, site_id: str, until: date) -> dict[str, Counter[CellKey]]:
    """How many persons truly lie in each cell, by table: for the office's own eyes, never for a release."""
    catalogue, count = release_audit.catalogue_of(db, site_id, until.year), _counting(db, site_id, until)
    return {
        table.id: Counter(
            key
            for keys in _members(table, count(table.population, until.year)).values()
            for key in keys[: table.answers]
        )
        for table in catalogue.tables
    }


def _counting(db: Connection, site_id: str, until: date) -> Count:
    lists = code_lists.load(db)

    def between(population: str, year: int, last: date) -> People:
        return statistics.people(db, population, site_id, date(year, 1, 1), last, lists)

    lost = offset_lines.lost_until(db)

    @cache
    def count(population: str, year: int) -> People:
        found = between(population, year, min(until, date(year, 12, 31)))
        if lost is None or year > lost.year:
            return found
        before = offset_lines.persons_by(db, lost) | between(population, year, lost).keys()
        return _not_counted_before(population, found, before)

    return count


def _not_counted_before(population: str, found: People, before: Container[str]) -> People:
    """Where a lost file reported in the year: nobody whom it may have counted, and no stock (rule 5d)."""
    if POPULATIONS[population].kind == "stock":
        return {}
    return {person: answers for person, answers in found.items() if person not in before}


def _members(table: Table, people: People) -> Members:
    """The cells of each person: every answer that names all of the table's variables, in its order."""
    known = frozenset(cells(table))
    return {person: tuple(_keys(table, answers, known)) for person, answers in people.items()}


def _keys(table: Table, answers: Iterable[Mapping[str, str]], known: frozenset[CellKey]) -> list[CellKey]:
    keys = (tuple(answer.get(variable, "") for variable in table.variables) for answer in answers)
    return [key for key in dict.fromkeys(keys) if key in known]


def _state_before(
    table: Table, year: int, stored: Mapping[tuple[str, int], bytes], count: Count, known: frozenset[str]
) -> TableState:
    """What the table last saw; a flow goes on counting the erased and what last year left unpublished."""
    raw = stored.get(state_key(table, year))
    state = protection.read_state(raw) if raw else protection.opening(table, year)
    if table.kind == "stock":
        return state
    for erased in sorted(state.members.keys() - known - set(state.kept)):
        state = protection.forget(state, erased)
    return replace(state, carried=_carried(table, year, stored, count))


def _staying(table: Table, before: TableState, staying: frozenset[str]) -> Members:
    """Who stands leaves the stock; a flow keeps what it published of them and adds nothing."""
    if table.kind == "stock":
        return {}
    return {person: keys for person, keys in before.members.items() if person in staying}


def _carried(
    table: Table, year: int, stored: Mapping[tuple[str, int], bytes], count: Count
) -> Mapping[str, tuple[CellKey, ...]]:
    """Computed anew from the last year that was released, so that what is entered late is among it."""
    years = [held for name, held in stored if name == table.id and held < year]
    if not years:
        return {}
    state = protection.read_state(stored[table.id, max(years)])
    for past in range(max(years), year):
        state = protection.next_year(table, state, _members(table, count(table.population, past)))
    return state.carried


def _first_day(db: Connection, site_id: str, until: date) -> date:
    """Acts count from the beginning of the year of the site's first release, or after a lost file's last.

    What came back from the Kreis holds every act of its days, also of those that are entered again.
    """
    closed = releases.periods(db, site_id)
    first = date(int(closed[0][:4]) if closed else until.year, 1, 1)
    held = filter(None, (offset_lines.lost_until(db), epochs.returned_until(db, site_id)))
    return max([first, *(day + timedelta(days=1) for day in held)])


def _lines(acts: Iterable[Act]) -> dict[str, Acts]:
    lines: dict[str, Acts] = {}
    for act in acts:
        line = activity_line(act.activity_type)
        so_far = lines.get(line, Acts())
        lines[line] = Acts(
            so_far.acts + 1,
            so_far.target_participants + act.target_participants,
            so_far.partner_participants + act.partner_participants,
        )
    return lines


def _composed(
    unit: Unit,
    catalogue: Catalogue,
    shown: Iterable[PublishedTable],
    lines: Mapping[str, Acts],
    site_id: str,
    until: date,
    spoken: Iterable[Spoken] = (),
) -> Release:
    return compose(
        catalogue,
        shown,
        lines,
        release_id=_release_id(unit, site_id, f"{until:%Y-%m}"),
        unit=unit.id,
        site=site_id,
        start=until.replace(day=1),
        end=until,
        sentences=spoken,
    )


def _release_id(unit: Unit, site_id: str, period: str) -> str:
    """As good as random, and the same in the preview and in what leaves."""
    digest = hmac.digest(unit.offset_key, f"release|{site_id}|{period}".encode(), "sha256")
    return str(UUID(bytes=digest[:16], version=4))


def _own_words(
    unit: Unit,
    catalogue: Catalogue,
    shown: Iterable[PublishedTable],
    site_id: str,
    until: date,
    spoken: Iterable[Spoken],
) -> str:
    """What stands in every release of this catalogue, site and month; sentences were looked through alone."""
    nobody = {table.id: Members() for table in catalogue.tables}
    by_key = Offsets(unit.offset_key)
    empty, _ = protection.protect_all(catalogue, site_id, until.year, nobody, {}, by_key, until)
    bare = encode(_composed(unit, catalogue, empty, {}, site_id, until)).decode()
    sentences = (each.sentence for each in spoken)
    days = (table.as_of.isoformat() for table in shown if table.as_of)
    return " ".join([bare, "refreshed", "repeated", *days, *sentences])


def _findings(db: Connection, payload: bytes, own: str) -> Findings:
    return personal_data_in(payload.decode(), own, identities.names(db), identities.birth_dates(db))
