# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""An operation is rehearsed: each of its writes fails once, and only then it is done.

`writes.toml` names a test for each operation that writes. That test runs as ever, but the operation's first
call in it fails at its writes before it succeeds: each time a `Trouble` with a whole sentence must come, and
the file and the folders around it must be as they were before.
"""

from __future__ import annotations

import os
import sys
import tomllib
import zlib
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from functools import cache, partial
from hashlib import sha256
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

import resources
from app import settings
from app.domain.errors import Trouble
from app.operations.vaults import Vault
from storage import slot_files
from storage.connection import Connection
from tests.faults import COMMIT, Faults

EVERY = "KIM_EVERY_WRITE"
"""In the environment of a run that lets every single write fail; otherwise three of each operation do."""

RECORD = Path(__file__).with_name("writes.toml")
SAID_OTHERWISE = (".slots1", ".slots2", "settings.json", "settings.new", ".lock", "-wal", "-shm")
State = dict[str, object]


@dataclass(frozen=True)
class Registry:
    """Where each operation is rehearsed; `steps` are those that are several acts; `unseen` why not."""

    sample: dict[str, str]
    steps: dict[str, str]
    unseen: dict[str, str]


@cache
def registry() -> Registry:
    read = tomllib.loads(RECORD.read_text("utf-8"))
    return Registry(read["sample"], read["steps"], read["unseen"])


def rehearsed_in(test: str) -> tuple[str, ...]:
    """The operations whose sample is this test (`test_contacts.py::test_…`)."""
    return tuple(operation for operation, sample in registry().sample.items() if sample == test)


@dataclass
class Rehearsal:
    """One operation in one test; `failed` names the writes that did."""

    name: str
    faults: Faults
    root: Path
    failed: list[str] = field(default_factory=list)

    def of(self, operation: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **kwargs: Any) -> Any:
            if self.failed or self.faults.is_on:
                return operation(*args, **kwargs)
            return self._rehearse(lambda: operation(*args, **kwargs), _vault_in(args, kwargs))

        return call

    def _rehearse(self, act: Callable[[], Any], vault: Vault | None) -> Any:
        for wanted in _wanted(self.name):
            before: State = {}
            self.faults.before_first = partial(self._keep_state, before, vault)
            told, result = self._tried(act, wanted)
            if not self.faults.fired:
                if isinstance(told, BaseException):
                    raise told
                return result
            self.failed.append(self.faults.fired)
            where = f"{self.name}, write {self.faults.fired}"
            if told is None:
                return result  # the operation can do without this write
            assert isinstance(told, Trouble), f"{where}: {told!r}"
            _has_a_sentence(told, where)
            if self.name not in registry().steps:
                changed = differences(before, self._state(vault))
                assert not changed, f"{where}: neither before nor after: {changed}"
        return act()

    def _tried(self, act: Callable[[], Any], wanted: int | str) -> tuple[BaseException | None, Any]:
        """What was told, and what came back."""
        self.faults.arm(wanted)
        try:
            result = act()
        except Exception as error:
            return error, None
        finally:
            self.faults.disarm()
        return getattr(result, "trouble", None), result

    def _keep_state(self, kept: State, vault: Vault | None) -> None:
        kept |= self._state(vault)

    def _state(self, vault: Vault | None) -> State:
        with_file = content(vault) if vault is not None and vault.is_open else {}
        return with_file | _files(self.root, vault)


@contextmanager
def rehearsals(test: str, root: Path, patch: pytest.MonkeyPatch) -> Iterator[None]:
    """What is to be rehearsed in this test is, else it fails."""
    if not rehearsed_in(test):
        yield
        return
    with Faults(root).installed() as faults:
        found = [Rehearsal(name, faults, root) for name in rehearsed_in(test)]
        for each in found:
            _put_before(each, patch)
        yield
    idle = [each.name for each in found if not each.failed]
    assert not idle, f"nothing failed in {idle}: another test must be their sample"
    if (told := os.environ.get(EVERY)) is not None:
        with Path(told).open("a") as file:
            file.writelines(f"{each.name} {len(each.failed)}\n" for each in found)


def _put_before(rehearsal: Rehearsal, patch: pytest.MonkeyPatch) -> None:
    """Under every name by which the operation is called."""
    module, _, function = rehearsal.name.partition(".")
    operation = getattr(import_module(f"app.operations.{module}"), function)
    rehearsed = rehearsal.of(operation)
    for each in [each for name, each in sys.modules.items() if name.startswith(("app.operations", "tests."))]:
        for name in [name for name, value in vars(each).items() if value is operation]:
            patch.setattr(each, name, rehearsed)


def _wanted(name: str) -> Iterator[int | str]:
    """Every write in turn; in a short run the first, a COMMIT, and one that the name draws."""
    if EVERY in os.environ:
        yield from range(1, 10_000)
    else:
        yield from (1, COMMIT, 2 + zlib.crc32(name.encode()) % 6)


def _vault_in(args: tuple[Any, ...], kwargs: dict[str, Any]) -> Vault | None:
    return next((each for each in (*args, *kwargs.values()) if isinstance(each, Vault)), None)


def _has_a_sentence(trouble: Trouble, where: str) -> None:
    told = resources.message(trouble.code, **trouble.facts)
    assert all((told.what, told.safe, told.todo)), f"{where}: {trouble.code} says too little"


def content(vault: Vault) -> State:
    """Every row of every table as another connection sees it."""
    with closing(vault.second_reader()) as db:
        return {f"table {name}": _rows(db, name) for name in _tables(db)}


def _tables(db: Connection) -> list[str]:
    real = "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'"
    return [name for (name,) in db.execute(real)]


def _rows(db: Connection, table: str) -> str:
    rows = db.execute(f'SELECT * FROM "{table}"').fetchall()
    return sha256(repr(rows).encode()).hexdigest()


def _files(root: Path, vault: Vault | None) -> State:
    """What lies around: files by their bytes, slots and settings by what they say, and no open database."""
    own = vault.path.name if vault is not None else "\0"
    found: State = {"settings": settings.load()}
    for path in sorted(root.rglob("*")):
        if path.suffix == ".slots1":
            found[f"slots {path}"] = slot_files.read(path.with_suffix("")).slots
        elif path.is_file() and not path.name.endswith(SAID_OTHERWISE) and not path.name.startswith(own):
            found[f"file {path}"] = sha256(path.read_bytes()).hexdigest()
    return found


def differences(before: State, after: State) -> list[str]:
    return sorted(key for key in before.keys() | after.keys() if before.get(key) != after.get(key))
