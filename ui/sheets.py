# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""„Neues Blatt“: every paper that can be made for a case, in one menu."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QWidget

from ui.authorisation_form import open_authorisation_form
from ui.case_tab import CaseTab
from ui.consent_papers import open_information
from ui.counselling_sheets import open_blank_assessment, open_intake_sheet
from ui.errors import WaysOut, guard
from ui.letter_forms import open_accompanying, open_attendance, open_extension
from ui.papers_section import open_dividers_form, open_list_form
from ui.secrecy_section import open_secrecy_form
from ui.session import Session

Opens = Callable[[QWidget, Session, str, WaysOut], object]


@dataclass(frozen=True)
class Sheet:
    """`opens` asks what the paper needs, for a case; `draft` is the kind of draft it keeps, if any."""

    word: str
    group: str
    opens: Opens
    draft: str = ""


SHEETS = (
    Sheet("Informationsblatt", "Erklärungen", open_information),
    Sheet("Vollmacht", "Erklärungen", open_authorisation_form, "authorisation"),
    Sheet("Verschwiegenheitserklärung Sprachmittlung", "Erklärungen", open_secrecy_form, "secrecy"),
    Sheet("Begleitschreiben", "Briefe", open_accompanying, "letter_accompanying"),
    Sheet("Bitte um Fristverlängerung", "Briefe", open_extension, "letter_extension"),
    Sheet("Terminbestätigung", "Briefe", open_attendance, "letter_attendance"),
    Sheet("Erfassungsbogen", "Beratung", open_intake_sheet),
    Sheet("Bestandsaufnahme, leer", "Beratung", open_blank_assessment),
    Sheet("Unterlagenliste", "Für den Ordner der Person", open_list_form),
    Sheet("Trennblätter", "Für den Ordner der Person", open_dividers_form),
)
"""In the order of the menu, ten at most; those of a group stand together."""


def offer_sheets(
    tab: CaseTab,
    anchor: QWidget,
    sheets: Sequence[Sheet],
    further: Sequence[tuple[str, Callable[[], object]]],
) -> QMenu:
    """A menu under the anchor, a digit for each of the sheets; their first letter for what is `further`."""
    menu = QMenu(anchor)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    menu.setAccessibleName("Neues Blatt")
    for place, sheet in enumerate(sheets):
        if place and sheet.group != sheets[place - 1].group:
            menu.addSeparator()
        menu.addAction(f"&{(place + 1) % 10}  {sheet.word}").triggered.connect(
            lambda _on=False, chosen=sheet: _open(tab, chosen)
        )
    if sheets and further:
        menu.addSeparator()
    for words, act in further:
        menu.addAction(f"&{words}").triggered.connect(lambda _on=False, chosen=act: chosen())
    menu.setActiveAction(menu.actions()[0])
    menu.popup(anchor.mapToGlobal(anchor.rect().bottomLeft()))
    return menu


def _open(tab: CaseTab, sheet: Sheet) -> None:
    with guard(tab, tab.ways_out):
        sheet.opens(tab, tab.session, tab.case_id, tab.ways_out)
