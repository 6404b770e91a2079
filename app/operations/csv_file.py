# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""A table for Excel as it is here."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from io import StringIO


def as_csv(header: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> bytes:
    """UTF-8 with its mark and semicolons, as Excel here opens it; no cell is taken for a formula."""
    text = StringIO(newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerows([tuple(map(_no_formula, row)) for row in (header, *rows)])
    return text.getvalue().encode("utf-8-sig")


def _no_formula(cell: str) -> str:
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell
