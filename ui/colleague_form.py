# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Hand a case over to a colleague of the same office."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QWidget

from app.domain.case_handover import NewHandover
from app.operations import cases, colleagues
from app.operations.colleagues import HandedOver
from ui.drafts import DraftKeeper
from ui.errors import guard
from ui.form_dialog import FormDialog
from ui.session import Session
from ui.widgets import CodeInput, DateInput, FormPanel, LongText, label, show_toast

_WORDS = "Das bleibt im Büro: Nichts verlässt die Akte. Bitte sagen Sie der Person Bescheid."


def open_handover_form(owner: QWidget, session: Session, case_id: str) -> FormDialog:
    """Offers everybody but the one who answers for the case now."""
    responsible = session.read(cases.case_view, case_id, session.today()).case.responsible
    others = [each for each in session.read(colleagues.colleagues) if each.id != responsible]
    form = FormPanel()
    form.body.addWidget(label(_WORDS, tone="muted", wrap=True))
    form.add_line(
        form.field(
            "to_staff", "Übernimmt", CodeInput([(each.id, f"{each.code} {each.name}") for each in others])
        ),
        form.field("day", "Ab", DateInput(session.today)),
    )
    form.add(
        "client_told_on",
        "Person informiert am",
        DateInput(session.today),
        "Leer: Eine Wiedervorlage erinnert daran.",
    )
    form.add("note", "Was die Kollegin oder der Kollege wissen muss", LongText())
    form.set_values({"to_staff": others[0].id if len(others) == 1 else None, "day": session.today()})
    draft = DraftKeeper(session, form, "handover", case_id)
    window = owner.window()

    def hand_over(values: dict[str, Any]) -> None:
        new = NewHandover(
            values["to_staff"] or "",
            values["day"] or session.today(),
            values["client_told_on"],
            values["note"],
        )
        handed = session.write(colleagues.hand_over, case_id, new)
        show_toast(window, "Der Fall ist übergeben.", lambda: _take_back(window, session, handed))

    dialog = FormDialog(owner, "Fall übergeben", form, "Übergeben", hand_over, draft=draft)
    dialog.open()
    return dialog


def _take_back(window: QWidget, session: Session, handed: HandedOver) -> None:
    with guard(window):
        session.write(colleagues.undo_hand_over, handed)
        show_toast(window, "Die Übergabe ist zurückgenommen.")
