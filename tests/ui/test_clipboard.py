# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""What was copied here does not stay on the clipboard; what others copied does."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from ui import clipboard
from ui.clipboard import ClipboardWatch

SECRET = "Nguyễn Thị Hương, Rosenweg 12"


def on_it() -> str:
    return QGuiApplication.clipboard().text()


@pytest.fixture
def entry(qtbot: QtBot) -> QLineEdit:
    """A field in a window in front."""
    field = QLineEdit(SECRET)
    qtbot.addWidget(field)
    field.show()
    field.activateWindow()
    qtbot.waitUntil(field.isActiveWindow)
    return field


@pytest.fixture
def watch(entry: QLineEdit) -> Iterator[ClipboardWatch]:
    QGuiApplication.clipboard().clear()
    yield ClipboardWatch(entry)
    QGuiApplication.clipboard().clear()


def test_a_copied_text_goes_by_itself(
    watch: ClipboardWatch, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clipboard, "FORGET_AFTER_MS", 20)
    clipboard.copy(SECRET)
    assert on_it() == SECRET
    qtbot.waitUntil(lambda: on_it() == "", timeout=2000)


def test_so_does_what_was_copied_from_a_field(watch: ClipboardWatch, entry: QLineEdit) -> None:
    entry.selectAll()
    entry.copy()
    assert on_it() == SECRET
    watch.forget()
    assert on_it() == ""


def test_histories_are_asked_to_leave_it_out(watch: ClipboardWatch) -> None:
    clipboard.copy(SECRET)
    formats = QGuiApplication.clipboard().mimeData().formats()
    assert "x-kde-passwordManagerHint" in formats
    assert any("ExcludeClipboardContentFromMonitorProcessing" in each for each in formats)


def test_what_was_copied_elsewhere_stays(watch: ClipboardWatch, entry: QLineEdit, qtbot: QtBot) -> None:
    clipboard.copy(SECRET)
    entry.close()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is None)
    QGuiApplication.clipboard().setText("Einkaufszettel")
    watch.forget()
    assert on_it() == "Einkaufszettel"


def test_nothing_readable_is_remembered(watch: ClipboardWatch) -> None:
    clipboard.copy(SECRET)
    kept = [value for value in vars(watch).values() if isinstance(value, (str, bytes))]
    assert len(kept) == 1
    assert SECRET.encode() not in kept
