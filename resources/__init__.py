# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Texts, code lists, forms, table catalogue, icons and fonts: where they lie and how they are read."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from functools import cache
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from types import MappingProxyType
from typing import Any

Fact = str | bool | int

_FONTS = {
    "fontpkg_noto_sans": "files",
    "fontpkg_noto_sans_arabic": "files",
    "justmytype_intl_africa": "fonts/ofl/notosansethiopic",
}


@dataclass(frozen=True)
class CodeEntry:
    """One choice of a list; it is valid from and to these days (ISO, both included), `None` is open."""

    code: str
    label: str
    facts: Mapping[str, Fact]
    sort: int
    valid_from: str | None = None
    valid_to: str | None = None


@dataclass(frozen=True)
class CodeList:
    """A closed list of choices in the order of the screen."""

    name: str
    source: str
    entries: tuple[CodeEntry, ...]


@dataclass(frozen=True)
class Message:
    """What happened, what is safe, what to do."""

    what: str
    safe: str = ""
    todo: str = ""


def path(*parts: str) -> Path:
    return Path(str(files(__name__).joinpath(*parts)))


def text(*parts: str) -> str:
    return path(*parts).read_text("utf-8")


def toml(*parts: str) -> dict[str, Any]:
    return tomllib.loads(text(*parts))


def icon(name: str) -> bytes:
    """The SVG of an icon."""
    return path("icons", f"{name}.svg").read_bytes()


@cache
def code_lists() -> Mapping[str, CodeList]:
    """Every list shipped with the program, by name."""
    names = sorted(file.stem for file in path("codelists").glob("*.toml"))
    return MappingProxyType({name: _code_list(name) for name in names})


def message(code: str, **facts: object) -> Message:
    """The sentences of a code; KeyError if the code or a placeholder's fact is missing."""
    shown = {name: _shown(fact) for name, fact in facts.items()}
    return Message(**{part: sentence.format_map(shown) for part, sentence in messages()[code].items()})


@cache
def messages() -> Mapping[str, Mapping[str, str]]:
    """Every coded message as written, its placeholders still open."""
    return MappingProxyType(toml("texts", "messages.toml"))


def font_folders() -> list[Path]:
    """Where the fonts of all form languages lie, found without importing their packages."""
    return [_package_folder(package) / folder for package, folder in _FONTS.items()]


def _package_folder(package: str) -> Path:
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError(f"font package {package} is not installed", name=package)
    return Path(spec.origin).parent


def _code_list(name: str) -> CodeList:
    data = toml("codelists", f"{name}.toml")
    entries = (_entry(code, row, sort) for sort, (code, row) in enumerate(data["entries"].items()))
    return CodeList(name, data["source"], tuple(entries))


def _entry(code: str, row: Mapping[str, Fact], sort: int) -> CodeEntry:
    own = {field.name for field in fields(CodeEntry)}
    facts = MappingProxyType({name: fact for name, fact in row.items() if name not in own})
    valid_from, valid_to = (_day(row.get(end)) for end in ("valid_from", "valid_to"))
    return CodeEntry(code, str(row["label"]), facts, sort, valid_from, valid_to)


def _day(value: object) -> str | None:
    return None if value is None else date.fromisoformat(str(value)).isoformat()


def _shown(fact: object) -> object:
    return f"{fact:%d.%m.%Y}" if isinstance(fact, date) else fact
