# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Consent and goal agreement in the three languages, made by the operations and saved outside."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import chain
from pathlib import Path

from app.demo.office_work import Desk, noon
from app.domain.consent import WantedRelease
from app.domain.goal import NewGoal, NewStep
from app.operations import agreements, cases, consents, documents, goals

LANGUAGES = {"de": "deutsch", "ar": "arabisch", "uk": "ukrainisch"}
GOAL = "Ich möchte Deutsch für den Beruf lernen."
FORMS = {"consent": "einwilligung", "goals": "zielvereinbarung"}
CATEGORIES = ("name_contact", "education_work", "residence")


def print_papers(desk: Desk, folder: Path, day: date) -> None:
    """Two papers per language, for three persons who speak it."""
    for language, name in LANGUAGES.items():
        case_id = _speaker(desk, language, day)
        for printed in (_consent(desk, case_id, language, day), _agreement(desk, case_id, language, day)):
            path = folder / f"{FORMS[printed.form]}-{name}.pdf"
            documents.save_document(desk.vault, printed.id, path, now=noon(day))


def _speaker(desk: Desk, language: str, day: date) -> str:
    """An open case of someone with this language; anybody for the German papers."""
    for case_id in chain.from_iterable(desk.cases.values()):
        person = cases.case_view(desk.vault, case_id, day).client.person
        if language == "de" or any(spoken.code == language for spoken in person.languages):
            return case_id
    raise LookupError(f"nobody at this desk speaks {language}")


def _consent(desk: Desk, case_id: str, language: str, day: date) -> documents.Document:
    file = cases.case_view(desk.vault, case_id, day).file
    rows = tuple(
        WantedRelease(service_id, category, "course_place", "both")
        for service_id in desk.services[:3]
        for category in CATEGORIES
    )
    until = day + timedelta(days=365)
    consent_id = consents.prepare(desk.vault, file.id, rows, language, until, now=noon(day))
    return consents.print_notice(desk.vault, consent_id, "", now=noon(day))


def _agreement(desk: Desk, case_id: str, language: str, day: date) -> documents.Document:
    steps = (
        NewStep("Zum Einstufungstest gehen", "client", day + timedelta(days=14)),
        NewStep("Kursplatz anfragen", "case_manager", day + timedelta(days=7)),
    )
    goals.set_goal(desk.vault, case_id, NewGoal(GOAL, "language", day, steps=steps), now=noon(day))
    return agreements.print_agreement(desk.vault, case_id, language, day + timedelta(days=90), now=noon(day))
