# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The Kreis's register: chains, meetings with their decisions, tasks."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from app.domain.register import Chain, Meeting, Task
from storage.connection import Connection
from storage.days import day, iso


def keep_chain(db: Connection, chain: Chain) -> None:
    """A new one, or other words for one that is there; its steps stand as they are given."""
    db.execute(
        """INSERT INTO chain (id, title, dimension, kind, source, responsible, measures, continuity, effect,
        quality, begun_on, ended_on) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)
        ON CONFLICT (id) DO UPDATE SET title = ?2, dimension = ?3, kind = ?4, source = ?5, responsible = ?6,
        measures = ?7, continuity = ?8, effect = ?9, quality = ?10, begun_on = ?11, ended_on = ?12""",
        (
            *(chain.id, chain.title, chain.dimension, chain.kind, chain.source, chain.responsible),
            *(chain.measures, chain.continuity, chain.effect, chain.quality),
            *(iso(chain.begun_on), iso(chain.ended_on)),
        ),
    )
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
    rows = db.execute(
        """SELECT id, title, dimension, kind, begun_on, source, responsible, measures, continuity, effect,
        quality, ended_on FROM chain ORDER BY ended_on IS NOT NULL, begun_on DESC, rowid DESC"""
    )
    return tuple(_chain(row, steps.get(row[0], {})) for row in rows)


def keep_meeting(db: Connection, meeting: Meeting) -> None:
    """A new one, or other words for one that is there, with its decisions in their order."""
    db.execute(
        """INSERT INTO meeting (id, body, held_on, participants, agenda, minutes)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (id) DO UPDATE SET body = ?2, held_on = ?3,
        participants = ?4, agenda = ?5, minutes = ?6""",
        (
            *(meeting.id, meeting.body, iso(meeting.held_on)),
            *(meeting.participants, meeting.agenda, meeting.minutes),
        ),
    )
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
    rows = db.execute(
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
        for meeting_id, held_on, body, participants, agenda, minutes in rows
    )


def keep_task(db: Connection, task: Task) -> None:
    """A new one, or another state of one that is there."""
    db.execute(
        """INSERT INTO task (id, meeting_id, text, responsible, due_on, done_on)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (id) DO UPDATE SET meeting_id = ?2, text = ?3,
        responsible = ?4, due_on = ?5, done_on = ?6""",
        (
            *(task.id, task.meeting_id, task.text, task.responsible),
            *(iso(task.due_on), iso(task.done_on)),
        ),
    )


def tasks(db: Connection) -> tuple[Task, ...]:
    """What is open first, the soonest due first; then what was done, the last done first."""
    rows = db.execute(
        """SELECT text, responsible, due_on, done_on, meeting_id, id FROM task
        ORDER BY done_on IS NOT NULL, coalesce(due_on, '9999'), done_on DESC, rowid"""
    )
    return tuple(
        Task(text, responsible, day(due_on), day(done_on), meeting_id, task_id)
        for text, responsible, due_on, done_on, meeting_id, task_id in rows
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
