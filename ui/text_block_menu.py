# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Text blocks by key: Strg+T opens them at the caret, a digit or the arrow keys choose one."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut, QTextCursor
from PySide6.QtWidgets import QMenu

from app.domain.text_block import GAP, TextBlock, fitting_first
from app.operations import text_blocks
from ui.session import Session
from ui.widgets import LongText

KEY = "Strg+T"
_SHOWN = 20


def offer_text_blocks(
    entry: LongText, session: Session, topics: Callable[[], tuple[str, ...]] = tuple
) -> Callable[[], QMenu]:
    """Lets Strg+T in `entry` open the blocks, those of `topics` first; returns what opens them."""

    def show() -> QMenu:
        return _open_menu(entry, fitting_first(session.read(text_blocks.text_blocks), topics()))

    shortcut = QShortcut(QKeySequence("Ctrl+T"), entry, context=Qt.ShortcutContext.WidgetShortcut)
    shortcut.activated.connect(show)
    return show


def _open_menu(entry: LongText, blocks: tuple[TextBlock, ...]) -> QMenu:
    menu = QMenu(entry)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    menu.setAccessibleName("Textbausteine")
    for number, block in enumerate(blocks[:_SHOWN], 1):
        digit = f"&{number}  " if number < 10 else ""
        action = menu.addAction(f"{digit}{block.title.replace('&', '&&')}")
        action.triggered.connect(lambda _on=False, text=block.text: insert(entry, text))
    menu.setActiveAction(menu.actions()[0])
    menu.popup(entry.mapToGlobal(entry.cursorRect().bottomLeft()))
    return menu


def insert(entry: LongText, text: str) -> None:
    """At the caret, parted from the word before it; the first gap is selected, so that typing fills it."""
    cursor = entry.textCursor()
    before = cursor.document().characterAt(cursor.selectionStart() - 1)
    start = cursor.selectionStart()
    glue = "" if start == 0 or before.isspace() or before == "\u2029" else " "
    cursor.insertText(glue + text)
    entry.setTextCursor(cursor)
    gap = text.find(GAP)
    if gap >= 0:
        cursor.setPosition(start + len(glue) + gap)
        cursor.setPosition(start + len(glue) + gap + len(GAP), QTextCursor.MoveMode.KeepAnchor)
        entry.setTextCursor(cursor)
    entry.setFocus(Qt.FocusReason.OtherFocusReason)
