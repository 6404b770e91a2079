# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Somebody's list of services becomes the directory: one row put right, all at once, and undone at once."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog

from app.domain.service import ServiceData
from app.operations import directory
from app.operations.vaults import Vault
from tests.journeys.hands import Hands

Filling = Callable[[], AbstractContextManager[Vault]]
TABLE = """Name;Typ;Tel.;Themen;Sprachen
Caritas Siegburg;Träger der Migrationsberatung;02241 1;Wohnen, Gesundheit;Arabisch
Diakonie;Sonstige Akteure;02241 2;;
Frauenhaus;Zirkus;02241 3;;
Jobcenter;Jobcenter;02241 4;;
"""


@pytest.fixture
def person(
    hands: Callable[[], Hands],
    filling: Filling,
    with_a_case: str,
    now: datetime,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Hands:
    """At the directory with one entry; the dialogs of the system answer with files in `tmp_path`."""
    with filling() as vault:
        directory.add_service(vault, ServiceData("Jobcenter", "jobcenter"), now)
    (tmp_path / "stellen.csv").write_text(TABLE, "utf-8")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(tmp_path / "stellen.csv"), ""))
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "aus.csv"), ""))
    sitting = hands()
    sitting.press("Ctrl+4")
    return sitting


def names(person: Hands) -> list[str]:
    return [each.institution for each in directory.services(person.robot.shell().session.vault)]


def test_a_table_comes_in_one_row_put_right_and_goes_again(person: Hands) -> None:
    with person.task("Anlaufstellen aus einer Tabelle, eine Zeile berichtigt", at_most=5):
        person.do("Tabelle einlesen")
        assert person.robot.reads("In 1 Zeile stimmt etwas nicht. 2 neue Stellen sind lesbar.")
        assert person.robot.reads("1 Stelle steht schon da und bleibt, wie sie ist.")
        person.press("Return")
        person.answer("Art der Stelle", "Sonstige")
        person.press("Ctrl+Return")
        person.press("Ctrl+Return")
    assert names(person) == ["Caritas Siegburg", "Diakonie", "Frauenhaus", "Jobcenter"]
    caritas = directory.services(person.robot.shell().session.vault)[0]
    assert (set(caritas.topics), caritas.languages) == ({"housing", "health"}, ("ar",))
    with person.task("Einlesen der Anlaufstellen zurücknehmen", at_most=1):
        person.do("Einlesen zurücknehmen (3 Einträge)")
    assert names(person) == ["Jobcenter"]
    assert person.robot.reads("Zurückgenommen: 3 Einträge weniger.")


def test_nothing_comes_in_while_a_row_is_wrong(person: Hands) -> None:
    person.do("Tabelle einlesen")
    person.press("Ctrl+Return")
    assert person.robot.reads("Noch nicht alles ist lesbar. Zeilen mit Fehlern: 1.")
    assert names(person) == ["Jobcenter"]
    person.press("Escape")
    person.press("Delete")
    person.press("Ctrl+Return")
    assert names(person) == ["Caritas Siegburg", "Diakonie", "Jobcenter"]


def test_the_directory_goes_out_as_a_table(person: Hands, tmp_path: Path) -> None:
    with person.task("Anlaufstellen als CSV speichern", at_most=1):
        person.do("Als CSV speichern")
    first, second = (tmp_path / "aus.csv").read_text("utf-8-sig").splitlines()
    assert first.startswith("Einrichtung;Stelle oder Angebot;Art der Stelle;")
    assert second.startswith("Jobcenter;;Jobcenter;")
    assert person.robot.reads("Gespeichert: 1 Eintrag.")
