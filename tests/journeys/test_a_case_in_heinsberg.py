# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Kreis Heinsberg, from access to closing: met on the street with a Duldung, settled with a title of his own.

Outreach, the Teilhabemanagement asked first, § 25b talked through, and the change from AsylbLG to SGB II
without a day lost; what was missing on the way goes to the Koordination.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog

from app.domain.service import ServiceData
from app.operations import (
    cases,
    checklists,
    consents,
    directory,
    follow_ups,
    gaps,
    livelihoods,
    residences,
)
from app.operations.vaults import Vault
from tests.journeys.hands import spoken
from tests.journeys.working_days import WorkingDays, controller

Filling = Callable[[], AbstractContextManager[Vault]]
HUECKELHOVEN = "05370020"
MET, TITLE, DECISION, ENOUGH = (date(2026, 11, 23), date(2026, 12, 1), date(2026, 12, 14), date(2027, 2, 1))
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)  # popups, offscreen


@pytest.fixture
def now() -> datetime:
    return datetime(2026, 11, 23, 8, 30, tzinfo=UTC)


@pytest.fixture
def person(
    filling: Filling,
    working_days: Callable[[], WorkingDays],
    now: datetime,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> WorkingDays:
    """Before the locked window of the Standort Hückelhoven."""
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "blatt.pdf"), ""))
    with filling() as vault:
        cases.set_controller(vault, controller("Kreis Heinsberg", "KIM", "52525 Heinsberg"), now)
        cases.add_site(vault, "HK", "Hückelhoven", HUECKELHOVEN, now)
        office = ServiceData("Ausländerbehörde Kreis Heinsberg", "foreigners_office")
        directory.add_service(vault, office, now)
    return working_days()


def test_from_outreach_to_closing(person: WorkingDays) -> None:
    with person.task("Heinsberg: vom Zugang bis zum Abschluss", at_most=94):
        person.unlock()
        he_is_met_and_taken_in(person)
        the_way_to_him_is_written_down(person)
        he_agrees_to_a_word_with_the_office(person)
        section_25b_is_talked_through(person)
        person.come_back(after_days=15)
        the_title_is_there_and_the_circle_changes(person)
        the_gap_is_noted(person)
        person.come_back(after_days=6)
        the_grant_closes_the_days(person)
        person.come_back(after_days=49)
        both_sides_close(person)


def he_is_met_and_taken_in(person: WorkingDays) -> None:
    person.press("Ctrl+N")
    person.write("Karimi")
    person.answer("Vornamen", "Reza")
    person.answer("Geburtsdatum", "14.2.2003")
    person.answer("Geschlecht", "männlich")
    person.answer("Sprache der Beratung", "Dari")
    person.answer("Wohnt in", "Hückelhoven")
    person.answer("Wie ist die Person gekommen?", "Aufsuchende Arbeit")
    person.answer("Anliegen", "Will die Ausbildung fertig machen und bleiben")
    person.do("Mehr angeben")
    person.answer("In Deutschland seit", "10/2020")
    person.answer("Aufenthaltsstatus", "Duldung (§ 60a AufenthG)")
    person.answer("Gültig bis", "11.12.2026")
    person.answer("Lebt von", "Asylbewerberleistungsgesetz")
    person.answer("Seit", "1.11.2020")
    person.answer("Andere Beratung", "Teilhabemanagement")
    assert person.says("Bitte sprechen Sie ab, wer begleitet.")
    assert "Alle Zugewanderten, gleich welchen Alters und Status" in person.robot.buttons()
    assert "Haushaltsangehörige" not in person.robot.buttons()  # Köln's
    person.take_suggested_groups()
    person.press("Ctrl+Return")
    view = person.view
    assert view.intake is not None
    assert (view.intake.access_way, view.intake.double_counselling) == ("outreach", "participation")
    assert set(view.target_groups) == {"refugees", "participation"}
    assert view.site.municipality == HUECKELHOVEN
    assert person.says("Reza Karimi")
    assert person.says("23 Jahre · Akte HK-2026-1")
    assert person.says("Vorläufige Akte")


def the_way_to_him_is_written_down(person: WorkingDays) -> None:
    person.press("7")
    person.write("Am Berufskolleg getroffen. Teilhabemanagement weiß Bescheid, wir begleiten.")
    person.press("Alt+4")
    person.press("Ctrl+Return")
    (contact,) = cases.timeline(person.vault, person.case_id, ("contact",))
    assert contact.code == "outreach"
    assert person.says("Teilhabemanagement weiß Bescheid")


def he_agrees_to_a_word_with_the_office(person: WorkingDays) -> None:
    person.get_consent("Ausländerbehörde Kreis Heinsberg", ("Aufenthalt",), "Bleiberecht")
    consent = consents.consents(person.vault, person.view.file.id)[0]
    assert (consent.status, consent.signed_on) == ("signed", MET)
    assert {row.category: row.decision for row in consent.rows} == {
        "name_contact": "given",
        "residence": "given",
    }
    assert not person.says("Vorläufige Akte")


def section_25b_is_talked_through(person: WorkingDays) -> None:
    person.turn_to("Aufenthalt")
    assert person.says("Das Papier läuft in 18 Tagen ab")
    person.go("Checkliste: § 10 StAG Einbürgerung")
    person.choose("§ 25b AufenthG", "Right")
    person.go("Geduldet, oder Chancen-Aufenthaltsrecht nach § 104c")
    assert "Heutiger Aufenthaltsstatus: Duldung (§ 60a AufenthG) – erfüllt?" in spoken(person._focus())
    for key in "1" * 4 + "2" + "1" * 2:
        person.press(key)
    assert person.says("7 von 12 Punkten besprochen")
    found = checklists.checklist(person.vault, person.case_id, "aufenthg25b", MET)
    assert [item.state for item in found.items][:7] == ["met"] * 4 + ["open"] + ["met"] * 2
    assert {item.code for item in found.items if item.locked} == {"own_fault", "expulsion", "exception"}
    person.do("Blatt für die Behörde")
    assert person.says("also nicht auf dem Blatt: Bildung und Arbeit, Leistungen, Familie.")
    person.press("Ctrl+Return")
    person.do("Außerhalb speichern")
    person.press("Escape")
    (told,) = consents.disclosures(person.vault, person.view.file.id)
    assert set(told.categories) == {"name_contact", "residence"}


def the_title_is_there_and_the_circle_changes(person: WorkingDays) -> None:
    assert person.has_row("Mo 07.12., Wiedervorlage, R. K. · HK-2026-1, 1 Tag")
    assert person.has_row("R. K. · HK-2026-1", "Duldung (§ 60a AufenthG) bis 11.12.2026, 3 Tage")
    assert not person.says("Karimi")
    person.press("Space")
    person.open_case("karimi")
    person.turn_to("Aufenthalt")
    person.do("Neuer Aufenthaltsstatus")
    person.answer("Aufenthaltsstatus", "Aufenthaltsgewährung bei nachhaltiger Integration")
    person.answer("Gilt seit", "1.12.")
    person.answer("Papier gültig bis", "30.11.2028")
    person.press("Ctrl+Return")
    tolerated, title = residences.residences(person.vault, person.case_id)
    assert (tolerated.status, tolerated.until) == ("D60a", date(2026, 11, 30))
    assert (title.status, title.since, title.expires_on) == ("AE25b", TITLE, date(2028, 11, 30))
    assert not person.says("Das Papier läuft")

    person.turn_to("Rechtskreise")
    person.do("Wechsel festhalten")
    person.write("30.11.")
    person.go("Neuer Rechtskreis")
    person.press("2")
    person.go("Stand")
    person.press("1")
    person.answer("Behörde", "Jobcenter Kreis Heinsberg")
    person.press("Ctrl+Return")
    assert "Der Wechsel zu SGB II ist festgehalten. Tage ohne gesicherte Leistung: 8" in person.heard()
    assert person.says("beantragt ist nicht bewilligt")
    assert livelihoods.overview(person.vault, person.case_id, date(2026, 12, 8)).uncovered == 8
    assert [each.source for each in follow_ups.due(person.vault, None)].count("livelihood") == 2


def the_gap_is_noted(person: WorkingDays) -> None:
    person.press("Ctrl+Shift+U")
    person.press("Ctrl+G")
    person.press("2")
    person.answer("Lebensbereich", "Sprache")
    person.press("Ctrl+Return")
    assert "Die Lücke ist vermerkt: Zu lange Wartezeit." in person.heard()
    (gap,) = gaps.gaps(person.vault)
    assert (gap.case_id, gap.dimension, gap.kind) == (person.case_id, "language", "waiting")
    person.press("Ctrl+5")
    assert person.says("Personen mit Angebotslücke nach Lebensbereich und Art der Lücke")
    assert person.says("Diese Zahlen gehen erst hinaus, wenn einmal 20 Personen gezählt sind.")


def the_grant_closes_the_days(person: WorkingDays) -> None:
    assert person.has_row("AsylbLG endet am 30.11.2026", "R. K. · HK-2026-1, 6 Tage")
    person.open_case("karimi")
    person.turn_to("Rechtskreise")
    assert livelihoods.overview(person.vault, person.case_id, DECISION).uncovered == 14
    person.go("Grundsicherung für Arbeitsuchende (SGB II)")
    person.press("B")
    person.press("Ctrl+Return")
    assert "Tage ohne gesicherte Leistung: 0" in person.heard()
    seen = livelihoods.overview(person.vault, person.case_id, DECISION)
    assert seen.uncovered == 0
    assert person.has_row("AsylbLG → SGB II", "lückenlos")


def both_sides_close(person: WorkingDays) -> None:
    assert person.says("In den nächsten sieben Tagen ist nichts fällig.")
    person.open_case("karimi")
    person.do("Fall abschließen")
    person.answer("Grund", "Ziele")
    person.go("Einigkeit: beide Seiten")
    person.press("1")
    person.press("Ctrl+Return")
    assert (person.view.case.status, person.view.case.closing_agreed) == ("closed", "both")
    assert person.says("Der Fall ist abgeschlossen.")
    assert person.says("Abgeschlossen am 01.02.2027: Ziele erreicht")
