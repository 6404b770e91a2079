# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The pages of every form as they should look; `python -m tests.forms.golden` draws them anew."""

from __future__ import annotations

import io
import sys
from pathlib import Path

from PIL import Image

from app.forms import preview
from app.forms.languages import languages
from tests.forms.samples import BLANK, MINUTES, USUAL, Sample, every, printed

FOLDER = Path(__file__).parents[1] / "files" / "pages"
SCALE = 36 / 72
GREYS = 16
AT_MOST_PAGES = 4
"""Of the dividers, whose pages are alike."""


def samples() -> list[Sample]:
    """What is usual, in the languages that have every form; blanks in three."""
    full = {each.code for each in languages().values() if each.full}
    return [each for each in every(USUAL, BLANK, MINUTES) if each.language in full]


def path(sample: Sample) -> Path:
    return FOLDER / f"{sample}.png"


def drawn(sample: Sample) -> Image.Image:
    """Its pages side by side, each pixel one of the greys."""
    pages = preview.pages(printed(sample).pdf, SCALE)[:AT_MOST_PAGES]
    sheet = Image.new("L", (sum(page.width for page in pages), max(page.height for page in pages)))
    left = 0
    for page in pages:
        sheet.paste(Image.frombytes("RGB", (page.width, page.height), page.rgb).convert("L"), (left, 0))
        left += page.width
    return sheet.point([level * GREYS // 256 for level in range(256)])


def stored(sample: Sample) -> Image.Image:
    return Image.open(path(sample))


def encoded(image: Image.Image) -> bytes:
    """Four bits a pixel, without a date."""
    written, palette = io.BytesIO(), [level * 17 for level in range(GREYS) for _ in range(3)]
    small = Image.frombytes("P", image.size, image.tobytes())
    small.putpalette(palette)
    small.save(written, "PNG", optimize=True, bits=4)
    return written.getvalue()


def main() -> int:
    FOLDER.mkdir(exist_ok=True)
    wanted = samples()
    for old in set(FOLDER.glob("*.png")) - {path(sample) for sample in wanted}:
        old.unlink()
    for sample in wanted:
        path(sample).write_bytes(encoded(drawn(sample)))
    size = sum(path(sample).stat().st_size for sample in wanted)
    print(f"{len(wanted)} Bilder, {size // 1024} kB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
