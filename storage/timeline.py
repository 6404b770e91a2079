# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The Verlauf: everything that happened in a case, in one query."""

from __future__ import annotations

import json
from datetime import date

from app.domain.timeline import TimelineEntry
from storage.connection import Connection
from storage.days import day

# Record, kind, code, day, title, text, facts, rowid; on one day a kind further down stands further down.
# Contacts are the many: as long as nobody asks for more, only the newest are read to the end.
# A document's instant is UTC: an hour later it is the day in the office but for an hour of summer nights.
_SOURCES = {
    "closing": """SELECT id, 'closing', closing_reason, closed_on, '', closing_note, '{}', rowid
        FROM client_case WHERE id = :case AND closed_on IS NOT NULL""",
    "handover": """SELECT h.id, 'handover', 'colleague', h.day, s.name, h.note, '{}', h.rowid
        FROM case_handover AS h JOIN staff AS s ON s.id = h.to_staff WHERE h.case_id = :case""",
    "sent": """SELECT id, 'sent', '', sent_on, office, '', '{}', rowid FROM sent_case
        WHERE case_id = :case AND disclosure_id IS NULL""",
    "contact": """SELECT id, 'contact', kind, held_on, '', text, json_object('minutes', minutes,
        'present', present, 'language', language, 'topics', (SELECT json_group_array(code) FROM (
        SELECT code FROM contact_topic WHERE contact_id = contact.id ORDER BY position))), rowid
        FROM contact WHERE case_id = :case AND held_on <= :until
        ORDER BY held_on DESC, contact.rowid DESC LIMIT :most""",
    "appointment": """SELECT id, 'appointment', state, iif(state IN ('came', 'missed'), day, state_on), title,
        '', json_object('day', day, 'at', at, 'place', place, 'moved_to', (SELECT next.day || ' ' || next.at
        FROM appointment AS next WHERE next.id = appointment.moved_to)), rowid
        FROM appointment WHERE case_id = :case AND state <> 'planned'""",
    "referral": """SELECT r.id, 'referral', r.state, r.made_on, s.institution,
        trim(r.note || char(10) || r.state_reason, char(10)), json_object('with_data', r.with_data,
        'withheld', (SELECT withheld FROM disclosure WHERE id = r.disclosure_id)), r.rowid
        FROM referral AS r JOIN service AS s ON s.id = r.service_id WHERE r.case_id = :case""",
    "disclosure": """SELECT d.id, 'disclosure', d.channel, d.day, d.recipient,
        (SELECT group_concat(category) FROM disclosure_category WHERE disclosure_id = d.id), '{}', d.rowid
        FROM disclosure AS d WHERE d.file_id = :file""",
    "gap": "SELECT id, 'gap', kind, noted_on, dimension, note, '{}', rowid FROM gap WHERE case_id = :case",
    "agreement": """SELECT id, 'agreement', iif(signed_on IS NULL, 'printed', 'signed'),
        coalesce(signed_on, agreed_on), '', '', '{}', rowid FROM goal_agreement WHERE case_id = :case""",
    "goal": """SELECT id, 'goal', 'set', set_on, words, expected, '{}', rowid FROM goal WHERE case_id = :case
        UNION ALL SELECT id, 'goal', result, result_on, words, '', '{}', rowid FROM goal
        WHERE case_id = :case AND result IS NOT NULL""",
    "assessment": """SELECT id, 'assessment', '', held_on, '', '', '{}', rowid FROM assessment
        WHERE case_id = :case""",
    "livelihood": """SELECT id, 'livelihood', 'applied', applied_on, legal_circle, '',
        json_object('authority', authority), rowid FROM livelihood_period
        WHERE client_id = :client AND applied_on IS NOT NULL
        UNION ALL SELECT id, 'livelihood', 'begins', valid_from, legal_circle, '',
        json_object('authority', authority, 'until', valid_to), rowid FROM livelihood_period
        WHERE client_id = :client AND state = 'granted' AND valid_from IS NOT NULL
        UNION ALL SELECT id, 'livelihood', 'ends', valid_to, legal_circle, '',
        json_object('authority', authority), rowid FROM livelihood_period
        WHERE client_id = :client AND state = 'granted' AND valid_to IS NOT NULL""",
    "residence": """SELECT id, 'residence', 'begins', valid_from, status, '',
        json_object('until', expires_on), rowid FROM residence_period
        WHERE client_id = :client AND valid_from IS NOT NULL""",
    "consent": """SELECT id, 'consent', 'withdrawn', withdrawn_on, '', '', '{}', 4 FROM consent
        WHERE file_id = :file AND withdrawn_on IS NOT NULL
        UNION ALL SELECT id, 'consent', 'signed', signed_on, '', '', '{}', 3 FROM consent
        WHERE file_id = :file AND signed_on IS NOT NULL
        UNION ALL SELECT id, 'consent', 'oral', oral_on, '', '', '{}', 2 FROM consent
        WHERE file_id = :file AND oral_on IS NOT NULL
        UNION ALL SELECT id, 'consent', 'printed', printed_on, '', '', '{}', 1 FROM consent
        WHERE file_id = :file AND printed_on IS NOT NULL""",
    "document": """SELECT id, 'document', form, date(created_at, '+1 hour'), coalesce(form_number, ''), '',
        json_object('withheld', (SELECT max(withheld) FROM disclosure WHERE file_id = :file
        AND disclosure.sha256 = document.sha256)), rowid FROM document WHERE file_id = :file
        AND NOT EXISTS (SELECT 1 FROM consent WHERE document_id = document.id)
        AND NOT EXISTS (SELECT 1 FROM goal_agreement WHERE document_id = document.id)""",
    "earlier": """SELECT id, 'earlier', kind, day, '', text, '{}', rowid FROM earlier_note
        WHERE case_id = :case""",
    "intake": """SELECT id, 'intake', decision, held_on, '', request, '{}', rowid FROM intake
        WHERE case_id = :case""",
}
KINDS = tuple(_SOURCES)


FOR_EVER = "9999-12-31"
EVERY = -1


def entries(
    db: Connection,
    case_id: str,
    kinds: tuple[str, ...],
    until: date | None = None,
    at_most: int = EVERY,
) -> tuple[TimelineEntry, ...]:
    """The newest first. A gap's title is its dimension, a disclosure's text its categories: codes."""
    order = "ORDER BY day DESC, rank, number DESC LIMIT :most"
    rows = db.execute(
        f"SELECT * FROM ({_union(kinds)}) WHERE day <= :until {order}",
        _about(db, case_id, until, at_most),
    )
    return tuple(
        TimelineEntry(record_id, kind, code, day(when), title, text, json.loads(facts))
        for record_id, kind, code, when, title, text, facts, _, _ in rows.fetchall()
    )


def count(db: Connection, case_id: str, kinds: tuple[str, ...], until: date | None = None) -> int:
    """How many there are in all."""
    query = f"SELECT count(*) FROM ({_union(kinds)}) WHERE day <= :until"
    return int(db.execute(query, _about(db, case_id, until, EVERY)).fetchone()[0])


def _union(kinds: tuple[str, ...]) -> str:
    """Named by the first source, whichever comes first."""
    names = "SELECT '' id, '' kind, '' code, '' day, '' title, '' text, '' facts, 0 number, 0 rank WHERE 0"
    sources = (
        f"SELECT *, {rank} FROM ({_SOURCES[kind]})" for rank, kind in enumerate(KINDS) if kind in kinds
    )
    return " UNION ALL ".join((names, *sources))


def _about(db: Connection, case_id: str, until: date | None, at_most: int) -> dict[str, object]:
    query = "SELECT f.id, f.client_id FROM file AS f JOIN client_case AS c ON c.file_id = f.id WHERE c.id = ?"
    file_id, client_id = db.execute(query, (case_id,)).fetchone()
    last = until.isoformat() if until else FOR_EVER
    return {"case": case_id, "file": file_id, "client": client_id, "until": last, "most": at_most}
