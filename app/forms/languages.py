# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The languages that forms are written in: which there are, how they run, who reads them."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

import resources

GERMAN = "de"


@dataclass(frozen=True)
class FormLanguage:
    """`tag` is BCP 47; `speakers` are languages of the code list; `full`: every form for clients has it."""

    code: str
    label: str
    own: str
    tag: str
    right_to_left: bool
    full: bool
    speakers: tuple[str, ...]


@cache
def languages() -> Mapping[str, FormLanguage]:
    """All of them in the order of the screen, German first."""
    found = tomllib.loads(resources.text("forms", "languages.toml"))
    return MappingProxyType({code: _language(code, entry) for code, entry in found.items()})


@cache
def of_form(form: str) -> tuple[str, ...]:
    """The languages in which a form can stand beside the German, German first."""
    written = {file.stem for file in resources.path("forms", form).glob("*.toml")}
    return tuple(code for code in languages() if code in written)


def read_by(spoken: Iterable[str], offered: tuple[str, ...]) -> str:
    """The first spoken language, best first, that is offered; German where there is none."""
    readable = (code for each in spoken for code in offered if each in languages()[code].speakers)
    return next(readable, GERMAN)


def _language(code: str, entry: Mapping[str, object]) -> FormLanguage:
    speakers = entry.get("speakers", [code])
    assert isinstance(speakers, list)
    return FormLanguage(
        code=code,
        label=str(entry["label"]),
        own=str(entry["own"]),
        tag=str(entry.get("tag", code)),
        right_to_left=bool(entry.get("rtl", False)),
        full=bool(entry.get("full", False)),
        speakers=tuple(map(str, speakers)),
    )
