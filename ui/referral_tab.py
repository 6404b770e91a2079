# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Überleitung: pass on through the gate, and keep in view what became of it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QMenu, QWidget

from app.domain.dates import german
from app.domain.referral import NEXT_STATES, Referral
from app.operations import referrals
from ui.case_tab import CaseTab
from ui.codes import labels_of
from ui.drafts import DraftKeeper
from ui.errors import guard
from ui.form_dialog import FormDialog
from ui.gap_form import open_gap_form
from ui.referral_form import ADVICE, REFERRAL, TELL, ReferralForm
from ui.sent_text import SentText
from ui.session import Session
from ui.widgets import (
    Card,
    Chip,
    Columns,
    EmptyState,
    FormPanel,
    KeyHint,
    LongText,
    PageHead,
    Row,
    RowList,
    Section,
    box,
    column,
    icon_button,
    line,
    primary_button,
    secondary_button,
    show_toast,
)

STATE_KEYS = {"accepted": "A", "declined": "L", "attended": "W", "ended": "B"}
_LOOKS = {
    "sent": ("send", "info"),
    "accepted": ("check", "success"),
    "declined": ("refused", "neutral"),
    "attended": ("check", "success"),
    "ended": ("minus", "neutral"),
}
_BUTTONS = {ADVICE: "Verweis festhalten", REFERRAL: "Überleiten", TELL: "Auskunft festhalten"}


class ReferralTab(CaseTab):
    def __init__(self, session: Session, case_id: str, parent: QWidget | None = None) -> None:
        super().__init__(session, case_id, parent)
        self._label, self._view = labels_of(session), self.view()
        self._found: dict[str, Referral] = {}
        self.form = ReferralForm(session, case_id, self._view.file.id)
        self.send = primary_button(_BUTTONS[ADVICE], self.submit, "send")
        self.form.consent_asked.connect(lambda: self.go.emit("consent"))
        self.draft = DraftKeeper(session, self.form, "referral", case_id)
        self.list = RowList("Verweise und Überleitungen")
        self.list.opened.connect(lambda key: self._offer_states(str(key)))
        for state, keys in STATE_KEYS.items():
            self.list.bind(keys, self._setter(state))
        self._leaving = Section("Genau das geht hinaus").add(self.form.preview)
        self._section = Section("Verweise und Überleitungen", 0).add(self.list)
        self._none = EmptyState("send", "Noch nichts weitergegeben.", tone="muted")
        self._section.add(self._none)
        self._gap = secondary_button("Angebotslücke", self.note_gap, "gap")
        head = PageHead("Überleitung", "Verweisberatung ohne Daten, Überleitung mit Daten", self._gap)
        self._entry = Card(self.form, box(line(None, self.send, KeyHint("Strg+Enter"), gap=0.6)), gap=0.8)
        self._over = EmptyState(
            "check", "Der Fall ist abgeschlossen.", "Neues gehört in einen neuen Fall.", "muted"
        )
        left = box(column(self._entry, self._over))
        right = box(column(self._leaving, self._section, gap=1.2))
        self.lay_out(head, Columns((left, 5), (right, 4), break_at=62), None)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            shortcut = QShortcut(QKeySequence(keys), self.form)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(self.submit)
        self.form.mode_changed.connect(self._show_mode)
        self._show_mode()

    def reload(self) -> None:
        found = self.session.read(referrals.referrals, self.case_id)
        self._found = {each.id: each for each in found}
        self.form.reload(with_norms=not self.conversation)
        self._show_mode()
        self._section.set_count(len(found))
        self._none.setVisible(not found)
        self.list.fill([self._row(each) for each in found])

    def keep(self) -> None:
        self.draft.keep()

    def submit(self) -> None:
        """Through the gate; what it refuses, and what cannot be taken, stays as it was typed."""
        with guard(self, self.ways_out):
            values = self.form.values()
            if values["mode"] == TELL:
                self._tell(values)
            else:
                self._refer(values)

    def set_state(self, referral_id: str, state: str) -> None:
        if state == "declined":
            self._ask_reason(referral_id)
            return
        with guard(self, self.ways_out):
            self.session.write(referrals.set_state, referral_id, state, "")
            show_toast(self, f"Stand: {self._label('referral_state', state)}.")

    def _setter(self, state: str) -> Callable[[object], None]:
        return lambda key: self.set_state(str(key), state)

    def note_gap(self) -> FormDialog:
        return open_gap_form(self, self.session, self._view.site.id, case_id=self.case_id)

    def _refer(self, values: dict[str, Any]) -> None:
        new = self.form.new_referral(values)
        read, today = self.session.read, self.session.today()
        text = read(referrals.transfer_text, self.case_id, new, today) if new.with_data else ""
        made = self.session.write(referrals.refer, self.case_id, new)
        self._begin_anew()
        if new.with_data:
            SentText(self, self._found[made].recipient, text).open()
        else:
            show_toast(self, "Die Verweisberatung ist festgehalten.")

    def _tell(self, values: dict[str, Any]) -> None:
        request, norm = self.form.request(values), self.form.norm(values)
        told = self.session.write(referrals.tell, self.case_id, request, values["text"], norm)
        self._begin_anew()
        show_toast(self, f"Die Auskunft an {told.recipient} ist festgehalten.")

    def _begin_anew(self) -> None:
        self.form.start_anew()
        self.draft.discard()
        self.reload()

    def _ask_reason(self, referral_id: str) -> FormDialog:
        """Why, and then at once the gap that it may show."""
        form, reason = FormPanel(), LongText(lines=2)
        form.add("state_reason", "Warum abgelehnt?", reason)
        draft = DraftKeeper(self.session, form, "declined", self.case_id, reason)

        def decline(values: dict[str, Any]) -> None:
            self.session.write(referrals.set_state, referral_id, "declined", values["state_reason"])
            draft.discard()
            dialog.finished.connect(lambda: self._offer_gap(referral_id))

        dialog = FormDialog(
            self, f"{self._found[referral_id].recipient}: abgelehnt", form, "Speichern", decline
        )
        dialog.open()
        reason.setFocus()
        return dialog

    def _offer_gap(self, referral_id: str) -> FormDialog:
        return open_gap_form(
            self,
            self.session,
            self._view.site.id,
            case_id=self.case_id,
            referral_id=referral_id,
            dimension=self._found[referral_id].dimension,
        )

    def _show_mode(self) -> None:
        closed = self.is_closed()
        self._entry.setHidden(closed)
        self._over.setVisible(closed)
        self._gap.setHidden(closed)
        self.send.setText(_BUTTONS[self.form.mode])
        self._leaving.setVisible(self.form.mode == REFERRAL and not closed)

    def _row(self, referral: Referral) -> Row:
        icon, tone = _LOOKS[referral.state]
        word = self._label("referral_state", referral.state)
        kind = "Überleitung mit Daten" if referral.with_data else "Verweisberatung"
        note = "" if self.conversation else referral.state_reason or referral.note
        about = [
            self._label("life_dimension", referral.dimension),
            kind,
            note,
        ]
        following = NEXT_STATES[referral.state]
        name = f"Stand ändern: {referral.recipient}"
        change = icon_button(name, lambda: self._offer_states(referral.id), "more") if following else None
        return Row(
            referral.recipient,
            " · ".join(part for part in about if part),
            key=referral.id,
            lead=german(referral.made_on),
            chip=Chip(icon, word, tone),  # type: ignore[arg-type]
            act=change,
            keys=[(STATE_KEYS[state], self._label("referral_state", state)) for state in following],
        )

    def _offer_states(self, referral_id: str) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for state in NEXT_STATES[self._found[referral_id].state]:
            word = self._label("referral_state", state)
            menu.addAction(word, partial(self.set_state, referral_id, state))
        if not menu.isEmpty():
            menu.popup(self.list.mapToGlobal(QPoint(self.list.width() // 2, 0)))
