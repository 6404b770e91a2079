# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Umfeld: who is there for the person, in three rings; roles, no names."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from app.domain.code_lists import CodeLists
from app.domain.errors import InvalidInput

RINGS = (1, 2, 3)
"""1 is near, 3 far."""


@dataclass(frozen=True)
class NewNetworkPerson:
    words: str
    area: str
    ring: int
    note: str = ""


@dataclass(frozen=True)
class NetworkPerson:
    id: str
    words: str
    area: str
    ring: int
    note: str = ""


def check_network_person(new: NewNetworkPerson, lists: CodeLists, today: date) -> NewNetworkPerson:
    if not new.words.strip():
        raise InvalidInput("words", "network.words_missing")
    lists.require("network_area", new.area, "area", today)
    if new.ring not in RINGS:
        raise InvalidInput("ring", "code.missing")
    return replace(new, words=new.words.strip(), note=new.note.strip())
