# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""A damaged file gives back what can be read, the backup the rest, and what is missing is listed."""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from app.domain.errors import Trouble
from app.domain.progress import Silent
from storage import backup, journal, restore, salvage, search, slot_files, vault
from storage.backup import Copy
from storage.salvage_fill import UNKNOWN, Told
from storage.verify import verify
from tests.conftest import NOW

PAGE = 4096
BEFORE, AFTER = 12_000, 1_000
LATER = NOW + timedelta(hours=5)


@dataclass(frozen=True)
class Lost:
    """A closed file of some 3,000 pages with rows since its backup, and that backup."""

    path: Path
    copy: Copy
    key: bytes
    password: str

    def damaged_in(self, folder: Path, pages: list[int]) -> Path:
        path = folder / self.path.name
        for source in (self.path, *slot_files.paths(self.path)):
            shutil.copy(source, folder / source.name)
        break_pages(path, pages)
        return path


def break_pages(path: Path, pages: list[int]) -> None:
    with path.open("r+b") as file:
        for page in pages:
            file.seek((page - 1) * PAGE + 2000)
            byte = file.read(1)[0]
            file.seek(-1, 1)
            file.write(bytes([byte ^ 1]))


def put(opened: vault.Vault, first: int, count: int) -> None:
    """Half of them notes that the search finds."""
    with opened.transaction() as db:
        for number in range(first, first + count):
            text = f'"Vermerk Nummer {number} {"wort " * 120}"'
            db.execute(
                "INSERT INTO draft (id, kind, schema, json, at) VALUES (?, 'contact', 1, ?, '')",
                (f"{number * 7919 % 1_000_003:09}", text),
            )
            if number % 20 == 0:
                search.index_note(db, f"{number:09}", "fall", f"Vermerk {number}")
                journal.note(db, NOW, opened.actor, "contact.added", f"{number:09}")


@pytest.fixture(scope="module")
def lost(case_template: Any, tmp_path_factory: pytest.TempPathFactory) -> Lost:
    folder = tmp_path_factory.mktemp("lost")
    stick = folder / "stick"
    stick.mkdir()
    opened = case_template.opened_in(folder)
    put(opened, 0, BEFORE)
    made = backup.make(opened, stick, NOW, Silent())
    with opened.transaction() as db:  # removed since: the backup must not bring it back
        db.execute("DELETE FROM draft WHERE rowid % 100 = 0")
    put(opened, BEFORE, AFTER)
    opened.close()
    return Lost(opened.path, made, case_template.key, case_template.password)


def rows_of(path: Path, key: bytes) -> dict[str, str]:
    with closing(vault.open_with_key(path, "MB", key)) as opened:
        return dict(opened.db.execute("SELECT id, json FROM draft"))


def rescue(lost: Lost, path: Path, with_backup: bool = True) -> tuple[Path, Told]:
    found = salvage.look_into(path, "MB", lost.password, [lost.copy] if with_backup else [])
    target = path.with_name("gerettet.kim")
    return target, salvage.salvage(found, target, LATER, Silent())


@pytest.mark.parametrize("count", [1, 10, 100])
@pytest.mark.parametrize(
    "seed", [1, pytest.param(2, marks=pytest.mark.soak), pytest.param(3, marks=pytest.mark.soak)]
)
def test_random_pages_are_broken_and_the_rest_is_saved(
    lost: Lost, tmp_path: Path, count: int, seed: int, capsys: pytest.CaptureFixture[str]
) -> None:
    pages = lost.path.stat().st_size // PAGE
    assert 2_500 < pages < 4_000
    broken = sorted(random.Random(seed * 1000 + count).sample(range(1, pages + 1), count))
    path = lost.damaged_in(tmp_path, broken)
    before = path.read_bytes()
    target, told = rescue(lost, path)
    assert path.read_bytes() == before, "the damaged file is only read"
    all_rows, saved = rows_of(lost.path, lost.key), rows_of(target, lost.key)
    assert all(all_rows.get(each, text) == text for each, text in saved.items())
    gone, back = set(all_rows) - set(saved), set(saved) - set(all_rows)
    missing = told.missing.get("draft", [])
    if UNKNOWN not in missing:
        assert not back, "nothing that was removed comes back"
        assert gone == set(missing), "what is missing is listed"
    assert len(back) <= count, "only where the index is broken too"
    assert len(gone) <= 30 * count, "a page of rows at most, of those that the backup does not know"
    with capsys.disabled():
        kept = f"{len(saved)} of {len(all_rows)} rows, {told.from_backup} from the backup"
        print(f"\n{count} of {pages} pages broken: {kept}, missing {len(gone)}, come back {len(back)}")
    with closing(vault.open_with_password(target, "MB", lost.password)) as opened:
        assert [each.code for each in verify(opened) if each.code != "verify.journal"] == []
        assert journal.lines(opened.db, 1)[0].action == "vault.salvaged"
        assert len(salvage.missing_records(opened.db)) == sum(map(len, told.missing.values()))


def test_an_unharmed_file_comes_out_as_it_was(lost: Lost, tmp_path: Path) -> None:
    target, told = rescue(lost, lost.damaged_in(tmp_path, []))
    assert (told.missing, told.from_backup) == ({}, {})
    assert rows_of(target, lost.key) == rows_of(lost.path, lost.key)
    with closing(vault.open_with_key(target, "MB", lost.key)) as opened:
        assert verify(opened) == []
        assert search.find_notes(opened.db, "Vermerk 12020") == (), "there is no such case"
        assert opened.db.execute("SELECT count(*) FROM note_search WHERE text MATCH '12020'").fetchone() == (
            1,
        )
        assert not restore.is_open(opened.db, restore.CATCH_UP_OPEN)


def test_words_that_stand_only_in_the_wal_are_saved(lost: Lost, tmp_path: Path) -> None:
    path = lost.damaged_in(tmp_path, [])
    opened = vault.open_with_key(path, "MB", lost.key)
    put(opened, 50_000, 1)
    for suffix in ("", "-wal"):
        shutil.copy(path.with_name(path.name + suffix), tmp_path / f"kill{suffix}")
    opened.close()
    for suffix in ("", "-wal"):
        shutil.copy(tmp_path / f"kill{suffix}", path.with_name(path.name + suffix))
    path.with_name(path.name + "-shm").unlink(missing_ok=True)
    target, _ = rescue(lost, path)
    assert len(rows_of(target, lost.key)) == len(rows_of(lost.path, lost.key)) + 1


def schema_pages(lost: Lost) -> Iterator[int]:
    """Pages without which the list of tables cannot be read."""
    content = lost.path.read_bytes()
    copy = lost.path.with_name("probe.kim")
    for page in range(1, 40):
        copy.write_bytes(content)
        break_pages(copy, [page])
        try:
            vault.connect(copy, lost.key).close()
            with closing(vault.connect_to_look(copy, lost.key)) as db:
                db.execute("SELECT sql FROM sqlite_master").fetchall()
        except Trouble:
            yield page


def test_broken_pages_of_the_list_of_tables_come_from_the_backup(lost: Lost, tmp_path: Path) -> None:
    needed = list(schema_pages(lost))
    assert len(needed) > 2
    for page in (needed[0], needed[-1]):
        folder = tmp_path / str(page)
        folder.mkdir()
        target, _ = rescue(lost, lost.damaged_in(folder, [page, 1500]))
        saved = rows_of(target, lost.key)
        assert len(saved) > 0.99 * len(rows_of(lost.path, lost.key))
    folder = tmp_path / "ohne"
    folder.mkdir()
    path = lost.damaged_in(folder, [needed[-1]])
    with pytest.raises(Trouble, match=r"salvage\.beyond"):
        rescue(lost, path, with_backup=False)
    assert sorted(file.name for file in folder.iterdir() if "gerettet" in file.name) == ["gerettet.kim.lock"]


def test_without_a_backup_what_can_be_read_is_saved_and_the_rest_listed(lost: Lost, tmp_path: Path) -> None:
    pages = lost.path.stat().st_size // PAGE
    target, told = rescue(lost, lost.damaged_in(tmp_path, [pages // 2, pages // 2 + 1]), with_backup=False)
    saved, every = rows_of(target, lost.key), rows_of(lost.path, lost.key)
    assert len(every) - 40 < len(saved) <= len(every)
    if (missing := told.missing.get("draft")) and missing != [UNKNOWN]:
        assert set(missing) == set(every) - set(saved)


def test_what_is_no_file_of_ours_cannot_be_saved(lost: Lost, tmp_path: Path) -> None:
    path = lost.damaged_in(tmp_path, [])
    path.write_bytes(random.Random(1).randbytes(100 * PAGE))
    with pytest.raises(Trouble, match=r"salvage\.beyond"):
        rescue(lost, path)


def test_damaged_slots_are_those_of_the_backup(lost: Lost, tmp_path: Path) -> None:
    path = lost.damaged_in(tmp_path, [1000])
    for copy in slot_files.paths(path):
        copy.write_bytes(b"kaputt" * 50)
    target, _ = rescue(lost, path)
    vault.open_with_password(target, "MB", lost.password).close()
