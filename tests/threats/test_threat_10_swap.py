# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Row 10, swap: where the administrator wants it, SQLCipher locks and wipes its memory."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

HANDBOOK = Path(__file__).parents[2] / "docs" / "Betrieb.md"
LITTLE_KB = 512
"""SQLCipher always locks its keys; the pages are more."""

ASKED = """
import contextlib, io, sys
from pathlib import Path
from app import main, settings
if sys.argv[1] == "on":
    settings.remember(out_of_swap=True)
with contextlib.suppress(SystemExit), contextlib.redirect_stdout(io.StringIO()):
    main.main(["--help"])
from storage.vault import open_with_key
vault = open_with_key(Path(sys.argv[2]), sys.argv[3], bytes.fromhex(sys.argv[4]))
print(vault.db.execute("PRAGMA cipher_memory_security").fetchone()[0])
print([line.split()[1] for line in open("/proc/self/status") if line.startswith("VmLck")][0])
vault.close()
"""


@pytest.mark.parametrize(("asked", "secured"), [("on", "1"), ("off", "0")])
def test_threat_10_swap(case_template: Any, tmp_path: Path, asked: str, secured: str) -> None:
    """Row 10. The pragma holds for the opened file, and memory is locked; without the setting neither."""
    arguments = [asked, str(case_template.copy_to(tmp_path)), case_template.code, case_template.key.hex()]
    environment = os.environ | {"KIM_BRUECKE_HOME": str(tmp_path / "home")}
    done = subprocess.run(
        [sys.executable, "-c", ASKED, *arguments], env=environment, capture_output=True, text=True, check=True
    )
    told, locked = done.stdout.split()
    assert told == secured
    assert (int(locked) > LITTLE_KB) is (asked == "on")


def test_threat_10_the_advice_is_written() -> None:
    """Row 10. Disk encryption is what really helps: administrators are told so."""
    text = HANDBOOK.read_text("utf-8")
    for word in ("Festplattenverschlüsselung", "Auslagerungsdatei", "out_of_swap"):
        assert word in text
