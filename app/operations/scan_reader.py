# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Scans are read by a process that holds no key; it gives back codes, pixels, or the pages of one form.

Bytes that came from outside are never opened in the program itself, also not when they are shown again.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from io import BytesIO
from typing import Any, Literal

import msgspec

from app.domain.errors import Refusal
from app.domain.scan import JPEG, PDF, PNG, form_numbers
from app.forms.preview import PageImage
from app.operations import keyless
from app.operations.keyless import Limits

MOST_BYTES = 20 << 20
MOST_PAGES = 50
MOST_PIXELS = 40_000_000
"""A page of A4 at 600 dpi has 35 million."""

_LIMITS = Limits(patience_s=60, memory=1536 << 20, answer=256 << 20)
_SIGHT = 2200
"""Pixels of the longer side of a page in which codes are looked for."""
_MAGIC = {b"%PDF": PDF, b"\xff\xd8\xff": JPEG, b"\x89PNG\r\n\x1a\n": PNG}
_HEAD = 1024
_WRONG_PASSWORD = 4
"""FPDF_ERR_PASSWORD"""

Codes = list[list[str]]


class _Refused(msgspec.Struct):
    code: Literal[
        "scan.unreadable", "scan.encrypted", "scan.too_many_pages", "scan.too_many_pixels", "scan.too_much"
    ]


class _Picture(msgspec.Struct, array_like=True):
    width: int
    height: int
    rgb: bytes


def media_type(content: bytes) -> str:
    """By its first bytes, whatever the file is called; a Refusal for all other kinds."""
    if len(content) > MOST_BYTES:
        raise Refusal("scan.too_large", megabytes=MOST_BYTES >> 20)
    for magic, kind in _MAGIC.items():
        if content.startswith(magic) or (kind == PDF and magic in content[:_HEAD]):
            return kind
    raise Refusal("scan.other_kind")


def codes(content: bytes, limits: Limits = _LIMITS) -> tuple[tuple[str, ...], ...]:
    """The form numbers that stand on each page as a code."""
    found: Codes = _ask(partial(_codes, media_type(content)), content, Codes, limits)
    return tuple(form_numbers(page) for page in found)


def pictures(content: bytes, first: int, count: int, width: int) -> list[PageImage]:
    """Pages from `first` on, counted from 1, so many pixels wide."""
    work = partial(_pictures, media_type(content), first, count, width)
    found: list[_Picture] = _ask(work, content, list[_Picture], _LIMITS)
    if any(len(each.rgb) != each.width * each.height * 3 for each in found):
        raise Refusal("scan.unreadable")
    return [PageImage(each.width, each.height, each.rgb) for each in found]


def cut(content: bytes, first: int, last: int) -> bytes:
    """These pages of a PDF as a PDF of their own, and nothing of the others."""
    made: bytes = _ask(partial(_cut, first, last), content, bytes, _LIMITS)
    return made


def _ask(work: Callable[[bytes], bytes], content: bytes, kind: Any, limits: Limits) -> Any:
    try:
        answer = msgspec.msgpack.decode(keyless.ask(work, content, limits), type=_Refused | kind)
    except keyless.TooSlow as error:
        raise Refusal("scan.too_much") from error
    except (keyless.Silent, msgspec.MsgspecError) as error:
        raise Refusal("scan.unreadable") from error
    if isinstance(answer, _Refused):
        raise Refusal(answer.code, pages=MOST_PAGES)
    return answer


# In the child


def _told(make: Callable[[], object]) -> bytes:
    """What was made, or the code of the refusal."""
    try:
        return msgspec.msgpack.encode(make())
    except Refusal as refusal:
        return msgspec.msgpack.encode({"code": refusal.code})
    except MemoryError:
        return msgspec.msgpack.encode(_Refused("scan.too_much"))


def _codes(kind: str, content: bytes) -> bytes:
    return _told(lambda: _codes_of_pdf(content) if kind == PDF else [_codes_on(_opened_image(content))])


def _pictures(kind: str, first: int, count: int, width: int, content: bytes) -> bytes:
    def make() -> list[_Picture]:
        if kind != PDF:
            return [_picture(_narrowed(_opened_image(content), width))]
        with _opened_pdf(content) as document:
            chosen = range(first - 1, min(first - 1 + count, len(document)))
            return [
                _picture(_rendered(document[place], width / document[place].get_width())) for place in chosen
            ]

    return _told(make)


def _cut(first: int, last: int, content: bytes) -> bytes:
    def make() -> bytes:
        import pypdfium2

        with _opened_pdf(content) as document, pypdfium2.PdfDocument.new() as made:
            made.import_pages(document, list(range(first - 1, last)))
            written = BytesIO()
            made.save(written)
        return written.getvalue()

    return _told(make)


def _codes_of_pdf(content: bytes) -> Codes:
    with _opened_pdf(content) as document:
        return [_codes_on(_rendered(page, _SIGHT / max(page.get_size()))) for page in document]


def _opened_pdf(content: bytes) -> Any:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        encrypted = getattr(error, "err_code", None) == _WRONG_PASSWORD
        raise Refusal("scan.encrypted" if encrypted else "scan.unreadable") from error
    if not len(document):
        raise Refusal("scan.unreadable")
    if len(document) > MOST_PAGES:
        raise Refusal("scan.too_many_pages", pages=MOST_PAGES)
    return document


def _opened_image(content: bytes) -> Any:
    """Upright, as the camera was held."""
    from PIL import Image, ImageOps

    Image.MAX_IMAGE_PIXELS = None  # ours is asked below, before a pixel is unpacked
    image = Image.open(BytesIO(content), formats=("JPEG", "PNG"))
    if image.width * image.height > MOST_PIXELS:
        raise Refusal("scan.too_many_pixels")
    return ImageOps.exif_transpose(image).convert("RGB")


def _rendered(page: Any, scale: float) -> Any:
    """No page is larger than an image may be, whatever it says of itself."""
    width, height = page.get_size()
    most = (MOST_PIXELS / max(1.0, width * height)) ** 0.5
    return page.render(scale=min(scale, most), may_draw_forms=False).to_pil().convert("RGB")


def _narrowed(image: Any, width: int) -> Any:
    """Never larger than it came."""
    image.thumbnail((width, MOST_PIXELS // width))
    return image


def _codes_on(image: Any) -> list[str]:
    import zxingcpp

    found = zxingcpp.read_barcodes(image, formats=zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.QRCode]))
    return [each.text for each in found if each.valid]


def _picture(image: Any) -> _Picture:
    return _Picture(image.width, image.height, image.tobytes())
