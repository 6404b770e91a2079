# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Which days were secured and by what: gaps, overlaps, changes of the legal circle, ends to be seen to.

A day is secured by what was granted in a circle that secures a living; everything else runs beside it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from app.domain.code_lists import CodeLists
from app.domain.livelihood import NOTHING, LivelihoodPeriod

END_NOTICE = timedelta(days=42)
"""So long before an end without a successor it is time to see to it."""
ANSWER_AFTER = timedelta(days=28)
"""So long after an application its answer is asked for."""
LOOK_BACK, LOOK_AHEAD = timedelta(days=364), timedelta(days=91)
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Stretch:
    """Days from `first` to `last`, both included, secured by the same circles; none: not secured."""

    first: date
    last: date
    circles: tuple[str, ...]

    @property
    def secured(self) -> bool:
        return bool(self.circles)

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1


@dataclass(frozen=True)
class Change:
    """A change of the legal circle: `day` is the first of the new one, `uncovered` the days between."""

    before: str
    after: str
    day: date
    uncovered: int


@dataclass(frozen=True)
class Deadline:
    """What a period asks for: its end (`end`) or an answer to its application (`answer`), on `day`."""

    period: LivelihoodPeriod
    kind: str
    day: date


@dataclass(frozen=True)
class Overview:
    """Twelve months back and three ahead, as far as anything is known of them.

    `gap` is the one today lies in, from its very first day; `uncovered` counts the twelve months.
    """

    first: date
    today: date
    last: date
    stretches: tuple[Stretch, ...]
    uncovered: int
    gap: Stretch | None
    changes: tuple[Change, ...]
    ends: tuple[LivelihoodPeriod, ...]

    @property
    def overlaps(self) -> tuple[Stretch, ...]:
        return tuple(stretch for stretch in self.stretches if len(stretch.circles) > 1)


def secures(period: LivelihoodPeriod, lists: CodeLists) -> bool:
    """Granted, and of a circle one can live on."""
    return period.state == "granted" and bool(lists.fact("legal_circle", period.legal_circle, "livelihood"))


def coverage(
    periods: Sequence[LivelihoodPeriod], lists: CodeLists, first: date, last: date
) -> tuple[Stretch, ...]:
    """Every day from `first` to `last` in exactly one stretch, in order, each as long as it can be."""
    secured = [period for period in periods if secures(period, lists)]
    starts = sorted({first, *_turns(secured, first, last)})
    stretches: list[Stretch] = []
    for start, end in zip(starts, [*(day - _DAY for day in starts[1:]), last], strict=True):
        circles = tuple(sorted(p.legal_circle for p in secured if p.holds(start)))
        if stretches and stretches[-1].circles == circles:
            stretches[-1] = replace(stretches[-1], last=end)
        else:
            stretches.append(Stretch(start, end, circles))
    return tuple(stretches)


def uncovered_days(periods: Sequence[LivelihoodPeriod], lists: CodeLists, since: date, until: date) -> int:
    """How many of these days nothing secured; none where `until` lies before `since`."""
    if until < since:
        return 0
    return sum(stretch.days for stretch in coverage(periods, lists, since, until) if not stretch.secured)


def known_from(periods: Sequence[LivelihoodPeriod], lists: CodeLists) -> date | None:
    """The first day of which the file tells how it was secured; None while it tells of none.

    Benefits that run beside a livelihood say nothing of it. An open start reaches back for ever.
    """
    return min((day for p in periods if (day := _told_from(p, lists)) is not None), default=None)


def changes(periods: Sequence[LivelihoodPeriod], lists: CodeLists) -> tuple[Change, ...]:
    """Each time one circle ended and another began after it, the oldest first; a renewal is no change."""
    secured = sorted((p for p in periods if secures(p, lists) and p.since), key=_since)
    found = ((_before(period, periods, lists), period) for period in secured)
    return tuple(
        Change(
            before.legal_circle,
            period.legal_circle,
            _since(period),
            uncovered_days(periods, lists, before.until + _DAY, _since(period) - _DAY),
        )
        for before, period in found
        if before is not None and before.until is not None
    )


def ends_without_successor(
    periods: Sequence[LivelihoodPeriod], lists: CodeLists, today: date
) -> tuple[LivelihoodPeriod, ...]:
    """What secures and ends, while nothing secures the day after it nor any day from then to today."""
    return tuple(
        period
        for period in periods
        if secures(period, lists)
        and period.until is not None
        and not any(s.secured for s in coverage(periods, lists, *_after(period.until, today)))
    )


def deadlines(periods: Sequence[LivelihoodPeriod], lists: CodeLists, today: date) -> tuple[Deadline, ...]:
    """Ends to be seen to, and applications whose answer is awaited."""
    ends = ends_without_successor(periods, lists, today)
    asked = [p for p in periods if p.state == "applied" and p.applied_on]
    return (
        *(Deadline(p, "end", p.until - END_NOTICE) for p in ends if p.until),
        *(Deadline(p, "answer", p.applied_on + ANSWER_AFTER) for p in asked if p.applied_on),
    )


def overview(periods: Sequence[LivelihoodPeriod], lists: CodeLists, today: date) -> Overview:
    """How things stand on this day."""
    first, last, known = today - LOOK_BACK, today + LOOK_AHEAD, known_from(periods, lists)
    shown = () if known is None or known > last else coverage(periods, lists, max(first, known), last)
    return Overview(
        first=first,
        today=today,
        last=last,
        stretches=tuple(part for stretch in shown for part in _split_gap(stretch, today)),
        uncovered=0 if known is None else uncovered_days(periods, lists, max(first, known), today),
        gap=None if known is None or known > today else _gap(coverage(periods, lists, known, today)),
        changes=changes(periods, lists),
        ends=ends_without_successor(periods, lists, today),
    )


def may_end_for_another(
    periods: Sequence[LivelihoodPeriod], lists: CodeLists, today: date
) -> tuple[LivelihoodPeriod, ...]:
    """What a change of the circle can start from: what secures today, or ended with nothing after it."""
    ends = ends_without_successor(periods, lists, today)
    return tuple(p for p in periods if secures(p, lists) and (p.holds(today) or p in ends))


def _turns(secured: Sequence[LivelihoodPeriod], first: date, last: date) -> set[date]:
    """The days within the span on which something begins, or is no longer there."""
    begins = {p.since for p in secured if p.since}
    gone = {p.until + _DAY for p in secured if p.until}
    return {day for day in begins | gone if first < day <= last}


def _told_from(period: LivelihoodPeriod, lists: CodeLists) -> date | None:
    """An application tells of the days from which it was asked for, else from which it was made."""
    if period.legal_circle != NOTHING and not lists.fact("legal_circle", period.legal_circle, "livelihood"):
        return None
    return period.since or (date.min if secures(period, lists) else period.applied_on)


def _before(
    period: LivelihoodPeriod, periods: Sequence[LivelihoodPeriod], lists: CodeLists
) -> LivelihoodPeriod | None:
    """What ended last in another circle before this one began, unless its own circle ran after that."""
    start = _since(period)
    others = [
        p
        for p in periods
        if secures(p, lists) and p.legal_circle != period.legal_circle and p.until and p.until < start
    ]
    own = [
        p
        for p in periods
        if secures(p, lists) and p.legal_circle == period.legal_circle and _since(p) < start
    ]
    last = max(others, key=_until, default=None)
    return None if last is None or any(_until(p) >= _until(last) for p in own) else last


def _after(end: date, today: date) -> tuple[date, date]:
    return end + _DAY, max(end + _DAY, today)


def _gap(stretches: Sequence[Stretch]) -> Stretch | None:
    return None if stretches[-1].secured else stretches[-1]


def _split_gap(stretch: Stretch, today: date) -> tuple[Stretch, ...]:
    """A gap that goes on is two: the days that have passed, and those that can still be secured."""
    if stretch.secured or not stretch.first <= today < stretch.last:
        return (stretch,)
    return replace(stretch, last=today), replace(stretch, first=today + _DAY)


def _since(period: LivelihoodPeriod) -> date:
    return period.since or date.min


def _until(period: LivelihoodPeriod) -> date:
    return period.until or date.max
