# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Language courses of the Kreis: signed, shown, taken; own words of an office and referrals stay."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from app.domain.course import CourseData, CourseNeed
from app.domain.referral import NewReferral
from app.domain.sheet import Sheet
from app.operations import (
    directory,
    district_directory,
    journal_lines,
    offered_courses,
    publishing,
    referrals,
)
from storage import journal
from sync import catalogue
from tests.operations.reporting.conftest import Kreis
from tests.operations.reporting.test_way_back import ADVICE, JOBCENTER, MORNING, SCHOOL, Day, code_of

CARITAS = replace(ADVICE, valid_to=None)


class Courses(Day):
    """A Kreis whose directory is published, and an office."""

    def keep(self, title: str, level: str = "B1", at: str = "Volkshochschule", **more: Any) -> str:
        (entry,) = (each.id for each in publishing.offers(self.kreis.vault) if each.institution == at)
        usual = {"starts_on": date(2022, 4, 4), "times": "Mo bis Do", "places": 3}
        course = CourseData(entry, title, level, **{**usual, **more})
        return offered_courses.add_course(self.kreis.vault, course, self.later())

    def change(self, course_id: str, **more: Any) -> None:
        known = self.kept()[course_id]
        offered_courses.change_course(self.kreis.vault, course_id, replace(known, **more), self.later())

    def kept(self) -> dict[str, CourseData]:
        return {each.id: plain(each) for each in offered_courses.offered(self.kreis.vault)}

    def give(self) -> None:
        publishing.publish_courses(self.kreis.vault, self.later())
        self.travel()

    def shown(self) -> Any:
        return district_directory.look_at_directory(self.vault, self.now).courses

    def found(self) -> list[str]:
        found = directory.find_courses(self.vault, CourseNeed(), self.now.date(), 50)
        return [each.title for each in found]

    def course(self, title: str) -> Any:
        (found,) = (
            each
            for entry in directory.services(self.vault)
            for each in directory.courses_of(self.vault, entry.id)
            if each.title == title
        )
        return found


def plain(course: Any) -> CourseData:
    return CourseData(
        **{name: value for name, value in vars(course).items() if name not in ("id", "institution")}
    )


@pytest.fixture
def day(kreis: Kreis) -> Courses:
    here = Courses(kreis)
    here.publish(JOBCENTER, SCHOOL, CARITAS)
    return here


def test_a_course_is_shown_with_its_directory_and_found_once_taken(day: Courses) -> None:
    elders = day.keep("Elternkurs", childcare=True)
    day.give()
    assert [each.kind for each in day.news()] == ["directory"]
    assert [each.title for each in day.shown().new.values()] == ["Elternkurs"]
    assert day.found() == []
    day.take()
    (course,) = directory.find_courses(day.vault, CourseNeed(level="B1", childcare=True), day.now.date(), 9)
    assert (course.id, course.institution, course.places) == (elders, "Volkshochschule", 3)
    assert plain(course) == day.kept()[elders]
    assert day.news() == ()
    assert publishing.given_courses(day.kreis.vault).keys() == {elders}
    noted = [line.action for line in journal.lines(day.kreis.vault.db, 20)]
    assert journal_lines.say("course.published") == ("Kurs", "an die Büros gegeben")
    assert "course.published" in noted


def test_an_update_comes_and_own_words_about_a_course_stay(day: Courses) -> None:
    elders, evening = day.keep("Elternkurs"), day.keep("Abendkurs", "A2")
    day.give()
    day.take()
    own = replace(plain(day.course("Elternkurs")), note="Frau Demir fragen", places=1)
    directory.change_course(day.vault, elders, own, day.later())
    mine = directory.add_course(day.vault, replace(own, title="Hauskurs", note=""), day.later())
    day.change(elders, times="Di", places=0)
    day.change(evening, level="B2")
    day.give()
    update = day.shown()
    assert (update.new, update.ended, update.kept) == ({}, {}, {})
    assert update.changed.keys() == {elders, evening}
    day.take()
    course = day.course("Elternkurs")
    assert (course.times, course.note, course.places) == ("Di", "Frau Demir fragen", 1)
    assert day.course("Abendkurs").level == "B2"
    assert day.course("Hauskurs").id == mine


def test_a_course_that_goes_ends_and_comes_back_as_the_same(day: Courses) -> None:
    elders, evening = day.keep("Elternkurs"), day.keep("Abendkurs", starts_on=date(2022, 1, 10))
    day.give()
    day.take()
    case = day.office.person(day.now.date())
    service = day.named("Volkshochschule").id
    new = NewReferral(service, "language", day.now.date(), course_id=elders)
    referrals.refer(day.vault, case.case_id, new, day.later())
    gone = {
        each: offered_courses.drop_course(day.kreis.vault, each, day.later()) for each in (elders, evening)
    }
    day.give()
    assert day.shown().ended.keys() == {elders, evening}
    day.take()
    assert day.found() == []
    yesterday = day.now.date() - timedelta(days=1)
    ended = day.course("Elternkurs")
    assert (ended.starts_on, ended.ends_on) == (None, yesterday), "it never began"
    assert day.course("Abendkurs").starts_on == date(2022, 1, 10)
    (made,) = referrals.referrals(day.vault, case.case_id)
    assert made.course == "Elternkurs", "whom it was offered to is not forgotten"
    offered_courses.bring_back(day.kreis.vault, elders, gone[elders], day.later())
    day.give()
    assert day.shown().changed == {elders: gone[elders]}
    day.take()
    assert day.found() == ["Elternkurs"]


def test_what_the_office_ended_or_lengthened_itself_is_not_ended_or_begun_again(day: Courses) -> None:
    elders, evening = day.keep("Elternkurs"), day.keep("Abendkurs")
    day.give()
    day.take()
    longer, over = date(2022, 12, 1), day.now.date() - timedelta(days=1)
    directory.change_course(
        day.vault, elders, replace(plain(day.course("Elternkurs")), ends_on=longer), day.later()
    )
    shut = replace(plain(day.course("Abendkurs")), starts_on=date(2022, 1, 1), ends_on=over)
    directory.change_course(day.vault, evening, shut, day.later())
    offered_courses.drop_course(day.kreis.vault, elders, day.later())
    day.change(evening, places=9)
    day.give()
    assert day.shown().ended == {}
    day.take()
    assert day.course("Elternkurs").ends_on == longer
    assert (day.course("Abendkurs").ends_on, day.course("Abendkurs").places) == (over, 9)


def test_courses_are_found_at_the_offices_own_entry_of_the_same_offer(day: Courses) -> None:
    own = directory.add_service(day.vault, replace(SCHOOL, phone="0211 9"), MORNING)
    twice = CourseData(own, "ELTERNKURS", "B1", date(2022, 4, 4))
    directory.add_course(day.vault, twice, MORNING)
    day.keep("Elternkurs")
    day.keep("Abendkurs")
    day.give()
    assert [each.title for each in day.shown().kept.values()] == ["Elternkurs"]
    day.take()
    assert [each.title for each in directory.courses_of(day.vault, own)] == ["Abendkurs", "ELTERNKURS"]


def test_a_newer_directory_keeps_the_courses_of_entries_that_stay(day: Courses) -> None:
    elders, advice = day.keep("Elternkurs"), day.keep("Sprachtreff", "A1", at="Caritas")
    day.give()
    day.take()
    day.keep("Noch nicht gegeben")
    day.publish(JOBCENTER, SCHOOL)
    assert publishing.given_courses(day.kreis.vault).keys() == {elders}
    assert day.kept().keys() >= {advice}, "nothing that was typed is lost"
    assert {each.institution for each in offered_courses.offered(day.kreis.vault)} == {"Volkshochschule", ""}
    day.travel()
    update = district_directory.look_at_directory(day.vault, day.now)
    assert [each.institution for each in update.services.ended] == ["Caritas"]
    assert update.courses.ended.keys() == {advice}
    day.take()
    assert day.found() == ["Elternkurs"]


def test_before_a_directory_and_before_a_course_nothing_is_given(kreis: Kreis) -> None:
    day = Courses(kreis)
    assert code_of(lambda: publishing.publish_courses(kreis.vault, day.later())) == "way_back.no_directory"
    day.publish(SCHOOL)
    assert code_of(lambda: publishing.publish_courses(kreis.vault, day.later())) == "way_back.no_courses"
    day.keep("vorbei", starts_on=None, ends_on=date(2022, 1, 1))
    assert code_of(lambda: publishing.publish_courses(kreis.vault, day.later())) == "way_back.no_courses"
    wrong = CourseData("0b6f9a52-6a3b-4c85-9a35-0f4c7b8f1a11", "Kurs", "B1")
    assert (
        code_of(lambda: offered_courses.add_course(kreis.vault, wrong, day.now)) == "course.service_missing"
    )


def test_what_no_office_could_read_is_not_published(day: Courses) -> None:
    kreis = day.kreis.vault
    assert code_of(lambda: day.keep("Elternkurs", note="x" * 1001)) == "report.text_too_long"
    day.keep("Elternkurs", times="Mo\tDi")
    assert code_of(lambda: publishing.publish_courses(kreis, day.later())) == "way_back.not_sendable"
    assert code_of(lambda: day.publish(replace(SCHOOL, access_note="x" * 1001))) == "way_back.not_sendable"
    assert len(publishing.offers(kreis)) == 3
    assert publishing.published_at(kreis, "courses") is None


def test_the_last_course_goes_too(day: Courses) -> None:
    elders = day.keep("Elternkurs")
    day.give()
    day.take()
    offered_courses.drop_course(day.kreis.vault, elders, day.later())
    day.give()
    assert day.shown().ended.keys() == {elders}


def test_a_course_of_another_program_is_refused_whole(day: Courses) -> None:
    elders = day.keep("Elternkurs")
    day.kreis.vault.db.execute("UPDATE course SET level = 'D7' WHERE id = ?", (elders,))
    day.give()
    assert code_of(day.take) == "way_back.course_unusable"
    assert day.names() == set()


def test_as_long_as_there_is_no_course_the_exchange_holds_what_it_held(day: Courses) -> None:
    day.travel()
    (plainly,) = (day.kreis.folder / "catalogue").iterdir()
    day.keep("Elternkurs")
    day.give()
    fuller = [each for each in (day.kreis.folder / "catalogue").iterdir() if each != plainly]
    assert [catalogue.decode(each.read_bytes()).kind for each in (plainly, *fuller)] == ["directory"] * 2
    assert catalogue.courses(catalogue.decode(plainly.read_bytes()).content) is None  # type: ignore[arg-type]


def test_a_table_of_courses_comes_in_whole(day: Courses) -> None:
    kreis = day.kreis.vault
    day.keep("Elternkurs")
    sheet = Sheet(
        ("Träger", "Kursname", "Niveau", "Beginn", "Plätze", "Kinderbetreuung"),
        (
            ("volkshochschule", "Elternkurs", "B1", "04.04.2022", "9", "ja"),
            ("Volkshochschule", "Berufskurs", "B2", "2.5.2022", "12", "ja"),
            ("Volkshochschule", "Berufskurs", "b2", "02.05.2022", "", ""),
            ("Zirkus", "Kurs", "A1", "", "", ""),
            ("Caritas", "Kurs", "Q1", "", "viele", "vielleicht"),
            ("Caritas", "", "A1", "", "", ""),
        ),
    )
    mapping = ("institution", "title", "level", "starts_on", "places", "childcare")
    found = offered_courses.rows(kreis, sheet, mapping, day.now)
    assert found.known == 2
    assert [sorted(row.errors) for row in found.new] == [
        [],
        ["institution"],
        ["childcare", "level", "places"],
        ["title"],
    ]
    said = [row.said for row in found.new if row.said is not None]
    assert offered_courses.cell(kreis, said[0], "institution") == "Volkshochschule"
    words = [offered_courses.cell(kreis, said[0], each) for each in mapping[2:]]
    assert words == ["B2 (gut)", "02.05.2022", "12", "ja"]
    assert offered_courses.take_in(kreis, said, day.later()) == 1
    assert code_of(lambda: offered_courses.take_in(kreis, (), day.now)) == "course.nothing_to_take_in"
    assert [each.title for each in offered_courses.offered(kreis)] == ["Elternkurs", "Berufskurs"]
