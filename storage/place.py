# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Where a case file may lie: not on a network drive, in a synced folder or in a roaming profile."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path, PurePath

from app.domain.errors import Refusal

NETWORK_FILE_SYSTEMS = frozenset(
    {"nfs", "nfs4", "cifs", "smb3", "smbfs", "ncpfs", "afs", "ceph", "9p", "davfs"}
    | {"fuse.sshfs", "fuse.davfs2", "fuse.rclone", "fuse.gvfsd-fuse"}
)
SYNCED_FOLDERS = (
    "onedrive",
    "dropbox",
    "nextcloud",
    "owncloud",
    "google drive",
    "googledrive",
    "iclouddrive",
    "icloud drive",
    "seafile",
    "magentacloud",
)


def refuse_unsafe_place(path: Path) -> None:
    """Raises `Refusal` where locks or whole writes cannot be relied on, or copies leave the computer."""
    for place in (path.absolute(), path.resolve()):  # also where a link only leads there
        if _on_network(place):
            raise Refusal("vault.place_network")
        if synced_folder(place):
            raise Refusal("vault.place_synced", folder=synced_folder(place))
        roaming = os.environ.get("APPDATA", "")
        if roaming and place.is_relative_to(roaming):
            raise Refusal("vault.place_roaming")


def synced_folder(place: PurePath) -> str:
    """The name of the synced folder above the file („OneDrive - Kreis“), or an empty text."""
    for part in place.parent.parts:
        if re.split(r" [-–(]", part.lower())[0].strip() in SYNCED_FOLDERS:
            return part
    return ""


def file_system(place: PurePath, mounts: str) -> str:
    """The type of the file system that holds `place`, from the text of /proc/mounts."""
    found, depth = "", -1
    for line in mounts.splitlines():
        _, mount_point, kind, *_ = line.split(" ")
        folder = PurePath(re.sub(r"\\(\d{3})", lambda octal: chr(int(octal[1], 8)), mount_point))
        if place.is_relative_to(folder) and len(folder.parts) >= depth:
            found, depth = kind, len(folder.parts)
    return found


if sys.platform == "win32":
    import ctypes

    DRIVE_REMOTE = 4  # GetDriveTypeW

    def _on_network(place: Path) -> bool:
        unc = place.drive.startswith("\\\\")
        return unc or ctypes.windll.kernel32.GetDriveTypeW(place.anchor) == DRIVE_REMOTE

else:

    def _on_network(place: Path) -> bool:
        mounts = Path("/proc/mounts")
        return mounts.exists() and file_system(place.resolve(), mounts.read_text()) in NETWORK_FILE_SYSTEMS
