# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Who lives with the person: the list, what follows from it, and the line that adds the next one."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from app.domain.case_view import CaseView
from app.domain.household import Member, NewMember, may_be_minor, school_children
from app.operations import households
from ui.codes import labels_of
from ui.errors import guard
from ui.household_form import (
    HouseholdLine,
    member_of,
    open_joining_form,
    open_member_form,
    open_own_file_form,
)
from ui.person_facts import household_words, years_old
from ui.removal import KEY, remove_with_undo
from ui.session import Session
from ui.widgets import Card, Chip, Flow, Row, RowList, Section, box, clear, column, label, link_button

HINT = "Kinder stehen hier mit Namen, Erwachsene bis zu einer eigenen Akte nur mit Beziehung und Geburtsjahr."


class HouseholdPanel(QWidget):
    """`show_view` fills it; `go` opens the case of a member with a file."""

    def __init__(self, session: Session, case_id: str, family_name: str, go: Callable[[str], object]) -> None:
        super().__init__()
        self._session, self._go = session, go
        self._view: CaseView | None = None
        self._closed = self._conversation = False
        self._words = column(gap=0)
        self.list = RowList("Haushalt")
        self.list.opened.connect(self._change)
        self.list.bind("A", self._own_file)
        self.list.bind("Del", self._remove)
        self.line = HouseholdLine(session, case_id, family_name)
        self.line.entered.connect(self._add)
        self._entry = Card(self.line)
        self._hint = label(HINT, "small", "muted", wrap=True)
        self._section = Section("Haushalt", 0)
        self._section.body.addLayout(self._words)
        self._section.add(self._hint, self._entry, self.list)
        column(self._section, parent=self)

    def show_view(self, view: CaseView, *, closed: bool, conversation: bool) -> None:
        self._view, self._closed, self._conversation = view, closed, conversation
        self._section.set_count(len(view.household))
        clear(self._words)
        if words := household_words(view.household, self._session.today()):
            self._words.addWidget(box(Flow(*(Chip("people", word, "info") for word in words))))
        self.list.fill([self._row(member) for member in view.household])
        self._entry.setHidden(closed)

    def _row(self, member: Member) -> Row:
        relation = labels_of(self._session)("relation", member.relation)
        own = ("A", "zur Akte" if member.member_client_id else "eigene Akte")
        keys = [own] if self._closed else [("Eingabe", "ändern"), own, KEY]
        about = [relation] if member.name else []
        return Row(
            member.name or relation,
            " · ".join([*about, *self._details(member)]),
            key=member,
            icon="person",
            chip=self._chip(member),
            act=self._by_mouse(member),
            keys=keys,
        )

    def _by_mouse(self, member: Member) -> QWidget | None:
        """What the key A does, where it is done most; Tab passes it by."""
        linked = member.member_client_id is not None
        if not linked and (self._closed or member.name):
            return None
        word = "Akte öffnen" if linked else "Eigene Akte"
        act = link_button(word, lambda: self._own_file(member), small=True)
        act.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        return act

    def _details(self, member: Member) -> list[str]:
        today = self._session.today()
        details = []
        if member.born is not None:
            details.append(f"geboren {member.born.german()}, {years_old(member.born, today)} Jahre")
        if member.relation in _GROWN and not member.name and not may_be_minor(member.born, today):
            details.append("ist volljährig")
        return [*details, *([] if member.lives_here else ["wohnt nicht hier"])]

    def _chip(self, member: Member) -> Chip | None:
        if not school_children([member], self._session.today()):
            return None
        return Chip("calendar", "Schulalter", "info")

    def _add(self) -> None:
        assert self._view is not None
        form = self.line.form
        way_out = {"household.adult_named": ("Eigene Akte anlegen", self._join)}
        with guard(self, way_out):
            new = member_of(form.values())
            self._session.write(households.add_member, self._view.client.id, new)
            self.line.begin_next()

    def _join(self) -> None:
        """Who was typed with a name and is of age gets a file at once."""
        assert self._view is not None
        new: NewMember = member_of(self.line.form.values())
        then, looks_on = self.line.begin_next, self._conversation
        open_joining_form(self, self._session, self._view, new, then, client_looks_on=looks_on)

    def _change(self, key: object) -> None:
        assert isinstance(key, Member)
        assert self._view is not None
        if not self._closed:
            open_member_form(self, self._session, self._view, key)

    def _own_file(self, key: object) -> None:
        assert isinstance(key, Member)
        assert self._view is not None
        if key.member_client_id is not None:
            self._go(f"case:{self._session.read(households.newest_case, key.member_client_id)}")
        elif not self._closed:
            open_own_file_form(self, self._session, self._view, key, search=not self._conversation)

    def _remove(self, key: object) -> None:
        assert isinstance(key, Member)
        if not self._closed:
            remove_with_undo(self, self._session, "household_member", key.id)


_GROWN = ("child", "foster_child", "grandchild")
