# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Which of the person's own papers are there."""

from __future__ import annotations

from app.domain.client_paper import ClientPaper
from storage.connection import Connection
from storage.days import day, iso


def note(db: Connection, file_id: str, paper: ClientPaper) -> None:
    """The newest word counts."""
    db.execute(
        """INSERT INTO client_paper (file_id, paper, state, valid_until, noted_on) VALUES (?, ?, ?, ?, ?)
        ON CONFLICT (file_id, paper) DO UPDATE
        SET state = excluded.state, valid_until = excluded.valid_until, noted_on = excluded.noted_on""",
        (file_id, paper.paper, paper.state, iso(paper.valid_until), iso(paper.noted_on)),
    )


def forget(db: Connection, file_id: str, paper: str) -> None:
    """It is missing again, or nobody knows."""
    db.execute("DELETE FROM client_paper WHERE file_id = ? AND paper = ?", (file_id, paper))


def of_file(db: Connection, file_id: str) -> dict[str, ClientPaper]:
    """What was noted, by paper."""
    rows = db.execute(
        "SELECT paper, state, valid_until, noted_on FROM client_paper WHERE file_id = ?", (file_id,)
    )
    return {
        paper: ClientPaper(paper, state, day(until), day(noted_on)) for paper, state, until, noted_on in rows
    }
