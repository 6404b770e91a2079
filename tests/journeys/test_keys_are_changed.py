# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""A computer is lost, somebody leaves, a sheet was never written: other keys, by keyboard alone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from app.domain.errors import InvalidInput, Trouble
from app.domain.progress import Silent
from app.operations import colleagues, key_changes, vaults
from app.operations.vaults import Vault
from storage import key_change, passwords, vault
from tests.journeys.hands import Hands
from ui.key_change import WaysDialog
from ui.robot import Robot

FIRST = "erstes Kennwort fuer Tarik"
OWN = "mein eigenes neues Kennwort"
Filling = Callable[[], Any]
Sit = Callable[[Path], Robot]


def ways_dialog(robot: Robot) -> WaysDialog:
    shown = [
        each for each in QApplication.topLevelWidgets() if isinstance(each, WaysDialog) and each.isVisible()
    ]
    assert len(shown) == 1
    return shown[0]


def vault_of(robot: Robot) -> Vault:
    session = robot.window.session()
    assert session is not None
    return session.vault


def add(filling: Filling, now: datetime, *codes: str) -> None:
    with filling() as opened:
        for code in codes:
            vaults.add_person(opened, code, f"Name {code}", FIRST, now, vaults.FLOOR)


def test_a_computer_is_lost_and_a_colleague_gone(
    case_template: Any,
    path: Path,
    with_a_case: str,
    filling: Filling,
    sit_before: Sit,
    now: datetime,
) -> None:
    add(filling, now, "TK", "XX")
    robot = sit_before(path)
    robot.fill("staff_code", "MB")
    robot.unlock(case_template.password)
    person = Hands(robot)
    robot.go("office", "access")
    with person.task("Schlüssel wechseln nach Verlust", at_most=12):
        person.do("Schlüssel wechseln")
        person.answer("Anlass", "Computer verloren oder gestohlen")
        person.do("Ohne Zugang: XX · Name XX")
        person.answer("Ihr Passwort", case_template.password)
        person.press("Ctrl+Return")
        robot.settle()
        ways = ways_dialog(robot)._ways
        assert robot.reads("Startpasswörter")
        person.answer("Schlüssel vom Papier abschreiben", ways.recovery_key)
        person.do("Schlüssel wechseln")
        robot.wait_for(lambda: robot.reads("Der Schlüssel der Datei ist gewechselt."), "the new key")
    assert robot.reads("Frühere Sicherungen und Kopien öffnen sich weiter mit den Zugängen ihres Tages.")
    person.do("Blatt für die Meldung")
    robot.settle()
    assert robot.reads("Meldung einer Datenschutzverletzung")
    robot.press("Schließen")
    opened = vault_of(robot)
    assert opened._key != case_template.key
    assert [each.code for each in colleagues.colleagues(opened)] == ["MB", "TK"]
    robot.press("Sperren")
    ((code, start),) = ways.start_passwords
    theirs = Hands(sit_before(path))
    with theirs.task("Mit Startpasswort öffnen", at_most=6):
        theirs.answer("Kürzel", code)
        theirs.answer("Passwort", start)
        theirs.press("Return")
        theirs.robot.wait_for(
            lambda: theirs.robot.reads("Eigenes Passwort wählen"), "the question for an own one"
        )
        theirs.answer("Neues Passwort", OWN)
        theirs.answer("Passwort wiederholen", OWN)
        theirs.press("Return")
        theirs.robot.wait_for(lambda: theirs.robot.window.shell() is not None, "the open file")
    assert key_changes.with_start_password(vault_of(theirs.robot)) == frozenset()


def test_a_start_password_is_not_taken_for_an_own_one(
    path: Path, filling: Filling, sit_before: Sit, now: datetime
) -> None:
    add(filling, now, "TK")
    robot = sit_before(path)
    robot.fill("staff_code", "TK")
    robot.fill("password", FIRST)
    robot.press("Entsperren")
    for entry in ("password", "password_again"):
        robot.fill(entry, FIRST)
    robot.press("Passwort setzen")
    assert robot.reads("Das ist das Startpasswort. Eine andere Person kennt es.")
    robot.window.close()
    vault.open_with_password(path, "TK", FIRST).close()


def test_what_is_copied_wrongly_changes_nothing(
    case_template: Any, path: Path, hands: Callable[[], Hands]
) -> None:
    person = hands()
    robot = person.robot
    robot.act("Schlüssel der Datei wechseln")
    robot.fill("password", case_template.password)
    robot.press("Weiter")
    assert robot.reads("Hier fehlt der Anlass.")
    robot.fill("cause", "caution")
    robot.fill("password", "falsch und lang genug")
    robot.press("Weiter")
    assert robot.reads("Das Passwort ist nicht richtig.")
    robot.fill("password", case_template.password)
    robot.press("Weiter")
    robot.fill("recovery_key", case_template.recovery_key)
    robot.press("Schlüssel wechseln")
    assert vault_of(robot)._key == case_template.key
    robot.press("Abbrechen")
    assert vault_of(robot)._key == case_template.key


def broken(*_: object) -> None:
    raise Trouble("vault.io")


def test_a_change_that_was_cut_off_ends_at_the_next_opening(
    case_template: Any, path: Path, filling: Filling, sit_before: Sit, now: datetime, monkeypatch: Any
) -> None:
    with filling() as opened, monkeypatch.context() as breaking:
        breaking.setattr(vault, "rekey", broken)
        new = key_changes.NewWays(case_template.password, key_changes.new_recovery_key(), ())
        with pytest.raises(Trouble, match=r"vault\.key_change_waits"):
            key_change.change_key(opened, new, now, Silent())
    robot = sit_before(path)
    robot.unlock(case_template.password)
    assert not key_changes.is_begun(vault_of(robot))
    assert vault_of(robot)._key != case_template.key
    robot.go("office", "access")
    assert not robot.reads("Der Schlüsselwechsel ist noch nicht fertig.")


def test_a_new_sheet_for_a_file_whose_key_nobody_wrote_down(
    case_template: Any, path: Path, hands: Callable[[], Hands], now: datetime
) -> None:
    person = hands()
    robot = person.robot
    robot.go("office", "access")
    with person.task("Neues Blatt mit Wiederherstellungsschlüssel", at_most=6):
        person.do("Neues Blatt")
        person.answer("Ihr Passwort", case_template.password)
        person.press("Ctrl+Return")
        robot.settle()
        key = ways_dialog(robot)._ways.recovery_key
        person.answer("Schlüssel vom Papier abschreiben", key)
        person.do("Neues Blatt gilt")
    assert robot.reads("Das neue Blatt gilt.")
    robot.press("Sperren")
    with pytest.raises(InvalidInput, match=r"recovery\.wrong"):
        passwords.open_with_recovery(path, case_template.recovery_key, "MB", OWN, now, vaults.FLOOR)
    passwords.open_with_recovery(path, key, "MB", OWN, now, vaults.FLOOR).close()
