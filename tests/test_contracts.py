# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Every import contract is alive: one planted violation each turns the check red."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
FLOORS = ("app", "ui", "storage", "sync", "resources")
PLANTED = {
    "Floors: imports only point downwards": ("storage/planted.py", "import app.operations\n"),
    "Every room of app stands on a floor": ("app/planted.py", "\n"),
    "Windows never reach past the operations": ("ui/planted.py", "import storage\n"),
    "Only ui knows Qt": ("app/forms/planted.py", "import PySide6.QtCore\n"),
    "Rules know no database, no network, no cryptography": ("app/domain/planted.py", "import sqlcipher3\n"),
}


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the source tree to plant violations in."""
    copy = tmp_path_factory.mktemp("house")
    for floor in FLOORS:
        shutil.copytree(ROOT / floor, copy / floor, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", copy)
    return copy


def lint(house: Path) -> subprocess.CompletedProcess[str]:
    command = [
        sys.executable,
        "-c",
        "from importlinter.cli import lint_imports_command as c; c()",
        "--no-cache",
    ]
    return subprocess.run(command, cwd=house, capture_output=True, text=True, timeout=120, check=False)


def test_the_house_as_it_stands_keeps_its_contracts(house: Path) -> None:
    assert lint(house).returncode == 0


@pytest.mark.parametrize("contract", PLANTED)
def test_a_planted_violation_is_caught(house: Path, contract: str) -> None:
    path, source = PLANTED[contract]
    planted = house / path
    planted.write_text(source, encoding="utf-8")
    try:
        result = lint(house)
    finally:
        planted.unlink()
    assert result.returncode != 0
    assert f"{contract} BROKEN" in " ".join(result.stdout.split())
