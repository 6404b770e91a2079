# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Tätigkeiten: one's own Kurzberatungen and activities of a month, to be corrected and removed."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from app.domain.act import ActLine
from app.domain.dates import german
from app.domain.duration import hours_in_words
from app.operations import acts
from ui import periods
from ui.activity_form import correct_activity, open_activity
from ui.choice import Choice
from ui.codes import labels_of
from ui.errors import guard
from ui.page import Navigate, Page
from ui.removal import remove_with_undo
from ui.session import Session
from ui.short_advice_form import correct_short_advice, open_short_advice
from ui.site_choice import site_choices
from ui.widgets import (
    Cell,
    Column,
    EmptyState,
    Flow,
    KeyHint,
    PageHead,
    Table,
    box,
    column,
    label,
    line,
    secondary_button,
)

MONTHS = 24
EVERYWHERE = "*"


class ActsPage(Page):
    """A month and a Standort above, the sums beneath them, then line by line."""

    def __init__(self, session: Session, navigate: Navigate) -> None:
        super().__init__(session, navigate)
        self.month, self.site = Choice("Monat"), Choice("Standort")
        self.month.offer(periods.choices(periods.up_to(periods.period_of(session.today()), MONTHS)), "")
        self.month.set_value(periods.period_of(session.today()))
        self._sums = label("", wrap=True)
        self.table = Table(
            "Tätigkeiten",
            [
                Column("Tag", width=7),
                Column("Art", stretch=True),
                Column("Worum", stretch=True),
                Column("Dauer", right=True),
                Column("Zielgruppen", right=True),
                Column("Partner", right=True),
                Column("Standort", width=9),
                Column("Stand", width=10),
            ],
        )
        self._none = EmptyState("people", "In diesem Monat ist nichts festgehalten.", tone="muted")
        self._keys = box(Flow(KeyHint("Eingabe", "berichtigen"), KeyHint("Entf", "entfernen")))
        self._acts: dict[str, ActLine] = {}
        self._lay_out()
        for choice in (self.month, self.site):
            choice.chosen.connect(self.reload)
        self.table.opened.connect(self._correct)
        self.table.bind("Del", self._remove)

    def reload(self) -> None:
        sites = site_choices(self.session)
        self.site.offer([(EVERYWHERE, "Alle Standorte"), *sites], EVERYWHERE)
        month = self.month.code()
        found = self.session.read(acts.acts, periods.first_day(month), periods.last_day(month))
        shown = [act for act in found if self.site.code() in (EVERYWHERE, act.site_id)]
        self._acts = {act.id: act for act in shown}
        self._sums.setText(_sums(shown))
        self.table.fill([(act.id, self._cells(act, dict(sites))) for act in shown])
        for widget in (self.table, self._keys):
            widget.setVisible(bool(shown))
        self._none.setHidden(bool(shown))

    def _lay_out(self) -> None:
        head = PageHead(
            "Tätigkeiten",
            "Was Sie ohne Akte getan haben",
            secondary_button(
                "Kurzberatung", lambda: open_short_advice(self, self.session, self.navigate), "speech"
            ),
            secondary_button("Tätigkeit", lambda: open_activity(self, self.session, self.navigate), "people"),
        )
        choices = line(self.month.labelled(), self.site.labelled(), None, gap=1.4)
        whole = column(
            head, box(choices), self._sums, self._none, self.table, self._keys, parent=self, gap=0.8
        )
        whole.setStretch(4, 1)
        whole.addStretch(0)

    def _cells(self, act: ActLine, sites: dict[str, str]) -> Sequence[str | Cell]:
        word = labels_of(self.session)("activity_type", act.activity_type)
        return [
            german(act.held_on),
            "Kurzberatung" if act.kind == "short_advice" else word,
            word if act.kind == "short_advice" else act.title,
            hours_in_words(act.minutes) if act.minutes else "",
            str(act.target_participants or ""),
            str(act.partner_participants or ""),
            sites.get(act.site_id, ""),
            _state(act),
        ]

    def _correct(self, act_id: object) -> None:
        act = self._acts[str(act_id)]
        correct = correct_short_advice if act.kind == "short_advice" else correct_activity
        with guard(self):
            correct(self, self.session, act.id)

    def _remove(self, act_id: object) -> None:
        act = self._acts[str(act_id)]
        remove_with_undo(self, self.session, act.kind, act.id, act.title)


def open_acts(_owner: QWidget, _session: Session, navigate: Navigate) -> None:
    """To the list, from anywhere."""
    navigate("acts")


def _state(act: ActLine) -> str:
    if act.released:
        return "gemeldet"
    return "Akte angelegt" if act.continued else ""


def _sums(shown: Sequence[ActLine]) -> str:
    """„12 Einträge · 9,5 h · 34 aus Zielgruppen · 6 von Partnern“"""
    if not shown:
        return ""
    count = "1 Eintrag" if len(shown) == 1 else f"{len(shown)} Einträge"
    parts = [
        count,
        hours_in_words(sum(act.minutes for act in shown)),
        f"{sum(act.target_participants for act in shown)} aus Zielgruppen",
        f"{sum(act.partner_participants for act in shown)} von Partnern",
    ]
    return " · ".join(parts)
