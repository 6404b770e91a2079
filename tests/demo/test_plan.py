# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The split of the report's totals is ours; the totals are not."""

from __future__ import annotations

from app.demo.plan import (
    ACTS,
    LAST_DAYS,
    OFFICES,
    PARTNER_PARTICIPANTS,
    TARGET_PARTICIPANTS,
    WITH_CLIENTS,
    StoryAct,
    plan,
)


def test_the_plan_has_the_totals_of_the_report() -> None:
    acts = plan()
    assert len(acts) == ACTS == 1233
    assert sum(act.target for act in acts) == TARGET_PARTICIPANTS == 1630
    assert sum(act.partner for act in acts) == PARTNER_PARTICIPANTS == 244
    assert (TARGET_PARTICIPANTS + PARTNER_PARTICIPANTS, round(100 * 1630 / 1874)) == (1874, 87)


def test_the_story_is_taken_out_of_the_plan() -> None:
    story = (StoryAct("counselling", 0), StoryAct("counselling", 0), StoryAct("outreach", 2))
    acts = plan(story)
    assert len(acts) == ACTS - 3
    assert sum(act.target for act in acts) == TARGET_PARTICIPANTS - 3


def test_every_act_is_a_working_day_up_to_the_21st_of_april() -> None:
    assert all(act.day.weekday() < 5 and act.day <= LAST_DAYS[act.day.month - 1] for act in plan())


def test_nobody_is_counted_without_being_there() -> None:
    assert all(act.target >= 1 for act in plan() if act.activity_type in WITH_CLIENTS)
    assert all(act.target + act.partner >= 1 for act in plan())


def test_ten_case_files_serve_fifteen_sites() -> None:
    assert len(OFFICES) == 10
    assert len({site[0] for office in OFFICES for site in office.sites}) == 15
