# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The two slot files beside the case file, rewritten one after the other; the newest whole one counts.

Each copy is lines of `<sha-256 in hex> <canonical JSON>` under a magic line: first the head (file id,
generation, the hashes of the slots), then one line per slot.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

import msgspec

from app.domain.errors import Trouble
from storage.connection import told_as_trouble
from storage.key_slots import MAX_SLOTS, Head, Slot, Slots, canonical, line_hash

MAGIC = b"kim-bruecke/1/slots"
FAMILY = b"kim-bruecke/"
SUFFIXES = (".slots1", ".slots2")
MAX_FILE_BYTES = 64 * 1024

Record = TypeVar("Record")


def read(vault: Path) -> Slots:
    """The newest whole slots beside `vault`; a slot broken in one copy is taken from the other."""
    contents = [_content(path) for path in paths(vault)]
    copies = [content for content in contents if isinstance(content, bytes)]
    if not copies:
        raise _why_unread(contents)
    heads = [head for copy in copies if (head := _whole_head(copy))]
    if not heads:
        raise Trouble("vault.newer" if any(map(_is_newer_format, copies)) else "vault.slots_damaged")
    lines = {line_hash(line): line for copy in copies for line in _whole_lines(copy)}
    # A head written just before the power went has no slots yet: then the generation before it counts.
    return max((_gathered(head, lines) for head in heads), key=lambda it: (not it.damaged, it.generation))


def write(vault: Path, slots: Slots) -> None:
    """Rewrites both copies in place, one after the other, each on the disk before the next.

    A copy that cannot be written waits for the next opening to be mended; Trouble if it is both.
    """
    if len(slots.slots) > MAX_SLOTS:
        raise Trouble("vault.too_many_slots", most=MAX_SLOTS)
    content = _encoded(slots)
    troubles = [trouble for path in paths(vault) if (trouble := _rewritten(path, content))]
    if len(troubles) == len(SUFFIXES):
        raise troubles[0]


def mend(vault: Path, slots: Slots) -> None:
    """Makes both copies whole and alike again, where every slot could be read and the disk lets us."""
    content = _encoded(slots)
    if not slots.damaged and any(_content(path) != content for path in paths(vault)):
        with suppress(Trouble):
            write(vault, slots)


def remove(vault: Path) -> None:
    """Takes both copies away again, when a file could not be created."""
    for path in paths(vault):
        with told_as_trouble(path):
            path.unlink(missing_ok=True)


def paths(vault: Path) -> tuple[Path, ...]:
    """Where the two copies lie."""
    return tuple(vault.with_name(vault.name + suffix) for suffix in SUFFIXES)


def _encoded(slots: Slots) -> bytes:
    lines = [canonical(slots.head), *map(canonical, slots.slots)]
    return b"".join([MAGIC, b"\n", *(line_hash(line).encode() + b" " + line + b"\n" for line in lines)])


def _content(path: Path) -> bytes | Trouble:
    """The bytes of one copy, or why it cannot be read: the other may still be whole."""
    try:
        with told_as_trouble(path), path.open("rb") as file:
            return file.read(MAX_FILE_BYTES)
    except Trouble as trouble:
        return trouble


def _gathered(head: Head, lines: dict[str, bytes]) -> Slots:
    """The slots of a head, as far as a copy holds them whole."""
    slots = tuple(slot for digest in head.slots if (slot := _decoded(lines.get(digest, b""), Slot)))
    return Slots(head.file_id, head.generation, slots, damaged=len(head.slots) - len(slots))


def _why_unread(contents: list[bytes | Trouble]) -> Trouble:
    """The trouble of a copy that is there, else that both are gone."""
    troubles = [trouble for trouble in contents if isinstance(trouble, Trouble)]
    return next((found for found in troubles if found.code != "vault.gone"), Trouble("vault.slots_gone"))


def _is_newer_format(copy: bytes) -> bool:
    """Whether the magic line names our family in another, therefore newer, version."""
    return copy.startswith(FAMILY) and not copy.startswith(MAGIC + b"\n")


def _whole_lines(copy: bytes) -> list[bytes]:
    lines = [line.partition(b" ") for line in copy.split(b"\n")[1:]]
    return [text for digest, _, text in lines if digest == line_hash(text).encode()]


def _whole_head(copy: bytes) -> Head | None:
    magic, *lines = copy.split(b"\n", 2)
    whole = _whole_lines(copy)
    first_is_whole = bool(whole) and magic == MAGIC and lines[0].endswith(b" " + whole[0])
    return _decoded(whole[0], Head) if first_is_whole else None


def _decoded(line: bytes, kind: type[Record]) -> Record | None:
    try:
        return msgspec.json.decode(line, type=kind)
    except (msgspec.MsgspecError, RecursionError, ValueError):
        return None


def _rewritten(path: Path, content: bytes) -> Trouble | None:
    """Rewrites one copy; what kept it from being written, if anything."""
    try:
        with told_as_trouble(path):
            _rewrite(path, content)
    except Trouble as trouble:
        return trouble
    return None


def _rewrite(path: Path, content: bytes) -> None:
    handle = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o600)
    with os.fdopen(handle, "r+b") as file:
        file.write(content)
        file.truncate()
        file.flush()
        os.fsync(file.fileno())
