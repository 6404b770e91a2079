# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""A process that takes a sealed case in and back, again and again, and says each act that was saved."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path

from app.operations import received_cases
from storage.vault import open_with_key


def main() -> None:
    path, code, key, file, site_id, moment = sys.argv[1:]
    now, vault = datetime.fromisoformat(moment), open_with_key(Path(path), code, bytes.fromhex(key))
    arrived = received_cases.look_at(vault, Path(file), now)
    while True:
        case_id = received_cases.take_in(vault, arrived, site_id, None, now)
        print("in", case_id, flush=True)
        received_cases.take_back(vault, case_id, now)
        print("back", case_id, flush=True)


if __name__ == "__main__":
    main()
