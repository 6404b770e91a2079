# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the Kreis sees of its outstations: who has reported, what is wrong, and the figures."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from app.domain.dates import berlin_date
from app.operations import table_texts
from storage import closed_devices, district, packets, released
from storage.district import Outstation, ReportedSite
from storage.packets import Received, WaitingFile
from storage.released import Arrival
from storage.vault import Vault

LATE_AFTER = timedelta(days=14)
"""A release that comes later than this after its month is called late."""


@dataclass(frozen=True)
class InboxLine:
    """One site of one outstation in one period.

    `state`: received, late (received, but after its time), refused, fork, gap, quarantined, incomplete or
    missing; `reason` is the code of what is wrong. `carried_from`: the month whose figures count until then.
    """

    outstation_id: str
    outstation: str
    site_id: str
    site: str
    state: str
    received_on: date | None = None
    until: date | None = None
    reason: str | None = None
    carried_from: str | None = None


@dataclass(frozen=True)
class Alarm:
    """Something on the way that a person must look at: a fork, or a file that cannot be read for days."""

    outstation: str
    state: str
    reason: str
    since: date


@dataclass(frozen=True)
class Overview:
    """The period at a glance: how many of all site reports are here."""

    period: str
    expected: int
    received: int
    late: int
    missing: int
    alarms: int


def inbox(vault: Vault, period: str) -> tuple[InboxLine, ...]:
    """One line per outstation and site for a period ("2022-03"), by outstation."""
    db = vault.db
    arrived, troubles = released.arrivals(db, period), _troubles(packets.received(db), packets.waiting(db))
    before, sites = released.newest_before(db, period), _by_outstation(district.sites(db))
    return tuple(
        _line(known, site, period, arrived.get(site.id), troubles.get(known.id), before.get(site.id))
        for known in district.outstations(db)
        for site in sites.get(known.id, ())
    )


def carried_forward(vault: Vault, period: str) -> tuple[str, ...]:
    """The sites whose figures of an earlier month count in this one, those of a locked outstation too."""
    arrived, before = released.arrivals(vault.db, period), released.newest_before(vault.db, period)
    sites = district.sites(vault.db)
    return tuple(site_name(site) for site in sites if site.id in before and site.id not in arrived)


def alarms(vault: Vault) -> tuple[Alarm, ...]:
    """What changed on the way and stays named until a person has cleared it up."""
    every = (*district.outstations(vault.db), *closed_devices.locked_outstations(vault.db))
    names = {known.id: known.name for known in every}
    forks = [
        Alarm(names[p.outstation_id], "fork", p.reason or "", berlin_date(p.received_at))
        for p in packets.received(vault.db)
        if p.state == "fork" and p.outstation_id in names
    ]
    held = [
        Alarm(names[f.outstation_id], "quarantined", f.reason, berlin_date(f.first_seen_at))
        for f in packets.waiting(vault.db)
        if f.quarantined and f.outstation_id in names
    ]
    return (*forks, *held)


def periods(vault: Vault) -> tuple[str, ...]:
    """The months of which at least one release is here, in order."""
    return released.periods(vault.db)


def overview(vault: Vault, period: str) -> Overview:
    states = [line.state for line in inbox(vault, period)]
    late = states.count("late")
    received = states.count("received") + late
    return Overview(
        period,
        len(states),
        received,
        late,
        len(states) - received,
        len(alarms(vault)),
    )


def site_name(site: ReportedSite) -> str:
    return site.name or table_texts.word("unnamed_site")


def _line(
    known: Outstation,
    site: ReportedSite,
    period: str,
    arrival: Arrival | None,
    trouble: tuple[str, str] | None,
    before: str | None,
) -> InboxLine:
    named = (known.id, known.name, site.id, site_name(site))
    if arrival is not None:
        day = berlin_date(arrival.received_at)
        state = "late" if day > _last_day(period) + LATE_AFTER else "received"
        return InboxLine(*named, state, day, arrival.last_day)
    state, reason = trouble or ("missing", None)
    return InboxLine(*named, state, reason=reason, carried_from=before)


def _by_outstation(sites: Iterable[ReportedSite]) -> dict[str, list[ReportedSite]]:
    found: dict[str, list[ReportedSite]] = {}
    for site in sites:
        found.setdefault(site.outstation_id, []).append(site)
    return found


def _troubles(received: tuple[Received, ...], waiting: tuple[WaitingFile, ...]) -> dict[str, tuple[str, str]]:
    """State and reason of what is wrong with an outstation's packets, the gravest of each."""
    found: dict[str, tuple[str, str]] = {}
    newest = {packet.outstation_id: packet for packet in received if packet.state != "fork"}
    for outstation, packet in newest.items():
        if packet.state == "refused":
            found[outstation] = ("refused", packet.reason or "")
    for file in waiting:
        found[file.outstation_id] = (_waiting_state(file), file.reason)
    for packet in received:
        if packet.state == "fork":
            found[packet.outstation_id] = ("fork", packet.reason or "")
    return found


def _waiting_state(file: WaitingFile) -> str:
    if file.quarantined:
        return "quarantined"
    return "gap" if file.reason == "packet.gap" else "incomplete"


def _last_day(period: str) -> date:
    year, month = int(period[:4]), int(period[5:])
    return date(year, month, monthrange(year, month)[1])
