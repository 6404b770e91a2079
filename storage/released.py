# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Releases as the Kreis keeps them: figures by site and period, nothing about a person."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime

from app.domain.figures import Acts, PublishedTable, SiteRelease
from storage.connection import Connection


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
        "SELECT id, outstation_id, site_id, period, last_day, partial FROM release ORDER BY period, rowid"
    )
    return tuple(
        SiteRelease(
            outstation, site, period, date.fromisoformat(last_day), bool(partial), tables[key], acts[key]
        )
        for key, outstation, site, period, last_day, partial in rows
    )


def periods(db: Connection) -> tuple[str, ...]:
    """The months of which something came, in order."""
    rows = db.execute("SELECT DISTINCT period FROM release ORDER BY period")
    return tuple(period for (period,) in rows)


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


def _acts(db: Connection) -> defaultdict[str, dict[str, Acts]]:
    acts: defaultdict[str, dict[str, Acts]] = defaultdict(dict)
    for release, name, *counts in db.execute(
        "SELECT release_id, type, acts, target_participants, partner_participants FROM released_activity"
        " ORDER BY rowid"
    ):
        acts[release][name] = Acts(*counts)
    return acts
