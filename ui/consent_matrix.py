# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""One version of a consent as a table: recipients with their terms by the data categories it asks for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from typing import cast

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.domain.consent import Consent, ReleaseRow
from app.domain.dates import german
from app.domain.service import Service
from app.operations import directory
from ui.codes import labels_of
from ui.consent_rows import category_choices
from ui.session import Session
from ui.widgets import (
    Decision,
    Flow,
    Icon,
    KeyHint,
    Matrix,
    MatrixRow,
    box,
    clear,
    column,
    label,
    line,
)

_LEGEND = (("check", "E", "erteilt"), ("refused", "V", "verweigert"), ("undo", "W", "widerrufen"))
"""Each sign with the key that sets it."""
Terms = tuple[str, str, str, date | None]


class ConsentMatrix(QWidget):
    """Says which release row a key press or click is about."""

    decided = Signal(object, str)
    asked = Signal(object)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session, self._label = session, labels_of(session)
        self._columns: list[tuple[str, str]] = []
        self._rows: dict[tuple[str, str], ReleaseRow] = {}
        self._room = column(gap=0)
        whole = column(parent=self, gap=0.5)
        whole.addLayout(self._room)
        whole.addWidget(_legend())

    def show_consent(self, consent: Consent) -> None:
        asked_for = {row.category for row in consent.rows}
        columns = [each for each in category_choices(self._session) if each[0] in asked_for]
        if columns != self._columns:
            self._columns = columns
            self._replace()
        services = {each.id: each for each in self._session.read(directory.services)}
        groups: defaultdict[Terms, list[ReleaseRow]] = defaultdict(list)
        for row in consent.rows:
            groups[row.service_id, row.purpose, row.direction, row.valid_until or consent.valid_until].append(
                row
            )
        self._rows = {
            (str(number), row.category): row for number, rows in enumerate(groups.values()) for row in rows
        }
        self.matrix.fill(
            [
                self._line(str(n), terms, {row.category: _decision(row, consent) for row in rows}, services)
                for n, (terms, rows) in enumerate(groups.items())
            ]
        )

    def _replace(self) -> None:
        clear(self._room)
        heads = [(code, word.replace(" und ", ", ")) for code, word in self._columns]
        self.matrix = Matrix("Empfänger", heads, ("Zweck und Richtung", "Gültig bis"))
        self.matrix.decided.connect(
            lambda key, category, decision: self.decided.emit(self._rows[key, category], decision)
        )
        self.matrix.asked.connect(lambda key, category: self.asked.emit(self._rows[key, category]))
        self._room.addWidget(self.matrix)

    def _line(
        self, key: str, terms: Terms, decisions: dict[str, Decision], services: Mapping[str, Service]
    ) -> MatrixRow:
        service_id, purpose, direction, until = terms
        service = services[service_id]
        over = until is not None and until < self._session.today()
        ends = f"{german(until)}{' (abgelaufen)' if over else ''}" if until else "–"
        what_for = f"{self._label('purpose', purpose)}\n{self._label('direction', direction)}"
        detail = service.name or self._label("referral_target", service.referral_target)
        return MatrixRow(key, service.institution, detail, decisions, (what_for, ends))


def _decision(row: ReleaseRow, consent: Consent) -> Decision:
    """Of a notice that is withdrawn as a whole nothing is given any more."""
    taken_back = consent.status == "withdrawn" and row.decision == "given"
    return "withdrawn" if taken_back else cast(Decision, row.decision)


def _legend() -> QWidget:
    signs = [box(line(Icon(icon, "muted", 1), KeyHint(key, word), gap=0.3)) for icon, key, word in _LEGEND]
    still_open = box(line(Icon("open", "muted", 1), label("offen", "small"), gap=0.3))
    unused = label("– hier nicht gebraucht", "small", "muted")
    return box(Flow(*signs, still_open, unused, gap=0.9))
