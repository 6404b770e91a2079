# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The door: through the windows in, with a new file, a password, or the recovery key."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app.operations import vaults
from app.operations.vaults import Role
from storage import slot_files
from ui.form_dialog import FormDialog
from ui.key_leaf import KeyLeaf
from ui.main_window import MainWindow
from ui.page import Page
from ui.password_input import PasswordInput
from ui.unlock import CreateLeaf, RecoverLeaf, UnlockLeaf
from ui.widgets import FormPanel
from ui.workplace import Place, Workplace

PASSWORD = "fünf blaue Boote bei Nacht"
Hear = Callable[[QWidget], list[str]]


def now() -> datetime:
    return datetime(2026, 11, 23, 9, tzinfo=UTC)


def workplace(_role: Role) -> Workplace:
    return Workplace((Place("today", "Heute", "calendar", Page),), "Suchen")


@pytest.fixture
def open_window(qtbot: QtBot) -> Iterator[Callable[[Path], MainWindow]]:
    windows: list[MainWindow] = []

    def make(path: Path) -> MainWindow:
        window = MainWindow(path, workplace, now)
        qtbot.addWidget(window)
        window.show()
        windows.append(window)
        return window

    yield make
    for window in windows:
        window.close()


def leaf(window: MainWindow) -> QWidget:
    door = window.door()
    assert door is not None
    return door.leaf()


def fill(window: MainWindow, **typed: str) -> FormPanel:
    form = leaf(window).findChild(FormPanel)
    assert isinstance(form, FormPanel)
    form.retype(typed)
    return form


def submit(window: MainWindow) -> None:
    page = leaf(window)
    assert isinstance(page, UnlockLeaf | CreateLeaf | RecoverLeaf | KeyLeaf)
    page.submit()


def waits_for_errors(qtbot: QtBot, form: FormPanel) -> dict[str, str]:
    qtbot.waitUntil(lambda: bool(form.errors()), timeout=20_000)
    return form.errors()


def is_open(window: MainWindow) -> bool:
    return window.session() is not None


def test_the_password_opens(
    case_template: object, tmp_path: Path, open_window: Callable[[Path], MainWindow], qtbot: QtBot
) -> None:
    path = case_template.copy_to(tmp_path)  # type: ignore[attr-defined]
    window = open_window(path)
    form = fill(window, password=case_template.password)  # type: ignore[attr-defined]
    assert form.entry("staff_code").value() == "MB"
    entry = form.entry("password")
    assert isinstance(entry, PasswordInput)
    qtbot.keyClick(entry, Qt.Key.Key_Return)
    assert not form.isEnabled()
    qtbot.waitUntil(lambda: is_open(window), timeout=20_000)
    assert window.shell() is not None


def test_a_wrong_password_is_told_at_its_field_and_stays(
    case_template: object, tmp_path: Path, open_window: Callable[[Path], MainWindow], qtbot: QtBot
) -> None:
    window = open_window(case_template.copy_to(tmp_path))  # type: ignore[attr-defined]
    form = fill(window, password="falsch und lang genug")
    submit(window)
    assert "password" in waits_for_errors(qtbot, form)
    assert form.entry("password").typed() == "falsch und lang genug"
    assert form.isEnabled()
    assert not is_open(window)


def test_an_empty_password_derives_nothing(
    case_template: object, tmp_path: Path, open_window: Callable[[Path], MainWindow]
) -> None:
    window = open_window(case_template.copy_to(tmp_path))  # type: ignore[attr-defined]
    form = fill(window)
    submit(window)
    assert "password" in form.errors()
    assert form.isEnabled()


def test_slots_that_cannot_be_read_have_their_own_sentence(
    case_template: object, tmp_path: Path, open_window: Callable[[Path], MainWindow], hear: Hear
) -> None:
    path = case_template.copy_to(tmp_path)  # type: ignore[attr-defined]
    for slots in slot_files.paths(path):
        slots.write_bytes(b"kaputt" * 100)
    window = open_window(path)
    said = " ".join(hear(window))
    assert not isinstance(leaf(window), UnlockLeaf)
    assert "Passwort falsch" not in said
    assert len(said) > 60


def test_a_new_file_is_made_its_key_typed_back_and_used(
    tmp_path: Path, open_window: Callable[[Path], MainWindow], qtbot: QtBot, hear: Hear
) -> None:
    path = tmp_path / "neu.kim"
    window = open_window(path)
    form = fill(window, code="ŁW", name="Łucja Wiśniewska", password=PASSWORD, password_again=PASSWORD + "!")
    submit(window)
    assert form.errors().keys() == {"password_again"}
    form.entry("password_again").set_typed(PASSWORD)
    submit(window)
    qtbot.waitUntil(lambda: isinstance(leaf(window), KeyLeaf), timeout=30_000)
    shown = leaf(window)
    assert isinstance(shown, KeyLeaf)
    key = shown.created.recovery_key
    assert any(key in words for words in hear(window))

    form = fill(window, recovery_key=_with_last_group_wrong(key))
    submit(window)
    assert "recovery_key" in form.errors()
    assert not is_open(window)
    form.entry("recovery_key").set_typed(key.lower().replace("-", " "))
    submit(window)
    qtbot.waitUntil(lambda: is_open(window))
    session = window.session()
    assert session is not None
    assert (session.role, session.actor.code) == (Role.CASE, "ŁW")

    window.lock()
    _recover_with(window, qtbot, key)


def test_the_key_is_printed_from_memory(
    tmp_path: Path,
    open_window: Callable[[Path], MainWindow],
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    queue = _a_print_queue(tmp_path, monkeypatch)
    window = open_window(tmp_path / "neu" / "akten.kim")
    fill(window, code="MB", name="Meral Böhm", password=PASSWORD, password_again=PASSWORD)
    submit(window)
    qtbot.waitUntil(lambda: isinstance(leaf(window), KeyLeaf), timeout=30_000)
    page = leaf(window)
    assert isinstance(page, KeyLeaf)
    page.print_out()
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, FormDialog)
    dialog.submit()
    assert (queue / "sheet.pdf").read_bytes().startswith(b"%PDF-")
    assert "Böhm" not in (queue / "arguments").read_text("utf-8")
    actions = [action for (action,) in page.created.vault.db.execute("SELECT action FROM journal")]
    assert actions[-1] == "recovery_key.printed"


def _a_print_queue(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An `lp` that keeps what it is given."""
    queue = folder / "queue"
    queue.mkdir()
    command = queue / "lp"
    command.write_text(f'#!/bin/sh\necho "$@" > {queue}/arguments\ncat > {queue}/sheet.pdf\n')
    command.chmod(0o755)
    monkeypatch.setenv("PATH", f"{queue}:/usr/bin:/bin")
    return queue


def _with_last_group_wrong(key: str) -> str:
    return key[:-1] + ("2" if key[-1] != "2" else "3")


def _recover_with(window: MainWindow, qtbot: QtBot, key: str) -> None:
    """The way back in after the password is forgotten, then by the new password."""
    door = window.door()
    assert door is not None
    door.show_recover()
    fresh = "sieben rote Äpfel im Hof"
    fill(window, recovery_key=key, password=fresh, password_again=fresh)
    submit(window)
    qtbot.waitUntil(lambda: is_open(window), timeout=30_000)
    window.lock()
    fill(window, password=fresh)
    submit(window)
    qtbot.waitUntil(lambda: is_open(window), timeout=30_000)


def test_the_coordination_makes_its_own_kind_of_file(
    tmp_path: Path, open_window: Callable[[Path], MainWindow], qtbot: QtBot
) -> None:
    window = open_window(tmp_path / "kreis.kim")
    fill(window, role="district", code="KO", name="Kim Ostermann", password=PASSWORD, password_again=PASSWORD)
    submit(window)
    qtbot.waitUntil(lambda: isinstance(leaf(window), KeyLeaf), timeout=30_000)
    shown = leaf(window)
    assert isinstance(shown, KeyLeaf)
    assert shown.created.vault.role is Role.DISTRICT
    window.close()
    assert vaults.staff_codes(tmp_path / "kreis.kim") == ("KO",)
    vaults.unlock(tmp_path / "kreis.kim", "KO", PASSWORD).close()


def test_a_short_password_is_refused_before_anything_is_made(
    tmp_path: Path, open_window: Callable[[Path], MainWindow], qtbot: QtBot
) -> None:
    window = open_window(tmp_path / "neu.kim")
    form = fill(window, code="MB", name="Meral Böhm", password="kurz", password_again="kurz")
    submit(window)
    assert "password" in waits_for_errors(qtbot, form)
    assert not (tmp_path / "neu.kim").exists()


def test_a_password_may_be_pasted_and_shown(qtbot: QtBot) -> None:
    entry = PasswordInput()
    qtbot.addWidget(entry)
    entry.show()
    QGuiApplication.clipboard().setText(PASSWORD)
    entry.paste()
    assert entry.value() == PASSWORD
    assert entry.echoMode() == QLineEdit.EchoMode.Password
    eye = entry.findChild(QPushButton)
    assert isinstance(eye, QPushButton)
    eye.click()
    assert entry.echoMode() == QLineEdit.EchoMode.Normal
    assert eye.accessibleName() == "Passwort verbergen"


def test_caps_lock_is_told(qtbot: QtBot) -> None:
    entry = PasswordInput()
    qtbot.addWidget(entry)
    told: list[bool] = []
    entry.caps_lock.connect(told.append)
    qtbot.keyClick(entry, Qt.Key.Key_A, Qt.KeyboardModifier.ShiftModifier)
    assert told[-1] is (entry.value() == "a")
    qtbot.keyClick(entry, Qt.Key.Key_A)
    assert told[-1] is (entry.value()[-1] == "A")


def test_another_file_can_be_chosen_at_the_door(
    case_template: object,
    tmp_path: Path,
    open_window: Callable[[Path], MainWindow],
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    path = case_template.copy_to(tmp_path)  # type: ignore[attr-defined]
    window = open_window(tmp_path / "noch nicht da.kim")
    assert isinstance(leaf(window), CreateLeaf)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(path), ""))
    (button,) = [b for b in window.findChildren(QPushButton) if b.text() == "Vorhandene Datei öffnen"]
    button.click()
    qtbot.waitUntil(lambda: isinstance(leaf(window), UnlockLeaf))
    assert window.path == path
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: ("", ""))
    (button,) = [b for b in window.findChildren(QPushButton) if b.text() == "Andere Datei öffnen"]
    button.click()
    assert window.path == path
