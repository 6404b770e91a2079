# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is looked for in a built folder is found where it lacks; a folder as promised has no findings."""

from __future__ import annotations

import json
import os
import shutil
import sys
from importlib.metadata import distribution
from pathlib import Path

import pytest

from app.operations import bill_of_materials
from tests import bundled
from tests.benchmarks.start import BARE

PROJECT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data that `build_installer.spec` lays beside the programs."""
    folder = tmp_path_factory.mktemp("bundle")
    inside = bundled.contents(folder)
    inside.mkdir()
    (inside / bundled.BILL).write_text(json.dumps(bill_of_materials.bill()), "utf-8")
    shutil.copy(PROJECT / "LICENSE", inside)
    shutil.copytree(PROJECT / "resources" / "licences", inside / "resources" / "licences")
    for part in bill_of_materials.components():
        about = Path(str(distribution(part.name).locate_file("")))
        (own,) = (each for each in about.glob("*.dist-info") if _is_of(each, part.name))
        shutil.copytree(own, inside / own.name)
    return folder


def _is_of(folder: Path, name: str) -> bool:
    return bundled._name(folder.name.partition("-")[0]) == bundled._name(name)


def test_a_folder_as_promised_has_no_findings(bundle: Path) -> None:
    assert list(bundled.findings(bundle)) == []


@pytest.mark.parametrize(
    ("gone", "said"),
    [
        ("LICENSE", "our own LICENSE is missing"),
        (bundled.BILL, f"{bundled.BILL} is missing"),
        ("resources/licences/LGPL-3.0.txt", "no licence text of shiboken6"),
        ("typst-*.dist-info", "no licence text of typst"),
    ],
)
def test_what_lacks_is_named(bundle: Path, tmp_path: Path, gone: str, said: str) -> None:
    copy = tmp_path / "bundle"
    shutil.copytree(bundle, copy)
    for path in bundled.contents(copy).glob(gone):
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    assert said in list(bundled.findings(copy))


def test_what_came_along_by_chance_is_named(bundle: Path, tmp_path: Path) -> None:
    copy = tmp_path / "bundle"
    shutil.copytree(bundle, copy)
    (bundled.contents(copy) / "weasyprint-70.0.dist-info").mkdir()
    assert list(bundled.findings(copy)) == ["weasyprint was taken along by chance"]


def test_the_first_painted_window_is_noticed_and_one_that_never_comes_is_told(tmp_path: Path) -> None:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    script = BARE.replace("application.installEventFilter(watch)", "")
    assert bundled.seconds_to_window([sys.executable, "-c", script], environment) > 0
    with pytest.raises(RuntimeError, match="nothing was painted"):
        bundled.seconds_to_window([sys.executable, "-c", "print('no window')"], environment)
