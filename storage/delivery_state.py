# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""How the last rounds over the set way went, in a case file as in the Kreis file."""

from __future__ import annotations

from datetime import datetime

from app.domain.delivery import DeliveryState
from storage.connection import Connection
from storage.journal import utc_text


def state(db: Connection) -> DeliveryState | None:
    """None before the first round over this way."""
    row = db.execute(
        "SELECT succeeded_at, troubled_at, trouble, tries, next_try_at FROM delivery_state"
    ).fetchone()
    if row is None:
        return None
    succeeded, troubled, trouble, tries, next_try = row
    return DeliveryState(
        _moment(succeeded), _moment(troubled), trouble, tries, datetime.fromisoformat(next_try)
    )


def keep(db: Connection, new: DeliveryState) -> None:
    moments = [utc_text(at) if at else None for at in (new.succeeded_at, new.troubled_at)]
    db.execute(
        "INSERT OR REPLACE INTO delivery_state"
        " (only_row, succeeded_at, troubled_at, trouble, tries, next_try_at) VALUES (1, ?, ?, ?, ?, ?)",
        (*moments, new.trouble, new.tries, utc_text(new.next_try_at)),
    )


def forget(db: Connection) -> None:
    """A way set anew has no past."""
    db.execute("DELETE FROM delivery_state")


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
