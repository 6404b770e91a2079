# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Foreign tables are read by a process of its own that holds no key, has little time and little room.

It gets bytes and gives back JSON, never objects. What goes wrong in it can neither reach the file nor stop
the program.
"""

from __future__ import annotations

import csv
import sys
import zipfile
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from io import BytesIO, StringIO
from multiprocessing import get_context
from multiprocessing.connection import Connection

import msgspec

from app.domain.errors import Refusal
from app.domain.registration_sheet import Sheet

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
    ours, theirs = get_context("spawn").Pipe()
    child = get_context("spawn").Process(target=_work, args=(theirs,), daemon=True)
    child.start()
    theirs.close()
    try:
        return _answer(ours, content, patience_s)
    finally:
        child.kill()
        child.join()
        child.close()
        ours.close()


def _answer(ours: Connection, content: bytes, patience_s: float) -> Sheet:
    try:
        ours.send_bytes(content)
        if not ours.poll(patience_s):
            raise Refusal("registration.file_too_slow")
        answer = msgspec.json.decode(ours.recv_bytes(MOST_ANSWERED), type=str | list[tuple[str, ...]])
    except (EOFError, OSError, msgspec.MsgspecError) as error:
        raise Refusal("registration.no_table") from error
    if isinstance(answer, str):
        raise Refusal(answer, rows=MOST_ROWS, columns=MOST_COLUMNS)
    header, *rows = answer
    return Sheet(header, tuple(rows))


def _work(pipe: Connection) -> None:
    """Runs in the child: a list of rows, or the code of a refusal."""
    _stay_small()
    content = pipe.recv_bytes()
    try:
        answer: list[tuple[str, ...]] | str = table(content)
    except Refusal as refusal:
        answer = refusal.code
    except Exception:
        answer = "registration.no_table"  # whatever a hostile file broke, it broke here
    pipe.send_bytes(msgspec.json.encode(answer))
    pipe.close()


def _stay_small() -> None:
    """Where the system has such limits; on Windows the sizes that are checked before have to do."""
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (PATIENCE_S, PATIENCE_S))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


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
