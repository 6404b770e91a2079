# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Before somebody is taken in: who may be known already, who is competent, which groups hold here."""

from __future__ import annotations

import time
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest

from app.domain.case import Opened
from app.domain.client import Address, Channel, Person
from app.domain.dates import PartialDate
from app.domain.errors import InvalidInput, Refusal
from app.domain.intake import Intake
from app.domain.service import ServiceData
from app.domain.target_groups import NewGroup
from app.operations import acts, cases, competence, directory, duplicates, target_groups, vaults
from app.operations.vaults import Vault

TODAY = date(2026, 11, 22)
MARYAM = Person(
    "Ahmadi",
    "Maryam",
    birth_date=PartialDate(1992, 4, 3),
    channels=(Channel("phone", "0157 / 123 45 67"),),
)


@pytest.fixture
def site(case_vault: Vault, now: datetime) -> str:
    return cases.add_site(case_vault, "AC", "Aachen Mitte", "05334002", now)


def taken_in(vault: Vault, site: str, person: Person, now: datetime) -> Opened:
    return cases.take_in(vault, Intake(person, site, TODAY, "self"), now)


@pytest.mark.parametrize(
    ("typed", "reasons"),
    [
        (Person("Ahmadi", "Mariam", birth_date=PartialDate(1992)), ("name_alike", "birth_year")),
        (Person("Maryam", "Ahmadi", birth_date=PartialDate(1992, 3, 4)), ("birth_swapped", "name_swapped")),
        (Person("Achmadi", "Maryam"), ("name_alike",)),
        (Person("Karimi", "Omid", channels=(Channel("phone", "+49 157 1234567"),)), ("phone",)),
        (Person("Ahmadi", "Zahra", birth_date=PartialDate(1992, 4, 3)), ("birth_same", "family_same")),
    ],
)
def test_who_may_be_known_is_found_with_the_reasons(
    case_vault: Vault, site: str, now: datetime, typed: Person, reasons: tuple[str, ...]
) -> None:
    opened = taken_in(case_vault, site, MARYAM, now)
    taken_in(case_vault, site, Person("Kowalenko", "Oleksandr"), now)
    (found,) = duplicates.perhaps_known(case_vault, typed)
    assert (found.known.client_id, found.reasons) == (opened.client_id, reasons)
    assert duplicates.perhaps_known(case_vault, typed, frozenset({opened.client_id})) == ()


def test_closed_cases_are_found_too_and_strangers_are_not(
    case_vault: Vault, site: str, now: datetime
) -> None:
    refused = Intake(MARYAM, site, TODAY, "self", decision="not_accepted", decision_reason="Umzug")
    cases.take_in(case_vault, refused, now)
    (found,) = duplicates.perhaps_known(case_vault, Person("Ahmadi", "Maryam"))
    assert found.known.status == "closed"
    for stranger in (Person("Ahmadi"), Person("Ahmadi", "Omid"), Person(""), Person("", "Maryam")):
        assert duplicates.perhaps_known(case_vault, stranger) == ()


def test_it_stays_quick_among_ten_thousand(case_vault: Vault, site: str, now: datetime) -> None:
    _fill(case_vault, 10_000)
    taken_in(case_vault, site, MARYAM, now)
    typed = Person("Achmadi", "Mariam", birth_date=PartialDate(1992, 4, 3))
    duplicates.perhaps_known(case_vault, typed)  # reads the pages once
    begun = time.perf_counter()
    (found, *_) = duplicates.perhaps_known(case_vault, typed)
    assert time.perf_counter() - begun < 1.0, "far from what a person notices; usually under 0.1 s"
    assert found.known.traits.given_names == "Maryam"


def _fill(vault: Vault, count: int) -> None:
    random = Random(7)
    family = ["Yilmaz", "Kaya", "Petrenko", "Hassan", "Nguyen", "Ali", "Müller", "Diallo"]
    given = ["Ali", "Olena", "Omar", "Fatma", "Ivan", "Amina", "Jan", "Mariam", "Ahmed"]
    people = [
        (f"p{n}", f"{random.choice(family)}{n % 50}", random.choice(given), random.randint(1950, 2010))
        for n in range(count)
    ]
    with vault.transaction() as db:
        site = db.execute("SELECT id FROM site").fetchone()[0]
        db.executemany(
            "INSERT INTO client (id, family_name, given_names, search_form, stripped_form, birth_date,"
            " created_at, changed_at) VALUES (?, ?, ?, upper(?2 || ' ' || ?3), upper(?2 || ' ' || ?3),"
            " ?4 || '-05-17', '', '')",
            people,
        )
        db.executemany(
            "INSERT INTO file (id, client_id, number, opened_on, erase_on) VALUES (?1, ?1, ?1, '2026-01-01',"
            " '2026-01-15')",
            [(person[0],) for person in people],
        )
        db.executemany(
            "INSERT INTO client_case (id, file_id, number, site_id, opened_on)"
            " VALUES (?1, ?1, 1, ?2, '2026-01-01')",
            [(person[0], site) for person in people],
        )


def test_a_standort_answers_for_its_kreis_until_its_places_are_chosen(
    case_vault: Vault, site: str, now: datetime
) -> None:
    assert competence.answers(case_vault, site, "05334036")
    assert not competence.answers(case_vault, site, "05382060")
    competence.set_area(case_vault, site, ("05334002",), now)
    assert not competence.answers(case_vault, site, "05334036")
    assert competence.areas(case_vault) == {site: ("05334002",)}
    competence.set_area(case_vault, site, (), now)
    assert competence.answers(case_vault, site, "05334036")
    with pytest.raises(InvalidInput, match=r"code\.unknown"):
        competence.set_area(case_vault, site, ("99999999",), now)


def neighbour(vault: Vault, now: datetime, **more: Any) -> str:
    data = {"institution": "KIM StädteRegion", "referral_target": "municipal_office", "case_management": True}
    return directory.add_service(vault, ServiceData(**{**data, **more}), now)


def test_the_neighbour_is_named_and_nothing_leaves(case_vault: Vault, site: str, now: datetime) -> None:
    named = neighbour(case_vault, now, reach=("05334",))
    neighbour(case_vault, now, institution="KIM Heinsberg", municipality="05370016")
    neighbour(case_vault, now, institution="Ohne Gebiet")
    neighbour(case_vault, now, institution="Vorbei", reach=("05334",), valid_to=TODAY - timedelta(days=1))
    neighbour(case_vault, now, institution="Kein CM", reach=("05334",), case_management=False)
    (found,) = competence.neighbours(case_vault, "05334036", TODAY)
    assert (found.service_id, found.name) == (named, "KIM StädteRegion")
    passed = Intake(
        MARYAM, site, TODAY, "self", decision="not_accepted", decision_reason="Wohnort", passed_to=named
    )
    opened = cases.take_in(case_vault, passed, now)
    view = cases.case_view(case_vault, opened.case_id, TODAY)
    assert view.intake is not None
    assert (view.intake.passed_to, view.case.status) == (named, "closed")
    assert case_vault.db.execute("SELECT count(*) FROM disclosure").fetchone() == (0,)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"passed_to": "x"}, "decision"),
        ({"sender": "Jobcenter"}, "sender_basis"),
        ({"sender_basis": "consent"}, "sender"),
        ({"sender": "Jobcenter", "sender_basis": "hearsay"}, "sender_basis"),
    ],
)
def test_what_does_not_go_together(
    case_vault: Vault, site: str, now: datetime, change: dict[str, str], field: str
) -> None:
    with pytest.raises(InvalidInput) as wrong:
        cases.take_in(case_vault, Intake(MARYAM, site, TODAY, "self", **change), now)  # type: ignore[arg-type]
    assert wrong.value.field == field
    assert cases.case_list(case_vault, "", "all") == ()


def test_who_sent_the_person_stands_with_the_basis(case_vault: Vault, site: str, now: datetime) -> None:
    sent = Intake(MARYAM, site, TODAY, "jobcenter", sender="Jobcenter Aachen", sender_basis="consent")
    view = cases.case_view(case_vault, cases.take_in(case_vault, sent, now).case_id, TODAY)
    assert view.intake is not None
    assert (view.intake.sender, view.intake.sender_basis) == ("Jobcenter Aachen", "consent")


def codes(vault: Vault, site: str, day: date = TODAY) -> set[str]:
    return {group.code for group in target_groups.groups_for(vault, site, day)}


def test_a_group_of_ones_own_is_dated_ended_and_resumed(case_vault: Vault, site: str, now: datetime) -> None:
    new = NewGroup("Frauen im Sprachcafé", ("05334002",), valid_from=TODAY)
    code = target_groups.add_group(case_vault, new, now)
    assert code in codes(case_vault, site)
    assert code not in codes(case_vault, site, TODAY - timedelta(days=1))
    elsewhere = cases.add_site(case_vault, "SU", "Siegburg", "05382060", now)
    assert code not in codes(case_vault, elsewhere)
    opened = cases.take_in(case_vault, Intake(MARYAM, site, TODAY, "self", target_groups=(code,)), now)
    target_groups.end_group(case_vault, code, TODAY, now)
    assert code not in codes(case_vault, site, TODAY + timedelta(days=1))
    with pytest.raises(Refusal, match=r"target_group\.ended_already"):
        target_groups.end_group(case_vault, code, TODAY + timedelta(days=5), now)
    assert cases.case_view(case_vault, opened.case_id, TODAY).target_groups == (code,)
    target_groups.resume_group(case_vault, code, now)
    assert code in codes(case_vault, site, TODAY + timedelta(days=400))


def test_own_groups_and_ended_ones_survive_the_next_program(
    case_template: Any, tmp_path: Path, now: datetime
) -> None:
    opened = case_template.opened_in(tmp_path)
    site = cases.add_site(opened, "AC", "Aachen", "05334002", now)
    own = target_groups.add_group(opened, NewGroup("Sprachcafé", min_age=18, max_age=27), now)
    target_groups.end_group(opened, "refugees", TODAY - timedelta(days=1), now)
    opened.db.execute("UPDATE code_entry SET label = 'alt' WHERE code = 'newcomers'")
    opened.close()
    current = vaults.unlock(opened.path, "MB", case_template.password)
    offered = {group.code: group.label for group in target_groups.groups_for(current, site, TODAY)}
    known = Person("Ahmadi", birth_date=PartialDate(2000))
    fitting = {group.code for group in target_groups.suggestions(current, site, known, TODAY)}
    vaults.lock(current)
    assert (own in offered, "refugees" in offered) == (True, False)
    assert offered["newcomers"] != "alt"
    assert own in fitting


def test_koelns_districts_are_places_like_any_other(case_vault: Vault, now: datetime) -> None:
    site = cases.add_site(case_vault, "K3", "Lindenthal", "05315000-3", now)
    person = Person("Ahmadi", address=Address(municipality="05315000-8"))
    opened = taken_in(case_vault, site, person, now)
    assert opened.file_number == "K3-2026-1"
    view = cases.case_view(case_vault, opened.case_id, TODAY)
    assert view.client.person.address.municipality == "05315000-8"
    assert "single_parent" in codes(case_vault, site)
    assert acts.usual_site(case_vault) == site
