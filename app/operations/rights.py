# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a person may ask for beside information and erasure: restriction, and not to be counted."""

from __future__ import annotations

from datetime import date, datetime

from app.domain.consent import everything_withdrawn_on
from app.domain.dates import berlin_date
from app.domain.errors import Refusal
from storage import cases, clients, code_lists, consents, journal
from storage.vault import Vault


def restrict(vault: Vault, file_id: str, reason: str, now: datetime) -> None:
    """The file is only kept from now on (Art. 18 DSGVO): nothing new, nothing out on consent, not counted.

    After a withdrawal too: somebody may need for a claim what would be erased otherwise.
    """
    today = berlin_date(now)
    code_lists.load(vault.db).require("restriction_reason", reason, "reason", today)
    with vault.transaction() as db:
        if cases.load_file(db, file_id).restricted_reason is not None:
            raise Refusal("rights.restricted_already")
        cases.restrict(db, file_id, today, reason)
        journal.note(db, now, vault.actor, "file.restricted", file_id)


def lift_restriction(vault: Vault, file_id: str, told: bool, now: datetime) -> None:
    """Once the person was told (Art. 18 Abs. 3 DSGVO); what was withdrawn needs a new consent instead.

    Where everything was withdrawn before or since, that counts again.
    """
    if not told:
        raise Refusal("rights.tell_first")
    with vault.transaction() as db:
        file = cases.load_file(db, file_id)
        if file.withdrawn_on is not None:
            raise Refusal("rights.withdrawn")
        withdrawn = withdrawn_on(vault, file_id)
        cases.lift_restriction(db, file_id)
        if withdrawn is not None:
            cases.restrict(db, file_id, withdrawn)
        journal.note(db, now, vault.actor, "file.restriction_lifted", file_id)


def withdrawn_on(vault: Vault, file_id: str) -> date | None:
    """Since when everything is withdrawn, also beside a restriction that the person asked for."""
    basis = cases.load_file(vault.db, file_id).basis
    return everything_withdrawn_on(consents.load_consents(vault.db, file_id), basis)


def exclude_from_statistics(vault: Vault, client_id: str, excluded: bool, now: datetime) -> None:
    """The person's objection (Art. 21 DSGVO), or its end."""
    with vault.transaction() as db:
        clients.exclude_from_statistics(db, client_id, berlin_date(now) if excluded else None)
        journal.note(db, now, vault.actor, f"client.{'excluded' if excluded else 'counted'}", client_id)
