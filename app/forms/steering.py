# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Papers of the Kreis for its Lenkungsgruppe: the Vorlage before a session, the minutes after it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from app.forms import charts
from app.forms.district_report import Count
from app.forms.engine import Printed, print_form
from app.forms.languages import GERMAN
from app.forms.texts import Texts

FORM = "steering"
STEPS = ("survey", "analysis", "planning", "implementation", "evaluation", "adjustment")
_ANSWERS = ("measures", "continuity", "effect", "quality")


@dataclass(frozen=True)
class GapLine:
    """A life dimension with a kind of gap, in words, and how many persons lacked it."""

    label: str
    persons: Count


@dataclass(frozen=True)
class ChainLine:
    """`steps`: the day on which each was done; `answers`: measures and evaluation, only those there are."""

    title: str
    gap: str
    source: str
    responsible: str
    steps: Mapping[str, date]
    answers: Mapping[str, str]


@dataclass(frozen=True)
class TaskLine:
    text: str
    responsible: str
    due_on: date | None
    done_on: date | None


@dataclass(frozen=True)
class Proposal:
    """`gaps_until`: the month the figures reach to, in words; `missing`: sites that have not reported it."""

    form_number: str
    district: str
    printed_on: date
    gaps_until: str
    gaps: tuple[GapLine, ...]
    missing: tuple[str, ...]
    chains: tuple[ChainLine, ...]
    decisions: tuple[tuple[date, str], ...]
    tasks: tuple[TaskLine, ...]


@dataclass(frozen=True)
class Minutes:
    """`participants`: offices and functions; `agenda`, `text`: paragraphs."""

    form_number: str
    district: str
    printed_on: date
    body: str
    held_on: date
    participants: tuple[str, ...]
    agenda: tuple[str, ...]
    text: tuple[str, ...]
    decisions: tuple[str, ...]
    tasks: tuple[TaskLine, ...]


def render_proposal(paper: Proposal, timestamp: datetime) -> Printed:
    texts = Texts(FORM, GERMAN)
    sections = [
        _gaps(paper, texts),
        _chains(paper.chains, texts),
        *(_answers(chain, texts) for chain in paper.chains if chain.answers),
        _decided(paper.decisions, texts),
        _tasks(paper.tasks, texts),
    ]
    frame = _frame(paper, "proposal", texts.say("proposal.title"), texts)
    return print_form(FORM, [texts], frame | {"sections": sections}, timestamp)


def render_minutes(paper: Minutes, timestamp: datetime) -> Printed:
    texts = Texts(FORM, GERMAN)
    sections = [
        _list("participants", paper.participants, texts),
        _list("agenda", paper.agenda, texts, numbered=True),
        _section("text", texts, paragraphs=list(paper.text) or [texts.say("none")]),
        _list("decisions", paper.decisions, texts, numbered=True),
        _tasks(paper.tasks, texts),
    ]
    frame = _frame(paper, "minutes", texts.say("minutes.title", body=paper.body), texts)
    frame["subtitle"] = texts.say("minutes.subtitle", day=paper.held_on)
    return print_form(
        FORM, [texts], frame | {"sections": sections, "sign": texts.say("minutes.sign")}, timestamp
    )


def _frame(paper: Proposal | Minutes, kind: str, heading: str, texts: Texts) -> dict[str, object]:
    return {
        "title": f"{heading}, {paper.form_number}",
        "heading": heading,
        "subtitle": texts.say(f"{kind}.subtitle", day=paper.printed_on),
        "district": paper.district,
        "about": [
            [texts.say("label.form_number"), paper.form_number],
            [texts.say("label.printed_on"), f"{paper.printed_on:%d.%m.%Y}"],
        ],
        "qr": charts.qr_code(paper.form_number).decode(),
        "qr_alt": texts.say("qr_alt", number=paper.form_number),
        "page": [texts.say("label.page"), texts.say("label.of")],
        "sign": "",
    }


def _gaps(paper: Proposal, texts: Texts) -> dict[str, object]:
    rows = [[gap.label, *_persons(gap.persons, texts)] for gap in paper.gaps]
    note = [texts.say("gaps.note")] if rows else []
    if paper.missing:
        note.append(texts.say("gaps.missing", sites=", ".join(paper.missing)))
    return _section(
        "gaps",
        texts,
        paragraphs=[texts.say("gaps.until", month=paper.gaps_until)] if rows else [texts.say("gaps.none")],
        columns=[texts.say(f"gaps.{name}") for name in ("gap", "persons", "plus_minus")],
        rows=rows,
        numbers=2,
        notes=note,
    )


def _persons(count: Count, texts: Texts) -> list[str]:
    if count.in_words:
        return [texts.say("gaps.below"), ""]
    return [charts.thousands(count.value), f"± {charts.thousands(count.plus_minus)}"]


def _chains(chains: Sequence[ChainLine], texts: Texts) -> dict[str, object]:
    return _section(
        "chains",
        texts,
        paragraphs=[] if chains else [texts.say("none")],
        columns=[texts.say("chains.chain"), *(texts.say(f"chains.{step}") for step in STEPS)],
        rows=[[chain.title, *_states(chain, texts)] for chain in chains],
    )


def _states(chain: ChainLine, texts: Texts) -> list[str]:
    """The day of a step that is done, the word for the one it stands at, a dash for what is to come."""
    at = next((step for step in STEPS if step not in chain.steps), None)
    words = {step: f"{chain.steps[step]:%d.%m.%Y}" for step in chain.steps}
    return [words.get(step, texts.say("chains.now") if step == at else "–") for step in STEPS]


def _answers(chain: ChainLine, texts: Texts) -> dict[str, object]:
    about = " · ".join(part for part in (chain.gap, chain.source, chain.responsible) if part)
    said = [
        texts.say(f"answer.{name}", text=chain.answers[name]) for name in _ANSWERS if name in chain.answers
    ]
    return {"heading": chain.title, "level": 3, "paragraphs": [about, *said]}


def _decided(decisions: Sequence[tuple[date, str]], texts: Texts) -> dict[str, object]:
    return _section(
        "decisions",
        texts,
        paragraphs=[] if decisions else [texts.say("none")],
        columns=[texts.say("decisions.day"), texts.say("decisions.text")],
        rows=[[f"{day:%d.%m.%Y}", text] for day, text in decisions],
    )


def _tasks(tasks: Sequence[TaskLine], texts: Texts) -> dict[str, object]:
    return _section(
        "tasks",
        texts,
        paragraphs=[] if tasks else [texts.say("none")],
        columns=[texts.say(f"tasks.{name}") for name in ("text", "responsible", "due_on")],
        rows=[[task.text, task.responsible or "–", _due(task, texts)] for task in tasks],
    )


def _due(task: TaskLine, texts: Texts) -> str:
    if task.done_on is not None:
        return texts.say("tasks.done", day=task.done_on)
    return f"{task.due_on:%d.%m.%Y}" if task.due_on else "–"


def _list(name: str, lines: Sequence[str], texts: Texts, *, numbered: bool = False) -> dict[str, object]:
    return _section(
        name, texts, paragraphs=[] if lines else [texts.say("none")], items=list(lines), numbered=numbered
    )


def _section(name: str, texts: Texts, **content: object) -> dict[str, object]:
    return {"heading": texts.say(f"{name}.heading"), "level": 2} | content
