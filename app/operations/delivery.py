# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The way out of an outstation: sealed packets in the outbox, delivered until their receipts come."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import uuid4

from app.domain.errors import Refusal, Trouble
from app.domain.progress import Progress, Silent
from app.operations.enrolment import outstation_party, own_keys, party_of_district
from storage import Connection, devices, journal, outbox, releases, restore
from storage.outbox import Sealed
from storage.releases import Released
from storage.vault import Vault
from sync import packet, receipt, release, signed
from sync.keys import Party
from sync.packet import Packet
from sync.transport import FolderTransport, Transport, packets_folder, receipts_folder

_RECEIPT_CAP = signed.SIZE_CAPS["receipt"]


@dataclass(frozen=True)
class Delivery:
    """How many packets lie where the Kreis fetches them and how many receipts came; `trouble` ended it."""

    sent: int
    receipts: int
    trouble: Trouble | None = None


def put_in_outbox(db: Connection, released: Released, now: datetime) -> None:
    """Seals a release to the confirmed Kreis, inside the caller's transaction.

    Refusal while it is not certain that a restored file holds every release the Kreis has (privacy rule 5c).
    """
    if restore.is_open(db, restore.RELEASES_OPEN):
        raise Refusal("restored.releases_open")
    own, other = _parties(db)
    sealed = outbox.packets(db, own.device)
    last = (sealed[-1].sequence, sealed[-1].sha256) if sealed else None
    header = packet.header(release.SCHEMA, other.id, own, other, str(uuid4()), last)
    room = release.length_class(release.decode(released.payload))
    frozen = packet.seal("release", released.payload, header, other.kem, own_keys(db).signing, room)
    outbox.insert(db, own.device, _row(frozen, header, released.id, now), frozen.bytes)


def seal_again(vault: Vault, release_id: str, now: datetime) -> None:
    """A new packet with the same figures, for a release whose packet was refused."""
    newest = [sealed for sealed in packets(vault) if sealed.release_id == release_id][-1]
    if newest.result != "refused":
        raise Refusal("reporting.not_refused")
    with vault.transaction() as db:
        put_in_outbox(db, releases.by_id(db, release_id), now)
        journal.note(db, now, vault.actor, "reporting.sealed_again", release_id)


def packets(vault: Vault) -> tuple[Sealed, ...]:
    """The outbox: every packet this computer sealed and what became of it, in order."""
    device = devices.own_device(vault.db)
    return outbox.packets(vault.db, device.id) if device else ()


def deliver(
    vault: Vault, now: datetime, progress: Progress | None = None, folder: Path | None = None
) -> Delivery:
    """Reads the receipts where the Kreis puts them, then puts every packet without one there.

    A packet is put again until its receipt comes: it may have been deleted on the way. What the world is to
    blame for ends it, loses nothing and stands in the result. `folder` is one carried by hand, a stick.
    """
    way = FolderTransport(folder) if folder else open_transport(vault.db)
    own, other = _parties(vault.db)
    sent = received = 0
    try:
        received = _read_receipts(vault, way, own, other)
        waiting = [sealed for sealed in packets(vault) if sealed.result is None]
        for sealed in waiting:
            (progress or Silent()).advance(sent, len(waiting), "")
            _put(vault, way, own, sealed, now)
            sent += 1
    except Trouble as trouble:
        return Delivery(sent, received, trouble)
    return Delivery(sent, received)


def open_transport(db: Connection) -> Transport:
    """The way that was set; Refusal before that."""
    way = devices.way(db)
    if way is None:
        raise Refusal("reporting.no_transport")
    return FolderTransport(Path(way.address))


def _parties(db: Connection) -> tuple[Party, Party]:
    """This outstation and its Kreis; Refusal until both people confirmed the keys."""
    unit, known = releases.unit(db), devices.district_keys(db)
    if unit is None or known is None or known.confirmed_at is None:
        raise Refusal("reporting.not_enrolled")
    return outstation_party(db, unit.id), party_of_district(known)


def _row(frozen: Packet, header: packet.Header, release_id: str, now: datetime) -> Sealed:
    return Sealed(header.sequence, header.packet, release_id, frozen.name, frozen.sha256, now)


def _put(vault: Vault, way: Transport, own: Party, sealed: Sealed, now: datetime) -> None:
    raw = outbox.packet_bytes(vault.db, own.device, sealed.sequence)
    way.put(packets_folder(own.id, own.device), sealed.name, raw)
    if sealed.delivered_at is None:
        with vault.transaction() as db:
            outbox.mark_delivered(db, own.device, sealed.sequence, now)
            journal.note(db, now, vault.actor, "reporting.delivered", sealed.packet_id)


def _read_receipts(vault: Vault, way: Transport, own: Party, other: Party) -> int:
    """How many packets got their receipt now; what is no receipt of ours is left and looked at again."""
    waiting = {sealed.sequence: sealed for sealed in packets(vault) if sealed.result is None}
    taken = 0
    for name in way.list(receipts_folder(own.device)):
        sealed = waiting.get(int(name.partition("-")[0]))
        if sealed is not None:
            taken += _take_receipt(vault, way, name, sealed, own, other)
    return taken


def _take_receipt(vault: Vault, way: Transport, name: str, sealed: Sealed, own: Party, other: Party) -> bool:
    try:
        raw = way.get(receipts_folder(own.device), name, _RECEIPT_CAP)
        answer = receipt.read(raw, other, own)
    except Refusal:
        return False
    if (sealed.packet_id, sealed.sha256) != (answer.packet, answer.sha256):
        return False
    with vault.transaction() as db:
        outbox.put_receipt(db, own.device, sealed.sequence, raw, answer.result, answer.reason)
    return True
