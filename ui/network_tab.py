# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Umfeld: household, who speaks for the person, special categories; beside them the network."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from ui.case_tab import CaseTab
from ui.household_panel import HouseholdPanel
from ui.network_panel import NetworkPanel
from ui.representative_panel import RepresentativePanel
from ui.session import Session
from ui.special_panel import SpecialPanel
from ui.widgets import Columns, box, column


class NetworkTab(CaseTab):
    """While the client looks on, special categories stay away; the network is drawn together."""

    def __init__(self, session: Session, case_id: str, parent: QWidget | None = None) -> None:
        super().__init__(session, case_id, parent)
        family_name = self.view().client.person.family_name
        self.household = HouseholdPanel(session, case_id, family_name, self.go.emit)
        self.representatives = RepresentativePanel(session, case_id)
        self.special = SpecialPanel(session, lambda: self.go.emit("consent"))
        self.network = NetworkPanel(session, case_id)
        left = box(column(self.household, self.representatives, self.special, None, gap=1.6))
        self.lay_out(Columns((left, 1), (self.network, 1), break_at=66), None)

    def reload(self) -> None:
        view = self.view()
        closed, client_id = view.case.status == "closed", view.client.id
        self.household.show_view(view, closed=closed, conversation=self.conversation)
        self.representatives.show_client(client_id, closed=closed)
        self.special.setHidden(self.conversation)
        self.special.show_client(client_id, closed=closed)
        self.network.show_client(client_id, closed=closed)

    def keep(self) -> None:
        self.household.line.draft.keep()
        self.network.draft.keep()

    def first(self) -> QWidget:
        return self if self.is_closed() else self.household.line.form.given_names
