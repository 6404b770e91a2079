# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Where the Kreis makes a template pack: a folder of texts, a logo and recordings becomes one signed file."""

from __future__ import annotations

import shutil
import tomllib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

import resources
from app.domain.errors import InvalidInput, Refusal, Trouble
from app.domain.template_pack import (
    FORMS,
    MOST_AUDIO,
    MOST_IN_A_TEXT,
    MOST_LOGO,
    Audio,
    Contents,
    Logo,
    Profile,
    TemplatePack,
    contents,
    line_in,
    number_at,
)
from app.forms.languages import of_form
from app.forms.template_pack import usable
from app.operations.enrolment import district_of, own_keys
from storage import journal
from storage.vault import Vault
from sync import template_pack as sent

KREIS = "kreis.toml"
"""Who answers for the data and what the logo shows."""

_KINDS: dict[str, Literal["audio/ogg", "audio/mpeg"]] = {".opus": "audio/ogg", ".mp3": "audio/mpeg"}
_LOGOS: dict[str, Literal["png", "svg"]] = {"logo.png": "png", "logo.svg": "svg"}
_LEFT_BY_SYSTEMS = {"thumbs.db", "desktop.ini"}
_PROFILE = ("name", "address", "officer", "authority", "law")
_MOST_FILES = 1000


@dataclass(frozen=True)
class Packed:
    """The signed file and what is in it."""

    raw: bytes
    contents: Contents


def put_together(vault: Vault, folder: Path, now: datetime) -> Packed:
    """All of the folder, checked as every office will check it, and signed; Refusal names what is wrong."""
    district = district_of(vault)
    files = _files(folder)
    profile, alt = _about(files.pop(KREIS, None))
    pack = usable(
        TemplatePack(
            number_at(now),
            district.name[:120],
            profile,
            _logo(files, alt),
            dict(_texts(files)),
            tuple(_audio(files)),
        )
    )
    if files:
        raise Refusal("template_pack.unknown_file", name=min(files))
    raw = sent.write_pack(pack, own_keys(vault.db).signing)
    with vault.transaction() as db:
        journal.note(db, now, vault.actor, "templates.signed", str(pack.number))
    return Packed(raw, contents(pack))


def save_originals(folder: Path) -> None:
    """The shipped texts, to begin with; only into an empty folder, all of them or none."""
    try:
        is_empty = not any(_visible(folder))
    except OSError as error:
        raise Trouble("file.not_written") from error
    if not is_empty:
        raise InvalidInput("folder", "template_pack.folder_not_empty")
    try:
        _write_originals(folder)
    except OSError as error:
        _take_away_originals(folder)
        raise Trouble("file.not_written") from error


def _take_away_originals(folder: Path) -> None:
    """As far as the disk lets us."""
    for form in FORMS:
        shutil.rmtree(folder / form, ignore_errors=True)
    with suppress(OSError):
        (folder / KREIS).unlink()


def _write_originals(folder: Path) -> None:
    for form in FORMS:
        (folder / form).mkdir()
        for language in of_form(form):
            name = f"{language}.toml"
            (folder / form / name).write_text(resources.text("forms", form, name), "utf-8")
    (folder / KREIS).write_text(resources.text("texts", KREIS), "utf-8")


def _files(folder: Path) -> dict[str, Path]:
    """Every file under its path within the folder, as "consent/ar.toml"."""
    if not folder.is_dir():
        raise InvalidInput("folder", "template_pack.no_such_folder")
    found = {}
    for each in _visible(folder):
        for file in _visible(each) if each.is_dir() else [each]:
            found[file.relative_to(folder).as_posix()] = file
            if len(found) > _MOST_FILES:
                raise Refusal("template_pack.too_many_files")
    return found


def _visible(folder: Path) -> Iterator[Path]:
    """Without what file managers leave behind."""
    for each in sorted(folder.iterdir()):
        if not each.name.startswith(".") and each.name.lower() not in _LEFT_BY_SYSTEMS:
            yield each


def _about(file: Path | None) -> tuple[Profile | None, str]:
    """The profile, if there is one, and the words for the logo."""
    if file is None:
        return None, ""
    try:
        table = tomllib.loads(_text(file))
    except (ValueError, RecursionError) as error:
        raise Refusal("template_pack.kreis_not_toml", line=line_in(error)) from error
    unknown = {*table} - {"profile", "logo"}
    profile, logo = _table(table, "profile", _PROFILE), _table(table, "logo", ("alt",))
    if unknown:
        raise Refusal("template_pack.kreis_unknown", name=min(unknown))
    return (Profile(**profile) if profile else None), logo.get("alt", "")


def _table(whole: dict[str, Any], name: str, fields: tuple[str, ...]) -> dict[str, str]:
    """A table of `kreis.toml` with all of these fields as text; empty if it is left out."""
    table = whole.get(name)
    if table is None:
        return {}
    if not isinstance(table, dict):
        raise Refusal("template_pack.kreis_unknown", name=name)
    for field in {*table} - {*fields}:
        raise Refusal("template_pack.kreis_unknown", name=f"{name}.{field}")
    for field in fields:
        if not isinstance(table.get(field), str):
            raise Refusal("template_pack.profile_unusable", field=field)
    return {field: table[field].strip() for field in fields}


def _logo(files: dict[str, Path], alt: str) -> Logo | None:
    for name, kind in _LOGOS.items():
        if name in files:
            return Logo(kind, _read(files.pop(name), MOST_LOGO), alt)
    return None


def _texts(files: dict[str, Path]) -> Iterator[tuple[tuple[str, str], str]]:
    """Those that differ from the shipped ones."""
    for name in [each for each in files if each.count("/") == 1 and each.endswith(".toml")]:
        form, _, language = name.removesuffix(".toml").partition("/")
        source = _text(files.pop(name))
        shipped = form in FORMS and language in of_form(form)
        if not shipped or source != resources.text("forms", form, f"{language}.toml"):
            yield (form, language), source


def _audio(files: dict[str, Path]) -> Iterator[Audio]:
    for name in [each for each in files if each.count("/") == 1 and Path(each).suffix in _KINDS]:
        form, _, rest = name.partition("/")
        file = files.pop(name)
        yield Audio(form, Path(rest).stem, _KINDS[file.suffix], _read(file, MOST_AUDIO))


def _text(file: Path) -> str:
    raw = _read(file, MOST_IN_A_TEXT)
    if len(raw) > MOST_IN_A_TEXT:
        raise Refusal("template_pack.file_too_large", name=file.name)
    try:
        return raw.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise Refusal("template_pack.not_utf8", name=file.name) from error


def _read(file: Path, most: int) -> bytes:
    """One byte more than allowed is enough to see that it is too large."""
    try:
        with file.open("rb") as opened:
            return opened.read(most + 1)
    except OSError as error:
        raise Refusal("template_pack.file_unreadable", name=file.name) from error
