# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Besondere Angaben (Art. 9): chips while a signed release stands, otherwise the way to it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtWidgets import QWidget

from app.domain.special import LIST, SpecialCategory
from app.operations import special_facts
from ui.choice_chips import ChoiceChips
from ui.codes import labels_of
from ui.errors import guard
from ui.session import Session
from ui.widgets import Icon, Section, box, clear, column, label, line, link_button


class SpecialPanel(QWidget):
    """`to_consent` leads to where the release is asked for."""

    def __init__(self, session: Session, to_consent: Callable[[], object]) -> None:
        super().__init__()
        self._session, self._to_consent, self._client_id = session, to_consent, ""
        self._shown: tuple[SpecialCategory, ...] | None = None
        self._closed = False
        self._lines = column(gap=0.6)
        section = Section("Besondere Angaben")
        section.body.addLayout(self._lines)
        column(section, parent=self)

    def show_client(self, client_id: str, *, closed: bool) -> None:
        """Built anew only when something else may be seen, so that the keys stay where they are."""
        found = self._session.read(special_facts.special_categories, client_id, self._session.today())
        if (found, closed, client_id) == (self._shown, self._closed, self._client_id):
            return
        self._shown, self._closed, self._client_id = found, closed, client_id
        clear(self._lines)
        for each in found:
            self._lines.addWidget(self._released(each) if each.released else self._locked(each))

    def _released(self, special: SpecialCategory) -> QWidget:
        label_of = labels_of(self._session)
        name = label_of("data_category", special.category)
        chips = ChoiceChips(name, [(code, label_of(LIST, code)) for code in special.choices])
        chips.set_value(special.noted)
        chips.setEnabled(not self._closed)
        chips.changed.connect(lambda: self._store(special, chips))
        return box(column(label(name, "small", "muted"), chips, gap=0.2))

    def _locked(self, special: SpecialCategory) -> QWidget:
        name = labels_of(self._session)("data_category", special.category)
        ask = link_button("Einholen", self._to_consent, small=True)
        ask.setAccessibleName(f"Einwilligung erfassen: {name}")
        row = line(
            label(name),
            Icon("lock", "warning", 1),
            label("nicht freigegeben", tone="warning"),
            None,
            ask,
            gap=0.5,
        )
        held = box(row)
        ask.setHidden(self._closed)
        return held

    def _store(self, special: SpecialCategory, chips: ChoiceChips) -> None:
        """Write what was switched; what is refused goes back."""
        assert self._shown is not None
        before = next(each.noted for each in self._shown if each.category == special.category)
        switched = set(before) ^ set(chips.value())
        self._shown = tuple(
            replace(each, noted=chips.value()) if each.category == special.category else each
            for each in self._shown
        )
        with guard(self):
            for code in switched:
                act = special_facts.note_special if code in chips.value() else special_facts.drop_special
                self._session.write(act, self._client_id, code)
            return
        self._shown = None
        self.show_client(self._client_id, closed=self._closed)
