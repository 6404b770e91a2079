# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Templates of the Kreis by keyboard: put together there, taken here, printed and listened to."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from contextlib import AbstractContextManager, closing
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from PySide6.QtCore import QObject, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog

import resources
from app.domain.consent import WantedRelease
from app.domain.controller import Controller
from app.domain.service import ServiceData
from app.operations import (
    cases,
    consents,
    directory,
    district,
    documents,
    template_folder,
    template_packs,
)
from app.operations.vaults import Vault
from storage.vault import open_with_key
from tests.acquainted import acquaint
from tests.journeys.hands import Hands
from ui.robot import Robot

Filling = Callable[[], AbstractContextManager[Vault]]
Sit = Callable[[Path], Robot]
OPUS = b"OggS\x00\x02" + bytes(22) + b"OpusHead" + bytes(2000)
LOGO = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 2 3"><path d="M0 0h2v2L1 3 0 2z"/></svg>'
TITLE = "Musterkreiseinwilligung"
KREIS = """
[profile]
name = "Musterkreis"
address = "Kaiserplatz 1, 53721 Talheim"
officer = "Neue Beauftragte"
authority = "LDI NRW"
law = "DSGVO"

[logo]
alt = "Wappen"
"""
OFFICE = Controller(
    "Musterkreis",
    "KIM",
    "Kaiserplatz 1",
    "0211 1",
    "kim@musterkreis.example",
    "Alte Beauftragte",
    "LDI NRW",
    "DSGVO",
    3,
)


class Player(QObject):
    """What plays sound on this computer."""

    def __init__(self) -> None:
        super().__init__()
        self.played: list[bytes] = []

    @Slot(QUrl)
    def play(self, url: QUrl) -> None:
        self.played.append(Path(url.toLocalFile()).read_bytes())


@pytest.fixture
def player() -> Any:
    player = Player()
    QDesktopServices.setUrlHandler("file", player, "play")  # type: ignore[arg-type]  # no bytes at run time
    yield player
    QDesktopServices.unsetUrlHandler("file")


@pytest.fixture
def kreis_path(district_template: Any, tmp_path: Path, now: datetime) -> Path:
    folder = tmp_path / "kreis"
    folder.mkdir()
    path: Path = district_template.copy_to(folder)
    with closing(open_with_key(path, district_template.code, district_template.key)) as vault:
        district.ensure_district(vault, "05382", "Musterkreis", now)
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "vorlagen"
    made.mkdir()
    return made


def fill(folder: Path) -> None:
    """What the coordination changed in its editor."""
    german = resources.text("forms", "consent", "de.toml")
    (folder / "consent").mkdir(exist_ok=True)
    old = str(tomllib.loads(german)["title"])
    (folder / "consent" / "de.toml").write_text(german.replace(f'"{old}"', f'"{TITLE}"', 1), "utf-8")
    (folder / "consent" / "ar.opus").write_bytes(OPUS)
    (folder / "kreis.toml").write_text(KREIS, "utf-8")
    (folder / "logo.svg").write_text(LOGO, "utf-8")


def unlocked(robot: Robot, password: str) -> Hands:
    hands = Hands(robot)
    hands.answer("Passwort", password)
    hands.press("Return")
    robot.wait_for(lambda: robot.window.shell() is not None, "the open file")
    return hands


def test_the_kreis_puts_its_templates_together(
    district_template: Any,
    kreis_path: Path,
    folder: Path,
    tmp_path: Path,
    sit_before: Sit,
    says: Callable[..., bool],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    target = tmp_path / "musterkreis.kimpack"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    person = unlocked(sit_before(kreis_path), district_template.password)
    person.press("Ctrl+6")
    with person.task("Mitgelieferte Texte holen (Kreis)", at_most=3):
        person.do("Mitgelieferte Texte speichern")
        person.write(str(folder))
        person.press("Ctrl+Return")
    assert (folder / "consent" / "de.toml").read_text("utf-8") == resources.text(
        "forms", "consent", "de.toml"
    )
    fill(folder)
    broken = folder / "goals" / "de.toml"
    good = broken.read_text("utf-8")
    broken.write_text(good.replace("title = ", "titel = ", 1), "utf-8")
    line = next(number for number, each in enumerate(good.splitlines(), 1) if each.startswith("title = "))
    person.do("Vorlagen zusammenstellen")
    person.write(str(folder))
    person.press("Ctrl+Return")
    facts = {"form": "goals", "language": "de", "key": "titel", "line": line}
    assert says(person.robot, "template_pack.unknown_key", **facts)
    assert not target.exists()
    person.press("Escape")
    broken.write_text(good, "utf-8")
    person.press("Ctrl+Return")
    assert target.exists()
    target.unlink()
    with person.task("Vorlagen zusammenstellen (Kreis)", at_most=3, compare="Word-Vorlagen an 12 Büros"):
        person.do("Vorlagen zusammenstellen")
        person.write(str(folder))
        person.press("Ctrl+Return")
    assert target.read_bytes().startswith(b"kim-bruecke/1/templates\0")
    assert person.robot.reads("Logo im Kopf der Blätter")
    assert person.robot.reads("Text: Einwilligung (Deutsch)")
    assert person.robot.reads("Zum Anhören: Einwilligung (Arabisch)")


@pytest.fixture
def pack(
    filling: Filling, district_template: Any, kreis_path: Path, folder: Path, now: datetime, tmp_path: Path
) -> Path:
    """A file from the Kreis, which this office knows."""
    fill(folder)
    target = tmp_path / "musterkreis.kimpack"
    kreis = open_with_key(kreis_path, district_template.code, district_template.key)
    with closing(kreis), filling() as office:
        acquaint(kreis, office, now)
        target.write_bytes(template_folder.put_together(kreis, folder, now).raw)
    return target


@pytest.fixture
def consent(filling: Filling, with_a_case: str, now: datetime) -> str:
    """One that is prepared in Arabic."""
    with filling() as vault:
        cases.set_controller(vault, OFFICE, now)
        jobcenter = directory.add_service(vault, ServiceData("Jobcenter", "jobcenter"), now)
        file_id = cases.case_view(vault, with_a_case, now.date()).file.id
        row = WantedRelease(jobcenter, "name_contact", "counselling", "to")
        return consents.prepare(vault, file_id, (row,), "ar", date(2027, 3, 1), now)


def test_an_office_takes_them_prints_and_listens(
    consent: str,
    with_a_case: str,
    pack: Path,
    hands: Callable[[], Hands],
    player: Player,
    says: Callable[..., bool],
) -> None:
    person = hands()
    vault = person.robot.shell().session.vault
    person.robot.go("office", "work")
    spoilt = pack.with_name("kaputt.kimpack")
    spoilt.write_bytes(pack.read_bytes().replace(b"Musterkreis", b"Musterkreiz"))
    person.do("Vorlagen laden")
    person.write(str(spoilt))
    person.press("Ctrl+Return")
    assert says(person.robot, "packet.bad_signature")
    person.press("Escape")
    person.press("Escape")
    with person.task("Vorlagen des Kreises übernehmen", at_most=4, compare="Vorlagen einzeln ablegen"):
        person.do("Vorlagen laden")
        person.write(str(pack))
        person.press("Ctrl+Return")
        assert person.robot.reads("Text: Einwilligung (Deutsch)")
        assert template_packs.taken(vault) is None
        person.press("Ctrl+Return")
    assert person.robot.reads("Logo im Kopf der Blätter")
    controller = cases.controller(vault)
    assert controller is not None
    assert controller.officer == "Neue Beauftragte"
    printed = consents.print_notice(vault, consent, "", person.robot.shell().session.now())
    first = pypdfium2.PdfDocument(documents.document(vault, printed.id).pdf)[0]
    assert TITLE in first.get_textpage().get_text_bounded()
    person.robot.go("case", with_a_case, "consent")
    with person.task("Einwilligung anhören", at_most=1):
        person.do("Einwilligung anhören: Arabisch")
    assert player.played == [OPUS]


def test_an_office_that_knows_no_kreis_is_shown_the_way(
    consent: str, pack: Path, hands: Callable[[], Hands], filling: Filling, says: Callable[..., bool]
) -> None:
    with filling() as vault:
        vault.db.execute("UPDATE district_key SET confirmed_at = NULL")
    person = hands()
    person.robot.go("office", "work")
    person.do("Vorlagen laden")
    person.write(str(pack))
    person.press("Ctrl+Return")
    assert says(person.robot, "template_pack.no_district")
    person.do("Verbindung einrichten")
    assert person.robot.shell().location[0] == "connection"
