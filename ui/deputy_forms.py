# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The Vertretungskopie of another office: ask to open it, agree to that, open it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QWidget

from app.domain.errors import Cancelled, InvalidInput
from app.operations import deputy_openings
from app.operations.deputy_openings import Asked, OpenCopy
from ui import files
from ui.backups import moment_in_words
from ui.deputy_reading import open_reading
from ui.drafts import DraftKeeper
from ui.form_dialog import FormDialog
from ui.job_dialog import JobDialog
from ui.jobs import Work
from ui.pairing_parts import PathForm
from ui.session import Session
from ui.widgets import Banner, Card, FormPanel, TextInput, label, show_toast

DRAFT = "deputy_request"
_KINDS = "KIM-Brücke (*.kim-vertretung);;Alle Dateien (*)"
_SAVED = "KIM-Brücke (*.kim-vertretung)"
_FOLDER, _FOLDER_HINT = "Ordner der Kopie", "Der Ordner, in den das andere Büro sichert."
_WHY_HINT = "Die Teamleitung und das abwesende Büro lesen das. Bitte keine Angaben zur Gesundheit."
_FIRST_TOLD = "Zuerst legt das Programm eine Nachricht für das abwesende Büro in den Ordner."
_CHECK = "Prüfen Sie, ob das stimmt"
_CHECK_HINT = "Danach kann die Vertretung alle offenen Fälle dieses Büros lesen und übernehmen."


def open_request(owner: QWidget, session: Session) -> FormDialog:
    """Which copy and why; the file is for the office that has to agree."""
    form = _folder_form(owner)
    form.add("reason", "Warum ist es nötig?", TextInput(), _WHY_HINT)
    draft, window = DraftKeeper(session, form, DRAFT), owner.window()

    def ask(values: dict[str, Any]) -> None:
        folder = _path(values, "folder")
        if not values["reason"].strip():
            raise InvalidInput("reason", "deputy.reason_missing")
        target = _target(window, "Anfrage speichern", "anfrage.kim-vertretung")
        session.write(deputy_openings.ask, folder, values["reason"], target)
        show_toast(window, "Die Anfrage ist gespeichert. Geben Sie sie dem Büro, das zustimmen muss.")

    return _opened(FormDialog(owner, "Öffnen beantragen", form, "Anfrage speichern", ask, draft=draft))


def open_approval(owner: QWidget, session: Session) -> FormDialog:
    """Choose the request; who asks for what and why is read before anything is agreed to."""
    form = PathForm(
        "request",
        "Anfrage der Vertretung",
        lambda: files.choose_file(owner, "Anfrage öffnen", _KINDS),
        "Sie endet auf .kim-vertretung.",
    )

    def look(values: dict[str, Any]) -> None:
        asked = session.read(deputy_openings.look_at_request, _path(values, "request"), session.now())
        open_asked(owner, session, asked)

    return _opened(FormDialog(owner, "Öffnen freigeben", form, "Ansehen", look))


def open_asked(owner: QWidget, session: Session, asked: Asked) -> FormDialog:
    """Nothing opens with this alone: the key under it is the deputy's."""
    form, window = FormPanel(), owner.window()
    form.body.addWidget(Card(*(label(words, wrap=True) for words in _in_words(asked))))
    form.body.addWidget(Banner("shield", _CHECK, _CHECK_HINT, "warning"))

    def approve(_values: dict[str, Any]) -> None:
        target = _target(window, "Freigabe speichern", "freigabe.kim-vertretung")
        session.write(deputy_openings.approve, asked, target)
        show_toast(window, "Die Freigabe ist gespeichert. Geben Sie sie der Vertretung.")

    return _opened(FormDialog(owner, "Öffnen freigeben?", form, "Freigeben", approve))


def open_copy_form(owner: QWidget, session: Session) -> FormDialog:
    """Folder and approval; the copy is read to its end beside the windows before it opens."""
    form = _folder_form(owner)

    def choose_approval() -> None:
        chosen = files.choose_file(form, "Freigabe öffnen", _KINDS)
        if chosen is not None:
            form.entry("approval").set_typed(str(chosen))

    choose = form.add_path("approval", "Freigabe", choose_approval, "Sie endet auf .kim-vertretung.")
    choose.setAccessibleName("Freigabe auswählen")
    form.body.addWidget(label(_FIRST_TOLD, "small", "muted", wrap=True))

    def begin(values: dict[str, Any]) -> Work:
        folder, approval = _path(values, "folder"), _path(values, "approval")
        vault, now = session.vault, session.now()
        return lambda _: deputy_openings.open_copy(vault, folder, approval, now)

    def read(opened: OpenCopy) -> None:
        open_reading(owner, session, opened)

    title, word = "Kopie öffnen", "Kopie wird geprüft"
    return _opened(JobDialog(owner, session, title, form, "Öffnen", word, begin, read, can_stop=False))


def _folder_form(owner: QWidget) -> PathForm:
    return PathForm("folder", _FOLDER, lambda: files.choose_folder(owner, _FOLDER), _FOLDER_HINT)


def _in_words(asked: Asked) -> tuple[str, ...]:
    return (
        f"Abwesend: {asked.office.office.name}",
        f"Kopie vom {moment_in_words(asked.copied_at)}",
        f"Vertretung: {asked.asked_by}, {asked.deputy.office.name}",
        f"Grund: {asked.reason}",
    )


def _path(values: dict[str, Any], field: str) -> Path:
    if not values[field].strip():
        raise InvalidInput(field, "deputy.folder_missing" if field == "folder" else "file.missing")
    return Path(values[field].strip())


def _target(window: QWidget, title: str, name: str) -> Path:
    target = files.choose_target(window, title, name, _SAVED)
    if target is None:
        raise Cancelled
    return target


def _opened(dialog: FormDialog) -> FormDialog:
    dialog.open()
    return dialog
