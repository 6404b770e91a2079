# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Einwilligung: who may hear what, version by version; printed, given, refused and withdrawn cell by cell."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QMenu, QWidget

from app.domain.consent import UNDECIDED, Consent, ReleaseRow, current_consent
from app.domain.dates import german
from app.domain.disclosure import Disclosure
from app.operations import consents, directory, representatives, withdrawals
from ui import consent_dialogs as ask
from ui import consent_notices as notices
from ui import consent_papers as papers
from ui.case_tab import CaseTab
from ui.codes import labels_of
from ui.consent_editor import ConsentEditor
from ui.consent_matrix import ConsentMatrix
from ui.consent_signing import ConsentSigning
from ui.errors import guard
from ui.paper_names import languages
from ui.session import Session
from ui.widgets import (
    Chip,
    CodeInput,
    Flow,
    PageHead,
    RowList,
    Section,
    box,
    clear,
    column,
    link_button,
    primary_button,
    secondary_button,
    show_toast,
)
from ui.withdrawal_letters import WithdrawalLetters

_LOOKS = {
    "draft": ("pencil", "neutral"),
    "printed": ("printer", "warning"),
    "oral": ("clock", "warning"),
    "signed": ("check", "success"),
    "withdrawn": ("undo", "warning"),
}
_CHOICES = {"given": "Erteilt", "refused": "Verweigert", "withdrawn": "Widerrufen"}


class ConsentTab(CaseTab):
    """Shows one version, by itself the one to be acted on; or the editor of the next one."""

    def __init__(self, session: Session, case_id: str, parent: QWidget | None = None) -> None:
        super().__init__(session, case_id, parent)
        self._label = labels_of(session)
        self._consents: tuple[Consent, ...] = ()
        self._told: tuple[Disclosure, ...] = ()
        self.versions = CodeInput([])
        self.versions.setAccessibleName("Fassung wählen")
        self.versions.setMinimumContentsLength(24)
        self._head = PageHead("Einwilligung", " ", self.versions)
        self.versions.changed.connect(self._show)
        self.matrix = ConsentMatrix(session)
        self.matrix.decided.connect(self.decide)
        self.matrix.asked.connect(self._offer)
        self.told = RowList("Hinausgegangen")
        self._told_section = Section("Was hinausging").add(self.told)
        self._acts_for_what: tuple[str | None, ...] | None = None
        self._notices, self._acts, self._signing = column(gap=0.5), column(gap=0), column(gap=0)
        self.letters = WithdrawalLetters(self.print_letter)
        self.signature: ConsentSigning | None = None
        self._begin: QWidget = self
        self.editor = ConsentEditor(session, case_id)
        self.editor.prepared.connect(self._prepared)
        self.editor.print_asked.connect(self.print_notice)
        self.editor.given_up.connect(self._leave_editor)
        parts = (box(self._acts), self.matrix, box(self._signing), box(self._notices), self.letters)
        self._shown = box(column(*parts, self._told_section, gap=1))
        self.lay_out(self._head, self._shown, self.editor, None)
        self.editor.setVisible(self.editor.draft.restored)

    def reload(self) -> None:
        self._file = self.view().file
        self._consents = self.session.read(consents.consents, self._file.id)
        told = self.session.read(consents.disclosures, self._file.id)
        self._told = tuple(each for each in told if not (each.withheld and self.conversation))
        self._names = {each.id: each.institution for each in self.session.read(directory.services)}
        self._offer_versions()
        self.editor.reload()
        self._show()

    def _offer_versions(self) -> None:
        """What was chosen stays chosen, though its words may have changed."""
        chosen = self.versions.value()
        self.versions.blockSignals(True)
        self.versions.set_choices([(each.id, self._version(each)) for each in self._consents])
        if self._consents:
            self.versions.set_value(chosen or self._to_act_on().id)
        self.versions.blockSignals(False)

    def keep(self) -> None:
        self.editor.draft.keep()
        if self.signature is not None:
            self.signature.draft.keep()

    def first(self) -> QWidget:
        if not self.editor.isHidden():
            return self.editor.form.recipients.directory
        return self._begin if self.consent() is None else self.matrix.matrix.first()

    def consent(self) -> Consent | None:
        """The version on screen."""
        return next((each for each in self._consents if each.id == self.versions.value()), None)

    def _shown_consent(self) -> Consent:
        """The version on screen as it stands now, where there must be one."""
        consent = self.consent()
        assert consent is not None
        return consent

    def start_version(self) -> None:
        """The next version begins with what this one asked for."""
        consent = self.consent()
        self.editor.start(consent.rows if consent else ())
        self._show()

    def decide(self, row: ReleaseRow, decision: str) -> None:
        if decision == "withdrawn":
            self._withdraw_row(row)
            return
        with guard(self, self.ways_out):
            self.session.write(consents.decide, row.id, decision)

    def ask_what_to_print(self, consent: Consent) -> None:
        with guard(self, self.ways_out):
            papers.ask_what_to_print(self, self.session, consent, self.ways_out)

    def print_notice(self, consent_id: str, interpreter: str, beside: Sequence[str]) -> None:
        """The sheet as it will be signed, with what the person takes home."""
        with guard(self, self.ways_out):
            papers.print_notice(self, self.session, self._file.id, consent_id, interpreter, beside)

    def print_withdrawal(self) -> None:
        with guard(self, self.ways_out):
            papers.print_withdrawal(self, self.session, self._shown_consent())

    def print_letter(self, service_id: str) -> None:
        """To somebody who was told something before the withdrawal."""
        with guard(self, self.ways_out):
            papers.print_letter(self, self.session, self._file.id, service_id)

    def sign(self) -> None:
        """Signed is signed: what is still open then stays open, so that is said first."""
        consent = self._shown_consent()
        if len(ask.decided(consent)) < len(consent.rows):
            ask.ask_open_rows(self, consent, self._sign)
        else:
            self._sign()

    def _sign(self) -> None:
        """As decided on screen, from the day on the sheet."""
        consent, form = self._shown_consent(), self.signature
        assert form is not None
        with guard(self, self.ways_out):
            values = form.values()
            day, heard = values["signed_on"] or self.session.today(), form.hearing(values)
            self.session.write(consents.sign, consent.id, day, ask.decided(consent), hearing=heard)
            form.draft.discard()
            show_toast(self, "Die Einwilligung gilt.")
            self._go_on()

    def grant_orally(self) -> None:
        ask.ask_oral(self, self.session, self.case_id, self._shown_consent())

    def withdraw_all(self) -> None:
        consent = self._shown_consent()
        ask.ask_withdrawal(self, self.session, self.case_id, consent, self._told_under(*consent.rows))

    def _to_act_on(self) -> Consent:
        """The newest one while it is undecided, else the one that holds."""
        newest = self._consents[0]
        if newest.status in UNDECIDED:
            return newest
        return current_consent(self._consents) or newest

    def _prepared(self, consent_id: str) -> None:
        self.versions.set_value(consent_id)
        self._leave_editor()

    def _leave_editor(self) -> None:
        self.editor.hide()
        self._show()
        self._go_on()

    def _go_on(self) -> None:
        """What had the focus is gone; the next key finds what comes next."""
        self.first().setFocus(Qt.FocusReason.OtherFocusReason)

    def _show(self) -> None:
        consent, editing = self.consent(), not self.editor.isHidden()
        self._head.set("Einwilligung", self._about(consent))
        self._shown.setVisible(not editing)
        self.versions.setVisible(len(self._consents) > 1 and not editing)
        self.matrix.setVisible(consent is not None)
        if consent is not None:
            self.matrix.show_consent(consent)
        self._show_acts(consent)
        self._show_notices(consent)
        self.letters.show_recipients(self.session.read(withdrawals.to_inform, self._file.id))
        self._told_section.setVisible(bool(self._told))
        self._told_section.set_count(len(self._told))
        self.told.fill([notices.told_row(each, self._label) for each in self._told])

    def _about(self, consent: Consent | None) -> str:
        basis = self._label("file_basis", self._file.basis) if self._file.basis else "noch keine"
        parts = [f"Fassung {consent.version}", languages(consent.language)] if consent else []
        if consent and consent.printed_on:
            parts.append(f"gedruckt {german(consent.printed_on)}")
        return " · ".join([*parts, f"Grundlage: {basis}"])

    def _version(self, consent: Consent) -> str:
        return f"Fassung {consent.version}, {self._label('consent_status', consent.status)}"

    def _show_acts(self, consent: Consent | None) -> None:
        stands = (consent.id, consent.status, consent.document_id) if consent else ()
        if stands == self._acts_for_what:
            return
        self._acts_for_what = stands
        clear(self._acts)
        clear(self._signing)
        self.signature = None
        if consent is None:
            self._begin = primary_button("Einwilligung vorbereiten", self.start_version, "plus")
            self._acts.addWidget(notices.nothing_yet(self._begin, self._basis_button()))
            return
        icon, tone = _LOOKS.get(consent.status, ("minus", "neutral"))
        state = Chip(icon, self._state(consent), tone)  # type: ignore[arg-type]
        acts = [state, *self._acts_for(consent), self._basis_button()]
        self._acts.addWidget(box(Flow(*acts, gap=0.8)))
        if consent.status in UNDECIDED and consent.document_id is not None:
            self._ask_signature(consent)

    def _ask_signature(self, consent: Consent) -> None:
        self.signature = ConsentSigning(self.session, self.case_id, consent)
        self.signature.asked.connect(self.sign)
        self._signing.addWidget(Section("Unterschrift").add(self.signature))

    def _acts_for(self, consent: Consent) -> list[QWidget]:
        """What can be done with a version as it stands; at most one of them is filled."""
        printed = consent.document_id is not None
        if printed:
            sheet = secondary_button(
                "Blatt ansehen", lambda: papers.look_at_notice(self, self.session, consent), "printer"
            )
        else:
            sheet = primary_button("Drucken", lambda: self.ask_what_to_print(consent), "printer")
        oral = secondary_button("Mündlich erteilt", self.grant_orally, "speech")
        another = secondary_button("Neue Fassung", self.start_version, "plus")
        end = link_button("Alles widerrufen", self.withdraw_all, "undo")
        if consent.status == "oral":
            return [sheet, another, *([end] if current_consent(self._consents) == consent else [])]
        if consent.status in UNDECIDED:
            return [sheet, oral, another]
        paper = link_button("Widerruf drucken", self.print_withdrawal, "printer")
        return [sheet, another, paper, *([end] if consent.status == "signed" else [])]

    def _basis_button(self) -> QWidget:
        def open_form() -> None:
            ask.ask_basis(self, self.session, self._file, self.ways_out)

        return link_button("Grundlage ändern", open_form, "paragraph")

    def _state(self, consent: Consent) -> str:
        days = {"oral": consent.oral_on, "signed": consent.signed_on, "withdrawn": consent.withdrawn_on}
        day = days.get(consent.status)
        if consent.status == "printed":
            return "gedruckt, Unterschrift fehlt"
        return f"{self._label('consent_status', consent.status)}{f' {german(day)}' if day else ''}"

    def _show_notices(self, consent: Consent | None) -> None:
        clear(self._notices)
        if self._file.preliminary:
            self._notices.addWidget(notices.preliminary(self._file, self.session.today()))
        if consent is None:
            return
        client, today = self.view().client, self.session.today()
        found = self.session.read(representatives.representation, client.id, today)
        who = notices.who_consents(found, consent, client.person.birth_date, today)
        if who is not None:
            self._notices.addWidget(who)
        if consent.status in UNDECIDED and any(row.decision == "open" for row in consent.rows):
            self._notices.addWidget(notices.still_open(consent))
        if consent.status == "withdrawn":
            self._notices.addWidget(notices.all_withdrawn(consent, self._told_under(*consent.rows)))
        for row in consent.rows:
            if row.decision == "withdrawn":
                self._notices.addWidget(notices.withdrawn(row, self._title(row), self._told_under(row)))

    def _title(self, row: ReleaseRow) -> str:
        return f"{self._names[row.service_id]} · {self._label('data_category', row.category)}"

    def _withdraw_row(self, row: ReleaseRow) -> None:
        ask.ask_row_withdrawal(self, self.session, row, self._title(row), self._told_under(row))

    def _told_under(self, *rows: ReleaseRow) -> list[Disclosure]:
        """What went out on the word of a consent to these recipients and of these categories."""
        named = {(self._names[row.service_id], row.category) for row in rows}
        return [
            each
            for each in self._told
            if each.basis == "consent" and named & {(each.recipient, code) for code in each.categories}
        ]

    def _offer(self, row: ReleaseRow) -> None:
        """What can be decided about a cell, for those who click."""
        consent = self.consent()
        undecided = consent is not None and consent.status in UNDECIDED
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for decision, word in _CHOICES.items():
            if (decision == "withdrawn") != undecided:
                menu.addAction(word, partial(self.decide, row, decision))
        menu.popup(QCursor.pos())
