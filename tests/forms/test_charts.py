# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Charts and codes, drawn by Qt as on screen."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QByteArray, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer
from pytestqt.qtbot import QtBot

from app.forms import charts
from app.forms.charts import Bar, Spoke

BARS = (Bar("Wohnen", 145, 8), Bar("Sprache", 100, 8), Bar("Mobilität", 15, 8, words="unter 20"))
SPOKES = tuple(Spoke(label, (score, 5)) for label, score in zip("ABCDE", (1, 2, 3, 4, None), strict=True))
BAR_COLOUR = "fill: rgb(12%,26%,66%)"


def drawn(svg: bytes) -> QImage:
    renderer = QSvgRenderer(QByteArray(svg))
    assert renderer.isValid()
    image = QImage(renderer.defaultSize(), QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    renderer.render(painter)
    painter.end()
    return image


@pytest.mark.usefixtures("qtbot")
@pytest.mark.parametrize(
    "svg",
    [charts.bar_chart(BARS), charts.radar(SPOKES, ["05.01.2022", "20.04.2022"]), charts.qr_code("KB-1")],
    ids=["bars", "radar", "code"],
)
def test_qt_paints_a_light_page_with_something_on_it(svg: bytes) -> None:
    image = drawn(svg)
    dark = sum(
        image.pixelColor(x, y).lightness() < 128 for x in range(image.width()) for y in range(image.height())
    )
    assert 0 < dark < image.width() * image.height() / 2
    assert image.pixelColor(0, 0) == Qt.GlobalColor.white


def bar_lengths(svg: bytes) -> list[float]:
    rectangles = (each.attrib for each in ElementTree.fromstring(svg).iter() if each.tag.endswith("rect"))
    return [float(each["width"]) for each in rectangles if BAR_COLOUR in each["style"]]


@given(st.lists(st.integers(1, 2000), min_size=1, max_size=12))
@settings(max_examples=25, deadline=None)
def test_bars_start_at_zero_and_are_as_long_as_their_figures(values: list[int]) -> None:
    lengths = bar_lengths(charts.bar_chart([Bar(str(number), value) for number, value in enumerate(values)]))
    assert len(lengths) == len(values)
    for value, length in zip(values, reversed(lengths), strict=True):
        assert length / max(lengths) == pytest.approx(value / max(values))


def texts(svg: bytes) -> list[str]:
    return re.findall(r">([^<>\n]+)</text>", svg.decode())


def test_figures_are_german_and_small_ones_are_words_without_a_bar() -> None:
    svg = charts.bar_chart((*BARS, Bar("Bildung", 1233)))
    assert {"1.233", "145", "unter 20"} <= set(texts(svg))
    assert "15" not in texts(svg)
    assert sum(length > 0 for length in bar_lengths(svg)) == 3


def test_a_deviation_is_a_whisker_and_none_is_none() -> None:
    def lines(*bars: Bar) -> int:
        return charts.bar_chart(bars).decode().count("stroke: rgb(7%")

    assert lines(Bar("A", 50, 8)) - lines(Bar("A", 50)) == 3


def test_a_score_that_is_missing_is_not_drawn() -> None:
    def points(svg: bytes) -> int:
        return svg.decode().count("<circle")

    assert points(charts.radar(SPOKES, ["05.01.2022"])) == 4
    assert points(charts.radar(SPOKES, ["05.01.2022", "20.04.2022"])) == 9


def test_at_most_two_dates() -> None:
    with pytest.raises(ValueError, match="two dates"):
        charts.radar(SPOKES, ["1", "2", "3"])


def test_nothing_clips(qtbot: QtBot) -> None:
    assert qtbot
    assert b"clip" not in charts.bar_chart(BARS) + charts.radar(SPOKES, ["a"]) + charts.qr_code("x")
