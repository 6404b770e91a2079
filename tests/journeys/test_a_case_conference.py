# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""A Fallkonferenz: a name in the question is refused, the sheet names nobody, the result is kept."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pypdfium2

from app.operations import cases, documents
from app.operations.vaults import Vault
from tests.journeys.hands import Hands

TODAY = date(2026, 11, 22)
QUESTION = "Wie kommt das ältere Kind noch in diesem Schuljahr in eine Klasse?"


def test_a_conference_is_prepared_without_a_name_and_its_result_kept(
    hands: Callable[[], Hands], with_a_case: str
) -> None:
    person = hands()
    vault = person.robot.shell().session.vault
    person.robot.go("case", with_a_case)
    file_id = cases.case_view(vault, with_a_case, TODAY).file.id

    person.do("Fallkonferenz vorbereiten")
    person.answer("Ihre Frage an die Runde", "Wie hilft Gulsen dem Kind?")
    person.press("Ctrl+Return")
    assert person.robot.reads("Das 3. Wort ist ein Name aus dieser Datei.")
    assert documents.documents(vault, file_id) == ()
    person.press("Escape")

    with person.task("Blatt für die Fallkonferenz", at_most=3):
        person.do("Fallkonferenz vorbereiten")
        person.answer("Ihre Frage an die Runde", QUESTION)
        person.press("Ctrl+Return")
    assert person.robot.reads("Pseudonymisiert ist nicht anonym")
    (sheet,) = documents.documents(vault, file_id)
    text = text_of(vault, sheet.id)
    assert QUESTION in text
    assert "Pseudonymisiert, nicht weitergeben." in text
    assert not any(word in text for word in ("Özdemir", "Gülşen", "SU-2026-1", "Siegburg", "22.11."))
    person.press("Escape")

    with person.task("Ergebnis der Fallkonferenz festhalten", at_most=2):
        person.write("Schulamt meldet sich bis Freitag")
        person.press("Ctrl+Return")
    contact = next(e for e in cases.timeline(vault, with_a_case) if e.kind == "contact")
    assert (contact.code, contact.text) == ("conference", "Schulamt meldet sich bis Freitag")


def text_of(vault: Vault, document_id: str) -> str:
    pages = pypdfium2.PdfDocument(documents.document(vault, document_id).pdf)
    return " ".join(" ".join(page.get_textpage().get_text_bounded() for page in pages).split())
