# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Whether two entries may be the same person, and why: names across transliterations, swapped parts, dates.

Nothing is decided here: a person looks at the reasons. Every comparison is symmetric.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import OSA

from app.domain.dates import PartialDate
from app.domain.names import search_form

LIKE, SAME_BONES, SHORT = 0.8, 0.65, 4
"""How much of two names has to agree: anywhere, or where the consonants do; short ones have to have those."""

_SPELLINGS = tuple(
    (re.compile(pattern), letters)
    for pattern, letters in (
        (r"[^A-Z ]", ""),
        (r"\b(?:ABD|ABDU)[ ]?(?:AL|EL|UL|UR|AR|ER|US|AS|ALLAH)[ ]?(?=[A-Z]{2})", "ABDL"),
        (r"\b(?:AL|EL|UL|VON|VAN|DE|DI|BIN|IBN|BEN)[ ]", ""),
        (r"DSCH|DZH|DJ", "J"),
        (r"TSCH|TCH|SCH|SHCH|SH|SZ|CZ|ZH|TZ|TS|Z|ß", "S"),
        (r"KH|GH|CH|G", "H"),
        (r"PH|W|V", "F"),
        (r"TH|DH|D", "T"),
        (r"CK|C|Q", "K"),
        (r"X", "KS"),
        (r"OU|OE|UE|O", "U"),
        (r"EE", "I"),
        (r"AE", "E"),
        (r"[YJI]+", "I"),
        (r"(.)\1+", r"\1"),
        (r"(?<=.)H\b", ""),
    )
)
_VOWELS = re.compile(r"[AEIU]|(?<=[^AEIU])H")
_RAW = {"S": "SZC", "H": "HGCK", "F": "FVWP", "T": "DT", "K": "KCQX"}
"""From which letters of a search form a sound of `skeleton` can have come."""

_FILLERS = frozenset({"THI", "VAN", "ABD", "ABDUL", "ABU", "AL", "EL", "BIN", "BINT"})
"""Parts of given names that many people share."""

WEIGHT = {
    "phone": 3,
    "birth_same": 4,
    "birth_swapped": 3,
    "birth_near": 2,
    "birth_year": 1,
    "name_same": 4,
    "name_alike": 3,
    "name_swapped": 3,
    "name_native": 4,
    "former_name": 2,
    "family_same": 2,
    "given_same": 1,
}
"""How much each reason says; the candidates stand in this order."""


@dataclass(frozen=True)
class Traits:
    """What two entries are compared by."""

    family_name: str
    given_names: str = ""
    former_names: str = ""
    native_name: str = ""
    birth_date: PartialDate | None = None
    phones: frozenset[str] = frozenset()
    """Digits without the leading zero or country code, as `phone_digits` gives them."""


@dataclass(frozen=True)
class Known:
    """A person in the file, with the newest case."""

    client_id: str
    case_id: str
    file_number: str
    status: str
    traits: Traits


@dataclass(frozen=True)
class Candidate:
    """Somebody who may be the same person; the weightiest reason first."""

    known: Known
    reasons: tuple[str, ...]

    @property
    def weight(self) -> int:
        return sum(WEIGHT[reason] for reason in self.reasons)


def candidates(typed: Traits, everybody: Iterable[Known]) -> tuple[Candidate, ...]:
    """Who may be meant, the likeliest first."""
    found = [Candidate(known, why) for known in everybody if (why := reasons(typed, known.traits))]
    return tuple(sorted(found, key=lambda one: (-one.weight, one.known.file_number)))


def reasons(one: Traits, other: Traits) -> tuple[str, ...]:
    """Why both may be one person; empty where too little speaks for it, or the birth dates speak against it.

    A name alone needs both its parts; one part needs the birth date; a phone number stands for itself.
    """
    names, birth = _names(one, other), _birth(one.birth_date, other.birth_date)
    phone = ["phone"] if one.phones & other.phones else []
    if birth == "differs":
        return tuple(phone if phone and names else ())
    whole = bool(set(names) & {"name_same", "name_alike", "name_swapped", "name_native"})
    said = [*names, *([birth] if birth else []), *phone]
    enough = whole or phone or (names and birth in ("birth_same", "birth_swapped"))
    return tuple(sorted(said, key=lambda reason: (-WEIGHT[reason], reason))) if enough else ()


def phone_digits(number: str) -> str:
    """A German number however it was written: +49 157 / 0049157 / 0157 are one; too short is empty."""
    digits = re.sub(r"\D", "", re.sub(r"^\s*\+", "00", number))
    digits = re.sub(r"^(?:0049|0)0?", "", digits)
    return digits if len(digits) >= 5 else ""


@lru_cache(maxsize=65_536)
def sound(name: str) -> str:
    """A name as one hears it, across spellings: Youssef, Yussuf -> IUSEF, IUSUF."""
    form = search_form(name)
    for pattern, letters in _SPELLINGS:
        form = pattern.sub(letters, form)
    return form.replace(" ", "")


def skeleton(name: str) -> str:
    """The consonants one hears: Mohammed, Muhammad, Mohamad are all the same."""
    return re.sub(r"(.)\1+", r"\1", _VOWELS.sub("", sound(name)))


def pattern(name: str) -> str:
    """A GLOB on search forms that lets every name with the same skeleton pass, and some others."""
    letters = skeleton(name).replace("KS", "K").replace("BTL", "BT")
    return "*" + "".join(f"[{_RAW.get(letter, letter)}]*" for letter in letters)


def alike(one: str, other: str) -> bool:
    """Two names that may be spellings of one; „Samir“ and „Samira“ are two."""
    heard = sound(one), sound(other)
    if not all(heard) or heard[0] == heard[1]:
        return bool(heard[0]) and heard[0] == heard[1]
    if len({_ending(each) for each in heard} - {"E"}) > 1:
        return False
    share = OSA.normalized_similarity(*heard)
    bones = skeleton(one), skeleton(other)
    if bones[0] == bones[1] and len(bones[0]) > 1:
        return share >= SAME_BONES
    return min(map(len, heard)) > SHORT and share >= LIKE


def _ending(heard: str) -> str:
    """How a name ends: on A as most women's do, on E which comes and goes, on another vowel, or none."""
    return heard[-1] if heard[-1] in "AE" else "I" if heard[-1] in "IU" else ""


def _names(one: Traits, other: Traits) -> list[str]:
    """What speaks for the names; the strongest of each kind."""
    native = one.native_name.strip() and one.native_name.strip() == other.native_name.strip()
    found = ["name_native"] if native else []
    family = alike(one.family_name, other.family_name)
    given = _given_alike(one.given_names, other.given_names)
    if family and given:
        same = search_form(_full(one)) == search_form(_full(other))
        return [*found, "name_same" if same else "name_alike"]
    if _swapped(one, other):
        return [*found, "name_swapped"]
    if given and _formerly(one, other):
        return [*found, "name_alike", "former_name"]
    if _formerly(one, other):
        return [*found, "former_name"]
    return [*found, *(["family_same"] if family else []), *(["given_same"] if given else [])]


def _full(traits: Traits) -> str:
    return f"{traits.family_name} {traits.given_names}"


def _given_alike(one: str, other: str) -> bool:
    """The whole, or the first of several given names; „Thị Hương“ and „Hương“ agree too."""
    if alike(one, other):
        return True
    parts, others = ([p for p in search_form(name).split() if p not in _FILLERS] for name in (one, other))
    return any(alike(part, also) for part in parts for also in others)


def _swapped(one: Traits, other: Traits) -> bool:
    """Family and given names in each other's place."""
    return _given_alike(one.family_name, other.given_names) and _given_alike(
        one.given_names, other.family_name
    )


def _formerly(one: Traits, other: Traits) -> bool:
    """The family name of one is a former name of the other."""
    return any(
        alike(name.family_name, former)
        for name, before in ((one, other), (other, one))
        for former in re.split(r"[,;/ ]+", before.former_names)
        if former
    )


def _birth(one: PartialDate | None, other: PartialDate | None) -> str:
    """What the birth dates say: nothing, the same, swapped, near, only the year, or that they differ."""
    if one is None or other is None:
        return ""
    if one == other and one.day and (one.day, one.month) != (1, 1):
        return "birth_same"
    if one.year == other.year and (_vague(one) or _vague(other)):
        return "birth_year"
    parts = (one.year, one.month, one.day), (other.year, other.month, other.day)
    if parts[0][0] == parts[1][0] and parts[0][1:] == parts[1][:0:-1]:
        return "birth_swapped"
    near = one.day and other.day and sum(a == b for a, b in zip(*parts, strict=True)) == 2
    return "birth_near" if near else "differs"


def _vague(birth: PartialDate) -> bool:
    """A year, a month, or the 1 January that authorities write where the day is unknown."""
    return birth.day is None or (birth.day, birth.month) == (1, 1)
