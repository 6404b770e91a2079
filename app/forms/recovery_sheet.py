# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The recovery key on paper: its seven groups, whose file it opens, and how to keep it."""

from __future__ import annotations

from datetime import date, datetime

from app.forms.engine import Printed, print_form
from app.forms.languages import GERMAN
from app.forms.texts import Texts

_ADVICE = ("keep", "show", "copy", "use")


def render(recovery_key: str, staff_code: str, made_on: date, timestamp: datetime) -> Printed:
    """One page with the key as it is typed back; the person stands on it by code, never by name."""
    text = Texts("recovery", GERMAN)
    data = {
        "title": text.say("title"),
        "purpose": text.say("purpose"),
        "groups": recovery_key.split("-"),
        "about": [
            [text.say("label.code"), staff_code],
            [text.say("label.made_on"), f"{made_on:%d.%m.%Y}"],
        ],
        "advice": [text.say(f"advice.{name}") for name in _ADVICE],
    }
    return print_form("recovery", [text], data, timestamp)
