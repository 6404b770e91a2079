# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Note a gap: where the life dimension is known, the digit of its kind is enough."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget

from app.domain.gap import NewGap
from app.operations import cases, gaps
from ui.codes import choices_of, labels_of
from ui.drafts import DraftKeeper
from ui.form_dialog import FormDialog
from ui.session import Session
from ui.site_choice import site_choices
from ui.widgets import ChoiceBar, CodeInput, FormPanel, LongText, show_toast

KEY = "Strg+G"


class GapForm(FormPanel):
    """Kind by digit; without a case also the Standort where it was noticed."""

    def __init__(self, session: Session, case_id: str | None) -> None:
        super().__init__()
        choices = choices_of(session)
        kinds = [(code, word, str(digit)) for digit, (code, word) in enumerate(choices("gap_kind"), 1)]
        self.kind = ChoiceBar("Art der Lücke", kinds)
        self.note = LongText(lines=2)
        self.add("kind", "Was fehlt?", self.kind)
        self.add("dimension", "Lebensbereich", CodeInput(choices("life_dimension")))
        self.add("note", "Notiz", self.note, "Bleibt in der Akte. Gemeldet werden nur Lebensbereich und Art.")
        sites = site_choices(session)
        self.add("site_id", "Standort", CodeInput(sites))
        self.row("site_id").setHidden(case_id is not None or len(sites) < 2)
        site = session.read(cases.case_view, case_id, session.today()).site.id if case_id else sites[0][0]
        self.set_values({"site_id": site})

    def first(self) -> QPushButton:
        """Where a digit goes."""
        return self.kind.findChildren(QPushButton)[0]


def open_gap_form(
    owner: QWidget,
    session: Session,
    *,
    case_id: str | None = None,
    referral_id: str | None = None,
    dimension: str | None = None,
) -> FormDialog:
    """A window whose first key is the digit of the kind; with `dimension` that key is the last one too."""
    form = GapForm(session, case_id)
    form.set_values({"dimension": dimension})
    draft = DraftKeeper(session, form, "gap", case_id, form.note)

    def store(values: dict[str, Any]) -> None:
        new = NewGap(
            site_id=values["site_id"] or "",
            dimension=values["dimension"] or "",
            kind=values["kind"] or "",
            noted_on=session.today(),
            case_id=case_id,
            referral_id=referral_id,
            note=values["note"],
        )
        session.write(gaps.note_gap, new)
        draft.discard()
        show_toast(owner, f"Die Lücke ist vermerkt: {labels_of(session)('gap_kind', new.kind)}.")

    dialog = FormDialog(owner, "Angebotslücke", form, "Vermerken", store)
    form.kind.answered.connect(lambda: dialog.submit() if form.entry("dimension").typed() else None)
    dialog.open()
    form.first().setFocus(Qt.FocusReason.OtherFocusReason)
    return dialog
