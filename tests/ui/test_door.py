# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Before the door only what the door needs: pages, paper, audit and keyring come once somebody is in."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

NOT_BEFORE_THE_DOOR = (
    *("keyring", "jaraco", "typst", "pypdfium2", "pikepdf", "lxml", "reportlab", "PIL", "numpy", "highspy"),
    *("httpx", "icalendar", "rapidfuzz", "sqlite3", "multiprocessing"),
    *("app.forms", "app.operations.gate", "app.operations.printing", "ui.places", "ui.print_dialog", "sync"),
)
LOADED = """
import json, sys
from pathlib import Path
from app.main import _parser
from ui.application import begin_application, make_window
begin_application()
window = make_window(Path(sys.argv[1]))
window.show()
print(json.dumps(sorted(sys.modules)))
"""


@pytest.mark.parametrize("there", [True, False], ids=["unlock", "create"])
def test_the_door_loads_nothing_that_lies_behind_it(
    there: bool, case_template: object, tmp_path: Path
) -> None:
    path = case_template.copy_to(tmp_path) if there else tmp_path / "neu.kim"  # type: ignore[attr-defined]
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        [sys.executable, "-c", LOADED, str(path)],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    loaded = json.loads(done.stdout)
    assert "ui.unlock" in loaded
    behind = [
        name for name in loaded for part in NOT_BEFORE_THE_DOOR if name == part or name.startswith(part + ".")
    ]
    assert behind == []
