# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Rows of a damaged file around what is broken: a broken page poisons its connection, a new one goes on."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from app.domain.errors import Trouble
from storage.connection import connect_to_look

ONE_BY_ONE = 64
"""So many rows behind a broken page are tried singly; then the steps grow."""

FARTHEST = 1 << 24
"""No gap is as wide as that: the table ends there."""

Row = tuple[Any, ...]
Key = tuple[Any, ...]


@dataclass
class Known:
    """The keys an index gave, and between which keys it could not be read (None: from or to its end)."""

    keys: set[Key] = field(default_factory=set)
    gaps: list[tuple[Key | None, Key | None]] = field(default_factory=list)

    def may_hold(self, key: Key) -> bool:
        """Whether the damaged file had this row, as far as can be known."""
        return key in self.keys or any(
            (low is None or key > low) and (high is None or key <= high) for low, high in self.gaps
        )


class Reader:
    """Reads the rows of a damaged file around what is broken."""

    def __init__(self, path: Path, key: bytes) -> None:
        self._path, self._key = path, key
        self.db = connect_to_look(path, key)
        self.breaks = 0

    def rows(self, table: str) -> Iterator[Row]:
        """(rowid, columns …) in the order of rowids, without those that cannot be read."""
        after: int | None = -1
        while after is not None:
            try:
                for row in iter(self.db.execute(_from(table), (after,)).fetchone, None):
                    after = int(row[0])
                    yield row
                return
            except Trouble as trouble:
                _only_damage(trouble)
                self._again()
                assert after is not None
                after = self._behind(after, partial(self._reads_row, table))

    def keys(self, table: str, columns: Sequence[str], marks: Sequence[Key]) -> Known:
        """What the index of the primary key holds, also of rows that cannot be read themselves.

        `marks` are keys that may be there, in order: behind a broken page of the index one of them goes on.
        """
        known, after = Known(), None
        while True:
            try:
                for key in iter(self.db.execute(*_keys(table, columns, after)).fetchone, None):
                    after = key
                    known.keys.add(key)
                return known
            except Trouble as trouble:
                _only_damage(trouble)
                self._again()
                start = 0 if after is None else bisect_right(marks, after)
                place = self._behind(start - 1, lambda at: self._reads_keys(table, columns, marks, at))
                before, after = after, marks[place] if place is not None and place < len(marks) else None
                known.gaps.append((before, after))
                if after is None:
                    return known

    def close(self) -> None:
        self.db.close()

    def _behind(self, after: int, reads: Callable[[int], bool]) -> int | None:
        """The smallest number behind which reading goes on; None if it nowhere does."""
        for single in range(after + 1, after + ONE_BY_ONE):
            if reads(single):
                return single
        broken, step = after + ONE_BY_ONE - 1, ONE_BY_ONE
        while not reads(broken + step):
            broken, step = broken + step, step * 2
            if step > FARTHEST:
                return None
        return _first_between(broken, broken + step, reads)

    def _reads_row(self, table: str, after: int) -> bool:
        return self._reads(f"{_from(table)} LIMIT 1", (after,))

    def _reads_keys(self, table: str, columns: Sequence[str], marks: Sequence[Key], at: int) -> bool:
        """Behind the last mark nothing is looked for."""
        if at >= len(marks):
            return True
        sql, values = _keys(table, columns, marks[at])
        return self._reads(f"{sql} LIMIT 1", values)

    def _reads(self, sql: str, values: Key) -> bool:
        try:
            self.db.execute(sql, values).fetchone()
        except Trouble as trouble:
            _only_damage(trouble)
            self._again()
            return False
        return True

    def _again(self) -> None:
        self.db.close()
        self.db = connect_to_look(self._path, self._key)
        self.breaks += 1


def _first_between(broken: int, whole: int, reads: Callable[[int], bool]) -> int:
    while whole - broken > 1:
        middle = (broken + whole) // 2
        if reads(middle):
            whole = middle
        else:
            broken = middle
    return whole


def _keys(table: str, columns: Sequence[str], after: Key | None) -> tuple[str, Key]:
    wanted, marks = ", ".join(columns), ", ".join("?" * len(columns))
    behind = f"WHERE ({wanted}) > ({marks})" if after is not None else ""
    return f'SELECT {wanted} FROM "{table}" {behind} ORDER BY {wanted}', after or ()


def _from(table: str) -> str:
    return f'SELECT rowid, * FROM "{table}" WHERE rowid > ? ORDER BY rowid'


def _only_damage(trouble: Trouble) -> None:
    if trouble.code != "vault.damaged":
        raise trouble
