# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Somebody needs something: who offers it in their language, where a course begins, and what is missing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from app.domain.assessment import NewAssessment, Score
from app.domain.client import Person, SpokenLanguage
from app.domain.course import CourseData
from app.domain.goal import NewGoal
from app.domain.intake import Intake
from app.domain.service import ServiceData
from app.operations import assessments, cases, directory, gaps, goals, referrals
from storage.vault import open_with_key
from tests.journeys.hands import Hands
from ui.service_finder import ServiceFinder

SIEGBURG = "05382060"
SERVICES = (
    ServiceData("Wohnhilfe e. V.", "other", topics=("housing",), languages=("ar",), municipality=SIEGBURG),
    ServiceData("Haus der Sprachen", "language_course", topics=("education",), languages=("prs", "ar")),
    ServiceData("Mieterbund", "other", topics=("housing",), languages=("prs",), municipality="05315000"),
    ServiceData(
        "Wohnraumbüro", "municipal_office", topics=("housing",), languages=("prs",), reach=("05382",)
    ),
)


@pytest.fixture
def case_id(case_template: Any, path: Path, now: datetime) -> str:
    """A person from Siegburg who speaks Dari, and a directory of four."""
    vault = case_template.opened_in(path.parent)
    site = cases.add_site(vault, "SU", "Siegburg Mitte", SIEGBURG, now)
    person = Person("Rahimi", "Nasrin", languages=(SpokenLanguage("prs"), SpokenLanguage("de", "A2")))
    opened = cases.take_in(vault, Intake(person, site, now.date(), "self"), now)
    ids = [directory.add_service(vault, data, now) for data in SERVICES]
    directory.add_course(vault, CourseData(ids[1], "Abendkurs", "A2", date(2027, 1, 4)), now)
    directory.add_course(
        vault, CourseData(ids[1], "Elternkurs", "B1", date(2027, 1, 11), childcare=True), now
    )
    directory.add_course(vault, CourseData(ids[1], "Berufskurs", "B2", date(2027, 3, 1)), now)
    vault.close()
    return opened.case_id


def test_found_by_need_in_the_persons_language(hands: Callable[[], Hands], case_id: str) -> None:
    person = hands()
    vault = person.robot.shell().session.vault
    person.robot.go("case", case_id)
    with person.task("Anlaufstelle in der Sprache der Person, Verweis", at_most=6):
        person.press("Ctrl+Shift+U")
        person.answer("Lebensbereich", "Wohnen")
        person.do("Anlaufstelle finden")
        assert person.robot.reads("1 gefunden")
        assert person.robot.reads("Wohnraumbüro")
        person.press("Return")
        person.press("Ctrl+Return")
    (made,) = referrals.referrals(vault, case_id)
    assert (made.recipient, made.dimension, made.with_data) == ("Wohnraumbüro", "housing", False)
    assert person.robot.reads("Verweisberatung")


def test_a_language_nobody_wrote_down_is_no_dead_end(hands: Callable[[], Hands], case_id: str) -> None:
    person = hands()
    person.robot.go("case", case_id)
    person.press("Ctrl+Shift+U")
    person.answer("Lebensbereich", "Bildung")
    person.do("Anlaufstelle finden")
    person.answer("Sprache", "Tigrinya")
    assert person.robot.reads("Dazu steht hier keine Anlaufstelle.")
    person.do("Ohne die Sprache: 1 gefunden")
    assert person.robot.reads("Haus der Sprachen")


def test_what_no_search_finds_is_a_gap_in_two_keystrokes(hands: Callable[[], Hands], case_id: str) -> None:
    person = hands()
    vault = person.robot.shell().session.vault
    person.robot.go("services")
    person.answer("Thema", "Gesundheit")
    assert person.robot.reads("Dazu steht hier keine Anlaufstelle.")
    with person.task("Angebotslücke nach leerer Suche", at_most=2, compare="Meldung per E-Mail"):
        person.press("Ctrl+G")
        person.press("4")
    (gap,) = gaps.gaps(vault)
    assert (gap.dimension, gap.kind, gap.case_id) == ("health", "no_interpreter", None)


def test_courses_from_b1_in_january(hands: Callable[[], Hands], case_id: str) -> None:
    person = hands()
    person.robot.go("services")
    with person.task("Kurse ab B1 im Januar", at_most=4, compare="Telefonate"):
        person.back("Was zeigen?: Stellen")
        person.choose("Was zeigen?: Sprachkurse", "Right")
        person.go("Niveau ab")
        person.choose("B1")
        person.answer("Beginn", "Januar 2027")
    person.go("mit Kinderbetreuung")
    table = person.robot.shell().page().courses.table.model()  # type: ignore[union-attr]
    assert [table.index(row, 0).data() for row in range(table.rowCount())] == ["Elternkurs"]


def test_an_entry_is_written_down_corrected_and_ended(hands: Callable[[], Hands], case_id: str) -> None:
    person = hands()
    vault = person.robot.shell().session.vault
    person.robot.go("services")
    with person.task("Anlaufstelle eintragen", at_most=7, compare="Excel ≈ 12"):
        person.do("Neue Anlaufstelle")
        person.write("Frauenberatung")
        person.answer("Art der Stelle", "Sonstige Akteure")
        person.answer("Telefon", "02241 77")
        person.do("Themen: Familie und Erziehung")
        person.answer("Beratung auch auf", "Dari")
        person.press("Ctrl+Return")
    (made,) = [each for each in directory.services(vault) if each.institution == "Frauenberatung"]
    assert (made.phone, made.topics, made.languages) == ("02241 77", ("family",), ("prs",))
    person.answer("Anlaufstellen durchsuchen", "frauen")
    with person.task("Anlaufstelle beenden", at_most=2):
        person.press("Down")
        person.do("Beenden")
    assert directory.service(vault, made.id).valid_to == date(2026, 11, 22)
    assert person.robot.reads("bis 22.11.2026")


def test_from_a_goal_to_who_helps_with_it(
    hands: Callable[[], Hands], case_id: str, path: Path, case_template: Any, now: datetime
) -> None:
    vault = open_with_key(path, case_template.code, case_template.key)
    goals.set_goal(vault, case_id, NewGoal("Ich will eine eigene Wohnung.", "housing", now.date()), now)
    vault.close()
    person = hands()
    vault = person.robot.shell().session.vault
    person.robot.go("case", case_id, "goals")
    with person.task("Vom Ziel zur Anlaufstelle, Verweis festgehalten", at_most=3):
        person.do("Anlaufstelle finden: Ich will eine eigene Wohnung.")
        person.press("Return")
        person.press("Ctrl+Return")
    (made,) = referrals.referrals(vault, case_id)
    assert (made.recipient, made.dimension) == ("Wohnraumbüro", "housing")
    assert person.robot.reads("Überleitung")


def test_from_a_need_to_who_helps_with_it(
    hands: Callable[[], Hands], case_id: str, path: Path, case_template: Any, now: datetime
) -> None:
    vault = open_with_key(path, case_template.code, case_template.key)
    taken = NewAssessment(now.date(), (Score("housing", 5, 2),))
    assessments.record_assessment(vault, case_id, taken, now)
    vault.close()
    person = hands()
    person.robot.go("case", case_id, "assessment")
    with person.task("Vom Bedarf zur Anlaufstelle", at_most=4):
        person.go("Bestandsaufnahme wählen")
        person.choose("22.11.2026")
        person.go("Frühere Bestandsaufnahme")
        person.choose("Wohnen")
        person.press("Return")
        assert person.robot.reads("Wohnraumbüro")
        person.press("Return")
    assert person.robot.one(ServiceFinder).service is not None
    assert person.robot.shell().location[1][1] == "referral"
