# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Pages that are pictures, as a PDF of our own: nothing of the file they were drawn from is in it."""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO

from PIL import Image

from app.forms.bundle import bundle
from app.forms.preview import PageImage

_A4_INCHES = 210 / 25.4
_QUALITY = 85


def as_pdf(pictures: Iterable[PageImage]) -> bytes:
    """Each as wide as a page of A4; one at a time, so that only one lies unpacked in memory."""
    return bundle([_page(picture) for picture in pictures], own_sheets=False)


def _page(picture: PageImage) -> bytes:
    written, size = BytesIO(), (picture.width, picture.height)
    image = Image.frombytes("RGB", size, picture.rgb)
    image.save(written, "PDF", resolution=picture.width / _A4_INCHES, quality=_QUALITY)
    return written.getvalue()
