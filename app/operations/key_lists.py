# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The Kreis's list of its offices' keys: made anew while it fetches, kept by every office that delivers."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime, timedelta

from app.domain.dates import berlin_date
from app.domain.errors import Refusal
from app.domain.template_pack import check_newer, made_at, number_at
from app.operations.enrolment import district_of, district_party, own_keys, party_of_outstation
from storage import Connection, closed_devices, district, journal, news, office_settings
from storage import known_offices as stored
from storage.closed_devices import Outgoing
from storage.vault import Vault
from sync import catalogue, key_list, signed
from sync.key_list import KeyList, Unit
from sync.keys import Party
from sync.transport import Transport, keys_folder

LONGEST = timedelta(days=30)
"""An older list is no longer used: a device may have been locked since."""

RENEW_AFTER = timedelta(days=7)

_NAME_LENGTH = 120
_NEWEST = "key_list"
"""The setting that holds what this Kreis said last."""


def renew(vault: Vault, now: datetime) -> None:
    """A new list whenever offices came, went or changed their keys, and every week."""
    last, units, number = _newest(vault.db), _units(vault.db), number_at(now)
    if not units if last is None else _still_says_so(last, units, now) or last.number >= number:
        return
    own = district_of(vault)
    new = key_list.compose(own.id, number, units)
    with vault.transaction() as db:
        _replace(db, new, district_party(db, own))
        journal.note(db, now, vault.actor, "key_list.published", str(number))


def hear(vault: Vault, way: Transport, own: Party, other: Party, now: datetime) -> None:
    """Takes what the Kreis sealed to this device; nobody looks at keys before they are taken."""
    folder, known = keys_folder(own.device), news.heard_files(vault.db)
    for name in way.list(folder):
        if catalogue.is_one(name) and name not in known:
            with suppress(Refusal):
                take(vault, way.get(folder, name, signed.SIZE_CAPS["keys"]), other, now)
                with vault.transaction() as db:
                    news.remember_file(db, name)


def take(vault: Vault, raw: bytes, other: Party, now: datetime) -> None:
    """Kept if this Kreis signed it and it is newer than what is here; Refusal otherwise."""
    found = key_list.read(raw, other, own_keys(vault.db).kem)
    known = standing(vault.db)
    check_newer(found.number, known.number if known else None, now)
    with vault.transaction() as db:
        stored.put_key_list(db, found.number, key_list.encode(found))
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
    kept = office_settings.setting(db, _NEWEST, "")
    return key_list.decode(kept.encode()) if kept else None


def _replace(db: Connection, new: KeyList, side: Party) -> None:
    """The one before is put no more; where it was put it stays."""
    for old in closed_devices.outgoing(db):
        if key_list.is_one(old.raw):
            closed_devices.forget_one(db, old.folder, old.name)
    for unit in new.units:
        sealed = key_list.seal(new, side, unit.party, own_keys(db))
        folder = keys_folder(unit.party.device)
        closed_devices.put_outgoing(db, Outgoing(folder, sealed.name, sealed.bytes))
    office_settings.set_setting(db, _NEWEST, key_list.encode(new).decode())
