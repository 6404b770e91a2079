# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Pages as pictures, and the page engine under several threads."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

from app.forms import preview
from app.forms.consent_sheet import ConsentSheet, render


def test_pages_come_in_size_and_colour(consent: Callable[..., ConsentSheet], when: datetime) -> None:
    small, _ = preview.pages(render(consent(), when).pdf, 1)
    large, _ = preview.pages(render(consent(), when).pdf, 2)
    assert (small.width, small.height) == (596, 842)
    assert (large.width, large.height) == (1191, 1684)
    assert len(large.rgb) == 1191 * 1684 * 3
    pixels = {large.rgb[start : start + 3] for start in range(0, len(large.rgb), 3)}
    assert bytes((0x20, 0x44, 0xAA)) in pixels
    assert bytes((0xAA, 0x44, 0x20)) not in pixels


def test_threads_do_not_disturb_each_other(consent: Callable[..., ConsentSheet], when: datetime) -> None:
    sheets = [consent(language) for language in ("de", "ar", "uk")] * 3
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(lambda sheet: preview.pages(render(sheet, when).pdf, 1), sheets))
    assert together == [preview.pages(render(sheet, when).pdf, 1) for sheet in sheets]
