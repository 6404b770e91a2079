# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Bestandsaufnahme: taken by digits, compared with one before, earlier ones to look at."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from app.domain.assessment import DIMENSIONS, Assessment
from app.domain.code_lists import CodeLists
from app.domain.dates import german
from app.domain.errors import InvalidInput
from app.operations import assessment_sheets, assessments, cases
from ui.assessment_form import AssessmentForm
from ui.carry_over import open_carry_over
from ui.case_tab import CaseTab
from ui.counselling_sheets import open_blank_assessment
from ui.dates import clock
from ui.dimension_help import open_explanation
from ui.dimension_line import Dimension
from ui.document_view import show_sheet
from ui.drafts import DraftKeeper
from ui.errors import guard
from ui.form_dialog import FormDialog
from ui.goal_form import open_goal_form
from ui.need_comparison import NeedComparison, nothing_to_compare
from ui.removal import remove_with_undo
from ui.session import Session
from ui.widgets import (
    Cell,
    CodeInput,
    Column,
    Columns,
    EmptyState,
    KeyHint,
    PageHead,
    Table,
    box,
    column,
    label,
    line,
    link_button,
    primary_button,
    secondary_button,
    show_toast,
)

_NEW = "new"
_SHEET_HINT = "Alle Lebensbereiche, daneben die Bestandsaufnahme davor. Nicht Freigegebenes fehlt."
BREAK_AT, WIDE = 66, 120


class AssessmentTab(CaseTab):
    """`chosen` is what is on screen: the new one, or an earlier one by its id."""

    def __init__(self, session: Session, case_id: str, parent: QWidget | None = None) -> None:
        super().__init__(session, case_id, parent)
        dimensions = _dimensions(session.read(cases.lists))
        self._labels = {each.code: each.name for each in dimensions}
        self._found: tuple[Assessment, ...] = ()
        self._names: dict[str, str] = {}
        self.form = AssessmentForm(session, dimensions)
        self.chosen = CodeInput([(_NEW, "Neue")])
        self.chosen.setAccessibleName("Bestandsaufnahme wählen")
        self.done = primary_button("Fertig", self.submit, "check")
        self.new = primary_button("Neue Bestandsaufnahme", lambda: self.chosen.set_value(_NEW), "plus")
        self.remove = link_button("Entfernen", self._remove, "trash")
        self.print = secondary_button("Drucken", self.print_chosen, "printer")
        self.carry = link_button("Aus der letzten übernehmen", self.carry_over, "copy", small=True)
        self.form.above.addWidget(self.carry)
        blank = link_button("Leeres Blatt drucken", self._print_blank, "printer", small=True)
        self.form.below.addWidget(blank)
        self.form.below.addWidget(link_button("Was gehört wohin?", self._explain, "help", small=True))
        self._said = label("", "small", "muted")
        self._head = PageHead("Bestandsaufnahme", " ", self._acts())
        self.earlier = Table("Frühere Bestandsaufnahme", _COLUMNS, fit=True)
        self._dimensions = dimensions
        self._comparison = NeedComparison(session)
        self._nothing = nothing_to_compare()
        self._never = EmptyState("chart", "In diesem Fall gab es keine Bestandsaufnahme.", tone="muted")
        self._closed = False
        self._way_on = KeyHint("Eingabe", "Anlaufstelle finden")
        left = box(column(self.form, self.earlier, box(line(self._way_on, None)), self._never))
        right = box(column(self._comparison, self._nothing))
        self._columns = Columns((left, 5), (right, 3), break_at=BREAK_AT)
        self.lay_out(self._head, self._columns, None)
        self.draft = DraftKeeper(session, self.form, "assessment", case_id)
        self._connect()
        self.form.release(self._released())
        self.chosen.set_value(_NEW)

    def reload(self) -> None:
        self._found = self.session.read(assessments.assessments, self.case_id, self.session.today())
        self._closed = self.is_closed()
        self._names = _named(self._found)
        choices = list(self._names.items())
        self.chosen.set_choices([*([] if self._closed else [(_NEW, "Neue")]), *choices])
        if self._closed and self._found and self._chosen() is None:
            self.chosen.set_value(self._found[0].id)
        elif self.chosen.value() is None:
            self.chosen.set_value(_NEW)
        self.form.release(self._released())
        self._show()

    def first(self) -> QWidget:
        return self.form.first_step() if self.form.isVisibleTo(self) else self.chosen

    def carry_over(self) -> FormDialog:
        """Begin with what still holds of the last one."""
        return open_carry_over(self, self.form, self._found[0], self._labels, self._released())

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
            self._go_up_to(self.chosen)
            show_toast(self, "Die Bestandsaufnahme ist gespeichert.")

    def _acts(self) -> QWidget:
        """The day stands with the acts, so that the first key of the form is a step."""
        day = line(label("besprochen am", "small", "muted"), self.form.day_row, gap=0.4)
        day.setAlignment(self.form.day_row, Qt.AlignmentFlag.AlignVCenter)
        self._day = box(day)
        acts = line(self._said, self._day, self.chosen, self.remove, self.print, self.done, self.new, gap=0.8)
        return box(acts)

    def _connect(self) -> None:
        self.chosen.changed.connect(self._show)
        self.form.changed.connect(self._show)
        self.form.own_view_changed.connect(self._make_room)
        self.form.consent_asked.connect(lambda: self.go.emit("consent"))
        self.form.goal_asked.connect(self._agree_goal)
        self.earlier.opened.connect(lambda key: None if self._closed else self.find_service(str(key)))
        self.form.completed.connect(lambda: self._go_up_to(self.done))
        self.draft.kept.connect(lambda: self._said.setText(f"Entwurf gesichert {clock(self.session.now())}"))
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(self._submit_by_key)

    def _go_up_to(self, act: QWidget) -> None:
        """The keys are at the top again, and so is what one sees."""
        act.setFocus(Qt.FocusReason.OtherFocusReason)
        self._scroll.ensureWidgetVisible(self._head)

    def _submit_by_key(self) -> None:
        """Also from the button that the digits lead to, and not while an earlier one is looked at."""
        if self.done.isVisible():
            self.submit()

    def _agree_goal(self, dimension: str) -> None:
        """In the middle of the talk: what is half assessed stays on screen."""
        said = "Das Ziel ist vereinbart. Die Bestandsaufnahme geht weiter."
        open_goal_form(self, self.session, self.case_id, dimension, lambda: show_toast(self, said))

    def _show(self) -> None:
        chosen = self._chosen()
        new = chosen is None and not self._closed
        for part in (self.form, self.done, self._day, self._said):
            part.setVisible(new)
        self.earlier.setVisible(chosen is not None)
        self._way_on.setVisible(chosen is not None and not self._closed)
        self.new.setVisible(chosen is not None and not self._closed)
        self.remove.setVisible(chosen is not None and not self._closed)
        self.print.setVisible(chosen is not None)
        self.carry.setVisible(bool(self._found))
        self._never.setVisible(chosen is None and self._closed)
        self.chosen.setVisible(bool(self._found))
        if chosen is not None:
            self.earlier.fill([_line(chosen, code, name) for code, name in self._labels.items()])
        self._make_room()
        self._show_head(chosen)
        known = frozenset(DIMENSIONS) - chosen.withheld if chosen else self._released()
        self._compare(chosen or self._typed(), known)

    def _chosen(self) -> Assessment | None:
        """The earlier one on screen; `None` for a new one."""
        return next((each for each in self._found if each.id == self.chosen.value()), None)

    def _show_head(self, chosen: Assessment | None) -> None:
        scores = chosen.scores if chosen else self.form.scores()
        day = german(chosen.held_on) if chosen else "neu"
        discussed = sum(score.discussed for score in scores) + (len(chosen.withheld) if chosen else 0)
        self._head.set("Bestandsaufnahme", f"{day} · {discussed} von {len(DIMENSIONS)} besprochen")

    def _compare(self, shown: Assessment | None, released: frozenset[str]) -> None:
        """The assessment in view beside another; without a step typed, the newest.

        Of an earlier one only what was discussed is known, not what was released then.
        """
        shown = shown or next(iter(self._found), None)
        self._comparison.setVisible(shown is not None)
        self._nothing.setVisible(shown is None and not self._closed)
        if shown is not None:
            others = [each for each in self._found if each.id != shown.id]
            self._comparison.show_needs(shown, others, self._names, released)

    def _make_room(self) -> None:
        """Three steps a line need the width that the comparison has; it goes beneath."""
        three = self.form.own_view.isChecked() and self._chosen() is None
        self._columns.set_break_at(WIDE if three else BREAK_AT)

    def _remove(self) -> None:
        chosen = self._chosen()
        if chosen is not None:
            remove_with_undo(self, self.session, "assessment", chosen.id, german(chosen.held_on))

    def print_chosen(self) -> None:
        """The one on screen, beside the one before it."""
        chosen = self._chosen()
        if chosen is not None:
            with guard(self, self.ways_out):
                made = self.session.write(assessment_sheets.print_assessment, self.case_id, chosen.id)
                show_sheet(self, self.session, made.id, _SHEET_HINT)

    def _print_blank(self) -> None:
        open_blank_assessment(self, self.session, self.case_id, self.ways_out)

    def _explain(self) -> None:
        open_explanation(self, self._dimensions, self.session.read(cases.lists))

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
    Column("Person", right=True),
    Column("Ressource", right=True),
    Column("Notiz", width=16),
]


def _dimensions(lists: CodeLists) -> list[Dimension]:
    """The eleven in their order, with what belongs to each."""

    def fact(code: str, name: str) -> str:
        return str(lists.fact("life_dimension", code, name) or "")

    return [
        Dimension(code, lists.label("life_dimension", code), fact(code, "covers"), fact(code, "mbe"))
        for code in DIMENSIONS
    ]


def _named(found: Sequence[Assessment]) -> dict[str, str]:
    """Each by its day; a second one of the same day is numbered."""
    days = [each.held_on for each in found]
    names = {}
    for place, each in enumerate(found):
        number = days[place:].count(each.held_on)
        names[each.id] = german(each.held_on) + (f" ({number})" if number > 1 else "")
    return names


def _line(assessment: Assessment, code: str, name: str) -> tuple[str, list[str | Cell]]:
    score = assessment.score(code)
    if code in assessment.withheld:
        return code, [name, *[Cell("–", "muted")] * 3, Cell("nicht mehr freigegeben", "muted", icon="lock")]
    if not score.discussed:
        dashes = [Cell("–", "muted")] * 3
        return code, [name, *dashes, Cell(score.note or "nicht besprochen", "muted")]
    own = Cell(_step(score.own_need), "info", strong=score.own_difference != 0)
    return code, [name, _step(score.need), own, _step(score.resource), score.note]


def _step(step: int | None) -> str:
    return "–" if step is None else str(step)
