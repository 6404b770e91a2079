# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The reminder of an appointment as a short message: when, and whom to call; never what it is about."""

from __future__ import annotations

from datetime import date, time

from app.forms.texts import Texts

FORM = "appointment_reminder"
_PLAIN = {0x2060: None, 0xA0: " "}
"""What keeps a number together on paper keeps a telephone from seeing it as one."""

WEEKDAYS = ("mo", "tu", "we", "th", "fr", "sa", "su")


def text(day: date, at: time, phone: str, sender: str, language: str) -> str:
    """The message in one language; neither place nor subject, for others may read it on the telephone."""
    words = Texts(FORM, language)
    weekday = words.say(f"weekday.{WEEKDAYS[day.weekday()]}")
    message = words.say("text", weekday=weekday, day=day, time=f"{at:%H:%M}", phone=phone, sender=sender)
    return message.translate(_PLAIN)


def is_reviewed(language: str) -> bool:
    """German binds; a translation counts once a sworn translator has signed it off."""
    return Texts(FORM, language).reviewed
