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
from uuid import uuid4

import pytest

from app import main
from sync import enrolment, keys


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


def test_the_officer_makes_a_key_and_draws_the_sheet_at_the_terminal(tmp_path: Path) -> None:
    key, folder, password = tmp_path / "schluessel.p12", tmp_path / "bogen", "der Bogen liegt beim Amt"
    code, heard = _asked("offsets", "key", str(key), answers=(password, password))
    assert (code, password in heard) == (0, False)
    pairings = [str(_pairing(tmp_path / f"{number}.kim-anmeldung")) for number in range(10)]
    code, heard = _asked("offsets", "draw", str(key), str(folder), *pairings, answers=(password,))
    assert code == 0
    assert "10 Zeilen liegen in" in heard
    names = [path.name for path in folder.iterdir()]
    assert len(names) == 10
    assert all(name in heard for name in names)


@pytest.mark.parametrize(
    ("arguments", "answers", "said"),
    [
        (("offsets", "key", "neu.p12"), ("der Bogen liegt beim Amt", "beim Amt"), "verschieden"),
        (("offsets", "draw", "fehlt.p12", "bogen", "a"), ("geheim",), "lässt sich nicht lesen"),
    ],
)
def test_what_goes_wrong_with_a_sheet_is_a_sentence(
    arguments: tuple[str, ...], answers: tuple[str, ...], said: str
) -> None:
    code, heard = _asked(*arguments, answers=answers)
    assert code == 1
    assert said in heard
    assert "Traceback" not in heard


def _pairing(path: Path) -> Path:
    own = keys.generate()
    party = keys.party(own, "outstation", str(uuid4()), str(uuid4()), str(uuid4()))
    site = enrolment.Site(str(uuid4()), path.stem)
    pairing = enrolment.Pairing(enrolment.PAIRING, party, path.stem, (site,))
    path.write_bytes(enrolment.write_pairing(pairing, own.signing))
    return path


def _asked(*arguments: str, answers: tuple[str, ...]) -> tuple[int, str]:
    """Exit code and words of a command that asks for passwords; what is typed is not shown."""
    child, terminal = pty.fork()
    if child == 0:
        os.execv(sys.executable, [sys.executable, "-m", "app.main", *arguments])
    heard = ""
    for answer in answers:
        heard += _heard_until(terminal, ": ")
        os.write(terminal, f"{answer}\n".encode())
    heard += _heard_until(terminal, None)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), heard


def _heard_until(terminal: int, wanted: str | None) -> str:
    """What the terminal shows up to these words, or until the program ends."""
    heard = b""
    while wanted is None or wanted.encode() not in heard:
        try:
            heard += os.read(terminal, 4096)
        except OSError:  # the other side has hung up
            break
    return heard.decode()
