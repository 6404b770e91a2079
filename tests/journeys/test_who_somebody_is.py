# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""More than a name: former and native names, two nationalities, languages, and who may call."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from app.domain.client import Channel, SpokenLanguage
from app.domain.dates import PartialDate
from app.operations import cases
from tests.journeys.hands import Hands

TODAY = date(2026, 11, 22)
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)  # popups, offscreen


def test_all_that_is_recorded_about_a_person(hands: Callable[[], Hands], with_a_case: str) -> None:
    person = hands()
    person.robot.go("case", with_a_case)
    with person.task("Angaben zur Person vollständig", at_most=18):
        person.do("Ändern")
        person.answer("Geburtsdatum", "03/1990")
        person.answer("Frühere Namen", "Łukaszewicz-Großmann")
        person.answer("Name in eigener Schrift", "گۆلشەن ئۆزدەمیر")
        person.do("Staatsangehörigkeit")
        person.write("Türkei")
        person.do("Staatsangehörigkeit")
        person.write("Irak")
        person.answer("In Deutschland seit", "2015")
        person.answer("In der Kommune seit", "03/2019")
        person.do("Sprache")
        person.write("Deutsch")
        person.answer("Sprache: Niveau", "B1")
        person.do("Nummer oder Adresse")
        person.answer("Erreichbar: Nummer oder Adresse", "0157 123")
        person.do("Erreichbar: Anruf")
        person.answer("Erreichbar: Von wem, von wem nicht", "nie, wenn der Ehemann abhebt")
        person.press("Ctrl+Return")
    client = cases.case_view(person.robot.shell().session.vault, with_a_case, TODAY).client.person
    assert (client.former_names, client.native_name) == ("Łukaszewicz-Großmann", "گۆلشەن ئۆزدەمیر")
    assert client.birth_date == PartialDate(1990, 3)
    assert client.nationalities == ("163", "438")
    assert (client.arrived_in_germany, client.arrived_in_municipality) == (
        PartialDate(2015),
        PartialDate(2019, 3),
    )
    assert client.languages == (SpokenLanguage("de", "B1"),)
    (channel,) = client.channels
    assert isinstance(channel, Channel)
    assert (channel.value, channel.may_call, channel.note) == (
        "0157 123",
        False,
        "nie, wenn der Ehemann abhebt",
    )
    for words in (
        "Łukaszewicz-Großmann",
        "گۆلشەن ئۆزدەمیر",
        "Türkei, Irak",
        "0157 123",
        "nie, wenn der Ehemann",
    ):
        assert person.robot.reads(words), words
