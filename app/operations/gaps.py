# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Gaps (Angebotslücken) that cases show."""

from __future__ import annotations

from datetime import datetime

from app.domain.case import require_unrestricted
from app.domain.dates import berlin_date
from app.domain.gap import Gap, NewGap, check_gap
from app.operations.assessments import released
from storage import cases, code_lists, journal, search
from storage import gaps as stored
from storage.vault import Vault


def note_gap(vault: Vault, new: NewGap, now: datetime) -> str:
    """Only dimension and kind are ever counted; the note stays here."""
    lists, today = code_lists.load(vault.db), berlin_date(now)
    with vault.transaction() as db:
        check_gap(new, released(db, new.case_id, today) if new.case_id else frozenset(), lists, today)
        if new.case_id is not None:
            require_unrestricted(cases.file_of(db, new.case_id))
        gap_id = stored.insert_gap(db, new)
        if new.case_id is not None:
            search.index_note(db, gap_id, new.case_id, new.note)
        journal.note(db, now, vault.actor, "gap.noted", gap_id)
    return gap_id


def gaps(vault: Vault) -> tuple[Gap, ...]:
    """All of them, the newest first."""
    return stored.gaps(vault.db)
