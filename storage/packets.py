# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Packets as the Kreis received them, their receipts, and files that still wait."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from storage.connection import Connection
from storage.journal import utc_text


@dataclass(frozen=True)
class Received:
    """A packet whose sender is known; a fork contradicts what was consumed before and gets no receipt."""

    sha256: str
    outstation_id: str
    device: str
    sequence: int
    packet_id: str
    state: str
    reason: str | None
    received_at: datetime


@dataclass(frozen=True)
class Receipt:
    """A signed receipt and the name under which it is put back."""

    packet_sha256: str
    device: str
    name: str
    raw: bytes


@dataclass(frozen=True)
class WaitingFile:
    """A file that cannot be taken yet; `reason` is the code of why. After days it is quarantined."""

    outstation_id: str
    name: str
    reason: str
    first_seen_at: datetime
    quarantined: bool


_RECEIVED = (
    "SELECT sha256, outstation_id, device, sequence, packet_id, state, reason, received_at FROM packet"
)


_UNANSWERED = "receipt IS NOT NULL AND receipt_delivered_at IS NULL"


def consumed(db: Connection, device: str) -> dict[int, str]:
    """Hash by sequence of everything that was accepted or refused."""
    rows = db.execute(
        "SELECT sequence, sha256 FROM packet WHERE device = ? AND state <> 'fork' ORDER BY sequence",
        (device,),
    )
    return dict(rows)


def received(db: Connection) -> tuple[Received, ...]:
    rows = db.execute(f"{_RECEIVED} ORDER BY received_at, rowid")
    return tuple(Received(*(*row[:-1], datetime.fromisoformat(row[-1]))) for row in rows)


def is_stored(db: Connection, sha256: str) -> bool:
    return db.execute("SELECT 1 FROM packet WHERE sha256 = ?", (sha256,)).fetchone() is not None


def is_stored_as(db: Connection, device: str, name: str) -> bool:
    """Whether the packet with this name, number and beginning of its hash, is stored."""
    row = db.execute(
        "SELECT 1 FROM packet WHERE device = ? AND sequence = ? AND substr(sha256, 1, 16) = ?",
        (device, int(name[:8]), name[9:25]),
    ).fetchone()
    return row is not None


def has_id(db: Connection, packet_id: str) -> bool:
    """Whether a packet of this id is stored; ids are random, a second one has another content."""
    return db.execute("SELECT 1 FROM packet WHERE packet_id = ?", (packet_id,)).fetchone() is not None


def insert(db: Connection, new: Received, raw: bytes, receipt: Receipt | None) -> None:
    """What is consumed comes with its receipt; a fork has none."""
    db.execute(
        "INSERT INTO packet (sha256, outstation_id, device, sequence, packet_id, state, reason, received_at,"
        " bytes, receipt_name, receipt) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            *(new.sha256, new.outstation_id, new.device, new.sequence, new.packet_id),
            *(new.state, new.reason, utc_text(new.received_at), raw),
            *((receipt.name, receipt.raw) if receipt else (None, None)),
        ),
    )


def devices_to_answer(db: Connection) -> tuple[str, ...]:
    """Those for which a receipt is written and not yet delivered."""
    rows = db.execute(f"SELECT DISTINCT device FROM packet WHERE {_UNANSWERED} ORDER BY device")
    return tuple(device for (device,) in rows)


def receipts_to_deliver(db: Connection, device: str) -> tuple[Receipt, ...]:
    rows = db.execute(
        "SELECT sha256, device, receipt_name, receipt FROM packet"
        f" WHERE {_UNANSWERED} AND device = ? ORDER BY rowid",
        (device,),
    )
    return tuple(Receipt(*row) for row in rows)


def mark_receipts_delivered(db: Connection, packet_sha256s: Iterable[str], at: datetime) -> None:
    db.executemany(
        "UPDATE packet SET receipt_delivered_at = ? WHERE sha256 = ?",
        [(utc_text(at), sha256) for sha256 in packet_sha256s],
    )


def waiting(db: Connection) -> tuple[WaitingFile, ...]:
    rows = db.execute(
        "SELECT outstation_id, name, reason, first_seen_at, quarantined_at IS NOT NULL FROM waiting_file"
        " ORDER BY name"
    )
    return tuple(
        WaitingFile(outstation, name, reason, datetime.fromisoformat(seen), bool(quarantined))
        for outstation, name, reason, seen, quarantined in rows
    )


def is_anything_waiting(db: Connection, outstation_id: str) -> bool:
    found = db.execute("SELECT 1 FROM waiting_file WHERE outstation_id = ?", (outstation_id,))
    return found.fetchone() is not None


def set_waiting(db: Connection, outstation_id: str, reasons: Mapping[str, str], at: datetime) -> None:
    """The files of an outstation that wait now, by name; one that waited before keeps its first day."""
    rows = db.execute("SELECT name FROM waiting_file WHERE outstation_id = ?", (outstation_id,))
    gone = [(outstation_id, name) for (name,) in rows.fetchall() if name not in reasons]
    db.executemany("DELETE FROM waiting_file WHERE outstation_id = ? AND name = ?", gone)
    db.executemany(
        "INSERT INTO waiting_file (outstation_id, name, reason, first_seen_at) VALUES (?, ?, ?, ?)"
        " ON CONFLICT (outstation_id, name) DO UPDATE SET reason = excluded.reason",
        [(outstation_id, name, reason, utc_text(at)) for name, reason in reasons.items()],
    )


def quarantine(db: Connection, first_seen_before: datetime, at: datetime) -> None:
    """Marks what has been waiting since before that moment."""
    db.execute(
        "UPDATE waiting_file SET quarantined_at = ? WHERE quarantined_at IS NULL AND first_seen_at < ?",
        (utc_text(at), utc_text(first_seen_before)),
    )
