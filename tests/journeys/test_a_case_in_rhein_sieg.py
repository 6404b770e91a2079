# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Rhein-Sieg-Kreis, from access to closing: registered in a hall, advised in passing, then a file.

Two Standorte on one desk; Verweisberatungen to several offices, one of which has no place left; a family
advised in MuKi-S; and a Meldung that counts each act once.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, date, datetime

import pytest

from app.domain.service import ServiceData
from app.operations import acts, cases, directory, follow_ups, gaps, referrals
from app.operations.vaults import Vault
from tests.journeys.working_days import WorkingDays, controller

Filling = Callable[[], AbstractContextManager[Vault]]
TROISDORF, SIEGBURG, BEGUN = "05382068", "05382060", date(2026, 11, 23)
JOBCENTER, COURSES, SCHOOL = "Jobcenter Rhein-Sieg", "Volkshochschule Troisdorf", "Schulamt Rhein-Sieg-Kreis"
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)  # popups, offscreen


@pytest.fixture
def now() -> datetime:
    return datetime(2026, 11, 23, 8, 30, tzinfo=UTC)


@pytest.fixture
def person(filling: Filling, working_days: Callable[[], WorkingDays], now: datetime) -> WorkingDays:
    """Before the locked window of one desk for Troisdorf and Siegburg, with three offices to name."""
    with filling() as vault:
        cases.set_controller(vault, controller("Rhein-Sieg-Kreis", "KIM", "53721 Siegburg"), now)
        cases.add_site(vault, "SU", "Siegburg", SIEGBURG, now)
        cases.add_site(vault, "TR", "Troisdorf", TROISDORF, now)
        for name, target, topic in (
            (JOBCENTER, "jobcenter", "work"),
            (COURSES, "language_course", "language"),
            (SCHOOL, "municipal_office", "education"),
        ):
            directory.add_service(vault, ServiceData(name, target, topics=(topic,), reach=("05382",)), now)
    return working_days()


def test_from_registration_to_closing(person: WorkingDays) -> None:
    with person.task("Rhein-Sieg: vom Zugang bis zum Abschluss", at_most=93):
        person.unlock()
        forty_people_are_registered(person)
        a_kurzberatung_goes_on_in_a_file(person)
        she_is_reached_by_phone_and_e_mail(person)
        person.get_consent(JOBCENTER, ("Leistungen",), "Leistungen sichern")
        assert person.view.file.basis == "consent"
        three_offices_are_named_to_her(person)
        a_family_is_advised_in_muki_s(person)
        person.come_back(after_days=9)
        one_has_no_place_and_that_is_a_gap(person)
        the_meldung_counts_each_act_once(person)
        person.come_back(after_days=60)
        both_sides_close(person)


def forty_people_are_registered(person: WorkingDays) -> None:
    person.press("Ctrl+Shift+T")
    person.answer("Art", "Mitwirkung bei der Erfassung Neuzugewanderter")
    person.answer("Dauer in Minuten", "4 h")
    person.answer("Personen aus Zielgruppen", "40")
    person.answer("Standort", "Troisdorf")
    person.press("Ctrl+Return")
    (act,) = acts.acts(person.vault, BEGUN, BEGUN)
    assert (act.activity_type, act.minutes, act.target_participants) == ("registration", 240, 40)


def a_kurzberatung_goes_on_in_a_file(person: WorkingDays) -> None:
    person.press("Ctrl+Shift+K")
    person.do("Themen: Arbeit und Existenzsicherung")
    person.press("8")
    person.answer("Sprache", "Ukrainisch")
    person.do("Danach Akte anlegen")
    person.press("Ctrl+Return")
    person.write("Petrenko")
    person.answer("Vornamen", "Olena")
    person.answer("Geburtsdatum", "1990")
    person.answer("Geschlecht", "weiblich")
    person.answer("Sprache der Beratung", "Ukrainisch")
    person.answer("Wohnt in", "Troisdorf")
    person.answer("Wie ist die Person gekommen?", "Offene Sprechstunde")
    person.answer("Anliegen", "Deutschkurs am Vormittag, Schule für den Sohn")
    person.do("Mehr angeben")
    person.answer("Name in eigener Schrift", "Олена Петренко")
    person.answer("Niveau der Beratungssprache", "C2")
    person.do("Sprachmittlung nötig")
    person.answer("Art der Sprachmittlung", "Am Telefon")
    person.do("Sprache")
    person.write("Deutsch")
    person.answer("Sprache: Niveau", "A1")
    person.answer("Aufenthaltsstatus", "Aufenthaltsgewährung zum vorübergehenden Schutz")
    person.answer("Gültig bis", "4.3.2027")
    assert "Familien und pädagogische Fachkräfte (MuKi-S)" in person.robot.buttons()
    person.take_suggested_groups()
    person.press("Ctrl+Return")
    view = person.view
    assert (view.site.municipality, view.file.number) == (TROISDORF, "TR-2026-1")
    assert set(view.target_groups) == {"refugees", "ukraine"}
    ukrainian, german = view.client.person.languages
    assert (ukrainian.code, ukrainian.interpreter_needed, ukrainian.interpreter_kind) == ("uk", True, "phone")
    assert (german.code, german.level) == ("de", "A1")
    assert [act.continued for act in acts.acts(person.vault, BEGUN, BEGUN)].count(True) == 1
    assert person.says("Ukrainisch · Sprachmittlung nötig")
    assert person.says("Geburtsjahr") is False


def she_is_reached_by_phone_and_e_mail(person: WorkingDays) -> None:
    person.press("2")
    person.write("Termin mit Sprachmittlung am Telefon abgestimmt")
    person.press("Ctrl+Return")
    person.press("3")
    person.write("Liste der Kurse geschickt")
    person.press("Ctrl+Return")
    found = cases.timeline(person.vault, person.case_id, ("contact",))
    assert sorted(each.code for each in found) == ["email", "phone"]


def three_offices_are_named_to_her(person: WorkingDays) -> None:
    person.press("Ctrl+Shift+U")
    for office, dimension in ((JOBCENTER, "Arbeit"), (COURSES, "Sprache"), (SCHOOL, "Bildung")):
        person.answer("An wen?", office)
        person.answer("Lebensbereich", dimension)
        person.press("Ctrl+Return")
    made = referrals.referrals(person.vault, person.case_id)
    assert {each.recipient for each in made} == {JOBCENTER, COURSES, SCHOOL}
    assert not any(each.with_data for each in made)


def a_family_is_advised_in_muki_s(person: WorkingDays) -> None:
    person.press("Ctrl+Shift+T")
    person.answer("Art", "MuKi-S: Beratung einer Familie")
    assert person.says("Zählt in der Meldung als „Erst- und Verweisberatung“.")
    person.answer("Dauer in Minuten", "45")
    person.answer("Personen aus Zielgruppen", "3")
    person.answer("Standort", "Troisdorf")
    person.press("Ctrl+Return")


def one_has_no_place_and_that_is_a_gap(person: WorkingDays) -> None:
    person.open_case("petrenko")
    person.press("Ctrl+Shift+U")
    person.choose_row(f"23.11.2026, {SCHOOL}", f"23.11.2026, {COURSES}")
    person.press("L")
    person.write("Vormittags erst im Sommer wieder")
    person.press("Ctrl+Return")
    person.press("G")
    person.press("3")
    (gap,) = gaps.gaps(person.vault)
    assert (gap.kind, gap.dimension, gap.case_id) == ("no_places", "language", person.case_id)
    assert person.says("Angebotslücke: Keine freien Plätze")


def the_meldung_counts_each_act_once(person: WorkingDays) -> None:
    person.press("Ctrl+5")
    person.go("Standort")
    person.choose("Troisdorf")
    counted = person.table("Tätigkeiten im November 2026")
    assert counted[0].startswith("Beratung und Begleitung | – | 5 | – | 46 | 0")
    assert all(row.split(" | ")[2] == "0" for row in counted[1:])


def both_sides_close(person: WorkingDays) -> None:
    person.open_case("petrenko")
    person.do("Fall abschließen")
    person.answer("Grund", "Übergeleitet")
    person.go("Einigkeit: beide Seiten")
    person.press("1")
    person.press("Ctrl+Return")
    assert (person.view.case.status, person.view.case.closing_reason) == ("closed", "referred_on")
    assert person.says("Abgeschlossen am 31.01.2027")
    assert not follow_ups.due(person.vault, None)
