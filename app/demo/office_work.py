# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Four months of one case manager: cases, contacts, short advice, network meetings, referrals, gaps."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import chain, cycle
from random import Random

from app.demo.offers import OFFERS, write_directory
from app.demo.people import newcomers
from app.demo.plan import IN_CASES, WITH_CLIENTS, Act, Office
from app.domain.act import NewActivity, NewShortAdvice
from app.domain.case import Closing
from app.domain.contact import NewContact
from app.domain.dates import next_working_day
from app.domain.gap import NewGap
from app.domain.intake import Intake
from app.domain.referral import NewReferral
from app.operations import acts, cases, closing, contacts, follow_ups, gaps, referrals
from app.operations.vaults import Vault

KINDS = {"counselling": "talk", "email_phone": "phone", "outreach": "outreach"}
IN_CASE_TOPICS = ("housing", "language", "work", "residence", "family", "education")
TOPICS = (*IN_CASE_TOPICS, "health")
"""Of health only a Kurzberatung tells: nobody here has released it to be written down in a file."""
TARGETS = tuple(offer.referral_target for offer in OFFERS)
SHORT_LANGUAGES = ("uk", "uk", "ru", "uk", "de", "en", "ar")
CASES_PER_SITE = 24
CLOSED_EVERY = 7
FOLLOW_UP_AFTER = timedelta(days=12)
TITLES = ("Bescheid nachfragen", "Kursplatz bestätigen", "Unterlagen prüfen", "Rückruf Wohngeldstelle")
GAPS = (
    ("housing", "missing"),
    ("language", "waiting"),
    ("family", "no_places"),
    ("health", "no_interpreter"),
)


@dataclass
class Desk:
    """An open case file with its Standorte by code and what the coming months need of it."""

    vault: Vault
    office: Office
    sites: dict[str, str]
    services: list[str] = field(default_factory=list)
    cases: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    turns: dict[str, Iterator[str]] = field(default_factory=dict)


def noon(day: date) -> datetime:
    """The instant at which something of that day is recorded."""
    return datetime.combine(day, time(11), UTC)


def furnish(vault: Vault, office: Office, day: date) -> Desk:
    """Standorte and directory of a new case file."""
    sites = {
        code: cases.add_site(vault, code, name, municipality, now=noon(day))
        for code, name, municipality in office.sites
    }
    desk = Desk(vault, office, sites)
    desk.services = write_directory(vault, noon(day))
    return desk


def open_cases(desk: Desk, day: date, seed: int) -> None:
    """The cases with which the four months begin."""
    for place, (code, name, municipality) in enumerate(desk.office.sites):
        people = newcomers(100 * place + seed, day, municipality, name)
        for _ in range(CASES_PER_SITE):
            person, living = next(people)
            sheet = Intake(
                person, desk.sites[code], day, "department", target_groups=("refugees",), livelihood=living
            )
            opened = cases.take_in(desk.vault, sheet, now=noon(day))
            cases.set_basis(desk.vault, opened.file_id, "task", day, now=noon(day))
            assert opened.case_id is not None
            desk.cases[code].append(opened.case_id)
        desk.turns[code] = cycle(desk.cases[code][::-1])


def work(desk: Desk, acts: list[Act], seed: int) -> None:
    """Records the planned acts of one month, and the referrals and gaps that came of them."""
    random = Random(seed)
    if acts:
        _tidy(desk, acts[0].day)
    for number, act in enumerate(acts):
        if act.activity_type in IN_CASES:
            _in_case(desk, act, next(desk.turns[act.site]), number, random)
        elif act.activity_type in WITH_CLIENTS:
            _short(desk, act, number, random)
        else:
            _without_clients(desk, act)


def close_some(desk: Desk, day: date) -> None:
    """Every seventh case has reached its goals."""
    for code, ids in desk.cases.items():
        for case_id in ids[::CLOSED_EVERY]:
            closing.close_case(desk.vault, case_id, Closing("goals_reached", day), now=noon(day))
        del ids[::CLOSED_EVERY]
        desk.turns[code] = cycle(ids)


def _tidy(desk: Desk, today: date) -> None:
    """What was due is done, but for the last days; the scripted case looks after itself."""
    own = set(chain.from_iterable(desk.cases.values()))
    for due in follow_ups.due(desk.vault, today - timedelta(days=4)):
        if due.case_id in own and due.source in ("contact", "step"):
            follow_ups.done(desk.vault, due.id, now=noon(today))


def _in_case(desk: Desk, act: Act, case_id: str, number: int, random: Random) -> None:
    comes_back = number % 3 == 0
    contact = NewContact(
        KINDS[act.activity_type],
        act.day,
        minutes=30,
        target_participants=act.target,
        partner_participants=act.partner,
        follow_up_on=next_working_day(act.day + FOLLOW_UP_AFTER) if comes_back else None,
        follow_up_title=TITLES[number % len(TITLES)] if comes_back else "",
    )
    contacts.add_contact(desk.vault, case_id, contact, now=noon(act.day))
    if number % 4:
        referral = NewReferral(random.choice(desk.services), random.choice(IN_CASE_TOPICS), act.day)
        referrals.refer(desk.vault, case_id, referral, now=noon(act.day))
    if number % 3 == 0:
        dimension, kind = random.choice(GAPS)
        of_case = case_id if dimension in IN_CASE_TOPICS else None
        gap = NewGap(desk.sites[act.site], dimension, kind, act.day, case_id=of_case)
        gaps.note_gap(desk.vault, gap, now=noon(act.day))


def _short(desk: Desk, act: Act, number: int, random: Random) -> None:
    advice = NewShortAdvice(
        site_id=desk.sites[act.site],
        activity_type=act.activity_type,
        held_on=act.day,
        language=random.choice(SHORT_LANGUAGES),
        topics=(random.choice(TOPICS),),
        referral_targets=(random.choice(TARGETS),) if number % 2 else (),
        minutes=20,
        target_participants=act.target,
        partner_participants=act.partner,
    )
    acts.add_short_advice(desk.vault, advice, now=noon(act.day))


def _without_clients(desk: Desk, act: Act) -> None:
    activity = NewActivity(
        desk.sites[act.site],
        act.activity_type,
        act.day,
        minutes=90,
        target_participants=act.target,
        partner_participants=act.partner,
    )
    acts.add_activity(desk.vault, activity, now=noon(act.day))


def acts_of(acts: tuple[Act, ...], office: Office, month: int) -> list[Act]:
    """The planned acts of one office in one month (0 … 3), by day."""
    codes = {code for code, _, _ in office.sites}
    return sorted((a for a in acts if a.site in codes and a.day.month == month + 1), key=lambda a: a.day)
