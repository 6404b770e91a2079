# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Heute: what is due, and what will not wait; each line leads to where it is put right, and names nobody."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, date, datetime, timedelta

import pytest

from app.domain.client import Person, Residence
from app.domain.follow_up import NewFollowUp
from app.domain.goal import NewGoal
from app.domain.intake import Intake
from app.domain.referral import NewReferral
from app.domain.service import ServiceData
from app.operations import agreements, cases, directory, follow_ups, goals, referrals
from app.operations.vaults import Vault
from tests.journeys.working_days import WorkingDays, controller

Filling = Callable[[], AbstractContextManager[Vault]]
TODAY = date(2026, 12, 23)


@pytest.fixture
def now() -> datetime:
    return datetime(2026, 12, 23, 8, 30, tzinfo=UTC)


@pytest.fixture
def person(filling: Filling, working_days: Callable[[], WorkingDays], now: datetime) -> WorkingDays:
    """Of one person everything waits: basis, title, review, feedback, and a call of today."""
    before = now - timedelta(days=14)
    with filling() as vault:
        cases.set_controller(vault, controller("Rhein-Sieg-Kreis", "KIM", "53721 Siegburg"), before)
        site = cases.add_site(vault, "SU", "Siegburg", "05382060", before)
        client = Person("Şahin", "Leyla", residence=Residence("AE25b", TODAY + timedelta(days=90)))
        opened = cases.take_in(vault, Intake(client, site, before.date(), "self"), before)
        goals.set_goal(vault, opened.case_id, NewGoal("Ich will arbeiten", "work", before.date()), before)
        agreements.print_agreement(vault, opened.case_id, "de", TODAY, before)
        (made,) = agreements.agreements(vault, opened.case_id)
        agreements.sign_agreement(vault, made.id, before.date(), before.date(), before)
        office = directory.add_service(vault, ServiceData("Jobcenter", "jobcenter"), before)
        referrals.refer(vault, opened.case_id, NewReferral(office, "work", before.date()), before)
        follow_ups.add_follow_up(vault, NewFollowUp(opened.case_id, TODAY, "Rückruf"), before)
    sitting = working_days()
    sitting.unlock()
    return sitting


@pytest.mark.parametrize(
    ("line", "tab"),
    [
        ("L. Ş. · SU-2026-1, vorläufige Akte", "consent"),
        ("L. Ş. · SU-2026-1, Aufenthaltsgewährung bei nachhaltiger Integration", "residence"),
        ("offen, Ziele überprüfen", "goals"),
        ("Jobcenter, L. Ş. · SU-2026-1 · 09.12.2026", "referral"),
    ],
)
def test_every_line_leads_to_where_it_is_put_right(person: WorkingDays, line: str, tab: str) -> None:
    assert not person.says("Şahin")
    with person.task(f"Von Heute zu: {tab}", at_most=1):
        person.go(line)
        person.press("Return")
    key, about = person.robot.shell().location
    assert (key, about[1]) == ("case", tab)


def test_tomorrow_is_christmas_eve_and_three_days_later_is_a_holiday(person: WorkingDays) -> None:
    with person.task("Verschoben, über die Feiertage hinweg", at_most=1):
        person.go("offen, Rückruf")
        person.press("Alt+2")
    (call,) = [each for each in follow_ups.due(person.vault, None) if each.title == "Rückruf"]
    assert call.due_on == date(2026, 12, 28)
    with person.task("Erledigt", at_most=1):
        person.go("Mo 28.12., Rückruf")
        person.press("Space")
    assert "Rückruf" not in [each.title for each in follow_ups.due(person.vault, None)]
