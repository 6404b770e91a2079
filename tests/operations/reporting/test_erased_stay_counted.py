# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Whoever is erased: the flows of the next release count as if nobody had been (rule 4), acts included."""

from __future__ import annotations

import random
from collections import Counter
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from app.operations import cases, erasures, release_audit, release_candidate
from app.operations.vaults import Vault
from storage import backup, releases, statistics
from storage.vault import open_with_key
from sync.release import decode

JANUARY, FEBRUARY = date(2022, 1, 31), date(2022, 2, 28)
DAY = date(2022, 1, 10)
NOW = datetime(2022, 2, 20, 12, tzinfo=UTC)


def counted(vault: Vault, site: str, kind: str) -> dict[str, Counter[Any]]:
    """How many persons lie in each cell at the end of February, before anything is rounded; N is one."""
    catalogue = release_audit.catalogue_of(vault.db, site, FEBRUARY.year)
    before, members = release_candidate.standing(vault.db, catalogue, site, FEBRUARY)
    return {
        table.id: Counter(
            key
            for keys in (
                members[table.id] | {kept: before[table.id].members[kept] for kept in before[table.id].kept}
            ).values()
            for key in sorted(keys)[: table.answers]
        )
        for table in catalogue.tables
        if table.kind == kind
    }


def acts(vault: Vault, site: str) -> Counter[tuple[str, int, int]]:
    found = statistics.acts_to_release(vault.db, site, date(2022, 1, 1), FEBRUARY)
    return Counter((act.activity_type, act.target_participants, act.partner_participants) for act in found)


@pytest.mark.parametrize("seed", range(3))
def test_flows_and_acts_stay_whoever_goes(kreis: Any, tmp_path: Path, seed: int) -> None:
    """Beside a twin file from which nobody is erased; only stocks know that somebody has gone."""
    chance, outstation = random.Random(seed), kreis.outstations[0]
    vault, site = outstation.vault, outstation.site_id
    everyone = [outstation.person(DAY, number) for number in range(25)]
    for opened in everyone:
        for _ in range(chance.randint(1, 2)):
            outstation.contact(opened.case_id, DAY)
    outstation.release(JANUARY)
    leaving = chance.sample(everyone, chance.randint(1, 10))
    for opened in leaving:
        outstation.contact(opened.case_id, date(2022, 2, 3))
    twin = copied(vault, tmp_path)
    for opened in leaving:
        number = cases.case_view(vault, opened.case_id, FEBRUARY).file.number
        erasures.erase_on_request(vault, opened.file_id, number, NOW)
    assert counted(vault, site, "flow") == counted(twin, site, "flow")
    assert acts(vault, site) == acts(twin, site)
    assert acts(vault, site).total() == len(leaving)
    fewer = counted(twin, site, "stock")["open"] - counted(vault, site, "stock")["open"]
    assert fewer.total() == len(leaving)
    twin.close()


def test_a_month_that_is_closed_keeps_its_bytes(kreis: Any) -> None:
    outstation = kreis.outstations[0]
    opened = outstation.person(DAY)
    first = outstation.release(JANUARY)
    number = cases.case_view(outstation.vault, opened.case_id, JANUARY).file.number
    erasures.erase_on_request(outstation.vault, opened.file_id, number, NOW)
    assert outstation.release(JANUARY).payload == first.payload
    assert releases.released(outstation.vault.db, outstation.site_id, "2022-01") is not None


def test_an_act_of_an_erased_file_is_released_once(kreis: Any) -> None:
    outstation = kreis.outstations[0]
    opened = outstation.person(DAY)
    outstation.contact(opened.case_id, DAY)
    number = cases.case_view(outstation.vault, opened.case_id, JANUARY).file.number
    erasures.erase_on_request(outstation.vault, opened.file_id, number, NOW)
    lines = [decode(outstation.release(until).payload).activities() for until in (JANUARY, FEBRUARY)]
    with_clients = [next(each.acts for each in line if each.key.type == "with_clients") for line in lines]
    assert with_clients == [1, 0]


def copied(vault: Vault, folder: Path) -> Vault:
    """The same file once more, as a backup gives it back."""
    place = folder / "stick"
    place.mkdir()
    made = backup.make(vault, place, NOW, _Silent())
    return open_with_key(made.path, vault.actor.code, vault._key)


class _Silent:
    def advance(self, done: int, total: int, label: str) -> None: ...
