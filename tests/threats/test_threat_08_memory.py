# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Row 8, crash dump and other processes: this program's memory is neither written nor read."""

from __future__ import annotations

import os
import subprocess
import sys

FORKS = """
import contextlib, ctypes, io, os, resource, sys, traceback
from app import main
main._parser().format_help()  # what it loads lazily, nobody may read here

NOBODY, GET_DUMPABLE, SET_DUMPABLE = 65534, 3, 4

def forked(act):
    '''The words of a child that an ordinary user runs; it goes on until this process ends.'''
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        if os.getuid() == 0:
            os.setgroups([]); os.setgid(NOBODY); os.setuid(NOBODY)
        ctypes.CDLL(None).prctl(SET_DUMPABLE, 1)  # as every program begins; a change of the user took it away
        try:
            os.write(writing, act().encode())
            sys.stdin.read()
        except BaseException:
            traceback.print_exc()
        os._exit(0)
    os.close(writing)
    return child, os.read(reading, 1000).decode()

def program():
    with contextlib.suppress(SystemExit), contextlib.redirect_stdout(io.StringIO()):
        main.main(["--help"])
    return f"{ctypes.CDLL(None).prctl(GET_DUMPABLE)} {resource.getrlimit(resource.RLIMIT_CORE)}"

def reader():
    try:
        with open(f"/proc/{target}/maps") as maps, open(f"/proc/{target}/mem", "rb") as memory:
            memory.seek(int(maps.readline().split("-")[0], 16))
            return "read" if len(memory.read(16)) == 16 else "empty"
    except PermissionError:
        return "refused"

target, said = forked(program if sys.argv[1] == "program" else lambda: "plain")
print(said, flush=True)
print(forked(reader)[1], flush=True)
"""


def told(kind: str) -> list[str]:
    """What a process says of itself, and what another one of the same ordinary user makes of its memory."""
    environment = os.environ | {"KIM_BRUECKE_HOME": "/nonexistent"}
    command = [sys.executable, "-c", FORKS, kind]
    forks = subprocess.Popen(
        command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert forks.stdin is not None
    assert forks.stdout is not None
    with forks, forks.stdin:  # closing it ends the children
        return [forks.stdout.readline().strip(), forks.stdout.readline().strip()]


def test_threat_08_memory() -> None:
    """Row 8. No core dump, and the same ordinary user is refused; another program of his can be read."""
    assert told("program") == ["0 (0, 0)", "refused"]
    assert told("plain") == ["plain", "read"]
