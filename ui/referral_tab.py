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

from app.domain.case import MOVED_AWAY
from app.domain.dates import german
from app.domain.errors import InvalidInput
from app.domain.livelihood import current
from app.domain.referral import NEXT_STATES, Referral
from app.operations import cases, handovers, referral_slips, referrals, transfers
from ui.case_tab import CaseTab
from ui.codes import labels_of
from ui.document_view import show_sheet
from ui.drafts import DraftKeeper
from ui.errors import guard
from ui.form_dialog import FormDialog
from ui.gap_form import KEY, open_gap_form
from ui.referral_form import ADVICE, HANDOVER, REFERRAL, ReferralForm
from ui.service_search import open_service_search
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
    label,
    line,
    primary_button,
    secondary_button,
    show_toast,
)

STATE_KEYS = {"accepted": "A", "declined": "L", "attended": "W", "ended": "B"}
GAP_KEY = "G"
_ASKED = {"declined": ("abgelehnt", "Warum abgelehnt?"), "ended": ("beendet", "Was kam dabei heraus?")}
_LOOKS = {
    "sent": ("send", "info"),
    "accepted": ("check", "success"),
    "declined": ("refused", "neutral"),
    "attended": ("check", "success"),
    "ended": ("minus", "neutral"),
}
_BUTTONS = {ADVICE: "Verweis festhalten", REFERRAL: "Überleiten", HANDOVER: "Übergabeblatt drucken"}
_SENT = "Die Überleitung ist festgehalten. Nur dieses Blatt dürfen Sie weitergeben."
_SLIP = "Geben Sie der Person den Zettel mit. Die Verweisberatung ist festgehalten."
_GIVEN = "Geben Sie das Blatt der Person mit oder schicken Sie es als Brief. Die Übergabe ist festgehalten."
_OWN_CASE_MANAGEMENT = "Dort gibt es ein eigenes Fallmanagement. Meist genügt dann eine Verweisberatung."


class ReferralTab(CaseTab):
    def __init__(self, session: Session, case_id: str, parent: QWidget | None = None) -> None:
        super().__init__(session, case_id, parent)
        self._label = labels_of(session)
        self._found: dict[str, Referral] = {}
        self.form = ReferralForm(session, case_id)
        self.send = primary_button(_BUTTONS[ADVICE], self.submit, "send")
        self.slip = secondary_button("Mit Zettel", self.submit_with_slip, "printer")
        self.slip.setToolTip("Verweis festhalten und den Zettel für die Person drucken (Strg+Umschalt+Enter)")
        self.form.consent_asked.connect(lambda: self.go.emit("consent"))
        self.draft = DraftKeeper(session, self.form, "referral", case_id)
        self.list = RowList("Verweise und Überleitungen")
        self.list.opened.connect(lambda key: self._offer_states(str(key)))
        for state, keys in STATE_KEYS.items():
            self.list.bind(keys, self._setter(state))
        self.list.bind(GAP_KEY, lambda key: self.note_gap(str(key)))
        self._leaving = Section("Genau das geht hinaus").add(self.form.preview)
        self._section = Section("Verweise und Überleitungen", 0).add(self.list)
        self._none = EmptyState("send", "Noch nichts weitergegeben.", tone="muted")
        self._section.add(self._none)
        self._gap = secondary_button("Angebotslücke", self.note_gap, "gap")
        self._gap.setToolTip(f"Angebotslücke ({KEY})")
        self._find = secondary_button("Anlaufstelle finden", self.find_for_form, "search")
        head = PageHead(
            "Überleitung", "Verweisberatung ohne Daten, Überleitung mit Daten", self._find, self._gap
        )
        self._hint = label(_OWN_CASE_MANAGEMENT, "small", "muted", wrap=True)
        foot = line(None, self.slip, self.send, KeyHint("Strg+Enter"), gap=0.6)
        self._entry = Card(self.form, self._hint, box(foot), gap=0.8)
        self._over = EmptyState(
            "check", "Der Fall ist abgeschlossen.", "Neues gehört in einen neuen Fall.", "muted"
        )
        left = box(column(self._entry, self._over))
        right = box(column(self._leaving, self._section, gap=1.2))
        self.lay_out(head, Columns((left, 5), (right, 4), break_at=62), None)
        self._bind()
        self._show_mode()

    def reload(self) -> None:
        made = self.session.read(referrals.referrals, self.case_id)
        found = [each for each in made if not (each.withheld and self.conversation)]
        self._found = {each.id: each for each in found}
        self.form.reload(with_norms=not self.conversation)
        self._show_mode()
        self._section.set_count(len(found))
        self._none.setVisible(not found)
        self.list.fill([partial(self._row, each) for each in found])

    def keep(self) -> None:
        self.draft.keep()

    def first(self) -> QWidget:
        return self.form.finder.field

    def begin_with(self, *about: str) -> None:
        """An Anlaufstelle was found for a need: `service id`, `life dimension`."""
        service_id, dimension = about
        self.form.begin_with(service_id, dimension)
        self.first().setFocus(Qt.FocusReason.OtherFocusReason)

    def submit(self) -> None:
        """Through the gate; what it refuses, and what cannot be taken, stays as it was typed."""
        with guard(self, self.ways_out):
            values = self.form.values()
            if values["mode"] == HANDOVER:
                self._hand_over(values)
            else:
                self._refer(values)

    def submit_with_slip(self) -> None:
        """Advice, and for the person where to go."""
        if self.form.mode != ADVICE:
            return
        with guard(self, self.ways_out):
            values = self.form.values()
            made = self.session.write(referrals.refer, self.case_id, self.form.new_referral(values))
            self._begin_anew()
            language, bring = values["slip_language"] or "de", values["bring"]
            slip = self.session.write(referral_slips.print_slip, made, language, bring)
            show_sheet(self, self.session, slip.id, _SLIP)

    def set_state(self, referral_id: str, state: str) -> None:
        if state in _ASKED and state in NEXT_STATES[self._found[referral_id].state]:
            self._ask_words(referral_id, state)
            return
        with guard(self, self.ways_out):
            self.session.write(referrals.set_state, referral_id, state, "")
            show_toast(self, f"Stand: {self._label('referral_state', state)}.")

    def note_gap(self, referral_id: str | None = None) -> FormDialog:
        """Of a referral the life dimension is known; its gap is noted once."""
        referral = self._found.get(referral_id or "")
        dimension = referral.dimension if referral else self.form.seen("dimension")
        return open_gap_form(
            self,
            self.session,
            case_id=self.case_id,
            referral_id=referral.id if referral and referral.gap is None else None,
            dimension=dimension,
        )

    def find_for_form(self) -> None:
        """By need: in the person's language, near where they live."""
        dimension = self.form.seen("dimension") or ""
        open_service_search(self, self.session, self.case_id, dimension, self.begin_with)

    def _setter(self, state: str) -> Callable[[object], None]:
        return lambda key: self.set_state(str(key), state)

    def _bind(self) -> None:
        for keys, act in (
            ("Ctrl+Return", self.submit),
            ("Ctrl+Enter", self.submit),
            ("Ctrl+Shift+Return", self.submit_with_slip),
            ("Ctrl+Shift+Enter", self.submit_with_slip),
        ):
            shortcut = QShortcut(QKeySequence(keys), self.form)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)
        gap = QShortcut(QKeySequence("Ctrl+G"), self)
        gap.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        gap.activated.connect(self.note_gap)
        self.form.mode_changed.connect(self._show_mode)
        self.form.recipient_changed.connect(self._show_hint)

    def _refer(self, values: dict[str, Any]) -> None:
        new = self.form.new_referral(values)
        if values["mode"] == ADVICE and values["bring"]:
            raise InvalidInput("bring", "referral.bring_without_slip")
        made = self.session.write(referrals.refer, self.case_id, new)
        self._begin_anew()
        letter = self.session.read(transfers.letter_of, made)
        if letter is not None:
            show_sheet(self, self.session, letter, _SENT)
        else:
            show_toast(self, "Die Verweisberatung ist festgehalten.")

    def _hand_over(self, values: dict[str, Any]) -> None:
        request, norm = self.form.request(values), self.form.norm(values)
        printed = self.session.write(handovers.print_handover, self.case_id, request, norm)
        self._begin_anew()
        show_sheet(self, self.session, printed.id, _GIVEN)

    def _begin_anew(self) -> None:
        self.form.start_anew()
        self.draft.discard()
        self.reload()

    def _ask_words(self, referral_id: str, state: str) -> FormDialog:
        """Why it was declined, or what came of it."""
        done, question = _ASKED[state]
        form, words = FormPanel(), LongText(lines=2)
        form.add("state_reason", question, words)
        draft = DraftKeeper(self.session, form, f"{state}:{referral_id}", self.case_id, words)

        def store(values: dict[str, Any]) -> None:
            self.session.write(referrals.set_state, referral_id, state, values["state_reason"])
            draft.discard()
            gap = f" {GAP_KEY} vermerkt die Angebotslücke." if state == "declined" else ""
            show_toast(self, f"Stand: {done}.{gap}")
            dialog.finished.connect(self.list.focus_current)

        dialog = FormDialog(self, f"{self._found[referral_id].recipient}: {done}", form, "Speichern", store)
        dialog.open()
        words.setFocus()
        return dialog

    def _show_mode(self) -> None:
        """A closed case takes nothing new; who moved away can still be handed over."""
        case = self.view().case
        closed = case.status == "closed"
        moved = closed and case.closing_reason == MOVED_AWAY
        if moved and self.form.mode != HANDOVER:
            self.form.entry("mode").set_value(HANDOVER)
        self.form.row("mode").setHidden(moved)
        self._entry.setHidden(closed and not moved)
        self._over.setVisible(closed)
        self._gap.setHidden(closed)
        self._find.setHidden(closed)
        self.send.setText(_BUTTONS[self.form.mode])
        self.slip.setVisible(self.form.mode == ADVICE)
        self._leaving.setVisible(self.form.passes_on() and (not closed or moved))
        self._show_hint()

    def _show_hint(self) -> None:
        """Where another Fallmanagement is responsible, advice is mostly enough; nothing is blocked."""
        lists, today = self.session.read(cases.lists), self.session.today()
        service = self.form.finder.service
        asked = [service.legal_circle] if service and service.legal_circle else []
        runs = [period.legal_circle for period in current(self.view().livelihood, today)]
        own = [code for code in (*asked, *runs) if lists.fact("legal_circle", code, "case_management")]
        self._hint.setVisible(bool(own) and self.form.mode == REFERRAL)
        if own:
            self._hint.setText(f"{lists.fact('legal_circle', own[0], 'norm')}: {_OWN_CASE_MANAGEMENT}")

    def _row(self, referral: Referral) -> Row:
        icon, tone = _LOOKS[referral.state]
        word = self._label("referral_state", referral.state)
        note = "" if self.conversation else referral.state_reason or referral.note
        about = [
            self._label("life_dimension", referral.dimension),
            "Überleitung mit Daten" if referral.with_data else "Verweisberatung",
            referral.course,
            f"Angebotslücke: {self._label('gap_kind', referral.gap)}" if referral.gap else "",
            note,
        ]
        following = NEXT_STATES[referral.state]
        name = f"Stand ändern: {referral.recipient}"
        change = icon_button(name, lambda: self._offer_states(referral.id), "more") if following else None
        keys = [(STATE_KEYS[state], self._label("referral_state", state)) for state in following]
        if referral.state == "declined" and referral.gap is None:
            keys.append((GAP_KEY, "Angebotslücke"))
        return Row(
            referral.recipient,
            " · ".join(part for part in about if part),
            key=referral.id,
            lead=german(referral.made_on),
            chip=Chip(icon, word, tone),  # type: ignore[arg-type]
            act=change,
            keys=keys,
        )

    def _offer_states(self, referral_id: str) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for state in NEXT_STATES[self._found[referral_id].state]:
            word = self._label("referral_state", state)
            menu.addAction(word, partial(self.set_state, referral_id, state))
        if not menu.isEmpty():
            menu.popup(self.list.mapToGlobal(QPoint(self.list.width() // 2, 0)))
