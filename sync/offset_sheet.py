# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The offset sheet (privacy rule 5a): the data protection officer draws, each outstation gets its own line.

For every cell the program can count, and every year of a flow, the values 0 to 4 are dealt out evenly. A
line is signed by the officer and sealed to one outstation: the Kreis may carry it and cannot read it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from random import Random
from typing import Annotated, Final, Literal

import msgspec
from cryptography.hazmat.primitives.asymmetric import ec
from msgspec import Meta

from app.domain.errors import Refusal
from sync import keys, packet, signed
from sync.keys import Officer, OwnKeys, Party
from sync.populations import POPULATIONS
from sync.protection import STEP, predicate
from sync.strict import Id, Record, parse
from sync.tables import Table, cells

SCHEMA: Final = "kim-bruecke.offset-line/1"
KIND: Final = "offset-line"

LEAST = 2 * STEP
"""Outstations without which no value stands at least twice in a cell."""

YEARS = 20
"""So many years of a flow are drawn; later ones, as all that the sheet does not name, come from the key."""

Name = Annotated[str, Meta(pattern=r"^(stock|flow)\|[a-z0-9_=|]{1,200}\Z", max_length=210)]
Digits = Annotated[str, Meta(pattern=r"^[0-4]{1,50}\Z", max_length=50)]
Year = Annotated[int, Meta(ge=2000, le=2999)]


class SiteOffsets(Record, frozen=True):
    """A site's offsets by cell name: one digit for a stock, one for each year of a flow."""

    site: Id
    cells: dict[Name, Digits]


class OffsetLine(Record, frozen=True):
    """What the sheet says to one outstation; a site it does not name is not drawn."""

    first_year: Year
    sites: Annotated[tuple[SiteOffsets, ...], Meta(max_length=200)]


class _Outside(Record, frozen=True):
    schema: Literal["kim-bruecke.offset-line/1"]
    officer: Officer
    outstation: Party


@dataclass(frozen=True)
class Taken:
    """A line that opened: whose, and its exact bytes, to be kept."""

    officer: Officer
    payload: bytes


def officer(key: ec.EllipticCurvePrivateKey) -> Officer:
    return Officer("officer", keys.public_der(key))


def names() -> Iterator[tuple[str, Table]]:
    """Every cell the program can count, in any catalogue: its id without site and year, and its table."""
    for population in POPULATIONS.values():
        for count in range(3):
            for variables in combinations(sorted(population.answers), count):
                table = Table("", population.code, population.kind, variables)
                for key in cells(table):
                    named = filter(None, [predicate(table, key)])
                    yield "|".join([population.kind, population.code, *named]), table


def draw(sites: Sequence[Sequence[str]], first_year: int, chance: Random) -> list[OffsetLine]:
    """One line for each outstation, given its sites; Refusal if there are fewer than ten outstations.

    The first sites of all are dealt out together, then the second ones, as long as ten have one: so nobody
    holds two shares of a deal, and nobody's own share uses up a value.
    """
    if len(sites) < LEAST:
        raise Refusal("offsets.too_few", least=LEAST, found=len(sites))
    drawn: list[list[SiteOffsets]] = [[] for _ in sites]
    for place in range(max(map(len, sites))):
        holders = [number for number, own in enumerate(sites) if len(own) > place]
        if len(holders) >= LEAST:
            for number, dealt in zip(holders, _deal(len(holders), chance), strict=True):
                drawn[number].append(SiteOffsets(sites[number][place], dealt))
    return [OffsetLine(first_year, tuple(own)) for own in drawn]


def offsets(line: OffsetLine, site: str, year: int) -> dict[str, int]:
    """What the line says of a site's cells in a year, by cell id; empty if it does not name the site."""
    own = next((each.cells for each in line.sites if each.site == site), {})
    found: dict[str, int] = {}
    for name, digits in own.items():
        kind, _, what = name.partition("|")
        place = 0 if kind == "stock" else year - line.first_year
        if 0 <= place < len(digits):
            scope = f"stock|{site}" if kind == "stock" else f"flow|{year}|{site}"
            found[f"{scope}|{what}"] = int(digits[place])
    return found


def write_line(line: OffsetLine, outstation: Party, key: ec.EllipticCurvePrivateKey) -> bytes:
    """The line signed by the officer's key and sealed to the outstation."""
    outside = msgspec.json.encode(_Outside(SCHEMA, officer(key), outstation))
    payload = msgspec.json.encode(line)
    return signed.sign(KIND, packet.sealed(KIND, outside, payload, outstation.kem), key)


def read_line(raw: bytes, own: Party, own_keys: OwnKeys) -> Taken:
    """The line in a file, signed by the key it carries, for this outstation; Refusal otherwise.

    Whose key that is, two people confirm by comparing `keys.fingerprint`.
    """
    document = signed.split(raw, KIND)
    outside, inside = packet.split_header(document.content)
    said = parse(outside, _Outside, "offsets.unreadable")
    keys.load_public(said.officer.signing)
    document.require_by(said.officer.signing)
    if said.outstation != own:
        raise Refusal("offsets.for_another")
    payload = packet.unsealed(KIND, outside, inside, own_keys.kem)
    parse_line(payload)
    return Taken(said.officer, payload)


def parse_line(payload: bytes) -> OffsetLine:
    return parse(payload, OffsetLine, "offsets.unreadable")


def _deal(holders: int, chance: Random) -> list[dict[str, str]]:
    """For each holder all cells with digits: in every cell and year each value as often as any other."""
    dealt: list[dict[str, str]] = [{} for _ in range(holders)]
    for name, table in names():
        years = 1 if table.kind == "stock" else YEARS
        columns = [_balanced(holders, chance) for _ in range(years)]
        for own, digits in zip(dealt, zip(*columns, strict=True), strict=True):
            own[name] = "".join(map(str, digits))
    return dealt


def _balanced(holders: int, chance: Random) -> list[int]:
    """Each value equally often; which ones stand once more is drawn too, so that each is equally likely."""
    values = chance.sample(range(STEP), STEP)
    column = [values[place % STEP] for place in range(holders)]
    chance.shuffle(column)
    return column
