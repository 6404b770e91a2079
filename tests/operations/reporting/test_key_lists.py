# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The Kreis's list of keys: made while it fetches, taken while an office delivers, used for thirty days."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from app.domain.disclosure import Norm
from app.domain.errors import Refusal
from app.domain.service import ServiceData
from app.operations import (
    case_transfers,
    cases,
    directory,
    district,
    district_epochs,
    key_lists,
    known_offices,
    received_cases,
)
from app.operations.case_transfers import Wish
from app.operations.enrolment import district_party, outstation_party, own_keys
from storage import closed_devices
from storage import district as known
from sync import key_list, keys
from sync.transport import keys_folder
from tests.operations.conftest import controller

from .conftest import Kreis, noon

DAY = date(2022, 1, 31)
DANGER = Norm("stgb_34", "Er kündigt an, sich etwas anzutun.")


def exchanged(kreis: Kreis, day: date) -> None:
    """What a day of the exchange is: the Kreis fetches, every office delivers."""
    assert district.fetch(kreis.vault, noon(day)).trouble is None
    for outstation in kreis.outstations:
        assert outstation.deliver(day).trouble is None


def lists(kreis: Kreis) -> list[Any]:
    """What waits on the Kreis's side: one for each office."""
    return [each for each in closed_devices.outgoing(kreis.vault.db) if key_list.is_one(each.raw)]


def test_every_office_hears_of_the_others(kreis: Kreis) -> None:
    exchanged(kreis, DAY)
    for outstation in kreis.outstations:
        others = {each.unit for each in kreis.outstations if each is not outstation}
        assert {each.unit for each in known_offices.listed(outstation.vault)} == others


def test_the_same_list_is_not_made_twice_but_every_week(kreis: Kreis) -> None:
    exchanged(kreis, DAY)
    before = lists(kreis)
    exchanged(kreis, DAY + timedelta(days=3))
    assert lists(kreis) == before
    exchanged(kreis, DAY + timedelta(days=7))
    assert len(lists(kreis)) == len(kreis.outstations)
    assert lists(kreis) != before


def test_a_clock_that_went_far_back_makes_a_list_that_the_next_one_replaces(kreis: Kreis) -> None:
    for day in (date(1992, 2, 11), date(1992, 2, 12), DAY):
        assert district.fetch(kreis.vault, noon(day)).trouble is None
    exchanged(kreis, DAY)
    assert known_offices.listed(kreis.outstations[0].vault)


def test_a_locked_device_leaves_the_list_at_once(kreis: Kreis) -> None:
    exchanged(kreis, DAY)
    gone = kreis.outstations[0]
    district_epochs.lock_device(kreis.vault, gone.unit, noon(DAY + timedelta(days=1)))
    district.fetch(kreis.vault, noon(DAY + timedelta(days=1)))
    kreis.outstations[1].deliver(DAY + timedelta(days=1))
    left = {each.unit for each in known_offices.listed(kreis.outstations[1].vault)}
    assert left == {kreis.outstations[2].unit}


def test_a_case_goes_by_the_list_for_thirty_days(kreis: Kreis, tmp_path: Path) -> None:
    exchanged(kreis, DAY)
    here, there = kreis.outstations[:2]
    for outstation in (here, there):
        cases.set_controller(outstation.vault, controller(), noon(DAY))
    service = directory.add_service(here.vault, ServiceData("Fachdienst", "other"), noon(DAY))
    known_offices.put_listed(here.vault, there.unit, service, False, noon(DAY))
    case_id = here.person(DAY).case_id
    path = tmp_path / "u.kimtransfer"

    def send(now: datetime) -> None:
        wish = Wish(there.unit, ("name_contact",), "counselling", DANGER)
        case_transfers.hand_over(here.vault, case_id, wish, None, path, now)

    last = noon(DAY + timedelta(days=30))
    send(last)
    assert received_cases.look_at(there.vault, path, last).person.given_names == "Ximena"
    late = last + timedelta(minutes=1)
    with pytest.raises(Refusal, match=r"key_list\.too_old"):
        send(late)
    with pytest.raises(Refusal, match=r"key_list\.too_old"):
        received_cases.look_at(there.vault, path, late)


def test_only_this_kreis_can_say_it(kreis: Kreis) -> None:
    exchanged(kreis, DAY)
    office = kreis.outstations[0]
    own = known.district(kreis.vault.db)
    assert own is not None
    side = district_party(kreis.vault.db, own)
    unit, before = outstation_party(office.vault.db, office.unit), key_lists.standing(office.vault.db)
    assert before is not None
    stranger = keys.generate()
    foreign = key_list.seal(
        before, keys.party(stranger, "district", side.id, side.device, side.epoch), unit, stranger
    )
    with pytest.raises(Refusal, match=r"packet\.unknown_sender"):
        key_lists.take(office.vault, foreign.bytes, side, noon(DAY))
    older = key_list.compose(own.id, 20_220_101_000_000, ())
    sealed = key_list.seal(older, side, unit, own_keys(kreis.vault.db))
    with pytest.raises(Refusal, match=r"template_pack\.older"):
        key_lists.take(office.vault, sealed.bytes, side, noon(DAY))
    assert key_lists.standing(office.vault.db) == before


def test_whoever_runs_the_share_does_not_read_who_the_offices_are(kreis: Kreis) -> None:
    exchanged(kreis, DAY)
    assert {each.folder for each in lists(kreis)} == {
        keys_folder(outstation_party(each.vault.db, each.unit).device) for each in kreis.outstations
    }
    written = b"".join(path.read_bytes() for path in kreis.folder.rglob("*.pkt"))
    for each in known.outstations(kreis.vault.db):
        assert each.name.encode() not in written
