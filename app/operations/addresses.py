# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Addresses through the years: added, put right, removed when it was a slip."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date, datetime

from app.domain.address import (
    AddressPeriod,
    NewAddress,
    address_on,
    barred_with,
    check_address,
    known_since,
    street_form,
)
from app.domain.case import require_unrestricted
from app.domain.client import Address
from app.domain.dates import berlin_date
from app.domain.history import added, changed, removed
from storage import Connection, cases, code_lists, households, journal
from storage import addresses as stored
from storage.vault import Vault


def addresses(vault: Vault, case_id: str) -> tuple[AddressPeriod, ...]:
    """The history of the person of a case, the oldest first."""
    return stored.history(vault.db, cases.file_of(vault.db, case_id).client_id)


def add_address(vault: Vault, case_id: str, new: NewAddress, now: datetime) -> str:
    """A further address; the one that runs ends the day before it. Returns the period's id."""
    period_id = str(uuid.uuid4())
    with vault.transaction() as db:
        client_id = _client(db, case_id)
        check_address(new, code_lists.load(db), berlin_date(now))
        stored.save_history(db, client_id, added(stored.history(db, client_id), _period(period_id, new)))
        journal.note(db, now, vault.actor, "address.added", client_id)
    return period_id


def change_address(vault: Vault, case_id: str, period_id: str, new: NewAddress, now: datetime) -> None:
    """One of them put right; the one that ended the day before it moves along."""
    with vault.transaction() as db:
        client_id = _client(db, case_id)
        check_address(new, code_lists.load(db), berlin_date(now))
        known = stored.history(db, client_id)
        stored.save_history(db, client_id, changed(known, _period(period_id, new)))
        journal.note(db, now, vault.actor, "address.changed", client_id)


def remove_address(vault: Vault, case_id: str, period_id: str, now: datetime) -> None:
    """A slip; what it had ended goes on."""
    with vault.transaction() as db:
        client_id = _client(db, case_id)
        stored.save_history(db, client_id, removed(stored.history(db, client_id), period_id))
        journal.note(db, now, vault.actor, "address.removed", client_id)


def put_back(vault: Vault, case_id: str, history: Sequence[AddressPeriod], now: datetime) -> None:
    """The history as it was before something was removed."""
    with vault.transaction() as db:
        client_id = _client(db, case_id)
        stored.save_history(db, client_id, history)
        journal.note(db, now, vault.actor, "address.put_back", client_id)


def told_address(db: Connection, client_id: str, day: date) -> Address:
    """The address as it may leave: a bar (Auskunftssperre) holds for everybody who lives there together.

    It holds also for a letter that is dated before it.
    """
    own, housemates = stored.history(db, client_id), households.living_with(db, client_id)
    known = (own, *(stored.history(db, each) for each in housemates))
    later = (address for history in known for address in known_since(history, day))
    return barred_with(address_on(own, day), later)


def barred_streets(db: Connection, client_id: str) -> frozenset[str]:
    """Where the person or a housemate has lived under a bar, in the form in which streets are compared."""
    everybody = (client_id, *households.living_with(db, client_id))
    known = (period.address for each in everybody for period in stored.history(db, each))
    return frozenset(street_form(address.street) for address in known if address.blocked) - {""}


def _client(db: Connection, case_id: str) -> str:
    file = cases.file_of(db, case_id)
    require_unrestricted(file)
    return file.client_id


def _period(period_id: str, new: NewAddress) -> AddressPeriod:
    return AddressPeriod(period_id, new.since, new.until, new.address)
