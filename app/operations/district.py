# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The Kreis receives: packets are opened, checked, stored once and answered by a signed receipt."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Literal

from app.domain.errors import Refusal, Trouble
from app.domain.progress import Progress, Silent
from app.operations.delivery import open_transport
from app.operations.district_inbox import (
    Alarm,
    InboxLine,
    Overview,
    alarms,
    figures,
    inbox,
    overview,
    periods,
)
from app.operations.district_report import ReportOptions, report, reports
from app.operations.enrolment import (
    OutstationLine,
    confirm_outstation,
    district_of,
    district_party,
    enrol,
    ensure_district,
    name_site,
    outstations,
    own_keys,
    party_of_outstation,
    set_transport,
    transport,
)
from app.operations.release_intake import acceptable, keep, newest_catalogue
from storage import district, journal, packets
from storage.district import Outstation
from storage.packets import Received
from storage.vault import Vault
from sync import packet, receipt, signed
from sync.keys import OwnKeys, Party
from sync.packet import Opened, Packet, Verified
from sync.release import Release
from sync.transport import FolderTransport, Transport, packets_folder, receipts_folder

__all__ = [
    "Alarm",
    "Fetched",
    "InboxLine",
    "OutstationLine",
    "Overview",
    "ReportOptions",
    "alarms",
    "confirm_outstation",
    "district_of",
    "enrol",
    "ensure_district",
    "fetch",
    "figures",
    "inbox",
    "name_site",
    "outstations",
    "overview",
    "periods",
    "report",
    "reports",
    "set_transport",
    "transport",
]

QUARANTINE_AFTER = timedelta(days=3)
_RELEASE_CAP = signed.SIZE_CAPS["release"]

Verdict = Literal["known", "accepted", "refused", "fork"]


@dataclass(frozen=True)
class Fetched:
    """What came this time; `waiting` files cannot be taken yet, `trouble` ended it early."""

    accepted: int = 0
    refused: int = 0
    forks: int = 0
    waiting: int = 0
    trouble: Trouble | None = None


@dataclass(frozen=True)
class _Round:
    """One time of fetching: who we are, and where the packets lie."""

    vault: Vault
    own: Party
    keys: OwnKeys
    way: Transport
    now: datetime


def fetch(
    vault: Vault, now: datetime, progress: Progress | None = None, folder: Path | None = None
) -> Fetched:
    """Takes every new packet of every confirmed outstation and puts the receipts back.

    The same packet again has no effect. What cannot be verified, or follows one that is missing, stays where
    it is and is looked at again; after three days it is quarantined, which is a name for it, not an end.
    `folder` is one carried by hand, a stick.
    """
    own = district_party(vault.db, district_of(vault))
    way = FolderTransport(folder) if folder else open_transport(vault.db)
    this = _Round(vault, own, own_keys(vault.db), way, now)
    heard = [known for known in district.outstations(vault.db) if known.confirmed_at is not None]
    counts: Counter[str] = Counter()
    try:
        for done, known in enumerate(heard):
            (progress or Silent()).advance(done, len(heard), known.name)
            _fetch_from(this, known, counts)
        _put_receipts(this)
    except Trouble as trouble:
        return _fetched(counts, trouble)
    return _fetched(counts)


def _fetched(counts: Counter[str], trouble: Trouble | None = None) -> Fetched:
    return Fetched(counts["accepted"], counts["refused"], counts["fork"], counts["waiting"], trouble)


def _fetch_from(this: _Round, known: Outstation, counts: Counter[str]) -> None:
    """Counts the verdicts on an outstation's files; those that wait are remembered with the reason."""
    waiting: dict[str, str] = {}
    for name in this.way.list(packets_folder(known.id, known.device)):
        try:
            counts[_take(this, known, name)] += 1
        except Refusal as refusal:
            waiting[name] = refusal.code
    counts["waiting"] += len(waiting)
    with this.vault.transaction() as db:
        packets.set_waiting(db, known.id, waiting, this.now)
        packets.quarantine(db, this.now - QUARANTINE_AFTER, this.now)


def _take(this: _Round, known: Outstation, name: str) -> Verdict:
    """Stores one file with its verdict; Refusal if it cannot be taken yet.

    What its sender signed has a place in the chain: if it cannot be opened it is refused, not waited for.
    """
    consumed = packets.consumed(this.vault.db, known.device)
    if consumed.get(int(name[:8]), "")[:16] == name[9:25]:
        return "known"
    raw = this.way.get(packets_folder(known.id, known.device), name, _RELEASE_CAP)
    if not packet.is_whole(raw, name):
        raise Refusal("packet.incomplete")
    sender = party_of_outstation(known)
    seen = packet.verify(raw, "release", {sender.signing_id: sender})
    try:
        new = packet.is_new(seen, consumed)
    except Refusal as refusal:
        if refusal.code != "packet.fork":
            raise
        return _store_fork(this, known, seen, raw)
    return _store(this, known, seen, raw) if new else "known"


def _store_fork(this: _Round, known: Outstation, seen: Verified, raw: bytes) -> Verdict:
    """Kept as proof beside what it contradicts; changes no figure."""
    if packets.is_stored(this.vault.db, seen.sha256):
        return "known"
    with this.vault.transaction() as db:
        packets.insert(db, _received(this, known, seen, "fork", "packet.fork"), raw, None)
        journal.note(db, this.now, this.vault.actor, "district.packet_fork", seen.header.packet)
    return "fork"


def _store(this: _Round, known: Outstation, seen: Verified, raw: bytes) -> Verdict:
    """The next packet: its figures, or the reason why not, and the receipt, in one transaction."""
    with this.vault.transaction() as db:
        taken, reason = _judged(this, known, seen)
        verdict: Literal["accepted", "refused"] = "refused" if reason else "accepted"
        answer = _receipt(this, seen, verdict, reason)
        kept = packets.Receipt(seen.sha256, known.device, answer.name, answer.bytes)
        packets.insert(db, _received(this, known, seen, verdict, reason), raw, kept)
        if taken is not None:
            keep(db, known, *taken)
        journal.note(db, this.now, this.vault.actor, f"district.packet_{verdict}", seen.header.packet)
    return verdict


def _judged(
    this: _Round, known: Outstation, seen: Verified
) -> tuple[tuple[Release, Opened] | None, str | None]:
    """The release with its opened packet, or the code of why it is refused."""
    try:
        opened = packet.unseal(seen, this.keys.kem)
        return (acceptable(this.vault.db, this.own, known, opened), opened), None
    except Refusal as refusal:
        return None, refusal.code


def _received(this: _Round, known: Outstation, seen: Verified, state: str, reason: str | None) -> Received:
    head = seen.header
    return Received(seen.sha256, known.id, head.device, head.sequence, head.packet, state, reason, this.now)


def _receipt(
    this: _Round, seen: Verified, result: Literal["accepted", "refused"], reason: str | None
) -> Packet:
    head = seen.header
    answer = receipt.Receipt(
        schema=receipt.SCHEMA,
        district=this.own.id,
        device=head.device,
        epoch=head.epoch,
        packet=head.packet,
        sequence=head.sequence,
        sha256=seen.sha256,
        result=result,
        reason=reason,
        highest=head.sequence,
        catalogue=newest_catalogue(this.vault.db),
        revocations=0,
    )
    return receipt.write(answer, this.keys.signing)


def _put_receipts(this: _Round) -> None:
    for waiting in packets.receipts_to_deliver(this.vault.db):
        this.way.put(receipts_folder(waiting.device), waiting.name, waiting.raw)
        with this.vault.transaction() as db:
            packets.mark_receipt_delivered(db, waiting.packet_sha256, this.now)
