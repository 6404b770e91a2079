# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""A newer catalogue of tables: what changes, shown before it is taken."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from app.operations import catalogues
from app.operations.catalogues import Offer
from ui.errors import guard
from ui.reading_order import Dialog
from ui.session import Session
from ui.theme import rem
from ui.widgets import (
    Column,
    Section,
    Table,
    box,
    column,
    label,
    line,
    link_button,
    primary_button,
    secondary_button,
    show_toast,
)

_KEPT = "Alle bisherigen Zahlen bleiben, wie sie sind."
_FINAL = "Ihre Datenschutzstelle soll zustimmen. Das lässt sich nicht zurücknehmen."


def catalogue_section(owner: QWidget, session: Session, offer: Offer) -> Section:
    """Beside the figures, as long as it is not taken."""
    section = Section("Neue Tabellen")
    words = "Ein neuer Tabellenkatalog liegt bei. Er gilt erst, wenn Sie ihn übernehmen."
    section.add(label(words, "small", "muted", wrap=True))
    look = link_button(
        "Was sich ändert", lambda: CatalogueDialog(owner, session, offer).open(), "document", small=True
    )
    return section.add(box(line(look, None)))


class CatalogueDialog(Dialog):
    """Every table that comes and goes, a row each; then taken or left."""

    def __init__(self, owner: QWidget, session: Session, offer: Offer) -> None:
        super().__init__(owner.window())
        self._owner, self._session, self._offer = owner, session, offer
        title = f"Der Tabellenkatalog {offer.number} meldet mehr Tabellen."
        self.setWindowTitle("KIM-Brücke")
        self.setAccessibleName(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        whole = column(
            label(title, "heading", wrap=True),
            label(f"{_KEPT} {_since(offer)}", wrap=True),
            _tables(offer),
            label(_FINAL, wrap=True),
            box(line(None, secondary_button("Zurück", self.reject), primary_button("Übernehmen", self.take))),
            parent=self,
            gap=0.7,
        )
        whole.setContentsMargins(rem(1.5), rem(1.2), rem(1.5), rem(1.2))
        whole.setStretch(2, 1)
        room = owner.window().size()
        self.resize(min(rem(46), room.width()), min(rem(34), room.height() - rem(2)))

    def take(self) -> None:
        self.accept()
        with guard(self._owner):
            self._session.write(catalogues.take, self._offer.number)
            show_toast(self._owner, f"Der Tabellenkatalog {self._offer.number} ist übernommen.")


def _since(offer: Offer) -> str:
    if offer.from_year is None:
        return "Er gilt ab der nächsten Meldung."
    return f"Er gilt ab Januar {offer.from_year}: Ein Jahr endet mit dem Katalog, mit dem es begann."


def _tables(offer: Offer) -> Table:
    table = Table("Was sich ändert", [Column("Tabelle", stretch=True), Column("")])
    added = [(title, [title, "neu"]) for title in offer.added]
    table.fill(added + [(title, [title, "entfällt"]) for title in offer.dropped])
    return table
