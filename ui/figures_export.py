# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Saving the Kreis's figures as a table for others: the format first, then the place."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QWidget

from app.domain.progress import Progress
from app.domain.span import Span
from app.operations import district_export
from app.operations.district import ReportOptions
from ui import files, periods
from ui.form_dialog import FormDialog
from ui.job_line import JobLine
from ui.jobs import Work
from ui.session import Session
from ui.widgets import Banner, ChoiceBar, FormPanel, show_toast

JOB = "Zahlen werden gespeichert"
_FORMATS = (("xlsx", "Excel", "1"), ("csv", "CSV", "2"), ("json", "JSON", "3"))
_KINDS = {"xlsx": "Excel (*.xlsx)", "csv": "CSV (*.csv)", "json": "JSON (*.json)"}


def open_export(owner: QWidget, session: Session, span: Span, progress: JobLine) -> FormDialog:
    """Every figure of the report's chapters, with its ± and as it is printed; written beside the windows."""
    form = FormPanel()
    form.body.addWidget(
        Banner(
            "chart",
            f"Alle Zahlen des Berichts: {periods.in_words(span)}",
            "Mit Abweichung und in der Form, in der sie gedruckt werden. Über einzelne Menschen steht nichts "
            "darin. Das Speichern wird vermerkt.",
        )
    )
    form.add("format", "Format", ChoiceBar("Format", _FORMATS))
    form.set_values({"format": "xlsx"})

    def save(values: dict[str, Any]) -> None:
        kind = values["format"]
        target = files.choose_target(owner, "Zahlen speichern", f"kreiszahlen.{kind}", _KINDS[kind])
        if target is not None:
            work = _work(session, span, kind, target)
            progress.start(work, lambda _count: show_toast(owner, "Die Zahlen sind gespeichert."))

    dialog = FormDialog(owner, "Als Tabelle speichern", form, "Ort wählen", save)
    dialog.open()
    return dialog


def _work(session: Session, span: Span, kind: str, target: Path) -> Work:
    vault, now = session.vault, session.now()

    def export(_progress: Progress) -> int:
        return district_export.export(vault, span.first, span.last, ReportOptions(), kind, target, now)

    return export
