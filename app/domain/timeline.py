# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The Verlauf: one line per thing that happened in a case, newest first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any


@dataclass(frozen=True)
class TimelineEntry:
    """`title` names the thing itself (recipient, goal, …), empty where kind and code say it all.

    `kind`: contact, appointment, referral, consent, assessment, goal, agreement, document, disclosure, gap,
    livelihood, residence, handover, sent, earlier, intake, closing; `code` is the kind's own code (a contact
    kind, a referral state …), `facts` what else it knows: a contact's minutes and topics, an appointment's
    hour.
    """

    record_id: str
    kind: str
    code: str
    day: date
    title: str
    text: str
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class NoteHit:
    """A note that holds the searched words; `excerpt` is the part around them."""

    record_id: str
    case_id: str
    initials: str
    file_number: str
    excerpt: str
