# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""„Es fehlt noch“: a calm list of what the case still lacks, each line with the way there."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

import resources
from app.domain.dates import german
from app.domain.self_check import Missing
from app.operations import self_checks
from ui.session import Session
from ui.widgets import Row, RowList, Section, column

HINT = "Nur für Sie. Nichts davon verlässt die Akte."


class SelfCheckSection(QWidget):
    """Hidden while nothing is missing; `go` is told the place of what is missing."""

    def __init__(self, session: Session, case_id: str, go: Callable[[str], object]) -> None:
        super().__init__()
        self._session, self._case_id = session, case_id
        self.list = RowList("Es fehlt noch")
        self.list.opened.connect(lambda key: go(_place(key)))
        self.list.setToolTip(HINT)
        self._section = Section("Es fehlt noch", 0).add(self.list)
        column(self._section, parent=self)

    def show_case(self, *, conversation: bool) -> None:
        found = self._session.read(self_checks.still_missing, self._case_id, self._session.today())
        self.setHidden(conversation or not found)
        self._section.set_count(len(found))
        self.list.fill([_row(missing) for missing in found])


def _row(missing: Missing) -> Row:
    sentence = str(resources.toml("texts", "self_check.toml")[missing.code])
    words = sentence.format(day=german(missing.day) if missing.day else "")
    return Row(words, key=missing, icon="open", keys=[("Eingabe", "dorthin")])


def _place(key: object) -> str:
    assert isinstance(key, Missing)
    return key.tab
