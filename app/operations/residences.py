# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The residence status through the years: added, put right, removed when it was a slip."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime

from app.domain.case import require_unrestricted
from app.domain.dates import berlin_date
from app.domain.history import added, changed, removed
from app.domain.residence import NewResidence, ResidencePeriod, check_residence, require_duty_noted
from storage import Connection, cases, code_lists, journal
from storage import residences as stored
from storage.vault import Vault


def residences(vault: Vault, case_id: str) -> tuple[ResidencePeriod, ...]:
    """The history of the person of a case, the oldest first."""
    return stored.history(vault.db, cases.file_of(vault.db, case_id).client_id)


def add_residence(
    vault: Vault, case_id: str, new: NewResidence, now: datetime, duty_noted: bool = False
) -> str:
    """A further status; the one that runs ends the day before it. Returns the period's id.

    `duty_noted`: § 87 AufenthG was pointed out, where the status asks for that.
    """
    period_id = str(uuid.uuid4())
    with vault.transaction() as db:
        client_id = _client(db, case_id)
        _check(db, new, None, duty_noted, now)
        stored.save_history(db, client_id, added(stored.history(db, client_id), _period(period_id, new)))
        journal.note(db, now, vault.actor, "residence.added", client_id)
    return period_id


def change_residence(
    vault: Vault, case_id: str, period_id: str, new: NewResidence, now: datetime, duty_noted: bool = False
) -> None:
    """One of them put right; the one that ended the day before it moves along."""
    with vault.transaction() as db:
        client_id = _client(db, case_id)
        known = stored.history(db, client_id)
        before = next(period.status for period in known if period.id == period_id)
        _check(db, new, before, duty_noted, now)
        stored.save_history(db, client_id, changed(known, _period(period_id, new)))
        journal.note(db, now, vault.actor, "residence.changed", client_id)


def remove_residence(vault: Vault, case_id: str, period_id: str, now: datetime) -> None:
    """A slip; what it had ended goes on."""
    with vault.transaction() as db:
        client_id = _client(db, case_id)
        stored.save_history(db, client_id, removed(stored.history(db, client_id), period_id))
        journal.note(db, now, vault.actor, "residence.removed", client_id)


def put_back(vault: Vault, case_id: str, history: Sequence[ResidencePeriod], now: datetime) -> None:
    """The history as it was before something was removed."""
    with vault.transaction() as db:
        client_id = _client(db, case_id)
        stored.save_history(db, client_id, history)
        journal.note(db, now, vault.actor, "residence.put_back", client_id)


def _client(db: Connection, case_id: str) -> str:
    file = cases.file_of(db, case_id)
    require_unrestricted(file)
    return file.client_id


def _check(db: Connection, new: NewResidence, before: str | None, duty_noted: bool, now: datetime) -> None:
    lists = code_lists.load(db)
    check_residence(new, lists, berlin_date(now))
    require_duty_noted(before, new.status, duty_noted, lists)


def _period(period_id: str, new: NewResidence) -> ResidencePeriod:
    return ResidencePeriod(period_id, new.since, new.until, new.status, new.expires_on)
