# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Consent: release rows on a printed notice; each is given, refused and withdrawn alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from app.domain.code_lists import CodeLists
from app.domain.errors import InvalidInput, Refusal

ORAL_DAYS = 14
"""A consent given orally counts this many days."""

FORWARD = {
    "draft": {"printed", "oral", "replaced"},
    "printed": {"oral", "signed", "withdrawn", "replaced"},
    "oral": {"signed", "withdrawn", "expired", "replaced"},
    "signed": {"withdrawn", "expired", "replaced"},
}

UNDECIDED = ("draft", "printed", "oral")
"""While a notice stands so, its rows can still be decided; afterwards only withdrawn."""


@dataclass(frozen=True)
class ReleaseRow:
    """One recipient, one data category, one purpose, one direction."""

    id: str
    service_id: str
    category: str
    art9: bool
    purpose: str
    direction: str
    valid_until: date | None
    decision: str = "open"
    decided_on: date | None = None
    withdrawn_on: date | None = None


@dataclass(frozen=True)
class Consent:
    id: str
    file_id: str
    version: int
    language: str
    status: str
    created_on: date
    rows: tuple[ReleaseRow, ...]
    printed_on: date | None = None
    oral_on: date | None = None
    oral_witness: str = ""
    oral_text_version: str = ""
    signed_on: date | None = None
    interpreter: str = ""
    valid_until: date | None = None
    withdrawn_on: date | None = None
    document_id: str | None = None


@dataclass(frozen=True)
class WantedRelease:
    """A row as it is put together before printing."""

    service_id: str
    category: str
    purpose: str
    direction: str
    valid_until: date | None = None


def check_wanted(
    rows: tuple[WantedRelease, ...], valid_until: date | None, lists: CodeLists, today: date
) -> None:
    """A notice needs at least one row, known codes, and no day that has passed."""
    if not rows:
        raise InvalidInput("rows", "consent.no_rows")
    if valid_until is not None and valid_until < today:
        raise InvalidInput("valid_until", "consent.already_over")
    for row in rows:
        lists.require("data_category", row.category, "rows", today)
        lists.require("purpose", row.purpose, "rows", today)
        lists.require("direction", row.direction, "rows", today)
        if row.valid_until is None and valid_until is None:
            raise InvalidInput("valid_until", "consent.valid_until_missing")
        if row.valid_until is not None and row.valid_until < today:
            raise InvalidInput("valid_until", "consent.already_over")
    if len({(row.service_id, row.category) for row in rows}) < len(rows):
        raise InvalidInput("rows", "consent.row_twice")


def require_step(consent: Consent, status: str) -> None:
    """Status only goes forward."""
    if status not in FORWARD.get(consent.status, set()):
        raise Refusal("consent.no_way_back", status=consent.status)


def check_print(consent: Consent) -> None:
    """A draft is printed, or what was given orally; of anything else the sheet would come too late."""
    if consent.status not in ("draft", "oral"):
        raise Refusal("consent.no_way_back", status=consent.status)


def check_signature(consent: Consent, day: date, today: date) -> None:
    """A consent counts from the day of signature, which is not before the print nor in the future."""
    require_step(consent, "signed")
    if consent.printed_on is None:
        raise Refusal("consent.not_printed")
    if day > today:
        raise InvalidInput("signed_on", "case.day_in_future")
    if day < consent.printed_on:
        raise InvalidInput("signed_on", "consent.signed_before_printed")


def check_not_withdrawn_since(day: date, restricted_on: date | None) -> None:
    """Who withdrew everything after signing has withdrawn: a paper that comes in late opens nothing."""
    if restricted_on is not None and day < restricted_on:
        raise InvalidInput("signed_on", "consent.signed_before_withdrawn", day=f"{restricted_on:%d.%m.%Y}")


def check_oral(consent: Consent, day: date, witness: str, today: date) -> None:
    """Oral consent needs the day and who was there: an interpreter or a witness."""
    require_step(consent, "oral")
    if day > today:
        raise InvalidInput("oral_on", "case.day_in_future")
    if not witness.strip():
        raise InvalidInput("oral_witness", "consent.witness_missing")


def check_decisions(consent: Consent, decisions: Mapping[str, str]) -> None:
    """Rows of this notice, given or refused, before it is signed."""
    if consent.status not in UNDECIDED:
        raise Refusal("consent.no_way_back", status=consent.status)
    if set(decisions) - {row.id for row in consent.rows}:
        raise InvalidInput("decisions", "consent.unknown_row")
    if set(decisions.values()) - {"given", "refused"}:
        raise InvalidInput("decisions", "consent.decision_missing")
    if any(row.decision == "withdrawn" and row.id in decisions for row in consent.rows):
        raise Refusal("consent.row_withdrawn")


def check_oral_rows(consent: Consent, decisions: Mapping[str, str], written_only: frozenset[str]) -> None:
    """Art. 9 data, and recipients bound by § 67b SGB X (`written_only` service ids), need a signature."""
    for row in consent.rows:
        if decisions.get(row.id, row.decision) == "given" and (row.art9 or row.service_id in written_only):
            raise InvalidInput("decisions", "consent.not_orally")


def check_withdrawal(consent: Consent, day: date, today: date) -> None:
    """Withdrawal is valid at once, however it is said; a draft cannot be withdrawn."""
    require_step(consent, "withdrawn")
    if day > today:
        raise InvalidInput("day", "case.day_in_future")


def check_row_withdrawal(row: ReleaseRow, day: date, today: date) -> None:
    """Only what was given can be withdrawn."""
    if row.decision != "given":
        raise Refusal("consent.row_not_given")
    if day > today:
        raise InvalidInput("day", "case.day_in_future")


def covers(consent: Consent, row: ReleaseRow, day: date, written_only: bool) -> bool:
    """Whether this row lets its category go to its recipient on that day.

    `written_only`: the recipient is bound by § 67b SGB X, or the category by Art. 9 GDPR; then an oral
    consent does not count.
    """
    if row.decision != "given" or row.direction not in ("to", "both"):
        return False
    if any(until is not None and until < day for until in (row.valid_until, consent.valid_until)):
        return False
    return _signed(consent, day) or (not (written_only or row.art9) and _oral(consent, day))


def says_no(consent: Consent, row: ReleaseRow) -> bool:
    """Whether the person refused or took back this row, alone or with its notice: a no has no last day.

    Not what was decided on paper that was never signed, nor in a notice that another one replaced.
    """
    if consent.status == "withdrawn":
        return row.decision != "open" and (consent.signed_on or consent.oral_on) is not None
    return consent.status in ("oral", "signed") and row.decision in ("refused", "withdrawn")


def last_word(consent: Consent, row: ReleaseRow) -> tuple[date, int]:
    """When the person last said something on this row; of one day, the newer notice speaks later."""
    said = (row.decided_on, row.withdrawn_on, consent.oral_on, consent.signed_on, consent.withdrawn_on)
    return max((day for day in said if day is not None), default=consent.created_on), consent.version


def stands_on(consent: Consent, basis: str | None) -> bool:
    """Whether a file with this basis stood on the notice: on its signature, or so far on the spoken word."""
    return (consent.status, basis) in (("signed", "consent"), ("oral", None))


def everything_withdrawn_on(consents: Iterable[Consent], basis: str | None) -> date | None:
    """Since when nothing that a file of this basis stood on is left; None while something stands."""
    known = tuple(consents)
    if basis == "task" or any(stands_on(consent, basis) or consent.status == "signed" for consent in known):
        return None
    counted = (each.withdrawn_on for each in known if (each.signed_on if basis else each.oral_on) is not None)
    return max((day for day in counted if day is not None), default=None)


def released_categories(consents: Iterable[Consent], day: date) -> frozenset[str]:
    """What a signed notice releases on that day, to whomever: so much of Art. 9 may be recorded.

    Not on a release to which the person has said no since.
    """
    known = [(consent, row) for consent in consents for row in consent.rows]
    noes = [(row, last_word(consent, row)) for consent, row in known if says_no(consent, row)]
    return frozenset(
        row.category
        for consent, row in known
        if row.decision == "given"
        and _signed(consent, day)
        and all(until is None or until >= day for until in (row.valid_until, consent.valid_until))
        and not any(_same_release(no, row) and said > last_word(consent, row) for no, said in noes)
    )


def current_consent(consents: Iterable[Consent]) -> Consent | None:
    """The notice that stands for the file: signed before oral before printed before draft, the newest."""
    rank = {"draft": 0, "printed": 1, "oral": 2, "signed": 3}
    standing = [consent for consent in consents if consent.status in rank]
    return max(standing, key=lambda consent: (rank[consent.status], consent.version), default=None)


def oral_until(oral_on: date) -> date:
    """The last day on which a consent given orally counts."""
    return oral_on + timedelta(days=ORAL_DAYS)


def _same_release(one: ReleaseRow, other: ReleaseRow) -> bool:
    return (one.service_id, one.category, one.purpose) == (other.service_id, other.category, other.purpose)


def _signed(consent: Consent, day: date) -> bool:
    return consent.status == "signed" and consent.signed_on is not None and consent.signed_on <= day


def _oral(consent: Consent, day: date) -> bool:
    """The oral word keeps counting for its days, also beside a later signature."""
    if consent.status not in ("oral", "signed") or consent.oral_on is None:
        return False
    return consent.oral_on <= day <= oral_until(consent.oral_on)
