# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Who did what, when: found by keyboard; a changed line and an older copy of the file are told."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from app.domain.contact import NewContact
from app.operations import contacts, freshness
from app.operations.vaults import Vault
from storage import slot_files
from tests.journeys.hands import Hands
from tests.keyrings import InMemory
from ui.journal_page import JournalPage
from ui.robot import Robot

Filling = Callable[[], Any]
Sit = Callable[[Path], Robot]
Says = Callable[..., bool]


def vault_of(robot: Robot) -> Vault:
    session = robot.window.session()
    assert session is not None
    return session.vault


def shown(robot: Robot) -> list[list[str]]:
    page = robot.shell().page()
    assert isinstance(page, JournalPage)
    model = page.table.model()
    return [
        [page.table.cell(model.index(row, place)).text for place in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


def test_a_line_is_found_by_day_and_word(
    with_a_case: str, filling: Filling, hands: Callable[[], Hands], now: datetime
) -> None:
    with filling() as vault:
        for days in (0, 3):
            later = now + timedelta(days=days)
            contacts.add_contact(vault, with_a_case, NewContact("talk", now.date(), "Widerspruch"), later)
    person = hands()
    robot = person.robot
    robot.go("office", "kept")
    with person.task("Im Protokoll nachsehen, wer wann was tat", at_most=5):
        person.do("Protokoll öffnen")
        person.answer("Von", "25.11.2026")
        person.answer("Bereich, Handlung oder Kennung", "Kontakt")
        person.press("Return")
    (found,) = shown(robot)
    assert found[:4] == ["25.11.2026, 10:30", "MB", "Kontakt", "angelegt"]
    assert not robot.reads("Widerspruch")
    robot.fill("text", "gibt es nicht")
    robot.press("Suchen")
    assert robot.reads("Keine Zeile passt dazu.")
    robot.fill("last", "20.11.2026")
    robot.press("Suchen")
    assert robot.reads("Der letzte Tag liegt vor dem ersten.")


def test_a_changed_line_shows(with_a_case: str, hands: Callable[[], Hands]) -> None:
    person = hands()
    robot = person.robot
    robot.act("Protokoll öffnen")
    robot.press("Protokoll prüfen")
    robot.wait_for(lambda: robot.reads("Zeilen sind unverändert."), "the whole journal")
    db = vault_of(robot).db
    db.execute("DROP TRIGGER journal_lines_can_only_be_emptied")
    db.execute("UPDATE journal SET action = 'site.changed' WHERE seq = 2")
    person.do("Protokoll prüfen")
    robot.wait_for(lambda: robot.reads("Das Protokoll passt ab Zeile 2 nicht mehr zusammen."), "the break")


def test_a_client_who_looks_on_sees_none_of_it(with_a_case: str, hands: Callable[[], Hands]) -> None:
    robot = hands().robot
    robot.go("journal")
    assert shown(robot)
    robot.window.toggle_conversation()
    robot.settle()
    assert shown(robot) == []
    assert robot.reads("Im Gespräch zeigt diese Liste nichts.")


def test_an_older_copy_put_back_is_told(
    case_template: Any, path: Path, with_a_case: str, sit_before: Sit, own_keyring: InMemory, tmp_path: Path
) -> None:
    robot = sit_before(path)
    robot.unlock(case_template.password)
    robot.go("office", "computer")
    person = Hands(robot)
    with person.task("Ältere Kopien erkennen einschalten", at_most=1):
        person.do("Einschalten")
    assert robot.reads("Eingeschaltet auf diesem Computer.")
    robot.press("Sperren")
    kept = tmp_path / "kopie"
    kept.mkdir()
    files = (path, *slot_files.paths(path))
    for source in files:
        shutil.copy(source, kept)
    robot.unlock(case_template.password)
    vault = vault_of(robot)
    contacts.add_contact(
        vault, with_a_case, NewContact("talk", datetime(2026, 11, 22).date(), "x"), robot.window._clock()
    )
    robot.press("Sperren")
    for source in files:
        shutil.copy(kept / source.name, source)
    robot.unlock(case_template.password)
    robot.go("today")
    assert robot.reads("Diese Datei ist älter als die, die zuletzt hier offen war.")
    robot.press("Das ist gewollt")
    robot.press("Bestätigen")
    assert not robot.reads("Diese Datei ist älter als die, die zuletzt hier offen war.")
    assert freshness.alarm(vault_of(robot)) is None
