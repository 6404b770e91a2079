# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Another office beside the one of the tests, and a case with something in it that goes there."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from app.domain.assessment import NewAssessment, Score
from app.domain.contact import NewContact
from app.domain.controller import Controller
from app.domain.dates import PartialDate
from app.domain.disclosure import Norm
from app.domain.goal import NewGoal, NewStep
from app.domain.household import NewMember
from app.domain.service import ServiceData
from app.operations import (
    assessments,
    case_transfers,
    cases,
    contacts,
    directory,
    goals,
    households,
    known_offices,
    received_cases,
)
from app.operations.case_transfers import Wish
from app.operations.vaults import Vault
from tests.conftest import Template

if TYPE_CHECKING:
    from tests.operations.conftest import Office

GOALS = (
    ("Meine eigene Wohnung", "housing"),
    ("Eine Ausbildung", "work"),
    ("Die Kinder in die Kita", "family"),
)

DANGER = Norm("stgb_34", "Er kündigt an, sich etwas anzutun.")


@dataclass
class Neighbour:
    """The other office, and where it is known here."""

    vault: Vault
    site_id: str
    unit: str
    folder: Path

    @property
    def file(self) -> Path:
        return self.folder / "u.kimtransfer"


def acquainted(one: Vault, other: Vault, service: str | None, now: datetime) -> str:
    """`one` takes the card of `other` and compares; returns the unit of `other`."""
    _own, card = (known_offices.key_card(each, now) for each in (one, other))
    taken = known_offices.take_card(one, card, service, service is None, now)
    assert taken.fingerprint is not None
    known_offices.confirm(one, taken.unit, taken.fingerprint, now)
    return taken.unit


@contextmanager
def beside(
    vault: Vault, service: str, template: Template, folder: Path, controller: Controller, now: datetime
) -> Iterator[Neighbour]:
    """An office of another controller; both have compared, here it is the Anlaufstelle `service`."""
    folder.mkdir()
    other = template.opened_in(folder)
    cases.set_controller(other, controller, now)
    site_id = cases.add_site(other, "nb", "Nachbarstadt", "05382020", now)
    siegburg = directory.add_service(other, ServiceData("Fachdienst Siegburg", "other"), now)
    acquainted(other, vault, siegburg, now)
    yield Neighbour(other, site_id, acquainted(vault, other, service, now), folder)
    other.close()


def filled(vault: Vault, office: Office, now: datetime) -> None:
    today = now.date()
    for words, dimension in GOALS:
        steps = (NewStep("Unterlagen besorgen", due_on=today + timedelta(days=7)),)
        goals.set_goal(vault, office.case_id, NewGoal(words, dimension, today, steps=steps), now)
    scores = (Score("housing", 4, 2, "Schimmel an der Wand", 5), Score("political", 3, 1))
    assessments.record_assessment(vault, office.case_id, NewAssessment(today, scores), now)
    contacts.add_contact(vault, office.case_id, NewContact("talk", today, "Sie sucht eine Wohnung"), now)
    households.add_member(
        vault, office.client_id, NewMember("child", "Linh", born=PartialDate(2020, 5, 1)), now
    )


def wish(neighbour: Neighbour, *categories: str, norm: Norm | None = None) -> Wish:
    return Wish(neighbour.unit, categories, "secure_benefits", norm)


def sent(vault: Vault, office: Office, wish: Wish, neighbour: Neighbour, now: datetime) -> None:
    case_transfers.hand_over(vault, office.case_id, wish, None, neighbour.file, now)


def taken(neighbour: Neighbour, now: datetime, client_id: str | None = None) -> str:
    arrived = received_cases.look_at(neighbour.vault, neighbour.file, now)
    return received_cases.take_in(neighbour.vault, arrived, neighbour.site_id, client_id, now)
