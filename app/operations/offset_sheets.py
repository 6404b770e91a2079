# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The data protection officer's side: a key of his or her own, and the sheet drawn for all outstations.

Nothing of the drawing is kept: once written, a line can be read by its outstation alone.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from secrets import SystemRandom

from app.domain.errors import Refusal, Trouble
from app.domain.password import check_password
from sync import enrolment, keys, officer_key, offset_sheet
from sync.enrolment import Pairing

SUFFIX = ".kim-versatz"


@dataclass(frozen=True)
class DrawnLine:
    """One outstation's line, and what officer and outstation compare."""

    name: str
    fingerprint: str
    path: Path


def make_officer_key(path: Path, password: str) -> None:
    """A new signing key in a file that only this password opens."""
    check_password(password)
    _write_new(path, officer_key.write(keys.generate().signing, password))


def draw_sheet(
    key_path: Path, password: str, pairings: Sequence[Path], folder: Path, first_year: int
) -> list[DrawnLine]:
    """Draws the offsets and writes one sealed line per outstation into an empty folder."""
    signing = officer_key.read(_read(key_path), password)
    asked = sorted((enrolment.read_pairing(_read(path)) for path in pairings), key=lambda each: each.name)
    _require_distinct(asked)
    lines = offset_sheet.draw(
        [[site.id for site in each.sites] for each in asked], first_year, SystemRandom()
    )
    _make_empty(folder)
    drawn: list[DrawnLine] = []
    try:
        for each, line in zip(asked, lines, strict=True):
            path = folder / f"{each.outstation.id}{SUFFIX}"
            _write_new(path, offset_sheet.write_line(line, each.outstation, signing))
            sign = keys.fingerprint(each.outstation, offset_sheet.officer(signing))
            drawn.append(DrawnLine(each.name, sign, path))
    except Trouble:  # the next drawing has other lines
        for done in drawn:
            with suppress(OSError):
                done.path.unlink()
        raise
    return drawn


def _require_distinct(asked: Sequence[Pairing]) -> None:
    """No outstation, key or site stands among them twice, else somebody would hold two shares of a deal."""
    for held in (
        [each.outstation.id for each in asked],
        [each.outstation.kem_id for each in asked],
        [site.id for each in asked for site in each.sites],
    ):
        if len(set(held)) < len(held):
            raise Refusal("offsets.same_twice")


def _make_empty(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        used = any(folder.iterdir())
    except OSError as error:
        raise Trouble("file.not_written") from error
    if used:
        raise Refusal("offsets.folder_in_use")


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise Trouble("offsets.file_unreadable", name=path.name) from error


def _for_me_alone(path: str, flags: int) -> int:
    return os.open(path, flags, mode=0o600)


def _write_new(path: Path, content: bytes) -> None:
    """Nothing is ever overwritten: a key or a line that is gone cannot be made again. Whole or not at all."""
    try:
        file = open(path, "xb", opener=_for_me_alone)  # noqa: SIM115  # what is there already stays
    except FileExistsError as error:
        raise Refusal("offsets.exists", name=path.name) from error
    except OSError as error:
        raise Trouble("file.not_written") from error
    try:
        with file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        with suppress(OSError):
            path.unlink()
        raise Trouble("file.not_written") from error
