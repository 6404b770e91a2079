# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The keys that work everywhere, on one sheet."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from ui.reading_order import Dialog
from ui.theme import rem
from ui.widgets import KeyHint, Scroll, box, column, label, line, primary_button
from ui.workplace import Workplace

_EVERYWHERE = (
    ("Strg+K", "suchen oder einen Befehl geben"),
    ("Alt+Pfeil links", "zurück zur Seite davor"),
    ("Strg+Z", "das Letzte rückgängig machen, solange es unten steht"),
    ("F9", "Sichtschutz: alles verbergen und wieder zeigen"),
    ("Strg+L", "sperren"),
)
_WITH_CLIENTS = (("F8", "Gespräch: größere Schrift, keine Hinweise auf andere"),)


def keys_of(workplace: Workplace) -> list[tuple[str, str]]:
    """(key, what it does) for this role."""
    places = [(f"Strg+{number}", place.label) for number, place in enumerate(workplace.navigation, 1)]
    acts = [(act.keys, act.label) for act in workplace.acts if act.keys]
    return [*places, *acts, *_EVERYWHERE, *(_WITH_CLIENTS if workplace.with_clients else ())]


class HelpDialog(Dialog):
    """Keys and words; more stands in the handbook."""

    def __init__(self, owner: QWidget, workplace: Workplace) -> None:
        super().__init__(owner.window())
        self.setWindowTitle("KIM-Brücke")
        self.setAccessibleName("Tasten, die überall gelten")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        grid = QGridLayout()
        grid.setHorizontalSpacing(rem(1))
        grid.setVerticalSpacing(rem(0.5))
        for row, (key, words) in enumerate(keys_of(workplace)):
            grid.addWidget(KeyHint(key), row, 0, Qt.AlignmentFlag.AlignLeft)
            grid.addWidget(label(words), row, 1)
        more = label("Alles Weitere steht im Handbuch.", "small", "muted")
        foot = box(line(more, None, primary_button("In Ordnung", self.accept)))
        body = QWidget()
        body.setLayout(grid)
        whole = column(label("Tasten, die überall gelten", "heading"), Scroll(body), foot, parent=self, gap=1)
        whole.setContentsMargins(rem(1.5), rem(1.3), rem(1.5), rem(1.2))
        wished = body.sizeHint() + QSize(rem(5), rem(9))
        self.resize(wished.boundedTo(owner.window().size() - QSize(0, rem(2))))
