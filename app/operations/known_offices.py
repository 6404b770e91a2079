# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Offices to which a case may go sealed: by the Kreis's list of keys, or by a key card and one phone call."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime

import msgspec

from app.domain.errors import InvalidInput, Refusal
from app.domain.known_office import KnownOffice
from app.operations import enrolment as own_enrolment
from app.operations import key_lists
from app.operations.enrolment import ensure_unit, outstation_party, require_same
from storage import Connection, journal, releases, services
from storage import known_offices as stored
from storage.vault import Vault
from sync import enrolment, keys
from sync.keys import Party

key_card = own_enrolment.pairing_file
"""This office introduces itself to a neighbour as it does to the Kreis; nothing in it is secret."""


@dataclass(frozen=True)
class Listed:
    """An office in the Kreis's list of keys."""

    unit: str
    name: str


@dataclass(frozen=True)
class Colleague:
    """An office of our own controller, and the keys that somebody vouches for now."""

    office: KnownOffice
    party: Party


def offices(vault: Vault) -> tuple[KnownOffice, ...]:
    """Every one that was set up here, by name."""
    return stored.offices(vault.db)


def listed(vault: Vault) -> tuple[Listed, ...]:
    """Offices of the Kreis that are not set up here, by name; none without a list."""
    found = key_lists.standing(vault.db)
    own, known = releases.unit(vault.db), {each.unit for each in stored.offices(vault.db)}
    left_out = known | ({own.id} if own else set())
    named = (Listed(each.party.id, each.name) for each in (found.units if found else ()))
    return tuple(sorted((each for each in named if each.unit not in left_out), key=lambda each: each.name))


def take_card(
    vault: Vault, raw: bytes, service_id: str | None, same_controller: bool, now: datetime
) -> KnownOffice:
    """A neighbour's key card; both people now compare its fingerprint, nothing is sealed before."""
    own = outstation_party(vault.db, ensure_unit(vault, now))
    card = enrolment.read_pairing(raw)
    if card.outstation.id == own.id:
        raise Refusal("known_office.own_card")
    party = msgspec.json.encode(card.outstation)
    fingerprint = keys.fingerprint(own, card.outstation)
    place = _place(vault.db, service_id, same_controller)
    known = stored.office(vault.db, card.outstation.id)
    confirmed = known.confirmed_at if known and known.fingerprint == fingerprint else None
    new = KnownOffice(card.outstation.id, card.name, place, party, fingerprint, confirmed)
    with vault.transaction() as db:
        stored.put(db, new)
        journal.note(db, now, vault.actor, "known_office.card_taken", new.unit)
    return new


def confirm(vault: Vault, unit: str, fingerprint: str, now: datetime) -> None:
    """From now on cases may go there and come from there; `fingerprint` is what the other side read out."""
    known = _office(vault.db, unit)
    if known.fingerprint is None:
        raise Refusal("known_office.nothing_to_compare")
    require_same(fingerprint, known.fingerprint)
    with vault.transaction() as db:
        stored.confirm(db, unit, journal.utc_text(now))
        journal.note(db, now, vault.actor, "known_office.confirmed", unit)


def put_listed(
    vault: Vault, unit: str, service_id: str | None, same_controller: bool, now: datetime
) -> KnownOffice:
    """An office of the Kreis's list; its keys are read from the newest list each time."""
    name = next((each.name for each in listed(vault) if each.unit == unit), None)
    if name is None:
        raise InvalidInput("unit", "code.missing")
    new = KnownOffice(unit, name, _place(vault.db, service_id, same_controller))
    with vault.transaction() as db:
        stored.put(db, new)
        journal.note(db, now, vault.actor, "known_office.listed", unit)
    return new


def distrust(vault: Vault, unit: str, now: datetime) -> None:
    """Its computer is lost: its card counts no more, until both people compare a new one."""
    with vault.transaction() as db:
        stored.confirm(db, unit, None)
        journal.note(db, now, vault.actor, "known_office.distrusted", unit)


def change_place(
    vault: Vault, unit: str, service_id: str | None, same_controller: bool, now: datetime
) -> None:
    """What the office is to us: another controller's Anlaufstelle, or of our own controller."""
    place = _place(vault.db, service_id, same_controller)
    with vault.transaction() as db:
        stored.put(db, replace(_office(db, unit), service_id=place))
        journal.note(db, now, vault.actor, "known_office.changed", unit)


def party_to_seal_to(db: Connection, unit: str, now: datetime) -> Party:
    """The keys to which a case may be sealed now; Refusal while nobody vouches for them."""
    known = _office(db, unit)
    if known.party is not None:
        if known.confirmed_at is None:
            raise Refusal("known_office.not_compared", office=known.name)
        return decoded(known.party)
    found = key_lists.usable(db, now)
    entry = found.by_unit().get(unit) if found else None
    if entry is None:
        raise Refusal("known_office.not_in_list", office=known.name)
    return entry.party


def sender_by_key(db: Connection, signing_id: str, now: datetime) -> Party:
    """Whose signing key this is, of compared cards and the Kreis's list; Refusal transfer.unknown_sender."""
    cards = (decoded(each.party) for each in stored.offices(db) if each.party and each.confirmed_at)
    by_card = next((each for each in cards if each.signing_id == signing_id), None)
    if by_card is not None:
        return by_card
    standing = key_lists.standing(db)
    by_list = (each.party for each in (standing.units if standing else ()))
    found = next((each for each in by_list if each.signing_id == signing_id), None)
    if found is None:
        raise Refusal("transfer.unknown_sender")
    key_lists.usable(db, now)
    return found


def colleagues(db: Connection, now: datetime) -> tuple[Colleague, ...]:
    """Every office of our own controller to which something may be sealed now, by name."""
    return tuple(_colleagues(db, now))


def own_party(db: Connection) -> Party:
    """This office as its colleagues know it; whoever knows one has shown itself."""
    unit = releases.unit(db)
    if unit is None:
        raise Refusal("known_office.nothing_to_compare")
    return outstation_party(db, unit.id)


def decoded(party: bytes) -> Party:
    """It was checked when its card was taken."""
    return msgspec.json.decode(party, type=Party)


def _colleagues(db: Connection, now: datetime) -> Iterator[Colleague]:
    for each in stored.offices(db):
        if each.same_controller:
            with suppress(Refusal):
                yield Colleague(each, party_to_seal_to(db, each.unit, now))


def _office(db: Connection, unit: str) -> KnownOffice:
    known = stored.office(db, unit)
    if known is None:
        raise InvalidInput("unit", "code.missing")
    return known


def _place(db: Connection, service_id: str | None, same_controller: bool) -> str | None:
    """The Anlaufstelle as which consents name it; None within one controller. Never both, never neither."""
    if same_controller:
        return None
    if service_id is None:
        raise InvalidInput("service_id", "known_office.place_missing")
    return services.load_service(db, service_id).id
