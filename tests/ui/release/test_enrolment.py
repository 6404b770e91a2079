# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""An office and its Kreis come to know each other, through the windows of both."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from app.operations import cases, district, reporting
from app.operations.vaults import Vault

Choose = Callable[[Path | None], None]


@pytest.fixture
def office(case_vault: Vault, now: datetime) -> Vault:
    municipality = cases.lists(case_vault).entries("municipality", date(2026, 10, 1))[0].code
    cases.add_site(case_vault, "NORD", "Nordstadt", municipality, now)
    return case_vault


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "austausch"
    folder.mkdir()
    return folder


def set_up_kreis(desk: Any, folder: Path) -> None:
    """What the empty Übersicht leads through: name, then folder."""
    desk.click("Kreis einrichten")
    desk.form().form.set_values({"name": "Musterkreis", "ags": "05382"})
    desk.click("Übernehmen", desk.form())
    desk.click("Ordner wählen")
    desk.form().form.set_values({"address": str(folder)})
    desk.click("Übernehmen", desk.form())


def enrol(desk: Any, pairing: Path) -> None:
    desk.go("inbox").enrol()
    desk.form().form.set_values({"pairing": str(pairing), "name": "Nordstadt, M. Böhm"})
    desk.click("Aufnehmen", desk.form())


def test_both_sides_by_file_and_phone(
    office: Vault, district_vault: Vault, sit: Any, choose: Choose, folder: Path, tmp_path: Path
) -> None:
    pairing, answer = tmp_path / "a.kim-anmeldung", tmp_path / "b.kim-bestaetigung"
    there = sit(district_vault)
    set_up_kreis(there, folder)
    assert "Es ist noch kein Standort aufgenommen." in there.says()

    here = sit(office)
    page = here.go("connection")
    assert not page.buttons["fingerprint"].isEnabled()
    page.buttons["folder"].click()
    choose(folder)
    here.click("Auswählen", here.form())
    here.click("Übernehmen", here.form())
    choose(pairing)
    page.buttons["pairing"].click()

    choose(answer)
    enrol(there, pairing)
    (known,) = district.outstations(district_vault)
    assert (known.name, known.confirmed, known.sites[0][1]) == ("Nordstadt, M. Böhm", False, "Nordstadt")
    there.form().form.set_values({"fingerprint": known.fingerprint.lower().replace(" ", "-")})
    there.click("Stimmt überein", there.form())
    assert district.outstations(district_vault)[0].confirmed
    assert "bestätigt" in there.says()

    page.buttons["certificate"].click()
    choose(answer)
    here.click("Auswählen", here.form())
    here.click("Übernehmen", here.form())
    assert "Musterkreis" in here.says()
    page.buttons["fingerprint"].click()
    assert known.fingerprint in here.says(here.form())
    here.form().form.set_values({"fingerprint": known.fingerprint})
    here.click("Stimmt überein", here.form())
    state = reporting.enrolment_state(office)
    assert state is not None
    assert state.confirmed
    assert "Verbunden mit Musterkreis" in here.says()
    assert "offen" not in here.says()


def test_another_fingerprint_is_marked_and_confirms_nothing(
    office: Vault,
    district_vault: Vault,
    sit: Any,
    choose: Choose,
    folder: Path,
    tmp_path: Path,
    now: datetime,
) -> None:
    pairing, answer = tmp_path / "a", tmp_path / "b"
    pairing.write_bytes(reporting.pairing_file(office, now))
    there = sit(district_vault)
    set_up_kreis(there, folder)
    choose(answer)
    enrol(there, pairing)
    dialog = there.form()
    dialog.form.set_values({"fingerprint": "AAAA BBBB CCCC DDDD EEEE"})
    there.click("Stimmt überein", dialog)
    assert there.form() is dialog
    assert list(dialog.form.errors()) == ["fingerprint"]
    assert not district.outstations(district_vault)[0].confirmed


def test_no_other_file_is_taken_for_a_certificate(office: Vault, sit: Any, tmp_path: Path) -> None:
    desk = sit(office)
    page = desk.go("connection")
    page.buttons["certificate"].click()
    form = desk.form()
    desk.click("Übernehmen", form)
    assert "Hier fehlt noch die Datei." in form.form.errors()["certificate"]
    form.form.set_values({"certificate": str(tmp_path / "gibt-es-nicht")})
    desk.click("Übernehmen", form)
    assert "lässt sich nicht öffnen" in form.form.errors()["certificate"]
    (tmp_path / "brief.txt").write_text("Guten Tag")
    form.form.set_values({"certificate": str(tmp_path / "brief.txt")})
    form.submit()
    desk.settle()
    assert reporting.enrolment_state(office) is None
    assert form.isVisible()


def test_a_folder_that_is_not_there_is_marked(office: Vault, sit: Any, tmp_path: Path) -> None:
    desk = sit(office)
    desk.go("connection").buttons["folder"].click()
    form = desk.form()
    form.form.set_values({"address": str(tmp_path / "nirgends")})
    desk.click("Übernehmen", form)
    assert list(form.form.errors()) == ["address"]
    assert reporting.transport(office) is None


def test_closing_the_file_window_writes_nothing(office: Vault, sit: Any, choose: Choose) -> None:
    desk = sit(office)
    choose(None)
    desk.go("connection").buttons["pairing"].click()
    assert desk.no_dialog()
    assert desk.toast() == ""


def test_a_place_that_takes_no_file_has_its_sentence(
    office: Vault, sit: Any, choose: Choose, tmp_path: Path
) -> None:
    desk = sit(office)
    choose(tmp_path / "kein-ordner" / "a.kim-anmeldung")
    desk.go("connection").buttons["pairing"].click()
    assert desk.dialog().accessibleName() == "Die Datei konnte dort nicht gespeichert werden."


def test_a_certificate_not_saved_can_be_made_again(
    office: Vault,
    district_vault: Vault,
    sit: Any,
    choose: Choose,
    folder: Path,
    tmp_path: Path,
    now: datetime,
) -> None:
    pairing, answer = tmp_path / "a", tmp_path / "b"
    pairing.write_bytes(reporting.pairing_file(office, now))
    there = sit(district_vault)
    set_up_kreis(there, folder)
    choose(None)
    enrol(there, pairing)
    for dialog in there.dialogs():
        dialog.close()
    choose(answer)
    enrol(there, pairing)
    assert len(district.outstations(district_vault)) == 1
    assert reporting.take_certificate(office, answer.read_bytes(), now)
    there.page().outstations.opened.emit(district.outstations(district_vault)[0].id)
    assert "Prüfzeichen" in there.says(there.form())


def test_the_official_key_has_five_digits(district_vault: Vault, sit: Any) -> None:
    desk = sit(district_vault)
    desk.click("Kreis einrichten")
    form = desk.form()
    form.form.set_values({"name": "Musterkreis", "ags": "5382"})
    desk.click("Übernehmen", form)
    assert list(form.form.errors()) == ["ags"]
