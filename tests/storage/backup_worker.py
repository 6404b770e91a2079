# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""A process that backs up, or restores, until it is killed; it tells every backup that counts."""

from __future__ import annotations

import sys
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

from app.domain.progress import Silent
from storage import backup, restore
from storage.backup import Copy
from storage.vault import open_with_key

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)


def back_up(path: Path, place: Path, key: bytes, days: int) -> None:
    """A backup for each day, so that rotation never takes the one just told."""
    now = NOW + timedelta(days=days)
    with closing(open_with_key(path, "MB", key)) as opened:
        print("begun", flush=True)
        while True:
            made = backup.make(opened, place, now, Silent())
            print(made.path.parent.name, flush=True)
            now += timedelta(days=1)


def put_back(source: Path, target: Path, key: bytes) -> None:
    opened = restore._opened(Copy(source, NOW), "MB", (key,))
    print("begun", flush=True)
    restore.put_back(opened, target, NOW, Silent())


if __name__ == "__main__":
    act, source, target, key, *more = sys.argv[1:]
    if act == "backup":
        back_up(Path(source), Path(target), bytes.fromhex(key), int(more[0]))
    else:
        put_back(Path(source), Path(target), bytes.fromhex(key))
