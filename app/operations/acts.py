# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Short advice without a file, and activities that belong to no case."""

from __future__ import annotations

from datetime import date, datetime

from app.domain.act import (
    ActLine,
    NewActivity,
    NewShortAdvice,
    check_activity,
    check_changeable,
    check_short_advice,
)
from app.domain.dates import berlin_date
from app.domain.errors import Refusal
from app.operations.writable import require_writable
from storage import Connection, code_lists, journal
from storage import acts as stored
from storage.vault import Vault


def add_short_advice(vault: Vault, new: NewShortAdvice, now: datetime) -> str:
    """Counsel without a file: no name, no free text."""
    check_short_advice(new, code_lists.load(vault.db), berlin_date(now))
    with vault.transaction() as db:
        advice_id = stored.insert_short_advice(db, new, vault.actor.id, now)
        journal.note(db, now, vault.actor, "short_advice.added", advice_id)
    return advice_id


def change_short_advice(vault: Vault, advice_id: str, new: NewShortAdvice, now: datetime) -> None:
    """A correction, until a Meldung has counted it."""
    check_short_advice(new, code_lists.load(vault.db), berlin_date(now))
    with vault.transaction() as db:
        check_changeable(stored.is_released(db, advice_id))
        stored.update_short_advice(db, advice_id, new)
        journal.note(db, now, vault.actor, "short_advice.changed", advice_id)


def short_advice(vault: Vault, advice_id: str) -> NewShortAdvice:
    return stored.short_advice(vault.db, advice_id)


def newest_short_advice(vault: Vault) -> NewShortAdvice | None:
    """The one recorded last: the next is often like it."""
    return stored.newest_short_advice(vault.db)


def continue_short_advice(vault: Vault, advice_id: str, case_id: str, now: datetime) -> None:
    """Links it to a case that is there already, so that nobody is counted twice."""
    with vault.transaction() as db:
        require_writable(db, case_id)
        go_on_in_case(db, advice_id, case_id)
        journal.note(db, now, vault.actor, "short_advice.continued", advice_id)


def go_on_in_case(db: Connection, advice_id: str, case_id: str) -> None:
    """The Kurzberatung goes on in this case; it goes on in one case only."""
    if stored.case_of_short_advice(db, advice_id) is not None:
        raise Refusal("short_advice.continued_already")
    stored.continue_short_advice(db, advice_id, case_id)


def add_activity(vault: Vault, new: NewActivity, now: datetime) -> str:
    """A network meeting, working group, workshop or event, or the registration of a group."""
    check_activity(new, code_lists.load(vault.db), berlin_date(now))
    with vault.transaction() as db:
        activity_id = stored.insert_activity(db, new, vault.actor.id, now)
        journal.note(db, now, vault.actor, "activity.added", activity_id)
    return activity_id


def change_activity(vault: Vault, activity_id: str, new: NewActivity, now: datetime) -> None:
    """A correction, until a Meldung has counted it."""
    check_activity(new, code_lists.load(vault.db), berlin_date(now))
    with vault.transaction() as db:
        check_changeable(stored.is_released(db, activity_id))
        stored.update_activity(db, activity_id, new)
        journal.note(db, now, vault.actor, "activity.changed", activity_id)


def activity(vault: Vault, activity_id: str) -> NewActivity:
    return stored.activity(vault.db, activity_id)


def acts(vault: Vault, since: date, until: date) -> tuple[ActLine, ...]:
    """What was done outside cases in these days, the newest first."""
    return stored.acts(vault.db, since, until)


def usual_site(vault: Vault) -> str | None:
    """The Standort of the last thing recorded; `None` in a new file."""
    return stored.newest_site(vault.db)
