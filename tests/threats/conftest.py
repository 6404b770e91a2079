# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The rows of the threat list: real files, real windows, a real Kreis, and places that are watched."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QDir
from PySide6.QtWidgets import QApplication

from storage import slot_files
from storage.vault import Vault, open_with_password
from tests.journeys.conftest import (
    calendar,
    dressed,
    filling,
    hands,
    path,
    sit_before,
    with_a_case,
)
from tests.operations.reporting.conftest import kreis, new_kreis
from tests.ui import walk

__all__ = [
    "calendar",
    "dressed",
    "filling",
    "hands",
    "kreis",
    "new_kreis",
    "path",
    "sit_before",
    "with_a_case",
]


@pytest.fixture
def places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Home, temporary and working folder of this test alone."""
    folders = [tmp_path / name for name in ("heim", "zwischen", "arbeit")]
    for folder in folders:
        folder.mkdir()
    monkeypatch.setenv("HOME", str(folders[0]))
    for name in ("TMPDIR", "TMP", "TEMP"):
        monkeypatch.setenv(name, str(folders[1]))
    monkeypatch.setattr(tempfile, "tempdir", None)
    monkeypatch.chdir(folders[2])
    assert QDir.tempPath() == str(folders[1])
    return folders


@pytest.fixture(scope="session")
def furnished(tmp_path_factory: pytest.TempPathFactory, dressed: QApplication) -> Path:
    """The files of an office whose every text is a canary, and of its Kreis, closed."""
    folder = tmp_path_factory.mktemp("kanarien")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KIM_BRUECKE_HOME", str(folder / "home"))
        office = walk.case_file(folder)
        walk.district_file(folder, office).close()
        office.close()
    return folder


@pytest.fixture
def full_of_canaries(furnished: Path, tmp_path: Path) -> Iterator[tuple[Vault, Vault]]:
    """Copies of both, open: office and Kreis."""
    opened = []
    for name, code in (("akte.kim", "MB"), ("kreis.kim", "KO")):
        source = furnished / name
        for each in (source, *slot_files.paths(source)):
            shutil.copy(each, tmp_path)
        opened.append(open_with_password(tmp_path / name, code, walk.PASSWORD))
    yield opened[0], opened[1]
    for vault in opened:
        vault.close()
