# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""What pages are made of: heads, sections, cards, banners, and what stands where there is nothing."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QWidget

from ui.theme import ON_TINT, Role, Tone, rem
from ui.widgets.layout import Flow, box, column, line
from ui.widgets.text import Icon, label


class Card(QFrame):
    """A tinted (or outlined) area that belongs together; fill its `body`."""

    def __init__(self, *children: QWidget | None, outlined: bool = False, gap: float = 0.4) -> None:
        super().__init__()
        self.setProperty("area", "outlined" if outlined else "field")
        self.body = column(*children, gap=gap, parent=self)
        self.body.setContentsMargins(rem(0.85), rem(0.7), rem(0.85), rem(0.7))


class Banner(QFrame):
    """A tinted notice: icon, what happened, a quieter line, and what can be done about it."""

    def __init__(self, icon: str, title: str, detail: str, tone: Tone = "warning", *acts: QWidget) -> None:
        super().__init__()
        ink, tint = ON_TINT[tone]
        self.setProperty("area", tint)
        words = column(label(title, strong=True, wrap=True), label(detail, "small", wrap=True), gap=0.1)
        layout = line(Icon(icon, ink), parent=self, gap=0.8)
        layout.setContentsMargins(rem(1), rem(0.6), rem(0.85), rem(0.6))
        layout.addLayout(words, 1)
        for act in acts:
            layout.addWidget(act)


class Section(QWidget):
    """A heading with its count and an act at the right, and a `body` beneath."""

    def __init__(self, title: str, count: int | None = None, act: QWidget | None = None) -> None:
        super().__init__()
        self._title = label(title, "heading")
        self._count = label("", "body", "muted")
        head = line(self._title, self._count, None)
        if act is not None:
            head.addWidget(act)
        self.body = column(gap=0.4)
        whole = column(parent=self, gap=0.4)
        whole.addLayout(head)
        whole.addLayout(self.body)
        whole.addStretch(1)
        self.set_count(count)

    def add(self, *children: QWidget) -> Section:
        for child in children:
            self.body.addWidget(child)
        return self

    def reload(self) -> None:
        """Read afresh and show; most that only stand there have nothing to do."""

    def set_count(self, count: int | None) -> None:
        """The number beside the heading; `None` shows none."""
        self._count.setText("" if count is None else str(count))
        self._count.setVisible(count is not None)


class PageHead(QWidget):
    """A page's title, its quiet second line, and its acts at the right; beneath where the width is short."""

    def __init__(self, title: str, subtitle: str = "", *acts: QWidget) -> None:
        super().__init__()
        self._title = label(title, "title", wrap=True)
        self._subtitle = label(subtitle, "body", "muted", wrap=True)
        if not subtitle:
            self._subtitle.hide()
        self._acts = box(Flow(*acts)) if acts else None
        self._whole = line(parent=self)
        self._whole.addLayout(column(self._title, self._subtitle, gap=0.1), 1)
        if self._acts is not None:
            self._whole.addWidget(self._acts, 0, Qt.AlignmentFlag.AlignVCenter)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._turn()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self._turn()
        return super().event(event)

    def _turn(self) -> None:
        """Words and acts side by side, as long as no act loses a letter."""
        if self._acts is None:
            return
        words = self._title.fontMetrics().horizontalAdvance(self._title.text())
        beside = words + self._whole.spacing() + self._acts.sizeHint().width() <= self.width()
        direction = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        if self._whole.direction() != direction:
            self._whole.setDirection(direction)

    def set(self, title: str, subtitle: str = "") -> None:
        self._title.setText(title)
        self._subtitle.setText(subtitle)
        self._subtitle.setVisible(bool(subtitle))


class EmptyState(Card):
    """Nothing to do here: an icon, one sentence, and when the next falls due."""

    def __init__(self, icon: str, sentence: str, next_due: str = "", tone: Role = "success") -> None:
        super().__init__(Icon(icon, tone), label(sentence, wrap=True), outlined=True)
        if next_due:
            self.body.addWidget(label(next_due, "small", "muted", wrap=True))
