# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Aufbewahrung: files whose time is over or soon will be, and how long files are kept after their end."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from app.domain.dates import german
from app.domain.retention import Due
from app.operations import erasures, retention
from resources import Message
from ui.codes import labels_of
from ui.drafts import DraftKeeper
from ui.errors import CalmDialog, guard
from ui.form_dialog import FormDialog
from ui.office_retention import PeriodsSection
from ui.page import Navigate, Page
from ui.session import Session
from ui.widgets import (
    Chip,
    Columns,
    DateInput,
    EmptyState,
    FormPanel,
    LongText,
    PageHead,
    Part,
    Row,
    RowList,
    Scroll,
    Section,
    box,
    column,
    label,
    primary_button,
    show_toast,
)

TITLE = "Akten am Ende ihrer Frist"
_OPEN, _KEEP = ("Eingabe", "Fall öffnen"), ("B", "behalten bis …")
_OFFER, _DELETE = ("A", "dem Archiv angeboten"), ("Entf", "löschen")
_NAMED = 12


class RetentionPage(Page):
    """Nothing goes by itself: one question for one file or for all that are over; the client sees nothing."""

    def __init__(self, session: Session, navigate: Navigate) -> None:
        super().__init__(session, navigate)
        self.erase_all = primary_button("Fällige löschen", self._ask_for_all, "trash")
        self._head = PageHead("Aufbewahrung", "Gelöscht wird hier nur, was Sie bestätigen.", self.erase_all)
        self.rows = RowList(TITLE)
        self._due: dict[object, Due] = {}
        self.rows.opened.connect(lambda key: navigate("case", self._due[key].ending.case_id))
        self.rows.bind("B", lambda key: self.keep_longer(self._due[key]))
        self.rows.bind("A", lambda key: self._offer(self._due[key]))
        self.rows.bind("Del", lambda key: self._ask([self._due[key]]))
        self._listed = Section(TITLE, 0).add(self.rows)
        self._nothing = EmptyState("check", "Keine Akte ist am Ende ihrer Frist.")
        self._gone = label("", "small", "muted", wrap=True)
        self._hidden = EmptyState(
            "speech", "Im Gespräch zeigt diese Seite nichts.", "F8 beendet das Gespräch.", "info"
        )
        self._periods = PeriodsSection(session)
        left = box(column(self._listed, self._nothing, self._gone, None, gap=1))
        self._body = Columns((left, 5), (box(column(self._periods, None)), 4))
        whole = column(self._head, self._hidden, parent=self, gap=1)
        whole.addWidget(Scroll(self._body), 1)

    def first(self) -> QWidget:
        return self.rows

    def reload(self) -> None:
        self._hidden.setHidden(not self.conversation)
        self._body.setHidden(self.conversation)
        self.erase_all.setHidden(self.conversation)
        if self.conversation:
            self.rows.fill([])
            return
        found = self.session.read(retention.due_files, self.session.today())
        self._due = {each.ending.file_id: each for each in found}
        self.rows.fill(self._parts(found))
        self._listed.set_count(len(found))
        self._listed.setVisible(bool(found))
        self._nothing.setHidden(bool(found))
        ready = len(self._ready())
        self.erase_all.setText(f"Fällige löschen ({ready})" if ready else "Fällige löschen")
        self.erase_all.setEnabled(bool(ready))
        self._gone.setText(self._gone_in_words())
        self._periods.reload()

    def keep_longer(self, due: Due) -> FormDialog:
        """Until a day, for a reason that the person may read."""
        form, file_id = FormPanel(), due.ending.file_id
        form.add("until", "Noch behalten bis", DateInput(self.session.today, ahead=True))
        form.add("reason", "Warum?", LongText(), "Die Person kann den Grund in ihrer Auskunft lesen.")
        form.set_values({"until": due.ending.keep_until, "reason": due.ending.keep_reason})
        form.settle()
        draft = DraftKeeper(self.session, form, f"keeping:{file_id}", due.ending.case_id)

        def keep(values: dict[str, Any]) -> None:
            self.session.write(retention.keep_longer, file_id, values["until"], values["reason"])
            show_toast(self, f"Die Akte bleibt bis {german(values['until'])}.")

        dialog = FormDialog(self, _who(due), form, "Behalten", keep, draft=draft)
        dialog.open()
        return dialog

    def _parts(self, found: Sequence[Due]) -> list[Part]:
        return [partial(self._row, each) for each in found]

    def _row(self, due: Due) -> Row:
        today, ending = self.session.today(), due.ending
        reason = labels_of(self.session)("erasure_reason", due.reason)
        kept = f" · behalten: {ending.keep_reason}" if ending.keep_reason else ""
        offered = f" · dem Archiv angeboten am {german(ending.offered_on)}" if ending.offered_on else ""
        missing = " · dem Archiv noch nicht angeboten" if due.must_be_offered else ""
        over = due.is_over(today)
        days = (due.last_day - today).days
        word = (
            "fällig"
            if over
            else "heute noch"
            if days == 0
            else "noch 1 Tag"
            if days == 1
            else f"noch {days} Tage"
        )
        return Row(
            _who(due),
            f"{reason} · bis {german(due.last_day)}{kept}{offered}{missing}",
            key=ending.file_id,
            icon="folder",
            chip=Chip("warning" if over else "clock", word, "danger" if over else "neutral"),
            keys=[_OPEN, _KEEP, *([_OFFER] if due.reason == "period" else []), *([_DELETE] if over else [])],
        )

    def _ready(self) -> list[Due]:
        """What may go now."""
        today = self.session.today()
        return [each for each in self._due.values() if each.is_over(today) and not each.must_be_offered]

    def _offer(self, due: Due) -> None:
        if due.reason != "period":
            return
        with guard(self):
            offered = due.ending.offered_on is None
            self.session.write(retention.offer, due.ending.file_id, offered)
            words = "ist dem Archiv angeboten" if offered else "ist noch nicht angeboten"
            show_toast(self, f"Akte {due.ending.number} {words}.")

    def _ask_for_all(self) -> None:
        self._ask(self._ready())

    def _ask(self, chosen: Sequence[Due]) -> None:
        """The last question, with every file by initials and number."""
        names = ", ".join(_who(each) for each in chosen[:_NAMED])
        more = f" und {len(chosen) - _NAMED} weitere" if len(chosen) > _NAMED else ""
        what = (
            "Diese Akte endgültig löschen?" if len(chosen) == 1 else f"{len(chosen)} Akten endgültig löschen?"
        )
        backups = f"Sicherungen enthalten sie noch höchstens {erasures.BACKUP_DAYS} Tage."
        way_out = ("Endgültig löschen", lambda: self._erase(chosen))
        CalmDialog(
            self,
            Message(what, f"{names}{more}.", f"Niemand kann sie zurückholen. {backups}"),
            "warning",
            way_out,
        ).open()

    def _erase(self, chosen: Sequence[Due]) -> None:
        with guard(self):
            count = self.session.write(erasures.erase_due, [each.ending.file_id for each in chosen])
            show_toast(self, "Die Akte ist gelöscht." if count == 1 else f"{count} Akten sind gelöscht.")

    def _gone_in_words(self) -> str:
        gone = self.session.read(erasures.erased_until_now)
        if not gone:
            return ""
        files = "1 Akte" if len(gone) == 1 else f"{len(gone)} Akten"
        last = german(gone[0].erased_on)
        return f"Bisher gelöscht: {files}, zuletzt am {last}. Von wem, sagt das Protokoll."


def _who(due: Due) -> str:
    return f"{due.initials} · {due.ending.number}"
