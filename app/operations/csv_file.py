# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""A table for Excel as it is here."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from io import StringIO

Cell = str | int | float


def as_csv(header: tuple[str, ...], rows: Iterable[tuple[Cell, ...]]) -> bytes:
    """UTF-8 with its mark and semicolons, as Excel here opens it; words are never a formula, numbers stay."""
    text = StringIO(newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerows([tuple(map(_written, row)) for row in (header, *rows)])
    return text.getvalue().encode("utf-8-sig")


def _written(cell: Cell) -> str:
    """As a German spreadsheet reads it."""
    match cell:
        case str():
            return f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell
        case float():
            return f"{cell:.2f}".replace(".", ",")
    return str(cell)
