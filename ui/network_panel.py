# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The network: a map and a list that say the same, and the line that adds somebody."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from app.domain.network import RINGS, NetworkPerson, NewNetworkPerson
from app.operations import networks
from ui.codes import choices_of, labels_of
from ui.drafts import DraftKeeper
from ui.errors import guard
from ui.form_dialog import FormDialog
from ui.network_map import RING_WORDS, NetworkMap
from ui.removal import KEY, remove_with_undo
from ui.session import Session
from ui.widgets import (
    Card,
    ChoiceBar,
    CodeInput,
    FormPanel,
    KeyHint,
    Row,
    RowList,
    Section,
    TextInput,
    column,
    label,
    line,
    secondary_button,
)

HINT = "Rollen, keine Namen: „Nachbarin“, „Trainer“, „Frau in der Beratungsstelle“."
_RINGS = [(str(ring), RING_WORDS[ring], str(ring)) for ring in RINGS]


class NetworkForm(FormPanel):
    """Who, in which area, how near."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.words, self.note = TextInput("Nachbarin"), TextInput()
        self.add_line(
            self.field("words", "Wer ist da?", self.words),
            self.field("area", "Bereich", CodeInput(choices_of(session)("network_area"))),
        )
        ring = ChoiceBar("Wie nah", _RINGS)
        self.add_line(self.field("ring", "Wie nah?", ring), self.field("note", "Notiz", self.note))
        self.settle()

    def show_person(self, person: NetworkPerson) -> None:
        self.set_values(
            {"words": person.words, "area": person.area, "ring": str(person.ring), "note": person.note}
        )


def network_person(values: Mapping[str, Any]) -> NewNetworkPerson:
    """The person as the form's values say; 0 is no ring."""
    return NewNetworkPerson(values["words"], values["area"] or "", int(values["ring"] or 0), values["note"])


class NetworkPanel(QWidget):
    def __init__(self, session: Session, case_id: str) -> None:
        super().__init__()
        self._session, self._case_id, self._client_id, self._closed = session, case_id, "", False
        self.map = NetworkMap()
        self.list = RowList("Netzwerk")
        self.list.opened.connect(self._change)
        self.list.bind("Del", self._remove)
        for ring in RINGS:
            self.list.bind(str(ring), partial(self._move, ring))
        self.form = NetworkForm(session)
        self.draft = DraftKeeper(session, self.form, "network", case_id)
        self._entry = Card(self.form)
        self._section = Section("Netzwerk", 0).add(
            label(HINT, "small", "muted", wrap=True), self.map, self._entry, self.list
        )
        self._finish_form()
        column(self._section, parent=self)

    def show_client(self, client_id: str, *, closed: bool) -> None:
        self._client_id, self._closed = client_id, closed
        found = self._session.read(networks.network, client_id)
        self._section.set_count(len(found))
        self._entry.setHidden(closed)
        self.map.show_network(choices_of(self._session)("network_area"), found)
        self.list.fill([partial(self._row, number, each) for number, each in enumerate(found, 1)])

    def _row(self, number: int, person: NetworkPerson) -> Row:
        area = labels_of(self._session)("network_area", person.area)
        details = [area, RING_WORDS[person.ring], *filter(None, [person.note])]
        keys = [("1", "nah"), ("2", "mittel"), ("3", "fern"), ("Eingabe", "ändern"), KEY]
        return Row(
            f"{number}. {person.words}",
            " · ".join(details),
            key=person,
            keys=[] if self._closed else keys,
        )

    def _finish_form(self) -> None:
        foot = line(secondary_button("Ins Netzwerk", self._add, "plus"), KeyHint("Eingabe"), None, gap=0.8)
        self.form.body.addLayout(foot)
        for keys in ("Return", "Enter"):
            shortcut = QShortcut(QKeySequence(keys), self.form)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(self._add)

    def _add(self) -> None:
        with guard(self):
            new = network_person(self.form.values())
            self._session.write(networks.add_network_person, self._client_id, new)
            self.draft.discard()
            self.form.set_values({"words": "", "note": ""})
            self.form.words.setFocus(Qt.FocusReason.OtherFocusReason)

    def _move(self, ring: int, key: object) -> None:
        assert isinstance(key, NetworkPerson)
        self._store(key.id, replace(_as_new(key), ring=ring))

    def _store(self, person_id: str, new: NewNetworkPerson) -> None:
        if self._closed:
            return
        with guard(self):
            self._session.write(networks.change_network_person, person_id, new)

    def _change(self, key: object) -> None:
        assert isinstance(key, NetworkPerson)
        if self._closed:
            return
        form = NetworkForm(self._session)
        form.show_person(key)
        draft = DraftKeeper(self._session, form, f"network:{key.id}", self._case_id)

        def save(values: dict[str, Any]) -> None:
            self._session.write(networks.change_network_person, key.id, network_person(values))

        FormDialog(self, "Person im Umfeld", form, "Speichern", save, draft=draft).open()
        form.words.setFocus(Qt.FocusReason.OtherFocusReason)

    def _remove(self, key: object) -> None:
        assert isinstance(key, NetworkPerson)
        if not self._closed:
            remove_with_undo(self, self._session, "network_person", key.id)


def _as_new(person: NetworkPerson) -> NewNetworkPerson:
    return NewNetworkPerson(person.words, person.area, person.ring, person.note)
