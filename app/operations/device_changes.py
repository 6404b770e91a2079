# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The Kreis follows a device that takes over from another, and watches those that are closed."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from app.domain.errors import Refusal
from app.operations.enrolment import district_party, party_of_outstation
from storage import Connection, closed_devices, district, journal, packets
from storage.closed_devices import ClosedDevice
from storage.district import Outstation
from storage.packets import Received
from storage.vault import Vault
from sync import keys, packet, rotation, signed
from sync.keys import Party
from sync.rotation import Rotation
from sync.transport import Transport, packets_folder


def take_rotation(
    vault: Vault, way: Transport, known: Outstation, name: str, now: datetime
) -> Outstation | None:
    """The outstation on its new device, without another phone call: its old key signed the new ones.

    None if it contradicts what was taken, which is kept as an alarm, or if the new device is locked. Refusal
    if it cannot be believed.
    """
    raw = way.get(packets_folder(known.id, known.device), name, signed.SIZE_CAPS["rotation"])
    if not packet.is_whole(raw, name):
        raise Refusal("packet.incomplete")
    found, sha256 = rotation.read(raw, party_of_outstation(known))
    consumed = packets.consumed(vault.db, known.device)
    if _contradicts(vault.db, found, consumed):
        proof = Received(sha256, known.id, known.device, 0, found.new.device, "fork", "rotation.fork", now)
        _keep_proof(vault, proof, raw)
        return None
    with vault.transaction() as db:
        last = max(consumed, default=0)
        closed = closed_now(known, found.reason, last, max(last, found.last_sequence), sha256, now)
        closed_devices.close_device(db, closed)
        new = _follow(db, known, found.new)
        journal.note(db, now, vault.actor, "district.rotation_taken", known.id)
        if new.device in {device for device, _, _ in closed_devices.revoked(db)}:
            lock(db, new, 0, now)
            return None
    return new


def lock(db: Connection, known: Outstation, last: int, now: datetime) -> None:
    """Nothing of this device counts beyond `last`; the outstation comes back with other keys only."""
    closed_devices.close_device(db, closed_now(known, "revoked", last, last, None, now))
    closed_devices.lock_outstation(db, known.id, journal.utc_text(now))
    closed_devices.put_revoked(db, known.device, known.epoch, last)


def watch_closed(vault: Vault, way: Transport, now: datetime) -> int:
    """How many new packets or takeovers of closed devices came: each is kept as proof and named an alarm."""
    found = 0
    for closed in closed_devices.closed_devices(vault.db):
        known = _taken_of(vault.db, closed)
        for name in way.list(packets_folder(closed.outstation_id, closed.device)):
            if known.get(int(name[:8]), "")[:16] != name[9:25]:
                found += _watch(vault, way, closed, name, now)
    return found


def _contradicts(db: Connection, found: Rotation, consumed: dict[int, str]) -> bool:
    """It names another packet than was taken, or a device that is known already."""
    held = consumed.get(found.last_sequence)
    used = {each.device for each in district.outstations(db)}
    return (
        (held is not None and held != found.last_sha256)
        or found.new.device in used
        or closed_devices.is_closed(db, found.new.device)
    )


def closed_now(
    known: Outstation, reason: str, last: int, named: int, rotation_sha256: str | None, now: datetime
) -> ClosedDevice:
    """The device of this outstation, as it is closed at this moment."""
    return ClosedDevice(
        *(known.device, known.id, known.epoch, known.signing_key, known.kem_key),
        *(reason, last, named, rotation_sha256, journal.utc_text(now)),
    )


def _follow(db: Connection, known: Outstation, new: Party) -> Outstation:
    own = district.district(db)
    assert own is not None
    followed = replace(
        known,
        device=new.device,
        epoch=new.epoch,
        signing_key=new.signing,
        kem_key=new.kem,
        fingerprint=keys.fingerprint(district_party(db, own), new),
    )
    closed_devices.put_keys(db, followed)
    return followed


def _taken_of(db: Connection, closed: ClosedDevice) -> dict[int, str]:
    """Hash by number of everything that was taken from a device, its takeover included."""
    takeover = {rotation.SEQUENCE: closed.rotation_sha256} if closed.rotation_sha256 else {}
    return packets.consumed(db, closed.device) | takeover


def _watch(vault: Vault, way: Transport, closed: ClosedDevice, name: str, now: datetime) -> bool:
    """Whether this file is a new alarm; what the device itself did not sign says nothing of it."""
    sequence = int(name[:8])
    if closed.last_sequence < sequence <= closed.named or packets.is_stored_as(vault.db, closed.device, name):
        return False
    try:
        sha256, packet_id, raw = _signed_by(way, closed, name)
    except Refusal:
        return False
    reason = "packet.device_locked" if closed.reason == "revoked" else "packet.device_closed"
    _keep_proof(
        vault,
        Received(sha256, closed.outstation_id, closed.device, sequence, packet_id, "fork", reason, now),
        raw,
    )
    return True


def _signed_by(way: Transport, closed: ClosedDevice, name: str) -> tuple[str, str, bytes]:
    """Hash, id and bytes of a file that the closed device signed; Refusal otherwise."""
    folder = packets_folder(closed.outstation_id, closed.device)
    raw = way.get(folder, name, signed.SIZE_CAPS["release"])
    if not packet.is_whole(raw, name):
        raise Refusal("packet.incomplete")
    old = Party(
        *("outstation", closed.outstation_id, closed.device, closed.epoch),
        *(closed.signing_key, closed.kem_key),
    )
    if rotation.is_one(name):
        found, sha256 = rotation.read(raw, old)
        return sha256, found.new.device, raw
    seen = packet.verify(raw, "release", {old.signing_id: old})
    return seen.sha256, seen.header.packet, raw


def _keep_proof(vault: Vault, fork: Received, raw: bytes) -> None:
    """Once; it changes no figure."""
    if packets.is_stored(vault.db, fork.sha256):
        return
    with vault.transaction() as db:
        packets.insert(db, fork, raw, None)
        journal.note(db, fork.received_at, vault.actor, "district.packet_fork", fork.packet_id)
