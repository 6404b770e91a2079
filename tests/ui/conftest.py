# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Windows under test wear the skin, offscreen, and every test starts with the light one."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QApplication, QWidget

from ui import jobs, theme


@pytest.fixture(scope="session")
def dressed(qapp: QApplication) -> QApplication:
    theme.install(qapp)
    return qapp


@pytest.fixture(autouse=True)
def light(dressed: QApplication) -> Iterator[QApplication]:
    """The skin a test leaves behind is taken off, and nothing runs on."""
    yield dressed
    jobs.finish()
    # Without a running event loop Qt never deletes what was removed; restyling it would take seconds.
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    theme.zoom(dressed, 1.0)
    theme.wear(dressed, theme.LIGHT)


def heard(widget: QWidget) -> list[str]:
    """Every name, value and description a screen reader can reach from here."""
    interface = QAccessible.queryAccessibleInterface(widget)
    return _words(interface) if interface is not None else []


def _words(interface: QAccessibleInterface) -> list[str]:
    kinds = (QAccessible.Text.Name, QAccessible.Text.Value, QAccessible.Text.Description)
    words = [text for kind in kinds if (text := interface.text(kind))]
    for place in range(interface.childCount()):
        child = interface.child(place)
        if child is not None:
            words += _words(child)
    return words


@pytest.fixture
def hear() -> object:
    return heard
