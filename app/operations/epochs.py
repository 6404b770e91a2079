# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""An outstation begins a new device, and hears the Kreis: its new keys, locked devices, releases."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from app.domain.dates import berlin_date
from app.domain.errors import Refusal, Trouble
from app.operations import returned_releases
from app.operations.enrolment import (
    COMPARED,
    fresh_device,
    outstation_party,
    own_keys,
    party_of_district,
)
from app.operations.sealing import parties, seal_ledger, seal_missing
from app.operations.ways import delivery_state
from storage import Connection, devices, epochs, journal, office_settings, outbox, releases, restore
from storage.devices import DistrictKeys
from storage.epochs import Rotation
from storage.vault import Vault
from sync import catalogue, keys, packet, returned, revocation, rotation, signed
from sync.keys import Party
from sync.returned import Returned
from sync.revocation import Revocations
from sync.rotation import Reason
from sync.transport import CATALOGUE, Transport, packets_folder, receipts_folder

LISTEN_EVERY = timedelta(hours=12)
_RETURNED_AS = packet.name(1, "0" * 64)[:9]


@dataclass(frozen=True)
class KeyState:
    """How this office's keys stand.

    `locked`: the Kreis takes nothing from them. `announced`: new keys are on their way, unanswered.
    `awaiting`: the file was restored and waits for what the Kreis gives back. `expired`: since that day the
    certificate is old, which only warns.
    """

    locked: bool
    announced: bool
    awaiting: bool
    expired: date | None


def key_state(vault: Vault, now: datetime) -> KeyState:
    db = vault.db
    known, begun = devices.district_keys(db), epochs.rotation(db)
    until = date.fromisoformat(known.valid_until) if known and known.valid_until else None
    return KeyState(
        epochs.is_revoked(db),
        begun is not None and not _is_answered(db),
        restore.is_open(db, restore.RELEASES_OPEN) and begun is not None and begun.reason == "restored",
        until if until and until < berlin_date(now) else None,
    )


def renew_keys(vault: Vault, now: datetime) -> None:
    """A new device with new keys, announced to the Kreis by the old ones; nobody has to telephone."""
    _require_working(vault.db)
    if restore.is_open(vault.db, restore.RELEASES_OPEN):
        raise Refusal("restored.releases_open")
    with vault.transaction() as db:
        _begin(vault, db, "rotated", now)


def begin_after_restore(vault: Vault, now: datetime) -> None:
    """A new device that asks the Kreis for every release it has; until they are here none is sealed."""
    _require_working(vault.db)
    if not restore.is_open(vault.db, restore.RELEASES_OPEN):
        raise Refusal("restored.nothing_open")
    if key_state(vault, now).awaiting:
        return
    with vault.transaction() as db:
        _begin(vault, db, "restored", now)


def enrol_anew(vault: Vault, now: datetime) -> None:
    """After the Kreis locked this device: new keys that nobody vouches for, so both people compare again."""
    if not epochs.is_revoked(vault.db):
        raise Refusal("epochs.not_locked")
    with vault.transaction() as db:
        at, new = journal.utc_text(now), fresh_device()
        devices.succeed(db, new, at)
        devices.forget_district_keys(db, at)
        journal.note(db, now, vault.actor, "reporting.device_begun", new.id)


def has_errand(vault: Vault, now: datetime) -> bool:
    """Whether a round is worth while: something waits, or nobody has listened to the Kreis for long."""
    db, known = vault.db, devices.district_keys(vault.db)
    if known is None or known.confirmed_at is None or epochs.is_revoked(db):
        return False
    state, rounds = key_state(vault, now), delivery_state(vault)
    listened = rounds.succeeded_at if rounds else None
    return (
        any(sealed.result is None for sealed in outbox.that_count(db))
        or bool(outbox.unsealed(db))
        or state.announced
        or state.awaiting
        or listened is None
        or not timedelta() <= now - listened < LISTEN_EVERY
    )


def hear(vault: Vault, way: Transport, now: datetime) -> bool:
    """What the Kreis says, before anything is sent; Trouble once it has locked this device.

    True if it gave back what a restored file lacked.
    """
    while _follow_district(vault, way, now):
        pass
    _read_revocations(vault, way, now)
    if epochs.is_revoked(vault.db):
        raise Trouble("epochs.locked")
    _announce(vault, way)
    returned = restore.is_open(vault.db, restore.RELEASES_OPEN) and _take_return(vault, way, now)
    seal_missing(vault, now)
    return returned


def _begin(vault: Vault, db: Connection, reason: Reason, now: datetime) -> None:
    """The next device; what a restored file says of its packets may be too little, so it always says so."""
    own, at = releases.unit(db), journal.utc_text(now)
    assert own is not None
    old, old_keys = outstation_party(db, own.id), own_keys(db)
    if restore.is_open(db, restore.RELEASES_OPEN):
        reason = "restored"
    last = outbox.last_sealed(db, old.device)
    devices.succeed(db, fresh_device(), at)
    new = outstation_party(db, own.id)
    frozen = rotation.write(rotation.compose(old, new, last, reason), old_keys.signing)
    epochs.insert_rotation(db, new.device, Rotation(old.device, reason, frozen.name, frozen.bytes, at))
    known = devices.district_keys(db)
    if known is not None:
        _trust(db, known, new, at)
    journal.note(db, now, vault.actor, "reporting.device_begun", new.device)


def _trust(db: Connection, known: DistrictKeys, own: Party, at: str) -> None:
    """Confirmed as before; the fingerprint is that of the keys of today."""
    today = replace(known, fingerprint=keys.fingerprint(own, party_of_district(known)))
    devices.put_district_keys(db, today, at)
    devices.confirm_district_keys(db, today.device, at)


def _follow_district(vault: Vault, way: Transport, now: datetime) -> bool:
    """Whether the Kreis has begun anew: then this office does too, and seals all it ever released to it."""
    new = _successor(vault.db, way)
    if new is None:
        return False
    at, known = journal.utc_text(now), devices.district_keys(vault.db)
    assert known is not None
    with vault.transaction() as db:
        devices.forget_district_keys(db, at)
        taken = replace(known, device=new.device, epoch=new.epoch, signing_key=new.signing, kem_key=new.kem)
        devices.put_district_keys(db, taken, at)
        _begin(vault, db, "rotated", now)
        if not restore.is_open(db, restore.RELEASES_OPEN):
            seal_ledger(db, now)
        journal.note(db, now, vault.actor, "reporting.district_followed", new.device)
    return True


def _successor(db: Connection, way: Transport) -> Party | None:
    """Whom the trusted Kreis names as its next device; what it has not signed says nothing.

    Trouble if one device of the Kreis was taken over twice: two files from one backup, or a thief. That ends
    when both people have compared again: then it is said whom this office means.
    """
    _, other = parties(db)
    named = _takeovers(way, [other, *map(party_of_district, devices.former_districts(db))])
    meant = office_settings.setting(db, COMPARED, "")
    for old, new in named.items():
        if len(new) > 1 and (old == other.device or meant != other.device):
            raise Trouble("epochs.two_districts")
    return next(iter(named.get(other.device, {}).values()), None)


def _takeovers(way: Transport, districts: Iterable[Party]) -> dict[str, dict[str, Party]]:
    """Who follows each of these, by old and by new device."""
    found: dict[str, dict[str, Party]] = {}
    for name in filter(rotation.is_one, way.list(CATALOGUE)):
        with suppress(Refusal):
            raw = way.get(CATALOGUE, name, signed.SIZE_CAPS["rotation"])
            for each in districts:
                with suppress(Refusal):
                    new = rotation.read(raw, each)[0].new
                    found.setdefault(each.device, {})[new.device] = new
    return found


def _read_revocations(vault: Vault, way: Transport, now: datetime) -> None:
    """The newest list that is signed; one that contradicts the known list is an alarm."""
    own, other = parties(vault.db)
    known = epochs.known_revocations(vault.db)
    for found, sha256 in _lists(way, other, known):
        with vault.transaction() as db:
            epochs.put_revocations(db, found.number, sha256, journal.utc_text(now))
            if found.names(epochs.lineage(db)):
                epochs.revoke_own_device(db, journal.utc_text(now))
                journal.note(db, now, vault.actor, "reporting.device_locked", own.device)
        return


def _lists(way: Transport, other: Party, known: tuple[int, str] | None) -> Iterator[tuple[Revocations, str]]:
    """Lists that are news, the newest first."""
    names = [name for name in way.list(CATALOGUE) if not (rotation.is_one(name) or catalogue.is_one(name))]
    for name in reversed(names):
        try:
            raw = way.get(CATALOGUE, name, signed.SIZE_CAPS["revocations"])
            found = revocation.read(raw, other)
            if revocation.is_news(found, known):
                yield found
        except Refusal as refusal:
            if refusal.code == "revocations.fork":
                raise Trouble(refusal.code, **refusal.facts) from refusal


def _announce(vault: Vault, way: Transport) -> None:
    """Every takeover lies in the folder of the old device until the Kreis answers the newest."""
    unit = releases.unit(vault.db)
    if unit is not None and not _is_answered(vault.db):
        for begun in epochs.rotations(vault.db):
            way.put(packets_folder(unit.id, begun.old_device), begun.name, begun.raw)


def _take_return(vault: Vault, way: Transport, now: datetime) -> bool:
    """Opens releases once all the Kreis took is in the ledger; this device seals them all once more."""
    content = _returned(vault.db, way)
    if content is None:
        return False
    with vault.transaction() as db, _told_as_trouble():
        returned_releases.take(vault, db, content, now)
        restore.close(db, restore.RELEASES_OPEN)
        seal_ledger(db, now)
        journal.note(db, now, vault.actor, "restored.releases_returned")
    return True


@contextmanager
def _told_as_trouble() -> Iterator[None]:
    """What cannot be taken now ends the round with its sentence; the next one tries again."""
    try:
        yield
    except Refusal as refusal:
        raise Trouble(refusal.code, **refusal.facts) from refusal


def _returned(db: Connection, way: Transport) -> Returned | None:
    own, other = parties(db)
    folder, kem = receipts_folder(own.device), own_keys(db).kem
    for name in way.list(folder):
        if name.startswith(_RETURNED_AS):
            try:
                raw = way.get(folder, name, signed.SIZE_CAPS["returned"])
                return returned.read(raw, other, own, kem)[0]
            except Refusal:
                continue
    return None


def _is_answered(db: Connection) -> bool:
    """Whether the Kreis has answered a packet of the device at work: it knows its keys."""
    device = devices.own_device(db)
    return device is not None and any(sealed.result for sealed in outbox.packets(db, device.id))


def _require_working(db: Connection) -> None:
    """Refusal for whoever is not connected, or locked."""
    parties(db)
    if epochs.is_revoked(db):
        raise Refusal("epochs.locked")
