# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Vollmacht und Auskunftsermächtigung: an authority may tell us, or hears us in the person's name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from app.domain.errors import InvalidInput, Refusal

SCOPES = ("information", "representation")


@dataclass(frozen=True)
class NewAuthorisation:
    """`reference`: the person's number at the authority; `matters`: what it is about, in words."""

    service_id: str
    scope: str
    matters: str
    reference: str = ""
    valid_until: date | None = None


@dataclass(frozen=True, kw_only=True)
class Authorisation(NewAuthorisation):
    """It counts for what the authority tells us; what we tell still needs a release row."""

    id: str
    file_id: str
    authority: str
    created_on: date
    document_id: str
    form_number: str
    signed_on: date | None = None
    revoked_on: date | None = None

    def holds(self, day: date) -> bool:
        """Signed, not over, not revoked."""
        begun = self.signed_on is not None and self.signed_on <= day
        return begun and self.revoked_on is None and (self.valid_until is None or day <= self.valid_until)


def check_authorisation(new: NewAuthorisation, today: date) -> None:
    if new.scope not in SCOPES:
        raise InvalidInput("scope", "authorisation.scope_missing")
    if not new.matters.strip():
        raise InvalidInput("matters", "authorisation.matters_missing")
    if new.valid_until is not None and new.valid_until < today:
        raise InvalidInput("valid_until", "authorisation.already_over")


def check_revocation(known: Authorisation, day: date, today: date) -> None:
    """A word is enough; it is said once, of what was signed, and not before the signature."""
    if known.signed_on is None:
        raise Refusal("authorisation.not_signed")
    if known.revoked_on is not None:
        raise Refusal("authorisation.already_revoked", day=known.revoked_on)
    if day > today:
        raise InvalidInput("revoked_on", "case.day_in_future")
    if day < known.signed_on:
        raise InvalidInput("revoked_on", "authorisation.revoked_before_signed")


def standing(known: Iterable[Authorisation], day: date) -> tuple[Authorisation, ...]:
    """Those that hold on the day."""
    return tuple(each for each in known if each.holds(day))


def towards(known: Iterable[Authorisation], service_id: str, day: date) -> Authorisation | None:
    """The widest that holds towards this authority."""
    held = (each for each in standing(known, day) if each.service_id == service_id)
    return max(held, key=lambda each: SCOPES.index(each.scope), default=None)
