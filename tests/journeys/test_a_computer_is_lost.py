# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""An office on a restored file, a computer that is locked and comes back, a Kreis that begins again."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QFileDialog

from app.operations import backups, cases, district, reporting, vaults
from app.operations.vaults import Vault
from tests.acquainted import acquaint, share
from tests.journeys.hands import Hands
from ui.robot import Robot

SEPTEMBER, OCTOBER = date(2026, 9, 30), date(2026, 10, 31)
PASSWORD = "vier gelbe Enten am Rhein"
Sit = Callable[[Path], Robot]


class Places:
    """The two files, the folder between them, and a backup of each from after September."""

    def __init__(self, folder: Path, office: Path) -> None:
        self.office, self.kreis = office, folder / "kreis.kim"
        self.exchange, self.stick = folder / "austausch", folder / "stick"
        self.backups: list[backups.Copy] = []


@pytest.fixture
def places(case_template: Any, path: Path, tmp_path: Path, now: datetime) -> Places:
    """Both know each other; September lies in both backups, October was released after them."""
    found = Places(tmp_path, path)
    found.exchange.mkdir()
    found.stick.mkdir()
    created = vaults.create_district_file(found.kreis, "KO", "Kim Ostermann", PASSWORD, now, vaults.FLOOR)
    with closing(case_template.opened_in(path.parent)) as office, closing(created.vault) as kreis:
        _introduce(found, office, kreis, now)
        _report(office, kreis, SEPTEMBER, now)
        for vault in (office, kreis):
            backups.set_place(vault, str(found.stick), now)
            found.backups.append(backups.back_up(vault, now))
        _report(office, kreis, OCTOBER, now)
    return found


def _introduce(found: Places, office: Vault, kreis: Vault, now: datetime) -> None:
    cases.add_site(office, "SU", "Siegburg Mitte", "05382060", now)
    acquaint(kreis, office, now, "Siegburg")
    share(found.exchange, now, office, kreis)


def _report(office: Vault, kreis: Vault, until: date, now: datetime) -> None:
    (site,) = cases.sites(office)
    reporting.release(office, site.id, f"{until:%Y-%m}", until, now)
    assert reporting.deliver(office, now).trouble is None
    assert district.fetch(kreis, now).accepted == 1
    reporting.deliver(office, now)


def sit_down(sit_before: Sit, file: Path) -> Hands:
    person = Hands(sit_before(file))
    person.answer("Passwort", PASSWORD)
    person.press("Return")
    person.robot.wait_for(lambda: person.robot.window.shell() is not None, "the open file")
    person.robot.settle()
    return person


def fetch(kreis: Hands) -> None:
    kreis.robot.go("inbox")
    kreis.do("Abholen")
    kreis.robot.settle()


def restored(copy: backups.Copy, code: str, beside: Path, now: datetime) -> Path:
    target = backups.new_path(beside, now)
    backups.restore_file(backups.look_into(copy, code, PASSWORD), target, PASSWORD, now).close()
    return target


def ledger(person: Hands) -> list[str]:
    session = person.robot.window.session()
    assert session is not None
    return sorted(each.period for each in reporting.ledger(session.vault))


def test_a_restored_office_gets_back_what_it_had_reported(
    places: Places, sit_before: Sit, says: Callable[..., bool], now: datetime
) -> None:
    office = sit_down(sit_before, restored(places.backups[0], "MB", places.office, now))
    office.robot.go("release")
    assert says(office.robot, "restored.releases_open")
    assert ledger(office) == ["2026-09"]
    with office.task("Meldungen nach einer Sicherung zurückholen", at_most=2):
        office.do("Meldungen zurückholen")
        office.do("Zurückholen")
    office.robot.settle()
    assert says(office.robot, "restored.return_awaited")
    assert "Freigeben" not in office.robot.buttons()
    assert "Letztes Paket abgleichen" not in office.robot.buttons()

    kreis = sit_down(sit_before, places.kreis)
    fetch(kreis)

    with office.task("Nachsehen, ob die Meldungen zurück sind", at_most=1):
        office.do("Jetzt nachsehen")
    office.robot.settle()
    assert office.robot.reads("Ihre Meldungen sind zurück. Sie können wieder freigeben.")
    assert ledger(office) == ["2026-09", "2026-10"]
    assert office.robot.reads("Freigegeben, Stand 31.10.2026"), "when it was approved, nobody knows any more"
    assert "Meldungen zurückholen" not in office.robot.buttons()


def test_a_lost_computer_is_locked_and_the_office_comes_back(
    places: Places,
    sit_before: Sit,
    says: Callable[..., bool],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    now: datetime,
) -> None:
    kreis = sit_down(sit_before, places.kreis)
    kreis.robot.go("inbox")
    with kreis.task("Verlorenes Gerät sperren", at_most=3):
        kreis.go("Siegburg, Siegburg Mitte · letztes Paket 2, bestätigt")
        kreis.press("Return")
        kreis.do("Gerät sperren")
        kreis.do("Sperren")
    kreis.robot.settle()
    assert kreis.robot.reads("kommt mit einer neuen Anmeldedatei wieder")

    for left in places.office.parent.glob(f"{places.office.name}*"):
        left.unlink()
    office = Hands(sit_before(tmp_path / "neuer-rechner" / "akten.kim"))
    with office.task("Auf einem neuen Rechner aus der Sicherung", at_most=6):
        office.do("Aus einer Sicherung wiederherstellen")
        office.answer("Ordner der Sicherung", str(places.backups[0].path.parent))
        office.press("Return")
        office.robot.settle()
        office.answer("Passwort", PASSWORD)
        office.press("Return")
        office.robot.settle()
        office.do("Wiederherstellen")
        office.robot.wait_for(lambda: office.robot.window.shell() is not None, "the restored file")
    office.robot.go("release")
    office.do("Meldungen zurückholen")
    office.do("Zurückholen")
    office.robot.settle()
    assert says(office.robot, "epochs.locked")
    office.do("In Ordnung")
    assert says(office.robot, "epochs.locked"), "it goes on standing on the page"
    assert "Freigeben" not in office.robot.buttons()
    office.robot.go("connection")
    pairing, answer = tmp_path / "neu.kim-anmeldung", tmp_path / "neu.kim-bestaetigung"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(pairing), ""))
    with office.task("Mit neuen Schlüsseln neu anmelden", at_most=3):
        office.do("Neu anmelden")
        office.do("Neu anmelden")
        office.do("Anmeldedatei an die Koordination geben: Datei speichern")
    assert pairing.exists()

    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(answer), ""))
    kreis.robot.go("inbox")
    kreis.go("Siegburg, kommt mit einer neuen Anmeldedatei wieder, gesperrt")
    kreis.press("Return")
    kreis.answer("Anmeldedatei des Standorts", str(pairing))
    kreis.answer("Name der Fallakte", "Siegburg, neuer Rechner")
    kreis.press("Ctrl+Return")
    kreis.robot.settle()
    (known,) = district.outstations(_vault(kreis))
    kreis.answer("Das liest Ihr Gegenüber vor", known.fingerprint)
    kreis.press("Ctrl+Return")
    assert district.outstations(_vault(kreis))[0].confirmed

    office.do("Aufnahmebestätigung laden: Datei laden")
    office.answer("Aufnahmebestätigung", str(answer))
    office.press("Ctrl+Return")
    office.do("Prüfzeichen am Telefon vergleichen: Vergleichen")
    office.answer("Das liest Ihr Gegenüber vor", known.fingerprint)
    office.press("Ctrl+Return")
    office.robot.settle()
    assert office.robot.reads("Verbunden mit Rhein-Sieg-Kreis")
    fetch(kreis)
    reporting.deliver(_vault(office), now)
    assert ledger(office) == ["2026-09", "2026-10"]


def test_a_restored_kreis_asks_all_offices_once_more(places: Places, sit_before: Sit, now: datetime) -> None:
    kreis = sit_down(sit_before, restored(places.backups[1], "KO", places.kreis, now))
    kreis.robot.go("inbox")
    assert kreis.robot.reads("Diese Datei kommt aus der Sicherung vom 22.11.2026, 10:30.")
    with kreis.task("Als Koordination alles zurückholen", at_most=2):
        kreis.do("Alles zurückholen")
        kreis.do("Zurückholen")
    kreis.robot.settle()
    assert not kreis.robot.reads("Diese Datei kommt aus der Sicherung")

    office = sit_down(sit_before, places.office)
    assert reporting.deliver(_vault(office), now).trouble is None
    fetch(kreis)
    assert district.periods(_vault(kreis)) == ("2026-09", "2026-10")
    office.robot.go("connection")
    assert office.robot.reads("Verbunden mit Rhein-Sieg-Kreis")
    (known,) = district.outstations(_vault(kreis))
    assert office.robot.reads(f"Unser Prüfzeichen: {known.fingerprint}")


def test_new_keys_by_one_button(places: Places, sit_before: Sit) -> None:
    office = sit_down(sit_before, places.office)
    office.robot.go("connection")
    assert office.robot.reads("Mit ihnen unterschreibt dieses Büro seine Meldungen.")
    with office.task("Schlüssel erneuern", at_most=2):
        office.do("Schlüssel erneuern")
        office.do("Erneuern")
    assert office.robot.reads("Neue Schlüssel sind angekündigt.")
    assert "Schlüssel erneuern" not in office.robot.buttons()


def _vault(person: Hands) -> Vault:
    session = person.robot.window.session()
    assert session is not None
    return session.vault
