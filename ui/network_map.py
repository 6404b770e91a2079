# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The person's network as three rings, one slice an area; the list beside it says the same."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from math import copysign, cos, hypot, pi, sin, sqrt

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.domain.network import RINGS, NetworkPerson
from ui import icons, theme
from ui.theme import rem

RING_WORDS = {1: "nah", 2: "mittel", 3: "fern"}
_ENDS = {1: 0.42, 2: 0.72, 3: 1.0}
"""Where a ring ends, as a part of the whole."""
_ROWS = {1: (0.34, 0.22), 2: (0.64, 0.52), 3: (0.92, 0.8)}
"""Where two rows of dots lie in a ring; a single row lies between them."""


_AROUND = ((0, 1), (0, -1), (1, 0), (-1, 0), (0.7, 1), (-0.7, 1), (0.7, -1), (-0.7, -1))
"""Where words are tried round their dot: how far across and how far down."""


class NetworkMap(QWidget):
    """`show_network(areas, people)`; the numbers are those of the list."""

    def __init__(self) -> None:
        super().__init__()
        self._areas: Sequence[tuple[str, str]] = ()
        self._people: Sequence[NetworkPerson] = ()
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setMinimumSize(rem(18), rem(18))

    def show_network(self, areas: Sequence[tuple[str, str]], people: Sequence[NetworkPerson]) -> None:
        """Areas as (code, word) in the order round the middle."""
        self._areas, self._people = areas, people
        counts = [f"{sum(p.ring == ring for p in people)} {RING_WORDS[ring]}" for ring in RINGS]
        self.setAccessibleName(f"Netzwerkkarte: {', '.join(counts)}")
        self.setAccessibleDescription("Dasselbe steht in der Liste darunter.")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(rem(30), rem(24))

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return min(round(width * 0.8), rem(28))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(theme.font("small"))
        self._paint_rings(painter)
        self._paint_people(painter, self._paint_areas(painter))

    def _middle(self) -> QPointF:
        return QPointF(self.width() / 2, self.height() / 2)

    def _reach(self) -> float:
        """Radius of the outermost ring; the words of the areas stand outside it."""
        return max(rem(6), min(self.width() / 2 - rem(6.2), self.height() / 2 - rem(1.6)))

    def _point(self, angle: float, part: float) -> QPointF:
        return self._middle() + QPointF(cos(angle), sin(angle)) * part * self._reach()

    def _angle(self, place: float) -> float:
        """The first area is on top, the others follow clockwise."""
        return -pi / 2 + place * self._slice()

    def _slice(self) -> float:
        return 2 * pi / max(1, len(self._areas))

    def _paint_rings(self, painter: QPainter) -> None:
        for ring in reversed(RINGS):
            radius = _ENDS[ring] * self._reach()
            painter.setPen(QPen(theme.role("border"), 1))
            painter.setBrush(theme.role("selected" if ring == 1 else "background"))
            painter.drawEllipse(self._middle(), radius, radius)
        painter.setPen(QPen(theme.role("separator"), 1))
        for place in range(len(self._areas)):
            edge = self._angle(place - 0.5)
            painter.drawLine(self._point(edge, 0.12), self._point(edge, _ENDS[3]))
        side = rem(1.5)
        middle = QRectF(0, 0, side, side)
        middle.moveCenter(self._middle())
        icons.paint(painter, "person", middle.toRect(), "action")

    def _paint_areas(self, painter: QPainter) -> list[QRectF]:
        """The words outside the rings; returns the room they take."""
        painter.setPen(theme.role("muted"))
        taken = []
        for place, (_, word) in enumerate(self._areas):
            angle = self._angle(place)
            beside = _beside(self._point(angle, 1.04), cos(angle), sin(angle), _box_of(word, painter))
            box = self._off_the_ring(beside, cos(angle))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, word)
            taken.append(box)
        return taken

    def _off_the_ring(self, box: QRectF, across: float) -> QRectF:
        """Moved sideways until its nearest corner lies outside the outermost ring."""
        middle, radius = self._middle(), 1.04 * self._reach()
        near = QPointF(
            min(max(middle.x(), box.left()), box.right()), min(max(middle.y(), box.top()), box.bottom())
        )
        apart = near - middle
        if abs(across) < 0.1 or hypot(apart.x(), apart.y()) >= radius:
            return box
        missing = sqrt(radius**2 - apart.y() ** 2) - abs(apart.x())
        return box.translated(copysign(missing, across), 0)

    def _paint_people(self, painter: QPainter, taken: list[QRectF]) -> None:
        """A numbered dot for each; its words where they cover nothing and stand by no other."""
        dots = list(self._dots())
        for number, person, point in dots:
            _paint_dot(painter, point, str(number))
            said = painter.fontMetrics().elidedText(person.words, Qt.TextElideMode.ElideRight, rem(11))
            others = [_dot_box(other, rem(0.35)) for _, _, other in dots if other is not point]
            if words := _free_box(said, point, painter, [*taken, *others], QRectF(self.rect())):
                taken.append(words)
                painter.setPen(theme.role("text"))
                painter.drawText(words, Qt.AlignmentFlag.AlignCenter, said)

    def _dots(self) -> Iterator[tuple[int, NetworkPerson, QPointF]]:
        """Number, person and place: everybody of one area and ring side by side, in two rows if need be."""
        order = [code for code, _ in self._areas]
        together: dict[tuple[str, int], list[tuple[int, NetworkPerson]]] = defaultdict(list)
        for number, person in enumerate(self._people, 1):
            together[person.area, person.ring].append((number, person))
        for (area, ring), group in together.items():
            for (number, person), (shift, part) in zip(group, self._places(ring, len(group)), strict=True):
                yield number, person, self._point(self._angle(order.index(area) + shift), part)

    def _places(self, ring: int, count: int) -> Iterator[tuple[float, float]]:
        """Where in its slice (-0.5 to 0.5) and how far out each of these stands."""
        outer, inner = _ROWS[ring]
        between = (outer + inner) / 2
        if count <= self._room(between):
            yield from _row(between, count)
            return
        first = min(count, max(self._room(outer), count * 3 // 5))
        yield from _row(outer, first)
        yield from _row(inner, count - first)

    def _room(self, part: float) -> int:
        """How many dots fit side by side in a slice this far out."""
        return max(1, int(self._slice() * part * self._reach() / (2 * _dot() + 2)))


def _row(part: float, count: int) -> Iterator[tuple[float, float]]:
    for place in range(count):
        yield (place + 0.5) / count - 0.5, part


def _box_of(word: str, painter: QPainter) -> QRectF:
    """The room of the words, broken in two lines where they are long."""
    flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
    return QFontMetricsF(painter.font()).boundingRect(QRectF(0, 0, rem(7.2), rem(4)), flags, word)


def _beside(point: QPointF, across: float, down: float, box: QRectF) -> QRectF:
    """The box outside a point of the ring: right of it, left of it, above or below."""
    box.moveCenter(point)
    if abs(across) < 0.1:
        box.moveCenter(point + QPointF(0, down * box.height() / 2))
    elif across > 0:
        box.moveLeft(point.x())
    else:
        box.moveRight(point.x())
    return box


def _dot() -> float:
    return rem(0.62)


def _dot_box(point: QPointF, around: float = 0) -> QRectF:
    half = _dot() + around
    return QRectF(point.x() - half, point.y() - half, 2 * half, 2 * half)


def _paint_dot(painter: QPainter, point: QPointF, number: str) -> None:
    area = _dot_box(point)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.role("action"))
    painter.drawEllipse(area)
    painter.setPen(theme.role("on_action"))
    painter.drawText(area, Qt.AlignmentFlag.AlignCenter, number)


def _free_box(
    words: str, point: QPointF, painter: QPainter, taken: Sequence[QRectF], whole: QRectF
) -> QRectF | None:
    """Room for the words beneath, above or beside the dot, in the middle or beginning there, or None."""
    away = _dot() + 2
    metrics = QFontMetricsF(painter.font())
    box = QRectF(0, 0, metrics.horizontalAdvance(words) + 2, metrics.height())
    beside, beneath = away + box.width() / 2, away + box.height() / 2 - 2
    for across, down in _AROUND:
        box.moveCenter(point + QPointF(across * beside, down * beneath))
        apart = box.adjusted(-6, 0, 6, 0)
        if whole.contains(box) and not any(apart.intersects(other) for other in taken):
            return QRectF(box)
    return None
