# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Fälle: found as one types it, opened by Enter; nothing shown while a client looks on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from app.domain.case import Closing
from app.domain.client import Person
from app.operations import closing
from ui.cases_page import CasesPage

TODAY = date(2026, 11, 22)
Hear = Callable[[QWidget], list[str]]


def page(desk: Any) -> CasesPage:
    found = desk.go("cases")
    assert isinstance(found, CasesPage)
    return found


def names(shown: CasesPage) -> list[str]:
    model = shown.table.model()
    return [str(model.index(row, 0).data()) for row in range(model.rowCount())]


@pytest.mark.parametrize(
    "typed", ["ozdemir", "Oezdemir", "özd", "müge", "SU-2026-2", "02.2001", "2001", "0221/4711"]
)
def test_what_is_typed_finds_the_person(desk: Any, case: Any, typed: str) -> None:
    from app.domain.client import Channel
    from app.domain.dates import PartialDate

    phone = (Channel("phone", "+49 221 4711"),)
    desk.take_in(Person("Özdemir", "Müge", birth_date=PartialDate(2001, 2), channels=phone))
    shown = page(desk)
    assert names(shown) == ["Nguyễn, Thị Hương", "Özdemir, Müge"]
    desk.write(typed)
    assert names(shown) == ["Özdemir, Müge"]


def test_find_and_open_takes_three_interactions(desk: Any, case: Any) -> None:
    desk.take_in(Person("Özdemir", "Müge"))
    desk.press(Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    desk.write("ng")
    desk.press(Qt.Key.Key_Return)
    assert desk.done == 3
    assert desk.shell.location == ("case", (case.case_id, "timeline"))


def test_arrow_down_leads_into_the_table(desk: Any, case: Any) -> None:
    other = desk.take_in(Person("Özdemir", "Müge"))
    page(desk)
    desk.press(Qt.Key.Key_Down)
    desk.press(Qt.Key.Key_Down)
    desk.press(Qt.Key.Key_Return)
    assert desk.shell.location == ("case", (other.case_id, "timeline"))


def test_closed_cases_have_a_filter_of_their_own(desk: Any, case: Any, now: Any) -> None:
    desk.take_in(Person("Özdemir", "Müge"))
    closing.close_case(desk.vault, case.case_id, Closing("moved", TODAY), now)
    shown = page(desk)
    assert names(shown) == ["Özdemir, Müge"]
    desk.click("Abgeschlossen")
    assert names(shown) == ["Nguyễn, Thị Hương"]
    desk.click("Alle")
    assert names(shown) == ["Nguyễn, Thị Hương", "Özdemir, Müge"]


def test_the_line_says_next_step_last_contact_and_state(desk: Any, case: Any) -> None:
    desk.follow_up(case.case_id, 1, "Wohngeld nachfragen")
    shown = page(desk)
    cells = [str(shown.table.model().index(0, column).data()) for column in range(5)]
    assert cells == [
        "Nguyễn, Thị Hương",
        "SU-2026-1",
        "morgen: Wohngeld nachfragen",
        "noch keiner",
        "vorläufig",
    ]


def test_an_empty_list_says_what_to_do(desk: Any, hear: Hear) -> None:
    shown = page(desk)
    assert "Hier stehen bald Ihre Fälle. „Neue Person“ legt den ersten an." in hear(shown)
    desk.write("xyz")
    assert shown._not_found.isVisible()
    assert not shown._none.isVisible()


def test_in_conversation_the_list_is_empty(desk: Any, case: Any, hear: Hear) -> None:
    desk.shell.conversation = True
    words = " ".join(hear(page(desk)))
    assert "Im Gespräch zeigt diese Liste nichts." in words
    assert "Nguyễn" not in words


def test_a_narrow_window_gives_the_names_the_room(desk: Any, case: Any) -> None:
    desk.shell.resize(960, 540)
    shown = page(desk)
    assert shown.table.isColumnHidden(1)
    assert shown.table.columnWidth(0) >= 230
