# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Außerhalb speichern: an act of its own that says for whom; for anybody else than the person by the gate."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QWidget

from app.domain.disclosure import Disclosure
from app.domain.document import Document
from app.domain.scan import Scan
from app.operations import documents, scans
from resources import Message
from ui import files
from ui.drafts import DraftKeeper
from ui.errors import CalmDialog, guard
from ui.form_dialog import FormDialog
from ui.gate_form import GateForm
from ui.session import Session
from ui.widgets import Banner, ChoiceBar, DateInput, label, show_toast

_WHAT = "Sie speichern dieses Blatt außerhalb der verschlüsselten Akte."
_SAFE = "Dort kann es jede Person lesen, die an diesen Ordner kommt. In der Akte bleibt es erhalten."
_TODO = "Bitte löschen Sie die Kopie, sobald Sie sie nicht mehr brauchen. Das Speichern wird vermerkt."
_WHOLE = "Das ganze Blatt geht hinaus. Haken Sie alles an, was darauf steht."
_FOR_WHOM = (("self", "Für die Person selbst", "1"), ("other", "Für eine andere Stelle", "2"))
_PDF = "PDF (*.pdf)"


@dataclass(frozen=True)
class Copy:
    """What is saved of a paper: the sheet as it was printed, or its scan; `record_id` is the one of it."""

    document_id: str
    record_id: str
    name: str
    kinds: str
    save: Callable[..., None]
    save_for_other: Callable[..., Disclosure]


class SaveForm(GateForm):
    """The person's own copy needs no more than a place; the gate is asked for everybody else."""

    def __init__(self, session: Session, case_id: str) -> None:
        super().__init__(session, case_id)
        self.body.addWidget(Banner("folder", _WHAT, f"{_SAFE} {_TODO}"))
        self.add("whom", "Für wen?", ChoiceBar("Für wen?", _FOR_WHOM))
        self.body.addWidget(self.recipient_field())
        self.body.addWidget(self.purpose_field())
        self._whole = label(_WHOLE, strong=True, wrap=True)
        self.body.addWidget(self._whole)
        self.add_basis()
        self.add("made_on", "Tag", DateInput(session.today))
        self.set_values({"whom": "self", "made_on": session.today()})
        self.row("made_on").hide()
        self.listen()
        self.finder.offer()

    def channel(self) -> str:
        return "export"

    def passes_on(self) -> bool:
        return bool(self.seen("whom") == "other")

    def refresh(self) -> None:
        super().refresh()
        self._whole.setVisible(self.passes_on())
        for name in ("service_id", "purpose", "categories"):
            self.row(name).setVisible(self.passes_on())


def copy_of_sheet(document: Document, name: str) -> Copy:
    return Copy(
        document.id, document.id, f"{name}.pdf", _PDF, documents.save_document, documents.save_for_other
    )


def copy_of_scan(document: Document, scan: Scan, name: str) -> Copy:
    ending = scan.media_type.rpartition("/")[2]
    kinds = f"{ending.upper()} (*.{ending})"
    file_name = f"{name}-scan.{ending}"
    return Copy(document.id, scan.id, file_name, kinds, scans.save_scan, scans.save_scan_for_other)


def ask_to_save(owner: QWidget, session: Session, copy: Copy, to_consent: Callable[[], object]) -> None:
    """`to_consent` leads to where a missing release is obtained."""
    case_id = session.read(documents.case_of, copy.document_id)
    if case_id is None or session.read(documents.made_for_other, copy.document_id):
        _explain(owner, lambda: _save(owner, session, copy))
        return
    form = SaveForm(session, case_id)

    def save(values: dict[str, Any]) -> None:
        if values["whom"] == "other":
            _save_for_other(owner, session, copy, form, values, str(case_id))
        else:
            _save(owner, session, copy)

    draft = DraftKeeper(session, form, f"save_outside:{copy.record_id}", case_id)
    dialog = FormDialog(owner, "Außerhalb speichern", form, "Ort wählen", save, draft=draft)

    def leave() -> None:
        dialog.reject()
        to_consent()

    form.consent_asked.connect(leave)
    dialog.open()


def _explain(owner: QWidget, go_on: Callable[[], None]) -> None:
    message = Message(_WHAT, _SAFE, _TODO)
    CalmDialog(owner, message, "warning", ("Ort wählen", go_on)).open()


def _save(owner: QWidget, session: Session, copy: Copy) -> None:
    chosen = files.choose_target(owner, "Außerhalb speichern", copy.name, copy.kinds)
    if chosen is not None:
        with guard(owner):
            session.write(copy.save, copy.record_id, chosen)
            show_toast(owner, "Das Blatt ist außerhalb der Akte gespeichert.")


def _save_for_other(
    owner: QWidget, session: Session, copy: Copy, form: SaveForm, values: dict[str, Any], case_id: str
) -> None:
    """What the gate does not let through is not written; the form stays, and says why."""
    request, norm = form.request(values), form.norm(values)
    chosen: Path | None = files.choose_target(owner, "Außerhalb speichern", copy.name, copy.kinds)
    if chosen is not None:
        told = session.write(copy.save_for_other, copy.record_id, case_id, request, norm, chosen)
        show_toast(owner, f"Gespeichert. Die Weitergabe an {told.recipient} ist festgehalten.")
