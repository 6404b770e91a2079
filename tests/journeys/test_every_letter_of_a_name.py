# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""All 733 entries of DIN 91379 go in by keyboard, are found, stand on paper, and come back unchanged."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

import pypdfium2

from app.domain.case import CaseLine
from app.domain.client import Person
from app.domain.intake import Intake
from app.domain.names import letters, search_form, signs
from app.operations import cases, land_sheets
from tests.journeys.hands import Hands
from ui.widgets import Table

ENTRIES = (*letters(), *signs())
AT_ONCE = 74
"""Entries in one name: ten names hold them all."""

NAMES = [
    " ".join(f"K{entry}a" for entry in ENTRIES[start : start + AT_ONCE])
    for start in range(0, len(ENTRIES), AT_ONCE)
]


def family_name(person: Hands, case_id: str) -> str:
    session = person.robot.shell().session
    return session.read(cases.case_view, case_id, session.today()).client.person.family_name


def printed(person: Hands, case_id: str) -> str:
    """The paper's words; a letter or mark without a glyph would be a refusal instead."""
    session = person.robot.shell().session
    page = land_sheets.land_page(session.vault, case_id, session.now())
    with pypdfium2.PdfDocument(page.pdf) as pages:
        return "".join(each.get_textpage().get_text_bounded() for each in pages)


def marks_and_letters(text: str) -> set[str]:
    """One by one: what reads a PDF tells letters of several characters in an order of its own."""
    return set(unicodedata.normalize("NFKD", text))


def test_every_entry_of_the_standard(hands: Callable[[], Hands], with_a_case: str) -> None:
    person = hands()
    session = person.robot.shell().session
    home = session.read(cases.sites)[0].id
    somebody = Intake(Person("Müller", "Jürgen"), home, session.today(), "self")
    cases.take_in(session.vault, somebody, session.now())
    assert len(ENTRIES) == 733
    for name in NAMES:
        person.robot.go("case", with_a_case)
        person.do("Ändern")
        person.answer("Familienname", name)
        person.press("Ctrl+Return")
        assert family_name(person, with_a_case) == name
        found = [each.case_id for word in name.split() for each in found_by(person, search_form(word))]
        assert found == [with_a_case] * len(found)
        assert len(found) == len(name.split())
        person.press("Ctrl+2")
        person.answer("Fälle durchsuchen", " ".join(dict.fromkeys(search_form(name).split())))
        assert person.robot.one(Table).model().rowCount() == 1
        assert marks_and_letters(name) - marks_and_letters(printed(person, with_a_case)) == set()


def found_by(person: Hands, query: str) -> tuple[CaseLine, ...]:
    return person.robot.shell().session.read(cases.case_list, query)
