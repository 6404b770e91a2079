# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Umfeld: the household line by line, who speaks for a minor, special categories, map and list."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.domain.case import Closing
from app.domain.dates import PartialDate
from app.domain.household import Member, NewMember
from app.domain.intake import Intake
from app.domain.network import NetworkPerson, NewNetworkPerson
from app.operations import (
    cases,
    closing,
    consents,
    drafts,
    households,
    networks,
    representatives,
    special_facts,
)
from ui import theme
from ui.choice_chips import ChoiceChips
from ui.network_map import NetworkMap
from ui.network_tab import NetworkTab
from ui.widgets import RowList

TODAY = date(2026, 11, 22)


def client_id(desk: Any) -> str:
    return str(cases.case_view(desk.vault, desk.case_id, TODAY).client.id)


def household(desk: Any) -> tuple[Member, ...]:
    return households.household(desk.vault, client_id(desk), TODAY)


def network(desk: Any) -> list[NetworkPerson]:
    return list(networks.network(desk.vault, client_id(desk)))


def grow(desk: Any, birth: PartialDate | None) -> None:
    """Gives the person another birth date."""
    person = cases.case_view(desk.vault, desk.case_id, TODAY).client.person
    cases.change_person(desk.vault, client_id(desk), replace(person, birth_date=birth), desk.session.now())


def enter(desk: Any, tab: NetworkTab, **typed: str) -> None:
    form = tab.household.line.form
    for name, text in typed.items():
        form.entry(name).set_typed(text)
    QTest.keyClick(form.given_names, Qt.Key.Key_Return)
    QApplication.processEvents()


def press(rows: RowList, key: Qt.Key) -> None:
    """A key on the current row; offscreen nobody gives the window its focus back when a dialog closes."""
    rows.window().activateWindow()
    rows.focus_current()
    QApplication.processEvents()
    focus = rows.window().focusWidget()
    assert focus is not None
    QTest.keyClick(focus, key)
    QApplication.processEvents()


def test_a_child_inherits_the_family_name_and_the_next_one_begins(desk: Any) -> None:
    tab = desk.show(NetworkTab)
    form = tab.household.line.form
    assert form.family.placeholderText() == "Nguyễn-Łukaszewicz"
    enter(desk, tab, given_names="Minh Châu", born="03/2019")
    assert [(m.name, m.born) for m in household(desk)] == [
        ("Minh Châu Nguyễn-Łukaszewicz", PartialDate(2019, 3))
    ]
    assert form.given_names.hasFocus()
    assert form.given_names.text() == ""
    assert form.relation.value() == "child"
    words = desk.words()
    assert "alleinerziehend" in words
    assert "1 Kind im Schulalter" in words
    assert "Kind · geboren 03/2019, 7 Jahre" in words


def test_enter_twice_adds_one_child(desk: Any) -> None:
    tab = desk.show(NetworkTab)
    enter(desk, tab, given_names="Elif", born="2019")
    enter(desk, tab)
    assert [member.name for member in household(desk)] == ["Elif Nguyễn-Łukaszewicz"]
    desk.click("Zum Haushalt")
    assert [member.relation for member in household(desk)] == ["child", "child"]


def test_of_an_adult_the_family_name_is_not_offered(desk: Any) -> None:
    tab = desk.show(NetworkTab)
    form = tab.household.line.form
    form.entry("relation").set_value("spouse")
    assert form.family.placeholderText() == ""
    enter(desk, tab, born="1988")
    (member,) = household(desk)
    assert (member.relation, member.name, member.born) == ("spouse", "", PartialDate(1988))
    assert form.relation.value() == "spouse"


def test_a_birth_date_that_cannot_be_is_marked_and_nothing_is_lost(desk: Any) -> None:
    tab = desk.show(NetworkTab)
    enter(desk, tab, given_names="Elif", born="31.02.2019")
    form = tab.household.line.form
    assert "Februar" in form.errors()["born"]
    assert form.given_names.text() == "Elif"
    assert household(desk) == ()


def test_an_adult_with_a_name_is_refused_and_led_to_an_own_file(desk: Any) -> None:
    tab = desk.show(NetworkTab)
    tab.household.line.form.entry("relation").set_value("spouse")
    enter(desk, tab, given_names="Jan", born="1988")
    assert "volljährig" in desk.words(desk.dialog())
    assert household(desk) == ()
    desk.click("Eigene Akte anlegen", desk.dialog())
    form = desk.form_dialog().form
    assert form.entry("given_names").value() == "Jan"
    form.entry("family_name").set_typed("Łukaszewicz")
    desk.submit()
    (member,) = household(desk)
    assert (member.relation, member.name) == ("spouse", "Jan Łukaszewicz")
    assert member.member_client_id is not None
    assert "ist angelegt" in desk.toast()
    assert tab.household.line.form.given_names.text() == ""


def test_a_member_is_changed_removed_and_brought_back(desk: Any) -> None:
    now = desk.session.now()
    households.add_member(
        desk.vault, client_id(desk), NewMember("child", "Elif", born=PartialDate(2019)), now
    )
    tab = desk.show(NetworkTab)
    press(tab.household.list, Qt.Key.Key_Return)
    desk.form_dialog().form.entry("lives_here").set_value(False)
    desk.submit()
    assert [m.lives_here for m in household(desk)] == [False]
    assert "wohnt nicht hier" in desk.words()
    press(tab.household.list, Qt.Key.Key_Delete)
    assert household(desk) == ()
    desk.click("Rückgängig", tab.window())
    assert [m.given_names for m in household(desk)] == ["Elif"]


def test_the_way_to_the_file_of_a_member(desk: Any) -> None:
    now, own = desk.session.now(), households.OwnFile("Trần", "Văn Đức")
    opened = households.add_member_with_file(
        desk.vault, client_id(desk), NewMember("parent"), desk.site_id, own, now
    )
    tab = desk.show(NetworkTab)
    press(tab.household.list, Qt.Key.Key_A)
    desk.click("Akte öffnen")
    assert desk.asked == [f"case:{opened.case_id}"] * 2
    press(tab.household.list, Qt.Key.Key_Return)
    form = desk.form_dialog().form
    assert not form.row("given_names").isVisible()
    form.entry("relation").set_value("grandparent")
    desk.submit()
    assert household(desk)[0].relation == "grandparent"


def test_a_member_is_linked_to_a_file_that_is_there(desk: Any) -> None:
    now = desk.session.now()
    person = replace(cases.case_view(desk.vault, desk.case_id, TODAY).client.person, given_names="Văn Đức")
    other = cases.take_in(desk.vault, Intake(person, desk.site_id, TODAY, "self"), now)
    households.add_member(desk.vault, client_id(desk), NewMember("sibling"), now)
    tab = desk.show(NetworkTab)
    press(tab.household.list, Qt.Key.Key_A)
    desk.form_dialog().form.entry("case_id").set_value(other.case_id)
    desk.submit()
    assert household(desk)[0].member_client_id == other.client_id
    assert desk.toast() == "Beide Akten sind verbunden."


def test_what_was_typed_and_not_entered_comes_back(desk: Any) -> None:
    tab = desk.show(NetworkTab)
    tab.household.line.form.given_names.setText("Mi")
    tab.network.form.words.setText("Nachb")
    desk.leave()
    assert {draft.kind for draft in drafts.drafts(desk.vault)} == {"household", "network"}
    again = desk.show(NetworkTab)
    assert again.household.line.form.given_names.text() == "Mi"
    assert again.network.form.words.text() == "Nachb"
    enter(desk, again, given_names="Minh", born="2019")
    assert {draft.kind for draft in drafts.drafts(desk.vault)} == {"network"}


def test_a_line_half_corrected_comes_back(desk: Any) -> None:
    now, client = desk.session.now(), client_id(desk)
    households.add_member(desk.vault, client, NewMember("child", "Elif", born=PartialDate(2019)), now)
    networks.add_network_person(desk.vault, client, NewNetworkPerson("Trainer", "friends", 2), now)
    tab = desk.show(NetworkTab)
    for rows, key, field in (
        (tab.household.list, Qt.Key.Key_Return, "family_name"),
        (tab.household.list, Qt.Key.Key_A, "family_name"),
        (tab.network.list, Qt.Key.Key_Return, "note"),
    ):
        press(rows, key)
        desk.form_dialog().form.entry(field).set_typed("Yıldız")
        desk.form_dialog().reject()
        press(rows, key)
        assert desk.form_dialog().form.entry(field).typed() == "Yıldız"
        desk.form_dialog().reject()
    kinds = {draft.kind.partition(":")[0] for draft in drafts.drafts(desk.vault)}
    assert kinds == {"household_member", "own_file", "network"}
    press(tab.household.list, Qt.Key.Key_Return)
    desk.submit()
    assert household(desk)[0].name == "Elif Yıldız"
    assert "household_member" not in {d.kind.partition(":")[0] for d in drafts.drafts(desk.vault)}


def test_a_minor_without_all_holders_of_custody_warns(desk: Any) -> None:
    grow(desk, PartialDate(2012, 5, 1))
    tab = desk.show(NetworkTab)
    assert "Es fehlt jemand mit Sorgerecht" in desk.words()
    for name in ("Hülya Özdemir", "Murat Özdemir"):
        desk.click("Vertretung eintragen")
        form = desk.form_dialog().form
        form.set_values({"name": name, "custody": "joint", "phone": "0157 1"})
        desk.submit()
    assert "Es fehlt jemand mit Sorgerecht" not in desk.words()
    found = representatives.representation(desk.vault, client_id(desk), TODAY)
    assert [r.name for r in found.representatives] == ["Hülya Özdemir", "Murat Özdemir"]
    press(tab.representatives.list, Qt.Key.Key_Delete)
    assert "Es fehlt jemand mit Sorgerecht" in desk.words()


def test_capacity_is_judged_with_a_reason(desk: Any) -> None:
    grow(desk, PartialDate(2012, 5, 1))
    desk.show(NetworkTab)
    desk.click("Beurteilen")
    desk.submit()
    assert list(desk.form_dialog().form.errors()) == ["capable"]
    desk.form_dialog().form.set_values({"capable": "yes"})
    desk.submit()
    assert list(desk.form_dialog().form.errors()) == ["reason"]
    desk.form_dialog().form.entry("reason").set_typed("Erklärt den Zweck selbst.")
    desk.submit()
    judged = representatives.representation(desk.vault, client_id(desk), TODAY).own_capacity
    assert judged is not None
    assert (judged.capable, judged.judged_on, judged.reason) == (True, TODAY, "Erklärt den Zweck selbst.")
    assert "Versteht selbst, worin sie oder er einwilligt (22.11.2026)" in desk.words()


def test_an_adult_speaks_for_herself_or_is_in_legal_care(desk: Any) -> None:
    tab = desk.show(NetworkTab)
    assert "Volljährig, vertritt sich selbst." in desk.words()
    desk.click("Vertretung eintragen")
    form = desk.form_dialog().form
    form.set_values({"name": "Betreuungsverein", "custody": "sole"})
    desk.submit()
    assert "volljährig" in form.errors()["custody"]
    form.entry("custody").set_value("legal_care")
    desk.submit()
    press(tab.representatives.list, Qt.Key.Key_Return)
    desk.form_dialog().form.entry("phone").set_typed("02241 9")
    desk.submit()
    (found,) = representatives.representation(desk.vault, client_id(desk), TODAY).representatives
    assert (found.custody, found.phone) == ("legal_care", "02241 9")


def test_special_facts_are_locked_until_they_are_released(desk: Any) -> None:
    tab = desk.show(NetworkTab)
    assert desk.words().count("nicht freigegeben") == 2
    assert tab.special.findChildren(ChoiceChips) == []
    desk.click("Einwilligung erfassen: Gesundheit")
    assert desk.asked == ["consent"]
    consent = desk.signed(*desk.wanted(desk.club, "name_contact", "health"))
    tab = desk.show(NetworkTab)
    (chips,) = tab.special.findChildren(ChoiceChips)
    chips.chip("severe_disability").click()
    found = special_facts.special_categories(desk.vault, client_id(desk), TODAY)
    assert [each.noted for each in found] == [("severe_disability",), ()]
    chips.chip("severe_disability").click()
    chips.chip("pregnancy").click()
    found = special_facts.special_categories(desk.vault, client_id(desk), TODAY)
    assert [each.noted for each in found] == [("pregnancy",), ()]
    health = next(row for row in consent.rows if row.category == "health")
    desk.session.write(consents.withdraw_row, health.id, TODAY)
    QApplication.processEvents()
    assert desk.words().count("nicht freigegeben") == 2
    assert "Schwangerschaft" not in desk.words()


def test_a_withdrawal_in_between_is_met_and_the_chip_goes_back(desk: Any) -> None:
    consent = desk.signed(*desk.wanted(desk.club, "health"))
    tab = desk.show(NetworkTab)
    (chips,) = tab.special.findChildren(ChoiceChips)
    consents.withdraw_row(desk.vault, consent.rows[0].id, TODAY, desk.session.now())
    chips.chip("pregnancy").click()
    assert "unterschriebene Einwilligung" in desk.words(desk.dialog())
    desk.dialog().close()
    assert tab.special.findChildren(ChoiceChips) == []
    assert desk.words().count("nicht freigegeben") == 2


def test_somebody_joins_the_network_and_comes_nearer(desk: Any) -> None:
    tab = desk.show(NetworkTab)
    form = tab.network.form
    form.set_values({"words": "Nachbarin", "area": "neighbourhood", "ring": "3"})
    form.words.setFocus()
    QTest.keyClick(form.words, Qt.Key.Key_Return)
    QApplication.processEvents()
    assert form.words.hasFocus()
    assert [(p.words, p.area, p.ring) for p in network(desk)] == [("Nachbarin", "neighbourhood", 3)]
    press(tab.network.list, Qt.Key.Key_1)
    assert [p.ring for p in network(desk)] == [1]
    assert "Nachbarschaft · nah" in desk.words()
    press(tab.network.list, Qt.Key.Key_Return)
    desk.form_dialog().form.entry("note").set_typed("hat ein Auto")
    desk.submit()
    assert network(desk)[0].note == "hat ein Auto"
    press(tab.network.list, Qt.Key.Key_Delete)
    assert network(desk) == []


def test_what_is_missing_is_marked_at_its_field(desk: Any) -> None:
    form = desk.show(NetworkTab).network.form
    for name, text in (("words", "Trainer"), ("area", "Verein und Gemeinde"), ("ring", "2")):
        form.words.setFocus()
        QTest.keyClick(form.words, Qt.Key.Key_Return)
        QApplication.processEvents()
        assert list(form.errors()) == [name]
        form.entry(name).set_typed(text)
    form.words.setFocus()
    QTest.keyClick(form.words, Qt.Key.Key_Return)
    assert [p.words for p in network(desk)] == ["Trainer"]


def test_while_the_client_looks_on_special_facts_stay_away(
    desk: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(NetworkTab, "conversation", property(lambda _: True))
    tab = desk.show(NetworkTab)
    assert not tab.special.isVisible()
    assert tab.network.isVisible()


def test_a_closed_case_is_looked_at(desk: Any) -> None:
    now = desk.session.now()
    households.add_member(
        desk.vault, client_id(desk), NewMember("child", "Elif", born=PartialDate(2019)), now
    )
    networks.add_network_person(desk.vault, client_id(desk), NewNetworkPerson("Bruder", "family", 1), now)
    closing.close_case(desk.vault, desk.case_id, Closing("goals_reached", TODAY), now)
    tab = desk.show(NetworkTab)
    assert not tab.household.line.isVisible()
    assert not tab.network.form.isVisible()
    for rows, key in (
        (tab.household.list, Qt.Key.Key_Delete),
        (tab.network.list, Qt.Key.Key_Delete),
        (tab.network.list, Qt.Key.Key_3),
    ):
        press(rows, key)
    assert len(household(desk)) == 1
    assert [p.ring for p in network(desk)] == [1]


# The map

AREAS = [(code, code) for code in "abcdef"]


def painted(people: list[NetworkPerson]) -> tuple[NetworkMap, QImage]:
    drawn = NetworkMap()
    drawn.resize(520, 420)
    drawn.show_network(AREAS, people)
    return drawn, drawn.grab().toImage()


def somebody(ring: int, area: str = "a", words: str = "x") -> NetworkPerson:
    return NetworkPerson("id", words, area, ring)


def test_the_map_says_how_many_stand_how_near(qapp: QApplication) -> None:
    drawn, _ = painted([somebody(1), somebody(1), somebody(3)])
    assert drawn.accessibleName() == "Netzwerkkarte: 2 nah, 0 mittel, 1 fern"


@pytest.mark.parametrize("ring", [1, 2, 3])
@pytest.mark.parametrize("area", list("abcdef"))
def test_everybody_stands_in_the_own_ring(qapp: QApplication, ring: int, area: str) -> None:
    drawn, image = painted([somebody(ring, area)])
    ((_, _, point),) = drawn._dots()
    away = QPointF.dotProduct(point - drawn._middle(), point - drawn._middle()) ** 0.5 / drawn._reach()
    ends = {0: 0.0, 1: 0.42, 2: 0.72, 3: 1.0}
    assert ends[ring - 1] < away < ends[ring]
    edge = QColor(image.pixel(round(point.x()) + 6, round(point.y())))
    assert edge.name() == theme.role("action").name()


def test_many_of_one_area_do_not_cover_each_other(qapp: QApplication) -> None:
    drawn, _ = painted([somebody(2) for _ in range(9)])
    points = [point for _, _, point in drawn._dots()]
    for number, one in enumerate(points):
        for other in points[number + 1 :]:
            assert QPointF.dotProduct(one - other, one - other) ** 0.5 > 12
