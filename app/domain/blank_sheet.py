# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Leere Vordrucke: single blanks for a visit without a computer, each with a number of its own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.domain.blank_set import MOST
from app.domain.errors import InvalidInput, Refusal

FORMS = (
    "power_of_attorney",
    "interpreter_secrecy",
    "withdrawal",
    "goals",
    "assessment",
    "appointment_slip",
    "information",
    "pictograms",
    "document_list",
)
"""What is carried along singly; consent and Erfassungsbogen begin a file, and lie in a set."""

TYPED_IN = ("power_of_attorney", "interpreter_secrecy", "withdrawal", "goals")
"""What stands on these counts; the others are only kept with the file."""

BASES = ("consent", "task")


@dataclass(frozen=True)
class WantedBlanks:
    """What to print; `basis` is what the Informationsblatt says a file stands on."""

    form: str
    count: int
    language: str
    basis: str = "consent"


@dataclass(frozen=True)
class BlankSheet:
    """A blank that is out; `id` is that of its document, `scanned`: a scan of it is there already."""

    id: str
    form: str
    form_number: str
    language: str
    printed_on: date
    scanned: bool = False
    discarded_on: date | None = None


def check_wanted(wanted: WantedBlanks) -> None:
    if wanted.form not in FORMS:
        raise InvalidInput("form", "code.missing")
    if not 1 <= wanted.count <= MOST:
        raise InvalidInput("count", "blank_sheet.count", most=MOST)
    check_basis(wanted.basis)


def check_basis(basis: str) -> None:
    if basis not in BASES:
        raise InvalidInput("basis", "case.basis_missing")


def require_out(sheet: BlankSheet) -> None:
    """A sheet that was given up for lost is found again first."""
    if sheet.discarded_on is not None:
        day = f"{sheet.discarded_on:%d.%m.%Y}"
        raise Refusal("blank_sheet.discarded", number=sheet.form_number, day=day)


def number_of(text: str) -> str:
    """The form number as people and scanners write it, without blanks and in capitals."""
    return "".join(text.split()).upper()
