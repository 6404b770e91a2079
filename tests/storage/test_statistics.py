# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is counted, on a real case file: distinct persons by opaque id, codes in the order they were given."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from app.domain.act import NewActivity, NewShortAdvice
from app.domain.case import Closing
from app.domain.client import Person
from app.domain.contact import NewContact
from app.domain.coverage import changes
from app.domain.gap import NewGap
from app.domain.intake import Intake
from app.domain.livelihood import NewLivelihood
from app.domain.referral import NewReferral
from app.domain.service import ServiceData
from app.operations import acts, cases, closing, contacts, directory, gaps, referrals
from app.operations.vaults import Vault
from storage import identities, livelihoods, statistics
from storage.statistics import People

FIRST, DAY, LAST = date(2022, 1, 1), date(2022, 3, 10), date(2022, 3, 31)
NOW = datetime(2022, 3, 31, 12, tzinfo=UTC)


@pytest.fixture
def site(case_vault: Vault) -> str:
    return cases.add_site(case_vault, "A", "Nordstadt", "05382060", NOW)


@pytest.fixture
def other_site(case_vault: Vault) -> str:
    return cases.add_site(case_vault, "B", "Hafen", "05382060", NOW)


def take_in(
    vault: Vault, site: str, day: date = DAY, living: NewLivelihood | None = None, **person: Any
) -> cases.Opened:
    intake = Intake(Person("Öztürk", "Ayşe", **person), site, day, "self", livelihood=living)
    return cases.take_in(vault, intake, NOW)


def counted(vault: Vault, population: str, site: str, until: date = LAST, since: date = FIRST) -> People:
    return statistics.people(vault.db, population, site, since, until, cases.lists(vault))


def test_a_stock_is_that_of_its_day_and_site(case_vault: Vault, site: str, other_site: str) -> None:
    early = take_in(case_vault, site, date(2022, 1, 5))
    later = take_in(case_vault, site, date(2022, 2, 5))
    take_in(case_vault, other_site)
    closing.close_case(case_vault, early.case_id, Closing("moved", date(2022, 2, 20)), NOW)
    for until, persons in (
        (date(2022, 1, 4), set()),
        (date(2022, 1, 31), {early.client_id}),
        (date(2022, 2, 19), {early.client_id, later.client_id}),
        (date(2022, 2, 20), {later.client_id}),
    ):
        assert counted(case_vault, "open", site, until).keys() == persons


def test_a_person_with_two_livelihoods_has_two_answers(case_vault: Vault, site: str) -> None:
    opened = take_in(case_vault, site, sex="female", living=NewLivelihood("own_income", since=FIRST))
    with case_vault.transaction() as db:
        db.execute(
            "INSERT INTO livelihood_period (id, client_id, legal_circle, state, valid_from)"
            " VALUES ('x', ?, 'sgb2', 'granted', '2022-03-01'), ('y', ?, 'alg', 'granted', '2022-04-01')",
            (opened.client_id, opened.client_id),
        )
    answers = counted(case_vault, "open", site)[opened.client_id]
    assert [answer["livelihood"] for answer in answers] == ["sgb2", "own_income"]
    assert {(a["sex"], a["age_band"], a["residence"]) for a in answers} == {("female", "unknown", "unknown")}


def test_new_and_closed_are_those_of_the_span(case_vault: Vault, site: str) -> None:
    opened = take_in(case_vault, site, date(2022, 1, 5))
    closing.close_case(case_vault, opened.case_id, Closing("moved", date(2022, 2, 1)), NOW)
    again = cases.reopen(case_vault, opened.file_id, site, NOW)
    closing.close_case(case_vault, again, Closing("goals_reached", LAST), NOW)
    (answer,) = counted(case_vault, "closed", site)[opened.client_id]
    assert answer["reason"] == "goals_reached"
    (answer,) = counted(case_vault, "closed", site, date(2022, 2, 28))[opened.client_id]
    assert answer["reason"] == "moved"
    assert counted(case_vault, "new", site).keys() == {opened.client_id}
    assert counted(case_vault, "new", site, LAST, date(2022, 4, 1)) == {}


def test_services_are_counted_in_the_order_of_their_days(case_vault: Vault, site: str) -> None:
    case_id = take_in(case_vault, site).case_id
    for kind, day in (("outreach", LAST), ("talk", DAY), ("attempt", DAY), ("phone", date(2022, 3, 20))):
        contacts.add_contact(case_vault, case_id, NewContact(kind, day), NOW)
    (answers,) = counted(case_vault, "served", site).values()
    assert [answer["service_type"] for answer in answers] == ["counselling", "email_phone", "outreach"]


def test_referrals_and_gaps_keep_what_belongs_together(case_vault: Vault, site: str) -> None:
    opened = take_in(case_vault, site)
    jobcenter = directory.add_service(case_vault, ServiceData("Jobcenter", "jobcenter"), NOW)
    referrals.refer(case_vault, opened.case_id, NewReferral(jobcenter, "work", DAY), NOW)
    gaps.note_gap(case_vault, NewGap(site, "housing", "missing", DAY, opened.case_id), NOW)
    gaps.note_gap(case_vault, NewGap(site, "language", "waiting", LAST, opened.case_id), NOW)
    gaps.note_gap(case_vault, NewGap(site, "health", "access", DAY), NOW)
    assert counted(case_vault, "referred", site) == {opened.client_id: ({"target": "jobcenter"},)}
    assert counted(case_vault, "gap", site) == {
        opened.client_id: (
            {"dimension": "housing", "kind": "missing"},
            {"dimension": "language", "kind": "waiting"},
        )
    }


def test_a_change_of_livelihood_is_one_after_another(case_vault: Vault, site: str) -> None:
    changed, parallel = (take_in(case_vault, site) for _ in range(2))
    rows = (
        (changed.client_id, "asylblg", "2021-05-01", "2022-02-28"),
        (changed.client_id, "sgb2", "2022-03-01", None),
        (parallel.client_id, "sgb2", "2021-05-01", None),
        (parallel.client_id, "own_income", "2022-03-01", None),
        (parallel.client_id, "kindergeld", "2022-03-01", None),
    )
    with case_vault.transaction() as db:
        db.executemany(
            "INSERT INTO livelihood_period (id, client_id, legal_circle, state, valid_from, valid_to)"
            " VALUES (hex(randomblob(8)), ?, ?, 'granted', ?, ?)",
            rows,
        )
    assert counted(case_vault, "changed_livelihood", site).keys() == {changed.client_id}


def test_a_renewal_is_counted_as_no_change_and_a_change_back_is(case_vault: Vault, site: str) -> None:
    """The same as the rule that the screen follows."""
    renewed, back = (take_in(case_vault, site) for _ in range(2))
    rows = [
        (renewed.client_id, "asylblg", None, "2021-06-30"),
        (renewed.client_id, "sgb2", "2021-07-01", "2021-12-31"),
        (renewed.client_id, "sgb2", "2022-01-01", None),
        (back.client_id, "sgb2", None, "2021-06-30"),
        (back.client_id, "own_income", "2021-07-01", "2021-12-31"),
        (back.client_id, "sgb2", "2022-01-01", None),
    ]
    with case_vault.transaction() as db:
        db.executemany(
            "INSERT INTO livelihood_period (id, client_id, legal_circle, state, valid_from, valid_to)"
            " VALUES (hex(randomblob(8)), ?, ?, 'granted', ?, ?)",
            rows,
        )
        for person in (renewed, back):
            held = livelihoods.of_client(db, person.client_id)
            seen = [c for c in changes(held, cases.lists(case_vault)) if FIRST <= c.day <= LAST]
            assert bool(seen) == (person is back)
    assert counted(case_vault, "changed_livelihood", site).keys() == {back.client_id}


def test_to_be_left_without_anything_is_no_change_of_livelihood(case_vault: Vault, site: str) -> None:
    """The same as the rule that the screen follows: nothing is not a livelihood that one changes to."""
    left, renewed = (take_in(case_vault, site) for _ in range(2))
    rows = [
        (left.client_id, "sgb2", "2021-01-01", "2022-01-31"),
        (left.client_id, "none", "2022-02-01", None),
        (renewed.client_id, "sgb2", "2021-01-01", "2021-12-31"),
        (renewed.client_id, "none", "2022-01-01", "2022-01-31"),
        (renewed.client_id, "sgb2", "2022-02-01", None),
    ]
    with case_vault.transaction() as db:
        db.executemany(
            "INSERT INTO livelihood_period (id, client_id, legal_circle, state, valid_from, valid_to)"
            " VALUES (hex(randomblob(8)), ?, ?, 'granted', ?, ?)",
            rows,
        )
        for person in (left, renewed):
            assert not changes(livelihoods.of_client(db, person.client_id), cases.lists(case_vault))
    assert not counted(case_vault, "changed_livelihood", site)


def test_a_short_advice_is_a_person_with_all_its_answers(case_vault: Vault, site: str) -> None:
    new = NewShortAdvice(site, "email_phone", DAY, "ar", ("work", "health"), ("jobcenter", "other"))
    advice = acts.add_short_advice(case_vault, new, NOW)
    (answers,) = [counted(case_vault, "short_advice", site)[advice]]
    for variable, codes in (
        ("topic", ["work", "health"]),
        ("target", ["jobcenter", "other"]),
        ("service_type", ["email_phone"]),
    ):
        assert [answer[variable] for answer in answers if variable in answer] == codes


def test_acts_are_all_kinds_of_the_site_in_the_span(case_vault: Vault, site: str, other_site: str) -> None:
    case_id = take_in(case_vault, site).case_id
    contacts.add_contact(case_vault, case_id, NewContact("talk", DAY), NOW)
    contacts.add_contact(case_vault, case_id, NewContact("attempt", DAY), NOW)
    acts.add_short_advice(case_vault, NewShortAdvice(site, "outreach", DAY, "ar", ("work",)), NOW)
    acts.add_activity(case_vault, NewActivity(site, "workshop", LAST, "", 0, 8, 2), NOW)
    acts.add_activity(case_vault, NewActivity(other_site, "workshop", DAY), NOW)
    found = statistics.acts_to_release(case_vault.db, site, FIRST, LAST)
    assert sorted((a.activity_type, a.target_participants, a.partner_participants) for a in found) == [
        ("counselling", 1, 0),
        ("outreach", 1, 0),
        ("workshop", 8, 2),
    ]
    assert len(statistics.acts_to_release(case_vault.db, site, FIRST, date(2022, 3, 30))) == 2


def test_names_stop_here_but_can_be_looked_for(case_vault: Vault, site: str) -> None:
    take_in(case_vault, site, former_names="Łukasz", native_name="عائشة")
    for population in ("open", "new", "closed", "referred", "served", "short_advice", "gap"):
        assert "Öztürk" not in repr(counted(case_vault, population, site))
    assert identities.names(case_vault.db) == {"Öztürk", "Ayşe", "Łukasz", "عائشة"}
    assert identities.birth_dates(case_vault.db) == frozenset()
