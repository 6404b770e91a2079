# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The one place where a bad ending reaches the user: at its field, in a calm dialog, in a log."""

from __future__ import annotations

import sys
import threading
import traceback
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QHBoxLayout, QWidget

import resources
from app.domain.errors import Answer, Cancelled, InvalidInput, Refusal
from resources import Message
from ui.reading_order import Dialog
from ui.theme import Role, rem
from ui.widgets import FormPanel, Icon, box, column, label, line, primary_button, secondary_button

WayOut = tuple[str, Callable[[], object]]
WaysOut = Mapping[str, WayOut]


class _Log:
    """Where bugs are noted; nowhere until the program says."""

    path: Path | None = None


@contextmanager
def guard(owner: QWidget, ways_out: WaysOut | None = None) -> Iterator[None]:
    """Run what is inside; what it raises is shown to the user of `owner` and goes no further.

    `ways_out` maps the code of a refusal to a button ("Einwilligung erfassen") and what it does.
    """
    try:
        yield
    except Exception as error:
        show(owner, error, ways_out)


def show(owner: QWidget | None, error: BaseException, ways_out: WaysOut | None = None) -> None:
    """Tell the user of an error in the way its kind asks for."""
    if isinstance(error, Cancelled) or (owner is not None and _at_its_field(owner, error)):
        return
    if isinstance(error, Answer):
        message = resources.message(error.code, **error.facts)
        tone: Role = "info" if isinstance(error, Refusal) else "warning"
        _open(owner, message, tone, (ways_out or {}).get(error.code))
    else:
        write_log(error)
        _open(owner, resources.message("ui.bug"), "warning")


def install(log: Path) -> None:
    """Note bugs in `log` from now on, and meet every error that nothing else met; none is printed."""
    _Log.path = log
    sys.excepthook = _unmet
    # Python's own would print the error with its values, which a desktop keeps in a log.
    sys.unraisablehook = lambda unraisable: _only_log(unraisable.exc_value)
    threading.excepthook = lambda arguments: _only_log(arguments.exc_value)


def write_log(error: BaseException) -> None:
    """One line for a bug: time, kind and places in our code; never a value, never a message."""
    if _Log.path is None:
        return
    line_of = " < ".join(f"{Path(step.filename).name}:{step.lineno}" for step in _steps(error))
    try:
        _Log.path.parent.mkdir(parents=True, exist_ok=True)
        with _Log.path.open("a", encoding="utf-8") as file:
            file.write(f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ} {type(error).__name__} {line_of}\n")
    except OSError:
        return


class CalmDialog(Dialog):
    """What happened, what is safe, what to do, and a way out where there is one."""

    def __init__(
        self, owner: QWidget | None, message: Message, tone: Role, way_out: WayOut | None = None
    ) -> None:
        super().__init__(owner.window() if owner is not None else None)
        self.setWindowTitle("KIM-Brücke")
        self.setAccessibleName(message.what)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self.setMinimumWidth(rem(30))
        whole = column(_sentences(message, tone), box(self._foot(way_out)), parent=self, gap=1.2)
        whole.setContentsMargins(rem(1.5), rem(1.4), rem(1.5), rem(1.2))

    def _foot(self, way_out: WayOut | None) -> QHBoxLayout:
        foot = line(None)
        if way_out is None:
            foot.addWidget(primary_button("In Ordnung", self.accept))
            return foot
        word, act = way_out

        def leave() -> None:
            self.accept()
            act()

        foot.addWidget(secondary_button("Zurück", self.reject))
        foot.addWidget(primary_button(word, leave))
        return foot


def sentences(answer: Answer) -> QWidget:
    """What an answer says, to be put on a page."""
    return _sentences(resources.message(answer.code, **answer.facts), "warning")


def _sentences(message: Message, tone: Role) -> QWidget:
    words = column(label(message.what, strong=True, wrap=True), gap=0.5)
    for more in filter(None, (message.safe, message.todo)):
        words.addWidget(label(more, wrap=True))
    result = line(gap=0.8)
    icon = Icon("info" if tone == "info" else "warning", tone, 1.6)
    result.addWidget(icon, 0, Qt.AlignmentFlag.AlignTop)
    result.addLayout(words, 1)
    return box(result)


def _open(owner: QWidget | None, message: Message, tone: Role, way_out: WayOut | None = None) -> None:
    """The dialog, unless the same one is still open: what fails again while saving drafts is said once."""
    shown = (each for each in QApplication.topLevelWidgets() if isinstance(each, CalmDialog))
    if not any(each.isVisible() and each.accessibleName() == message.what for each in shown):
        CalmDialog(owner, message, tone, way_out).open()


def _at_its_field(owner: QWidget, error: BaseException) -> bool:
    """Mark the field of an InvalidInput in a form of this widget or around it; False if there is none."""
    if not isinstance(error, InvalidInput):
        return False
    forms = [*([owner] if isinstance(owner, FormPanel) else []), *owner.findChildren(FormPanel)]
    return any(form.takes(error) for form in forms if form.isVisibleTo(owner))


def _unmet(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error, trace)
        return
    show(QApplication.activeWindow(), error)


def _only_log(error: BaseException | None) -> None:
    if error is not None:
        write_log(error)


def _steps(error: BaseException) -> list[traceback.FrameSummary]:
    return list(reversed(traceback.extract_tb(error.__traceback__)))[:8]
