# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The case among the others of its file, who answers for it, and how it goes from hand to hand or ends."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal

from app.domain.case import MOVED_AWAY, CaseOfFile
from app.domain.case_view import CaseView
from app.domain.dates import german
from app.operations import case_transfers, cases, colleagues, pausing, received_cases
from resources import Message
from ui.closing_form import open_closing_form
from ui.codes import labels_of
from ui.colleague_form import open_handover_form
from ui.conference_form import open_conference_form
from ui.errors import CalmDialog, WaysOut, guard
from ui.sealed_handover_form import open_sealed_handover
from ui.session import Session
from ui.widgets import Row, RowList, Section, box, clear, column, label, link_button, show_toast


class CaseHistory(Section):
    """„2. Fall dieser Akte“ with the way to the earlier ones; `opened` gives the id of the chosen case.

    `conference_over`: the sheet was looked at, what comes next is its result. `gone`: there is no such case
    any more.
    """

    opened = Signal(str)
    conference_over = Signal()
    consent_asked = Signal()
    gone = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__("Fall")
        self._session = session
        self.rows = RowList("Andere Fälle dieser Akte")
        self.rows.opened.connect(lambda key: self.opened.emit(str(key)))
        self._words, self._acts = column(gap=0.2), column(gap=0.2)
        self.add(box(self._words), self.rows, box(self._acts))

    def show_case(self, view: CaseView) -> None:
        clear(self._words)
        clear(self._acts)
        found = self._session.read(cases.cases_of_file, view.file.id)
        label_of = labels_of(self._session)
        self._say(_standing(view, found))
        if view.case.status == "paused":
            self._say("Der Fall ruht. Wiedervorlagen und Termine bleiben.")
        people = self._session.read(colleagues.colleagues)
        if len(people) > 1:
            names = {each.id: each.name for each in people}
            self._say(f"Zuständig: {names.get(view.case.responsible or '', 'noch niemand')}")
        self._say_where(view.case.id)
        others = [each for each in found if each.case_id != view.case.id]
        self.rows.setVisible(bool(others))
        self.rows.fill([_row(each, label_of) for each in reversed(others)])
        if view.case.status != "closed":
            self._offer("Fallkonferenz vorbereiten", "people", lambda: self._prepare(view))
            if len(people) > 1:
                self._offer("Fall übergeben", "arrow", lambda: self._hand_over(view))
        if view.case.status != "closed" or view.case.closing_reason == MOVED_AWAY:
            self._offer("An anderes Büro", "send", lambda: self._send(view))
        if view.case.status != "closed":
            if view.file.restricted_on is None:
                self._offer_rest(view)
            self._offer(
                "Fall abschließen", "check", lambda: open_closing_form(self, self._session, view.case.id)
            )

    def _say_where(self, case_id: str) -> None:
        """To which office it went, and from which it came, with the way back."""
        for sent in self._session.read(case_transfers.sent_cases, case_id):
            self._say(f"Übergeben an {sent.office} am {german(sent.sent_on)}")
        source = self._session.read(received_cases.source_of, case_id)
        if source is not None:
            there = f", Aktenzeichen dort: {source.file_number}" if source.file_number else ""
            self._say(f"Übernommen von {source.office} am {german(source.received_on)}{there}")
            self._offer("Übernahme zurücknehmen", "undo", lambda: self._take_back(case_id))

    def _say(self, words: str) -> None:
        self._words.addWidget(label(words, "small", "muted", wrap=True))

    def _offer(self, word: str, icon: str, act: Callable[[], object]) -> None:
        self._acts.addWidget(link_button(word, act, icon, small=True), 0, Qt.AlignmentFlag.AlignLeft)

    def _offer_rest(self, view: CaseView) -> None:
        case_id = view.case.id
        if view.case.status == "paused":
            self._offer("Fall weiterführen", "refresh", lambda: self._resume(case_id))
        else:
            self._offer("Fall ruhen lassen", "clock", lambda: self._pause(case_id))

    def _pause(self, case_id: str) -> None:
        window = self.window()
        with guard(window):
            self._session.write(pausing.pause, case_id)
            show_toast(window, "Der Fall ruht.", lambda: self._resume(case_id))

    def _resume(self, case_id: str) -> None:
        window = self.window()
        with guard(window):
            self._session.write(pausing.resume, case_id)
            show_toast(window, "Der Fall geht weiter.")

    def _prepare(self, view: CaseView) -> None:
        open_conference_form(self, self._session, view.case.id, self.conference_over.emit)

    def _hand_over(self, view: CaseView) -> None:
        open_handover_form(self, self._session, view.case.id)

    def _send(self, view: CaseView) -> None:
        ways_out: WaysOut = {"disclosure.no_consent": ("Einwilligung erfassen", self.consent_asked.emit)}
        open_sealed_handover(self, self._session, view.case.id, ways_out)

    def _take_back(self, case_id: str) -> None:
        """As long as nothing was added, the case goes as if it had never come."""
        message = Message(
            "Den Fall dieser Übernahme wieder entfernen?",
            "Alles, was mit ihm kam, wird gelöscht. Die Datei der Übergabe bleibt gültig.",
        )
        CalmDialog(self, message, "warning", ("Zurücknehmen", lambda: self._remove(case_id))).open()

    def _remove(self, case_id: str) -> None:
        window = self.window()
        with guard(self):
            self._session.keep(received_cases.take_back, case_id)
            show_toast(window, "Die Übernahme ist zurückgenommen.")
            self.gone.emit()


def _standing(view: CaseView, found: tuple[CaseOfFile, ...]) -> str:
    since = f"seit {german(view.case.opened_on)}"
    which = f"{view.case.number}. Fall dieser Akte, " if len(found) > 1 else ""
    return f"{which}{since}"


def _row(case: CaseOfFile, label_of: Callable[[str, str], str]) -> Row:
    ended = f" bis {german(case.closed_on)}" if case.closed_on else ", offen"
    reason = label_of("closing_reason", case.closing_reason) if case.closing_reason else ""
    return Row(
        f"{case.number}. Fall",
        f"{german(case.opened_on)}{ended}{f' · {reason}' if reason else ''}",
        key=case.case_id,
        icon="folder",
        keys=[("Eingabe", "ansehen")],
    )
