# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a damaged file could not give back, record by record."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from app.operations import salvages
from ui.reading_order import Dialog
from ui.theme import rem
from ui.widgets import Column, Table, column, label, line, primary_button


class MissingDialog(Dialog):
    """Records by area and id: it says nothing of a person, but a backup can be searched for it."""

    def __init__(self, owner: QWidget, missing: Sequence[tuple[str, str]]) -> None:
        super().__init__(owner.window())
        self.setWindowTitle("KIM-Brücke")
        self.setAccessibleName("Was fehlt")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self.table = Table("Was fehlt", [Column("Bereich", width=18), Column("Kennung", stretch=True)])
        self.table.fill(
            [(each, [salvages.area_of(each[0]), salvages.record_of(each[1])]) for each in missing]
        )
        words = "Diese Einträge gab die beschädigte Datei nicht mehr her, und auch keine Sicherung hat sie."
        foot = line(None, primary_button("Schließen", self.accept))
        whole = column(label("Was fehlt", "heading"), label(words, wrap=True), self.table, parent=self)
        whole.addLayout(foot)
        whole.setContentsMargins(rem(1.5), rem(1.2), rem(1.5), rem(1.2))
        room = owner.window().size()
        self.resize(min(rem(46), room.width()), min(rem(32), room.height() - rem(2)))
