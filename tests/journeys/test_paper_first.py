# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Blank sets go to a shelter; two days later one is typed in and counts from the day of its signature."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from PySide6.QtWidgets import QLineEdit

import resources
from app.domain.blank_set import BlankSet, WantedSets
from app.domain.consent import WantedRelease
from app.domain.controller import Controller
from app.domain.disclosure import Request
from app.domain.errors import Refusal
from app.domain.service import ServiceData
from app.operations import blank_sets, cases, consents, directory, documents, referrals
from app.operations.intake_sheets import FIELD_NUMBERS
from app.operations.vaults import Vault
from tests.journeys.hands import Hands
from tests.paper import Queue, set_up_queue
from ui.blank_set_form import BlankSetForm

Filling = Callable[[], AbstractContextManager[Vault]]
Says = Callable[..., bool]
TODAY = date(2026, 11, 22)
PRINTED, SIGNED, UNTIL = TODAY - timedelta(days=2), TODAY - timedelta(days=1), date(2027, 6, 30)
OFFICE = Controller("Stadt", "KIM", "Markt 1", "02241 100", "a@b.example", "DSB", "LDI", "DSGVO", 3)
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)  # popups, offscreen


@dataclass(frozen=True)
class Desk:
    jobcenter: str
    club: str


@pytest.fixture
def desk(filling: Filling, now: datetime) -> Desk:
    """An office with two Anlaufstellen; nobody was taken in yet."""
    with filling() as vault:
        cases.set_controller(vault, OFFICE, now)
        cases.add_site(vault, "SU", "Siegburg Mitte", "05382060", now)
        jobcenter = directory.add_service(vault, ServiceData("Jobcenter Siegburg", "jobcenter"), now)
        club = directory.add_service(vault, ServiceData("Wohnhilfe e. V.", "other"), now)
    return Desk(jobcenter, club)


@pytest.fixture
def sets(filling: Filling, desk: Desk, now: datetime) -> tuple[BlankSet, ...]:
    """Two sets, printed two days ago."""
    rows = (
        WantedRelease(desk.jobcenter, "name_contact", "secure_benefits", "both"),
        WantedRelease(desk.jobcenter, "benefits", "secure_benefits", "both"),
        WantedRelease(desk.club, "housing", "housing_search", "to"),
    )
    with filling() as vault:
        return blank_sets.print_sets(vault, WantedSets(2, "de", rows, UNTIL), now - timedelta(days=2))


@pytest.fixture
def queue(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Queue:
    return set_up_queue(tmp_path / "drucker", monkeypatch)


def held(person: Hands) -> Vault:
    return person.robot.shell().session.vault


def to_the_sets(person: Hands) -> None:
    person.press("Ctrl+K")
    person.write("Blanko")
    person.press("Return")


def tell(vault: Vault, case_id: str, service: str, category: str, now: datetime) -> None:
    request = Request(service, (category,), "secure_benefits", "spoken", TODAY)
    referrals.tell(vault, case_id, request, "Auskunft", None, now)


def test_ten_sets_leave_as_one_job(hands: Callable[[], Hands], desk: Desk, queue: Queue) -> None:
    person = hands()
    with person.task("Zehn Blanko-Sätze drucken", at_most=11, compare="40 Blätter kopieren und nummerieren"):
        to_the_sets(person)
        person.back("Blanko-Sätze drucken")
        person.press("Space")
        person.write("10")
        person.go("Anlaufstelle hinzufügen")
        person.write("Jobcenter")
        person.press("Return")
        person.write("Leistungen sichern")
        person.press("Ctrl+Return")
        person.robot.settle()
        person.do("Drucken")
        person.press("Ctrl+Return")
    found = blank_sets.open_sets(held(person))
    assert [one.name for one in found] == [f"S-{number:04}" for number in range(10, 0, -1)]
    ((_, job),) = queue.jobs()
    with pikepdf.open(BytesIO(job)) as pdf:
        assert len(pdf.pages) >= 40
    assert person.robot.reads("40 Blätter sind beim Drucker.")


def test_typed_in_it_counts_from_the_day_of_signature(
    hands: Callable[[], Hands], desk: Desk, sets: tuple[BlankSet, ...], now: datetime
) -> None:
    person = hands()
    with person.task("Blanko-Satz eintippen, 9 Angaben", at_most=14, compare="Papier abheften, nichts zählt"):
        to_the_sets(person)
        person.write("S-0001")
        person.press("Return")
        person.write("21.11.2026")
        person.go("Jobcenter Siegburg")
        person.press("1")
        person.go("Wohnhilfe e. V.")
        person.press("2")
        person.answer("1 Familienname", "Petrenko")
        person.answer("2 Vornamen", "Olena")
        person.answer("3 Geburtsdatum", "1990")
        person.answer("7 Wie ist die Person gekommen?", "Aufsuchende Arbeit")
        person.answer("8 Anliegen", "Sucht eine Wohnung")
        person.press("Ctrl+Return")
    vault = held(person)
    (line,) = cases.case_list(vault, "Petrenko")
    view = cases.case_view(vault, line.case_id, TODAY)
    assert (view.file.basis, view.file.basis_on) == ("consent", SIGNED)
    assert view.intake is not None
    assert (view.intake.held_on, view.intake.request) == (SIGNED, "Sucht eine Wohnung")
    (consent,) = consents.consents(vault, view.file.id)
    assert (consent.status, consent.printed_on, consent.signed_on) == ("signed", PRINTED, SIGNED)
    kept = {each.form_number for each in documents.documents(vault, view.file.id)}
    assert kept == set(sets[0].form_numbers)
    tell(vault, line.case_id, desk.jobcenter, "benefits", now)
    with pytest.raises(Refusal, match=r"disclosure\."):
        tell(vault, line.case_id, desk.club, "housing", now)
    person.robot.go("case", line.case_id, "documents")
    for number in sets[0].form_numbers:
        assert person.robot.reads(number), number


def test_the_same_number_again_is_refused_with_a_sentence(
    hands: Callable[[], Hands], sets: tuple[BlankSet, ...], filling: Filling, says: Says, now: datetime
) -> None:
    with filling() as vault:
        blank_sets.discard_set(vault, sets[1].id, now)
    person = hands()
    to_the_sets(person)
    person.write("1")
    person.press("Return")
    person.answer("1 Familienname", "Petrenko")
    person.answer("7 Wie ist die Person gekommen?", "Aufsuchende Arbeit")
    person.press("Ctrl+Return")
    with person.task("Einen Satz ein zweites Mal eintippen wollen", at_most=5):
        to_the_sets(person)
        person.write(sets[0].form_numbers[1])
        person.press("Return")
    assert says(person.robot, "blank_set.used", name="S-0001", day="22.11.2026")
    person.do("In Ordnung")
    person.write("S-0002")
    person.press("Return")
    assert says(person.robot, "blank_set.discarded", name="S-0002", day="22.11.2026")
    assert cases.case_count(held(person)) == 1


@pytest.mark.parametrize(
    ("day", "code", "facts"),
    [
        ("19.11.2026", "blank_set.signed_before_printed", {"day": "20.11.2026"}),
        ("23.11.2026", "case.day_in_future", {}),
    ],
)
def test_a_day_that_cannot_be_is_said_at_its_field(
    hands: Callable[[], Hands], sets: tuple[BlankSet, ...], day: str, code: str, facts: dict[str, str]
) -> None:
    person = hands()
    to_the_sets(person)
    person.write("2")
    person.press("Return")
    person.write(day)
    person.answer("1 Familienname", "Petrenko")
    person.answer("7 Wie ist die Person gekommen?", "Aufsuchende Arbeit")
    person.press("Ctrl+Return")
    form = person.robot.window.findChild(BlankSetForm)
    assert form is not None
    message = resources.message(code, **facts)
    assert form.row("signed_on").error() == " ".join(filter(None, (message.what, message.todo)))
    assert cases.case_count(held(person)) == 0
    assert blank_sets.open_sets(held(person))[0].is_open


def test_a_lost_set_is_discarded_and_found_again(
    hands: Callable[[], Hands], sets: tuple[BlankSet, ...]
) -> None:
    person = hands()
    to_the_sets(person)
    with person.task("Verlorenen Satz verwerfen", at_most=2):
        person.go("Offene Sätze")
        person.press("Down")
        person.do("Verwerfen")
    state = {one.name: one.is_open for one in blank_sets.open_sets(held(person))}
    assert sorted(state.values()) == [False, True]
    assert person.robot.reads("Der Satz S-0001 ist verworfen.")
    person.do("Doch gefunden")
    assert all(one.is_open for one in blank_sets.open_sets(held(person)))


def test_the_fields_stand_in_the_order_of_the_paper(
    hands: Callable[[], Hands], sets: tuple[BlankSet, ...]
) -> None:
    """Tab goes from number to number; what a list or a box needs besides has none."""
    person = hands()
    person.robot.go("blank_set", sets[0].id)
    passed = []
    for _ in range(120):
        name = person.robot.front().focusWidget()
        passed.append(name.accessibleName() or str(name.property("text") or "") if name else "")
        person.press("Tab")
    numbers = [int(first) for each in passed if (first := each.partition(" ")[0]).isdigit()]
    in_order = list(dict.fromkeys(numbers))
    assert in_order == sorted(in_order)
    by_other_names = ("nationalities", "more_languages", "channels", "target_groups")  # their buttons
    assert set(FIELD_NUMBERS.values()) - set(in_order) <= {FIELD_NUMBERS[each] for each in by_other_names}


def test_what_was_half_typed_is_there_again(hands: Callable[[], Hands], sets: tuple[BlankSet, ...]) -> None:
    person = hands()
    person.robot.go("blank_set", sets[0].id)
    person.write("21.11.2026")
    person.answer("1 Familienname", "Petrenko")
    person.robot.go("today")
    assert person.robot.reads("Blanko-Satz")
    person.do("Weiter: Blanko-Satz")
    form = person.robot.window.findChild(BlankSetForm)
    assert form is not None
    assert form.entry("family_name").typed() == "Petrenko"
    assert form.entry("signed_on").typed() == "21.11.2026"


def test_the_next_client_sees_nothing_of_a_set_half_typed_in(
    hands: Callable[[], Hands], sets: tuple[BlankSet, ...]
) -> None:
    person = hands()
    person.robot.go("blank_set", sets[0].id)
    person.answer("1 Familienname", "Kanarienvogel")
    person.press("F8")
    fields = person.robot.window.findChildren(QLineEdit)
    assert not [each for each in fields if each.isVisible() and "Kanarienvogel" in each.text()]
    assert person.robot.reads("F8 beendet das Gespräch.")
    person.press("F8")
    person.robot.go("blank_set", sets[0].id)
    form = person.robot.window.findChild(BlankSetForm)
    assert form is not None
    assert form.entry("family_name").typed() == "Kanarienvogel"
