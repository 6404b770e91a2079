# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Who speaks for the person: custody, guardianship, legal care; and a minor's own capacity."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from app.domain.case import require_unrestricted
from app.domain.dates import PartialDate, berlin_date
from app.domain.household import is_minor, may_be_minor
from app.domain.representation import (
    NewRepresentative,
    OwnCapacity,
    Representative,
    check_capacity,
    check_representative,
    missing_holders,
)
from storage import Connection, cases, clients, code_lists, journal
from storage import representatives as stored
from storage.vault import Vault


@dataclass(frozen=True)
class Representation:
    """`missing`: how many holders of custody a minor still lacks."""

    minor: bool
    may_be_minor: bool
    representatives: tuple[Representative, ...]
    missing: int
    own_capacity: OwnCapacity | None


def representation(vault: Vault, client_id: str, today: date) -> Representation:
    db = vault.db
    born, found = _born(db, client_id, today), stored.of_client(db, client_id)
    return Representation(
        minor=is_minor(born, today),
        may_be_minor=may_be_minor(born, today),
        representatives=found,
        missing=missing_holders(found, born, code_lists.load(db), today),
        own_capacity=stored.capacity(db, client_id),
    )


def add_representative(vault: Vault, client_id: str, new: NewRepresentative, now: datetime) -> str:
    representative_id, today = str(uuid.uuid4()), berlin_date(now)
    with vault.transaction() as db:
        new = check_representative(new, _open_born(db, client_id, today), code_lists.load(db), today)
        stored.insert(db, representative_id, client_id, new)
        journal.note(db, now, vault.actor, "representative.added", representative_id)
    return representative_id


def change_representative(
    vault: Vault, representative_id: str, new: NewRepresentative, now: datetime
) -> None:
    today = berlin_date(now)
    with vault.transaction() as db:
        born = _open_born(db, stored.client_of(db, representative_id), today)
        stored.update(db, representative_id, check_representative(new, born, code_lists.load(db), today))
        journal.note(db, now, vault.actor, "representative.changed", representative_id)


def judge_capacity(vault: Vault, client_id: str, judged: OwnCapacity, now: datetime) -> None:
    """Whether the minor understands what he or she consents to, with the day and the reason."""
    today = berlin_date(now)
    with vault.transaction() as db:
        judged = check_capacity(judged, _open_born(db, client_id, today), today)
        stored.set_capacity(db, client_id, judged)
        journal.note(db, now, vault.actor, "own_capacity.judged", client_id)


def _open_born(db: Connection, client_id: str, today: date) -> PartialDate | None:
    """The birth date, unless the file is restricted."""
    require_unrestricted(cases.file_of_client(db, client_id))
    return _born(db, client_id, today)


def _born(db: Connection, client_id: str, today: date) -> PartialDate | None:
    return clients.load_client(db, client_id, today).person.birth_date
