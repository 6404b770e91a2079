# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""A case file to look around in: invented people, with something due, begun and agreed as of today."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from random import Random

from app.demo.district_story import controller
from app.demo.office_work import Desk, furnish
from app.demo.people import persons
from app.demo.plan import OFFICES
from app.domain.assessment import DIMENSIONS, NewAssessment, Score
from app.domain.contact import NewContact
from app.domain.follow_up import NewFollowUp
from app.domain.goal import NewGoal, NewStep
from app.domain.intake import Intake
from app.operations import assessments, cases, contacts, follow_ups, goals, vaults

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
DUE = ("Bescheid nachfragen", "Termin Sprachkurs bestätigen", "Unterlagen prüfen", "Rückruf Kita")


def create_sample(folder: Path) -> Path:
    """The sample file in this folder; an existing one is kept as it is."""
    path = folder / "beispiel.kim"
    if path.exists():
        return path
    folder.mkdir(parents=True, exist_ok=True)
    now = datetime.now(UTC).replace(microsecond=0)
    vault = vaults.create_case_file(path, CODE, "Beispiel", PASSWORD, now, vaults.FLOOR).vault
    try:
        fill(furnish(vault, OFFICES[0], now.date()), now)
    finally:
        vault.close()
    return path


def fill(desk: Desk, now: datetime) -> None:
    """Fourteen cases of different age and state."""
    cases.set_controller(desk.vault, controller(), now=now)
    code, name, municipality = desk.office.sites[0]
    people = islice(persons(7, now.date(), municipality, name), CASES)
    for number, person in enumerate(people):
        begun = now - timedelta(days=20 + 11 * number)
        sheet = Intake(person, desk.sites[code], begun.date(), "walk_in", "Beratung zur Wohnung")
        opened = cases.take_in(desk.vault, sheet, now=begun)
        assert opened.case_id is not None
        if number:
            cases.set_basis(desk.vault, opened.file_id, "task", begun.date(), now=begun)
        _lead(desk, opened.case_id, begun, now, number)


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
    due = (now + timedelta(days=3 + number)).date()
    goal = NewGoal(words, dimension, begun.date(), steps=(NewStep(step_text, "client", due),))
    goals.set_goal(desk.vault, case_id, goal, now=begun)
    if number % 2:
        day = (now + timedelta(days=number - 5)).date()
        follow_ups.add_follow_up(
            desk.vault, NewFollowUp(case_id, day, DUE[number // 2 % len(DUE)]), now=begun
        )
