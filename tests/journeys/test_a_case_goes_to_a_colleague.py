# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""A colleague gets a password of her own and takes over a case; the list says whose cases are whose."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

from app.domain.client import Person
from app.domain.intake import Intake
from app.operations import cases, colleagues, follow_ups, vaults
from tests.journeys.hands import Hands
from ui.widgets import Table

TODAY = date(2026, 11, 22)
PASSWORD = "sieben rote Fahrräder"


def test_a_colleague_gets_a_way_in_of_her_own(
    hands: Callable[[], Hands], path: Path, with_a_case: str
) -> None:
    person = hands()
    person.robot.go("office", "access")
    with person.task("Person mit eigenem Passwort anlegen", at_most=7):
        person.do("Person anlegen")
        person.answer("Kürzel", "TW")
        person.answer("Name", "Tomasz Wójcik")
        person.answer("Erstes Passwort", PASSWORD)
        person.answer("Passwort wiederholen", PASSWORD)
        person.press("Ctrl+Return")
        person.do("In Ordnung")
    assert rows(person, "Personen dieser Datei") == ["MB Meral Böhm (Sie)", "TW Tomasz Wójcik"]
    person.press("Ctrl+L")
    opened = vaults.unlock(path, "TW", PASSWORD)
    assert opened.actor.name == "Tomasz Wójcik"
    opened.close()


def test_a_case_is_handed_over_and_taken_back(
    hands: Callable[[], Hands], case_template: Any, path: Path, with_a_case: str, now: datetime
) -> None:
    person = hands()
    vault = person.robot.shell().session.vault
    colleague = vaults.add_person(vault, "TW", "Tomasz Wójcik", PASSWORD, now, vaults.FLOOR)
    site = cases.sites(vault)[0].id
    cases.take_in(vault, Intake(Person("Łukaszewicz", "Jan"), site, now.date(), "self"), now)
    person.robot.go("case", with_a_case)
    with person.task("Fall an eine Kollegin übergeben", at_most=3):
        person.do("Fall übergeben")
        person.answer("Person informiert am", "heute")
        person.press("Ctrl+Return")
    assert cases.case_view(vault, with_a_case, TODAY).case.responsible == colleague.id
    assert colleagues.handovers(vault, with_a_case)[0].client_told_on == TODAY
    assert not follow_ups.due(vault, None)
    assert person.robot.reads("Zuständig: Tomasz Wójcik")

    person.press("Ctrl+2")
    with person.task("Nur die eigenen Fälle", at_most=1):
        person.do("Nur meine")
    assert [row.split(",")[0] for row in rows(person, "Fälle")] == ["Łukaszewicz"]
    person.do("Nur meine")
    assert len(rows(person, "Fälle")) == 2


def test_a_hand_over_by_mistake_is_taken_back(
    hands: Callable[[], Hands], with_a_case: str, now: datetime
) -> None:
    person = hands()
    vault = person.robot.shell().session.vault
    vaults.add_person(vault, "TW", "Tomasz Wójcik", PASSWORD, now, vaults.FLOOR)
    person.robot.go("case", with_a_case)
    person.do("Fall übergeben")
    person.press("Ctrl+Return")
    assert [each.title for each in follow_ups.due(vault, None)] == ["Person über die Übergabe informieren"]
    person.press("Ctrl+Z")
    assert cases.case_view(vault, with_a_case, TODAY).case.responsible == vault.actor.id
    assert not follow_ups.due(vault, None)
    assert person.robot.reads("Die Übergabe ist zurückgenommen.")


def rows(person: Hands, name: str) -> list[str]:
    """The first two words of each row of a table on screen."""
    (table,) = (each for each in person.robot.every(Table) if each.accessibleName() == name)
    model = table.model()
    return [
        " ".join(str(model.index(row, column).data() or "") for column in range(2))
        for row in range(model.rowCount())
    ]
