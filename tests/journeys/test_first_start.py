# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The first morning: a file is made, its key written down, a Standort added, the first person taken in."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QLabel

from ui.robot import Robot

PASSWORD = "fünf blaue Boote bei Nacht"
KEY = re.compile(r"\b\w{4}(?:-\w{4}){6}\b")


def key_on_screen(robot: Robot) -> str:
    found = [KEY.search(each.accessibleName()) for each in robot.every(QLabel)]
    (key,) = (each[0] for each in found if each)
    return key


def test_from_no_file_to_the_first_person(sit_before: Callable[[Path], Robot], tmp_path: Path) -> None:
    robot = sit_before(tmp_path / "Akten" / "akten.kim")
    assert robot.reads("Neue Datei anlegen")
    robot.fill("code", "ŁW")
    robot.fill("name", "Łucja Wiśniewska")
    robot.fill("password", PASSWORD)
    robot.fill("password_again", PASSWORD)
    robot.press("Datei anlegen")

    key = key_on_screen(robot)
    robot.fill("recovery_key", key[:-1] + ("2" if key[-1] != "2" else "3"))
    robot.press("Fertig")
    assert robot.reads("Im Schlüssel stimmt etwas nicht, wahrscheinlich in Gruppe 7.")
    robot.fill("recovery_key", key.lower().replace("-", " "))
    robot.press("Fertig")
    assert robot.reads("Noch kein Standort")

    robot.go("office")
    robot.press("Standort anlegen")
    robot.fill("name", "Siegburg Mitte")
    robot.fill("code", "su")
    robot.pick("municipality", "Siegburg")
    robot.press("Anlegen")
    assert robot.reads("Standort Siegburg Mitte")

    robot.go("intake")
    robot.fill("family_name", "Nguyễn")
    robot.fill("given_names", "Thị Hương")
    robot.fill("access_way", "self")
    robot.press("Aufnehmen")
    assert robot.shell().location[0] == "case"
    assert robot.reads("Nguyễn")
    assert robot.reads("SU-2026-1")
    assert robot.reads("1 Standort · 1 offener Fall")
    assert not list(robot.window.session().vault.db.execute("SELECT 1 FROM draft"))  # type: ignore[union-attr]

    robot.press("Sperren")
    assert not robot.reads("Nguyễn")
    robot.unlock(PASSWORD)
    robot.go("cases")
    assert robot.reads("1 offen")
