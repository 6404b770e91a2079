# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Windows under test wear the skin, offscreen, and every test starts with the light one."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QWidget

from tests.traces import words_of
from ui import jobs, theme


class Wardrobe(QObject):
    """Dresses a part that stands alone in a test, as the main window would dress it."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        alone = event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.parent() is None
        if alone and not theme.is_dressed(watched):
            theme.dress(watched)
        return False


@pytest.fixture(scope="session")
def dressed(qapp: QApplication) -> QApplication:
    theme.install(qapp)
    qapp.installEventFilter(Wardrobe(qapp))
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
    return list(words_of(QAccessible.queryAccessibleInterface(widget)))


@pytest.fixture
def hear() -> object:
    return heard
