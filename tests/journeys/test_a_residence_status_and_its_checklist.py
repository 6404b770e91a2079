# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The residence title is renewed, the address is secret, and the way to citizenship is talked through."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QFileDialog

from app.domain.client import Address, Person, Residence, SpokenLanguage
from app.domain.consent import WantedRelease
from app.domain.controller import Controller
from app.domain.dates import PartialDate
from app.domain.intake import Intake
from app.domain.service import ServiceData
from app.operations import addresses, cases, checklists, consents, directory, residences
from app.operations.vaults import Vault
from tests.journeys.hands import Hands, spoken

LEYLA = Person(
    "Şahin",
    "Leyla",
    birth_date=PartialDate(1994, 5, 2),
    nationalities=("163",),
    languages=(SpokenLanguage("de", "B1"),),
    arrived_in_germany=PartialDate(2019, 3),
    address=Address("Wiesenweg 3", "53721", "Siegburg"),
    residence=Residence("D60a", date(2026, 12, 10)),
)
OFFICE = Controller(
    name="Stadt Musterstadt",
    unit="Fachdienst Integration",
    address="Marktplatz 1\n53721 Musterstadt",
    phone="+49 2241 100-0",
    email="kim@musterstadt.example",
    officer="Datenschutz der Stadt Musterstadt",
    authority="Landesbeauftragte für Datenschutz und Informationsfreiheit NRW",
    law="DSGVO",
    storage_years=3,
)


@pytest.fixture
def leyla(case_template: Any, path: Path, now: datetime) -> str:
    """A tolerated person, an authority, and a consent that covers name and residence, signed today."""
    vault = case_template.opened_in(path.parent)
    cases.set_controller(vault, OFFICE, now)
    site = cases.add_site(vault, "SU", "Siegburg Mitte", "05382060", now)
    opened = cases.take_in(vault, Intake(LEYLA, site, now.date(), "self"), now)
    authority = ServiceData("Einbürgerungsbehörde Rhein-Sieg-Kreis", "naturalisation_office")
    service_id = directory.add_service(vault, authority, now)
    rows = tuple(
        WantedRelease(service_id, category, "residence_title", "to", date(2027, 6, 30))
        for category in ("name_contact", "residence")
    )
    consent_id = consents.prepare(vault, opened.file_id, rows, "de", date(2027, 6, 30), now)
    consents.print_notice(vault, consent_id, "", now)
    given = {row.id: "given" for row in consents.consents(vault, opened.file_id)[0].rows}
    consents.sign(vault, consent_id, now.date(), given, now)
    vault.close()
    return opened.case_id


def at_residence(hands: Callable[[], Hands], case_id: str) -> tuple[Hands, Vault]:
    person = hands()
    person.robot.go("case", case_id, "residence")
    return person, person.robot.shell().session.vault


def test_a_title_follows_a_duldung(hands: Callable[[], Hands], leyla: str) -> None:
    person, vault = at_residence(hands, leyla)
    assert person.robot.reads("Das Papier läuft in 18 Tagen ab")
    with person.task("Neuer Aufenthaltstitel mit Gültigkeit", at_most=5):
        person.do("Neuer Aufenthaltsstatus")
        person.answer("Aufenthaltsstatus", "Flüchtlingseigenschaft")
        person.answer("Gilt seit", "1.11.")
        person.answer("Papier gültig bis", "31.10.2029")
        person.press("Ctrl+Return")
    before, after = residences.residences(vault, leyla)
    assert (before.status, before.until) == ("D60a", date(2026, 10, 31))
    assert (after.status, after.since, after.expires_on) == (
        "AE25_2s1", date(2026, 11, 1), date(2029, 10, 31),
    )  # fmt: skip
    assert person.robot.reads("seit 01.11.2026 · Papier gültig bis 31.10.2029")
    assert not person.robot.reads("Das Papier läuft")


def test_a_slip_is_taken_away_and_brought_back(hands: Callable[[], Hands], leyla: str) -> None:
    person, vault = at_residence(hands, leyla)
    before = residences.residences(vault, leyla)
    with person.task("Aufenthaltsstatus entfernen und zurückholen", at_most=2):
        person.go("Duldung (§ 60a AufenthG)")
        person.press("Del")
        assert residences.residences(vault, leyla) == ()
        person.press("Ctrl+Z")
    assert residences.residences(vault, leyla) == before


def test_the_duty_to_report_is_read_before_it_is_written_down(
    hands: Callable[[], Hands], leyla: str, says: Callable[..., bool]
) -> None:
    person, vault = at_residence(hands, leyla)
    with person.task("Ohne Duldung festhalten, Hinweis auf § 87 gelesen", at_most=4):
        person.do("Neuer Aufenthaltsstatus")
        person.answer("Aufenthaltsstatus", "Vollziehbar")
        person.press("Ctrl+Return")
        assert says(person.robot, "residence.duty_to_report")
        assert [period.status for period in residences.residences(vault, leyla)] == ["D60a"]
        person.do("Gelesen, trotzdem festhalten")
    assert [period.status for period in residences.residences(vault, leyla)] == ["D60a", "AUSR"]
    assert person.robot.reads("Vollziehbar ausreisepflichtig ohne Duldung")


def test_a_move_to_an_address_that_nobody_may_be_told(hands: Callable[[], Hands], leyla: str) -> None:
    person, vault = at_residence(hands, leyla)
    with person.task("Neue Anschrift mit Auskunftssperre", at_most=6):
        person.do("Neue Anschrift")
        person.answer("Straße und Hausnummer", "Am Ring 8")
        person.answer("Ort", "Bonn")
        person.do("Auskunftssperre")
        person.answer("Wohnt dort seit", "1.10.")
        person.press("Ctrl+Return")
    before, after = addresses.addresses(vault, leyla)
    assert (before.until, after.since) == (date(2026, 9, 30), date(2026, 10, 1))
    assert (after.address.street, after.address.blocked) == ("Am Ring 8", True)
    person.go("Wiesenweg 3, 53721 Siegburg")
    person.press("Up")
    assert spoken(person._focus()).startswith("Am Ring 8, Bonn")
    assert "Auskunftssperre" in spoken(person._focus())


def test_a_checklist_is_answered_by_digits(hands: Callable[[], Hands], leyla: str) -> None:
    person, vault = at_residence(hands, leyla)
    open_items = [
        item for item in checklists.checklist(vault, leyla, "stag10", date(2026, 11, 22)).items
        if not item.locked
    ]  # fmt: skip
    with person.task("Checkliste § 10 StAG, elf Punkte", at_most=13):
        person.go("Seit fünf Jahren rechtmäßig und dauerhaft in Deutschland")
        answered = 0
        while answered < len(open_items):
            if "nicht freigegeben" in spoken(person._focus()):
                person.press("Down")
                continue
            person.press("123"[answered % 3])
            answered += 1
    found = checklists.checklist(vault, leyla, "stag10", date(2026, 11, 22))
    said = [item.state for item in found.items if not item.locked]
    assert said == [("met", "open", "unclear")[number % 3] for number in range(len(open_items))]
    assert person.robot.reads(f"{len(open_items)} von 13 Punkten besprochen")
    person.press("Home")
    for _ in range(7):
        person.press("Down")
    assert "nicht freigegeben" in spoken(person._focus())


def test_the_authority_gets_what_is_covered_and_nothing_else(
    hands: Callable[[], Hands], leyla: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    person, vault = at_residence(hands, leyla)
    target = tmp_path / "blatt.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    for item, state in (("stay", "open"), ("identity", "met"), ("livelihood", "met")):
        checklists.answer(vault, leyla, "stag10", item, state, person.robot.shell().session.now())
    person.robot.go("cases")
    person.robot.go("case", leyla, "residence")
    with person.task("Checkliste durch die Schranke an die Behörde", at_most=3):
        person.do("Blatt für die Behörde")
        assert person.robot.reads("also nicht auf dem Blatt: Leistungen")
        person.press("Ctrl+Return")
        person.do("Außerhalb speichern")
    (told,) = consents.disclosures(vault, cases.case_view(vault, leyla, date(2026, 11, 22)).file.id)
    assert told.sha256 == sha256(target.read_bytes()).hexdigest()
    assert set(told.categories) == {"name_contact", "residence"}


def test_the_person_takes_a_copy_home(
    hands: Callable[[], Hands], leyla: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    person, vault = at_residence(hands, leyla)
    target = tmp_path / "eigene.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    with person.task("Eigene Ausfertigung einer Checkliste", at_most=2):
        person.do("Ausfertigung für die Person")
        person.do("Außerhalb speichern")
    assert target.read_bytes().startswith(b"%PDF")
    assert consents.disclosures(vault, cases.case_view(vault, leyla, date(2026, 11, 22)).file.id) == ()
