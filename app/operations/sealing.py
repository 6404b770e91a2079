# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Releases become packets of the device at work, sealed to the Kreis it trusts."""

from __future__ import annotations

from datetime import datetime
from uuid import uuid4

from app.domain.errors import Refusal
from app.operations.enrolment import outstation_party, own_keys, party_of_district
from storage import Connection, devices, epochs, journal, outbox, releases, restore
from storage.outbox import Sealed
from storage.releases import Released
from storage.vault import Vault
from sync import packet, release
from sync.keys import Party
from sync.packet import Packet


def put_in_outbox(db: Connection, released: Released, now: datetime) -> None:
    """Seals a release to the confirmed Kreis, inside the caller's transaction.

    Refusal while it is not certain that a restored file holds every release the Kreis has (privacy rule 5c),
    and when the Kreis has locked this device.
    """
    if restore.is_open(db, restore.RELEASES_OPEN):
        raise Refusal("restored.releases_open")
    if epochs.is_revoked(db):
        raise Refusal("epochs.locked")
    own, other = parties(db)
    header = packet.header(
        release.SCHEMA, other.id, own, other, str(uuid4()), outbox.last_sealed(db, own.device)
    )
    room = release.length_class(release.decode(released.payload))
    frozen = packet.seal("release", released.payload, header, other.kem, own_keys(db).signing, room)
    outbox.insert(db, own.device, _row(frozen, header, released.id, now), frozen.bytes)


def seal_again(vault: Vault, release_id: str, now: datetime) -> None:
    """A new packet with the same figures, for a release whose packet was refused."""
    newest = [sealed for sealed in outbox.that_count(vault.db) if sealed.release_id == release_id][-1]
    if newest.result != "refused":
        raise Refusal("reporting.not_refused")
    with vault.transaction() as db:
        put_in_outbox(db, releases.by_id(db, release_id), now)
        journal.note(db, now, vault.actor, "reporting.sealed_again", release_id)


def seal_ledger(db: Connection, now: datetime) -> None:
    """Everything that was ever released, in order; the Kreis keeps each once."""
    for released in reversed(releases.ledger(db)):
        put_in_outbox(db, released, now)


def seal_missing(vault: Vault, now: datetime) -> None:
    """What another device sealed in vain is sealed by the one at work."""
    missing = outbox.unsealed(vault.db)
    if missing and not restore.is_open(vault.db, restore.RELEASES_OPEN):
        with vault.transaction() as db:
            for release_id in missing:
                put_in_outbox(db, releases.by_id(db, release_id), now)


def parties(db: Connection) -> tuple[Party, Party]:
    """This outstation and its Kreis; Refusal until both people confirmed the keys."""
    unit, known = releases.unit(db), devices.district_keys(db)
    if unit is None or known is None or known.confirmed_at is None:
        raise Refusal("reporting.not_enrolled")
    return outstation_party(db, unit.id), party_of_district(known)


def _row(frozen: Packet, header: packet.Header, release_id: str, now: datetime) -> Sealed:
    return Sealed(header.sequence, header.packet, release_id, frozen.name, frozen.sha256, now)
