# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The command line as a person meets it, in a process of its own."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

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


MEMORY = """
import contextlib, ctypes, resource
from app import main
with contextlib.suppress(SystemExit):
    main.main(["--help"])
PR_GET_DUMPABLE = 3
print(ctypes.CDLL(None).prctl(PR_GET_DUMPABLE), resource.getrlimit(resource.RLIMIT_CORE))
"""


def test_memory_is_neither_dumped_nor_read_by_other_programs() -> None:
    done = subprocess.run([sys.executable, "-c", MEMORY], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "0 (0, 0)"


@pytest.mark.parametrize(("typed", "said", "code"), [("", "unversehrt", 0), ("!", "nicht richtig", 1)])
def test_verify_asks_for_the_password_at_the_terminal(
    case_template: Any, tmp_path: Path, typed: str, said: str, code: int
) -> None:
    path = case_template.copy_to(tmp_path)
    child, terminal = pty.fork()
    if child == 0:
        os.execv(sys.executable, [sys.executable, "-m", "app.main", "verify", str(path)])
    heard = _heard_until(terminal, "Passwort: ")
    os.write(terminal, f"{case_template.password}{typed}\n".encode())
    heard += _heard_until(terminal, None)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == code
    assert said in heard
    assert case_template.password not in heard


def _heard_until(terminal: int, wanted: str | None) -> str:
    """What the terminal shows up to these words, or until the program ends."""
    heard = b""
    while wanted is None or wanted.encode() not in heard:
        try:
            heard += os.read(terminal, 4096)
        except OSError:  # the other side has hung up
            break
    return heard.decode()
