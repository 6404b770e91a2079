# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The same data are the same bytes wherever they are printed, and never a blank page.

What an older version printed is kept with its bytes and printed from them: `tests/test_released_files.py`.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

import resources
from app.domain.errors import Trouble
from app.forms import consent_sheet, engine
from tests.forms.conftest import WHEN, a_consent
from tests.forms.samples import LONG, USUAL, Sample, printed

ROOT = Path(__file__).parents[2]
SAMPLES = (
    Sample("consent", USUAL, "ar"),
    Sample("goals", LONG, "uk"),
    Sample("assessment", USUAL, "de"),
    Sample("report", USUAL, "de"),
    Sample("withdrawal", USUAL, "ckb"),
    Sample("pictograms", USUAL, "tr"),
)
SCRIPT = """
from tests.forms.samples import Sample, printed
from tests.forms.test_same_bytes import SAMPLES
for sample in SAMPLES:
    print(printed(sample).sha256)
"""
PLACES = (
    {"PYTHONHASHSEED": "1", "LC_ALL": "C", "LANG": "C", "TZ": "Pacific/Kiritimati"},
    {"PYTHONHASHSEED": "77", "LC_ALL": "tr_TR.UTF-8", "LANG": "tr_TR.UTF-8", "TZ": "America/New_York"},
)


@pytest.fixture
def fresh_engine() -> Iterator[None]:
    engine._compiler.cache_clear()
    yield
    engine._compiler.cache_clear()


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place["TZ"])
def test_another_process_in_another_place_prints_the_same(place: dict[str, str], tmp_path: Path) -> None:
    environment = {**os.environ, **place, "PYTHONPATH": str(ROOT)}
    other = subprocess.run(
        [sys.executable, "-c", SCRIPT],
        env=environment,
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    assert other.stdout.split() == [printed(sample).sha256 for sample in SAMPLES]


def test_without_fonts_nothing_is_printed(
    monkeypatch: pytest.MonkeyPatch, fresh_engine: None, tmp_path: Path
) -> None:
    monkeypatch.setattr(resources, "font_folders", lambda: [tmp_path])
    with pytest.raises(Trouble) as caught:
        engine.print_form("consent", [], {}, WHEN)
    assert caught.value.code == "form.fonts_missing"


@pytest.mark.parametrize("missing", range(3))
def test_one_font_missing_is_noticed(
    monkeypatch: pytest.MonkeyPatch, fresh_engine: None, missing: int
) -> None:
    folders = resources.font_folders()
    assert len(folders) == 3
    monkeypatch.setattr(resources, "font_folders", lambda: [*folders[:missing], *folders[missing + 1 :]])
    with pytest.raises(Trouble) as caught:
        engine.compile_pages("#set document(title: [x])\nx", {}, WHEN)
    assert caught.value.code == "form.fonts_missing"


@pytest.mark.parametrize(
    "template",
    [
        '#set document(title: "x")\n#set text(font: "Comic Sans")\nx',
        '#set document(title: "x")\n#set text(font: "Noto Sans")\nx #pagebreak() #h(1pt) #pagebreak() x',
        '#set document(title: "x")\n#set text(font: "Noto Sans")\n#sys.inputs.nothing',
        '#set text(font: "Noto Sans")\nno title',
    ],
    ids=["unknown family", "blank page", "missing value", "no title"],
)
def test_a_page_that_would_be_wrong_is_trouble(template: str) -> None:
    with pytest.raises(Trouble) as caught:
        engine.compile_pages(template, {}, WHEN)
    assert caught.value.code == "form.failed"


def test_only_what_is_said_changes_the_bytes() -> None:
    """The clock is an argument: the hour of printing is in the file, and nothing else of the machine."""
    sheet = a_consent("ar")
    once, again = (consent_sheet.render(sheet, WHEN) for _ in range(2))
    assert once.pdf == again.pdf
    assert consent_sheet.render(sheet, WHEN + timedelta(hours=1)).pdf != once.pdf
