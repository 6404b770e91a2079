# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the benchmark compares is comparable: both sides hold the same cases and find the same."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.benchmarks import search


def test_both_sides_find_the_same_and_something(tmp_path: Path) -> None:
    results = search.compare(tmp_path, 300)
    assert [result.query for result in results][:3] == ["Nguy", "Oezdemir", "Ng"]
    assert all(result.found for result in results)


def test_the_plain_side_is_plain_and_whole(tmp_path: Path) -> None:
    vault = search.fill(tmp_path, 40)
    plain = search.copy_in_the_clear(vault, tmp_path / "plain.db")
    counted = [side.execute("SELECT count(*) FROM client_case").fetchone() for side in (vault.db, plain)]
    assert counted == [(40,), (40,)]
    assert search.ours(vault, "") == search.plainly(plain, "")
    plain.close()
    vault.close()
    with closing(sqlite3.connect(vault.path)) as outsider, pytest.raises(sqlite3.DatabaseError):
        outsider.execute("SELECT count(*) FROM client_case")
