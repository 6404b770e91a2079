# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Pages as pictures, read from memory."""

from __future__ import annotations

import threading
from dataclasses import dataclass

import pypdfium2

_one_at_a_time = threading.Lock()  # pdfium may not be entered by two threads


@dataclass(frozen=True)
class PageImage:
    """One page, three bytes red, green, blue a pixel, rows without padding."""

    width: int
    height: int
    rgb: bytes


def pages(pdf: bytes, scale: float) -> list[PageImage]:
    """Every page; scale 1 is 72 pixels an inch."""
    with _one_at_a_time, pypdfium2.PdfDocument(pdf) as document:
        return [_image(page, scale) for page in document]


def page(pdf: bytes, number: int, scale: float) -> PageImage:
    """One of them, counted from 1."""
    with _one_at_a_time, pypdfium2.PdfDocument(pdf) as document:
        return _image(document[number - 1], scale)


def page_count(pdf: bytes) -> int:
    with _one_at_a_time, pypdfium2.PdfDocument(pdf) as document:
        return len(document)


def text_lengths(pdf: bytes) -> list[int]:
    """How many characters each page says."""
    with _one_at_a_time, pypdfium2.PdfDocument(pdf) as document:
        return [page.get_textpage().count_chars() for page in document]


def words(pdf: bytes) -> str:
    """All that stands on its pages."""
    with _one_at_a_time, pypdfium2.PdfDocument(pdf) as document:
        return "\n".join(page.get_textpage().get_text_bounded() for page in document)


def _image(page: pypdfium2.PdfPage, scale: float) -> PageImage:
    bitmap = page.render(scale=scale, rev_byteorder=True, force_bitmap_format=pypdfium2.raw.FPDFBitmap_BGR)
    row, padded = bitmap.width * 3, bytes(bitmap.buffer)
    lines = (padded[start : start + row] for start in range(0, bitmap.stride * bitmap.height, bitmap.stride))
    return PageImage(bitmap.width, bitmap.height, b"".join(lines))
