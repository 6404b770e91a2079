# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""A process that looks at the same release again and again, under other clocks and in other order of rows."""

from __future__ import annotations

import random
import sys
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from pathlib import Path

from app.operations import reporting
from storage.vault import Vault, open_with_key

UNTIL = date(2022, 2, 28)
SHUFFLED = ("client", "file", "client_case")


def shuffle(vault: Vault, draw: random.Random) -> None:
    """Rows lie elsewhere in the file; what was given in an order, as contacts are, keeps it."""
    for table in SHUFFLED:
        rows = [row for (row,) in vault.db.execute(f"SELECT rowid FROM {table}")]
        places = draw.sample(range(10**6, 10**9), len(rows))
        vault.db.executemany(
            f"UPDATE {table} SET rowid = ? WHERE rowid = ?", list(zip(places, rows, strict=True))
        )


def main(path: Path, code: str, key: bytes, site: str, seed: int, times: int) -> None:
    draw, seen = random.Random(seed), set()
    with closing(open_with_key(path, code, key)) as vault:
        for _ in range(times):
            shuffle(vault, draw)
            now = datetime(2022, 3, 1, tzinfo=UTC) + timedelta(seconds=draw.randrange(10**9))
            found = reporting.preview_release(vault, site, "2022-02", UNTIL, now)
            seen.add(sha256(found.payload).hexdigest())
    print(*seen)


if __name__ == "__main__":
    name, code, key, site, seed, times = sys.argv[1:]
    main(Path(name), code, bytes.fromhex(key), site, int(seed), int(times))
