# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Charts and codes as SVG bytes, the same drawing for screen and paper."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

from reportlab.graphics import renderSVG
from reportlab.graphics.barcode import qrencoder
from reportlab.graphics.charts.barcharts import HorizontalBarChart
from reportlab.graphics.shapes import Circle, Drawing, Line, Polygon, Rect, String
from reportlab.lib.colors import Color, HexColor
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

import resources

INK, MUTED, GRID, ACTION, LIGHT = (
    HexColor(each) for each in ("#131525", "#51577A", "#E1E3EB", "#2044AA", "#5C78C4")
)
_SECOND = HexColor("#925400")
_FONT, _BOLD = "Noto Sans", "Noto Sans Bold"
_SIZE = 8
_ROW = 17
_LABEL_SHARE = 0.45
_QUIET = 4
"""Light modules around a QR code."""
_CLIP = re.compile(r'<clipPath.*?</clipPath>| style="clip-path: url\(#clip\)"', re.DOTALL)
_CLOSED_LINE = re.compile(r'(d="M [^ ]+ L [^ ]+) Z"')
_HEAD = re.compile(r"<!DOCTYPE.*?>|<title>.*?</title>|<desc>.*?</desc>", re.DOTALL)


@dataclass(frozen=True)
class Bar:
    """A figure with its possible deviation; `words` stand in its place where no bar may be drawn."""

    label: str
    value: int
    plus_minus: int = 0
    words: str = ""


@dataclass(frozen=True)
class Spoke:
    """One axis of a radar: a score 1 to 5 for each date shown, None where it was not talked about."""

    label: str
    scores: tuple[int | None, ...]


def bar_chart(bars: Sequence[Bar], width: float = 460) -> bytes:
    """Horizontal bars from zero, their deviation as whiskers, their figures in words at the end.

    A label that would leave no room for bars is cut; the table beside the chart has it whole.
    """
    _register_fonts()
    labels = [_cut(bar.label, width * _LABEL_SHARE) for bar in bars]
    label_width = max(map(_width, labels)) + 10
    height = len(bars) * _ROW + 16
    drawing = Drawing(width, height)
    chart = _bars(bars, label_width, width - label_width - 56, height - 16)
    drawing.add(chart)
    axis = chart.valueAxis
    for index, bar in enumerate(bars):
        middle = height - (index + 0.5) * _ROW
        drawing.add(_label(labels[index], label_width - 8, middle, MUTED if bar.words else INK, "end"))
        for shape in _figure(bar, middle, label_width, axis.scale):
            drawing.add(shape)
    return _svg(drawing)


def radar(spokes: Sequence[Spoke], dates: Sequence[str], size: float = 300) -> bytes:
    """Scores 1 to 5 over their axes, at most two dates; an axis without a score stays empty."""
    if len(dates) > 2:
        raise ValueError("a radar shows at most two dates")
    _register_fonts()
    drawing = Drawing(size * 1.5, size + 24)
    web = _Web(len(spokes), size * 0.75, size / 2 + 22, size * 0.38)
    _draw_web(drawing, web, spokes)
    for number, colour in enumerate((ACTION, _SECOND)[: len(dates)]):
        _draw_scores(drawing, web, [spoke.scores[number] for spoke in spokes], colour, dashed=number > 0)
        _draw_legend(drawing, dates[number], number, colour)
    return _svg(drawing)


def qr_code(content: str) -> bytes:
    """A square code in one path, 100 points wide, with the quiet zone of its standard (ISO/IEC 18004)."""
    code = qrencoder.QRCode(None, qrencoder.QRErrorCorrectLevel.M)
    code.addData(content)
    code.make()
    size = code.getModuleCount()
    dark = "".join(
        f"M{column + _QUIET} {row + _QUIET}h1v1h-1z"
        for row in range(size)
        for column in range(size)
        if code.isDark(row, column)
    )
    whole = size + 2 * _QUIET
    frame = f'xmlns="http://www.w3.org/2000/svg" width="100" height="100" viewBox="0 0 {whole} {whole}"'
    return f'<svg {frame}><path d="{dark}" fill="#000000"/></svg>'.encode()


def thousands(number: int) -> str:
    """1.233"""
    return f"{number:,}".replace(",", ".")


def _cut(label: str, most: float) -> str:
    """As many whole words as fit."""
    words = label.split()
    while len(words) > 1 and _width(_joined(words, label)) > most:
        words.pop()
    return _joined(words, label)


def _joined(words: Sequence[str], label: str) -> str:
    joined = " ".join(words)
    return joined if joined == label else f"{joined.rstrip(',')} …"


def _bars(bars: Sequence[Bar], x: float, width: float, height: float) -> HorizontalBarChart:
    chart = HorizontalBarChart()
    chart.x, chart.y, chart.width, chart.height = x, 16, width, height
    chart.data = [[0 if bar.words else bar.value for bar in reversed(bars)]]
    chart.bars[0].fillColor, chart.bars[0].strokeColor = ACTION, None
    chart.barWidth, chart.groupSpacing = 11, _ROW - 11
    chart.categoryAxis.categoryNames = ["" for _ in bars]
    chart.categoryAxis.visibleTicks = False
    chart.categoryAxis.strokeColor = MUTED
    _set_value_axis(chart, max([5, *(bar.value + bar.plus_minus for bar in bars if not bar.words)]))
    return chart


def _set_value_axis(chart: HorizontalBarChart, highest: int) -> None:
    axis = chart.valueAxis
    axis.valueMin = 0
    axis.valueStep = _step(highest)
    axis.valueMax = math.ceil(highest / axis.valueStep) * axis.valueStep
    axis.visibleGrid, axis.gridStrokeColor, axis.gridStart, axis.gridEnd = True, GRID, 16, 16 + chart.height
    axis.visibleAxis, axis.visibleTicks = False, False
    axis.labelTextFormat = lambda value: thousands(int(value))
    axis.labels.fontName, axis.labels.fontSize, axis.labels.fillColor = _FONT, 7, MUTED
    axis.setPosition(chart.x, chart.y, chart.width)
    axis.configure(chart.data)


def _step(highest: int) -> int:
    """A round step that makes three to five parts."""
    power = int(10 ** math.floor(math.log10(highest / 4)))
    return next(power * part for part in (1, 2, 5, 10) if power * part * 5 >= highest)


def _figure(bar: Bar, middle: float, start: float, scale: Callable[[float], float]) -> list[object]:
    if bar.words:
        return [_label(bar.words, start + 6, middle, MUTED)]
    low, high = scale(max(0, bar.value - bar.plus_minus)), scale(bar.value + bar.plus_minus)
    number = _label(thousands(bar.value), high + 5, middle, INK, font=_BOLD)
    return [*_whisker(low, scale(bar.value), high, middle), number] if bar.plus_minus else [number]


def _whisker(low: float, end: float, high: float, middle: float) -> list[object]:
    uncertain = Rect(low, middle - 5.5, end - low, 11, fillColor=LIGHT, strokeColor=None)
    ends = [_line(x, middle - 3, x, middle + 3) for x in (low, high)]
    return [uncertain, _line(low, middle, high, middle), *ends]


def _line(x1: float, y1: float, x2: float, y2: float, colour: Color = INK, width: float = 0.8) -> Line:
    return Line(x1, y1, x2, y2, strokeColor=colour, strokeWidth=width)


def _label(text: str, x: float, y: float, colour: Color, anchor: str = "start", font: str = _FONT) -> String:
    return String(x, y - 2.8, text, fontName=font, fontSize=_SIZE, fillColor=colour, textAnchor=anchor)


@dataclass(frozen=True)
class _Web:
    axes: int
    x: float
    y: float
    radius: float

    def point(self, axis: int, score: float) -> tuple[float, float]:
        angle = math.pi / 2 - 2 * math.pi * axis / self.axes
        reach = self.radius * score / 5
        return self.x + reach * math.cos(angle), self.y + reach * math.sin(angle)

    def ring(self, score: float) -> list[float]:
        return [each for axis in range(self.axes) for each in self.point(axis, score)]


def _draw_web(drawing: Drawing, web: _Web, spokes: Sequence[Spoke]) -> None:
    for score in range(1, 6):
        drawing.add(Polygon(web.ring(score), fillColor=None, strokeColor=GRID, strokeWidth=0.8))
    for axis, spoke in enumerate(spokes):
        x, y = web.point(axis, 5)
        drawing.add(_line(web.x, web.y, x, y, GRID))
        x, y = web.point(axis, 5.45)
        side = x - web.x
        anchor = "middle" if abs(side) < 3 else "start" if side > 0 else "end"
        known = any(score is not None for score in spoke.scores)
        drawing.add(_label(spoke.label, x, y, INK if known else MUTED, anchor))


def _draw_scores(
    drawing: Drawing, web: _Web, scores: Sequence[int | None], colour: Color, *, dashed: bool
) -> None:
    """Lines join neighbouring axes only, so that a missing score never looks like a measured one."""
    dashes = [4, 2] if dashed else None
    known = {axis: web.point(axis, score) for axis, score in enumerate(scores) if score is not None}
    for axis, (x, y) in known.items():
        following = known.get((axis + 1) % web.axes)
        if following and web.axes > 1:
            drawing.add(Line(x, y, *following, strokeColor=colour, strokeWidth=1.8, strokeDashArray=dashes))
        drawing.add(
            Circle(x, y, 3, fillColor=None if dashed else colour, strokeColor=colour, strokeWidth=1.4)
        )


def _draw_legend(drawing: Drawing, date: str, number: int, colour: Color) -> None:
    x = drawing.width / 2 + (number - 1) * 110 + 20
    dashes = [4, 2] if number else None
    drawing.add(Line(x, 6, x + 22, 6, strokeColor=colour, strokeWidth=1.8, strokeDashArray=dashes))
    drawing.add(_label(date, x + 28, 6, INK))


def _svg(drawing: Drawing) -> bytes:
    """Without the clip path, which Qt paints as a black page, and without lines drawn there and back."""
    svg = _CLOSED_LINE.sub(r'\1"', _HEAD.sub("", _CLIP.sub("", renderSVG.drawToString(drawing))))
    return svg.replace(f"font-family: {_BOLD}", f"font-family: {_FONT}; font-weight: 600").encode()


def _width(text: str) -> float:
    return float(pdfmetrics.stringWidth(text, _FONT, _SIZE))


@cache
def _register_fonts() -> None:
    """Only to measure: the renderers take the font by its family name."""
    upright = next(each for folder in resources.font_folders() for each in folder.glob("NotoSans[[]*.ttf"))
    for name in (_FONT, _BOLD):
        pdfmetrics.registerFont(TTFont(name, str(upright)))
