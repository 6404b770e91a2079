# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""A service: an offer in the directory (Anlaufstellen), to whom one refers or tells something."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.domain.code_lists import CodeLists
from app.domain.errors import InvalidInput


@dataclass(frozen=True)
class ServiceData:
    """`needs_written_consent`: the body is bound by § 67b SGB X, an oral consent does not reach it."""

    institution: str
    referral_target: str
    name: str = ""
    legal_circle: str | None = None
    phone: str = ""
    email: str = ""
    address: str = ""
    municipality: str | None = None
    needs_written_consent: bool = False


@dataclass(frozen=True, kw_only=True)
class Service(ServiceData):
    id: str


def check_service(data: ServiceData, lists: CodeLists, today: date) -> None:
    """An offer needs a name and the kind of body it is."""
    if not data.institution.strip():
        raise InvalidInput("institution", "case.institution_missing")
    lists.require("referral_target", data.referral_target, "referral_target", today)
    if data.legal_circle:
        lists.require("legal_circle", data.legal_circle, "legal_circle", today)


def check_same_recipient(known: Service, data: ServiceData) -> None:
    """A notice names its recipient: under the same entry it stays this body, bound as strictly."""
    for field in ("institution", "name"):
        if getattr(known, field) != getattr(data, field):
            raise InvalidInput(field, "service.stands_in_a_notice")
    if known.needs_written_consent and not data.needs_written_consent:
        raise InvalidInput("needs_written_consent", "service.stands_in_a_notice")
