# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""By keyboard: a sentence beside a gap goes out with the Meldung; own figures beside what was released."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, closing
from datetime import date, datetime
from typing import Any

import pytest

from app.domain.client import Person
from app.domain.gap import NewGap
from app.domain.intake import Intake
from app.operations import cases, gap_sentences, gaps, reporting
from app.operations.vaults import Vault
from sync.release import decode
from tests.acquainted import acquaint
from tests.journeys.working_days import WorkingDays
from ui.robot import Robot
from ui.widgets import Table

DAY = date(2026, 10, 5)
SENTENCE = "Sprachkurse am Abend mit Betreuung der Kinder fehlen."
PEOPLE = 45
"""So many that the gap shows more than twenty and N more than twenty, whatever the offsets are."""


@pytest.fixture
def waiting(
    filling: Callable[[], AbstractContextManager[Vault]], district_template: Any, tmp_path: Any, now: datetime
) -> str:
    """Everybody of one Standort waits for a course; the office is connected. The Standort's id."""
    (tmp_path / "kreis").mkdir()
    with filling() as vault, closing(district_template.opened_in(tmp_path / "kreis")) as kreis:
        site = cases.add_site(vault, "SU", "Siegburg", "05382060", now)
        for number in range(PEOPLE):
            opened = cases.take_in(vault, Intake(Person(f"Öztürk{number}", "Elif"), site, DAY, "self"), now)
            gaps.note_gap(vault, NewGap(site, "language", "waiting", DAY, opened.case_id), now)
        acquaint(kreis, vault, now)
    return str(site)


def test_a_sentence_beside_a_gap_leaves_with_the_meldung(
    waiting: str, working_days: Callable[[], WorkingDays]
) -> None:
    person = working_days()
    person.unlock()
    vault = person.vault
    with person.task("Satz zu einer Lücke freigeben", at_most=6, compare="Bericht an den Kreis schreiben"):
        person.press("Ctrl+5")
        person.do("Satz zu einer Lücke")
        person.answer("Bei welcher Lücke?", "Sprache: Zu lange Wartezeit")
        person.answer("Satz", SENTENCE)
        person.press("Ctrl+Return")
    assert "Der Satz ist freigegeben." in person.heard()
    (kept,) = gap_sentences.sentences(vault, waiting)
    assert (kept.dimension, kept.kind, kept.sentence) == ("language", "waiting", SENTENCE)
    assert person.says(SENTENCE), "it is shown whole among what leaves"
    with person.task("Meldung freigeben", at_most=3):
        person.press("Ctrl+5")
        person.do("Freigeben")
        person.do("Freigeben")
    (released,) = reporting.ledger(vault)
    assert [each.sentence for each in decode(released.payload).gap_sentences] == [SENTENCE]


def test_a_sentence_that_tells_of_a_person_stays_here(
    waiting: str, working_days: Callable[[], WorkingDays]
) -> None:
    person = working_days()
    person.unlock()
    person.press("Ctrl+5")
    person.do("Satz zu einer Lücke")
    person.answer("Bei welcher Lücke?", "Sprache: Zu lange Wartezeit")
    person.answer("Satz", "Frau Öztürk1 wartet auf einen Kurs.")
    person.press("Ctrl+Return")
    assert person.robot.front().accessibleName() == "Satz zu einer Lücke", "the form stays open"
    assert gap_sentences.sentences(person.vault, waiting) == ()


def test_own_figures_stand_beside_what_was_released(
    waiting: str, working_days: Callable[[], WorkingDays]
) -> None:
    person = working_days()
    person.unlock()
    reporting.release(
        person.vault, waiting, "2026-10", date(2026, 10, 31), person.robot.shell().session.now()
    )
    with person.task("Eigene Zahlen neben den gemeldeten ansehen", at_most=2, compare="in Excel auszählen"):
        person.press("Ctrl+5")
        person.do("Eigene Zahlen")
    person.robot.settle()
    assert person.says("Diese Zahlen dürfen das Büro nicht verlassen.")
    rows = shown(person.robot)
    label, exact, released = rows[
        "Personen mit Angebotslücke nach Lebensbereich und Art der Lücke, seit Jahresbeginn"
    ][0]
    assert (label, exact) == ("Sprache: Zu lange Wartezeit", str(PEOPLE))
    (left,) = reporting.ledger(person.vault)
    assert {"dimension": "language", "kind": "waiting"}.items() <= published(left)[int(released)].items()
    person.press("Escape")


def published(left: reporting.Released) -> dict[int, dict[str, str]]:
    """The gaps that were released, by their figures: only one of them has any."""
    (table,) = (each for each in decode(left.payload).person_tables() if each.id == gap_sentences.TABLE)
    return {cell.value: dict(cell.key) for cell in table.cells if cell.value}


def shown(robot: Robot) -> dict[str, list[list[str]]]:
    """The rows of each table in front, by its name."""
    found = {}
    for table in robot.every(Table):
        model = table.model()
        found[table.accessibleName()] = [
            [str(model.index(row, place).data() or "") for place in range(model.columnCount())]
            for row in range(model.rowCount())
        ]
    return found
