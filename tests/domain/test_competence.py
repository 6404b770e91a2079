# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""By residence: a Kreis, a municipality in it, a city district."""

from __future__ import annotations

import pytest

from app.domain.competence import Neighbour, answers_for, area_of, neighbours_for
from app.domain.site import Site

AACHEN = Site("1", "AC", "Aachen", "05334002")
LINDENTHAL = Site("2", "K", "Lindenthal", "05315000-3")


@pytest.mark.parametrize(
    ("site", "chosen", "residence", "answers"),
    [
        (AACHEN, (), "05334036", True),
        (AACHEN, (), "05370004", False),
        (AACHEN, ("05334002",), "05334036", False),
        (AACHEN, ("05334002",), "05334002", True),
        (AACHEN, ("05334002",), None, True),
        (LINDENTHAL, (), "05315000-8", True),
        (LINDENTHAL, ("05315000-3",), "05315000-8", False),
        (LINDENTHAL, ("05315000-3",), "05315000", True),
        (LINDENTHAL, ("05315000",), "05315000-8", True),
    ],
)
def test_who_answers(site: Site, chosen: tuple[str, ...], residence: str | None, answers: bool) -> None:
    assert answers_for(area_of(site, chosen), residence) is answers


def test_the_nearest_neighbour_stands_first() -> None:
    kreis = Neighbour("k", "Kreis", ("05334",))
    town = Neighbour("t", "Stadt", ("05334036", "05334004"))
    other = Neighbour("o", "Heinsberg", ("05370",))
    nowhere = Neighbour("n", "Ohne Gebiet", ())
    assert neighbours_for((kreis, other, town, nowhere), "05334036") == (town, kreis)
