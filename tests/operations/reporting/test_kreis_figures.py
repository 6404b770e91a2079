# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The Kreis's figures of a span and an area, its own words, and what it saves: on a year of real packets."""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from python_calamine import CalamineWorkbook

from app.domain.errors import InvalidInput
from app.domain.figures import figures as computed
from app.domain.register import Chain, Meeting, Task
from app.domain.report_parts import CHAPTERS, Cooperation, Cost, Post, Reach, Words
from app.operations import (
    district,
    district_export,
    district_figures,
    enrolment,
    register,
    report_parts,
    steering,
)
from app.operations.device_changes import lock
from app.operations.district import ReportOptions
from app.operations.district_report import report_values
from app.operations.vaults import Vault
from storage import district as storage_district
from storage import journal, released
from storage.district import ReportedSite
from storage.vault import open_with_password
from tests.benchmarks import intake

NOW = datetime(2026, 1, 20, 9, tzinfo=UTC)
TODAY = NOW.date()
SPANS = [("2025-03", "2025-03"), ("2025-01", "2025-04"), ("2025-04", "2025-06"), ("2025-01", "2025-12")]


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A Kreis of five case files that has received six months."""
    folder = tmp_path_factory.mktemp("kreis")
    intake.fill(folder, outstations=5, months=6).close()
    return folder


@pytest.fixture
def kreis(filled: Path, tmp_path: Path) -> Iterator[Vault]:
    yield from opened_copy(filled, tmp_path)


@pytest.fixture(scope="session")
def filled_by_the_second_catalogue(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("kreis2")
    intake.fill(folder, outstations=3, months=4, catalogue=2).close()
    return folder


@pytest.fixture
def second(filled_by_the_second_catalogue: Path, tmp_path: Path) -> Iterator[Vault]:
    yield from opened_copy(filled_by_the_second_catalogue, tmp_path)


def opened_copy(filled: Path, tmp_path: Path) -> Iterator[Vault]:
    folder = tmp_path / "kreis"
    shutil.copytree(filled, folder)
    vault = open_with_password(folder / "kreis.kim", "KO", intake.PASSWORD)
    yield vault
    vault.close()


def actions(vault: Vault) -> list[str]:
    return [line.action or "" for line in journal.lines(vault.db, 50)]


@pytest.mark.parametrize(("first", "last"), SPANS)
def test_reading_only_what_counts_says_the_same(kreis: Vault, first: str, last: str) -> None:
    every = released.table_ids(kreis.db)
    chosen = computed(released.releases_for(kreis.db, first, last, every), first, last)
    whole = computed(released.releases(kreis.db), first, last)
    assert chosen == whole


def test_tables_with_everybody_once_add_up_to_their_total(kreis: Vault) -> None:
    complete = district_figures.complete_tables(kreis.db)
    assert {"open.residence", "open.age_band_x_sex", "gap.dimension_x_kind"} <= complete
    assert not {"open", "open.livelihood", "short_advice.topic"} & complete
    for first, last in SPANS[:3]:
        found = district_figures.figures(kreis, first, last)
        for name in complete & found.tables.keys():
            table = found.tables[name]
            assert table.total.value == table.n.value == found.tables[name.partition(".")[0]].n.value, name


def test_every_printed_table_adds_up(kreis: Vault, figures: Callable[[str], None]) -> None:
    report_parts.keep(kreis, Post("Koordination", 250, 3), NOW)
    report_parts.keep(kreis, Post("Case Management", 695, 9), NOW)
    values = report_values(kreis, "2025-01", "2025-06", ReportOptions(), TODAY)
    tables = [figures for chapter in values.chapters for figures in chapter.figures]
    assert len(tables) >= 12
    for table in tables:
        columns = zip(*([count.value for count in line.counts] for line in table.lines), strict=True)
        assert [sum(column) for column in columns] == [count.value for count in table.total], table.caption
    figures(f"7   {len(tables)} printed tables: 0 do not add up (must: 0)")


def test_the_second_catalogue_has_chapters_of_its_own_that_add_up_both_ways(second: Vault) -> None:
    values = report_values(second, "2025-02", "2025-04", ReportOptions(), TODAY)
    by_title = {chapter.title: chapter for chapter in values.chapters}
    expected_captions = {
        "Kurzberatung": ["Kurzberatungen nach Thema", "Kurzberatungen nach Anlaufstelle"],
        "Bedarfe und Ressourcen": [
            "Offene Fälle nach Lebensbereich mit größtem Bedarf und Bedarf heute",
            "Offene Fälle nach Lebensbereich mit stärkster Ressource",
        ],
        "Ziele": ["Offene Fälle nach Lebensbereich des Ziels und Ergebnis"],
        "Wechsel der Existenzsicherung": [
            "Personen mit einem Wechsel der Existenzsicherung nach Monaten",
            "Offene Fälle nach Stand des Falls und Zahl der ungesicherten Tage",
        ],
        "Sprachen und Sprachmittlung": ["Offene Fälle nach Sprache und Dolmetschen"],
    }
    for title, captions in expected_captions.items():
        assert [figures.caption for figures in by_title[title].figures] == captions
    for chapter in values.chapters:
        for figures in chapter.figures:
            columns = zip(*([count.value for count in line.counts] for line in figures.lines), strict=True)
            sums = [sum(column) for column in columns]
            assert sums == [count.value for count in figures.total], figures.caption
            if figures.columns[-1] == "Zusammen":
                for line in figures.lines:
                    *parts, whole = line.counts
                    assert sum(count.value for count in parts) == whole.value, line.label
                    assert whole.plus_minus >= max(count.plus_minus for count in parts) > 0
    first, *_ = by_title["Offene, neue und abgeschlossene Fälle"].figures
    assert [line.label for line in first.lines][:3] == ["offen, Ende Januar 2025", "neu", "abgeschlossen"]
    assert first.total_label == "offen, Ende April 2025"


def test_the_new_chapters_can_be_left_out_and_are_chosen_unless_they_were(second: Vault) -> None:
    assert report_parts.chosen_chapters(second) == CHAPTERS
    report_parts.choose_chapters(second, [code for code in CHAPTERS if code != "goals"], NOW)
    kept = report_parts.chosen_chapters(second)
    assert "goals" not in kept
    assert {"needs", "circles", "languages"} <= set(kept)
    values = report_values(second, "2025-02", "2025-04", ReportOptions(chapters=kept), TODAY)
    assert "Ziele" not in [chapter.title for chapter in values.chapters]


def test_screen_report_and_saved_table_say_the_same_of_the_course_of_cases(
    kreis: Vault, tmp_path: Path
) -> None:
    made = district_figures.figures(kreis, "2025-04", "2025-06").movement
    alone = district_figures.figures(kreis, "2025-04", "2025-06", "", ("open", "new", "closed")).movement
    assert made is not None
    assert made == alone
    assert made.published
    before = district_figures.figures(kreis, "2025-03", "2025-03").tables["open"].n
    assert made.before == before
    values = report_values(kreis, "2025-04", "2025-06", ReportOptions(), TODAY)
    chapter = next(c for c in values.chapters if c.title == "Offene, neue und abgeschlossene Fälle")
    course = chapter.figures[0]
    assert sum(line.counts[0].value for line in course.lines) == course.total[0].value == made.now.value
    assert f"Neue Fälle insgesamt: {made.new.value} ± {made.new.margin}." in chapter.sentences
    path = tmp_path / "zahlen.csv"
    district_export.export(kreis, "2025-04", "2025-06", ReportOptions(), "csv", path, NOW)
    rows = list(csv.reader(StringIO(path.read_text("utf-8-sig")), delimiter=";"))
    said = {row[3]: row[5] for row in rows if row[1] == course.caption}
    assert said["offen, Ende Juni 2025"] == str(made.now.value)
    assert said["abgeschlossen"] == str(-made.closed.value)


def test_one_total_has_one_deviation_wherever_it_stands(kreis: Vault) -> None:
    """Cells that add up to N are as sure together as N is, not less the more of them there are."""
    values = report_values(kreis, "2025-01", "2025-06", ReportOptions(), TODAY)
    found = district_figures.figures(kreis, "2025-01", "2025-06").tables
    totals = {each.caption: each.total[-1] for chapter in values.chapters for each in chapter.figures}
    for caption, name in (
        ("Offene Fälle nach Aufenthalt", "open"),
        ("Offene Fälle nach Alter und Geschlecht", "open"),
        ("Angebotslücken nach Art", "gap"),
    ):
        n = found[name].n
        assert (totals[caption].value, totals[caption].plus_minus) == (n.value, n.margin), caption
    several = found["open.livelihood"].total
    assert totals["Offene Fälle nach Existenzsicherung"].plus_minus == several.margin > found["open"].n.margin


def report_less(kreis: Vault, table: str) -> None:
    """One site's catalogue does not have this table."""
    site = min(release.site_id for release in released.releases(kreis.db))
    with kreis.transaction() as db:
        for rows in ("released_cell", "released_table"):
            db.execute(
                f"DELETE FROM {rows} WHERE table_id = ?"
                " AND release_id IN (SELECT id FROM release WHERE site_id = ?)",
                (table, site),
            )


def test_what_some_sites_do_not_report_is_said_beside_the_figures_of_the_others(second: Vault) -> None:
    said = "Noch nicht alle Standorte melden diese Zahl"
    whole = report_values(second, "2025-02", "2025-04", ReportOptions(), TODAY)
    assert not [note for chapter in whole.chapters for note in chapter.notes if said in note]
    for table in ("open.resource", "changed_livelihood"):
        report_less(second, table)
    values = report_values(second, "2025-02", "2025-04", ReportOptions(), TODAY)
    noted = {note.partition(":")[0] for chapter in values.chapters for note in chapter.notes if said in note}
    assert noted == {
        "Offene Fälle nach Lebensbereich mit stärkster Ressource",
        "Personen mit Wechsel der Existenzsicherung",
    }


def test_closed_cases_of_some_sites_do_not_stand_beside_those_of_all(kreis: Vault) -> None:
    """Where some sites do not report them they are computed; a second total would contradict that one."""
    report_less(kreis, "closed")
    values = report_values(kreis, "2025-04", "2025-06", ReportOptions(), TODAY)
    chapter = next(c for c in values.chapters if c.title == "Offene, neue und abgeschlossene Fälle")
    assert "Abgeschlossene Fälle sind gerechnet: offene zu Beginn" in " ".join(chapter.notes)
    assert not [sentence for sentence in chapter.sentences if "Abgeschlossene Fälle insgesamt" in sentence]


def test_whose_figures_are_carried_forward_is_named(kreis: Vault) -> None:
    """Also after its device was locked, but not a site of which nothing ever came."""
    one, other, *_ = storage_district.outstations(kreis.db)
    silent = ReportedSite("silent", one.id, "Seefeld")
    with kreis.transaction() as db:
        storage_district.put_sites(db, [silent])
        lock(db, other, 6, NOW)
    assert district.carried_forward(kreis, "2025-06") == ()
    names = [site.name for site in storage_district.sites(kreis.db) if site != silent]
    assert list(district.carried_forward(kreis, "2025-07")) == names
    assert len(names) == 5
    assert district_figures.figures(kreis, "2025-07", "2025-07").tables["open"].carried == 5


def test_a_site_that_reports_for_the_first_time_in_the_year_is_named(kreis: Vault) -> None:
    """Its first figures begin in January, so they hold more than the months of the span."""
    site, *_ = storage_district.sites(kreis.db)
    early = "SELECT id FROM release WHERE site_id = ? AND period < '2025-04'"
    with kreis.transaction() as db:
        for rows in ("released_cell", "released_table", "released_activity"):
            db.execute(f"DELETE FROM {rows} WHERE release_id IN ({early})", (site.id,))
        db.execute(f"DELETE FROM release WHERE id IN ({early})", (site.id,))
    said = f"von: {site.name}. Was dort seit Jahresbeginn geschah, ist mitgezählt."
    for first, is_said in (("2025-04", True), ("2025-05", False), ("2025-01", False)):
        values = report_values(kreis, first, "2025-06", ReportOptions(), TODAY)
        assert (said in " ".join(values.chapters[-1].sentences)) == is_said, first


def test_before_the_first_month_there_is_no_course_of_cases(kreis: Vault) -> None:
    assert district_figures.figures(kreis, "2025-01", "2025-06").movement is None


def test_a_crossed_table_is_offered_by_each_of_its_variables(second: Vault) -> None:
    names = district_figures.broken_down(second)
    assert "open.need_x_need_change/need" in names
    table = district_figures.figures(second, "2025-04", "2025-04").tables["open.need_x_need_change"]
    for variable, cells in (("need", 11), ("need_change", 4)):
        by_one = district_figures.by_one_variable(table, variable)
        assert len(by_one.cells) == cells
        assert by_one.total == table.total


def test_an_area_has_no_acts_and_of_few_case_files_no_work(kreis: Vault) -> None:
    sites = [(line.id, *line.sites[0]) for line in enrolment.outstations(kreis)]
    for unit, site, name in sites[:4]:
        municipality = "Siegburg" if (unit, site, name) in sites[:3] else "Bornheim"
        enrolment.name_site(kreis, unit, site, name, NOW, municipality)
    areas = district_figures.areas(kreis)
    assert [area.label for area in areas.values()][:2] == ["Bornheim", "Siegburg"]
    few = district_figures.figures(kreis, "2025-01", "2025-06", "municipality:Bornheim")
    enough = district_figures.figures(kreis, "2025-01", "2025-06", "municipality:Siegburg")
    whole = district_figures.figures(kreis, "2025-01", "2025-06")
    assert whole.months
    assert (few.months, few.withheld_months, enough.months) == ((), (), ())
    assert {name.partition(".")[0] for name in few.tables} == {"open", "gap"}
    assert "served.service_type" in enough.tables
    assert enough.tables["open"].n.cells == 3
    assert district_figures.has_work_of_one(areas["municipality:Bornheim"], kreis)
    assert not district_figures.has_work_of_one(areas["municipality:Siegburg"], kreis)


def test_naming_a_site_again_keeps_where_it_lies(kreis: Vault) -> None:
    line = enrolment.outstations(kreis)[0]
    site = line.sites[0][0]
    enrolment.name_site(kreis, line.id, site, "Mitte", NOW, "Siegburg")
    enrolment.name_site(kreis, line.id, site, "Altstadt", NOW)
    kept = district_figures.site(kreis, site)
    assert (kept.name, kept.municipality) == ("Altstadt", "Siegburg")


# Tables for others


def export(kreis: Vault, folder: Path, format: str) -> bytes:
    path = folder / f"zahlen.{format}"
    count = district_export.export(kreis, "2025-01", "2025-06", ReportOptions(), format, path, NOW)
    assert count > 100
    assert "district.figures_saved_outside" in actions(kreis)
    return path.read_bytes()


def expected(kreis: Vault) -> list[tuple[Any, ...]]:
    values = report_values(kreis, "2025-01", "2025-06", ReportOptions(), TODAY)
    rows: list[tuple[Any, ...]] = []
    for chapter in values.chapters:
        for figures in chapter.figures:
            total = [(figures.total_label or "Summe", figures.total)] if figures.total else []
            for label, counts in [*((line.label, line.counts) for line in figures.lines), *total]:
                for column, count in zip(figures.columns, counts, strict=True):
                    whole = f"{count.value:,}".replace(",", ".")
                    shown = "unter 20" if count.in_words else count.shown or whole
                    worth = count.value / 100 if figures.unit == "in Euro" else count.value
                    said = (chapter.title, figures.caption, figures.unit, label, column)
                    rows.append((*said, worth, count.plus_minus, shown))
    return rows


@pytest.fixture
def hostile(kreis: Vault) -> Vault:
    """Words that a spreadsheet would take for formulas, and an amount below zero."""
    for label in ("=1+1", "@SUMME(A1)", "+49 2241", "-cmd"):
        report_parts.keep(kreis, Cost("income", label, 2026, 1250), NOW)
    return kreis


def test_every_cell_of_the_csv_reads_back_and_none_is_a_formula(hostile: Vault, tmp_path: Path) -> None:
    text = export(hostile, tmp_path, "csv").decode("utf-8-sig")
    header, *rows = csv.reader(StringIO(text), delimiter=";")
    assert tuple(header) == district_export.HEADER
    wanted = [
        tuple(f"'{cell}" if str(cell)[:1] in ("=", "+", "-", "@") else cell for cell in row[:5])
        for row in expected(hostile)
    ]
    assert [tuple(row[:5]) for row in rows] == wanted
    read = [(float(row[5].replace(",", ".")), int(row[6]), row[7].removeprefix("'")) for row in rows]
    assert read == [row[5:] for row in expected(hostile)]
    numbers = [row.pop(5) for row in rows]
    assert {"-50,00", "12,50"} <= {*numbers}
    assert not [cell for row in rows for cell in row if cell[:1] in ("=", "+", "-", "@")]


def test_every_cell_of_the_xlsx_reads_back_and_words_are_words(hostile: Vault, tmp_path: Path) -> None:
    raw = export(hostile, tmp_path, "xlsx")
    header, *rows = CalamineWorkbook.from_filelike(BytesIO(raw)).get_sheet_by_index(0).to_python()
    assert tuple(header) == district_export.HEADER
    assert [tuple(row) for row in rows] == expected(hostile)
    assert all(isinstance(row[5], int | float) for row in rows)
    assert "=1+1" in {row[3] for row in rows}


def test_every_figure_of_the_json_reads_back(hostile: Vault, tmp_path: Path) -> None:
    told = json.loads(export(hostile, tmp_path, "json"))
    assert (told["schema"], told["from"], told["to"]) == (district_export.SCHEMA, "2025-01-01", "2025-06-30")
    assert [tuple(row.values()) for row in told["figures"]] == expected(hostile)


def test_posts_and_euros_are_saved_in_their_unit(kreis: Vault, tmp_path: Path) -> None:
    report_parts.keep(kreis, Post("Koordination", 250, 3), NOW)
    report_parts.keep(kreis, Cost("expense", "Personal", 2025, 98174824), NOW)
    told = json.loads(export(kreis, tmp_path, "json"))
    found = {(row["line"], row["column"]): (row["value"], row["shown"]) for row in told["figures"]}
    assert found["Koordination", "Stellen"] == (2.5, "2,5")
    assert found["Koordination", "Personen"] == (3, "3")
    assert found["Personal", "2025"] == (981748.24, "981.748,24 €")


def test_another_format_is_refused_and_nothing_noted(kreis: Vault, tmp_path: Path) -> None:
    with pytest.raises(InvalidInput):
        district_export.export(kreis, "2025-01", "2025-06", ReportOptions(), "pdf", tmp_path / "x", NOW)
    assert "district.figures_saved_outside" not in actions(kreis)


# The report's own words


def words(pdf: bytes) -> str:
    return " ".join(page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(pdf)).replace(
        "\r\n", " "
    )


def test_texts_posts_costs_and_reach_stand_in_the_report(kreis: Vault) -> None:
    for part in (
        Post("Koordination", 250, 3, "in der Kreisverwaltung"),
        Post("Case Management", 1011, 13),
        Cost("expense", "Personal", 2022, 98174824),
        Cost("income", "Landesförderung", 2022, 72511386),
        Reach("Auftaktveranstaltungen", 6, 19),
        Reach("Fortbildungen", 3),
    ):
        report_parts.keep(kreis, part, NOW)
    report_parts.keep_text(kreis, "mandate", "Erster Absatz.\nZweiter Absatz.", False, NOW)
    report_parts.set_words(kreis, Words("Modul", "colon"), NOW)
    register.keep_meeting(kreis, Meeting(date(2025, 5, 5), "Lenkungsgruppe", decisions=("Kita zuerst",)), NOW)
    register.keep_chain(kreis, Chain("Kita-Plätze", "family", "no_places", date(2025, 4, 1)), NOW)
    said = words(district.report(kreis, "2025-01", "2025-06", ReportOptions(), NOW).pdf)
    for expected_words in (
        "Erster Absatz.",
        "Zweiter Absatz.",
        "Modul 1: Strategische Steuerung",
        "12,61",
        "16",
        "256.634,38 €",
        "Auftaktveranstaltungen: 6 von 19.",
        "Fortbildungen: 3.",
        "05.05.2025, Lenkungsgruppe: Kita zuerst",
        "Kita-Plätze: Schritt 1 von 6, Erhebung, seit 01.04.2025.",
    ):
        assert expected_words in said
    assert "Baustein" not in said


def test_only_chosen_chapters_stand_in_it_and_empty_ones_never(kreis: Vault) -> None:
    chosen = ReportOptions(chapters=("acts", "outlook"))
    titles = [chapter.title for chapter in report_values(kreis, "2025-01", "2025-06", chosen, TODAY).chapters]
    assert titles == ["Maßnahmen und Beteiligte", "Stand der Zahlen"]
    report_parts.choose_chapters(kreis, chosen.chapters, NOW)
    assert report_parts.chosen_chapters(kreis) == ("acts", "outlook")


def test_every_block_belongs_to_a_chapter_and_may_begin_from_its_proposal(kreis: Vault) -> None:
    blocks = report_parts.blocks(kreis)
    assert {block.chapter for block in blocks} <= set(CHAPTERS)
    assert len({block.code for block in blocks}) == len(blocks) == 19
    assert set(report_parts.chapter_titles(kreis)) == set(CHAPTERS)
    for block in blocks:
        assert block.hint
        report_parts.keep_text(kreis, block.code, block.proposed, False, NOW)
        report_parts.keep_text(kreis, block.code, "", False, NOW)
    assert not any(block.text for block in report_parts.blocks(kreis))


def test_an_example_needs_the_person(kreis: Vault) -> None:
    with pytest.raises(InvalidInput) as caught:
        report_parts.keep_text(kreis, "example", "Ein Vater fand Arbeit.", False, NOW)
    assert (caught.value.field, caught.value.code) == ("agreed", "report.example_not_agreed")
    report_parts.keep_text(kreis, "example", "Ein Vater fand Arbeit.", True, NOW)
    with pytest.raises(InvalidInput):
        report_parts.keep_text(kreis, "nonsense", "x", True, NOW)


def test_parts_are_changed_and_removed_and_the_journal_tells(kreis: Vault) -> None:
    agreed = Cooperation("Stadt Troisdorf", date(2025, 1, 1), "Umsetzung", date(2026, 3, 1))
    key = report_parts.keep(kreis, agreed, NOW)
    (kept,) = report_parts.cooperations(kreis)
    assert kept == Cooperation("Stadt Troisdorf", date(2025, 1, 1), "Umsetzung", date(2026, 3, 1), key)
    assert report_parts.ending(kreis, date(2026, 3, 1)) == (kept,)
    assert report_parts.ending(kreis, date(2026, 2, 28)) == ()
    report_parts.remove(kreis, kept, NOW)
    assert report_parts.cooperations(kreis) == ()
    assert {"report.part_kept", "report.part_removed"} <= set(actions(kreis))


# The session


def test_a_gap_says_at_how_many_sites_it_was_met(kreis: Vault) -> None:
    month, gaps = register.newest_gaps(kreis)
    held = [release for release in released.releases(kreis.db) if release.period == month]
    assert len(held) == 5
    for gap in gaps:
        key = f"dimension={gap.dimension}|kind={gap.kind}"
        assert gap.sites == sum(bool(release.tables[register.GAPS].cells[key]) for release in held)
    assert max(gap.sites for gap in gaps) > 1


def test_in_a_new_year_only_sites_that_reported_it_stand_beside_a_gap(kreis: Vault) -> None:
    """The figure begins with the year, so who lacked something last year is at no site of it."""
    last = released.releases(kreis.db)[-1]
    (packet,) = kreis.db.execute("SELECT max(packet_sha256) FROM release").fetchone()
    origin = released.Origin("one-of-2026", date(2026, 1, 1), 1, packet, b"")
    with kreis.transaction() as db:
        released.insert(db, replace(last, period="2026-01", last_day=date(2026, 1, 31)), origin)
    month, gaps = register.newest_gaps(kreis)
    assert (month, {gap.sites for gap in gaps}) == ("2026-01", {1})


def test_the_agenda_comes_from_the_register(kreis: Vault) -> None:
    register.keep_chain(kreis, Chain("Kita-Plätze", "family", "no_places", date(2025, 4, 1)), NOW)
    register.keep_task(kreis, Task("Träger anschreiben"), NOW)
    _, gaps = register.newest_gaps(kreis)
    points = steering.proposed_agenda(kreis).split("\n")
    assert points[0] == "Niederschrift der letzten Sitzung"
    assert "Offene Aufgabe: Träger anschreiben" in points
    assert "Stand der Kette: Kita-Plätze" in points
    large = [gap.label for gap in gaps if gap.figure.value >= 20][:5]
    assert [point for point in points if point.startswith("Lücke")] == [f"Lücke: {gap}" for gap in large]


def test_a_missing_site_names_the_month_that_counts(kreis: Vault) -> None:
    lines = district.inbox(kreis, "2025-07")
    assert {(line.state, line.carried_from) for line in lines} == {("missing", "2025-06")}
    assert {line.carried_from for line in district.inbox(kreis, "2025-01")} == {None}


def test_the_generator_sends_what_it_says(kreis: Vault) -> None:
    assert district.periods(kreis) == tuple(f"2025-{month:02}" for month in range(1, 7))
    assert len(enrolment.outstations(kreis)) == 5
