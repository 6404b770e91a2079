# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""That a printed declaration was signed, and how it was heard and understood before."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from app.domain.errors import InvalidInput, Refusal
from app.domain.household import Member, is_minor
from app.domain.names import search_form

SIGNED_FORMS = ("consent", "goals", "power_of_attorney", "interpreter_secrecy")
"""Papers that hold nothing before they are signed."""

HEARD = ("read", "read_aloud", "interpreted")


@dataclass(frozen=True)
class Hearing:
    """How the person came to know what the paper says.

    `language` empty: that of the paper; `through`: who read it aloud or interpreted; `mark`: a mark stands in
    place of the signature, seen by the `witness`.
    """

    heard: str = "read"
    language: str = ""
    through: str = ""
    understood: bool = True
    mark: bool = False
    witness: str = ""


READ = Hearing()
"""As most do: read by oneself, in the language of the paper."""


@dataclass(frozen=True)
class Signing:
    """`signed_on` is the day on the paper, not that of typing it in."""

    signed_on: date
    hearing: Hearing = READ


def check_signing(signing: Signing, printed_on: date, today: date) -> None:
    """The day lies between print and today; InvalidInput at the field that lacks something."""
    if signing.signed_on > today:
        raise InvalidInput("signed_on", "case.day_in_future")
    if signing.signed_on < printed_on:
        raise InvalidInput("signed_on", "signing.before_printed")
    check_hearing(signing.hearing)


def check_hearing(hearing: Hearing) -> None:
    """What was not understood is no declaration; who passed it on and who saw a mark is named."""
    if hearing.heard not in HEARD:
        raise InvalidInput("heard", "signing.heard_missing")
    if hearing.heard != "read" and not hearing.through.strip():
        raise InvalidInput("through", f"signing.through_missing_{hearing.heard}")
    if not hearing.understood:
        raise InvalidInput("understood", "signing.not_understood")
    if hearing.mark and not hearing.witness.strip():
        raise InvalidInput("witness", "signing.witness_missing")


def require_unsigned(before: Signing | None) -> None:
    if before is not None:
        raise Refusal("signing.already_signed", day=before.signed_on)


def child_named(name: str, household: Iterable[Member], today: date) -> Member | None:
    """The child of the household who goes by this name, whole or by given name; None for anybody else."""
    wanted = search_form(name)
    names = ((each, (each.name, each.given_names)) for each in household if is_minor(each.born, today))
    return next((each for each, known in names if wanted and wanted in map(search_form, known)), None)
