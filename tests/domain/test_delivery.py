# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""When the way is tried again: for ever, ever more rarely, never against a closed door, by any clock."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from app.domain.delivery import (
    FIRST_PAUSE,
    LONGEST_PAUSE,
    LOOK_AGAIN,
    STOPS,
    DeliveryState,
    after_success,
    after_trouble,
    is_due,
)

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
CHANCES = st.floats(0, 1, exclude_max=True)


def pauses(chance: float, count: int = 100) -> list[timedelta]:
    state, now, found = None, NOW, []
    for _ in range(count):
        state = after_trouble(state, "transport.timeout", now, chance)
        found.append(state.next_try_at - now)
        now = state.next_try_at
        assert is_due(state, now), "for ever"
        assert not is_due(state, now - timedelta(seconds=1))
    return found


@given(CHANCES)
def test_it_is_tried_for_ever_and_ever_more_rarely(chance: float) -> None:
    found = pauses(chance)
    assert found == sorted(found)
    assert FIRST_PAUSE / 2 <= found[0] <= FIRST_PAUSE
    assert LONGEST_PAUSE / 2 <= found[-1] <= LONGEST_PAUSE


def test_offices_that_lost_the_same_server_do_not_come_back_at_once() -> None:
    assert len({tuple(pauses(number / 10)) for number in range(10)}) == 10


def test_after_a_success_it_begins_anew() -> None:
    state = after_success(NOW)
    assert (state.succeeded_at, state.trouble, state.tries) == (NOW, None, 0)
    assert not is_due(state, NOW)
    assert is_due(state, NOW + LOOK_AGAIN)
    troubled = after_trouble(state, "transport.busy", NOW, 0.5)
    assert troubled.succeeded_at == NOW, "when it last went is still known"


@given(st.sampled_from(sorted(STOPS)), st.integers(-5000, 5000))
def test_a_closed_door_waits_for_a_person(trouble: str, days: int) -> None:
    state = after_trouble(None, trouble, NOW, 0)
    assert state.stopped
    assert not is_due(state, NOW + timedelta(days=days))


@given(CHANCES, st.sampled_from([-3650, 3650, -1, 1]))
def test_a_clock_that_was_years_off_stops_nothing(chance: float, days: int) -> None:
    """Written by a wrong clock, read by the right one, or the other way round."""
    for state in (after_success(NOW), after_trouble(None, "transport.timeout", NOW, chance)):
        assert is_due(state, NOW + timedelta(days=days))


def test_the_first_time_is_always_due() -> None:
    assert is_due(None, NOW)
    assert isinstance(after_trouble(None, "transport.timeout", NOW, 0), DeliveryState)
