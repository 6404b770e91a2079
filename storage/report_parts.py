# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The report's own parts in the Kreis's file: texts by building block, posts, costs, reach, agreements."""

from __future__ import annotations

from app.domain.report_parts import Cooperation, Cost, Part, Post, Reach
from storage import rows
from storage.connection import Connection
from storage.days import day

_TABLES = {Post: "report_post", Cost: "report_cost", Reach: "report_reach", Cooperation: "cooperation"}


def texts(db: Connection) -> dict[str, str]:
    """What was written, by building block."""
    return dict(db.execute("SELECT block, text FROM report_text"))


def keep_text(db: Connection, block: str, text: str) -> None:
    """An empty one is none."""
    if text:
        db.execute("INSERT OR REPLACE INTO report_text (block, text) VALUES (?, ?)", (block, text))
    else:
        db.execute("DELETE FROM report_text WHERE block = ?", (block,))


def posts(db: Connection) -> tuple[Post, ...]:
    found = db.execute(
        "SELECT function, hundredths, persons, workplace, id FROM report_post"
        " ORDER BY workplace, function, rowid"
    )
    return tuple(Post(*row) for row in found)


def costs(db: Connection) -> tuple[Cost, ...]:
    """Expenses first, each by name and year."""
    found = db.execute(
        "SELECT kind, label, year, cents, id FROM report_cost ORDER BY kind, label, year, rowid"
    )
    return tuple(Cost(*row) for row in found)


def reaches(db: Connection) -> tuple[Reach, ...]:
    return tuple(
        Reach(*row) for row in db.execute("SELECT label, reached, whole, id FROM report_reach ORDER BY rowid")
    )


def cooperations(db: Connection) -> tuple[Cooperation, ...]:
    """What ends soonest first."""
    found = db.execute(
        "SELECT partner, signed_on, subject, ends_on, id FROM cooperation"
        " ORDER BY coalesce(ends_on, '9999'), partner"
    )
    return tuple(
        Cooperation(partner, day(signed_on), subject, day(ends_on), key)
        for partner, signed_on, subject, ends_on, key in found
    )


def keep(db: Connection, part: Part) -> None:
    """A new one, or another state of one that is there."""
    rows.keep(db, _TABLES[type(part)], vars(part))


def remove(db: Connection, part: Part) -> None:
    db.execute(f"DELETE FROM {_TABLES[type(part)]} WHERE id = ?", (part.id,))
