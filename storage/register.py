# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The Kreis's register: chains, meetings with their decisions, tasks."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from app.domain.register import Chain, Meeting, Task
from storage import rows
from storage.connection import Connection
from storage.days import day, iso


def keep_chain(db: Connection, chain: Chain) -> None:
    """A new one, or other words for one that is there; its steps stand as they are given."""
    rows.keep(db, "chain", {name: value for name, value in vars(chain).items() if name != "steps"})
    db.execute("DELETE FROM chain_step WHERE chain_id = ?", (chain.id,))
    db.executemany(
        "INSERT INTO chain_step (chain_id, step, done_on) VALUES (?, ?, ?)",
        [(chain.id, step, iso(done_on)) for step, done_on in chain.steps.items()],
    )


def chains(db: Connection) -> tuple[Chain, ...]:
    """Those that go on first, the newest first."""
    steps: dict[str, dict[str, date]] = {}
    for chain_id, step, done_on in db.execute("SELECT chain_id, step, done_on FROM chain_step"):
        steps.setdefault(chain_id, {})[step] = day(done_on)
    found = db.execute(
        """SELECT id, title, dimension, kind, begun_on, source, responsible, measures, continuity, effect,
        quality, ended_on FROM chain ORDER BY ended_on IS NOT NULL, begun_on DESC, rowid DESC"""
    )
    return tuple(_chain(row, steps.get(row[0], {})) for row in found)


def keep_meeting(db: Connection, meeting: Meeting) -> None:
    """A new one, or other words for one that is there, with its decisions in their order."""
    rows.keep(db, "meeting", {name: value for name, value in vars(meeting).items() if name != "decisions"})
    db.execute("DELETE FROM decision WHERE meeting_id = ?", (meeting.id,))
    db.executemany(
        "INSERT INTO decision (meeting_id, position, text) VALUES (?, ?, ?)",
        [(meeting.id, place, text) for place, text in enumerate(meeting.decisions)],
    )


def meetings(db: Connection) -> tuple[Meeting, ...]:
    """The newest first."""
    decisions: dict[str, list[str]] = {}
    for meeting_id, text in db.execute("SELECT meeting_id, text FROM decision ORDER BY meeting_id, position"):
        decisions.setdefault(meeting_id, []).append(text)
    found = db.execute(
        """SELECT id, held_on, body, participants, agenda, minutes FROM meeting
        ORDER BY held_on DESC, rowid DESC"""
    )
    return tuple(
        Meeting(
            day(held_on),
            body,
            participants,
            agenda,
            minutes,
            tuple(decisions.get(meeting_id, ())),
            meeting_id,
        )
        for meeting_id, held_on, body, participants, agenda, minutes in found
    )


def keep_task(db: Connection, task: Task) -> None:
    """A new one, or another state of one that is there."""
    rows.keep(db, "task", vars(task))


def tasks(db: Connection) -> tuple[Task, ...]:
    """What is open first, the soonest due first; then what was done, the last done first."""
    found = db.execute(
        """SELECT text, responsible, due_on, done_on, meeting_id, id FROM task
        ORDER BY done_on IS NOT NULL, coalesce(due_on, '9999'), done_on DESC, rowid"""
    )
    return tuple(
        Task(text, responsible, day(due_on), day(done_on), meeting_id, task_id)
        for text, responsible, due_on, done_on, meeting_id, task_id in found
    )


def _chain(row: tuple[str, ...], steps: Mapping[str, date]) -> Chain:
    key, title, dimension, kind, begun_on, source, responsible, measures, continuity, effect, quality, end = (
        row
    )
    return Chain(
        title=title,
        dimension=dimension,
        kind=kind,
        begun_on=day(begun_on),
        source=source,
        responsible=responsible,
        measures=measures,
        continuity=continuity,
        effect=effect,
        quality=quality,
        steps=steps,
        ended_on=day(end) if end else None,
        id=key,
    )
