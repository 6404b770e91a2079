# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the facts say of a household: who lives there, and what follows from it."""

from __future__ import annotations

from datetime import date

import pytest

from app.domain.code_lists import CodeLists
from app.domain.dates import PartialDate
from app.domain.household import Member
from ui.person_facts import household_line, household_words, years_old

TODAY = date(2026, 11, 22)
LABEL = CodeLists.shipped().label
ELIF = Member("1", "child", "Elif", "Kaya", PartialDate(2018, 3, 1))
CAN = Member("2", "child", "Can", "Kaya", PartialDate(2021))
SPOUSE = Member("3", "spouse", born=PartialDate(1988, 1, 1))
AWAY = Member("4", "parent", born=PartialDate(1960), lives_here=False)


def test_who_lives_there_and_what_follows() -> None:
    assert household_line([ELIF, CAN, AWAY], LABEL, TODAY) == (
        "Kind Elif (8), Kind Can (4 bis 5); alleinerziehend; 1 Kind im Schulalter"
    )
    assert household_line([SPOUSE, CAN], LABEL, TODAY) == "Ehefrau oder Ehemann (38), Kind Can (4 bis 5)"
    assert household_line([], LABEL, TODAY) == ""
    assert household_line([AWAY], LABEL, TODAY) == ""


def test_pupils_are_counted() -> None:
    older = Member("5", "child", born=PartialDate(2012, 5))
    assert household_words([SPOUSE, ELIF, older], TODAY) == ["2 Kinder im Schulalter"]


@pytest.mark.parametrize(
    ("born", "said"),
    [
        (PartialDate(2018, 11, 22), "8"),
        (PartialDate(2018, 11, 23), "7"),
        (PartialDate(2018, 11), "7 bis 8"),
        (PartialDate(2026), "0"),
    ],
)
def test_an_age_that_is_left_open_is_said_as_both(born: PartialDate, said: str) -> None:
    assert years_old(born, TODAY) == said
