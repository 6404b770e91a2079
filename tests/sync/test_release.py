# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The release payload: one spelling, one shape, and what does not fit is refused."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

import resources
from app.domain.errors import Refusal
from sync.populations import ACTIVITY_LINES
from sync.protection import Offsets, protect_all
from sync.release import (
    Acts,
    GapSentence,
    PublishedTable,
    Release,
    compose,
    decode,
    encode,
    length_class,
    require_shape,
)
from sync.tables import cells, shipped

CATALOGUE = shipped(1)


def skeleton(release: Release) -> object:
    """The payload with every value that may depend on the data taken out."""
    data = json.loads(encode(release))
    for table in data["tables"]:
        table["state"] = table["as_of"] = table["n"] = None
        for cell in table["cells"]:
            for name in cell.keys() - {"key"}:
                cell[name] = None
    return json.dumps(data)


def month(number: int, size: int) -> Release:
    """A release of an office of this size, answers drawn at random."""
    draw = random.Random(number)
    members = {
        table.id: {f"p{n}": (draw.choice(cells(table)),) for n in range(draw.randint(0, size))}
        for table in CATALOGUE.tables
    }
    day = date(2022, 3, 31)
    shown, _ = protect_all(
        CATALOGUE, "0b7f5a52-6e6d-4c8a-9d0e-0f3a1f4f7a11", 2022, members, {}, Offsets(b"k" * 32), day
    )
    acts = {
        line: Acts(draw.randint(0, size), draw.randint(0, size)) for line in draw.sample(ACTIVITY_LINES, 3)
    }
    same = "5f1d7a3c-2b1e-4b77-8a55-2f6f9a1e6c22"
    return compose(
        CATALOGUE, shown, acts, release_id=same, unit=same, site=same, start=date(2022, 3, 1), end=day
    )


def test_payload_reads_as_described(release: Release) -> None:
    data = json.loads(encode(release))
    top = "schema release_id unit site period from to partial catalogue tables gap_sentences"
    assert list(data) == top.split()
    assert (data["schema"], data["period"], data["from"], data["partial"]) == (
        "kim-bruecke.release/1",
        "2022-03",
        "2022-03-01",
        False,
    )
    first, last = data["tables"][0], data["tables"][-1]
    assert list(first) == ["id", "unit", "kind", "state", "as_of", "n", "cells"]
    assert (first["id"], first["unit"], first["n"]) == ("open", "persons", 40)
    assert first["cells"] == [{"key": {}, "value": 40}]
    assert list(last) == ["id", "unit", "kind", "state", "as_of", "cells"]
    assert last["cells"][0] == {
        "key": {"type": "with_clients", "month": "2022-03"},
        "acts": 310,
        "minutes": None,
        "target_participants": 470,
        "partner_participants": 22,
    }
    assert [cell["key"]["type"] for cell in last["cells"]] == list(ACTIVITY_LINES)
    assert decode(encode(release)) == release


def test_shape_and_length_class_never_depend_on_the_data(figures: Callable[[str], None]) -> None:
    """Privacy table, 7b: from an empty office to a large one."""
    months = [month(number, size) for number, size in enumerate([0, 3, 10, 40, 200, 2000] * 5)]
    shapes = {skeleton(release) for release in months}
    classes = {length_class(release) for release in months}
    lengths = [len(encode(release)) for release in months]
    figures(
        f"7b  30 offices of 0 to 2,000 persons: {len(shapes)} shape (must: 1), {len(classes)} length class "
        f"(must: 1) of {max(classes)} bytes over payloads of {min(lengths)} to {max(lengths)}"
    )
    assert len(shapes) == len(classes) == 1
    assert max(lengths) <= classes.pop()


def test_partial_month_is_marked(release: Release) -> None:
    tables = [table for table in release.tables if isinstance(table, PublishedTable)]
    tables = [replace(table, as_of=date(2022, 4, 21)) for table in tables]
    april = compose(
        CATALOGUE,
        tables,
        {},
        release_id=release.release_id,
        unit=release.unit,
        site=release.site,
        start=date(2022, 4, 1),
        end=date(2022, 4, 21),
    )
    assert april.partial
    assert {cell.acts for cell in april.activities()} == {0}


def test_types_with_clients_have_no_line_of_their_own(release: Release) -> None:
    with pytest.raises(ValueError, match="counselling"):
        compose(
            CATALOGUE,
            release.person_tables(),
            {"counselling": Acts(1)},
            release_id=release.release_id,
            unit=release.unit,
            site=release.site,
            start=release.start,
            end=release.end,
        )


SPELLINGS: dict[str, Callable[[bytes], bytes]] = {
    "space": lambda raw: raw + b" ",
    "duplicate key": lambda raw: raw.replace(b'"partial":false', b'"partial":false,"partial":false', 1),
    "other order": lambda raw: raw.replace(
        b'"unit":"persons","kind":"stock"', b'"kind":"stock","unit":"persons"'
    ),
    "huge number": lambda raw: raw.replace(b'"acts":310', b'"acts":100000000000000000000000'),
    "exponent": lambda raw: raw.replace(b'"acts":310', b'"acts":1e23'),
    "integral exponent": lambda raw: raw.replace(b'"acts":310', b'"acts":31e1'),
    "float": lambda raw: raw.replace(b'"acts":310', b'"acts":310.0'),
    "negative": lambda raw: raw.replace(b'"acts":310', b'"acts":-310'),
    "string for number": lambda raw: raw.replace(b'"acts":310', b'"acts":"310"'),
    "not a multiple of five": lambda raw: raw.replace(b'"value":40', b'"value":41'),
    "unknown field": lambda raw: raw.replace(b'"partial"', b'"name":"x","partial"'),
    "missing field": lambda raw: raw.replace(b'"partial":false,', b""),
    "other schema": lambda raw: raw.replace(b"release/1", b"release/2"),
    "line end in a code": lambda raw: raw.replace(b'"livelihood":"sgb2"', b'"livelihood":"sgb2\\n"'),
    "date in words": lambda raw: raw.replace(b'"from":"2022-03-01"', b'"from":"20220301"'),
    "deep nesting": lambda raw: raw.replace(b'"gap_sentences":[]', b'"gap_sentences":' + b"[" * 200_000),
    "deep nesting alone": lambda _: b'{"a":' * 100_000,
    "nothing": lambda _: b"",
    "not UTF-8": lambda raw: raw.replace(b'"2022-03"', b'"2022-\xff"'),
}


@pytest.mark.parametrize("name", SPELLINGS)
def test_any_other_spelling_is_refused(release: Release, name: str) -> None:
    raw = encode(release)
    other = SPELLINGS[name](raw)
    assert other != raw
    with pytest.raises(Refusal) as refused:
        decode(other)
    assert refused.value.code == "release.unreadable"
    assert resources.message("release.unreadable").what


@given(data=st.data())
@settings(max_examples=60, deadline=None)
def test_mutilated_payloads_are_refused_or_read_back_the_same(data: st.DataObject, release: Release) -> None:
    raw = bytearray(encode(release))
    for _ in range(data.draw(st.integers(1, 3))):
        raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
    with suppress(Refusal):
        assert encode(decode(bytes(raw))) == raw


def changed_table(release: Release, index: int, **changes: object) -> Release:
    tables = list(release.tables)
    tables[index] = replace(tables[index], **changes)
    return replace(release, tables=tuple(tables))


MISFITS: dict[str, tuple[str, Callable[[Release], Release]]] = {
    "other catalogue": (
        "release.other_catalogue",
        lambda r: replace(r, catalogue=replace(r.catalogue, number=2)),
    ),
    "table left out": ("release.wrong_shape", lambda r: replace(r, tables=r.tables[1:])),
    "table twice": ("release.wrong_shape", lambda r: replace(r, tables=(r.tables[0], *r.tables))),
    "tables turned round": ("release.wrong_shape", lambda r: replace(r, tables=r.tables[::-1])),
    "activities left out": ("release.wrong_shape", lambda r: replace(r, tables=r.tables[:-1])),
    "cell left out": ("release.wrong_shape", lambda r: changed_table(r, 1, cells=r.tables[1].cells[1:])),
    "minutes": (
        "release.wrong_shape",
        lambda r: changed_table(r, -1, cells=tuple(replace(cell, minutes=5) for cell in r.activities())),
    ),
    "another month's acts": ("release.wrong_shape", lambda r: replace(r, period="2022-02")),
    "N that differs": ("release.contradicts_itself", lambda r: changed_table(r, 1, n=45)),
    "as of tomorrow": ("release.contradicts_itself", lambda r: changed_table(r, 1, as_of=date(2022, 4, 1))),
    "partial unsaid": (
        "release.contradicts_itself",
        lambda r: replace(r, end=date(2022, 3, 31), partial=True),
    ),
    "ends before it begins": ("release.contradicts_itself", lambda r: replace(r, start=r.end, end=r.start)),
    "sentence beside an empty gap": (
        "release.contradicts_itself",
        lambda r: replace(r, gap_sentences=(GapSentence("mobility", "unsuitable", "Es fehlt etwas."),)),
    ),
}


@pytest.mark.parametrize("name", MISFITS)
def test_what_contradicts_the_catalogue_or_itself_is_refused(release: Release, name: str) -> None:
    code, change = MISFITS[name]
    require_shape(release, CATALOGUE)
    with pytest.raises(Refusal) as refused:
        require_shape(change(release), CATALOGUE)
    assert refused.value.code == code
    assert resources.message(code, **refused.value.facts).what


def test_a_sentence_stands_beside_a_published_gap(release: Release) -> None:
    published = next(table for table in release.person_tables() if table.id == "gap.dimension_x_kind")
    gap = next(cell for cell in published.cells if cell.value)
    sentence = GapSentence(gap.key["dimension"], gap.key["kind"], "Der nächste Kurs beginnt zu spät.")
    with_sentence = replace(release, gap_sentences=(sentence,))
    require_shape(with_sentence, CATALOGUE)
    assert decode(encode(with_sentence)) == with_sentence
