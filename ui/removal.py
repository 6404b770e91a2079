# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Removing something from anywhere: into the Papierkorb at once, with the way back for ten seconds."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

import resources
from app.operations import bin
from ui.errors import guard
from ui.session import Session
from ui.widgets import show_toast

KEY = ("Entf", "entfernen")
"""For the keys of a row that binds `Del`."""


def kind_in_words(kind: str) -> str:
    return str(resources.toml("texts", "bin.toml")[kind])


def remove_with_undo(owner: QWidget, session: Session, kind: str, record_id: str, words: str = "") -> None:
    """Removes it, or says why it stays. `words` name the thing itself, never a person."""
    window = owner.window()
    with guard(owner):
        bin_id = session.write(bin.remove, kind, record_id)
        named = f" „{words}“" if words else ""
        text = f"{kind_in_words(kind)}{named} ist im Papierkorb."
        show_toast(window, text, lambda: bring_back(window, session, bin_id))


def bring_back(owner: QWidget, session: Session, bin_id: str) -> None:
    """Puts it where it was, or says why it cannot return."""
    with guard(owner):
        line = session.write(bin.restore, bin_id)
        show_toast(owner, f"{kind_in_words(line.kind)} ist wieder da.")
