# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The directory from somebody's table, taken in and undone as a whole, and as a table for others."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from app.domain import service_sheet
from app.domain.dates import berlin_date
from app.domain.errors import Refusal
from app.domain.service import Service, ServiceData, check_service
from app.domain.service_sheet import ReadService, same_offer
from app.domain.sheet import Sheet
from app.operations.csv_file import as_csv
from app.operations.documents import write_with_record
from storage import code_lists, drafts, journal, office_settings
from storage import services as stored
from storage.vault import Vault

_LAST = "directory.last_import"


@dataclass(frozen=True)
class Rows:
    """What a table says; `known` rows name what is in the directory already, or stand there twice."""

    new: tuple[ReadService, ...]
    known: int


def rows(
    vault: Vault, sheet: Sheet, mapping: Sequence[str | None], otherwise: str | None, now: datetime
) -> Rows:
    """What each row says, and what is wrong in it; an entry that is there already stays as it is."""
    there = {same_offer(each) for each in stored.services(vault.db)}
    new, known = [], 0
    for row in service_sheet.read(sheet, mapping, otherwise, code_lists.load(vault.db), berlin_date(now)):
        offer = same_offer(row.said) if row.said is not None else None
        if offer in there:
            known += 1
        else:
            new.append(row)
            there |= {offer} if offer else set()
    return Rows(tuple(new), known)


def checked(vault: Vault, service: ServiceData, now: datetime) -> ServiceData:
    """A corrected row as it would be taken in; InvalidInput at the first field that cannot be."""
    check_service(service, code_lists.load(vault.db), berlin_date(now))
    return service


def cell(vault: Vault, service: ServiceData, field: str, now: datetime) -> str:
    """A value of a service in words."""
    return service_sheet.word(field, getattr(service, field), code_lists.load(vault.db), berlin_date(now))


def take_in(vault: Vault, services: Sequence[ServiceData], now: datetime) -> int:
    """All of them or none; until the next table they can go again together. Returns how many."""
    if not services:
        raise Refusal("service.nothing_to_take_in")
    for service in services:
        checked(vault, service, now)
    added = [Service(id=str(uuid.uuid4()), **vars(service)) for service in services]
    with vault.transaction() as db:
        for service in added:
            stored.insert_service(db, service)
        office_settings.set_setting(db, _LAST, ",".join(service.id for service in added))
        journal.note(db, now, vault.actor, "service.imported", added[0].id)
    return len(added)


def last_import(vault: Vault) -> tuple[str, ...]:
    """The ids of what came in with the last table and can still go; none if it was undone."""
    return tuple(filter(None, office_settings.setting(vault.db, _LAST, "").split(",")))


def undo(vault: Vault, now: datetime) -> int:
    """All that came in with the last table goes, put right or not; Refusal once somebody works with it."""
    with vault.transaction() as db:
        ids = last_import(vault)
        if not ids:
            raise Refusal("service.import_gone")
        used = [each for each in ids if stored.is_used(db, each)]
        if used:
            raise Refusal("service.import_in_use", name=stored.load_service(db, used[0]).full_name)
        for service_id in ids:
            for kind in ("service", "course"):
                if (begun := drafts.draft_of(db, kind, service_id)) is not None:
                    drafts.delete_draft(db, begun.id)
            stored.delete_service(db, service_id)
        office_settings.set_setting(db, _LAST, "")
        journal.note(db, now, vault.actor, "service.import_undone", ids[0])
    return len(ids)


def export(vault: Vault, path: Path, now: datetime) -> int:
    """The whole directory as CSV; it says nothing about clients. Returns how many entries."""
    lists, today = code_lists.load(vault.db), berlin_date(now)
    found = stored.services(vault.db)
    header = tuple(map(service_sheet.label_of, service_sheet.columns()))
    table = as_csv(header, [service_sheet.cells(service, lists, today) for service in found])
    with vault.transaction() as db:
        journal.note(db, now, vault.actor, "service.exported")
        write_with_record(vault, path, table)
    return len(found)
