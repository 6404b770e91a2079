# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Code lists as windows need them: the choices of today, and the word for a code."""

from __future__ import annotations

from collections.abc import Callable

from app.operations import cases
from ui.session import Session

Choices = list[tuple[str, str]]


def choices_of(session: Session) -> Callable[[str], Choices]:
    """What can be chosen today, by the name of a list, as (code, label) in the order of the list."""
    lists, today = session.read(cases.lists), session.today()
    return lambda name: [(entry.code, entry.label) for entry in lists.entries(name, today)]


def labels_of(session: Session) -> Callable[[str, str], str]:
    """The word for a code, by list and code; ended codes have theirs too."""
    return session.read(cases.lists).label
