# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Verlauf: the entry box on top, what happened beneath it, next steps, goals and facts beside it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from app.domain.case_view import CaseView
from app.domain.follow_up import FollowUp
from app.operations import cases, follow_ups, goals
from ui.case_tab import CaseTab
from ui.closing_form import open_closing_form
from ui.codes import labels_of
from ui.contact_form import ContactForm
from ui.dates import near_day
from ui.errors import guard
from ui.follow_up_form import open_follow_up_form
from ui.person_facts import person_facts
from ui.person_form import open_person_form
from ui.session import Session
from ui.theme import Tone, rem
from ui.timeline_rows import FILTERS, goal_chip, timeline_row
from ui.widgets import (
    Banner,
    Card,
    Chip,
    ChoiceBar,
    Columns,
    EmptyState,
    Row,
    RowList,
    Section,
    box,
    clear,
    column,
    label,
    link_button,
    secondary_button,
    show_toast,
)

_AT_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignAbsolute
"""In its column, whichever way the script runs."""

_KINDS = {code: kinds for code, _, kinds in FILTERS}


class TimelinePanel(CaseTab):
    """While the client looks on, notes stay folded, and facts and what was told to others away."""

    def __init__(self, session: Session, case_id: str, parent: QWidget | None = None) -> None:
        super().__init__(session, case_id, parent)
        self.contact = ContactForm(session, case_id)
        self.contact.done.connect(lambda: show_toast(self, "Der Kontakt ist festgehalten."))
        self._entry = Card(self.contact)
        self._closed = box(column())
        self.filters = ChoiceBar("Verlauf zeigen", [(code, word) for code, word, _ in FILTERS])
        self.filters.set_value("all")
        self.filters.changed.connect(self._show_entries)
        self.entries = RowList("Verlauf")
        self._timeline = Section("Verlauf", 0, self.filters).add(self.entries)
        self._add_step = self._link("Wiedervorlage", self._add_follow_up, "plus")
        self._steps = Section("Nächste Schritte", 0, self._add_step)
        self._goals = Section("Ziele", 0, self._link("öffnen", lambda: self.go.emit("goals"), "arrow"))
        self._person = Section("Person", None, self._link("Ändern", self._change_person, "pencil"))
        left = box(column(self._closed, self._entry, self._timeline, None, gap=1.2))
        right = box(column(self._steps, self._goals, self._person, None, gap=1.4))
        self.lay_out(Columns((left, 68), (right, 30), break_at=62), None)

    def reload(self) -> None:
        view = self.view()
        closed = view.case.status == "closed"
        self._entry.setHidden(closed)
        self._add_step.setHidden(closed)
        self._show_closed(view if closed else None)
        self._show_entries()
        self._show_steps()
        self._show_goals()
        self._show_person(view)

    def first(self) -> QWidget:
        return self if self.contact.isHidden() else self.contact.first()

    def keep(self) -> None:
        self.contact.draft.keep()

    def _show_entries(self) -> None:
        kinds = _KINDS[self.filters.value() or "all"]
        found = self.session.read(cases.timeline, self.case_id, kinds)
        if self.conversation:
            found = tuple(entry for entry in found if entry.kind != "disclosure")
        label_of, today = labels_of(self.session), self.session.today()
        rows = [timeline_row(entry, today, label_of, with_notes=not self.conversation) for entry in found]
        self.entries.fill(rows)
        self._timeline.set_count(len(rows))

    def _show_steps(self) -> None:
        own = [f for f in self.session.read(follow_ups.due, None) if f.case_id == self.case_id]
        clear(self._steps.body)
        self._steps.set_count(len(own))
        if not own:
            self._steps.add(EmptyState("flag", "Es steht nichts an.", tone="muted"))
            return
        rows = RowList("Nächste Schritte")
        rows.fill([self._step_row(follow_up) for follow_up in own])
        rows.bind("Space", self._done)
        self._steps.add(rows)

    def _step_row(self, follow_up: FollowUp) -> Row:
        today = self.session.today()
        time = f" {follow_up.due_at:%H:%M}" if follow_up.due_at else ""
        late, now = follow_up.due_on < today, follow_up.due_on == today
        tone: Tone = "danger" if late else "info" if now else "neutral"
        chip = Chip(
            "warning" if late else "calendar",
            "überfällig" if late else near_day(follow_up.due_on, today),
            tone,
        )
        detail = f"{near_day(follow_up.due_on, today)}{time}" if late else time.strip()
        return Row(follow_up.title, detail, key=follow_up, chip=chip, keys=[("Leertaste", "erledigt")])

    def _done(self, follow_up: object) -> None:
        assert isinstance(follow_up, FollowUp)
        session = self.session
        with guard(self):
            session.write(follow_ups.done, follow_up.id)
            undo = lambda: session.write(follow_ups.undo_done, follow_up.id)  # noqa: E731
            show_toast(self, f"„{follow_up.title}“ ist erledigt.", undo)

    def _show_goals(self) -> None:
        found = self.session.read(goals.goals, self.case_id)
        label_of = labels_of(self.session)
        clear(self._goals.body)
        self._goals.set_count(len(found))
        rows = RowList("Ziele")
        rows.fill(
            [
                Row(
                    f"„{goal.words}“",
                    f"{label_of('life_dimension', goal.dimension)} · seit {goal.set_on:%d.%m.%Y}",
                    key=goal.id,
                    chip=goal_chip(goal.result, label_of),
                )
                for goal in found
            ]
        )
        rows.opened.connect(lambda _: self.go.emit("goals"))
        self._goals.add(rows if found else label("Noch ist kein Ziel vereinbart.", "small", "muted"))

    def _show_person(self, view: CaseView) -> None:
        clear(self._person.body)
        self._person.setHidden(self.conversation)
        facts = person_facts(view, labels_of(self.session), self.session.today())
        self._person.add(_fact_table(facts))
        if view.case.status != "closed":
            close = self._link(
                "Fall abschließen", lambda: open_closing_form(self, self.session, self.case_id), "check"
            )
            self._person.body.addWidget(close, 0, Qt.AlignmentFlag.AlignLeft)

    def _show_closed(self, view: CaseView | None) -> None:
        layout = self._closed.layout()
        assert layout is not None
        clear(layout)
        self._closed.setVisible(view is not None)
        if view is None or view.case.closed_on is None:
            return
        reason = labels_of(self.session)("closing_reason", view.case.closing_reason or "other")
        again = secondary_button("Neuen Fall beginnen", lambda: self._reopen(view), "folder")
        title = f"Abgeschlossen am {view.case.closed_on:%d.%m.%Y}: {reason}"
        layout.addWidget(
            Banner("check", title, "Die Akte bleibt. Neues gehört in einen neuen Fall.", "info", again)
        )

    def _reopen(self, view: CaseView) -> None:
        with guard(self):
            case_id = self.session.write(cases.reopen, view.file.id, view.case.site_id)
            self.go.emit(f"case:{case_id}")

    def _add_follow_up(self) -> None:
        open_follow_up_form(self, self.session, self.case_id)

    def _change_person(self) -> None:
        open_person_form(self, self.session, self.case_id)

    @staticmethod
    def _link(word: str, act: object, icon: str) -> QWidget:
        return link_button(word, act, icon, small=True)  # type: ignore[arg-type]


def _fact_table(facts: list[tuple[str, str]]) -> QWidget:
    grid = QGridLayout()
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(rem(0.8))
    grid.setVerticalSpacing(rem(0.3))
    grid.setColumnStretch(1, 1)
    for place, (word, fact) in enumerate(facts):
        grid.addWidget(label(word, "small", "muted", wrap=True), place, 0, Qt.AlignmentFlag.AlignTop)
        words = label(fact, "small", wrap=True)
        words.setAlignment(_AT_LEFT)
        grid.addWidget(words, place, 1)
    return box(grid)
