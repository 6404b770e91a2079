# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""A sentence beside the figure of a gap (release rule 8): about offers, never about anybody."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from app.domain.errors import InvalidInput
from app.domain.names import search_form, stripped_form

LONGEST = 240
MOST = 10
"""So many sentences a Standort has at most: what a packet makes room for, whether they are written or not."""

PUBLISHED_FROM = 5
_WORD = re.compile(r"[^\W_]+")
_ONLY_CAPITAL = 3
"""Names up to this length are words as well („An“, „Im“): with a small letter they are no names."""
_HIDDEN_IN_LETTERS = 7
_ENDINGS = ("S", "ES", "SCHE", "SCHEN", "SCHER")

_NUMBER = (
    "null|zwei|zwo|drei|vier|fünf|sechs|sieben|acht|neun|zehn|elf|zwölf|dreizehn|vierzehn|fünfzehn|sechzehn|"
    "siebzehn|achtzehn|neunzehn|(?:ein|zwei|drei|vier|fünf|sechs|sieben|acht|neun)?(?:und)?(?:zwanzig|dreißig|"
    "vierzig|fünfzig|sechzig|siebzig|achtzig|neunzig)|hundert|tausend|dutzend|beide"
)
_PATTERNS = {
    "number": re.compile(
        rf"[^\W\D]|\b(?:{_NUMBER})(?:te[nrms]?|ste[nrms]?|er|en|mal|fach|n|r|s)?\b", re.IGNORECASE
    ),
    "day": re.compile(
        r"\b(?:januar|februar|märz|april|mai|juni|juli|august|september|oktober|november|dezember|"
        r"montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag|gestern|heute|vorgestern)s?\b",
        re.IGNORECASE,
    ),
    "address": re.compile(r"\b\w*(?:straße|strasse|str\.|allee|gasse)\b|\S+@\S+|\bwww\.", re.IGNORECASE),
    "age": re.compile(
        r"\b\w*(?:jährig|jaehrig)\w*|\b(?:baby|säugling|kleinkind|teenager|rentner|senior)\w*|\balt(?:e[rns]?)?\b"
        r"|\b(?:minder|voll)jährig\w*",
        re.IGNORECASE,
    ),
    "family": re.compile(
        r"\b\w*(?:köpfig|kinderreich|großfamilie|zwilling|drilling|geschwister|alleinerzieh|witwe|waise)\w*"
        r"|\b(?:einzelkind|schwanger|verheiratet|geschieden|ledig)\w*",
        re.IGNORECASE,
    ),
}


@dataclass(frozen=True)
class GapSentence:
    """What a Standort says beside one figure."""

    dimension: str
    kind: str
    sentence: str


@dataclass(frozen=True)
class KnownWords:
    """What would tell of somebody: names of the file, its places, and countries with their adjectives."""

    names: frozenset[str]
    places: frozenset[str]
    nations: frozenset[str]


def tidy(sentence: str) -> str:
    """On one line, without spaces at its ends."""
    return " ".join(sentence.split())


def check_sentence(sentence: str, known: KnownWords) -> None:
    """InvalidInput that says what kind of thing stands at which word; never the word itself."""
    if not sentence:
        raise InvalidInput("sentence", "gap_sentence.missing")
    if len(sentence) > LONGEST:
        raise InvalidInput("sentence", "gap_sentence.too_long", longest=LONGEST)
    if not sentence.isprintable():
        raise InvalidInput("sentence", "gap_sentence.sign")
    for kind, pattern in _PATTERNS.items():
        if found := pattern.search(sentence):
            raise _finding(kind, sentence, found.start())
    _check_words(sentence, known)


def _check_words(sentence: str, known: KnownWords) -> None:
    names, places = _all(known.names), {form for form in _all(known.places) if len(form) > _ONLY_CAPITAL}
    nations = {form for form in _all(known.nations) if len(form) > _ONLY_CAPITAL}
    for word in _WORD.finditer(sentence):
        forms = _forms(word[0])
        if any(_names(form, names, word[0]) for form in forms):
            raise _finding("name", sentence, word.start())
        if any(form == place or form.removesuffix("S") == place for form in forms for place in places):
            raise _finding("address", sentence, word.start())
        if any(form.startswith(nation) for form in forms for nation in nations):
            raise _finding("nationality", sentence, word.start())
    squeezed = {form.replace(" ", "") for form in (search_form(sentence), stripped_form(sentence))}
    letters = {"".join(filter(str.isalnum, text)) for text in squeezed}
    if any(len(name) >= _HIDDEN_IN_LETTERS and name in text for name in names for text in letters):
        raise InvalidInput("sentence", "gap_sentence.name_somewhere")


def phrases(sentence: str, words: int) -> list[str]:
    """Every run of so many words, to be looked for in the notes."""
    found = list(_WORD.finditer(sentence))
    return [
        sentence[first.start() : last.end()] for first, last in zip(found, found[words - 1 :], strict=False)
    ]


def _names(form: str, names: set[str], word: str) -> bool:
    """Whether the word is a name, also with the ending of a genitive or an adjective."""
    stems = {form, *(form.removesuffix(ending) for ending in _ENDINGS)}
    return any(len(stem) > _ONLY_CAPITAL or not word[0].islower() for stem in stems & names if len(stem) > 1)


def _all(texts: Iterable[str]) -> set[str]:
    return {form for text in texts for form in _forms(text) if len(form) > 1}


def _forms(text: str) -> set[str]:
    """Both search forms of every word; an apostrophe parts words or vanishes."""
    written = " ".join(_WORD.findall(text)), text
    forms = (form(each) for each in written for form in (search_form, stripped_form))
    return {"".join(filter(str.isalnum, word)) for form in forms for word in form.split()}


def _finding(kind: str, sentence: str, start: int) -> InvalidInput:
    place = len(_WORD.findall(sentence[:start])) + 1
    return InvalidInput("sentence", f"gap_sentence.{kind}", place=place)
