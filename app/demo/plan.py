# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The Kreis of the demo: what the Rhein-Sieg report of May 2022 says, and how we spread it.

From the report (Ergebnisbericht, 09.05.2022): 19 municipalities, 15 Standorte, 1,233 Maßnahmen, 1,874
Beteiligte up to 21.04.2022, 87 % target groups and 13 % partners, April covered in part. Ours: the split
over types, months, Standorte and case managers, and 1,630 and 244 as the whole numbers nearest to 87 and
13 %. The report's charts give no values in the text.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import cycle, islice

DISTRICT_NAME = "Rhein-Sieg-Kreis"
DISTRICT_AGS = "05382"
MONTHS = ("2022-01", "2022-02", "2022-03", "2022-04")
LAST_DAYS = (date(2022, 1, 31), date(2022, 2, 28), date(2022, 3, 31), date(2022, 4, 21))
ACTS = 1233
TARGET_PARTICIPANTS = 1630
PARTNER_PARTICIPANTS = 244

# acts by type in January, February, March, April (until the 21st)
ACTS_BY_TYPE = {
    "actor_talk": (48, 52, 30, 17),
    "working_group": (12, 14, 12, 8),
    "workshop": (5, 6, 5, 3),
    "info_event": (4, 5, 6, 4),
    "migrant_organisations": (9, 10, 7, 4),
    "counselling": (40, 52, 64, 48),
    "email_phone": (28, 36, 46, 34),
    "outreach": (10, 14, 20, 16),
    "registration": (0, 0, 318, 246),
}
WITH_CLIENTS = frozenset({"counselling", "email_phone", "outreach", "registration"})
IN_CASES = frozenset({"counselling", "email_phone", "outreach"})
PARTICIPANTS_PER_EVENT = 12
PARTNERED_EVENTS = 2


@dataclass(frozen=True)
class Office:
    """One case manager with one case file, serving one or two Standorte."""

    code: str
    name: str
    sites: tuple[tuple[str, str, str], ...]
    """(site code, name, AGS of the municipality)"""


OFFICES = (
    Office("ALB", "Anneke Brandt", (("SU", "Siegburg", "05382060"), ("LO", "Lohmar", "05382028"))),
    Office("BKO", "Bülent Koç", (("SA", "Sankt Augustin", "05382056"),)),
    Office("CWE", "Carla Weiß", (("HE", "Hennef", "05382020"), ("EI", "Eitorf", "05382016"))),
    Office("DŁU", "Daria Łukaszewicz", (("KÖ", "Königswinter", "05382024"),)),
    Office("EHA", "Esra Hançer", (("NK", "Niederkassel", "05382044"), ("MU", "Much", "05382036"))),
    Office("FLI", "Frieda Linden", (("BO", "Bornheim", "05382012"),)),
    Office("GNG", "Giang Nguyễn", (("AL", "Alfter", "05382004"), ("SW", "Swisttal", "05382064"))),
    Office("HØS", "Henrik Østergård", (("RH", "Rheinbach", "05382048"),)),
    Office("IMA", "Ilias Marković", (("ME", "Meckenheim", "05382032"), ("WA", "Wachtberg", "05382072"))),
    Office("JSC", "Jule Schröder", (("WI", "Windeck", "05382076"),)),
)


@dataclass(frozen=True)
class Act:
    """One planned act at one Standort."""

    site: str
    activity_type: str
    day: date
    target: int
    partner: int


@dataclass(frozen=True)
class StoryAct:
    """An act that the scripted case makes itself; it is taken out of the plan."""

    activity_type: str
    month: int


def plan(story: tuple[StoryAct, ...] = ()) -> tuple[Act, ...]:
    """All acts of the four months but those of the story (one target participant each, first Standort)."""
    sites = [site[0] for office in OFFICES for site in office.sites]
    left = [
        (kind, month)
        for kind, by_month in ACTS_BY_TYPE.items()
        for month, count in enumerate(by_month)
        for _ in range(count - story.count(StoryAct(kind, month)))
    ]
    targets = iter(_target_participants(left, len(story)))
    events = iter(range(sum(ACTS_BY_TYPE["info_event"])))
    return tuple(
        Act(site, kind, _working_day(month, number), next(targets), _partners(kind, events))
        for number, ((kind, month), site) in enumerate(
            zip(left, islice(cycle(sites), len(left)), strict=True)
        )
    )


def _target_participants(left: list[tuple[str, int]], story_acts: int) -> list[int]:
    """One a client act, twelve an event; what is missing to the total are families at the registration."""
    base = [_base_target(kind) for kind, _ in left]
    spare = TARGET_PARTICIPANTS - story_acts - sum(base)
    families = [index for index, (kind, _) in enumerate(left) if kind == "registration"]
    for index in islice(cycle(families), spare):
        base[index] += 1
    return base


def _base_target(kind: str) -> int:
    if kind in WITH_CLIENTS:
        return 1
    return PARTICIPANTS_PER_EVENT if kind == "info_event" else 0


def _partners(kind: str, events: Iterator[int]) -> int:
    if kind in WITH_CLIENTS:
        return 0
    return int(next(events) < PARTNERED_EVENTS) if kind == "info_event" else 1


def _working_day(month: int, number: int) -> date:
    """Spread over the Mondays to Fridays of the month, deterministically."""
    last = LAST_DAYS[month]
    days = [last.replace(day=day) for day in range(1, last.day + 1)]
    return [day for day in days if day.weekday() < 5][number % sum(day.weekday() < 5 for day in days)]
