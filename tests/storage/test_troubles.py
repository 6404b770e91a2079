# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The world at fault: each trouble has its own name, and what was saved stays saved."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest

from app.domain.errors import Answer, Trouble
from storage import passwords, slot_files, vault
from storage.connection import ROWS_AT_ONCE
from storage.verify import verify

PAGE = 4096
NOBODY = 65534


def code_of(action: Callable[[], object]) -> str:
    try:
        action()
    except Answer as answer:
        return answer.code
    return "no trouble"


def damage(path: Path, *pages: int) -> None:
    """Flips one bit in the middle of each of these pages (the first is 1)."""
    content = bytearray(path.read_bytes())
    for page in pages:
        content[(page - 1) * PAGE + PAGE // 2] ^= 1
    path.write_bytes(content)


@contextmanager
def child(script: str, *arguments: object, prefix: tuple[str, ...] = ()) -> Iterator[subprocess.Popen[str]]:
    """A real second process that talks over its standard output; ended with the block."""
    command = [*prefix, sys.executable, "-c", script, *map(str, arguments)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def test_a_missing_file_is_gone(tmp_path: Path) -> None:
    assert code_of(lambda: vault.open_with_password(tmp_path / "fort.kim", "MB", "x")) == "vault.gone"
    assert code_of(lambda: passwords.staff_codes(tmp_path / "fort.kim")) == "vault.gone"
    assert list(tmp_path.iterdir()) == [], "looking leaves nothing behind"


def test_missing_and_damaged_slots_have_names_of_their_own(case_template: Any, tmp_path: Path) -> None:
    path = case_template.copy_to(tmp_path)
    first, second = slot_files.paths(path)
    first.write_bytes(b"\0" * 300)
    vault.open_with_password(path, "MB", case_template.password).close()
    assert first.read_bytes() == second.read_bytes(), "the broken copy is whole again"
    for copy in (first, second):
        copy.write_bytes(b"\0" * 300)
    assert code_of(lambda: vault.open_with_password(path, "MB", "falsch")) == "vault.slots_damaged"
    for copy in (first, second):
        copy.unlink()
    assert code_of(lambda: vault.open_with_password(path, "MB", "falsch")) == "vault.slots_gone"


@pytest.mark.parametrize("content", [b"", b"kurz", os.urandom(3 * PAGE)])
def test_a_destroyed_database_is_damaged_but_never_a_wrong_password(
    case_template: Any, tmp_path: Path, content: bytes
) -> None:
    path = case_template.copy_to(tmp_path)
    path.write_bytes(content)
    opening = code_of(lambda: vault.open_with_password(path, "MB", case_template.password))
    assert opening == "vault.damaged"


def test_a_damaged_page_is_told_when_it_is_read_and_found_by_verify(
    case_template: Any, tmp_path: Path
) -> None:
    opened = case_template.opened_in(tmp_path)
    assert verify(opened) == []
    page = opened.db.execute("SELECT rootpage FROM sqlite_master WHERE name = 'code_entry'").fetchone()[0]
    opened.close()
    damage(opened.path, page)
    with closing(vault.open_with_key(opened.path, "MB", case_template.key)) as damaged:
        assert code_of(lambda: damaged.db.execute("SELECT * FROM code_entry").fetchall()) == "vault.damaged"
        found = verify(damaged)
        assert f"HMAC verification failed for page {page}" in [finding.detail for finding in found]


def test_a_page_that_breaks_in_the_middle_of_a_result_is_told(case_template: Any, tmp_path: Path) -> None:
    opened = case_template.opened_in(tmp_path)
    rows = [(f"{number:03}", f'"{"x" * 3000}"') for number in range(2 * ROWS_AT_ONCE)]
    opened.db.executemany("INSERT INTO draft (id, kind, schema, json, at) VALUES (?, 'goal', 1, ?, '')", rows)
    opened.close()
    pages = opened.path.stat().st_size // PAGE
    damage(opened.path, pages - 5)
    read = []
    with closing(vault.open_with_key(opened.path, "MB", case_template.key)) as damaged:
        with pytest.raises(Trouble, match=r"vault\.damaged"):
            read.extend(row[0] for row in damaged.db.execute("SELECT json FROM draft ORDER BY rowid"))
    assert 0 < len(read) < len(rows)


def test_verify_names_references_journal_and_slots(case_vault: vault.Vault) -> None:
    db = case_vault.db
    db.execute("PRAGMA foreign_keys = OFF")
    db.execute("DROP TRIGGER journal_lines_can_only_be_emptied")
    db.execute("UPDATE journal SET staff_id = 'nobody'")
    for copy in slot_files.paths(case_vault.path):
        copy.write_bytes(copy.read_bytes().replace(b'"staff_code":"MB"', b'"staff_code":"MX"'))
    found = [(finding.code, finding.detail) for finding in verify(case_vault)]
    assert found == [("verify.reference", "journal"), ("verify.journal", "1"), ("verify.slots", "1")]


def test_a_plain_database_is_refused(case_template: Any, tmp_path: Path) -> None:
    path = case_template.copy_to(tmp_path)
    path.unlink()
    with closing(sqlite3.connect(path)) as plain:
        plain.execute("CREATE TABLE draft (id TEXT)")
    opening = code_of(lambda: vault.open_with_key(path, "MB", case_template.key))
    assert opening == "vault.not_encrypted"


HOLDING = """
import sys
from pathlib import Path
from storage import vault
opened = vault.open_with_key(Path(sys.argv[1]), "MB", bytes.fromhex(sys.argv[2]))
print("open", flush=True)
for number in range(10**9):
    with opened.transaction() as db:
        db.execute(
            "INSERT INTO draft (id, kind, schema, json, at) VALUES (?, 'contact', 1, json_quote(?), '')",
            (f"{number:09}", "x" * 2000),
        )
    print(number, flush=True)
"""


def test_a_second_process_is_told_that_the_file_is_open(case_template: Any, tmp_path: Path) -> None:
    path = case_template.copy_to(tmp_path)
    with child(HOLDING, path, case_template.key.hex()) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "open\n"
        opening = code_of(lambda: vault.open_with_password(path, "MB", case_template.password))
    assert opening == "vault.in_use"
    vault.open_with_key(path, "MB", case_template.key).close()


ON_A_FULL_DISK = """
import shutil, subprocess, sys
from datetime import UTC, datetime
from pathlib import Path
from app.domain.errors import Trouble
from storage import passwords, slot_files, vault
from storage.key_slots import FLOOR
template, disk, key, password = Path(sys.argv[1]), Path(sys.argv[2]), bytes.fromhex(sys.argv[3]), sys.argv[4]
subprocess.run(["mount", "-t", "tmpfs", "-o", "size=4m", "none", disk], check=True)
for source in (template, *slot_files.paths(template)):
    shutil.copy(source, disk)
path = disk / template.name
opened = vault.open_with_key(path, "MB", key)

def save(number):
    with opened.transaction() as db:
        db.execute(
            "INSERT INTO draft (id, kind, schema, json, at) VALUES (?, 'contact', 1, json_quote(?), '')",
            (f"{number:09}", "x" * 3000),
        )

def told(action, *arguments):
    try:
        action(*arguments)
    except Trouble as trouble:
        return trouble.code
    return "no trouble"

saved = 0
while (answer := told(save, saved)) == "no trouble":
    saved += 1
print(answer)
print(told(save, saved))
count = "SELECT count(*) FROM draft"
print(opened.db.execute(count).fetchone()[0] == saved > 0)
new = "ein neues Kennwort"
changed = told(passwords.change_password, opened, password, new, datetime.now(UTC), FLOOR)  # it may still fit
print(changed in ("no trouble", "vault.disk_full"))
opened.close()
again = vault.open_with_password(path, "MB", new if changed == "no trouble" else password)
print(again.db.execute(count).fetchone()[0] == saved)
again.close()
person, now = vault.Person("A", "B"), datetime.now(UTC)
print(told(vault.create, disk / "neu.kim", vault.Role.CASE, person, "x", now, FLOOR))
print((disk / "neu.kim").exists(), any(copy.exists() for copy in slot_files.paths(disk / "neu.kim")))
"""


def test_a_full_disk_is_told_and_loses_nothing(case_template: Any, tmp_path: Path) -> None:
    disk = tmp_path / "kleine-platte"
    disk.mkdir()
    # The mount lives in a namespace of its own and ends with the child, also where the tester is not root.
    own_mounts = ("unshare", "--map-root-user", "--mount")
    arguments = (case_template.path, disk, case_template.key.hex(), case_template.password)
    with child(ON_A_FULL_DISK, *arguments, prefix=own_mounts) as process:
        out, err = process.communicate(timeout=120)
    assert process.returncode == 0, f"this machine must let the test mount a small tmpfs: {out}{err}"
    full = "vault.disk_full"
    assert out.split("\n") == [full, full, "True", "True", "True", full, "False False", ""]


def as_ordinary_user(action: Callable[[], str]) -> str:
    """What the action answers in a forked process without root's rights."""
    reading, writing = os.pipe()
    process = os.fork()
    if not process:
        try:
            if os.getuid() == 0:
                os.setgid(NOBODY)
                os.setuid(NOBODY)
            os.write(writing, action().encode())
        finally:
            os._exit(0)
    os.close(writing)
    os.waitpid(process, 0)
    with os.fdopen(reading) as answer:
        return answer.read()


def test_a_folder_without_write_permission_is_told(case_template: Any) -> None:
    with tempfile.TemporaryDirectory() as name:
        path = case_template.copy_to(Path(name))
        for file in Path(name).iterdir():
            file.chmod(0o444)
        Path(name).chmod(0o555)
        key = case_template.key
        assert as_ordinary_user(lambda: code_of(lambda: vault.open_with_key(path, "MB", key))) == (
            "vault.read_only"
        )
        Path(name).chmod(0o755)


def test_a_file_that_vanishes_while_open_is_gone_not_damaged(case_template: Any, tmp_path: Path) -> None:
    opened = case_template.opened_in(tmp_path)
    opened.path.unlink()
    with pytest.raises(Trouble, match=r"vault\.gone"):
        opened.second_reader()
    opened.close()
