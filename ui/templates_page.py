# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Vorlagen, in the coordination: a folder of texts, logo and recordings becomes one signed file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QPushButton, QWidget

from app.operations import publishing, template_folder
from app.operations.template_folder import Packed
from ui import files
from ui.errors import WaysOut, guard
from ui.form_dialog import FormDialog
from ui.page import Navigate, Page
from ui.pairing_parts import PathForm
from ui.session import Session
from ui.template_words import origin, parts
from ui.widgets import (
    Card,
    PageHead,
    Scroll,
    box,
    clear,
    column,
    label,
    line,
    no_wider,
    primary_button,
    secondary_button,
    show_toast,
)

_KIND = "Vorlagen (*.kimpack)"
_BEGIN = (
    "Speichern Sie die mitgelieferten Texte in einen leeren Ordner. Dort liegt für jedes Blatt ein Ordner."
)
_CHANGE = (
    "Ändern Sie die Texte in einem Texteditor. Rechts vom Gleichheitszeichen steht der Satz. "
    "Was in geschweiften Klammern steht, bleibt. Ihr Logo, Aufnahmen und die Angaben zur verantwortlichen "
    "Stelle legen Sie dazu; wie, steht in der Datei kreis.toml."
)
_SIGN = (
    "Das Programm prüft alles und unterschreibt die Datei. Geben Sie sie allen Büros, "
    "als Datei oder über den Austauschordner."
)
_ALL = "Die Datei ersetzt alle früheren. Legen Sie darum immer alles in den Ordner, was gelten soll."


class TemplatesPage(Page):
    """Three steps; the last one makes the file."""

    def __init__(self, session: Session, navigate: Navigate) -> None:
        super().__init__(session, navigate)
        self.originals = secondary_button("Mitgelieferte Texte speichern", self.save_originals, "folder")
        self.make = primary_button("Vorlagen zusammenstellen", self.put_together, "check")
        self._made = column(gap=0.3)
        steps = column(
            _step("1", "Ordner anlegen", _BEGIN, self.originals),
            _step("2", "Ändern und dazulegen", _CHANGE),
            _step("3", "Zusammenstellen und weitergeben", f"{_SIGN} {_ALL}", self.make),
            box(self._made),
            None,
            gap=0.8,
        )
        head = PageHead("Vorlagen", "Logo, Texte und Aufnahmen für die Blätter Ihrer Büros")
        column(head, Scroll(box(steps)), parent=self, gap=1)

    def first(self) -> QWidget:
        return self.originals

    def save_originals(self) -> FormDialog:
        def save(values: dict[str, Any]) -> None:
            template_folder.save_originals(Path(values["folder"]))
            show_toast(self, "Die Texte sind gespeichert. Sie können sie jetzt ändern.")

        return self._ask_folder("Mitgelieferte Texte speichern", "Leerer Ordner", "Speichern", save)

    def put_together(self) -> FormDialog:
        def sign(values: dict[str, Any]) -> None:
            packed = self.session.write(template_folder.put_together, Path(values["folder"]))
            self._offer(packed)

        return self._ask_folder("Vorlagen zusammenstellen", "Ordner mit den Vorlagen", "Unterschreiben", sign)

    def _ask_folder(self, title: str, caption: str, button: str, act: Any) -> FormDialog:
        form = PathForm("folder", caption, lambda: files.choose_folder(self, title))
        set_up: WaysOut = {"district.not_set_up": ("Zur Übersicht", lambda: self.navigate("overview"))}
        dialog = FormDialog(self, title, form, button, act, set_up)
        dialog.open()
        return dialog

    def _offer(self, packed: Packed) -> None:
        """Where to save it; what is in it then stands on the page."""
        target = files.choose_target(self, "Vorlagen speichern", "vorlagen.kimpack", _KIND)
        if target is None:
            return
        with guard(self):
            files.write(target, packed.raw)
            self._show(packed)
            show_toast(self, "Die Vorlagen sind gespeichert. Geben Sie die Datei Ihren Büros.")

    def _show(self, packed: Packed) -> None:
        clear(self._made)
        profile = ["Angaben zur verantwortlichen Stelle"] if packed.contents.profile else []
        said = [label(part, wrap=True) for part in (*parts(packed.contents), *profile)]
        title = label(f"Gespeichert: {origin(packed.contents)}", "heading", wrap=True)
        self.publish = primary_button("An alle Büros geben", lambda: self._publish(packed), "send")
        act = box(line(self.publish, None))
        self._made.addWidget(no_wider(Card(title, *said, act, outlined=True), 54))

    def _publish(self, packed: Packed) -> None:
        with guard(self):
            self.session.write(publishing.publish_templates, packed.raw)
            self.publish.setEnabled(False)
            show_toast(self, "Die Vorlagen gehen von selbst an alle Büros.")


def _step(number: str, title: str, words: str, button: QPushButton | None = None) -> QWidget:
    head = line(label(number, "heading", "muted"), label(title, "heading"), None, gap=0.8)
    said = line(label(words, tone="muted", wrap=True), gap=1.5)
    said.setStretch(0, 1)
    if button is not None:
        said.addWidget(button)
    return no_wider(Card(box(head), box(said), outlined=True, gap=0.6), 54)
