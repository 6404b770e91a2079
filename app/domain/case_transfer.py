# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""A case that goes sealed to another office, and one that came from there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

NAME = "name_contact"
"""The category without which nobody is handed over: the receiver has to know who it is."""

FROM_ELSEWHERE = "received_"
"""What the form of a paper begins with that another office printed."""


@dataclass(frozen=True)
class SentCase:
    """Inside one controller it has no disclosure. `told_on` None: the person is still to be told."""

    id: str
    unit: str
    office: str
    sent_on: date
    sha256: str
    told_on: date | None = None
    disclosure_id: str | None = None


@dataclass(frozen=True)
class ReceivedCase:
    """Where a case came from; `file_number` is that of the office before, `basis` what it stood on there."""

    case_id: str
    packet: str
    office: str
    file_number: str
    basis: str
    sent_on: date
    received_on: date


@dataclass(frozen=True)
class EarlierNote:
    """What the office before wrote of a contact, or of a notice that was signed there."""

    day: date
    kind: str
    text: str
