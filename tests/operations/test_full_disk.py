# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Operations on a disk that is really full, a page more each time, until there is room: before or after."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]


def test_at_whatever_page_the_disk_ends_it_is_told_and_nothing_is_half_done(
    case_template: Any, tmp_path: Path
) -> None:
    disk = tmp_path / "kleine-platte"
    disk.mkdir()
    command = ["unshare", "--map-root-user", "--mount", sys.executable, "-m", "tests.operations.full_disk"]
    arguments = (case_template.path, disk, case_template.key.hex(), case_template.password)
    done = subprocess.run(
        [*command, *map(str, arguments)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, f"this machine must let the test mount a small tmpfs: {done.stderr}"
    seen = json.loads(done.stdout)
    assert all(times > 0 for times, _ in seen.values()), seen
    told = {code for _, codes in seen.values() for code in codes}
    assert told == {"done", "vault.disk_full", "document.not_written", "backup.disk_full"}, seen
