# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The directory: found by need, corrected, ended, hinted when it is there already; courses of its entries."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.domain.course import CourseData, CourseNeed
from app.domain.errors import InvalidInput
from app.domain.referral import NewReferral
from app.domain.service import Need, Service, ServiceData
from app.operations import cases, directory, follow_ups, gaps, referrals
from app.operations.vaults import Vault
from storage import services as stored

from .conftest import TODAY, Office
from .test_consents import signed

SIEGBURG, KOELN = "05382060", "05315000"
FULL = ServiceData(
    "Ökumenische Beratungsstelle",
    "migration_counselling",
    name="Haus am Markt",
    legal_circle="sgb2",
    phone="02241 12",
    email="rat@haus.example",
    address="Markt 1, 53721 Siegburg",
    municipality=SIEGBURG,
    needs_written_consent=True,
    contact_person="Frau Çelik",
    website="haus.example",
    opening_hours="Di 9 bis 12 Uhr",
    access_note="mit Termin",
    topics=("housing", "work"),
    languages=("ar", "prs"),
    reach=("05382",),
    case_management=True,
    valid_from=date(2026, 1, 1),
    valid_to=date(2027, 12, 31),
)


def names(vault: Vault, need: Need) -> list[str]:
    return [each.institution for each in directory.find_services(vault, need, 50).shown]


def test_an_entry_comes_back_whole_and_is_corrected(case_vault: Vault, now: datetime) -> None:
    service_id = directory.add_service(case_vault, FULL, now)
    assert directory.service(case_vault, service_id) == Service(id=service_id, **vars(FULL))
    corrected = replace(FULL, topics=("health",), languages=(), reach=(), phone="02241 13")
    directory.change_service(case_vault, service_id, corrected, now)
    assert directory.services(case_vault) == (Service(id=service_id, **vars(corrected)),)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"institution": " "}, "institution"),
        ({"referral_target": ""}, "referral_target"),
        ({"topics": ("housing", "money")}, "topics"),
        ({"languages": ("xx",)}, "languages"),
        ({"reach": ("05382", "99999")}, "reach"),
        ({"municipality": "99999999"}, "municipality"),
        ({"valid_to": date(2025, 1, 1)}, "valid_to"),
    ],
)
def test_a_wrong_entry_names_its_field(
    case_vault: Vault, now: datetime, change: dict[str, object], field: str
) -> None:
    with pytest.raises(InvalidInput) as caught:
        directory.add_service(case_vault, replace(FULL, **change), now)  # type: ignore[arg-type]
    assert caught.value.field == field
    assert directory.services(case_vault) == ()


def test_it_is_found_by_words_wherever_they_stand(case_vault: Vault, office: Office, now: datetime) -> None:
    directory.add_service(case_vault, FULL, now)
    for words in ("ökumen", "ÖKUMENISCHE markt", "çelik", "53721 siegburg", "termin"):
        assert names(case_vault, Need(words)) == ["Ökumenische Beratungsstelle"], words
    assert names(case_vault, Need("gasse wohn")) == ["Wohnhilfe e. V."]
    assert names(case_vault, Need("Jugendamt")) == []
    assert names(case_vault, Need("")) == [
        "Jobcenter Musterstadt",
        "Wohnhilfe e. V.",
        "Ökumenische Beratungsstelle",
    ]


def test_it_is_found_by_need(case_vault: Vault, now: datetime) -> None:
    directory.add_service(case_vault, FULL, now)
    found = Need(topic="housing", language="prs", municipality=SIEGBURG, day=TODAY)
    assert names(case_vault, found) == ["Ökumenische Beratungsstelle"]
    for missing in (
        replace(found, topic="health"),
        replace(found, language="uk"),
        replace(found, municipality=KOELN),
        replace(found, day=date(2028, 1, 1)),
        replace(found, day=date(2025, 12, 31)),
    ):
        assert names(case_vault, missing) == [], missing
    assert names(case_vault, replace(found, day=None)) == ["Ökumenische Beratungsstelle"]


PLACES = st.sampled_from([SIEGBURG, KOELN, "05382012"])


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    place=st.none() | PLACES,
    reach=st.sets(st.sampled_from([SIEGBURG, KOELN, "05382", "05315"])),
    since=st.none() | st.dates(date(2026, 1, 1), date(2026, 12, 31)),
    until=st.none() | st.dates(date(2027, 1, 1), date(2027, 12, 31)),
    wanted=PLACES,
    day=st.dates(date(2026, 1, 1), date(2027, 12, 31)),
)
def test_the_search_in_the_file_is_the_rule(
    case_vault: Vault,
    now: datetime,
    place: str | None,
    reach: set[str],
    since: date | None,
    until: date | None,
    wanted: str,
    day: date,
) -> None:
    """SQL and domain say the same about reach and validity."""
    data = replace(FULL, municipality=place, reach=tuple(reach), valid_from=since, valid_to=until)
    service_id = directory.add_service(case_vault, data, now)
    found = directory.find_services(case_vault, Need(municipality=wanted, day=day), 500).shown
    assert (service_id in {each.id for each in found}) is (data.serves(wanted) and data.is_valid(day))


def test_more_than_is_shown_is_counted(case_vault: Vault, now: datetime) -> None:
    for number in range(12):
        directory.add_service(case_vault, ServiceData(f"Verein {number:02}", "other"), now)
    found = directory.find_services(case_vault, Need("verein"), 5)
    assert ([each.institution[-2:] for each in found.shown], found.count) == (
        ["00", "01", "02", "03", "04"],
        12,
    )
    assert directory.find_services(case_vault, Need("verein 1"), 5).count == 3


def test_an_entry_that_ended_takes_no_referral_and_stays_in_the_notices(
    case_vault: Vault, office: Office, now: datetime
) -> None:
    signed(case_vault, office, now, "name_contact", to=office.club)
    directory.end_service(case_vault, office.club, TODAY - timedelta(days=1), now)
    assert office.club not in {each.id for each in directory.services(case_vault, TODAY)}
    assert office.club in {each.id for each in directory.services(case_vault)}
    with pytest.raises(InvalidInput, match=r"service\.ended"):
        referrals.refer(case_vault, office.case_id, NewReferral(office.club, "housing", TODAY), now)
    assert [s.id for s in directory.named_in_notices(case_vault, office.case_id)] == [office.club]
    directory.end_service(case_vault, office.club, None, now)
    referrals.refer(case_vault, office.case_id, NewReferral(office.club, "housing", TODAY), now)


@pytest.mark.parametrize(
    ("institution", "name", "alike"),
    [
        ("Jobcenter  musterstadt", "", True),
        ("Musterstadt Jobcenter", "", True),
        ("Jobcentr Musterstadt", "", True),
        ("Jobcenter Bonn", "", False),
        ("Jugendamt Musterstadt", "", False),
    ],
)
def test_what_is_there_already_is_hinted(
    case_vault: Vault, office: Office, institution: str, name: str, alike: bool
) -> None:
    found = [each.id for each in directory.look_alike(case_vault, institution, name)]
    assert found == ([office.jobcenter] if alike else [])


def course(office: Office, **change: object) -> CourseData:
    usual = CourseData(
        office.club,
        "Deutsch am Vormittag",
        "B1",
        date(2027, 1, 11),
        date(2027, 6, 30),
        "Mo bis Do",
        True,
        3,
        "x",
    )
    return replace(usual, **change)  # type: ignore[arg-type]


def test_courses_from_a_level_and_month(case_vault: Vault, office: Office, now: datetime) -> None:
    sorts = [
        {"level": "A2", "title": "A2"},
        {"level": "C1", "title": "C1", "childcare": False},
        {"title": "März", "starts_on": date(2027, 3, 1)},
        {"title": "vorbei", "starts_on": date(2026, 1, 1), "ends_on": date(2026, 6, 1)},
        {"title": "läuft", "starts_on": date(2026, 9, 1), "ends_on": None},
    ]
    for change in sorts:
        directory.add_course(case_vault, course(office, **change), now)

    def titles(**need: object) -> list[str]:
        found = directory.find_courses(case_vault, CourseNeed(**need), TODAY, 50)  # type: ignore[arg-type]
        return [each.title for each in found]

    assert titles() == ["läuft", "A2", "C1", "März"]
    january = {"starts_from": date(2027, 1, 1), "starts_until": date(2027, 1, 31)}
    assert titles(level="B1", **january) == ["C1"]
    assert titles(level="alphabetisation", childcare=True, **january) == ["A2"]
    assert titles(words="wohnhilfe mär") == ["März"]
    directory.end_service(case_vault, office.club, TODAY - timedelta(days=1), now)
    assert titles() == []


def test_a_course_comes_back_whole_and_is_corrected(case_vault: Vault, office: Office, now: datetime) -> None:
    course_id = directory.add_course(case_vault, course(office), now)
    directory.change_course(case_vault, course_id, course(office, places=0, starts_on=None), now)
    (found,) = directory.courses_of(case_vault, office.club)
    assert (found.id, found.institution, found.places, found.starts_on) == (
        course_id,
        "Wohnhilfe e. V.",
        0,
        None,
    )
    assert (found.times, found.childcare, found.note) == ("Mo bis Do", True, "x")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"title": ""}, "title"),
        ({"level": ""}, "level"),
        ({"level": "not_recorded"}, "level"),
        ({"ends_on": date(2026, 1, 1)}, "ends_on"),
    ],
)
def test_a_wrong_course_names_its_field(
    case_vault: Vault, office: Office, now: datetime, change: dict[str, object], field: str
) -> None:
    with pytest.raises(InvalidInput) as caught:
        directory.add_course(case_vault, course(office, **change), now)
    assert caught.value.field == field


def test_a_referral_goes_to_a_course_of_its_recipient(
    case_vault: Vault, office: Office, now: datetime
) -> None:
    course_id = directory.add_course(case_vault, course(office), now)
    new = NewReferral(office.club, "language", TODAY, course_id=course_id)
    with pytest.raises(InvalidInput) as caught:
        referrals.refer(case_vault, office.case_id, replace(new, service_id=office.jobcenter), now)
    assert caught.value.field == "course_id"
    referrals.refer(case_vault, office.case_id, new, now)
    assert referrals.referrals(case_vault, office.case_id)[0].course == "Deutsch am Vormittag"


def test_nobody_is_lost_from_view(case_vault: Vault, office: Office, now: datetime) -> None:
    """Sent two weeks ago, nothing heard, no open follow-up: then it is asked after."""
    quiet = NewReferral(office.club, "housing", TODAY)
    followed = replace(quiet, feedback_due_on=TODAY + timedelta(days=7))
    answered = referrals.refer(case_vault, office.case_id, quiet, now)
    first = referrals.refer(case_vault, office.case_id, quiet, now)
    second = referrals.refer(case_vault, office.case_id, followed, now)
    referrals.set_state(case_vault, answered, "accepted", "", now)

    def awaited(days: int) -> list[str]:
        found = referrals.without_feedback(case_vault, TODAY + timedelta(days=days))
        return [each.referral_id for each in found]

    assert awaited(13) == []
    assert awaited(14) == [first]
    (due,) = follow_ups.due(case_vault, None)
    follow_ups.done(case_vault, due.id, now)
    assert awaited(14) == [first, second]
    (line, _) = referrals.without_feedback(case_vault, TODAY + timedelta(days=14))
    assert (line.initials, line.file_number, line.recipient) == ("T. N.", "SU-2026-1", "Wohnhilfe e. V.")
    assert gaps.gaps(case_vault) == ()
    assert cases.case_list(case_vault)[0].case_id == office.case_id


def test_two_thousand_entries_are_searched_in_the_file(case_vault: Vault) -> None:
    """The words are looked for in SQL, and only what is shown is read."""
    with case_vault.transaction() as db:
        for number in range(2000):
            data = replace(FULL, institution=f"Stelle {number}", topics=("work",))
            stored.insert_service(db, Service(id=f"s{number}", **vars(data)))
    found = directory.find_services(case_vault, Need("stelle 19", topic="work", day=TODAY), 40)
    assert (len(found.shown), found.count) == (
        40,
        sum("19" in str(number) for number in range(2000)),
    )
