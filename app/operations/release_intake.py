# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the Kreis accepts of an opened packet: the figures of a known outstation, one period once."""

from __future__ import annotations

from functools import lru_cache

from app.domain import figures
from app.domain.errors import Refusal
from app.domain.gap_sentence import GapSentence
from app.operations import release_audit
from storage import Connection, district, packets, released, releases
from storage.district import Outstation, ReportedSite
from storage.released import Origin
from sync import release, tables
from sync.keys import Party
from sync.packet import Opened
from sync.release import ActivityCell, PublishedTable, Release
from sync.tables import Catalogue


def acceptable(db: Connection, own: Party, known: Outstation, opened: Opened) -> Release:
    """The release in a packet if its outstation may send it now; otherwise a Refusal that says why not."""
    if opened.header.district != own.id:
        raise Refusal("packet.not_for_us")
    if packets.has_id(db, opened.header.packet):
        raise Refusal("packet.id_used")
    if opened.header.schema != release.SCHEMA:
        raise Refusal("release.unknown_schema")
    content = release.decode(opened.payload)
    if content.unit != known.id:
        raise Refusal("release.foreign_unit")
    release.require_shape(content, _catalogue(db, content.catalogue.number))
    if district.outstation_of_site(db, content.site) not in (None, known.id):
        raise Refusal("release.foreign_site")
    if released.payload(db, known.id, content.site, content.period) not in (None, opened.payload):
        raise Refusal("release.period_closed")
    if released.period_of(db, content.release_id) not in (None, (known.id, content.site, content.period)):
        raise Refusal("release.id_used")
    return content


def keep(db: Connection, known: Outstation, content: Release, opened: Opened) -> None:
    """Stores the figures; those of a period that is here already are the same and stay."""
    if released.payload(db, known.id, content.site, content.period) is not None:
        return
    if district.outstation_of_site(db, content.site) is None:
        district.put_sites(db, [ReportedSite(content.site, known.id, "")])
    origin = Origin(
        content.release_id, content.start, content.catalogue.number, opened.sha256, opened.payload
    )
    release_audit.know(db, content.catalogue.number, content.end)
    released.insert(db, _figures(known, content), origin)
    released.insert_sentences(
        db,
        content.release_id,
        [GapSentence(each.dimension, each.kind, each.sentence) for each in content.gap_sentences],
    )


def newest_catalogue(db: Connection) -> int:
    return max(catalogue.number for catalogue in catalogues(db))


def _catalogue(db: Connection, number: int) -> Catalogue:
    """The one the Kreis knows by this number, or one that comes with the program."""
    for catalogue in catalogues(db):
        if catalogue.number == number:
            return catalogue
    if number in tables.SHIPPED:
        return tables.shipped(number)
    raise Refusal("release.other_catalogue", number=number)


def catalogues(db: Connection) -> tuple[Catalogue, ...]:
    return _loaded(releases.catalogues(db))


@lru_cache(maxsize=4)
def _loaded(raws: tuple[bytes, ...]) -> tuple[Catalogue, ...]:
    taken: list[Catalogue] = []
    for raw in raws:
        taken.append(tables.load(raw, taken))
    return tuple(taken)


def _figures(known: Outstation, content: Release) -> figures.SiteRelease:
    return figures.SiteRelease(
        known.id,
        content.site,
        content.period,
        content.end,
        content.partial,
        {table.id: _table(table) for table in content.person_tables()},
        {line.key.type: _acts(line) for line in content.activities()},
    )


def _table(table: PublishedTable) -> figures.PublishedTable:
    cells = {
        "|".join(f"{variable}={code}" for variable, code in cell.key.items()): cell.value
        for cell in table.cells
    }
    return figures.PublishedTable(table.kind, table.state == "refreshed", table.as_of, table.n, cells)


def _acts(line: ActivityCell) -> figures.Acts:
    return figures.Acts(line.acts, line.target_participants, line.partner_participants)
