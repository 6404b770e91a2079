# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Fall: who it is about always in sight, and one tab at a time beneath."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.operations import cases
from ui.assessment_tab import AssessmentTab
from ui.case_banner import CaseBanner
from ui.case_tab import CaseTab
from ui.circles_tab import CirclesTab
from ui.consent_tab import ConsentTab
from ui.documents_tab import DocumentsTab
from ui.goals_tab import GoalsTab
from ui.network_tab import NetworkTab
from ui.page import Navigate, Page
from ui.referral_tab import ReferralTab
from ui.residence_tab import ResidenceTab
from ui.session import Session
from ui.tabs import Tabs
from ui.tell_form import open_tell_form
from ui.theme import rem
from ui.timeline_panel import TimelinePanel
from ui.widgets import column, line, remove, rule, show_at_once

TABS: dict[str, tuple[str, Callable[[Session, str], CaseTab]]] = {
    "timeline": ("Verlauf", TimelinePanel),
    "assessment": ("Bestandsaufnahme", AssessmentTab),
    "goals": ("Ziele", GoalsTab),
    "circles": ("Rechtskreise", CirclesTab),
    "residence": ("Aufenthalt", ResidenceTab),
    "network": ("Umfeld", NetworkTab),
    "consent": ("Einwilligung", ConsentTab),
    "referral": ("Überleitung", ReferralTab),
    "documents": ("Dokumente", DocumentsTab),
}


TALL = 38
"""A lower page keeps the banner to one line, so that there is room to work."""


class CasePage(Page):
    """One case; only the tab on screen exists."""

    edge_to_edge = True

    def __init__(
        self, session: Session, navigate: Navigate, case_id: str, tab: str = "timeline", *begin_with: str
    ) -> None:
        super().__init__(session, navigate)
        session.read(cases.require_case, case_id)
        self.case_id = case_id
        self.tab: CaseTab | None = None
        self._is_tall: bool | None = None
        self._banner = CaseBanner(session, lambda: self.open_tab("consent"), self.tell)
        words = {key: word for key, (word, _) in TABS.items()}
        self.tabs = Tabs(self, "Bereiche des Falls", words, tab)
        self._room = QVBoxLayout()
        self._room.setContentsMargins(rem(2.25), rem(1), rem(1.7), 0)
        self._lay_out()
        self.tabs.turned.connect(self._show_tab)
        self._show_tab(tab)
        if begin_with and self.tab is not None:
            self.tab.begin_with(*begin_with)
        for keys, act in (("Ctrl+Shift+A", self.tell), ("Ctrl+Shift+U", lambda: self.open_tab("referral"))):
            QShortcut(QKeySequence(keys), self).activated.connect(act)

    @property
    def open_key(self) -> str:
        """The key of the tab on screen."""
        return self.tabs.key

    def open_tab(self, key: str) -> None:
        """Show another tab, or with `case:<id>` another case, and with `:<tab>:…` what begins there.

        `cases`: this one is gone.
        """
        if key.startswith("case:") or key == "cases":
            self.navigate(*key.split(":"))
        else:
            self.tabs.open(key)

    def tell(self) -> None:
        """Somebody asks about this person: who may hear what, and what was told."""
        if self.tab is not None:
            ways_out = self.tab.ways_out
            open_tell_form(self, self.session, self.case_id, ways_out, with_norms=not self.conversation)

    def prepare(self) -> None:
        super().prepare()
        if self.tab is not None:
            self.tab.prepare()

    def reload(self) -> None:
        view = self.session.read(cases.case_view, self.case_id, self.session.today())
        self.open_case = None if view.case.status == "closed" else self.case_id
        self._is_tall = self.height() >= rem(TALL)
        full = self.open_key == "timeline" and self._is_tall
        self._banner.show_case(view, full=full, conversation=self.conversation)

    def keep(self) -> None:
        if self.tab is not None:
            self.tab.keep()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._is_tall not in (None, event.size().height() >= rem(TALL)):
            self.reload()

    def first(self) -> QWidget:
        return self.tab.first() if self.tab is not None else self

    def _lay_out(self) -> None:
        tabs = line(self.tabs, None, gap=0)
        tabs.setContentsMargins(rem(2.25), rem(0.3), rem(1.7), 0)
        whole = column(self._banner, parent=self, gap=0)
        whole.addLayout(tabs)
        whole.addWidget(rule())
        whole.addLayout(self._room, 1)

    def _show_tab(self, key: str) -> None:
        if self.tab is not None:
            self.tab.keep()
            remove(self.tab)
        self.tab = TABS[key][1](self.session, self.case_id)
        self.about = (self.case_id, key)
        self.tab.go.connect(self.open_tab, Qt.ConnectionType.QueuedConnection)
        self._room.addWidget(self.tab)
        if self.isVisible():
            self.reload()
            self.tab.prepare()
            show_at_once(self.tab)
