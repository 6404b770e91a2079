# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Unterlagen: what of the person's own papers is there, asked for, or not needed; about health nothing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from app.domain.client_paper import ClientPaper
from app.domain.dates import german
from app.operations import cases, client_papers
from ui.choice import Choice
from ui.codes import choices_of, labels_of
from ui.errors import WaysOut, guard
from ui.form_dialog import FormDialog
from ui.paper_language import open_language_form
from ui.reading_order import Dialog
from ui.session import Session
from ui.theme import rem
from ui.widgets import (
    Chip,
    ChoiceBar,
    DateInput,
    FormPanel,
    Part,
    Row,
    RowList,
    Scroll,
    Section,
    box,
    column,
    group,
    label,
    line,
    link_button,
    secondary_button,
)

STATES = {"there": "ist da", "requested": "angefordert", "not_needed": "nicht nötig"}
_ALL = "all"
_KEYS = {"D": "there", "A": "requested", "N": "not_needed"}
_HEALTH = "Impfpass, Befunde, Medikamente und Schwerbehinderung stehen nur auf der gedruckten Liste."


def open_list_form(owner: QWidget, session: Session, case_id: str, ways_out: WaysOut) -> FormDialog:
    return open_language_form(
        owner, session, case_id, ways_out, client_papers.LIST, "Unterlagenliste", client_papers.print_list
    )


def open_dividers_form(owner: QWidget, session: Session, case_id: str, ways_out: WaysOut) -> FormDialog:
    return open_language_form(
        owner,
        session,
        case_id,
        ways_out,
        client_papers.DIVIDERS,
        "Trennblätter für den Ordner",
        client_papers.print_dividers,
    )


class PapersSection(Section):
    """What is there and ends, and what is asked for; the whole list opens in a window of its own."""

    def __init__(self, session: Session, case_id: str, ways_out: WaysOut) -> None:
        super().__init__("Unterlagen")
        self._session, self._case_id, self._ways_out = session, case_id, ways_out
        self.rows = RowList("Unterlagen")
        self.rows.opened.connect(lambda key: open_paper_form(self, session, case_id, str(key)))
        self._words = label("", "small", "muted", wrap=True)
        self.all = link_button("Unterlagen abhaken", self.open_all, "check", small=True)
        self.add(self._words, self.rows, box(line(self.all, None)))

    def show_file(self, file_id: str, *, done: bool) -> None:
        """`done`: nothing new comes in."""
        noted = self._session.read(client_papers.papers, file_id)
        today, label_of = self._session.today(), labels_of(self._session)
        shown = sorted(filter(_wants_a_look, noted.values()), key=lambda each: each.valid_until or date.max)
        there = sum(each.state == "there" for each in noted.values())
        self.set_count(there)
        self._words.setText("" if noted else "Noch nichts vermerkt.")
        self._words.setVisible(not noted)
        self.all.setHidden(done)
        self.rows.setVisible(bool(shown))
        self.rows.fill(
            [partial(_row, each.paper, label_of("paper", each.paper), each, today) for each in shown]
        )

    def open_all(self) -> PapersDialog:
        dialog = PapersDialog(self, self._session, self._case_id, self._ways_out)
        dialog.open()
        return dialog


class PapersDialog(Dialog):
    """All papers by life area: D, A and N say how it stands with the row in focus, Entf takes it back."""

    def __init__(self, owner: QWidget, session: Session, case_id: str, ways_out: WaysOut) -> None:
        super().__init__(owner.window())
        self._session, self._case_id = session, case_id
        self.setWindowTitle("KIM-Brücke")
        self.setAccessibleName("Unterlagen")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self.area = Choice("Lebensbereich")
        self.area.offer([(_ALL, "Alle Lebensbereiche"), *choices_of(session)("life_dimension")], _ALL)
        self.area.chosen.connect(self.reload)
        self.rows = RowList("Alle Unterlagen")
        self.rows.opened.connect(lambda key: open_paper_form(self, session, case_id, str(key)))
        for key, state in _KEYS.items():
            self.rows.bind(key, partial(self._note, state))
        self.rows.bind("Del", self._forget)
        print_list = secondary_button(
            "Liste drucken", lambda: open_list_form(self, session, case_id, ways_out), "printer"
        )
        close = secondary_button("Schließen", self.accept)
        head = line(label("Unterlagen", "heading"), None, self.area)
        body = box(column(self.rows, None))
        whole = column(
            box(head),
            label(_HEALTH, "small", "muted", wrap=True),
            Scroll(body),
            box(line(print_list, None, close)),
            parent=self,
            gap=0.8,
        )
        whole.setContentsMargins(rem(1.5), rem(1.2), rem(1.5), rem(1.2))
        room = owner.window().size()
        self.resize(min(rem(46), room.width()), min(rem(44), room.height()))
        session.changed.connect(self.reload)
        self.reload()
        self.rows.focus_current()

    def reload(self) -> None:
        lists, today = self._session.read(cases.lists), self._session.today()
        noted = self._session.read(client_papers.papers, self._file_id())
        parts: list[Part] = []
        for dimension, word in choices_of(self._session)("life_dimension"):
            if self.area.code() not in (_ALL, dimension):
                continue
            codes = client_papers.in_dimension(dimension, lists, today)
            papers = [code for code in codes if not client_papers.by_hand(code, lists)]
            parts.append(partial(group, word))
            parts += [
                partial(_row, p, lists.label("paper", p), noted.get(p), today, keys=True) for p in papers
            ]
        self.rows.fill(parts)

    def _note(self, state: str, paper: object) -> None:
        with guard(self):
            self.rows.go_on()
            self._session.write(client_papers.note_paper, self._case_id, str(paper), state, None)

    def _forget(self, paper: object) -> None:
        with guard(self):
            self._session.write(client_papers.forget_paper, self._case_id, str(paper))

    def _file_id(self) -> str:
        return self._session.read(cases.case_view, self._case_id, self._session.today()).file.id


def open_paper_form(owner: QWidget, session: Session, case_id: str, paper: str) -> FormDialog:
    """How it stands with one paper, and until when it is valid."""
    file_id = session.read(cases.case_view, case_id, session.today()).file.id
    known: Mapping[str, ClientPaper] = session.read(client_papers.papers, file_id)
    form, before = FormPanel(), known.get(paper)
    form.add("state", "Wie steht es?", ChoiceBar("Wie steht es?", list(STATES.items())))
    until = DateInput(session.today, ahead=True)
    form.add("valid_until", "Gültig bis", until, "Leer heißt: ohne Ablauf, oder nicht bekannt.")
    form.set_values(
        {
            "state": before.state if before else "there",
            "valid_until": before.valid_until if before else None,
        }
    )

    def store(values: dict[str, Any]) -> None:
        state, day = values["state"] or "", values["valid_until"]
        session.write(client_papers.note_paper, case_id, paper, state, day)

    dialog = FormDialog(owner, labels_of(session)("paper", paper), form, "Speichern", store)
    dialog.open()
    form.row("valid_until").focus()
    return dialog


def _wants_a_look(paper: ClientPaper) -> bool:
    return paper.state == "requested" or paper.valid_until is not None


def _row(code: str, word: str, noted: ClientPaper | None, today: date, *, keys: bool = False) -> Row:
    hints = [(key, STATES[state]) for key, state in _KEYS.items()] if keys else []
    return Row(
        word,
        _detail(noted),
        key=code,
        chip=_chip(noted, today),
        keys=[*hints, ("Eingabe", "gültig bis")],
    )


def _detail(noted: ClientPaper | None) -> str:
    if noted is None:
        return ""
    if noted.valid_until is not None:
        return f"gültig bis {german(noted.valid_until)}"
    return f"vermerkt am {german(noted.noted_on)}"


def _chip(noted: ClientPaper | None, today: date) -> Chip | None:
    if noted is None:
        return None
    if noted.is_over(today):
        return Chip("warning", "abgelaufen", "danger")
    looks = {
        "there": ("check", "success"),
        "requested": ("clock", "warning"),
        "not_needed": ("minus", "neutral"),
    }
    icon, tone = looks[noted.state]
    return Chip(icon, STATES[noted.state], tone)  # type: ignore[arg-type]
