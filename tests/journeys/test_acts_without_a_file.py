# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Most of a day needs no file: a call, a training, a hall full of people; two Standorte on one desk."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from app.domain.act import NewActivity, NewShortAdvice
from app.operations import acts, bin, cases
from app.operations.vaults import Vault
from tests.journeys.hands import Hands

TODAY = date(2026, 11, 22)
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)  # popups, offscreen
Sit = Callable[[], Hands]


@pytest.fixture
def sites(case_template: Any, path: Path, now: datetime) -> tuple[str, str]:
    """Troisdorf and Siegburg; the last call was in Ukrainian."""
    vault = case_template.opened_in(path.parent)
    troisdorf = cases.add_site(vault, "TR", "Troisdorf", "05382068", now)
    siegburg = cases.add_site(vault, "SU", "Siegburg", "05382060", now)
    last = NewShortAdvice(siegburg, "email_phone", date(2026, 10, 5), "uk", ("work",), channel="phone")
    acts.add_short_advice(vault, last, now - timedelta(days=48))
    vault.close()
    return troisdorf, siegburg


def held(person: Hands) -> Vault:
    return person.robot.shell().session.vault


def test_a_kurzberatung_by_phone(hands: Sit, sites: tuple[str, str]) -> None:
    person = hands()
    with person.task("Kurzberatung am Telefon", at_most=4):
        person.press("Ctrl+Shift+K")
        person.do("Themen: Wohnen")
        person.press("2")
        person.press("Ctrl+Return")
    (line,) = acts.acts(held(person), TODAY, TODAY)
    new = acts.short_advice(held(person), line.id)
    assert (new.channel, new.activity_type, new.language, new.topics) == (
        "phone",
        "email_phone",
        "uk",
        ("housing",),
    )
    assert (new.target_participants, new.site_id) == (1, sites[1])


def test_a_kurzberatung_names_where_it_pointed_to(hands: Sit, sites: tuple[str, str]) -> None:
    person = hands()
    with person.task("Kurzberatung mit zwei Anlaufstellen", at_most=6):
        person.press("Ctrl+Shift+K")
        person.do("Themen: Sprache")
        person.press("3")
        person.do("Verwiesen an: Sprachkursträger")
        person.do("Verwiesen an: Jobcenter")
        person.press("Ctrl+Return")
    (line,) = acts.acts(held(person), TODAY, TODAY)
    new = acts.short_advice(held(person), line.id)
    assert (new.channel, set(new.referral_targets)) == ("email", {"language_course", "jobcenter"})


def test_a_walk_in_of_three_in_another_language_goes_on_in_a_file(hands: Sit, sites: tuple[str, str]) -> None:
    person = hands()
    with person.task("Offene Sprechstunde zu dritt, danach Akte", at_most=10):
        person.press("Ctrl+Shift+K")
        person.do("Themen: Wohnen")
        person.press("8")
        person.answer("Sprache", "Arabisch")
        person.answer("Personen", "3")
        person.do("Danach Akte anlegen")
        person.press("Ctrl+Return")
        person.write("Haddad")
        person.answer("Wie ist die Person gekommen?", "Offene Sprechstunde")
        person.press("Ctrl+Return")
    (line,) = acts.acts(held(person), TODAY, TODAY)
    assert (line.continued, line.target_participants) == (True, 3)
    assert [one.family_name for one in cases.case_list(held(person))] == ["Haddad"]
    assert held(person).db.execute("SELECT count(*) FROM contact").fetchone() == (0,)


def test_a_muki_s_event_in_hours(hands: Sit, sites: tuple[str, str]) -> None:
    person = hands()
    with person.task("MuKi-S-Veranstaltung festhalten", at_most=7):
        person.press("Ctrl+Shift+T")
        person.answer("Art", "MuKi-S: Veranstaltung in der Kita")
        assert person.robot.reads("Zählt in der Meldung als „Informationsveranstaltung“.")
        person.answer("Worum ging es?", "Frühe Sprache")
        person.answer("Dauer in Minuten", "1,5 h")
        person.answer("Personen aus Zielgruppen", "14")
        person.answer("Personen von Partnern", "3")
        person.press("Ctrl+Return")
    (line,) = acts.acts(held(person), TODAY, TODAY)
    assert acts.activity(held(person), line.id) == NewActivity(
        sites[1], "muki_event", TODAY, "Frühe Sprache", 90, 14, 3
    )


def test_forty_five_people_are_registered_in_a_hall(hands: Sit, sites: tuple[str, str]) -> None:
    person = hands()
    with person.task("Erfassung von 45 Geflüchteten", at_most=4):
        person.press("Ctrl+Shift+T")
        person.answer("Art", "Mitwirkung bei der Erfassung Neuzugewanderter")
        person.answer("Personen aus Zielgruppen", "45")
        person.press("Ctrl+Return")
    (line,) = acts.acts(held(person), TODAY, TODAY)
    assert (line.activity_type, line.target_participants) == ("registration", 45)


def test_two_standorte_on_one_desk(hands: Sit, sites: tuple[str, str]) -> None:
    person = hands()
    with person.task("Tätigkeit und Fall an einem anderen Standort", at_most=8):
        person.press("Ctrl+Shift+T")
        person.answer("Art", "Arbeitskreis")
        person.answer("Standort", "Troisdorf")
        person.press("Ctrl+Return")
        person.press("Ctrl+N")
        person.write("Haddad")
        person.answer("Wie ist die Person gekommen?", "Von sich aus")
        person.press("Ctrl+Return")
    (line,) = cases.case_list(held(person))
    view = cases.case_view(held(person), line.case_id, TODAY)
    assert view.site.name == "Troisdorf"
    assert view.file.number.startswith("TR-")
    assert [act.site_id for act in acts.acts(held(person), TODAY, TODAY)] == [sites[0]]


def test_the_month_is_looked_through_corrected_and_tidied(hands: Sit, sites: tuple[str, str]) -> None:
    vault = None
    person = hands()
    vault = held(person)
    now = person.robot.shell().session.now()
    slip = acts.add_activity(vault, NewActivity(sites[0], "workshop", TODAY, "Doppelt", 60, 0, 4), now)
    wrong = acts.add_activity(
        vault, NewActivity(sites[0], "workshop", date(2026, 11, 20), "Wohnen", 60, 0, 4), now
    )
    with person.task("Tätigkeit berichtigen und eine entfernen", at_most=8):
        person.press("Ctrl+K")
        person.write("Tätigkeiten des Monats")
        person.press("Return")
        assert person.robot.reads("2 Einträge · 2 h · 0 aus Zielgruppen · 8 von Partnern")
        person.go("Tätigkeiten")
        person.choose("22.11.2026")
        person.press("Del")
        person.press("Return")
        person.answer("Dauer in Minuten", "2,5 h")
        person.press("Ctrl+Return")
    assert acts.activity(vault, wrong).minutes == 150
    assert [line.id for line in acts.acts(vault, TODAY.replace(day=1), TODAY)] == [wrong]
    assert len(bin.contents(vault)) == 1
    assert slip != wrong
    assert person.robot.reads("1 Eintrag · 2,5 h · 0 aus Zielgruppen · 4 von Partnern")
