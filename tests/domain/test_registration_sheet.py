# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""From cells to persons: headings, days in all forms, words of code lists, names of the standard."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain import names
from app.domain.code_lists import CodeLists
from app.domain.dates import PartialDate
from app.domain.registration import category_of, columns_in_order, fields_in_order, label_of, words
from app.domain.registration_sheet import ReadRow, code_words, guess, read, read_row
from app.domain.sheet import Sheet

LISTS, TODAY = CodeLists.shipped(), date(2026, 11, 22)
CODES = code_words(LISTS, TODAY)


def row(**typed: str) -> ReadRow:
    return read_row(2, {"family_name": "Öz"} | typed, ("name_contact",), LISTS, TODAY, CODES)


def test_headings_are_recognised_each_field_once() -> None:
    header = ("Nr.", "Nachname", "Vorname(n)", "Geb.-Datum", "STAATSANGEHÖRIGKEIT", "Name", "Bemerkung")
    assert guess(header) == (None, "family_name", "given_names", "born", "nationality", None, None)
    assert guess([label_of(field) for field in fields_in_order()]) == fields_in_order()


@pytest.mark.parametrize(
    ("typed", "born"),
    [
        ("1990", PartialDate(1990)),
        ("03/1990", PartialDate(1990, 3)),
        ("1.3.1990", PartialDate(1990, 3, 1)),
        ("1990-03-01", PartialDate(1990, 3, 1)),
        ("32933", PartialDate(1990, 3, 1)),
        ("", None),
    ],
)
def test_days_in_every_form(typed: str, born: PartialDate | None) -> None:
    person = row(born=typed).said
    assert person is not None
    assert person.born == born


@pytest.mark.parametrize(
    ("field", "typed", "code"),
    [
        ("nationality", "ukrainisch", "166"),
        ("nationality", "SYRIEN", "475"),
        ("nationality", "475", "475"),
        ("language", "dari", "prs"),
        ("sex", "W", "female"),
        ("sex", "männlich", "male"),
    ],
)
def test_words_become_codes(field: str, typed: str, code: str) -> None:
    assert getattr(row(**{field: typed}).said, field) == code


def test_every_wrong_cell_is_named_at_once() -> None:
    found = row(family_name="", born="31.02.1990", nationality="Atlantis", consented_on="gestern")
    assert found.said is None
    assert {field: wrong.code for field, wrong in found.errors.items()} == {
        "family_name": "case.family_name_missing",
        "born": "date.no_such_day",
        "nationality": "registration.word_unknown",
    }
    assert row(given_names="Ann漢").errors["given_names"].code == "name.character"
    assert row(born="2031").errors["born"].code == "case.day_in_future"


def test_a_signature_counts_for_what_was_said_for_all() -> None:
    signed = row(consented_on="20.11.2026").said
    assert signed is not None
    assert (signed.consented_on, signed.consented_categories) == (date(2026, 11, 20), ("name_contact",))
    assert read_row(
        2, {"family_name": "Öz", "consented_on": "20.11.2026"}, (), LISTS, TODAY, CODES
    ).errors.keys() == {"consented_on"}
    unsigned = row().said
    assert unsigned is not None
    assert unsigned.consented_categories == ()


def test_empty_rows_are_nobody_and_numbers_are_those_of_the_table() -> None:
    sheet = Sheet(("Name", "x"), (("Öz", "1"), ("", ""), ("", "2")))
    found = read(sheet, ("family_name", None), (), LISTS, TODAY)
    assert [(each.number, bool(each.errors)) for each in found] == [(2, False), (4, True)]


def test_every_column_has_its_category_and_none_is_a_special_one() -> None:
    for column in columns_in_order():
        assert LISTS.fact("data_category", category_of(column), "art9") is False


@given(st.lists(st.sampled_from(names.letters()), min_size=1, max_size=8))
def test_every_letter_of_the_standard_comes_in(letters: list[str]) -> None:
    found = row(family_name="".join(letters))
    assert found.said is not None
    assert words(found.said, "family_name", LISTS) == found.said.family_name


@given(st.dictionaries(st.sampled_from(fields_in_order()), st.text(max_size=12)))
def test_no_cell_breaks_the_reading(typed: dict[str, str]) -> None:
    found = read_row(2, typed, ("residence",), LISTS, TODAY, CODES)
    assert (found.said is None) == bool(found.errors)
