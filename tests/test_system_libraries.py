# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a bare machine lacks is named, in the README and by the program."""

from __future__ import annotations

from pathlib import Path

import pytest

from app import main, system_libraries

README = Path(__file__).parents[1] / "README.md"
TOOLS = {"make", "git", "python3-venv"}


def test_the_readme_names_what_a_run_without_display_needs() -> None:
    line = next(line for line in README.read_text("utf-8").splitlines() if "apt-get install" in line)
    packages = line.partition("install -y ")[2].split()
    assert set(packages) == TOOLS | set(system_libraries.OFFSCREEN.values())


def test_a_missing_library_stops_every_start_with_the_line_that_installs_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.setitem(system_libraries.OFFSCREEN, "libnot-there.so.9", "libnot-there9")
    folder = str(tmp_path / "beispiel")
    for command in (["sample", folder], ["demo", folder], ["open", folder], []):
        assert main.main(command) == 1
        assert "apt-get install -y libnot-there9\n" in capsys.readouterr().err
    assert not Path(folder).exists()


def test_libraries_for_windows_are_asked_for_only_where_there_is_a_display(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(system_libraries.WINDOW, "libnot-there.so.9", "libnot-there9")
    monkeypatch.delenv("DISPLAY", raising=False)
    assert system_libraries.missing_packages() == []
    monkeypatch.setenv("DISPLAY", ":0")
    assert "libnot-there9" in system_libraries.missing_packages()
