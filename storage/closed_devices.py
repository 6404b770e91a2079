# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The Kreis's side of devices that send no more, of its list of locked ones, and of what it has to put."""

from __future__ import annotations

from dataclasses import dataclass

from storage.connection import Connection
from storage.district import Outstation


@dataclass(frozen=True)
class ClosedDevice:
    """`last_sequence`: the last packet taken; `named`: the last one its own rotation says it sealed.

    `reason`: rotated, restored or revoked; a revoked device has no rotation.
    """

    device: str
    outstation_id: str
    epoch: str
    signing_key: bytes
    kem_key: bytes
    reason: str
    last_sequence: int
    named: int
    rotation_sha256: str | None
    closed_at: str


@dataclass(frozen=True)
class Outgoing:
    """A frozen document and where it lies."""

    folder: str
    name: str
    raw: bytes


_CLOSED = (
    "SELECT device, outstation_id, epoch, signing_key, kem_key, reason, last_sequence, named,"
    " rotation_sha256, closed_at FROM closed_device"
)


def closed_devices(db: Connection, outstation_id: str | None = None) -> tuple[ClosedDevice, ...]:
    """Of all outstations or of one, in the order in which they were closed."""
    rows = db.execute(
        f"{_CLOSED} WHERE outstation_id = ifnull(?, outstation_id) ORDER BY rowid", (outstation_id,)
    )
    return tuple(ClosedDevice(*row) for row in rows)


def is_closed(db: Connection, device: str) -> bool:
    return db.execute("SELECT 1 FROM closed_device WHERE device = ?", (device,)).fetchone() is not None


def close_device(db: Connection, closed: ClosedDevice) -> None:
    db.execute(
        "INSERT INTO closed_device (device, outstation_id, epoch, signing_key, kem_key, reason,"
        " last_sequence, named, rotation_sha256, closed_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            *(closed.device, closed.outstation_id, closed.epoch, closed.signing_key, closed.kem_key),
            *(closed.reason, closed.last_sequence, closed.named, closed.rotation_sha256, closed.closed_at),
        ),
    )


def put_keys(db: Connection, new: Outstation) -> None:
    """The outstation goes on with another device; whether it is heard is as `new` says."""
    db.execute(
        "UPDATE outstation SET device = ?, epoch = ?, signing_key = ?, kem_key = ?, fingerprint = ?,"
        " confirmed_at = ?, revoked_at = NULL WHERE id = ?",
        (
            *(new.device, new.epoch, new.signing_key, new.kem_key, new.fingerprint),
            *(new.confirmed_at, new.id),
        ),
    )


def lock_outstation(db: Connection, outstation_id: str, at: str) -> None:
    db.execute("UPDATE outstation SET revoked_at = ? WHERE id = ?", (at, outstation_id))


def locked_outstations(db: Connection) -> tuple[Outstation, ...]:
    """Those whose device is locked and that have not been taken in anew, by name."""
    rows = db.execute(
        "SELECT id, name, device, epoch, signing_key, kem_key, fingerprint, confirmed_at FROM outstation"
        " WHERE revoked_at IS NOT NULL ORDER BY name, rowid"
    )
    return tuple(Outstation(*row) for row in rows)


def revoked(db: Connection) -> tuple[tuple[str, str, int], ...]:
    """The list: device, epoch and last sequence."""
    rows = db.execute("SELECT device, epoch, last_sequence FROM revocation ORDER BY rowid")
    return tuple((device, epoch, last) for device, epoch, last in rows)


def put_revoked(db: Connection, device: str, epoch: str, last_sequence: int) -> None:
    """A device stands in the list once."""
    db.execute(
        "INSERT INTO revocation (device, epoch, last_sequence) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
        (device, epoch, last_sequence),
    )


def outgoing(db: Connection) -> tuple[Outgoing, ...]:
    rows = db.execute("SELECT folder, name, bytes FROM outgoing ORDER BY rowid")
    return tuple(Outgoing(*row) for row in rows)


def put_outgoing(db: Connection, new: Outgoing) -> None:
    db.execute("INSERT INTO outgoing (folder, name, bytes) VALUES (?, ?, ?)", (new.folder, new.name, new.raw))


def forget_outgoing(db: Connection, folder: str) -> None:
    """What lay in this folder has been read."""
    db.execute("DELETE FROM outgoing WHERE folder = ?", (folder,))


def forget_one(db: Connection, folder: str, name: str) -> None:
    """Something newer says the same."""
    db.execute("DELETE FROM outgoing WHERE folder = ? AND name = ?", (folder, name))
