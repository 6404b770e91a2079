# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Two offices and their Kreis over a winter: three processes and more, a real server between them, no call.

They come to know each other, the server is away for eight weeks, everything arrives, one computer is lost and
locked, the other one's disk breaks; at the end the Kreis has every release once and nobody's name is outside.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

import resources
from app.domain import figures
from app.domain.client import Person
from app.domain.intake import Intake
from app.operations import cases, district, district_figures, reporting, vaults
from storage.vault import open_with_key
from tests import dav
from tests.journeys.computer import LOG, Computer

BEGIN = datetime(2026, 12, 7, 9, 30, tzinfo=UTC)
KNOWN_BEFORE = 20
MOST_OFF = figures.MOST_OFF + 5  # rounded, and perhaps moved by a step against working it out
SURNAME = "Kanarienvogelová"
NEW = {
    "Nordstadt": ("Petrenko", "Haddad", "Nguyễn", "Öztürk", "Kowalczyk", "Mbeki", "Rahimi", "Dushku"),
    "Südstadt": ("Tesfaye", "Shevchuk", "Barzani", "Lindqvist", "Yılmaz", "Okonkwo", "Farahani", "Popescu"),
}
"""Who comes in which week, eight weeks long."""

WEEKLY = [BEGIN.date() + timedelta(weeks=number) for number in range(1, 9)]
MONTHS = ("2026-11", "2026-12", "2027-01", "2027-02")
WORKSHOPS = {"2026-12": 3, "2027-01": 4, "2027-02": 1}
"""One each Monday while the server is away; what the lost disks held of February is entered once more."""


@dataclass
class Kreis:
    """Who sits where; `port` is where the server answers while it is there."""

    coordination: Computer
    offices: dict[str, Computer]
    folder: Path
    port: int

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def share(self) -> Path:
        return self.folder / "server"


Switch = Callable[..., Computer]


@pytest.fixture
def switch_on(tmp_path: Path) -> Iterator[Switch]:
    """Another computer, before a file in its own home folder; all are switched off in the end."""
    with ExitStack() as switched_on:

        def start(name: str, template: Any, now: datetime) -> Computer:
            home = tmp_path / name
            home.mkdir(exist_ok=True)
            computer = Computer(home, home / template.path.name, template.password, now)
            switched_on.callback(computer.switch_off)
            return computer

        yield start


@pytest.fixture
def kreis(switch_on: Switch, case_template: Any, district_template: Any, tmp_path: Path) -> Kreis:
    """Three files on three computers; each office knows twenty people, and nobody knows the others."""
    for name in NEW:
        fill(case_template, tmp_path / name, name)
    (tmp_path / "Kreishaus").mkdir()
    district_template.copy_to(tmp_path / "Kreishaus")
    offices = {name: switch_on(name, case_template, BEGIN) for name in NEW}
    coordination = switch_on("Kreishaus", district_template, BEGIN)
    for computer in (coordination, *offices.values()):
        computer.unlock()
    return Kreis(coordination, offices, tmp_path, dav.free_port())


def fill(template: Any, home: Path, name: str) -> None:
    home.mkdir()
    with closing(open_with_key(template.copy_to(home), template.code, template.key)) as vault:
        site = cases.add_site(vault, name[0], name, "05382060", BEGIN)
        for number in range(KNOWN_BEFORE):
            person = Person(f"{SURNAME}{number}", "Ximena")
            cases.take_in(vault, Intake(person, site, date(2026, 11, 2), "self"), BEGIN)


def test_a_winter_of_two_offices_and_their_kreis(
    kreis: Kreis, switch_on: Switch, case_template: Any, district_template: Any
) -> None:
    with dav.wsgidav(kreis.share, port=kreis.port):
        come_to_know_each_other(kreis)
        november_arrives(kreis)
    for name, office in kreis.offices.items():
        back_up(office, kreis.folder / f"Stick {name}")
    work_for_eight_weeks(kreis)

    with dav.wsgidav(kreis.share, port=kreis.port):
        everything_arrives_once(kreis)
        lost = one_computer_is_lost(kreis)
        kreis.offices["Südstadt"] = its_person_comes_back(kreis, switch_on, case_template)
        kreis.offices["Nordstadt"] = the_other_disk_breaks(kreis, switch_on, case_template)
        releases_come_back(kreis)
        february_arrives(kreis)
        assert_the_lost_one_is_told(lost)

    for computer in (lost, kreis.coordination, *kreis.offices.values()):
        computer.switch_off()
        assert not (computer.home / LOG).exists(), (computer.home / LOG).read_text()
    assert_the_kreis_has_each_release_once(kreis, case_template, district_template)
    assert_no_name_is_on_the_server(kreis)


# 7 December: everybody is there


def come_to_know_each_other(kreis: Kreis) -> None:
    desk = kreis.coordination
    desk.do("Kreis einrichten")
    desk.answer("Name des Kreises oder der Stadt", "Rhein-Sieg-Kreis")
    desk.answer("Amtlicher Schlüssel", "05382")
    desk.press("Ctrl+Return")
    desk.do("Ordner wählen")
    take_the_server(desk, kreis.address)
    for name, office in kreis.offices.items():
        office.page("connection")
        office.do("Austauschordner wählen: Ordner wählen")
        take_the_server(office, kreis.address)
        desk.page("inbox")
        desk.do("Standort aufnehmen")
        enrol(desk, office, name, kreis.folder)


def take_the_server(computer: Computer, address: str) -> None:
    computer.go("Weg: Ordner im Netz")
    computer.choose("WebDAV-Server", "Right")
    computer.answer("Adresse", address)
    computer.answer("Benutzer", dav.USER)
    computer.answer("Passwort", dav.PASSWORD)
    computer.do("Verbindung prüfen")
    assert computer.reads("Alles in Ordnung.")
    computer.press("Ctrl+Return")
    assert "Der Austauschordner ist eingestellt." in computer.heard()


def enrol(desk: Computer, office: Computer, name: str, folder: Path) -> None:
    """From the Kreis's form for a pairing file to both having heard the same on the telephone."""
    pairing, certificate = (folder / f"{name}.kim-{kind}" for kind in ("anmeldung", "bestaetigung"))
    office.save_as(str(pairing))
    office.do("Anmeldedatei an die Koordination geben: Datei speichern")
    desk.save_as(str(certificate))
    desk.answer("Anmeldedatei des Standorts", str(pairing))
    desk.answer("Name der Fallakte", name)
    desk.press("Ctrl+Return")
    office.do("Aufnahmebestätigung laden: Datei laden")
    office.answer("Aufnahmebestätigung", str(certificate))
    office.press("Ctrl+Return")
    office.do("Prüfzeichen am Telefon vergleichen: Vergleichen")
    heard = {computer: computer.read_out("Prüfzeichen ") for computer in (desk, office)}
    for listener, speaker in ((desk, office), (office, desk)):
        listener.answer("Das liest Ihr Gegenüber vor", heard[speaker])
        listener.press("Ctrl+Return")
    assert desk.has_row(name, "bestätigt")
    assert office.reads("Verbunden mit Rhein-Sieg-Kreis")


def november_arrives(kreis: Kreis) -> None:
    for office in kreis.offices.values():
        release(office)
        assert office.reads("Übergeben")
    fetch(kreis.coordination)
    assert kreis.coordination.has_row("Nordstadt", "letztes Paket 1")
    assert kreis.coordination.has_row("Südstadt", "letztes Paket 1")
    for office in kreis.offices.values():
        office.do("Quittung abholen")
        assert office.reads("Angenommen")


def back_up(office: Computer, stick: Path) -> None:
    """The first and last backup of this winter: the stick goes into a drawer."""
    stick.mkdir()
    office.page("office", "access")
    office.do("Ordner für die Sicherung wählen")
    office.answer("Ordner für die Sicherung", str(stick))
    office.press("Ctrl+Return")
    assert office.reads("Letzte geprüfte Sicherung: 07.12.2026, 10:30")
    stick.rename(drawer(stick))


def drawer(stick: Path) -> Path:
    return stick.with_name(f"{stick.name} in der Schublade")


# Until 1 February: nobody can reach the server


def work_for_eight_weeks(kreis: Kreis) -> None:
    for day, *names in zip(WEEKLY, *NEW.values(), strict=True):
        for office, name in zip(kreis.offices.values(), names, strict=True):
            office.come_back(7)
            take_in(office, name)
            hold_workshop(office)
            if day in (date(2027, 1, 4), date(2027, 2, 1)):
                release(office)
                assert office.reads("Unter dieser Adresse nimmt gerade niemand Verbindungen an.")
                office.do("In Ordnung")
                assert office.reads("verschlossen, noch nicht übergeben")
    for office in kreis.offices.values():
        assert office.reads("2 Meldungen im Ausgang")


def take_in(office: Computer, name: str) -> None:
    office.press("Ctrl+N")
    office.write(name)
    office.answer("Wie ist die Person gekommen?", "Von sich aus")
    office.press("Ctrl+Return")
    assert office.reads(name)


def hold_workshop(office: Computer) -> None:
    office.press("Ctrl+Shift+T")
    office.answer("Art", "Workshop")
    office.answer("Personen von Partnern", "4")
    office.press("Ctrl+Return")


def release(office: Computer) -> None:
    """The month that the page proposes: the oldest that is over and not released."""
    office.page("release")
    office.do("Freigeben")
    office.do("Freigeben")


# 2 to 5 February: the server is back


def everything_arrives_once(kreis: Kreis) -> None:
    for office in kreis.offices.values():
        office.come_back(1)
        assert not office.shows("im Ausgang"), "what waited goes out without a key being pressed"
    kreis.coordination.come_back(57)
    fetch(kreis.coordination)
    assert kreis.coordination.has_row("Nordstadt", "letztes Paket 3")
    assert kreis.coordination.has_row("Südstadt", "letztes Paket 3")
    fetch(kreis.coordination)
    assert "Es ist nichts Neues da." in kreis.coordination.heard()
    for office in kreis.offices.values():
        office.come_back(1)
        office.page("release")
        assert office.reads("Angenommen")


def one_computer_is_lost(kreis: Kreis) -> Computer:
    desk = kreis.coordination
    desk.come_back(1)
    desk.page("inbox")
    first = desk.rows()[0]
    assert first.startswith("Nordstadt, Nordstadt · letztes Paket 3")
    desk.choose_row(first, "Südstadt, Südstadt · letztes Paket 3")
    desk.press("Return")
    desk.do("Gerät sperren")
    desk.do("Sperren")
    assert desk.has_row("Südstadt", "gesperrt")
    return kreis.offices.pop("Südstadt")


def its_person_comes_back(kreis: Kreis, switch_on: Switch, template: Any) -> Computer:
    """On a new computer with the file from the drawer, and keys that both compare anew."""
    office = switch_on("Südstadt, neuer Rechner", template, BEGIN + timedelta(days=59))
    desk = kreis.coordination
    restore(office, kreis.folder / "Stick Südstadt", template.password)
    office.page("release")
    assert office.reads(resources.message("epochs.locked").what), "it has heard so by itself"
    assert "Freigeben" not in office.buttons()
    office.page("connection")
    office.do("Neu anmelden")
    office.do("Neu anmelden")
    desk.page("inbox")
    desk.choose_row(desk.rows()[0], "Südstadt, kommt mit einer neuen Anmeldedatei wieder")
    desk.press("Return")
    enrol(desk, office, "Südstadt, neuer Rechner", kreis.folder)
    return office


def the_other_disk_breaks(kreis: Kreis, switch_on: Switch, template: Any) -> Computer:
    """The same computer with the file from the drawer; nobody has to telephone."""
    broken = kreis.offices["Nordstadt"]
    broken.switch_off()
    for file in broken.home.glob(f"{broken.file.name}*"):
        file.unlink()
    office = switch_on("Nordstadt", template, BEGIN + timedelta(days=59))
    restore(office, kreis.folder / "Stick Nordstadt", template.password)
    office.page("release")
    office.do("Meldungen zurückholen")
    office.do("Zurückholen")
    assert office.reads(resources.message("restored.return_awaited").what)
    assert "Freigeben" not in office.buttons()
    return office


def restore(office: Computer, stick: Path, password: str) -> None:
    office.do("Aus einer Sicherung wiederherstellen")
    office.answer("Ordner der Sicherung", str(drawer(stick)))
    office.press("Return")
    office.answer("Passwort", password)
    office.press("Return")
    assert office.reads("Sicherung vom 07.12.2026, 10:30 · 20 Fälle")
    office.do("Wiederherstellen")
    assert office.reads("Diese Datei kommt aus der Sicherung vom 07.12.2026, 10:30.")


def releases_come_back(kreis: Kreis) -> None:
    """All three of each office, and what else the drawers did not hold is entered again."""
    fetch(kreis.coordination)
    for name, office in kreis.offices.items():
        office.come_back(1)
        office.page("release")
        assert "Freigeben" not in office.buttons(), "January is there again, February is not over"
        assert office.reads("Freigegeben, Stand 31.01.2027"), "not the day on which it came back"
        office.page("today")
        office.do("Alles nachgetragen")
        office.do("Bestätigen")
        for person in NEW[name]:
            take_in(office, person)
        hold_workshop(office)


def february_arrives(kreis: Kreis) -> None:
    fetch(kreis.coordination)
    for office in kreis.offices.values():
        office.come_back(24)
        release(office)
        assert office.reads("Übergeben")
    kreis.coordination.come_back(26)
    fetch(kreis.coordination)
    assert kreis.coordination.reads("Februar 2027 · 2 von 2 eingegangen")
    for office in kreis.offices.values():
        office.do("Quittung abholen")
        assert office.reads("Angenommen")


def fetch(desk: Computer) -> None:
    desk.page("inbox")
    desk.do("Abholen")


def assert_the_lost_one_is_told(lost: Computer) -> None:
    """Whoever found it and knows the password opens what lay on it, and sends nothing."""
    lost.come_back(1)
    lost.page("connection")
    assert lost.reads("Die Koordination hat dieses Gerät gesperrt.")
    lost.page("release")
    assert "Freigeben" not in lost.buttons()


# 1 March: what everybody has


def assert_the_kreis_has_each_release_once(kreis: Kreis, office: Any, coordination: Any) -> None:
    left = [payload for computer in kreis.offices.values() for payload in ledger(computer, office)]
    with closing(vaults.unlock(kreis.coordination.file, coordination.code, coordination.password)) as vault:
        stored = [bytes(payload) for (payload,) in vault.db.execute("SELECT payload FROM release")]
        found = district_figures.figures(vault, MONTHS[-1], MONTHS[-1])
        assert district.alarms(vault) == ()
    assert sorted(stored) == sorted(left)
    assert len(left) == len(NEW) * len(MONTHS)
    releases = [json.loads(payload) for payload in left]
    for each in releases:
        assert_true(each)
    last = [published(each) for each in releases if each["period"] == MONTHS[-1]]
    assert abs(found.tables["open"].n.value - sum(map(known_of, last))) <= MOST_OFF * len(last)
    assert found.withheld_months == (MONTHS[-1],), "two case files are too few to show what was done"


def ledger(computer: Computer, template: Any) -> list[bytes]:
    with closing(vaults.unlock(computer.file, template.code, template.password)) as vault:
        return [each.payload for each in reporting.ledger(vault)]


def assert_true(release: dict[str, Any]) -> None:
    """Persons within what rounding may do, acts exactly."""
    table = published(release)
    assert abs(table["n"] - known_of(table)) <= MOST_OFF
    (acts,) = (table["cells"] for table in release["tables"] if table["id"] == "activities")
    assert sum(cell["acts"] for cell in acts) == WORKSHOPS.get(release["period"], 0)


def known_of(table: dict[str, Any]) -> int:
    """How many persons there were on its day."""
    return KNOWN_BEFORE + sum(day <= date.fromisoformat(table["as_of"]) for day in WEEKLY)


def published(release: dict[str, Any]) -> dict[str, Any]:
    """The table of open cases."""
    return next(table for table in release["tables"] if table["id"] == "open")


def assert_no_name_is_on_the_server(kreis: Kreis) -> None:
    names = [SURNAME, "Ximena", *(name for names in NEW.values() for name in names)]
    files = [path for path in kreis.share.rglob("*") if path.is_file()]
    assert len(files) > 2 * len(NEW) * len(MONTHS)
    for path in files:
        held = path.read_bytes() + str(path).encode()
        assert [name for name in names if name.encode() in held] == [], path
