# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The catalogue: what it may choose, and the hostile ones that are refused by name (privacy table, 2b)."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import resources
from app.domain.errors import Refusal
from sync import tables
from sync.populations import POPULATIONS, VARIABLES
from sync.protection import cell_id
from sync.tables import cells, load, shipped


def catalogue(*rows: tuple[str, str, str, list[str]], number: int = 1) -> bytes:
    """The TOML of a catalogue with these tables: id, population, kind, variables."""
    parts = [f"number = {number}"]
    for identity, population, kind, variables in rows:
        names = ", ".join(f'"{variable}"' for variable in variables)
        parts += ["[[table]]", f'id = "{identity}"', f'population = "{population}"', f'kind = "{kind}"']
        parts += [f"variables = [{names}]"]
    return "\n".join(parts).encode()


OPEN = ("open", "open", "stock", [])
NEW = ("new", "new", "flow", [])
CLOSED = ("closed", "closed", "flow", [])
CHANGED = ("changed_livelihood", "changed_livelihood", "flow", [])
SERVED = ("served", "served", "flow", [])
REFERRED = ("referred", "referred", "flow", [])
GAP = ("gap", "gap", "flow", [])
SERVED_TYPE = ("served.service_type", "served", "flow", ["service_type"])
REFERRED_TARGET = ("referred.target", "referred", "flow", ["target"])
GAP_PAIRS = ("gap.dimension_x_kind", "gap", "flow", ["dimension", "kind"])

HOSTILE = {
    "unknown variable": ("catalogue.unknown_variable", [OPEN, ("open.iq", "open", "stock", ["iq"])]),
    "unknown population": ("catalogue.unknown_population", [("men", "men", "stock", [])]),
    "not permitted": ("catalogue.not_permitted", [GAP, ("gap.residence", "gap", "flow", ["residence"])]),
    "same pair twice": ("catalogue.same_twice", [OPEN, OPEN]),
    "alias: pair turned round": (
        "catalogue.alias",
        [
            OPEN,
            ("open.sex_x_age_band", "open", "stock", ["sex", "age_band"]),
            ("open.age_band_x_sex", "open", "stock", ["age_band", "sex"]),
        ],
    ),
    "alias: crossed with itself": (
        "catalogue.alias",
        [OPEN, ("open.sex_x_sex", "open", "stock", ["sex", "sex"])],
    ),
    "three variables": (
        "catalogue.too_many_variables",
        [OPEN, ("open.age_band_x_sex_x_residence", "open", "stock", ["age_band", "sex", "residence"])],
    ),
    "renamed": ("catalogue.renamed", [("cases", "open", "stock", [])]),
    "stock for flow": ("catalogue.wrong_kind", [("closed", "closed", "stock", [])]),
    "school year for calendar year": ("catalogue.unreadable", [("closed", "closed", "school_year", [])]),
    "persons of a school year by another name": (
        "catalogue.unknown_population",
        [("closed_school_year", "closed_school_year", "flow", [])],
    ),
    "nested groups: ages in another grouping": (
        "catalogue.unknown_variable",
        [OPEN, ("open.age_in_years", "open", "stock", ["age_in_years"])],
    ),
    "constant cross: a variable that all of them share": (
        "catalogue.not_permitted",
        [SERVED, ("served.status", "served", "flow", ["status"])],
    ),
    "cases for persons": ("catalogue.unknown_population", [("open_cases", "open_cases", "stock", [])]),
    "filter in the name": ("catalogue.renamed", [("open.women", "open", "stock", ["sex"])]),
    "filter as a population": ("catalogue.unknown_population", [("open_women", "open_women", "stock", [])]),
    "breakdown without N": ("catalogue.no_total", [("open.sex", "open", "stock", ["sex"])]),
    "closed by what the stock shows": (
        "catalogue.stock_has_it",
        [
            OPEN,
            ("open.residence", "open", "stock", ["residence"]),
            CLOSED,
            ("closed.residence", "closed", "flow", ["residence"]),
        ],
    ),
    "one person in too many flow cells": (
        "catalogue.too_many_flow_cells",
        [SERVED, SERVED_TYPE, REFERRED, REFERRED_TARGET, GAP, GAP_PAIRS, NEW, CLOSED, CHANGED],
    ),
    "one person in too many stock cells": (
        "catalogue.too_many_stock_cells",
        [
            OPEN,
            ("open.livelihood", "open", "stock", ["livelihood"]),
            ("open.livelihood_x_sex", "open", "stock", ["livelihood", "sex"]),
            ("open.livelihood_x_residence", "open", "stock", ["livelihood", "residence"]),
            ("open.livelihood_x_age_band", "open", "stock", ["livelihood", "age_band"]),
        ],
    ),
}


@pytest.mark.parametrize("number", tables.SHIPPED)
def test_shipped_catalogue_is_whole_and_within_twelve(number: int) -> None:
    found = shipped(number)
    assert found.number == number
    assert len(found.sha256) == 64
    per_person = {
        (kind, has_file): sum(
            table.answers
            for table in found.tables
            if table.kind == kind and POPULATIONS[table.population].has_file == has_file
        )
        for kind in ("stock", "flow")
        for has_file in (True, False)
    }
    stock = {1: 6, 2: 12}[number]
    left_out = {1: "changed_livelihood", 2: "closed"}[number]
    assert per_person == {
        ("stock", True): stock,
        ("stock", False): 0,
        ("flow", True): 12,
        ("flow", False): 8,
    }
    assert {table.population for table in found.tables} == set(POPULATIONS) - {left_out}


def test_catalogue_1_is_frozen_and_2_is_its_successor() -> None:
    """Its bytes stand in releases that were made: whoever edits it breaks every ledger."""
    first, second = shipped(1), shipped(2)
    assert first.sha256 == "0669892b0e24e129dbb7cff41377260f967d7fd9cd3a9adb8e0cf1f5e214f735"
    assert load(tables.raw(2), [first]) == second
    kept = {table.id for table in second.tables} & {table.id for table in first.tables}
    assert {table.id for table in first.tables} - kept == {"closed"}


def test_cells_are_all_combinations_in_order() -> None:
    by_id = {table.id: table for table in shipped(1).tables}
    assert cells(by_id["open"]) == [()]
    crossed = cells(by_id["open.age_band_x_sex"])
    assert crossed[:2] == [("under_18", "female"), ("under_18", "male")]
    assert len(crossed) == len(set(crossed)) == 6 * 4
    assert len(cells(by_id["gap.dimension_x_kind"])) == 11 * 6


def test_every_published_code_has_a_label() -> None:
    lists = resources.code_lists()
    for variable in VARIABLES.values():
        known = {entry.code for entry in lists[variable.code_list].entries}
        assert set(variable.codes) <= known, variable.code
    assert set(POPULATIONS) == {entry.code for entry in lists["population"].entries}


def test_every_activity_type_has_its_line() -> None:
    for entry in resources.code_lists()["activity_type"].entries:
        counted = str(entry.facts.get("counts_as", entry.code))
        expected = "with_clients" if entry.facts["with_clients"] else counted
        assert tables.activity_line(counted) == expected


def test_hostile_catalogues_are_refused_with_a_sentence(figures: Callable[[str], None]) -> None:
    """Privacy table, 2b."""
    for name, (code, rows) in HOSTILE.items():
        with pytest.raises(Refusal) as refused:
            load(catalogue(*rows))
        assert refused.value.code == code, name
        assert resources.message(refused.value.code, **refused.value.facts).what, name
    figures(f"2b  {len(HOSTILE)} hostile catalogues: {len(HOSTILE)} refused in words, 0 taken (must: 0)")


@pytest.mark.parametrize("extra", ['filter = "sex=male"', 'unit = "cases"', 'year = "school"', "limit = 99"])
def test_catalogue_cannot_say_more_than_it_may(extra: str) -> None:
    for raw in (catalogue(OPEN) + f"\n{extra}".encode(), f"{extra}\n".encode() + catalogue(OPEN)):
        with pytest.raises(Refusal, match=r"catalogue\.unreadable"):
            load(raw)


def test_officer_may_allow_fewer_cells() -> None:
    with pytest.raises(Refusal, match="too_many_flow_cells"):
        load(catalogue(SERVED, SERVED_TYPE), limit=3)


def test_later_catalogue_is_checked_together_with_the_earlier() -> None:
    first = load(catalogue(OPEN, ("open.residence", "open", "stock", ["residence"])))
    second = catalogue(CLOSED, ("closed.residence", "closed", "flow", ["residence"]), number=2)
    assert load(second).number == 2
    with pytest.raises(Refusal, match="stock_has_it"):
        load(second, [first])
    stock = load(
        catalogue(
            OPEN,
            ("open.livelihood_x_sex", "open", "stock", ["livelihood", "sex"]),
            ("open.livelihood_x_residence", "open", "stock", ["livelihood", "residence"]),
            ("open.livelihood", "open", "stock", ["livelihood"]),
        )
    )
    with pytest.raises(Refusal, match="too_many_stock_cells"):
        load(
            catalogue(
                OPEN, ("open.livelihood_x_age_band", "open", "stock", ["livelihood", "age_band"]), number=2
            ),
            [stock],
        )
    half = load(catalogue(SERVED, SERVED_TYPE, REFERRED, REFERRED_TARGET))
    assert load(catalogue(GAP, GAP_PAIRS, NEW, CLOSED, CHANGED, number=2), [half]).number == 2
    turned = catalogue(OPEN, ("open.sex_x_status", "open", "stock", ["sex", "status"]), number=2)
    with pytest.raises(Refusal, match="alias"):
        load(turned, [load(catalogue(OPEN, ("open.status_x_sex", "open", "stock", ["status", "sex"])))])


def test_lower_number_or_same_number_with_other_content_is_refused() -> None:
    held = load(catalogue(OPEN, number=3))
    assert load(catalogue(OPEN, number=3), [held]) == held
    for raw in (catalogue(OPEN, number=2), catalogue(SERVED, number=3)):
        with pytest.raises(Refusal, match="not_newer"):
            load(raw, [held])


@given(st.binary(max_size=300) | st.text(max_size=300).map(str.encode))
@settings(max_examples=80)
def test_any_bytes_are_refused_in_words(raw: bytes) -> None:
    with pytest.raises(Refusal, match=r"catalogue\."):
        load(raw)


@pytest.mark.parametrize(
    "raw",
    [
        b"x = " + b"[" * 900,
        b"x = " + b"[\n" * 100_000,
        b"number = " + b"9" * 900,
        b"number = " + b"9" * 6000,
        b"a." * 50_000 + b"b=1",
        (b"a." * 490 + b"b=1\n") * 260,
        b"#\n" * 200_000,
    ],
)
def test_bombs_are_refused(raw: bytes) -> None:
    with pytest.raises(Refusal, match=r"catalogue\.unreadable"):
        load(raw)


def test_the_same_predicate_has_one_offset_whatever_table_asks() -> None:
    """Turned round, in another catalogue or under another order: one cell, one offset, one figure."""
    turned = catalogue(OPEN, ("open.sex_x_age_band", "open", "stock", ["sex", "age_band"]), number=9)
    (other,) = (table for table in load(turned).tables if table.variables)
    for catalogue_1_or_2 in (shipped(1), shipped(2)):
        table = {each.id: each for each in catalogue_1_or_2.tables}["open.age_band_x_sex"]
        here = {cell_id(table, "site", 2026, key) for key in cells(table)}
        there = {cell_id(other, "site", 2026, key) for key in cells(other)}
        assert here == there


def test_no_table_is_hidden_in_a_cross_with_a_constant() -> None:
    """Every variable a population permits has at least two codes, and no two variables have the same ones."""
    for population in POPULATIONS.values():
        for variable in population.answers:
            assert len(VARIABLES[variable].codes) > 1
    by_codes = {(v.code_list, v.codes): v.code for v in VARIABLES.values() if v.code_list != "life_dimension"}
    assert len(by_codes) == sum(v.code_list != "life_dimension" for v in VARIABLES.values())
