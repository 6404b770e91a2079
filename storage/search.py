# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Full text over the notes of all cases."""

from __future__ import annotations

from app.domain.names import initials
from app.domain.timeline import NoteHit
from storage.connection import Connection

EVERY = -1
SHORTEST = 3
"""Below so many characters a trigram index finds nothing; then every note is looked through."""

LONGEST = 200
"""So much of what was pasted says enough; a phrase of thousands of trigrams takes seconds."""

_REACH = 60
_HITS = """SELECT n.record_id, n.case_id, p.family_name, p.given_names, f.number, n.text
    FROM note_search AS n
    JOIN client_case AS c ON c.id = n.case_id
    JOIN file AS f ON f.id = c.file_id
    JOIN client AS p ON p.id = f.client_id
    WHERE {where} ORDER BY n.rowid DESC LIMIT ?"""


def index_note(db: Connection, record_id: str, case_id: str, *texts: str) -> None:
    """Makes what was written findable; empty notes are left out."""
    text = "\n".join(part for part in texts if part.strip())
    if text:
        db.execute(
            "INSERT INTO note_search (record_id, case_id, text) VALUES (?, ?, ?)", (record_id, case_id, text)
        )


def forget_note(db: Connection, record_id: str) -> None:
    """Takes what was written off the index; one record has one line in it."""
    db.execute("DELETE FROM note_search WHERE record_id = ?", (record_id,))


def find_notes(db: Connection, text: str, at_most: int = EVERY) -> tuple[NoteHit, ...]:
    """Notes that hold the text, upper and lower case alike; the newest first."""
    wanted = text.strip()[:LONGEST]
    if not wanted:
        return ()
    if len(wanted) < SHORTEST:
        rows = db.execute(_HITS.format(where="instr(lower(n.text), lower(?))"), (wanted, at_most))
    else:
        rows = db.execute(_HITS.format(where="n.text MATCH ?"), (_quoted(wanted), at_most))
    return tuple(
        NoteHit(record_id, case_id, initials(family, given), number, _excerpt(note, wanted))
        for record_id, case_id, family, given, number, note in rows
    )


def _quoted(text: str) -> str:
    """A phrase, so that nothing typed is taken for query syntax."""
    return '"' + text.replace('"', '""') + '"'


def _excerpt(note: str, wanted: str) -> str:
    """The words around the find, on one line."""
    at = max(note.lower().find(wanted.lower()), 0)
    start, end = max(at - _REACH, 0), at + len(wanted) + _REACH
    words = " ".join(note[start:end].split())
    return f"{'… ' if start else ''}{words}{' …' if end < len(note) else ''}"


def forget_case(db: Connection, case_id: str) -> None:
    """Takes everything of a case off the index."""
    db.execute("DELETE FROM note_search WHERE case_id = ?", (case_id,))
