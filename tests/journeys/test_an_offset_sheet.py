# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The officer has drawn a sheet: the office takes its line, compares by phone, and rounds by it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, datetime
from pathlib import Path
from uuid import uuid4

import pytest
from PySide6.QtWidgets import QLabel

from app.operations import offset_lines, offset_sheets, reporting
from app.operations.vaults import Vault
from sync import enrolment, keys, offset_sheet
from tests.journeys.hands import Hands

Filling = Callable[[], AbstractContextManager[Vault]]
PASSWORD = "der Bogen liegt beim Amt"


@pytest.fixture
def line(
    filling: Filling, with_a_case: str, now: datetime, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> offset_sheets.DrawnLine:
    """This office's line of a sheet drawn for ten."""
    monkeypatch.setattr(offset_sheet, "YEARS", 1)
    pairings = [_another(tmp_path / f"{number}.kim-anmeldung") for number in range(9)]
    with filling() as vault:
        pairings.append(tmp_path / "eigene.kim-anmeldung")
        pairings[-1].write_bytes(reporting.pairing_file(vault, now))
        unit = reporting.ensure_unit(vault, now)
    offset_sheets.make_officer_key(tmp_path / "schluessel.p12", PASSWORD)
    drawn = offset_sheets.draw_sheet(
        tmp_path / "schluessel.p12", PASSWORD, pairings, tmp_path / "bogen", now.year
    )
    return next(each for each in drawn if each.path.stem == unit)


def test_a_line_is_loaded_and_compared(line: offset_sheets.DrawnLine, hands: Callable[[], Hands]) -> None:
    person = hands()
    person.robot.go("connection")
    assert "eigenen Schlüssel dieser Akte" in said(person)
    with person.task("Bogenzeile laden und vergleichen", at_most=6):
        person.do("Bogenzeile laden")
        person.write(str(line.path))
        person.press("Ctrl+Return")
        person.do("Bogenzeile vergleichen")
        person.write(line.fingerprint)
        person.press("Ctrl+Return")
    assert "Versatzbogen Ihrer Datenschutzstelle" in said(person)
    state = offset_lines.offset_line_state(person.robot.shell().session.vault)
    assert state == offset_lines.OffsetLineState(line.fingerprint, confirmed=True)


def test_another_sign_confirms_nothing_and_says_so(
    line: offset_sheets.DrawnLine, hands: Callable[[], Hands]
) -> None:
    person = hands()
    person.robot.go("connection")
    person.do("Bogenzeile laden")
    person.write(str(line.path))
    person.press("Ctrl+Return")
    person.do("Bogenzeile vergleichen")
    person.write("0000 0000 0000 0000 0000")
    person.press("Ctrl+Return")
    shown = " ".join(each.text() for each in person.robot.front().findChildren(QLabel))
    assert "Das Prüfzeichen stimmt nicht überein." in shown
    assert line.fingerprint in shown
    state = offset_lines.offset_line_state(person.robot.shell().session.vault)
    assert state == offset_lines.OffsetLineState(line.fingerprint, confirmed=False)


def test_a_file_that_replaces_a_lost_one_says_until_when_that_one_reported(
    with_a_case: str, hands: Callable[[], Hands]
) -> None:
    person = hands()
    person.robot.go("connection")
    with person.task("Verlorene Akte ersetzen", at_most=3):
        person.do("Diese Akte ersetzt eine verlorene")
        person.write("30.09.2026")
        person.press("Ctrl+Return")
    assert "die bis 30.09.2026 gemeldet hat" in said(person)
    assert offset_lines.lost_until(person.robot.shell().session.vault) == date(2026, 9, 30)


def said(person: Hands) -> str:
    page = person.robot.shell().page()
    assert page is not None
    return " ".join(each.text() for each in page.findChildren(QLabel) if each.isVisible())


def _another(path: Path) -> Path:
    own = keys.generate()
    party = keys.party(own, "outstation", str(uuid4()), str(uuid4()), str(uuid4()))
    site = enrolment.Site(str(uuid4()), path.stem)
    path.write_bytes(
        enrolment.write_pairing(enrolment.Pairing(enrolment.PAIRING, party, path.stem, (site,)), own.signing)
    )
    return path
