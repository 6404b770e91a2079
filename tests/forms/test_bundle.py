# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Several documents as one print job."""

from __future__ import annotations

from datetime import UTC, datetime

from app.forms import engine
from app.forms.bundle import bundle
from app.forms.preview import page, page_count, text_lengths

NOW = datetime(2026, 11, 22, tzinfo=UTC)


def pages(*texts: str) -> bytes:
    body = "#pagebreak()\n".join(f"{text}\n" for text in texts)
    return engine.compile_pages(f'#set document(title: "x")\n#set text(font: "Noto Sans")\n{body}', {}, NOW)


def test_one_alone_keeps_its_bytes() -> None:
    one = pages("eins")
    assert bundle([one], own_sheets=True) is one


def test_all_pages_in_order() -> None:
    made = bundle([pages("a"), pages("bb", "ccc"), pages("dddd")], own_sheets=False)
    assert text_lengths(made) == [1, 2, 3, 4]
    assert page(made, 2, 0.1).width == 59 or page(made, 2, 0.1).width == 60


def test_on_both_sides_each_begins_on_a_sheet_of_its_own() -> None:
    made = bundle([pages("a"), pages("bb", "ccc"), pages("dddd")], own_sheets=True)
    assert text_lengths(made) == [1, 0, 2, 3, 4]
    assert page(made, 2, 0.5).height == page(made, 1, 0.5).height
    assert page_count(made) == 5


def test_the_same_sheets_give_the_same_bytes() -> None:
    sheets = [pages("a"), pages("b")]
    assert bundle(sheets, own_sheets=True) == bundle(sheets, own_sheets=True)
