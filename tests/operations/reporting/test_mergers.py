# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Two offices become one: two strata with two keys, added, shown as one, and one unit for acts (rule 5e)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from app.domain.errors import InvalidInput, Refusal
from app.domain.figures import Figure
from app.forms.district_report import CARRIED_FORWARD, RECEIVED
from app.operations import district, district_figures, mergers
from app.operations.district import ReportOptions
from app.operations.district_report import report_values
from storage import journal
from tests.operations.reporting.conftest import noon

DAY, JANUARY, FEBRUARY, MARCH = date(2022, 1, 10), date(2022, 1, 31), date(2022, 2, 28), date(2022, 3, 31)
NOW = noon(FEBRUARY)


@pytest.fixture
def reported(kreis: Any) -> Any:
    """Thirty people and a workshop at each of three offices, at the Kreis."""
    for office in kreis.outstations:
        for number in range(30):
            office.person(DAY, number)
        office.workshop(DAY, target=3)
        office.release(JANUARY)
    kreis.exchange(JANUARY)
    return kreis


def units(kreis: Any) -> list[str]:
    return [office.unit for office in kreis.outstations]


def open_cases(kreis: Any, area: str = "") -> Figure:
    found = district_figures.figures(kreis.vault, "2022-01", "2022-01", area, ("open",))
    return found.tables["open"].n


def labels(kreis: Any) -> list[str]:
    return [area.label for area in district_figures.areas(kreis.vault).values()]


def test_both_are_added_and_shown_as_one(reported: Any) -> None:
    nord, hafen, _ = units(reported)
    whole = open_cases(reported)
    assert mergers.merge(reported.vault, hafen, nord, NOW) == nord, "the older one stands for both"
    assert labels(reported) == ["Hafen, Nordstadt", "Seefeld"]
    together = next(iter(district_figures.areas(reported.vault).values()))
    assert open_cases(reported, together.key).cells == 2, "two strata, each with offsets of its own"
    assert open_cases(reported) == whole
    assert [line.action for line in journal.lines(reported.vault.db, 1)] == ["district.outstations_merged"]


def test_acts_are_summed_over_one_unit_less(reported: Any) -> None:
    nord, hafen, seefeld = units(reported)
    found = district_figures.figures(reported.vault, "2022-01", "2022-01")
    assert found.acts.acts == 3
    mergers.merge(reported.vault, nord, hafen, NOW)
    found = district_figures.figures(reported.vault, "2022-01", "2022-01")
    assert found.withheld_months == ("2022-01",), "two units: it might be one person's work"
    assert district_figures.has_work_of_one(
        district_figures.Area("x", "alle", frozenset(o.site_id for o in reported.outstations)), reported.vault
    )
    mergers.separate(reported.vault, hafen, NOW)
    assert district_figures.figures(reported.vault, "2022-01", "2022-01").acts.acts == 3
    assert mergers.mergers(reported.vault) == ()
    assert seefeld in {each.id for each in district.outstations(reported.vault)}


def test_both_go_on_sending_and_the_report_names_them_in_one_line(reported: Any) -> None:
    nord, hafen, _ = units(reported)
    mergers.merge(reported.vault, nord, hafen, NOW)
    for office in (reported.outstations[0], reported.outstations[2]):
        office.release(FEBRUARY)
    assert reported.exchange(FEBRUARY).accepted == 2

    def lines() -> dict[str, tuple[str, date | None]]:
        values = report_values(reported.vault, "2022-01", "2022-02", ReportOptions(), MARCH)
        return {line.name: (line.state, line.as_of) for line in values.outstations}

    assert lines() == {
        "Hafen, Nordstadt": (CARRIED_FORWARD, JANUARY),
        "Seefeld": (RECEIVED, FEBRUARY),
    }
    reported.outstations[1].release(FEBRUARY)
    assert reported.exchange(MARCH).accepted == 1
    assert lines()["Hafen, Nordstadt"] == (RECEIVED, FEBRUARY)


def test_a_third_one_joins_and_nobody_is_merged_twice(reported: Any) -> None:
    nord, hafen, seefeld = units(reported)
    mergers.merge(reported.vault, seefeld, hafen, NOW)
    assert mergers.merge(reported.vault, seefeld, nord, NOW) == nord
    assert {each.into_id for each in mergers.mergers(reported.vault)} == {nord}
    assert labels(reported) == ["Hafen, Nordstadt, Seefeld"]
    for one, other in ((hafen, seefeld), (nord, nord)):
        with pytest.raises(InvalidInput, match=r"merger\.one_already"):
            mergers.merge(reported.vault, one, other, NOW)
    with pytest.raises(InvalidInput, match=r"district\.unknown_outstation"):
        mergers.merge(reported.vault, nord, None, NOW)
    with pytest.raises(Refusal, match=r"merger\.none"):
        mergers.separate(reported.vault, nord, NOW)
