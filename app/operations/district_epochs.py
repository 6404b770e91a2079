# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The Kreis locks a lost device, gives back what was taken, and begins anew itself after a restore."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from app.domain.dates import berlin_date
from app.domain.errors import Refusal
from app.operations import table_texts
from app.operations.device_changes import lock
from app.operations.enrolment import (
    district_of,
    district_party,
    fresh_device,
    own_keys,
    party_of_outstation,
)
from app.operations.ways import open_transport
from storage import (
    Connection,
    closed_devices,
    devices,
    district,
    journal,
    office_settings,
    packets,
    released,
    restore,
)
from storage.closed_devices import Outgoing
from storage.district import Outstation
from storage.vault import Vault
from sync import catalogue, keys, returned, revocation, rotation, signed
from sync.enrolment import Site
from sync.packet import Packet
from sync.revocation import Revocations, Revoked
from sync.transport import CATALOGUE, Transport, receipts_folder
from sync.webdav import undisturbed

REVOCATIONS = "revocations"
"""The setting that holds the number of the newest list."""


@dataclass(frozen=True)
class LockedOutstation:
    """Its device is locked, and nobody has taken it in anew."""

    id: str
    name: str


def locked_outstations(vault: Vault) -> tuple[LockedOutstation, ...]:
    return tuple(LockedOutstation(each.id, each.name) for each in closed_devices.locked_outstations(vault.db))


def answer(vault: Vault, way: Transport) -> None:
    """A device that follows a lost one gets back what was taken; all the Kreis says lies where it belongs."""
    owed = _owed(vault.db)
    if owed:
        with vault.transaction() as db:
            for known in owed:
                _give_back(db, known)
    _put_outgoing(vault, way)


def lock_device(vault: Vault, outstation_id: str, now: datetime) -> None:
    """The computer is lost or spied on: from now on nothing of it counts, and all are told."""
    known = district.outstation(vault.db, outstation_id)
    if known is None:
        raise Refusal("district.unknown_outstation")
    with vault.transaction() as db:
        lock(db, known, max(packets.consumed(db, known.device), default=0), now)
        _issue_list(vault, db, now)
        journal.note(db, now, vault.actor, "district.device_locked", known.id)


def begin_again(
    vault: Vault, now: datetime, proxy: str = "", pulse: Callable[[], object] = undisturbed
) -> None:
    """In a Kreis file from a backup: a new device that every outstation follows, sending all it released.

    Locked devices stay locked: lists that are newer than the backup are read from the exchange folder.
    """
    way = open_transport(vault.db, proxy, pulse)
    lists = _own_lists(vault.db, way)
    with vault.transaction() as db:
        for each in lists:
            _lock_again(db, each, now)
        _begin(vault, db, now)
        restore.close(db, restore.RELEASES_OPEN)
    _put_outgoing(vault, way)


def revocation_number(db: Connection) -> int:
    return int(office_settings.setting(db, REVOCATIONS, "0"))


def _put_outgoing(vault: Vault, way: Transport) -> None:
    """Again where somebody emptied the folder."""
    waiting = closed_devices.outgoing(vault.db)
    held = {folder: set(way.list(folder)) for folder in {each.folder for each in waiting}}
    for each in waiting:
        if each.name not in held[each.folder]:
            way.put(each.folder, each.name, each.raw)


def _owed(db: Connection) -> list[Outstation]:
    """Whose device was lost, and whose new one has sent nothing and been given nothing yet."""
    newest = {each.outstation_id: each for each in closed_devices.closed_devices(db)}
    given = {each.folder for each in closed_devices.outgoing(db)}
    return [
        known
        for known in district.outstations(db)
        if known.confirmed_at is not None
        and known.id in newest
        and newest[known.id].reason != "rotated"
        and receipts_folder(known.device) not in given
        and not packets.consumed(db, known.device)
    ]


def _give_back(db: Connection, known: Outstation) -> None:
    """Every release that was taken from this outstation, sealed to its device of today."""
    own, closed = district.district(db), closed_devices.closed_devices(db, known.id)[-1]
    assert own is not None
    names = [
        Site(each.id, each.name or table_texts.word("unnamed_site"))
        for each in district.sites(db)
        if each.outstation_id == known.id
    ]
    given = released.payloads(db, known.id)
    content = returned.compose(known.id, closed.device, closed.last_sequence, names, given)
    sealed = returned.seal(content, district_party(db, own), party_of_outstation(known), own_keys(db))
    _put(db, receipts_folder(known.device), sealed)


def _issue_list(vault: Vault, db: Connection, now: datetime) -> None:
    """The list of all locked devices under the next number."""
    number = revocation_number(db) + 1
    revoked = tuple(Revoked(*each) for each in closed_devices.revoked(db))
    content = Revocations(revocation.SCHEMA, district_of(vault).id, number, berlin_date(now), revoked)
    _put(db, CATALOGUE, revocation.write(content, own_keys(db).signing))
    office_settings.set_setting(db, REVOCATIONS, str(number))


def _own_lists(db: Connection, way: Transport) -> list[Revocations]:
    """What this Kreis itself signed after the backup, in order."""
    own = district.district(db)
    assert own is not None
    side, number, found = district_party(db, own), revocation_number(db), []
    for name in way.list(CATALOGUE):
        if int(name[:8]) > number and not catalogue.is_one(name):
            try:
                raw = way.get(CATALOGUE, name, signed.SIZE_CAPS["revocations"])
                found.append(revocation.read(raw, side)[0])
            except Refusal:
                continue
    return found


def _lock_again(db: Connection, found: Revocations, now: datetime) -> None:
    for each in found.revoked:
        closed_devices.put_revoked(db, each.device, each.epoch, each.last_sequence)
        for known in district.outstations(db):
            if known.device == each.device:
                lock(db, known, each.last_sequence, now)
    office_settings.set_setting(db, REVOCATIONS, str(found.number))


def _begin(vault: Vault, db: Connection, now: datetime) -> None:
    own, at = district_of(vault), journal.utc_text(now)
    old, old_keys = district_party(db, own), own_keys(db)
    devices.succeed(db, fresh_device(), at)
    new = district_party(db, own)
    _put(db, CATALOGUE, rotation.write(rotation.compose(old, new, None, "restored"), old_keys.signing))
    for known in district.outstations(db):
        side = party_of_outstation(known)
        closed_devices.put_keys(db, replace(known, fingerprint=keys.fingerprint(new, side)))
    if closed_devices.revoked(db):
        _issue_list(vault, db, now)
    journal.note(db, now, vault.actor, "district.begun_again", new.device)


def _put(db: Connection, folder: str, sealed: Packet) -> None:
    closed_devices.put_outgoing(db, Outgoing(folder, sealed.name, sealed.bytes))
