# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Row 8, crash dump and other processes: this program's memory is neither written nor read."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

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

CRASHES = """
import contextlib, io, os, resource, sys
from app import main

SMALL = 1 << 20

def crashed(folder, *acts):
    '''How a child ended that could leave a core dump in the folder, had these acts not been.'''
    child = os.fork()
    if child == 0:
        os.chdir(folder)
        for act in acts:
            act()
        os.abort()
    status = os.waitpid(child, 0)[1]
    return f"{os.WTERMSIG(status)} {os.WCOREDUMP(status)} {len(os.listdir(folder))}"

def program():
    with contextlib.suppress(SystemExit), contextlib.redirect_stdout(io.StringIO()):
        main.main(["--help"])

def may_dump():
    '''Also after the program forbade it to itself, where this user may take that back.'''
    with contextlib.suppress(ValueError):
        resource.setrlimit(resource.RLIMIT_CORE, (SMALL, SMALL))

may_dump()
plain, limited, not_dumpable = sys.argv[1:]
print(resource.getrlimit(resource.RLIMIT_CORE)[0], flush=True)
print(crashed(plain), flush=True)
print(crashed(limited, program), flush=True)
print(crashed(not_dumpable, program, may_dump), flush=True)
"""
ABORTED = 6


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


def test_a_crash_leaves_no_core_dump(tmp_path: Path) -> None:
    """A real one. Where the system writes dumps to files, an ordinary program leaves one in its folder."""
    folders = [tmp_path / name for name in ("plain", "limited", "not_dumpable")]
    for folder in folders:
        folder.mkdir()
    environment = os.environ | {"KIM_BRUECKE_HOME": "/nonexistent"}
    command = [sys.executable, "-c", CRASHES, *map(str, folders)]
    said = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=True).stdout
    limit, plain, *ours = said.splitlines()
    assert ours == [f"{ABORTED} False 0"] * 2
    pattern = Path("/proc/sys/kernel/core_pattern").read_text()
    if limit != "0" and not pattern.startswith(("|", "/")):
        assert plain == f"{ABORTED} True 1"
