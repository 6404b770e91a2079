# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Target groups of the Kreis that came over the exchange: looked at beside those held here, then taken."""

from __future__ import annotations

import json
from datetime import datetime, timedelta

from app.domain.dates import berlin_date
from app.domain.errors import Refusal
from app.domain.target_groups import OF_DISTRICT, SAID_TO, GroupUpdate, compare_groups
from app.operations import news
from app.operations.target_groups import AFTER_THE_SHIPPED, LIST
from resources import CodeEntry, Fact
from storage import code_entries, code_lists, journal
from storage import news as stored
from storage.days import iso
from storage.vault import Vault
from sync.catalogue import Group, Groups


def look_at_groups(vault: Vault, now: datetime) -> GroupUpdate:
    """What would come, change and end; nothing changes yet. Refusal if a group tells of what nobody knows."""
    content = news.waiting_content(vault, "groups")
    assert isinstance(content, Groups)
    lists = code_lists.load(vault.db)
    special = {entry.code for entry in lists.every("data_category")}
    for each in content.groups:
        if each.data_category is not None and each.data_category not in special:
            raise Refusal("way_back.entry_unusable", name=each.label)
    said = [_entry(each, AFTER_THE_SHIPPED + place) for place, each in enumerate(content.groups)]
    return compare_groups(said, lists.every(LIST), berlin_date(now) - timedelta(days=1))


def take_groups(vault: Vault, number: int, now: datetime) -> None:
    """All that was shown; groups of the program and of the office stay as they are."""
    if news.waiting_number(vault, "groups") != number:
        raise Refusal("way_back.another_came")
    update = look_at_groups(vault, now)
    with vault.transaction() as db:
        code_entries.put(db, map(_row, (*update.new, *update.changed, *update.ended)))
        stored.mark_taken(db, "groups", number)
        journal.note(db, now, vault.actor, "target_group.taken", str(number))


def _entry(said: Group, sort: int) -> CodeEntry:
    given = {
        "areas": " ".join(said.areas),
        "min_age": said.min_age,
        "max_age": said.max_age,
        "data_category": said.data_category,
        SAID_TO: iso(said.valid_to),
    }
    facts: dict[str, Fact] = {OF_DISTRICT: True}
    facts |= {name: value for name, value in given.items() if value not in (None, "")}
    return CodeEntry(said.code, said.label.strip(), facts, sort, iso(said.valid_from), iso(said.valid_to))


def _row(entry: CodeEntry) -> code_entries.Row:
    facts = json.dumps(dict(entry.facts), ensure_ascii=False, sort_keys=True)
    return LIST, entry.code, entry.label, facts, entry.sort, entry.valid_from, entry.valid_to
