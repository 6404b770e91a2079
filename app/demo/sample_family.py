# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The family of the sample: a case that holds all that a case can hold."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from app.demo.offers import COUNSELLING, JOBCENTER, LANGUAGE_SCHOOL, named
from app.demo.office_work import Desk
from app.domain.appointment import NewAppointment
from app.domain.assessment import DIMENSIONS, NewAssessment, Score
from app.domain.case import Opened
from app.domain.client import Address, Channel, Person, Residence, SpokenLanguage
from app.domain.consent import WantedRelease
from app.domain.contact import NewContact
from app.domain.dates import PartialDate, next_working_day
from app.domain.goal import NewGoal, NewStep
from app.domain.household import NewMember
from app.domain.intake import Intake
from app.domain.livelihood import NewLivelihood
from app.domain.network import NewNetworkPerson
from app.domain.referral import NewReferral
from app.domain.residence import NewResidence
from app.operations import (
    agreements,
    appointments,
    assessments,
    cases,
    consents,
    contacts,
    goals,
    households,
    livelihoods,
    networks,
    referrals,
    residences,
    special_facts,
)

HOME = Address("Mühlenweg 17", "53721", "Siegburg", "05382060")
INTERPRETER = "Sprachmittlung Dari, Diakonie"
RELEASES = (
    (JOBCENTER, ("name_contact", "benefits", "education_work"), "secure_benefits"),
    (LANGUAGE_SCHOOL, ("name_contact", "education_work"), "course_place"),
    (COUNSELLING, ("name_contact", "residence", "health"), "counselling"),
)
REFUSED = (JOBCENTER, "education_work")
CHILDREN = (("Arash", 13), ("Mīnā", 8), ("Sorayā", 4))
NETWORK = (
    ("Schwester in Bonn", "family", 1),
    ("Nachbarin", "neighbourhood", 1),
    ("Klassenlehrer des Sohnes", "school_work", 2),
    ("Sprachpatin", "community", 2),
    ("Kinderärztin", "professionals", 3),
)
TALKS = (
    (
        118,
        "talk",
        "Erstgespräch mit Sprachmittlung. Drei Kinder, alleinerziehend. Der Bescheid ist ausgelaufen.",
    ),
    (
        96,
        "accompaniment",
        "Zusammen beim Jobcenter. Der Antrag ist vollständig, es fehlt nur der Mietvertrag.",
    ),
    (71, "phone", "Der Bescheid ist da und gilt rückwirkend. Zwölf Tage bleiben offen."),
    (34, "talk", "Zweite Bestandsaufnahme. Wohnen ist jetzt das Wichtigste."),
    (6, "email", "Die Sprachschule hat noch nicht geantwortet. Nach dem Einstufungstest gefragt."),
)
FIRST_NEEDS = (3, 5, 3, 4, 4, 4, 2, 2, 3, 2, 3)
SECOND_NEEDS = (2, 4, 3, 4, 5, 2, 2, 2, 3, 2, 2)
OWN_NEEDS = (3, 3, 3, 5, 5, 2, 1, 2, 4, 3, 2)
RESOURCES = (3, 2, 3, 3, 2, 3, 3, 4, 4, 3, 2)


def open_family(desk: Desk, now: datetime, course_id: str) -> None:
    """Single, three children: a change of the circle, a signed consent, talks, goals, appointments."""
    begun = now - timedelta(days=118)
    opened = take_in(desk, _mother(now.date()), begun, "„Ich brauche eine Wohnung für uns vier.“")
    case_id = opened.case_id
    _household(desk, opened.client_id, begun)
    tell_residences(desk, case_id, now, (("AGST", 2900, 1800), ("D60a", 1799, 420)))
    _circles(desk, case_id, now)
    _consent(desk, opened.file_id, begun)
    special_facts.note_special(desk.vault, opened.client_id, "chronic_illness", now=begun)
    for days, kind, text in TALKS:
        held = now - timedelta(days=days)
        contact = NewContact(kind, held.date(), text, minutes=45, language="prs", topics=("housing",))
        contacts.add_contact(desk.vault, case_id, contact, now=held)
    _assess(desk, case_id, begun, FIRST_NEEDS, (None,) * len(DIMENSIONS))
    _assess(desk, case_id, now - timedelta(days=34), SECOND_NEEDS, OWN_NEEDS)
    _agree(desk, case_id, now - timedelta(days=34))
    _refer(desk, case_id, now, course_id)
    _appointments(desk, case_id, now)


def _mother(today: date) -> Person:
    return Person(
        family_name="Hosseinī",
        given_names="Fereshta",
        former_names="Noorī",
        native_name="فرشته حسینی",
        birth_date=PartialDate(today.year - 36),
        sex="female",
        marital_status="GS",
        arrived_in_germany=PartialDate(today.year - 8, 3),
        arrived_in_municipality=PartialDate(today.year - 2),
        nationalities=("423",),
        languages=(SpokenLanguage("prs", "not_recorded", True, "on_site"), SpokenLanguage("de", "A1")),
        channels=(Channel("phone", "+49 2241 555019", note="nur vormittags", may_remind=True),),
        address=HOME,
        residence=Residence("AE25_3", next_working_day(today + timedelta(days=47))),
    )


def _household(desk: Desk, client_id: str, now: datetime) -> None:
    for given, age in CHILDREN:
        child = NewMember("child", given, born=PartialDate(now.year - age))
        households.add_member(desk.vault, client_id, child, now=now)
    apart = NewMember("sibling", born=PartialDate(1992), lives_here=False)
    households.add_member(desk.vault, client_id, apart, now=now)
    for words, area, ring in NETWORK:
        networks.add_network_person(desk.vault, client_id, NewNetworkPerson(words, area, ring), now=now)


def _circles(desk: Desk, case_id: str, now: datetime) -> None:
    """AsylbLG ends; SGB II, applied for late, counts from the first of that month (§ 37 SGB II)."""
    today, vault = now.date(), desk.vault
    applied_on = today - timedelta(days=96)
    since = applied_on.replace(day=1)
    ended = since - timedelta(days=13)
    first = NewLivelihood("asylblg", since=today - timedelta(days=420), authority="Sozialamt Musterkreis")
    period_id = livelihoods.add_livelihood(vault, case_id, first, now=now - timedelta(days=118))
    applied = NewLivelihood(
        "sgb2",
        "applied",
        ended + timedelta(days=1),
        applied_on=applied_on,
        authority=JOBCENTER,
        contact="Team 4, +49 2241 13-204",
        reference="BG 38201",
    )
    changed = now - timedelta(days=96)
    wanted_id = livelihoods.change_circle(vault, case_id, period_id, ended, applied, now=changed)
    until = since + timedelta(days=180)
    livelihoods.grant(vault, case_id, wanted_id, since, until, now=now - timedelta(days=71))
    beside = NewLivelihood("kindergeld", since=today - timedelta(days=400), authority="Familienkasse")
    livelihoods.add_livelihood(vault, case_id, beside, now=now - timedelta(days=118))
    waiting = NewLivelihood("wohngeld", "applied", applied_on=today - timedelta(days=12))
    livelihoods.add_livelihood(vault, case_id, waiting, now=now - timedelta(days=12))


def _consent(desk: Desk, file_id: str, now: datetime) -> None:
    """Printed and signed; one of the fields is refused."""
    rows = tuple(
        WantedRelease(named(desk.services, name), category, purpose, "both")
        for name, categories, purpose in RELEASES
        for category in categories
    )
    until = now.date() + timedelta(days=365)
    consent_id = consents.prepare(desk.vault, file_id, rows, "de", until, now=now)
    consents.print_notice(desk.vault, consent_id, INTERPRETER, now=now)
    (consent,) = consents.consents(desk.vault, file_id)
    refused = (named(desk.services, REFUSED[0]), REFUSED[1])
    decisions = {
        row.id: "refused" if (row.service_id, row.category) == refused else "given" for row in consent.rows
    }
    consents.sign(desk.vault, consent_id, now.date(), decisions, now=now)


def _assess(
    desk: Desk, case_id: str, now: datetime, needs: tuple[int, ...], own: tuple[int | None, ...]
) -> None:
    scores = tuple(
        Score(dimension, need, resource, own_need=seen)
        for dimension, need, resource, seen in zip(DIMENSIONS, needs, RESOURCES, own, strict=True)
    )
    assessments.record_assessment(desk.vault, case_id, NewAssessment(now.date(), scores), now=now)


def _agree(desk: Desk, case_id: str, now: datetime) -> None:
    """Two goals with steps of three hands, printed and signed by both."""
    vault, day = desk.vault, now.date()
    home = (
        NewStep(
            "Wohnberechtigungsschein beantragen", "case_manager", next_working_day(day + timedelta(days=7))
        ),
        NewStep("Drei Anzeigen anschreiben", "client", next_working_day(day + timedelta(days=38))),
        NewStep("Besichtigungen begleiten", "third_party"),
    )
    german = (NewStep("Zum Einstufungstest gehen", "client", next_working_day(day + timedelta(days=41))),)
    wanted = (
        NewGoal(
            "Ich will eine Wohnung, in der die Kinder lernen können.", "housing", day, "Mietvertrag", home
        ),
        NewGoal("Ich möchte Deutsch für die Arbeit lernen.", "language", day, "Kursplatz B1", german),
    )
    for goal in wanted:
        goals.set_goal(vault, case_id, goal, now=now)
    agreements.print_agreement(vault, case_id, "de", next_working_day(day + timedelta(days=90)), now=now)
    (agreement,) = agreements.agreements(vault, case_id)
    agreements.sign_agreement(vault, agreement.id, day, day, now=now)
    done = next(goal.steps[0] for goal in goals.goals(vault, case_id) if goal.dimension == "housing")
    goals.finish_step(vault, done.id, "done", now=now + timedelta(days=9))


def _refer(desk: Desk, case_id: str, now: datetime, course_id: str) -> None:
    """One was accepted; of one with data nobody has heard for three weeks."""
    vault, then = desk.vault, now - timedelta(days=21)
    advised = NewReferral(named(desk.services, COUNSELLING), "family", (now - timedelta(days=90)).date())
    accepted = referrals.refer(vault, case_id, advised, now=now - timedelta(days=90))
    referrals.set_state(vault, accepted, "accepted", "", now=now - timedelta(days=80))
    course = NewReferral(
        named(desk.services, LANGUAGE_SCHOOL),
        "language",
        then.date(),
        ("name_contact", "education_work"),
        "course_place",
        course_id=course_id,
    )
    referrals.refer(vault, case_id, course, now=then)


def _appointments(desk: Desk, case_id: str, now: datetime) -> None:
    """Today's with its interpreting booked, the next one's still to be booked."""
    made, today = now - timedelta(days=5), now.date()
    with_interpreter = NewAppointment(
        today,
        time(14, 30),
        45,
        "Wohnungsanzeigen durchgehen",
        "Rathaus Siegburg, Raum 112",
        "Mietvertrag, Schreiben des Jobcenters",
        "prs",
        "on_site",
        INTERPRETER,
        made.date(),
    )
    next_one = NewAppointment(
        next_working_day(today + timedelta(days=3)),
        time(9),
        60,
        "Elterngespräch vorbereiten",
        "Familienzentrum",
        interpreter_language="prs",
        interpreter_kind="phone",
    )
    for appointment in (with_interpreter, next_one):
        appointments.make_appointment(desk.vault, case_id, appointment, now=made)


def tell_residences(
    desk: Desk, case_id: str, now: datetime, earlier: tuple[tuple[str, int, int], ...]
) -> None:
    """Status, and from how many to how many days ago; what stands today begins after the last of them."""
    today = now.date()
    (current,) = residences.residences(desk.vault, case_id)
    since = today - timedelta(days=earlier[-1][2] - 1)
    last = NewResidence(current.status, since, current.expires_on)
    residences.change_residence(desk.vault, case_id, current.id, last, now=now)
    for status, first, until in earlier:
        begins, ends = today - timedelta(days=first), today - timedelta(days=until)
        residences.add_residence(desk.vault, case_id, NewResidence(status, begins, ends, ends), now=now)


def take_in(desk: Desk, person: Person, begun: datetime, request: str) -> Opened:
    code = desk.office.sites[0][0]
    day = begun.date()
    sheet = Intake(person, desk.sites[code], day, "jobcenter", request, target_groups=("refugees",))
    opened = cases.take_in(desk.vault, sheet, now=begun)
    cases.set_basis(desk.vault, opened.file_id, "task", day, now=begun)
    return opened
