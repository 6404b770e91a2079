# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""A table for Excel as it is here."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from io import StringIO

_BELOW_ZERO = re.compile(r"-\d+(,\d+)?")


def as_csv(header: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> bytes:
    """UTF-8 with its mark and semicolons, as Excel here opens it; no cell is taken for a formula.

    A number below zero is none, and stays one that can be added up.
    """
    text = StringIO(newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerows([tuple(map(_no_formula, row)) for row in (header, *rows)])
    return text.getvalue().encode("utf-8-sig")


def _no_formula(cell: str) -> str:
    may_be_one = cell[:1] in ("=", "+", "-", "@", "\t", "\r") and not _BELOW_ZERO.fullmatch(cell)
    return f"'{cell}" if may_be_one else cell
