# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""How far a case is documented: whether things are there, and since when; nothing of what they say."""

from __future__ import annotations

from app.domain.consent import Consent
from app.domain.self_check import Documented
from storage.connection import Connection
from storage.days import day

_STATE = """
    SELECT k.opened_on, f.basis, f.erase_on, p.birth_date IS NOT NULL,
        EXISTS (SELECT 1 FROM client_language WHERE client_id = p.id),
        EXISTS (SELECT 1 FROM livelihood_period WHERE client_id = p.id),
        (SELECT max(held_on) FROM assessment WHERE case_id = k.id),
        (SELECT count(*) FROM goal WHERE case_id = k.id AND result IS NULL),
        (SELECT count(*) FROM goal AS g WHERE g.case_id = k.id AND g.result IS NULL
            AND NOT EXISTS (SELECT 1 FROM step WHERE goal_id = g.id AND state <> 'dropped')),
        a.agreed_on, a.signed_on IS NOT NULL,
        (SELECT max(held_on) FROM contact WHERE case_id = k.id AND kind <> 'attempt'),
        (SELECT min(due_on) FROM follow_up WHERE case_id = k.id AND state = 'open')
    FROM client_case AS k JOIN file AS f ON f.id = k.file_id JOIN client AS p ON p.id = f.client_id
    LEFT JOIN goal_agreement AS a ON a.case_id = k.id
        AND a.version = (SELECT max(version) FROM goal_agreement WHERE case_id = k.id)
    WHERE k.id = ?"""


def documented(db: Connection, case_id: str, consent: Consent | None) -> Documented:
    """Everything the self-check looks at; `consent` is the one that stands for the file."""
    row = db.execute(_STATE, (case_id,)).fetchone()
    opened, basis, erase_on, born, language, livelihood, assessed, goals, bare, agreed, signed, last, due = (
        row
    )
    return Documented(
        opened_on=day(opened),
        basis=basis,
        erase_on=day(erase_on),
        consent=consent,
        has_birth_date=bool(born),
        has_language=bool(language),
        has_livelihood=bool(livelihood),
        assessed_on=day(assessed),
        pursued_goals=goals,
        goals_without_step=bare,
        agreed_on=day(agreed),
        agreement_signed=bool(signed),
        last_contact=day(last),
        next_follow_up=day(due),
    )
