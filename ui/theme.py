# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Colours by role, sizes by rem: KERN light and dark, or the system's own where contrast is asked."""

from __future__ import annotations

from typing import ClassVar, Literal, get_args

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontInfo, QGuiApplication, QPainter, QPalette, QPen
from PySide6.QtWidgets import QApplication, QWidget

import resources
from ui.style_sheet import style_sheet

Role = Literal[
    "background",
    "frame",
    "field",
    "separator",
    "border",
    "text",
    "muted",
    "action",
    "on_action",
    "focus",
    "selected",
    "info",
    "success",
    "warning",
    "danger",
    "info_tint",
    "success_tint",
    "warning_tint",
    "danger_tint",
    "inverse",
    "on_inverse",
    "inverse_action",
]
Tone = Literal["neutral", "action", "info", "success", "warning", "danger"]
Size = Literal["title", "heading", "body", "small", "figure"]

LIGHT: dict[Role, str] = {
    "background": "#FFFFFF",
    "frame": "#F3F4F7",
    "field": "#F3F4F7",
    "separator": "#E1E3EB",
    "border": "#6E7597",
    "text": "#131525",
    "muted": "#51577A",
    "action": "#2044AA",
    "on_action": "#FFFFFF",
    "focus": "#2044AA",
    "selected": "#EAEEF9",
    "info": "#006B8C",
    "success": "#007155",
    "warning": "#925400",
    "danger": "#C31C13",
    "info_tint": "#E8F3F6",
    "success_tint": "#E7F3EF",
    "warning_tint": "#FAF1E4",
    "danger_tint": "#FCECEA",
    "inverse": "#131525",
    "on_inverse": "#F3F4F7",
    "inverse_action": "#97AFE1",
}
DARK: dict[Role, str] = {
    "background": "#000000",
    "frame": "#0D0F1A",
    "field": "#131525",
    "separator": "#24273C",
    "border": "#6E7597",
    "text": "#F3F4F7",
    "muted": "#B2B6CC",
    "action": "#97AFE1",
    "on_action": "#000000",
    "focus": "#97AFE1",
    "selected": "#17213F",
    "info": "#00A1CD",
    "success": "#16A884",
    "warning": "#D58100",
    "danger": "#EA7060",
    "info_tint": "#06202A",
    "success_tint": "#06231C",
    "warning_tint": "#291B05",
    "danger_tint": "#2C1310",
    "inverse": "#F3F4F7",
    "on_inverse": "#131525",
    "inverse_action": "#2044AA",
}
SIZES: dict[Size, tuple[float, int]] = {
    "title": (1.64, 600),
    "heading": (1.14, 600),
    "body": (1.0, 400),
    "small": (0.86, 400),
    "figure": (2.0, 600),
}
ON_TINT: dict[Tone, tuple[Role, Role]] = {
    "neutral": ("text", "field"),
    "action": ("action", "selected"),
    "info": ("info", "info_tint"),
    "success": ("success", "success_tint"),
    "warning": ("warning", "warning_tint"),
    "danger": ("danger", "danger_tint"),
}
_SYSTEM: dict[Role, QPalette.ColorRole] = {
    "background": QPalette.ColorRole.Window,
    "frame": QPalette.ColorRole.Window,
    "field": QPalette.ColorRole.Window,
    "separator": QPalette.ColorRole.Mid,
    "selected": QPalette.ColorRole.Window,
    "action": QPalette.ColorRole.Link,
    "on_action": QPalette.ColorRole.Window,
    "focus": QPalette.ColorRole.Highlight,
    "inverse": QPalette.ColorRole.Window,
    "info_tint": QPalette.ColorRole.Window,
    "success_tint": QPalette.ColorRole.Window,
    "warning_tint": QPalette.ColorRole.Window,
    "danger_tint": QPalette.ColorRole.Window,
}
_SMALLEST_REM = 14
_WEIGHT = QFont.Tag("wght")


class _Skin:
    """What is worn now: a palette of roles, or none where the system's own colours hold."""

    colours: dict[Role, str] | None = LIGHT
    system_rem: int = _SMALLEST_REM
    zoom: float = 1.0
    sheet: str = ""
    fonts: ClassVar[dict[tuple[Size, int], QFont]] = {}


_DRESSED = "dressed"


def dress(window: QWidget) -> None:
    """Put the skin on a window and on all it will ever hold, and keep it up to date.

    On the window, not on the application: a part is styled once, when it comes into the window, and not again
    at every layout on the way there. Building a page takes a quarter of the time.
    """
    window.setProperty(_DRESSED, True)
    window.setStyleSheet(_Skin.sheet)


def is_dressed(window: QWidget) -> bool:
    return bool(window.property(_DRESSED))


def install(app: QApplication) -> None:
    """Dress the application, and keep following the system's colour scheme and contrast from now on."""
    app.setStyle("fusion")
    _Skin.system_rem = max(_SMALLEST_REM, QFontInfo(app.font()).pixelSize())
    load_fonts()
    hints = app.styleHints()
    accessibility = hints.accessibility()
    hints.colorSchemeChanged.connect(lambda _: follow_system(app))
    accessibility.contrastPreferenceChanged.connect(lambda _: follow_system(app))
    follow_system(app)


def load_fonts() -> None:
    """Make the bundled Noto fonts known to Qt; the names of DIN 91379 need them."""
    for folder in resources.font_folders():
        for file in sorted(folder.glob("*.ttf")):
            QFontDatabase.addApplicationFont(str(file))


def follow_system(app: QApplication) -> None:
    """Wear what the system asks for: its own colours for contrast, else KERN light or dark."""
    hints = app.styleHints()
    accessibility = hints.accessibility()
    contrast = accessibility.contrastPreference() == Qt.ContrastPreference.HighContrast
    dark = hints.colorScheme() == Qt.ColorScheme.Dark
    wear(app, None if contrast else DARK if dark else LIGHT)


def wear(app: QApplication, colours: dict[Role, str] | None) -> None:
    """Put on a palette of roles; `None` drops the skin and leaves the system's colours."""
    _Skin.colours = colours
    _dress(app)


def is_worn() -> bool:
    """False while the system's own colours hold."""
    return _Skin.colours is not None


def zoom(app: QApplication, factor: float) -> None:
    """Make everything larger or smaller (conversation mode); 1.0 is the system's size."""
    _Skin.zoom = factor
    _dress(app)


def rem(count: float) -> int:
    """So many times the font size of the system, in logical pixels."""
    return round(count * _Skin.system_rem * _Skin.zoom)


def role(name: Role) -> QColor:
    """The colour a role has now."""
    if _Skin.colours is not None:
        return QColor(_Skin.colours[name])
    return QGuiApplication.palette().color(_SYSTEM.get(name, QPalette.ColorRole.WindowText))


def font(size: Size = "body", weight: int | None = None) -> QFont:
    """The font of a type size; every label asks for it, so it is made once a skin."""
    scale, usual_weight = SIZES[size]
    wanted = size, weight or usual_weight
    if wanted not in _Skin.fonts:
        result = QFont(QApplication.font())
        result.setPixelSize(rem(scale))
        # Qt knows a variable font by its regular style only; the axis carries the weight.
        result.setVariableAxis(_WEIGHT, wanted[1])
        _Skin.fonts[wanted] = result
    return _Skin.fonts[wanted]


def outline(painter: QPainter, area: QRect, fill: Role | None, edge: Role, width: int = 2) -> None:
    """A rounded area with its border inside: focus rings, cells, fields that paint themselves."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(role(edge), width))
    painter.setBrush(role(fill) if fill else Qt.BrushStyle.NoBrush)
    half = width / 2
    painter.drawRoundedRect(QRectF(area).adjusted(half, half, -half, -half), 4, 4)


def _dress(app: QApplication) -> None:
    base = QFont("Noto Sans")
    base.setPixelSize(rem(1))
    app.setFont(base)
    _Skin.fonts.clear()
    app.setPalette(app.style().standardPalette() if _Skin.colours is None else _palette())
    colours = {name: role(name).name() for name in get_args(Role)} if _Skin.colours else None
    _Skin.sheet = style_sheet(colours, rem)
    for window in app.topLevelWidgets():
        if is_dressed(window):
            window.setStyleSheet(_Skin.sheet)


def _palette() -> QPalette:
    palette = QPalette()
    for target, name in _PALETTE.items():
        palette.setColor(target, role(name))
    for target in (QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText, QPalette.ColorRole.WindowText):
        palette.setColor(QPalette.ColorGroup.Disabled, target, role("muted"))
    return palette


_PALETTE: dict[QPalette.ColorRole, Role] = {
    QPalette.ColorRole.Window: "background",
    QPalette.ColorRole.WindowText: "text",
    QPalette.ColorRole.Base: "background",
    QPalette.ColorRole.AlternateBase: "field",
    QPalette.ColorRole.Text: "text",
    QPalette.ColorRole.Button: "background",
    QPalette.ColorRole.ButtonText: "text",
    QPalette.ColorRole.BrightText: "danger",
    QPalette.ColorRole.Highlight: "action",
    QPalette.ColorRole.HighlightedText: "on_action",
    QPalette.ColorRole.Link: "action",
    QPalette.ColorRole.PlaceholderText: "muted",
    QPalette.ColorRole.ToolTipBase: "inverse",
    QPalette.ColorRole.ToolTipText: "on_inverse",
    QPalette.ColorRole.Mid: "border",
    QPalette.ColorRole.Dark: "border",
    QPalette.ColorRole.Light: "background",
    QPalette.ColorRole.Midlight: "separator",
    QPalette.ColorRole.Accent: "action",
}
