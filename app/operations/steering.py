# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Vorlage and minutes for the Lenkungsgruppe, from the releases and the register alone; kept as printed."""

from __future__ import annotations

from datetime import datetime
from uuid import uuid4

import resources
from app.domain.code_lists import CodeLists
from app.domain.dates import berlin_date
from app.domain.document import Document
from app.domain.register import Chain, Task, lines_of
from app.forms import steering as form
from app.forms.district_report import PRESENTED_FROM, Count
from app.forms.engine import Printed
from app.forms.languages import GERMAN
from app.forms.steering import FORM, ChainLine, GapLine, Minutes, Proposal, TaskLine
from app.forms.texts import Texts
from app.operations import district_inbox, register, table_texts
from app.operations.documents import new_form_number
from app.operations.enrolment import district_of
from storage import code_lists, district, journal
from storage.vault import Vault

_NUMBERED = "L"
_GAPS_NAMED = 5


def print_proposal(vault: Vault, now: datetime) -> Document:
    """The Vorlage as things stand today: gaps by frequency, chains, decisions, open tasks."""
    month, gaps = register.newest_gaps(vault)
    lists = code_lists.load(vault.db)
    paper = Proposal(
        form_number=new_form_number(_NUMBERED),
        district=district_of(vault).name,
        printed_on=berlin_date(now),
        gaps_until=table_texts.month(month) if month else "",
        gaps=tuple(GapLine(each.label, _count(each)) for each in gaps),
        missing=_missing(vault, month),
        chains=tuple(_chain(chain, lists) for chain in register.chains(vault) if chain.ended_on is None),
        decisions=tuple(
            (meeting.held_on, text) for meeting in register.meetings(vault) for text in meeting.decisions
        ),
        tasks=tuple(_task(task) for task in register.tasks(vault) if task.done_on is None),
    )
    return _keep(vault, form.render_proposal(paper, now), paper.form_number, now)


def proposed_agenda(vault: Vault) -> str:
    """A point a line: what is late, where help is missing most, how the chains stand."""
    say = resources.toml("forms", FORM, "de.toml")["agenda"]
    _, gaps = register.newest_gaps(vault)
    large = [each.label for each in gaps if each.figure.value >= PRESENTED_FROM][:_GAPS_NAMED]
    chains = [chain.title for chain in register.chains(vault) if chain.ended_on is None]
    due = [task.text for task in register.tasks(vault) if task.done_on is None]
    points = [
        say["last"],
        *(say["task"].format(text=text) for text in due),
        *(say["gap"].format(gap=gap) for gap in large),
        *(say["chain"].format(chain=chain) for chain in chains),
        say["other"],
    ]
    return "\n".join(points)


def print_minutes(vault: Vault, meeting_id: str, now: datetime) -> Document:
    """The Niederschrift of one session, with the tasks that were agreed there."""
    meeting = next(each for each in register.meetings(vault) if each.id == meeting_id)
    paper = Minutes(
        form_number=new_form_number(_NUMBERED),
        district=district_of(vault).name,
        printed_on=berlin_date(now),
        body=meeting.body,
        held_on=meeting.held_on,
        participants=lines_of(meeting.participants),
        agenda=lines_of(meeting.agenda),
        text=lines_of(meeting.minutes),
        decisions=meeting.decisions,
        tasks=tuple(_task(task) for task in register.tasks(vault) if task.meeting_id == meeting_id),
    )
    return _keep(vault, form.render_minutes(paper, now), paper.form_number, now)


def _keep(vault: Vault, printed: Printed, number: str, now: datetime) -> Document:
    kept = Document(str(uuid4()), printed.form, number, printed.language, printed.sha256, now, printed.pdf)
    with vault.transaction() as db:
        district.insert_document(db, kept, printed.template_version, printed.text_version)
        journal.note(db, now, vault.actor, "district.steering_printed", kept.id)
    return kept


def _count(gap: register.GapFigure) -> Count:
    return Count(gap.figure.value, gap.figure.margin, protected=True)


def _missing(vault: Vault, month: str) -> tuple[str, ...]:
    lines = district_inbox.inbox(vault, month) if month else ()
    return tuple(line.site for line in lines if line.state not in ("received", "late"))


def _chain(chain: Chain, lists: CodeLists) -> ChainLine:
    gap = table_texts.cell({"dimension": chain.dimension, "kind": chain.kind}, lists)
    said = {
        "measures": chain.measures,
        "continuity": chain.continuity,
        "effect": chain.effect,
        "quality": chain.quality,
    }
    return ChainLine(
        title=chain.title,
        gap=gap,
        source=Texts(FORM, GERMAN).say(f"source.{chain.source}"),
        responsible=chain.responsible,
        steps=chain.steps,
        answers={name: text for name, text in said.items() if text},
    )


def _task(task: Task) -> TaskLine:
    return TaskLine(task.text, task.responsible, task.due_on, task.done_on)
