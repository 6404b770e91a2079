# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The ledger of an outstation: its unit and offset key, what it released, and what each table last saw."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from storage.connection import Connection
from storage.journal import utc_text

STOCK_YEAR = 0
"""The year under which the state of a stock is kept: its offsets stay for ever."""


@dataclass(frozen=True)
class Unit:
    """The reporting unit is the case file; its offset key never changes."""

    id: str
    offset_key: bytes


@dataclass(frozen=True)
class Released:
    """One closed period of a site with the exact bytes that were released."""

    id: str
    site_id: str
    period: str
    payload: bytes
    sha256: str
    released_at: datetime


_RELEASED = "SELECT id, site_id, period, payload, sha256, released_at FROM release"


def unit(db: Connection) -> Unit | None:
    row = db.execute("SELECT id, offset_key FROM reporting_unit").fetchone()
    return Unit(*row) if row else None


def insert_unit(db: Connection, new: Unit) -> None:
    db.execute(
        "INSERT INTO reporting_unit (only_row, id, offset_key) VALUES (1, ?, ?)", (new.id, new.offset_key)
    )


def catalogues(db: Connection) -> tuple[bytes, ...]:
    """Every catalogue that was taken, oldest first."""
    return tuple(raw for (raw,) in db.execute("SELECT bytes FROM catalogue ORDER BY number"))


def insert_catalogue(db: Connection, number: int, sha256: str, raw: bytes, at: str) -> None:
    db.execute(
        "INSERT INTO catalogue (number, sha256, bytes, taken_at) VALUES (?, ?, ?, ?)",
        (number, sha256, raw, at),
    )


def states(db: Connection, site_id: str) -> dict[tuple[str, int], bytes]:
    """The states of a site's tables by table and year."""
    rows = db.execute("SELECT table_id, year, state FROM table_state WHERE site_id = ?", (site_id,))
    return {(table, year): state for table, year, state in rows}


def put_states(db: Connection, site_id: str, new: Mapping[tuple[str, int], bytes]) -> None:
    db.executemany(
        "INSERT INTO table_state (site_id, table_id, year, state) VALUES (?, ?, ?, ?)"
        " ON CONFLICT (site_id, table_id, year) DO UPDATE SET state = excluded.state",
        [(site_id, table, year, state) for (table, year), state in new.items()],
    )


def released(db: Connection, site_id: str, period: str) -> Released | None:
    row = db.execute(f"{_RELEASED} WHERE site_id = ? AND period = ?", (site_id, period)).fetchone()
    return _released(row) if row else None


def by_id(db: Connection, release_id: str) -> Released:
    return _released(db.execute(f"{_RELEASED} WHERE id = ?", (release_id,)).fetchone())


def ledger(db: Connection) -> tuple[Released, ...]:
    """Everything that was released, newest first."""
    rows = db.execute(f"{_RELEASED} ORDER BY released_at DESC, rowid DESC")
    return tuple(_released(row) for row in rows)


def periods(db: Connection, site_id: str) -> tuple[str, ...]:
    """The closed periods of a site, in order."""
    rows = db.execute("SELECT period FROM release WHERE site_id = ? ORDER BY period", (site_id,))
    return tuple(period for (period,) in rows)


def payloads(db: Connection, site_id: str) -> tuple[bytes, ...]:
    """What a site has released, the oldest first."""
    rows = db.execute("SELECT payload FROM release WHERE site_id = ? ORDER BY period", (site_id,))
    return tuple(payload for (payload,) in rows)


def certificate(db: Connection, release_id: str) -> str | None:
    """What the audit said of a release; None if it left before there was one."""
    row = db.execute("SELECT certificate FROM release_audit WHERE release_id = ?", (release_id,)).fetchone()
    return row[0] if row else None


def insert_certificate(db: Connection, release_id: str, certificate: str) -> None:
    db.execute("INSERT INTO release_audit (release_id, certificate) VALUES (?, ?)", (release_id, certificate))


def judged(db: Connection, site_id: str) -> dict[str, str]:
    """What the audit said of a site's whole ledger, by what was asked."""
    rows = db.execute("SELECT question, verdict FROM judged_ledger WHERE site_id = ?", (site_id,))
    return dict(rows.fetchall())


def put_judged(db: Connection, site_id: str, populations: str, question: str, verdict: str) -> None:
    db.execute(
        """INSERT INTO judged_ledger (site_id, populations, question, verdict) VALUES (?, ?, ?, ?)
        ON CONFLICT (site_id, populations) DO UPDATE
        SET question = excluded.question, verdict = excluded.verdict""",
        (site_id, populations, question, verdict),
    )


def catalogue_of_year(db: Connection, site_id: str, year: int) -> int | None:
    """The catalogue of the newest release of a site in this year."""
    row = db.execute(
        """SELECT catalogue_number FROM release WHERE site_id = ? AND period LIKE ?
        ORDER BY period DESC LIMIT 1""",
        (site_id, f"{year:04}-%"),
    ).fetchone()
    return row[0] if row else None


def insert_release(
    db: Connection, new: Released, catalogue_number: int, staff_id: str, acts: Iterable[str]
) -> None:
    """Closes the period; its acts are in no other release."""
    db.execute(
        "INSERT INTO release (id, site_id, period, catalogue_number, payload, sha256, released_at, staff_id)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            *(new.id, new.site_id, new.period, catalogue_number),
            *(new.payload, new.sha256, utc_text(new.released_at), staff_id),
        ),
    )
    db.executemany(
        "INSERT INTO released_act (act_id, release_id) VALUES (?, ?)", [(act, new.id) for act in acts]
    )


def _released(row: tuple[str, str, str, bytes, str, str]) -> Released:
    return Released(*row[:5], datetime.fromisoformat(row[5]))
