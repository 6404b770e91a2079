# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Several documents as one print job, in memory."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

import pikepdf


def bundle(pdfs: Sequence[bytes], *, own_sheets: bool) -> bytes:
    """One PDF of all; with `own_sheets` each begins on the front of a sheet. One alone stays as it is."""
    if len(pdfs) == 1:
        return pdfs[0]
    made, written = pikepdf.new(), BytesIO()
    for pdf in pdfs:
        with pikepdf.open(BytesIO(pdf)) as source:
            if own_sheets and len(made.pages) % 2:
                made.add_blank_page(page_size=_size(made.pages[-1]))
            made.pages.extend(source.pages)
    made.save(written, deterministic_id=True)
    return written.getvalue()


def _size(page: pikepdf.Page) -> tuple[float, float]:
    left, bottom, right, top = (float(edge) for edge in page.mediabox)
    return right - left, top - bottom
