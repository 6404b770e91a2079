# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Written without an open file: each write fails once, nothing half done stays, the next try works."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from app import settings
from app.domain.errors import Trouble
from app.operations import cases, offset_sheets, publishing, reporting, template_folder
from app.operations.vaults import Vault
from sync.offset_sheet import LEAST
from tests.faults import Faults

PASSWORD = "zehn leise Krähen im Moor"
ALL = range(1, 10_000)


def every_write_fails(root: Path, act: Callable[[], object], writes: Iterable[int] = ALL) -> int:
    """How many writes failed until the act succeeded; after each of them nothing is left below `root`."""
    before, failed = sorted(root.rglob("*")), 0
    with Faults(root).installed() as faults:
        for wanted in writes:
            faults.arm(wanted)
            try:
                act()
            except Trouble:
                assert faults.disarm(), "told without a reason"
            if not faults.disarm():
                return failed
            failed += 1
            assert sorted(each for each in root.rglob("*") if each.is_file()) == [
                each for each in before if each.is_file()
            ], wanted
    faults.arm(0)
    act()
    return failed


def test_the_officers_key(tmp_path: Path) -> None:
    """A half-written key would look like one, and keep its name."""
    path = tmp_path / "schluessel.p12"
    assert every_write_fails(tmp_path, lambda: offset_sheets.make_officer_key(path, PASSWORD)) == 3
    assert path.exists()


@pytest.mark.parametrize("writes", [(1, 30), pytest.param(ALL, marks=pytest.mark.soak)], ids=["few", "all"])
def test_a_drawing(case_template: Any, tmp_path: Path, now: datetime, writes: Iterable[int]) -> None:
    """Lines of two drawings never lie side by side."""
    key, sheet = tmp_path / "schluessel.p12", tmp_path / "bogen"
    offset_sheets.make_officer_key(key, PASSWORD)
    asked = []
    for name in (f"S{number}" for number in range(LEAST)):
        (tmp_path / name).mkdir()
        with closing(case_template.opened_in(tmp_path / name)) as vault:
            cases.add_site(vault, name, f"Standort {name}", "05382060", now)
            reporting.ensure_unit(vault, now)
            asked.append(tmp_path / f"{name}.kim-anmeldung")
            asked[-1].write_bytes(reporting.pairing_file(vault, now))
    failed = every_write_fails(
        sheet, lambda: offset_sheets.draw_sheet(key, PASSWORD, asked, sheet, 2027), writes
    )
    assert failed >= 2
    assert len(list(sheet.iterdir())) == LEAST


@pytest.mark.parametrize(
    "writes", [(1, 2, 3, 50), pytest.param(ALL, marks=pytest.mark.soak)], ids=["few", "all"]
)
def test_the_originals_of_the_templates(tmp_path: Path, writes: Iterable[int]) -> None:
    assert every_write_fails(tmp_path, lambda: template_folder.save_originals(tmp_path), writes) >= 4
    assert (tmp_path / template_folder.KREIS).exists()


def test_a_directory_as_a_table(district_vault: Vault, tmp_path: Path, now: datetime) -> None:
    folder = tmp_path / "wohin"
    folder.mkdir()
    target = folder / "verzeichnis.csv"
    assert every_write_fails(folder, lambda: publishing.save_directory(district_vault, target, now)) == 4
    assert target.exists()


def test_what_this_computer_remembers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The settings are the former ones or the new ones, never none."""
    monkeypatch.setenv("KIM_BRUECKE_HOME", str(tmp_path / "home"))
    settings.remember(printer="Keller")
    with Faults(tmp_path).installed() as faults:
        for wanted in range(2, 6):
            faults.arm(wanted)
            with pytest.raises(OSError):
                settings.remember(printer="Flur")
            assert faults.disarm()
            assert settings.load().printer == "Keller", wanted
    settings.remember(printer="Flur")
    assert settings.load().printer == "Flur"
