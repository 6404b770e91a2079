# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Names what Qt, and setting up, miss on a bare Debian, with the line that installs it."""

from __future__ import annotations

import ctypes
import os
import sys
from importlib.util import find_spec

OFFSCREEN = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libfontconfig.so.1": "libfontconfig1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libdbus-1.so.3": "libdbus-1-3",
}
WINDOW = {
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}


def has_display() -> bool:
    """Whether windows can be shown here; without one everything runs offscreen."""
    return sys.platform != "linux" or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def missing_packages() -> list[str]:
    """The Debian packages of the libraries that cannot be loaded; empty on other systems."""
    if sys.platform != "linux":
        return []
    needed = OFFSCREEN | (WINDOW if os.environ.get("DISPLAY") else {})
    return [package for library, package in needed.items() if not _loads(library)]


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def tell(missing: list[str]) -> bool:
    """Says in one line what to install; whether something is missing."""
    if missing:
        line = "Es fehlen Systempakete. Bitte als Administrator ausführen:\n  apt-get install -y "
        sys.stderr.write(line + " ".join(missing) + "\n")
    return bool(missing)


def _for_setting_up() -> list[str]:
    """What only `make` needs: Debian's Python comes without what makes a .venv."""
    return [] if find_spec("ensurepip") else ["python3-venv"]


if __name__ == "__main__":
    sys.exit(tell(_for_setting_up() + missing_packages()))
