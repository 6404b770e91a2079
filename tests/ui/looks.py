# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is looked for on every page: names, roles, room, tab order, and colours that stand out."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QAccessible, QFontMetrics, QTextDocument
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QTabBar,
    QTableView,
    QWidget,
)
from shiboken6 import isValid

from ui import theme
from ui.frame import FrameButton
from ui.robot import Robot
from ui.widgets import Chip, KeyHint, PdfPreview, Row

LEAST_TARGET = 24
LEADING = 4
"""So many pixels above and below its lines a wrapped label can do without."""
ENOUGH_FOR_TEXT = 4.5
_AREAS: dict[str, theme.Role] = {"frame": "frame", "field": "field", "selected": "selected"}
_AREAS |= {tint: tint for _, tint in theme.ON_TINT.values()}
_NO_ROLE = {QAccessible.Role.NoRole, QAccessible.Role.Client, QAccessible.Role.Pane}


def words_of(widget: QWidget) -> str:
    """What a screen reader calls it."""
    interface = QAccessible.queryAccessibleInterface(widget)
    return interface.text(QAccessible.Text.Name).strip() if interface is not None else ""


def hard_to_use(robot: Robot, root: QWidget) -> list[str]:
    """Everything but room: names, roles, targets, tab order, contrast."""
    robot.settle()
    return [*nameless(root), *small(root), *beyond_the_keyboard(root), *faint(root)]


def too_tight(_robot: Robot, root: QWidget) -> list[str]:
    """Small targets, text that is cut off, and what lies outside of its surroundings."""
    return [*small(root), *cut_off(root), *outside(root)]


def focusable(root: QWidget) -> list[QWidget]:
    """What Tab should reach, in no order."""
    return [each for each in _shown(root) if _takes_tab(each) and not _one_of_a_group(each)]


def _shown(root: QWidget) -> list[QWidget]:
    return [each for each in root.findChildren(QWidget) if each.isVisible() and each.window() is root]


def _takes_tab(widget: QWidget) -> bool:
    wanted = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus) and widget.isEnabled()
    return wanted and widget.focusProxy() is None and widget.size() != QSize(0, 0)


def _one_of_a_group(widget: QWidget) -> bool:
    """Of choices that exclude each other Tab reaches one; arrows reach the others."""
    if not isinstance(widget, QAbstractButton):
        return False
    group = widget.group()
    return (group is not None and group.exclusive()) or widget.autoExclusive()


# Names and roles


def nameless(root: QWidget) -> Iterator[str]:
    for widget in focusable(root):
        interface = QAccessible.queryAccessibleInterface(widget)
        if interface is None or not interface.text(QAccessible.Text.Name).strip():
            yield f"no name: {_told(widget)}"
        elif interface.role() in _NO_ROLE and not isinstance(widget, QAbstractScrollArea):
            yield f"no role: {_told(widget)}"


# Targets


def small(root: QWidget) -> Iterator[str]:
    for widget in focusable(root):
        if isinstance(widget.parent(), QComboBox):
            continue
        if min(widget.width(), widget.height()) < LEAST_TARGET:
            yield f"target {widget.width()}×{widget.height()}: {_told(widget)}"


# Tab order


def beyond_the_keyboard(root: QWidget) -> Iterator[str]:
    """What Tab or Shift+Tab does not reach, and where they leave the order on screen."""
    wanted = focusable(root)
    for key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
        visited = _round(root, key)
        steps = [each for each in visited if _stands(each)]
        yield from _out_of_order(steps if key == Qt.Key.Key_Tab else steps[::-1])
        yield from (
            f"not reached by {key.name}: {_told(each)}"
            for each in wanted
            if _stands(each) and each not in visited
        )


def _stands(widget: QWidget) -> bool:
    """An empty note goes away when it is left."""
    return isValid(widget) and widget.isVisible()


def _round(root: QWidget, key: Qt.Key) -> list[QWidget]:
    """All that has the focus in turn, until it comes back to something; a trap comes back at once."""
    root.activateWindow()
    QApplication.processEvents()
    visited: list[QWidget] = []
    while True:
        QTest.keyClick(root.windowHandle(), key)
        focus = QApplication.focusWidget()
        if focus is None or focus in visited:
            return visited
        visited.append(focus)


def _out_of_order(visited: list[QWidget]) -> list[str]:
    """Steps back up or to the left; one is due, from the last to the first."""
    steps = zip(visited, [*visited[1:], *visited[:1]], strict=True)
    back = [f"Tab goes back from {_told(one)} to {_told(other)}" for one, other in steps if _back(one, other)]
    return back if len(back) > 1 else []


def _back(one: QWidget, other: QWidget) -> bool:
    """Whether the other stands before this one, judged by the parts of what holds both."""
    around = one.parentWidget()
    while around is not None and not around.isAncestorOf(other):
        around = around.parentWidget()
    if around is None or one.isAncestorOf(other) or other.isAncestorOf(one):
        return False
    here, there = _place_in(around, one), _place_in(around, other)
    above = there.bottom() < here.top() and there.left() <= here.right() and here.left() <= there.right()
    left = there.right() < here.left() and there.top() <= here.bottom() and here.top() <= there.bottom()
    return above or left


def _place_in(around: QWidget, widget: QWidget) -> QRect:
    """Where the part of `around` stands that holds this widget."""
    part = widget
    while (parent := part.parentWidget()) is not None and parent is not around:
        part = parent
    return part.geometry()


# Room


def cut_off(root: QWidget) -> Iterator[str]:
    for widget in _shown(root):
        if widget.toolTip():
            continue
        missing = _missing(widget)
        if missing > 1:
            yield f"cut off by {missing} px: {_told(widget)}"


def _missing(widget: QWidget) -> int:
    """How many pixels of the text have no room."""
    if isinstance(widget, QLabel):
        return _missing_in_label(widget)
    if isinstance(widget, FrameButton):
        return widget.sizeHint().width() - widget.width() if not widget.toolTip() and widget.text() else 0
    if isinstance(widget, QPushButton):
        return _text_width(widget, widget.text()) + _icon_width(widget) - widget.width()
    if isinstance(widget, QAbstractButton):
        return _missing_in_tick(widget)
    if isinstance(widget, QComboBox):
        return _text_width(widget, widget.currentText()) - widget.width() if not widget.isEditable() else 0
    if isinstance(widget, QLineEdit):
        return _text_width(widget, widget.placeholderText()) - widget.width() if not widget.text() else 0
    if isinstance(widget, QTabBar):
        return max((_missing_in_tab(widget, place) for place in range(widget.count())), default=0)
    if isinstance(widget, QTableView):
        return _missing_in_header(widget)
    if isinstance(widget, Row):
        return widget.heightForWidth(widget.width()) - widget.height()
    if isinstance(widget, Chip | KeyHint):
        return widget.sizeHint().width() - widget.width()
    return 0


def _missing_in_label(words: QLabel) -> int:
    text = words.text()
    if not text or words.pixmap().width():
        return 0
    room = words.contentsRect()
    if not words.wordWrap():
        lines = text.splitlines()
        return max(_text_width(words, each) for each in lines) - room.width()
    plain = _plain(text) if words.textFormat() == Qt.TextFormat.RichText else text
    widest = max((_text_width(words, word) for word in plain.split()), default=0)
    return max(widest - room.width(), words.heightForWidth(words.width()) - words.height() - LEADING)


def _missing_in_tick(button: QAbstractButton) -> int:
    if button.hasHeightForWidth():
        return button.heightForWidth(button.width()) - button.height()
    return button.sizeHint().width() - button.width() if button.text() else 0


def _plain(markup: str) -> str:
    document = QTextDocument()
    document.setHtml(markup)
    return document.toPlainText()


def _missing_in_tab(bar: QTabBar, place: int) -> int:
    return _text_width(bar, bar.tabText(place)) - bar.tabRect(place).width()


def _missing_in_header(table: QTableView) -> int:
    header, model = table.horizontalHeader(), table.model()
    if not header.isVisible():
        return 0
    metrics = QFontMetrics(theme.font("small", 600))
    return max(
        (
            metrics.horizontalAdvance(str(model.headerData(place, Qt.Orientation.Horizontal) or ""))
            - header.sectionSize(place)
            for place in range(header.count())
            if not header.isSectionHidden(place)
        ),
        default=0,
    )


def _text_width(widget: QWidget, text: str) -> int:
    return widget.fontMetrics().horizontalAdvance(text.replace("&", ""))


def _icon_width(button: QPushButton) -> int:
    return 0 if button.icon().isNull() else button.iconSize().width()


def outside(root: QWidget) -> Iterator[str]:
    """What is read or used lies within what surrounds it; what scrolls is as wide as its room."""
    for widget in _shown(root):
        if (
            isinstance(widget, QScrollArea)
            and not isinstance(widget, PdfPreview)
            and widget.horizontalScrollBar().maximum() > 0
        ):
            yield f"scrolls sideways by {widget.horizontalScrollBar().maximum()} px: {_told(widget)}"
        is_read = isinstance(widget, QLabel | QAbstractButton | QComboBox | QLineEdit | Row)
        if (is_read or isinstance(widget.parent(), Row)) and not _is_inside(widget):
            yield f"lies outside: {_told(widget)}"


def _is_inside(widget: QWidget) -> bool:
    area, around = QRect(QPoint(0, 0), widget.size()), widget.parentWidget()
    while around is not None and not isinstance(around.parentWidget(), QAbstractScrollArea):
        place = QRect(widget.mapTo(around, QPoint(0, 0)), area.size())
        if not around.rect().adjusted(-1, -1, 1, 1).contains(place):
            return False
        if around.isWindow():
            return True
        around = around.parentWidget()
    return True


# Colours


def faint(root: QWidget) -> Iterator[str]:
    """Words whose colour does not stand out from what they stand on, in either scheme."""
    for widget in _shown(root):
        for ink, ground in _inks(widget):
            for scheme, name in ((theme.LIGHT, "light"), (theme.DARK, "dark")):
                ratio = contrast(scheme[ink], scheme[ground])
                if ratio < ENOUGH_FOR_TEXT:
                    yield f"{ink} on {ground} is {ratio:.1f} in the {name} scheme: {_told(widget)}"


def _inks(widget: QWidget) -> set[tuple[theme.Role, theme.Role]]:
    """The colour roles of its words, each with what it stands on; a row in focus is tinted."""
    if isinstance(widget, Row):
        grounds: tuple[theme.Role, ...] = (_ground(widget), "selected")
        return {(words.tone, ground) for words in widget.painted() for ground in grounds}
    if isinstance(widget, QLabel) and widget.text():
        return {(widget.property("tone") or "text", _ground(widget))}
    return set()


def _ground(widget: QWidget) -> theme.Role:
    """The colour role of the nearest surface beneath."""
    tone = widget.property("tone")
    if tone in ("on_inverse", "inverse_action"):
        return "inverse"
    around: QWidget | None = widget
    while around is not None:
        area = around.property("area")
        if area in _AREAS:
            return _AREAS[area]
        if area == "outlined" or around.isWindow():
            return "background"
        around = around.parentWidget()
    return "background"


def contrast(one: str, other: str) -> float:
    """WCAG 2.1 contrast ratio."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def _told(widget: QWidget) -> str:
    """Which one it is, for whoever has to find it."""
    chain, around = [], widget.parentWidget()
    while around is not None and len(chain) < 3:
        if type(around) is not QWidget:
            chain.append(type(around).__name__)
        around = around.parentWidget()
    text = str(widget.property("text") or "") or words_of(widget)
    return f"{type(widget).__name__} „{text[:60]}“ in {' < '.join(chain)}"
