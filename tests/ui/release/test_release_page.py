# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Meldung: all that leaves is on screen, is approved once, and goes on its way."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QLabel, QPlainTextEdit

from app.domain.act import NewActivity
from app.domain.personal_data import Findings
from app.operations import acts, cases, district, own_figures, reporting
from app.operations.vaults import Vault
from storage import devices, outbox
from ui import jobs
from ui.release_acts import read_state
from ui.release_page import ReleasePage
from ui.release_side import FOR_THE_OFFICER, check_card
from ui.release_table import ReleaseTable
from ui.widgets import Table

OCTOBER = date(2026, 10, 31)


def rows(table: Table) -> list[list[str]]:
    model = table.model()
    return [
        [table.cell(model.index(row, place)).text for place in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


def test_every_figure_of_the_preview_is_listed(exchange: Any, sit: Any, now: datetime) -> None:
    exchange.release(0, date(2026, 9, 30))
    page = sit(exchange.offices[0]).page()
    expected = reporting.preview_release(exchange.offices[0], exchange.sites[0], "2026-10", OCTOBER, now)
    shown = [table for table in page.figures.tables if isinstance(table, ReleaseTable)]
    by_title = {table.title: rows(table.table) for table in shown}
    assert by_title.keys() == {table.title for table in expected.tables}
    assert {"Offene Fälle", "Neue Fälle, seit Jahresbeginn"} < by_title.keys()
    for table in expected.tables:
        listed = by_title[table.title]
        assert [(line[0], line[2]) for line in listed] == [
            (row.label, "folgt" if row.value is None else str(row.value)) for row in table.rows
        ]
        assert [line[1] for line in listed] == [
            "–" if row.last is None else str(row.last) for row in table.rows
        ]
    acts = next(table for table in page.figures.tables if not isinstance(table, ReleaseTable))
    assert acts.title == "Tätigkeiten im Oktober 2026"
    assert ["Workshop", "1", "1", "–", "4", "2"] in rows(acts.table)
    assert len(rows(acts.table)) == len(expected.activities)


def test_first_proposed_is_the_complete_month_that_waits(exchange: Any, sit: Any) -> None:
    exchange.release(0, date(2026, 9, 30))
    page = sit(exchange.offices[0]).page()
    assert page.month.code() == "2026-10"
    offered = [page.month.itemText(number) for number in range(page.month.count())]
    assert offered == ["November 2026", "Oktober 2026", "September 2026 · freigegeben"]


def test_the_check_is_honest(exchange: Any, sit: Any) -> None:
    desk = sit(exchange.offices[0])
    said = desk.says()
    assert "0 Namen · 0 Geburtsdaten" in said
    assert "Gegen Rückrechnen geprüft" in said
    assert FOR_THE_OFFICER in said
    assert "Oktober" in said
    assert "Der Monat läuft noch" not in said


def test_a_month_under_way_says_so(exchange: Any, sit: Any) -> None:
    desk = sit(exchange.offices[0])
    desk.page().month.set_value("2026-11")
    desk.settle()
    assert "Meldung 01.11. bis 22.11.2026 · Nordstadt" in desk.says()
    assert "Der Monat läuft noch" in desk.says()


def test_names_in_the_file_stop_the_approval(exchange: Any, sit: Any, now: datetime) -> None:
    page = sit(exchange.offices[0]).page()
    found = replace(page.shown, findings=Findings(1, 2))
    page.acts.show_state(read_state(page.session, found))
    assert not page.acts.approve.isEnabled()
    card = check_card(found, None, now)
    said = [label.text() for label in card.findChildren(QLabel)]
    assert "1 Name · 2 Geburtsdaten" in said


def test_approving_closes_seals_and_delivers(exchange: Any, sit: Any) -> None:
    desk = sit(exchange.offices[0])
    page: ReleasePage = desk.page()
    looked_at = page.shown
    assert looked_at is not None
    desk.click("Freigeben")
    dialog = desk.dialog()
    assert "lässt sich nicht zurücknehmen" in desk.says(dialog)
    assert reporting.ledger(desk.vault) == ()
    desk.click("Freigeben", dialog)
    desk.finish_jobs()
    (done,) = reporting.ledger(desk.vault)
    assert (done.period, done.payload) == ("2026-10", looked_at.payload)
    (packet,) = reporting.outbox(desk.vault)
    assert packet.delivered_at is not None
    assert [file.name for file in exchange.folder.rglob("*.pkt")] == [packet.name]
    assert "Freigegeben am 22.11.2026" in desk.says()
    assert "Übergeben" in desk.says()
    assert "Freigeben" not in desk.buttons()


def test_thinking_better_of_it_releases_nothing(exchange: Any, sit: Any) -> None:
    desk = sit(exchange.offices[0])
    desk.click("Freigeben")
    desk.click("Zurück", desk.dialog())
    assert desk.no_dialog()
    assert reporting.ledger(desk.vault) == ()


def test_figures_that_changed_meanwhile_do_not_leave(exchange: Any, sit: Any, now: datetime) -> None:
    desk = sit(exchange.offices[0])
    act = NewActivity(exchange.sites[0], "workshop", date(2026, 10, 20))
    acts.add_activity(desk.vault, act, now)
    desk.click("Freigeben")
    desk.click("Freigeben", desk.dialog())
    desk.finish_jobs()
    assert desk.dialog().accessibleName().startswith("Seit der Vorschau")
    assert reporting.ledger(desk.vault) == ()


def test_own_figures_are_exact_and_marked_and_never_leave(exchange: Any, sit: Any) -> None:
    desk = sit(exchange.offices[0])
    before = desk.page().shown.payload
    desk.click("Eigene Zahlen")
    desk.finish_jobs()
    shown = desk.says(desk.dialog())
    assert "Diese Zahlen dürfen das Büro nicht verlassen." in shown
    truth = own_figures.own_figures(desk.vault, exchange.sites[0], OCTOBER)
    (persons,) = (table.rows[0].exact for table in truth if table.title == "Offene Fälle")
    tables = desk.dialog().findChildren(Table)
    assert str(persons) in [tables[0].model().index(0, 1).data()]
    desk.click("Schließen", desk.dialog())
    assert desk.page().shown.payload == before


def test_a_count_can_be_stopped_and_begun_again(exchange: Any, sit: Any) -> None:
    desk = sit(exchange.offices[0])
    line = desk.page()._counting
    line.stop.click()
    assert "angehalten" in line.findChild(QLabel).text()
    line.again.click()
    desk.finish_jobs()
    assert desk.page().shown is not None


def test_a_newer_catalogue_is_shown_then_taken(exchange: Any, sit: Any) -> None:
    desk = sit(exchange.offices[0])
    desk.click("Was sich ändert")
    listed = rows(desk.dialog().findChildren(Table)[0])
    assert ["Offene Fälle nach Zielgruppe", "neu"] in listed
    assert ["Abgeschlossene Fälle", "entfällt"] in listed
    desk.click("Übernehmen", desk.dialog())
    desk.finish_jobs()
    assert "Was sich ändert" not in desk.buttons()
    assert desk.page().shown.tables[4].id == "open.status_x_uncovered"


def test_the_receipt_comes_back(exchange: Any, sit: Any, now: datetime) -> None:
    exchange.release(0, OCTOBER)
    desk = sit(exchange.offices[0])
    assert desk.page().month.code() == "2026-10"
    assert "verschlossen, noch nicht übergeben" in desk.says()
    desk.click("Jetzt übergeben")
    desk.finish_jobs()
    assert district.fetch(exchange.kreis, now).accepted == 1
    desk.click("Quittung abholen")
    desk.finish_jobs()
    assert "Angenommen" in desk.says()
    assert "Quittung abholen" not in desk.buttons()
    assert reporting.outbox(desk.vault)[0].result == "accepted"


def test_a_missing_folder_is_said_and_nothing_is_lost(exchange: Any, sit: Any) -> None:
    exchange.release(0, OCTOBER)
    shutil.rmtree(exchange.folder)
    desk = sit(exchange.offices[0])
    desk.click("Jetzt übergeben")
    desk.finish_jobs()
    assert desk.dialog().accessibleName() == "Der Austauschordner ist gerade nicht erreichbar."
    assert reporting.outbox(desk.vault)[0].delivered_at is None


def test_a_stick_carries_it_and_brings_the_receipt(
    exchange: Any, sit: Any, choose: Callable[[Path | None], None], tmp_path: Path, now: datetime
) -> None:
    exchange.release(0, OCTOBER)
    stick = tmp_path / "stick"
    stick.mkdir()
    choose(stick)
    desk = sit(exchange.offices[0])
    desk.click("Auf Stick speichern")
    desk.finish_jobs()
    assert "auf dem Stick" in desk.toast()
    assert not list(exchange.folder.rglob("*.pkt"))
    assert district.fetch(exchange.kreis, now, folder=stick).accepted == 1
    desk.click("Auf Stick speichern")
    desk.finish_jobs()
    assert reporting.outbox(desk.vault)[0].result == "accepted"


def test_a_refused_packet_is_sealed_again(exchange: Any, sit: Any) -> None:
    exchange.release(0, OCTOBER)
    vault: Vault = exchange.offices[0]
    device = devices.own_device(vault.db)
    assert device is not None
    with vault.transaction() as db:
        outbox.put_receipt(db, device.id, 1, b"x", "refused", "packet.fork")
    desk = sit(vault)
    assert "Von der Koordination abgelehnt" in desk.says()
    assert "dieselbe Nummer" in desk.says()
    desk.click("Neu verschließen")
    desk.finish_jobs()
    first, second = reporting.outbox(vault)
    assert (first.release_id, second.sequence, second.result) == (second.release_id, 2, None)
    assert second.delivered_at is not None


def test_without_enrolment_all_is_shown_and_nothing_can_leave(case_vault: Vault, sit: Any) -> None:
    municipality = cases.lists(case_vault).entries("municipality", OCTOBER)[0].code
    cases.add_site(case_vault, "WEST", "Weststadt", municipality, datetime(2026, 10, 1, tzinfo=UTC))
    desk = sit(case_vault)
    assert "0 Namen · 0 Geburtsdaten" in desk.says()
    assert "Freigeben" not in desk.buttons()
    desk.click("Verbindung einrichten")
    assert "Verbindung zur Koordination" in desk.says()


def test_without_a_site_there_is_nothing_to_report(case_vault: Vault, sit: Any) -> None:
    desk = sit(case_vault)
    assert "Es gibt noch keinen Standort." in desk.says()
    assert "Freigeben" not in desk.buttons()


def test_tables_fold_one_by_one_and_together(exchange: Any, sit: Any) -> None:
    desk = sit(exchange.offices[0])
    page = desk.page()
    first = page.figures.tables[0]
    desk.click(f"{first.title} zuklappen")
    assert first.table.isHidden()
    desk.click("Alle zuklappen")
    assert all(table.is_folded() for table in page.figures.tables)
    desk.click("Alle aufklappen")
    assert all(table.table.isVisible() for table in page.figures.tables)


def test_the_raw_file_is_seen_and_saved_byte_for_byte(
    exchange: Any, sit: Any, choose: Callable[[Path | None], None], tmp_path: Path
) -> None:
    desk = sit(exchange.offices[0])
    shown = desk.page().shown
    desk.click("Rohdatei ansehen")
    dialog = desk.dialog()
    text = dialog.findChildren(QPlainTextEdit)[0]
    assert text.isReadOnly()
    assert json.loads(text.toPlainText()) == json.loads(shown.payload)
    choose(tmp_path / "roh.json")
    desk.click("Speichern", dialog)
    assert (tmp_path / "roh.json").read_bytes() == shown.payload


def test_two_sites_are_told_apart(exchange: Any, sit: Any) -> None:
    vault: Vault = exchange.offices[0]
    municipality = cases.lists(vault).entries("municipality", OCTOBER)[0].code
    cases.add_site(vault, "WEST", "Weststadt", municipality, datetime(2026, 10, 1, tzinfo=UTC))
    desk = sit(vault)
    page = desk.page()
    page.site.set_value(exchange.sites[0])
    desk.settle()
    assert page.shown.site_id == exchange.sites[0]
    open_cases = next(table for table in page.figures.tables if table.title == "Offene Fälle")
    assert rows(open_cases.table) != [["Personen insgesamt", "–", "0", "–"]]
    page.site.set_value(next(site.id for site in cases.sites(vault) if site.name == "Weststadt"))
    desk.settle()
    open_cases = next(table for table in page.figures.tables if table.title == "Offene Fälle")
    assert rows(open_cases.table) == [["Personen insgesamt", "–", "0", "–"]]


@pytest.mark.parametrize("width", [960, 1366])
def test_it_fits_the_window(exchange: Any, sit: Any, width: int) -> None:
    desk = sit(exchange.offices[0])
    desk.shell.resize(width, 540)
    desk.settle()
    assert (desk.shell.width(), desk.shell.height()) == (width, 540)


def test_work_goes_on_while_the_page_is_away(exchange: Any, sit: Any) -> None:
    exchange.release(0, OCTOBER)
    desk = sit(exchange.offices[0])
    desk.click("Jetzt übergeben")
    desk.go("connection")
    desk.finish_jobs()
    page = desk.go("release")
    assert "Übergeben" in desk.says()
    assert page.progress.isHidden()
    assert jobs.running() == []
