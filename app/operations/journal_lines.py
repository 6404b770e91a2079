# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The journal to be read: who did what, when, to which record; and whether its lines still fit together."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache

import resources
from app.domain.dates import berlin_moment
from app.domain.progress import Progress
from app.operations.disclosure_info import journal_words
from storage import cases, journal
from storage.journal import Wanted
from storage.migrate import Role
from storage.vault import Vault

SHORT_ID = 8


@dataclass(frozen=True)
class Search:
    """Days in the office's calendar, both included; `text` is in a line's words or begins its record's id."""

    first: date | None = None
    last: date | None = None
    staff_id: str | None = None
    text: str = ""


@dataclass(frozen=True)
class JournalLine:
    """`at`, `who` are empty in a line that was emptied; `record` is a file number or the start of an id."""

    seq: int
    at: datetime | None
    who: str
    area: str
    act: str
    record: str


@dataclass(frozen=True)
class Checked:
    """How many lines there are, and the number of the first that does not fit, if one does not."""

    lines: int
    broken: int | None


def find(vault: Vault, search: Search, at_most: int) -> tuple[JournalLine, ...]:
    """The newest lines first."""
    found = journal.find(vault.db, _wanted(vault, search), at_most)
    ids = {line.record_id for line in found if line.record_id}
    numbers = cases.file_numbers(vault.db, ids) if vault.role is Role.CASE else {}
    return tuple(_in_words(line, numbers) for line in found)


def check(vault: Vault, progress: Progress | None = None) -> Checked:
    """Every line against the one before it; for work beside the windows."""
    with closing(vault.second_reader()) as db:
        return Checked(journal.head(db).seq, journal.check_chain(db, progress))


def say(action: str) -> tuple[str, str]:
    """(area, act) of a code; a code without words stands for itself."""
    areas, acts = _words()
    area, _, act = action.partition(".")
    return areas.get(area, area), acts.get(act, act)


@cache
def _words() -> tuple[Mapping[str, str], Mapping[str, str]]:
    own = resources.toml("texts", "journal.toml")
    return {**journal_words(), **own["areas"]}, own["acts"]


def _wanted(vault: Vault, search: Search) -> Wanted:
    text = search.text.strip().casefold()
    known = journal.actions(vault.db) if text else ()
    return Wanted(
        first_at=journal.utc_text(berlin_moment(search.first)) if search.first else "",
        before=journal.utc_text(berlin_moment(search.last + timedelta(days=1))) if search.last else "",
        staff_id=search.staff_id,
        text=text,
        actions=tuple(action for action in known if text in " ".join(say(action)).casefold()),
    )


def _in_words(line: journal.Line, numbers: dict[str, str]) -> JournalLine:
    area, act = say(line.action) if line.action else ("", "geleert")
    record = line.record_id or ""
    at = datetime.fromisoformat(line.at) if line.at else None
    return JournalLine(line.seq, at, line.staff_code or "", area, act, numbers.get(record, record[:SHORT_ID]))
