# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Buttons: one filled one a screen, outlined ones, links, and icons that carry a name."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QPushButton

from ui import icons, theme
from ui.theme import Role, rem

Act = Callable[[], object]


def primary_button(text: str, act: Act, icon: str = "") -> QPushButton:
    """The one filled button of a screen."""
    return _button(text, act, icon, "primary", "on_action")


def secondary_button(text: str, act: Act, icon: str = "") -> QPushButton:
    """An outlined button."""
    return _button(text, act, icon, "secondary", "action")


def link_button(text: str, act: Act, icon: str = "", *, small: bool = False) -> QPushButton:
    """A button that looks like a link."""
    button = _button(text, act, icon, "link", "action")
    if small:
        button.setFont(theme.font("small"))
    return button


def icon_button(name: str, act: Act, icon: str) -> QPushButton:
    """A button of an icon alone; its name is heard and shown as tooltip."""
    button = _button("", act, icon, "link", "action")
    button.setAccessibleName(name)
    button.setToolTip(name)
    return button


def _button(text: str, act: Act, icon: str, kind: str, tone: Role) -> QPushButton:
    button = QPushButton(text)
    button.setProperty("kind", kind)
    button.setAutoDefault(False)
    if icon:
        button.setIcon(icons.icon(icon, tone))
        button.setIconSize(QSize(rem(1.5) if text else rem(1.1), rem(1.1)))
    button.clicked.connect(lambda: act())
    return button
