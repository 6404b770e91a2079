# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The first look of a new user shows what there is, on whatever day it is made."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, tzinfo
from pathlib import Path

import pytest

from app.demo import sample
from app.demo.office_work import furnish
from app.demo.plan import OFFICES
from app.demo.sample import CODE, PASSWORD, create_sample, fill
from app.domain.course import CourseNeed
from app.operations import (
    acts,
    appointments,
    assessments,
    bin,
    cases,
    checklists,
    directory,
    follow_ups,
    goals,
    households,
    livelihoods,
    networks,
    referrals,
    registration,
    representatives,
    residences,
    special_facts,
    target_groups,
    text_blocks,
    vaults,
)
from app.operations.vaults import Vault

DAYS = (date(2026, 11, 22), date(2028, 2, 29), date(2027, 1, 1), date(2027, 5, 31))


@pytest.fixture(params=DAYS, ids=str, scope="module")
def made(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Vault, date]]:
    """A sample of this day, and the day."""
    day: date = request.param
    now = datetime(day.year, day.month, day.day, 9, tzinfo=UTC)
    path = tmp_path_factory.mktemp("sample") / "beispiel.kim"
    vault = vaults.create_case_file(path, CODE, "Beispiel", PASSWORD, now, vaults.FLOOR).vault
    fill(furnish(vault, OFFICES[0], day), now)
    yield vault, day
    vault.close()


def case_of(vault: Vault, family_name: str) -> str:
    (found,) = [line for line in cases.case_list(vault) if line.family_name == family_name]
    return found.case_id


def test_the_family_has_all_that_a_case_can_hold(made: tuple[Vault, date]) -> None:
    vault, today = made
    case_id = case_of(vault, "Hosseinī")
    view = cases.case_view(vault, case_id, today)
    assert [member.given_names for member in households.household(vault, view.client.id, today)][:2] == [
        "Arash",
        "Mīnā",
    ]
    assert len(networks.network(vault, view.client.id)) == 5
    assert [period.status for period in residences.residences(vault, case_id)] == ["AGST", "D60a", "AE25_3"]
    assert livelihoods.overview(vault, case_id, today).uncovered == 12
    assert {period.state for period in livelihoods.livelihoods(vault, case_id)} == {"granted", "applied"}
    newest, first = assessments.assessments(vault, case_id, today)
    assert any(newest.own_needs())
    assert not any(first.own_needs())
    assert [goal.in_signed_agreement for goal in goals.goals(vault, case_id)] == [True, True]
    assert view.consent is not None
    assert {row.decision for row in view.consent.rows} == {"given", "refused"}
    noted = {
        fact for each in special_facts.special_categories(vault, view.client.id, today) for fact in each.noted
    }
    assert noted == {"chronic_illness"}
    assert not goals.uses_levels(vault)


def test_something_is_to_be_done_today(made: tuple[Vault, date]) -> None:
    vault, today = made
    (planned,) = appointments.appointments_on(vault, today)
    assert planned.interpreting == "booked"
    assert "missing" in {due.interpreting for due in follow_ups.due(vault, None)}
    assert any(due.due_on < today for due in follow_ups.due(vault, None))
    assert [each.recipient for each in referrals.without_feedback(vault, today)] == ["Lernbrücke e. V."]


def test_a_checklist_is_begun_and_a_minor_is_spoken_for(made: tuple[Vault, date]) -> None:
    vault, today = made
    assert list(checklists.begun(vault, case_of(vault, "Hồ"))) == ["aufenthg25b"]
    minor = cases.case_view(vault, case_of(vault, "Barakāt"), today).client.id
    representation = representatives.representation(vault, minor, today)
    assert [each.custody for each in representation.representatives] == ["guardian"]
    assert representation.missing == 0


def test_the_office_has_what_it_works_with(made: tuple[Vault, date]) -> None:
    vault, today = made
    assert len(directory.find_courses(vault, CourseNeed(), today, 10)) == 4
    assert len(bin.contents(vault)) == 1
    assert len(text_blocks.own_text_blocks(vault)) == 1
    assert "Auszubildende mit Fluchtgeschichte" in {group.label for group in target_groups.groups(vault)}
    (listed,) = registration.lists(vault)
    assert registration.persons(vault, listed.list.id, "", 50).count == 14
    lately = acts.acts(vault, today - timedelta(days=7), today)
    assert {line.title for line in lately} >= {"Arbeitskreis Wohnen", "Infoabend Kita und Schule"}


@pytest.mark.parametrize("hour", [22, 23])
def test_a_sample_is_made_at_midnight_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, hour: int) -> None:
    """Between UTC's midnight and the office's, the one's day is not the other's."""

    class Late(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:
            return datetime(2026, 11, 22, hour, 30, tzinfo=UTC).astimezone(tz)

    monkeypatch.setattr(sample, "datetime", Late)
    assert create_sample(tmp_path).exists()


def test_an_existing_sample_stays_as_it_is(tmp_path: Path) -> None:
    path = create_sample(tmp_path)
    before = path.read_bytes()
    assert create_sample(tmp_path) == path
    assert path.read_bytes() == before
