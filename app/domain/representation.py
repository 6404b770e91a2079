# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Who speaks for a minor or a person in legal care, and whether a minor speaks for himself or herself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from app.domain.code_lists import CodeLists
from app.domain.dates import PartialDate
from app.domain.errors import InvalidInput, Refusal
from app.domain.household import is_minor, may_be_minor
from app.domain.names import check_name


@dataclass(frozen=True)
class NewRepresentative:
    name: str
    custody: str
    phone: str = ""
    member_client_id: str | None = None


@dataclass(frozen=True)
class Representative:
    id: str
    name: str
    custody: str
    phone: str = ""
    member_client_id: str | None = None


@dataclass(frozen=True)
class OwnCapacity:
    """Whether a minor understands what he or she consents to: judged for this person, no fixed age."""

    capable: bool
    judged_on: date
    reason: str


def check_representative(
    new: NewRepresentative, born: PartialDate | None, lists: CodeLists, today: date
) -> NewRepresentative:
    """Custody is for minors, legal care (§ 1814 BGB) for those of age."""
    if not new.name.strip():
        raise InvalidInput("name", "representative.name_missing")
    lists.require("custody", new.custody, "custody", today)
    of_age = bool(lists.fact("custody", new.custody, "of_age"))
    if of_age and is_minor(born, today):
        raise InvalidInput("custody", "representative.of_age_only")
    if not of_age and not may_be_minor(born, today):
        raise InvalidInput("custody", "representative.minors_only")
    return replace(new, name=check_name(new.name, "name"), phone=new.phone.strip())


def check_capacity(capacity: OwnCapacity, born: PartialDate | None, today: date) -> OwnCapacity:
    if not may_be_minor(born, today):
        raise Refusal("capacity.of_age")
    if capacity.judged_on > today:
        raise InvalidInput("judged_on", "case.day_in_future")
    if not capacity.reason.strip():
        raise InvalidInput("reason", "capacity.reason_missing")
    return replace(capacity, reason=capacity.reason.strip())


def missing_holders(
    representatives: Iterable[Representative], born: PartialDate | None, lists: CodeLists, today: date
) -> int:
    """How many holders of custody a minor still lacks; joint custody takes two, some kinds alone none."""
    if not is_minor(born, today):
        return 0
    there = Counter(each.custody for each in representatives)
    lacking = [
        needed - there[code]
        for code in there
        if isinstance(needed := lists.fact("custody", code, "holders"), int) and needed
    ]
    return max(0, min(lacking, default=1))
