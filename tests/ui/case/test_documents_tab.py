# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Dokumente: looked at from memory, printed without a file, saved outside only on purpose."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QMenu

from app import settings
from app.operations import consents, documents, rights
from ui.documents_tab import DocumentsTab
from ui.rights_dialog import open_lifting_form

TODAY = date(2026, 11, 22)


@pytest.fixture
def sheet(desk: Any) -> Any:
    """A printed consent."""
    desk.signed(*desk.wanted(desk.club, "name_contact"))
    (line,) = documents.documents(desk.vault, desk.file_id)
    return documents.document(desk.vault, line.id)


def test_an_empty_file_says_what_will_come(desk: Any) -> None:
    desk.show(DocumentsTab)
    assert "Noch nichts gedruckt." in desk.words()


def test_pages_are_shown_from_memory(desk: Any, sheet: Any) -> None:
    tab = desk.show(DocumentsTab)
    assert f"{sheet.form_number} · Deutsch" in desk.words()
    pages = [each for each in tab.shown.preview.findChildren(QLabel) if not each.pixmap().isNull()]
    assert len(pages) == len(documents.pages(sheet.pdf, 0.1))
    assert all(page.accessibleName().startswith("Vorschau, Seite") for page in pages)


def offered(tab: DocumentsTab) -> str:
    tab.offer_sheets()
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    words = "\n".join(action.text() for action in menu.actions())
    menu.close()
    return words


def test_a_withdrawn_consent_leaves_what_the_person_may_ask_for(desk: Any, sheet: Any) -> None:
    tab = desk.show(DocumentsTab)
    assert "Vollmacht" in offered(tab)
    assert "Übertragungsblatt" in offered(tab)
    consents.withdraw(desk.vault, desk.consent().id, TODAY, "", desk.session.now())
    desk.session.changed.emit()
    assert not tab.new.isVisible()
    assert tab.rights.isVisible()
    rights = tab.open_rights()
    assert rights.inform.act.isEnabled()
    assert (rights.restrict.act.isEnabled(), rights.restrict.act.text()) == (True, "Einschränken")
    assert "alles ist widerrufen" in desk.words(rights)


def test_before_a_restriction_is_lifted_it_says_that_all_is_withdrawn(desk: Any, sheet: Any) -> None:
    now = desk.session.now()
    desk.signed(*desk.wanted(desk.club, "housing"))
    rights.restrict(desk.vault, desk.file_id, "claims", now)
    tab = desk.show(DocumentsTab)
    form = open_lifting_form(tab, desk.session, desk.file_id)
    assert "Danach kann wieder eingetragen" in desk.words(form)
    form.reject()
    consents.withdraw(desk.vault, desk.consent().id, TODAY, "", now)
    again = open_lifting_form(tab, desk.session, desk.file_id)
    assert "Alles ist seit 22.11.2026 widerrufen" in desk.words(again)


def test_saving_outside_is_explained_before_a_place_is_chosen(
    desk: Any, sheet: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target, offered = tmp_path / "blatt.pdf", []

    def choose(_owner: object, _title: str, name: str, _kind: str) -> tuple[str, str]:
        offered.append(name)
        return str(target), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", choose)
    desk.show(DocumentsTab)
    desk.click("Außerhalb speichern")
    assert "außerhalb der verschlüsselten Akte" in desk.words(desk.dialog())
    assert not offered
    desk.click("Ort wählen", desk.dialog())
    assert target.read_bytes() == sheet.pdf
    assert sheet.form_number in offered[0]
    assert "Nguyễn" not in offered[0]


def test_who_chooses_no_place_saves_nothing(
    desk: Any, sheet: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: ("", ""))
    before = sorted(tmp_path.rglob("*.pdf"))
    tab = desk.show(DocumentsTab)
    tab.shown.save_outside()
    assert sorted(tmp_path.rglob("*.pdf")) == before


def fake_queue(folder: Path, monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    """An `lp` of our own at the front of the path."""
    folder.mkdir()
    (folder / "lp").write_text(f"#!/bin/sh\n{script}\n")
    (folder / "lp").chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")


def test_the_bytes_go_to_the_queue_under_a_neutral_title(
    desk: Any, sheet: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake_queue(
        tmp_path / "bin", monkeypatch, f'cat > "{tmp_path}/got"; printf "%s " "$@" > "{tmp_path}/words"'
    )
    desk.show(DocumentsTab)
    desk.click("Drucken")
    desk.click("Drucken", desk.dialog())
    assert (tmp_path / "got").read_bytes() == sheet.pdf
    assert (tmp_path / "words").read_text() == "-n 1 -t KIM-Brücke - "
    assert desk.toast() == "Das Blatt ist beim Drucker."


def test_a_queue_that_refuses_is_told(
    desk: Any, sheet: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake_queue(tmp_path / "bin", monkeypatch, "cat > /dev/null; exit 1")
    desk.show(DocumentsTab)
    desk.click("Drucken")
    desk.click("Drucken", desk.dialog())
    said = QApplication.activeModalWidget()
    assert said is not None
    assert "Drucker hat das Blatt nicht angenommen" in desk.words(said)
    assert not settings.load().queue_explained


def test_without_a_queue_there_is_a_sentence(
    desk: Any, sheet: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    desk.show(DocumentsTab)
    desk.click("Drucken")
    assert "kein Drucker eingerichtet" in desk.words(desk.dialog())
