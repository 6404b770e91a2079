# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Idle time by whichever clock says longer."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from ui.idle import IdleWatch, awake_seconds


class Clocks:
    """A wall clock and a monotonic one that the test turns."""

    def __init__(self) -> None:
        self.wall = datetime(2026, 11, 23, 9, tzinfo=UTC)
        self.ticks = 100.0

    def now(self) -> datetime:
        return self.wall

    def monotonic(self) -> float:
        return self.ticks


@pytest.fixture
def clocks() -> Clocks:
    return Clocks()


def test_cover_after_five_minutes_lock_after_fifteen(clocks: Clocks) -> None:
    watch = IdleWatch(clocks.now, clocks.monotonic)
    for minutes, cover, lock in (
        (4.9, False, False),
        (5, True, False),
        (14.9, True, False),
        (15, True, True),
    ):
        clocks.ticks = 100 + 60 * minutes
        assert watch.must_cover(conversation=False) is cover
        assert watch.must_lock(conversation=False) is lock


def test_in_conversation_only_the_key_covers_and_the_lock_waits(clocks: Clocks) -> None:
    watch = IdleWatch(clocks.now, clocks.monotonic)
    clocks.ticks += 29 * 60
    assert not watch.must_cover(conversation=True)
    assert not watch.must_lock(conversation=True)
    clocks.ticks += 60
    assert watch.must_lock(conversation=True)


def test_sleep_counts_as_idle(clocks: Clocks) -> None:
    watch = IdleWatch(clocks.now, clocks.monotonic)
    clocks.wall += timedelta(hours=8)
    assert watch.must_lock(conversation=False)


def test_a_clock_set_back_hides_no_idle_time(clocks: Clocks) -> None:
    watch = IdleWatch(clocks.now, clocks.monotonic)
    clocks.wall -= timedelta(days=1)
    clocks.ticks += 16 * 60
    assert watch.must_lock(conversation=False)


def test_a_touch_begins_anew(clocks: Clocks) -> None:
    watch = IdleWatch(clocks.now, clocks.monotonic)
    clocks.ticks += 14 * 60
    watch.touch()
    clocks.ticks += 4 * 60
    assert not watch.must_cover(conversation=False)


def test_a_wall_clock_ahead_of_the_other_means_sleep_and_is_told_once(clocks: Clocks) -> None:
    watch = IdleWatch(clocks.now, clocks.monotonic)
    for wall, ticks, slept in (
        (1, 1, False),
        (20, 0, False),
        (31, 0, True),
        (1, 1, False),
        (-3600, 1, False),
    ):
        clocks.wall += timedelta(seconds=wall)
        clocks.ticks += ticks
        assert watch.slept() is slept


def test_long_work_in_a_waking_computer_is_no_sleep(clocks: Clocks) -> None:
    watch = IdleWatch(clocks.now, clocks.monotonic)
    clocks.wall += timedelta(minutes=10)
    clocks.ticks += 600
    assert not watch.slept()


def test_the_clock_of_this_computer_goes_on_while_it_is_awake() -> None:
    earlier = awake_seconds()
    assert 0 <= awake_seconds() - earlier < 60
