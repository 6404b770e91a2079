# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The directory (Anlaufstellen)."""

from __future__ import annotations

from app.domain.service import Service
from storage.connection import Connection

_SERVICE = """SELECT id, institution, referral_target, name, legal_circle, phone, email, address,
    municipality, needs_written_consent FROM service"""


def insert_service(db: Connection, service: Service) -> None:
    db.execute(
        """INSERT INTO service (id, institution, referral_target, name, legal_circle, phone, email, address,
        municipality, needs_written_consent) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
        (
            service.id,
            service.institution,
            service.referral_target,
            service.name,
            service.legal_circle,
            service.phone,
            service.email,
            service.address,
            service.municipality,
            service.needs_written_consent,
        ),
    )


def update_service(db: Connection, service: Service) -> None:
    db.execute(
        """UPDATE service SET institution = ?, referral_target = ?, name = ?, legal_circle = ?, phone = ?,
        email = ?, address = ?, municipality = ?, needs_written_consent = ? WHERE id = ?""",
        (
            service.institution,
            service.referral_target,
            service.name,
            service.legal_circle,
            service.phone,
            service.email,
            service.address,
            service.municipality,
            service.needs_written_consent,
            service.id,
        ),
    )


def load_service(db: Connection, service_id: str) -> Service:
    return _service(db.execute(f"{_SERVICE} WHERE id = ?", (service_id,)).fetchone())


def services(db: Connection) -> tuple[Service, ...]:
    """All of them, by institution and name."""
    rows = db.execute(f"{_SERVICE} ORDER BY institution COLLATE NOCASE, name COLLATE NOCASE")
    return tuple(_service(row) for row in rows)


def stands_in_a_notice(db: Connection, service_id: str) -> bool:
    """Whether a notice that is printed, spoken or signed, and still holds, names it as a recipient."""
    row = db.execute(
        """SELECT 1 FROM release_row JOIN consent ON consent.id = consent_id
        WHERE service_id = ? AND status IN ('printed', 'oral', 'signed') LIMIT 1""",
        (service_id,),
    ).fetchone()
    return row is not None


def named_in_consents(db: Connection, file_id: str) -> tuple[Service, ...]:
    """Everyone whom a notice of this file names as a recipient."""
    rows = db.execute(
        f"""{_SERVICE} WHERE id IN (SELECT service_id FROM release_row JOIN consent
        ON consent.id = consent_id WHERE file_id = ?) ORDER BY institution COLLATE NOCASE""",
        (file_id,),
    )
    return tuple(_service(row) for row in rows)


def _service(row: tuple[str, ...]) -> Service:
    service_id, institution, target, name, circle, phone, email, address, municipality, written = row
    return Service(
        id=service_id,
        institution=institution,
        referral_target=target,
        name=name,
        legal_circle=circle,
        phone=phone,
        email=email,
        address=address,
        municipality=municipality,
        needs_written_consent=bool(written),
    )
