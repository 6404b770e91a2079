# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Two offices become one: at the Kreis their case files are two strata, shown as one (privacy rule 5e)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app.domain.errors import InvalidInput, Refusal
from storage import closed_devices, district, journal
from storage import mergers as stored
from storage.vault import Vault


@dataclass(frozen=True)
class Merger:
    """By name: the one that was merged, and the older one in which new persons are taken in."""

    outstation_id: str
    name: str
    into_id: str
    into: str


def merge(vault: Vault, one: str | None, other: str | None, now: datetime) -> str:
    """Both go on sending; returns the id of the older one, which stands for both."""
    units = stored.merged(vault.db)
    names = _names(vault)
    for field, chosen in (("one", one), ("other", other)):
        if chosen not in names:
            raise InvalidInput(field, "district.unknown_outstation")
    assert one is not None
    assert other is not None
    first, second = units.get(one, one), units.get(other, other)
    if first == second:
        raise InvalidInput("other", "merger.one_already")
    into = stored.older(vault.db, first, second)
    goes = second if into == first else first
    with vault.transaction() as db:
        stored.merge(db, goes, into, journal.utc_text(now))
        journal.note(db, now, vault.actor, "district.outstations_merged", goes)
    return into


def separate(vault: Vault, outstation_id: str | None, now: datetime) -> None:
    """It was a mistake: each stands for itself again."""
    if outstation_id is None or outstation_id not in stored.merged(vault.db):
        raise Refusal("merger.none")
    with vault.transaction() as db:
        stored.separate(db, outstation_id)
        journal.note(db, now, vault.actor, "district.outstations_separated", outstation_id)


def mergers(vault: Vault) -> tuple[Merger, ...]:
    """In the order in which they were merged."""
    names = _names(vault)
    return tuple(
        Merger(each, names[each], into, names[into]) for each, into in stored.merged(vault.db).items()
    )


def _names(vault: Vault) -> dict[str, str]:
    """Of everybody who ever sent; one whose device is locked too."""
    every = (*district.outstations(vault.db), *closed_devices.locked_outstations(vault.db))
    return {each.id: each.name for each in every}
