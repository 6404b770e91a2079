# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Whom the place of residence makes answerable: a calm note at intake, and the way to the neighbour."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.domain.competence import Neighbour
from app.operations import competence
from ui.codes import labels_of
from ui.session import Session
from ui.theme import rem
from ui.widgets import Card, Icon, box, clear, column, label, line, link_button

MOST = 3
NO_DATA = (
    "Dabei gehen keine Angaben hinaus. Sollen Angaben mitgehen, nehmen Sie die Person auf und machen eine "
    "Überleitung."
)


class CompetenceNote(Card):
    """Out of sight while this Standort answers for the residence; `passed` names the neighbour chosen."""

    passed = Signal(str, str)

    def __init__(self, session: Session) -> None:
        super().__init__(gap=0.3)
        self._session = session
        self._shown: tuple[str | None, str | None] = (None, None)
        self._what = label("", strong=True, wrap=True)
        self._detail = label("", "small", wrap=True)
        self._acts = column(gap=0.2)
        layout = line(Icon("pin", "info"), gap=0.6)
        layout.addLayout(column(self._what, self._detail, gap=0.1), 1)
        self.body.addLayout(layout)
        self.body.addLayout(self._acts)
        self.setAccessibleName("Zuständigkeit")
        self.hide()

    def look(self, site_id: str | None, residence: str | None) -> None:
        """Whether this Standort answers for who lives there; if not, who does."""
        if (site_id, residence) == self._shown:
            return
        self._shown = site_id, residence
        outside = bool(site_id and residence) and not self._session.read(
            competence.answers, str(site_id), residence
        )
        self.setVisible(outside)
        if outside:
            self._tell(str(residence))

    def _tell(self, residence: str) -> None:
        place = labels_of(self._session)("municipality", residence)
        found = self._session.read(competence.neighbours, residence, self._session.today())
        self._what.setText(f"{place} liegt außerhalb des Gebiets dieses Standorts.")
        self._detail.setText(
            NO_DATA if found else "Unter Anlaufstellen ist dafür noch kein Case Management eingetragen."
        )
        clear(self._acts)
        for neighbour in found[:MOST]:
            self._acts.addWidget(self._act(neighbour))

    def _act(self, neighbour: Neighbour) -> QWidget:
        pass_on = link_button(
            "Übergeben", lambda: self.passed.emit(neighbour.service_id, neighbour.name), "arrow", small=True
        )
        pass_on.setAccessibleName(f"An {neighbour.name} übergeben")
        layout = column(label(neighbour.name, wrap=True), box(line(pass_on, None)), gap=0)
        layout.setContentsMargins(rem(1.7), 0, 0, 0)
        return box(layout)
