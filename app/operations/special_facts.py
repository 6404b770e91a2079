# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Special categories (Art. 9): noted under a signed release, hidden as soon as it is gone."""

from __future__ import annotations

from datetime import date, datetime

from app.domain.case import require_unrestricted
from app.domain.consent import released_categories
from app.domain.dates import berlin_date
from app.domain.special import SpecialCategory, check_special
from app.domain.special import special_categories as seen
from storage import Connection, cases, code_lists, consents, journal
from storage import special_facts as stored
from storage.vault import Vault


def special_categories(vault: Vault, client_id: str, today: date) -> tuple[SpecialCategory, ...]:
    """Every category with what is noted; without its release only that it is not released."""
    db = vault.db
    return seen(stored.of_client(db, client_id), _released(db, client_id, today), code_lists.load(db), today)


def note_special(vault: Vault, client_id: str, code: str, now: datetime) -> None:
    today = berlin_date(now)
    with vault.transaction() as db:
        require_unrestricted(cases.file_of_client(db, client_id))
        category = check_special(code, _released(db, client_id, today), code_lists.load(db), today)
        stored.insert(db, client_id, code, category, today)
        journal.note(db, now, vault.actor, "special.noted", client_id)


def drop_special(vault: Vault, client_id: str, code: str, now: datetime) -> None:
    """It does not hold any more, or should not have been noted; for that no release is needed."""
    with vault.transaction() as db:
        stored.delete(db, client_id, code)
        journal.note(db, now, vault.actor, "special.dropped", client_id)


def _released(db: Connection, client_id: str, today: date) -> frozenset[str]:
    return released_categories(consents.load_consents(db, cases.file_of_client(db, client_id).id), today)
