# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Numbered schema steps: all missing ones in one transaction, after a verified copy of an existing file."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from enum import Enum
from functools import cache
from importlib.resources import files
from pathlib import Path

from sqlcipher3 import dbapi2

from app.domain.errors import Trouble
from storage import journal, slot_files
from storage.connection import Connection, connect, create_empty, told_as_trouble


class Role(Enum):
    """What a file is for; the value is its application_id ("KIMc", "KIMd") and decides its schema."""

    CASE = 0x4B494D63
    DISTRICT = 0x4B494D64


@dataclass(frozen=True)
class Step:
    number: int
    sql: str


@cache
def steps(role: Role) -> tuple[Step, ...]:
    """The schema steps of a role, those of both roles among them, numbered 1, 2, 3 … without a gap."""
    schema = files("storage").joinpath("schema")
    found = [
        Step(int(file.name[:4]), file.read_text("utf-8"))
        for folder in (schema.joinpath("both"), schema.joinpath(role.name.lower()))
        if folder.is_dir()
        for file in folder.iterdir()
        if file.name.endswith(".sql")
    ]
    found.sort(key=lambda step: step.number)
    if [step.number for step in found] != list(range(1, len(found) + 1)):
        raise ValueError(f"the schema steps of {role.name} are not numbered without gap")
    return tuple(found)


def version(db: Connection) -> int:
    """The number of the last schema step this file has seen."""
    return int(db.execute("PRAGMA user_version").fetchone()[0])


def role_of(db: Connection) -> Role:
    application_id = db.execute("PRAGMA application_id").fetchone()[0]
    if application_id not in {role.value for role in Role}:
        raise Trouble("vault.foreign")
    return Role(application_id)


def build(db: Connection, role: Role, up_to: int | None = None) -> None:
    """Gives a new, empty file its role and schema, as of a step if given, inside the caller's transaction."""
    db.execute(f"PRAGMA application_id = {role.value}")
    for step in steps(role)[:up_to]:
        _take(db, step)


def complete(db: Connection) -> None:
    """Takes the steps that are missing, inside the caller's transaction."""
    for step in steps(role_of(db))[version(db) :]:
        _take(db, step)


def upgrade(db: Connection, key: bytes) -> None:
    """Brings an existing file to this program's schema; `vault.newer` if the file is ahead of it."""
    refuse_newer(db)
    if version(db) < len(steps(role_of(db))):
        keep_copy(db, key)
        db.execute("BEGIN IMMEDIATE")
        try:
            complete(db)
            db.execute("COMMIT")
        except BaseException:
            if db.in_transaction:  # SQLite has already rolled back after some errors, a full disk for one
                db.execute("ROLLBACK")
            raise


def refuse_newer(db: Connection) -> None:
    if version(db) > len(steps(role_of(db))):
        raise Trouble("vault.newer")


def copy_path(path: Path, schema_version: int) -> Path:
    """Where the copy from before an upgrade is kept: `akte-schema1.kim` beside `akte.kim`."""
    return path.with_name(f"{path.stem}-schema{schema_version}{path.suffix}")


def keep_copy(db: Connection, key: bytes) -> None:
    """Keeps a whole copy beside the file, with its slots, and proves that it opens and is complete."""
    copy = copy_path(db.path, version(db))
    create_empty(copy)
    with closing(connect(copy, key)) as target:
        with told_as_trouble(copy):
            db.backup(target, pages=-1)
        sound = target.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        if not sound or version(target) != version(db) or journal.head(target) != journal.head(db):
            raise Trouble("vault.copy_failed")
        target.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    with told_as_trouble(copy):
        for source, kept in zip(slot_files.paths(db.path), slot_files.paths(copy), strict=True):
            if source.is_file():  # one may be missing; it is mended once the file is open
                shutil.copy(source, kept)


def _take(db: Connection, step: Step) -> None:
    for statement in statements(step.sql):
        db.execute(statement)
    db.execute(f"PRAGMA user_version = {step.number}")


def statements(sql: str) -> Iterator[str]:
    """The single statements of a script; a trigger with its semicolons stays whole."""
    statement = ""
    for line in sql.splitlines(keepends=True):
        statement += line
        if dbapi2.complete_statement(statement):
            yield statement
            statement = ""
    if any(line.strip() and not line.lstrip().startswith("--") for line in statement.splitlines()):
        raise ValueError("the script ends in the middle of a statement")
