# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Anhören: a form read aloud, as the Kreis recorded it, by whatever plays sound on this computer."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QDir, QTemporaryFile, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QWidget

from app.domain.errors import Trouble
from app.domain.template_pack import Audio
from app.operations import documents, template_packs
from ui.errors import guard
from ui.paper_names import form_word
from ui.session import Session
from ui.widgets import box, clear, column, line, link_button

_ENDINGS = {"audio/ogg": "opus", "audio/mpeg": "mp3"}


class Listening(QWidget):
    """One button for each of these forms that can be listened to in a language; often none."""

    def __init__(self, session: Session, forms: Sequence[str]) -> None:
        super().__init__()
        self._session, self._forms = session, forms
        self._buttons = column(parent=self, gap=0)
        self.offer("de")

    def offer(self, language: str) -> None:
        clear(self._buttons)
        there = self._session.read(template_packs.recordings)
        spoken = [form for form in self._forms if (form, language) in there]
        self.setVisible(bool(spoken))
        if spoken:
            acts = [self._button(form, language) for form in spoken]
            self._buttons.addWidget(box(line(*acts, None, gap=1)))

    def _button(self, form: str, language: str) -> QWidget:
        words = f"{form_word(form)} anhören: {documents.language_label(language)}"
        return link_button(words, partial(listen, self, self._session, form, language), "speech", small=True)


def listen(owner: QWidget, session: Session, form: str, language: str) -> None:
    """Hands the recording to the system's player."""
    with guard(owner):
        found = session.read(template_packs.recording, form, language)
        if found is None or not QDesktopServices.openUrl(QUrl.fromLocalFile(_outside(found))):
            raise Trouble("audio.no_player")


def _outside(audio: Audio) -> str:
    """The recording, which holds nothing personal, as a file until the program ends."""
    program = QApplication.instance()
    assert program is not None
    file = QTemporaryFile(f"{QDir.tempPath()}/vorlesen-XXXXXX.{_ENDINGS[audio.media_type]}", program)
    if not file.open() or file.write(audio.content) != len(audio.content):
        raise Trouble("audio.no_player")
    file.close()
    return file.fileName()
