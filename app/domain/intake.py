# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Intake (Erstberatung): how the person came, what is asked for, and whether a case begins."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.domain.client import Person
from app.domain.code_lists import CodeLists
from app.domain.errors import InvalidInput
from app.domain.livelihood import NewLivelihood


@dataclass(frozen=True)
class Intake:
    """Everything one sheet asks for; `decision` "not_accepted" is recorded with its reason.

    `sender`: the body that sent the person along with data, on what `sender_basis`.
    `passed_to`: the Anlaufstelle that answers for the person's residence and was named instead.
    """

    person: Person
    site_id: str
    held_on: date
    access_way: str
    request: str = ""
    double_counselling: str = "none"
    target_groups: tuple[str, ...] = ()
    decision: str = "accepted"
    decision_reason: str = ""
    sender: str = ""
    sender_basis: str | None = None
    passed_to: str | None = None
    livelihood: NewLivelihood | None = None


@dataclass(frozen=True)
class IntakeNote:
    """What stays in the case of its intake; reopened cases have none."""

    held_on: date
    access_way: str
    request: str
    double_counselling: str
    decision: str
    decision_reason: str
    sender: str = ""
    sender_basis: str | None = None
    passed_to: str | None = None


def check_intake(intake: Intake, lists: CodeLists, today: date) -> None:
    """Raises InvalidInput at the first field of the sheet (beside the person's) that cannot be taken."""
    if intake.held_on > today:
        raise InvalidInput("held_on", "case.day_in_future")
    lists.require("access_way", intake.access_way, "access_way", today)
    lists.require("double_counselling", intake.double_counselling, "double_counselling", today)
    check_target_groups(intake.target_groups, frozenset(), lists, today)
    if intake.decision not in ("accepted", "not_accepted"):
        raise InvalidInput("decision", "code.missing")
    if intake.decision == "not_accepted" and not intake.decision_reason.strip():
        raise InvalidInput("decision_reason", "case.decision_reason_missing")
    if intake.decision == "accepted" and intake.passed_to is not None:
        raise InvalidInput("decision", "intake.passed_on_and_accepted")
    _check_sender(intake, lists, today)


def _check_sender(intake: Intake, lists: CodeLists, today: date) -> None:
    """Who sent the person stands with the basis, be it „not known“; a basis without a sender is nobody's."""
    if intake.sender.strip() and not intake.sender_basis:
        raise InvalidInput("sender_basis", "intake.sender_basis_missing")
    if intake.sender_basis is None:
        return
    lists.require("sender_basis", intake.sender_basis, "sender_basis", today)
    if not intake.sender.strip():
        raise InvalidInput("sender", "intake.sender_missing")


def check_target_groups(
    codes: tuple[str, ...], released: frozenset[str], lists: CodeLists, today: date
) -> None:
    """Known groups, each once; one that tells of health or orientation only with its release (Art. 9)."""
    for code in codes:
        lists.require("target_group", code, "target_groups", today)
    if len(groups_to_see(codes, released, lists)) < len(codes):
        raise InvalidInput("target_groups", "case.group_not_released")
    if len(set(codes)) < len(codes):
        raise InvalidInput("target_groups", "case.group_twice")


def groups_to_see(codes: tuple[str, ...], released: frozenset[str], lists: CodeLists) -> tuple[str, ...]:
    """Of these groups those that tell of health or orientation only while that is released (Art. 9)."""
    open_to_see = released | {""}
    return tuple(
        code for code in codes if (lists.fact("target_group", code, "data_category") or "") in open_to_see
    )
