# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Who sends and who receives: this computer's keys, the Kreis an outstation trusts, and the way between."""

from __future__ import annotations

from dataclasses import dataclass

from storage.connection import Connection
from storage.migrate import Role, role_of

_OWN = {Role.CASE: "device", Role.DISTRICT: "district_device"}


@dataclass(frozen=True)
class Device:
    """This computer with its two private keys (DER)."""

    id: str
    epoch: str
    signing_key: bytes
    kem_key: bytes


@dataclass(frozen=True)
class DistrictKeys:
    """The Kreis's public keys (DER); nothing is sealed to them before they are confirmed."""

    device: str
    district: str
    name: str
    epoch: str
    signing_key: bytes
    kem_key: bytes
    fingerprint: str
    confirmed_at: str | None


@dataclass(frozen=True)
class Way:
    """How packets travel: `kind` folder or webdav, and where."""

    kind: str
    address: str


def own_device(db: Connection) -> Device | None:
    """The device at work, in a case file as in the Kreis file."""
    row = db.execute(
        f"SELECT id, epoch, signing_key, kem_key FROM {_OWN[role_of(db)]} WHERE ended_at IS NULL"
    ).fetchone()
    return Device(*row) if row else None


def insert_device(db: Connection, device: Device, at: str) -> None:
    db.execute(
        f"INSERT INTO {_OWN[role_of(db)]} (id, epoch, signing_key, kem_key, created_at)"
        " VALUES (?, ?, ?, ?, ?)",
        (device.id, device.epoch, device.signing_key, device.kem_key, at),
    )


def district_keys(db: Connection) -> DistrictKeys | None:
    """The newest certificate that was taken and not revoked."""
    row = db.execute(
        "SELECT device, district, name, epoch, signing_key, kem_key, fingerprint, confirmed_at"
        " FROM district_key WHERE revoked_at IS NULL ORDER BY taken_at DESC, rowid DESC LIMIT 1"
    ).fetchone()
    return DistrictKeys(*row) if row else None


def put_district_keys(db: Connection, keys: DistrictKeys, at: str) -> None:
    """A certificate with another fingerprint asks for the comparison again."""
    db.execute(
        "INSERT INTO district_key"
        " (device, district, name, epoch, signing_key, kem_key, fingerprint, taken_at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (device) DO UPDATE SET district = excluded.district, name = excluded.name,"
        " epoch = excluded.epoch, signing_key = excluded.signing_key, kem_key = excluded.kem_key,"
        " fingerprint = excluded.fingerprint, taken_at = excluded.taken_at,"
        " confirmed_at = iif(fingerprint = excluded.fingerprint, confirmed_at, NULL)",
        (
            *(keys.device, keys.district, keys.name, keys.epoch),
            *(keys.signing_key, keys.kem_key, keys.fingerprint, at),
        ),
    )


def confirm_district_keys(db: Connection, device: str, at: str) -> None:
    db.execute("UPDATE district_key SET confirmed_at = ? WHERE device = ?", (at, device))


def way(db: Connection) -> Way | None:
    row = db.execute("SELECT kind, address FROM transport").fetchone()
    return Way(*row) if row else None


def set_way(db: Connection, way: Way) -> None:
    db.execute(
        "INSERT INTO transport (only_row, kind, address) VALUES (1, ?, ?)"
        " ON CONFLICT (only_row) DO UPDATE SET kind = excluded.kind, address = excluded.address",
        (way.kind, way.address),
    )
