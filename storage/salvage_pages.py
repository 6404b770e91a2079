# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Broken pages that keep a file from opening at all, taken from its backup.

A backup has the file's key and salt and copies page by page, so its pages are authentic in the file's place.
Only those without which the list of tables cannot be read are taken: rows never come from stale pages.
"""

from __future__ import annotations

import os
import shutil
from contextlib import closing
from pathlib import Path

from app.domain.errors import Trouble
from storage.connection import SALT_BYTES, connect, connect_to_look, damaged_pages, discard, told_as_trouble

PAGE_BYTES = 4096
_FILLING = """INSERT INTO draft (id, kind, schema, json, at)
    VALUES ('filling', '', 0, json_quote(hex(zeroblob(?))), '')"""


def heal_schema(copy: Path, key: bytes, backup: Path | None) -> None:
    """Trouble `salvage.beyond` if the list of tables cannot be read, not even with the backup's pages."""
    if opens(copy, key):
        return
    if backup is None:
        raise Trouble("salvage.beyond")
    helper = copy.with_name(f"{copy.name}.hilfe")
    try:
        with told_as_trouble(copy):
            shutil.copyfile(backup, helper)
            _grow(helper, key, copy.stat().st_size)
            _borrow(copy, key, helper.read_bytes())
    finally:
        discard(helper)


def opens(path: Path, key: bytes) -> bool:
    """Whether the list of tables can be read to its end."""
    try:
        with closing(connect_to_look(path, key)) as db:
            db.execute("SELECT sql FROM sqlite_master").fetchall()
    except Trouble:
        return False
    return True


def _grow(helper: Path, key: bytes, size: int) -> None:
    """As large as the damaged file: its first page says how many pages there are."""
    if (lacking := size - helper.stat().st_size) > 0:
        with closing(connect(helper, key)) as db:
            db.execute(_FILLING, (lacking,))
            db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()


def _borrow(copy: Path, key: bytes, backup: bytes) -> None:
    """All broken pages first, then each is given back that is not needed."""
    own = copy.read_bytes()
    if own[:SALT_BYTES] != backup[:SALT_BYTES]:
        _put(copy, 1, backup[:SALT_BYTES] + own[SALT_BYTES:PAGE_BYTES])
    broken = [page for page in damaged_pages(copy, key) if page * PAGE_BYTES <= len(backup)]
    os.truncate(copy, max(len(own), len(backup)))  # no page is missing that the backup's first page counts
    for page in broken:
        _put(copy, page, _page(backup, page))
    if not opens(copy, key):
        raise Trouble("salvage.beyond")
    for page in broken:
        _put(copy, page, _page(own, page))
        if not opens(copy, key):
            _put(copy, page, _page(backup, page))


def _page(content: bytes, number: int) -> bytes:
    return content[(number - 1) * PAGE_BYTES : number * PAGE_BYTES]


def _put(path: Path, number: int, page: bytes) -> None:
    with path.open("r+b") as file:
        file.seek((number - 1) * PAGE_BYTES)
        file.write(page)
