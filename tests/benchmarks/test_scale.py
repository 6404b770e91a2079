# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The large file of the benchmark in small: it is what it says, and what is measured is there."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from app.operations import cases
from app.operations.vaults import Vault
from tests.benchmarks import scale, search
from ui import theme
from ui.case_page import TABS
from ui.office_page import AREAS

CLIENTS, CONTACTS, LONGEST = 50, 2_000, 300


@pytest.fixture
def small(tmp_path: Path) -> Vault:
    return scale.fill(tmp_path, CLIENTS, CONTACTS, LONGEST)


@pytest.fixture
def few_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scale, "RUNS", 2)


@pytest.fixture
def dressed(qapp: QApplication) -> Iterator[QApplication]:
    theme.install(qapp)
    return qapp


def test_it_is_as_large_as_it_says(small: Vault) -> None:
    counted = [
        small.db.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
        for table in ("client", "contact", "livelihood_period", "consent", "follow_up", "note_search")
    ]
    assert counted[:4] == [CLIENTS, CONTACTS, 2 * CLIENTS, CLIENTS // 2]
    assert counted[4] == CLIENTS
    entries = cases.timeline(small, scale.longest_case(small), kinds=("contact",))
    assert len(entries) >= LONGEST
    small.close()


def test_every_page_tab_and_keystroke_is_measured(
    dressed: QApplication, small: Vault, tmp_path: Path, few_runs: None
) -> None:
    with closing(search.copy_in_the_clear(small, tmp_path / "plain.db")) as plain:
        robot = scale.sit(small)
        places = robot.shell().workplace.places
        pages = list(scale.open_pages(robot, small, plain))
        keys = [*scale.type_names(small, plain), *scale.search_notes(small, plain)]
        robot.window.close()
    assert len(pages) == len(places) - 3 + len(AREAS) + len(TABS)
    assert all(0 < each.middle <= each.slow for each in (*pages, *keys))
    assert any(each.plain > 0 for each in pages), "no query was heard"
