# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Places where a case file may not lie."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

import pytest

from app.domain.errors import Refusal
from storage import place
from storage.place import NETWORK_FILE_SYSTEMS, file_system, refuse_unsafe_place, synced_folder

MOUNTS = """\
/dev/sda1 / ext4 rw 0 0
server:/export /daten/team nfs4 rw 0 0
/dev/sdb1 /daten/team/lokal ext4 rw 0 0
//amt/akten /mnt/Freigabe\\040Amt cifs rw 0 0
anna@amt:/ /fern/ssh fuse.sshfs rw 0 0
"""


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/daten/anna/akte.kim", "ext4"),
        ("/daten/team/akte.kim", "nfs4"),
        ("/daten/teamwork/akte.kim", "ext4"),
        ("/daten/team/lokal/akte.kim", "ext4"),
        ("/mnt/Freigabe Amt/akte.kim", "cifs"),
        ("/fern/ssh/tief/unten/akte.kim", "fuse.sshfs"),
    ],
)
def test_the_file_system_is_that_of_the_nearest_mount(path: str, kind: str) -> None:
    assert file_system(PurePosixPath(path), MOUNTS) == kind
    assert (kind in NETWORK_FILE_SYSTEMS) == (kind != "ext4")


def test_a_network_drive_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(place, "_on_network", lambda _: True)
    with pytest.raises(Refusal, match=r"vault\.place_network"):
        refuse_unsafe_place(tmp_path / "akte.kim")


@pytest.mark.parametrize("folder", ["OneDrive - Rhein-Sieg-Kreis", "Dropbox", "Nextcloud", "dropbox (Amt)"])
def test_a_synced_folder_is_refused_by_its_name(folder: str, tmp_path: Path) -> None:
    with pytest.raises(Refusal) as caught:
        refuse_unsafe_place(tmp_path / folder / "Akten" / "akte.kim")
    assert (caught.value.code, caught.value.facts) == ("vault.place_synced", {"folder": folder})


def test_a_link_into_a_synced_folder_is_refused_too(tmp_path: Path) -> None:
    (tmp_path / "Nextcloud").mkdir()
    (tmp_path / "Akten").symlink_to(tmp_path / "Nextcloud", target_is_directory=True)
    with pytest.raises(Refusal, match=r"vault\.place_synced"):
        refuse_unsafe_place(tmp_path / "Akten" / "akte.kim")


@pytest.mark.parametrize("folder", ["Dropboxen", "Akten", "Onedriveway"])
def test_ordinary_names_are_not_synced_folders(folder: str) -> None:
    assert not synced_folder(PurePosixPath("/daten/anna") / folder / "Nextcloud")


def test_a_roaming_profile_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("APPDATA", str(tmp_path / "Roaming"))
    with pytest.raises(Refusal, match=r"vault\.place_roaming"):
        refuse_unsafe_place(tmp_path / "Roaming" / "KIM" / "akte.kim")
    refuse_unsafe_place(tmp_path / "Local" / "akte.kim")
