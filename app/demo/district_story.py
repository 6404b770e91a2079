# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The Kreis of the demo: ten case files, enrolment, four months of releases, and the Kreis file."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from app.demo.office_work import Desk, acts_of, close_some, furnish, noon, open_cases, work
from app.demo.plan import DISTRICT_AGS, DISTRICT_NAME, LAST_DAYS, MONTHS, OFFICES, Act, Office
from app.domain.controller import Controller
from app.domain.progress import Progress
from app.operations import backups, cases, delivery, district, enrolment, reporting, vaults, ways
from app.operations.vaults import Vault

PASSWORD = "Brücke über die Sieg"
DISTRICT_CODE = "KIM"
FIRST_DAY = date(2022, 1, 3)
CLOSING_DAY = date(2022, 3, 31)


@dataclass
class Kreis:
    """The open Kreis file, the open desks, and the folder that their packets go through."""

    vault: Vault
    share: Path
    desks: list[Desk] = field(default_factory=list)

    def close(self) -> None:
        for vault in (self.vault, *(desk.vault for desk in self.desks)):
            vault.close()


def found(folder: Path, progress: Progress) -> Kreis:
    """Creates the Kreis file and ten case files, enrolled both ways, with their cases open."""
    share = folder / "pakete"
    share.mkdir(parents=True, exist_ok=True)
    progress.advance(0, len(OFFICES) + 1, "Kreisdatei anlegen")
    created = vaults.create_district_file(
        folder / "kreis.kim", DISTRICT_CODE, "Koordination KIM", PASSWORD, noon(FIRST_DAY), vaults.FLOOR
    )
    enrolment.ensure_district(created.vault, DISTRICT_AGS, DISTRICT_NAME, now=noon(FIRST_DAY))
    ways.set_transport(created.vault, "folder", str(share), now=noon(FIRST_DAY))
    keep_backups(created.vault, folder, noon(FIRST_DAY))
    kreis = Kreis(created.vault, share)
    for number, office in enumerate(OFFICES, start=1):
        progress.advance(number, len(OFFICES) + 1, f"Fallakte {office.code} anlegen")
        kreis.desks.append(_open_desk(folder, kreis, office, number))
    return kreis


def work_month(kreis: Kreis, acts: tuple[Act, ...], month: int, progress: Progress) -> None:
    """What ten case managers do in one month."""
    for number, desk in enumerate(kreis.desks):
        progress.advance(number, len(kreis.desks), f"{MONTHS[month]}: {desk.office.code} berät")
        work(desk, acts_of(acts, desk.office, month), seed=100 * month + number)
        if LAST_DAYS[month] == CLOSING_DAY:
            close_some(desk, CLOSING_DAY)


def release_month(kreis: Kreis, month: int, progress: Progress) -> None:
    """Every Standort is released that is not yet; packets go, receipts come."""
    until = LAST_DAYS[month]
    for number, desk in enumerate(kreis.desks):
        progress.advance(number, len(kreis.desks), f"{MONTHS[month]}: {desk.office.code} meldet")
        for site_id in desk.sites.values():
            reporting.release(desk.vault, site_id, MONTHS[month], until, now=noon(until))
        delivery.deliver(desk.vault, now=noon(until))
    district.fetch(kreis.vault, now=noon(until))
    for desk in kreis.desks:
        delivery.deliver(desk.vault, now=noon(until))


def _open_desk(folder: Path, kreis: Kreis, office: Office, number: int) -> Desk:
    day = noon(FIRST_DAY)
    path = folder / f"fallakte-{number:02}.kim"
    vault = vaults.create_case_file(path, office.code, office.name, PASSWORD, day, vaults.FLOOR).vault
    desk = furnish(vault, office, FIRST_DAY)
    cases.set_controller(vault, controller(), now=day)
    keep_backups(vault, folder, day)
    enrol(vault, kreis, office.name)
    open_cases(desk, FIRST_DAY, seed=number)
    return desk


def keep_backups(vault: Vault, folder: Path, now: datetime) -> None:
    """All files of the demo have one place for their backups, as colleagues have."""
    place = folder / "sicherung"
    place.mkdir(exist_ok=True)
    backups.set_place(vault, str(place), now)


def enrol(vault: Vault, kreis: Kreis, name: str) -> None:
    """Pairing file out, certificate back, and both sides compare the fingerprint."""
    day = noon(FIRST_DAY)
    certificate = enrolment.enrol(kreis.vault, enrolment.pairing_file(vault, now=day), name, now=day)
    fingerprint = enrolment.take_certificate(vault, certificate, now=day)
    enrolment.confirm_district(vault, fingerprint, now=day)
    for outstation in enrolment.outstations(kreis.vault):
        if not outstation.confirmed:
            enrolment.confirm_outstation(kreis.vault, outstation.id, outstation.fingerprint, now=day)
    ways.set_transport(vault, "folder", str(kreis.share), now=day)


def controller() -> Controller:
    """An invented controller profile; the Kreis of the demo is real, its office here is not."""
    return Controller(
        name="Rhein-Sieg-Kreis (Vorführung)",
        unit="Kommunales Integrationsmanagement",
        address="Musterplatz 1\n53721 Siegburg",
        phone="+49 2241 1234-567",
        email="kim@beispiel.example",
        officer="Datenschutz, Musterplatz 1, 53721 Siegburg, datenschutz@beispiel.example",
        authority="Landesbeauftragte für Datenschutz und Informationsfreiheit Nordrhein-Westfalen",
        law="DSGVO",
        storage_years=3,
    )
