# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The stick with the backups is gone: a new place, another key, a report, and work goes on."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from app.demo.district_story import controller
from app.domain.contact import NewContact
from app.operations import backups, cases, contacts
from app.operations.vaults import Vault
from storage.connection import connect
from storage.verify import verify
from tests.journeys.hands import Hands
from tests.journeys.test_keys_are_changed import ways_dialog

SENTENCE = "Antrag abgelehnt. Widerspruch bis Freitag."
AFTER = "Neuer Bescheid ist da."


@pytest.fixture
def lost(with_a_case: str, filling: Callable[[], Any], tmp_path: Path, now: datetime) -> Path:
    """The stick as somebody finds it."""
    stick = tmp_path / "stick"
    stick.mkdir()
    with filling() as vault:
        cases.set_controller(vault, controller(), now)
        contacts.add_contact(vault, with_a_case, NewContact("talk", now.date(), SENTENCE), now)
        backups.set_place(vault, str(stick), now)
        backups.back_up(vault, now)
    return stick.rename(tmp_path / "gefunden")


def vault_of(person: Hands) -> Vault:
    return person.robot.shell().session.vault


def test_what_was_lost_stays_closed_and_the_next_backup_lies_elsewhere(
    case_template: Any, with_a_case: str, lost: Path, hands: Callable[[], Hands], tmp_path: Path
) -> None:
    person = hands()
    robot = person.robot
    robot.go("office", "access")
    person.do("Jetzt sichern")
    robot.wait_for(lambda: robot.reads("Der Ordner für die Sicherung ist nicht da."), "what is missing")
    while "In Ordnung" in robot.buttons():
        person.do("In Ordnung")

    new_stick = tmp_path / "neuer-stick"
    new_stick.mkdir()
    with person.task("Stick verloren: neuer Ort, neuer Schlüssel", at_most=9):
        person.do("Ordner für die Sicherung wählen")
        person.answer("Ordner für die Sicherung", str(new_stick))
        person.press("Ctrl+Return")
        robot.settle()
        person.do("Schlüssel wechseln")
        person.answer("Anlass", "Computer verloren oder gestohlen")
        person.answer("Ihr Passwort", case_template.password)
        person.press("Ctrl+Return")
        robot.settle()
        person.answer("Schlüssel vom Papier abschreiben", ways_dialog(robot)._ways.recovery_key)
        person.do("Schlüssel wechseln")
        robot.wait_for(lambda: robot.reads("Der Schlüssel der Datei ist gewechselt."), "the new key")
    person.do("Blatt für die Meldung")
    robot.settle()
    assert robot.reads("Meldung einer Datenschutzverletzung")
    person.press("Escape")

    robot.go("case", with_a_case)
    assert robot.reads(SENTENCE)
    person.press("2")
    person.write(AFTER)
    person.press("Ctrl+Return")
    robot.go("office", "access")
    person.do("Jetzt sichern")
    robot.wait_for(lambda: len(backups.copies(new_stick)) >= 2, "the backup")
    vault = vault_of(person)
    assert verify(vault) == []
    assert vault.db.execute("SELECT count(*) FROM contact").fetchone() == (2,)
    (found,) = backups.copies(lost)
    with closing(connect(found.path, case_template.key)) as old:
        assert old.execute("SELECT count(*) FROM contact").fetchone() == (1,), "only by the key of its day"
    newest = backups.copies(new_stick)[0]
    with pytest.raises(Exception, match=r"vault\.damaged"):
        connect(newest.path, case_template.key)
    shutil.rmtree(lost)
