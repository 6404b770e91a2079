# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""One Kreis file takes in what 54 Kreise of 20 outstations send in a year, beside the bare cryptography.

Every packet is a real one: composed by the catalogue, sealed and signed by keys of its own outstation, and
taken by the same act that the button has. Whoever sends is enrolled and confirmed before the clock runs.
"""

from __future__ import annotations

import random
import resource
from calendar import monthrange
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from time import perf_counter
from uuid import uuid4

from app.operations import district, enrolment, vaults
from app.operations.vaults import Vault
from sync import enrolment as pairing
from sync import keys, packet, release, tables
from sync.keys import OwnKeys, Party
from sync.populations import ACTIVITY_LINES
from sync.release import Acts, Cell, PublishedTable
from sync.tables import Catalogue
from sync.transport import packets_folder

KREISE, OUTSTATIONS, MONTHS = 54, 20, 12
PROCESSES = 2
COMPARED = 600
"""So many packets are opened by the bare cryptography; all of them cost the same."""

PASSWORD = "vier gelbe Enten"
_START = datetime(2025, 1, 2, 8, tzinfo=UTC)


@dataclass(frozen=True)
class Sender:
    """An enrolled outstation and its year: where its packets lie, by month."""

    party: Party
    fingerprint: str
    pairing: bytes
    packets: tuple[str, ...]


@dataclass(frozen=True)
class Month:
    """What one month cost: seconds for all its packets, and the memory of the process afterwards."""

    packets: int
    seconds: float
    megabytes: float


@dataclass(frozen=True)
class Intake:
    """`first` and `last` tenth: milliseconds a packet from the folder to the COMMIT, receipts apart."""

    months: tuple[Month, ...]
    first: float
    last: float
    bare: float

    @property
    def packets(self) -> int:
        return sum(month.packets for month in self.months)

    @property
    def ours(self) -> float:
        """Milliseconds a packet over the whole year, receipts put back."""
        return 1000 * sum(month.seconds for month in self.months) / self.packets


def measure(
    folder: Path,
    kreise: int = KREISE,
    outstations: int = OUTSTATIONS,
    months: int = MONTHS,
    told: Callable[[str], object] = lambda _words: None,
) -> Intake:
    """Enrols and seals first; then the year comes in month by month."""
    begun = _begin(folder, kreise * outstations, months)
    told(f"{len(begun.senders)} Fallakten aufgenommen, {len(begun.senders) * months} Pakete versiegelt")
    with closing(begun.kreis):
        bare, stamps = _bare(begun), _Stamps()
        taken = tuple(_month(begun, number, stamps) for number in range(months))
    tenth = max(1, len(stamps.each) // 10)
    return Intake(taken, _mean(stamps.each[:tenth]), _mean(stamps.each[-tenth:]), bare)


def fill(folder: Path, outstations: int = OUTSTATIONS, months: int = MONTHS, catalogue: int = 1) -> Vault:
    """The open file of a Kreis that has received all of it, in the tables of this catalogue."""
    begun = _begin(folder, outstations, months, catalogue)
    for number in range(months):
        _month(begun, number, _Stamps())
    return begun.kreis


@dataclass(frozen=True)
class _Begun:
    """A Kreis whose outstations are enrolled, and what they have sealed for it."""

    kreis: Vault
    keys: OwnKeys
    senders: list[Sender]
    waiting: Path
    exchange: Path


def _begin(folder: Path, count: int, months: int, catalogue: int = 1) -> _Begun:
    exchange, waiting = folder / "austausch", folder / "unterwegs"
    exchange.mkdir()
    kreis = vaults.create_district_file(
        folder / "kreis.kim", "KO", "Kim Ostermann", PASSWORD, _START, vaults.FLOOR
    ).vault
    enrolment.ensure_district(kreis, "05382", "Musterkreis", _START)
    district.set_transport(kreis, "folder", str(exchange), _START)
    own = enrolment.district_party(kreis.db, enrolment.district_of(kreis))
    senders = _senders(waiting, own, count, months, catalogue)
    for sender in senders:
        district.enrol(kreis, sender.pairing, "", _START)
        district.confirm_outstation(kreis, sender.party.id, sender.fingerprint, _START)
    return _Begun(kreis, enrolment.own_keys(kreis.db), senders, waiting, exchange)


class _Stamps:
    """Hears how far the intake is, and how long each outstation took."""

    def __init__(self) -> None:
        self.each: list[float] = []
        self._at = 0.0

    def begin(self) -> None:
        self._at = perf_counter()

    def advance(self, done: int, _of: int, _what: str) -> None:
        now = perf_counter()
        if done:
            self.each.append(1000 * (now - self._at))
        self._at = now


def _month(begun: _Begun, number: int, stamps: _Stamps) -> Month:
    for sender in begun.senders:
        place = begun.exchange / packets_folder(sender.party.id, sender.party.device)
        place.mkdir(parents=True, exist_ok=True)
        name = sender.packets[number]
        (begun.waiting / sender.party.id / name).rename(place / name)
    at = perf_counter()
    stamps.begin()
    fetched = district.fetch(begun.kreis, _START + timedelta(days=31 * (number + 1)), stamps)
    seconds = perf_counter() - at
    if fetched.accepted != len(begun.senders) or fetched.trouble is not None:
        raise AssertionError(f"taken in: {fetched}")
    return Month(fetched.accepted, seconds, _megabytes())


def _senders(waiting: Path, own: Party, count: int, months: int, catalogue: int) -> list[Sender]:
    """Made beside each other: sealing is the larger half of the work."""
    make = partial(_make_sender, waiting, own, months, catalogue)
    with ProcessPoolExecutor(PROCESSES) as pool:
        return list(pool.map(make, range(count), chunksize=8))


def _make_sender(waiting: Path, own: Party, months: int, catalogue: int, number: int) -> Sender:
    held, unit, site = keys.generate(), str(uuid4()), str(uuid4())
    party = keys.party(held, "outstation", unit, str(uuid4()), str(uuid4()))
    asked = pairing.Pairing(
        pairing.PAIRING, party, f"Fallakte {number}", (pairing.Site(site, f"Ort {number}"),)
    )
    place, chance = waiting / unit, random.Random(number)
    place.mkdir(parents=True)
    last: tuple[int, str] | None = None
    names, flows = [], Counter[str]()
    for month in range(1, months + 1):
        payload, room = _release(unit, site, tables.shipped(catalogue), month, flows, chance)
        header = packet.header(release.SCHEMA, own.id, party, own, str(uuid4()), last)
        sealed = packet.seal("release", payload, header, own.kem, held.signing, room)
        (place / sealed.name).write_bytes(sealed.bytes)
        names.append(sealed.name)
        last = header.sequence, sealed.sha256
    return Sender(
        party, keys.fingerprint(own, party), pairing.write_pairing(asked, held.signing), tuple(names)
    )


def _release(
    unit: str, site: str, catalogue: Catalogue, month: int, flows: Counter[str], chance: random.Random
) -> tuple[bytes, int]:
    """A month of invented figures in the shape of the catalogue, and the room it takes in a packet.

    What flows counts from the year's beginning; `flows` is how far it has come.
    """
    start = date(2025, month, 1)
    end = start.replace(day=monthrange(2025, month)[1])
    totals = {
        table.population: _grown(table.kind, table.population, 4, flows, chance)
        for table in catalogue.tables
        if not table.variables
    }
    made = release.compose(
        catalogue,
        [_table(table, totals[table.population], end, flows, chance) for table in catalogue.tables],
        {
            line: Acts(chance.randint(0, 60), chance.randint(0, 90), chance.randint(0, 20))
            for line in ACTIVITY_LINES
        },
        release_id=str(uuid4()),
        unit=unit,
        site=site,
        start=start,
        end=end,
    )
    return release.encode(made), release.length_class(made)


def _table(
    table: tables.Table, n: int, day: date, flows: Counter[str], chance: random.Random
) -> PublishedTable:
    cells = tuple(
        Cell(
            dict(zip(table.variables, key, strict=True)),
            _grown(table.kind, f"{table.id} {key}", 0, flows, chance) if key else n,
        )
        for key in tables.cells(table)
    )
    return PublishedTable(table.id, table.kind, "refreshed", day, n, cells)


def _grown(kind: str, cell: str, least: int, flows: Counter[str], chance: random.Random) -> int:
    """A multiple of five; a flow is never less than the month before."""
    more = 5 * chance.randint(least, least + 6)
    if kind == "stock":
        return more
    flows[cell] += more
    return flows[cell]


def _bare(begun: _Begun) -> float:
    """Milliseconds to verify and open one of the same packets, without file, chain, figures or receipt."""
    raws = [
        (sender.party, (begun.waiting / sender.party.id / sender.packets[0]).read_bytes())
        for sender in begun.senders[:COMPARED]
    ]
    at = perf_counter()
    for party, raw in raws:
        packet.open_packet(raw, "release", {party.signing_id: party}, begun.keys.kem)
    return 1000 * (perf_counter() - at) / len(raws)


def _mean(times: list[float]) -> float:
    return sum(times) / len(times)


def _megabytes() -> float:
    """What the process holds now, not at its highest; where nobody tells, the highest."""
    told = Path("/proc/self/statm")
    if told.exists():
        return int(told.read_text().split()[1]) * resource.getpagesize() / 2**20
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
