# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Rechtskreise on screen: what is seen of them, the twin of the strip, and what a closed case hides."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.domain.case import Closing
from app.domain.livelihood import NewLivelihood
from app.operations import closing, livelihoods
from ui.circles_tab import CirclesTab
from ui.timeline_panel import TimelinePanel
from ui.widgets import LivelihoodStrip


def add(desk: Any, *periods: NewLivelihood) -> None:
    for period in periods:
        livelihoods.add_livelihood(desk.vault, desk.case_id, period, desk.session.now())


def states(desk: Any) -> dict[str, str]:
    return {p.legal_circle: p.state for p in livelihoods.livelihoods(desk.vault, desk.case_id)}


def cells(tab: CirclesTab) -> list[list[str]]:
    model = tab.days.model()
    return [
        [model.index(row, place).data() for place in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


@pytest.fixture
def gap(desk: Any) -> Any:
    """AsylbLG until the 31st of October, SGB II applied for, Kindergeld beside it."""
    add(
        desk,
        NewLivelihood("asylblg", until=date(2026, 10, 31)),
        NewLivelihood("sgb2", "applied", applied_on=date(2026, 10, 26)),
        NewLivelihood("kindergeld", since=date(2026, 5, 1)),
    )
    return desk


def test_the_table_says_what_the_strip_shows(gap: Any) -> None:
    tab = gap.show(CirclesTab)
    assert cells(tab) == [
        ["ab 23.11.2026", "91", "noch nichts bewilligt"],
        ["01.11.2026 bis 22.11.2026", "22", "nicht gesichert"],
        ["bis 31.10.2026", "343", "AsylbLG"],
    ]
    heard = tab.findChild(LivelihoodStrip).accessibleName()
    assert heard.startswith("Existenzsicherung: Tage ohne gesicherte Leistung: 22, seit 01.11.2026; AsylbLG")
    assert "SGB II beantragt am 26.10.2026 · beantragt ist nicht bewilligt" in gap.words()


def test_rows_stand_in_groups_with_what_can_be_done(gap: Any) -> None:
    words = gap.show(CirclesTab) and gap.words()
    for word in ("Wartet auf Bescheid", "Daneben", "Beendet oder abgelehnt", "Bewilligt: SGB II"):
        assert word in words
    assert "Endet: AsylbLG" not in words
    assert "Endet: Kindergeld" in words


def test_a_correction_changes_what_was_changed_and_nothing_else(gap: Any) -> None:
    tab = gap.show(CirclesTab)
    tab.periods.opened.emit(next(p.id for p in tab._known.values() if p.legal_circle == "sgb2"))
    gap.form_dialog().form.entry("reference").set_typed("BG 12")
    QApplication.processEvents()
    gap.submit()
    (sgb2,) = [p for p in livelihoods.livelihoods(gap.vault, gap.case_id) if p.legal_circle == "sgb2"]
    assert sgb2.said == NewLivelihood("sgb2", "applied", applied_on=date(2026, 10, 26), reference="BG 12")
    assert "Die Angaben sind geändert. Tage ohne gesicherte Leistung: 22" in gap.toast()


def test_the_start_follows_the_end_until_somebody_writes_another(gap: Any) -> None:
    gap.show(CirclesTab)
    gap.click("Wechsel festhalten")
    form = gap.form_dialog().form
    assert (form.entry("last_day").typed(), form.entry("since").typed()) == ("31.10.2026", "01.11.2026")
    form.entry("last_day").set_typed("15.11.2026")
    assert form.entry("since").typed() == "16.11.2026"
    form.entry("since").set_typed("20.11.2026")
    form.entry("last_day").set_typed("17.11.2026")
    assert form.entry("since").typed() == "20.11.2026"


def test_of_two_that_run_one_is_chosen(desk: Any) -> None:
    add(
        desk,
        NewLivelihood("own_income", since=date(2026, 3, 1)),
        NewLivelihood("sgb2", since=date(2026, 5, 1)),
    )
    desk.show(CirclesTab)
    desk.click("Wechsel festhalten")
    form = desk.form_dialog().form
    wage = next(
        p for p in livelihoods.livelihoods(desk.vault, desk.case_id) if p.legal_circle == "own_income"
    )
    form.set_values({"ending": wage.id, "last_day": date(2026, 11, 30), "legal_circle": "alg"})
    desk.submit()
    found = {p.legal_circle: p.until for p in livelihoods.livelihoods(desk.vault, desk.case_id)}
    assert found == {"own_income": date(2026, 11, 30), "sgb2": None, "alg": None}


def test_what_cannot_be_taken_is_said_at_its_field(gap: Any) -> None:
    gap.show(CirclesTab)
    gap.click("Wechsel festhalten")
    form = gap.form_dialog().form
    form.set_values({"legal_circle": "sgb2", "since": date(2026, 10, 31)})
    gap.submit()
    assert "beginnt, bevor der alte endet" in form.errors()["since"]
    assert len(livelihoods.livelihoods(gap.vault, gap.case_id)) == 3


def test_the_day_of_an_application_is_asked_for_with_it(desk: Any) -> None:
    desk.show(CirclesTab)
    desk.click("Leistung bewilligt")
    form = desk.form_dialog().form
    assert not form.row("applied_on").isVisible()
    form.entry("state").set_value("applied")
    assert form.entry("applied_on").typed() == "22.11.2026"
    form.entry("state").set_value("granted")
    assert (form.entry("applied_on").typed(), form.row("applied_on").isVisible()) == ("", False)


def test_a_refusal_is_taken_back(gap: Any) -> None:
    gap.show(CirclesTab)
    gap.click("Abgelehnt: SGB II")
    assert gap.toast() == "SGB II ist abgelehnt."
    assert states(gap)["sgb2"] == "refused"
    QTest.keyClick(gap.window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert states(gap)["sgb2"] == "applied"


def test_a_closed_case_is_looked_at(gap: Any) -> None:
    closing.close_case(gap.vault, gap.case_id, Closing("moved", date(2026, 11, 22)), gap.session.now())
    tab = gap.show(CirclesTab)
    words = gap.words()
    for word in ("Wechsel festhalten", "Leistung bewilligt", "Endet: Kindergeld"):
        assert word not in words
    tab.periods.opened.emit(next(iter(tab._known)))
    QApplication.processEvents()
    assert tab.isActiveWindow()


def test_the_timeline_says_it_in_a_strip_or_in_one_line(gap: Any) -> None:
    tab = gap.show(TimelinePanel, 1100, 640)
    assert tab.findChild(LivelihoodStrip) is not None
    gap.click("Rechtskreise")
    assert gap.asked == ["circles"]
    low = gap.show(TimelinePanel, 840, 360)
    assert low.livelihood.findChild(LivelihoodStrip) is None
    assert "Tage ohne gesicherte Leistung: 22, seit 01.11.2026" in gap.words()


def test_the_timeline_is_silent_where_nothing_is_known(desk: Any) -> None:
    assert desk.show(TimelinePanel).livelihood.isHidden()
