# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""„Vielleicht gibt es die Person schon“: who in the file may be meant, and why, before anything is saved."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

import resources
from app.domain.client import Person
from app.domain.duplicates import Candidate, Known
from app.operations import duplicates
from ui.session import Session
from ui.theme import rem
from ui.widgets import Card, Flow, Icon, box, clear, column, label, line, link_button

PAUSE_MS = 300
AFTER_THE_TALK = "Wer das ist, sehen Sie nach dem Gespräch (F8)."


class DuplicatePanel(Card):
    """Empty and out of sight until there is somebody; `opened` names the case chosen, `act` is its button."""

    opened = Signal(str)

    def __init__(self, session: Session, act: str = "Akte öffnen", *, closed_too: bool = True) -> None:
        super().__init__(gap=0.3)
        self._session, self._act, self._closed_too = session, act, closed_too
        self._known: tuple[str, ...] = ()
        head = label("Vielleicht gibt es die Person schon", strong=True)
        self._rows = column(gap=0.2)
        self.body.addWidget(box(line(Icon("info", "info"), head, None, gap=0.6)))
        self.body.addLayout(self._rows)
        self.setAccessibleName("Vielleicht gibt es die Person schon")
        self.hide()

    def look(
        self, person: Person, besides: frozenset[str] = frozenset(), *, client_looks_on: bool = False
    ) -> bool:
        """Show who may be meant; whether somebody is there who was not shown before."""
        found = self._session.read(duplicates.perhaps_known, person, besides)
        before, self._known = self._known, tuple(one.known.client_id for one in found)
        clear(self._rows)
        for candidate in () if client_looks_on else found:
            self._rows.addWidget(self._row(candidate))
        if client_looks_on:
            self._rows.addWidget(label(AFTER_THE_TALK, "small", "muted", wrap=True))
        self.setVisible(bool(found))
        return bool(set(self._known) - set(before))

    def setFocus(self, reason: Qt.FocusReason = Qt.FocusReason.OtherFocusReason) -> None:
        """To the first file one may open."""
        first = self._rows.itemAt(0)
        row = first.widget() if first is not None else None
        if row is not None:
            row.setFocus(reason)

    def _row(self, candidate: Candidate) -> QWidget:
        known = candidate.known
        open_it = link_button(self._act, lambda: self.opened.emit(known.case_id), "folder", small=True)
        open_it.setAccessibleName(f"{self._act}: {known.file_number}")
        open_it.setVisible(bool(self._act) and (self._closed_too or known.status != "closed"))
        name = box(Flow(label(_name(known)), open_it, gap=0.8))
        layout = column(name, label(_in_words(candidate), "small", "muted", wrap=True), gap=0)
        layout.setContentsMargins(rem(1.7), 0, 0, 0)
        row = box(layout)
        row.setFocusProxy(open_it)
        return row


def typed_person(values: Mapping[str, Any]) -> Person:
    """What is known so far, of a form's readable values; enough to look for the person."""
    return Person(
        family_name=values["family_name"] or "",
        given_names=values["given_names"] or "",
        former_names=values.get("former_names") or "",
        native_name=values.get("native_name") or "",
        birth_date=values["birth_date"],
        channels=values.get("channels") or (),
    )


def _name(known: Known) -> str:
    return f"{known.traits.given_names} {known.traits.family_name}".strip()


def _in_words(candidate: Candidate) -> str:
    texts = resources.toml("texts", "duplicates.toml")
    birth = candidate.known.traits.birth_date
    parts = [candidate.known.file_number]
    if candidate.known.status == "closed":
        parts.append("abgeschlossen")
    if birth is not None:
        parts.append(f"geboren {birth.german()}")
    return " · ".join([*parts, *(texts[why] for why in candidate.reasons)])
