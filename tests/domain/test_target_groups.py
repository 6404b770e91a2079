# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Which groups hold where, and which one suggests itself."""

from __future__ import annotations

from datetime import date

import pytest

from app.domain.client import Person, Residence
from app.domain.code_lists import CodeLists
from app.domain.dates import PartialDate
from app.domain.errors import InvalidInput
from app.domain.target_groups import NewGroup, check_group, groups_at, suggested

TODAY = date(2026, 11, 22)
LISTS = CodeLists.shipped()
KOELN, HEINSBERG, AACHEN, SIEGBURG = "05315000-3", "05370016", "05334002", "05382060"


def codes(municipality: str, on: date = TODAY) -> set[str]:
    return {entry.code for entry in groups_at(LISTS, municipality, on)}


def fitting(municipality: str, **known: object) -> set[str]:
    person = Person("Ahmadi", **known)  # type: ignore[arg-type]
    return {e.code for e in suggested(groups_at(LISTS, municipality, TODAY), person, LISTS, TODAY)}


def test_every_kreis_sees_its_own_list_and_what_holds_everywhere() -> None:
    everywhere = {"refugees", "ukraine", "other"}
    assert codes(HEINSBERG) == everywhere | {"everyone", "catching_up", "participation"}
    assert codes(AACHEN) == everywhere | {"newcomers", "catching_up"}
    assert codes(SIEGBURG) == everywhere | {"families"}
    assert codes(KOELN) >= {"eu_citizens_18_27", "single_parent", "household_member", "lgbtiq_18_27"}


def test_the_ukrainian_group_begins_in_march_2022() -> None:
    assert "ukraine" not in codes(SIEGBURG, date(2022, 2, 28))
    assert "ukraine" in codes(SIEGBURG, date(2022, 3, 1))


@pytest.mark.parametrize(
    ("municipality", "known", "groups"),
    [
        (KOELN, {"birth_date": PartialDate(2001), "residence": Residence("FZG")},
         {"eu_citizens_18_27", "migrants_18_27"}),
        (KOELN, {"birth_date": PartialDate(1999)}, {"migrants_18_27"}),
        (KOELN, {"birth_date": PartialDate(1998)}, set()),
        (KOELN, {}, set()),
        (HEINSBERG, {"birth_date": PartialDate(2000, 5), "residence": Residence("D60a")},
         {"refugees", "participation"}),
        (HEINSBERG, {"birth_date": PartialDate(1980, 5), "residence": Residence("D60a")}, {"refugees"}),
        (AACHEN, {"arrived_in_germany": PartialDate(2024, 6)}, {"newcomers"}),
        (AACHEN, {"arrived_in_germany": PartialDate(2023)}, set()),
        (SIEGBURG, {"residence": Residence("AE24")}, {"refugees", "ukraine"}),
    ],
)  # fmt: skip
def test_a_group_suggests_itself_only_when_all_its_bounds_are_known_to_hold(
    municipality: str, known: dict[str, object], groups: set[str]
) -> None:
    assert fitting(municipality, **known) == groups


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"label": " "}, "label"),
        ({"label": "andere zielgruppe"}, "label"),
        ({"valid_from": TODAY, "valid_to": date(2026, 1, 1)}, "valid_to"),
        ({"min_age": 27, "max_age": 18}, "max_age"),
    ],
)
def test_what_a_group_of_ones_own_needs(change: dict[str, object], field: str) -> None:
    new = NewGroup(**{"label": "Frauen im Sprachcafé", **change})  # type: ignore[arg-type]
    with pytest.raises(InvalidInput) as wrong:
        check_group(new, LISTS, TODAY)
    assert wrong.value.field == field
