# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""A file of an older schema is opened and a write fails: it stays what it was, and opens the next time."""

from __future__ import annotations

import shutil
from contextlib import closing
from pathlib import Path

import pytest

from app.domain.errors import Trouble
from storage import key_slots, migrate, slot_files
from storage.connection import connect
from storage.vault import open_with_key
from storage.verify import verify
from tests.faults import COMMIT, Faults
from tests.test_released_files import PASSWORD, copied


@pytest.mark.parametrize("name", ["case-schema-3.kim", "district-schema-2.kim"])
@pytest.mark.parametrize(
    "writes", [(1, 9, 20, COMMIT), pytest.param(range(1, 10_000), marks=pytest.mark.soak)], ids=["few", "all"]
)
def test_a_file_is_of_the_older_schema_or_of_todays(
    name: str, writes: tuple[int | str, ...], tmp_path: Path
) -> None:
    path = copied(name, tmp_path)
    slots = slot_files.read(path)
    (code,) = slots.staff_codes
    (key,) = key_slots.open_with_password(slots, code, PASSWORD)
    tried = tmp_path / "versuch"
    with Faults(tmp_path).installed() as faults:
        for wanted in writes:
            tried.mkdir()
            for each in (path, *slot_files.paths(path)):
                shutil.copy(each, tried)
            faults.arm(wanted)
            told = _answer(tried / name, code, key)
            if not faults.disarm():
                assert told == ""
                break
            _still_opens(tried / name, code, key, told)
            shutil.rmtree(tried)
    assert wanted == COMMIT or int(wanted) > 20


def _answer(path: Path, code: str, key: bytes) -> str:
    try:
        open_with_key(path, code, key).close()
    except Trouble as trouble:
        return trouble.code
    return ""


def _still_opens(path: Path, code: str, key: bytes, told: str) -> None:
    """Before or after; what could be done without was done without."""
    with closing(connect(path, key)) as db:
        now, newest = migrate.version(db), len(migrate.steps(migrate.role_of(db)))
        assert (now < newest) == bool(told), (now, told)
    with closing(open_with_key(path, code, key)) as opened:
        assert (migrate.version(opened.db), verify(opened)) == (newest, [])
