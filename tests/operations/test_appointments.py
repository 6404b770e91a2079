# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Appointments from planning to their end, what they put on paper, and that nothing of them says too much."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import icalendar
import pytest

from app.domain.appointment import NewAppointment, as_contact
from app.domain.case import Closing
from app.domain.client import Channel
from app.domain.errors import InvalidInput, Refusal
from app.domain.follow_up import NewFollowUp
from app.forms.languages import of_form
from app.operations import (
    appointment_papers,
    appointments,
    bin,
    calendar_file,
    cases,
    closing,
    contacts,
    documents,
    follow_ups,
)
from app.operations.vaults import Vault
from storage import journal

from .conftest import TODAY, Office

MONDAY = date(2026, 11, 30)
SUBJECT = "Bescheid vom Jobcenter"


def planned(day: date = MONDAY, at: time = time(15, 0), **more: object) -> NewAppointment:
    details: dict[str, object] = {
        "title": SUBJECT,
        "place": "Jobcenter Siegburg",
        "bring": "Bescheid und Pass",
        "interpreter_language": "vi",
        "interpreter_kind": "on_site",
        "interpreter": "Lê Thu Trang",
    }
    return NewAppointment(day, at, **(details | more))  # type: ignore[arg-type]


@pytest.fixture
def made(case_vault: Vault, office: Office, now: datetime) -> str:
    return appointments.make_appointment(case_vault, office.case_id, planned(), now)


def allow_reminders(vault: Vault, office: Office, now: datetime) -> None:
    person = cases.case_view(vault, office.case_id, TODAY).client.person
    channel = Channel("phone", "+49 2241 55-1234", may_remind=True)
    cases.change_person(vault, office.client_id, replace(person, channels=(channel,)), now)


def test_a_planned_appointment_owns_its_follow_up(case_vault: Vault, made: str) -> None:
    (line,) = follow_ups.due(case_vault, None)
    assert (line.source, line.source_id, line.title) == ("appointment", made, SUBJECT)
    assert (line.due_on, line.due_at, line.place) == (MONDAY, time(15, 0), "Jobcenter Siegburg")
    assert line.interpreting == "missing"


def test_booking_the_interpreter_shows_in_the_list_of_what_is_due(
    case_vault: Vault, made: str, now: datetime
) -> None:
    booked = planned(interpreter_booked_on=TODAY, at=time(16, 30))
    appointments.change_appointment(case_vault, made, booked, now)
    (line,) = follow_ups.due(case_vault, None)
    assert (line.interpreting, line.due_at) == ("booked", time(16, 30))


@pytest.mark.parametrize(("state", "left"), [("came", 0), ("missed", 0), ("cancelled", 0)])
def test_an_end_takes_the_follow_up_along_and_can_be_taken_back(
    case_vault: Vault, office: Office, now: datetime, state: str, left: int
) -> None:
    today = appointments.make_appointment(case_vault, office.case_id, planned(TODAY), now)
    appointments.end_appointment(case_vault, today, state, now)
    assert len(follow_ups.due(case_vault, None)) == left
    (entry,) = cases.timeline(case_vault, office.case_id, ("appointment",))
    assert (entry.code, entry.title, entry.facts["at"]) == (state, SUBJECT, "15:00")
    appointments.plan_again(case_vault, today, now)
    assert [f.source_id for f in follow_ups.due(case_vault, None)] == [today]
    assert cases.timeline(case_vault, office.case_id, ("appointment",)) == ()


def test_whether_somebody_came_is_not_known_before_the_day(
    case_vault: Vault, made: str, now: datetime
) -> None:
    for state in ("came", "missed"):
        with pytest.raises(Refusal, match=r"appointment\.not_yet"):
            appointments.end_appointment(case_vault, made, state, now)
    appointments.end_appointment(case_vault, made, "cancelled", now)
    with pytest.raises(Refusal, match=r"appointment\.over"):
        appointments.end_appointment(case_vault, made, "cancelled", now)


def test_moving_makes_the_next_one_off_holidays_with_interpreting_to_book_anew(
    case_vault: Vault, office: Office, now: datetime
) -> None:
    booked = planned(interpreter_booked_on=TODAY)
    first = appointments.make_appointment(case_vault, office.case_id, booked, now)
    next_id = appointments.move_appointment(case_vault, first, date(2026, 12, 25), time(9, 0), now)
    before, after = (appointments.appointment(case_vault, each) for each in (first, next_id))
    assert (before.state, before.moved_to) == ("moved", next_id)
    assert (after.day, after.at, after.title) == (date(2026, 12, 28), time(9, 0), SUBJECT)
    assert (before.interpreting, after.interpreting) == ("booked", "missing")
    assert [f.source_id for f in follow_ups.due(case_vault, None)] == [next_id]


def test_a_move_is_taken_back_to_the_very_day(case_vault: Vault, made: str, now: datetime) -> None:
    before = follow_ups.due(case_vault, None)
    follow_ups.reschedule(case_vault, before[0].id, MONDAY + timedelta(days=5), now)
    follow_ups.put_back(case_vault, before[0], now)
    assert follow_ups.due(case_vault, None) == before
    assert case_vault.db.execute("SELECT count(*) FROM appointment").fetchone() == (1,)


def test_a_move_stays_once_the_next_one_has_gone_on(
    case_vault: Vault, office: Office, made: str, now: datetime
) -> None:
    allow_reminders(case_vault, office, now)
    next_id = appointments.move_appointment(case_vault, made, MONDAY, time(9, 0), now)
    appointment_papers.note_reminder(case_vault, next_id, now)
    with pytest.raises(Refusal, match=r"appointment\.went_on"):
        appointments.plan_again(case_vault, made, now)
    assert appointments.appointment(case_vault, made).state == "moved"


def test_a_postponement_is_taken_back_to_a_holiday_too(
    case_vault: Vault, office: Office, now: datetime
) -> None:
    christmas = date(2026, 12, 25)
    new = NewFollowUp(office.case_id, christmas, "Anruf")
    follow_ups.add_follow_up(case_vault, new, now)
    (before,) = follow_ups.due(case_vault, None)
    follow_ups.reschedule(case_vault, before.id, TODAY + timedelta(days=1), now)
    follow_ups.put_back(case_vault, before, now)
    assert follow_ups.due(case_vault, None) == (before,)


def test_what_is_done_of_an_appointment_says_the_person_came(
    case_vault: Vault, office: Office, now: datetime
) -> None:
    today = appointments.make_appointment(case_vault, office.case_id, planned(TODAY), now)
    (line,) = follow_ups.due(case_vault, None)
    follow_ups.done(case_vault, line.id, now)
    assert appointments.appointment(case_vault, today).state == "came"
    follow_ups.undo_done(case_vault, line.id, now)
    assert appointments.appointment(case_vault, today).state == "planned"


def test_what_an_appointment_says_of_its_contact(case_vault: Vault, office: Office, now: datetime) -> None:
    today = appointments.make_appointment(case_vault, office.case_id, planned(TODAY, minutes=45), now)
    new = as_contact(appointments.appointment(case_vault, today))
    contacts.add_contact(case_vault, office.case_id, new, now)
    (entry,) = cases.timeline(case_vault, office.case_id, ("contact",))
    assert (entry.code, entry.facts["minutes"], entry.facts["language"]) == ("talk", 45, "vi")
    assert entry.facts["present"] == "Lê Thu Trang"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        (planned(TODAY - timedelta(days=1)), "day"),
        (planned(minutes=4), "minutes"),
        (planned(minutes=1441), "minutes"),
        (planned(interpreter_language="xx"), "interpreter_language"),
        (planned(interpreter_kind="pigeon"), "interpreter_kind"),
        (planned(interpreter_booked_on=MONDAY), "interpreter_booked_on"),
    ],
)
def test_a_wrong_appointment_names_its_field(
    case_vault: Vault, office: Office, now: datetime, wrong: NewAppointment, field: str
) -> None:
    with pytest.raises(InvalidInput) as caught:
        appointments.make_appointment(case_vault, office.case_id, wrong, now)
    assert caught.value.field == field


def test_a_closed_case_takes_no_appointment_and_shows_none(
    case_vault: Vault, office: Office, made: str, now: datetime
) -> None:
    closing.close_case(case_vault, office.case_id, Closing("moved", TODAY), now)
    assert appointments.appointments_on(case_vault, MONDAY) == ()
    with pytest.raises(Refusal, match=r"case\.closed"):
        appointments.make_appointment(case_vault, office.case_id, planned(), now)


def test_a_removed_appointment_comes_back_with_its_follow_up(
    case_vault: Vault, made: str, now: datetime
) -> None:
    before = follow_ups.due(case_vault, None)
    taken = bin.remove(case_vault, "appointment", made, now)
    assert follow_ups.due(case_vault, None) == ()
    bin.restore(case_vault, taken, now)
    assert follow_ups.due(case_vault, None) == before


# What the person gets


@pytest.mark.parametrize("language", of_form(appointment_papers.REMINDER))
def test_a_reminder_says_when_and_whom_to_call_and_nothing_else(
    case_vault: Vault, office: Office, made: str, now: datetime, language: str
) -> None:
    allow_reminders(case_vault, office, now)
    text = appointment_papers.reminder_text(case_vault, made, language, TODAY)
    for said in ("30.11.2026", "15:00", "+49 2241 100-0", "Meral Böhm"):
        assert said in text
    for hidden in ("Jobcenter", "Bescheid", "Pass", "Nguyễn", "Hương", "SU-2026", "Lê", "KIM", "Integration"):
        assert hidden not in text


def test_a_reminder_needs_the_word_of_the_person(
    case_vault: Vault, office: Office, made: str, now: datetime
) -> None:
    for act in (
        lambda: appointment_papers.reminder_text(case_vault, made, "de", TODAY),
        lambda: appointment_papers.note_reminder(case_vault, made, now),
    ):
        with pytest.raises(Refusal, match=r"appointment\.no_reminder_allowed"):
            act()
    allow_reminders(case_vault, office, now)
    appointment_papers.note_reminder(case_vault, made, now)
    assert appointments.appointment(case_vault, made).reminded_on == TODAY


def test_the_slip_is_kept_with_the_file_and_stands_in_the_verlauf(
    case_vault: Vault, office: Office, made: str, now: datetime
) -> None:
    document = appointment_papers.print_slip(case_vault, made, "ar", now)
    assert [line.id for line in documents.documents(case_vault, office.file_id)] == [document.id]
    (entry,) = cases.timeline(case_vault, office.case_id, ("document",))
    assert (entry.code, entry.title, entry.day) == ("appointment_slip", document.form_number, TODAY)


def test_the_usual_language_is_the_persons_where_the_form_has_it(
    case_vault: Vault, office: Office, made: str
) -> None:
    slip = appointment_papers.SLIP
    assert documents.usual_language(case_vault, office.case_id, slip, TODAY) == "de"


# The list of a day


def test_the_list_of_a_day_is_of_that_day_and_kept_nowhere(
    case_vault: Vault, office: Office, made: str, now: datetime
) -> None:
    before = case_vault.db.execute("SELECT count(*) FROM document").fetchone()
    pdf = appointment_papers.make_day_list(case_vault, MONDAY, now)
    assert pdf.startswith(b"%PDF")
    assert case_vault.db.execute("SELECT count(*) FROM document").fetchone() == before
    with pytest.raises(Refusal, match=r"appointment\.none_on_day"):
        appointment_papers.make_day_list(case_vault, TODAY, now)


def test_saving_the_list_is_an_act_of_its_own(
    case_vault: Vault, made: str, now: datetime, tmp_path: Path
) -> None:
    pdf = appointment_papers.make_day_list(case_vault, MONDAY, now)
    appointment_papers.save_day_list(case_vault, pdf, tmp_path / "liste.pdf", now)
    assert (tmp_path / "liste.pdf").read_bytes() == pdf
    assert journal.lines(case_vault.db, 1)[0].action == "appointment.day_list_saved"


# The calendar file


def entries(path: Path) -> dict[str, icalendar.Event]:
    calendar = icalendar.Calendar.from_ical(path.read_bytes())
    return {str(event["uid"]): event for event in calendar.walk("VEVENT")}


def test_the_calendar_is_read_back_with_hours_days_and_file_numbers(
    case_vault: Vault, office: Office, made: str, now: datetime, tmp_path: Path
) -> None:
    summer = appointments.make_appointment(
        case_vault, office.case_id, planned(date(2027, 7, 1), time(9, 30), minutes=30), now
    )
    note = NewFollowUp(office.case_id, date(2026, 12, 1), "Rückruf Schuldnerberatung")
    follow_up = follow_ups.add_follow_up(case_vault, note, now)
    assert calendar_file.save_calendar(case_vault, tmp_path / "termine.ics", now) == 3
    found = entries(tmp_path / "termine.ics")
    assert set(found) == {f"{each}@kim-bruecke" for each in (made, summer, follow_up)}
    winter_hour = found[f"{made}@kim-bruecke"].decoded("dtstart")
    assert winter_hour == datetime(2026, 11, 30, 14, 0, tzinfo=UTC)
    summer_event = found[f"{summer}@kim-bruecke"]
    assert summer_event.decoded("dtstart") == datetime(2027, 7, 1, 7, 30, tzinfo=UTC)
    assert summer_event.decoded("dtend") == datetime(2027, 7, 1, 8, 0, tzinfo=UTC)
    day = found[f"{follow_up}@kim-bruecke"]
    assert (day.decoded("dtstart"), str(day["transp"])) == (date(2026, 12, 1), "TRANSPARENT")
    assert {str(event["summary"]) for event in found.values()} == {
        "Termin SU-2026-1",
        "Wiedervorlage SU-2026-1",
    }


def test_the_calendar_tells_nobody_and_nothing(
    case_vault: Vault, office: Office, made: str, now: datetime, tmp_path: Path
) -> None:
    calendar_file.save_calendar(case_vault, tmp_path / "termine.ics", now)
    written = re.sub(r"\r\n ", "", (tmp_path / "termine.ics").read_text("utf-8"))
    for hidden in (SUBJECT, "Jobcenter", "Bescheid", "Nguy", "T. N.", "Siegburg", "Meral"):
        assert hidden not in written
    assert journal.lines(case_vault.db, 1)[0].action == "calendar.saved_outside"


def test_a_second_calendar_changes_the_same_entries(
    case_vault: Vault, made: str, now: datetime, tmp_path: Path
) -> None:
    calendar_file.save_calendar(case_vault, tmp_path / "eins.ics", now)
    appointments.change_appointment(case_vault, made, planned(at=time(10, 0)), now)
    calendar_file.save_calendar(case_vault, tmp_path / "zwei.ics", now)
    assert set(entries(tmp_path / "eins.ics")) == set(entries(tmp_path / "zwei.ics"))


def test_an_empty_calendar_is_not_written(
    case_vault: Vault, office: Office, now: datetime, tmp_path: Path
) -> None:
    with pytest.raises(Refusal, match=r"calendar\.nothing_planned"):
        calendar_file.save_calendar(case_vault, tmp_path / "termine.ics", now)
    assert not (tmp_path / "termine.ics").exists()
