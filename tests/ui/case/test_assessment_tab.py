# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Bestandsaufnahme: twenty-two keys, health behind its lock, two dates side by side, nothing is lost."""

from __future__ import annotations

from datetime import date
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.domain.assessment import Assessment, NewAssessment, Score
from app.operations import assessments, goals
from ui.assessment_tab import AssessmentTab
from ui.goal_form import GoalForm
from ui.need_comparison import NeedComparison
from ui.widgets import Table, TextInput, Toast


def stored(desk: Any) -> tuple[Assessment, ...]:
    return assessments.assessments(desk.vault, desk.case_id, desk.session.today())


def taken(desk: Any, day: date, **needs: int) -> None:
    scores = tuple(Score(dimension, need, 3) for dimension, need in needs.items())
    assessments.record_assessment(desk.vault, desk.case_id, NewAssessment(day, scores), desk.session.now())


def table(tab: AssessmentTab) -> dict[str, list[str]]:
    """What the comparison says, by dimension."""
    found = tab.findChild(NeedComparison).findChildren(Table)
    model = found[-1].model()
    rows = [[model.index(row, place).data() for place in range(model.columnCount())] for row in range(11)]
    return {row[0]: row[1:] for row in rows}


def test_twenty_two_keys_answer_all_eleven_dimensions(desk: Any) -> None:
    desk.signed(*desk.wanted(desk.club, "health"))
    tab = desk.show(AssessmentTab)
    tab.form.focus_first()
    desk.keys("3142" * 5 + "51")
    assert tab.done.hasFocus()
    desk.click("Fertig")
    (found,) = stored(desk)
    assert [(score.need, score.resource) for score in found.scores] == [(3, 1), (4, 2)] * 5 + [(5, 1)]
    assert found.held_on == date(2026, 11, 22)
    assert desk.toast() == "Die Bestandsaufnahme ist gespeichert."


def test_zero_says_not_discussed_and_goes_on_to_the_next_dimension(desk: Any) -> None:
    tab = desk.show(AssessmentTab)
    tab.form.focus_first()
    desk.keys("032")
    desk.click("Fertig")
    (found,) = stored(desk)
    assert found.score("language") == Score("language")
    assert found.score("education") == Score("education", 3, 2)


def test_delete_takes_an_answer_back(desk: Any) -> None:
    tab = desk.show(AssessmentTab)
    tab.form.focus_first()
    desk.keys("0")
    need = tab.form.lines[1].need
    QTest.keyClick(need, Qt.Key.Key_Delete)
    assert need.value() is None
    assert tab.form.lines[1].resource.value() is None


def test_health_is_locked_until_its_release_is_signed(desk: Any) -> None:
    tab = desk.show(AssessmentTab)
    assert "nicht freigegeben" in desk.words()
    assert not tab.form.lines[0].need.isVisible()
    desk.click("Einwilligung für Gesundheit einholen")
    assert desk.asked == ["consent"]
    desk.signed(*desk.wanted(desk.club, "health"))
    desk.session.changed.emit()
    assert tab.form.lines[0].need.isVisible()
    assert "nicht freigegeben" not in desk.words()


def test_nothing_typed_is_lost_when_the_tab_is_left(desk: Any) -> None:
    tab = desk.show(AssessmentTab)
    tab.form.focus_first()
    desk.keys("45")
    note = tab.form.lines[1].note
    note.write()
    desk.keys("Kurs ab Januar")
    again = desk.show(AssessmentTab)
    line = again.form.lines[1]
    assert (line.need.value(), line.resource.value(), line.note.value()) == (4, 5, "Kurs ab Januar")
    assert line.note.findChild(TextInput).isVisible()
    desk.click("Fertig")
    assert stored(desk)[0].score("language") == Score("language", 4, 5, "Kurs ab Januar")
    assert desk.show(AssessmentTab).form.lines[1].need.value() is None


def test_the_day_is_marked_at_its_field_and_the_steps_stay(desk: Any) -> None:
    tab = desk.show(AssessmentTab)
    tab.form.day.set_typed("24.12.2026")
    tab.form.focus_first()
    desk.keys("3")
    desk.click("Fertig")
    assert "liegt in der Zukunft" in tab.form.errors()["held_on"]
    assert tab.form.lines[1].need.value() == 3
    assert stored(desk) == ()


def test_an_empty_one_is_not_taken(desk: Any) -> None:
    desk.show(AssessmentTab)
    desk.click("Fertig")
    assert stored(desk) == ()
    assert "Lebensbereich" in desk.words(desk.dialog())


def test_what_is_typed_stands_beside_the_one_before(desk: Any) -> None:
    taken(desk, date(2026, 3, 12), language=4, housing=2, work=3, education=2)
    tab = desk.show(AssessmentTab)
    assert table(tab)["Sprache"] == ["4", ""]
    tab.form.focus_first()
    desk.keys("31213141")
    assert table(tab)["Sprache"] == ["4", "3", "1 weniger"]
    assert table(tab)["Wohnen"] == ["2", "4", "2 mehr"]
    assert table(tab)["Arbeit"] == ["3", "3", "gleich"]
    assert table(tab)["Mobilität"] == ["–", "–", "nicht besprochen"]
    assert table(tab)["Gesundheit"] == ["–", "–", "nicht freigegeben"]
    assert "4 von 11 besprochen" in desk.words()


def test_earlier_ones_can_be_looked_at_and_a_new_one_begun(desk: Any) -> None:
    taken(desk, date(2026, 3, 12), language=4)
    taken(desk, date(2026, 8, 20), language=2)
    tab = desk.show(AssessmentTab)
    tab.chosen.set_value(stored(desk)[1].id)
    assert not tab.form.isVisible()
    assert "12.03.2026 · 1 von 11 besprochen" in desk.words()
    assert tab.earlier.model().index(1, 1).data() == "4"
    assert table(tab)["Sprache"] == ["4", ""]
    QTest.keyClick(tab.chosen, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert len(stored(desk)) == 2
    desk.click("Neue Bestandsaufnahme")
    assert tab.form.isVisible()
    assert table(tab)["Sprache"] == ["4", "2", "2 weniger"]


def test_a_pressing_need_leads_to_a_goal_of_its_dimension(desk: Any) -> None:
    tab = desk.show(AssessmentTab)
    tab.form.focus_first()
    desk.keys("51")
    desk.click("Sprache ist vordringlich: Ziel vereinbaren")
    form = desk.form_dialog().form
    assert isinstance(form, GoalForm)
    assert form.entry("dimension").value() == "language"
    form.words.set_value("Deutsch für den Beruf")
    desk.submit()
    assert [goal.words for goal in goals.goals(desk.vault, desk.case_id)] == ["Deutsch für den Beruf"]
    assert desk.asked == []  # the talk goes on where it was
    QApplication.processEvents()
    assert tab.form.lines[1].need.value() == 5


def test_the_own_view_is_asked_only_while_its_column_is_shown(desk: Any) -> None:
    tab = desk.show(AssessmentTab)
    tab.form.focus_first()
    desk.keys("e425")
    assert tab.form.lines[1].score() == Score("language", 4, 5, own_need=2)
    desk.keys("e")
    assert not tab.form.lines[1].own.isVisible()
    assert tab.form.lines[1].score() == Score("language", 4, 5)
    desk.keys("E")
    desk.click("Fertig")
    assert stored(desk)[0].score("language").own_need == 2
    assert not tab.form.own_view.isChecked()


def test_an_own_view_half_typed_comes_back_with_its_column(desk: Any) -> None:
    tab = desk.show(AssessmentTab)
    tab.form.focus_first()
    desk.keys("e42")
    again = desk.show(AssessmentTab)
    assert again.form.own_view.isChecked()
    assert again.form.lines[1].score() == Score("language", 4, own_need=2)


def test_both_views_stand_in_the_earlier_one(desk: Any) -> None:
    scores = (Score("language", 4, 2, own_need=5), Score("work", 3, 3))
    assessments.record_assessment(
        desk.vault, desk.case_id, NewAssessment(date(2026, 3, 12), scores), desk.session.now()
    )
    tab = desk.show(AssessmentTab)
    tab.chosen.set_value(stored(desk)[0].id)
    row = [tab.earlier.model().index(1, place).data() for place in range(4)]
    assert row == ["Sprache", "4", "5", "2"]
    comparison = tab.findChild(NeedComparison)
    comparison.against.set_value("own")
    assert table(tab)["Sprache"] == ["4", "5", "1 mehr"]
    assert table(tab)["Arbeit"] == ["3", "–", ""]


def test_two_of_one_day_are_told_apart(desk: Any) -> None:
    taken(desk, date(2026, 3, 12), language=4)
    taken(desk, date(2026, 3, 12), language=2)
    tab = desk.show(AssessmentTab)
    words = [tab.chosen.itemText(place) for place in range(tab.chosen.count())]
    assert words == ["Neue", "12.03.2026 (2)", "12.03.2026"]


def test_only_what_is_chosen_is_carried_over(desk: Any) -> None:
    scores = (Score("language", 4, 2, "B1", 5), Score("work", 3, 3, "Minijob"))
    assessments.record_assessment(
        desk.vault, desk.case_id, NewAssessment(date(2026, 3, 12), scores), desk.session.now()
    )
    tab = desk.show(AssessmentTab)
    desk.click("Aus der letzten übernehmen")
    form = desk.form_dialog().form
    assert form.entry("chosen").value() == ("language", "work")
    form.entry("chosen").set_value(["work"])
    form.entry("notes").set_value(True)
    desk.submit()
    assert [line.score() for line in tab.form.lines if line.answered] == [Score("work", 3, 3, "Minijob")]
    assert len(stored(desk)) == 1


def test_one_taken_by_mistake_goes_and_comes_back(desk: Any) -> None:
    taken(desk, date(2026, 3, 12), language=4)
    tab = desk.show(AssessmentTab)
    tab.chosen.set_value(stored(desk)[0].id)
    desk.click("Entfernen")
    assert stored(desk) == ()
    assert tab.form.isVisible()
    tab.window().findChildren(Toast)[-1].undo()
    assert stored(desk)[0].score("language").need == 4


def test_what_belongs_where_is_explained(desk: Any) -> None:
    tab = desk.show(AssessmentTab)
    assert "Kurse, Prüfungen, Alltag" in desk.words()
    assert "Beratungsfelder von MBE und JMD" in tab.form.lines[1].need.accessibleDescription()
    desk.click("Was gehört wohin?")
    said = desk.dialog().findChild(Table).model()
    rows = [[said.index(row, place).data() for place in range(3)] for row in range(said.rowCount())]
    assert rows[7][:2] == ["Kulturelle Teilhabe", "Freizeit, Sport, Begegnung"]
    assert rows[7][2] == "Gesellschaftliche Teilhabe; Erholung, Sport, Freizeit"
    assert rows[-1] == ["Gruppenangebote", "nur Thema, ohne Stufen", "Gruppenangebote"]
