# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The shared folder: real folders, a real full and a real read-only file system, a user without rights."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import resources
from app.domain.errors import Refusal, Trouble
from sync import packet, transport
from sync.transport import FolderTransport, packets_folder, receipts_folder

PROJECT = Path(__file__).parents[2]
UNIT, DEVICE = "5f1d7a3c-2b1e-4b77-8a55-2f6f9a1e6c22", "11111111-1111-4111-8111-111111111111"
FOLDER = packets_folder(UNIT, DEVICE)
NAME = packet.name(1, "ab" * 32)


@pytest.fixture
def share(tmp_path: Path) -> FolderTransport:
    return FolderTransport(tmp_path)


def code_of(act: Callable[[], object]) -> str:
    """The code of the trouble that the act ends in, which must have its sentence."""
    with pytest.raises(Trouble) as trouble:
        act()
    assert resources.message(trouble.value.code, **trouble.value.facts).todo
    return trouble.value.code


def test_what_is_put_is_there(share: FolderTransport) -> None:
    share.put(FOLDER, NAME, b"sealed")
    share.put(receipts_folder(DEVICE), NAME, b"receipt")
    assert (share.root / UNIT / DEVICE / NAME).read_bytes() == b"sealed"
    assert (share.root / "ack" / DEVICE / NAME).read_bytes() == b"receipt"
    assert share.get(FOLDER, NAME, 6) == b"sealed"
    assert [file.name for file in (share.root / UNIT / DEVICE).iterdir()] == [NAME], "nothing beside it"


def test_putting_again_is_success_and_other_content_an_alarm(share: FolderTransport) -> None:
    share.put(FOLDER, NAME, b"sealed")
    before = (share.root / UNIT / DEVICE / NAME).stat().st_mtime_ns
    share.put(FOLDER, NAME, b"sealed")
    assert (share.root / UNIT / DEVICE / NAME).stat().st_mtime_ns == before
    assert code_of(lambda: share.put(FOLDER, NAME, b"other")) == "transport.different"
    assert share.get(FOLDER, NAME, 100) == b"sealed"


def test_names_that_do_not_match_are_ignored(share: FolderTransport) -> None:
    for number in (2, 1, 10):
        share.put(FOLDER, packet.name(number, "cd" * 32), b"x")
    for other in (f"{NAME}.tmp", "desktop.ini", f"{NAME} (Konflikt)", f".{NAME}", NAME.upper(), "sub"):
        (share.root / UNIT / DEVICE / other).write_bytes(b"")
    assert share.list(FOLDER) == [packet.name(number, "cd" * 32) for number in (1, 2, 10)]


def test_a_folder_not_there_yet_is_empty(share: FolderTransport) -> None:
    assert share.list(FOLDER) == []
    assert code_of(lambda: share.get(FOLDER, NAME, 10)) == "transport.gone"


def test_too_large_files_are_not_read(share: FolderTransport) -> None:
    share.put(FOLDER, NAME, bytes(101))
    with pytest.raises(Refusal, match=r"packet\.too_large"):
        share.get(FOLDER, NAME, 100)


def test_a_share_that_is_not_mounted_is_not_made(tmp_path: Path) -> None:
    away = FolderTransport(tmp_path / "away")
    for act in (
        lambda: away.put(FOLDER, NAME, b"x"),
        lambda: away.get(FOLDER, NAME, 1),
        lambda: away.list(FOLDER),
    ):
        assert code_of(act) == "transport.folder_missing"
    assert not away.root.exists()


@pytest.mark.parametrize("folder", ["", "..", "../..", f"{UNIT}/..", f"{UNIT}/{DEVICE}/x", "/etc", "ack"])
def test_only_the_planned_folders_exist(share: FolderTransport, folder: str) -> None:
    with pytest.raises(ValueError, match="no folder"):
        share.list(folder)
    with pytest.raises(ValueError, match="no packet name"):
        share.put(FOLDER, f"../{NAME}", b"x")


SMALL_DISK = """
import subprocess, sys
from pathlib import Path
from app.domain.errors import Trouble
from sync.transport import FolderTransport
root, folder, name, second = Path(sys.argv[1]), *sys.argv[2:]
subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "none", root], check=True)
share = FolderTransport(root)

def told(act):
    try:
        act()
    except Trouble as trouble:
        return trouble.code
    return "no trouble"
"""
FULL = """
share.put(folder, name, bytes(30_000))
print(told(lambda: share.put(folder, second, bytes(60_000))))
print(share.list(folder) == [name], len(list((root / folder).iterdir())))
print(told(lambda: share.put(folder, second, bytes(20_000))))
"""
READ_ONLY = """
subprocess.run(["mount", "-o", "remount,bind,ro", root], check=True)
print(told(lambda: share.put(folder, name, b"x")))
"""


def on_a_small_disk(script: str, disk: Path) -> list[str]:
    """What the script prints in a child whose share is a real file system of 64 KiB.

    The mount lives in a namespace of its own and ends with the child, also where the tester is not root.
    """
    command = ["unshare", "--map-root-user", "--mount", sys.executable, "-c", SMALL_DISK + script]
    arguments = [disk, FOLDER, NAME, packet.name(2, "cd" * 32)]
    done = subprocess.run([*command, *arguments], cwd=PROJECT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"this machine must let the test mount a small tmpfs: {done.stderr}"
    return done.stdout.splitlines()


def test_a_full_share_is_named_and_nothing_half_is_left(tmp_path: Path) -> None:
    assert on_a_small_disk(FULL, tmp_path) == ["transport.full", "True 1", "no trouble"]
    assert resources.message("transport.full").todo


def test_a_read_only_share_is_named(tmp_path: Path) -> None:
    assert on_a_small_disk(READ_ONLY, tmp_path) == ["transport.read_only"]
    assert resources.message("transport.read_only").todo


def test_missing_permission_is_named(tmp_path: Path) -> None:
    """In a child without root's rights, who may look but not write."""
    tmp_path.chmod(0o555)
    script = (
        "import os, sys; from pathlib import Path\n"
        "from app.domain.errors import Trouble; from sync.transport import FolderTransport\n"
        f"os.chdir({str(tmp_path)!r}); os.getuid() or os.setuid(65534)\n"
        "try:\n"
        f"    FolderTransport(Path()).put({FOLDER!r}, {NAME!r}, b'x')\n"
        "except Trouble as trouble:\n"
        "    sys.stdout.write(trouble.code)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=PROJECT, capture_output=True, text=True, check=True
    )
    tmp_path.chmod(0o755)
    assert done.stdout == "transport.no_permission"
    assert resources.message(done.stdout).todo


def held_file(times: int) -> Callable[[], bytes]:
    """A read that Windows refuses so many times, since another program holds the file."""
    left = iter(range(times))

    def read() -> bytes:
        for _ in left:
            error = PermissionError(13, "held")
            error.winerror = 32  # type: ignore[attr-defined]
            raise error
        return b"sealed"

    return read


def test_a_file_held_for_a_moment_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transport, "_PAUSE", 0.001)
    assert transport._patiently(held_file(5)) == b"sealed"
    monkeypatch.setattr(transport, "_PATIENCE", 0.02)
    with pytest.raises(PermissionError):
        transport._patiently(held_file(10_000))


def test_a_disturbed_write_leaves_nothing(share: FolderTransport, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(handle: int) -> None:
        raise OSError(5, "I/O error")

    monkeypatch.setattr(os, "fsync", broken)
    assert code_of(lambda: share.put(FOLDER, NAME, b"x")) == "transport.unreachable"
    assert list((share.root / UNIT / DEVICE).iterdir()) == []
