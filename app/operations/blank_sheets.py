# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Forms as blanks, in a set or singly: what the office knows stands there, everything else is empty."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from app.domain.assessment import ART9_DIMENSIONS, DIMENSIONS
from app.domain.blank_set import FORMS, BlankSet
from app.domain.consent import WantedRelease
from app.forms import (
    appointment_slip,
    assessment_sheet,
    consent_sheet,
    document_list,
    goal_sheet,
    information_sheet,
    intake_sheet,
    interpreter_secrecy,
    pictogram_sheet,
    power_of_attorney,
    withdrawal_sheet,
)
from app.forms.engine import Printed
from app.forms.languages import GERMAN
from app.operations.assessments import short_labels
from app.operations.client_papers import every_area
from app.operations.consents import sheet_rows
from app.operations.documents import form_languages, letterhead, new_form_number
from storage import code_lists, sites
from storage.vault import Vault

EMPTY_ROWS, EMPTY_GOALS = 3, 2
_PREFIXES = {
    "information": "I",
    "consent": "E",
    "intake": "EB",
    "goals": "Z",
    "power_of_attorney": "V",
    "interpreter_secrecy": "D",
    "withdrawal": "W",
    "appointment_slip": "T",
    "pictograms": "B",
    "assessment": "BA",
    "document_list": "L",
}


@dataclass(frozen=True)
class Blank:
    """What a sheet of nobody says; `set_name` and `rows` where it lies in a set."""

    number: str
    language: str
    printed_on: date
    basis: str
    set_name: str = ""
    rows: tuple[WantedRelease, ...] = ()


def of_set(vault: Vault, one: BlankSet, now: datetime) -> tuple[tuple[str, Printed], ...]:
    """Number and pages of each."""
    made = []
    for form in FORMS:
        blank = _blank(vault, form, one.language, one.printed_on, one.basis, one.name, one.rows)
        made.append((blank.number, _RENDER[form](vault, blank, now)))
    return tuple(made)


def single(
    vault: Vault, form: str, language: str, basis: str, today: date, now: datetime
) -> tuple[str, Printed]:
    """Number and pages of one."""
    blank = _blank(vault, form, language, today, basis)
    return blank.number, _RENDER[form](vault, blank, now)


def _blank(
    vault: Vault,
    form: str,
    language: str,
    printed_on: date,
    basis: str,
    set_name: str = "",
    rows: tuple[WantedRelease, ...] = (),
) -> Blank:
    """German alone where the form lacks the language."""
    known = language if language in form_languages(vault, form) else GERMAN
    return Blank(new_form_number(_PREFIXES[form]), known, printed_on, basis, set_name, rows)


def _information(vault: Vault, blank: Blank, now: datetime) -> Printed:
    sheet = information_sheet.InformationSheet(
        form_number=blank.number,
        controller=letterhead(vault.db),
        basis=blank.basis,
        storage_years=_storage_years(vault),
        language=blank.language,
        printed_on=blank.printed_on,
        set_number=blank.set_name,
    )
    return information_sheet.render(sheet, now)


def _consent(vault: Vault, blank: Blank, now: datetime) -> Printed:
    sheet = consent_sheet.ConsentSheet(
        form_number=blank.number,
        notice_version="1",
        controller=letterhead(vault.db),
        client_name="",
        birth_date="",
        file_number="",
        basis=blank.basis,
        rows=sheet_rows(vault.db, blank.rows),
        language=blank.language,
        storage_years=_storage_years(vault),
        printed_on=blank.printed_on,
        set_number=blank.set_name,
        empty_rows=EMPTY_ROWS,
    )
    return consent_sheet.render(sheet, now)


def _intake(vault: Vault, blank: Blank, now: datetime) -> Printed:
    sheet = intake_sheet.IntakeSheet(
        form_number=blank.number,
        controller=letterhead(vault.db),
        language=blank.language,
        printed_on=blank.printed_on,
        set_number=blank.set_name,
    )
    return intake_sheet.render(sheet, now)


def _goals(vault: Vault, blank: Blank, now: datetime) -> Printed:
    sheet = goal_sheet.GoalSheet(
        form_number=blank.number,
        controller=letterhead(vault.db),
        client_name="",
        file_number="",
        case_manager=vault.actor.name,
        goals=(),
        review_on=None,
        language=blank.language,
        printed_on=blank.printed_on,
        set_number=blank.set_name,
        empty_goals=EMPTY_GOALS,
    )
    return goal_sheet.render(sheet, now)


def _power_of_attorney(vault: Vault, blank: Blank, now: datetime) -> Printed:
    sheet = power_of_attorney.PowerOfAttorney(
        form_number=blank.number,
        controller=letterhead(vault.db),
        client_name="",
        birth_date="",
        address="",
        file_number="",
        case_manager=vault.actor.name,
        authority=(),
        reference="",
        representation=False,
        matters="",
        valid_until=None,
        language=blank.language,
        printed_on=blank.printed_on,
    )
    return power_of_attorney.render(sheet, now)


def _interpreter_secrecy(vault: Vault, blank: Blank, now: datetime) -> Printed:
    sheet = interpreter_secrecy.InterpreterSecrecy(
        form_number=blank.number,
        controller=letterhead(vault.db),
        interpreter="",
        spoken="",
        kind="",
        adult=True,
        file_number="",
        language=blank.language,
        printed_on=blank.printed_on,
    )
    return interpreter_secrecy.render(sheet, now)


def _withdrawal(vault: Vault, blank: Blank, now: datetime) -> Printed:
    sheet = withdrawal_sheet.WithdrawalSheet(
        form_number=blank.number,
        controller=letterhead(vault.db),
        client_name="",
        birth_date="",
        file_number="",
        language=blank.language,
        printed_on=blank.printed_on,
    )
    return withdrawal_sheet.render(sheet, now)


def _appointment_slip(vault: Vault, blank: Blank, now: datetime) -> Printed:
    slip = appointment_slip.AppointmentSlip(
        form_number=blank.number,
        controller=letterhead(vault.db),
        client_name="",
        case_manager=vault.actor.name,
        day=None,
        at=None,
        place="",
        bring="",
        interpreting=False,
        language=blank.language,
    )
    return appointment_slip.render(slip, now)


def _pictograms(vault: Vault, blank: Blank, now: datetime) -> Printed:
    head = letterhead(vault.db)
    sheet = pictogram_sheet.PictogramSheet(blank.number, head, blank.language, blank.printed_on)
    return pictogram_sheet.render(sheet, now)


def _assessment(vault: Vault, blank: Blank, now: datetime) -> Printed:
    """What needs a release stays away: a blank is nobody's, and nobody has given one."""
    lists, short = code_lists.load(vault.db), short_labels(vault)
    scores = tuple(
        assessment_sheet.SheetScore(
            each, lists.label("life_dimension", each), short[each], each not in ART9_DIMENSIONS
        )
        for each in DIMENSIONS
    )
    sheet = assessment_sheet.AssessmentSheet(
        form_number=blank.number,
        controller=letterhead(vault.db),
        client_name="",
        file_number="",
        scores=scores,
        printed_on=blank.printed_on,
    )
    return assessment_sheet.render(sheet, now)


def _document_list(vault: Vault, blank: Blank, now: datetime) -> Printed:
    sheet = document_list.DocumentList(
        form_number=blank.number,
        controller=letterhead(vault.db),
        client_name="",
        file_number="",
        areas=every_area(vault, blank.printed_on),
        language=blank.language,
        printed_on=blank.printed_on,
    )
    return document_list.render(sheet, now)


def _storage_years(vault: Vault) -> int:
    controller = sites.controller(vault.db)
    assert controller is not None
    return controller.storage_years


_RENDER: Mapping[str, Callable[[Vault, Blank, datetime], Printed]] = {
    "information": _information,
    "consent": _consent,
    "intake": _intake,
    "goals": _goals,
    "power_of_attorney": _power_of_attorney,
    "interpreter_secrecy": _interpreter_secrecy,
    "withdrawal": _withdrawal,
    "appointment_slip": _appointment_slip,
    "pictograms": _pictograms,
    "assessment": _assessment,
    "document_list": _document_list,
}
