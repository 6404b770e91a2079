# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Paper leaves by the printer and comes back from the scanner; everything by keyboard."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime, time
from hashlib import sha256
from pathlib import Path

import pypdfium2
import pytest
from PIL import ImageChops
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QWidget

from app.domain.appointment import NewAppointment
from app.domain.client import Person, SpokenLanguage
from app.domain.consent import WantedRelease
from app.domain.controller import Controller
from app.domain.disclosure import Norm, Request
from app.domain.errors import Refusal
from app.domain.goal import NewGoal
from app.domain.intake import Intake
from app.domain.service import ServiceData
from app.operations import (
    appointments,
    cases,
    consents,
    directory,
    documents,
    goals,
    handovers,
    scans,
    signings,
)
from app.operations.vaults import Vault
from tests.journeys.hands import Hands
from tests.paper import Queue, scanned, set_up_queue, sheets_of
from ui.widgets import CodeInput

Filling = Callable[[], AbstractContextManager[Vault]]
TODAY = date(2026, 11, 22)
OFFICE = Controller("Stadt", "KIM", "Markt 1", "02241 100", "a@b.example", "DSB", "LDI", "DSGVO", 3)


@dataclass(frozen=True)
class Desk:
    """One person with a printed consent, a goal and an appointment today, and a neighbour with a consent."""

    case_id: str
    file_id: str
    consent: documents.Document
    neighbours: documents.Document


@pytest.fixture
def desk(filling: Filling, now: datetime) -> Desk:
    with filling() as vault:
        cases.set_controller(vault, OFFICE, now)
        site = cases.add_site(vault, "SU", "Siegburg Mitte", "05382060", now)
        club = directory.add_service(vault, ServiceData("Wohnhilfe e. V.", "other"), now)
        papers = []
        for family, given in (("Rahimi", "Nasrin"), ("Zedler", "Xaver")):
            person = Person(family, given, languages=(SpokenLanguage("ar"),))
            opened = cases.take_in(vault, Intake(person, site, TODAY, "self"), now)
            wanted = (WantedRelease(club, "name_contact", "housing_search", "to"),)
            consent = consents.prepare(vault, opened.file_id, wanted, "de", date(2027, 6, 30), now)
            papers.append((opened, consents.print_notice(vault, consent, "", now)))
        (first, paper), (_, other) = papers
        assert first.case_id is not None
        goals.set_goal(vault, first.case_id, NewGoal("Eine Wohnung", "housing", TODAY, "Vertrag", ()), now)
        appointments.make_appointment(
            vault, first.case_id, NewAppointment(TODAY, time(15), title="Erstgespräch"), now
        )
    return Desk(first.case_id, first.file_id, paper, other)


@pytest.fixture
def queue(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Queue:
    return set_up_queue(tmp_path / "drucker", monkeypatch)


@pytest.fixture
def scanner(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[bytes, str], Path]:
    """Puts a file where the dialog of the system finds it."""

    def put(content: bytes, name: str = "scan.pdf") -> Path:
        path = tmp_path / name
        path.write_bytes(content)
        monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(path), ""))
        return path

    return put


def vault_of(person: Hands) -> Vault:
    return person.robot.shell().session.vault


def page_count(pdf: bytes) -> int:
    with pypdfium2.PdfDocument(pdf) as document:
        return len(document)


def journal(person: Hands) -> list[str]:
    return [action for (action,) in vault_of(person).db.execute("SELECT action FROM journal ORDER BY rowid")]


def chip(person: Hands, words: str) -> bool:
    """A chip says it, alone or in a row."""
    names = [each.accessibleName() for each in person.robot.every(QWidget)]
    return any(words in name for name in names)


def test_two_copies_on_both_sides_and_the_queue_is_explained_once(
    hands: Callable[[], Hands], desk: Desk, queue: Queue
) -> None:
    person = hands()
    person.robot.go("case", desk.case_id, "documents")
    with person.task("Zwei Exemplare beidseitig drucken", at_most=4, compare="Word ≈ 6"):
        person.do("Drucken")
        assert person.robot.reads("bleibt kurz beim Drucker")
        person.answer("Exemplare", "2")
        person.do("Beidseitig drucken")
        person.press("Ctrl+Return")
    ((words, pdf),) = queue.jobs()
    assert words == ["-d", "Keller", "-n", "2", "-o", "sides=two-sided-long-edge", "-t", "KIM-Brücke", "-"]
    assert pdf == desk.consent.pdf
    assert journal(person)[-1] == "document.printed"
    with person.task("Noch ein Exemplar", at_most=2):
        person.do("Drucken")
        assert not person.robot.reads("bleibt kurz beim Drucker")
        person.press("Ctrl+Return")
    assert queue.jobs()[1][0][:4] == ["-d", "Keller", "-n", "1"]
    assert "sides=two-sided-long-edge" in queue.jobs()[1][0], "as it was printed last"


def test_one_page_of_another_printer_that_prints_one_side(
    hands: Callable[[], Hands], desk: Desk, queue: Queue
) -> None:
    person = hands()
    person.robot.go("case", desk.case_id, "documents")
    person.do("Drucken")
    person.go("Drucker")
    person.choose("Flur")
    assert not person.robot.reads("Beidseitig drucken")
    person.answer("Seiten", "99")
    person.press("Ctrl+Return")
    assert person.robot.reads("Diese Seite gibt es nicht.")
    assert queue.jobs() == []
    person.write("1")
    person.press("Ctrl+Return")
    ((words, _),) = queue.jobs()
    assert words == ["-d", "Flur", "-n", "1", "-P", "1", "-t", "KIM-Brücke", "-"]


def test_everything_for_this_appointment(hands: Callable[[], Hands], desk: Desk, queue: Queue) -> None:
    person = hands()
    with person.task("Alles für diesen Termin drucken", at_most=5, compare="Word, vier Vorlagen ≈ 40"):
        person.press("T")
        person.do("Alles für diesen Termin")
        person.press("Ctrl+Return")
        person.press("Space")
        person.press("Ctrl+Return")
    kept = documents.documents(vault_of(person), desk.file_id)
    assert {each.form for each in kept} == {"information", "consent", "goals", "appointment_slip"}
    ((_, pdf),) = queue.jobs()
    pages = [page_count(documents.document(vault_of(person), each.id).pdf) for each in kept]
    assert page_count(pdf) == sum(pages)
    assert journal(person)[-4:] == ["document.printed"] * 4
    assert {each.language for each in kept if each.form != "consent"} == {"ar"}


def test_what_is_not_ticked_is_not_printed(hands: Callable[[], Hands], desk: Desk, queue: Queue) -> None:
    person = hands()
    person.robot.go("case", desk.case_id, "documents")
    person.do("Alles für diesen Termin")
    for name in ("Informationsblatt", "Zielvereinbarung", "Terminzettel"):
        person.do(name)
    person.press("Ctrl+Return")
    person.press("Space")
    person.press("Ctrl+Return")
    ((_, pdf),) = queue.jobs()
    assert pdf == desk.consent.pdf
    assert len(documents.documents(vault_of(person), desk.file_id)) == 1


def test_a_signed_consent_comes_back_and_counts_from_the_day_on_it(
    hands: Callable[[], Hands], desk: Desk, scanner: Callable[..., Path]
) -> None:
    came = scanner(scanned(sheets_of(desk.consent.pdf)))
    person = hands()
    person.robot.go("case", desk.case_id, "documents")
    assert chip(person, "Unterschrift fehlt")
    with person.task("Scan aufnehmen, Unterschrift festhalten", at_most=4, compare="abheften"):
        person.do("Scan aufnehmen")
        assert chip(person, "Code gefunden")
        person.press("Ctrl+Return")
        person.do("Wohnhilfe e. V. · Name und Kontakt: erteilt")
        person.press("Ctrl+Return")
    assert not chip(person, "Unterschrift fehlt")
    (consent,) = consents.consents(vault_of(person), desk.file_id)
    assert (consent.status, consent.signed_on) == ("signed", TODAY)
    assert [row.decision for row in consent.rows] == ["given"]
    ((scan,),) = scans.scans(vault_of(person), desk.file_id).values()
    assert scan.document_id == desk.consent.id
    kept = scans.scan(vault_of(person), scan.id)
    assert kept.content == came.read_bytes(), "as it came"
    person.robot.wait_for(lambda: bool(shown_pages(person, "Scan")), "the pages of the scan")


def test_a_scan_is_printed_again_and_saved_for_the_person(
    hands: Callable[[], Hands],
    desk: Desk,
    filling: Filling,
    queue: Queue,
    now: datetime,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    came, target = scanned(sheets_of(desk.consent.pdf)), tmp_path / "kopie.pdf"
    with filling() as vault:
        piece = scans.Piece(desk.consent.id, "application/pdf", page_count(came), came)
        scans.keep(vault, [piece], now)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    person = hands()
    person.robot.go("case", desk.case_id, "documents")
    person.robot.wait_for(lambda: bool(shown_pages(person, "Scan")), "the pages of the scan")
    with person.task("Scan noch einmal drucken", at_most=2, compare="kopieren ≈ 4"):
        person.do("Drucken")
        person.robot.wait_for(lambda: person.robot.reads("Exemplare"), "the print dialog")
        person.press("Ctrl+Return")
    ((_, job),) = queue.jobs()
    assert page_count(job) == page_count(came)
    assert job != came, "what came from outside goes to no printer"
    looks, printed = (sheets_of(each, dpi=30) for each in (came, job))
    assert [page.size for page in looks] == [page.size for page in printed]
    for before, after in zip(looks, printed, strict=True):
        difference = ImageChops.difference(before, after)
        assert max(difference.getextrema()) < 96
        assert sum(difference.histogram()[48:]) < 40
    assert journal(person)[-1] == "scan.printed"
    with person.task("Scan für die Person speichern", at_most=2):
        person.do("Außerhalb speichern")
        person.press("Ctrl+Return")
    assert target.read_bytes() == came, "as it came"
    assert journal(person)[-1] == "scan.saved_outside"


def test_a_scan_leaves_for_somebody_else_only_through_the_gate(
    desk: Desk, filling: Filling, now: datetime, tmp_path: Path
) -> None:
    came, target = scanned(sheets_of(desk.consent.pdf)), tmp_path / "kopie.pdf"
    with filling() as vault:
        piece = scans.Piece(desk.consent.id, "application/pdf", page_count(came), came)
        (scan_id,) = scans.keep(vault, [piece], now)
        (row,) = consents.consents(vault, desk.file_id)[0].rows
        request = Request(row.service_id, ("name_contact",), "housing_search", "export", TODAY)
        with pytest.raises(Refusal, match=r"disclosure\."):
            scans.save_scan_for_other(vault, scan_id, desk.case_id, request, None, target, now)
        assert not target.exists()
        consents.sign(vault, consents.consents(vault, desk.file_id)[0].id, TODAY, {row.id: "given"}, now)
        told = scans.save_scan_for_other(vault, scan_id, desk.case_id, request, None, target, now)
        assert told.sha256 == sha256(came).hexdigest()
        assert consents.disclosures(vault, desk.file_id)[0].id == told.id
    assert target.read_bytes() == came


def shown_pages(person: Hands, name: str) -> list[QLabel]:
    return [each for each in person.robot.every(QLabel) if each.accessibleName().startswith(f"{name}, Seite")]


def test_a_stack_of_two_persons_is_cut_and_each_gets_only_the_own_pages(
    hands: Callable[[], Hands], desk: Desk, scanner: Callable[..., Path]
) -> None:
    """From Heute, where nobody is open; the codes know whose paper it is."""
    pages = sheets_of(desk.consent.pdf, desk.neighbours.pdf)
    stack = scanner(scanned(pages))
    person = hands()
    drop(person, stack)
    assert person.robot.reads("Scan aufnehmen: 2 Blätter")
    person.press("Ctrl+Return")
    person.press("Escape")
    person.press("Escape")
    vault = vault_of(person)
    for kept, count in ((desk.consent, page_count(desk.consent.pdf)), (desk.neighbours, None)):
        paper = scans.paper(vault, kept.form_number or "")
        assert paper is not None
        assert paper.file_id is not None
        ((scan,),) = scans.scans(vault, paper.file_id).values()
        assert scan.document_id == kept.id
        assert scan.pages == count or count is None
        assert page_count(scans.scan(vault, scan.id).content) == scan.pages
    assert signings.awaiting(vault, desk.file_id) == {desk.consent.id}, "scanned is not signed"


def drop(person: Hands, path: Path) -> None:
    """As a file manager brings it."""
    page = person.robot.shell().page()
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    args = (Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    begin = QDragEnterEvent(QPointF(9, 9).toPoint(), *args)
    QApplication.sendEvent(page, begin)
    assert begin.isAccepted()
    QApplication.sendEvent(page, QDropEvent(QPointF(9, 9), *args))
    person.robot.settle()


def test_the_paper_of_another_person_says_so_before_it_is_kept(
    hands: Callable[[], Hands], desk: Desk, scanner: Callable[..., Path]
) -> None:
    scanner(scanned(sheets_of(desk.neighbours.pdf)))
    person = hands()
    person.robot.go("case", desk.case_id, "documents")
    person.do("Scan aufnehmen")
    assert chip(person, "andere Akte")
    assert person.robot.reads("X. Z. SU-2026-2")
    person.press("Ctrl+Return")
    assert person.robot.reads("Es ist noch nicht gewählt, zu welchem Blatt der Scan gehört.")
    assert not scans.scans(vault_of(person), desk.file_id)


def test_in_conversation_nobody_else_is_named(
    hands: Callable[[], Hands], desk: Desk, scanner: Callable[..., Path]
) -> None:
    scanner(scanned(sheets_of(desk.neighbours.pdf)))
    person = hands()
    person.robot.go("case", desk.case_id, "documents")
    person.press("F8")
    person.do("Scan aufnehmen")
    assert chip(person, "andere Akte")
    assert not person.robot.reads("X. Z.")
    assert not person.robot.reads("SU-2026-2")


def test_paper_without_a_code_is_placed_by_hand(
    hands: Callable[[], Hands], desk: Desk, scanner: Callable[..., Path]
) -> None:
    (photo, *_) = sheets_of(desk.consent.pdf)
    photo.paste(255, (0, 0, photo.width, photo.height // 4))
    scanner(scanned([photo], "JPEG"), "foto.jpg")
    person = hands()
    person.robot.go("case", desk.case_id, "documents")
    with person.task("Scan ohne Code zuordnen", at_most=3):
        person.do("Scan aufnehmen")
        assert chip(person, "kein Code")
        person.choose("Einwilligung")
        person.press("Ctrl+Return")
    ((scan,),) = scans.scans(vault_of(person), desk.file_id).values()
    assert (scan.document_id, scan.media_type) == (desk.consent.id, "image/jpeg")


def test_a_file_that_is_no_scan_is_a_sentence(
    hands: Callable[[], Hands], desk: Desk, scanner: Callable[..., Path], says: Callable[..., bool]
) -> None:
    scanner(b"MZ this is a program")
    person = hands()
    person.robot.go("case", desk.case_id, "documents")
    person.do("Scan aufnehmen")
    assert says(person.robot, "scan.other_kind")


def test_a_scan_at_the_wrong_paper_is_taken_off_and_put_back(
    hands: Callable[[], Hands], desk: Desk, scanner: Callable[..., Path]
) -> None:
    scanner(scanned(sheets_of(desk.consent.pdf)))
    person = hands()
    person.robot.go("case", desk.case_id, "documents")
    person.do("Scan aufnehmen")
    person.press("Ctrl+Return")
    person.press("Escape")
    person.do("Scan entfernen")
    assert not scans.scans(vault_of(person), desk.file_id)
    person.press("Ctrl+Z")
    assert len(scans.scans(vault_of(person), desk.file_id)) == 1
    assert journal(person)[-3:] == ["scan.received", "scan.removed", "scan.received"]


def test_saved_outside_for_the_person_and_for_an_office(
    hands: Callable[[], Hands],
    desk: Desk,
    filling: Filling,
    now: datetime,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with filling() as vault:
        (consent,) = consents.consents(vault, desk.file_id)
        consents.sign(vault, consent.id, TODAY, {row.id: "given" for row in consent.rows}, now)
    target = tmp_path / "blatt.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    person = hands()
    person.robot.go("case", desk.case_id, "documents")
    with person.task("Eigenes Exemplar außerhalb speichern", at_most=2):
        person.do("Außerhalb speichern")
        assert person.robot.reads("außerhalb der verschlüsselten Akte")
        person.press("Ctrl+Return")
    assert target.read_bytes() == desk.consent.pdf
    assert journal(person)[-1] == "document.saved_outside"
    target.unlink()
    with person.task("Für eine andere Stelle speichern, durch die Schranke", at_most=5):
        person.do("Außerhalb speichern")
        person.press("2")
        person.answer("An wen?", "Wohn")
        person.press("Return")
        person.press("Ctrl+Return")
    (told,) = consents.disclosures(vault_of(person), desk.file_id)
    assert (told.recipient, told.categories, told.channel) == ("Wohnhilfe e. V.", ("name_contact",), "export")
    assert target.read_bytes() == desk.consent.pdf


def test_without_a_release_nothing_is_saved_for_an_office(
    hands: Callable[[], Hands], desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "blatt.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    person = hands()
    person.robot.go("case", desk.case_id, "documents")
    person.do("Außerhalb speichern")
    person.press("2")
    person.answer("An wen?", "Wohn")
    person.press("Return")
    person.answer("Zweck", "Wohnung suchen")
    person.press("Ctrl+Return")
    assert not target.exists()
    assert not consents.disclosures(vault_of(person), desk.file_id)
    person.do("Einwilligung erfassen")
    person.robot.settle()
    assert person.robot.reads("Einwilligung")
    assert person.robot.shell().page().open_key == "consent"


def test_in_conversation_no_paper_for_the_protection_of_a_child_is_named(
    hands: Callable[[], Hands],
    desk: Desk,
    filling: Filling,
    now: datetime,
    scanner: Callable[..., Path],
) -> None:
    with filling() as vault:
        office = directory.add_service(vault, ServiceData("Jugendamt", "youth_office"), now)
        norm = Norm("sgb8_8a", "Gefahr für das Kind")
        asked = Request(office, ("family",), "counselling", "handover", TODAY)
        told = handovers.print_handover(vault, desk.case_id, asked, norm, now)
    scanner(scanned(sheets_of(told.pdf)))
    person = hands()
    person.robot.go("case", desk.case_id, "documents")
    person.press("F8")
    person.do("Scan aufnehmen")
    assert chip(person, "Nummer unbekannt")
    choices = person.robot.one(CodeInput)
    assert [choices.itemData(place) for place in range(choices.count())] == [desk.consent.id]
