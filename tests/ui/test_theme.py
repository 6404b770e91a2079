# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The skin: readable in both schemes, gone when the system asks for its own colours."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QColor, QFontDatabase, QFontMetrics, QImage, QPainter, QPalette
from PySide6.QtWidgets import QApplication

import resources
from ui import icons, theme
from ui.theme import Role

AREAS: tuple[Role, ...] = ("background", "frame", "field", "selected")
TEXT_PAIRS: list[tuple[Role, Role]] = [
    *((ink, area) for ink in ("text", "muted", "action") for area in AREAS),
    *theme.ON_TINT.values(),
    *(("text", tint) for _, tint in theme.ON_TINT.values()),
    *((ink, "background") for ink in ("info", "success", "warning", "danger")),
    ("danger", "field"),
    ("on_action", "action"),
    ("on_inverse", "inverse"),
    ("inverse_action", "inverse"),
]
CONTROL_PAIRS: list[tuple[Role, Role]] = [
    *((edge, area) for edge in ("border", "focus", "danger") for area in AREAS),
    ("action", "background"),
    ("inverse_action", "inverse"),
]


def _light_of(colour: str) -> float:
    parts = [value / 255 for value in QColor(colour).toTuple()[:3]]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one: str, other: str) -> float:
    """WCAG 2.1 contrast ratio."""
    darker, lighter = sorted((_light_of(one), _light_of(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("scheme", [theme.LIGHT, theme.DARK], ids=["light", "dark"])
def test_words_and_controls_stand_out(scheme: dict[Role, str]) -> None:
    too_faint = [pair for pair in TEXT_PAIRS if contrast(scheme[pair[0]], scheme[pair[1]]) < 4.5]
    too_faint += [pair for pair in CONTROL_PAIRS if contrast(scheme[pair[0]], scheme[pair[1]]) < 3]
    assert too_faint == []


def test_contrast_is_computed_as_wcag_says() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


def test_the_scheme_changes_while_the_program_runs(qapp: QApplication) -> None:
    theme.wear(qapp, theme.DARK)
    assert theme.role("background") == QColor("#000000")
    assert qapp.palette().color(QPalette.ColorRole.Window) == QColor("#000000")
    theme.wear(qapp, theme.LIGHT)
    assert theme.role("background") == QColor("#FFFFFF")


def test_the_system_colours_hold_where_it_asks_for_contrast(qapp: QApplication) -> None:
    theme.wear(qapp, None)
    assert not theme.is_worn()
    assert "#" not in qapp.styleSheet()
    assert theme.role("text") == qapp.palette().color(QPalette.ColorRole.WindowText)


def test_words_of_the_system_stand_on_its_ground_in_every_area(qapp: QApplication) -> None:
    """Labels keep the system's own colour then, also where the skin would turn it round."""
    theme.wear(qapp, None)
    ground = qapp.palette().color(QPalette.ColorRole.Window)
    tints = [tint for _, tint in theme.ON_TINT.values()]
    for area in (*tints, "inverse", "frame", "background"):
        assert theme.role(area) == ground, area


def test_sizes_follow_one_measure(qapp: QApplication) -> None:
    usual = theme.rem(10)
    assert usual >= 140
    theme.zoom(qapp, 1.5)
    assert theme.rem(10) == pytest.approx(1.5 * usual, abs=1)
    assert qapp.font().pixelSize() == theme.rem(1)


def test_headings_are_heavier_than_text() -> None:
    assert "Noto Sans" in QFontDatabase.families()
    widths = [
        QFontMetrics(theme.font("body", weight)).horizontalAdvance("Existenzsicherung")
        for weight in (400, 600)
    ]
    assert widths[0] < widths[1]


@pytest.mark.parametrize("name", sorted(file.stem for file in resources.path("icons").glob("*.svg")))
def test_every_icon_draws_in_the_colour_of_its_role(name: str) -> None:
    image = QImage(48, 48, QImage.Format.Format_ARGB32)
    image.fill(0)
    painter = QPainter(image)
    icons.paint(painter, name, image.rect(), "danger")
    painter.end()
    inked = {
        image.pixelColor(x, y).name().upper()
        for x in range(48)
        for y in range(48)
        if image.pixelColor(x, y).alpha() == 255
    }
    assert inked == {theme.LIGHT["danger"]}
