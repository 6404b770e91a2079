# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Mitteilung nach Art. 19 DSGVO: something that a recipient has was rectified, restricted or erased."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from app.domain.change_notice import Occasion
from app.forms import letter
from app.forms.engine import Printed, print_form
from app.forms.languages import GERMAN
from app.forms.letter import Envelope
from app.forms.texts import Texts
from app.forms.withdrawal_notice import person_line, told_table

FORM = "change_notice"


@dataclass(frozen=True)
class ChangeNotice:
    """`client_name` and `birth_date` stay empty where the recipient never heard them.

    `rectified`: the categories in words, where it is about them; `told` as in a withdrawal's notice.
    """

    envelope: Envelope
    occasion: Occasion
    day: date
    told: tuple[tuple[date, str, str], ...]
    rectified: tuple[str, ...] = ()
    client_name: str = ""
    birth_date: str = ""


def render(notice: ChangeNotice, timestamp: datetime) -> Printed:
    text = Texts(FORM, GERMAN, notice.envelope.controller.wording)
    law = f"law.{notice.envelope.controller.law}"
    norm = text.say(f"{law}.{notice.occasion}")
    what = text.say(
        f"what.{notice.occasion}", norm=norm, day=notice.day, rectified=", ".join(notice.rectified)
    )
    data = letter.frame(notice.envelope, text) | {
        "subject": text.say(f"subjects.{notice.occasion}"),
        "person": person_line(text, notice.client_name, notice.birth_date),
        "what": what,
        **told_table(text, notice.told),
        "ask": text.say(f"ask.{notice.occasion}"),
        "basis": text.say("basis", norm=text.say(f"{law}.notice")),
        "closing": text.say("closing"),
        "case_manager": notice.envelope.case_manager,
    }
    return print_form(FORM, [text], data, timestamp)
