# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""A case file to look around in: invented people, with something due, begun and agreed as of today."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path
from random import Random

from app.demo.district_story import controller, keep_backups
from app.demo.offers import YOUTH_OFFICE, named
from app.demo.office_work import Desk, furnish
from app.demo.people import newcomers
from app.demo.plan import OFFICES
from app.demo.sample_cases import fill_whole_cases
from app.demo.school_list import write_school_list
from app.domain.act import NewActivity, NewShortAdvice
from app.domain.assessment import DIMENSIONS, NewAssessment, Score
from app.domain.contact import NewContact
from app.domain.dates import BERLIN, next_working_day
from app.domain.follow_up import NewFollowUp
from app.domain.gap import NewGap
from app.domain.goal import NewGoal, NewStep
from app.domain.intake import Intake
from app.domain.livelihood import NewLivelihood
from app.domain.target_groups import NewGroup
from app.domain.text_block import TextBlock
from app.operations import (
    acts,
    assessments,
    backups,
    cases,
    contacts,
    follow_ups,
    gaps,
    goals,
    livelihoods,
    target_groups,
    text_blocks,
    vaults,
)

CODE = "BEISPIEL"
PASSWORD = "Kaffee Brücke Rhein Sieg"
CASES = 14
NOTES = (
    ("phone", "Bescheid liegt vor, Kürzung fraglich. Die Sachbearbeiterin prüft bis Freitag."),
    ("talk", "Antrag zusammen ausgefüllt. Die Nachweise fehlen noch."),
    ("outreach", "In der Unterkunft getroffen. Möchte einen Deutschkurs am Abend."),
    ("email", "Kursplatz angefragt, Antwort steht aus."),
    ("accompaniment", "Termin bei der Wohngeldstelle. Antrag ist abgegeben."),
)
GOALS = (
    ("Ich will eine eigene Wohnung.", "housing", "Drei Anzeigen anschreiben"),
    ("Ich möchte Deutsch für den Beruf lernen.", "language", "Zum Einstufungstest gehen"),
    ("Ich suche Arbeit, in der ich lernen kann.", "work", "Lebenslauf fertig schreiben"),
)
REQUESTS = ("Hilfe bei der Wohnungssuche", "Deutschkurs am Abend", "Arbeit oder Ausbildung", "Kitaplatz")
DUE = ("Bescheid nachfragen", "Termin Sprachkurs bestätigen", "Unterlagen prüfen", "Rückruf Kita")

SHORT_ADVICE = (
    ("walk_in", "ar", ("housing",), "social_office"),
    ("walk_in", "uk", ("language",), "language_course"),
    ("walk_in", "de", ("family", "education"), "youth_office"),
)
ACTIVITIES = (
    ("working_group", "Arbeitskreis Wohnen", 120, 9),
    ("info_event", "Infoabend Kita und Schule", 90, 3),
)
OWN_TEXT_BLOCK = (
    "Wohnungssuche besprochen",
    "Anzeigen zusammen durchgesehen: …. Bis … schreibt die Person … an.",
    "housing",
)


def create_sample(folder: Path) -> Path:
    """The sample file in this folder; an existing one is kept as it is."""
    path = folder / "beispiel.kim"
    if path.exists():
        return path
    folder.mkdir(parents=True, exist_ok=True)
    now = datetime.now(BERLIN).replace(microsecond=0)  # days before it are days of the office, at any hour
    vault = vaults.create_case_file(path, CODE, "Beispiel", PASSWORD, now, vaults.FLOOR).vault
    try:
        fill(furnish(vault, OFFICES[0], now.date()), now)
        keep_backups(vault, folder, now)
        backups.back_up(vault, now)
    finally:
        vault.close()
    return path


def fill(desk: Desk, now: datetime) -> None:
    """Fourteen cases of different age and state."""
    cases.set_controller(desk.vault, controller(), now=now)
    code, name, municipality = desk.office.sites[0]
    people = islice(newcomers(7, now.date(), municipality, name), CASES)
    for number, (person, living) in enumerate(people):
        begun = now - timedelta(days=20 + 11 * number)
        site, request = desk.sites[code], REQUESTS[number % len(REQUESTS)]
        living = living if number % 3 else None
        sheet = Intake(person, site, begun.date(), "walk_in", request, livelihood=living)
        opened = cases.take_in(desk.vault, sheet, now=begun)
        assert opened.case_id is not None
        if number:
            cases.set_basis(desk.vault, opened.file_id, "task", begun.date(), now=begun)
        if number % 3 == 0:
            _change_circle(desk, opened.case_id, now - timedelta(days=10 * number))
        _lead(desk, opened.case_id, begun, now, number)
    fill_whole_cases(desk, now)
    _beside_cases(desk, now)


def _beside_cases(desk: Desk, now: datetime) -> None:
    """Short advice and meetings of the last days, a gap, and what the office added of its own."""
    vault, site_id = desk.vault, desk.sites[desk.office.sites[0][0]]
    for days, (channel, language, topics, target) in enumerate(SHORT_ADVICE):
        held = now - timedelta(days=days)
        advice = NewShortAdvice(
            site_id, "counselling", held.date(), language, topics, (target,), 15, channel=channel
        )
        acts.add_short_advice(vault, advice, now=held)
    for days, (kind, title, minutes, partners) in enumerate(ACTIVITIES, start=1):
        held = now - timedelta(days=days)
        activity = NewActivity(site_id, kind, held.date(), title, minutes, partner_participants=partners)
        acts.add_activity(vault, activity, now=held)
    write_school_list(vault, site_id, named(desk.services, YOUTH_OFFICE), now - timedelta(days=8))
    gaps.note_gap(vault, NewGap(site_id, "language", "waiting", now.date()), now=now)
    text_blocks.keep_text_block(vault, TextBlock("", *OWN_TEXT_BLOCK), now=now)
    target_groups.add_group(
        vault, NewGroup("Auszubildende mit Fluchtgeschichte", min_age=16, max_age=27), now=now
    )


def _change_circle(desk: Desk, case_id: str, now: datetime) -> None:
    """From AsylbLG to SGB II, with twelve days between and an end that comes near."""
    today = now.date()
    begins = (today - timedelta(days=47)).replace(day=1)
    ended = begins - timedelta(days=13)
    first = NewLivelihood("asylblg", since=today - timedelta(days=300), authority="Sozialamt Musterkreis")
    period_id = livelihoods.add_livelihood(desk.vault, case_id, first, now=now)
    until = begins + timedelta(days=181)
    after = NewLivelihood("sgb2", since=begins, until=until, authority="Jobcenter Musterkreis")
    livelihoods.change_circle(desk.vault, case_id, period_id, ended, after, now=now)


def _lead(desk: Desk, case_id: str, begun: datetime, now: datetime, number: int) -> None:
    """Contacts, an assessment, a goal and a follow-up of one case."""
    random = Random(number)
    for step, (kind, text) in enumerate(NOTES[: 2 + number % 4]):
        held = begun + timedelta(days=3 * step)
        contact = NewContact(kind, held.date(), text, minutes=random.choice((10, 20, 45)))
        contacts.add_contact(desk.vault, case_id, contact, now=held)
    scores = tuple(
        Score(dimension, random.randint(1, 5), random.randint(1, 5)) for dimension in DIMENSIONS[1:]
    )
    assessments.record_assessment(desk.vault, case_id, NewAssessment(begun.date(), scores), now=begun)
    words, dimension, step_text = GOALS[number % len(GOALS)]
    due = next_working_day((now + timedelta(days=3 + number)).date())
    goal = NewGoal(words, dimension, begun.date(), steps=(NewStep(step_text, "client", due),))
    goals.set_goal(desk.vault, case_id, goal, now=begun)
    if number % 2:
        day = next_working_day((now + timedelta(days=number - 5)).date())
        follow_ups.add_follow_up(
            desk.vault, NewFollowUp(case_id, day, DUE[number // 2 % len(DUE)]), now=begun
        )
