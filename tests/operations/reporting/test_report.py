# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The Kreis report from the releases alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pypdfium2
import pytest

from app.domain.errors import InvalidInput, Refusal
from app.forms.district_report import Chapter, DistrictReport
from app.operations import district, documents
from app.operations.district import ReportOptions
from app.operations.district_report import report_values

JANUARY, FEBRUARY, MARCH = date(2022, 1, 31), date(2022, 2, 28), date(2022, 3, 31)
APRIL = date(2022, 4, 21)
DAY = date(2022, 1, 10)
OPTIONS = ReportOptions("nach Vorlage der Datenschutzerklärung", "bis zum 21.04.2022")


def noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


def values(kreis: Any, first: str, last: str, options: ReportOptions = OPTIONS) -> DistrictReport:
    return report_values(kreis.vault, first, last, options, APRIL)


def chapter(report: DistrictReport, title: str) -> Chapter:
    (found,) = (chapter for chapter in report.chapters if chapter.title == title)
    return found


def words(pdf: bytes) -> str:
    pages = pypdfium2.PdfDocument(pdf)
    return " ".join(re.sub(r"\s+", " ", page.get_textpage().get_text_range()) for page in pages)


@pytest.fixture(scope="module")
def april(new_kreis: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """1.233 acts and 1.874 participants up to 21 April, for tests that only read."""
    kreis = new_kreis(tmp_path_factory.mktemp("april"))
    _report_until_april(kreis)
    yield kreis
    kreis.close()


@pytest.fixture
def reported(kreis: Any) -> Any:
    """The same, for tests that go on."""
    _report_until_april(kreis)
    return kreis


def _report_until_april(kreis: Any) -> None:
    """1.630 of the participants are of the target groups; how they are spread over acts is ours."""
    shares = ((411, 543, 81), (411, 543, 81), (411, 544, 82))
    for outstation, (acts, target, partner) in zip(kreis.outstations, shares, strict=True):
        for number in range(20):
            case_id = outstation.person(DAY, number).case_id
            outstation.contact(case_id, DAY, "registration")
        _bulk(outstation, acts - 21, DAY)
        outstation.workshop(APRIL, target=target - (acts - 21) - 20, partner=partner)
        outstation.release(JANUARY)
        outstation.release(APRIL)
    kreis.exchange(APRIL)


def _bulk(outstation: Any, count: int, day: date) -> None:
    """Many talks with one person of the target groups each, in one transaction."""
    case_id = outstation.person(day, 1).case_id
    template = outstation.contact(case_id, day)
    with outstation.vault.transaction() as db:
        for number in range(count - 1):
            db.execute(
                """INSERT INTO contact
                    (id, case_id, site_id, kind, activity_type, held_on, staff_id, recorded_at)
                SELECT ?, case_id, site_id, kind, activity_type, held_on, staff_id, recorded_at
                FROM contact WHERE id = ?""",
                (f"bulk-{number}", template),
            )


def test_the_headline_figures_are_exact_with_their_shares(april: Any) -> None:
    acts, participants = values(april, "2022-01", "2022-04").headlines
    assert (acts.label, acts.value, acts.span) == ("Maßnahmen", 1233, OPTIONS.acts_span)
    assert (participants.label, participants.value) == ("Beteiligte", 1874)
    assert [(s.label, s.count, s.percent) for s in participants.shares] == [
        ("Zielgruppen", 1630, 87),
        ("Kooperationspartner", 244, 13),
    ]


def test_the_pdf_says_so_and_one_act_more_of_each_unit_says_three_more(reported: Any) -> None:
    first = district.report(reported.vault, "2022-01", "2022-04", OPTIONS, noon(APRIL), noon(APRIL))
    said = words(first.pdf)
    for part in (
        "1.233",
        "1.874",
        "1.630 (87 %)",
        "244 (13 %)",
        "Der April 2022 ist nur bis zum 21.04.2022 erfasst.",
    ):
        assert part in said
    for outstation in reported.outstations:
        outstation.workshop(date(2022, 5, 3))
        outstation.release(date(2022, 5, 31))
    reported.exchange(date(2022, 5, 31))
    second = district.report(reported.vault, "2022-01", "2022-05", OPTIONS, noon(date(2022, 6, 1)))
    assert "1.236" in words(second.pdf)
    assert "1.233" not in words(second.pdf)
    assert [line.id for line in district.reports(reported.vault)] == [second.id, first.id]


def test_one_activity_more_says_one_more(kreis: Any) -> None:
    """In a month in which all three units had acts, a single further one shows."""
    kreis.outstations[0].workshop(APRIL)
    _report_until_april(kreis)
    report = district.report(kreis.vault, "2022-01", "2022-04", OPTIONS, noon(APRIL))
    assert "1.234" in words(report.pdf)
    assert "1.233" not in words(report.pdf)


def test_the_report_is_kept_and_can_be_saved(april: Any, tmp_path: Any) -> None:
    made = district.report(april.vault, "2022-01", "2022-04", OPTIONS, noon(APRIL))
    assert documents.document(april.vault, made.id).pdf == made.pdf
    documents.save_document(april.vault, made.id, tmp_path / "kreisbericht.pdf", noon(APRIL))
    assert (tmp_path / "kreisbericht.pdf").read_bytes() == made.pdf


def test_every_printed_table_adds_up(april: Any) -> None:
    for part in values(april, "2022-01", "2022-04").chapters:
        for figures in part.figures:
            columns = zip(*([count.value for count in line.counts] for line in figures.lines), strict=True)
            assert [sum(column) for column in columns] == [count.value for count in figures.total], (
                figures.caption
            )


def test_persons_are_protected_and_acts_are_exact(april: Any) -> None:
    report = values(april, "2022-01", "2022-04")
    acts = chapter(report, "Maßnahmen und Beteiligte")
    assert {count.protected for f in acts.figures for line in f.lines for count in line.counts} == {False}
    overview = {line.label: [count.value for count in line.counts] for line in acts.figures[0].lines}
    assert overview["Beratung und Begleitung"][0] == 1230
    assert overview["Workshop"] == [3, 1630 - 1230, 244]
    served = chapter(report, "Beratene Personen").figures[0]
    counts = {line.label: line.counts[0] for line in served.lines}
    found = counts["Mitwirkung bei der Erfassung Neuzugewanderter"]
    assert found.protected
    assert (found.plus_minus, found.value % 5) == (9, 0)
    assert abs(found.value - 60) <= 12


def test_months_of_persons_add_up_to_the_year(april: Any) -> None:
    figures = chapter(
        values(april, "2022-01", "2022-04"), "Mitwirkung bei der Erfassung Neuzugewanderter"
    ).figures[0]
    assert [line.label for line in figures.lines] == ["Januar 2022", "April 2022 (bis 21.04.2022)"]
    year = district.figures(april.vault, "2022-01", "2022-04").tables["served.service_type"]
    assert figures.total[0].value == year.cells["service_type=registration"].value


def test_new_and_closed_cases_are_said_in_total(april: Any) -> None:
    told = chapter(values(april, "2022-01", "2022-04"), "Offene, neue und abgeschlossene Fälle").sentences
    value = district.figures(april.vault, "2022-01", "2022-04").tables["new"].n.value
    assert abs(value - 63) <= 12
    assert f"Neue Fälle insgesamt: {value} ± 9." in told
    assert "Abgeschlossene Fälle insgesamt: unter 20." in told


def test_what_no_site_has_published_is_said_not_shown(april: Any) -> None:
    report = values(april, "2022-01", "2022-04")
    assert chapter(report, "Kurzberatung").figures == ()
    topic, target = chapter(report, "Kurzberatung").notes
    assert topic.startswith("Kurzberatungen nach Thema: noch nicht veröffentlicht.")
    assert target.startswith("Kurzberatungen nach Anlaufstelle: noch nicht veröffentlicht.")


def test_a_missing_site_is_carried_forward_and_named(reported: Any) -> None:
    for outstation in reported.outstations[:2]:
        outstation.release(date(2022, 5, 31))
    reported.exchange(date(2022, 5, 31))
    report = values(reported, "2022-01", "2022-05")
    assert {line.name: (line.state, line.as_of) for line in report.outstations} == {
        "Nordstadt": ("received", date(2022, 5, 31)),
        "Hafen": ("received", date(2022, 5, 31)),
        "Seefeld": ("carried_forward", APRIL),
    }
    said = " ".join(chapter(report, "Stand der Zahlen").sentences)
    assert "Für 1 von 3 Standorten wird der letzte Stand fortgeschrieben: Seefeld." in said
    before = values(reported, "2022-01", "2022-04")
    title = "Offene, neue und abgeschlossene Fälle"
    assert chapter(report, title).figures == chapter(before, title).figures


def test_acts_of_fewer_than_three_units_are_named_not_counted(reported: Any) -> None:
    """The third one reported too, but had no acts: it hides nobody."""
    for outstation in reported.outstations[:2]:
        outstation.workshop(date(2022, 5, 3), target=500)
    for outstation in reported.outstations:
        outstation.release(date(2022, 5, 31))
    reported.exchange(date(2022, 5, 31))
    report = values(reported, "2022-01", "2022-05")
    assert [headline.value for headline in report.headlines] == [1233, 1874]
    notes = chapter(report, "Maßnahmen und Beteiligte").notes
    assert "Nicht gezählt, weil weniger als drei Meldestellen Tätigkeiten gemeldet haben: Mai 2022." in notes
    alone = values(reported, "2022-05", "2022-05")
    assert alone.headlines == ()
    assert chapter(alone, "Maßnahmen und Beteiligte").figures == ()


def test_a_span_without_releases_or_backwards_is_refused(april: Any) -> None:
    with pytest.raises(Refusal, match=r"district\.nothing_received"):
        values(april, "2023-01", "2023-02")
    with pytest.raises(InvalidInput, match=r"district\.span_unusable"):
        values(april, "2022-04", "2022-01")
