# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Taking in, finding, changing and closing, on a real encrypted file."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from app.domain.case import Closing
from app.domain.client import Channel, Person, Residence
from app.domain.contact import NewContact
from app.domain.dates import PartialDate
from app.domain.errors import InvalidInput, Refusal
from app.domain.follow_up import NewFollowUp
from app.operations import cases, closing, contacts, follow_ups, rights
from app.operations.vaults import Vault
from storage import journal

from .conftest import TODAY, Office, controller, huong, intake


def test_an_intake_makes_person_preliminary_file_and_case(
    case_vault: Vault, office: Office, now: datetime
) -> None:
    view = cases.case_view(case_vault, office.case_id, TODAY)
    assert view.client.person == huong()
    assert view.file.number == "SU-2026-1"
    assert view.file.preliminary
    assert view.file.erase_on == TODAY + timedelta(days=14)
    assert view.case.status == "active"
    assert view.intake is not None
    assert view.intake.request == "Sucht eine größere Wohnung"
    assert view.consent is None
    assert view.spoken == ()
    assert journal.lines(case_vault.db, 10)[2].action == "intake.accepted"


def test_file_numbers_count_per_site_and_year(case_vault: Vault, office: Office, now: datetime) -> None:
    numbers = [
        cases.take_in(case_vault, intake(office.site_id, Person("Kaya"), held_on=day), now).file_number
        for day in (date(2026, 1, 5), date(2025, 12, 30), date(2026, 5, 5))
    ]
    assert numbers == ["SU-2026-2", "SU-2025-1", "SU-2026-3"]


def test_who_is_not_accepted_is_kept_with_the_reason_in_a_closed_case(
    case_vault: Vault, office: Office, now: datetime
) -> None:
    sheet = intake(office.site_id, Person("Kaya"), decision="not_accepted", decision_reason="hat schon MBE")
    opened = cases.take_in(case_vault, sheet, now)
    case = cases.case_view(case_vault, opened.case_id, TODAY).case
    assert (case.status, case.closing_reason, case.closing_note) == ("closed", "other", "hat schon MBE")


@pytest.mark.parametrize(
    ("change", "field", "code"),
    [
        ({"decision": "not_accepted"}, "decision_reason", "case.decision_reason_missing"),
        ({"access_way": "by_ufo"}, "access_way", "code.unknown"),
        ({"held_on": TODAY + timedelta(days=1)}, "held_on", "case.day_in_future"),
        ({"target_groups": ("lgbtiq_18_27",)}, "target_groups", "case.group_not_released"),
        ({"target_groups": ("refugees", "refugees")}, "target_groups", "case.group_twice"),
    ],
)
def test_a_wrong_sheet_names_its_field_and_leaves_nothing(
    case_vault: Vault, office: Office, now: datetime, change: dict[str, object], field: str, code: str
) -> None:
    with pytest.raises(InvalidInput) as caught:
        cases.take_in(case_vault, intake(office.site_id, Person("Kaya"), **change), now)
    assert (caught.value.field, caught.value.code) == (field, code)
    assert len(cases.case_list(case_vault, status="all")) == 1


def test_names_are_kept_whole_and_foreign_characters_are_named(
    case_vault: Vault, office: Office, now: datetime
) -> None:
    with pytest.raises(InvalidInput) as caught:
        cases.take_in(case_vault, intake(office.site_id, Person("Kaya\u0000")), now)
    assert caught.value.field == "family_name"
    decomposed = "Nguye\u0302\u0303n"
    opened = cases.take_in(case_vault, intake(office.site_id, Person(decomposed)), now)
    kept = cases.case_view(case_vault, opened.case_id, TODAY).client.person.family_name
    assert kept == "Nguy\u1ec5n"


@pytest.mark.parametrize(
    "query",
    ["Nguyễn", "nguyen", "hương", "huong ngu", "Lukasz", "Ł", "SU-2026-1", "su-2026", "7.3.1990", "03/1990",
     "1990", "02241 551234", "+49 2241 55-1234", "551234", "  "],
)  # fmt: skip
def test_a_person_is_found_by(case_vault: Vault, office: Office, query: str) -> None:
    assert [line.case_id for line in cases.case_list(case_vault, query)] == [office.case_id]


@pytest.mark.parametrize("query", ["Özdemir", "nguyen x", "8.3.1990", "0221 551234", "SU-2026-9", "%", "_"])
def test_a_person_is_not_found_by(case_vault: Vault, office: Office, query: str) -> None:
    assert cases.case_list(case_vault, query) == ()


def test_both_ways_of_writing_an_umlaut_find_it(case_vault: Vault, office: Office, now: datetime) -> None:
    cases.take_in(case_vault, intake(office.site_id, Person("Özdemir", "Ayşe")), now)
    for query in ("Ozdemir", "Oezdemir", "özdemir", "Ayse", "ÖZ"):
        assert [line.family_name for line in cases.case_list(case_vault, query)] == ["Özdemir"], query


def test_the_list_shows_next_step_and_last_contact(case_vault: Vault, office: Office, now: datetime) -> None:
    for due_on in (date(2026, 12, 3), date(2026, 12, 1)):
        follow_ups.add_follow_up(case_vault, NewFollowUp(office.case_id, due_on, f"am {due_on:%d.}"), now)
    contacts.add_contact(case_vault, office.case_id, NewContact("talk", TODAY - timedelta(days=2)), now)
    contacts.add_contact(case_vault, office.case_id, NewContact("attempt", TODAY), now)
    (line,) = cases.case_list(case_vault)
    assert (line.next_step, line.next_due) == ("am 01.", date(2026, 12, 1))
    assert line.last_contact == TODAY - timedelta(days=2)
    assert line.preliminary


def test_closing_drops_follow_ups_and_says_how_many(case_vault: Vault, office: Office, now: datetime) -> None:
    for title in ("eins", "zwei"):
        follow_ups.add_follow_up(case_vault, NewFollowUp(office.case_id, TODAY, title), now)
    closed = closing.close_case(case_vault, office.case_id, Closing("moved", TODAY, "nach Bonn"), now)
    assert closed.dropped == 2
    assert follow_ups.due(case_vault, None) == ()
    assert cases.case_list(case_vault) == ()
    assert len(cases.case_list(case_vault, status="closed")) == 1
    with pytest.raises(Refusal, match=r"case\.closed"):
        closing.close_case(case_vault, office.case_id, Closing("moved", TODAY), now)
    with pytest.raises(Refusal, match=r"case\.closed"):
        contacts.add_contact(case_vault, office.case_id, NewContact("talk", TODAY), now)


def test_a_file_outlives_its_cases(case_vault: Vault, office: Office, now: datetime) -> None:
    with pytest.raises(Refusal, match=r"case\.still_open"):
        cases.reopen(case_vault, office.file_id, office.site_id, now)
    closing.close_case(case_vault, office.case_id, Closing("contact_lost", TODAY), now)
    again = cases.case_view(case_vault, cases.reopen(case_vault, office.file_id, office.site_id, now), TODAY)
    assert (again.case.number, again.file.id, again.intake) == (2, office.file_id, None)


def test_a_task_is_a_basis_but_consent_needs_a_signature(
    case_vault: Vault, office: Office, now: datetime
) -> None:
    with pytest.raises(Refusal, match=r"case\.basis_not_signed"):
        cases.set_basis(case_vault, office.file_id, "consent", TODAY, now)
    cases.set_basis(case_vault, office.file_id, "task", TODAY, now)
    file = cases.case_view(case_vault, office.case_id, TODAY).file
    assert (file.basis, file.basis_on, file.erase_on) == ("task", TODAY, None)


def test_changes_of_the_person_are_histories(case_vault: Vault, office: Office, now: datetime) -> None:
    changed = replace(
        huong(),
        residence=Residence("AE25_2s1"),
        channels=(Channel("email", "huong@beispiel.example", may_call=False),),
    )
    cases.change_person(case_vault, office.client_id, changed, now)
    assert cases.case_view(case_vault, office.case_id, TODAY).client.person == replace(
        changed, residence=Residence("AE25_2s1")
    )
    ended = case_vault.db.execute("SELECT ended_on FROM residence_period ORDER BY rowid").fetchall()
    assert ended == [("2026-11-21",), (None,)]


def test_an_unchanged_person_begins_no_period(case_vault: Vault, office: Office, now: datetime) -> None:
    for _ in range(2):
        person = cases.case_view(case_vault, office.case_id, TODAY).client.person
        cases.change_person(case_vault, office.client_id, replace(person, works_in="Küche"), now)
    for table in ("address_period", "residence_period"):
        assert case_vault.db.execute(f"SELECT count(*) FROM {table}").fetchone() == (1,)


def test_a_slip_put_right_on_the_same_day_leaves_no_period(
    case_vault: Vault, office: Office, now: datetime
) -> None:
    for status in ("D60a", "AE25_2s1"):
        cases.change_person(case_vault, office.client_id, replace(huong(), residence=Residence(status)), now)
    statuses = case_vault.db.execute("SELECT status FROM residence_period ORDER BY rowid").fetchall()
    assert statuses == [("AGST",), ("AE25_2s1",)]


def test_what_ended_is_no_longer_shown(case_vault: Vault, office: Office, now: datetime) -> None:
    gone = replace(huong(), residence=None)
    cases.change_person(case_vault, office.client_id, gone, now)
    assert cases.case_view(case_vault, office.case_id, TODAY).client.person == gone


def test_notices_name_what_will_not_wait(case_vault: Vault, office: Office) -> None:
    """An Aufenthaltsgestattung (AGST) is warned of 21 days before it ends."""

    def found(today: date) -> list[tuple[str, date, str]]:
        return [(n.kind, n.day, n.code) for n in cases.file_notices(case_vault, today)]

    preliminary = ("preliminary", TODAY + timedelta(days=14), "")
    assert found(date(2026, 12, 19)) == [preliminary]
    assert found(date(2026, 12, 20)) == [preliminary, ("residence", date(2027, 1, 10), "AGST")]
    assert cases.file_notices(case_vault, TODAY)[0].initials == "T. N."


def test_an_objection_to_statistics_is_kept(case_vault: Vault, office: Office, now: datetime) -> None:
    for excluded in (True, False):
        rights.exclude_from_statistics(case_vault, office.client_id, excluded, now)
        stored = case_vault.db.execute("SELECT excluded_from_statistics FROM client").fetchone()
        assert stored == (int(excluded),)


def test_sites_have_a_code_of_their_own(case_vault: Vault, office: Office, now: datetime) -> None:
    place = cases.sites(case_vault)[0].municipality
    for code, name, error in (
        ("SU", "Zwei", "site.code_taken"),
        ("S U", "Zwei", "site.code_unusable"),
        ("TR", " ", "site.name_missing"),
    ):
        with pytest.raises(InvalidInput, match=error.replace(".", r"\.")):
            cases.add_site(case_vault, code, name, place, now)
    cases.add_site(case_vault, "TR", "Troisdorf", place, now)
    assert [site.code for site in cases.sites(case_vault)] == ["SU", "TR"]


def test_the_controller_is_whole_or_not_taken(case_vault: Vault, office: Office, now: datetime) -> None:
    for change, field in (
        ({"officer": " "}, "officer"),
        ({"law": "BDSG"}, "law"),
        ({"storage_years": 0}, "storage_years"),
    ):
        with pytest.raises(InvalidInput) as caught:
            cases.set_controller(case_vault, replace(controller(), **change), now)  # type: ignore[arg-type]
        assert caught.value.field == field
    assert cases.controller(case_vault) == controller()


def test_birth_dates_may_be_partly_known(case_vault: Vault, office: Office, now: datetime) -> None:
    opened = cases.take_in(
        case_vault, intake(office.site_id, Person("Kaya", birth_date=PartialDate(1988))), now
    )
    person = cases.case_view(case_vault, opened.case_id, TODAY).client.person
    assert person.birth_date == PartialDate(1988)
    assert [line.case_id for line in cases.case_list(case_vault, "1988")] == [opened.case_id]
