# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Keys after a loss: another data key, other ways in, a new recovery sheet, the report of Art. 33 DSGVO."""

from __future__ import annotations

from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime

from app.domain.dates import berlin_date
from app.domain.errors import InvalidInput, Trouble
from app.domain.progress import Progress
from app.forms import incident_sheet
from app.operations.leaving import OwnSheet
from app.operations.passphrases import passphrase
from storage import clients, key_change, recovery_key, sites, staff
from storage.key_change import NewWays
from storage.migrate import Role
from storage.vault import Vault, prove_password

__all__ = [
    "CAUSES",
    "NewWays",
    "change_data_key",
    "change_recovery_key",
    "finish",
    "incident_page",
    "is_begun",
    "new_recovery_key",
    "prepare",
    "prove_password",
    "with_start_password",
]

CAUSES = ("lost", "spied", "left", "caution")
START_WORDS = 5


@dataclass(frozen=True)
class Incident:
    """Why the key is changed, when the office noticed, and the day of the new key, if there is one."""

    cause: str
    noticed_on: date
    changed_on: date | None = None


def prepare(vault: Vault, own_password: str, leaving: Collection[str]) -> NewWays:
    """What will open the file, to be written down before anything is changed; `leaving` are ids."""
    prove_password(vault, own_password)
    if vault.actor.id in leaving:
        raise InvalidInput("leaving", "key_change.not_yourself")
    others = (each for each in staff.at_work(vault.db) if each.id != vault.actor.id)
    stay = tuple((each.code, passphrase(START_WORDS)) for each in others if each.id not in leaving)
    return NewWays(own_password, new_recovery_key(), stay)


def change_data_key(vault: Vault, new: NewWays, now: datetime, progress: Progress) -> None:
    """Another data key; what was copied before still opens by the ways in of its day, nothing later does."""
    key_change.change_key(vault, new, now, progress)


def new_recovery_key() -> str:
    return recovery_key.generate()


def change_recovery_key(vault: Vault, own_password: str, printed_key: str, now: datetime) -> None:
    """For a file whose sheet is lost, was never written, or was seen by somebody."""
    key_change.change_recovery_key(vault, own_password, printed_key, now)


def finish(vault: Vault, now: datetime) -> None:
    """Ends a change of the data key that was cut off; what hinders it is told under Büro and tried again."""
    with suppress(Trouble):
        key_change.finish(vault, now)


def is_begun(vault: Vault) -> bool:
    """Whether a change of the data key still waits for its end."""
    return key_change.is_begun(vault.db)


def with_start_password(vault: Vault) -> frozenset[str]:
    """The ids of those who have to choose a password of their own."""
    return staff.with_start_password(vault.db)


def incident_page(vault: Vault, incident: Incident, now: datetime) -> OwnSheet:
    """The report to the authority, as far as the file knows it; the rest is written by hand."""
    if incident.cause not in CAUSES:
        raise InvalidInput("cause", "key_change.cause_missing")
    if incident.noticed_on > berlin_date(now):
        raise InvalidInput("noticed_on", "case.day_in_future")
    is_case = vault.role is Role.CASE
    controller = sites.controller(vault.db) if is_case else None
    sheet = incident_sheet.IncidentSheet(
        controller=(controller.name, controller.unit, *controller.address.splitlines()) if controller else (),
        officer=controller.officer if controller else "",
        authority=controller.authority if controller else "",
        cause=incident.cause,
        noticed_on=incident.noticed_on,
        persons=clients.count(vault.db) if is_case else None,
        changed_on=incident.changed_on,
        staff_code=vault.actor.code,
        printed_on=berlin_date(now),
    )
    return OwnSheet(vault.file_id, incident_sheet.render(sheet, now).pdf, "incident")
