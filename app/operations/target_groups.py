# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Target groups of this office: the shipped ones of its Kreis and its own, each from and to a day."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable
from datetime import date, datetime

from app.domain.client import Person
from app.domain.dates import berlin_date
from app.domain.target_groups import OWN, NewGroup, check_end, check_group, groups_at, holds_at, suggested
from resources import CodeEntry
from storage import code_entries, code_lists, journal, sites
from storage.days import iso
from storage.migrate import Role
from storage.vault import Vault

LIST = "target_group"
AFTER_THE_SHIPPED = 1000


def groups(vault: Vault) -> tuple[CodeEntry, ...]:
    """All that hold for one of the Standorte, ended ones too; without a Standort all there are."""
    places = [site.municipality for site in sites.sites(vault.db)]
    every = code_lists.load(vault.db).every(LIST)
    return tuple(entry for entry in every if not places or any(holds_at(entry, place) for place in places))


def own_groups(vault: Vault) -> tuple[CodeEntry, ...]:
    """Those that were added in this file, ended ones too."""
    return tuple(entry for entry in code_lists.load(vault.db).every(LIST) if entry.facts.get(OWN))


def groups_for(vault: Vault, site_id: str | None, day: date) -> tuple[CodeEntry, ...]:
    """What can be chosen that day for a person at this Standort; without one, only what holds everywhere."""
    municipality = sites.site(vault.db, site_id).municipality if site_id else ""
    return groups_at(code_lists.load(vault.db), municipality, day)


def suggestions(vault: Vault, site_id: str | None, person: Person, day: date) -> tuple[CodeEntry, ...]:
    """The groups that what is known of the person speaks for."""
    return suggested(groups_for(vault, site_id, day), person, code_lists.load(vault.db), day)


def add_group(vault: Vault, new: NewGroup, now: datetime) -> str:
    """A group of the office's own, in the Kreis's file one of the Kreis; returns its code."""
    lists = code_lists.load(vault.db)
    check_group(new, lists, berlin_date(now))
    code = f"{'kreis' if vault.role is Role.DISTRICT else OWN}_{uuid.uuid4().hex[:12]}"
    facts = json.dumps(dict(_facts(new)), ensure_ascii=False, sort_keys=True)
    sort = max(AFTER_THE_SHIPPED, *(entry.sort + 1 for entry in lists.every(LIST)))
    row = (LIST, code, new.label.strip(), facts, sort, iso(new.valid_from), iso(new.valid_to))
    with vault.transaction() as db:
        code_entries.put(db, [row])
        journal.note(db, now, vault.actor, "target_group.added", code)
    return code


def end_group(vault: Vault, code: str, last_day: date, now: datetime) -> None:
    """It can be chosen up to that day; where it was chosen it stays."""
    entry = next(entry for entry in code_lists.load(vault.db).every(LIST) if entry.code == code)
    check_end(entry, last_day)
    with vault.transaction() as db:
        code_entries.set_end(db, LIST, code, last_day.isoformat())
        journal.note(db, now, vault.actor, "target_group.ended", code)


def resume_group(vault: Vault, code: str, now: datetime) -> None:
    """It can be chosen again, without end."""
    with vault.transaction() as db:
        code_entries.set_end(db, LIST, code, None)
        journal.note(db, now, vault.actor, "target_group.resumed", code)


def _facts(new: NewGroup) -> Iterable[tuple[str, object]]:
    yield OWN, True
    if new.areas:
        yield "areas", " ".join(new.areas)
    for name in ("min_age", "max_age", "data_category"):
        if getattr(new, name) is not None:
            yield name, getattr(new, name)
