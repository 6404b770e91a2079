# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Open before + new − closed = open now: stock and flows of a span, made to agree within their error.

Stocks stay what they are on their day, in every report the same; new and closed cases give way, by least
squares within ±. What is left then is no rounding but cases taken up again and different days of refresh.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from app.domain.figures import Figure, Figures, FigureTable, Movement
from app.domain.reconcile import retotalled

OPEN, NEW, CLOSED = "open", "new", "closed"


def moved(found: Figures, before: Figures, complete: Collection[str]) -> Figures:
    """The figures of a span with its movement; `before` are those of the month before it.

    Without a stock of every site on both days, or without new cases, there is none. A catalogue without
    closed cases leaves them to arithmetic.
    """
    now, then, new = found.tables.get(OPEN), before.tables.get(OPEN), found.tables.get(NEW)
    if now is None or then is None or new is None or not _is_whole(now, then, new):
        return found
    closed = found.tables.get(CLOSED)
    if closed is None or closed.n.cells != new.n.cells:
        return replace(found, movement=_computed(then.n, new.n, now.n))
    made = _agreed(then.n, new.n, closed.n, now.n)
    found = retotalled(found, NEW, made.new, complete)
    return replace(retotalled(found, CLOSED, made.closed, complete), movement=made)


def _is_whole(now: FigureTable, then: FigureTable, new: FigureTable) -> bool:
    """Whether the same number of sites stands behind both stocks, and new cases of all of them."""
    return 0 < now.n.cells == then.n.cells <= new.n.cells


def _computed(before: Figure, new: Figure, now: Figure) -> Movement:
    """Closed cases by arithmetic; its error is that of all three. There are never fewer than none."""
    rest = before.value + new.value - now.value
    closed = Figure(max(0, rest), before.cells + new.cells + now.cells)
    return Movement(before, new, closed, now, other=max(0, -rest), published=False)


def _agreed(before: Figure, new: Figure, closed: Figure, now: Figure) -> Movement:
    """Each flow takes half of what is missing, or as much as its ± allows; the other one then takes more."""
    missing = now.value - before.value - new.value + closed.value
    up = _within(new, missing // 2)
    down = _within(closed, up - missing)
    up = _within(new, missing + down)
    return Movement(
        before,
        replace(new, value=new.value + up),
        replace(closed, value=closed.value + down),
        now,
        other=missing - up + down,
        published=True,
    )


def _within(flow: Figure, by: int) -> int:
    """As near to `by` as the figure's ± allows; nobody stays nobody, and none is below."""
    most = flow.margin if flow.value > 0 else 0
    return max(-min(most, flow.value), min(most, by))
