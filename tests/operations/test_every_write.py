# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Every operation that writes is rehearsed somewhere; `every_write` lets each of its writes fail."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import app.operations
from tests.operations.every_write import EVERY, registry

FLOOR = Path(app.operations.__file__).parent
ROOT = Path(__file__).parents[2]
BEGINS = {"transaction", "changed_slots"}
WRITES_BELOW = {
    "storage.backup.make",
    "storage.device_binding.bind",
    "storage.device_binding.free",
    "storage.key_change.change_key",
    "storage.key_change.change_recovery_key",
    "storage.key_change.finish",
    "storage.passwords.add_person",
    "storage.passwords.change_password",
    "storage.passwords.open_with_recovery",
    "storage.restore.put_back",
    "storage.salvage.salvage",
    "storage.vault.create",
}
"""What the floor below writes by itself."""

Name = tuple[str, str]


def functions() -> dict[Name, set[Name | str]]:
    """Each function of the floor and whom it calls: (module, function), or "write"."""
    found: dict[Name, set[Name | str]] = {}
    for path in sorted(FLOOR.glob("*.py")):
        tree = ast.parse(path.read_text("utf-8"))
        imported = dict(_imports(tree))
        for each in tree.body:
            if isinstance(each, ast.FunctionDef):
                found[path.stem, each.name] = set(_calls(path.stem, each, imported))
    return found


def _imports(tree: ast.Module) -> Iterator[tuple[str, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            yield from ((each.asname or each.name, f"{node.module}.{each.name}") for each in node.names)


def _calls(module: str, function: ast.FunctionDef, imported: dict[str, str]) -> Iterator[Name | str]:
    own = set(_local(function))
    for node in ast.walk(function):
        if isinstance(node, ast.Attribute) and node.attr in BEGINS:
            yield "write"
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            yield from _named(f"{imported.get(node.value.id, '')}.{node.attr}")
        elif isinstance(node, ast.Name) and node.id not in own:
            yield from _named(imported[node.id]) if node.id in imported else ((module, node.id),)


def _local(function: ast.FunctionDef) -> Iterator[str]:
    for node in ast.walk(function):
        if isinstance(node, ast.arg):
            yield node.arg
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id


def _named(full: str) -> Iterator[Name | str]:
    if full in WRITES_BELOW:
        yield "write"
    elif full.startswith("app.operations."):
        module, _, function = full.removeprefix("app.operations.").partition(".")
        yield module, function


def that_write() -> set[str]:
    """The public functions from which a transaction is reached."""
    calls, found = functions(), set[Name]()
    while more := {
        name for name, called in calls.items() if name not in found and called & {"write", *found}
    }:
        found |= more
    return {f"{module}.{function}" for module, function in found if not function.startswith("_")}


def test_every_operation_that_writes_is_rehearsed_or_says_why_not() -> None:
    known = registry()
    assert that_write() - known.sample.keys() - known.unseen.keys() == set(), (
        "name a test that calls it in tests/operations/writes.toml"
    )


def test_nothing_else_is_named() -> None:
    known, there = registry(), {f"{module}.{name}" for module, name in functions()}
    assert (known.sample.keys() | known.unseen.keys() | known.steps.keys()) - there == set()
    assert all(reason.strip() for reason in (*known.steps.values(), *known.unseen.values()))
    assert not known.sample.keys() & known.unseen.keys()


def test_every_sample_is_a_test() -> None:
    """That it calls its operation is seen where it runs."""
    for sample in registry().sample.values():
        file, _, test = sample.partition("::")
        assert f"def {test.partition('[')[0]}(" in (FLOOR.parents[1] / "tests/operations" / file).read_text()


@pytest.mark.soak
def test_every_single_write_fails_once(tmp_path: Path) -> None:
    told = tmp_path / "told"
    tests = sorted({f"tests/operations/{sample}" for sample in registry().sample.values()})
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *tests],
        cwd=ROOT,
        env=os.environ | {EVERY: str(told), "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-20_000:]
    failed = [line.split() for line in told.read_text().splitlines()]
    writes = sum(int(count) for _, count in failed)
    print(f"\n{len(failed)} operations, {writes} writes failed once each: 0 left between before and after")
