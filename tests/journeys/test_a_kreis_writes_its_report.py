# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The coordination by keyboard: own words, posts and costs, a report of half a year, the figures saved."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtWidgets import QFileDialog

from app.operations import district, district_figures, documents, drafts, report_parts
from app.operations.vaults import Vault
from tests.benchmarks import intake
from tests.journeys.hands import Hands
from ui.robot import Robot


@pytest.fixture
def kreis(tmp_path: Path, sit_before: Callable[[Path], Robot]) -> Hands:
    """A Kreis of three case files with six months, unlocked by keyboard."""
    folder = tmp_path / "kreis"
    folder.mkdir()
    intake.fill(folder, outstations=3, months=6).close()
    hands = Hands(sit_before(folder / "kreis.kim"))
    hands.answer("Passwort", intake.PASSWORD)
    hands.press("Return")
    hands.robot.wait_for(lambda: hands.robot.window.shell() is not None, "the open file")
    return hands


def words(vault: Vault, document_id: str) -> str:
    pages = pypdfium2.PdfDocument(documents.document(vault, document_id).pdf)
    return "".join("".join(page.get_textpage().get_text_bounded().split()) for page in pages)


def test_the_report_of_half_a_year_in_the_words_of_the_kreis(
    kreis: Hands, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    person, vault = kreis, kreis.robot.shell().session.vault
    person.press("Ctrl+3")
    with person.task("Textbaustein schreiben", at_most=4, compare="Word-Vorlage suchen, kopieren"):
        person.do("Texte und Angaben")
        person.press("Return")
        person.write("Der Ausschuss hat diesen Bericht verlangt.")
        person.press("Ctrl+Return")
    assert [each.text for each in report_parts.blocks(vault) if each.text] == [
        "Der Ausschuss hat diesen Bericht verlangt."
    ]
    with person.task("Stelle eintragen", at_most=6):
        person.do("Stelle anlegen")
        person.write("Case Management")
        person.answer("Stellen in Vollzeit", "6,95")
        person.answer("Personen", "9")
        person.press("Ctrl+Return")
    (post,) = report_parts.posts(vault)
    assert (post.function, post.hundredths, post.persons) == ("Case Management", 695, 9)
    with person.task("Kosten eintragen", at_most=6):
        person.do("Posten anlegen")
        person.answer("Posten", "Personal vor Ort")
        person.answer("Betrag in Euro", "412.472,21")
        person.press("Ctrl+Return")
    (cost,) = report_parts.costs(vault)
    assert (cost.kind, cost.cents) == ("expense", 41247221)
    assert drafts.drafts(vault) == ()
    with person.task("Halbjahresbericht", at_most=3, compare="Excel und Word, zwei Tage"):
        person.press("Ctrl+3")
        person.answer("Berichtszeitraum", "1. Halbjahr 2025")
        person.press("Ctrl+Return")
    person.robot.wait_for(lambda: bool(district.reports(vault)), "the report")
    said = words(vault, district.reports(vault)[0].id)
    for part in ("DerAusschusshatdiesenBerichtverlangt.", "6,95", "412.472,21€", "01.01.2025bis30.06.2025"):
        assert part in said, part
    target = tmp_path / "zahlen.xlsx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    with person.task("Zahlen als Tabelle speichern", at_most=3):
        person.press("Ctrl+1")
        person.do("Als Tabelle speichern")
        person.press("Ctrl+Return")
    person.robot.wait_for(lambda: person.robot.reads("Die Zahlen sind gespeichert."), "the saved figures")
    assert target.read_bytes().startswith(b"PK")


def test_a_site_gets_its_name_and_municipality_and_is_looked_at(kreis: Hands) -> None:
    person, vault = kreis, kreis.robot.shell().session.vault
    person.press("Ctrl+2")
    with person.task("Standort einer Kommune zuordnen", at_most=4):
        person.go("Meldungen nach Standort")
        person.press("Return")
        person.answer("Kommune oder Stadtbezirk", "Siegburg")
        person.press("Ctrl+Return")
    areas = [area.label for area in district_figures.areas(vault).values()]
    assert areas[0] == "Siegburg"
    with person.task("Gebiet ansehen", at_most=2):
        person.press("Ctrl+1")
        person.answer("Gebiet", "Siegburg")
    assert person.robot.reads("Der Strich zeigt die mögliche Abweichung.")
