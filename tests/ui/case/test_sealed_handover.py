# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""„An anderes Büro“ and „Fall aufnehmen“ on the screen: what may go, where it may go, and who it may be."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog

from app.domain.document import Document
from app.operations import case_transfers, cases, drafts, duplicates, known_offices, received_cases
from app.operations.case_transfers import Wish
from app.operations.vaults import Vault
from storage import documents as kept
from sync import case_transfer as sealed
from tests.operations.neighbours import acquainted
from ui import jobs
from ui.received_case_form import open_arrived, open_reception
from ui.sealed_handover_form import SealedHandoverForm, open_sealed_handover
from ui.session import Session
from ui.timeline_panel import TimelinePanel


@pytest.fixture
def neighbour(case_template: Any, desk: Any, tmp_path: Path, now: datetime) -> Any:
    """Another office's file; `known(desk.club)` makes it known here as that Anlaufstelle."""
    (tmp_path / "nachbar").mkdir()
    vault = case_template.opened_in(tmp_path / "nachbar")
    cases.add_site(vault, "nb", "Nachbarstadt", "05382020", now)
    yield vault
    vault.close()


@pytest.fixture
def known(desk: Any, neighbour: Vault, now: datetime) -> Callable[[str | None], str]:
    return lambda service_id: acquainted(desk.vault, neighbour, service_id, now)


def opened(desk: Any) -> SealedHandoverForm:
    open_sealed_handover(desk.window, desk.session, desk.case_id)
    form = desk.form_dialog().form
    assert isinstance(form, SealedHandoverForm)
    return form


def saves_to(path: Path, patch: pytest.MonkeyPatch) -> Path:
    patch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    return path


def work_done() -> None:
    jobs.finish()
    while jobs.running():
        QApplication.processEvents()


class Held:
    """A step of the work that goes on when the window's thread says so; there it would wait in vain."""

    def __init__(self, step: Callable[..., Any]) -> None:
        self._step = step
        self.reached, self.go_on = Event(), Event()

    def __call__(self, *given: Any) -> Any:
        self.reached.set()
        assert self.go_on.wait(60), "the window did not answer"
        return self._step(*given)


def large(vault: Vault, case_id: str, now: datetime) -> int:
    """Scans in the file that come near to what fits into one hand-over; returns their bytes."""
    file_id = cases.case_view(vault, case_id, now.date()).file.id
    scans = [b"%PDF-1.7\n" + bytes((number,)) * (8 << 20) for number in range(1, 6)]
    with vault.transaction() as db:
        for number, scan in enumerate(scans):
            one = Document(f"scan{number}", "scan", None, "de", sha256(scan).hexdigest(), now, scan)
            kept.insert_document(db, file_id, one, "", "")
    return sum(map(len, scans))


def test_without_another_office_it_says_where_to_begin(desk: Any) -> None:
    desk.show(TimelinePanel)
    desk.click("An anderes Büro")
    assert "Noch ist kein anderes Büro eingerichtet." in desk.words(desk.dialog())


def test_only_what_is_released_can_be_ticked_and_stands_there(
    desk: Any, known: Callable[[str | None], str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    known(desk.club)
    desk.signed(*desk.wanted(desk.club, "name_contact"))
    desk.show(TimelinePanel)
    form = opened(desk)
    assert form.gate.value() == ("name_contact",)
    assert not form.gate.tick("residence").isEnabled()
    assert "Nguyễn-Łukaszewicz" in form.preview.toPlainText()
    assert "10.01.2027" not in form.preview.toPlainText()
    target = saves_to(tmp_path / "u.kimtransfer", monkeypatch)
    desk.click("Versiegelt speichern", desk.dialog())
    work_done()
    assert target.exists()
    assert "Eine Kopie für die Person liegt unter „Dokumente“." in desk.toast()
    assert "Übergeben an Nachbarstadt am 22.11.2026" in desk.words()
    assert not drafts.drafts(desk.vault)


def test_who_thinks_better_of_the_place_goes_on_in_the_form(
    desk: Any, known: Callable[[str | None], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    known(None)
    desk.show(TimelinePanel)
    form = opened(desk)
    form.entry("told_on").set_typed("20.11.2026")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: ("", ""))
    desk.click("Versiegelt speichern", desk.dialog())
    assert desk.form_dialog().isVisible()
    assert form.entry("told_on").typed() == "20.11.2026"
    assert not case_transfers.sent_cases(desk.vault, desk.case_id)


def test_while_it_is_sealed_the_window_answers_and_escape_stops_it(
    desk: Any, known: Callable[[str | None], str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    known(None)
    desk.show(TimelinePanel)
    form = opened(desk)
    form.entry("told_on").set_typed("20.11.2026")
    target = saves_to(tmp_path / "u.kimtransfer", monkeypatch)
    with monkeypatch.context() as patch:
        sealing = Held(sealed.seal)
        patch.setattr(sealed, "seal", sealing)
        desk.click("Versiegelt speichern", desk.dialog())
        assert sealing.reached.wait(60)
        QApplication.processEvents()
        assert "Der Fall wird versiegelt" in desk.words(desk.dialog())
        assert not form.isEnabled()
        QTest.keyClick(desk.dialog(), Qt.Key.Key_Escape)
        sealing.go_on.set()
        work_done()
    assert desk.form_dialog().isVisible()
    assert form.isEnabled()
    assert form.entry("told_on").typed() == "20.11.2026"
    assert not target.exists()
    assert not case_transfers.sent_cases(desk.vault, desk.case_id)
    desk.click("Versiegelt speichern", desk.dialog())
    work_done()
    assert target.exists()


def test_what_is_as_large_as_goes_comes_in_while_the_window_answers(
    desk: Any,
    neighbour: Vault,
    known: Callable[[str | None], str],
    tmp_path: Path,
    now: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """40 MiB of scans are 53 MiB in the file that travels; 64 is the most."""
    acquainted(neighbour, desk.vault, None, now)
    unit = known(None)
    desk.show(TimelinePanel)
    opened(desk)
    scans = large(desk.vault, desk.case_id, now)
    path = saves_to(tmp_path / "u.kimtransfer", monkeypatch)
    desk.click("Versiegelt speichern", desk.dialog())
    work_done()
    assert scans < path.stat().st_size <= sealed.CAP
    assert case_transfers.sent_cases(desk.vault, desk.case_id)[0].unit == unit
    session = Session(neighbour, lambda: now)
    came: list[str] = []
    open_reception(desk.window, session, came.append)
    desk.form_dialog().form.entry("transfer").set_typed(str(path))
    opening, taking = Held(received_cases.look_at), Held(received_cases.put_in)
    monkeypatch.setattr(received_cases, "look_at", opening)
    monkeypatch.setattr(received_cases, "put_in", taking)
    for word, step in (("Ansehen", opening), ("Aufnehmen", taking)):
        desk.click(word, desk.dialog())
        assert step.reached.wait(60)
        QApplication.processEvents()
        assert not desk.form_dialog().form.isEnabled()
        step.go_on.set()
        work_done()
    (case_id,) = came
    file_id = cases.case_view(neighbour, case_id, now.date()).file.id
    assert (
        sum(
            len(kept.load_document(neighbour.db, each.id).pdf) for each in kept.of_file(neighbour.db, file_id)
        )
        > scans
    )


def test_inside_one_controller_nothing_is_chosen(desk: Any, known: Callable[[str | None], str]) -> None:
    known(None)
    desk.show(TimelinePanel)
    form = opened(desk)
    words = desk.words(desk.dialog())
    assert "Der ganze Fall geht mit." in words
    assert not form.row("purpose").isVisible()
    assert not form.row("by_norm").isVisible()
    assert "10.01.2027" in form.preview.toPlainText()


def test_afterwards_the_case_may_end(
    desk: Any, known: Callable[[str | None], str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    known(None)
    desk.show(TimelinePanel)
    form = opened(desk)
    form.entry("close").set_value(True)
    saves_to(tmp_path / "u.kimtransfer", monkeypatch)
    desk.click("Versiegelt speichern", desk.dialog())
    work_done()
    assert desk.form_dialog().accessibleName() == "Fall abschließen"


def test_who_moved_away_can_still_be_handed_over(desk: Any, known: Callable[[str | None], str]) -> None:
    known(None)
    desk.vault.db.execute(
        "UPDATE client_case SET status = 'closed', closed_on = '2026-11-22', closing_reason = 'moved'"
    )
    desk.show(TimelinePanel)
    desk.click("An anderes Büro")
    assert isinstance(desk.form_dialog().form, SealedHandoverForm)


def test_whoever_may_be_known_is_asked_about(
    desk: Any, neighbour: Vault, known: Callable[[str | None], str], tmp_path: Path, now: datetime
) -> None:
    """What came is looked at where the person has a file already: here."""
    acquainted(neighbour, desk.vault, None, now)
    unit, path = known(None), tmp_path / "u.kimtransfer"
    case_transfers.hand_over(desk.vault, desk.case_id, Wish(unit), None, path, now)
    site_id = cases.sites(neighbour)[0].id
    arrived = received_cases.look_at(neighbour, path, now)
    assert not arrived.known
    received_cases.take_in(neighbour, arrived, site_id, None, now)
    person = arrived.person
    again = received_cases.Arrived("x", arrived.content, person, duplicates.perhaps_known(desk.vault, person))
    desk.show(TimelinePanel)
    open_arrived(desk.window, desk.session, again, desk.asked.append)
    assert "In der bekannten Akte bleiben die Angaben" in desk.words(desk.dialog())
    desk.click("Aufnehmen", desk.dialog())
    assert "ob die Person hier schon eine Akte hat" in desk.words(desk.dialog())
    assert not desk.asked
    form = desk.form_dialog().form
    form.entry("place").set_value("new")
    desk.click("Aufnehmen", desk.dialog())
    work_done()
    (case_id,) = desk.asked
    assert received_cases.source_of(desk.vault, case_id) is not None
    assert known_offices.offices(desk.vault)[0].unit == unit
