# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Who speaks for a minor: complete, or who is missing; capacity is judged, never by age."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.code_lists import CodeLists
from app.domain.dates import PartialDate
from app.domain.errors import InvalidInput, Refusal
from app.domain.representation import (
    NewRepresentative,
    OwnCapacity,
    Representative,
    check_capacity,
    check_representative,
    missing_holders,
)

TODAY = date(2026, 11, 22)
LISTS = CodeLists.shipped()
MINOR, ADULT = PartialDate(2012, 5, 1), PartialDate(1990)
CUSTODIES = [entry.code for entry in LISTS.entries("custody", TODAY)]


def several(*custodies: str) -> list[Representative]:
    return [Representative(str(n), f"Person {n}", custody) for n, custody in enumerate(custodies)]


@pytest.mark.parametrize(
    ("custodies", "missing"),
    [
        ((), 1),
        (("joint",), 1),
        (("joint", "joint"), 0),
        (("sole",), 0),
        (("guardian",), 0),
        (("supplementary",), 1),
        (("joint", "supplementary"), 1),
        (("joint", "guardian"), 0),
    ],
)
def test_joint_custody_takes_two_and_a_supplementary_guardian_is_never_enough(
    custodies: tuple[str, ...], missing: int
) -> None:
    assert missing_holders(several(*custodies), MINOR, LISTS, TODAY) == missing


@given(custodies=st.lists(st.sampled_from(CUSTODIES)))
def test_nobody_misses_a_holder_for_an_adult_or_an_unknown_age(custodies: list[str]) -> None:
    assert missing_holders(several(*custodies), ADULT, LISTS, TODAY) == 0
    assert missing_holders(several(*custodies), None, LISTS, TODAY) == 0


@given(custodies=st.lists(st.sampled_from(CUSTODIES)), more=st.sampled_from(["joint", "sole", "guardian"]))
def test_one_more_holder_never_makes_it_worse(custodies: list[str], more: str) -> None:
    before = missing_holders(several(*custodies), MINOR, LISTS, TODAY)
    assert missing_holders(several(*custodies, more), MINOR, LISTS, TODAY) <= before


@pytest.mark.parametrize(
    ("custody", "born", "code"),
    [
        ("legal_care", MINOR, "representative.of_age_only"),
        ("guardian", ADULT, "representative.minors_only"),
        ("stranger", MINOR, "code.unknown"),
    ],
)
def test_custody_is_for_minors_and_legal_care_for_adults(custody: str, born: PartialDate, code: str) -> None:
    with pytest.raises(InvalidInput) as wrong:
        check_representative(NewRepresentative("Jugendamt", custody), born, LISTS, TODAY)
    assert (wrong.value.field, wrong.value.code) == ("custody", code)


@pytest.mark.parametrize("custody", CUSTODIES)
def test_while_the_age_is_unknown_all_is_possible(custody: str) -> None:
    taken = check_representative(
        NewRepresentative("  Meral   Böhm ", custody, " 02241 1 "), None, LISTS, TODAY
    )
    assert (taken.name, taken.phone) == ("Meral Böhm", "02241 1")


def test_somebody_must_be_named() -> None:
    with pytest.raises(InvalidInput) as wrong:
        check_representative(NewRepresentative(" ", "sole"), MINOR, LISTS, TODAY)
    assert wrong.value.code == "representative.name_missing"


@given(born=st.dates(date(2009, 1, 1), TODAY), capable=st.booleans())
def test_capacity_knows_no_fixed_age(born: date, capable: bool) -> None:
    judged = OwnCapacity(capable, TODAY, " Erklärt es mit eigenen Worten. ")
    birth = PartialDate(born.year, born.month, born.day)
    assert check_capacity(judged, birth, TODAY) == OwnCapacity(
        capable, TODAY, "Erklärt es mit eigenen Worten."
    )


def test_capacity_needs_day_reason_and_a_minor() -> None:
    with pytest.raises(InvalidInput) as wrong:
        check_capacity(OwnCapacity(True, TODAY, " "), MINOR, TODAY)
    assert wrong.value.field == "reason"
    with pytest.raises(InvalidInput) as wrong:
        check_capacity(OwnCapacity(True, date(2026, 11, 23), "x"), MINOR, TODAY)
    assert wrong.value.field == "judged_on"
    with pytest.raises(Refusal) as refused:
        check_capacity(OwnCapacity(True, TODAY, "x"), ADULT, TODAY)
    assert refused.value.code == "capacity.of_age"
