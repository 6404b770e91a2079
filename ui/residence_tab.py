# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Aufenthalt: status and addresses through the years, the days of arrival, and the checklists beside them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from PySide6.QtWidgets import QWidget

from app.domain.address import AddressPeriod
from app.domain.client import Address, Person
from app.domain.dates import german
from app.domain.history import Period
from app.domain.residence import ResidencePeriod, ends_on, warn_from
from app.operations import addresses, cases, residences
from ui.case_tab import CaseTab
from ui.checklist_panel import ChecklistPanel
from ui.codes import labels_of
from ui.errors import guard
from ui.removal import KEY
from ui.residence_forms import open_address_form, open_arrival_form, open_residence_form
from ui.session import Session
from ui.widgets import (
    Banner,
    Chip,
    Columns,
    EmptyState,
    PageHead,
    Row,
    RowList,
    Section,
    box,
    clear,
    column,
    label,
    link_button,
    primary_button,
    show_toast,
)

_KEYS = [("Eingabe", "ändern"), KEY]
_NOT_ASKED = "Der Aufenthaltsstatus ist keine Pflichtangabe."


class ResidenceTab(CaseTab):
    def __init__(self, session: Session, case_id: str, parent: QWidget | None = None) -> None:
        super().__init__(session, case_id, parent)
        to_consent = ("Einwilligung erfassen", lambda: self.go.emit("consent"))
        released = ("checklist.not_released", "checklist.nothing_covered")
        self.ways_out = {**self.ways_out, **dict.fromkeys(released, to_consent)}
        self._restricted = False
        self._new = primary_button(
            "Neuer Aufenthaltsstatus", lambda: open_residence_form(self, session, case_id), "plus"
        )
        self._head = PageHead("Aufenthalt", " ", self._new)
        self._warning = column(gap=0)
        self.statuses = RowList("Aufenthaltsverlauf")
        self.statuses.opened.connect(self._change_status)
        self.statuses.bind("Del", self._remove_status)
        self._no_status = EmptyState(
            "document", "Noch kein Aufenthaltsstatus eingetragen.", _NOT_ASKED, "muted"
        )
        self._statuses = Section("Aufenthaltsverlauf", 0).add(self._no_status, self.statuses)
        self.places = RowList("Anschriften")
        self.places.opened.connect(self._change_place)
        self.places.bind("Del", self._remove_place)
        self._add_place = link_button(
            "Neue Anschrift", lambda: open_address_form(self, session, case_id), "plus", small=True
        )
        self._no_place = EmptyState("pin", "Noch keine Anschrift eingetragen.", tone="muted")
        self._places = Section("Anschriften", 0, self._add_place).add(self._no_place, self.places)
        self._arrive = link_button("Ankunft ändern", self._change_arrival, "pencil", small=True)
        self._arrival = label("", wrap=True)
        self._arrivals = Section("Ankunft", None, self._arrive).add(self._arrival)
        self.checklist = ChecklistPanel(session, case_id, self.ways_out)
        self.checklist.consent_asked.connect(lambda: self.go.emit("consent"))
        left = column(gap=1.2)
        left.addLayout(self._warning)
        for section in (self._statuses, self._arrivals, self._places):
            left.addWidget(section)
        left.addStretch(1)
        right = box(column(self.checklist, None))
        self.lay_out(self._head, Columns((box(left), 4), (right, 6), break_at=62), None)

    def reload(self) -> None:
        view = self.view()
        self._restricted = view.file.restricted_on is not None
        for act in (self._new, self._add_place, self._arrive):
            act.setHidden(self._restricted)
        self._show_statuses(view.client.person)
        self._show_places()
        self._arrival.setText(_arrived(view.client.person))
        self.checklist.show_case(closed=self._restricted or view.case.status == "closed")

    def first(self) -> QWidget:
        return self.statuses if self.statuses.current_key() else self._new

    def _show_statuses(self, person: Person) -> None:
        history = self.session.read(residences.residences, self.case_id)
        label_of, today = labels_of(self.session), self.session.today()
        now = label_of("residence_status", person.residence.status) if person.residence else ""
        self._head.set("Aufenthalt", now)
        self._statuses.set_count(len(history))
        self._no_status.setVisible(not history)
        self.statuses.setVisible(bool(history))
        self.statuses.fill([self._status_row(period) for period in reversed(history)])
        clear(self._warning)
        lists = self.session.read(cases.lists)
        if (
            person.residence is None
            or (begins := warn_from(person.residence, lists)) is None
            or begins > today
        ):
            return
        end = ends_on(person.residence, lists)
        assert end is not None
        self._warning.addWidget(_warning(now, (end - today).days))

    def _status_row(self, period: ResidencePeriod) -> Row:
        today, stands = self.session.today(), period.holds(self.session.today())
        end = ends_on(period.residence, self.session.read(cases.lists))
        over = end is not None and end < today
        paper = f"Papier gültig bis {german(period.expires_on)}" if period.expires_on else ""
        goes_on = f"gilt fort bis {german(end)}" if end and end != period.expires_on else ""
        chip = Chip("warning", "abgelaufen", "warning") if over else Chip("check", "heute", "success")
        return Row(
            labels_of(self.session)("residence_status", period.status),
            " · ".join(part for part in (period.span, paper, goes_on) if part),
            key=period.id,
            icon="document",
            chip=chip if stands else None,
            keys=[] if self._restricted else _KEYS,
        )

    def _show_places(self) -> None:
        history = self.session.read(addresses.addresses, self.case_id)
        self._places.set_count(len(history))
        self._no_place.setVisible(not history)
        self.places.setVisible(bool(history))
        self.places.fill([self._place_row(period) for period in reversed(history)])

    def _place_row(self, period: AddressPeriod) -> Row:
        blocked = Chip("lock", "Auskunftssperre", "warning") if period.address.blocked else None
        today = Chip("check", "heute", "success") if period.holds(self.session.today()) else None
        return Row(
            self._place(period.address),
            period.span,
            key=period.id,
            icon="pin",
            chip=blocked or today,
            keys=[] if self._restricted else _KEYS,
        )

    def _place(self, place: Address) -> str:
        town = f"{place.postcode} {place.town}".strip()
        if not town and place.municipality:
            town = labels_of(self.session)("municipality", place.municipality)
        return ", ".join(part for part in (place.street, town) if part)

    def _change_status(self, key: object) -> None:
        known = self.session.read(residences.residences, self.case_id)
        self._open(lambda: open_residence_form(self, self.session, self.case_id, _named(known, key)))

    def _change_place(self, key: object) -> None:
        known = self.session.read(addresses.addresses, self.case_id)
        self._open(lambda: open_address_form(self, self.session, self.case_id, _named(known, key)))

    def _change_arrival(self) -> None:
        self._open(lambda: open_arrival_form(self, self.session, self.view().client))

    def _remove_status(self, key: object) -> None:
        before = self.session.read(residences.residences, self.case_id)
        with guard(self, self.ways_out):
            self.session.write(residences.remove_residence, self.case_id, key)
            undo = lambda: self.session.write(residences.put_back, self.case_id, before)  # noqa: E731
            show_toast(self, "Der Eintrag ist entfernt. Was davor galt, gilt weiter.", undo)

    def _remove_place(self, key: object) -> None:
        before = self.session.read(addresses.addresses, self.case_id)
        with guard(self, self.ways_out):
            self.session.write(addresses.remove_address, self.case_id, key)
            undo = lambda: self.session.write(addresses.put_back, self.case_id, before)  # noqa: E731
            show_toast(self, "Die Anschrift ist entfernt. Was davor galt, gilt weiter.", undo)

    def _open(self, form: Callable[[], object]) -> None:
        """Nothing is changed any more once everything was withdrawn."""
        if not self._restricted:
            form()


P = TypeVar("P", bound=Period)


def _named(history: Sequence[P], key: object) -> P:
    return next(period for period in history if period.id == key)


def _arrived(person: Person) -> str:
    days = (("In Deutschland", person.arrived_in_germany), ("In der Kommune", person.arrived_in_municipality))
    return "\n".join(f"{where} seit {day.german()}" for where, day in days if day) or "Noch nicht bekannt."


def _warning(status: str, days: int) -> Banner:
    if days < 0:
        when = f"ist seit {-days} Tagen abgelaufen" if days < -1 else "ist gestern abgelaufen"
    else:
        when = {0: "läuft heute ab", 1: "läuft morgen ab"}.get(days, f"läuft in {days} Tagen ab")
    return Banner("clock", f"Das Papier {when}", f"{status}. Verlängerung rechtzeitig beantragen.", "warning")
