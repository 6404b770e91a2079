# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Acts without a file: corrected until they are counted, counted once, under one of the frozen lines."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from app.domain.act import NewActivity, NewShortAdvice
from app.domain.client import Person
from app.domain.errors import InvalidInput, Refusal
from app.domain.intake import Intake
from app.operations import acts, bin, cases
from app.operations.vaults import Vault
from storage import statistics

TODAY = date(2026, 11, 22)


@pytest.fixture
def site(case_vault: Vault, now: datetime) -> str:
    return cases.add_site(case_vault, "SU", "Siegburg", "05382060", now)


def advice(site: str, **more: Any) -> NewShortAdvice:
    usual = {"activity_type": "email_phone", "language": "uk", "topics": ("housing",), "channel": "phone"}
    return NewShortAdvice(**{"site_id": site, "held_on": TODAY, **usual, **more})


def released(vault: Vault, act_id: str, site: str) -> None:
    """As if a Meldung had counted it."""
    with vault.transaction() as db:
        db.execute("INSERT INTO catalogue VALUES (1, 'x', x'00', '2026-11-22T09:30:00Z')")
        db.execute(
            "INSERT INTO release VALUES ('r', ?, '2026-11', 1, x'00', 'x', '2026-11-22T09:30:00Z', ?)",
            (site, vault.actor.id),
        )
        db.execute("INSERT INTO released_act VALUES (?, 'r')", (act_id,))


def counted(vault: Vault, site: str) -> list[str]:
    return [act.activity_type for act in statistics.acts_to_release(vault.db, site, TODAY, TODAY)]


def test_a_kurzberatung_comes_back_as_it_was_recorded(case_vault: Vault, site: str, now: datetime) -> None:
    new = advice(site, referral_targets=("jobcenter",), minutes=20, target_participants=3)
    assert acts.short_advice(case_vault, acts.add_short_advice(case_vault, new, now)) == new
    assert acts.newest_short_advice(case_vault) == new
    assert acts.usual_site(case_vault) == site


def test_the_way_says_what_it_counts_as(case_vault: Vault, site: str, now: datetime) -> None:
    with pytest.raises(InvalidInput, match=r"activity\.channel_counts_otherwise"):
        acts.add_short_advice(case_vault, advice(site, activity_type="counselling"), now)
    with pytest.raises(InvalidInput) as wrong:
        acts.add_short_advice(case_vault, advice(site, channel="attempt"), now)
    assert wrong.value.field == "channel"


def test_both_are_corrected_until_a_meldung_counted_them(case_vault: Vault, site: str, now: datetime) -> None:
    short = acts.add_short_advice(case_vault, advice(site), now)
    better = advice(site, topics=("work", "language"), channel="email")
    acts.change_short_advice(case_vault, short, better, now)
    assert acts.short_advice(case_vault, short) == better
    workshop = acts.add_activity(case_vault, NewActivity(site, "workshop", TODAY, "Wohnen", 90, 4, 2), now)
    later = NewActivity(site, "working_group", TODAY, "AK Wohnen", 60, 0, 9)
    acts.change_activity(case_vault, workshop, later, now)
    assert acts.activity(case_vault, workshop) == later
    released(case_vault, workshop, site)
    with pytest.raises(Refusal, match=r"activity\.released"):
        acts.change_activity(case_vault, workshop, NewActivity(site, "workshop", TODAY), now)
    assert acts.activity(case_vault, workshop) == later
    assert {line.id: line.released for line in acts.acts(case_vault, TODAY, TODAY)} == {
        short: False,
        workshop: True,
    }


def test_what_was_removed_says_so(case_vault: Vault, site: str, now: datetime) -> None:
    activity = acts.add_activity(case_vault, NewActivity(site, "workshop", TODAY), now)
    bin.remove(case_vault, "activity", activity, now)
    with pytest.raises(Refusal, match=r"bin\.gone"):
        acts.activity(case_vault, activity)


def test_a_registration_of_many_and_muki_s_are_activities_with_their_number(
    case_vault: Vault, site: str, now: datetime
) -> None:
    for code in ("registration", "muki_advice"):
        with pytest.raises(InvalidInput, match=r"activity\.nobody_there"):
            acts.add_activity(case_vault, NewActivity(site, code, TODAY), now)
    acts.add_activity(case_vault, NewActivity(site, "registration", TODAY, "Turnhalle", 240, 45), now)
    for code in ("muki_survey", "muki_training", "muki_event", "muki_advice"):
        acts.add_activity(case_vault, NewActivity(site, code, TODAY, "", 60, 6, 2), now)
    assert sorted(counted(case_vault, site)) == [
        "actor_talk",
        "counselling",
        "info_event",
        "registration",
        "workshop",
    ]


def test_taking_in_and_linking_the_kurzberatung_is_one_step(
    case_vault: Vault, site: str, now: datetime
) -> None:
    short = acts.add_short_advice(case_vault, advice(site), now)
    opened = cases.take_in(
        case_vault, Intake(Person("Özdemir"), site, TODAY, "self"), now, short_advice_id=short
    )
    (line,) = acts.acts(case_vault, TODAY, TODAY)
    assert line.continued
    assert counted(case_vault, site) == ["email_phone"]
    with pytest.raises(Refusal, match=r"short_advice\.continued_already"):
        cases.take_in(case_vault, Intake(Person("Kaya"), site, TODAY, "self"), now, short_advice_id=short)
    assert [one.case_id for one in cases.case_list(case_vault, "", "all")] == [opened.case_id]


def test_who_is_not_taken_in_leaves_the_kurzberatung_as_it_is(
    case_vault: Vault, site: str, now: datetime
) -> None:
    short = acts.add_short_advice(case_vault, advice(site), now)
    refused = Intake(Person("Kaya"), site, TODAY, "self", decision="not_accepted", decision_reason="Köln")
    cases.take_in(case_vault, refused, now, short_advice_id=short)
    (line,) = acts.acts(case_vault, TODAY, TODAY)
    assert not line.continued
