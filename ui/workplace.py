# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the shell shows in one role: its places, acts, search, and the quiet lines at foot and bottom."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from ui.page import Navigate, Page
from ui.session import Session


@dataclass(frozen=True)
class Place:
    """A page and how to make it: `page(session, navigate, *about)`.

    With `under` it is no entry of the navigation but belongs to that one (a case to the list of cases).
    """

    key: str
    label: str
    icon: str
    page: Callable[..., Page]
    under: str = ""


@dataclass(frozen=True)
class Act:
    """Something to do from anywhere, by key and by the command field: `do(owner, session, navigate)`.

    `finds_people`: it looks for somebody by name, and so waits while a client looks on. `in_case` is what it
    does with the case on screen, `in_case(owner, session, case_id)`: then nobody is looked for.
    """

    label: str
    icon: str
    do: Callable[[QWidget, Session, Navigate], object]
    keys: str = ""
    finds_people: bool = False
    in_case: Callable[[QWidget, Session, str], object] | None = None


@dataclass(frozen=True)
class Hit:
    """What a search found, and the page that shows it: `navigate(key, *about)`."""

    label: str
    detail: str
    icon: str
    key: str
    about: tuple[str, ...] = ()


def _nothing_found(_session: Session, _text: str) -> Sequence[Hit]:
    return ()


def _no_lines(_session: Session) -> Sequence[tuple[str, str]]:
    return ()


def _nothing_runs(_session: Session) -> None:
    return None


def _no_foot(_session: Session) -> tuple[str, str]:
    return "", ""


@dataclass(frozen=True)
class Workplace:
    """All of it; `status` gives (icon, text) pairs, `foot` a strong and a quiet line.

    `begin` starts what runs beside the pages as long as the file is open.
    """

    places: tuple[Place, ...]
    search_hint: str
    search: Callable[[Session, str], Sequence[Hit]] = _nothing_found
    acts: tuple[Act, ...] = ()
    foot: Callable[[Session], tuple[str, str]] = _no_foot
    status: Callable[[Session], Sequence[tuple[str, str]]] = _no_lines
    begin: Callable[[Session], object] = _nothing_runs
    with_clients: bool = True

    def place(self, key: str) -> Place:
        """The place with this key; KeyError if there is none."""
        return {place.key: place for place in self.places}[key]

    @property
    def navigation(self) -> tuple[Place, ...]:
        return tuple(place for place in self.places if not place.under)
