# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""How long something took, as people write it: 90, 90 min, 1,5 h, 1:30."""

from __future__ import annotations

import re
from decimal import Decimal

from app.domain.errors import InvalidInput

LONGEST = 24 * 60
_MINUTES = re.compile(r"(\d{1,4})\s*(?:m|min|minuten?)?\.?")
_HOURS = re.compile(r"(\d{1,2}(?:[.,]\d{1,2})?)\s*(?:h|std|stunden?)\.?")
_BARE_HOURS = re.compile(r"(\d{1,2},\d{1,2})")
_CLOCK = re.compile(r"(\d{1,2}):([0-5]\d)\s*(?:h|std|stunden?)?\.?")


def parse_minutes(text: str, field: str) -> int | None:
    """Minutes; nothing typed is `None`. A number alone is minutes, one with a comma hours."""
    typed = text.strip().lower()
    if not typed:
        return None
    minutes = _minutes(typed)
    if minutes is None:
        raise InvalidInput(field, "duration.unreadable")
    if minutes > LONGEST:
        raise InvalidInput(field, "activity.minutes_out_of_range")
    return minutes


def hours_in_words(minutes: int) -> str:
    """„1,5 h“, as short as it is exact to a tenth."""
    tenths = round(minutes / 6)
    whole, tenth = divmod(tenths, 10)
    return f"{whole},{tenth} h" if tenth else f"{whole} h"


def _minutes(typed: str) -> int | None:
    if found := _CLOCK.fullmatch(typed):
        return int(found[1]) * 60 + int(found[2])
    if found := _MINUTES.fullmatch(typed):
        return int(found[1])
    if found := _HOURS.fullmatch(typed) or _BARE_HOURS.fullmatch(typed):
        return round(Decimal(found[1].replace(",", ".")) * 60)
    return None
