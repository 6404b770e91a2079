# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Rechtskreiswechsel by keyboard: the days between count until the grant comes, be it retroactive."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from app.domain.livelihood import NewLivelihood
from app.operations import follow_ups, livelihoods
from storage.vault import open_with_key
from tests.journeys.hands import Hands, spoken
from ui.widgets import LivelihoodStrip, Row, Toast

TODAY = date(2026, 11, 22)


@pytest.fixture
def with_asylblg(case_template: Any, path: Path, with_a_case: str, now: datetime) -> str:
    """The person of the case lives on AsylbLG."""
    vault = open_with_key(path, case_template.code, case_template.key)
    first = NewLivelihood("asylblg", since=date(2025, 3, 1), authority="Sozialamt")
    livelihoods.add_livelihood(vault, with_a_case, first, now)
    vault.close()
    return with_a_case


def at_circles(hands: Callable[[], Hands], case_id: str) -> Hands:
    person = hands()
    person.robot.go("case", case_id, "circles")
    return person


def strip(person: Hands) -> str:
    """What a screen reader says of the strip."""
    shell = person.robot.shell()
    return spoken(next(s for s in shell.findChildren(LivelihoodStrip) if s.isVisible()))


def rows(person: Hands) -> list[str]:
    """What a screen reader says of the rows in sight."""
    return [spoken(row) for row in person.robot.shell().findChildren(Row) if row.isVisible()]


def stored(person: Hands, case_id: str) -> list[tuple[str, str, date | None, date | None]]:
    vault = person.robot.shell().session.vault
    found = livelihoods.livelihoods(vault, case_id)
    return [(p.legal_circle, p.state, p.since, p.until) for p in found]


def owned(person: Hands) -> list[str]:
    found = follow_ups.due(person.robot.shell().session.vault, None)
    return [f.title for f in found if f.source == "livelihood"]


def test_twelve_days_between_asylblg_and_sgb2_closed_by_a_retroactive_grant(
    hands: Callable[[], Hands], with_asylblg: str
) -> None:
    person = at_circles(hands, with_asylblg)
    with person.task("Rechtskreiswechsel festhalten", at_most=6):
        person.do("Wechsel festhalten")
        person.write("10.11.")
        person.go("Neuer Rechtskreis")
        person.press("2")
        person.go("Stand")
        person.press("1")
        person.press("Ctrl+Return")
    assert stored(person, with_asylblg) == [
        ("sgb2", "applied", date(2026, 11, 11), None),
        ("asylblg", "granted", date(2025, 3, 1), date(2026, 11, 10)),
    ]
    assert "Der Wechsel zu SGB II ist festgehalten. Tage ohne gesicherte Leistung: 12" in heard(person)
    assert "Tage ohne gesicherte Leistung: 12, seit 11.11.2026" in strip(person)
    assert "nicht gesichert, 12 Tage, 11.11.2026 bis 22.11.2026" in strip(person)
    assert person.robot.reads("beantragt ist nicht bewilligt")
    assert len(owned(person)) == 2
    with person.task("Leistung bewilligt, rückwirkend", at_most=3):
        person.go("Asylbewerberleistungsgesetz")
        person.press("Up")
        person.press("B")
        person.press("Ctrl+Return")
    assert stored(person, with_asylblg)[0] == ("sgb2", "granted", date(2026, 11, 11), None)
    assert "Tage ohne gesicherte Leistung: 0" in strip(person)
    assert person.robot.reads("AsylbLG → SGB II")
    assert "AsylbLG → SGB II, ab 11.11.2026, lückenlos" in rows(person)
    assert owned(person) == []


def test_an_end_without_successor_warns_before_it_comes(
    hands: Callable[[], Hands], with_asylblg: str
) -> None:
    person = at_circles(hands, with_asylblg)
    with person.task("Ende einer Leistung festhalten", at_most=3):
        person.go("Asylbewerberleistungsgesetz")
        person.press("E")
        person.write("31.01.2027")
        person.press("Ctrl+Return")
    assert stored(person, with_asylblg) == [("asylblg", "granted", date(2025, 3, 1), date(2027, 1, 31))]
    assert person.robot.reads("AsylbLG endet am 31.01.2027.")
    assert "noch nicht gesichert, 01.02.2027 bis" in strip(person)
    assert owned(person) == ["Weiterbewilligung oder Wechsel klären: AsylbLG endet am 31.01.2027"]
    with person.task("Weiterbewilligung eintragen", at_most=4):
        person.do("Leistung bewilligt")
        person.press("1")
        person.answer("Ab", "01.02.2027")
        person.press("Ctrl+Return")
    assert owned(person) == []
    assert not person.robot.reads("AsylbLG endet am 31.01.2027.")


def test_benefits_applied_for_do_not_count(hands: Callable[[], Hands], with_a_case: str) -> None:
    person = at_circles(hands, with_a_case)
    assert person.robot.reads("Noch kein Rechtskreis eingetragen.")
    with person.task("Leistung beantragt", at_most=4):
        person.do("Leistung beantragt")
        person.press("2")
        person.answer("Beantragt am", "01.11.")
        person.press("Ctrl+Return")
    assert stored(person, with_a_case) == [("sgb2", "applied", None, None)]
    assert "Tage ohne gesicherte Leistung: 22, seit 01.11.2026" in strip(person)
    assert owned(person) == ["Antwort auf Antrag vom 01.11.2026 nachfragen: SGB II"]
    person.go("Grundsicherung für Arbeitsuchende (SGB II)")
    person.do("Abgelehnt: SGB II")
    assert stored(person, with_a_case) == [("sgb2", "refused", None, None)]
    assert owned(person) == []


def test_what_runs_beside_secures_no_living(hands: Callable[[], Hands], with_a_case: str) -> None:
    person = at_circles(hands, with_a_case)
    person.do("Leistung beantragt")
    person.press("2")
    person.answer("Beantragt am", "01.11.")
    person.press("Ctrl+Return")
    with person.task("Leistung daneben: Kindergeld", at_most=4):
        person.do("Leistung bewilligt")
        person.choose("Kindergeld", "Right")
        person.answer("Ab", "01.10.2026")
        person.press("Ctrl+Return")
    assert {circle for circle, *_ in stored(person, with_a_case)} == {"sgb2", "kindergeld"}
    assert "Tage ohne gesicherte Leistung: 22, seit 01.11.2026" in strip(person)


def test_two_at_once_are_shown_and_a_slip_comes_back(hands: Callable[[], Hands], with_asylblg: str) -> None:
    person = at_circles(hands, with_asylblg)
    person.do("Leistung bewilligt")
    person.press("5")
    person.answer("Ab", "01.09.2026")
    person.answer("Bis", "30.09.2026")
    person.press("Ctrl+Return")
    assert person.robot.reads("Zugleich: AsylbLG und Eigenes Einkommen, 01.09.2026 bis 30.09.2026")
    assert "AsylbLG und Eigenes Einkommen 01.09. bis 30.09." in strip(person)
    person.go("Asylbewerberleistungsgesetz")
    person.press("Down")
    person.press("Delete")
    assert [circle for circle, *_ in stored(person, with_asylblg)] == ["asylblg"]
    person.press("Ctrl+Z")
    assert len(stored(person, with_asylblg)) == 2
    assert person.robot.reads("Zugleich: AsylbLG und Eigenes Einkommen, 01.09.2026 bis 30.09.2026")


def test_a_half_written_change_is_there_again(hands: Callable[[], Hands], with_asylblg: str) -> None:
    person = at_circles(hands, with_asylblg)
    person.do("Wechsel festhalten")
    person.answer("Behörde", "Jobcenter Rhein-Sieg")
    person.press("Escape")
    person.do("Wechsel festhalten")
    person.go("Neuer Rechtskreis")
    person.press("2")
    person.press("Ctrl+Return")
    assert len(stored(person, with_asylblg)) == 1
    person.write("31.12.")
    person.press("Ctrl+Return")
    (sgb2, _) = livelihoods.livelihoods(person.robot.shell().session.vault, with_asylblg)
    assert (sgb2.authority, sgb2.since) == ("Jobcenter Rhein-Sieg", date(2027, 1, 1))


def heard(person: Hands) -> str:
    """What the last toast said."""
    return " ".join(toast.accessibleName() for toast in person.robot.window.findChildren(Toast))
