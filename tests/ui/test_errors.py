# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""What ends badly reaches the user calmly, and a log only by kind and place."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Thread

import pytest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

import resources
from app.domain.errors import Cancelled, InvalidInput, Refusal, Trouble
from ui import errors
from ui.errors import CalmDialog, guard
from ui.widgets import FormPanel, NumberInput, box, column

CANARY = "Nguyễn Thị Hương"
HOOKS = ("sys.excepthook", "sys.unraisablehook", "threading.excepthook")


@pytest.fixture
def log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "protokoll" / "fehler.log"
    monkeypatch.setattr(errors._Log, "path", path)
    return path


@pytest.fixture
def owner(qtbot: QtBot) -> Iterator[QWidget]:
    form = FormPanel()
    form.add("minutes", "Minuten", NumberInput())
    window = box(column(form))
    qtbot.addWidget(window)
    window.show()
    yield window
    for dialog in dialogs():
        dialog.close()


def dialogs() -> list[CalmDialog]:
    return [
        window
        for window in QApplication.topLevelWidgets()
        if isinstance(window, CalmDialog) and window.isVisible()
    ]


def some_code(kind: str) -> str:
    """A code without facts whose sentences are written."""
    return next(
        code
        for code, parts in resources.messages().items()
        if code.startswith(kind) and "{" not in str(parts)
    )


def test_a_wrong_input_is_shown_at_its_field(owner: QWidget) -> None:
    with guard(owner):
        raise InvalidInput("minutes", "number.unreadable")
    form = owner.findChild(FormPanel)
    assert isinstance(form, FormPanel)
    assert form.errors()["minutes"].startswith("Das ist keine ganze Zahl.")
    assert dialogs() == []


def test_a_wrong_input_without_a_field_still_has_its_sentence(owner: QWidget) -> None:
    with guard(owner):
        raise InvalidInput("birth_date", "date.missing")
    assert [dialog.accessibleName() for dialog in dialogs()] == [resources.message("date.missing").what]


def test_a_refusal_offers_its_way_out(owner: QWidget) -> None:
    gone: list[str] = []
    with guard(owner, {"date.missing": ("Einwilligung erfassen", lambda: gone.append("dorthin"))}):
        raise Refusal("date.missing")
    (dialog,) = dialogs()
    button = next(b for b in dialog.findChildren(QPushButton) if b.text() == "Einwilligung erfassen")
    button.click()
    assert gone == ["dorthin"]
    assert dialogs() == []


def test_trouble_says_what_is_safe(owner: QWidget, hear: Callable[[QWidget], list[str]]) -> None:
    with guard(owner):
        raise Trouble("ui.bug")
    (dialog,) = dialogs()
    said = hear(dialog)
    message = resources.message("ui.bug")
    assert {message.what, message.safe, message.todo} <= set(said)


def test_a_cancelled_act_is_silent(owner: QWidget) -> None:
    with guard(owner):
        raise Cancelled
    assert dialogs() == []


def test_a_bug_is_logged_by_kind_and_place_only(owner: QWidget, log: Path) -> None:
    with guard(owner):
        raise ValueError(CANARY)
    (dialog,) = dialogs()
    assert dialog.accessibleName() == resources.message("ui.bug").what
    written = log.read_text("utf-8")
    assert "ValueError test_errors.py:" in written
    assert CANARY not in written
    assert str(Path.home()) not in written


def test_a_log_that_cannot_be_written_stops_nobody(owner: QWidget, log: Path) -> None:
    log.parent.write_text("keine Mappe")
    with guard(owner):
        raise KeyError(CANARY)
    assert len(dialogs()) == 1


def test_an_error_nobody_met_is_met(owner: QWidget, log: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for hook in HOOKS:
        monkeypatch.setattr(hook, None)
    errors.install(log)
    try:
        raise RuntimeError(CANARY)
    except RuntimeError as error:
        errors._unmet(type(error), error, error.__traceback__)
    assert len(dialogs()) == 1
    assert CANARY not in log.read_text("utf-8")


class BreaksWhenFreed:
    def __del__(self) -> None:
        raise RuntimeError(CANARY)


def break_a_thread() -> None:
    raise KeyError(CANARY)


def test_what_python_itself_would_print_is_only_logged(
    log: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for hook in HOOKS:
        monkeypatch.setattr(hook, None)
    errors.install(log)
    BreaksWhenFreed()
    thread = Thread(target=break_a_thread)
    thread.start()
    thread.join()
    written = log.read_text("utf-8")
    assert [line.split()[1] for line in written.splitlines()] == ["RuntimeError", "KeyError"]
    assert CANARY not in written + capsys.readouterr().err
