# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Which choices rules accept, and when."""

from __future__ import annotations

from datetime import date

import pytest

from app.domain.code_lists import CodeLists, CodeRow
from app.domain.errors import InvalidInput

LISTS = CodeLists.of(
    [
        CodeRow("title", "new", "Neuer Titel", {"group": "other_title"}, 2, "2026-06-12", None),
        CodeRow("title", "old", "Alter Titel", {}, 1, None, "2026-06-11"),
        CodeRow("title", "always", "Immer", {"warn_days": 21}, 0, None, None),
    ]
)
BEFORE, LAST_DAY, FIRST_DAY = date(2026, 1, 1), date(2026, 6, 11), date(2026, 6, 12)


def refusal(code: str, on: date) -> InvalidInput:
    with pytest.raises(InvalidInput) as caught:
        LISTS.require("title", code, "residence", on)
    return caught.value


def test_a_code_holds_on_its_first_and_last_day() -> None:
    assert LISTS.require("title", "old", "residence", LAST_DAY) == "old"
    assert LISTS.require("title", "new", "residence", FIRST_DAY) == "new"
    assert LISTS.require("title", "always", "residence", BEFORE) == "always"


@pytest.mark.parametrize(
    ("code", "on", "answer", "facts"),
    [
        ("old", FIRST_DAY, "code.ended", {"label": "Alter Titel", "day": LAST_DAY}),
        ("new", LAST_DAY, "code.not_yet", {"label": "Neuer Titel", "day": FIRST_DAY}),
        ("typo", BEFORE, "code.unknown", {}),
        ("", BEFORE, "code.missing", {}),
    ],
)
def test_any_other_code_is_invalid_and_says_why(
    code: str, on: date, answer: str, facts: dict[str, object]
) -> None:
    caught = refusal(code, on)
    assert (caught.field, caught.code, caught.facts) == ("residence", answer, facts)


def test_the_screen_offers_what_holds_today_in_order() -> None:
    assert [entry.code for entry in LISTS.entries("title", LAST_DAY)] == ["always", "old"]
    assert [entry.code for entry in LISTS.entries("title", FIRST_DAY)] == ["always", "new"]


def test_an_ended_code_keeps_its_label_and_facts() -> None:
    assert LISTS.label("title", "old") == "Alter Titel"
    assert LISTS.fact("title", "always", "warn_days") == 21
    assert LISTS.fact("title", "old", "warn_days") is None


def test_a_list_or_label_that_does_not_exist_is_a_bug() -> None:
    with pytest.raises(KeyError):
        LISTS.entries("no_such_list", BEFORE)
    with pytest.raises(KeyError):
        LISTS.label("title", "no_such_code")


def test_the_shipped_lists_serve_the_rules() -> None:
    shipped = CodeLists.shipped()
    assert shipped.label("legal_circle", "sgb2") == "Grundsicherung für Arbeitsuchende (SGB II)"
    assert shipped.fact("contact_kind", "phone", "activity_type") == "email_phone"
    assert shipped.entries("nationality", BEFORE)[0].label == "Afghanistan"
