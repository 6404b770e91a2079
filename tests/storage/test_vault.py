# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The file: its ways in, its transactions, and that nothing of it lies open."""

from __future__ import annotations

import shutil
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from sqlcipher3 import dbapi2

from app.domain.errors import InvalidInput, Refusal, Trouble
from storage import journal, key_slots, passwords, recovery_key, slot_files, vault
from storage.key_slots import FLOOR
from storage.migrate import Role
from storage.vault import Person, Vault

NEW_PASSWORD = "ein neues langes Kennwort"


def put_draft(opened: Vault, identity: str, text: str = "") -> None:
    with opened.transaction() as db:
        db.execute(
            "INSERT INTO draft (id, kind, schema, json, at) VALUES (?, 'contact', 1, json_quote(?), '')",
            (identity, text),
        )


def drafts(opened: Vault) -> list[str]:
    return [row[0] for row in opened.db.execute("SELECT id FROM draft ORDER BY id")]


def test_the_password_opens_and_says_who_acts(case_template: Any, tmp_path: Path) -> None:
    path = case_template.copy_to(tmp_path)
    assert passwords.staff_codes(path) == ("MB",)
    with closing(vault.open_with_password(path, "MB", case_template.password)) as opened:
        assert (opened.role, opened.actor.code, opened.actor.name) == (Role.CASE, "MB", "Meral Böhm")


def test_the_two_roles_are_told_apart_by_the_file(district_vault: Vault) -> None:
    assert district_vault.role is Role.DISTRICT


def test_a_wrong_password_opens_nothing_and_leaves_the_file_free(case_template: Any, tmp_path: Path) -> None:
    path = case_template.copy_to(tmp_path)
    with pytest.raises(InvalidInput, match=r"vault\.wrong_password"):
        vault.open_with_password(path, "MB", "falsch")
    vault.open_with_key(path, "MB", case_template.key).close()


def test_pragmas_are_the_agreed_ones(case_vault: Vault) -> None:
    wanted = {
        "journal_mode": "wal",
        "locking_mode": "normal",
        "synchronous": 2,
        "foreign_keys": 1,
        "cache_size": -65536,
        "temp_store": 2,
        "secure_delete": 1,
        "cipher_page_size": "4096",
    }
    for name, value in wanted.items():
        assert case_vault.db.execute(f"PRAGMA {name}").fetchone() == (value,), name


def half_a_change(opened: Vault, failing: str) -> None:
    with opened.transaction() as db:
        db.execute("UPDATE draft SET kind = 'goal'")
        db.execute(failing)


def test_a_transaction_is_all_or_nothing(case_vault: Vault) -> None:
    put_draft(case_vault, "a")
    with pytest.raises(dbapi2.IntegrityError):
        half_a_change(case_vault, "INSERT INTO draft (id) VALUES ('b')")
    with pytest.raises(dbapi2.OperationalError, match="no such table"):
        half_a_change(case_vault, "DELETE FROM not_there")
    assert case_vault.db.execute("SELECT id, kind FROM draft").fetchall() == [("a", "contact")]


def test_the_second_reader_sees_what_is_saved_and_cannot_write(case_vault: Vault) -> None:
    put_draft(case_vault, "a")
    with closing(case_vault.second_reader()) as reader:
        put_draft(case_vault, "b")
        assert reader.execute("SELECT count(*) FROM draft").fetchone() == (2,)
        with pytest.raises(Trouble, match=r"vault\.read_only"):
            reader.execute("DELETE FROM draft")


def test_closing_twice_is_harmless_and_folds_the_wal_in(case_template: Any, tmp_path: Path) -> None:
    opened = case_template.opened_in(tmp_path)
    put_draft(opened, "a")
    opened.close()
    opened.close()
    alone = tmp_path / "allein"
    alone.mkdir()
    for source in (opened.path, *slot_files.paths(opened.path)):
        shutil.copy(source, alone)
    with closing(vault.open_with_key(alone / "akte.kim", "MB", case_template.key)) as copied:
        assert drafts(copied) == ["a"]


def test_plain_sqlite_cannot_read_it(case_template: Any) -> None:
    with closing(sqlite3.connect(case_template.path)) as db, pytest.raises(sqlite3.DatabaseError):
        db.execute("SELECT count(*) FROM sqlite_master")


def test_nothing_is_overwritten(case_template: Any, now: datetime, tmp_path: Path) -> None:
    path = case_template.copy_to(tmp_path)
    before = [file.read_bytes() for file in slot_files.paths(path)]
    with pytest.raises(Refusal, match=r"vault\.exists"):
        vault.create(path, Role.CASE, Person("A", "B"), NEW_PASSWORD, now, FLOOR)
    path.unlink()
    with pytest.raises(Refusal, match=r"vault\.slots_left"):
        vault.create(path, Role.CASE, Person("A", "B"), NEW_PASSWORD, now, FLOOR)
    assert [file.read_bytes() for file in slot_files.paths(path)] == before


def test_changing_the_password(case_template: Any, now: datetime, tmp_path: Path) -> None:
    opened = case_template.opened_in(tmp_path)
    with pytest.raises(InvalidInput, match=r"vault\.wrong_password"):
        passwords.change_password(opened, "falsch", NEW_PASSWORD, now, FLOOR)
    passwords.change_password(opened, case_template.password, NEW_PASSWORD, now, FLOOR)
    assert journal.lines(opened.db, 1)[0].action == "vault.password_changed"
    opened.close()
    with pytest.raises(InvalidInput, match=r"vault\.wrong_password"):
        vault.open_with_password(opened.path, "MB", case_template.password)
    vault.open_with_password(opened.path, "MB", NEW_PASSWORD).close()


def test_a_change_of_password_counts_once_one_copy_of_the_slots_took_it(
    case_template: Any, now: datetime, tmp_path: Path
) -> None:
    opened = case_template.opened_in(tmp_path)
    second = slot_files.paths(opened.path)[1]
    second.unlink()
    second.mkdir()
    passwords.change_password(opened, case_template.password, NEW_PASSWORD, now, FLOOR)
    opened.close()
    with pytest.raises(InvalidInput, match=r"vault\.wrong_password"):
        vault.open_with_password(opened.path, "MB", case_template.password)
    vault.open_with_password(opened.path, "MB", NEW_PASSWORD).close()


def test_a_creation_cut_off_before_its_last_step_can_be_begun_again(
    case_template: Any, now: datetime, tmp_path: Path
) -> None:
    path = case_template.copy_to(tmp_path)
    path.rename(path.with_name("akte.kim.new"))
    created, _ = vault.create(path, Role.CASE, Person("A", "B"), NEW_PASSWORD, now, FLOOR)
    created.close()
    vault.open_with_password(path, "A", NEW_PASSWORD).close()


def test_what_a_creation_left_is_gone_once_another_file_stands_there(
    case_template: Any, now: datetime, tmp_path: Path
) -> None:
    left = tmp_path / "akte.kim.new"
    left.write_bytes(b"cut off")
    path = case_template.copy_to(tmp_path)
    vault.open_with_key(path, "MB", case_template.key).close()
    assert not left.exists()
    path.unlink()
    with pytest.raises(Refusal, match=r"vault\.slots_left"):
        vault.create(path, Role.CASE, Person("A", "B"), NEW_PASSWORD, now, FLOOR)


def test_a_second_person_has_a_password_of_their_own(
    case_template: Any, now: datetime, tmp_path: Path
) -> None:
    opened = case_template.opened_in(tmp_path)
    added = passwords.add_person(opened, Person("TK", "Tarık Koç"), NEW_PASSWORD, now, FLOOR)
    with pytest.raises(InvalidInput, match=r"person\.code_taken"):
        passwords.add_person(opened, Person("TK", "Tom Kern"), NEW_PASSWORD, now, FLOOR)
    opened.close()
    assert passwords.staff_codes(opened.path) == ("MB", "TK")
    with pytest.raises(InvalidInput, match=r"vault\.wrong_password"):
        vault.open_with_password(opened.path, "TK", case_template.password)
    with closing(vault.open_with_password(opened.path, "TK", NEW_PASSWORD)) as theirs:
        assert theirs.actor == added


def test_the_recovery_key_gives_a_new_password(case_template: Any, now: datetime, tmp_path: Path) -> None:
    path, sloppy = case_template.copy_to(tmp_path), case_template.recovery_key.lower().replace("-", " ")
    with closing(passwords.open_with_recovery(path, sloppy, "MB", NEW_PASSWORD, now, FLOOR)) as opened:
        assert journal.lines(opened.db, 1)[0].action == "vault.recovered"
    vault.open_with_password(path, "MB", NEW_PASSWORD).close()
    passwords.open_with_recovery(path, sloppy, "MB", NEW_PASSWORD, now, FLOOR).close()
    with pytest.raises(InvalidInput, match=r"vault\.unknown_staff"):
        passwords.open_with_recovery(path, sloppy, "XX", NEW_PASSWORD, now, FLOOR)
    with pytest.raises(InvalidInput, match=r"recovery\.wrong"):
        passwords.open_with_recovery(path, recovery_key.generate(), "MB", NEW_PASSWORD, now, FLOOR)


def test_old_slots_put_back_are_named_and_the_recovery_key_still_opens(
    case_template: Any, now: datetime, tmp_path: Path
) -> None:
    opened = case_template.opened_in(tmp_path)
    old = [copy.read_bytes() for copy in slot_files.paths(opened.path)]
    passwords.change_password(opened, case_template.password, NEW_PASSWORD, now, FLOOR)
    opened.close()
    for copy, content in zip(slot_files.paths(opened.path), old, strict=True):
        copy.write_bytes(content)
    with pytest.raises(Trouble, match=r"vault\.slots_old"):
        vault.open_with_password(opened.path, "MB", case_template.password)
    passwords.open_with_recovery(
        opened.path, case_template.recovery_key, "MB", "wieder ein anderes Kennwort", now, FLOOR
    ).close()
    vault.open_with_password(opened.path, "MB", "wieder ein anderes Kennwort").close()


def test_other_slots_of_the_same_generation_are_named(case_template: Any, tmp_path: Path) -> None:
    path = case_template.copy_to(tmp_path)
    slots = slot_files.read(path)
    slot_files.write(path, replace(slots, slots=slots.slots[::-1]))
    with pytest.raises(Trouble, match=r"vault\.slots_old"):
        vault.open_with_key(path, "MB", case_template.key)


def test_slots_written_just_before_a_crash_count(case_template: Any, tmp_path: Path) -> None:
    path = case_template.copy_to(tmp_path)
    slots = slot_files.read(path)
    slot = key_slots.password_slot(slots.file_id, "MB", NEW_PASSWORD, (case_template.key,), FLOOR)
    first, second = slot_files.paths(path)
    older = second.read_bytes()
    slot_files.write(path, key_slots.with_slot(slots, slot))
    second.write_bytes(older)
    vault.open_with_password(path, "MB", NEW_PASSWORD).close()
    assert first.read_bytes() == second.read_bytes(), "both copies are alike again"


def test_slots_of_another_file_are_named(case_template: Any, tmp_path: Path) -> None:
    path = case_template.copy_to(tmp_path)
    slot_files.write(path, replace(slot_files.read(path), file_id="another", generation=9))
    with pytest.raises(Trouble, match=r"vault\.slots_foreign"):
        vault.open_with_key(path, "MB", case_template.key)


def test_a_file_in_the_middle_of_a_key_change_opens(case_template: Any, tmp_path: Path) -> None:
    path, other_key = case_template.copy_to(tmp_path), bytes(32)
    slots = slot_files.read(path)
    for keys in ((other_key, case_template.key), (case_template.key, other_key)):
        slots = key_slots.with_slot(
            slots, key_slots.password_slot(slots.file_id, "MB", NEW_PASSWORD, keys, FLOOR)
        )
        slot_files.write(path, slots)
        vault.open_with_password(path, "MB", NEW_PASSWORD).close()


def test_work_beside_the_windows_takes_turns_with_them(case_vault: Vault) -> None:
    def write(name: str) -> None:
        for number in range(40):
            with case_vault.transaction() as db:
                db.execute("CREATE TABLE IF NOT EXISTS turn (name TEXT, number INTEGER)")
                db.execute("INSERT INTO turn VALUES (?, ?)", (name, number))

    with ThreadPoolExecutor(3) as pool:
        for done in [pool.submit(write, name) for name in ("window", "job", "another job")]:
            done.result()
    assert case_vault.db.execute("SELECT count(*) FROM turn").fetchone() == (120,)
