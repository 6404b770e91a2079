# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Before somebody is taken in: who in the file may be the same person."""

from __future__ import annotations

from app.domain.client import Person
from app.domain.duplicates import Candidate, Traits, candidates, phone_digits
from storage import duplicates as stored
from storage.vault import Vault

MOST = 5


def perhaps_known(
    vault: Vault, person: Person, besides: frozenset[str] = frozenset()
) -> tuple[Candidate, ...]:
    """The likeliest few with their reasons, closed cases too; `besides`: client ids that are known others."""
    typed = _traits(person)
    others = (known for known in stored.near(vault.db, typed) if known.client_id not in besides)
    return candidates(typed, others)[:MOST]


def _traits(person: Person) -> Traits:
    numbers = (phone_digits(channel.value) for channel in person.channels if channel.kind == "phone")
    return Traits(
        person.family_name,
        person.given_names,
        person.former_names,
        person.native_name,
        person.birth_date,
        frozenset(numbers) - {""},
    )
