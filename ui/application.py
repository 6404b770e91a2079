# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The program with windows: how it starts, and what it remembers for the next start."""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from app import settings
from app.operations.vaults import Role
from ui import errors, theme
from ui.collector import Collector
from ui.main_window import MainWindow
from ui.session import Clock, utc_now
from ui.single_instance import SingleInstance
from ui.workplace import Workplace

FILE_NAME = "akten.kim"
PRELOAD_AFTER_MS = 300


def start(path: Path | None = None, *, remember: bool = True) -> int:
    """Opens the file at `path`, or the last one, or begins a new one; returns the exit code.

    `remember`: the next start without a path opens the same file.
    """
    application = begin_application()
    errors.install(settings.folder() / "fehler.log")
    file = path or _last_file()
    instance = SingleInstance(file)
    if not instance.is_first():
        return 0
    window = make_window(file)
    instance.raised.connect(lambda: _bring_up(window))
    if remember:
        window.moved.connect(_remember)  # at once: a program that is killed must not go back to the lost file
    window.show()
    QTimer.singleShot(PRELOAD_AFTER_MS, lambda: workplace(Role.CASE))
    code = application.exec()
    instance.release()
    if remember:
        _remember(window.path)
    return code


def begin_application() -> QApplication:
    """The one QApplication of this process, in our clothes."""
    application = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(application, QApplication)
    if application.findChild(Collector) is None:
        Collector(application)
    theme.install(application)
    return application


def make_window(file: Path, clock: Clock = utc_now) -> MainWindow:
    """The window before the locked file; a file that is not there is created through it."""
    return MainWindow(file, workplace, clock)


def workplace(role: Role) -> Workplace:
    """The places and acts of a role.

    Imported only when asked for: the door is painted before the pages behind it are loaded.
    """
    from ui.places import workplace_of

    return workplace_of(role)


def _last_file() -> Path:
    remembered = settings.load().vault
    return Path(remembered) if remembered else settings.folder() / FILE_NAME


def _remember(file: Path) -> None:
    """Without a settings folder the program simply asks for the file again."""
    if file.exists():
        try:
            settings.remember(vault=str(file.absolute()))
        except OSError:
            return


def _bring_up(window: MainWindow) -> None:
    window.showNormal()
    window.raise_()
    window.activateWindow()
