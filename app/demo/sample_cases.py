# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The three persons of the sample whose cases are told whole."""

from __future__ import annotations

from datetime import datetime, timedelta

from app.demo.offers import LANGUAGE_SCHOOL, named, write_courses
from app.demo.office_work import Desk
from app.demo.sample_family import HOME, open_family, take_in, tell_residences
from app.domain.client import Channel, Person, Residence, SpokenLanguage
from app.domain.contact import NewContact
from app.domain.dates import PartialDate, next_working_day
from app.domain.livelihood import NewLivelihood
from app.domain.representation import NewRepresentative, OwnCapacity
from app.operations import bin, checklists, contacts, livelihoods, representatives

CHECKED = {"status": "met", "stay": "met", "basics": "open", "livelihood": "met", "language": "unclear"}


def fill_whole_cases(desk: Desk, now: datetime) -> None:
    """A family, a man on the way to § 25b, and a boy with a guardian."""
    courses = write_courses(desk.vault, named(desk.services, LANGUAGE_SCHOOL), now - timedelta(days=30))
    open_family(desk, now, courses[2])
    _way_to_a_title(desk, now)
    _minor(desk, now)


def _way_to_a_title(desk: Desk, now: datetime) -> None:
    """Seven years in Germany, a Duldung that ends soon, § 25b begun; a contact lies in the bin."""
    begun, today = now - timedelta(days=40), now.date()
    person = Person(
        family_name="Hồ",
        given_names="Quốc Việt",
        birth_date=PartialDate(today.year - 31, 1, 1),
        sex="male",
        arrived_in_germany=PartialDate(today.year - 7),
        nationalities=("432",),
        languages=(SpokenLanguage("vi"), SpokenLanguage("de", "A2")),
        channels=(Channel("phone", "+49 2241 555042"),),
        address=HOME,
        residence=Residence("D60a", next_working_day(today + timedelta(days=16))),
    )
    opened = take_in(desk, person, begun, "„Ich will bleiben und weiter arbeiten.“")
    tell_residences(desk, opened.case_id, now, (("AGST", 2500, 1401),))
    earning = NewLivelihood("own_income", since=today - timedelta(days=380))
    livelihoods.add_livelihood(desk.vault, opened.case_id, earning, now=begun)
    for item, state in CHECKED.items():
        checklists.answer(desk.vault, opened.case_id, "aufenthg25b", item, state, now=begun)
    talk = NewContact("talk", begun.date(), "§ 25b zusammen durchgegangen. Der Sprachnachweis fehlt noch.")
    contacts.add_contact(desk.vault, opened.case_id, talk, now=begun)
    slip = NewContact("phone", (now - timedelta(days=2)).date(), "In der falschen Akte notiert.")
    slip_id = contacts.add_contact(desk.vault, opened.case_id, slip, now=now - timedelta(days=2))
    bin.remove(desk.vault, "contact", slip_id, now=now - timedelta(days=2))


def _minor(desk: Desk, now: datetime) -> None:
    """Sixteen, with a guardian, and judged to understand what he consents to."""
    begun = now - timedelta(days=25)
    person = Person(
        family_name="Barakāt",
        given_names="Yāsir",
        native_name="ياسر بركات",
        birth_date=PartialDate(now.year - 16, 1, 1),
        sex="male",
        nationalities=("475",),
        languages=(SpokenLanguage("ar", "not_recorded", True, "phone"),),
        address=HOME,
        residence=Residence("AE25_2s2", now.date() + timedelta(days=300)),
    )
    opened = take_in(desk, person, begun, "„Ich will einen Schulabschluss machen.“")
    guardian = NewRepresentative("Ursula Großmann-Łukaszewicz", "guardian", "+49 2241 555077")
    representatives.add_representative(desk.vault, opened.client_id, guardian, now=begun)
    judged = OwnCapacity(True, begun.date(), "Erklärt selbst, wer was erfährt und wozu.")
    representatives.judge_capacity(desk.vault, opened.client_id, judged, now=begun)
    support = NewLivelihood(
        "sgb8", since=begun.date() - timedelta(days=200), authority="Jugendamt Musterkreis"
    )
    livelihoods.add_livelihood(desk.vault, opened.case_id, support, now=begun)
