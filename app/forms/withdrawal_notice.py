# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Mitteilung über einen Widerruf: to who received something, saying no more than the recipient knows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from app.forms import letter
from app.forms.engine import Printed, print_form
from app.forms.languages import GERMAN
from app.forms.letter import Envelope
from app.forms.texts import Texts

FORM = "withdrawal_notice"


@dataclass(frozen=True)
class WithdrawalNotice:
    """`client_name` and `birth_date` stay empty where the recipient never heard them.

    `told`: day, way and categories of what was told, in words, oldest first.
    """

    envelope: Envelope
    withdrawn_on: date
    told: tuple[tuple[date, str, str], ...]
    client_name: str = ""
    birth_date: str = ""


def render(notice: WithdrawalNotice, timestamp: datetime) -> Printed:
    text = Texts(FORM, GERMAN, notice.envelope.controller.wording)
    law = f"law.{notice.envelope.controller.law}"
    data = letter.frame(notice.envelope, text) | {
        "person": person_line(text, notice.client_name, notice.birth_date),
        "what": text.say("withdrawn", day=notice.withdrawn_on, norm=text.say(f"{law}.withdrawal")),
        **told_table(text, notice.told),
        "ask": text.say("ask"),
        "basis": text.say("basis", norm=text.say(f"{law}.notice")),
        "closing": text.say("closing"),
        "case_manager": notice.envelope.case_manager,
    }
    return print_form(FORM, [text], data, timestamp)


def person_line(text: Texts, client_name: str, birth_date: str) -> str:
    """Whom it is about, as far as the recipient knows that."""
    if not client_name:
        return text.say("person_unnamed")
    if not birth_date:
        return text.say("person_without_birth", client=client_name)
    return text.say("person", client=client_name, birth_date=birth_date)


def told_table(text: Texts, told: Iterable[tuple[date, str, str]]) -> dict[str, object]:
    """What the recipient has: day, way and categories."""
    return {
        "told_intro": text.say("told"),
        "columns": [text.say(f"table.{name}") for name in ("day", "channel", "categories")],
        "told": [[f"{day:%d.%m.%Y}", way, categories] for day, way, categories in told],
    }
