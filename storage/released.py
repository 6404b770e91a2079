# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Releases as the Kreis keeps them: figures by site and period, nothing about a person."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from app.domain.figures import Acts, PublishedTable, SiteRelease
from app.domain.gap_sentence import GapSentence
from storage.connection import Connection

_UNIT = (
    "coalesce((SELECT into_id FROM merged_outstation AS merged"
    " WHERE merged.outstation_id = release.outstation_id), outstation_id)"
)
"""Who counts as a unit: case files that became one office are one."""


@dataclass(frozen=True)
class Arrival:
    """That a site's period is here: since when, and up to which day it counts."""

    received_at: datetime
    last_day: date


@dataclass(frozen=True)
class Origin:
    """Whence a release came: its id, catalogue and packet, and its exact bytes."""

    release_id: str
    first_day: date
    catalogue_number: int
    packet_sha256: str
    payload: bytes


def payload(db: Connection, outstation_id: str, site_id: str, period: str) -> bytes | None:
    """The bytes that closed this period, if they came."""
    row = db.execute(
        "SELECT payload FROM release WHERE outstation_id = ? AND site_id = ? AND period = ?",
        (outstation_id, site_id, period),
    ).fetchone()
    return bytes(row[0]) if row else None


def payloads(db: Connection, outstation_id: str) -> tuple[bytes, ...]:
    """Everything that was taken from an outstation, the oldest first."""
    rows = db.execute(
        "SELECT payload FROM release WHERE outstation_id = ? ORDER BY last_day, rowid", (outstation_id,)
    )
    return tuple(payload for (payload,) in rows)


def period_of(db: Connection, release_id: str) -> tuple[str, str, str] | None:
    """Outstation, site and period of the release with this id, if it came."""
    row = db.execute(
        "SELECT outstation_id, site_id, period FROM release WHERE id = ?", (release_id,)
    ).fetchone()
    return (row[0], row[1], row[2]) if row else None


def insert(db: Connection, new: SiteRelease, origin: Origin) -> None:
    db.execute(
        "INSERT INTO release (id, outstation_id, site_id, period, first_day, last_day, partial,"
        " catalogue_number, packet_sha256, payload) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            *(origin.release_id, new.outstation_id, new.site_id, new.period),
            *(origin.first_day.isoformat(), new.last_day.isoformat(), new.partial),
            *(origin.catalogue_number, origin.packet_sha256, origin.payload),
        ),
    )
    for table_id, table in new.tables.items():
        _insert_table(db, origin.release_id, table_id, table)
    db.executemany(
        "INSERT INTO released_activity (release_id, type, month, acts, target_participants,"
        " partner_participants) VALUES (?, ?, ?, ?, ?, ?)",
        [
            (origin.release_id, name, new.period, a.acts, a.target_participants, a.partner_participants)
            for name, a in new.acts.items()
        ],
    )


def releases(db: Connection) -> tuple[SiteRelease, ...]:
    """Everything that was accepted, by period."""
    tables, acts = _tables(db), _acts(db)
    rows = db.execute(
        f"SELECT id, {_UNIT}, site_id, period, last_day, partial FROM release ORDER BY period, rowid"
    )
    return tuple(
        SiteRelease(
            outstation, site, period, date.fromisoformat(last_day), bool(partial), tables[key], acts[key]
        )
        for key, outstation, site, period, last_day, partial in rows
    )


def releases_for(
    db: Connection, first: str, last: str, table_ids: Collection[str]
) -> tuple[SiteRelease, ...]:
    """What the figures of these months are made of, and no more: quick with a year of twenty sites.

    Of each site the newest release up to the end of the span, of each year in it, and before it; of their
    tables only these. Acts of every release in the span.
    """
    wanted = _counting(db, first, last, table_ids)
    chosen = json.dumps(sorted({release for release, _ in wanted}))
    rows = db.execute(
        f"SELECT id, {_UNIT}, site_id, period, last_day, partial FROM release"
        " WHERE period BETWEEN ? AND ? OR id IN (SELECT value FROM json_each(?)) ORDER BY period, rowid",
        (first, last, chosen),
    ).fetchall()
    tables = _chosen_tables(db, wanted, chosen, json.dumps(sorted(table_ids)))
    acts = _acts(db, first, last)
    return tuple(
        SiteRelease(
            outstation, site, period, date.fromisoformat(last_day), bool(partial), tables[key], acts[key]
        )
        for key, outstation, site, period, last_day, partial in rows
    )


def table_ids(db: Connection) -> tuple[str, ...]:
    """Every table of which something came, in the order in which they did."""
    rows = db.execute("SELECT table_id FROM released_table GROUP BY table_id ORDER BY min(rowid)")
    return tuple(table for (table,) in rows)


def periods(db: Connection) -> tuple[str, ...]:
    """The months of which something came, in order."""
    rows = db.execute("SELECT DISTINCT period FROM release ORDER BY period")
    return tuple(period for (period,) in rows)


def newest_before(db: Connection, period: str) -> dict[str, str]:
    """The last month that each site reported before this one."""
    rows = db.execute("SELECT site_id, max(period) FROM release WHERE period < ? GROUP BY site_id", (period,))
    return dict(rows)


def arrivals(db: Connection, period: str) -> dict[str, Arrival]:
    """The sites whose release of this period came, by id."""
    rows = db.execute(
        "SELECT site_id, received_at, last_day FROM release JOIN packet ON packet.sha256 = packet_sha256"
        " WHERE period = ?",
        (period,),
    )
    return {
        site: Arrival(datetime.fromisoformat(at), date.fromisoformat(last_day)) for site, at, last_day in rows
    }


def insert_sentences(db: Connection, release_id: str, sentences: Iterable[GapSentence]) -> None:
    db.executemany(
        "INSERT INTO released_sentence (release_id, dimension, kind, sentence) VALUES (?, ?, ?, ?)",
        [(release_id, each.dimension, each.kind, each.sentence) for each in sentences],
    )


def sentences(db: Connection, year: str, until: str) -> tuple[GapSentence, ...]:
    """What stands beside gaps in the newest release of each site from this year up to the month `until`."""
    rows = db.execute(
        """SELECT DISTINCT dimension, kind, sentence FROM released_sentence
        JOIN release ON release.id = release_id
        WHERE period = (SELECT max(period) FROM release AS newest WHERE newest.site_id = release.site_id
            AND period BETWEEN ? AND ?)
        ORDER BY dimension, kind, release.rowid""",
        (f"{year}-01", until),
    )
    return tuple(GapSentence(*row) for row in rows)


def _insert_table(db: Connection, release_id: str, table_id: str, table: PublishedTable) -> None:
    db.execute(
        "INSERT INTO released_table (release_id, table_id, kind, state, as_of, n) VALUES (?, ?, ?, ?, ?, ?)",
        (
            *(release_id, table_id, table.kind, "refreshed" if table.refreshed else "repeated"),
            *(table.as_of and table.as_of.isoformat(), table.n),
        ),
    )
    db.executemany(
        "INSERT INTO released_cell (release_id, table_id, key, value) VALUES (?, ?, ?, ?)",
        [(release_id, table_id, key, value) for key, value in table.cells.items()],
    )


def _counting(db: Connection, first: str, last: str, table_ids: Collection[str]) -> set[tuple[str, str]]:
    """Release and table that count: a stock at its newest, a flow at its newest in each year, and before."""
    years = range(int(first[:4]), int(last[:4]) + 1)
    ends = [("", last), *((f"{year:04}-01", min(last, f"{year:04}-12")) for year in years)]
    found: set[tuple[str, str]] = set()
    for after, until in ends:
        found |= _newest(db, "<=", after, until, table_ids)
    return found | _newest(db, "<", "", first, table_ids)


def _newest(
    db: Connection, before: str, after: str, until: str, table_ids: Collection[str]
) -> set[tuple[str, str]]:
    """Of each site and table the newest release in this time."""
    rows = db.execute(
        "SELECT release.id, table_id, max(period) FROM release JOIN released_table ON release_id = release.id"
        f" WHERE period >= ? AND period {before} ? AND table_id IN (SELECT value FROM json_each(?))"
        " GROUP BY site_id, table_id",
        (after, until, json.dumps(sorted(table_ids))),
    )
    return {(release, table) for release, table, _ in rows}


def _chosen_tables(
    db: Connection, wanted: set[tuple[str, str]], releases: str, table_ids: str
) -> defaultdict[str, dict[str, PublishedTable]]:
    cells: defaultdict[tuple[str, str], dict[str, int | None]] = defaultdict(dict)
    chosen = (
        " WHERE release_id IN (SELECT value FROM json_each(?))"
        " AND table_id IN (SELECT value FROM json_each(?)) ORDER BY rowid"
    )
    for release, table, key, value in db.execute(
        f"SELECT release_id, table_id, key, value FROM released_cell{chosen}", (releases, table_ids)
    ):
        cells[release, table][key] = value
    tables: defaultdict[str, dict[str, PublishedTable]] = defaultdict(dict)
    for release, table, kind, state, as_of, n in db.execute(
        f"SELECT release_id, table_id, kind, state, as_of, n FROM released_table{chosen}",
        (releases, table_ids),
    ):
        if (release, table) in wanted:
            day = as_of and date.fromisoformat(as_of)
            tables[release][table] = PublishedTable(kind, state == "refreshed", day, n, cells[release, table])
    return tables


def _tables(db: Connection) -> defaultdict[str, dict[str, PublishedTable]]:
    cells: defaultdict[tuple[str, str], dict[str, int | None]] = defaultdict(dict)
    for release, table, key, value in db.execute(
        "SELECT release_id, table_id, key, value FROM released_cell ORDER BY rowid"
    ):
        cells[release, table][key] = value
    tables: defaultdict[str, dict[str, PublishedTable]] = defaultdict(dict)
    for release, table, kind, state, as_of, n in db.execute(
        "SELECT release_id, table_id, kind, state, as_of, n FROM released_table ORDER BY rowid"
    ):
        day = as_of and date.fromisoformat(as_of)
        tables[release][table] = PublishedTable(kind, state == "refreshed", day, n, cells[release, table])
    return tables


def _acts(db: Connection, first: str = "", last: str = "9999") -> defaultdict[str, dict[str, Acts]]:
    acts: defaultdict[str, dict[str, Acts]] = defaultdict(dict)
    for release, name, *counts in db.execute(
        "SELECT release_id, type, acts, target_participants, partner_participants FROM released_activity"
        " WHERE month BETWEEN ? AND ? ORDER BY rowid",
        (first, last),
    ):
        acts[release][name] = Acts(*counts)
    return acts
