# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""A directory goes out as a table and comes back the same; what cannot be read is said at its cell."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.errors import InvalidInput
from app.domain.service import ServiceData, check_service
from app.domain.service_sheet import cells, columns, guess, label_of, read
from app.domain.sheet import Sheet
from tests.domain.test_registration_sheet import LISTS

TODAY = date(2026, 11, 22)
TARGETS, TOPICS, LANGUAGES, PLACES = (
    [entry.code for entry in LISTS.entries(name, TODAY)]
    for name in ("referral_target", "topic", "language", "municipality")
)
WORDS = st.text("aÄß0 ,.+-=@'|;", max_size=20).map(lambda text: " ".join(text.split()).lstrip("' "))
"""An apostrophe in front is what a spreadsheet puts before a formula: it goes."""


def some(codes: list[str]) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(codes), unique=True, max_size=4).map(tuple)


SERVICES = st.builds(
    ServiceData,
    institution=WORDS.map(lambda text: f"Amt {text}".strip()),
    referral_target=st.sampled_from(TARGETS),
    name=WORDS,
    phone=st.sampled_from(["", "+49 2241 1", "=1+1", "0"]),
    address=WORDS,
    municipality=st.sampled_from([None, *PLACES]),
    needs_written_consent=st.booleans(),
    topics=some(TOPICS),
    languages=some(LANGUAGES),
    reach=some([*PLACES[:20], PLACES[0][:5]]),
    valid_to=st.sampled_from([None, date(2027, 1, 31)]),
)


def no_formula(cell: str) -> str:
    """As the file that is written has it."""
    return f"'{cell}" if cell[:1] in "=+-@" and cell else cell


@settings(max_examples=150, deadline=None)
@given(SERVICES)
def test_what_was_written_is_read_again(service: ServiceData) -> None:
    check_service(service, LISTS, TODAY)
    row = tuple(map(no_formula, cells(service, LISTS, TODAY)))
    header = tuple(map(label_of, columns()))
    assert guess(header) == columns()
    (found,) = read(Sheet(header, (row,)), columns(), None, LISTS, TODAY)
    assert found.errors == {}
    assert found.said == service


def test_a_heading_is_known_in_any_spelling_of_its_letters() -> None:
    assert guess(("Straße", "STRASSE", "Öffnungszeiten")) == ("address", None, "opening_hours")


def one(**typed: str) -> tuple[ServiceData | None, dict[str, InvalidInput]]:
    fields = {"institution": "Jobcenter", "referral_target": "jobcenter"} | typed
    (row,) = read(Sheet(tuple(fields), (tuple(fields.values()),)), list(fields), None, LISTS, TODAY)
    return row.said, dict(row.errors)


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("topics", "Wohnen, Zauberei"),
        ("languages", "Klingonisch"),
        ("needs_written_consent", "vielleicht"),
        ("valid_to", "31.02.2027"),
        ("referral_target", "Zirkus"),
        ("municipality", "Atlantis"),
        ("reach", "Mond"),
        ("institution", " "),
    ],
)
def test_what_cannot_be_read_is_said_at_its_cell(field: str, typed: str) -> None:
    said, errors = one(**{field: typed})
    assert said is None
    assert list(errors) == [field]


def test_several_words_stand_with_commas_too() -> None:
    said, _ = one(topics="Wohnen, Gesundheit", needs_written_consent="x", valid_from="46000")
    assert said is not None
    assert set(said.topics) == {"housing", "health"}
    assert (said.needs_written_consent, said.valid_from) == (True, date(2025, 12, 9))


def test_where_no_kind_stands_one_is_said_for_all() -> None:
    (row,) = read(Sheet(("a",), (("Amt",),)), ["institution"], "other", LISTS, TODAY)
    assert row.said == ServiceData("Amt", "other")
    (row,) = read(Sheet(("a",), (("Amt",),)), ["institution"], None, LISTS, TODAY)
    assert list(row.errors) == ["referral_target"]
