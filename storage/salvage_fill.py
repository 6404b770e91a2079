# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""A new file filled table by table: what the damaged one still gives, then what its backup has."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from app.domain.progress import Progress
from storage.connection import Connection
from storage.salvage_reader import Key, Known, Reader, Row

UNKNOWN = "?"
"""Stands for rows of which not even the index of the table could be read."""

_SHADOWED = {"note_search": "note_search_content"}
"""A full-text table and the plain table in which its texts lie."""

_OF_NO_ROW = ("missing_record", "sqlite_sequence")


@dataclass
class Told:
    """By table: the rows the new file has, those of them from the backup, and the keys that are missing."""

    rows: dict[str, int] = field(default_factory=dict)
    from_backup: dict[str, int] = field(default_factory=dict)
    missing: dict[str, list[str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Table:
    """Its columns in their order, and those of its primary key, which may be the rowid itself."""

    name: str
    columns: tuple[str, ...]
    key: tuple[str, ...]
    key_is_rowid: bool


def fill(source: Reader, target: Connection, backup: Connection | None, progress: Progress) -> Told:
    """Inside the caller's transaction; triggers rest meanwhile: these rows passed them once."""
    triggers = target.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
    for name, _ in triggers:
        target.execute(f'DROP TRIGGER "{name}"')
    told, every = Told(), tables(target)
    for done, table in enumerate(every):
        progress.advance(done, len(every), "")
        _fill_table(source, target, backup, table, told)
    _drop_orphans(target, {table.name: table for table in every}, told)
    for _, sql in triggers:
        target.execute(sql)
    return told


def tables(db: Connection) -> list[Table]:
    """Every table with rows of its own, a full-text table instead of the tables in which it lies."""
    found = db.execute("PRAGMA table_list").fetchall()
    names = [name for _, name, kind, *_ in found if kind in ("table", "virtual")]
    wanted = sorted(name for name in names if not name.startswith("sqlite_") and name not in _OF_NO_ROW)
    return [_table(db, name) for name in wanted]


def _table(db: Connection, name: str) -> Table:
    columns = db.execute(f'PRAGMA table_info("{name}")').fetchall()
    key = sorted((place, column) for _, column, _, _, _, place in columns if place)
    types = [kind for _, _, kind, _, _, place in columns if place]
    names = tuple(column for _, column, *_ in columns)
    return Table(name, names, tuple(column for _, column in key), types == ["INTEGER"])


def _fill_table(
    source: Reader, target: Connection, backup: Connection | None, table: Table, told: Told
) -> None:
    breaks = source.breaks
    _put(target, table, source.rows(_SHADOWED.get(table.name, table.name)))
    if source.breaks == breaks:
        told.rows[table.name] = _count(target, table.name)
        return
    present = _count(target, table.name)
    older = _rows_by_key(backup, table) if backup is not None else {}
    known = _known(source, target, table, older)
    there = _keys(target, table)
    _put(target, table, [row for key, row in older.items() if key not in there and known.may_hold(key)])
    told.rows[table.name] = _count(target, table.name)
    if added := told.rows[table.name] - present:
        told.from_backup[table.name] = added
    missing = sorted(_as_text(key) for key in known.keys - _keys(target, table))
    if missing or known.gaps:
        told.missing[table.name] = [*missing, *([UNKNOWN] if known.gaps else [])]


def _known(source: Reader, target: Connection, table: Table, older: dict[Key, Row]) -> Known:
    """The damaged file's keys, of broken rows too; everything is a gap where no index tells."""
    if table.name == "journal":  # it grows by one and loses none
        (last,) = target.execute("SELECT coalesce(max(seq), 0) FROM journal").fetchone()
        return Known({(number,) for number in range(1, last + 1)})
    if not table.key or table.key_is_rowid:
        return Known(gaps=[(None, None)])
    return source.keys(table.name, table.key, sorted(_keys(target, table) | set(older)))


def _rows_by_key(backup: Connection, table: Table) -> dict[Key, Row]:
    """The backup's rows, rowid first; none if the table had other columns then."""
    if _table(backup, table.name).columns != table.columns:
        return {}
    places = [table.columns.index(column) + 1 for column in table.key] or [0]
    rows = backup.execute(f'SELECT rowid, {_listed(table.columns)} FROM "{table.name}" ORDER BY rowid')
    return {tuple(row[place] for place in places): row for row in rows}


def _put(target: Connection, table: Table, rows: Iterable[Sequence[object]]) -> None:
    """Under their own rowid where that is free: it is the order in which they came."""
    columns = ("rowid", *table.columns)
    sql = (
        f'INSERT OR IGNORE INTO "{table.name}" ({_listed(columns)}) VALUES ({", ".join("?" * len(columns))})'
    )
    for row in rows:
        values = [row[0], *row[-len(table.columns) :]]
        if not target.execute(sql, values).rowcount and not table.key_is_rowid:
            target.execute(sql, [None, *values[1:]])


def _drop_orphans(target: Connection, every: dict[str, Table], told: Told) -> None:
    """Rows that hang on a missing one go too, and are told as missing."""
    while found := target.execute("PRAGMA foreign_key_check").fetchall():
        for name, rowid in {(row[0], row[1]) for row in found}:
            table = every[name]
            key = target.execute(
                f'SELECT {_listed(table.key or ("rowid",))} FROM "{name}" WHERE rowid = ?', (rowid,)
            ).fetchone()
            target.execute(f'DELETE FROM "{name}" WHERE rowid = ?', (rowid,))
            told.missing.setdefault(name, []).append(_as_text(key))
            told.rows[name] -= 1


def _keys(db: Connection, table: Table) -> set[Key]:
    return set(db.execute(f'SELECT {_listed(table.key or ("rowid",))} FROM "{table.name}"'))


def _count(db: Connection, table: str) -> int:
    return int(db.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0])


def _listed(columns: Iterable[str]) -> str:
    return ", ".join(f'"{column}"' for column in columns)


def _as_text(key: Key) -> str:
    return " ".join(map(str, key))
