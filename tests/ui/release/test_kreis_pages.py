# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The Kreis at its desk: what came, what it says, and the report of it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from app.operations import district, documents, register
from app.operations.vaults import Vault
from ui.figures_table import FiguresTable
from ui.inbox_state import state_chip
from ui.widgets import CheckInput, Figure, Table

SEPTEMBER, OCTOBER = date(2026, 9, 30), date(2026, 10, 31)
LATER = datetime(2026, 11, 25, 9, tzinfo=UTC)


def rows(table: Table) -> list[list[str]]:
    model = table.model()
    return [
        [table.cell(model.index(row, place)).text for place in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


@pytest.fixture
def reported(exchange: Any) -> Any:
    """Two months of all three offices are at the Kreis."""
    exchange.exchange(SEPTEMBER)
    exchange.exchange(OCTOBER)
    return exchange


# Meldungen


def test_fetching_fills_the_inbox_and_puts_receipts(exchange: Any, sit: Any) -> None:
    for number in (0, 1):
        exchange.release(number, OCTOBER)
        exchange.deliver(number, OCTOBER)
    desk = sit(exchange.kreis)
    page = desk.go("inbox")
    desk.click("Abholen")
    desk.finish_jobs()
    assert desk.toast() == "Abgeholt: 2 neue Meldungen."
    page.month.set_value("2026-10")
    states = {row[0]: row[2] for row in rows(page.table)}
    assert states == {"Nordstadt": "verspätet, 22 Tage", "Altmarkt": "verspätet, 22 Tage", "Talheim": "fehlt"}
    assert "Oktober 2026 · 2 von 3 eingegangen" in desk.says()
    assert len(list((exchange.folder / "ack").rglob("*.pkt"))) == 2


def test_nothing_new_is_said(reported: Any, sit: Any) -> None:
    desk = sit(reported.kreis)
    desk.go("inbox")
    desk.click("Abholen")
    desk.finish_jobs()
    assert desk.toast() == "Es ist nichts Neues da."


def test_a_stick_is_fetched_from(
    exchange: Any, sit: Any, choose: Callable[[Path | None], None], tmp_path: Path
) -> None:
    exchange.release(0, OCTOBER)
    exchange.deliver(0, OCTOBER)
    stick = tmp_path / "stick"
    shutil.move(exchange.folder, stick)
    choose(stick)
    desk = sit(exchange.kreis)
    desk.go("inbox")
    desk.click("Vom Stick")
    desk.finish_jobs()
    assert desk.toast() == "Abgeholt: 1 neue Meldung."
    assert len(list((stick / "ack").rglob("*.pkt"))) == 1


def test_a_missing_folder_has_its_sentence(exchange: Any, sit: Any) -> None:
    shutil.rmtree(exchange.folder)
    desk = sit(exchange.kreis)
    desk.go("inbox")
    desk.click("Abholen")
    desk.finish_jobs()
    assert desk.dialog().accessibleName() == "Der Austauschordner ist gerade nicht erreichbar."


def test_a_truncated_packet_waits_then_stands_in_quarantine(exchange: Any, sit: Any) -> None:
    exchange.release(0, OCTOBER)
    exchange.deliver(0, OCTOBER)
    (packet,) = exchange.folder.rglob("*.pkt")
    packet.write_bytes(packet.read_bytes()[:100])
    now = [datetime(2026, 11, 2, 9, tzinfo=UTC)]
    desk = sit(exchange.kreis, lambda: now[0])
    page = desk.go("inbox")
    page.month.set_value("2026-10")
    desk.click("Abholen")
    desk.finish_jobs()
    assert rows(page.table)[0][2] == "unvollständig"
    now[0] = datetime(2026, 11, 8, 9, tzinfo=UTC)
    desk.click("Abholen")
    desk.finish_jobs()
    assert rows(page.table)[0][2] == "unlesbar"
    assert "Fallakte 0: unlesbar seit 02.11.2026" in desk.says()


def test_a_gap_in_the_sequence_is_named(exchange: Any, sit: Any) -> None:
    exchange.release(0, SEPTEMBER)
    exchange.release(0, OCTOBER)
    exchange.deliver(0, OCTOBER)
    first, _ = sorted(exchange.folder.rglob("*.pkt"))
    first.unlink()
    district.fetch(exchange.kreis, LATER)
    desk = sit(exchange.kreis)
    page = desk.go("inbox")
    page.month.set_value("2026-10")
    assert rows(page.table)[0][2] == "Lücke in der Folge"
    assert rows(page.table)[0][5] == "Ein Paket davor fehlt noch."
    desk.settle()
    said = desk.says()
    assert "Lücke in der Folge: Nordstadt" in said
    assert "Bitten Sie, unter Meldung noch einmal zu übergeben." in said
    assert "Fehlt: Altmarkt, Talheim" in said
    assert "Noch ganz ohne Zahlen: Altmarkt, Talheim." in said


@pytest.mark.parametrize(
    "state", ["received", "late", "missing", "incomplete", "gap", "refused", "fork", "quarantined"]
)
def test_every_state_has_a_word_and_an_icon(state: str) -> None:
    chip = state_chip(district.InboxLine("o", "O", "s", "S", state), "2026-10")
    assert chip.text
    assert chip.icon


# Übersicht


def test_the_overview_says_what_the_figures_say(reported: Any, sit: Any) -> None:
    desk = sit(reported.kreis)
    page = desk.page()
    expected = district.figures(reported.kreis, "2026-01", "2026-10")
    large = " | ".join(desk.says(figure) for figure in page.findChildren(Figure) if figure.isVisible())
    assert f"{expected.acts.acts} |" in large
    assert f"{expected.acts.participants} |" in large
    page.figures.table_choice.set_value("short_advice.topic")
    table = next(t for t in page.findChildren(FiguresTable) if "Thema" in t.accessibleName())
    shown = {row[0]: row[2:4] for row in rows(table)}
    cell = expected.tables["short_advice.topic"].cells["topic=housing"]
    assert cell.value >= 20
    assert shown["Wohnen"] == [str(cell.value), str(cell.margin)]
    assert shown["Arbeit und Existenzsicherung"] == ["unter 20", ""]
    assert len(shown) == len(expected.tables["short_advice.topic"].cells)


def test_acts_of_fewer_than_three_offices_are_not_shown(exchange: Any, sit: Any) -> None:
    for number in (0, 1):
        exchange.release(number, OCTOBER)
        exchange.deliver(number, OCTOBER)
    district.fetch(exchange.kreis, LATER)
    said = sit(exchange.kreis).says()
    assert "Maßnahmen" not in said
    assert "erst ab drei Fallakten" in said


def test_a_missing_site_is_carried_forward_and_named(reported: Any, sit: Any) -> None:
    for number, vault in enumerate(reported.offices[:2]):
        reported.release(number, date(2026, 11, 22))
        reported.deliver(number, date(2026, 11, 22))
        assert vault.is_open
    district.fetch(reported.kreis, LATER)
    desk = sit(reported.kreis)
    assert "Fortgeschrieben: Talheim." in desk.says()
    assert rows(desk.page().sites)[0][:2] == ["Talheim", "fehlt"]


def test_another_table_area_and_time_are_chosen(reported: Any, sit: Any) -> None:
    desk = sit(reported.kreis)
    page = desk.page()
    panel = page.figures
    panel.table_choice.set_value("acts:type")
    desk.settle()
    (table,) = [t for t in panel.findChildren(FiguresTable) if t.isVisible()]
    done = district.figures(reported.kreis, "2026-01", "2026-10").acts_by_type
    assert [row[2] for row in rows(table)] == [str(acts.acts) for acts in done.values()]
    site = district.outstations(reported.kreis)[0].sites[0]
    panel.area.set_value(f"site:{site[0]}")
    desk.settle()
    assert "Tätigkeiten zeigt das Programm nur für den ganzen Kreis." in desk.says()
    panel.table_choice.set_value("served.service_type")
    desk.settle()
    assert "Hier stehen weniger als drei Fallakten dahinter." in desk.says()
    panel.table_choice.set_value("open.residence")
    desk.settle()
    assert any(t.isVisible() for t in panel.findChildren(FiguresTable))
    panel.area.set_value("whole")
    panel.table_choice.set_value("acts:month")
    page.span_choice.kind.set_value("month")
    assert "Oktober 2026 · 3 Standorte" in desk.says()
    panel.table_choice.set_value("open.livelihood")
    panel.compared.set_value("before")
    desk.settle()
    (table,) = [t for t in panel.findChildren(FiguresTable) if t.isVisible()]
    assert table.model().headerData(4, Qt.Orientation.Horizontal) == "zu davor"


def test_what_was_not_published_then_is_no_growth(reported: Any, sit: Any) -> None:
    with reported.kreis.transaction() as db:
        db.execute(
            "UPDATE released_cell SET value = NULL WHERE table_id = 'short_advice.topic'"
            " AND release_id IN (SELECT id FROM release WHERE period = '2026-09')"
        )
    desk = sit(reported.kreis)
    page = desk.page()
    page.span_choice.kind.set_value("month")
    page.figures.table_choice.set_value("short_advice.topic")
    page.figures.compared.set_value("before")
    desk.settle()
    (table,) = [t for t in page.figures.findChildren(FiguresTable) if t.isVisible()]
    (housing,) = [row for row in rows(table) if row[0] == "Wohnen"]
    assert housing[2].isdigit()
    assert housing[4] == ""


def test_what_is_due_stands_on_the_first_page(reported: Any, sit: Any, now: datetime) -> None:
    register.keep_task(reported.kreis, register.Task("Träger anschreiben", due_on=date(2026, 11, 1)), now)
    desk = sit(reported.kreis)
    assert "Träger anschreiben" in desk.says()
    assert "bis 01.11.2026" in desk.says()
    assert "überfällig" in desk.says()
    due = desk.page().due
    due.rows.setFocus()
    QTest.keyClick(due.rows, Qt.Key.Key_E)
    desk.settle()
    assert register.tasks(reported.kreis)[0].done_on == date(2026, 11, 22)
    assert not due.isVisible()


def test_the_figures_are_saved_as_a_table(
    reported: Any, sit: Any, choose: Callable[[Path | None], None], tmp_path: Path
) -> None:
    desk = sit(reported.kreis)
    choose(tmp_path / "zahlen.csv")
    desk.click("Als Tabelle speichern")
    desk.form().form.set_values({"format": "csv"})
    desk.form().submit()
    desk.finish_jobs()
    assert (tmp_path / "zahlen.csv").read_bytes().startswith(b"\xef\xbb\xbfKapitel;Tabelle;")
    assert desk.toast() == "Die Zahlen sind gespeichert."


def test_all_gaps_are_one_press_away(reported: Any, sit: Any) -> None:
    desk = sit(reported.kreis)
    assert "Alle 66 Paare von Lebensbereich und Art liegen unter 20 Personen." in desk.says()
    desk.click("Alle ansehen")
    table = next(t for t in desk.page().findChildren(FiguresTable) if t.accessibleName() == "Lücken")
    assert len(rows(table)) == 66


# Bericht


def test_the_report_is_looked_at_and_saved(
    reported: Any, sit: Any, choose: Callable[[Path | None], None], tmp_path: Path
) -> None:
    desk = sit(reported.kreis)
    page = desk.go("report")
    page.form.set_values({"acts_span": "nach Vorlage der Erklärung", "participants_span": "bis Oktober"})
    desk.click("Bericht erstellen")
    desk.finish_jobs()
    (kept,) = district.reports(reported.kreis)
    pdf = documents.document(reported.kreis, kept.id).pdf
    text = " ".join(page_.get_textpage().get_text_bounded() for page_ in pypdfium2.PdfDocument(pdf))
    assert "nach Vorlage der Erklärung" in text
    assert "bis Oktober" in text
    pictures = [
        w.accessibleName() for w in page.preview.findChildren(QWidget) if "Seite 1 von" in w.accessibleName()
    ]
    assert len(pictures) == 1
    choose(tmp_path / "bericht.pdf")
    desk.click("PDF speichern")
    assert (tmp_path / "bericht.pdf").read_bytes() == pdf


def test_an_earlier_report_is_shown_again(reported: Any, sit: Any, now: datetime) -> None:
    options = district.ReportOptions()
    made = district.report(reported.kreis, "2026-09", "2026-10", options, now)
    desk = sit(reported.kreis)
    page = desk.go("report")
    assert "Frühere Berichte" in desk.says()
    assert not page.save_button.isVisible()
    page.earlier.opened.emit(made.id)
    assert "Bericht vom 22.11.2026, 10:30" in desk.says()
    assert page.save_button.isVisible()


def test_a_chapter_that_is_not_chosen_stays_out(reported: Any, sit: Any) -> None:
    desk = sit(reported.kreis)
    page = desk.go("report")
    ticks = {each.text(): each for each in page.chapters.findChildren(CheckInput)}
    ticks["Kurzberatung"].setChecked(False)
    desk.click("Bericht erstellen")
    desk.finish_jobs()
    (kept,) = district.reports(reported.kreis)
    pdf = documents.document(reported.kreis, kept.id).pdf
    text = " ".join(page_.get_textpage().get_text_bounded() for page_ in pypdfium2.PdfDocument(pdf))
    assert "Eine Kurzberatung ist eine Beratung ohne Akte" not in " ".join(text.split())
    assert "Maßnahmen und Beteiligte" in text


def test_months_the_wrong_way_round_are_marked(reported: Any, sit: Any) -> None:
    desk = sit(reported.kreis)
    page = desk.go("report")
    page.form.set_values({"from_period": "2026-10", "to_period": "2026-09"})
    desk.click("Bericht erstellen")
    desk.finish_jobs()
    assert list(page.form.errors()) == ["to_period"]
    assert district.reports(reported.kreis) == ()


@pytest.mark.parametrize("place", ["overview", "report"])
def test_before_the_first_release_the_way_is_shown(exchange: Any, sit: Any, place: str) -> None:
    desk = sit(exchange.kreis)
    desk.go(place)
    assert "Es ist noch keine Meldung da." in desk.says()
    desk.click("Zu den Meldungen")
    assert desk.shell.location[0] == "inbox"


@pytest.mark.parametrize("place", ["overview", "inbox", "report"])
def test_an_empty_file_asks_for_its_kreis(district_vault: Vault, sit: Any, place: str) -> None:
    desk = sit(district_vault)
    desk.go(place)
    assert "Kreis einrichten" in desk.buttons()


@pytest.mark.parametrize("place", ["overview", "inbox", "report"])
def test_it_fits_a_small_window(reported: Any, sit: Any, place: str) -> None:
    desk = sit(reported.kreis)
    desk.go(place)
    desk.shell.resize(960, 540)
    desk.settle()
    assert (desk.shell.width(), desk.shell.height()) == (960, 540)
