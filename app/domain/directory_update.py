# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""A new directory of the Kreis beside the office's own: what comes, changes, ends, and what stays."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from app.domain.service import Service
from app.domain.service_sheet import same_offer


@dataclass(frozen=True)
class DirectoryUpdate:
    """As they would stand afterwards; `kept` differ from what the Kreis says and stay the office's own.

    `fields` says by id what changes in a changed one.
    """

    new: tuple[Service, ...] = ()
    changed: tuple[Service, ...] = ()
    ended: tuple[Service, ...] = ()
    kept: tuple[Service, ...] = ()
    fields: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        return not (self.new or self.changed or self.ended)


def compare(
    published: Iterable[Service],
    held: Iterable[Service],
    from_district: Collection[str],
    bound: Collection[str],
    last_day: date,
) -> DirectoryUpdate:
    """Only entries `from_district` that nobody changed here are touched; what is missing ends on `last_day`.

    `bound` stand in a notice: as a recipient they stay the same body, bound as strictly.
    """
    said = {each.id: each for each in published}
    here = {each.id: each for each in held}
    offers = {same_offer(each) for each in here.values() if each.id not in from_district}
    new: list[Service] = []
    changed: list[Service] = []
    kept: list[Service] = []
    for each in said.values():
        known = here.get(each.id)
        if known is None:
            (kept if same_offer(each) in offers else new).append(each)
        elif known != each:
            free = each.id in from_district and not (each.id in bound and _another_recipient(known, each))
            (changed if free else kept).append(each if free else known)
    gone = (each for each in here.values() if each.id in from_district and each.id not in said)
    ended = tuple(_ended(each, last_day) for each in gone if _goes_on(each, last_day))
    differing = {each.id: _differing(here[each.id], each) for each in changed}
    return DirectoryUpdate(tuple(new), tuple(changed), ended, tuple(kept), differing)


def _differing(one: Service, other: Service) -> tuple[str, ...]:
    return tuple(name for name, value in vars(one).items() if value != getattr(other, name))


def _another_recipient(known: Service, said: Service) -> bool:
    names = (known.institution, known.name) != (said.institution, said.name)
    return names or (known.needs_written_consent and not said.needs_written_consent)


def _goes_on(service: Service, day: date) -> bool:
    return service.valid_to is None or service.valid_to > _last_day(service, day)


def _ended(service: Service, day: date) -> Service:
    return replace(service, valid_to=_last_day(service, day))


def _last_day(service: Service, day: date) -> date:
    """An entry that has not begun yet cannot end before it begins."""
    return max(day, service.valid_from or day)
