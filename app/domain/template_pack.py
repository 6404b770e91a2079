# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the Kreis ships for the forms of its offices, data and never code; what is wrong with a part of it."""

from __future__ import annotations

import re
import string
import tomllib
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

import resources
from app.domain.controller import LAWS
from app.domain.errors import Refusal

FORMS = (
    "appointment_slip",
    "assessment",
    "consent",
    "dividers",
    "document_list",
    "goals",
    "information",
    "intake",
    "interpreter_secrecy",
    "letter_accompanying",
    "letter_attendance",
    "letter_extension",
    "pictograms",
    "power_of_attorney",
    "referral_slip",
    "withdrawal",
    "withdrawal_notice",
)
"""The papers whose words and head are the Kreis's to choose."""

GERMAN_ALONE = ("assessment", "letter_accompanying", "letter_extension", "withdrawal_notice")
"""A letter to another body must not tell which language the person reads."""

GERMAN = "de"
MOST_IN_A_TEXT, MOST_IN_A_SENTENCE = 64 * 1024, 4000
MOST_LOGO, MOST_AUDIO, MOST_AUDIO_IN_ALL = 256 * 1024, 4 * 1024 * 1024, 10 * 1024 * 1024
AHEAD = timedelta(days=1)
"""How far the Kreis's clock may be ahead of the office's."""

_GERMAN_ONLY = ("law", "qr_alt", "alt")
_REVIEWED = ("reviewed",)
_SIGNED_OFF = re.compile(r"(\S.*, \d{1,2}\.\d{1,2}\.\d{4})?")
_LINE = re.compile(r"\(at line (\d+)")
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")

Wording = Mapping[tuple[str, str], str]
"""Texts (TOML) that stand in place of the shipped ones, by form and language."""

Path = tuple[str, ...]


@dataclass(frozen=True)
class Profile:
    """Who answers for the data; `address` holds its lines, `law` as in `controller.LAWS`."""

    name: str
    address: str
    officer: str
    authority: str
    law: str


@dataclass(frozen=True)
class Logo:
    """A picture and what a screen reader says of it."""

    kind: Literal["png", "svg"]
    content: bytes
    alt: str


@dataclass(frozen=True)
class Audio:
    """A form read aloud."""

    form: str
    language: str
    media_type: Literal["audio/ogg", "audio/mpeg"]
    content: bytes


@dataclass(frozen=True)
class TemplatePack:
    """`number` is when it was made (UTC, 20261122093000): a later one is newer."""

    number: int
    district: str
    profile: Profile | None
    logo: Logo | None
    texts: Wording
    audio: tuple[Audio, ...]


@dataclass(frozen=True)
class Contents:
    """A pack as people look at it: texts and recordings as (form, language)."""

    number: int
    district: str
    profile: Profile | None
    logo: bool
    texts: tuple[tuple[str, str], ...]
    audio: tuple[tuple[str, str], ...]


def contents(pack: TemplatePack) -> Contents:
    spoken = tuple((each.form, each.language) for each in pack.audio)
    return Contents(
        pack.number, pack.district, pack.profile, pack.logo is not None, tuple(pack.texts), spoken
    )


FIRST_NUMBER = 20_000_101_000_000


def number_at(now: datetime) -> int:
    """Of a moment; a clock that went far back gives the first one that a document may have."""
    return max(FIRST_NUMBER, int(f"{now:%Y%m%d%H%M%S}"))


def made_at(number: int) -> datetime:
    """Refusal if the number is no moment."""
    try:
        return datetime.strptime(f"{number}+0000", "%Y%m%d%H%M%S%z")
    except ValueError as error:
        raise Refusal("template_pack.unreadable") from error


def check_newer(number: int, taken: int | None, now: datetime) -> None:
    """No step back, and nothing from a clock that runs ahead: it would shut out every later pack."""
    if made_at(number) > now + AHEAD:
        raise Refusal("template_pack.from_the_future")
    if taken is not None and number < taken:
        raise Refusal("template_pack.older")


def check_text(form: str, language: str, source: str, languages: Mapping[str, object]) -> None:
    """A text of the pack may stand in place of the shipped one; a Refusal names form, language and line."""
    where = {"form": form, "language": language}
    if form not in FORMS:
        raise Refusal("template_pack.unknown_form", form=form)
    if language not in languages or (form in GERMAN_ALONE and language != GERMAN):
        raise Refusal("template_pack.unknown_language", **where)
    if len(source.encode()) > MOST_IN_A_TEXT:
        raise Refusal("template_pack.text_too_large", **where)
    german = sentences(resources.text("forms", form, "de.toml"))
    given = _parsed(source, where)
    for key, value in given.items():
        _check_sentence(key, value, german, source, where)
    _check_complete(given, german, language, where)


def check_audio(audio: Iterable[Audio], languages: Mapping[str, object]) -> None:
    """Recordings of known forms and languages, each an Ogg Opus or MP3 file."""
    in_all = 0
    for each in audio:
        where = {"form": each.form, "language": each.language}
        if each.form not in FORMS:
            raise Refusal("template_pack.unknown_form", form=each.form)
        if each.language not in languages:
            raise Refusal("template_pack.unknown_language", **where)
        in_all += len(each.content)
        if len(each.content) > MOST_AUDIO or in_all > MOST_AUDIO_IN_ALL:
            raise Refusal("template_pack.audio_too_large", **where)
        if not _is_audio(each):
            raise Refusal("template_pack.audio_broken", **where)


def check_profile(profile: Profile) -> None:
    """Nothing of it may be empty, as without it a notice would be void."""
    for field, value in vars(profile).items():
        if not value.strip() or _unwritable(value.replace("\n", "")):
            raise Refusal("template_pack.profile_unusable", field=field)
    if profile.law not in LAWS:
        raise Refusal("template_pack.profile_unusable", field="law")


def sentences(source: str) -> dict[Path, object]:
    """Every value of a text under its path; ValueError if it is no TOML."""
    try:
        return dict(_flat(tomllib.loads(source)))
    except RecursionError as error:
        raise ValueError("nested too deeply (at line 1, column 1)") from error


def line_in(error: Exception) -> int | str:
    """Where the reader of TOML stopped."""
    found = _LINE.search(str(error))
    return int(found[1]) if found else "am Ende"


def placeholders(sentence: str) -> frozenset[str]:
    """ValueError if a brace stands alone."""
    return frozenset(name for _, name, _, _ in string.Formatter().parse(sentence) if name is not None)


def _parsed(source: str, where: dict[str, str]) -> dict[Path, object]:
    try:
        return sentences(source)
    except ValueError as error:
        raise Refusal("template_pack.not_toml", **where, line=line_in(error)) from error


def _check_sentence(
    key: Path, value: object, german: Mapping[Path, object], source: str, where: dict[str, str]
) -> None:
    def refuse(code: str, **facts: object) -> Refusal:
        line = _line_of(key, source)
        return Refusal(f"template_pack.{code}", **where, key=".".join(key), line=line, **facts)

    if key == _REVIEWED:
        if where["language"] == GERMAN or not _SIGNED_OFF.fullmatch(str(value)):
            raise refuse("review_state")
        return
    if key not in german:
        raise refuse("unknown_key")
    if not isinstance(value, str) or not value.strip() or len(value) > MOST_IN_A_SENTENCE:
        raise refuse("not_a_sentence")
    if _unwritable(value):
        raise refuse("unwritable", character=f"U+{ord(_unwritable(value)):04X}")
    expected = placeholders(str(german[key]))
    if _placeholders_or_none(value) != expected:
        raise refuse("placeholders", expected=_in_words(expected))


def _check_complete(
    given: Mapping[Path, object], german: Mapping[Path, object], language: str, where: dict[str, str]
) -> None:
    needed = german if language == GERMAN else [_REVIEWED, *(key for key in german if _translated(key))]
    missing = next((key for key in needed if key not in given), None)
    if missing is not None:
        raise Refusal("template_pack.missing_key", **where, key=".".join(missing))


def _translated(key: Path) -> bool:
    """Fundstellen and what only a screen reader says stay German."""
    return key[0] not in _GERMAN_ONLY


def _unwritable(text: str) -> str:
    """The first character that is no part of writing: a control, or one that turns what follows."""
    bad = (
        each for each in text if each in _TURNING or unicodedata.category(each) in ("Cc", "Co", "Cn", "Cs")
    )
    return next(bad, "")


def _placeholders_or_none(sentence: str) -> frozenset[str] | None:
    try:
        return placeholders(sentence)
    except ValueError:
        return None


def _is_audio(audio: Audio) -> bool:
    begin = audio.content[:64]
    if audio.media_type == "audio/ogg":
        return begin.startswith(b"OggS") and b"OpusHead" in begin
    return begin.startswith(b"ID3") or (len(begin) > 2 and begin[0] == 0xFF and begin[1] & 0xE6 == 0xE2)


def _in_words(names: frozenset[str]) -> str:
    return ", ".join(f"{{{name}}}" for name in sorted(names)) or "keine"


def _flat(table: Mapping[str, Any], above: Path = ()) -> Iterator[tuple[Path, object]]:
    for key, value in table.items():
        if isinstance(value, dict):
            yield from _flat(value, (*above, key))
        else:
            yield (*above, key), value


def _line_of(key: Path, source: str) -> int:
    """The line on which this value ends, as every sentence stands on one line of its own."""
    lines = source.splitlines()

    def there(number: int) -> bool:
        try:
            return key in sentences("\n".join(lines[:number]))
        except ValueError:
            return False

    return bisect_left(range(len(lines)), True, key=there)
