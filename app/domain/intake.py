# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Intake (Erstberatung): how the person came, what is asked for, and whether a case begins."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.domain.client import Person
from app.domain.code_lists import CodeLists
from app.domain.errors import InvalidInput


@dataclass(frozen=True)
class Intake:
    """Everything one sheet asks for; `decision` "not_accepted" is recorded with its reason."""

    person: Person
    site_id: str
    held_on: date
    access_way: str
    request: str = ""
    double_counselling: str = "none"
    target_groups: tuple[str, ...] = ()
    decision: str = "accepted"
    decision_reason: str = ""


@dataclass(frozen=True)
class IntakeNote:
    """What stays in the case of its intake; reopened cases have none."""

    held_on: date
    access_way: str
    request: str
    double_counselling: str
    decision: str
    decision_reason: str


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


def check_target_groups(
    codes: tuple[str, ...], released: frozenset[str], lists: CodeLists, today: date
) -> None:
    """Known groups, each once; one that tells of health or orientation only with its release (Art. 9)."""
    for code in codes:
        lists.require("target_group", code, "target_groups", today)
        if (lists.fact("target_group", code, "data_category") or "") not in released | {""}:
            raise InvalidInput("target_groups", "case.group_not_released")
    if len(set(codes)) < len(codes):
        raise InvalidInput("target_groups", "case.group_twice")
