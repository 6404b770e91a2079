# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Who sends and who receives: this computer's keys, the Kreis an outstation trusts, and the way between."""

from __future__ import annotations

import json
from dataclasses import dataclass

from storage.connection import Connection
from storage.migrate import Role, role_of

_DISTRICT_KEYS = (
    "SELECT device, district, name, epoch, signing_key, kem_key, fingerprint, confirmed_at, valid_until"
    " FROM district_key"
)
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
    valid_until: str | None = None


@dataclass(frozen=True)
class Way:
    """How packets travel: `kind` folder or webdav, where, and as whom; the password is read on its own."""

    kind: str
    address: str
    user: str = ""


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


def succeed(db: Connection, new: Device, at: str) -> None:
    """The device at work ends and stays in the file with its keys; the new one takes its place."""
    db.execute(f"UPDATE {_OWN[role_of(db)]} SET ended_at = ? WHERE ended_at IS NULL", (at,))
    insert_device(db, new, at)


def kem_keys(db: Connection) -> tuple[bytes, ...]:
    """Every own key that something may still be sealed to, the newest first."""
    rows = db.execute(f"SELECT kem_key FROM {_OWN[role_of(db)]} ORDER BY rowid DESC")
    return tuple(key for (key,) in rows)


def signing_keys(db: Connection) -> tuple[bytes, ...]:
    """Every own key that something may be signed by, the newest first."""
    rows = db.execute(f"SELECT signing_key FROM {_OWN[role_of(db)]} ORDER BY rowid DESC")
    return tuple(key for (key,) in rows)


def district_keys(db: Connection) -> DistrictKeys | None:
    """The newest certificate that was taken and not revoked."""
    row = db.execute(
        f"{_DISTRICT_KEYS} WHERE revoked_at IS NULL ORDER BY taken_at DESC, rowid DESC LIMIT 1"
    ).fetchone()
    return DistrictKeys(*row) if row else None


def former_districts(db: Connection) -> tuple[DistrictKeys, ...]:
    """Every device of a Kreis that was trusted once, the one that is trusted now left out."""
    now = district_keys(db)
    rows = db.execute(f"{_DISTRICT_KEYS} WHERE confirmed_at IS NOT NULL ORDER BY rowid")
    known = (DistrictKeys(*row) for row in rows)
    return tuple(each for each in known if now is None or each.device != now.device)


def put_district_keys(db: Connection, keys: DistrictKeys, at: str) -> None:
    """A certificate with another fingerprint asks for the comparison again."""
    db.execute(
        "INSERT INTO district_key"
        " (device, district, name, epoch, signing_key, kem_key, fingerprint, valid_until, taken_at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (device) DO UPDATE SET district = excluded.district, name = excluded.name,"
        " epoch = excluded.epoch, signing_key = excluded.signing_key, kem_key = excluded.kem_key,"
        " fingerprint = excluded.fingerprint, valid_until = excluded.valid_until,"
        " taken_at = excluded.taken_at, revoked_at = NULL,"
        " confirmed_at = iif(fingerprint = excluded.fingerprint, confirmed_at, NULL)",
        (
            *(keys.device, keys.district, keys.name, keys.epoch),
            *(keys.signing_key, keys.kem_key, keys.fingerprint, keys.valid_until, at),
        ),
    )


def confirm_district_keys(db: Connection, device: str, at: str) -> None:
    db.execute("UPDATE district_key SET confirmed_at = ? WHERE device = ?", (at, device))


def forget_district_keys(db: Connection, at: str) -> None:
    """Until another certificate is taken and confirmed nothing is sealed to anybody."""
    db.execute("UPDATE district_key SET revoked_at = ? WHERE revoked_at IS NULL", (at,))


def way(db: Connection) -> Way | None:
    row = db.execute("SELECT kind, address, credentials FROM transport").fetchone()
    return Way(row[0], row[1], _login(row[2])[0]) if row else None


def password(db: Connection) -> str:
    """What opens the way; empty where it needs none."""
    row = db.execute("SELECT credentials FROM transport").fetchone()
    return _login(row[0])[1] if row else ""


def set_way(db: Connection, way: Way, password: str = "") -> None:
    credentials = json.dumps([way.user, password]) if way.user else ""
    db.execute(
        "INSERT INTO transport (only_row, kind, address, credentials) VALUES (1, ?, ?, ?)"
        " ON CONFLICT (only_row) DO UPDATE SET kind = excluded.kind, address = excluded.address,"
        " credentials = excluded.credentials",
        (way.kind, way.address, credentials),
    )


def _login(credentials: str) -> tuple[str, str]:
    user, password = json.loads(credentials) if credentials else ("", "")
    return str(user), str(password)
