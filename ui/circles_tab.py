# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Rechtskreise: what is granted and applied for, the days that secures, the change to the next circle."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from PySide6.QtWidgets import QWidget

from app.domain.coverage import Change, Overview, Stretch, secures
from app.domain.dates import german
from app.domain.livelihood import LivelihoodPeriod, short_name
from app.operations import cases, livelihoods
from ui.case_tab import CaseTab
from ui.codes import labels_of
from ui.errors import guard
from ui.livelihood_dialogs import (
    open_change_form,
    open_correction_form,
    open_end_form,
    open_grant_form,
    open_livelihood_form,
)
from ui.livelihood_panel import LivelihoodPanel, circle_words
from ui.removal import KEY, remove_with_undo
from ui.session import Session
from ui.theme import Tone
from ui.widgets import (
    Banner,
    Cell,
    Chip,
    Column,
    Columns,
    EmptyState,
    PageHead,
    Row,
    RowList,
    Section,
    Table,
    box,
    clear,
    column,
    group,
    line,
    link_button,
    primary_button,
    secondary_button,
    show_toast,
)

_STATES: dict[str, tuple[str, str, Tone]] = {
    "applied": ("clock", "beantragt", "warning"),
    "granted": ("check", "bewilligt", "success"),
    "refused": ("refused", "abgelehnt", "neutral"),
    "ended": ("minus", "beendet", "neutral"),
}
_RULE = "Nur was bewilligt ist, sichert den Lebensunterhalt."


class CirclesTab(CaseTab):
    def __init__(self, session: Session, case_id: str, parent: QWidget | None = None) -> None:
        super().__init__(session, case_id, parent)
        self._takes_more = True
        self._known: dict[str, LivelihoodPeriod] = {}
        self._apply = secondary_button("Leistung beantragt", lambda: self._enter("applied"), "clock")
        self._granted = secondary_button("Leistung bewilligt", lambda: self._enter("granted"), "plus")
        self._change = primary_button("Wechsel festhalten", self._change_circle, "arrow")
        self._head = PageHead("Rechtskreise", _RULE, self._apply, self._granted, self._change)
        self.panel = LivelihoodPanel()
        self._notices = column(gap=0.5)
        self.periods = RowList("Leistungen")
        self.periods.opened.connect(self._correct)
        for key, act in (("B", self._grant), ("E", self._end), ("Del", self._remove)):
            self.periods.bind(key, act)
        self._none = EmptyState(
            "paragraph", "Noch kein Rechtskreis eingetragen.", "Wovon lebt die Person?", "muted"
        )
        self._periods = Section("Leistungen", 0).add(self._none, self.periods)
        columns = [
            Column("Zeitraum"),
            Column("Tage", right=True),
            Column("Gesichert durch", stretch=True),
        ]
        self.days = Table("Gesicherte und ungesicherte Tage", columns, fit=True)
        self._days = Section("Tag für Tag").add(self.days)
        self.changes = RowList("Wechsel")
        self._changes = Section("Wechsel", 0).add(self.changes)
        left, right = box(column(self._periods, None)), box(column(self._days, self._changes, None, gap=1.4))
        above = column(self.panel, gap=0.8)
        above.addLayout(self._notices)
        self.lay_out(self._head, box(above), Columns((left, 6), (right, 5), break_at=66), None)

    def reload(self) -> None:
        view = self.view()
        self._takes_more = view.case.status != "closed" and view.file.restricted_on is None
        seen = self.session.read(livelihoods.overview, self.case_id, self.session.today())
        may_end = self.session.read(livelihoods.may_end, self.case_id, self.session.today())
        for act in (self._apply, self._granted):
            act.setVisible(self._takes_more)
        self._change.setVisible(self._takes_more and bool(may_end))
        self.panel.show_overview(seen, view.livelihood, self._short)
        self._show_notices(seen)
        self._show_periods(view.livelihood)
        self._show_days(seen)
        self._show_changes(seen.changes)

    def first(self) -> QWidget:
        return self.periods if self.periods.current_key() else self._apply

    # What is seen

    def _show_notices(self, seen: Overview) -> None:
        clear(self._notices)
        for period in seen.ends:
            if period.until and period.until >= seen.today:
                title = f"{self._short(period.legal_circle)} endet am {german(period.until)}."
                detail = "Für die Tage danach ist nichts bewilligt. Eine Wiedervorlage erinnert rechtzeitig."
                self._notices.addWidget(Banner("warning", title, detail, "warning"))
        for stretch in seen.overlaps:
            title = f"Zugleich: {circle_words(stretch.circles, self._short)}, {_span(stretch, seen)}"
            detail = "Ergänzende Leistungen sind möglich. Ist es ein Irrtum, berichtigen Sie den Tag."
            self._notices.addWidget(Banner("info", title, detail, "info"))

    def _show_periods(self, periods: Sequence[LivelihoodPeriod]) -> None:
        self._known = {period.id: period for period in periods}
        self._periods.set_count(len(periods))
        self._none.setVisible(not periods)
        self.periods.setVisible(bool(periods))
        parts: list[QWidget] = []
        for title, members in self._groups(periods):
            parts += [group(title, len(members)), *map(self._row, members)] if members else []
        self.periods.fill(parts)

    def _groups(
        self, periods: Sequence[LivelihoodPeriod]
    ) -> Iterator[tuple[str, Sequence[LivelihoodPeriod]]]:
        lists = self.session.read(cases.lists)
        over = [p for p in periods if p.state == "refused" or self._has_ended(p)]
        rest = [p for p in periods if p not in over]
        yield "Wartet auf Bescheid", [p for p in rest if p.state == "applied"]
        yield "Sichert den Lebensunterhalt", [p for p in rest if secures(p, lists)]
        yield "Daneben", [p for p in rest if p.state == "granted" and not secures(p, lists)]
        yield "Beendet oder abgelehnt", over

    def _has_ended(self, period: LivelihoodPeriod) -> bool:
        over = period.until is not None and period.until < self.session.today()
        return over and period.state == "granted"

    def _row(self, period: LivelihoodPeriod) -> Row:
        icon, word, tone = _STATES["ended" if self._has_ended(period) else period.state]
        asked = f"beantragt am {german(period.applied_on)}" if period.applied_on else ""
        days = "" if period.state != "granted" and period.since is None else period.span
        about = (days, asked, period.authority, period.reference, period.contact)
        acts = self._acts(period) if self._takes_more else []
        return Row(
            labels_of(self.session)("legal_circle", period.legal_circle),
            " · ".join(part for part in about if part),
            key=period.id,
            icon="paragraph",
            chip=Chip(icon, word, tone),
            act=box(line(*(self._link(word, act, period) for word, _, act in acts), gap=0.2)),
            keys=[*((key, word.lower()) for word, key, _ in acts if key), ("Eingabe", "ändern"), KEY]
            if self._takes_more
            else [],
        )

    def _show_days(self, seen: Overview) -> None:
        self._days.setVisible(bool(seen.stretches))
        self.days.fill(
            [
                (stretch.first, [_span(stretch, seen), str(stretch.days), self._secured_by(stretch, seen)])
                for stretch in reversed(seen.stretches)
            ]
        )

    def _secured_by(self, stretch: Stretch, seen: Overview) -> Cell:
        if stretch.secured:
            return Cell(circle_words(stretch.circles, self._short))
        if stretch.first > seen.today:
            return Cell("noch nichts bewilligt", "warning")
        return Cell("nicht gesichert", "danger", strong=True)

    def _show_changes(self, found: Sequence[Change]) -> None:
        self._changes.setVisible(bool(found))
        self._changes.set_count(len(found))
        self.changes.fill([self._change_row(change) for change in reversed(found)])

    def _change_row(self, change: Change) -> Row:
        days = "1 Tag" if change.uncovered == 1 else f"{change.uncovered} Tage"
        gap = Chip("warning", f"{days} ungesichert", "danger")
        return Row(
            f"{self._short(change.before)} → {self._short(change.after)}",
            f"ab {german(change.day)}",
            key=change,
            icon="arrow",
            chip=gap if change.uncovered else Chip("check", "lückenlos", "success"),
        )

    def _short(self, circle: str) -> str:
        return short_name(circle, self.session.read(cases.lists))

    # What is done

    def _acts(self, period: LivelihoodPeriod) -> list[tuple[str, str, Callable[[object], object]]]:
        """Word, key and act of what can happen to it next."""
        if period.state == "applied":
            return [("Bewilligt", "B", self._grant), ("Abgelehnt", "", self._refuse)]
        if period.state == "granted" and not self._has_ended(period):
            return [("Endet", "E", self._end)]
        return []

    def _link(self, word: str, act: Callable[[object], object], period: LivelihoodPeriod) -> QWidget:
        link = link_button(word, lambda: act(period.id), small=True)
        link.setAccessibleName(f"{word}: {self._short(period.legal_circle)}")
        return link

    def _enter(self, state: str) -> None:
        open_livelihood_form(self, self.session, self.case_id, state)

    def _change_circle(self) -> None:
        open_change_form(self, self.session, self.case_id)

    def _correct(self, key: object) -> None:
        if self._takes_more:
            open_correction_form(self, self.session, self.case_id, self._known[str(key)])

    def _grant(self, key: object) -> None:
        period = self._known[str(key)]
        if self._takes_more and period.state == "applied":
            seen = self.session.read(livelihoods.overview, self.case_id, self.session.today())
            open_grant_form(self, self.session, self.case_id, period, seen)

    def _refuse(self, key: object) -> None:
        session, case_id, window, asked = self.session, self.case_id, self.window(), self._known[str(key)]

        def take_back() -> None:
            session.write(livelihoods.change_livelihood, case_id, asked.id, asked.said)

        with guard(self):
            session.write(livelihoods.refuse, case_id, asked.id)
            show_toast(window, f"{self._short(asked.legal_circle)} ist abgelehnt.", take_back)

    def _end(self, key: object) -> None:
        period = self._known[str(key)]
        if self._takes_more and period.state == "granted":
            open_end_form(self, self.session, self.case_id, period)

    def _remove(self, key: object) -> None:
        if self._takes_more:
            words = self._short(self._known[str(key)].legal_circle)
            remove_with_undo(self, self.session, "livelihood_period", str(key), words)


def _span(stretch: Stretch, seen: Overview) -> str:
    """What goes on beyond the fifteen months says only where it begins or ends."""
    if stretch.first == seen.first:
        return f"bis {german(stretch.last)}"
    if stretch.last == seen.last:
        return f"ab {german(stretch.first)}"
    return f"{german(stretch.first)} bis {german(stretch.last)}"
