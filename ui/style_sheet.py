# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The small style sheet: shapes always, colours only while the skin is worn."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from string import Template

_SHAPES = Template(
    """
QLineEdit, QComboBox, QPushButton { min-height: ${line}px; }
QLineEdit, QComboBox { padding: 0 ${pad}px; }
QPlainTextEdit { padding: ${gap}px; }
QPushButton { padding: 0 ${wide}px; }
QPushButton[kind="link"] { padding: 0 ${gap}px; min-height: ${small_line}px; }
QPushButton[kind="filter"] { padding: 0 ${pad}px; min-height: ${small_line}px; }
QPushButton[kind="frame"] { padding: 0; min-height: ${small_line}px; }
QPushButton[kind="place"] { padding: 0; min-height: ${place}px; }
QTabBar::scroller { width: ${small_line}px; }
QToolTip { padding: ${gap}px; }
"""
)

_COLOURS = Template(
    """
QLabel { background: transparent; }
QLabel[tone="muted"] { color: ${muted}; }
QLabel[tone="action"] { color: ${action}; }
QLabel[tone="info"] { color: ${info}; }
QLabel[tone="success"] { color: ${success}; }
QLabel[tone="warning"] { color: ${warning}; }
QLabel[tone="danger"] { color: ${danger}; }
QLabel[tone="on_inverse"] { color: ${on_inverse}; }
QWidget[area="frame"] { background: ${frame}; }
QWidget[area="field"] { background: ${field}; border-radius: 4px; }
QWidget[area="selected"] { background: ${selected}; border-radius: 4px; }
QWidget[area="info_tint"] { background: ${info_tint}; border-radius: 4px; }
QWidget[area="success_tint"] { background: ${success_tint}; border-radius: 4px; }
QWidget[area="warning_tint"] { background: ${warning_tint}; border-radius: 4px; }
QWidget[area="danger_tint"] { background: ${danger_tint}; border-radius: 4px; }
QWidget[area="line"] { background: ${separator}; }
QFrame[area="outlined"] { background: ${background}; border: 1px solid ${separator}; border-radius: 4px; }

QLineEdit, QPlainTextEdit, QComboBox {
    background: ${background}; color: ${text}; border: 1px solid ${border}; border-radius: 4px;
    selection-background-color: ${action}; selection-color: ${on_action};
    placeholder-text-color: ${muted};
}
QComboBox[unchosen="true"] { color: ${muted}; }
QLineEdit:focus, QPlainTextEdit:focus, QComboBox:focus { border: 2px solid ${focus}; }
QLineEdit[invalid="true"], QPlainTextEdit[invalid="true"], QComboBox[invalid="true"] {
    border: 2px solid ${danger};
}
QLineEdit:disabled, QPlainTextEdit:disabled, QComboBox:disabled {
    background: ${field}; color: ${muted}; border-color: ${separator};
}
QLineEdit:read-only, QPlainTextEdit:read-only { background: ${field}; }
QComboBox QLineEdit, QComboBox QLineEdit:focus { border: none; padding: 0; background: transparent; }
QComboBox::drop-down { border: none; width: ${line}px; }
QComboBox::down-arrow { image: none; }
QComboBox QAbstractItemView, QListView[area="popup"] {
    background: ${background}; border: 1px solid ${border}; outline: none;
}

QPushButton { border: 1px solid ${border}; border-radius: 4px; background: ${background}; color: ${action}; }
QPushButton:hover { background: ${selected}; }
QPushButton:focus { border: 2px solid ${focus}; }
QPushButton:disabled { color: ${muted}; border-color: ${separator}; background: ${field}; }
QPushButton[kind="primary"] { background: ${action}; color: ${on_action}; border: 1px solid ${action}; }
QPushButton[kind="primary"]:focus { border: 3px double ${on_action}; }
QPushButton[kind="primary"]:disabled { background: ${field}; color: ${muted}; border-color: ${separator}; }
QPushButton[kind="link"] { border: 1px solid transparent; background: transparent; }
QPushButton[kind="link"]:hover { background: ${selected}; }
QPushButton[kind="link"]:focus { border: 2px solid ${focus}; }
QPushButton[kind="filter"] { border: 1px solid transparent; background: ${field}; color: ${text}; }
QPushButton[kind="filter"]:checked { background: ${selected}; color: ${action}; border-color: ${action}; }
QWidget[area="field"] QPushButton[kind="filter"] { background: ${background}; }
QWidget[area="field"] QPushButton[kind="filter"]:checked { background: ${action}; color: ${on_action}; }
QPushButton[kind="filter"]:focus { border: 2px solid ${focus}; }
QPushButton[kind="inverse"] {
    border: 1px solid transparent; background: transparent; color: ${inverse_action};
}
QPushButton[kind="inverse"]:focus { border: 2px solid ${inverse_action}; }

QTableView { background: ${background}; border: none; gridline-color: transparent; outline: none;
    selection-background-color: ${selected}; selection-color: ${text}; }
QHeaderView { background: ${background}; border: none; }
QHeaderView::section { background: ${background}; color: ${muted}; border: none;
    border-bottom: 1px solid ${separator}; padding: 4px 8px; }
QTabBar { border: none; }
QTabBar::tab { background: transparent; color: ${text}; border: none; border-bottom: 3px solid transparent;
    padding: ${gap}px 0; margin-right: ${wide}px; min-height: ${small_line}px; }
QTabBar::tab:selected { color: ${action}; border-bottom: 3px solid ${action}; }
QTabBar::tab:focus { background: ${selected}; }
QScrollArea, QScrollArea > QWidget > QWidget[area="scrolled"] { background: transparent; border: none; }
QListView[area="popup"]::item { padding: ${gap}px; color: ${text}; }
QListView[area="popup"]::item:selected { background: ${selected}; color: ${action}; }
QScrollBar { background: transparent; border: none; margin: 0; }
QScrollBar:vertical { width: ${bar}px; }
QScrollBar:horizontal { height: ${bar}px; }
QScrollBar::handle { background: ${border}; border-radius: 3px; margin: 1px; }
QScrollBar::handle:vertical { min-height: ${line}px; margin-left: ${apart}px; }
QScrollBar::handle:horizontal { min-width: ${line}px; margin-top: ${apart}px; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QMenu { background: ${background}; border: 1px solid ${border}; }
QMenu::item { padding: ${gap}px ${wide}px; }
QMenu::item:selected { background: ${selected}; color: ${text}; }
QToolTip { background: ${inverse}; color: ${on_inverse}; border: none; }
"""
)


def style_sheet(colours: Mapping[str, str] | None, rem: Callable[[float], int]) -> str:
    """The sheet for these colours by role; `None` gives shapes only."""
    lengths = {
        "line": str(rem(2.15)),
        "small_line": str(max(24, rem(1.6))),
        "place": str(rem(2.6)),
        "pad": str(rem(0.6)),
        "gap": str(rem(0.4)),
        "wide": str(rem(1)),
        "bar": str(rem(0.85)),
        "apart": str(rem(0.25)),
    }
    skin = _COLOURS.substitute(lengths | dict(colours)) if colours is not None else ""
    return _SHAPES.substitute(lengths) + skin
