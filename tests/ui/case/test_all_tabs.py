# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""What holds for every tab: names for screen readers, targets, room on a small screen, one filled button."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QScrollArea, QWidget

from app.domain.assessment import NewAssessment, Score
from app.domain.goal import NewGoal, NewStep
from app.domain.livelihood import NewLivelihood
from app.domain.referral import NewReferral
from app.operations import agreements, assessments, goals, livelihoods, referrals
from ui.assessment_tab import AssessmentTab
from ui.circles_tab import CirclesTab
from ui.consent_tab import ConsentTab
from ui.documents_tab import DocumentsTab
from ui.goals_tab import GoalsTab
from ui.network_tab import NetworkTab
from ui.referral_tab import ReferralTab

TABS = (AssessmentTab, GoalsTab, CirclesTab, NetworkTab, ConsentTab, ReferralTab, DocumentsTab)
TODAY = date(2026, 11, 22)


@pytest.fixture
def full(desk: Any) -> Any:
    """Something on every tab."""
    now = desk.session.now()
    desk.signed(*desk.wanted(desk.club, "name_contact", "housing", "health"))
    scores = (Score("housing", 5, 2, "Kündigung"),)
    assessments.record_assessment(desk.vault, desk.case_id, NewAssessment(TODAY, scores), now)
    goal = NewGoal("Eine Wohnung", "housing", TODAY, "Vertrag", (NewStep("Antrag", "client", TODAY),))
    goals.set_goal(desk.vault, desk.case_id, goal, now)
    agreements.print_agreement(desk.vault, desk.case_id, "de", date(2027, 2, 1), now)
    for living in (
        NewLivelihood("asylblg", until=date(2026, 10, 31), authority="Sozialamt Musterstadt"),
        NewLivelihood(
            "sgb2", "applied", applied_on=TODAY, contact="Frau Łukaszewicz-Großmann, 02241 13-4411"
        ),
    ):
        livelihoods.add_livelihood(desk.vault, desk.case_id, living, now)
    new = NewReferral(desk.club, "housing", TODAY, ("housing",), "counselling")
    referrals.refer(desk.vault, desk.case_id, new, now)
    return desk


def focusable(tab: QWidget) -> list[QWidget]:
    widgets = tab.findChildren(QWidget)
    return [w for w in widgets if w.isVisible() and _takes_focus(w)]


def _takes_focus(widget: QWidget) -> bool:
    return bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus) and widget.focusProxy() is None


def _chosen_by_arrows(widget: QWidget) -> bool:
    """One of a group of choices: Tab reaches the group."""
    group = widget.group() if isinstance(widget, QPushButton) else None
    return group is not None and group.exclusive()


@pytest.mark.parametrize("kind", TABS)
def test_everything_that_takes_the_focus_has_a_name_and_room(full: Any, kind: Any) -> None:
    tab = full.show(kind)
    QApplication.processEvents()
    for widget in focusable(tab):
        interface = QAccessible.queryAccessibleInterface(widget)
        assert interface is not None
        assert interface.text(QAccessible.Text.Name), widget
        assert widget.height() >= 24, (widget, interface.text(QAccessible.Text.Name))


@pytest.mark.parametrize("kind", TABS)
def test_tab_reaches_every_control_and_comes_round(full: Any, kind: Any) -> None:
    tab = full.show(kind)
    QApplication.processEvents()
    reachable = {w for w in focusable(tab) if w.isEnabled() and not isinstance(w, QScrollArea)}
    next(iter(reachable)).setFocus()
    seen: set[QWidget] = set()
    for _ in range(3 * len(reachable) + 10):
        focus = QApplication.focusWidget()
        assert focus is not None
        seen.add(focus)
        QTest.keyClick(focus, Qt.Key.Key_Tab)
    assert not {w.accessibleName() for w in reachable - seen if not _chosen_by_arrows(w)}


@pytest.mark.parametrize("kind", TABS)
def test_at_most_one_filled_button(full: Any, kind: Any) -> None:
    tab = full.show(kind)
    QApplication.processEvents()
    filled = [b for b in tab.findChildren(QPushButton) if b.property("kind") == "primary" and b.isVisible()]
    assert len(filled) <= 1


@pytest.mark.parametrize("kind", TABS)
def test_it_fits_a_small_screen(full: Any, kind: Any) -> None:
    """960 px wide, less the folded navigation and the margins; what is longer is scrolled."""
    tab = full.show(kind, 840, 400)
    QApplication.processEvents()
    assert tab.minimumSizeHint().width() <= 840
    for area in tab.findChildren(QScrollArea):
        if area.isVisible():
            assert area.horizontalScrollBar().maximum() == 0
