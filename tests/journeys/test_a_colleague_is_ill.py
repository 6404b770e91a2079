# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""„Die Kollegin ist krank“: three computers of one town, two letters, one case that cannot wait."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from app.domain.client import Person
from app.domain.controller import Controller
from app.domain.follow_up import NewFollowUp
from app.domain.intake import Intake
from app.operations import backups, case_transfers, cases, deputy_notices, follow_ups, known_offices
from app.operations.vaults import Vault
from storage.vault import open_with_key
from tests.journeys.computer import LOG, Computer
from tests.journeys.hands import DONE, Task

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
OFFICES = ("Nord", "Süd", "Leitung")
REASON = "Termin im Jobcenter am Mittwoch"
TOWN = Controller(
    "Stadt Siegburg",
    "Fachdienst Integration",
    "Markt 1\n53721 Siegburg",
    "+49 2241 1",
    "kim@stadt.example",
    "Datenschutz, Markt 1",
    "Landesbeauftragte NRW",
    "DSGVO",
    3,
)

Start = Callable[[str], Computer]


def opened(template: Any, home: Path) -> Vault:
    path = home / template.path.name
    return open_with_key(path if path.exists() else template.copy_to(home), template.code, template.key)


@pytest.fixture
def start(case_template: Any, tmp_path: Path) -> Iterator[Start]:
    """Three offices that have compared; in „Nord“ somebody has an appointment in three days."""
    (tmp_path / "sicherung").mkdir()
    with ExitStack() as files:
        vaults = {}
        for name in OFFICES:
            (tmp_path / name).mkdir()
            vaults[name] = files.enter_context(closing(opened(case_template, tmp_path / name)))
            cases.set_controller(vaults[name], TOWN, NOW)
            cases.add_site(vaults[name], name[:2], name, "05382060", NOW)
        for one in OFFICES:
            for other in OFFICES:
                if one != other:
                    compared(vaults[one], vaults[other])
        fill(vaults["Nord"], tmp_path / "sicherung")
    with ExitStack() as switched_on:

        def begin(name: str) -> Computer:
            home = tmp_path / name
            computer = Computer(home, home / case_template.path.name, case_template.password, NOW)
            switched_on.callback(computer.switch_off)
            computer.unlock()
            return computer

        yield begin


def compared(one: Vault, other: Vault) -> None:
    known_offices.key_card(one, NOW)
    taken = known_offices.take_card(one, known_offices.key_card(other, NOW), None, True, NOW)
    assert taken.fingerprint is not None
    known_offices.confirm(one, taken.unit, taken.fingerprint, NOW)


def fill(vault: Vault, place: Path) -> None:
    site = cases.sites(vault)[0].id
    for name, days in (("Amara", 40), ("Nguyễn", 3)):
        case_id = cases.take_in(vault, Intake(Person(name, "Hương"), site, NOW.date(), "self"), NOW).case_id
        due = NOW.date() + timedelta(days=days)
        follow_ups.add_follow_up(vault, NewFollowUp(case_id, due, "Jobcenter anrufen"), NOW)
    backups.set_place(vault, str(place), NOW)


def test_a_colleague_is_ill(start: Start, case_template: Any, tmp_path: Path) -> None:
    stick, place = tmp_path, tmp_path / "sicherung"
    ill = start("Nord")
    ill.page("office", "others")
    ill.counted()
    ill.do("Vertretung benennen")
    ill.answer("Wer vertritt Sie?", "Süd")
    ill.answer("Wer muss zustimmen?", "Leitung")
    ill.press("Ctrl+Return")
    done("Vertretung benennen", ill, at_most=4)
    ill.page("office", "access")
    ill.do("Jetzt sichern")
    assert ill.reads("Die Sicherung ist geprüft.")
    ill.page("office", "others")
    assert ill.reads("23.11.2026, 10:30")
    ill.press("Ctrl+L")

    deputy, lead = start("Süd"), start("Leitung")
    deputy.page("office", "others")
    deputy.save_as(str(stick / "anfrage.kim-vertretung"))
    deputy.counted()
    deputy.do("Öffnen beantragen")
    deputy.answer("Ordner der Kopie", str(place))
    deputy.answer("Warum ist es nötig?", REASON)
    deputy.press("Ctrl+Return")
    assert deputy.reads("Die Anfrage ist gespeichert")
    done("Öffnen einer Vertretungskopie beantragen", deputy, at_most=4)

    lead.page("office", "others")
    lead.save_as(str(stick / "freigabe.kim-vertretung"))
    lead.counted()
    lead.do("Öffnen freigeben")
    lead.answer("Anfrage der Vertretung", str(stick / "anfrage.kim-vertretung"))
    lead.press("Ctrl+Return")
    assert lead.reads("Abwesend: Nord")
    assert lead.shows(f"Grund: {REASON}")
    lead.press("Ctrl+Return")
    assert lead.reads("Die Freigabe ist gespeichert")
    done("Öffnen freigeben", lead, at_most=4)

    deputy.counted()
    deputy.do("Kopie öffnen")
    deputy.answer("Ordner der Kopie", str(place))
    deputy.answer("Freigabe", str(stick / "freigabe.kim-vertretung"))
    deputy.press("Ctrl+Return")
    assert deputy.reads("Vertretungskopie: Nord")
    assert "Nguyễn" in deputy.stands_in("Das steht im Fall")
    deputy.do("Fall übernehmen")
    assert deputy.reads("Hier gilt noch keine Einwilligung")
    deputy.press("Ctrl+Return")
    assert deputy.reads("Der Fall ist aufgenommen")
    done("Kopie öffnen und den dringenden Fall übernehmen", deputy, at_most=6)
    deputy.do("Schließen")
    for computer in (deputy, lead):
        computer.switch_off()

    ill.unlock()
    assert ill.reads("Ihre Vertretungskopie wurde geöffnet.")
    ill.counted()
    ill.do("Ansehen: Ihre Vertretungskopie")
    assert ill.reads(f"Grund: {REASON}. Übernommene Fälle: NO-2026-2.")
    ill.press("Ctrl+Return")
    done("Lesen, wer die Kopie geöffnet hat", ill, at_most=2)
    assert not ill.shows("Ihre Vertretungskopie wurde geöffnet.")
    ill.switch_off()
    for name in OFFICES:
        log = tmp_path / name / LOG
        assert not log.exists(), log.read_text()
    with closing(opened(case_template, tmp_path / "Süd")) as vault:
        (line,) = cases.case_list(vault)
        assert line.family_name == "Nguyễn"
    with closing(opened(case_template, tmp_path / "Nord")) as vault:
        (opening,) = deputy_notices.openings(vault)
        assert opening.seen
        taken = next(line.case_id for line in cases.case_list(vault) if line.family_name == "Nguyễn")
        assert [sent.office for sent in case_transfers.sent_cases(vault, taken)] == ["Süd"]


def done(name: str, office: Computer, at_most: int) -> None:
    """Told below the run beside the other tasks."""
    interactions, keys = office.counted()
    DONE.append(Task(name, interactions, keys, at_most, "–"))
    assert interactions <= at_most, f"{name}: {interactions}"
