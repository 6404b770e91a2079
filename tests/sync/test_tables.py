# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The catalogue: what it may choose, and the hostile ones that are refused by name (privacy table, 2b)."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import resources
from app.domain.errors import Refusal
from sync import tables
from sync.tables import POPULATIONS, VARIABLES, cells, load, shipped


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


def test_shipped_catalogue_is_whole_and_within_twelve() -> None:
    found = shipped(1)
    assert found.number == 1
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
    assert per_person == {("stock", True): 6, ("stock", False): 0, ("flow", True): 12, ("flow", False): 8}
    assert {table.population for table in found.tables} == set(POPULATIONS) - {"changed_livelihood"}


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


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_catalogue_is_refused_with_a_sentence(name: str) -> None:
    code, rows = HOSTILE[name]
    with pytest.raises(Refusal) as refused:
        load(catalogue(*rows))
    assert refused.value.code == code
    assert resources.message(refused.value.code, **refused.value.facts).what


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
    half = load(catalogue(SERVED, SERVED_TYPE, REFERRED, REFERRED_TARGET))
    with pytest.raises(Refusal, match="too_many_flow_cells"):
        load(catalogue(GAP, GAP_PAIRS, NEW, CLOSED, CHANGED, number=2), [half])
    assert load(catalogue(GAP, GAP_PAIRS, NEW, CLOSED, number=2), [half]).number == 2
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
