# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The officer's offset sheet: dealt out evenly, read by its outstation alone, nothing but a sealed line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from functools import cache
from random import Random
from uuid import UUID

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import NoEncryption, pkcs12
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.errors import Refusal
from sync import keys, officer_key, offset_sheet, signed
from sync.offset_sheet import (
    YEARS,
    OffsetLine,
    draw,
    names,
    officer,
    offsets,
    parse_line,
    read_line,
    write_line,
)
from sync.protection import Offsets, cell_id, offset
from sync.tables import cells, shipped
from tests.sync.conftest import Side

FIRST = 2026


def sites(*counts: int) -> list[list[str]]:
    """So many outstations with so many sites each."""
    return [[str(UUID(int=place * 1000 + own)) for own in range(count)] for place, count in enumerate(counts)]


@cache
def sheet() -> list[OffsetLine]:
    return draw(sites(*[1] * 10), FIRST, Random(1))


@cache
def signing() -> ec.EllipticCurvePrivateKey:
    return keys.generate().signing


# --- dealt out evenly -----------------------------------------------------------------------------------


@given(st.lists(st.integers(1, 2), min_size=10, max_size=24), st.integers())
@settings(max_examples=4, deadline=None)
def test_every_cell_and_year_is_balanced_over_the_outstations(counts: list[int], seed: int) -> None:
    """Rule 5a: each value at least twice per cell, none more than once oftener than another."""
    own = sites(*counts)
    with pytest.MonkeyPatch.context() as few:
        few.setattr(offset_sheet, "YEARS", 3)
        lines = draw(own, FIRST, Random(seed))
    for place in range(2):
        dealt = [line.sites[place].cells for line in lines if len(line.sites) > place]
        assert len(dealt) in (0, sum(count > place for count in counts))
        for name, _ in names() if dealt else ():
            for column in zip(*(each[name] for each in dealt), strict=True):
                often = Counter(column)
                assert min(often[value] for value in "01234") >= 2
                assert max(often.values()) - min(often.values()) <= 1


def test_every_value_is_equally_likely_for_an_outstation(figures: Callable[[str], None]) -> None:
    """A sheet of eleven, where one value stands once more than the others: each is that one as often."""
    lines = draw(sites(*[1] * 11), FIRST, Random(2))
    found = Counter("".join("".join(line.sites[0].cells.values()) for line in lines))
    shares = {value: round(found[value] / found.total(), 4) for value in sorted(found)}
    figures(f"    sheet of 11 outstations: shares of the values {shares} (even would be 0.2 each)")
    assert all(0.195 < share < 0.205 for share in shares.values())


def test_below_ten_outstations_nothing_is_drawn() -> None:
    with pytest.raises(Refusal, match=r"offsets\.too_few"):
        draw(sites(*[1] * 9), FIRST, Random(1))


def test_a_second_site_is_drawn_only_if_ten_outstations_have_one() -> None:
    few = draw(sites(*[2] * 9, 1), FIRST, Random(1))
    assert {len(line.sites) for line in few} == {1}
    many = draw(sites(*[2] * 10, 1), FIRST, Random(1))
    assert [len(line.sites) for line in many] == [2] * 10 + [1]


# --- what it says ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", [1, 2])
def test_every_cell_of_the_catalogues_is_named_for_twenty_years(number: int) -> None:
    line = sheet()[0]
    site = line.sites[0].site
    for year in (FIRST, FIRST + YEARS - 1):
        named = offsets(line, site, year)
        for table in shipped(number).tables:
            for key in cells(table):
                assert cell_id(table, site, year, key) in named


def test_what_the_sheet_does_not_name_comes_from_the_key() -> None:
    line = sheet()[0]
    site = line.sites[0].site
    stock, flow = f"stock|{site}|open", f"flow|{FIRST + YEARS}|{site}|new"
    drawn = Offsets(bytes(32), offsets(line, site, FIRST + YEARS))
    assert drawn.of(stock) == int(line.sites[0].cells["stock|open"])
    assert drawn.of(flow) == offset(bytes(32), flow)
    assert not offsets(line, str(UUID(int=99)), FIRST)
    assert not any(name.startswith("flow") for name in offsets(line, site, FIRST - 1))


def test_a_stock_keeps_its_offset_and_a_flow_has_one_of_its_own_each_year() -> None:
    line = sheet()[0]
    site = line.sites[0].site
    years = [offsets(line, site, FIRST + year) for year in range(YEARS)]
    assert len({year[f"stock|{site}|open"] for year in years}) == 1
    assert len({year[f"flow|{FIRST + place}|{site}|new"] for place, year in enumerate(years)}) == 5


# --- carried by the Kreis, read by the outstation ----------------------------------------------------------


def test_a_line_is_read_by_its_outstation(outstation: Side) -> None:
    raw = write_line(sheet()[0], outstation.party, signing())
    taken = read_line(raw, outstation.party, outstation.own)
    assert parse_line(taken.payload) == sheet()[0]
    assert taken.officer == officer(signing())


def test_whoever_carries_it_cannot_read_it(outstation: Side, district: Side) -> None:
    raw = write_line(sheet()[0], outstation.party, signing())
    assert b"stock|open" not in raw
    with pytest.raises(Refusal, match=r"offsets\.for_another"):
        read_line(raw, district.party, district.own)
    with pytest.raises(Refusal, match=r"packet\.cannot_open"):
        read_line(raw, outstation.party, district.own)


def test_every_line_is_as_long_as_another(outstation: Side) -> None:
    assert len({len(write_line(line, outstation.party, signing())) for line in sheet()[:3]}) == 1


def test_a_line_signed_by_another_shows_another_fingerprint(outstation: Side, district: Side) -> None:
    raw = write_line(sheet()[0], outstation.party, district.own.signing)
    false = read_line(raw, outstation.party, outstation.own).officer
    true = officer(signing())
    assert keys.fingerprint(outstation.party, false) != keys.fingerprint(outstation.party, true)


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_nothing_changed_on_the_way_is_taken(outstation: Side, data: st.DataObject) -> None:
    raw = bytearray(_line_of(outstation))
    place = data.draw(st.one_of(st.integers(0, 900), st.integers(0, len(raw) - 1)))
    raw[place] ^= data.draw(st.integers(1, 255))
    with pytest.raises(Refusal):
        read_line(bytes(raw), outstation.party, outstation.own)


@given(st.binary(max_size=400))
@settings(max_examples=60, deadline=None)
def test_no_bytes_are_a_line(outstation: Side, raw: bytes) -> None:
    for begun in (raw, signed.prefix("offset-line") + bytes([signed.SUITE]) + raw):
        with pytest.raises(Refusal):
            read_line(begun, outstation.party, outstation.own)


@pytest.mark.parametrize(
    "change",
    [
        lambda said: said | {"first_year": 26},
        lambda said: said | {"more": 1},
        lambda said: said | {"sites": [{"site": "x", "cells": {}}]},
        lambda said: said | {"sites": [{"site": str(UUID(int=1)), "cells": {"stock|open": "5"}}]},
        lambda said: said | {"sites": [{"site": str(UUID(int=1)), "cells": {"batch|open": "1"}}]},
    ],
)
def test_only_offsets_are_offsets(change: Callable[[dict[str, object]], object]) -> None:
    said = {"first_year": FIRST, "sites": []}
    assert parse_line(msgspec.json.encode(said))
    with pytest.raises(Refusal, match=r"offsets\.unreadable"):
        parse_line(msgspec.json.encode(change(dict(said))))


@cache
def _line_of(outstation: Side) -> bytes:
    return write_line(sheet()[0], outstation.party, signing())


# --- the officer's key file -----------------------------------------------------------------------------


def test_the_officers_key_opens_by_its_password_alone() -> None:
    raw = officer_key.write(signing(), "ein längeres Päßwort")
    again = officer_key.read(raw, "ein längeres Päßwort")
    assert keys.public_der(again) == keys.public_der(signing())
    assert keys.private_der(signing()) not in raw
    for password, other in (("ein anderes", raw), ("ein längeres Päßwort", raw[:-9]), ("", b"")):
        with pytest.raises(Refusal, match=r"offsets\.key_does_not_open"):
            officer_key.read(other, password)


@pytest.mark.parametrize(
    "key", [ec.generate_private_key(ec.SECP256R1()), rsa.generate_private_key(65537, 2048)]
)
def test_another_kind_of_key_is_refused(key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey) -> None:
    raw = pkcs12.serialize_key_and_certificates(b"x", key, None, None, NoEncryption())
    with pytest.raises(Refusal):
        officer_key.read(raw, "")
