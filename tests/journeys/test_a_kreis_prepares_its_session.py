# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The coordination by keyboard: a chain, a session with decision and task, the Vorlage and the minutes."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from PySide6.QtWidgets import QPlainTextEdit

from app.operations import district, documents, drafts, register
from app.operations.vaults import Vault
from storage.vault import open_with_key
from tests.journeys.hands import Hands
from ui.robot import Robot


@pytest.fixture
def kreis(
    district_template: Any, tmp_path: Path, sit_before: Callable[[Path], Robot], now: datetime
) -> Callable[[], Hands]:
    """The Kreis's file, unlocked by keyboard."""
    path = district_template.copy_to(tmp_path)
    with closing(open_with_key(path, district_template.code, district_template.key)) as vault:
        district.ensure_district(vault, "05382", "Musterkreis", now)

    def sit() -> Hands:
        hands = Hands(sit_before(path))
        hands.answer("Passwort", district_template.password)
        hands.press("Return")
        hands.robot.wait_for(lambda: hands.robot.window.shell() is not None, "the open file")
        return hands

    return sit


def words(vault: Vault, document_id: str) -> str:
    pages = pypdfium2.PdfDocument(documents.document(vault, document_id).pdf)
    return "".join("".join(page.get_textpage().get_text_bounded().split()) for page in pages)


def test_the_kreis_prints_its_proposal(kreis: Callable[[], Hands]) -> None:
    person = kreis()
    vault = person.robot.shell().session.vault
    person.robot.go("register")
    with person.task("Dienstleistungskette anlegen", at_most=6, compare="Excel-Liste je Gremium"):
        person.do("Kette anlegen")
        person.write("Kita-Plätze für Fünfjährige")
        person.answer("Lebensbereich", "Familie")
        person.answer("Art der Lücke", "Keine freien")
        person.answer("Erhebung erledigt am", "heute")
        person.press("Ctrl+Return")
    (chain,) = register.chains(vault)
    assert (chain.dimension, chain.kind, chain.step) == ("family", "no_places", "analysis")
    about = "Familie und Erziehung: Keine freien Plätze · seit 22.11.2026, 2 von 6 · Analyse"
    person.go(f"Kita-Plätze für Fünfjährige, {about}")
    person.robot.go("steering")
    with person.task("Sitzung mit Beschluss festhalten", at_most=4, compare="Protokoll in Word"):
        person.do("Sitzung festhalten")
        person.answer("Teilgenommen haben", "Jobcenter")
        person.answer("Beschlüsse", "Kita zuerst")
        person.press("Ctrl+Return")
    with person.task("Aufgabe festhalten", at_most=4):
        person.do("Neue Aufgabe")
        person.write("Träger anschreiben")
        person.answer("Bis", "+30")
        person.press("Ctrl+Return")
    (task,) = register.tasks(vault)
    assert (task.due_on, task.meeting_id) == (date(2026, 12, 22), register.meetings(vault)[0].id)
    with person.task(
        "Vorlage für die Lenkungsgruppe drucken", at_most=1, compare="Excel, Word, zwei Stunden"
    ):
        person.do("Vorlage drucken")
    (made,) = district.reports(vault)
    assert person.robot.reads(f"Lenkungsgruppe {made.form_number}")
    said = words(vault, made.id)
    assert all(part in said for part in ("Kita-Plätze", "läuft", "Kitazuerst", "Trägeranschreiben"))
    person.press("Escape")
    person.go("22.11.2026, Lenkungsgruppe")
    person.press("N")
    minutes = district.reports(vault)[0]
    assert "Niederschrift:Lenkungsgruppe" in words(vault, minutes.id)
    person.press("Escape")
    person.go("Träger anschreiben")
    person.press("E")
    assert register.tasks(vault)[0].done_on == date(2026, 11, 22)


def test_a_half_typed_session_is_there_again(kreis: Callable[[], Hands]) -> None:
    person = kreis()
    person.robot.go("steering")
    person.do("Sitzung festhalten")
    person.answer("Besprochen", "Mitten im Satz")
    vault = person.robot.shell().session.vault
    person.robot.wait_for(lambda: "Mitten im Satz" in kept(vault), "the draft")
    person.press("Escape")
    person.do("Sitzung festhalten")
    assert "Mitten im Satz" in [
        each.toPlainText() for each in person.robot.front().findChildren(QPlainTextEdit)
    ]


def kept(vault: Vault) -> str:
    return " ".join(draft.json for draft in drafts.drafts(vault))
