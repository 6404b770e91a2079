# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""An office and a Kreis that know each other."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from app.operations import enrolment, ways
from app.operations.vaults import Vault


def acquaint(kreis: Vault, office: Vault, now: datetime, called: str = "") -> None:
    """The Kreis is there, or comes to be; both people compare the same fingerprint."""
    enrolment.ensure_district(kreis, "05382", "Rhein-Sieg-Kreis", now)
    certificate = enrolment.enrol(kreis, enrolment.pairing_file(office, now), called, now)
    fingerprint = enrolment.take_certificate(office, certificate, now)
    enrolment.confirm_district(office, fingerprint, now)
    for known in enrolment.outstations(kreis):
        if not known.confirmed and known.fingerprint == fingerprint:
            enrolment.confirm_outstation(kreis, known.id, fingerprint, now)


def share(folder: Path, now: datetime, *vaults: Vault) -> None:
    """They exchange over this folder, which is made if it is not there."""
    folder.mkdir(exist_ok=True)
    for vault in vaults:
        ways.set_transport(vault, "folder", str(folder), now)
