# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Every form looks as it looked when somebody last looked at it: pixel by pixel, drawn by pdfium.

A page that is meant to look otherwise is looked at, then drawn anew: `python -m tests.forms.golden`.
"""

from __future__ import annotations

import pytest
from PIL import ImageChops

from tests.forms import golden
from tests.forms.samples import Sample


@pytest.mark.parametrize("sample", golden.samples(), ids=str)
def test_it_looks_as_it_did(sample: Sample) -> None:
    now, then = golden.drawn(sample), golden.stored(sample)
    assert now.size == then.size
    assert now.tobytes() == then.tobytes(), (
        f"{sample} looks otherwise: look, then python -m tests.forms.golden"
    )


def test_no_picture_is_left_over() -> None:
    assert set(golden.FOLDER.glob("*.png")) == {golden.path(sample) for sample in golden.samples()}


def test_a_moved_letter_is_seen() -> None:
    """So that the comparison is known to see it."""
    now = golden.drawn(golden.samples()[0])
    moved = ImageChops.offset(now, 1, 0)
    assert moved.tobytes() != now.tobytes()
