# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The question for a Fallkonferenz: what in it would name the person, or somebody else of the file."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from app.domain.errors import InvalidInput
from app.domain.names import search_form, stripped_form

_WORD = re.compile(r"[^\W_]+")
_PATTERNS = {
    "mail": re.compile(r"\S+@\S+"),
    "file_number": re.compile(r"\b[^\W_]+-\d{4}-\d+\b"),
    "day": re.compile(r"\b(\d{1,2}\.\s?\d{1,2}\.|\d{4}-\d{2}-\d{2})"),
    "number": re.compile(r"\d{5}|\d(?:[\s/()-]?\d){6}"),
}
_IN_EVERY_ADDRESS = frozenset({"STRASSE", "STR", "WEG", "PLATZ", "ALLEE", "GASSE", "RING"})
_SHORTEST_OF_OTHERS, _SHORTEST_OF_PLACES = 3, 4

Name = tuple[str, str]
"""Family name with its former forms, and given names."""


@dataclass(frozen=True)
class Identities:
    """What the file knows: the names round this case, its places, and the names of everybody else."""

    own: tuple[str, ...]
    places: tuple[str, ...]
    others: tuple[Name, ...]


def check_question(question: str, known: Identities) -> None:
    """InvalidInput that says what kind of thing stands at the how manieth word; never the word itself."""
    if not question.strip():
        raise InvalidInput("question", "conference.question_missing")
    for kind, pattern in _PATTERNS.items():
        if found := pattern.search(question):
            raise _finding(kind, question, found.start())
    known_words = _KnownWords(known)
    for word in _WORD.finditer(question):
        if kind := known_words.kind(word[0]):
            raise _finding(kind, question, word.start())
    if any(_whole_name(question, name) for name in known.others):
        raise InvalidInput("question", "conference.name_somewhere")


class _KnownWords:
    """Every word that would say who or where; own names count however they are written."""

    def __init__(self, known: Identities) -> None:
        self._own = _all(known.own, 2)
        self._places = _all(known.places, _SHORTEST_OF_PLACES) - _IN_EVERY_ADDRESS
        self._others = _all((part for name in known.others for part in name), _SHORTEST_OF_OTHERS)

    def kind(self, word: str) -> str:
        """Names of others count as German writes names, with a capital: many are words as well."""
        forms = _forms(word)
        if forms & self._own or (forms & self._others and not word[0].islower()):
            return "name"
        return "place" if forms & self._places else ""


def _whole_name(question: str, name: Name) -> bool:
    """Family and given name together are no chance, whatever their case."""
    words = _forms(question)
    return all(part and not words.isdisjoint(_forms(part)) for part in name)


def _all(texts: Iterable[str], shortest: int) -> set[str]:
    words = (word for text in texts for word in _forms(text))
    return {word for word in words if len(word) >= shortest and not word.isdigit()}


def _forms(text: str) -> set[str]:
    """Both search forms of every word."""
    spoken = " ".join(_WORD.findall(text))
    return {*search_form(spoken).split(), *stripped_form(spoken).split()}


def _finding(kind: str, question: str, start: int) -> InvalidInput:
    place = len(_WORD.findall(question[:start])) + 1
    return InvalidInput("question", f"conference.{kind}", place=place)
