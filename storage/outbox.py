# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The outbox: sealed packets, frozen, each sent until its receipt comes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from storage.connection import Connection
from storage.journal import utc_text


@dataclass(frozen=True)
class Sealed:
    """A packet and what became of it; `result` is the Kreis's word, None while there is no receipt."""

    sequence: int
    packet_id: str
    release_id: str
    name: str
    sha256: str
    sealed_at: datetime
    delivered_at: datetime | None = None
    result: str | None = None
    reason: str | None = None


_SEALED = (
    "SELECT sequence, packet_id, release_id, name, sha256, sealed_at, delivered_at, result, reason"
    " FROM outbox"
)


def packets(db: Connection, device: str) -> tuple[Sealed, ...]:
    """Everything this device sealed, in order."""
    rows = db.execute(f"{_SEALED} WHERE device_id = ? ORDER BY sequence", (device,))
    return tuple(_sealed(*row) for row in rows)


def last_sealed(db: Connection, device: str) -> tuple[int, str] | None:
    """Sequence and hash of the newest packet of a device."""
    row = db.execute(
        "SELECT sequence, sha256 FROM outbox WHERE device_id = ? ORDER BY sequence DESC LIMIT 1", (device,)
    ).fetchone()
    return (row[0], row[1]) if row else None


def that_count(db: Connection) -> tuple[Sealed, ...]:
    """Those of the device at work, and of earlier ones those that were answered, in order."""
    rows = db.execute(
        f"{_SEALED} JOIN device ON device.id = device_id WHERE ended_at IS NULL OR result IS NOT NULL"
        " ORDER BY outbox.rowid"
    )
    return tuple(_sealed(*row) for row in rows)


def unsealed(db: Connection) -> tuple[str, ...]:
    """Releases that no Kreis accepted and that the device at work has not sealed, the oldest first."""
    rows = db.execute(
        "SELECT id FROM release WHERE id NOT IN (SELECT release_id FROM outbox JOIN device"
        " ON device.id = device_id WHERE ended_at IS NULL OR result = 'accepted') ORDER BY rowid"
    )
    return tuple(release for (release,) in rows)


def packet_bytes(db: Connection, device: str, sequence: int) -> bytes:
    row = db.execute(
        "SELECT bytes FROM outbox WHERE device_id = ? AND sequence = ?", (device, sequence)
    ).fetchone()
    return bytes(row[0])


def insert(db: Connection, device: str, sealed: Sealed, raw: bytes) -> None:
    db.execute(
        "INSERT INTO outbox (device_id, sequence, packet_id, release_id, name, sha256, bytes, sealed_at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            *(device, sealed.sequence, sealed.packet_id, sealed.release_id),
            *(sealed.name, sealed.sha256, raw, utc_text(sealed.sealed_at)),
        ),
    )


def mark_delivered(db: Connection, device: str, sequence: int, at: datetime) -> None:
    db.execute(
        "UPDATE outbox SET delivered_at = ? WHERE device_id = ? AND sequence = ?",
        (utc_text(at), device, sequence),
    )


def put_receipt(
    db: Connection, device: str, sequence: int, receipt: bytes, result: str, reason: str | None
) -> None:
    db.execute(
        "UPDATE outbox SET receipt = ?, result = ?, reason = ? WHERE device_id = ? AND sequence = ?",
        (receipt, result, reason, device, sequence),
    )


def _sealed(
    sequence: int,
    packet_id: str,
    release_id: str,
    name: str,
    sha256: str,
    sealed_at: str,
    delivered_at: str | None,
    result: str | None,
    reason: str | None,
) -> Sealed:
    delivered = None if delivered_at is None else datetime.fromisoformat(delivered_at)
    sealed = datetime.fromisoformat(sealed_at)
    return Sealed(sequence, packet_id, release_id, name, sha256, sealed, delivered, result, reason)
