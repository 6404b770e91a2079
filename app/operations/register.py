# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The Kreis's register: gaps by frequency from the releases, chains, meetings, tasks."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, replace
from datetime import datetime

from app.domain.code_lists import CodeLists
from app.domain.dates import berlin_date
from app.domain.figures import Figure, Figures
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
from storage import code_lists, journal
from storage import register as stored
from storage.vault import Vault

__all__ = ["SOURCES", "STEPS", "Chain", "GapFigure", "Meeting", "Task", "lines_of"]

GAPS = "gap.dimension_x_kind"


@dataclass(frozen=True)
class GapFigure:
    """How many persons lacked something, over all sites that report."""

    dimension: str
    kind: str
    label: str
    figure: Figure


def gaps_of(shown: Figures, lists: CodeLists) -> tuple[GapFigure, ...]:
    """By frequency, without pairs that nobody lacked."""
    table = shown.tables.get(GAPS)
    found = [_gap(key, figure, lists) for key, figure in table.cells.items()] if table else []
    return tuple(sorted((each for each in found if each.figure.value), key=lambda each: -each.figure.value))


def newest_gaps(vault: Vault) -> tuple[str, tuple[GapFigure, ...]]:
    """The newest month that was reported, and the gaps of its year so far; ("", ()) before the first one."""
    known = district_inbox.periods(vault)
    if not known:
        return "", ()
    shown = district_inbox.figures(vault, f"{known[-1][:4]}-01", known[-1])
    return known[-1], gaps_of(shown, code_lists.load(vault.db))


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


def _gap(key: str, figure: Figure, lists: CodeLists) -> GapFigure:
    codes = dict(part.split("=", 1) for part in key.split("|"))
    return GapFigure(codes["dimension"], codes["kind"], table_texts.cell(codes, lists), figure)
