# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Tab goes the way people read (WCAG 2.4.3), also through what was put on the page later.

Qt's own order is the order in which widgets were made: rows filled afresh would come after everything else.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QLayout, QWidget


class ReadingOrder:
    """For windows: `class Window(ReadingOrder, QDialog)`."""

    def focusNextPrevChild(self, forward: bool) -> bool:
        assert isinstance(self, QWidget)
        start = self.focusWidget() or self
        following = _following(start, self, forward)
        target = next((each for each in following if _takes_tab(each, self)), None)
        if target is None:
            return False
        reason = Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
        target.setFocus(reason)
        return True


class Dialog(ReadingOrder, QDialog):
    """Any dialog of the program."""


def _takes_tab(widget: QWidget, window: QWidget) -> bool:
    wanted = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus) and widget.focusProxy() is None
    return wanted and widget is not window and widget.isEnabled()


def _following(start: QWidget, window: QWidget, forward: bool) -> Iterator[QWidget]:
    """Everything that comes after a widget, and then once round the window."""
    if forward:
        yield from _inside(start, forward)
    widget = start
    while widget is not window and (around := widget.parentWidget()) is not None:
        beside = _in_order(around)
        place = beside.index(widget)
        for each in beside[place + 1 :] if forward else reversed(beside[:place]):
            yield from _whole(each, forward)
        if not forward:
            yield around
        widget = around
    yield from _inside(window, forward)


def _whole(widget: QWidget, forward: bool) -> Iterator[QWidget]:
    """It and what is in it; backwards it comes last."""
    if widget.isHidden():
        return
    if forward:
        yield widget
    yield from _inside(widget, forward)
    if not forward:
        yield widget


def _inside(widget: QWidget, forward: bool) -> Iterator[QWidget]:
    parts = _in_order(widget)
    for part in parts if forward else reversed(parts):
        yield from _whole(part, forward)


def _in_order(around: QWidget) -> list[QWidget]:
    """Its parts as its layout places them, then those that no layout places."""
    children = around.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)
    parts = [each for each in children if not each.isWindow()]
    layout = around.layout()
    placed = list(_placed(layout, parts)) if layout is not None else []
    return placed + [each for each in parts if each not in placed]


def _placed(layout: QLayout, parts: list[QWidget]) -> Iterator[QWidget]:
    """Those of the parts that stand in it, or in a layout within; items are left alone: Qt frees them."""
    standing: list[QWidget | QLayout] = [part for part in parts if layout.indexOf(part) >= 0]
    standing += [inner for inner in layout.children() if isinstance(inner, QLayout)]
    for each in sorted(standing, key=lambda each: _place(layout, each)):
        if isinstance(each, QWidget):
            yield each
        else:
            yield from _placed(each, parts)


def _place(layout: QLayout, part: QWidget | QLayout) -> tuple[int, int]:
    """A grid is read line by line, whatever was put in first."""
    index = layout.indexOf(part)
    if isinstance(layout, QGridLayout):
        row, place, *_ = cast(tuple[int, int, int, int], layout.getItemPosition(index))
        return row, place
    return 0, index
