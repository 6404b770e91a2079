# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""By keyboard: the Kreis publishes its directory and a pack; an office sees what is new, and takes it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QFileDialog

from app.domain.course import CourseData
from app.domain.service import ServiceData
from app.domain.target_groups import NewGroup
from app.operations import (
    directory,
    district,
    news,
    offered_courses,
    publishing,
    referrals,
    reporting,
    target_groups,
    template_folder,
    template_packs,
)
from app.operations.vaults import Vault
from storage.vault import open_with_key
from tests.acquainted import acquaint, share
from tests.journeys.hands import Hands
from tests.journeys.test_templates_of_the_kreis import fill, unlocked
from tests.journeys.working_days import Calendar
from ui.robot import Robot

Filling = Callable[[], AbstractContextManager[Vault]]
Sit = Callable[[Path], Robot]

TABLE = """Einrichtung;Stelle oder Angebot;Telefon;Themen
Jobcenter Musterkreis;Team 4;02241 1;
Volkshochschule;;02241 2;
Caritas;Migrationsdienst;02241 3;
"""
COURSES = """Träger;Kursname;Niveau;Kursbeginn;Freie Plätze
Volkshochschule;Elternkurs;B1;11.01.2027;3
VHS;Abendkurs;A2;;
"""
JOBCENTER = ServiceData("Jobcenter Musterkreis", "jobcenter", "Team 4", phone="02241 1")
SCHOOL = ServiceData("Volkshochschule", "language_course")


@pytest.fixture
def kreis_path(
    district_template: Any, tmp_path: Path, with_a_case: str, filling: Filling, now: datetime
) -> Path:
    """A Kreis and an office that know each other and share a folder."""
    (tmp_path / "kreis").mkdir()
    path: Path = district_template.copy_to(tmp_path / "kreis")
    with (
        closing(open_with_key(path, district_template.code, district_template.key)) as kreis,
        filling() as office,
    ):
        acquaint(kreis, office, now)
        share(tmp_path / "austausch", now, kreis, office)
    return path


@pytest.fixture
def at_the_kreis(district_template: Any, kreis_path: Path) -> Callable[[], AbstractContextManager[Vault]]:
    @contextmanager
    def opened() -> Iterator[Vault]:
        with closing(open_with_key(kreis_path, district_template.code, district_template.key)) as kreis:
            yield kreis

    return opened


def test_the_kreis_publishes_a_directory_and_a_pack(
    district_template: Any,
    kreis_path: Path,
    tmp_path: Path,
    sit_before: Sit,
    calendar: Calendar,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    table, target, folder = tmp_path / "stellen.csv", tmp_path / "kreis.kimpack", tmp_path / "vorlagen"
    table.write_text(TABLE, "utf-8-sig")
    folder.mkdir()
    fill(folder)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(table), ""))
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    person = unlocked(sit_before(kreis_path), district_template.password)
    vault = person.robot.shell().session.vault
    with person.task("Verzeichnis veröffentlichen (Kreis)", at_most=5, compare="Excel-Liste an 12 Büros"):
        person.press("Ctrl+7")
        person.do("Tabelle einlesen")
        person.robot.wait_for(lambda: person.robot.reads("In 3 Zeilen stimmt etwas nicht."), "the preview")
        person.back("Art der Stelle, wo keine steht")
        person.write("Sonstige")
        person.press("Ctrl+Return")
        person.press("Ctrl+Return")
    assert [each.full_name for each in publishing.offers(vault)] == [
        "Jobcenter Musterkreis, Team 4",
        "Volkshochschule",
        "Caritas, Migrationsdienst",
    ]
    assert person.robot.reads("3 Stellen")
    calendar.now += timedelta(seconds=30)
    with person.task("Sprachkurs an alle Büros geben (Kreis)", at_most=7, compare="Rundmail an 12 Büros"):
        person.do("Kurs anlegen")
        person.answer("Anlaufstelle", "Volkshochschule")
        person.answer("Kurs", "Elternkurs")
        person.answer("Niveau", "B1")
        person.answer("Beginnt am", "11.01.2027")
        person.press("Ctrl+Return")
        person.do("Sprachkurse an alle Büros geben")
    assert person.robot.reads("1 Kurs")
    (given,) = publishing.given_courses(vault).values()
    assert (given.title, given.level, f"{given.starts_on}") == ("Elternkurs", "B1", "2027-01-11")
    with person.task("Sprachkurs herausnehmen und zurückholen (Kreis)", at_most=3):
        person.go("Sprachkurse des Kreises")
        person.choose("Elternkurs")
        person.press("Delete")
        assert offered_courses.offered(vault) == ()
        person.press("Ctrl+Z")
    assert [each.title for each in offered_courses.offered(vault)] == ["Elternkurs"]
    person.press("Ctrl+6")
    person.do("Vorlagen zusammenstellen")
    person.write(str(folder))
    person.press("Ctrl+Return")
    with person.task("Vorlagen an alle Büros geben (Kreis)", at_most=1, compare="Datei an 12 Büros mailen"):
        person.do("An alle Büros geben")
    assert publishing.published_at(vault, "templates") is not None
    with person.task("Tabellenkatalog festlegen (Kreis)", at_most=4):
        person.press("Ctrl+7")
        person.do("Tabellenkatalog festlegen")
        person.answer("Gilt ab", "01.01.2027")
        person.press("Ctrl+Return")
    with person.task("Zielgruppe des Kreises an alle Büros geben", at_most=4, compare="Rundmail"):
        person.do("Zielgruppe anlegen")
        person.answer("Name der Zielgruppe", "Saisonkräfte")
        person.press("Ctrl+Return")
        person.do("Zielgruppen an alle Büros geben")
    assert person.robot.reads("1 Zielgruppe")
    assert publishing.published_at(vault, "groups") is not None
    settled = publishing.settled_tables(vault)
    assert settled is not None
    assert (settled.number, f"{settled.valid_from}") == (2, "2027-01-01")
    assert person.robot.reads("Katalog 2 ab 01.01.2027")
    now = person.robot.shell().session.now()
    assert district.fetch(vault, now).trouble is None
    assert len(list((tmp_path / "austausch" / "catalogue").iterdir())) >= 4


def test_the_kreis_takes_in_a_table_of_courses(
    at_the_kreis: Callable[[], AbstractContextManager[Vault]],
    district_template: Any,
    kreis_path: Path,
    tmp_path: Path,
    sit_before: Sit,
    now: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    table = tmp_path / "kurse.csv"
    table.write_text(COURSES, "utf-8-sig")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(table), ""))
    with at_the_kreis() as kreis:
        publishing.publish_directory(kreis, [JOBCENTER, SCHOOL], now)
    person = unlocked(sit_before(kreis_path), district_template.password)
    vault = person.robot.shell().session.vault
    with person.task("Kurse aus einer Tabelle, eine Zeile berichtigt (Kreis)", at_most=6):
        person.press("Ctrl+7")
        person.do("Kurse einlesen")
        person.robot.wait_for(
            lambda: person.robot.reads("In 1 Zeile stimmt etwas nicht. 1 neuer Kurs"), "the preview"
        )
        person.press("Return")
        person.answer("Anlaufstelle", "Volkshochschule")
        person.press("Ctrl+Return")
        person.press("Ctrl+Return")
    assert {(each.title, each.institution, each.places) for each in offered_courses.offered(vault)} == {
        ("Elternkurs", "Volkshochschule", 3),
        ("Abendkurs", "Volkshochschule", None),
    }
    assert person.robot.reads("2 Kurse mehr.")


def test_an_office_takes_a_directory_and_a_pack(
    at_the_kreis: Callable[[], AbstractContextManager[Vault]],
    filling: Filling,
    hands: Callable[[], Hands],
    tmp_path: Path,
    now: datetime,
) -> None:
    folder = tmp_path / "vorlagen"
    folder.mkdir()
    fill(folder)
    with at_the_kreis() as kreis, filling() as office:
        directory.add_service(office, SCHOOL, now)
        publishing.publish_directory(kreis, [JOBCENTER, SCHOOL], now)
        publishing.publish_templates(kreis, template_folder.put_together(kreis, folder, now).raw, now)
        assert district.fetch(kreis, now).trouble is None
        assert reporting.deliver(office, now + timedelta(minutes=1)).news
    person = hands()
    vault = person.robot.shell().session.vault
    with person.task("Anlaufstellen des Kreises übernehmen", at_most=3, compare="Liste abtippen"):
        person.do("Ansehen: Anlaufstellen, Vorlagen")
        person.do("Ansehen: Anlaufstellen")
        assert person.robot.reads("Neu: 1")
        assert person.robot.reads("Bleibt, wie bei Ihnen: 1")
        assert len(directory.services(vault)) == 1, "shown before it is taken"
        person.press("Ctrl+Return")
    assert [each.full_name for each in directory.services(vault)] == [
        "Jobcenter Musterkreis, Team 4",
        "Volkshochschule",
    ]
    person.robot.go("today")
    with person.task("Neues der Koordination später ansehen", at_most=1):
        person.do("Später: Vorlagen")
    assert not person.robot.reads("Neu von der Koordination: Vorlagen")
    assert [each.kind for each in news.news(vault, now)] == ["templates"]
    person.robot.go("connection")
    with person.task(
        "Vorlagen aus dem Austauschordner übernehmen", at_most=2, compare="Datei suchen und laden"
    ):
        person.do("Ansehen: Vorlagen")
        person.press("Ctrl+Return")
    assert template_packs.taken(vault) is not None
    assert news.news(vault, now) == ()
    person.robot.go("services")
    assert person.robot.reads("Herkunft: Koordination, Stand")


def test_an_office_takes_a_course_finds_it_by_need_and_refers_to_it(
    at_the_kreis: Callable[[], AbstractContextManager[Vault]],
    filling: Filling,
    hands: Callable[[], Hands],
    with_a_case: str,
    now: datetime,
) -> None:
    with at_the_kreis() as kreis, filling() as office:
        publishing.publish_directory(kreis, [JOBCENTER, replace(SCHOOL, topics=("language",))], now)
        school = next(each.id for each in publishing.offers(kreis) if each.name == "")
        for title, level in (("Elternkurs", "B1"), ("Abendkurs", "A2")):
            offered_courses.add_course(kreis, CourseData(school, title, level, date(2027, 1, 11)), now)
        publishing.publish_courses(kreis, now + timedelta(minutes=1))
        assert district.fetch(kreis, now + timedelta(minutes=2)).trouble is None
        assert reporting.deliver(office, now + timedelta(minutes=3)).news
    person = hands()
    vault = person.robot.shell().session.vault
    with person.task("Kurse des Kreises übernehmen", at_most=2, compare="Kursliste abtippen"):
        person.do("Ansehen: Anlaufstellen")
        assert person.robot.reads("Neue Sprachkurse: 2")
        assert person.robot.reads("Elternkurs, B1")
        person.press("Ctrl+Return")
    person.robot.go("services")
    with person.task("Kurs des Kreises nach Niveau finden", at_most=2, compare="Telefonate"):
        person.back("Was zeigen?: Stellen")
        person.choose("Was zeigen?: Sprachkurse", "Right")
        person.go("Niveau ab")
        person.choose("B1")
    person.go("mit Kinderbetreuung")
    table = person.robot.shell().page().courses.table.model()  # type: ignore[union-attr]
    assert [table.index(row, 0).data() for row in range(table.rowCount())] == ["Elternkurs"]
    person.robot.go("case", with_a_case)
    with person.task("In einen Kurs des Kreises überleiten", at_most=6):
        person.press("Ctrl+Shift+U")
        person.answer("Lebensbereich", "Sprache")
        person.do("Anlaufstelle finden")
        person.press("Return")
        person.answer("Kurs", "Elternkurs")
        person.press("Ctrl+Return")
    (made,) = referrals.referrals(vault, with_a_case)
    assert (made.recipient, made.course) == ("Volkshochschule", "Elternkurs")
    assert person.robot.reads("Elternkurs")


def test_an_office_takes_the_target_groups_of_its_kreis(
    at_the_kreis: Callable[[], AbstractContextManager[Vault]],
    filling: Filling,
    hands: Callable[[], Hands],
    now: datetime,
) -> None:
    with at_the_kreis() as kreis, filling() as office:
        target_groups.add_group(kreis, NewGroup("Saisonkräfte"), now)
        publishing.publish_groups(kreis, now)
        assert district.fetch(kreis, now).trouble is None
        assert reporting.deliver(office, now + timedelta(minutes=1)).news
    person = hands()
    vault = person.robot.shell().session.vault
    with person.task("Zielgruppen des Kreises übernehmen", at_most=2, compare="im Büro selbst anlegen"):
        person.do("Ansehen: Zielgruppen")
        assert person.robot.reads("Saisonkräfte")
        person.press("Ctrl+Return")
    assert "Saisonkräfte" in [entry.label for entry in target_groups.groups(vault)]
    assert news.news(vault, now) == ()
