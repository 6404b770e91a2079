# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""What was released stays counted when it is removed, and counts once when it comes back (rule 4)."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from app.domain.act import NewShortAdvice
from app.operations import acts as acts_of
from app.operations import bin
from storage import code_lists, statistics
from sync.release import Release, decode

JANUARY, FEBRUARY, MARCH, APRIL = (
    date(2022, 1, 31),
    date(2022, 2, 28),
    date(2022, 3, 31),
    date(2022, 4, 30),
)
DAY = date(2022, 1, 10)


def noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


def total(release: Release, name: str) -> int | None:
    (table,) = (table for table in release.person_tables() if table.id == name)
    return table.cells[0].value


def acts(release: Release, line: str) -> int:
    (cell,) = (cell for cell in release.activities() if cell.key.type == line)
    return cell.acts


def released(outstation: Any, until: date) -> Release:
    return decode(outstation.release(until).payload)


@pytest.fixture
def outstation(kreis: Any) -> Any:
    return kreis.outstations[0]


def test_released_acts_stay_counted_and_never_count_twice(outstation: Any) -> None:
    workshops = [outstation.workshop(DAY, target=7) for _ in range(3)]
    case_id = outstation.person(DAY).case_id
    contacts = [outstation.contact(case_id, DAY) for _ in range(2)]
    first = released(outstation, JANUARY)
    assert (acts(first, "workshop"), acts(first, "with_clients")) == (3, 2)
    binned = [
        bin.remove(outstation.vault, kind, act_id, noon(FEBRUARY))
        for kind, act_ids in (("activity", workshops), ("contact", contacts))
        for act_id in act_ids
    ]
    february = released(outstation, FEBRUARY)
    assert (acts(february, "workshop"), acts(february, "with_clients")) == (0, 0)
    for bin_id in binned:
        bin.restore(outstation.vault, bin_id, noon(MARCH))
    march = released(outstation, MARCH)
    assert (acts(march, "workshop"), acts(march, "with_clients")) == (0, 0)


def test_an_unreleased_act_in_the_bin_is_not_counted_until_it_is_back(outstation: Any) -> None:
    bin_id = bin.remove(outstation.vault, "activity", outstation.workshop(DAY), noon(DAY))
    assert acts(released(outstation, JANUARY), "workshop") == 0
    bin.restore(outstation.vault, bin_id, noon(FEBRUARY))
    assert acts(released(outstation, FEBRUARY), "workshop") == 1


@pytest.mark.parametrize("back", [True, False])
def test_short_advice_stays_counted_in_the_bin_back_from_it_and_gone_for_good(
    outstation: Any, back: bool
) -> None:
    """Also after a release in between, which remembers who was counted: nobody counts twice."""
    advice = outstation.advice(DAY, 40)
    before = total(released(outstation, JANUARY), "short_advice")
    binned = [bin.remove(outstation.vault, "short_advice", each, noon(FEBRUARY)) for each in advice[:20]]
    outstation.advice(FEBRUARY, 10)
    between = total(released(outstation, FEBRUARY), "short_advice")
    for bin_id in binned:
        (bin.restore if back else bin.empty)(outstation.vault, bin_id, noon(MARCH))
    outstation.advice(MARCH, 10)
    after = total(released(outstation, MARCH), "short_advice")
    assert before is not None
    assert between is not None
    assert after is not None
    assert abs(before - 40) <= 4
    assert abs(between - 50) <= 4
    assert abs(after - 60) <= 4
    assert total(released(outstation, APRIL), "short_advice") == after


def test_a_kurzberatung_of_a_later_type_counts_as_what_it_says(outstation: Any) -> None:
    vault, site_id = outstation.vault, outstation.site_id
    advice = NewShortAdvice(site_id, "muki_advice", DAY, "ar", ("family",))
    advice_id = acts_of.add_short_advice(vault, advice, noon(DAY))
    lists = code_lists.load(vault.db)
    found = statistics.people(vault.db, "short_advice", site_id, DAY, DAY, lists)
    assert found[advice_id][0]["service_type"] == "counselling"
    assert acts(released(outstation, JANUARY), "with_clients") == 1
