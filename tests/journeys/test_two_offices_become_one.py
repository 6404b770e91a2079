# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""At the Kreis, by keyboard: two case files are shown as one, and separated again."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from datetime import date, datetime
from pathlib import Path

import pytest

from app.operations import district_figures, mergers
from storage.vault import open_with_password
from tests.benchmarks import intake
from tests.journeys.hands import Hands
from ui.robot import Robot
from ui.widgets import Row


@pytest.fixture
def kreis(tmp_path: Path) -> Path:
    """Three case files have sent a month."""
    folder = tmp_path / "kreis"
    folder.mkdir()
    intake.fill(folder, outstations=3, months=1).close()
    return folder / "kreis.kim"


def test_two_case_files_are_merged_and_separated(
    kreis: Path, sit_before: Callable[[Path], Robot], now: datetime
) -> None:
    person = Hands(sit_before(kreis))
    person.answer("Passwort", intake.PASSWORD)
    person.press("Return")
    person.robot.wait_for(lambda: person.robot.window.shell() is not None, "the open file")
    person.robot.settle()
    assert now.date() > date(2025, 2, 1)
    with person.task("Zwei Fallakten zusammenlegen", at_most=5, compare="Tabellen von Hand addieren"):
        person.press("Ctrl+2")
        person.do("Zwei Fallakten zusammenlegen")
        person.answer("Fallakte", "Fallakte 0")
        person.answer("zusammen mit", "Fallakte 1")
        person.press("Ctrl+Return")
    session = person.robot.shell().session
    assert [each.name for each in session.read(mergers.mergers)] == ["Fallakte 1"]
    labels = [area.label for area in session.read(district_figures.areas).values()]
    assert labels == ["Ort 0, Ort 1", "Ort 2"]
    rows = [each.accessibleName() for each in person.robot.every(Row)]
    assert any("zählt zusammen mit Fallakte 0" in row for row in rows)
    with person.task("Zusammenlegung aufheben", at_most=2):
        person.do("Fallakten wieder trennen")
        person.press("Ctrl+Return")
    assert session.read(mergers.mergers) == ()
    person.robot.settle()
    person.robot.window.close()
    with closing(open_with_password(kreis, "KO", intake.PASSWORD)) as file:
        assert mergers.mergers(file) == ()
