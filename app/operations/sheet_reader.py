# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Foreign tables are read by a process that holds no key; it gives back JSON, never objects."""

from __future__ import annotations

import csv
import zipfile
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from io import BytesIO, StringIO

import msgspec

from app.domain.errors import Refusal
from app.domain.sheet import Sheet
from app.operations import keyless
from app.operations.keyless import Limits

MOST_BYTES = 5 << 20
MOST_UNPACKED = 100 << 20
MOST_ANSWERED = 64 << 20
MOST_ROWS, MOST_COLUMNS, MOST_SIGNS = 5_000, 60, 500
PATIENCE_S = 20
MOST_MEMORY = 1 << 30

_SEPARATORS = ";\t,|"
_ENCODINGS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}


def read(content: bytes, patience_s: float = PATIENCE_S) -> Sheet:
    """The table in a CSV or XLSX file; a Refusal where it is none, or too large, or too slow."""
    if len(content) > MOST_BYTES:
        raise Refusal("registration.file_too_large", megabytes=MOST_BYTES >> 20)
    try:
        return sheet(keyless.ask(_work, content, Limits(patience_s, MOST_MEMORY, MOST_ANSWERED)))
    except keyless.TooSlow as error:
        raise Refusal("registration.file_too_slow") from error
    except keyless.Silent as error:
        raise Refusal("registration.no_table") from error


def sheet(answer: bytes) -> Sheet:
    """What the process answered, read as text or not at all."""
    try:
        rows = msgspec.json.decode(answer, type=str | list[tuple[str, ...]])
    except msgspec.MsgspecError as error:
        raise Refusal("registration.no_table") from error
    if isinstance(rows, str):
        raise Refusal(rows, rows=MOST_ROWS, columns=MOST_COLUMNS)
    header, *others = rows
    return Sheet(header, tuple(others))


def _work(content: bytes) -> bytes:
    """Runs in the child: a list of rows, or the code of a refusal."""
    try:
        answer: list[tuple[str, ...]] | str = table(content)
    except Refusal as refusal:
        answer = refusal.code
    return msgspec.json.encode(answer)


def table(content: bytes) -> list[tuple[str, ...]]:
    """The rows that hold something, the heading first, all of one width."""
    cells = _workbook(content) if content.startswith(b"PK") else _text(content)
    rows = [row for row in (tuple(map(_tidy, cells)) for cells in cells) if any(row)]
    if len(rows) < 2:
        raise Refusal("registration.no_table")
    width = max(len(row) - _empty_at_end(row) for row in rows)
    if len(rows) > MOST_ROWS + 1 or width > MOST_COLUMNS:
        raise Refusal("registration.too_many_rows", rows=MOST_ROWS, columns=MOST_COLUMNS)
    return [(*row, *[""] * width)[:width] for row in rows]


def _workbook(content: bytes) -> Iterable[Sequence[str]]:
    """The first sheet; formulas give the value they had when the file was saved, none is worked out."""
    from python_calamine import CalamineWorkbook

    _refuse_bomb(content)
    sheet = CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0)
    if sheet.total_height > MOST_ROWS + 1 or sheet.total_width > MOST_COLUMNS:
        raise Refusal("registration.too_many_rows", rows=MOST_ROWS, columns=MOST_COLUMNS)
    return ([_written(value) for value in row] for row in sheet.to_python(skip_empty_area=False))


def _refuse_bomb(content: bytes) -> None:
    """What it says of its size is small, and true."""
    with zipfile.ZipFile(BytesIO(content)) as packed:
        if sum(part.file_size for part in packed.infolist()) > MOST_UNPACKED:
            raise Refusal("registration.no_table")
        if packed.testzip() is not None:
            raise Refusal("registration.no_table")


def _written(value: object) -> str:
    """A cell of a workbook as text: days in ISO, whole numbers without a point."""
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _text(content: bytes) -> Iterable[Sequence[str]]:
    text = _decoded(content)
    if "\0" in text:
        raise Refusal("registration.no_table")
    first = next((line for line in text.splitlines() if line.strip()), "")
    separator = max(_SEPARATORS, key=first.count)
    return csv.reader(StringIO(text, newline=""), delimiter=separator)


def _decoded(content: bytes) -> str:
    """By its mark, else UTF-8, else as older Excels wrote."""
    marked = next((name for mark, name in _ENCODINGS.items() if content.startswith(mark)), "utf-8")
    try:
        return content.decode(marked)
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _tidy(cell: str) -> str:
    """On one line; the sign that keeps a spreadsheet from taking a cell for a formula is taken off again."""
    text = " ".join(cell.split())
    if len(text) > MOST_SIGNS:
        raise Refusal("registration.cell_too_long")
    return text[1:] if len(text) > 1 and text[0] == "'" and text[1] in "=+-@" else text


def _empty_at_end(row: Sequence[str]) -> int:
    return next((place for place, cell in enumerate(reversed(row)) if cell), len(row))
