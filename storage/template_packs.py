# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the Kreis shipped for the forms: the newest pack and its recordings, nothing older."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from app.domain.template_pack import Audio
from storage.connection import Connection


@dataclass(frozen=True)
class StoredPack:
    """`sha256` is that of the signed file, `content` the pack without its recordings."""

    number: int
    sha256: str
    taken_at: str
    content: bytes


def newest(db: Connection) -> StoredPack | None:
    row = db.execute(
        "SELECT number, sha256, taken_at, bytes FROM template_pack ORDER BY number DESC LIMIT 1"
    ).fetchone()
    return StoredPack(*row) if row else None


def replace(db: Connection, pack: StoredPack, audio: Iterable[Audio]) -> None:
    """In place of what was there."""
    db.execute("DELETE FROM template_pack")
    db.execute("DELETE FROM template_audio")
    db.execute(
        "INSERT INTO template_pack (number, sha256, taken_at, bytes) VALUES (?, ?, ?, ?)",
        (pack.number, pack.sha256, pack.taken_at, pack.content),
    )
    db.executemany(
        "INSERT INTO template_audio (form, language, media_type, bytes) VALUES (?, ?, ?, ?)",
        [(each.form, each.language, each.media_type, each.content) for each in audio],
    )


def audio(db: Connection, form: str, language: str) -> Audio | None:
    row = db.execute(
        "SELECT form, language, media_type, bytes FROM template_audio WHERE form = ? AND language = ?",
        (form, language),
    ).fetchone()
    return Audio(*row) if row else None


def spoken(db: Connection) -> tuple[tuple[str, str], ...]:
    """Form and language of every recording."""
    return tuple(db.execute("SELECT form, language FROM template_audio ORDER BY form, language"))
