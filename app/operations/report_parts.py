# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The report's own parts: building blocks of text, posts, costs, reach and agreements, kept in the file."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache
from typing import Any

import resources
from app.domain.errors import InvalidInput
from app.domain.report_parts import (
    CHAPTERS,
    GENDER_FORMS,
    MODULE_WORDS,
    Cooperation,
    Cost,
    Part,
    Post,
    Reach,
    Words,
    check_cooperation,
    check_cost,
    check_post,
    check_reach,
    check_text,
)
from storage import journal, office_settings
from storage import report_parts as stored
from storage.vault import Vault

EXAMPLE = "example"
"""The building block that tells of a case: rewritten, agreed to by the person, looked through."""

_LEFT_OUT, _MODULE, _GENDER = "report.chapters_left_out", "report.module", "report.gender"
_CHECKS: dict[type, Callable[[Any], None]] = {
    Post: check_post,
    Cost: check_cost,
    Reach: check_reach,
    Cooperation: check_cooperation,
}


@dataclass(frozen=True)
class Block:
    """A building block of the report; `proposed` is where somebody may begin, `text` what was kept."""

    code: str
    chapter: str
    title: str
    hint: str
    proposed: str
    text: str


def blocks(vault: Vault) -> tuple[Block, ...]:
    """All of them in the order of the report, in the Kreis's words."""
    kept, words = stored.texts(vault.db), words_of(vault)
    return tuple(
        Block(
            each["code"],
            each["chapter"],
            words.fill(each["title"]),
            words.fill(each["hint"]),
            words.fill(each["text"]),
            kept.get(each["code"], ""),
        )
        for each in _texts()["block"]
    )


def chapter_titles(vault: Vault) -> dict[str, str]:
    """Of every chapter that can be left out."""
    titles, words = _texts()["chapter"], words_of(vault)
    return {code: words.fill(titles[code]) for code in CHAPTERS}


def keep_text(vault: Vault, block: str, text: str, agreed: bool, now: datetime) -> None:
    """`agreed`: the person of an example has read it and said yes."""
    if block not in {each["code"] for each in _texts()["block"]}:
        raise InvalidInput("text", "code.unknown")
    cleaned = text.strip()
    check_text(cleaned, block == EXAMPLE)
    if block == EXAMPLE and cleaned and not agreed:
        raise InvalidInput("agreed", "report.example_not_agreed")
    with vault.transaction() as db:
        stored.keep_text(db, block, cleaned)
        journal.note(db, now, vault.actor, "report.text_kept")


def posts(vault: Vault) -> tuple[Post, ...]:
    return stored.posts(vault.db)


def costs(vault: Vault) -> tuple[Cost, ...]:
    return stored.costs(vault.db)


def reaches(vault: Vault) -> tuple[Reach, ...]:
    return stored.reaches(vault.db)


def cooperations(vault: Vault) -> tuple[Cooperation, ...]:
    return stored.cooperations(vault.db)


def ending(vault: Vault, until: date) -> tuple[Cooperation, ...]:
    """Agreements that end up to that day, or have ended."""
    return tuple(each for each in cooperations(vault) if each.ends_on is not None and each.ends_on <= until)


def keep(vault: Vault, part: Part, now: datetime) -> str:
    """A new one (without an id) or a changed one; returns its id."""
    _CHECKS[type(part)](part)
    kept = replace(part, id=part.id or str(uuid.uuid4()))
    with vault.transaction() as db:
        stored.keep(db, kept)
        journal.note(db, now, vault.actor, "report.part_kept", kept.id)
    return kept.id


def remove(vault: Vault, part: Part, now: datetime) -> None:
    with vault.transaction() as db:
        stored.remove(db, part)
        journal.note(db, now, vault.actor, "report.part_removed", part.id)


def words_of(vault: Vault) -> Words:
    return Words(
        office_settings.setting(vault.db, _MODULE, MODULE_WORDS[0]),
        office_settings.setting(vault.db, _GENDER, "both"),
    )


def set_words(vault: Vault, words: Words, now: datetime) -> None:
    if words.module not in MODULE_WORDS:
        raise InvalidInput("module", "code.unknown")
    if words.gender not in GENDER_FORMS:
        raise InvalidInput("gender", "code.unknown")
    with vault.transaction() as db:
        office_settings.set_setting(db, _MODULE, words.module)
        office_settings.set_setting(db, _GENDER, words.gender)
        journal.note(db, now, vault.actor, "report.words_set")


def chosen_chapters(vault: Vault) -> tuple[str, ...]:
    """Those that were not left out of the last report; one that came with a newer program is among them."""
    left_out = office_settings.setting(vault.db, _LEFT_OUT, "").split(",")
    return tuple(code for code in CHAPTERS if code not in left_out)


def choose_chapters(vault: Vault, chosen: Collection[str], now: datetime) -> None:
    with vault.transaction() as db:
        left_out = [code for code in CHAPTERS if code not in chosen]
        office_settings.set_setting(db, _LEFT_OUT, ",".join(left_out))
        journal.note(db, now, vault.actor, "report.chapters_chosen")


@cache
def _texts() -> dict[str, Any]:
    return resources.toml("texts", "report_blocks.toml")
