# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""A Kreis of three outstations on real files and a real folder; everything in it happens in 2022."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from app.domain.act import NewActivity, NewShortAdvice
from app.domain.client import Person, Residence
from app.domain.contact import NewContact
from app.domain.dates import PartialDate
from app.domain.intake import Intake
from app.domain.livelihood import NewLivelihood
from app.operations import acts, cases, contacts, district, reporting
from app.operations.vaults import Vault
from tests.acquainted import acquaint

CANARY = "Kanarienvogelová"
START = datetime(2022, 1, 3, 8, tzinfo=UTC)


@dataclass
class Outstation:
    """One case file with one site."""

    vault: Vault
    site_id: str
    unit: str = ""

    def person(self, day: date, number: int = 0, **more: Any) -> cases.Opened:
        person = Person(
            family_name=f"{CANARY}-{'ABCDEFGHIJ'[number % 10]}",
            given_names="Ximena",
            birth_date=PartialDate(1990, 3, 1 + number % 28),
            sex=("female", "male")[number % 2],
            residence=Residence(("AE25_2s1", "D60a")[number % 2]),
        )
        living = NewLivelihood(("sgb2", "asylblg", "own_income")[number % 3], since=date(2022, 1, 1))
        intake = Intake(
            person=person,
            site_id=self.site_id,
            held_on=day,
            access_way="self",
            livelihood=living,
            **more,
        )
        return cases.take_in(self.vault, intake, noon(day))

    def contact(self, case_id: str, day: date, kind: str = "talk") -> str:
        return contacts.add_contact(self.vault, case_id, NewContact(kind, day), noon(day))

    def advice(self, day: date, count: int = 1, **more: Any) -> list[str]:
        values = {"topics": ("housing", "work"), "referral_targets": ("jobcenter",)} | more
        new = NewShortAdvice(self.site_id, "counselling", day, "ar", **values)
        return [acts.add_short_advice(self.vault, new, noon(day)) for _ in range(count)]

    def workshop(self, day: date, target: int = 0, partner: int = 0, recorded: date | None = None) -> str:
        new = NewActivity(
            self.site_id, "workshop", day, target_participants=target, partner_participants=partner
        )
        return acts.add_activity(self.vault, new, noon(recorded or day))

    def release(self, until: date, now: datetime | None = None, **more: Any) -> reporting.Released:
        return reporting.release(
            self.vault, self.site_id, f"{until:%Y-%m}", until, now or noon(until), **more
        )

    def preview(self, until: date, now: datetime | None = None) -> reporting.ReleasePreview:
        return reporting.preview_release(
            self.vault, self.site_id, f"{until:%Y-%m}", until, now or noon(until)
        )

    def deliver(self, day: date) -> reporting.Delivery:
        return reporting.deliver(self.vault, noon(day))


@dataclass
class Kreis:
    vault: Vault
    outstations: list[Outstation]
    folder: Path

    def exchange(self, day: date) -> district.Fetched:
        """Everybody delivers, the Kreis fetches, everybody takes the receipts."""
        for outstation in self.outstations:
            assert outstation.deliver(day).trouble is None
        fetched = district.fetch(self.vault, noon(day))
        for outstation in self.outstations:
            outstation.deliver(day)
        return fetched

    def close(self) -> None:
        for vault in (self.vault, *(outstation.vault for outstation in self.outstations)):
            vault.close()

    def packets(self) -> list[Path]:
        beside = ("ack", "keys")
        return sorted(path for path in self.folder.rglob("*.pkt") if path.parts[-3] not in beside)


def noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


def open_outstation(template: Any, folder: Path, code: str, name: str) -> Outstation:
    """Another case file with a site of this name, not yet enrolled."""
    (folder / name).mkdir()
    vault = template.opened_in(folder / name)
    site = cases.add_site(vault, code, name, "05382060", START)
    return Outstation(vault, site, reporting.ensure_unit(vault, START))


def enrol_both_ways(kreis: Vault, outstation: Outstation) -> None:
    """Both people compare the same fingerprint."""
    acquaint(kreis, outstation.vault, START)


@pytest.fixture
def new_outstation(case_template: Any, tmp_path: Path) -> Iterator[Callable[[str], Outstation]]:
    opened: list[Outstation] = []

    def make(name: str) -> Outstation:
        opened.append(open_outstation(case_template, tmp_path, "ABC"[len(opened)], name))
        return opened[-1]

    yield make
    for outstation in opened:
        outstation.vault.close()


@pytest.fixture
def enrol(district_vault: Vault) -> Callable[[Outstation], None]:
    return lambda outstation: enrol_both_ways(district_vault, outstation)


@pytest.fixture(scope="session")
def new_kreis(case_template: Any, district_template: Any) -> Callable[[Path], Kreis]:
    """Opens a Kreis with three enrolled outstations in a folder; the caller closes it."""

    def make(folder: Path) -> Kreis:
        exchange, own = folder / "austausch", folder / "kreis"
        exchange.mkdir()
        own.mkdir()
        vault = district_template.opened_in(own)
        district.ensure_district(vault, "05382", "Musterkreis", START)
        district.set_transport(vault, "folder", str(exchange), START)
        names = {"A": "Nordstadt", "B": "Hafen", "C": "Seefeld"}
        outstations = [open_outstation(case_template, folder, code, name) for code, name in names.items()]
        for outstation in outstations:
            enrol_both_ways(vault, outstation)
            reporting.set_transport(outstation.vault, "folder", str(exchange), START)
        return Kreis(vault, outstations, exchange)

    return make


@pytest.fixture
def kreis(new_kreis: Callable[[Path], Kreis], tmp_path: Path) -> Iterator[Kreis]:
    made = new_kreis(tmp_path)
    yield made
    made.close()
