# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Which life dimension something belongs to, beside the fields of the migration counselling services."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QWidget

from app.domain.code_lists import CodeLists
from ui.dimension_line import Dimension
from ui.theme import rem
from ui.widgets import Column, Scroll, Table, box, column, label, line, secondary_button

TOPICS = ("social_space", "groups")


def open_explanation(owner: QWidget, dimensions: Sequence[Dimension], lists: CodeLists) -> QDialog:
    """A table to look at; Escape closes it."""
    dialog = QDialog(owner.window())
    dialog.setWindowTitle("KIM-Brücke")
    dialog.setAccessibleName("Was gehört wohin?")
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setModal(True)
    table = Table(
        "Was gehört wohin?",
        [
            Column("Lebensbereich", stretch=True),
            Column("zum Beispiel", width=16),
            Column("MBE und JMD", width=24),
        ],
        fit=True,
        row_height=1.9,
    )
    rows = [(each.code, [each.name, each.covers, each.counselling_fields or "–"]) for each in dimensions]
    rows += [
        (code, [lists.label("topic", code), "nur Thema, ohne Stufen", str(lists.fact("topic", code, "mbe"))])
        for code in TOPICS
    ]
    table.fill(rows)
    close = secondary_button("Schließen", dialog.accept)
    whole = column(
        label("Was gehört wohin?", "heading"), Scroll(box(column(table, None))), parent=dialog, gap=0.8
    )
    whole.addLayout(line(None, close))
    whole.setContentsMargins(rem(1.5), rem(1.2), rem(1.5), rem(1.2))
    dialog.resize(rem(62), min(owner.window().height() - rem(2), rem(38)))
    dialog.open()
    table.setFocus(Qt.FocusReason.OtherFocusReason)
    return dialog
