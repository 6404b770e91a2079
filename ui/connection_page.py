# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Verbindung: in four steps the office and the Kreis come to know each other, once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtWidgets import QPushButton, QWidget

from app.operations import epochs, reporting
from app.operations.enrolment import Enrolment
from ui import files
from ui.errors import guard
from ui.exchange_form import open_exchange_form
from ui.exchange_words import exchange_words
from ui.form_dialog import FormDialog
from ui.keys_card import KeysCard
from ui.news_card import NewsCard
from ui.page import Navigate, Page
from ui.pairing_parts import FingerprintForm, PathForm
from ui.rounding_card import RoundingCard
from ui.session import Session
from ui.widgets import (
    Card,
    Chip,
    PageHead,
    Scroll,
    box,
    clear,
    column,
    label,
    line,
    link_button,
    no_wider,
    primary_button,
    secondary_button,
    show_toast,
)

_KINDS = "KIM-Brücke (*.kim-bestaetigung);;Alle Dateien (*)"
_PAIRING = "Sie enthält die Namen Ihrer Standorte und öffentliche Schlüssel. Geheim ist davon nichts."
_WHY_COMPARE = "So merken Sie beide, wenn jemand eine Datei vertauscht hat."


@dataclass(frozen=True)
class Step:
    """What to do, in words, and whether it is done."""

    key: str
    title: str
    words: QWidget
    button: str
    done: bool


class ConnectionPage(Page):
    """Each step says what to do, why, and whether it is done; the first open one has the filled button."""

    def __init__(self, session: Session, navigate: Navigate) -> None:
        super().__init__(session, navigate)
        back = link_button("Zur Meldung", lambda: navigate("release"), "arrow_left")
        self._head = PageHead("Verbindung zur Koordination", "", back)
        self._steps = column(gap=0.8)
        self.buttons: dict[str, QPushButton] = {}
        self.keys: KeysCard | None = None
        column(self._head, Scroll(box(self._steps)), parent=self, gap=1)

    def reload(self) -> None:
        way = self.session.read(reporting.transport)
        state = self.session.read(reporting.enrolment_state)
        clear(self._steps)
        self.buttons = {}
        self._show_head(state)
        for step in self._parts(way is not None, state):
            self._steps.addWidget(step)
        self._show_keys(state)
        self._show_news()
        self.rounding = RoundingCard(self.session, self.reload)
        self._steps.addWidget(no_wider(self.rounding, 54))
        self._steps.addStretch(1)

    def save_pairing(self) -> None:
        """Pairing file out: public keys and sites, nothing secret."""
        target = files.choose_target(
            self, "Anmeldedatei speichern", "anmeldung.kim-anmeldung", "KIM-Brücke (*.kim-anmeldung)"
        )
        if target is not None:
            with guard(self):
                files.write(target, self.session.write(reporting.pairing_file))
                show_toast(self, "Die Anmeldedatei ist gespeichert. Geben Sie sie der Koordination.")

    def take_certificate(self) -> FormDialog:
        """Certificate back."""
        form = PathForm(
            "certificate",
            "Aufnahmebestätigung",
            lambda: files.choose_file(self, "Aufnahmebestätigung öffnen", _KINDS),
            "Die Datei, die Ihnen die Koordination zurückgegeben hat.",
        )

        def take(values: dict[str, Any]) -> None:
            raw = files.read(values["certificate"], "certificate")
            self.session.write(reporting.take_certificate, raw)

        dialog = FormDialog(self, "Aufnahmebestätigung laden", form, "Übernehmen", take)
        dialog.open()
        return dialog

    def compare(self) -> FormDialog:
        """Compare and confirm the fingerprint."""
        state = self.session.read(reporting.enrolment_state)
        assert state is not None
        form = FingerprintForm(state.fingerprint, "die Koordination")

        def confirm(values: dict[str, Any]) -> None:
            self.session.write(reporting.confirm_district, values["fingerprint"])
            show_toast(self, "Die Verbindung steht. Ab jetzt können Sie Meldungen freigeben.")

        dialog = FormDialog(self, "Prüfzeichen vergleichen", form, "Stimmt überein", confirm)
        dialog.open()
        return dialog

    def choose_folder(self) -> FormDialog:
        return open_exchange_form(self, self.session)

    def _show_head(self, state: Enrolment | None) -> None:
        done = state is not None and state.confirmed
        said = f"Verbunden mit {state.district}" if done and state else "Einmal einrichten, in vier Schritten"
        self._head.set("Verbindung zur Koordination", said)

    def _show_keys(self, state: Enrolment | None) -> None:
        """Once both know each other; a locked device stands first."""
        self.keys = KeysCard(self.session) if state is not None and state.confirmed else None
        if self.keys is not None:
            first = self.session.read(epochs.key_state, self.session.now()).locked
            self._steps.insertWidget(0 if first else self._steps.count(), no_wider(self.keys, 54))

    def _show_news(self) -> None:
        news = NewsCard(self.session, self.navigate, can_wait=False)
        if news.is_open():
            self._steps.insertWidget(0, no_wider(news, 54))

    def _parts(self, folder: bool, state: Enrolment | None) -> list[QWidget]:
        taken, confirmed = state is not None, state is not None and state.confirmed
        by = (
            f"Ausgestellt von: {state.district}."
            if state
            else "Die Koordination gibt Ihnen dafür eine Datei."
        )
        way = "Ändern" if folder else "Ordner wählen"
        sign = f"Unser Prüfzeichen: {state.fingerprint}" if state else _WHY_COMPARE
        steps = [
            Step("folder", "Austauschordner wählen", exchange_words(self.session), way, folder),
            Step(
                "pairing",
                "Anmeldedatei an die Koordination geben",
                _words(_PAIRING),
                "Datei speichern",
                taken,
            ),
            Step("certificate", "Aufnahmebestätigung laden", _words(by), "Datei laden", taken),
            Step("fingerprint", "Prüfzeichen am Telefon vergleichen", _words(sign), "Vergleichen", confirmed),
        ]
        upcoming = next((step for step in steps if not step.done), None)
        return [self._card(number, step, step is upcoming) for number, step in enumerate(steps, 1)]

    def _card(self, number: int, step: Step, upcoming: bool) -> QWidget:
        """A step; only the upcoming one has the filled button."""
        acts: dict[str, Callable[[], object]] = {
            "folder": self.choose_folder,
            "pairing": self.save_pairing,
            "certificate": self.take_certificate,
            "fingerprint": self.compare,
        }
        make = primary_button if upcoming else secondary_button
        button = make(step.button, acts[step.key])
        button.setAccessibleName(f"{step.title}: {step.button}")
        button.setEnabled(step.key != "fingerprint" or self._knows_certificate())
        self.buttons[step.key] = button
        icon, word = ("check", "erledigt") if step.done else ("half", "offen")
        chip = Chip(icon, word, "success" if step.done else "info" if upcoming else "neutral")
        title = line(
            label(str(number), "heading", "muted"), label(step.title, "heading", wrap=True), chip, gap=0.8
        )
        title.setStretch(1, 1)
        words = line(step.words, button, gap=1.5)
        words.setStretch(0, 1)
        return no_wider(Card(box(title), box(words), outlined=True, gap=0.6), 54)

    def _knows_certificate(self) -> bool:
        return self.session.read(reporting.enrolment_state) is not None


def _words(text: str) -> QWidget:
    return label(text, tone="muted", wrap=True)
