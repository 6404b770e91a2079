# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The Kreis receives: packets are opened, checked, stored once and answered by a signed receipt."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import filterfalse
from pathlib import Path
from typing import Literal

from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey

from app.domain.errors import Refusal, Trouble
from app.domain.progress import Progress, Repeated
from app.operations import device_changes, district_epochs, freshness, key_lists
from app.operations.district_figures import figures
from app.operations.district_inbox import (
    Alarm,
    InboxLine,
    Overview,
    alarms,
    carried_forward,
    inbox,
    overview,
    periods,
)
from app.operations.district_receipts import put_receipts
from app.operations.district_report import ReportOptions, report, reports
from app.operations.enrolment import (
    OutstationLine,
    confirm_outstation,
    district_of,
    district_party,
    enrol,
    ensure_district,
    kem_keys,
    name_site,
    outstations,
    own_keys,
    party_of_outstation,
)
from app.operations.release_intake import acceptable, keep, newest_catalogue
from app.operations.ways import delivery_state, keep_outcome, open_transport, set_transport, transport
from storage import closed_devices, district, journal, packets
from storage.district import Outstation
from storage.packets import Received
from storage.vault import Vault
from sync import packet, receipt, rotation, signed
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
    "carried_forward",
    "confirm_outstation",
    "delivery_state",
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
    """One time of fetching: who we are, every own key by its id, and where the packets lie."""

    vault: Vault
    own: Party
    keys: OwnKeys
    kems: Mapping[str, EllipticCurvePrivateKey]
    way: Transport
    now: datetime


def fetch(
    vault: Vault,
    now: datetime,
    progress: Progress | None = None,
    folder: Path | None = None,
    *,
    proxy: str = "",
) -> Fetched:
    """Takes every new packet of every confirmed outstation and puts the receipts back.

    The same packet again has no effect. What cannot be verified, or follows one that is missing, stays where
    it is and is looked at again; after three days it is quarantined, which is a name for it, not an end.
    `folder` is one carried by hand, a stick.
    """
    own, told = district_party(vault.db, district_of(vault)), Repeated(progress)
    way = FolderTransport(folder) if folder else open_transport(vault.db, proxy, told.again)
    result = _fetch(_Round(vault, own, own_keys(vault.db), kem_keys(vault.db), way, now), told)
    if not folder:
        keep_outcome(vault, result.trouble, now)
    freshness.remember(vault)  # a file from before what it has confirmed would ask for it again
    return result


def _fetch(this: _Round, progress: Progress) -> Fetched:
    heard = [known for known in district.outstations(this.vault.db) if known.confirmed_at is not None]
    counts: Counter[str] = Counter()
    flooded: Trouble | None = None
    try:
        for done, known in enumerate(heard):
            progress.advance(done, len(heard), known.name)
            flooded = _fetch_unless_flooded(this, known, counts) or flooded
        counts["fork"] += device_changes.watch_closed(this.vault, this.way, this.now)
        put_receipts(this.vault, this.way, this.now)
        key_lists.renew(this.vault, this.now)
        district_epochs.answer(this.vault, this.way)
    except Trouble as trouble:
        return _fetched(counts, trouble)
    return _fetched(counts, flooded)


def _fetch_unless_flooded(this: _Round, known: Outstation, counts: Counter[str]) -> Trouble | None:
    """Whoever fills his own folder until it cannot be listed keeps nobody else's releases back."""
    device: Outstation | None = known
    try:
        while device is not None:
            device = _fetch_from(this, device, counts)
    except Trouble as trouble:
        if trouble.code != "transport.listing_unreadable":
            raise
        return trouble
    return None


def _fetched(counts: Counter[str], trouble: Trouble | None = None) -> Fetched:
    return Fetched(counts["accepted"], counts["refused"], counts["fork"], counts["waiting"], trouble)


def _fetch_from(this: _Round, known: Outstation, counts: Counter[str]) -> Outstation | None:
    """Counts the verdicts on an outstation's files; those that wait are remembered with the reason.

    Returns the outstation on its next device, if it says so in this folder.
    """
    waiting: dict[str, str] = {}
    consumed = packets.consumed(this.vault.db, known.device)
    names = this.way.list(packets_folder(known.id, known.device))
    for name in filterfalse(rotation.is_one, names):
        try:
            counts[_take(this, known, name, consumed)] += 1
        except Refusal as refusal:
            waiting[name] = refusal.code
    successor = _successor(this, known, filter(rotation.is_one, names), waiting)
    counts["waiting"] += len(waiting)
    if waiting or packets.is_anything_waiting(this.vault.db, known.id):
        with this.vault.transaction() as db:
            packets.set_waiting(db, known.id, waiting, this.now)
            packets.quarantine(db, this.now - QUARANTINE_AFTER, this.now)
    return successor


def _successor(
    this: _Round, known: Outstation, names: Iterable[str], waiting: dict[str, str]
) -> Outstation | None:
    """After everything the old device sent: the outstation on the device that takes over from it."""
    for name in names:
        try:
            followed = device_changes.take_rotation(this.vault, this.way, known, name, this.now)
        except Refusal as refusal:
            waiting[name] = refusal.code
        else:
            if followed is not None:
                return followed
    return None


def _take(this: _Round, known: Outstation, name: str, consumed: dict[int, str]) -> Verdict:
    """Stores one file with its verdict, and notes it in `consumed`; Refusal if it cannot be taken yet.

    What its sender signed has a place in the chain: if it cannot be opened it is refused, not waited for.
    """
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
    if not new:
        return "known"
    verdict = _store(this, known, seen, raw)
    consumed[seen.header.sequence] = seen.sha256
    return verdict


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
        closed_devices.forget_outgoing(db, receipts_folder(known.device))
        journal.note(db, this.now, this.vault.actor, f"district.packet_{verdict}", seen.header.packet)
    return verdict


def _judged(
    this: _Round, known: Outstation, seen: Verified
) -> tuple[tuple[Release, Opened] | None, str | None]:
    """The release with its opened packet, or the code of why it is refused."""
    try:
        opened = packet.unseal(seen, this.kems.get(seen.header.recipient, this.keys.kem))
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
        revocations=district_epochs.revocation_number(this.vault.db),
    )
    return receipt.write(answer, this.keys.signing)
