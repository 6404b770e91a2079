# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Köln, from access to closing: a single mother of 24 in Kalk, whose housing is what presses most.

Need becomes goal, goal becomes agreement, the agreement a referral with the data she has allowed; a review
after three months compares and closes.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, date, datetime

import pytest

from app.domain.service import ServiceData
from app.operations import agreements, assessments, cases, consents, directory, goals, households, referrals
from app.operations.vaults import Vault
from tests.journeys.working_days import WorkingDays, controller

Filling = Callable[[], AbstractContextManager[Vault]]
KALK, BEGUN, REVIEW = "05315000-8", date(2026, 11, 23), date(2027, 2, 22)
HOUSING, GOAL = "Amt für Wohnungswesen Köln", "Ich will mit Mateo in eine eigene Wohnung"
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)  # popups, offscreen


@pytest.fixture
def now() -> datetime:
    return datetime(2026, 11, 23, 8, 30, tzinfo=UTC)


@pytest.fixture
def person(filling: Filling, working_days: Callable[[], WorkingDays], now: datetime) -> WorkingDays:
    """Before the locked window of the Standort in the Stadtbezirk Kalk."""
    with filling() as vault:
        cases.set_controller(vault, controller("Stadt Köln", "KIM", "51103 Köln"), now)
        cases.add_site(vault, "K8", "Köln-Kalk", KALK, now)
        office = ServiceData(HOUSING, "municipal_office", topics=("housing",), reach=("05315",))
        directory.add_service(vault, office, now)
    return working_days()


def test_from_the_jobcenter_to_closing(person: WorkingDays) -> None:
    with person.task("Köln: vom Zugang bis zum Abschluss", at_most=100):
        person.unlock()
        she_is_taken_in_with_her_child(person)
        need_is_taken_stock_of(person)
        what_presses_becomes_a_goal(person)
        person.sign_agreement()
        (agreement,) = agreements.agreements(person.vault, person.case_id)
        assert agreement.signed_by_both
        she_is_passed_on_with_what_she_allows(person)
        person.come_back(after_days=14)
        the_office_answers(person)
        person.come_back(after_days=77)
        the_review_compares(person)
        both_sides_close(person)


def she_is_taken_in_with_her_child(person: WorkingDays) -> None:
    person.press("Ctrl+N")
    person.write("Moreno Díaz")
    person.answer("Vornamen", "Lucía")
    person.answer("Geburtsdatum", "2.7.2002")
    person.answer("Geschlecht", "weiblich")
    person.answer("Sprache der Beratung", "Spanisch")
    person.answer("Wohnt in", "Köln-Kalk")
    person.answer("Wie ist die Person gekommen?", "Jobcenter")
    person.answer("Anliegen", "Wohnt mit dem Kind bei einer Freundin auf dem Sofa")
    person.do("Mehr angeben")
    person.answer("Lebt von", "Grundsicherung für Arbeitsuchende")
    person.answer("Seit", "1.9.2026")
    person.answer("Andere Beratung", "Jugendmigrationsdienst")
    assert person.says("Zwei Begleitungen zugleich sind ausgeschlossen.")
    person.answer("Andere Beratung", "Keine andere Beratung")
    person.do("Zielgruppen: Zugewanderte Alleinerziehende")
    person.take_suggested_groups()
    person.press("Ctrl+Return")
    view = person.view
    assert set(view.target_groups) == {"single_parent", "migrants_18_27"}
    assert (view.site.municipality, view.client.person.address.municipality) == (KALK, KALK)
    assert person.says("24 Jahre · Akte K8-2026-1")

    person.turn_to("Umfeld")
    person.answer("Vornamen", "Mateo")
    person.answer("Geboren", "5/2020")
    person.press("Return")
    (child,) = households.household(person.vault, view.client.id, BEGUN)
    assert (child.relation, child.name) == ("child", "Mateo Moreno Díaz")
    assert person.says("alleinerziehend")
    assert person.has_row("Mateo Moreno Díaz, Kind · geboren 05/2020, 6 Jahre, Schulalter")


def need_is_taken_stock_of(person: WorkingDays) -> None:
    person.turn_to("Bestandsaufnahme")
    person.go("Sprache, Bedarf")
    for key in "32" + "22" + "33" + "51" + "21" * 6:
        person.press(key)


def what_presses_becomes_a_goal(person: WorkingDays) -> None:
    person.back("Wohnen ist vordringlich: Ziel vereinbaren")
    person.press("Space")
    person.write(GOAL)
    person.answer("Schritt 1, was", "Wohnberechtigungsschein beantragen")
    person.answer("Schritt 1, bis wann", "7.12.")
    person.press("Ctrl+Return")
    assert person.says("Das Ziel ist vereinbart. Die Bestandsaufnahme geht weiter.")
    person.press("Ctrl+Return")
    (found,) = assessments.assessments(person.vault, person.case_id, person.today())
    assert found.score("housing").need == 5
    (goal,) = goals.goals(person.vault, person.case_id)
    assert (goal.words, goal.dimension, goal.steps[0].due_on) == (GOAL, "housing", date(2026, 12, 7))


def she_is_passed_on_with_what_she_allows(person: WorkingDays) -> None:
    person.get_consent(HOUSING, ("Wohnen",), "Wohnung suchen")
    person.press("Ctrl+Shift+U")
    person.write("amt für woh")
    person.back("Was soll geschehen?: Verweisberatung")
    person.choose("Was soll geschehen?: Überleitung mit Daten", "Right")
    person.answer("Lebensbereich", "Wohnen")
    person.press("Ctrl+Return")
    person.press("Return")
    (made,) = referrals.referrals(person.vault, person.case_id)
    (told,) = consents.disclosures(person.vault, person.view.file.id)
    assert (made.with_data, made.disclosure_id) == (True, told.id)
    assert set(told.categories) == {"name_contact", "housing"}


def the_office_answers(person: WorkingDays) -> None:
    assert person.has_row("Rückmeldung: Amt für Wohnungswesen Köln, L. M. · K8-2026-1")
    person.go("offen, Wohnberechtigungsschein beantragen")
    person.press("Space")
    person.open_case("moreno")
    (goal,) = goals.goals(person.vault, person.case_id)
    assert [step.state for step in goal.steps] == ["done"]
    person.press("Ctrl+Shift+U")
    person.go(f"23.11.2026, {HOUSING}")
    person.press("A")
    person.press("W")
    (made,) = referrals.referrals(person.vault, person.case_id)
    assert made.state == "attended"
    assert person.says("wahrgenommen")


def the_review_compares(person: WorkingDays) -> None:
    assert person.says("Überprüfung fällig")
    person.go("offen, Ziele überprüfen, L. M. · K8-2026-1, Ziele")
    person.press("Return")
    assert person.has_row("Fassung 1 vom 23.11.2026", "beide unterschrieben", "gültig")
    person.turn_to("Bestandsaufnahme")
    person.do("Aus der letzten übernehmen")
    person.press("Ctrl+Return")
    person.go("Wohnen, Bedarf")
    person.press("2")
    person.press("4")
    person.press("Ctrl+Return")
    newest = assessments.assessments(person.vault, person.case_id, person.today())[0]
    assert (newest.held_on, newest.score("housing").need, newest.score("work").need) == (REVIEW, 2, 3)
    assert person.says("Bedarf im Vergleich")
    assert any(
        row.startswith("Wohnen | 5 | 2 | 3 weniger") for row in person.table("Bedarf je Lebensbereich")
    )


def both_sides_close(person: WorkingDays) -> None:
    person.turn_to("Verlauf")
    person.do("Fall abschließen")
    person.answer("Grund", "Ziele")
    person.go("Einigkeit: beide Seiten")
    person.press("1")
    person.go(f"Ergebnis: „{GOAL}“: erreicht")
    person.press("1")
    person.press("Ctrl+Return")
    assert (person.view.case.status, person.view.case.closing_agreed) == ("closed", "both")
    assert [goal.result for goal in goals.goals(person.vault, person.case_id)] == ["reached"]
    assert person.says("Abgeschlossen am 22.02.2027: Ziele erreicht")
