# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""A restricted file takes nothing new by any act, and a closed case gets nothing to do by a back door."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time

import pytest

from app.domain.act import NewShortAdvice
from app.domain.agreement import PaperAgreement
from app.domain.appointment import NewAppointment
from app.domain.authorisation import NewAuthorisation
from app.domain.blank_sheet import WantedBlanks
from app.domain.case import Closing
from app.domain.case_handover import NewHandover
from app.domain.client import Channel
from app.domain.contact import NewContact
from app.domain.errors import Refusal
from app.domain.follow_up import NewFollowUp
from app.domain.goal import NewGoal, NewStep
from app.domain.household import NewMember
from app.domain.referral import NewReferral
from app.domain.secrecy import NewDeclaration
from app.domain.signing import Signing
from app.operations import (
    acts,
    agreements,
    appointment_papers,
    appointments,
    authorisations,
    bin,
    blank_returns,
    blanks,
    cases,
    closing,
    colleagues,
    consents,
    contacts,
    follow_ups,
    goals,
    households,
    referral_slips,
    referrals,
)
from app.operations.vaults import Vault

from .conftest import TODAY, Office, huong, intake
from .test_bin import dump
from .test_consents import signed

LATER = date(2026, 12, 1)
TERMIN = NewAppointment(LATER, time(10))


def refused(vault: Vault, code: str, act: Callable[[], object]) -> None:
    """With this code, and without a trace in the file."""
    before = dump(vault)
    with pytest.raises(Refusal) as caught:
        act()
    assert caught.value.code == code
    assert dump(vault) == before


def a_colleague(vault: Vault) -> str:
    with vault.transaction() as db:
        db.execute("INSERT INTO staff VALUES ('other', 'XY', 'Xenia Yilmaz', '2026-11-22', NULL)")
    return "other"


def _signed_on_blanks(vault: Vault, office: Office, now: datetime) -> list[Callable[[], object]]:
    """What comes back signed for this case."""
    forms = ("power_of_attorney", "interpreter_secrecy", "goals", "information")
    power, secrecy, agreed, told = (
        blanks.print_blanks(vault, WantedBlanks(form, 1, "de"), now)[0] for form in forms
    )
    matters = NewAuthorisation(office.jobcenter, "information", "SGB II")
    promise = NewDeclaration("Ahmad Karimi", "prs", "on_site")
    paper = PaperAgreement((NewGoal("Arbeiten", "work", TODAY),), TODAY)
    case_id, signing = office.case_id, Signing(TODAY)
    return [
        lambda: blank_returns.type_in_authorisation(vault, power, case_id, matters, signing, now),
        lambda: blank_returns.type_in_declaration(vault, secrecy, case_id, promise, signing, now),
        lambda: blank_returns.type_in_goals(vault, agreed, case_id, paper, now),
        lambda: blank_returns.assign(vault, told, case_id, now),
    ]


def test_a_restricted_file_takes_nothing_new_by_any_act(
    case_vault: Vault, office: Office, now: datetime
) -> None:
    vault, case_id = case_vault, office.case_id
    person = replace(huong(), channels=(Channel("phone", "+49 2241 55-1234", may_remind=True),))
    cases.change_person(vault, office.client_id, person, now)
    planned, cancelled = (appointments.make_appointment(vault, case_id, TERMIN, now) for _ in range(2))
    appointments.end_appointment(vault, cancelled, "cancelled", now)
    contact_id = contacts.add_contact(vault, case_id, NewContact("talk", TODAY, "Wort"), now)
    steps = (NewStep("Anrufen", due_on=LATER), NewStep("Warten"))
    goal_id = goals.set_goal(vault, case_id, NewGoal("Wohnung", "housing", TODAY, steps=steps), now)
    first, _ = goals.goals(vault, case_id)[0].steps
    goals.finish_step(vault, first.id, "dropped", now)
    agreements.print_agreement(vault, case_id, "de", date(2027, 2, 1), now)
    (agreement,) = agreements.agreements(vault, case_id)
    referral_id = referrals.refer(vault, case_id, NewReferral(office.club, "housing", TODAY), now)
    advice = NewShortAdvice(office.site_id, "counselling", TODAY, "ar", ("housing",))
    advice_id = acts.add_short_advice(vault, advice, now)
    other = cases.take_in(vault, intake(office.site_id, replace(huong(), given_names="Tâm")), now)
    member_id = households.add_member(vault, other.client_id, NewMember("spouse"), now)
    power = NewAuthorisation(office.jobcenter, "representation", "SGB II")
    authorisations.print_authorisation(vault, case_id, power, "de", now)
    (printed,) = authorisations.authorisations(vault, office.file_id)
    hand_over = NewHandover(a_colleague(vault), TODAY, None)
    consents.withdraw(vault, signed(vault, office, now), TODAY, "mündlich", now)
    for act in (
        lambda: follow_ups.add_follow_up(vault, NewFollowUp(case_id, LATER, "Anrufen"), now),
        lambda: acts.continue_short_advice(vault, advice_id, case_id, now),
        lambda: appointments.change_appointment(vault, planned, replace(TERMIN, title="Neu"), now),
        lambda: appointments.move_appointment(vault, planned, date(2026, 12, 2), time(9), now),
        lambda: appointments.plan_again(vault, cancelled, now),
        lambda: appointment_papers.reminder_text(vault, planned, "de", TODAY),
        lambda: appointment_papers.note_reminder(vault, planned, now),
        lambda: cases.change_person(vault, office.client_id, replace(person, works_in="Bonn"), now),
        lambda: bin.remove(vault, "contact", contact_id, now),
        lambda: goals.record_result(vault, goal_id, "reached", now),
        lambda: goals.finish_step(vault, first.id, "open", now),
        lambda: agreements.sign_agreement(vault, agreement.id, TODAY, None, now),
        lambda: referrals.set_state(vault, referral_id, "accepted", "", now),
        lambda: referral_slips.print_slip(vault, referral_id, "de", "", now),
        lambda: authorisations.sign(vault, printed.id, Signing(TODAY), now),
        lambda: colleagues.hand_over(vault, case_id, hand_over, now),
        lambda: households.link_member(vault, member_id, case_id, now),
        *_signed_on_blanks(vault, office, now),
    ):
        refused(vault, "case.restricted", act)
    appointments.end_appointment(vault, planned, "cancelled", now)
    closing.close_case(vault, case_id, Closing("withdrawn", TODAY), now)


def test_a_closed_case_gets_nothing_to_do_by_a_back_door(
    case_vault: Vault, office: Office, now: datetime
) -> None:
    vault, case_id = case_vault, office.case_id
    cancelled, removed = (appointments.make_appointment(vault, case_id, TERMIN, now) for _ in range(2))
    appointments.end_appointment(vault, cancelled, "cancelled", now)
    bin_id = bin.remove(vault, "appointment", removed, now)
    contact_id = contacts.add_contact(vault, case_id, NewContact("talk", TODAY, "Wort"), now)
    goal = NewGoal("Wohnung", "housing", TODAY, steps=(NewStep("Anrufen", due_on=LATER),))
    goal_id = goals.set_goal(vault, case_id, goal, now)
    (step,) = goals.goals(vault, case_id)[0].steps
    goals.finish_step(vault, step.id, "dropped", now)
    agreements.print_agreement(vault, case_id, "de", date(2027, 2, 1), now)
    (agreement,) = agreements.agreements(vault, case_id)
    referral_id = referrals.refer(vault, case_id, NewReferral(office.club, "housing", TODAY), now)
    closing.close_case(vault, case_id, Closing("other", TODAY), now)
    bin.restore(vault, bin_id, now)
    for act in (
        lambda: appointments.change_appointment(vault, removed, replace(TERMIN, title="Neu"), now),
        lambda: appointments.move_appointment(vault, removed, date(2026, 12, 2), time(9), now),
        lambda: appointments.plan_again(vault, cancelled, now),
        lambda: contacts.correct_contact(vault, contact_id, NewContact("talk", TODAY, "Anders"), now),
        lambda: goals.record_result(vault, goal_id, "reached", now),
        lambda: goals.finish_step(vault, step.id, "open", now),
        lambda: agreements.sign_agreement(vault, agreement.id, TODAY, None, now),
        lambda: referral_slips.print_slip(vault, referral_id, "de", "", now),
    ):
        refused(vault, "case.closed", act)
    assert not follow_ups.due(vault, None)
