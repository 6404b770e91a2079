# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Vorlagen des Kreises: which are at work, and the way a new file is looked at and taken."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QWidget

from app.domain.dates import berlin_date, german
from app.domain.template_pack import Profile
from app.operations import template_packs
from app.operations.template_packs import Preview
from ui import files
from ui.errors import WaysOut
from ui.form_dialog import FormDialog
from ui.page import Navigate
from ui.pairing_parts import PathForm
from ui.session import Session
from ui.template_words import origin, parts, profile_words
from ui.widgets import Banner, Card, CheckInput, FormPanel, Section, label, link_button, show_toast

_KINDS = "Vorlagen (*.kimpack);;Alle Dateien (*)"
_ABOUT = "Logo, Texte und Aufnahmen, die alle Büros des Kreises nutzen."
_NONE = "Es gelten die mitgelieferten Texte."
_REST = "Was hier nicht steht, wird gedruckt wie mitgeliefert. Schon gedruckte Blätter bleiben, wie sie sind."
_OWN = "Kreuzen Sie das nicht an, wenn Ihr Büro einen eigenen Träger hat."


class TemplatesOfOffice(Section):
    """What is at work, and a button for a new file."""

    def __init__(self, session: Session, navigate: Navigate) -> None:
        super().__init__("Vorlagen des Kreises", None, link_button("Vorlagen laden", self.load, "inbox"))
        self._session, self._navigate = session, navigate
        self._state = label("", wrap=True)
        self.add(label(_ABOUT, "small", "muted", wrap=True), self._state)

    def reload(self) -> None:
        taken = self._session.read(template_packs.taken)
        if taken is None:
            self._state.setText(_NONE)
            return
        since = f"Übernommen am {german(berlin_date(taken.taken_at))}."
        self._state.setText("\n".join((origin(taken.contents), *parts(taken.contents), since)))

    def load(self) -> FormDialog:
        """Choose the file; what it brings is shown before anything changes."""
        form = PathForm(
            "pack",
            "Datei der Koordination",
            lambda: files.choose_file(self, "Vorlagen öffnen", _KINDS),
            "Sie endet auf .kimpack.",
        )

        def look(values: dict[str, Any]) -> None:
            raw = files.read(values["pack"], "pack")
            found = self._session.read(template_packs.look_at, raw, self._session.now())
            open_preview(self, self._session, raw, found)

        connect: WaysOut = {
            "template_pack.no_district": ("Verbindung einrichten", lambda: self._navigate("connection"))
        }
        dialog = FormDialog(self, "Vorlagen laden", form, "Ansehen", look, connect)
        dialog.open()
        return dialog


def open_preview(owner: QWidget, session: Session, raw: bytes, found: Preview) -> FormDialog:
    form = FormPanel()
    form.body.addWidget(label(origin(found.contents), strong=True, wrap=True))
    if not found.new:
        form.body.addWidget(Banner("info", "Diese Vorlagen haben Sie schon.", "", "info"))
    form.body.addWidget(Card(*(label(part, wrap=True) for part in parts(found.contents))))
    form.body.addWidget(label(_REST, "small", "muted", wrap=True))
    if found.contents.profile is not None:
        _ask_for_profile(form, found.contents.profile, found)

    def take(values: dict[str, Any]) -> None:
        session.write(template_packs.take, raw, bool(values.get("profile")))
        show_toast(owner, "Die Vorlagen sind übernommen. Ab jetzt werden alle Blätter so gedruckt.")

    dialog = FormDialog(owner, "Das bringen die Vorlagen", form, "Übernehmen", take)
    dialog.open()
    return dialog


def _ask_for_profile(form: FormPanel, profile: Profile, found: Preview) -> None:
    """Ticked where the office has the same name and law; somebody else's office decides for itself."""
    now = found.controller
    form.body.addWidget(Card(label("Verantwortliche Stelle", "small", "muted"), _words(profile)))
    form.add("profile", "", CheckInput("Auch diese Angaben übernehmen"), _OWN)
    same = now is not None and (now.name, now.law) == (profile.name, profile.law)
    form.set_values({"profile": same})


def _words(profile: Profile) -> QWidget:
    return label(profile_words(profile), wrap=True)
