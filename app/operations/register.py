# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The Kreis's register: gaps by frequency from the releases, chains, meetings, tasks."""

from __future__ import annotations

import uuid
from collections import Counter
from dataclasses import dataclass, replace
from datetime import datetime

from app.domain.code_lists import CodeLists
from app.domain.dates import berlin_date
from app.domain.figures import Figure, Figures, latest_by_site
from app.domain.gap_sentence import GapSentence
from app.domain.register import (
    SOURCES,
    STEPS,
    Chain,
    Meeting,
    Task,
    check_chain,
    check_meeting,
    check_task,
    lines_of,
)
from app.operations import district_inbox, table_texts
from app.operations.district_figures import figures
from storage import code_lists, journal, released
from storage import register as stored
from storage.vault import Vault

__all__ = ["SOURCES", "STEPS", "Chain", "GapFigure", "Meeting", "Task", "lines_of"]

GAPS = "gap.dimension_x_kind"


@dataclass(frozen=True)
class GapFigure:
    """How many persons lacked something, over all sites that report, and what they say beside it.

    `sites`: at how many of them somebody did; what heaps up there is no single case.
    """

    dimension: str
    kind: str
    label: str
    figure: Figure
    sentences: tuple[str, ...] = ()
    sites: int = 0


def gaps_of(shown: Figures, lists: CodeLists, every: bool = False) -> tuple[GapFigure, ...]:
    """By frequency; `every`: with the pairs that nobody lacked."""
    table = shown.tables.get(GAPS)
    found = [_gap(key, figure, lists) for key, figure in table.cells.items()] if table else []
    kept = [each for each in found if every or each.figure.value]
    return tuple(sorted(kept, key=lambda each: -each.figure.value))


def newest_gaps(vault: Vault) -> tuple[str, tuple[GapFigure, ...]]:
    """The newest month that was reported, and the gaps of its year so far; ("", ()) before the first one."""
    known = district_inbox.periods(vault)
    if not known:
        return "", ()
    first, last = f"{known[-1][:4]}-01", known[-1]
    shown = figures(vault, first, last, tables=(GAPS,))
    said = released.sentences(vault.db, known[-1][:4], last)
    at = _sites_by_gap(vault, first, last)
    return last, tuple(
        replace(
            gap,
            sentences=tuple(each.sentence for each in said if _is_of(each, gap)),
            sites=at[f"dimension={gap.dimension}|kind={gap.kind}"],
        )
        for gap in gaps_of(shown, code_lists.load(vault.db))
    )


def _sites_by_gap(vault: Vault, first: str, last: str) -> Counter[str]:
    """At how many sites each pair was published with somebody in it; what is older does not count here."""
    held = released.releases_for(vault.db, first, last, (GAPS,))
    newest = latest_by_site(each for each in held if each.period >= first and GAPS in each.tables)
    return Counter(key for release in newest for key, value in release.tables[GAPS].cells.items() if value)


def chains(vault: Vault) -> tuple[Chain, ...]:
    return stored.chains(vault.db)


def keep_chain(vault: Vault, chain: Chain, now: datetime) -> str:
    """A new chain (without an id) or a changed one; returns its id."""
    check_chain(chain, code_lists.load(vault.db), berlin_date(now))
    kept = replace(chain, id=chain.id or str(uuid.uuid4()), title=chain.title.strip())
    with vault.transaction() as db:
        stored.keep_chain(db, kept)
        journal.note(db, now, vault.actor, "register.chain_kept", kept.id)
    return kept.id


def meetings(vault: Vault) -> tuple[Meeting, ...]:
    return stored.meetings(vault.db)


def keep_meeting(vault: Vault, meeting: Meeting, now: datetime) -> str:
    check_meeting(meeting)
    kept = replace(meeting, id=meeting.id or str(uuid.uuid4()), body=meeting.body.strip())
    with vault.transaction() as db:
        stored.keep_meeting(db, kept)
        journal.note(db, now, vault.actor, "register.meeting_kept", kept.id)
    return kept.id


def tasks(vault: Vault) -> tuple[Task, ...]:
    return stored.tasks(vault.db)


def keep_task(vault: Vault, task: Task, now: datetime) -> str:
    check_task(task)
    kept = replace(task, id=task.id or str(uuid.uuid4()), text=task.text.strip())
    with vault.transaction() as db:
        stored.keep_task(db, kept)
        journal.note(db, now, vault.actor, "register.task_kept", kept.id)
    return kept.id


def set_task_done(vault: Vault, task: Task, done: bool, now: datetime) -> None:
    keep_task(vault, replace(task, done_on=berlin_date(now) if done else None), now)


def _is_of(sentence: GapSentence, gap: GapFigure) -> bool:
    return (sentence.dimension, sentence.kind) == (gap.dimension, gap.kind)


def _gap(key: str, figure: Figure, lists: CodeLists) -> GapFigure:
    codes = dict(part.split("=", 1) for part in key.split("|"))
    return GapFigure(codes["dimension"], codes["kind"], table_texts.cell(codes, lists), figure)
