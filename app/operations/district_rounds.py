# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""When the Kreis fetches by itself: now and then, ever more rarely in trouble, at once after publishing."""

from __future__ import annotations

from datetime import datetime

from app.domain.delivery import DeliveryState
from app.operations import ways
from storage import delivery_state, devices, district, publications, restore
from storage.vault import Vault


def is_called(vault: Vault, now: datetime) -> bool:
    """Whether to go now: there is a way and somebody at its other end, and it is time.

    A file from a backup waits until its person has begun again: it does not know yet who was locked since.
    """
    return goes_by_itself(vault) and (ways.is_due(vault, now) or has_to_tell(vault))


def goes_by_itself(vault: Vault) -> bool:
    db = vault.db
    heard = any(known.confirmed_at for known in district.outstations(db))
    return heard and devices.way(db) is not None and not restore.is_open(db, restore.RELEASES_OPEN)


def has_to_tell(vault: Vault) -> bool:
    """Whether something was published after the last round, however that ended."""
    state, last = delivery_state.state(vault.db), publications.newest_at(vault.db)
    if state is None or last is None:
        return last is not None
    return not state.stopped and last > _tried_at(state)


def _tried_at(state: DeliveryState) -> datetime:
    return max(at for at in (state.succeeded_at, state.troubled_at) if at is not None)
