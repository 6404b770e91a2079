# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The controller (Verantwortlicher, Art. 4 Nr. 7 DSGVO): who answers for the file, on every notice."""

from __future__ import annotations

from dataclasses import dataclass, fields

from app.domain.errors import InvalidInput

LAWS = ("DSGVO", "DSG-EKD", "KDG")


@dataclass(frozen=True)
class Controller:
    """`address` holds its lines; `officer` the data protection officer; `authority` the supervisory one.

    `storage_years` counts from the end of the counselling to the erasure of the file.
    """

    name: str
    unit: str
    address: str
    phone: str
    email: str
    officer: str
    authority: str
    law: str
    storage_years: int


def check_controller(controller: Controller) -> None:
    """A notice without any of these would be void (Art. 13 DSGVO)."""
    for field in fields(controller):
        if not str(getattr(controller, field.name)).strip():
            raise InvalidInput(field.name, "controller.field_missing")
    if controller.law not in LAWS:
        raise InvalidInput("law", "controller.law_unknown")
    if not 1 <= controller.storage_years <= 30:
        raise InvalidInput("storage_years", "controller.years_out_of_range")
