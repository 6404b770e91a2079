# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The window: locked it shows a door, open it shows the shell, covered it shows nothing at all."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QMainWindow, QMenu, QToolTip, QWidget
from shiboken6 import isValid

from app.domain.errors import Trouble
from app.operations import freshness
from app.operations.vaults import Role, Vault
from ui import capture, errors, jobs, theme
from ui.clipboard import ClipboardWatch
from ui.door import Door
from ui.held_drafts import HeldDrafts
from ui.idle import IdleWatch, awake_seconds
from ui.reading_order import ReadingOrder
from ui.session import Clock, Session, utc_now
from ui.shell import Location, Shell
from ui.theme import rem
from ui.widgets import Icon, Toast, column, label, remove
from ui.workplace import Workplace

TITLE = "KIM-Brücke"
_LARGER = 1.2
_INPUT = {
    QEvent.Type.KeyPress,
    QEvent.Type.MouseButtonPress,
    QEvent.Type.MouseMove,
    QEvent.Type.Wheel,
    QEvent.Type.TouchBegin,
}


class Cover(QWidget):
    """Opaque and without a word about anybody."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("area", "frame")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Sichtschutz. F9 zeigt alles wieder.")
        middle = column(None, gap=0.6, parent=self)
        for part in (Icon("shield", "muted", 3), label("Sichtschutz", "heading", "muted")):
            middle.addWidget(part, 0, Qt.AlignmentFlag.AlignHCenter)
        middle.addWidget(label("F9 zeigt alles wieder", tone="muted"), 0, Qt.AlignmentFlag.AlignHCenter)
        middle.addStretch(1)


class MainWindow(ReadingOrder, QMainWindow):
    """One file and one user; clocks are given so that idle time can be told.

    `moved` tells that another file is open than the one it stood before: a restored one.
    """

    moved = Signal(Path)

    def __init__(
        self,
        path: Path,
        workplace: Callable[[Role], Workplace],
        clock: Clock = utc_now,
        monotonic: Callable[[], float] = awake_seconds,
    ) -> None:
        super().__init__()
        self._path, self._workplace, self._clock = path, workplace, clock
        self._idle = IdleWatch(clock, monotonic)
        self._session: Session | None = None
        self._held = HeldDrafts()
        self._copied = ClipboardWatch(self)
        self._where: Location | None = None
        self._conversation = self._told_of_loss = False
        self.setWindowTitle(TITLE)
        self.resize(rem(97), rem(55))
        self.setMinimumSize(rem(46), rem(30))
        theme.dress(self)
        self._timer = QTimer(self, interval=1000)
        self._timer.timeout.connect(self.tick)
        self._timer.start()
        application = QCoreApplication.instance()
        assert isinstance(application, QApplication)
        application.focusWindowChanged.connect(self._listen)
        application.commitDataRequest.connect(self.lock)
        self._show_door()

    # What is on screen

    def session(self) -> Session | None:
        """The open file; `None` while locked."""
        return self._session

    def shell(self) -> Shell | None:
        """The shell; `None` while covered or locked."""
        face = self.centralWidget()
        return face if isinstance(face, Shell) else None

    def door(self) -> Door | None:
        face = self.centralWidget()
        return face if isinstance(face, Door) else None

    def is_covered(self) -> bool:
        return isinstance(self.centralWidget(), Cover)

    # Open, cover, lock

    @property
    def path(self) -> Path:
        """The file it shows or stands before."""
        return self._path

    def go_before(self, path: Path) -> None:
        """Stand before another file, locked."""
        self._path = path
        self._show_door()

    def open(self, vault: Vault) -> None:
        """Show an unlocked file."""
        self._idle.begin()
        if vault.path != self._path:
            self._path = vault.path
            self.moved.emit(vault.path)
        self._held.write(vault, self._clock())
        self._session = Session(vault, self._clock, self._held)
        self._where, self._conversation, self._told_of_loss = None, False, False
        self._workplace(self._session.role).begin(self._session)
        self._show_shell()

    def cover(self) -> None:
        """Hide everything: pages, dialogs, hints, and what a screen reader could read."""
        shell = self.shell()
        if shell is not None:
            self._where = shell.location
            self._hide(shell)

    def uncover(self) -> None:
        """Show again what was there."""
        if self.is_covered() and self._session is not None:
            self._show_shell()

    def toggle_conversation(self) -> None:
        """The client looks on, or no longer: the shell is built anew at the same place."""
        shell = self.shell()
        if shell is not None:
            self._where, self._conversation = shell.location, not self._conversation
            shell.session.begun_with_client = shell.location[0] if self._conversation else None
            self._close_notices()
            shell.drop_page()
            self._zoom()
            self._show_shell()

    def lock(self) -> None:
        """Keep drafts, stop work, close everything, and drop the references to the file."""
        session, self._session = self._session, None
        if session is None:
            return
        self._copied.forget()
        self._hide(self.shell())
        self.repaint()  # nothing stays on screen while work under way comes to its end
        jobs.cancel_all()
        jobs.finish()
        self._where, self._conversation = None, False
        self._zoom()
        self._show_door()
        with errors.guard(self):
            freshness.remember(session.vault)
        session.close()

    def tick(self) -> None:
        """A second has passed: cover or lock if nobody is there, lock at once after a sleep."""
        self._listen()
        slept = self._idle.slept()
        if self._session is None:
            return
        if slept or self._idle.must_lock(conversation=self._conversation):
            self.lock()
        elif self._idle.must_cover(conversation=self._conversation):
            self.cover()

    # Keys that work everywhere, also above a dialog

    def _listen(self) -> None:
        """Hear what comes in at every window of the system, before any widget does.

        Not at the application: there every event of every widget would pass, and building a page
        takes a third longer.
        """
        for window in QGuiApplication.topLevelWindows():
            window.installEventFilter(self)
        capture.spread(with_clients=self._session is None or self._session.role is Role.CASE)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind in _INPUT:
            self._idle.touch()
        if kind == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and self._session is not None:
            act = self._everywhere(event)
            if act is not None:
                act()
                return True
        return super().eventFilter(watched, event)

    def _everywhere(self, event: QKeyEvent) -> Callable[[], None] | None:
        if event.key() == Qt.Key.Key_F9:
            return self.uncover if self.is_covered() else self.cover
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        return self.lock if control and event.key() == Qt.Key.Key_L else None

    # Faces

    def _show_door(self) -> None:
        door = Door(self._path, self._clock)
        door.opened.connect(self.open)
        door.file_chosen.connect(self.go_before, Qt.ConnectionType.QueuedConnection)
        self._show_face(door)

    def _show_shell(self) -> None:
        assert self._session is not None
        workplace = self._workplace(self._session.role)
        shell = Shell(self._session, workplace, conversation=self._conversation)
        shell.cover_asked.connect(self.cover)
        shell.lock_asked.connect(self.lock)
        shell.conversation_asked.connect(self.toggle_conversation)
        self._show_face(shell)
        key, about = self._where or shell.location
        shell.go(key, *about)

    def _show_face(self, face: QWidget) -> None:
        before = self.takeCentralWidget()
        if before is not None:
            remove(before)
        self.setCentralWidget(face)
        if not isinstance(face, Shell):  # there the page takes the keys, and keeps them
            face.setFocus(Qt.FocusReason.OtherFocusReason)

    def _hide(self, shell: Shell | None) -> None:
        """Painted over at once, then drafts are kept and everything goes: a slow disk shows nobody longer."""
        veils = [_veil(window) for window in QApplication.topLevelWidgets() if window.isVisible()]
        self._close_others()
        if shell is not None:
            shell.drop_page()
        self._show_face(Cover())
        for veil in veils:
            if isValid(veil):  # those of dialogs went with them
                remove(veil)

    def _close_others(self) -> None:
        """Dialogs, menus, notices and hints go, whoever opened them."""
        QToolTip.hideText()
        self._close_notices()
        for window in QApplication.topLevelWidgets():
            if window is not self and window.isVisible():
                window.close()
                if isValid(window) and not _goes_with_its_owner(window):
                    window.setParent(None)
                    window.deleteLater()

    def _close_notices(self) -> None:
        for notice in self.findChildren(Toast):
            notice.close_now()

    def _zoom(self) -> None:
        application = QCoreApplication.instance()
        assert isinstance(application, QApplication)
        theme.zoom(application, _LARGER if self._conversation else 1.0)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Closing waits for work under way and locks; before a draft is lost it says so and stays once."""
        jobs.finish()
        QCoreApplication.processEvents()
        if (door := self.door()) is not None:
            door.abandon()
        self.lock()
        if self._held.are_waiting() and not self._told_of_loss:
            self._told_of_loss = True
            errors.show(self, Trouble("draft.unwritten"))
            event.ignore()
            return
        super().closeEvent(event)


def _goes_with_its_owner(window: QWidget) -> bool:
    """The list of a field goes with the field, a file dialog with the call that shows it."""
    is_list = window.windowType() == Qt.WindowType.Popup and not isinstance(window, QMenu)
    return is_list or isinstance(window, QFileDialog)


def _veil(window: QWidget) -> QWidget:
    """An empty face over all that a window shows, painted before this returns."""
    veil = Cover()
    veil.setParent(window)
    veil.setGeometry(window.rect())
    veil.show()
    veil.raise_()
    veil.repaint()
    return veil
