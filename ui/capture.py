# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Pictures of the screen and shared screens leave this program's windows out, where the system can do that.

Only Windows can (SetWindowDisplayAffinity). Pictures that the program takes of itself are not concerned.
"""

from __future__ import annotations

import ctypes
import sys
from functools import cache
from typing import Protocol

from PySide6.QtGui import QGuiApplication

from app import settings

EVERYBODY_SEES, BLACK, LEFT_OUT = 0x00, 0x01, 0x11  # WDA_NONE, WDA_MONITOR, WDA_EXCLUDEFROMCAPTURE

_told: dict[int, bool] = {}
"""What the system was told last, by window."""


class User32(Protocol):
    """The one call that is needed here; it returns 0 where the system does not do it."""

    def SetWindowDisplayAffinity(self, window: int, affinity: int, /) -> int: ...


@cache
def user32() -> User32 | None:
    """None on every other system than Windows."""
    if sys.platform == "win32":
        library = ctypes.WinDLL("user32")
        library.SetWindowDisplayAffinity.argtypes = (ctypes.c_void_p, ctypes.c_uint32)
        return library
    return None


def is_possible() -> bool:
    return user32() is not None


def is_wanted() -> bool:
    """What is set on this computer."""
    return settings.load().capture_block


def want(on: bool) -> None:
    """OSError if the settings cannot be written."""
    settings.remember(capture_block=on)
    spread(with_clients=True)


def spread(*, with_clients: bool) -> None:
    """Tells the system of every window anew; what a Kreis has is there to be shown."""
    system = user32()
    if system is None:
        return
    on = with_clients and is_wanted()
    here = [int(window.winId()) for window in QGuiApplication.topLevelWindows() if window.isVisible()]
    for window in here:
        if _told.get(window) is not on:
            leave_out(system, window, on=on)
    _told.clear()
    _told.update(dict.fromkeys(here, on))


def leave_out(system: User32, window: int, *, on: bool) -> bool:
    """Whether the system did it; before Windows 10 of 2020 a window is black instead of left out."""
    ways = (LEFT_OUT, BLACK) if on else (EVERYBODY_SEES,)
    return any(system.SetWindowDisplayAffinity(window, way) for way in ways)
