# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the file says about an item, with its reason; days are those of the law as of August 2026."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.checklist import KINDS, STATES, sheet
from app.domain.checklist_hints import Known, suggestion
from app.domain.client import Person, SpokenLanguage
from app.domain.code_lists import CodeLists
from app.domain.dates import PartialDate
from app.domain.history import added
from app.domain.residence import ResidencePeriod, residence_on
from app.domain.stay import months_after, unbroken, years_after

TODAY = date(2026, 11, 22)
LISTS = CodeLists.shipped()
Status = tuple[str, date | None, date | None]


def known(*statuses: Status, person: Person | None = None, **more: object) -> Known:
    """Each status with the day it began and the day its paper expires."""
    history: tuple[ResidencePeriod, ...] = ()
    for number, (status, since, expires_on) in enumerate(statuses):
        history = added(history, ResidencePeriod(str(number), since, None, status, expires_on))
    who = replace(person or Person("Şahin"), residence=residence_on(history, TODAY))
    empty = Known(who, history, frozenset(), 0, 0, TODAY, LISTS)
    return replace(empty, **more)  # type: ignore[arg-type]


def says(kind: str, item: str, file: Known) -> tuple[str, str] | None:
    found = suggestion(sheet(kind).question(item), file)
    return (found.state, found.reason) if found else None


def state(kind: str, item: str, file: Known) -> str | None:
    found = says(kind, item, file)
    return found[0] if found else None


@pytest.mark.parametrize(
    ("since", "expected"), [(date(2021, 11, 22), "met"), (date(2021, 11, 23), "open"), (None, "unclear")]
)
def test_five_years_for_citizenship(since: date | None, expected: str) -> None:
    assert state("stag10", "stay", known(("AE25_2s1", since, None))) == expected


def test_years_of_several_titles_count_together_but_a_duldung_does_not() -> None:
    titles = known(("AE25_3", date(2020, 1, 1), date(2023, 1, 1)), ("NE26_4", date(2023, 1, 1), None))
    assert says("stag10", "stay", titles) == ("met", "Aufenthaltsverlauf ohne Lücke seit 01.01.2020")
    tolerated = known(("D60a", date(2015, 1, 1), None), ("AE25_5", date(2024, 1, 1), None))
    assert says("stag10", "stay", tolerated) == (
        "open",
        "Aufenthaltsverlauf ohne Lücke erst seit 01.01.2024; 5 Jahre sind es am 01.01.2029",
    )
    assert state("stag10", "stay", known(("D60a", date(2015, 1, 1), None))) == "open"
    assert state("stag10", "stay", known()) is None


def test_a_paper_that_ran_out_is_named_and_decides_nothing() -> None:
    over = known(("AE25_2s1", date(2018, 1, 1), date(2026, 1, 1)))
    assert says("stag10", "stay", over) == (
        "unclear",
        "„Flüchtlingseigenschaft (§ 25 Abs. 2 Satz 1 AufenthG)“ war bis 01.01.2026 gültig;"
        " ein Nachfolger ist nicht eingetragen",
    )
    between = known(("AE25_2s1", date(2018, 1, 1), date(2021, 1, 1)), ("NE26_3", date(2021, 6, 1), None))
    assert says("stag10", "stay", between) == (
        "unclear",
        "Zwischen 01.01.2021 und 01.06.2021 steht kein gültiges Papier im Verlauf",
    )


def test_a_history_that_begins_after_the_arrival_is_not_read_as_too_short() -> None:
    person = Person("Şahin", arrived_in_germany=PartialDate(2016))
    file = known(("AE25_2s1", date(2024, 5, 1), None), person=person)
    assert says("stag10", "stay", file) == (
        "unclear",
        "Der Aufenthaltsverlauf reicht nur bis 01.05.2024 zurück; in Deutschland seit 2016",
    )


def test_time_of_another_status_before_it_is_not_read_as_a_history_that_is_missing() -> None:
    """A Duldung does not count for § 10 StAG, however long ago somebody arrived."""
    person = Person("Şahin", arrived_in_germany=PartialDate(2016))
    file = known(("D60a", date(2017, 5, 1), None), ("AE25b", date(2024, 5, 1), None), person=person)
    assert says("stag10", "stay", file) == (
        "open",
        "Aufenthaltsverlauf ohne Lücke erst seit 01.05.2024; 5 Jahre sind es am 01.05.2029",
    )


def test_time_that_counts_for_some_is_to_be_clarified() -> None:
    """Fiktionsbescheinigung (§ 81 AufenthG) and Aufenthaltsgestattung (§ 55 Abs. 3 AsylG)."""
    between = known(
        ("AE28", date(2020, 5, 1), None), ("FIKT", date(2023, 5, 1), None), ("AE28", date(2023, 9, 1), None)
    )
    asylum = known(("AGST", date(2020, 5, 1), None), ("AE25_2s1", date(2022, 9, 1), None))
    waiting = known(("AE28", date(2020, 5, 1), None), ("FIKT", date(2026, 9, 1), None))
    for file, status in ((between, "FIKT"), (waiting, "FIKT"), (asylum, "AGST")):
        words = f"Lang genug nur zusammen mit „{LISTS.label('residence_status', status)}“"
        assert says("stag10", "stay", file) == ("unclear", f"{words}; ob diese Zeit mitzählt, ist zu klären")
    assert state("stag10", "title", waiting) == "unclear"
    assert state("stag10", "stay", known(("AGST", date(2018, 5, 1), None))) == "open"
    too_short = known(("AGST", date(2023, 5, 1), None), ("AE25_2s1", date(2025, 9, 1), None))
    assert state("stag10", "stay", too_short) == "open"


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        ("NE9", "met"), ("BLK", "met"), ("AE25_1", "met"), ("AE25_2s2", "met"), ("AE25b", "met"),
        ("FZG", "met"),
        ("AE16b", "open"), ("AE20a", "open"), ("AE24", "open"), ("AE25_5", "open"), ("AE104c", "open"),
        ("D60a", "open"), ("AGST", "open"), ("AUSR", "open"), ("AE23", "unclear"), ("VIS", "unclear"),
    ],
)  # fmt: skip
def test_titles_that_are_enough_for_citizenship(status: str, expected: str) -> None:
    assert state("stag10", "title", known((status, None, None))) == expected


def test_every_code_that_a_list_names_is_there() -> None:
    for kind in KINDS:
        for question in sheet(kind).questions:
            LISTS.label("data_category", question.category)
            rule = question.from_file or {}
            for code in (*rule.get("not_enough", ()), *rule.get("depends", ()), *rule.get("titles", ())):
                LISTS.label("residence_status", code)
            for code in (*rule.get("unsure", ()), *rule.get("goes_on", ()), *rule.get("not_counted", ())):
                LISTS.label("residence_status", code)
            for code in (*rule.get("against", ()), *rule.get("enough", ())):
                LISTS.label("legal_circle", code)
            for group in rule.get("groups", ()):
                LISTS.label("residence", group)


def test_twelve_months_of_duldung_or_the_chance_permit() -> None:
    assert state("aufenthg25a", "status", known(("D60a", date(2025, 11, 22), None))) == "met"
    assert state("aufenthg25a", "status", known(("D60a", date(2025, 11, 23), None))) == "open"
    assert state("aufenthg25a", "status", known(("AE104c", date(2026, 11, 1), None))) == "met"
    assert state("aufenthg25a", "status", known(("D60a", None, None))) == "unclear"
    assert state("aufenthg25b", "status", known(("D60a", None, None))) == "met"
    assert state("aufenthg25b", "status", known(("AE25_1", None, None))) == "open"


def test_four_years_are_enough_with_a_minor_child() -> None:
    file = known(("AGST", date(2020, 12, 1), None), ("D60a", date(2022, 12, 1), None))
    assert state("aufenthg25b", "stay", file) == "open"
    assert state("aufenthg25b", "stay", replace(file, minor_children=1)) == "met"


def test_a_duldung_with_unclear_identity_does_not_count() -> None:
    file = known(("D60b", date(2018, 1, 1), None), ("D60a", date(2025, 1, 1), None))
    assert state("aufenthg25b", "stay", file) == "open"
    assert state("aufenthg25b", "stay", known(("D60b", date(2018, 1, 1), None))) == "open"
    assert state("aufenthg25a", "status", known(("D60b", date(2018, 1, 1), None))) == "open"
    assert (
        state(
            "aufenthg25a", "status", known(("D60b", date(2018, 1, 1), None), ("D60a", date(2026, 6, 1), None))
        )
        == "open"
    )
    assert says("stag10", "identity", known(("D60b", None, None))) == (
        "open",
        "Duldung für Personen mit ungeklärter Identität",
    )


@pytest.mark.parametrize(
    ("born", "expected"),
    [
        (PartialDate(1999, 11, 23), ("met", "Der 27. Geburtstag ist am 23.11.2026")),
        (PartialDate(1999, 11, 22), ("open", "Der 27. Geburtstag war am 22.11.2026")),
        (PartialDate(1999), ("unclear", "Geburtsdatum nur ungefähr bekannt: 1999")),
        (PartialDate(2000), ("met", "Der 27. Geburtstag ist am 2027")),
        (PartialDate(2000, 2, 29), ("met", "Der 27. Geburtstag ist am 28.02.2027")),
    ],
)
def test_before_the_27th_birthday(born: PartialDate, expected: tuple[str, str]) -> None:
    assert says("aufenthg25a", "age", known(person=Person("Şahin", birth_date=born))) == expected


@pytest.mark.parametrize(
    ("level", "for_citizenship", "for_25b"),
    [("A1", "open", "open"), ("A2", "open", "met"), ("B1", "met", "met"), ("C2", "met", "met"),
     ("none", "open", "open"), ("not_recorded", None, None)],
)  # fmt: skip
def test_german(level: str, for_citizenship: str | None, for_25b: str | None) -> None:
    person = Person("Şahin", languages=(SpokenLanguage("ar", "C2"), SpokenLanguage("de", level)))
    assert state("stag10", "language", known(person=person)) == for_citizenship
    assert state("aufenthg25b", "language", known(person=person)) == for_25b


@pytest.mark.parametrize(
    ("circles", "expected"),
    [
        ({"own_income"}, "met"), ({"own_income", "wohngeld", "kindergeld"}, "met"), ({"sgb2"}, "open"),
        ({"sgb12"}, "open"), ({"sgb2", "own_income"}, "unclear"), ({"wohngeld"}, None), (set(), None),
    ],
)  # fmt: skip
def test_livelihood(circles: set[str], expected: str | None) -> None:
    file = known(circles=frozenset(circles))
    for kind in KINDS:
        assert state(kind, "livelihood", file) == expected, kind
    asylum = known(circles=frozenset({"asylblg"}))
    assert [state(kind, "livelihood", asylum) for kind in KINDS] == [None, "open", "open"]


def test_school_age_is_named_and_left_to_be_asked() -> None:
    assert says("aufenthg25b", "school", known(school_children=2)) == (
        "unclear",
        "Kinder im Schulalter im Haushalt: 2",
    )


def test_thirty_months_with_the_employment_duldung() -> None:
    assert state("aufenthg25b", "employment", known(("D60d", date(2024, 5, 22), None))) == "met"
    assert state("aufenthg25b", "employment", known(("D60d", date(2024, 5, 23), None))) == "open"
    assert state("aufenthg25b", "employment", known(("D60a", date(2020, 1, 1), None))) is None


def test_the_file_is_silent_about_convictions_health_and_convictions_of_the_mind() -> None:
    for kind in KINDS:
        for question in sheet(kind).questions:
            if question.category in ("health", "conviction") or "commitment" in question.code:
                assert question.from_file is None, question.code


CODES = st.sampled_from(["AGST", "FIKT", "D60a", "D60b", "AE25_2s1", "AE24", "AE104c", "NE9", "AUSR", "UNB"])
DAYS = st.dates(date(2010, 1, 1), date(2028, 1, 1))


@given(st.dictionaries(st.none() | DAYS, st.tuples(CODES, st.none() | DAYS), max_size=5), st.integers(0, 3))
@settings(max_examples=150)
def test_no_history_breaks_a_rule_and_no_reason_is_empty(
    periods: dict[date | None, tuple[str, date | None]], children: int
) -> None:
    statuses = [(code, since, expires) for since, (code, expires) in periods.items()]
    file = known(*statuses, minor_children=children, school_children=children)
    for kind in KINDS:
        for question in sheet(kind).questions:
            found = suggestion(question, file)
            assert found is None or (found.state in STATES and found.reason and "{" not in found.reason)


@given(DAYS, st.integers(0, 400))
@settings(max_examples=150)
def test_a_stay_goes_as_far_back_as_its_periods_touch(first: date, days: int) -> None:
    second = first + timedelta(days=days + 1)
    history = added([ResidencePeriod("a", first, None, "D60a")], ResidencePeriod("b", second, None, "AE25_5"))
    stay = unbroken(history, second, lambda _: True)
    assert stay is not None
    assert (stay.since, stay.first_status) == (first, "D60a")
    only = unbroken(history, second, lambda period: period.id == "b")
    assert only is not None
    assert only.since == second


@given(DAYS, st.integers(0, 120))
@settings(max_examples=150)
def test_months_later_is_the_same_day_or_the_last_of_the_month(day: date, months: int) -> None:
    later = months_after(day, months)
    assert (later.year - day.year) * 12 + later.month - day.month == months
    assert later.day == day.day or (later + timedelta(days=1)).day == 1
    assert years_after(day, 1) == months_after(day, 12)
