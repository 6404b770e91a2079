# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The command line as a person meets it, in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from app import main


def bruecke(*arguments: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "app.main", *arguments]
    return subprocess.run(command, env=os.environ | environment, capture_output=True, check=False)


def test_each_demo_without_display_gets_a_folder_of_its_own(tmp_path: Path) -> None:
    for number in (1, 2, 3):
        free = main._next_free(tmp_path)
        assert free.name == f"vorfuehrung-{number}"
        free.mkdir()


def test_a_refusal_is_a_sentence_and_exit_code_1(tmp_path: Path) -> None:
    (tmp_path / "schon da.txt").write_text("x")
    done = bruecke("demo", str(tmp_path))
    assert done.returncode == 1
    assert "Ordner" in done.stderr.decode()
    assert "Traceback" not in done.stderr.decode()


def test_a_console_that_lacks_a_letter_ends_nothing() -> None:
    done = bruecke("selftest", PYTHONIOENCODING="ascii")
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"Schrift ?thiopisch" in done.stdout
