# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Sicherung: where it goes, when the last one was checked, and the one that is made by itself each day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from app.domain.dates import berlin_date, german
from app.domain.errors import Answer, Trouble
from app.operations import backups, erasures
from app.operations.backups import BackupState
from resources import message
from ui import files, jobs
from ui.dates import clock
from ui.errors import sentences, show, write_log
from ui.form_dialog import FormDialog
from ui.job_line import JobLine
from ui.jobs import Work
from ui.keeper import Keeper
from ui.page import Navigate
from ui.pairing_parts import PathForm
from ui.reading_order import Dialog
from ui.session import Session
from ui.theme import rem
from ui.widgets import (
    Banner,
    Section,
    box,
    clear,
    column,
    label,
    line,
    primary_button,
    secondary_button,
    show_toast,
)

JOB = "Sicherung läuft"
AGAIN_MS = 20_000
"""After somebody wrote while the file was being written anew."""
_HINT = "Ein Stick oder ein Netzlaufwerk Ihres Hauses, nicht dieser Rechner."
_SAME_DISK = "Der Ordner liegt auf diesem Rechner. Geht der Rechner verloren, ist auch die Sicherung fort."


class BackupSection(Section):
    """Where backups go, how old the last one is, and the two acts."""

    def __init__(self, session: Session) -> None:
        super().__init__("Sicherung")
        self._session = session
        self._said = column(gap=0.3)
        self.progress = JobLine(session, JOB)
        self.choose = secondary_button("Ordner für die Sicherung wählen", self.choose_place, "folder")
        self.now = secondary_button("Jetzt sichern", self.back_up, "shield")
        acts = box(line(self.choose, self.now, None))
        self.add(box(column(box(self._said), self.progress, acts, gap=0.8)))

    def reload(self) -> None:
        state = self._session.read(backups.state, self._session.now())
        clear(self._said)
        self._said.addWidget(label(_last_words(state), strong=True, wrap=True))
        self._said.addWidget(label(state.place or _HINT, "small", "muted", wrap=True))
        if state.same_disk:
            self._said.addWidget(label(_SAME_DISK, "small", "warning", wrap=True))
        if state.trouble:
            self._said.addWidget(sentences(Trouble(state.trouble)))
        self.now.setEnabled(bool(state.place))

    def choose_place(self) -> FormDialog:
        return open_place_form(self, self._session, self.back_up)

    def back_up(self) -> None:
        """Now, whatever the day; pages are told when it is done."""
        self.progress.start(_work(self._session), lambda _: show_toast(self, "Die Sicherung ist geprüft."))


class BackupDialog(Dialog):
    """The same from anywhere, also for the Koordination, which has no Büro."""

    def __init__(self, owner: QWidget, session: Session) -> None:
        super().__init__(owner.window())
        self._session = session
        self.setWindowTitle("KIM-Brücke")
        self.setAccessibleName("Sicherung")
        self.setModal(True)
        self.setMinimumWidth(rem(34))
        self.section = BackupSection(session)
        foot = line(None, primary_button("Schließen", self.accept))
        whole = column(self.section, box(foot), parent=self, gap=1)
        whole.setContentsMargins(rem(1.5), rem(1.2), rem(1.5), rem(1.2))
        session.changed.connect(self._reload)
        self.finished.connect(self._go)
        self._reload()

    def _reload(self) -> None:
        if self._session.is_open:
            self.section.reload()

    def _go(self) -> None:
        self._session.changed.disconnect(self._reload)
        self.deleteLater()


class BackupNotice(QWidget):
    """What stands above Heute and Übersicht while there is no fresh backup; otherwise it takes no room."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._room = column(parent=self)

    def is_open(self, *, others_first: bool = False) -> bool:
        """Shows what is to be said, and tells whether there is something.

        `others_first`: a new file has steps before this one; only what is wrong is told meanwhile.
        """
        clear(self._room)
        state = self._session.read(backups.state, self._session.now())
        if not state.place and others_first:
            return False
        if not state.place:
            choose = secondary_button("Ordner wählen", self._choose)
            words = "Geht der Rechner verloren, ist ohne Sicherung alles fort. Ein Stick genügt."
            title = "Nächster Schritt: ein Ordner für die Sicherung"
            self._room.addWidget(Banner("shield", title, words, "info", choose))
        elif state.stale or state.trouble:
            retry = secondary_button("Jetzt sichern", self._back_up)
            self._room.addWidget(Banner("warning", _last_words(state), _why(state), "warning", retry))
        return self._room.count() > 0

    def _choose(self) -> None:
        open_place_form(self, self._session, self._back_up)

    def _back_up(self) -> None:
        session = self._session

        def done(_: object) -> None:
            _tell(session)

        def failed(error: BaseException) -> None:
            _tell(session)
            show(None, error)

        _start(session, done, failed)


class BackupKeeper(Keeper):
    """Makes the day's backup by itself, beside the windows; what hinders it stands on Heute, in no dialog.

    After an erasure it writes the file anew first; that and a withdrawal do not wait for the day.
    """

    def __init__(self, session: Session) -> None:
        super().__init__(session, JOB, backups.asked_for, self._begin)

    def _begin(self, _asked: str) -> None:
        """What is left of an erasure, or a backup, if it is time for one."""
        session = self._session
        if session.read(erasures.is_unfinished):
            _start(session, self._erased, self._failed, _erasure_work)
        elif session.read(backups.is_due_now, session.now()):
            _start(session, lambda _: _tell(session), self._failed)

    def _erased(self, whole: bool) -> None:
        """Who wrote meanwhile went first."""
        _tell(self._session)
        if not whole:
            QTimer.singleShot(AGAIN_MS, self, self.go)

    def _failed(self, error: BaseException) -> None:
        _tell(self._session)
        if not isinstance(error, Answer):
            write_log(error)


def open_backup(owner: QWidget, session: Session, _navigate: Navigate) -> None:
    BackupDialog(owner, session).open()


def open_place_form(owner: QWidget, session: Session, then: Any) -> FormDialog:
    """Choose the folder; the first backup begins at once."""
    form = PathForm(
        "place",
        "Ordner für die Sicherung",
        lambda: files.choose_folder(owner, "Ordner für die Sicherung"),
        _HINT,
    )
    state = session.read(backups.state, session.now())
    form.set_values({"place": state.place})

    def take(values: dict[str, Any]) -> None:
        session.write(backups.set_place, values["place"])
        then()

    dialog = FormDialog(owner, "Sicherung", form, "Übernehmen", take)
    dialog.open()
    return dialog


def backup_lines(session: Session) -> list[tuple[str, str]]:
    """(icon, text) for the frame: the last checked backup, once there is a place for it."""
    state = session.read(backups.state, session.now())
    if not state.place:
        return []
    icon = "warning" if state.stale or state.trouble else "shield"
    said = f"geprüfte Sicherung {moment_in_words(state.last)}" if state.last else "noch keine Sicherung"
    return [(icon, said)]


def moment_in_words(moment: datetime) -> str:
    """22.11.2026, 14:02"""
    return f"{german(berlin_date(moment))}, {clock(moment)}"


def _start(
    session: Session, on_done: Any, on_error: Any, work: Callable[[Session], Work] | None = None
) -> None:
    if not any(job.label == JOB for job in jobs.running()):
        jobs.run(JOB, (work or _work)(session), on_done, on_error)


def _work(session: Session) -> Work:
    vault, now = session.vault, session.now()
    return lambda progress: backups.back_up(vault, now, progress)


def _erasure_work(session: Session) -> Work:
    vault, now = session.vault, session.now()
    return lambda progress: erasures.finish(vault, now, progress)


def _tell(session: Session) -> None:
    if session.is_open:
        session.changed.emit()


def _last_words(state: BackupState) -> str:
    if state.last is None:
        return "Es gibt noch keine geprüfte Sicherung."
    return f"Letzte geprüfte Sicherung: {moment_in_words(state.last)}"


def _why(state: BackupState) -> str:
    """What hindered the last one, or that it is long ago."""
    if state.trouble:
        said = message(state.trouble)
        return f"{said.what} {said.todo}"
    return "Sie ist älter als sieben Tage." if state.last else f"Sie kommt in diesen Ordner: {state.place}"
