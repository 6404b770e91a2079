# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The Kreis's list of its offices' keys: made anew while it fetches, kept by every office that delivers."""

from __future__ import annotations

from datetime import datetime, timedelta

from app.domain.dates import berlin_date
from app.domain.errors import Refusal
from app.domain.template_pack import check_newer, made_at, number_at
from app.operations.enrolment import district_of, district_party, own_keys, party_of_outstation
from storage import Connection, closed_devices, district, journal
from storage import known_offices as stored
from storage.closed_devices import Outgoing
from storage.vault import Vault
from sync import key_list
from sync.key_list import KeyList, Unit
from sync.keys import Party
from sync.packet import Packet
from sync.transport import CATALOGUE

LONGEST = timedelta(days=30)
"""An older list is no longer used: a device may have been locked since."""

RENEW_AFTER = timedelta(days=7)

_NAME_LENGTH = 120


def renew(vault: Vault, now: datetime) -> None:
    """A new list whenever offices came, went or changed their keys, and every week."""
    last, units, number = _newest(vault.db), _units(vault.db), number_at(now)
    if not units if last is None else _still_says_so(last, units, now) or last.number >= number:
        return
    new = key_list.compose(district_of(vault).id, number, units)
    with vault.transaction() as db:
        _replace(db, key_list.write(new, own_keys(db).signing))
        journal.note(db, now, vault.actor, "key_list.published", str(number))


def take(vault: Vault, raw: bytes, other: Party, now: datetime) -> None:
    """Kept if this Kreis signed it and it is newer than what is here; Refusal otherwise."""
    found = key_list.read(raw, other)
    known = standing(vault.db)
    check_newer(found.number, known.number if known else None, now)
    with vault.transaction() as db:
        stored.put_key_list(db, found.number, raw)
        journal.note(db, now, vault.actor, "key_list.taken", str(found.number))


def standing(db: Connection) -> KeyList | None:
    """The newest list that came; whether it is still used is another question."""
    raw = stored.key_list(db)
    return key_list.decode(raw) if raw is not None else None


def usable(db: Connection, now: datetime) -> KeyList | None:
    """The newest list, None before the first; Refusal key_list.too_old for one beyond its time."""
    found = standing(db)
    if found is not None and now - made_at(found.number) > LONGEST:
        raise Refusal("key_list.too_old", day=berlin_date(made_at(found.number)))
    return found


def _still_says_so(last: KeyList, units: tuple[Unit, ...], now: datetime) -> bool:
    return last.units == units and now - made_at(last.number) < RENEW_AFTER


def _units(db: Connection) -> tuple[Unit, ...]:
    own = district.district(db)
    assert own is not None
    confirmed = (each for each in district.outstations(db) if each.confirmed_at is not None)
    units = (Unit(each.name[:_NAME_LENGTH], party_of_outstation(each)) for each in confirmed)
    return key_list.ordered(units)


def _newest(db: Connection) -> KeyList | None:
    own = district.district(db)
    assert own is not None
    side = district_party(db, own)
    for each in _lists(db):
        try:
            return key_list.read(each.raw, side)
        except Refusal:
            return None
    return None


def _lists(db: Connection) -> list[Outgoing]:
    return [each for each in closed_devices.outgoing(db) if key_list.is_one(each.raw)]


def _replace(db: Connection, new: Packet) -> None:
    """The one before is put no more; where it was put it stays."""
    for old in _lists(db):
        closed_devices.forget_one(db, old.folder, old.name)
    closed_devices.put_outgoing(db, Outgoing(CATALOGUE, new.name, new.bytes))
