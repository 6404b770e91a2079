# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""„Fall an die Nachbarkommune übergeben“: two computers, a stick and one phone call, by keyboard alone."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, closing
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from app.domain.client import Person
from app.domain.consent import WantedRelease
from app.domain.controller import Controller
from app.domain.dates import PartialDate
from app.domain.goal import NewGoal
from app.domain.intake import Intake
from app.domain.service import ServiceData
from app.operations import cases, consents, directory, goals
from app.operations.vaults import Vault
from storage.vault import open_with_key
from tests.journeys.computer import LOG, Computer
from tests.journeys.hands import DONE, Task

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
TODAY = NOW.date()
OFFICES = ("Siegburg", "Troisdorf")
COVERED = ("name_contact", "housing")
AGREED = ("Eine größere Wohnung", "housing"), ("Wieder in der Küche arbeiten", "work")


@pytest.fixture
def offices(case_template: Any, tmp_path: Path) -> Iterator[dict[str, Computer]]:
    """Each has the other in its directory; in Siegburg somebody who will move agreed to the hand-over."""
    for name in OFFICES:
        (tmp_path / name).mkdir()
        with closing(opened(case_template, tmp_path / name)) as vault:
            fill(vault, name)
    with ExitStack() as switched_on:
        computers = {}
        for name in OFFICES:
            home = tmp_path / name
            computers[name] = Computer(home, home / case_template.path.name, case_template.password, NOW)
            switched_on.callback(computers[name].switch_off)
            computers[name].unlock()
        yield computers


def opened(template: Any, home: Path) -> Vault:
    path = home / template.path.name
    return open_with_key(path if path.exists() else template.copy_to(home), template.code, template.key)


def fill(vault: Vault, name: str) -> None:
    (other,) = set(OFFICES) - {name}
    cases.set_controller(vault, controller(name), NOW)
    site = cases.add_site(vault, name[:2], name, "05382060", NOW)
    neighbour = directory.add_service(vault, ServiceData(f"Fachdienst {other}", "other"), NOW)
    if name == "Siegburg":
        person = Person("Nguyễn", "Hương", birth_date=PartialDate(1990, 3, 7), works_in="Bäckerei")
        taken = cases.take_in(vault, Intake(person, site, TODAY, "self"), NOW)
        for words, dimension in AGREED:
            goals.set_goal(vault, taken.case_id, NewGoal(words, dimension, TODAY), NOW)
        rows = tuple(WantedRelease(neighbour, category, "counselling", "to") for category in COVERED)
        notice = consents.prepare(vault, taken.file_id, rows, "de", date(2027, 11, 22), NOW)
        consents.print_notice(vault, notice, "", NOW)
        asked = consents.consents(vault, taken.file_id)[0].rows
        consents.sign(vault, notice, TODAY, {row.id: "given" for row in asked}, NOW)


def controller(name: str) -> Controller:
    return Controller(
        f"Stadt {name}",
        "Fachdienst Integration",
        f"Markt 1\n53721 {name}",
        "+49 2241 1",
        "kim@stadt.example",
        "Datenschutz, Markt 1",
        "Landesbeauftragte NRW",
        "DSGVO",
        3,
    )


def test_a_case_goes_to_the_neighbouring_town(
    offices: dict[str, Computer], case_template: Any, tmp_path: Path
) -> None:
    here, there = (offices[name] for name in OFFICES)
    stick = tmp_path / "Stick"
    stick.mkdir()
    come_to_know_each_other(offices, stick)

    here.counted()
    here.open_case("Nguyễn")
    here.do("An anderes Büro")
    leaving = here.stands_in("Genau das geht hinaus")
    assert "Ziel „Eine größere Wohnung“ (Wohnen)" in leaving
    assert "Küche" not in leaving
    here.save_as(str(stick / "uebergabe.kimtransfer"))
    here.press("Ctrl+Return")
    done("Fall versiegelt übergeben", here, at_most=5)
    assert here.reads("Übergeben an Troisdorf am 23.11.2026")

    there.page("cases")
    take_in(there, stick)
    there.do("Übernahme zurücknehmen")
    there.do("Zurücknehmen")
    assert there.reads("Die Übernahme ist zurückgenommen")
    assert there.reads("Hier stehen bald Ihre Fälle")
    there.counted()
    take_in(there, stick)
    done("Übergebenen Fall aufnehmen", there, at_most=4)

    for computer in offices.values():
        computer.switch_off()
        assert not (computer.home / LOG).exists(), (computer.home / LOG).read_text()
    with closing(opened(case_template, there.home)) as vault:
        (line,) = cases.case_list(vault)
        view = cases.case_view(vault, line.case_id, TODAY)
        assert view.client.display_name == "Hương Nguyễn"
        assert view.client.person.works_in == ""
        assert view.file.preliminary
        assert [goal.words for goal in goals.goals(vault, line.case_id)] == [AGREED[0][0]]
    with closing(opened(case_template, here.home)) as vault:
        (line,) = cases.case_list(vault)
        file_id = cases.case_view(vault, line.case_id, TODAY).file.id
        (told,) = consents.disclosures(vault, file_id)
        assert (told.recipient, told.channel) == ("Fachdienst Troisdorf", "handover")
        assert set(told.categories) == set(COVERED)


def done(name: str, office: Computer, at_most: int) -> None:
    """Told below the run beside the other tasks."""
    interactions, keys = office.counted()
    DONE.append(Task(name, interactions, keys, at_most, "–"))
    assert interactions <= at_most, f"{name}: {interactions}"


def take_in(office: Computer, stick: Path) -> None:
    office.do("Fall aufnehmen")
    office.answer("Datei der Übergabe", str(stick / "uebergabe.kimtransfer"))
    office.press("Ctrl+Return")
    assert office.reads("Hier gilt noch keine Einwilligung")
    assert office.shows("Hương Nguyễn, geboren 07.03.1990")
    office.press("Ctrl+Return")
    assert office.reads("Übernommen von Fachdienst Integration, Stadt Siegburg")


def come_to_know_each_other(offices: dict[str, Computer], stick: Path) -> None:
    """Cards go by stick, the fingerprint by telephone; each side confirms."""
    for name, office in offices.items():
        office.page("office", "others")
        office.save_as(str(stick / f"{name}.kim-karte"))
        office.do("Meine Schlüsselkarte")
    for name, office in offices.items():
        (other,) = set(OFFICES) - {name}
        office.do("Karte aufnehmen")
        office.answer("Schlüsselkarte des anderen Büros", str(stick / f"{other}.kim-karte"))
        office.answer("Steht in Einwilligungen als", f"Fachdienst {other}")
        office.press("Ctrl+Return")
    heard = {name: office.read_out("Prüfzeichen ") for name, office in offices.items()}
    assert len(set(heard.values())) == 1
    for name, office in offices.items():
        (other,) = set(OFFICES) - {name}
        office.answer("Das liest Ihr Gegenüber vor", heard[other])
        office.press("Ctrl+Return")
        assert office.reads(f"„{other}“ ist bestätigt")
