# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""What these tests share: keys made once, a sample release."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pytest

from sync import keys, tables
from sync.protection import Offsets, protect_all
from sync.release import Acts, Release, compose

SITE = "0b7f5a52-6e6d-4c8a-9d0e-0f3a1f4f7a11"
UNIT = "5f1d7a3c-2b1e-4b77-8a55-2f6f9a1e6c22"
DISTRICT = "05382-9e2c1a44-7d3b-4f0a-8c6e-1b2d3f4a5c66"


@dataclass(frozen=True)
class Side:
    own: keys.OwnKeys
    party: keys.Party


@pytest.fixture(scope="session")
def outstation() -> Side:
    own = keys.generate()
    device, epoch = "11111111-1111-4111-8111-111111111111", "22222222-2222-4222-8222-222222222222"
    return Side(own, keys.party(own, "outstation", UNIT, device, epoch))


@pytest.fixture(scope="session")
def district() -> Side:
    own = keys.generate()
    device, epoch = "33333333-3333-4333-8333-333333333333", "44444444-4444-4444-8444-444444444444"
    return Side(own, keys.party(own, "district", DISTRICT, device, epoch))


@pytest.fixture(scope="session")
def release() -> Release:
    """March 2022 of a small office: 40 open cases, some of everything."""
    catalogue = tables.shipped(1)
    members = {table.id: _members(table) for table in catalogue.tables}
    shown, _ = protect_all(catalogue, SITE, 2022, members, {}, Offsets(b"k" * 32), date(2022, 3, 31))
    return compose(
        catalogue,
        shown,
        {"with_clients": Acts(310, 470, 22), "workshop": Acts(2, 0, 31)},
        release_id="66666666-6666-4666-8666-666666666666",
        unit=UNIT,
        site=SITE,
        start=date(2022, 3, 1),
        end=date(2022, 3, 31),
    )


def _members(table: tables.Table) -> dict[str, tuple[tables.CellKey, ...]]:
    keys_ = tables.cells(table)
    return {f"p{index}": (keys_[index % 4 % len(keys_)],) for index in range(40)}
