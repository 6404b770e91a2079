# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The directory of an invented Kreis: bodies one works with, and the language courses of one of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

from app.domain.course import CourseData
from app.domain.dates import next_working_day
from app.domain.service import ServiceData
from app.operations import directory
from app.operations.vaults import Vault

JOBCENTER = "Jobcenter Musterkreis"
LANGUAGE_SCHOOL = "Lernbrücke e. V."
YOUTH_OFFICE = "Jugendamt Musterkreis"
COUNSELLING = "Migrationsberatung Sozialwerk Altmarkt"
_KREIS, _TOWN = "05382", "05382060"

OFFERS = (
    ServiceData(
        "Sozialamt Musterkreis",
        "social_office",
        legal_circle="sgb12",
        phone="+49 2241 13-0",
        needs_written_consent=True,
        opening_hours="Mo bis Fr 8–12 Uhr",
        topics=("work", "housing"),
    ),
    ServiceData(
        JOBCENTER,
        "jobcenter",
        legal_circle="sgb2",
        phone="+49 2241 13-200",
        email="eingang@jobcenter.example",
        needs_written_consent=True,
        opening_hours="Mo bis Fr 8–12 Uhr, Do auch 14–17 Uhr",
        topics=("work",),
    ),
    ServiceData(
        "Ausländerbehörde Musterkreis",
        "foreigners_office",
        phone="+49 2241 13-310",
        opening_hours="nur mit Termin",
        topics=("residence",),
    ),
    ServiceData(
        LANGUAGE_SCHOOL,
        "language_course",
        phone="+49 2241 13-420",
        email="kurse@lernbruecke.example",
        contact_person="Frau Østergård",
        website="lernbruecke.example",
        access_note="Einstufungstest jeden Dienstag um 9 Uhr, ohne Anmeldung.",
        topics=("language", "education"),
        languages=("en", "ar", "uk"),
    ),
    ServiceData(
        COUNSELLING,
        "migration_counselling",
        phone="+49 2241 13-510",
        opening_hours="Mo und Mi 9–12 Uhr",
        topics=("residence", "family", "health"),
        languages=("ar", "prs", "ru", "tr"),
    ),
    ServiceData(
        "Bürgeramt Musterkreis",
        "registration_office",
        phone="+49 2241 13-100",
        opening_hours="Mo bis Sa 8–12 Uhr",
    ),
    ServiceData(
        YOUTH_OFFICE,
        "youth_office",
        legal_circle="sgb8",
        phone="+49 2241 13-600",
        needs_written_consent=True,
        topics=("family", "education"),
    ),
    ServiceData(
        "Integration Point Musterkreis",
        "integration_point",
        phone="+49 2241 13-220",
        topics=("work", "language"),
        languages=("en", "ar"),
    ),
    ServiceData(
        "Schuldnerberatung Altmarkt",
        "financial_counselling",
        phone="+49 2241 13-530",
        access_note="Wartezeit zurzeit sechs Wochen.",
        topics=("work", "housing"),
    ),
)
_COURSES = (
    ("Alphabetisierung am Vormittag", "alphabetisation", 12, 180, "Mo bis Fr, 9 bis 12.15 Uhr", True),
    ("Integrationskurs", "A1", 26, 210, "Mo bis Do, 8.30 bis 12.45 Uhr", False),
    ("Deutsch am Abend", "A2", 5, 90, "Di und Do, 18 bis 20.15 Uhr", False),
    ("Berufssprachkurs", "B1", 40, 150, "Mo bis Fr, 13 bis 17 Uhr", True),
)
"""Title, level, days until it begins, days it lasts, hours, childcare."""


def write_directory(vault: Vault, now: datetime) -> list[str]:
    """All offers, there for people of the whole Kreis, in their order; returns their ids."""
    placed = [replace(offer, municipality=_TOWN, reach=(_KREIS,)) for offer in OFFERS]
    return [directory.add_service(vault, offer, now=now) for offer in placed]


def named(written: list[str], institution: str) -> str:
    """The id under which this offer was written into a directory."""
    return next(
        service_id
        for offer, service_id in zip(OFFERS, written, strict=True)
        if offer.institution == institution
    )


def write_courses(vault: Vault, service_id: str, now: datetime) -> list[str]:
    """The courses that begin in the next weeks; returns their ids."""
    return [_write_course(vault, service_id, each, now) for each in _COURSES]


def _write_course(
    vault: Vault, service_id: str, course: tuple[str, str, int, int, str, bool], now: datetime
) -> str:
    title, level, ahead, days, times, childcare = course
    begins: date = next_working_day(now.date() + timedelta(days=ahead))
    ends = begins + timedelta(days=days)
    data = CourseData(service_id, title, level, begins, ends, times, childcare, places=8)
    return directory.add_course(vault, data, now=now)
