# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Schema steps: gapless, whole or not at all, with a copy kept beside the file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.errors import Trouble
from storage import connection, journal, migrate, slot_files
from storage.migrate import Role, Step, statements
from storage.vault import Vault, open_with_key

WITH_TRIGGER = """
-- a comment; with a semicolon
CREATE TABLE extra (
    id TEXT PRIMARY KEY, -- another one
    word TEXT
) STRICT;
CREATE TRIGGER extra_stays BEFORE DELETE ON extra
BEGIN
    SELECT raise(ABORT, 'a; b');
    SELECT 1;
END;
INSERT INTO extra VALUES ('1', 'eins; zwei');
-- the end
"""


@pytest.fixture
def with_steps(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Adds steps behind the shipped ones, as the next version of the program would."""
    shipped = migrate.steps(Role.CASE)

    def add(*scripts: str) -> None:
        later = tuple(Step(len(shipped) + place, sql) for place, sql in enumerate(scripts, start=1))
        monkeypatch.setattr(migrate, "steps", lambda _: shipped + later)

    return add


def reopened(vault: Vault) -> Vault:
    vault.close()
    return open_with_key(vault.path, vault.actor.code, vault._key)


def copy_of(vault: Vault) -> Path:
    return migrate.copy_path(vault.path, len(migrate.steps(Role.CASE)))


def test_triggers_and_texts_with_semicolons_stay_whole() -> None:
    assert [found.split()[-1] for found in statements(WITH_TRIGGER)] == ["STRICT;", "END;", "zwei');"]


def test_a_script_that_ends_in_the_middle_is_a_bug() -> None:
    with pytest.raises(ValueError, match="middle of a statement"):
        list(statements("CREATE TABLE a (b TEXT);\nCREATE TABLE c ("))


@given(st.lists(st.sampled_from(["SELECT 1;", "SELECT 'a;b';", "-- nur; Text", ""]), max_size=8))
def test_no_statement_is_lost_or_split(lines: list[str]) -> None:
    found = [statement.strip().splitlines()[-1] for statement in statements("\n".join(lines))]
    assert found == [line for line in lines if line.startswith("SELECT")]


@pytest.mark.parametrize("role", Role)
def test_every_role_has_the_shipped_steps_without_a_gap(role: Role) -> None:
    steps = migrate.steps(role)
    assert [step.number for step in steps] == list(range(1, len(steps) + 1))
    assert "CREATE TABLE journal" in steps[0].sql


def test_an_older_file_is_brought_up_and_its_copy_opens(
    case_vault: Vault, with_steps: Callable[..., None]
) -> None:
    case_vault.db.execute("INSERT INTO draft VALUES ('d', 'contact', NULL, 1, '{}', 0, '2026-11-22')")
    copy, before = copy_of(case_vault), migrate.version(case_vault.db)
    head = journal.head(case_vault.db)
    with_steps(WITH_TRIGGER, "CREATE TABLE last_one (id TEXT) STRICT;")
    upgraded = reopened(case_vault)
    assert migrate.version(upgraded.db) == before + 2
    assert upgraded.db.execute("SELECT word FROM extra").fetchall() == [("eins; zwei",)]
    upgraded.close()
    kept = open_with_key(copy, upgraded.actor.code, upgraded._key)  # and is upgraded in its turn
    assert journal.head(kept.db) == head
    assert kept.db.execute("SELECT id FROM draft").fetchall() == [("d",)]
    kept.close()
    assert slot_files.read(copy) == slot_files.read(upgraded.path)


def test_a_failing_step_leaves_the_file_as_it_was(case_vault: Vault, with_steps: Callable[..., None]) -> None:
    before = migrate.version(case_vault.db)
    with_steps(WITH_TRIGGER, "INSERT INTO no_such_table VALUES (1);")
    with pytest.raises(Exception, match="no such table"):
        reopened(case_vault)
    with_steps()
    whole = reopened(case_vault)
    assert migrate.version(whole.db) == before
    assert whole.db.execute("SELECT count(*) FROM sqlite_master WHERE name = 'extra'").fetchone() == (0,)
    whole.close()


def test_a_newer_file_is_refused(case_vault: Vault) -> None:
    case_vault.db.execute(f"PRAGMA user_version = {len(migrate.steps(Role.CASE)) + 1}")
    with pytest.raises(Trouble, match=r"vault\.newer"):
        reopened(case_vault)


def test_a_file_of_another_application_is_refused(case_vault: Vault) -> None:
    case_vault.db.execute("PRAGMA application_id = 7")
    with pytest.raises(Trouble, match=r"vault\.foreign"):
        reopened(case_vault)


def test_an_upgrade_does_not_need_both_copies_of_the_slots(
    case_vault: Vault, with_steps: Callable[..., None]
) -> None:
    first, second = slot_files.paths(case_vault.path)
    copy = copy_of(case_vault)
    first.unlink()
    with_steps("CREATE TABLE extra (id TEXT) STRICT;")
    reopened(case_vault).close()
    assert first.read_bytes() == second.read_bytes()
    assert slot_files.read(copy) == slot_files.read(case_vault.path)


def test_a_leftover_copy_is_replaced_with_its_wal(case_vault: Vault, with_steps: Callable[..., None]) -> None:
    copy = copy_of(case_vault)
    copy.write_bytes(b"left over")
    copy.with_name(copy.name + "-wal").write_bytes(b"left over too")
    with_steps("CREATE TABLE extra (id TEXT) STRICT;")
    reopened(case_vault).close()
    assert not copy.with_name(copy.name + "-wal").exists()
    assert copy.stat().st_size > 4096


def test_a_copy_that_is_not_the_whole_file_ends_the_upgrade_before_it_begins(
    case_vault: Vault, with_steps: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    before, real = migrate.version(case_vault.db), connection.Connection.backup

    def lossy(db: connection.Connection, target: connection.Connection, *, pages: int) -> None:
        real(db, target, pages=pages)
        target.execute(f"PRAGMA user_version = {before - 1}")

    with_steps("CREATE TABLE extra (id TEXT) STRICT;")
    monkeypatch.setattr(connection.Connection, "backup", lossy)
    with pytest.raises(Trouble, match=r"vault\.copy_failed"):
        reopened(case_vault)
    monkeypatch.undo()
    with_steps()
    whole = reopened(case_vault)
    assert migrate.version(whole.db) == before
    assert whole.db.execute("SELECT count(*) FROM sqlite_master WHERE name = 'extra'").fetchone() == (0,)
    whole.close()
