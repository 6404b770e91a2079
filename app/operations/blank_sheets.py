# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The sheets of a blank set: information, consent, intake, goals, each with its own number."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from app.domain.blank_set import FORMS, BlankSet
from app.forms import consent_sheet, goal_sheet, information_sheet, intake_sheet
from app.forms.engine import Printed
from app.forms.languages import GERMAN
from app.operations.consents import sheet_rows
from app.operations.documents import form_languages, letterhead, new_form_number
from storage import sites
from storage.vault import Vault

EMPTY_ROWS, EMPTY_GOALS = 3, 2
_PREFIXES = {"information": "I", "consent": "E", "intake": "EB", "goals": "Z"}


def of_set(vault: Vault, one: BlankSet, now: datetime) -> tuple[tuple[str, Printed], ...]:
    """Number and pages of each; German alone where a sheet lacks the language."""
    made = []
    for form in FORMS:
        number = new_form_number(_PREFIXES[form])
        language = one.language if one.language in form_languages(vault, form) else GERMAN
        made.append((number, _RENDER[form](vault, one, number, language, now)))
    return tuple(made)


def _information(vault: Vault, one: BlankSet, number: str, language: str, now: datetime) -> Printed:
    sheet = information_sheet.InformationSheet(
        form_number=number,
        controller=letterhead(vault.db),
        basis="consent",
        storage_years=_storage_years(vault),
        language=language,
        printed_on=one.printed_on,
        set_number=one.name,
    )
    return information_sheet.render(sheet, now)


def _consent(vault: Vault, one: BlankSet, number: str, language: str, now: datetime) -> Printed:
    sheet = consent_sheet.ConsentSheet(
        form_number=number,
        notice_version="1",
        controller=letterhead(vault.db),
        client_name="",
        birth_date="",
        file_number="",
        basis="consent",
        rows=sheet_rows(vault.db, one.rows),
        language=language,
        storage_years=_storage_years(vault),
        printed_on=one.printed_on,
        set_number=one.name,
        empty_rows=EMPTY_ROWS,
    )
    return consent_sheet.render(sheet, now)


def _intake(vault: Vault, one: BlankSet, number: str, language: str, now: datetime) -> Printed:
    sheet = intake_sheet.IntakeSheet(
        form_number=number,
        controller=letterhead(vault.db),
        language=language,
        printed_on=one.printed_on,
        set_number=one.name,
    )
    return intake_sheet.render(sheet, now)


def _goals(vault: Vault, one: BlankSet, number: str, language: str, now: datetime) -> Printed:
    sheet = goal_sheet.GoalSheet(
        form_number=number,
        controller=letterhead(vault.db),
        client_name="",
        file_number="",
        case_manager=vault.actor.name,
        goals=(),
        review_on=None,
        language=language,
        printed_on=one.printed_on,
        set_number=one.name,
        empty_goals=EMPTY_GOALS,
    )
    return goal_sheet.render(sheet, now)


def _storage_years(vault: Vault) -> int:
    controller = sites.controller(vault.db)
    assert controller is not None
    return controller.storage_years


_RENDER: Mapping[str, Callable[[Vault, BlankSet, str, str, datetime], Printed]] = {
    "information": _information,
    "consent": _consent,
    "intake": _intake,
    "goals": _goals,
}
