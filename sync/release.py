# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The release, `kim-bruecke.release/1`: keys, order and length class never depend on the data."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Final, Literal

import msgspec
from msgspec import Meta
from msgspec.structs import replace

from app.domain.errors import Refusal
from sync.populations import ACTIVITY_LINES, Kind
from sync.strict import Id, Number, Record, Sha256, parse
from sync.tables import Catalogue, cells

SCHEMA: Final = "kim-bruecke.release/1"
_MOST = 999_995
SENTENCES_ROOM = 12 * 1024
"""What a packet keeps free for sentences: ten of 240 characters, whether they are written or not."""

Figure = Annotated[int, Meta(ge=0, le=_MOST, multiple_of=5)]
Count = Annotated[int, Meta(ge=0, le=_MOST)]
Word = Annotated[str, Meta(pattern=r"^[a-z0-9_.]{1,80}\Z", max_length=80)]
Month = Annotated[str, Meta(pattern=r"^[0-9]{4}-[0-9]{2}\Z", max_length=7)]


class Cell(Record, frozen=True):
    """Distinct persons in steps of five; None while the population is too small."""

    key: dict[Word, Word]
    value: Figure | None


class PublishedTable(Record, frozen=True, tag_field="unit", tag="persons"):
    """A table of persons with published N; `as_of` is the day of its last refresh, None before the first."""

    id: Word
    kind: Kind
    state: Literal["refreshed", "repeated"]
    as_of: date | None
    n: Figure
    cells: tuple[Cell, ...]


class ActivityKey(Record, frozen=True):
    type: Word
    month: Month


class ActivityCell(Record, frozen=True):
    """Exact acts of a month; minutes stay None until a catalogue can name a works agreement."""

    key: ActivityKey
    acts: Count
    minutes: Count | None
    target_participants: Count
    partner_participants: Count


class ActivityTable(Record, frozen=True, tag_field="unit", tag="acts"):
    id: Literal["activities"]
    kind: Literal["flow"]
    state: Literal["refreshed"]
    as_of: date
    cells: tuple[ActivityCell, ...]


class CatalogueUsed(Record, frozen=True):
    number: Number
    sha256: Sha256


class GapSentence(Record, frozen=True):
    """A case manager's sentence beside a published gap of 5 or more."""

    dimension: Word
    kind: Word
    sentence: Annotated[str, Meta(min_length=1, max_length=500)]


class Release(Record, frozen=True):
    """All figures of one Standort and one case file for one period."""

    schema: Literal["kim-bruecke.release/1"]
    release_id: Id
    unit: Id
    site: Id
    period: Month
    start: date = msgspec.field(name="from")
    end: date = msgspec.field(name="to")
    partial: bool
    catalogue: CatalogueUsed
    tables: tuple[PublishedTable | ActivityTable, ...]
    gap_sentences: tuple[GapSentence, ...]

    def person_tables(self) -> list[PublishedTable]:
        return [table for table in self.tables if isinstance(table, PublishedTable)]

    def activities(self) -> tuple[ActivityCell, ...]:
        return next(table.cells for table in self.tables if isinstance(table, ActivityTable))


@dataclass(frozen=True)
class Acts:
    """What was done on one activity line in the period, and who took part."""

    acts: int = 0
    target_participants: int = 0
    partner_participants: int = 0


def compose(
    catalogue: Catalogue,
    tables: Iterable[PublishedTable],
    activities: Mapping[str, Acts],
    *,
    release_id: str,
    unit: str,
    site: str,
    start: date,
    end: date,
    sentences: Iterable[GapSentence] = (),
) -> Release:
    """The release of one period within a month; a line without acts counts zero."""
    release = Release(
        schema=SCHEMA,
        release_id=release_id,
        unit=unit,
        site=site,
        period=f"{start:%Y-%m}",
        start=start,
        end=end,
        partial=_is_partial(start, end),
        catalogue=CatalogueUsed(catalogue.number, catalogue.sha256),
        tables=(*tables, _activity_table(activities, f"{start:%Y-%m}", end)),
        gap_sentences=tuple(sentences),
    )
    require_shape(release, catalogue)
    return release


def encode(release: Release) -> bytes:
    """The one spelling of a release, in the order of its description."""
    data = msgspec.to_builtins(release)
    data["tables"] = [{"id": table["id"], **table} for table in data["tables"]]
    return msgspec.json.encode(data)


def decode(raw: bytes) -> Release:
    """The release in these bytes, strictly; Refusal("release.unreadable") otherwise."""
    return parse(raw, Release, "release.unreadable", encode)


def length_class(release: Release) -> int:
    """Bytes the release would take with the longest possible values: what a packet makes room for."""
    widest = tuple(_widest(table) for table in release.tables)
    return len(encode(replace(release, tables=widest, gap_sentences=()))) + SENTENCES_ROOM


def require_shape(release: Release, catalogue: Catalogue) -> None:
    """The release holds exactly the catalogue's tables, cells and activity lines; Refusal otherwise."""
    if (release.catalogue.number, release.catalogue.sha256) != (catalogue.number, catalogue.sha256):
        raise Refusal("release.other_catalogue", number=release.catalogue.number)
    if _shape(release) != _expected_shape(release.period, catalogue):
        raise Refusal("release.wrong_shape")
    if not (_spans_its_month(release) and _totals_agree(release) and _sentences_stand(release)):
        raise Refusal("release.contradicts_itself")


def _is_partial(start: date, end: date) -> bool:
    return (start.day, end.day) != (1, monthrange(end.year, end.month)[1])


def _activity_table(activities: Mapping[str, Acts], month: str, end: date) -> ActivityTable:
    if unknown := activities.keys() - set(ACTIVITY_LINES):
        raise ValueError(f"no activity lines {sorted(unknown)}")
    lines = [(line, activities.get(line, Acts())) for line in ACTIVITY_LINES]
    return ActivityTable(
        id="activities",
        kind="flow",
        state="refreshed",
        as_of=end,
        cells=tuple(
            ActivityCell(
                ActivityKey(line, month), done.acts, None, done.target_participants, done.partner_participants
            )
            for line, done in lines
        ),
    )


def _widest(table: PublishedTable | ActivityTable) -> PublishedTable | ActivityTable:
    if isinstance(table, ActivityTable):
        widest = [
            replace(cell, acts=_MOST, target_participants=_MOST, partner_participants=_MOST)
            for cell in table.cells
        ]
        return replace(table, cells=tuple(widest))
    figures = tuple(replace(cell, value=_MOST) for cell in table.cells)
    return replace(table, state="refreshed", as_of=date.max, n=_MOST, cells=figures)


def _shape(release: Release) -> list[tuple[str, str, list[object]]]:
    return [(table.id, table.kind, [_cell_shape(cell) for cell in table.cells]) for table in release.tables]


def _cell_shape(cell: Cell | ActivityCell) -> object:
    if isinstance(cell, Cell):
        return list(cell.key.items())
    return cell.key, cell.minutes


def _expected_shape(month: str, catalogue: Catalogue) -> list[tuple[str, str, list[object]]]:
    persons: list[tuple[str, str, list[object]]] = [
        (table.id, table.kind, [list(zip(table.variables, key, strict=True)) for key in cells(table)])
        for table in catalogue.tables
    ]
    return [*persons, ("activities", "flow", [(ActivityKey(line, month), None) for line in ACTIVITY_LINES])]


def _spans_its_month(release: Release) -> bool:
    days = [release.start, release.end]
    as_of = [table.as_of for table in release.tables if table.as_of]
    return (
        {f"{day:%Y-%m}" for day in days} == {release.period}
        and release.start <= release.end
        and release.partial == _is_partial(*days)
        and all(day <= release.end for day in as_of)
    )


def _totals_agree(release: Release) -> bool:
    """Every table carries the N of its population's own table, and only there N is never null."""
    totals = {table.id: table.cells[0].value for table in release.person_tables() if not table.cells[0].key}
    return all(totals[table.id.partition(".")[0]] == table.n for table in release.person_tables())


def _sentences_stand(release: Release) -> bool:
    gaps = {
        (cell.key["dimension"], cell.key["kind"]): cell.value or 0
        for table in release.person_tables()
        if table.id == "gap.dimension_x_kind"
        for cell in table.cells
    }
    return all(gaps.get((gap.dimension, gap.kind), 0) >= 5 for gap in release.gap_sentences)
