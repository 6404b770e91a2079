# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Bestandsaufnahme: taken by digits, compared with one before, earlier ones to look at."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from app.domain.assessment import DIMENSIONS, Assessment
from app.domain.dates import german
from app.domain.errors import InvalidInput
from app.operations import assessments, cases
from ui.assessment_form import AssessmentForm
from ui.case_tab import CaseTab
from ui.dates import clock
from ui.drafts import DraftKeeper
from ui.errors import guard
from ui.goal_form import open_goal_form
from ui.need_comparison import NeedComparison, nothing_to_compare
from ui.session import Session
from ui.widgets import (
    Cell,
    CodeInput,
    Column,
    Columns,
    EmptyState,
    PageHead,
    Table,
    box,
    column,
    label,
    line,
    primary_button,
    show_toast,
)

_NEW = "new"


class AssessmentTab(CaseTab):
    """`chosen` is what is on screen: the new one, or an earlier one by its id."""

    def __init__(self, session: Session, case_id: str, parent: QWidget | None = None) -> None:
        super().__init__(session, case_id, parent)
        self._labels = {code: session.read(cases.lists).label("life_dimension", code) for code in DIMENSIONS}
        self._found: tuple[Assessment, ...] = ()
        self.form = AssessmentForm(session, self._labels)
        self.chosen = CodeInput([(_NEW, "Neue")])
        self.chosen.setAccessibleName("Bestandsaufnahme wählen")
        self.done = primary_button("Fertig", self.submit, "check")
        self.new = primary_button("Neue Bestandsaufnahme", lambda: self.chosen.set_value(_NEW), "plus")
        self._said = label("", "small", "muted")
        self._head = PageHead("Bestandsaufnahme", " ", self._acts())
        self.earlier = Table("Frühere Bestandsaufnahme", _COLUMNS, fit=True)
        self._comparison = NeedComparison(session)
        self._nothing = nothing_to_compare()
        self._never = EmptyState("chart", "In diesem Fall gab es keine Bestandsaufnahme.", tone="muted")
        self._closed = False
        left = box(column(self.form, self.earlier, self._never))
        right = box(column(self._comparison, self._nothing))
        self.lay_out(self._head, Columns((left, 5), (right, 3), break_at=66), None)
        self.draft = DraftKeeper(session, self.form, "assessment", case_id)
        self._connect()
        self.chosen.set_value(_NEW)

    def reload(self) -> None:
        self._found = self.session.read(assessments.assessments, self.case_id)
        self._closed = self.is_closed()
        choices = [(each.id, german(each.held_on)) for each in self._found]
        self.chosen.set_choices([*([] if self._closed else [(_NEW, "Neue")]), *choices])
        if self._closed and self._found and self._chosen() is None:
            self.chosen.set_value(self._found[0].id)
        self.form.release(self._released())
        self._show()

    def keep(self) -> None:
        self.draft.keep()

    def submit(self) -> None:
        """Make what stands there an assessment; what cannot be taken is marked and stays."""
        with guard(self, self.ways_out):
            new = self.form.assessment()
            recorded = self.session.write(assessments.record_assessment, self.case_id, new)
            self.draft.discard()
            self.form.start_anew()
            self._said.setText("")
            self.chosen.set_value(recorded)
            show_toast(self, "Die Bestandsaufnahme ist gespeichert.")

    def _acts(self) -> QWidget:
        """The day stands with the acts, so that the first key of the form is a step."""
        day = line(label("besprochen am", "small", "muted"), self.form.day_row, gap=0.4)
        day.setAlignment(self.form.day_row, Qt.AlignmentFlag.AlignVCenter)
        self._day = box(day)
        acts = line(self._said, self._day, self.chosen, self.done, self.new, gap=0.8)
        return box(acts)

    def _connect(self) -> None:
        self.chosen.changed.connect(self._show)
        self.form.changed.connect(self._show)
        self.form.consent_asked.connect(lambda: self.go.emit("consent"))
        self.form.goal_asked.connect(self._agree_goal)
        self.form.completed.connect(lambda: self.done.setFocus(Qt.FocusReason.OtherFocusReason))
        self.draft.kept.connect(lambda: self._said.setText(f"Entwurf gesichert {clock(self.session.now())}"))
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            shortcut = QShortcut(QKeySequence(keys), self.form)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(self.submit)

    def _agree_goal(self, dimension: str) -> None:
        open_goal_form(self, self.session, self.case_id, dimension, lambda: self.go.emit("goals"))

    def _show(self) -> None:
        chosen = self._chosen()
        new = chosen is None and not self._closed
        for part in (self.form, self.done, self._day, self._said):
            part.setVisible(new)
        self.earlier.setVisible(chosen is not None)
        self.new.setVisible(chosen is not None and not self._closed)
        self._never.setVisible(chosen is None and self._closed)
        self.chosen.setVisible(bool(self._found))
        if chosen is not None:
            self.earlier.fill([_line(chosen, code, name) for code, name in self._labels.items()])
        self._show_head(chosen)
        self._compare(chosen or self._typed(), frozenset(DIMENSIONS) if chosen else self._released())

    def _chosen(self) -> Assessment | None:
        """The earlier one on screen; `None` for a new one."""
        return next((each for each in self._found if each.id == self.chosen.value()), None)

    def _show_head(self, chosen: Assessment | None) -> None:
        scores = chosen.scores if chosen else self.form.scores()
        day = german(chosen.held_on) if chosen else "neu"
        discussed = sum(score.discussed for score in scores)
        self._head.set("Bestandsaufnahme", f"{day} · {discussed} von {len(DIMENSIONS)} besprochen")

    def _compare(self, shown: Assessment | None, released: frozenset[str]) -> None:
        """The assessment in view beside the one before it; without a step typed, the two newest.

        Of an earlier one only what was discussed is known, not what was released then.
        """
        before = [each for each in self._found if shown is None or _older(each, shown)]
        pair = [*([shown] if shown else []), *before][:2]
        self._comparison.setVisible(bool(pair))
        self._nothing.setVisible(not pair and not self._closed)
        if pair:
            self._comparison.show_needs(pair, released)

    def _typed(self) -> Assessment | None:
        scores = self.form.scores()
        if not any(score.discussed for score in scores):
            return None
        return Assessment(_NEW, self.case_id, self._day_typed(), scores)

    def _day_typed(self) -> date:
        try:
            return self.form.day.value() or self.session.today()
        except InvalidInput:
            return self.session.today()

    def _released(self) -> frozenset[str]:
        return self.session.read(assessments.released_dimensions, self.case_id, self.session.today())


_COLUMNS = [
    Column("Lebensbereich", stretch=True),
    Column("Bedarf", right=True),
    Column("Ressource", right=True),
    Column("Notiz", width=16),
]


def _older(each: Assessment, shown: Assessment) -> bool:
    return each.id != shown.id and each.held_on <= shown.held_on


def _line(assessment: Assessment, code: str, name: str) -> tuple[str, list[str | Cell]]:
    score = assessment.score(code)
    if not score.discussed:
        return code, [
            name,
            Cell("–", "muted"),
            Cell("–", "muted"),
            Cell(score.note or "nicht besprochen", "muted"),
        ]
    return code, [name, _step(score.need), _step(score.resource), score.note]


def _step(step: int | None) -> str:
    return "–" if step is None else str(step)
