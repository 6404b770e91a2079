# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Nobody is locked in: the documented format is enough to read a file without the program and its cipher."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from cryptography.exceptions import InvalidTag

from app.domain.client import Person
from app.domain.contact import NewContact
from app.domain.intake import Intake
from app.domain.progress import Silent
from app.operations import cases, contacts
from storage import backup, key_change, recovery_key, vault
from storage.connection import connect_to_look
from tests.storage import open_reader
from tests.storage.key_change_worker import QUICK

ROOT = Path(__file__).parents[2]


@pytest.fixture
def filled(case_template: Any, tmp_path: Path, now: datetime) -> Path:
    """A closed file with a case, its contacts and the search index over them."""
    opened = case_template.opened_in(tmp_path)
    site = cases.add_site(opened, "SU", "Siegburg Mitte", "05382060", now)
    taken = cases.take_in(opened, Intake(Person("Žółć-Özdemir", "Gülşen"), site, now.date(), "self"), now)
    for number in range(50):
        contacts.add_contact(
            opened, taken.case_id, NewContact("talk", now.date(), f"Vermerk {number} " * 40), now
        )
    opened.close()
    path: Path = opened.path
    return path


def everything(db: Any) -> dict[str, list[tuple[object, ...]]]:
    names = [
        row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
    ]
    return {name: db.execute(f'SELECT * FROM "{name}"').fetchall() for name in names}


def plain_rows(path: Path, key: bytes, folder: Path) -> dict[str, list[tuple[object, ...]]]:
    plain = folder / "offen.sqlite"
    open_reader.write_plain(path, key, plain)
    with closing(sqlite3.connect(plain)) as db:
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        return everything(db)


def test_the_password_gives_the_key_and_the_key_every_row(
    case_template: Any, filled: Path, tmp_path: Path
) -> None:
    (key,) = open_reader.keys_by_password(filled, "MB", case_template.password)
    assert key == case_template.key
    with closing(connect_to_look(filled, key)) as db:
        expected = everything(db)
    assert plain_rows(filled, key, tmp_path) == expected
    assert len(expected["contact"]) == 50


def test_the_sheet_gives_the_same_key(case_template: Any, filled: Path) -> None:
    assert open_reader.keys_by_recovery(filled, case_template.recovery_key) == [case_template.key]


def test_a_wrong_password_gives_none(filled: Path) -> None:
    with pytest.raises(InvalidTag):
        open_reader.keys_by_password(filled, "MB", "ein falsches Kennwort")


def test_a_single_page_is_authentic_or_refused(case_template: Any, filled: Path) -> None:
    first = open_reader.page(filled, case_template.key, 1)
    assert first[:16] == b"SQLite format 3\0"
    assert (first[20], len(first)) == (80, 4096)
    content = bytearray(filled.read_bytes())
    content[4096 * 3 + 1000] ^= 1
    filled.write_bytes(content)
    open_reader.page(filled, case_template.key, 3)
    with pytest.raises(InvalidTag):
        open_reader.page(filled, case_template.key, 4)
    with pytest.raises(InvalidTag):
        open_reader.page(filled, bytes(32), 3)


def test_a_backup_and_a_file_under_another_key_have_the_same_format(
    case_template: Any, filled: Path, tmp_path: Path, now: datetime
) -> None:
    place = tmp_path / "stick"
    place.mkdir()
    with closing(vault.open_with_key(filled, "MB", case_template.key)) as opened:
        made = backup.make(opened, place, now, Silent())
        new = key_change.NewWays(case_template.password, recovery_key.generate(), ())
        key_change.change_key(opened, new, now, Silent(), QUICK)
    (former,) = open_reader.keys_by_password(made.path, "MB", case_template.password)
    (key,) = open_reader.keys_by_password(filled, "MB", case_template.password)
    assert open_reader.keys_by_recovery(filled, new.recovery_key) == [key] != [former]
    assert len(plain_rows(made.path, former, tmp_path)["contact"]) == 50
    assert len(plain_rows(filled, key, tmp_path)["contact"]) == 50


def test_the_reader_uses_no_part_of_the_program() -> None:
    """And what the document says of sizes and names is what the reader reads by."""
    source = (ROOT / "tests" / "storage" / "open_reader.py").read_text()
    imported = set(re.findall(r"^(?:from|import) (\w+)", source, re.MULTILINE))
    assert imported == {
        *(
            "__future__",
            "hmac",
            "json",
            "unicodedata",
            "base64",
            "collections",
            "hashlib",
            "pathlib",
            "typing",
        ),
        "cryptography",
    }
    told = (ROOT / "docs" / "file-format.md").read_text()
    purposes = (f"kim-bruecke/1/{name}\\0" for name in ("slot", "recovery", "device"))
    for word in ("kim-bruecke/1/slots", *purposes, "0x3a", "4096"):
        assert word in told
