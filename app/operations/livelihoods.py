# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Legal circles (Rechtskreise): what is applied for, granted, ends, and the change from one to the next.

Every change brings the deadlines along: an end without a successor and an application without an answer own a
follow-up each.
"""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import date, datetime

import resources
from app.domain.case import require_open, require_unrestricted
from app.domain.coverage import Deadline, Overview, deadlines, may_end_for_another
from app.domain.coverage import overview as seen
from app.domain.dates import berlin_date, german, next_working_day
from app.domain.errors import InvalidInput
from app.domain.livelihood import (
    LivelihoodPeriod,
    NewLivelihood,
    check_answer,
    check_end,
    check_livelihood,
    short_name,
)
from storage import Connection, cases, code_lists, follow_ups, journal
from storage import livelihoods as stored
from storage.vault import Vault

SOURCE = "livelihood"


def livelihoods(vault: Vault, case_id: str) -> tuple[LivelihoodPeriod, ...]:
    """All of the person of a case, the one that began last first."""
    return stored.of_client(vault.db, cases.file_of(vault.db, case_id).client_id)


def overview(vault: Vault, case_id: str, today: date) -> Overview:
    """Which days were secured, what overlaps, what ends."""
    return seen(livelihoods(vault, case_id), code_lists.load(vault.db), today)


def may_end(vault: Vault, case_id: str, today: date) -> tuple[LivelihoodPeriod, ...]:
    """What a change of the circle can start from."""
    return may_end_for_another(livelihoods(vault, case_id), code_lists.load(vault.db), today)


def add_livelihood(vault: Vault, case_id: str, new: NewLivelihood, now: datetime) -> str:
    """A further period, granted or applied for; returns its id."""
    with vault.transaction() as db:
        client_id = _client(db, case_id)
        period_id = begin(db, client_id, new, now)
        keep_deadlines(db, case_id, berlin_date(now))
        journal.note(db, now, vault.actor, f"livelihood.{new.state}", period_id)
    return period_id


def change_livelihood(vault: Vault, case_id: str, period_id: str, new: NewLivelihood, now: datetime) -> None:
    """One of them put right."""
    with vault.transaction() as db:
        check_livelihood(new, code_lists.load(db), berlin_date(now))
        _update(db, case_id, _period(period_id, new), now)
        journal.note(db, now, vault.actor, "livelihood.changed", period_id)


def grant(vault: Vault, case_id: str, period_id: str, since: date, until: date | None, now: datetime) -> None:
    """An application was granted from this day, which may lie far back: then it closes the gap."""
    with vault.transaction() as db:
        asked = _load(db, case_id, period_id)
        check_answer(asked)
        granted = replace(asked, state="granted", since=since, until=until)
        if until is not None:
            check_end(granted, until)
        _update(db, case_id, granted, now)
        journal.note(db, now, vault.actor, "livelihood.granted", period_id)


def refuse(vault: Vault, case_id: str, period_id: str, now: datetime) -> None:
    """An application was refused; it secures nothing and waits for nothing."""
    with vault.transaction() as db:
        asked = _load(db, case_id, period_id)
        check_answer(asked)
        _update(db, case_id, replace(asked, state="refused"), now)
        journal.note(db, now, vault.actor, "livelihood.refused", period_id)


def end_livelihood(vault: Vault, case_id: str, period_id: str, last_day: date, now: datetime) -> None:
    """What was granted ends with this day; a prolongation is a later one."""
    with vault.transaction() as db:
        running = _load(db, case_id, period_id)
        check_end(running, last_day)
        _update(db, case_id, replace(running, until=last_day), now)
        journal.note(db, now, vault.actor, "livelihood.ended", period_id)


def change_circle(
    vault: Vault, case_id: str, ending_id: str, last_day: date, new: NewLivelihood, now: datetime
) -> str:
    """Rechtskreiswechsel in one act: one period ends, the next begins or is applied for; returns its id."""
    if new.since is not None and new.since <= last_day:
        raise InvalidInput("since", "livelihood.begins_after_end")
    with vault.transaction() as db:
        ending = _load(db, case_id, ending_id)
        check_end(ending, last_day)
        stored.update(db, replace(ending, until=last_day))
        period_id = begin(db, _client(db, case_id), new, now)
        keep_deadlines(db, case_id, berlin_date(now))
        journal.note(db, now, vault.actor, "livelihood.circle_changed", period_id)
    return period_id


def begin(db: Connection, client_id: str, new: NewLivelihood, now: datetime) -> str:
    """Within the caller's transaction: one more period of this person."""
    check_livelihood(new, code_lists.load(db), berlin_date(now))
    period = _period(str(uuid.uuid4()), new)
    stored.insert(db, client_id, period)
    return period.id


def keep_deadlines(db: Connection, case_id: str, today: date) -> None:
    """Within the caller's transaction: the follow-ups of all periods as the periods ask for them now.

    One that was done or postponed stays so until what it is about changes. A closed case asks for nothing.
    """
    if cases.load_case(db, case_id).status == "closed":
        return
    lists = code_lists.load(db)
    periods = stored.of_client(db, cases.file_of(db, case_id).client_id)
    asked = {deadline.period.id: deadline for deadline in deadlines(periods, lists, today)}
    for period in periods:
        if (deadline := asked.get(period.id)) is None:
            follow_ups.drop_owned(db, SOURCE, period.id)
        else:
            circle = short_name(period.legal_circle, lists)
            due_on = next_working_day(max(deadline.day, today))
            follow_ups.keep_owned(db, case_id, SOURCE, period.id, due_on, _title(deadline, circle))


def _title(deadline: Deadline, circle: str) -> str:
    period = deadline.period
    about = period.until if deadline.kind == "end" else period.applied_on
    texts = resources.toml("texts", "follow_ups.toml")
    return str(texts[f"livelihood_{deadline.kind}"]).format(circle=circle, day=german(about or date.max))


def _client(db: Connection, case_id: str) -> str:
    """Whose case it is, if something may be added to it."""
    require_open(cases.load_case(db, case_id))
    file = cases.file_of(db, case_id)
    require_unrestricted(file)
    return file.client_id


def _load(db: Connection, case_id: str, period_id: str) -> LivelihoodPeriod:
    return next(p for p in stored.of_client(db, _client(db, case_id)) if p.id == period_id)


def _update(db: Connection, case_id: str, period: LivelihoodPeriod, now: datetime) -> None:
    _load(db, case_id, period.id)
    stored.update(db, period)
    keep_deadlines(db, case_id, berlin_date(now))


def _period(period_id: str, new: NewLivelihood) -> LivelihoodPeriod:
    return LivelihoodPeriod(
        period_id,
        new.since,
        new.until,
        new.legal_circle,
        new.state,
        new.applied_on,
        new.authority.strip(),
        new.contact.strip(),
        new.reference.strip(),
    )
