# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The structure tree as pdfium reads it, so that our own reader is not the only witness."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator
from itertools import groupby
from typing import Any

import pypdfium2
from pypdfium2 import raw


def named_words(pdf: bytes) -> list[tuple[str, str]]:
    """Language and actual text of all elements that have one; what goes on overleaf counts once."""
    with pypdfium2.PdfDocument(pdf) as document:
        found = [each for page in document for each in _on_page(page)]
    return [each for each, _ in groupby(found)]


def _on_page(page: pypdfium2.PdfPage) -> list[tuple[str, str]]:
    tree = raw.FPDF_StructTree_GetForPage(page)
    roots = range(raw.FPDF_StructTree_CountChildren(tree))
    found = [
        each for place in roots for each in _below(raw.FPDF_StructTree_GetChildAtIndex(tree, place), "de")
    ]
    raw.FPDF_StructTree_Close(tree)
    return found


def _below(element: Any, language: str) -> Iterator[tuple[str, str]]:
    if not element:
        return
    language = _text(raw.FPDF_StructElement_GetLang, element) or language
    actual = _text(raw.FPDF_StructElement_GetActualText, element)
    if actual:
        yield language, actual
    for place in range(raw.FPDF_StructElement_CountChildren(element)):
        yield from _below(raw.FPDF_StructElement_GetChildAtIndex(element, place), language)


def _text(read: Callable[..., int], element: Any) -> str:
    """UTF-16 of the length that a call without room tells."""
    length = read(element, None, 0)
    room = ctypes.create_string_buffer(length)
    read(element, room, length)
    return room.raw.decode("utf-16-le").rstrip("\0")
