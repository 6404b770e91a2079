# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""How outstation and Kreis come to know each other: pairing file out, certificate back, one phone call."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid4

from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey

from app.domain.dates import berlin_date
from app.domain.errors import InvalidInput, Refusal
from app.operations import catalogues
from storage import (
    Connection,
    closed_devices,
    devices,
    district,
    journal,
    office_settings,
    packets,
    releases,
    sites,
)
from storage.devices import Device, DistrictKeys
from storage.district import District, Outstation, ReportedSite
from storage.vault import Vault
from sync import enrolment, keys, tables
from sync.enrolment import Certificate, Pairing
from sync.keys import OwnKeys, Party

FIRST_CATALOGUE = 1
"""What everybody begins with before there is a Kreis; one with other tables says so when it answers."""

COMPARED = "reporting.compared_device"
"""The setting that holds which device of the Kreis two people compared last."""

CERTIFICATE_DAYS = 730
_NAME_LENGTH = 120


@dataclass(frozen=True)
class Enrolment:
    """How far an outstation is; both people compare `fingerprint`, nothing leaves before `confirmed`."""

    district: str
    fingerprint: str
    confirmed: bool


@dataclass(frozen=True)
class OutstationLine:
    """An outstation as the Kreis lists it, with its sites as (id, name).

    `last_packet` is the number of the last one taken from it, 0 before the first.
    """

    id: str
    name: str
    fingerprint: str
    confirmed: bool
    sites: tuple[tuple[str, str], ...]
    last_packet: int


def ensure_unit(vault: Vault, now: datetime) -> str:
    """The id of this case file as a reporting unit; offset key and device keys are made once, at random."""
    unit = releases.unit(vault.db)
    if unit is not None:
        return unit.id
    unit = releases.Unit(str(uuid4()), secrets.token_bytes(32))
    with vault.transaction() as db:
        releases.insert_unit(db, unit)
        _begin(db, now)
        journal.note(db, now, vault.actor, "reporting.unit_created", unit.id)
    return unit.id


def pairing_file(vault: Vault, now: datetime) -> bytes:
    """What this outstation gives to the Kreis: its public keys and its sites; nothing in it is secret."""
    unit = ensure_unit(vault, now)
    own_sites = sites.sites(vault.db)
    if not own_sites:
        raise Refusal("reporting.no_site")
    name = ", ".join(site.name for site in own_sites)[:_NAME_LENGTH]
    reported = tuple(enrolment.Site(site.id, site.name) for site in own_sites)
    own = own_keys(vault.db)
    pairing = Pairing(enrolment.PAIRING, outstation_party(vault.db, unit), name, reported)
    with vault.transaction() as db:
        journal.note(db, now, vault.actor, "reporting.pairing_written", unit)
    return enrolment.write_pairing(pairing, own.signing)


def take_certificate(vault: Vault, raw: bytes, now: datetime) -> str:
    """Takes the Kreis's answer, and its tables before the first Meldung.

    Returns the fingerprint that both people now compare by phone or letter.
    """
    own = outstation_party(vault.db, ensure_unit(vault, now))
    certificate = enrolment.read_certificate(raw, own)
    other = certificate.district
    fingerprint = keys.fingerprint(own, other)
    taken = DistrictKeys(
        *(other.device, other.id, certificate.name, other.epoch, other.signing, other.kem),
        *(fingerprint, None, certificate.valid_until.isoformat()),
    )
    with vault.transaction() as db:
        devices.put_district_keys(db, taken, journal.utc_text(now))
        catalogues.begin_with(db, certificate.catalogue, now)
        journal.note(db, now, vault.actor, "reporting.certificate_taken", other.device)
    return fingerprint


def confirm_district(vault: Vault, fingerprint: str, now: datetime) -> None:
    """From now on releases are sealed to this Kreis; `fingerprint` is what the other side read out."""
    known = devices.district_keys(vault.db)
    if known is None:
        raise Refusal("reporting.no_certificate")
    require_same(fingerprint, known.fingerprint)
    with vault.transaction() as db:
        devices.confirm_district_keys(db, known.device, journal.utc_text(now))
        office_settings.set_setting(db, COMPARED, known.device)
        journal.note(db, now, vault.actor, "reporting.district_confirmed", known.device)


def enrolment_state(vault: Vault) -> Enrolment | None:
    """The Kreis this outstation knows, or None before a certificate was taken."""
    known = devices.district_keys(vault.db)
    return Enrolment(known.name, known.fingerprint, known.confirmed_at is not None) if known else None


def ensure_district(vault: Vault, ags: str, name: str, now: datetime) -> str:
    """The id of this Kreis, made once; `ags` is its official key of five digits."""
    known = district.district(vault.db)
    if known is not None:
        return known.id
    if not (len(ags) == 5 and ags.isascii() and ags.isdigit()):
        raise InvalidInput("ags", "district.ags_unusable")
    if not name.strip():
        raise InvalidInput("name", "district.name_missing")
    new = District(f"{ags}-{uuid4()}", ags, name.strip())
    with vault.transaction() as db:
        district.insert_district(db, new)
        _begin(db, now)
        journal.note(db, now, vault.actor, "district.created", new.id)
    return new.id


def district_of(vault: Vault) -> District:
    """This Kreis; Refusal before it has a name."""
    known = district.district(vault.db)
    if known is None:
        raise Refusal("district.not_set_up")
    return known


def enrol(vault: Vault, pairing: bytes, name: str, now: datetime) -> bytes:
    """Takes an outstation in and returns its certificate; the same one again renews name and sites."""
    own = district_party(vault.db, district_of(vault))
    asked = enrolment.read_pairing(pairing)
    other = asked.outstation
    new = Outstation(
        *(other.id, name.strip() or asked.name, other.device, other.epoch, other.signing, other.kem),
        keys.fingerprint(own, other),
    )
    known = _already_enrolled(vault.db, new)
    locked = any(each.id == new.id for each in closed_devices.locked_outstations(vault.db))
    with vault.transaction() as db:
        if locked:
            closed_devices.put_keys(db, new)
            district.rename_outstation(db, new.id, new.name)
        elif known is None:
            district.insert_outstation(db, new, journal.utc_text(now))
        else:
            district.rename_outstation(db, new.id, new.name)
        district.put_sites(db, [ReportedSite(site.id, new.id, site.name) for site in asked.sites])
        journal.note(db, now, vault.actor, "district.enrolled", new.id)
    return _certificate(vault, own, other, now)


def confirm_outstation(vault: Vault, outstation_id: str, fingerprint: str, now: datetime) -> None:
    """From now on this outstation's packets are opened; `fingerprint` is what the other side read out."""
    known = district.outstation(vault.db, outstation_id)
    if known is None:
        raise Refusal("district.unknown_outstation")
    require_same(fingerprint, known.fingerprint)
    with vault.transaction() as db:
        district.confirm_outstation(db, outstation_id, journal.utc_text(now))
        journal.note(db, now, vault.actor, "district.outstation_confirmed", outstation_id)


def outstations(vault: Vault) -> tuple[OutstationLine, ...]:
    """Every enrolled outstation, by name."""
    reported = district.sites(vault.db)
    return tuple(
        OutstationLine(
            known.id,
            known.name,
            known.fingerprint,
            known.confirmed_at is not None,
            tuple((site.id, site.name) for site in reported if site.outstation_id == known.id),
            max(packets.consumed(vault.db, known.device), default=0),
        )
        for known in district.outstations(vault.db)
    )


def name_site(
    vault: Vault, outstation_id: str, site_id: str, name: str, now: datetime, municipality: str | None = None
) -> None:
    """The name under which a site stands in the report; if given, where it lies in the Kreis's words."""
    if not name.strip():
        raise InvalidInput("name", "site.name_missing")
    with vault.transaction() as db:
        district.put_sites(db, [ReportedSite(site_id, outstation_id, name.strip())])
        if municipality is not None:
            district.set_municipality(db, site_id, municipality.strip())
        journal.note(db, now, vault.actor, "district.site_named", site_id)


def own_keys(db: Connection) -> OwnKeys:
    device = _device(db)
    return OwnKeys(keys.load_private(device.signing_key), keys.load_private(device.kem_key))


def kem_keys(db: Connection) -> dict[str, EllipticCurvePrivateKey]:
    """Every own key that something may be sealed to, by its id: also those of devices that have ended."""
    loaded = (keys.load_private(der) for der in devices.kem_keys(db))
    return {keys.key_id(keys.public_der(key)): key for key in loaded}


def signing_keys(db: Connection) -> list[bytes]:
    """The public key of every device this file ever signed by."""
    return [keys.public_der(keys.load_private(der)) for der in devices.signing_keys(db)]


def outstation_party(db: Connection, unit: str) -> Party:
    """This case file as the Kreis knows it."""
    device = _device(db)
    return keys.party(own_keys(db), "outstation", unit, device.id, device.epoch)


def district_party(db: Connection, own: District) -> Party:
    """This Kreis as its outstations know it."""
    device = _device(db)
    return keys.party(own_keys(db), "district", own.id, device.id, device.epoch)


def party_of_district(known: DistrictKeys) -> Party:
    return Party("district", known.district, known.device, known.epoch, known.signing_key, known.kem_key)


def party_of_outstation(known: Outstation) -> Party:
    return Party("outstation", known.id, known.device, known.epoch, known.signing_key, known.kem_key)


def _begin(db: Connection, now: datetime) -> None:
    """Random keys for this computer, and the first catalogue."""
    at = journal.utc_text(now)
    first = tables.shipped(FIRST_CATALOGUE)
    devices.insert_device(db, fresh_device(), at)
    releases.insert_catalogue(db, first.number, first.sha256, tables.raw(first.number), at)


def fresh_device() -> Device:
    """Another computer as a sender: random ids and keys."""
    new = keys.generate()
    return Device(str(uuid4()), str(uuid4()), keys.private_der(new.signing), keys.private_der(new.kem))


def _device(db: Connection) -> Device:
    device = devices.own_device(db)
    if device is None:
        raise Refusal("reporting.not_set_up")
    return device


def _already_enrolled(db: Connection, new: Outstation) -> Outstation | None:
    """The same outstation, if it is known; Refusal if something of it is known with other keys.

    One whose device is locked comes back with other keys only.
    """
    if closed_devices.is_closed(db, new.device):
        raise Refusal("district.device_closed", outstation=new.name)
    for known in district.outstations(db):
        if known.fingerprint == new.fingerprint:
            return known
        if known.id == new.id or known.device == new.device:
            raise Refusal("district.other_keys", outstation=known.name)
    return None


def _certificate(vault: Vault, own: Party, other: Party, now: datetime) -> bytes:
    issued = berlin_date(now)
    until = issued + timedelta(days=CERTIFICATE_DAYS)
    certificate = Certificate(
        *(enrolment.CERTIFICATE, own, district_of(vault).name, other, issued, until),
        catalogue=catalogues.in_force(vault.db, issued),
    )
    return enrolment.write_certificate(certificate, own_keys(vault.db).signing)


def require_same(typed: str, expected: str) -> None:
    """Spaces, hyphens and case do not matter; anything else is another key."""
    if "".join(filter(str.isalnum, typed)).upper() != expected.replace(" ", ""):
        raise InvalidInput("fingerprint", "reporting.fingerprint_differs")
