# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The Verlauf: everything that happened in a case, in one query."""

from __future__ import annotations

from app.domain.timeline import TimelineEntry
from storage.connection import Connection
from storage.days import day

# Record, kind, code, day, title, text, rowid; on one day a kind further down stands further down.
_SOURCES = {
    "closing": """SELECT id, 'closing', closing_reason, closed_on, '', closing_note, rowid FROM client_case
        WHERE id = :case AND closed_on IS NOT NULL""",
    "contact": "SELECT id, 'contact', kind, held_on, '', text, rowid FROM contact WHERE case_id = :case",
    "referral": """SELECT r.id, 'referral', r.state, r.made_on, s.institution,
        trim(r.note || char(10) || r.state_reason, char(10)), r.rowid
        FROM referral AS r JOIN service AS s ON s.id = r.service_id WHERE r.case_id = :case""",
    "disclosure": """SELECT d.id, 'disclosure', d.channel, d.day, d.recipient,
        (SELECT group_concat(category) FROM disclosure_category WHERE disclosure_id = d.id), d.rowid
        FROM disclosure AS d WHERE d.file_id = :file""",
    "gap": "SELECT id, 'gap', kind, noted_on, dimension, note, rowid FROM gap WHERE case_id = :case",
    "agreement": """SELECT id, 'agreement', iif(signed_on IS NULL, 'printed', 'signed'),
        coalesce(signed_on, agreed_on), '', '', rowid FROM goal_agreement WHERE case_id = :case""",
    "goal": """SELECT id, 'goal', 'set', set_on, words, expected, rowid FROM goal WHERE case_id = :case
        UNION ALL SELECT id, 'goal', result, result_on, words, '', rowid FROM goal
        WHERE case_id = :case AND result IS NOT NULL""",
    "assessment": "SELECT id, 'assessment', '', held_on, '', '', rowid FROM assessment WHERE case_id = :case",
    "consent": """SELECT id, 'consent', 'withdrawn', withdrawn_on, '', '', 4 FROM consent
        WHERE file_id = :file AND withdrawn_on IS NOT NULL
        UNION ALL SELECT id, 'consent', 'signed', signed_on, '', '', 3 FROM consent
        WHERE file_id = :file AND signed_on IS NOT NULL
        UNION ALL SELECT id, 'consent', 'oral', oral_on, '', '', 2 FROM consent
        WHERE file_id = :file AND oral_on IS NOT NULL
        UNION ALL SELECT id, 'consent', 'printed', printed_on, '', '', 1 FROM consent
        WHERE file_id = :file AND printed_on IS NOT NULL""",
    "intake": "SELECT id, 'intake', decision, held_on, '', request, rowid FROM intake WHERE case_id = :case",
}
KINDS = tuple(_SOURCES)


def entries(db: Connection, case_id: str, file_id: str, kinds: tuple[str, ...]) -> tuple[TimelineEntry, ...]:
    """The newest first. A gap's title is its dimension, a disclosure's text its categories: codes."""
    wanted = " UNION ALL ".join(
        f"SELECT *, {rank} FROM ({_SOURCES[kind]})" for rank, kind in enumerate(KINDS) if kind in kinds
    )
    rows = db.execute(f"{wanted} ORDER BY 4 DESC, 8, 7 DESC", {"case": case_id, "file": file_id})
    return tuple(
        TimelineEntry(record_id, kind, code, day(when), title, text)
        for record_id, kind, code, when, title, text, _, _ in rows
    )
