# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Unterschrift festhalten: what stands on the paper that came back, typed in from it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtWidgets import QWidget

from app.domain.consent import ReleaseRow
from app.domain.signing import Signing
from app.operations import blanks, directory, documents, paper_signing
from ui.blank_return import take_back
from ui.codes import labels_of
from ui.drafts import DraftKeeper
from ui.form_dialog import FormDialog
from ui.hearing_form import HearingForm
from ui.paper_names import title_of
from ui.session import Session
from ui.widgets import ChoiceBar, DateInput, label, show_toast

_CHOICES = (("given", "erteilt"), ("refused", "verweigert"))
_ROWS = "Was hat die Person angekreuzt?"


def ask_for_signatures(
    owner: QWidget, session: Session, document_ids: Sequence[str], case_id: str | None = None
) -> None:
    """One paper after the other, those that wait for no signature left out.

    A blank is typed in, for this case or for one that is asked.
    """
    if not document_ids:
        return
    first, *others = document_ids

    def go_on() -> None:
        ask_for_signatures(owner, session, others, case_id)

    blank = session.read(blanks.blank, first)
    if blank is not None:
        take_back(owner, session, blank, case_id, go_on)
    elif (dialog := ask_for_signature(owner, session, first)) is None:
        go_on()
    else:
        dialog.finished.connect(lambda _: go_on())


def ask_for_signature(owner: QWidget, session: Session, document_id: str) -> FormDialog | None:
    """None where the paper waits for no signature."""
    awaited = session.read(paper_signing.awaited, document_id)
    if awaited is None:
        return None
    form = HearingForm()
    form.add("signed_on", "Unterschrieben am", DateInput(session.today), "Der Tag auf dem Papier zählt.")
    form.set_values({"signed_on": session.today()})
    if awaited.both_sides:
        own = DateInput(session.today)
        form.add("countersigned_on", "Unterschrift Case Management am", own, "Leer heißt: noch nicht.")
        form.set_values({"countersigned_on": session.today()})
    _add_rows(form, session, awaited.open_rows)
    form.add_hearing(session, awaited.file_id, awaited.usual)

    def store(values: dict[str, Any]) -> None:
        decisions = {row.id: values[row.id] for row in awaited.open_rows if values[row.id]}
        signing = Signing(values["signed_on"] or session.today(), form.hearing(values))
        countersigned = values.get("countersigned_on")
        session.write(paper_signing.sign_paper, document_id, signing, decisions, countersigned)
        show_toast(owner, "Die Unterschrift ist festgehalten.")

    draft = DraftKeeper(
        session, form, f"paper_signing:{document_id}", session.read(documents.case_of, document_id)
    )
    title = title_of(session.read(documents.document, document_id))
    dialog = FormDialog(owner, f"Unterschrift festhalten: {title}", form, "Festhalten", store, draft=draft)
    dialog.open()
    return dialog


def _add_rows(form: HearingForm, session: Session, rows: Sequence[ReleaseRow]) -> None:
    """What is still open is decided by the paper; what nobody ticked stays open."""
    if not rows:
        return
    names = {each.id: each.institution for each in session.read(directory.services)}
    word = labels_of(session)
    form.body.addWidget(label(_ROWS, strong=True))
    for row in rows:
        title = f"{names[row.service_id]} · {word('data_category', row.category)}"
        form.add(row.id, title, ChoiceBar(title, _CHOICES))
