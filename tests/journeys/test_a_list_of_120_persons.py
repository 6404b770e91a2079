# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""120 people are not 120 cases: a table comes in, is corrected, goes to an authority, and is let go again."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import msoffcrypto
import pikepdf
import pypdfium2
import pytest
import xlsxwriter
from PySide6.QtWidgets import QFileDialog
from python_calamine import CalamineWorkbook

from app.domain.controller import Controller
from app.domain.registration import ListData, PersonData
from app.domain.service import ServiceData
from app.operations import cases, directory, registration, registration_export, registration_import
from app.operations.vaults import Vault
from storage.vault import open_with_key
from tests.journeys.hands import Hands
from ui.registration_handover import PassphraseDialog
from ui.widgets import Chip

HEADER = ("Nachname", "Vorname", "Geb.-Datum", "Nationalität", "Sprache", "Handy", "Kita")
NAMES = ("Kowalénko", "Nguyễn", "Łukaszewicz-Großmann", "Özdemir", "Petrenko")

Filling = Callable[[], AbstractContextManager[Vault]]


@pytest.fixture
def authority(filling: Filling, with_a_case: str, now: datetime) -> str:
    with filling() as vault:
        return directory.add_service(
            vault, ServiceData("Ausländerbehörde Siegburg", "foreigners_office"), now
        )


@pytest.fixture
def asked_for(filling: Filling, authority: str, now: datetime) -> str:
    """A list on request of the authority, still empty."""
    with filling() as vault:
        site = vault.db.execute("SELECT id FROM site").fetchone()[0]
        cases.set_controller(vault, controller(), now)
        data = ListData(site, "Unterkunft Bahnhofstraße", authority, "aufenthg_87", "Ersuchen vom 20.11.2026")
        return registration.add_list(vault, data, now)


@pytest.fixture
def table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """120 rows of which three are wrong, chosen in whatever dialog asks for a file to read."""
    path = tmp_path / "personen.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, HEADER)
    for number in range(1, 121):
        name = NAMES[number % 5] if number != 30 else ""
        row = [name, f"Hanna {_letters(number)}", f"{number % 28 + 1:02}.05.1988"]
        sheet.write_row(number, 0, [*row, "ukrainisch", "Ukrainisch", f"+49 151 {number}", "gesucht"])
    sheet.write(10, 2, "31.02.1990")
    sheet.write(20, 3, "Atlantis")
    book.close()
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(path), ""))
    return path


def _letters(number: int) -> str:
    return chr(ord("A") + number // 26) + chr(ord("a") + number % 26)


def controller() -> Controller:
    return Controller(
        name="Rhein-Sieg-Kreis",
        unit="Kommunales Integrationszentrum",
        address="Kaiser-Wilhelm-Platz 1\n53721 Siegburg",
        phone="02241 0",
        email="kim@example.org",
        officer="Datenschutz, Kaiser-Wilhelm-Platz 1",
        authority="LDI NRW",
        law="DSGVO",
        storage_years=3,
    )


def passphrase_shown(person: Hands) -> str:
    front = person.robot.front()
    assert isinstance(front, PassphraseDialog)
    return front.words.text().replace("\n", " ")


def saved_at(monkeypatch: pytest.MonkeyPatch, path: Path) -> Path:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    return path


def test_a_list_is_begun(hands: Callable[[], Hands], authority: str) -> None:
    person = hands()
    vault = person.robot.shell().session.vault
    with person.task("Erfassungsliste mit Grundlage anlegen", at_most=7):
        person.press("Ctrl+6")
        person.do("Neue Liste")
        person.answer("Bezeichnung", "Unterkunft Bahnhofstraße")
        person.answer("Für welche Stelle?", "Ausländerbehörde")
        person.go("Rechtsgrundlage des Ersuchens")
        person.press("Down")
        person.answer("Begründung", "Ersuchen vom 20.11.2026")
        person.press("Ctrl+Return")
    (line,) = registration.lists(vault)
    assert (line.list.norm, line.recipient) == ("aufenthg_87", "Ausländerbehörde Siegburg")
    assert person.robot.reads("auf Ersuchen nach § 87 AufenthG: Ersuchen vom 20.11.2026")


def test_120_persons_come_in_and_go_out_and_the_import_is_undone(
    hands: Callable[[], Hands], asked_for: str, table: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = hands()
    vault = person.robot.shell().session.vault
    person.press("Ctrl+6")
    person.press("Return")
    with person.task(
        "120 Personen einlesen, drei Zeilen berichtigt", at_most=11, compare="Excel: 120 Zeilen"
    ):
        person.do("Einlesen")
        assert person.robot.reads("In 3 Zeilen stimmt etwas nicht. 117 Personen sind lesbar.")
        assert person.robot.reads("Zeile 11: Geburtsdatum: ")
        for caption, right in (
            ("Geburtsdatum", "28.02.1990"),
            ("Staatsangehörigkeit", "Ukraine"),
            ("Familienname", "Bondar"),
        ):
            person.press("Return")
            person.answer(caption, right)
            person.press("Ctrl+Return")
        person.press("Ctrl+Return")
    found = registration.persons(vault, asked_for, "", 200)
    assert found.count == 120
    assert [found.shown[place].family_name for place in (0, 29)] == ["Nguyễn", "Bondar"]
    assert person.robot.reads("120 Personen stehen jetzt in der Liste.")

    target = saved_at(monkeypatch, tmp_path / "liste.xlsx")
    with person.task("Liste verschlüsselt an die Ausländerbehörde", at_most=3):
        person.do("Weitergeben")
        assert person.robot.reads("120 Personen gehen hinaus, die ersten 50 stehen hier.")
        person.press("Ctrl+Return")
        passphrase = passphrase_shown(person)
        person.do("Ich habe es notiert")
    rows = _opened(target, passphrase)
    assert len(rows) == 121
    assert rows[0][0] == "Familienname"
    assert rows[1][:2] == ["Nguyễn", "Hanna Ab"]
    with pytest.raises(msoffcrypto.exceptions.InvalidKeyError):
        _opened(target, "falsch")

    sheet = saved_at(monkeypatch, tmp_path / "liste.pdf")
    with person.task("Liste als PDF, eine Spalte ohne Grundlage", at_most=4):
        person.do("Weitergeben")
        person.do("Spalten: Schule oder Kita")
        assert person.robot.reads("Ohne Grundlage und deshalb nicht dabei: Bildung und Arbeit (bei 120).")
        person.go("Als: Excel, verschlüsselt")
        person.press("Right")
        person.press("Ctrl+Return")
    passphrase = passphrase_shown(person)
    person.do("Ich habe es notiert")
    with pytest.raises(pikepdf.PasswordError):
        pikepdf.open(sheet)
    pages = pypdfium2.PdfDocument(sheet, password=passphrase)
    text = "".join(page.get_textpage().get_text_range() for page in pages)
    pages.close()
    assert "Łukaszewicz" in text
    assert "gesucht" not in text
    assert "§ 87 AufenthG" in text.replace("\u00a0", " ").replace("\u202f", " ")
    told = registration.handovers(vault, asked_for)
    assert [(each.format, each.persons) for each in told] == [("pdf", 120), ("xlsx", 120)]
    assert person.robot.reads("120 Personen an Ausländerbehörde Siegburg")

    with person.task("Einlesen als Ganzes zurücknehmen", at_most=1):
        person.do("Einlesen zurücknehmen (120 Personen)")
    assert registration.persons(vault, asked_for, "", 5).count == 0
    assert person.robot.reads("In der Liste steht noch niemand.")


def test_nobody_comes_in_while_a_row_is_wrong(
    hands: Callable[[], Hands], asked_for: str, table: Path
) -> None:
    person = hands()
    vault = person.robot.shell().session.vault
    person.robot.go("lists", asked_for)
    person.do("Einlesen")
    person.press("Ctrl+Return")
    assert person.robot.reads("In 3 Zeilen ist noch etwas nicht lesbar.")
    assert registration.persons(vault, asked_for, "", 5).count == 0
    person.do("In Ordnung")
    with person.task("Drei Zeilen weglassen, 117 übernehmen", at_most=4):
        for _ in range(3):
            person.press("Del")
        person.press("Ctrl+Return")
    assert registration.persons(vault, asked_for, "", 5).count == 117


def test_columns_are_mapped_by_keyboard(
    hands: Callable[[], Hands], asked_for: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "fremd.csv"
    path.write_bytes("Wer;Egal;Gezeichnet\nPetrenko;x;20.11.2026\nÖzdemir;y;".encode("cp1252"))
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(path), ""))
    person = hands()
    vault = person.robot.shell().session.vault
    person.robot.go("lists", asked_for)
    person.do("Einlesen")
    with person.task("Spalten einer fremden Tabelle zuordnen", at_most=4):
        person.back("Spalte Wer")
        person.write("Familienname")
        person.answer("Spalte Gezeichnet", "Einwilligung")
        person.do("Unterschrieben ist für: Name und Kontakt")
        person.press("Ctrl+Return")
    signed, unsigned = registration.persons(vault, asked_for, "", 5).shown
    assert (signed.family_name, signed.consented_categories) == ("Petrenko", ("name_contact",))
    assert (unsigned.family_name, unsigned.consented_on) == ("Özdemir", None)


def _opened(path: Path, passphrase: str) -> list[list[object]]:
    sealed, plain = msoffcrypto.OfficeFile(BytesIO(path.read_bytes())), BytesIO()
    sealed.load_key(password=passphrase, verify_password=True)
    sealed.decrypt(plain)
    plain.seek(0)
    rows: list[list[object]] = CalamineWorkbook.from_filelike(plain).get_sheet_by_index(0).to_python()
    return rows


def test_csv_leaves_only_after_a_clear_word(
    hands: Callable[[], Hands],
    asked_for: str,
    filling: Filling,
    now: datetime,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with filling() as vault:
        registration.add_person(vault, asked_for, PersonData("Kowalénko", "Hanna"), now)
    target = saved_at(monkeypatch, tmp_path / "liste.csv")
    person = hands()
    person.robot.go("lists", asked_for)
    with person.task("Liste als CSV, nach einer Rückfrage", at_most=5):
        person.do("Weitergeben")
        person.go("Als: Excel, verschlüsselt")
        person.press("Right")
        person.press("Right")
        person.press("Ctrl+Return")
        assert person.robot.reads("Eine CSV-Datei ist nicht verschlüsselt.")
        assert not target.exists()
        person.do("Unverschlüsselt speichern")
    assert "Kowalénko;Hanna" in target.read_text("utf-8-sig")


def test_a_person_is_written_down_and_taken_off(
    hands: Callable[[], Hands], asked_for: str, filling: Filling
) -> None:
    person = hands()
    vault = person.robot.shell().session.vault
    person.robot.go("lists", asked_for)
    with person.task("Person in die Liste eintragen", at_most=6, compare="Excel ≈ 6"):
        person.do("Person eintragen")
        person.write("Özdemir")
        person.answer("Vornamen", "Gülşen")
        person.answer("Geburtsdatum", "1990")
        person.answer("Telefon", "0151 1")
        assert person.robot.reads("Hat die Person eine Akte?")
        person.press("Ctrl+Return")
    (line,) = registration.persons(vault, asked_for, "oezdemir", 5).shown
    assert (line.phone, line.client_id) == ("0151 1", None)
    person.go("Personen der Liste")
    person.press("Down")
    with person.task("Person aus der Liste nehmen", at_most=1):
        person.press("Del")
    assert registration.persons(vault, asked_for, "", 5).count == 0
    person.do("Rückgängig")
    assert registration.persons(vault, asked_for, "", 5).shown[0].id == line.id


def test_a_signature_carries_what_was_signed_for(
    hands: Callable[[], Hands], filling: Filling, authority: str, now: datetime
) -> None:
    with filling() as vault:
        site = vault.db.execute("SELECT id FROM site").fetchone()[0]
        kita = registration.add_list(vault, ListData(site, "Kita-Plätze", authority), now)
        registration.add_person(vault, kita, PersonData("Petrenko", "Ivan", school="Kita gesucht"), now)
    person = hands()
    vault = person.robot.shell().session.vault
    person.robot.go("lists", kita)
    person.do("Weitergeben")
    assert person.robot.reads("0 Personen gehen hinaus. 1 Person bleibt draußen")
    person.press("Escape")
    person.go("Personen der Liste")
    person.press("Down")
    with person.task("Unterschrift einer Person festhalten", at_most=5):
        person.press("Return")
        person.answer("Einwilligung unterschrieben am", "heute")
        person.do("Unterschrieben für: Name und Kontakt")
        person.do("Unterschrieben für: Bildung und Arbeit")
        person.press("Ctrl+Return")
    person.do("Weitergeben")
    person.press("2")
    assert person.robot.reads("1 Person geht hinaus.")
    assert person.robot.reads("Ohne Grundlage und deshalb nicht dabei: Familie (bei 1).")
    (line,) = registration.persons(vault, kita, "", 5).shown
    assert line.consented_categories == ("name_contact", "education_work")


def test_after_ninety_days_only_counts_remain(
    hands: Callable[[], Hands],
    asked_for: str,
    case_template: Any,
    path: Path,
    now: datetime,
    tmp_path: Path,
) -> None:
    begun = now - timedelta(days=90)
    vault = open_with_key(path, case_template.code, case_template.key)
    everybody = [PersonData("Petrenko", f"Ivan {_letters(number)}") for number in range(12)]
    registration_import.take_in(vault, asked_for, everybody, begun)
    wish = registration_export.Wish(("family_name", "given_names"), "appointments")
    registration_export.export(vault, asked_for, wish, "pdf", tmp_path / "liste.pdf", begun)
    vault.close()
    person = hands()
    vault = person.robot.shell().session.vault
    assert vault.db.execute("SELECT count(*) FROM registration_person").fetchone() == (0,)
    person.press("Ctrl+6")
    assert "gelöscht am 22.11.2026" in [chip.text() for chip in person.robot.every(Chip)]
    person.press("Return")
    assert person.robot.reads("Die Personen dieser Liste sind gelöscht. Diese Zahlen bleiben:")
    assert person.robot.reads("12 Personen an Ausländerbehörde Siegburg")
