# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""At the Kreis: the report of a quarter, from an unlocked file to the saved PDF."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from PySide6.QtWidgets import QFileDialog

from app.domain.client import Person
from app.domain.intake import Intake
from app.operations import cases, district, reporting, vaults
from app.operations.vaults import Vault
from storage import packets
from storage.vault import open_with_password
from tests.acquainted import acquaint, share
from tests.journeys.hands import Hands
from ui.robot import Robot

MONTHS = ("2026-06", "2026-07", "2026-09", "2026-10")


@pytest.fixture
def released(case_template: Any, path: Path, now: datetime) -> Iterator[Vault]:
    """An office of the Kreis with one person."""
    with closing(case_template.opened_in(path.parent)) as office:
        site = cases.add_site(office, "SU", "Siegburg Mitte", "05382060", now)
        cases.take_in(office, Intake(Person("Özdemir", "Gülşen"), site, date(2026, 6, 3), "self"), now)
        yield office


@pytest.fixture
def sent(released: Vault, tmp_path: Path, now: datetime) -> Path:
    """The Kreis's file; four months of that office, from two and a half quarters, lie in the exchange."""
    path, exchange = tmp_path / "kreis.kim", tmp_path / "austausch"
    exchange.mkdir()
    vault = vaults.create_district_file(path, "KO", "Kim Ostermann", "vier gelbe Enten", now, vaults.FLOOR)
    with closing(vault.vault) as file:
        acquaint(file, released, now, "Siegburg")
        share(exchange, now, released, file)
        site = cases.sites(released)[0].id
        for month in MONTHS:
            reporting.release(released, site, month, date.fromisoformat(f"{month}-28"), now)
        assert reporting.deliver(released, now).trouble is None
    return path


@pytest.fixture
def kreis(sent: Path, now: datetime) -> Path:
    """The same, received."""
    with closing(open_with_password(sent, "KO", "vier gelbe Enten")) as file:
        assert district.fetch(file, now).accepted == len(MONTHS)
    return sent


def test_what_the_offices_sent_is_there_by_itself_and_becomes_a_report(
    sent: Path, sit_before: Callable[[Path], Robot], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "bericht.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    person = Hands(sit_before(sent))
    with person.task("Vom Öffnen der Datei über den Eingang zum Bericht", at_most=8):
        person.answer("Passwort", "vier gelbe Enten")
        person.press("Return")
        person.robot.wait_for(lambda: person.robot.window.shell() is not None, "the open file")
        person.robot.settle()
        person.press("Ctrl+2")
        assert person.robot.reads("Oktober 2026 · 1 von 1 eingegangen")
        person.press("Ctrl+3")
        person.answer("Berichtszeitraum", "3. Quartal 2026")
        person.press("Ctrl+Return")
        person.do("PDF speichern")
    assert person.robot.reads("Der Bericht ist gespeichert.")
    assert target.read_bytes().startswith(b"%PDF")
    assert len(packets.received(person.robot.shell().session.vault.db)) == len(MONTHS)


def test_the_report_of_a_quarter_is_made_looked_at_and_saved(
    kreis: Path, sit_before: Callable[[Path], Robot], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "bericht.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    person = Hands(sit_before(kreis))
    person.answer("Passwort", "vier gelbe Enten")
    person.press("Return")
    person.robot.wait_for(lambda: person.robot.window.shell() is not None, "the open file")
    with person.task("Quartalsbericht bis zum gespeicherten PDF", at_most=4):
        person.press("Ctrl+3")
        person.answer("Berichtszeitraum", "3. Quartal 2026")
        person.press("Ctrl+Return")
        person.do("PDF speichern")
    assert person.robot.reads("Der Bericht ist gespeichert.")
    with closing(pypdfium2.PdfDocument(target)) as pdf:
        words = " ".join(page.get_textpage().get_text_range() for page in pdf)
    assert "Juli" in words
    assert "September 2026" in words
    assert "Oktober 2026" not in words.split("Stand")[0]
