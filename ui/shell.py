# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""One page at a time inside its frame: going places, searching, acting."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QMargins, Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from app.domain.errors import Refusal
from ui.command_bar import CommandBar, Offer
from ui.dates import clock
from ui.errors import guard
from ui.frame import FrameButton, Navigation, StatusBar
from ui.help import HelpDialog
from ui.page import Page
from ui.session import Session
from ui.theme import rem
from ui.widgets import column, label, let_go, line, remove, show_at_once
from ui.workplace import Act, Workplace

FOLD_BELOW = 78

Location = tuple[str, tuple[str, ...]]


class Shell(QWidget):
    """What an unlocked file looks like; in conversation it shows one client and no notices."""

    cover_asked = Signal()
    lock_asked = Signal()
    conversation_asked = Signal()

    def __init__(self, session: Session, workplace: Workplace, *, conversation: bool = False) -> None:
        super().__init__()
        self.session, self.workplace, self.conversation = session, workplace, conversation
        session.client_looks_on = conversation
        self._location: Location = (workplace.navigation[0].key, ())
        self._back: list[Location] = []
        self._page: Page | None = None
        self._navigation = Navigation(workplace.navigation)
        self._navigation.chosen.connect(self.go)
        self._commands = CommandBar(workplace.search_hint, self._offers, self)
        self._brand = label("KIM-Brücke", "heading")
        self._head_buttons = self._make_head_buttons()
        self._head = self._make_head()
        self._room = QVBoxLayout()
        self._status = StatusBar(self.help)
        self._lay_out()
        self._commands.setHidden(conversation)
        self._bind_keys()
        session.changed.connect(self._show_state)
        self._show_state()

    # Going places

    @property
    def location(self) -> Location:
        """The page on screen and what it is about now."""
        key, about = self._location
        return key, (self._page and self._page.about) or about

    def go(self, key: str, *about: str) -> None:
        """Show a page; the one before is kept first and then gone."""
        location: Location = (key, about)
        if self._page is not None and location != self.location:
            self._back.append(self.location)
        with guard(self):
            self._show(location)

    def back(self) -> None:
        """The page before this one."""
        if self._back:
            with guard(self):
                self._show(self._back.pop())

    def page(self) -> Page | None:
        """The page on screen."""
        return self._page

    def _show(self, location: Location) -> None:
        if self._page is not None:
            self._page.keep()
        place = self.workplace.place(location[0])
        page = place.page(self.session, self.go, *location[1])
        page.conversation = self.conversation
        margins = (0, 0, 0, 0) if page.edge_to_edge else (rem(2.25), rem(1.2), rem(1.7), 0)
        page.resize(self._room.geometry().marginsRemoved(QMargins(*margins)).size())
        self._room.setContentsMargins(*margins)
        page.prepare()
        before, self._page, self._location = self._page, page, location
        if before is not None:
            let_go(before)
        self._navigation.show_place(place.under or place.key)
        self._room.addWidget(page)
        show_at_once(page)

    def drop_page(self) -> None:
        """Let the page keep its drafts, then take it away with all it shows."""
        if self._page is not None:
            with guard(self):  # whatever goes wrong, the page goes
                self._page.keep()
            page, self._page = self._page, None
            remove(page)

    # Help and commands

    def help(self) -> None:
        """The keys that work everywhere."""
        HelpDialog(self, self.workplace).open()

    def _offers(self, text: str) -> Sequence[Offer]:
        wanted = text.casefold()
        places = [
            Offer(place.label, "öffnen", place.icon, partial(self.go, place.key))
            for place in self.workplace.navigation
            if wanted in place.label.casefold()
        ]
        acts = [
            Offer(act.label, act.keys, act.icon, partial(self._do, act))
            for act in self.workplace.acts
            if wanted in act.label.casefold()
        ]
        hits = [
            Offer(hit.label, hit.detail, hit.icon, partial(self.go, hit.key, *hit.about))
            for hit in self.workplace.search(self.session, text)
        ]
        return [*hits, *places, *acts]

    def _do(self, act: Act) -> None:
        with guard(self):
            case_id = self._page.open_case if self._page is not None else None
            if act.in_case is not None and case_id is not None:
                act.in_case(self, self.session, case_id)
            elif self.conversation and act.finds_people:
                raise Refusal("ui.client_looks_on")
            else:
                act.do(self, self.session, self.go)

    # The frame

    def _make_head_buttons(self) -> list[FrameButton]:
        wanted: list[tuple[str, str, str, Callable[[], object]]] = [
            ("Sichtschutz", "shield", "F9", self.cover_asked.emit),
            ("Sperren", "lock", "Strg+L", self.lock_asked.emit),
        ]
        if self.workplace.with_clients:
            word = "Gespräch beenden" if self.conversation else "Gespräch"
            wanted.insert(0, (word, "speech", "F8", self.conversation_asked.emit))
        buttons = []
        for word, icon, keys, act in wanted:
            button = FrameButton(word, icon, keys)
            button.clicked.connect(lambda _=False, act=act: act())
            buttons.append(button)
        return buttons

    def _make_head(self) -> QFrame:
        head = QFrame()
        head.setProperty("area", "frame")
        head.setFixedHeight(rem(3.4))
        layout = line(self._brand, self._commands, None, *self._head_buttons, parent=head, gap=0.6)
        layout.setContentsMargins(rem(1.15), 0, rem(1), 0)
        layout.setStretchFactor(self._commands, 3)
        return head

    def _lay_out(self) -> None:
        middle: QHBoxLayout = line(self._navigation, gap=0)
        middle.addLayout(self._room, 1)
        whole = column(self._head, parent=self, gap=0)
        whole.addLayout(middle, 1)
        whole.addWidget(self._status)

    def _bind_keys(self) -> None:
        for number, place in enumerate(self.workplace.navigation, 1):
            self._bind(f"Ctrl+{number}", partial(self.go, place.key))
        self._bind("Ctrl+K", lambda: self._commands.setFocus(Qt.FocusReason.ShortcutFocusReason))
        self._bind("Alt+Left", self.back)
        self._bind("F1", self.help)
        if self.workplace.with_clients:
            self._bind("F8", self.conversation_asked.emit)
        for act in self.workplace.acts:
            if act.keys:
                self._bind(_as_qt(act.keys), partial(self._do, act))

    def _bind(self, keys: str, act: Callable[[], object]) -> None:
        QShortcut(QKeySequence(keys), self).activated.connect(act)

    def _show_state(self) -> None:
        with guard(self):
            self._navigation.show_foot(*self.workplace.foot(self.session))
            saved = self.session.saved_at
            lines = [("check", f"Gespeichert {clock(saved)}")] if saved else []
            more = [] if self.conversation else self.workplace.status(self.session)
            self._status.fill([*lines, *more])

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fold()

    def _fold(self) -> None:
        narrow = self.conversation or self.width() < rem(FOLD_BELOW)
        self._navigation.fold(narrow)
        self._brand.setMinimumWidth(0 if narrow else rem(13.9))
        for button in self._head_buttons:
            button.fold(self.width() < rem(FOLD_BELOW))


def _as_qt(keys: str) -> str:
    """Keys as written for people, as Qt reads them."""
    return keys.replace("Strg", "Ctrl").replace("Umschalt", "Shift")
