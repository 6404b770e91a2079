# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Who may be the same person: a table of names, dates as they go wrong, and rules that hold for all text."""

from __future__ import annotations

from fnmatch import fnmatchcase

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain import names
from app.domain.dates import PartialDate
from app.domain.duplicates import Traits, alike, candidates, pattern, phone_digits, reasons, skeleton, sound

SAME = [
    *[("Mohammed", "Muhammad"), ("Mohamad", "Mohammed"), ("Oleksandr", "Alexander"), ("Said", "Saeed")],
    *[("Yuriy", "Jurij"), ("Yurii", "Juri"), ("Dmytro", "Dmitrij"), ("Serhij", "Sergej"), ("Olha", "Olga")],
    *[("Serhiy", "Sergei"), ("Yussuf", "Youssef"), ("Yusuf", "Jusuf"), ("Hussein", "Hussain")],
    *[("Abdulrahman", "Abd al-Rahman"), ("Abdurrahman", "Abdulrahman"), ("Abdullah", "Abdulla")],
    *[("Khaled", "Chalid"), ("Özdemir", "Ozdemir"), ("Özdemir", "Oezdemir"), ("Ahmad", "Achmed")],
    *[("Łukaszewicz", "Lukaschewitsch"), ("Nguyễn", "Nguyen"), ("Djamila", "Jamila"), ("Zarifa", "Sarifa")],
    *[("Al-Hassan", "Hassan"), ("Fatima", "Fatma"), ("Iwanow", "Ivanov"), ("Tesfaye", "Tesfay")],
    *[("Schewtschenko", "Shevchenko"), ("Hryhorij", "Grigorij"), ("Volodymyr", "Wladimir")],
    *[("Gebremedhin", "Gebre-Medhin"), ("Schmidt", "Schmitd"), ("Yasmin", "Jasmin")],
]
DIFFERENT = [
    *[("Ali", "Leila"), ("Anna", "Ivan"), ("Ahmed", "Mohammed"), ("Maria", "Mario"), ("Müller", "Meier")],
    *[("Hassan", "Hussein"), ("Yilmaz", "Yildiz"), ("Omar", "Amir"), ("Samir", "Samira"), ("Ivan", "Iwona")],
    *[("Elena", "Alina"), ("Petrenko", "Petrow"), ("Mahmoud", "Mohammed"), ("Ahmad", "Hamid")],
    *[
        ("Salim", "Salma"),
        ("Alexander", "Alexandra"),
        ("Nguyễn", "Hoàng"),
        ("Kaya", "Koç"),
        ("Sofia", "Soraya"),
    ],
]
BORN = PartialDate(1992, 4, 3)
MARYAM = Traits("Ahmadi", "Maryam", birth_date=BORN)

text = st.text(max_size=30)
births = (
    st.none()
    | st.builds(PartialDate, st.integers(1900, 2030), st.none() | st.integers(1, 12), st.none())
    | st.dates().map(lambda day: PartialDate(day.year, day.month, day.day))
)
phones = st.frozensets(st.from_regex(r"\d{5,9}", fullmatch=True), max_size=2)
traits = st.builds(Traits, text, text, text, text, births, phones)
letters = st.lists(st.sampled_from(names.letters()), min_size=1, max_size=12).map("".join)


@pytest.mark.parametrize(("one", "other"), SAME)
def test_spellings_of_one_name(one: str, other: str) -> None:
    assert alike(one, other)


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_names_of_two_people(one: str, other: str) -> None:
    assert not alike(one, other)


@pytest.mark.parametrize(
    ("other", "why"),
    [
        (MARYAM, ("birth_same", "name_same")),
        (Traits("Ahmadi", "Mariam", birth_date=BORN), ("birth_same", "name_alike")),
        (Traits("Maryam", "Ahmadi", birth_date=PartialDate(1992, 3, 4)), ("birth_swapped", "name_swapped")),
        (Traits("Ahmadi", "Maryam", birth_date=PartialDate(1992, 1, 1)), ("name_same", "birth_year")),
        (Traits("Ahmadi", "Maryam", birth_date=PartialDate(1992)), ("name_same", "birth_year")),
        (Traits("Ahmadi", "Maryam", birth_date=PartialDate(1992, 4, 8)), ("name_same", "birth_near")),
        (Traits("Ahmadi", "Maryam"), ("name_same",)),
        (Traits("Rezai", "Maryam", "Ahmady", birth_date=BORN), ("birth_same", "name_alike", "former_name")),
        (Traits("Ahmadi", "Zahra", birth_date=BORN), ("birth_same", "family_same")),
        (Traits("Ahmadi", "Zahra"), ()),
        (Traits("Ahmadi", "Zahra", birth_date=PartialDate(1992)), ()),
        (Traits("Ahmadi", "Maryam", birth_date=PartialDate(1971, 11, 20)), ()),
        (Traits("Rezai", "Zahra", birth_date=BORN), ()),
    ],
)
def test_what_speaks_for_one_person(other: Traits, why: tuple[str, ...]) -> None:
    assert reasons(MARYAM, other) == why


def test_a_phone_number_stands_for_itself_and_for_a_name_with_another_birth_date() -> None:
    phone = frozenset({"1571234567"})
    one = Traits("Ahmadi", "Maryam", phones=phone)
    assert reasons(one, Traits("Karimi", "Omid", phones=phone)) == ("phone",)
    late = Traits("Ahmadi", "Maryam", birth_date=PartialDate(1960, 5, 6), phones=phone)
    assert reasons(Traits("Ahmadi", "Maryam", birth_date=BORN, phones=phone), late) == ("phone",)


def test_the_same_name_in_its_own_script() -> None:
    assert "name_native" in reasons(
        Traits("Ахмаді", native_name="مریم"), Traits("Akhmadi", native_name="مریم")
    )


@pytest.mark.parametrize("number", ["+49 157 1234567", "0049157-1234567", "0157/1234567", "(0157) 123 45 67"])
def test_one_number_however_it_is_written(number: str) -> None:
    assert phone_digits(number) == "1571234567"


def test_a_short_number_is_none() -> None:
    assert phone_digits("112") == ""


@settings(max_examples=300)
@given(traits, traits)
def test_the_comparison_is_symmetric_and_takes_any_text(one: Traits, other: Traits) -> None:
    assert reasons(one, other) == reasons(other, one)
    assert candidates(one, ()) == ()


@settings(max_examples=200)
@given(letters, letters)
def test_names_are_compared_symmetrically(one: str, other: str) -> None:
    assert alike(one, other) == alike(other, one)
    assert alike(one, one) == bool(sound(one))


@pytest.mark.parametrize(("one", "other"), SAME)
def test_the_pattern_lets_every_spelling_with_the_same_consonants_pass(one: str, other: str) -> None:
    if skeleton(one) == skeleton(other):
        assert fnmatchcase(names.search_form(other), pattern(one))
        assert fnmatchcase(names.search_form(one), pattern(other))
