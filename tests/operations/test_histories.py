# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Residence status and address as histories: what stands today, what stood before, and what never leaves."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from app.domain.address import NewAddress
from app.domain.client import Address, Residence
from app.domain.errors import InvalidInput, Refusal
from app.domain.referral import NewReferral
from app.domain.residence import NewResidence, ends_on
from app.operations import addresses, cases, consents, referrals, residences
from app.operations.vaults import Vault

from .conftest import TODAY, Office, huong, intake
from .test_consents import signed

TITLE = NewResidence("AE25_2s1", date(2026, 11, 1), date(2029, 10, 31))


def status(vault: Vault, office: Office) -> Residence | None:
    return cases.case_view(vault, office.case_id, TODAY).client.person.residence


def test_the_next_status_ends_the_one_that_ran(case_vault: Vault, office: Office, now: datetime) -> None:
    residences.add_residence(case_vault, office.case_id, TITLE, now)
    first, second = residences.residences(case_vault, office.case_id)
    assert (first.status, first.since, first.until) == ("AGST", None, date(2026, 10, 31))
    assert (second.status, second.since, second.until) == ("AE25_2s1", date(2026, 11, 1), None)
    assert status(case_vault, office) == Residence("AE25_2s1", date(2029, 10, 31))


def test_a_status_of_next_month_does_not_stand_yet(case_vault: Vault, office: Office, now: datetime) -> None:
    ahead = replace(TITLE, since=TODAY + timedelta(days=9))
    residences.add_residence(case_vault, office.case_id, ahead, now)
    assert status(case_vault, office) == Residence("AGST", date(2027, 1, 10))


def test_one_is_put_right_and_a_slip_leaves_no_trace(
    case_vault: Vault, office: Office, now: datetime
) -> None:
    before = residences.residences(case_vault, office.case_id)
    slip = residences.add_residence(case_vault, office.case_id, TITLE, now)
    right = replace(TITLE, since=date(2026, 9, 1))
    residences.change_residence(case_vault, office.case_id, slip, right, now)
    assert residences.residences(case_vault, office.case_id)[0].until == date(2026, 8, 31)
    residences.remove_residence(case_vault, office.case_id, slip, now)
    assert residences.residences(case_vault, office.case_id) == before


@pytest.mark.parametrize(
    ("status", "paper_until", "ends"),
    [
        ("AE24", date(2026, 1, 31), date(2026, 1, 31)),  # it had ended before
        ("AE24", date(2026, 2, 1), date(2027, 3, 4)),
        ("AE24", date(2026, 3, 4), date(2027, 3, 4)),
        ("AE24", date(2028, 3, 4), date(2028, 3, 4)),
        ("AE25_2s1", date(2026, 3, 4), date(2026, 3, 4)),
        ("AE24", None, None),
    ],
)
def test_protection_goes_on_without_a_new_paper(
    case_vault: Vault, status: str, paper_until: date | None, ends: date | None
) -> None:
    """UkraineAufenthFGV § 2: what was valid on 01.02.2026 goes on until 04.03.2027."""
    assert ends_on(Residence(status, paper_until), cases.lists(case_vault)) == ends


def test_protection_that_goes_on_is_warned_of_before_its_own_end(
    case_vault: Vault, office: Office, now: datetime
) -> None:
    paper = NewResidence("AE24", date(2024, 3, 5), date(2026, 3, 4))
    for slip in residences.residences(case_vault, office.case_id):
        residences.remove_residence(case_vault, office.case_id, slip.id, now)
    residences.add_residence(case_vault, office.case_id, paper, now)

    def warned(today: date) -> list[date]:
        return [n.day for n in cases.file_notices(case_vault, today) if n.kind == "residence"]

    assert warned(date(2026, 12, 3)) == []
    assert warned(date(2026, 12, 4)) == [date(2027, 3, 4)]


def test_days_that_are_taken_are_refused_and_nothing_is_changed(
    case_vault: Vault, office: Office, now: datetime
) -> None:
    residences.add_residence(case_vault, office.case_id, TITLE, now)
    before = residences.residences(case_vault, office.case_id)
    with pytest.raises(InvalidInput, match=r"history\.overlaps"):
        residences.add_residence(case_vault, office.case_id, replace(TITLE, status="D60a"), now)
    with pytest.raises(InvalidInput, match=r"residence\.expires_before_begin"):
        residences.add_residence(
            case_vault, office.case_id, NewResidence("D60a", date(2026, 11, 9), date(2026, 11, 8)), now
        )
    assert residences.residences(case_vault, office.case_id) == before


@pytest.mark.parametrize("code", ["AUSR", "GUEB"])
def test_the_duty_of_section_87_is_pointed_out_on_every_way_in(
    case_vault: Vault, office: Office, now: datetime, code: str
) -> None:
    new = NewResidence(code, date(2026, 11, 1))
    person = replace(huong(), residence=Residence(code))
    with pytest.raises(Refusal, match=r"residence\.duty_to_report"):
        residences.add_residence(case_vault, office.case_id, new, now)
    with pytest.raises(Refusal, match=r"residence\.duty_to_report"):
        cases.change_person(case_vault, office.client_id, person, now)
    with pytest.raises(Refusal, match=r"residence\.duty_to_report"):
        cases.take_in(case_vault, intake(office.site_id, person), now)
    residences.add_residence(case_vault, office.case_id, new, now, duty_noted=True)
    assert status(case_vault, office) == Residence(code)
    cases.change_person(case_vault, office.client_id, replace(person, works_in="Küche"), now)
    cases.take_in(case_vault, intake(office.site_id, person), now, duty_noted=True)


def test_warnings_come_as_early_as_the_list_says(case_vault: Vault, office: Office, now: datetime) -> None:
    (known,) = residences.residences(case_vault, office.case_id)
    for code, days, named in (("D60a", 21, True), ("D60a", 22, False), ("AE25_5", 90, True)):
        new = NewResidence(code, None, TODAY + timedelta(days=days))
        residences.change_residence(case_vault, office.case_id, known.id, new, now)
        kinds = [notice.kind for notice in cases.file_notices(case_vault, TODAY)]
        assert ("residence" in kinds) is named, (code, days)


def test_nothing_is_added_once_everything_was_withdrawn(
    case_vault: Vault, office: Office, now: datetime
) -> None:
    consents.withdraw(case_vault, signed(case_vault, office, now), TODAY, "oral", now)
    with pytest.raises(Refusal, match=r"case\.restricted"):
        residences.add_residence(case_vault, office.case_id, TITLE, now)
    with pytest.raises(Refusal, match=r"case\.restricted"):
        addresses.add_address(case_vault, office.case_id, NewAddress(Address(town="Bonn")), now)


def test_addresses_are_a_history_too(case_vault: Vault, office: Office, now: datetime) -> None:
    moved = NewAddress(Address("Am Ring 8", "53111", "Bonn"), date(2026, 11, 1))
    moved_id = addresses.add_address(case_vault, office.case_id, moved, now)
    assert [p.until for p in addresses.addresses(case_vault, office.case_id)] == [date(2026, 10, 31), None]
    assert cases.case_view(case_vault, office.case_id, TODAY).client.person.address == moved.address
    addresses.change_address(
        case_vault, office.case_id, moved_id, replace(moved, since=date(2026, 11, 15)), now
    )
    assert addresses.addresses(case_vault, office.case_id)[0].until == date(2026, 11, 14)
    addresses.remove_address(case_vault, office.case_id, moved_id, now)
    assert cases.case_view(case_vault, office.case_id, TODAY).client.person.address == huong().address
    with pytest.raises(InvalidInput, match=r"address\.empty"):
        addresses.add_address(case_vault, office.case_id, NewAddress(Address("  ")), now)


def test_a_blocked_address_is_never_passed_on_neither_today_nor_once_it_is_history(
    case_vault: Vault, office: Office, now: datetime
) -> None:
    signed(case_vault, office, now, "name_contact", to=office.club)
    new = NewReferral(office.club, "housing", TODAY, ("name_contact",), "secure_benefits")
    (known,) = addresses.addresses(case_vault, office.case_id)
    hidden = NewAddress(replace(known.address, blocked=True))
    addresses.change_address(case_vault, office.case_id, known.id, hidden, now)
    assert "Wiesenweg" not in referrals.transfer_text(case_vault, office.case_id, new, TODAY)
    open_place = NewAddress(Address("Am Ring 8", "53111", "Bonn"), TODAY)
    addresses.add_address(case_vault, office.case_id, open_place, now)
    told = referrals.transfer_text(case_vault, office.case_id, new, TODAY)
    assert "Am Ring 8" in told
    assert "Wiesenweg" not in told
