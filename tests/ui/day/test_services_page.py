# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Anlaufstellen on the screen: found by need, shown beside the list, ended with a way back, never twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from app.domain.course import CourseData
from app.domain.service import ServiceData
from app.operations import cases, directory, drafts, gaps
from ui.consent_rows import Recipients
from ui.services_page import AT_ONCE, ServicesPage

CTRL = Qt.KeyboardModifier.ControlModifier
HOUSE = ServiceData(
    "Haus der Sprachen",
    "language_course",
    name="Kursberatung",
    phone="02241 55",
    contact_person="Frau Öztürk",
    opening_hours="Mo 9 bis 12 Uhr",
    access_note="mit Termin",
    topics=("language",),
    languages=("prs",),
    reach=("05382",),
    valid_from=date(2026, 1, 1),
)


def said(widget: QWidget) -> str:
    QApplication.processEvents()
    shown = [each.text() for each in widget.findChildren(QLabel) if each.isVisible()]
    return "\n".join([*shown, *(w.accessibleName() for w in widget.findChildren(QWidget) if w.isVisible())])


def names(page: ServicesPage) -> list[str]:
    QApplication.processEvents()
    model = page.table.model()
    full = (str(model.index(row, 0).data()) for row in range(model.rowCount()))
    return [name.removesuffix(", Kursberatung") for name in full]


@pytest.fixture
def page(desk: Any) -> ServicesPage:
    now = desk.session.now()
    house = directory.add_service(desk.vault, HOUSE, now)
    club = replace(HOUSE, institution="Wohnhilfe", topics=("housing",), languages=(), reach=())
    directory.add_service(desk.vault, club, now)
    directory.add_service(desk.vault, replace(club, institution="Altes Büro", valid_to=date(2026, 6, 1)), now)
    course = CourseData(house, "Elternkurs", "B1", date(2027, 1, 11), None, "Mo bis Do", True, 1)
    directory.add_course(desk.vault, course, now)
    shown = desk.go("services")
    assert isinstance(shown, ServicesPage)
    return shown


def test_every_filter_narrows_and_all_can_be_emptied(page: ServicesPage) -> None:
    assert names(page) == ["Haus der Sprachen", "Wohnhilfe"]
    page.filters.valid.setChecked(False)
    assert names(page) == ["Altes Büro", "Haus der Sprachen", "Wohnhilfe"]
    page.filters.topic.set_value("language")
    assert names(page) == ["Haus der Sprachen"]
    page.filters.municipality.set_value("05315000")
    assert names(page) == []
    assert "Dazu steht hier keine Anlaufstelle." in said(page)
    page.filters.clear()
    assert len(names(page)) == 3
    page.filters.language.set_value("prs")
    assert names(page) == ["Haus der Sprachen"]


def test_what_is_still_being_typed_does_not_count(page: ServicesPage) -> None:
    page.filters.topic.set_typed("S")
    assert names(page) == ["Haus der Sprachen", "Wohnhilfe"]


def test_the_entry_in_focus_stands_beside_the_list(page: ServicesPage) -> None:
    page.table.selectRow(0)
    words = said(page.detail)
    for part in ("Frau Öztürk", "02241 55", "Mo 9 bis 12 Uhr", "Einzugsgebiet: Rhein-Sieg-Kreis", "Dari"):
        assert part in words
    assert "ab 11.01.2027 · Mo bis Do · mit Kinderbetreuung · 1 Platz frei" in words
    assert "Gültig: ab 01.01.2026" in words


def test_an_entry_is_ended_and_the_end_taken_back(desk: Any, page: ServicesPage) -> None:
    page.table.selectRow(1)
    QApplication.processEvents()
    desk.click("Beenden")
    (ended,) = [each for each in directory.services(desk.vault) if each.institution == "Wohnhilfe"]
    assert ended.valid_to == date(2026, 11, 22)
    assert "gilt bis heute" in desk.toast()
    desk.click("Wieder aufnehmen")
    assert directory.service(desk.vault, ended.id).valid_to is None


def test_what_is_there_already_is_hinted_while_writing(desk: Any, page: ServicesPage) -> None:
    desk.click("Neue Anlaufstelle")
    form = desk.dialog().form
    desk.write("Haus der Sprache", form.entry("institution"))
    desk.press(Qt.Key.Key_Tab)
    desk.write("Kursberatung")
    desk.press(Qt.Key.Key_Tab)
    assert form.row("institution").hint() == "Gibt es vielleicht schon: Haus der Sprachen, Kursberatung"


def test_a_half_written_entry_comes_back_with_its_languages(desk: Any, page: ServicesPage) -> None:
    desk.click("Neue Anlaufstelle")
    form = desk.dialog().form
    form.entry("institution").set_typed("Halb")
    form.entry("languages").set_value(("prs", "uk"))
    form.entry("reach").set_value(("05382",))
    desk.dialog().reject()
    desk.click("Neue Anlaufstelle")
    again = desk.dialog().form
    assert (again.entry("languages").value(), again.entry("reach").value()) == (("prs", "uk"), ("05382",))
    again.entry("referral_target").set_value("other")
    desk.press(Qt.Key.Key_Return, CTRL)
    (made,) = [each for each in directory.services(desk.vault) if each.institution == "Halb"]
    assert (made.languages, made.reach) == (("prs", "uk"), ("05382",))
    assert drafts.drafts(desk.vault) == ()


def test_a_chip_takes_its_code_away(desk: Any, page: ServicesPage) -> None:
    desk.click("Neue Anlaufstelle")
    entry = desk.dialog().form.entry("languages")
    entry.set_value(("prs", "uk"))
    desk.click("Dari")
    assert entry.value() == ("uk",)


def test_a_course_is_entered_and_corrected(desk: Any, page: ServicesPage) -> None:
    page.table.selectRow(1)
    QApplication.processEvents()
    desk.click("Kurs")
    form = desk.dialog().form
    desk.press(Qt.Key.Key_Return, CTRL)
    assert form.errors()["title"]
    form.set_values({"title": "Abendkurs", "level": "A2", "starts_on": date(2027, 2, 1)})
    desk.press(Qt.Key.Key_Return, CTRL)
    page.view.set_value("courses")
    QApplication.processEvents()
    table = page.courses.table
    assert [table.model().index(row, 0).data() for row in range(2)] == ["Elternkurs", "Abendkurs"]
    table.opened.emit(next(key for key, each in page.courses._found.items() if each.title == "Abendkurs"))
    desk.dialog().form.entry("places").set_value(0)
    desk.press(Qt.Key.Key_Return, CTRL)
    assert "keine freien Plätze" in str(table.model().index(1, 2).data())


def test_a_gap_without_a_case_asks_for_its_standort_where_there_are_several(
    desk: Any, page: ServicesPage
) -> None:

    second = cases.add_site(desk.vault, "TR", "Troisdorf", "05382068", desk.session.now())
    desk.press(Qt.Key.Key_G, CTRL)
    form = desk.dialog().form
    form.set_values({"kind": "missing", "dimension": "housing", "site_id": second})
    desk.press(Qt.Key.Key_Return, CTRL)
    assert [(gap.kind, gap.case_id) for gap in gaps.gaps(desk.vault)] == [("missing", None)]
    stored = desk.vault.db.execute("SELECT site_id FROM gap").fetchone()
    assert stored == (second,)


def test_a_long_list_shows_its_beginning(desk: Any, page: ServicesPage) -> None:
    for number in range(AT_ONCE + 5):
        directory.add_service(desk.vault, ServiceData(f"Verein {number:03}", "other"), desk.session.now())
    page.reload()
    assert len(names(page)) == AT_ONCE
    desk.click("Weitere 7 zeigen")
    assert len(names(page)) == AT_ONCE + 7


def test_only_what_is_there_today_is_offered_for_a_consent(desk: Any, page: ServicesPage, qtbot: Any) -> None:
    recipients = Recipients(desk.session)
    qtbot.addWidget(recipients)
    offered = [recipients.directory.itemText(n) for n in range(recipients.directory.count())]
    assert [each.split(",")[0] for each in offered] == ["Haus der Sprachen", "Wohnhilfe"]
