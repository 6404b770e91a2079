# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Umfeld: the person's network, drawn together and redrawn."""

from __future__ import annotations

import uuid
from datetime import datetime

from app.domain.case import require_unrestricted
from app.domain.dates import berlin_date
from app.domain.network import NetworkPerson, NewNetworkPerson, check_network_person
from storage import cases, code_lists, journal
from storage import networks as stored
from storage.vault import Vault


def network(vault: Vault, client_id: str) -> tuple[NetworkPerson, ...]:
    """The nearest first."""
    return stored.of_client(vault.db, client_id)


def add_network_person(vault: Vault, client_id: str, new: NewNetworkPerson, now: datetime) -> str:
    new = check_network_person(new, code_lists.load(vault.db), berlin_date(now))
    person_id = str(uuid.uuid4())
    with vault.transaction() as db:
        require_unrestricted(cases.file_of_client(db, client_id))
        stored.insert(db, person_id, client_id, new)
        journal.note(db, now, vault.actor, "network.added", person_id)
    return person_id


def change_network_person(vault: Vault, person_id: str, new: NewNetworkPerson, now: datetime) -> None:
    new = check_network_person(new, code_lists.load(vault.db), berlin_date(now))
    with vault.transaction() as db:
        require_unrestricted(cases.file_of_client(db, stored.client_of(db, person_id)))
        stored.update(db, person_id, new)
        journal.note(db, now, vault.actor, "network.changed", person_id)
