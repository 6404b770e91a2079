# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Very long texts, signs of queries and letters of all scripts: taken, found, printed, or refused."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time

import pypdfium2
import pytest

from app.domain.appointment import NewAppointment
from app.domain.assessment import NewAssessment, Score
from app.domain.contact import NewContact
from app.domain.course import CourseNeed
from app.domain.disclosure import Request
from app.domain.errors import Answer
from app.domain.gap import NewGap
from app.domain.goal import NewGoal, NewStep
from app.domain.household import NewMember
from app.domain.network import NewNetworkPerson
from app.domain.referral import NewReferral
from app.domain.service import Need
from app.operations import (
    agreements,
    appointment_papers,
    appointments,
    assessments,
    bin,
    cases,
    conferences,
    contacts,
    directory,
    gaps,
    goals,
    handovers,
    households,
    land_sheets,
    networks,
    referrals,
)
from app.operations.vaults import Vault

from .conftest import TODAY, Office
from .test_consents import signed

TEXTS = {
    "long": "Kaffeemaschine " * 700,
    "one_word": "W" * 10_000,
    "query": '\'; DROP TABLE client; -- " OR 1=1 %_*?[a-z] NEAR("x" AND y) {title} #set $x$ \\ @ref <b>',
    "scripts": "Łukasz Çelik ʿAlī Şahin Đặng Ελένη Юлія አበበ",
    "signs": "a\u202eb\u200bc\u0301\ufeff 😀 \u0000 \u0007",
}
LATER = date(2026, 12, 1)


def attempt(act: Callable[[], object]) -> object:
    """What comes of it; an answer in words is one too, everything else is a bug."""
    try:
        return act()
    except Answer as answer:
        return answer


@pytest.mark.parametrize("kind", TEXTS)
def test_it_goes_in_and_comes_out_as_it_was_typed(
    case_vault: Vault, office: Office, now: datetime, kind: str
) -> None:
    vault, case_id, text = case_vault, office.case_id, TEXTS[kind]
    contact_id = contacts.add_contact(vault, case_id, NewContact("talk", TODAY, text, present=text), now)
    assert contacts.contact(vault, contact_id).text == text
    entries = cases.timeline(vault, case_id)
    assert next(each.text for each in entries if each.record_id == contact_id) == text
    gaps.note_gap(vault, NewGap(office.site_id, "housing", "missing", TODAY, case_id, note=text), now)
    note = NewAssessment(TODAY, (Score("housing", 3, 2, text),))
    assessments.record_assessment(vault, case_id, note, now)
    networks.add_network_person(vault, office.client_id, NewNetworkPerson(text, "friends", 1, text), now)
    referrals.refer(vault, case_id, NewReferral(office.club, "housing", TODAY, note=text), now)
    attempt(lambda: households.add_member(vault, office.client_id, NewMember("child", text), now))
    for wanted in (text, text[:40], text.split()[0]):
        hits = cases.search_notes(vault, wanted.replace("\0", ""))
        assert isinstance(hits, tuple)
        assert cases.case_list(vault, wanted) == () or cases.case_list(vault, wanted)
        directory.find_services(vault, Need(wanted, day=TODAY), 20)
        directory.find_courses(vault, CourseNeed(wanted), TODAY, 20)
    if kind != "signs":
        assert contact_id in {hit.record_id for hit in cases.search_notes(vault, text[:40])}
    removed = bin.remove(vault, "contact", contact_id, now)
    assert len(bin.contents(vault)[0].title) <= 120
    bin.restore(vault, removed, now)
    assert contacts.contact(vault, contact_id).text == text


@pytest.mark.parametrize("kind", TEXTS)
def test_every_sheet_prints_it_or_says_why_not(
    case_vault: Vault, office: Office, now: datetime, kind: str
) -> None:
    vault, case_id, text = case_vault, office.case_id, TEXTS[kind]
    signed(vault, office, now, "name_contact", "housing", to=office.club)
    steps = (NewStep(text, due_on=LATER),)
    goals.set_goal(vault, case_id, NewGoal(text, "housing", TODAY, text, steps), now)
    termin = NewAppointment(LATER, time(10), 60, text, text, text, "ar", "phone", text)
    planned = appointments.make_appointment(vault, case_id, termin, now)
    asked = Request(office.club, ("name_contact", "housing"), "secure_benefits", "handover", TODAY)
    for print_it in (
        lambda: agreements.print_agreement(vault, case_id, "de", date(2027, 2, 1), now).pdf,
        lambda: appointment_papers.print_slip(vault, planned, "de", now).pdf,
        lambda: appointment_papers.make_day_list(vault, LATER, now),
        lambda: land_sheets.land_page(vault, case_id, now).pdf,
        lambda: handovers.print_handover(vault, case_id, asked, None, now).pdf,
        lambda: conferences.prepare_sheet(vault, case_id, text, now).pdf,
    ):
        made = attempt(print_it)
        if isinstance(made, bytes):
            assert len(pypdfium2.PdfDocument(made)) >= 1
        else:
            assert isinstance(made, Answer), made
            assert kind != "long", made.code
