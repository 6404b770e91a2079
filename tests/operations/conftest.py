# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""One case to work on: an invented person at an invented office, with two recipients in the directory."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

import pytest

from app.domain.client import Address, Channel, Person, Residence, SpokenLanguage
from app.domain.controller import Controller
from app.domain.dates import PartialDate
from app.domain.intake import Intake
from app.domain.livelihood import NewLivelihood
from app.domain.service import ServiceData
from app.operations import cases, directory
from app.operations.vaults import Vault
from tests.conftest import Template
from tests.operations.deputised import Three, three
from tests.operations.every_write import rehearsals
from tests.operations.neighbours import Neighbour, beside

TODAY = date(2026, 11, 22)


@dataclass(frozen=True)
class Office:
    """The ids that tests act on; `jobcenter` is bound by § 67b SGB X, `club` is not."""

    site_id: str
    client_id: str
    file_id: str
    case_id: str
    jobcenter: str
    club: str


def huong() -> Person:
    return Person(
        family_name="Nguyễn-Łukaszewicz",
        given_names="Thị Hương",
        birth_date=PartialDate(1990, 3, 7),
        sex="female",
        nationalities=("432",),
        languages=(SpokenLanguage("vi", "not_recorded", True), SpokenLanguage("de", "A2")),
        channels=(Channel("phone", "+49 2241 55-1234"),),
        address=Address("Wiesenweg 3", "53721", "Siegburg", None),
        residence=Residence("AGST", date(2027, 1, 10)),
    )


def intake(site_id: str, person: Person, **more: object) -> Intake:
    values: dict[str, object] = {
        "held_on": TODAY,
        "access_way": "self",
        "request": "Sucht eine größere Wohnung",
    }
    return Intake(person=person, site_id=site_id, **(values | more))  # type: ignore[arg-type]


def controller() -> Controller:
    return Controller(
        name="Stadt Musterstadt",
        unit="Fachdienst Integration",
        address="Marktplatz 1\n53721 Musterstadt",
        phone="+49 2241 100-0",
        email="kim@musterstadt.example",
        officer="Datenschutz der Stadt, Marktplatz 1, 53721 Musterstadt",
        authority="Landesbeauftragte für Datenschutz und Informationsfreiheit NRW",
        law="DSGVO",
        storage_years=3,
    )


@pytest.fixture(autouse=True)
def _every_write_fails_once(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[None]:
    """In the test that is an operation's sample; see `every_write`."""
    with rehearsals(request.node.nodeid.partition("tests/operations/")[2], tmp_path, monkeypatch):
        yield


@pytest.fixture
def office(case_vault: Vault, now: datetime) -> Office:
    cases.set_controller(case_vault, controller(), now)
    municipality = cases.lists(case_vault).entries("municipality", TODAY)[0].code
    site_id = cases.add_site(case_vault, "su", "Siegburg Mitte", municipality, now)
    jobcenter = ServiceData("Jobcenter Musterstadt", "jobcenter", needs_written_consent=True, phone="02241 1")
    club = ServiceData("Wohnhilfe e. V.", "other", address="Gasse 2, 53721 Musterstadt")
    asylblg = NewLivelihood("asylblg", since=date(2026, 2, 1))
    opened = cases.take_in(case_vault, intake(site_id, huong(), livelihood=asylblg), now)
    return Office(
        site_id,
        opened.client_id,
        opened.file_id,
        opened.case_id,
        directory.add_service(case_vault, jobcenter, now),
        directory.add_service(case_vault, club, now),
    )


@pytest.fixture
def neighbour(
    case_template: Template, case_vault: Vault, office: Office, tmp_path: Path, now: datetime
) -> Iterator[Neighbour]:
    """An office of another controller, which stands in our directory as „Wohnhilfe e. V.“."""
    other = replace(controller(), name="Stadt Nachbarstadt")
    with beside(case_vault, office.club, case_template, tmp_path / "nachbar", other, now) as made:
        yield made


@pytest.fixture
def offices(
    case_template: Template, case_vault: Vault, office: Office, tmp_path: Path, now: datetime
) -> Iterator[Three]:
    """The office of the tests with a deputy and a lead of its own controller."""
    with three(case_vault, case_template, tmp_path, now) as made:
        yield made
