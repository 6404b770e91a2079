# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Settings: kept between two starts, harmless when broken."""

from __future__ import annotations

from pathlib import Path

import pytest

from app import settings
from app.settings import Settings


def test_what_was_saved_is_there_at_the_next_start() -> None:
    assert settings.load() == Settings()
    settings.save(Settings(vault="/akten/akte.kim"))
    settings.save(Settings(vault="/akten/ö.kim"))
    assert settings.load() == Settings(vault="/akten/ö.kim")
    assert [file.name for file in settings.folder().iterdir()] == ["settings.json"]


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"vault": 7}', b"\xff"])
def test_broken_settings_only_mean_that_nothing_is_remembered(content: bytes) -> None:
    settings.save(Settings(vault="x"))
    (settings.folder() / "settings.json").write_bytes(content)
    assert settings.load() == Settings()


def test_settings_of_a_later_version_are_still_read() -> None:
    settings.save(Settings())
    (settings.folder() / "settings.json").write_text('{"vault": "a", "later": true}')
    assert settings.load() == Settings(vault="a")


def test_the_folder_is_local_not_roaming(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert settings.folder() == tmp_path / "home"
    monkeypatch.delenv("KIM_BRUECKE_HOME")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "share"))
    assert settings.folder() == tmp_path / "share" / "KIM-Bruecke"
