# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The Kreis decides on a group of its own; the next person at the desk belongs to it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from app.operations import cases, target_groups
from tests.journeys.hands import Hands

TODAY = date(2026, 11, 22)
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)  # popups, offscreen


@pytest.fixture
def cologne(case_template: Any, path: Path, now: datetime) -> str:
    vault = case_template.opened_in(path.parent)
    site = cases.add_site(vault, "K3", "Lindenthal", "05315000-3", now)
    vault.close()
    return site


def test_a_group_of_ones_own_is_made_chosen_and_ended(hands: Callable[[], Hands], cologne: str) -> None:
    person = hands()
    vault = person.robot.shell().session.vault
    with person.task("Eigene Zielgruppe anlegen", at_most=4):
        person.robot.go("office", "work")
        person.do("Zielgruppe anlegen")
        person.write("Mütter im Sprachcafé")
        person.answer("Ab", "1.11.2026")
        person.press("Ctrl+Return")
    with person.task("Zielgruppe nach Vorschlag und eigene wählen", at_most=9):
        person.press("Ctrl+N")
        person.write("Rossi")
        person.answer("Geburtsdatum", "2001")
        person.answer("Wie ist die Person gekommen?", "Von sich aus")
        person.do("Mehr angeben")
        person.answer("Aufenthaltsstatus", "Freizügigkeitsberechtigte Unionsbürger (§ 2 FreizügG/EU)")
        person.do("Zielgruppen: Mütter im Sprachcafé")
        person.robot.wait_for(lambda: any("Unionsb" in words for words in suggested(person)), "both")
        person.do(next(iter(person.robot.buttons() & suggested(person))))
        person.press("Ctrl+Return")
    (line,) = cases.case_list(vault)
    own = next(g for g in target_groups.groups(vault) if g.label == "Mütter im Sprachcafé")
    chosen = cases.case_view(vault, line.case_id, TODAY).target_groups
    assert set(chosen) == {"eu_citizens_18_27", "migrants_18_27", own.code}
    with person.task("Zielgruppe beenden", at_most=3):
        person.robot.go("office", "work")
        person.go("Zielgruppen")
        person.choose("Mütter im Sprachcafé")
        person.press("Return")
        person.press("Ctrl+Return")
    ended = next(g for g in target_groups.groups(vault) if g.code == own.code)
    assert ended.valid_to == TODAY.isoformat()


def suggested(person: Hands) -> set[str]:
    return {words for words in person.robot.buttons() if words.startswith("Passt zu den Angaben")}
