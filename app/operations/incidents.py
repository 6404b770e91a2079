# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The report of a breach to the authority (Art. 33 DSGVO), as far as the file knows it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from app.domain.dates import berlin_date
from app.domain.errors import InvalidInput
from app.forms import incident_sheet
from app.operations.leaving import OwnSheet
from storage import clients, sites
from storage.migrate import Role
from storage.vault import Vault

CAUSES = ("lost", "spied", "left", "caution")


@dataclass(frozen=True)
class Incident:
    """Why the key is changed, when the office noticed, and the day of the new key, if there is one."""

    cause: str
    noticed_on: date
    changed_on: date | None = None


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
