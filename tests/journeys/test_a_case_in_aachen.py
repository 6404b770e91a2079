# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Stadt Aachen, its six steps from access to closing; who lives in the Städteregion goes to the neighbour.

Access by the Ausländerbehörde, competence by residence, first counselling with Bestandsaufnahme and
Zielvereinbarung, hand-over within the team, the next appointment with what is still open, closing by both.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, date, datetime, time

import pytest

from app.domain.service import ServiceData
from app.domain.timeline import TimelineEntry
from app.operations import (
    agreements,
    appointments,
    assessments,
    cases,
    competence,
    directory,
    follow_ups,
    goals,
    referrals,
)
from app.operations.vaults import Vault
from tests.journeys.working_days import WorkingDays, controller

Filling = Callable[[], AbstractContextManager[Vault]]
AACHEN, BEGUN, SECOND_TALK = "05334002", date(2026, 11, 23), date(2026, 12, 7)
GOAL, REGION, COURSES = (
    "Ich will Deutsch bis B1 lernen",
    "KIM StädteRegion Aachen",
    "Sprachkursberatung Aachen",
)
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)  # popups, offscreen


@pytest.fixture
def now() -> datetime:
    return datetime(2026, 11, 23, 8, 30, tzinfo=UTC)


@pytest.fixture
def person(filling: Filling, working_days: Callable[[], WorkingDays], now: datetime) -> WorkingDays:
    """Before the locked window of the city's Standort, with the neighbour and the team in the directory."""
    with filling() as vault:
        cases.set_controller(vault, controller("Stadt Aachen", "KIM", "52062 Aachen"), now)
        site = cases.add_site(vault, "AC", "Aachen", AACHEN, now)
        competence.set_area(vault, site, (AACHEN,), now)
        region = ServiceData(REGION, "municipal_office", reach=("05334",), case_management=True)
        team = ServiceData(COURSES, "municipal_office", topics=("language",), municipality=AACHEN)
        for data in (region, team):
            directory.add_service(vault, data, now)
    return working_days()


def test_the_six_steps(person: WorkingDays) -> None:
    with person.task("Aachen: vom Zugang bis zum Abschluss", at_most=108):
        person.unlock()
        who_lives_in_the_region_goes_to_the_neighbour(person)
        who_lives_in_the_city_is_taken_in(person)
        the_first_counselling_ends_with_an_agreement(person)
        the_next_appointment_is_made(person)
        the_team_takes_over_what_is_theirs(person)
        person.come_back(after_days=14)
        the_second_talk_begins_with_what_is_open(person)
        person.come_back(after_days=80)
        both_sides_close(person)


def who_lives_in_the_region_goes_to_the_neighbour(person: WorkingDays) -> None:
    """Steps 1 and 2, for somebody from Würselen."""
    person.press("Ctrl+N")
    person.write("Haddad")
    person.answer("Wohnt in", "Würselen")
    person.answer("Wie ist die Person gekommen?", "Ausländer- oder Einbürgerungsbehörde")
    person.robot.wait_for(lambda: person.says("Würselen liegt außerhalb"), "the note")
    assert person.says("Dabei gehen keine Angaben hinaus.")
    person.do(f"An {REGION} übergeben")
    person.press("Ctrl+Return")
    (line,) = cases.case_list(person.vault, "", "closed")
    intake = cases.case_view(person.vault, line.case_id, BEGUN).intake
    assert intake is not None
    assert (intake.decision, intake.decision_reason) == (
        "not_accepted",
        f"Nach dem Wohnort ist zuständig: {REGION}",
    )


def who_lives_in_the_city_is_taken_in(person: WorkingDays) -> None:
    """Steps 1 and 2, for somebody from Aachen."""
    person.press("Ctrl+N")
    person.write("Tesfay")
    person.answer("Vornamen", "Selam")
    person.answer("Geburtsdatum", "3/1994")
    person.answer("Geschlecht", "weiblich")
    person.answer("Sprache der Beratung", "Tigrinya")
    person.answer("Wohnt in", "Aachen")
    person.answer("Wie ist die Person gekommen?", "Ausländer- oder Einbürgerungsbehörde")
    person.answer("Anliegen", "Weiß nicht, welcher Kurs der richtige ist")
    person.do("Mehr angeben")
    person.answer("In Deutschland seit", "6/2025")
    person.answer("Überwiesen von", "Ausländerbehörde der Städteregion")
    person.answer("Mitgegebene Angaben beruhen auf", "Einwilligung der Person")
    person.take_suggested_groups()
    person.press("Ctrl+Return")
    view = person.view
    assert view.intake is not None
    assert (view.intake.access_way, view.intake.sender_basis) == ("foreigners_office", "consent")
    assert view.target_groups == ("newcomers",)
    assert person.says("32 Jahre · Akte AC-2026-2")


def the_first_counselling_ends_with_an_agreement(person: WorkingDays) -> None:
    """Step 3: Bestandsaufnahme, planning, Zielvereinbarung."""
    person.get_consent(COURSES, ("Bildung und Arbeit",), "Kursplatz finden")
    person.turn_to("Bestandsaufnahme")
    person.go("Sprache, Bedarf")
    for key in "52" + "32" * 3 + "21" * 6:
        person.press(key)
    person.press("Ctrl+Return")
    (found,) = assessments.assessments(person.vault, person.case_id, person.today())
    assert found.score("language").need == 5
    person.turn_to("Ziele")
    person.do("Neues Ziel")
    person.write(GOAL)
    person.answer("Lebensbereich", "Sprache")
    person.answer("Schritt 1, was", "Einstufungstest machen")
    person.answer("Schritt 1, bis wann", "7.12.")
    person.do("Weiterer Schritt")
    person.answer("Schritt 2, was", "Kursliste besorgen")
    person.press("Ctrl+Return")
    person.sign_agreement()
    (agreement,) = agreements.agreements(person.vault, person.case_id)
    assert agreement.signed_by_both


def the_next_appointment_is_made(person: WorkingDays) -> None:
    """Step 3, its end: „und weiterer Terminvereinbarung“."""
    person.turn_to("Verlauf")
    person.do("Termin")
    person.write("7.12.")
    person.answer("Uhrzeit", "9:00")
    person.answer("Worum geht es?", "Zweites Gespräch")
    person.press("Ctrl+Return")
    assert "Der Termin am 07.12.2026 ist vereinbart." in person.heard()
    (made,) = [each for each in follow_ups.due(person.vault, None) if each.is_appointment]
    planned = appointments.appointment(person.vault, made.source_id or "")
    assert (planned.day, planned.at, planned.interpreter_language) == (SECOND_TALK, time(9), None)


def the_team_takes_over_what_is_theirs(person: WorkingDays) -> None:
    """Step 4: to the Sprachkursberatung of the team, with what she allows; the case stays in view."""
    person.press("Ctrl+Shift+U")
    person.write("sprachkurs")
    person.back("Was soll geschehen?: Verweisberatung")
    person.choose("Was soll geschehen?: Überleitung mit Daten", "Right")
    person.answer("Lebensbereich", "Sprache")
    person.press("Ctrl+Return")
    person.press("Return")
    (made,) = referrals.referrals(person.vault, person.case_id)
    assert (made.recipient, made.with_data, made.state) == (COURSES, True, "sent")


def the_second_talk_begins_with_what_is_open(person: WorkingDays) -> None:
    """Step 5: came, and what is still open and unclear."""
    assert person.has_row("09:00, Zweites Gespräch, S. T. · AC-2026-2, Termin")
    assert person.has_row("Rückmeldung: Sprachkursberatung Aachen, S. T. · AC-2026-2")
    person.press("Space")
    person.write("Test ist gemacht: A2. Offen bleibt die Kursliste, ungeklärt die Kinderbetreuung.")
    person.press("Ctrl+Return")
    person.go("offen, Einstufungstest machen")
    person.press("Space")
    person.open_case("tesfay")
    assert [entry.code for entry in of_kind(person, "appointment")] == ["came"]
    assert [entry.code for entry in of_kind(person, "contact")] == ["talk"]
    person.turn_to("Ziele")
    (goal,) = goals.goals(person.vault, person.case_id)
    assert [step.text for step in goal.unfinished] == ["Kursliste besorgen"]
    assert person.says("1 in Arbeit, 0 abgeschlossen")
    assert "Kursliste besorgen" in person.robot.buttons()
    person.press("Ctrl+Shift+U")
    person.go(f"23.11.2026, {COURSES}")
    person.press("A")
    assert person.says("angenommen")
    assert [each.state for each in referrals.referrals(person.vault, person.case_id)] == ["accepted"]


def both_sides_close(person: WorkingDays) -> None:
    """Step 6."""
    person.open_case("tesfay")
    person.do("Fall abschließen")
    person.answer("Grund", "Ziele")
    person.go("Einigkeit: beide Seiten")
    person.press("1")
    person.go(f"Ergebnis: „{GOAL}“: erreicht")
    person.press("1")
    person.press("Ctrl+Return")
    assert (person.view.case.status, person.view.case.closing_agreed) == ("closed", "both")
    assert [goal.result for goal in goals.goals(person.vault, person.case_id)] == ["reached"]


def of_kind(person: WorkingDays, kind: str) -> list[TimelineEntry]:
    """What the Verlauf holds of this kind."""
    return list(cases.timeline(person.vault, person.case_id, (kind,)))
