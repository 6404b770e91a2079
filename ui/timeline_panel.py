# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Verlauf: the entry box on top, what happened beneath it, next steps, goals and facts beside it."""

from __future__ import annotations

from datetime import date
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QGridLayout, QWidget

from app.domain.appointment import ENDS, as_contact
from app.domain.case_view import CaseView
from app.domain.contact import NewContact
from app.domain.follow_up import FollowUp
from app.domain.livelihood import short_name
from app.domain.timeline import TimelineEntry
from app.operations import appointments, cases, follow_ups, goals, livelihoods, referrals
from ui.appointment_dialog import ask_to_plan_again
from ui.appointment_form import open_appointment_form
from ui.case_history import CaseHistory
from ui.case_tab import CaseTab
from ui.codes import labels_of
from ui.contact_form import ContactForm, open_correction
from ui.dates import near_day
from ui.due_list import DueList, due_chip, keys_of
from ui.errors import guard
from ui.follow_up_form import open_follow_up_form
from ui.livelihood_panel import LivelihoodPanel
from ui.person_facts import person_facts
from ui.person_form import open_person_form
from ui.removal import remove_with_undo
from ui.self_check_section import SelfCheckSection
from ui.session import Session
from ui.theme import Tone, rem
from ui.timeline_rows import FILTERS, goal_chip, tell, timeline_row
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
    TextInput,
    box,
    clear,
    column,
    label,
    line,
    link_button,
    secondary_button,
    show_toast,
)

_AT_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignAbsolute
"""In its column, whichever way the script runs."""

_KINDS = {code: kinds for code, _, kinds in FILTERS}
_TABS = {
    "assessment": "assessment",
    "goal": "goals",
    "gap": "referral",
    "referral": "referral",
    "disclosure": "referral",
    "consent": "consent",
    "agreement": "documents",
    "document": "documents",
    "livelihood": "circles",
    "residence": "residence",
}
"""Where Enter on an entry leads."""

_ONLY_KEPT = "Die Person hat verlangt, dass diese Akte nur noch aufbewahrt wird."
LOW = 32
"""Below this height (rem) the livelihood is one line, so that the entry stays in sight."""


class TimelinePanel(CaseTab):
    """While the client looks on, notes stay folded, and facts and what was told to others away."""

    def __init__(self, session: Session, case_id: str, parent: QWidget | None = None) -> None:
        super().__init__(session, case_id, parent)
        self.contact = ContactForm(session, case_id)
        self.contact.done.connect(lambda: show_toast(self, "Der Kontakt ist festgehalten."))
        self._entry = Card(self.contact)
        self._closed, self._restricted = box(column()), box(column())
        self.filters = ChoiceBar("Verlauf zeigen", [(code, word) for code, word, _ in FILTERS])
        self.filters.set_value("all")
        self.filters.changed.connect(self._show_entries)
        self.search = TextInput("Im Verlauf suchen")
        self.search.setAccessibleName("Im Verlauf suchen")
        self.search.textChanged.connect(self._search)
        QShortcut(QKeySequence("Ctrl+F"), self).activated.connect(self._go_searching)
        self._found: tuple[TimelineEntry, ...] = ()
        self._total = 0
        self.entries = RowList("Verlauf")
        self.entries.grown.connect(self._show_entries)
        self.entries.opened.connect(self._open_entry)
        self.entries.bind("Del", self._remove_entry)
        self._nothing = label("Dazu steht nichts im Verlauf.", "small", "muted")
        self._timeline = Section("Verlauf", 0, self.filters)
        self._timeline.add(self.search, self._nothing, self.entries)
        self._add_step = box(
            line(
                self._link("Termin", self._add_appointment, "calendar"),
                self._link("Wiedervorlage", self._add_follow_up, "plus"),
            )
        )
        self.steps = DueList("Nächste Schritte", session, lambda _: None, self._write_down)
        self._no_step = EmptyState("flag", "Es steht nichts an.", tone="muted")
        self._steps = Section("Nächste Schritte", 0, self._add_step).add(self._no_step, self.steps)
        self._goals = Section("Ziele", 0, self._link("öffnen", lambda: self.go.emit("goals"), "arrow"))
        self._case = CaseHistory(session)
        self._case.opened.connect(lambda case_id: self.go.emit(f"case:{case_id}"))
        self._case.consent_asked.connect(lambda: self.go.emit("consent"))
        self._case.gone.connect(lambda: self.go.emit("cases"))
        self._case.conference_over.connect(self._write_down_conference)
        self._person = Section("Person", None, self._link("Ändern", self._change_person, "pencil"))
        self.missing = SelfCheckSection(session, case_id, self._go_to_missing)
        self.livelihood = LivelihoodPanel(lambda: self.go.emit("circles"))
        left = box(column(self._closed, self._restricted, self._entry, self._timeline, None, gap=1.2))
        right = box(column(self._steps, self._goals, self.missing, self._person, self._case, None, gap=1.4))
        self.lay_out(self.livelihood, Columns((left, 68), (right, 30), break_at=62), None)

    def reload(self) -> None:
        view = self.view()
        closed, restricted = view.case.status == "closed", view.file.restricted_on is not None
        self._entry.setHidden(closed or (restricted and not self.contact.form.typed()))
        self._add_step.setHidden(closed or restricted)
        self._show_closed(view if closed else None)
        self._show_restricted(view if restricted and not closed else None)
        self._show_livelihood(view)
        self._show_entries()
        self._show_steps()
        self._show_goals()
        self._show_person(view)
        self.missing.show_case(conversation=self.conversation)
        self._case.setHidden(self.conversation)
        self._case.show_case(view)

    def first(self) -> QWidget:
        return self.search if self._entry.isHidden() else self.contact.first()

    def keep(self) -> None:
        self.contact.draft.keep()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.livelihood.set_low(self.height() < rem(LOW))

    def _show_livelihood(self, view: CaseView) -> None:
        lists, today = self.session.read(cases.lists), self.session.today()
        seen = self.session.read(livelihoods.overview, self.case_id, today)
        self.livelihood.show_overview(seen, view.livelihood, lambda code: short_name(code, lists))

    def _show_entries(self) -> None:
        if self.search.text().split() or self.conversation:
            self._read_all()
        else:
            self._read_beginning()
        self._show_found()

    def _search(self) -> None:
        if len(self._found) < self._total:
            self._read_all()
        self._show_found()

    def _read_beginning(self) -> None:
        """A long case has thousands of entries; nobody has asked for them yet."""
        self._found = self.session.read(cases.timeline, *self._about(), self.entries.reach)
        self._total = self.session.read(cases.timeline_count, *self._about())

    def _read_all(self) -> None:
        found = self.session.read(cases.timeline, *self._about())
        if self.conversation:
            found = tuple(entry for entry in found if _may_be_seen(entry))
        self._found, self._total = found, len(found)

    def _about(self) -> tuple[str, tuple[str, ...], date]:
        return self.case_id, _KINDS[self.filters.value() or "all"], self.session.today()

    def _show_found(self) -> None:
        """Only what holds every word that was typed; each is marked where it stands."""
        wanted, today, label_of = self.search.text().split(), self.session.today(), labels_of(self.session)
        told = partial(tell, label_of=label_of, with_notes=not self.conversation)
        held = [each for each in self._found if not wanted or told(each).holds(wanted)]

        def row(entry: TimelineEntry) -> Row:
            return timeline_row(told(entry), today, label_of, wanted, keys=not self.conversation)

        total = len(held) if wanted else self._total
        self.entries.fill([partial(row, entry) for entry in held], total)
        self._timeline.set_count(total)
        self._nothing.setHidden(bool(held) or not wanted)

    def _go_searching(self) -> None:
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def _open_entry(self, key: object) -> None:
        """A contact of today and how an appointment ended are put right; all else leads where it belongs."""
        assert isinstance(key, tuple)
        kind, record_id, code = key
        if kind == "contact":
            if not self.conversation:
                open_correction(self, self.session, record_id)
        elif kind == "appointment":
            if not (self.conversation or self.is_closed()) and code in ENDS:
                ask_to_plan_again(self, self.session, record_id)
        elif kind in _TABS:
            self.go.emit(_TABS[kind])

    def _remove_entry(self, key: object) -> None:
        assert isinstance(key, tuple)
        kind, record_id, _ = key
        if kind == "contact" and not self.conversation:
            remove_with_undo(self, self.session, "contact", record_id)

    def _show_steps(self) -> None:
        own = self._own_steps()
        self._steps.set_count(len(own))
        self._no_step.setHidden(bool(own))
        self.steps.setVisible(bool(own))
        self.steps.show_due(own, grouped=False, row=_step_row)

    def _own_steps(self) -> list[FollowUp]:
        """What is open; while the client looks on without what a withheld Überleitung waits for."""
        own = self.session.read(follow_ups.due_of_case, self.case_id)
        made = self.session.read(referrals.referrals, self.case_id) if self.conversation else ()
        withheld = {each.id for each in made if each.withheld}
        return [each for each in own if each.source_id not in withheld]

    def _write_down(self, appointment_id: str) -> None:
        """An appointment was kept: its contact is proposed in the box above."""
        self.contact.propose(as_contact(self.session.read(appointments.appointment, appointment_id)))

    def _write_down_conference(self) -> None:
        self.contact.propose(NewContact("conference", self.session.today()))

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
        self._goals.add(rows if found else label("Noch kein Ziel vereinbart.", "small", "muted"))

    def _show_person(self, view: CaseView) -> None:
        clear(self._person.body)
        self._person.setHidden(self.conversation)
        facts = person_facts(view, labels_of(self.session), self.session.today())
        self._person.add(_fact_table(facts))

    def _show_closed(self, view: CaseView | None) -> None:
        layout = self._closed.layout()
        assert layout is not None
        clear(layout)
        self._closed.setVisible(view is not None)
        if view is None or view.case.closed_on is None:
            return
        reason = labels_of(self.session)("closing_reason", view.case.closing_reason or "other")
        again = self._way_on(view)
        title = f"Abgeschlossen am {view.case.closed_on:%d.%m.%Y}: {reason}"
        layout.addWidget(
            Banner("check", title, "Die Akte bleibt. Neues gehört in einen neuen Fall.", "info", again)
        )

    def _show_restricted(self, view: CaseView | None) -> None:
        """Said before somebody types what cannot be kept; the chip above says since when."""
        layout = self._restricted.layout()
        assert layout is not None
        clear(layout)
        self._restricted.setVisible(view is not None)
        if view is None:
            return
        words, acts = _ONLY_KEPT, []
        if view.file.withdrawn_on is not None:
            words = "Für neue Einträge braucht es eine neue Einwilligung."
            acts = [secondary_button("Zur Einwilligung", lambda: self.go.emit("consent"), "shield")]
        layout.addWidget(Banner("lock", "Hier wird nichts Neues eingetragen.", words, "warning", *acts))

    def _way_on(self, view: CaseView) -> QWidget:
        """To the case that is open in this file, or to a new one."""
        found = self.session.read(cases.cases_of_file, view.file.id)
        open_one = next((each.case_id for each in found if each.closed_on is None), None)
        if open_one is None:
            return secondary_button("Neuen Fall beginnen", lambda: self._reopen(view), "folder")
        return secondary_button("Zum offenen Fall", lambda: self.go.emit(f"case:{open_one}"), "folder")

    def _reopen(self, view: CaseView) -> None:
        with guard(self):
            case_id = self.session.write(cases.reopen, view.file.id, view.case.site_id)
            self.go.emit(f"case:{case_id}")

    def _add_appointment(self) -> None:
        open_appointment_form(self, self.session, self.case_id)

    def _go_to_missing(self, place: str) -> None:
        if place == "timeline":
            self.contact.first().setFocus(Qt.FocusReason.OtherFocusReason)
        elif place == "person":
            self._change_person()
        elif place == "follow_up":
            self._add_follow_up()
        else:
            self.go.emit(place)

    def _add_follow_up(self) -> None:
        open_follow_up_form(self, self.session, self.case_id)

    def _change_person(self) -> None:
        open_person_form(self, self.session, self.case_id)

    @staticmethod
    def _link(word: str, act: object, icon: str) -> QWidget:
        return link_button(word, act, icon, small=True)  # type: ignore[arg-type]


def _may_be_seen(entry: TimelineEntry) -> bool:
    """Nothing that was told to others, and nothing that is to protect a child."""
    return entry.kind != "disclosure" and not entry.facts.get("withheld")


def _step_row(follow_up: FollowUp, today: date) -> Row:
    """Whose it is stands above; here it counts when and where."""
    late = (today - follow_up.due_on).days
    hour = f"{follow_up.due_at:%H:%M} Uhr" if follow_up.due_at else ""
    when = " ".join(part for part in (near_day(follow_up.due_on, today), hour) if part)
    tone: Tone = "danger" if late > 0 else "info" if late == 0 else "neutral"
    chip = Chip("warning", "überfällig", tone) if late > 0 else due_chip(follow_up, late)
    detail = " · ".join(part for part in (when, follow_up.place) if part)
    return Row(follow_up.title, detail, key=follow_up.id, chip=chip, keys=keys_of(follow_up))


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
