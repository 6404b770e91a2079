# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""No figure moves without persons moving: exported again, new data key, other labels, merger, lost key."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlcipher3.dbapi2 import IntegrityError

from app.domain.errors import InvalidInput, Refusal
from app.domain.progress import Silent
from app.operations import offset_lines
from storage import key_change, vault
from storage.key_slots import FLOOR
from sync.release import Release, decode
from tests.operations.reporting.conftest import enrol_both_ways, noon, open_outstation

JANUARY, FEBRUARY, MARCH = date(2022, 1, 31), date(2022, 2, 28), date(2022, 3, 31)
NEXT_JANUARY = date(2023, 1, 31)
DAY, IN_MARCH = date(2022, 1, 10), date(2022, 3, 10)
ROOT = Path(__file__).parents[3]


@pytest.fixture
def outstation(kreis: Any) -> Any:
    return kreis.outstations[0]


def fill(outstation: Any, persons: int = 30, day: date = DAY) -> None:
    for number in range(persons):
        outstation.contact(outstation.person(day, number).case_id, day)


def total(release: Release, name: str) -> int | None:
    return next(table.cells[0].value for table in release.person_tables() if table.id == name)


def acts(release: Release) -> int:
    return next(cell.acts for cell in release.activities() if cell.key.type == "with_clients")


# --- exported again ---------------------------------------------------------------------------------------


def export(outstation: Any, template: Any, folder: Path, seed: int, times: int) -> set[str]:
    """What a new process gives that often, on a copy of the file, under another hash seed."""
    copy = folder / f"kopie-{seed}"
    shutil.copytree(outstation.vault.path.parent, copy)
    path = str(copy / outstation.vault.path.name)
    command = (path, template.code, template.key.hex(), outstation.site_id, str(seed), str(times))
    done = subprocess.run(
        [sys.executable, "-m", "tests.operations.reporting.export_worker", *command],
        cwd=ROOT,
        env=os.environ | {"PYTHONHASHSEED": str(seed)},
        capture_output=True,
        text=True,
        check=True,
    )
    return set(done.stdout.split())


def export_again(outstation: Any, template: Any, folder: Path, processes: int, times: int) -> None:
    fill(outstation)
    outstation.release(JANUARY)
    fill(outstation, 12, date(2022, 2, 10))
    outstation.vault.close()
    seen = [export(outstation, template, folder, seed, times) for seed in range(processes)]
    assert len(set.union(*seen)) == 1
    print(f"3   {processes * times} re-exports of a real file in {processes} processes: 1 payload (must: 1)")


def test_a_new_process_another_clock_and_other_rows_give_the_same_bytes(
    outstation: Any, case_template: Any, tmp_path: Path
) -> None:
    """Privacy table, 3."""
    export_again(outstation, case_template, tmp_path, processes=2, times=3)


@pytest.mark.soak
def test_a_thousand_exports_give_the_same_bytes(outstation: Any, case_template: Any, tmp_path: Path) -> None:
    export_again(outstation, case_template, tmp_path, processes=20, times=50)


# --- rekey, labels ------------------------------------------------------------------------------------------


def test_a_new_data_key_moves_no_figure(
    outstation: Any, case_template: Any, figures: Callable[[str], None]
) -> None:
    """Rule 5b: the offset key is independent of passwords and data key."""
    fill(outstation)
    outstation.release(JANUARY)
    fill(outstation, 12, date(2022, 2, 10))
    before, unit = outstation.preview(FEBRUARY), _unit(outstation.vault)
    new = key_change.NewWays(case_template.password, case_template.recovery_key, ())
    key_change.change_key(outstation.vault, new, noon(FEBRUARY), Silent(), FLOOR)
    assert outstation.preview(FEBRUARY).payload == before.payload
    path = outstation.vault.path
    outstation.vault.close()
    with closing(vault.open_with_password(path, case_template.code, case_template.password)) as again:
        moved = type(outstation)(again, outstation.site_id, outstation.unit)
        assert _unit(again) == unit
        assert moved.preview(FEBRUARY).payload == before.payload
    figures("3b  new data key: 0 figures move without persons moving (must: 0)")


def test_other_words_for_a_code_move_no_figure(outstation: Any, figures: Callable[[str], None]) -> None:
    """A label is data; what is counted and rounded hangs on the code."""
    fill(outstation)
    before = outstation.preview(JANUARY)
    outstation.vault.db.execute("UPDATE code_entry SET label = 'Neu: ' || label, sort = -sort")
    assert outstation.preview(JANUARY).payload == before.payload
    figures("3b  every code relabelled: 0 figures move (must: 0)")


# --- merger -------------------------------------------------------------------------------------------------


def test_merged_offices_stay_two_strata_that_are_added(kreis: Any, figures: Callable[[str], None]) -> None:
    """Rule 5e: two files, two units, two keys; new persons join the older one, the younger only goes on."""
    older, younger = kreis.outstations[:2]
    for each in (older, younger):
        fill(each)
        each.release(JANUARY)
    before = [decode(each.release(JANUARY).payload) for each in (older, younger)]
    fill(older, 20, date(2022, 2, 10))
    after = [decode(each.release(FEBRUARY).payload) for each in (older, younger)]
    assert [table.cells for table in after[1].person_tables()] == [
        table.cells for table in before[1].person_tables()
    ], "nobody moved in the younger one"
    assert (total(after[0], "open") or 0) >= (total(before[0], "open") or 0)
    assert len({release.unit for release in after}) == 2
    figures("3b  merger: 0 figures of the office that nobody joined move (must: 0)")


# --- lost key -----------------------------------------------------------------------------------------------


@pytest.fixture
def successor(kreis: Any, case_template: Any, tmp_path: Path) -> Iterator[Any]:
    """30 persons were reported until February, the file is lost, all are entered anew; 24 come in March."""
    new = open_outstation(case_template, tmp_path, "D", "Südstadt")
    enrol_both_ways(kreis.vault, new)
    offset_lines.follow_lost_file(new.vault, FEBRUARY, noon(FEBRUARY))
    fill(new)
    fill(new, 24, IN_MARCH)
    yield new
    new.vault.close()


def test_whom_a_lost_file_counted_is_not_counted_again(
    successor: Any, figures: Callable[[str], None]
) -> None:
    """Rule 5d: flows count only who came after; acts, which are exact, too."""
    march = decode(successor.release(MARCH).payload)
    for name in ("new", "served"):
        assert (total(march, name) or 0) <= 30, "24 persons, and not 54, whatever the key"
    assert acts(march) == 24
    figures("3b  lost key: 0 of 30 persons are counted a second time (must: 0)")


def test_stocks_start_with_the_next_year(successor: Any) -> None:
    march = decode(successor.release(MARCH).payload)
    assert total(march, "open") == 0
    open_tables = [table for table in march.person_tables() if table.kind == "stock" and table.id != "open"]
    assert {cell.value for table in open_tables for cell in table.cells} == {None}
    later = decode(successor.release(NEXT_JANUARY).payload)
    assert (total(later, "open") or 0) >= 45, "all 54 are open"
    assert total(later, "new") == 0, "nobody of the year before is carried over"


def test_after_the_first_release_nothing_of_it_can_be_said_any_more(outstation: Any) -> None:
    outstation.release(JANUARY)
    with pytest.raises(Refusal, match=r"offsets\.too_late"):
        offset_lines.follow_lost_file(outstation.vault, JANUARY, noon(FEBRUARY))
    with pytest.raises(IntegrityError, match="before the first release"):
        outstation.vault.db.execute("INSERT INTO lost_ledger VALUES (1, '2022-01-31', '')")


@pytest.mark.parametrize(("day", "code"), [(None, "offsets.day_missing"), (MARCH, "case.day_in_future")])
def test_the_day_must_be_one_that_was(outstation: Any, day: date | None, code: str) -> None:
    with pytest.raises(InvalidInput, match=code):
        offset_lines.follow_lost_file(outstation.vault, day, noon(FEBRUARY))
    assert offset_lines.lost_until(outstation.vault) is None


def _unit(opened: Any) -> tuple[str, bytes]:
    return opened.db.execute("SELECT id, offset_key FROM reporting_unit").fetchone()  # type: ignore[no-any-return]
