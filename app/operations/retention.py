# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Aufbewahrung: how long files are kept, which are over, and what is decided about them."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta

from app.domain.dates import berlin_date
from app.domain.errors import InvalidInput
from app.domain.retention import (
    ARCHIVES,
    WARN_DAYS,
    Due,
    Periods,
    check_keeping,
    check_years,
    due,
)
from storage import code_lists, journal, office_settings, sites
from storage import retention as stored
from storage.vault import Vault

USUAL_YEARS = 3
"""Until somebody says who answers for the files: §§ 195, 199 BGB."""

_YEARS, _ARCHIVE = "retention_years", "retention_archive"


def periods(vault: Vault) -> Periods:
    """The usual ones are those of the notice; a shorter notice shortens all."""
    controller = sites.controller(vault.db)
    usual = controller.storage_years if controller else USUAL_YEARS
    said: dict[str, int] = json.loads(office_settings.setting(vault.db, _YEARS, "{}"))
    archive = office_settings.setting(vault.db, _ARCHIVE, "offer")
    return Periods(usual, {reason: min(years, usual) for reason, years in said.items()}, archive)


def set_years(vault: Vault, closing_reason: str, years: int | None, now: datetime) -> None:
    """Files that ended for this reason are kept so long; None: as usual."""
    known = periods(vault)
    code_lists.load(vault.db).require("closing_reason", closing_reason, "reason", berlin_date(now))
    said = {reason: each for reason, each in known.by_reason.items() if reason != closing_reason}
    if years is not None:
        check_years(years, known.usual)
        said[closing_reason] = years
    with vault.transaction() as db:
        office_settings.set_setting(db, _YEARS, json.dumps(said, sort_keys=True))
        journal.note(db, now, vault.actor, "office.retention_set")


def set_archive(vault: Vault, archive: str, now: datetime) -> None:
    """Whether each file is offered to the archive or a standing decision says that none is."""
    if archive not in ARCHIVES:
        raise InvalidInput("archive", "retention.archive_unknown")
    with vault.transaction() as db:
        office_settings.set_setting(db, _ARCHIVE, archive)
        journal.note(db, now, vault.actor, "office.retention_set")


def due_files(vault: Vault, today: date) -> tuple[Due, ...]:
    """What is over, and what will be within thirty days; the longest over first.

    A file that may still get a basis is named by Heute for that, and stands here once its days are over.
    """
    known, soon = periods(vault), today + timedelta(days=WARN_DAYS)
    shortest = min((known.usual, *known.by_reason.values()))
    endings = stored.endings(vault.db, closed_until=soon - timedelta(days=365 * shortest))
    found = [each for ending in endings if (each := due(ending, known))]
    named = [each for each in found if each.last_day < (today if each.reason == "no_basis" else soon)]
    return tuple(sorted(named, key=lambda each: (each.last_day, each.ending.number)))


def due_of(vault: Vault, file_id: str) -> Due | None:
    """When this file goes; None while nothing ends it."""
    known = periods(vault)
    return next((due(ending, known) for ending in stored.endings(vault.db, file_id)), None)


def keep_longer(vault: Vault, file_id: str, until: date | None, reason: str, now: datetime) -> None:
    """Not erased before that day, for a reason that the person can read in the Auskunft."""
    check_keeping(until, reason, berlin_date(now))
    assert until is not None
    with vault.transaction() as db:
        stored.keep(db, file_id, until, reason.strip())
        journal.note(db, now, vault.actor, "file.kept_longer", file_id)


def offer(vault: Vault, file_id: str, offered: bool, now: datetime) -> None:
    """The archive was asked and does not want it (§ 10 ArchivG NRW), so it may go; or that was a mistake."""
    with vault.transaction() as db:
        stored.set_offered(db, file_id, berlin_date(now) if offered else None)
        journal.note(db, now, vault.actor, f"file.{'offered' if offered else 'offer_taken_back'}", file_id)
