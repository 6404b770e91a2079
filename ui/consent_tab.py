# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Einwilligung: who may hear what, version by version; printed, given, refused and withdrawn cell by cell."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QMenu, QWidget

from app.domain.consent import UNDECIDED, Consent, ReleaseRow, current_consent
from app.domain.dates import german
from app.domain.disclosure import Disclosure
from app.operations import consents, directory
from ui import consent_dialogs as ask
from ui import consent_notices as notices
from ui.case_tab import CaseTab
from ui.codes import labels_of
from ui.consent_editor import ConsentEditor
from ui.consent_matrix import ConsentMatrix
from ui.document_view import languages, show_sheet
from ui.errors import guard
from ui.session import Session
from ui.widgets import (
    Chip,
    CodeInput,
    DateInput,
    Flow,
    FormPanel,
    PageHead,
    Row,
    RowList,
    Section,
    box,
    clear,
    column,
    label,
    line,
    link_button,
    primary_button,
    secondary_button,
    show_toast,
)

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
        self._notices, self._acts = column(gap=0.5), column(gap=0)
        self._begin: QWidget = self
        self.editor = ConsentEditor(session, case_id)
        self.editor.prepared.connect(self._prepared)
        self.editor.print_asked.connect(self.print_notice)
        self.editor.given_up.connect(self._leave_editor)
        self._shown = box(column(box(self._acts), self.matrix, box(self._notices), self._told_section, gap=1))
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

    def print_notice(self, consent_id: str, interpreter: str = "") -> None:
        """The sheet as it will be signed; printed again it is the same sheet."""
        with guard(self, self.ways_out):
            printed = self.session.write(consents.print_notice, consent_id, interpreter)
            show_sheet(self, self.session, printed.id, "Erst die Unterschrift macht die Einwilligung gültig.")

    def sign(self) -> None:
        """Signed is signed: what is still open then stays open, so that is said first."""
        consent = self._shown_consent()
        if len(ask.decided(consent)) < len(consent.rows):
            ask.ask_open_rows(self, consent, self._sign)
        else:
            self._sign()

    def _sign(self) -> None:
        """As decided on screen, from the day on the sheet."""
        consent = self._shown_consent()
        with guard(self, self.ways_out):
            day = self.signature.values()["signed_on"] or self.session.today()
            self.session.write(consents.sign, consent.id, day, ask.decided(consent))
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
        self._told_section.setVisible(bool(self._told))
        self._told_section.set_count(len(self._told))
        self.told.fill([self._told_row(each) for each in self._told])

    def _about(self, consent: Consent | None) -> str:
        basis = self._label("file_basis", self._file.basis) if self._file.basis else "noch keine"
        parts = [f"Fassung {consent.version}", languages(self.session, consent.language)] if consent else []
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
        if consent is None:
            self._begin = primary_button("Einwilligung vorbereiten", self.start_version, "plus")
            self._acts.addWidget(notices.nothing_yet(self._begin, self._basis_button()))
            return
        icon, tone = _LOOKS.get(consent.status, ("minus", "neutral"))
        state = Chip(icon, self._state(consent), tone)  # type: ignore[arg-type]
        acts = [state, *self._acts_for(consent), self._basis_button()]
        self._acts.addWidget(box(Flow(*acts, gap=0.8)))

    def _acts_for(self, consent: Consent) -> list[QWidget]:
        """What can be done with a version as it stands; at most one of them is filled."""
        printed = consent.document_id is not None
        button = secondary_button if printed else primary_button
        sheet = button(
            "Blatt ansehen" if printed else "Drucken", lambda: self.print_notice(consent.id), "printer"
        )
        oral = secondary_button("Mündlich erteilt", self.grant_orally, "speech")
        another = secondary_button("Neue Fassung", self.start_version, "plus")
        if consent.status in UNDECIDED:
            signing = [self._signing()] if printed else []
            return [*signing, sheet, *([oral] if consent.status != "oral" else []), another]
        end = link_button("Alles widerrufen", self.withdraw_all, "undo")
        return [sheet, another, *([end] if consent.status == "signed" else [])]

    def _signing(self) -> QWidget:
        """The day on the sheet makes it valid."""
        self.signature = FormPanel()
        day = DateInput(self.session.today)
        row = self.signature.field("signed_on", "", day)
        day.setAccessibleName("Unterschrieben am")
        self.signature.set_values({"signed_on": self.session.today()})
        sign = primary_button("Unterschrift festhalten", self.sign, "check")
        self.signature.body.addWidget(box(line(label("unterschrieben am", "small"), row, sign, gap=0.5)))
        return self.signature

    def _basis_button(self) -> QWidget:
        def open_form() -> None:
            ask.ask_basis(self, self.session, self._file, self.ways_out)

        return link_button("Grundlage ändern", open_form, "paragraph")

    def _state(self, consent: Consent) -> str:
        days = {"oral": consent.oral_on, "signed": consent.signed_on, "withdrawn": consent.withdrawn_on}
        day = days.get(consent.status)
        return f"{self._label('consent_status', consent.status)}{f' {german(day)}' if day else ''}"

    def _show_notices(self, consent: Consent | None) -> None:
        clear(self._notices)
        if self._file.preliminary:
            self._notices.addWidget(notices.preliminary(self._file, self.session.today()))
        if consent is None:
            return
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

    def _told_row(self, each: Disclosure) -> Row:
        categories = ", ".join(self._label("data_category", code) for code in each.categories)
        norm = f" · {self._label('statutory_norm', each.norm)}" if each.norm else ""
        channel, purpose = (
            self._label("disclosure_channel", each.channel),
            self._label("purpose", each.purpose),
        )
        return Row(
            f"{each.recipient}: {categories}",
            f"{channel} · {purpose}{norm}",
            key=each.id,
            lead=german(each.day),
            icon="send",
            icon_tone="info",
        )
