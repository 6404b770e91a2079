# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The text that leaves: whatever is chosen, no character of an uncovered field is in it."""

from __future__ import annotations

from dataclasses import fields
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import resources
from app.domain.assessment import DIMENSIONS, Assessment, Score
from app.domain.client import (
    Address,
    Channel,
    Person,
    Residence,
    SpokenLanguage,
)
from app.domain.code_lists import CodeLists
from app.domain.dates import PartialDate
from app.domain.goal import Goal
from app.domain.household import Member
from app.domain.intake import Intake
from app.domain.livelihood import LivelihoodPeriod
from app.domain.transfer import Facts, Head, category_of_dimension, category_of_field, transfer_text

DAY = date(2026, 11, 22)
LISTS = CodeLists.shipped()
CATEGORIES = tuple(entry.code for entry in LISTS.entries("data_category", DAY))
CONSENT = "Einwilligung vom 20.11.2026 (E-7K3M-92QD)"
HEAD = Head("Jobcenter", "Meral Böhm", "22.11.2026", "Leistungen sichern", CONSENT)

PERSON = Person(
    family_name="Canary-Familie",
    given_names="Canary-Vorname",
    former_names="Canary-Geburtsname",
    native_name="كناري",
    birth_date=PartialDate(1971, 2, 3),
    sex="diverse",
    marital_status=LISTS.entries("marital_status", DAY)[1].code,
    arrived_in_germany=PartialDate(1972, 4),
    arrived_in_municipality=PartialDate(1973),
    works_in="Canary-Werk",
    nationalities=("432",),
    languages=(SpokenLanguage("vi", "B2", True),),
    channels=(Channel("phone", "0999 111", may_call=False),),
    address=Address("Canary-Straße 5", "99998", "Canary-Stadt"),
    residence=Residence("AGST", date(2071, 5, 6)),
)
HOUSEHOLD = (Member("m", "child", "Canary-Kind", "Canary-Kindname", PartialDate(2019, 4)),)
GOALS = tuple(
    Goal(f"g-{d}", "case", f"Canary-Ziel-{d}", d, DAY, f"Canary-Erwartung-{d}", ()) for d in DIMENSIONS
)
SCORES = tuple(
    Score(d, need=n % 5 + 1, resource=(n + 2) % 5 + 1, note=f"Canary-Notiz-{d}")
    for n, d in enumerate(DIMENSIONS)
)
LIVING = (
    LivelihoodPeriod("l", None, None, "asylblg", "applied", reference="Canary-BG"),
    LivelihoodPeriod("k", None, date(2071, 7, 8), "sgb2", contact="Canary-Sachbearbeitung"),
)
FACTS = Facts(PERSON, "CANARY-2026-77", Assessment("a", "case", DAY, SCORES), GOALS, HOUSEHOLD, LIVING)

CANARIES = {
    "family_name": ["Canary-Familie"],
    "given_names": ["Canary-Vorname"],
    "former_names": ["Canary-Geburtsname"],
    "native_name": ["كناري"],
    "birth_date": ["03.02.1971"],
    "sex": [LISTS.label("sex", "diverse")],
    "marital_status": [LISTS.label("marital_status", PERSON.marital_status or "")],
    "arrived_in_germany": ["04/1972"],
    "arrived_in_municipality": ["1973"],
    "works_in": ["Canary-Werk"],
    "nationalities": ["Vietnam;", "Staatsangehörigkeit"],
    "languages": ["(mit Sprachmittlung)"],
    "language_levels": [LISTS.label("cefr", "B2")],
    "channels": ["0999 111"],
    "address": ["Canary-Straße 5", "99998", "Canary-Stadt"],
    "residence": ["Aufenthaltsgestattung", "06.05.2071"],
    "livelihood": ["Asylbewerberleistungsgesetz", "beantragt", "bewilligt bis 08.07.2071"],
    "household": ["Canary-Kind Canary-Kindname", "04/2019"],
    "file_number": ["CANARY-2026-77"],
}


def words_of(categories: set[str]) -> list[str]:
    """What the text may hold for these categories and must not hold for any other."""
    own = [
        word for field, words in CANARIES.items() if category_of_field(field) in categories for word in words
    ]
    return own + [f"Canary-Ziel-{d}" for d in DIMENSIONS if category_of_dimension(d) in categories]


@settings(max_examples=200, deadline=None)
@given(chosen=st.sets(st.sampled_from([*CATEGORIES, "internal"])))
def test_only_covered_fields_are_in_the_text(chosen: set[str]) -> None:
    text = transfer_text(HEAD, FACTS, tuple(chosen - {"internal"}), LISTS)
    for word in words_of({*CATEGORIES, "internal"} - (chosen - {"internal"})):
        assert word not in text, word
    for word in words_of(chosen - {"internal"}):
        assert word.removesuffix(";") in text, word
    assert "Canary-Notiz" not in text
    assert "Canary-Erwartung" not in text
    assert "Canary-BG" not in text
    assert "Canary-Sachbearbeitung" not in text


def test_needs_of_a_dimension_go_only_with_its_category() -> None:
    text = transfer_text(HEAD, FACTS, ("housing",), LISTS)
    assert [line.strip() for line in text.splitlines() if "Bedarf" in line] == [
        "Wohnen: Bedarf 5 von 5, Ressourcen 2 von 5"
    ]


def test_what_nobody_decided_on_fails() -> None:
    with pytest.raises(KeyError):
        category_of_field("shoe_size")


def test_every_field_has_its_category() -> None:
    """A new field of person or intake needs a decision before it compiles into any text."""
    beside = {"person", "site_id", "held_on", "decision", "decision_reason"}  # the act, not the client
    for name in {f.name for f in fields(Person)} | {f.name for f in fields(Intake)} - beside:
        assert category_of_field(name) in {*CATEGORIES, "internal"}, name
    for dimension in DIMENSIONS:
        assert category_of_dimension(dimension) in {*CATEGORIES, "internal"}


def test_the_table_names_nothing_that_is_not_there() -> None:
    table = resources.toml("field_categories.toml")
    assert set(table["dimension"]) == set(DIMENSIONS)
    known = (
        {f.name for f in fields(Person)}
        | {f.name for f in fields(Intake)}
        | {"file_number", "language_levels", "household", "representatives", "special_facts", "network"}
    )
    assert set(table["field"]) <= known
    assert set(CANARIES) == {name for name, row in table["field"].items() if row["category"] != "internal"}


def test_goals_that_ended_and_unknown_things_are_left_out() -> None:
    ended = tuple(Goal(**{**vars(goal), "result": "reached", "result_on": DAY}) for goal in GOALS)
    facts = Facts(Person("Kaya"), "SU-2026-1", None, ended)
    text = transfer_text(HEAD, facts, CATEGORIES, LISTS)
    assert [line for line in text.splitlines() if line.startswith("  ")] == [
        "  Familienname: Kaya",
        "  Unser Aktenzeichen: SU-2026-1",
    ]


def test_nothing_released_says_so() -> None:
    assert "Keine Angaben zur Person." in transfer_text(HEAD, FACTS, (), LISTS)


def test_a_norm_is_named_in_place_of_consent() -> None:
    head = Head("Jugendamt", "Meral Böhm", "22.11.2026", "Beratung", "§ 4 Abs. 3 KKG")
    text = transfer_text(head, FACTS, ("family",), LISTS)
    assert "Grundlage: § 4 Abs. 3 KKG" in text
    assert "Einwilligung" not in text
