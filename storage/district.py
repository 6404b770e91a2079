# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The Kreis's side of knowing each other: itself, its outstations and their sites."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from app.domain.document import Document, DocumentLine
from storage.connection import Connection
from storage.journal import utc_text


@dataclass(frozen=True)
class District:
    """`id` is the AGS and a random part; it never changes."""

    id: str
    ags: str
    name: str


@dataclass(frozen=True)
class Outstation:
    """A case file that sends, with its public keys (DER); heard once it is confirmed."""

    id: str
    name: str
    device: str
    epoch: str
    signing_key: bytes
    kem_key: bytes
    fingerprint: str
    confirmed_at: str | None = None


@dataclass(frozen=True)
class ReportedSite:
    """A Standort as an outstation reports it; `name` is empty until someone gives it.

    `municipality` is where it lies in the Kreis's words, empty until somebody says so.
    """

    id: str
    outstation_id: str
    name: str
    municipality: str = ""


_OUTSTATION = (
    "SELECT id, name, device, epoch, signing_key, kem_key, fingerprint, confirmed_at FROM outstation"
    " WHERE revoked_at IS NULL"
)


def district(db: Connection) -> District | None:
    row = db.execute("SELECT id, ags, name FROM district").fetchone()
    return District(*row) if row else None


def insert_district(db: Connection, new: District) -> None:
    db.execute(
        "INSERT INTO district (only_row, id, ags, name) VALUES (1, ?, ?, ?)", (new.id, new.ags, new.name)
    )


def outstations(db: Connection) -> tuple[Outstation, ...]:
    """Those that are not revoked, by name."""
    return tuple(Outstation(*row) for row in db.execute(f"{_OUTSTATION} ORDER BY name, rowid"))


def outstation(db: Connection, outstation_id: str) -> Outstation | None:
    row = db.execute(f"{_OUTSTATION} AND id = ?", (outstation_id,)).fetchone()
    return Outstation(*row) if row else None


def insert_outstation(db: Connection, new: Outstation, at: str) -> None:
    db.execute(
        "INSERT INTO outstation (id, name, device, epoch, signing_key, kem_key, fingerprint, enrolled_at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            *(new.id, new.name, new.device, new.epoch),
            *(new.signing_key, new.kem_key, new.fingerprint, at),
        ),
    )


def rename_outstation(db: Connection, outstation_id: str, name: str) -> None:
    db.execute("UPDATE outstation SET name = ? WHERE id = ?", (name, outstation_id))


def confirm_outstation(db: Connection, outstation_id: str, at: str) -> None:
    db.execute("UPDATE outstation SET confirmed_at = ? WHERE id = ?", (at, outstation_id))


def sites(db: Connection) -> tuple[ReportedSite, ...]:
    """Every reported site, by name."""
    rows = db.execute("SELECT id, outstation_id, name, municipality FROM site ORDER BY name, rowid")
    return tuple(ReportedSite(*row) for row in rows)


def outstation_of_site(db: Connection, site_id: str) -> str | None:
    """Whose site this is; None while nobody reported it."""
    row = db.execute("SELECT outstation_id FROM site WHERE id = ?", (site_id,)).fetchone()
    return row[0] if row else None


def put_sites(db: Connection, new: Iterable[ReportedSite]) -> None:
    """Adds sites and takes over their names; a site stays with its outstation."""
    db.executemany(
        "INSERT INTO site (id, outstation_id, name) VALUES (?, ?, ?)"
        " ON CONFLICT (id) DO UPDATE SET name = excluded.name WHERE outstation_id = excluded.outstation_id",
        [(site.id, site.outstation_id, site.name) for site in new],
    )


def set_municipality(db: Connection, site_id: str, municipality: str) -> None:
    db.execute("UPDATE site SET municipality = ? WHERE id = ?", (municipality, site_id))


def insert_document(db: Connection, new: Document, template_version: str, text_version: str) -> None:
    db.execute(
        "INSERT INTO document (id, form, form_number, language, template_version, text_version, sha256,"
        " created_at, bytes) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            *(new.id, new.form, new.form_number, new.language, template_version, text_version),
            *(new.sha256, utc_text(new.created_at), new.pdf),
        ),
    )


def documents(db: Connection) -> tuple[DocumentLine, ...]:
    """Every printed report without its bytes, newest first."""
    rows = db.execute(
        "SELECT id, form, form_number, language, sha256, created_at FROM document"
        " ORDER BY created_at DESC, rowid DESC"
    )
    return tuple(DocumentLine(*(*row[:5], datetime.fromisoformat(row[5]))) for row in rows)
