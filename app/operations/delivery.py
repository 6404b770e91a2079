# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The way out of an outstation: sealed packets in the outbox, delivered until their receipts come."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from app.domain.errors import Refusal, Trouble
from app.domain.progress import Progress, Repeated
from app.operations import epochs, freshness, key_lists, news
from app.operations.sealing import parties
from app.operations.ways import keep_outcome, open_transport
from storage import Connection, journal, outbox
from storage.outbox import Sealed
from storage.vault import Vault
from sync import receipt, signed
from sync.keys import Party
from sync.transport import FolderTransport, OneLook, Transport, packets_folder, receipts_folder

_RECEIPT_CAP = signed.SIZE_CAPS["receipt"]


@dataclass(frozen=True)
class Delivery:
    """How many packets lie where the Kreis fetches them and how many receipts came; `trouble` ended it.

    `returned`: what the Kreis had of a restored file is in its ledger again. `news`: it offers something new.
    """

    sent: int
    receipts: int
    trouble: Trouble | None = None
    returned: bool = False
    news: bool = False


def packets(vault: Vault) -> tuple[Sealed, ...]:
    """The outbox: every packet that counts and what became of it, in order.

    What an earlier device sealed counts if the Kreis answered it; otherwise the device at work seals it anew.
    """
    return outbox.that_count(vault.db)


def deliver(
    vault: Vault,
    now: datetime,
    progress: Progress | None = None,
    folder: Path | None = None,
    *,
    proxy: str = "",
) -> Delivery:
    """Reads the receipts where the Kreis puts them, then puts every packet without one there.

    A packet is put again until its receipt comes: it may have been deleted on the way. What the world is to
    blame for ends it, loses nothing and stands in the result and, for the set way, in its state. `folder` is
    one carried by hand, a stick.
    """
    told = Repeated(progress)
    way = FolderTransport(folder) if folder else open_transport(vault.db, proxy, told.again)
    result = _deliver(vault, OneLook(way), now, told)
    if not folder:
        keep_outcome(vault, result.trouble, now)
    if result.receipts:
        freshness.remember(vault)  # a file from before its receipts would report anew what is accepted
    return result


def _deliver(vault: Vault, way: Transport, now: datetime, progress: Progress) -> Delivery:
    parties(vault.db)
    sent = received = 0
    returned = False
    try:
        returned = epochs.hear(vault, way, now)
        own, other = parties(vault.db)
        received = _read_receipts(vault, way, own, other)
        waiting = _waiting(vault.db, own)
        for sealed in waiting:
            progress.advance(sent, len(waiting), "")
            _put(vault, way, own, sealed, now)
            sent += 1
        key_lists.hear(vault, way, own, other, now)
        heard = news.hear(vault, way, other, now)
    except Trouble as trouble:
        return Delivery(sent, received, trouble, returned)
    return Delivery(sent, received, returned=returned, news=heard)


def _waiting(db: Connection, own: Party) -> list[Sealed]:
    return [sealed for sealed in outbox.packets(db, own.device) if sealed.result is None]


def _put(vault: Vault, way: Transport, own: Party, sealed: Sealed, now: datetime) -> None:
    raw = outbox.packet_bytes(vault.db, own.device, sealed.sequence)
    way.put(packets_folder(own.id, own.device), sealed.name, raw)
    if sealed.delivered_at is None:
        with vault.transaction() as db:
            outbox.mark_delivered(db, own.device, sealed.sequence, now)
            journal.note(db, now, vault.actor, "reporting.delivered", sealed.packet_id)


def _read_receipts(vault: Vault, way: Transport, own: Party, other: Party) -> int:
    """How many packets got their receipt now; what is no receipt of ours is left and looked at again."""
    waiting = {sealed.sequence: sealed for sealed in _waiting(vault.db, own)}
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
