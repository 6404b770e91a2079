# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The recovery key on paper can be read and typed back."""

from __future__ import annotations

from datetime import UTC, date, datetime
from io import BytesIO

import pikepdf
import pypdfium2

from app.forms import recovery_sheet
from storage import recovery_key

MADE = datetime(2026, 11, 23, 9, tzinfo=UTC)


def _words(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return str(document[0].get_textpage().get_text_bounded())
    finally:
        document.close()


def test_the_sheet_holds_the_whole_key_and_no_name() -> None:
    key = recovery_key.generate()
    printed = recovery_sheet.render(key, "MB", date(2026, 11, 23), MADE)
    words = _words(printed.pdf)
    assert [group for group in key.split("-") if group not in words] == []
    assert "23.11.2026" in words
    assert "MB" in words


def test_the_sheet_is_one_tagged_german_page_and_always_the_same() -> None:
    key = recovery_key.generate()
    once, again = (recovery_sheet.render(key, "MB", date(2026, 11, 23), MADE) for _ in range(2))
    assert once.sha256 == again.sha256
    with pikepdf.open(BytesIO(once.pdf)) as document:
        assert len(document.pages) == 1
        assert "/StructTreeRoot" in document.Root
        assert str(document.Root.Lang).startswith("de")
