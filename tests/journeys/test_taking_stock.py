# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Bestandsaufnahme beside the person: a digit an answer, two views of one need, two dates side by side."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from app.domain.assessment import ART9_DIMENSIONS, DIMENSIONS, Assessment, NewAssessment, Score
from app.domain.consent import WantedRelease
from app.domain.controller import Controller
from app.domain.service import ServiceData
from app.operations import assessments, cases, consents, directory, goals
from storage.vault import open_with_key
from tests.journeys.hands import DONE, Hands
from ui.need_comparison import NeedComparison
from ui.widgets import Table

Sit = Callable[[], Hands]
WITHOUT_HEALTH = tuple(each for each in DIMENSIONS if each not in ART9_DIMENSIONS)
OFFICE = Controller(
    name="Stadt Musterstadt",
    unit="Integration",
    address="Marktplatz 1\n53721 Musterstadt",
    phone="02241 100",
    email="kim@musterstadt.example",
    officer="Datenschutz der Stadt",
    authority="LDI NRW",
    law="DSGVO",
    storage_years=3,
)


@pytest.fixture
def vault(case_template: Any, path: Path, with_a_case: str) -> Any:
    """The file before the window opens; closed by who uses it."""
    return open_with_key(path, case_template.code, case_template.key)


def taken(vault: Any, case_id: str, day: date, need: int, now: datetime, **own: int) -> None:
    scores = tuple(Score(each, need, 3, own_need=own.get(each)) for each in WITHOUT_HEALTH)
    assessments.record_assessment(vault, case_id, NewAssessment(day, scores), now)


def release_health(vault: Any, case_id: str, now: datetime) -> None:
    """A consent over health is printed, given and signed."""
    cases.set_controller(vault, OFFICE, now)
    club = directory.add_service(vault, ServiceData("Beratungsstelle", "other"), now)
    file_id = cases.case_view(vault, case_id, now.date()).file.id
    wanted = [WantedRelease(club, "health", "counselling", "both")]
    made = consents.prepare(vault, file_id, wanted, "de", date(2027, 6, 30), now)
    consents.print_notice(vault, made, "", now)
    rows = consents.consents(vault, file_id)[0].rows
    consents.sign(vault, made, now.date(), {row.id: "given" for row in rows}, now)


def at_the_case(hands: Sit, case_id: str, tab: str = "timeline") -> Hands:
    person = hands()
    person.robot.shell().go("case", case_id, tab)
    person.robot.settle()
    return person


def stored(person: Hands, case_id: str) -> tuple[Assessment, ...]:
    session = person.robot.shell().session
    return session.read(assessments.assessments, case_id, session.today())


def compared(person: Hands) -> dict[str, list[str]]:
    """The table beside the picture, by dimension."""
    table = person.robot.one(NeedComparison).findChildren(Table)[-1]
    model = table.model()
    heads = [
        model.headerData(at, table.horizontalHeader().orientation()) for at in range(model.columnCount())
    ]
    rows = [[model.index(row, at).data() for at in range(model.columnCount())] for row in range(11)]
    return {"": heads[1:]} | {row[0]: row[1:] for row in rows}


def test_eleven_dimensions_in_twenty_two_keys(
    hands: Sit, vault: Any, with_a_case: str, now: datetime
) -> None:
    release_health(vault, with_a_case, now)
    vault.close()
    person = at_the_case(hands, with_a_case)
    person.press("Ctrl+PgDown")
    with person.task("11 Lebensbereiche, Bedarf und Ressource", at_most=22, compare="höchstens 22 Tasten"):
        for key in "3142" * 5 + "51":
            person.press(key)
    assert person.keys == 22
    assert DONE[-1].seconds <= 180
    with person.task("Bestandsaufnahme speichern", at_most=1):
        person.press("Ctrl+Return")
    (found,) = stored(person, with_a_case)
    assert [(score.need, score.resource) for score in found.scores] == [(3, 1), (4, 2)] * 5 + [(5, 1)]
    assert person.robot.reads("22.11.2026 · 11 von 11 besprochen")


def test_without_a_release_health_takes_no_key(hands: Sit, with_a_case: str) -> None:
    person = at_the_case(hands, with_a_case)
    person.press("Ctrl+PgDown")
    with person.task("10 Lebensbereiche, Gesundheit nicht freigegeben", at_most=21):
        for key in "31" * 10:
            person.press(key)
        person.press("Ctrl+Return")
    (found,) = stored(person, with_a_case)
    assert [score.dimension for score in found.scores] == list(WITHOUT_HEALTH)
    assert not found.score("health").discussed


def test_not_discussed_is_said_and_is_no_low_need(hands: Sit, with_a_case: str) -> None:
    person = at_the_case(hands, with_a_case, "assessment")
    with person.task("Nicht besprochen und ein Bereich mit Notiz", at_most=5):
        person.press("0")
        person.press("4")
        person.press("2")
        person.back("Bildung, Notiz schreiben")
        person.press("Space")
        person.write("Anerkennung läuft")
    person.press("Ctrl+Return")
    (found,) = stored(person, with_a_case)
    assert found.score("language") == Score("language")
    assert found.score("education") == Score("education", 4, 2, "Anerkennung läuft")
    assert person.robot.reads("1 von 11 besprochen")


def test_the_person_sees_it_differently(hands: Sit, with_a_case: str) -> None:
    person = at_the_case(hands, with_a_case, "assessment")
    with person.task("Sicht der Person daneben, 10 Bereiche", at_most=32):
        person.press("E")
        for key in "423" + "224" * 9:
            person.press(key)
        person.press("Ctrl+Return")
    (found,) = stored(person, with_a_case)
    assert found.score("language") == Score("language", 4, 3, own_need=2)
    assert found.score("work").own_difference == 0
    person.go("Vergleichen mit")
    person.choose("Sicht der Person")
    seen = compared(person)
    assert seen[""] == ["wir", "Person", "Person sieht"]
    assert seen["Sprache"] == ["4", "2", "2 weniger"]
    assert seen["Arbeit"] == ["2", "2", "gleich"]


def test_any_two_dates_are_compared(hands: Sit, vault: Any, with_a_case: str, now: datetime) -> None:
    for day, need in ((date(2025, 11, 3), 5), (date(2026, 3, 2), 4), (date(2026, 8, 20), 2)):
        taken(vault, with_a_case, day, need, now)
    vault.close()
    person = at_the_case(hands, with_a_case, "assessment")
    with person.task("Zwei Bestandsaufnahmen vergleichen", at_most=2):
        person.back("Bestandsaufnahme wählen")
        person.choose("02.03.2026")
        person.go("Vergleichen mit")
        person.choose("03.11.2025", down="Down")
    assert compared(person)[""] == ["03.11.25", "02.03.26", "Änderung"]
    assert compared(person)["Wohnen"] == ["5", "4", "1 weniger"]
    assert compared(person)["Gesundheit"] == ["–", "–", "nicht besprochen"]
    assert person.robot.reads("Bedarf im Vergleich")


def test_a_new_one_begins_with_what_still_holds(
    hands: Sit, vault: Any, with_a_case: str, now: datetime
) -> None:
    taken(vault, with_a_case, date(2026, 8, 20), 2, now, language=5)
    vault.close()
    person = at_the_case(hands, with_a_case, "assessment")
    with person.task("Neue Bestandsaufnahme aus der letzten, ein Bereich anders", at_most=5):
        person.press("4")
        person.press("5")
        person.back("Aus der letzten übernehmen")
        person.press("Space")
        person.press("Ctrl+Return")
        person.press("Ctrl+Return")
    newest, before = stored(person, with_a_case)
    assert newest.score("language") == Score("language", 4, 5)
    assert newest.score("mobility") == Score("mobility", 2, 3)
    assert (newest.held_on, before.score("language").own_need) == (now.date(), 5)


def test_a_pressing_need_becomes_a_goal(hands: Sit, with_a_case: str) -> None:
    person = at_the_case(hands, with_a_case, "assessment")
    with person.task("Vordringlicher Bedarf wird zum Ziel", at_most=4):
        person.press("5")
        person.back("Sprache ist vordringlich: Ziel vereinbaren")
        person.press("Space")
        person.write("Ich will mit dem Arzt selbst reden")
        person.press("Ctrl+Return")
    (goal,) = person.robot.shell().session.read(goals.goals, with_a_case)
    assert (goal.words, goal.dimension) == ("Ich will mit dem Arzt selbst reden", "language")
    assert person.robot.reads("Das Ziel ist vereinbart. Die Bestandsaufnahme geht weiter.")
    person.press("Ctrl+Return")
    assert stored(person, with_a_case)[0].score("language").need == 5
