# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the Kreis writes into its register: a Dienstleistungskette, a session, a task."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from PySide6.QtWidgets import QWidget

from app.domain.errors import InvalidInput
from app.operations import register, steering
from app.operations.register import STEPS, Chain, Meeting, Task, lines_of
from ui.codes import choices_of
from ui.drafts import DraftKeeper
from ui.form_dialog import FormDialog
from ui.session import Session
from ui.widgets import CodeInput, DateInput, FormPanel, LongText, TextInput

STEP_WORDS = {
    "survey": "Erhebung",
    "analysis": "Analyse",
    "planning": "Planung und Steuerung",
    "implementation": "Umsetzung",
    "evaluation": "Evaluation",
    "adjustment": "Nachsteuerung",
}
_SOURCES = [
    ("releases", "aus den Meldungen"),
    ("workshop", "aus einem Workshop"),
    ("service", "von einer anderen Stelle"),
]
_NO_CLIENTS = "Stellen und Funktionen, eine je Zeile; nie Namen von Klientinnen und Klienten."
_AGENDA = "Ein Punkt je Zeile. Der Vorschlag kommt aus dem Register; ändern Sie ihn."
_LONGEST = 24
USUAL_BODY = "Lenkungsgruppe"


def open_chain_form(
    owner: QWidget, session: Session, chain: Chain | None = None, gap: tuple[str, str] | None = None
) -> FormDialog:
    """A new chain, of this gap if one was chosen, or what became of one."""
    form = _chain_fields(session)
    form.set_values({"begun_on": session.today(), "source": "releases"})
    if gap is not None:
        form.set_values({"dimension": gap[0], "kind": gap[1]})
    if chain is not None:
        form.set_values(_chain_values(chain))
    draft = DraftKeeper(session, form, f"chain:{chain.id}" if chain else "chain")

    def keep(values: dict[str, Any]) -> None:
        session.write(register.keep_chain, _chain(values, session, chain))

    dialog = FormDialog(owner, "Dienstleistungskette", form, "Speichern", keep, draft=draft)
    dialog.open()
    return dialog


def open_meeting_form(owner: QWidget, session: Session, meeting: Meeting | None = None) -> FormDialog:
    form = FormPanel()
    form.add_line(
        form.field("body", "Gremium", TextInput()), form.field("held_on", "Tag", DateInput(session.today))
    )
    form.add("participants", "Teilgenommen haben", LongText(lines=3), _NO_CLIENTS)
    form.add("agenda", "Tagesordnung", LongText(lines=5), _AGENDA)
    form.add("minutes", "Besprochen", LongText(lines=5))
    form.add("decisions", "Beschlüsse", LongText(lines=3), "Ein Beschluss je Zeile.")
    form.set_values(
        {
            "body": USUAL_BODY,
            "held_on": session.today(),
            "agenda": session.read(steering.proposed_agenda),
        }
    )
    if meeting is not None:
        form.set_values(
            {
                name: getattr(meeting, name)
                for name in ("body", "held_on", "participants", "agenda", "minutes")
            }
        )
        form.set_values({"decisions": "\n".join(meeting.decisions)})
    draft = DraftKeeper(session, form, f"meeting:{meeting.id}" if meeting else "meeting")

    def keep(values: dict[str, Any]) -> None:
        if values["held_on"] is None:
            raise InvalidInput("held_on", "date.missing")
        new = Meeting(
            **values | {"decisions": lines_of(values["decisions"])}, id=meeting.id if meeting else ""
        )
        session.write(register.keep_meeting, new)

    dialog = FormDialog(owner, "Sitzung", form, "Speichern", keep, draft=draft)
    dialog.open()
    return dialog


def open_task_form(owner: QWidget, session: Session, task: Task | None = None) -> FormDialog:
    form = FormPanel()
    form.add("text", "Aufgabe", TextInput())
    form.add_line(
        form.field("responsible", "Wer", TextInput()),
        form.field("due_on", "Bis", DateInput(session.today, ahead=True)),
    )
    held = session.read(register.meetings)
    sessions = [(each.id, f"{each.held_on:%d.%m.%Y}, {_short(each.body)}") for each in held]
    form.add("meeting_id", "Vereinbart in", CodeInput(sessions, "ohne Sitzung"))
    if task is not None:
        form.set_values(
            {name: getattr(task, name) for name in ("text", "responsible", "due_on", "meeting_id")}
        )
    elif held:
        form.set_values({"meeting_id": held[0].id})
    draft = DraftKeeper(session, form, f"task:{task.id}" if task else "task")

    def keep(values: dict[str, Any]) -> None:
        session.write(register.keep_task, replace(task or Task(""), **values))

    dialog = FormDialog(owner, "Aufgabe", form, "Speichern", keep, draft=draft)
    dialog.open()
    return dialog


def _short(body: str) -> str:
    return body if len(body) <= _LONGEST else f"{body[:_LONGEST].rstrip()} …"


def _chain_fields(session: Session) -> FormPanel:
    form, choices = FormPanel(), choices_of(session)
    form.add("title", "Name der Kette", TextInput("z. B. Kita-Plätze für Fünfjährige"))
    form.add_line(
        form.field("dimension", "Lebensbereich", CodeInput(choices("life_dimension"))),
        form.field("kind", "Art der Lücke", CodeInput(choices("gap_kind"))),
    )
    form.add_line(
        form.field("source", "Woher bekannt", CodeInput(_SOURCES)),
        form.field("responsible", "Zuständig", TextInput()),
    )
    form.add("measures", "Maßnahmen", LongText(lines=3))
    day = session.today
    form.add_line(
        form.field("begun_on", "Begonnen am", DateInput(day)),
        form.field("ended_on", "Beendet am", DateInput(day)),
    )
    for first, second in zip(STEPS[::2], STEPS[1::2], strict=True):
        form.add_line(
            *(form.field(step, f"{STEP_WORDS[step]} erledigt am", DateInput(day)) for step in (first, second))
        )
    form.add("continuity", "Sind lückenhafte Versorgung und Brüche vermieden?", LongText(lines=2))
    form.add("effect", "Wirkt es?", LongText(lines=2))
    form.add("quality", "Stimmen Aufwand und Qualität?", LongText(lines=2))
    return form


def _chain_values(chain: Chain) -> dict[str, Any]:
    names = (
        *("title", "dimension", "kind", "source", "responsible", "measures", "begun_on", "ended_on"),
        *("continuity", "effect", "quality"),
    )
    return {name: getattr(chain, name) for name in names} | dict(chain.steps)


def _chain(values: dict[str, Any], session: Session, before: Chain | None) -> Chain:
    steps = {step: values.pop(step) for step in STEPS}
    texts = {name: value or "" for name, value in values.items() if name not in ("begun_on", "ended_on")}
    return Chain(
        **texts,
        begun_on=values["begun_on"] or session.today(),
        ended_on=values["ended_on"],
        steps={step: day for step, day in steps.items() if day is not None},
        id=before.id if before else "",
    )
