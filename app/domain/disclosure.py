# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The gate: nothing about a person leaves without a release row or a named norm. There is no override."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from app.domain.code_lists import CodeLists
from app.domain.consent import Consent, ReleaseRow, covers, last_word, oral_until, says_no
from app.domain.errors import InvalidInput, Refusal
from app.domain.service import Service


@dataclass(frozen=True)
class Request:
    """What is to be told, to whom, what for, how and when."""

    service_id: str
    categories: tuple[str, ...]
    purpose: str
    channel: str
    day: date


@dataclass(frozen=True)
class Norm:
    """A statutory basis from the list, with the reason in the case manager's words."""

    code: str
    reason: str


@dataclass(frozen=True)
class Disclosure:
    """What left: recorded with its basis; `withheld`: not shown to the person before it is reviewed."""

    id: str
    file_id: str
    recipient: str
    categories: tuple[str, ...]
    purpose: str
    channel: str
    basis: str
    day: date
    sha256: str
    norm: str | None = None
    withheld: bool = False


@dataclass(frozen=True)
class GateAnswer:
    """Which of the wanted categories may go, and which lack a release."""

    covered: tuple[str, ...]
    missing: tuple[str, ...]


@dataclass(frozen=True)
class SpokenAnswer:
    """The banner's word per recipient: Auskunft ja / nur … / nein."""

    service_id: str
    recipient: str
    covered: tuple[str, ...]
    refused: tuple[str, ...]
    until: date | None


def check_request(request: Request, lists: CodeLists, today: date) -> None:
    """Known codes, each category once, at least one, and not a day to come."""
    if not request.categories:
        raise InvalidInput("categories", "disclosure.no_categories")
    for category in request.categories:
        lists.require("data_category", category, "categories", today)
    if len(set(request.categories)) < len(request.categories):
        raise InvalidInput("categories", "disclosure.category_twice")
    lists.require("purpose", request.purpose, "purpose", today)
    lists.require("disclosure_channel", request.channel, "channel", today)
    if request.day > today:
        raise InvalidInput("day", "case.day_in_future")


def covering_rows(
    consents: Iterable[Consent], recipient: Service, purpose: str | None, *days: date
) -> dict[str, ReleaseRow]:
    """The release rows that count on each of the days for this recipient, by category; `purpose` None: any.

    The last word counts: a no stands against what was given before.
    """
    found: dict[str, ReleaseRow] = {}
    refused: set[tuple[str, str]] = set()
    for consent, row in _last_word_first(consents, recipient):
        if says_no(consent, row):
            refused.add((row.category, row.purpose))
        elif (
            purpose in (None, row.purpose)
            and (row.category, row.purpose) not in refused
            and all(covers(consent, row, day, recipient.needs_written_consent) for day in days)
        ):
            found.setdefault(row.category, row)
    return found


def _last_word_first(consents: Iterable[Consent], recipient: Service) -> Iterator[tuple[Consent, ReleaseRow]]:
    said = ((consent, row) for consent in consents for row in consent.rows if row.service_id == recipient.id)
    yield from sorted(said, key=lambda each: last_word(*each), reverse=True)


def require_release(
    consents: Iterable[Consent], recipient: Service, request: Request, today: date
) -> dict[str, ReleaseRow]:
    """The covering row of every wanted category, or a Refusal that names the categories that lack one."""
    rows = covering_rows(consents, recipient, request.purpose, *_days(request, today))
    missing = tuple(category for category in request.categories if category not in rows)
    if missing:
        raise Refusal("disclosure.no_consent", categories=missing)
    return {category: rows[category] for category in request.categories}


def ask_gate(consents: Iterable[Consent], recipient: Service, request: Request, today: date) -> GateAnswer:
    """The gate's answer category by category, before anything is told."""
    rows = covering_rows(consents, recipient, request.purpose, *_days(request, today))
    return GateAnswer(
        tuple(category for category in request.categories if category in rows),
        tuple(category for category in request.categories if category not in rows),
    )


def _days(request: Request, today: date) -> tuple[date, ...]:
    """When a release must count: a word was spoken on its day; all else, however dated, leaves today."""
    return (request.day,) if request.channel == "spoken" else (request.day, today)


def check_norm(
    norm: Norm, recipient: Service, categories: Iterable[str], lists: CodeLists, today: date
) -> None:
    """A norm is another kind of basis: listed, with a reason, never a shortcut.

    One that lets a certain kind of body be told reaches no other. One that belongs to an act of its own
    carries no more than this act tells.
    """
    lists.require("statutory_norm", norm.code, "norm", today)
    only_to = lists.fact("statutory_norm", norm.code, "only_to")
    if only_to not in (None, recipient.referral_target):
        kind = lists.label("referral_target", str(only_to))
        raise InvalidInput("norm", "disclosure.norm_for_another", recipient=recipient.institution, kind=kind)
    carries = lists.fact("statutory_norm", norm.code, "carries")
    if carries is not None and not set(categories) <= set(str(carries).split()):
        raise InvalidInput("norm", "disclosure.norm_of_its_own")
    if not norm.reason.strip():
        raise InvalidInput("reason", "disclosure.reason_missing")


def protects_child(norm: Norm, lists: CodeLists) -> bool:
    """What leaves on it is withheld from the person's information until it is reviewed (§ 12 DSG NRW)."""
    return bool(lists.fact("statutory_norm", norm.code, "child_protection"))


def spoken_answer(consents: tuple[Consent, ...], recipient: Service, day: date) -> SpokenAnswer:
    """What may be said to this recipient today, and until when the first of it ends."""
    rows = covering_rows(consents, recipient, None, day)
    asked = {row.category for c in consents for row in c.rows if row.service_id == recipient.id}
    ends = [
        end
        for consent in consents
        for row in consent.rows
        if row in rows.values()
        for end in _ends(consent, row)
    ]
    return SpokenAnswer(
        recipient.id,
        recipient.institution,
        tuple(sorted(rows)),
        tuple(sorted(asked - set(rows))),
        min(ends, default=None),
    )


def usual_purpose(consents: Iterable[Consent], recipient: Service, day: date) -> str | None:
    """The purpose under which this recipient may hear most; of equal ones that of the newest notice."""
    notices = tuple(consents)
    rows = [row for _, row in _last_word_first(notices, recipient)]
    purposes = tuple(dict.fromkeys(row.purpose for row in rows))
    return max(
        purposes, key=lambda purpose: len(covering_rows(notices, recipient, purpose, day)), default=None
    )


def _ends(consent: Consent, row: ReleaseRow) -> Iterator[date]:
    """The last days of a release: its own, its notice's, and that of the spoken word."""
    yield from (day for day in (row.valid_until, consent.valid_until) if day is not None)
    if consent.status == "oral" and consent.oral_on is not None:
        yield oral_until(consent.oral_on)
