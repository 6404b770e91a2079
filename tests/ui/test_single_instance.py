# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""A second start finds the first."""

from __future__ import annotations

from pathlib import Path

from pytestqt.qtbot import QtBot

from ui.single_instance import SingleInstance


def test_the_second_start_raises_the_first_window(qtbot: QtBot, tmp_path: Path) -> None:
    first, second = SingleInstance(tmp_path / "akte.kim"), SingleInstance(tmp_path / "akte.kim")
    assert first.is_first()
    with qtbot.waitSignal(first.raised):
        assert not second.is_first()
    first.release()
    assert second.is_first()
    second.release()


def test_another_file_is_another_window(qtbot: QtBot, tmp_path: Path) -> None:
    one, other = SingleInstance(tmp_path / "akte.kim"), SingleInstance(tmp_path / "kreis.kim")
    assert one.is_first()
    assert other.is_first()
    one.release()
    other.release()


def test_the_name_on_the_system_tells_nothing_of_the_file(tmp_path: Path) -> None:
    assert "nguyen" not in SingleInstance(tmp_path / "nguyen.kim")._name
