# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The system's print queue where there is `lp` (Linux, macOS): pages go in through a pipe, not as a file."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Sequence

from app.domain.errors import Trouble
from app.domain.print_order import PrintOrder, written_pages
from app.forms.bundle import bundle

TITLE = "KIM-Brücke"
"""The job's title is neutral: queues show it to everybody."""

_PATIENCE_S = 20
_ASKING_S = 4
_SIDES = re.compile(r"^(?:Duplex|sides)/[^:]*:(?P<choices>.*)$", re.MULTILINE | re.IGNORECASE)
_ONE_SIDE = re.compile(r"\*?(?:none|one-sided|false|off)", re.IGNORECASE)


def is_there() -> bool:
    return shutil.which("lp") is not None


def names() -> tuple[str, ...]:
    """The printers, the usual one first; one without a name where the queue does not tell."""
    listed = _ask("lpstat", "-e")
    if listed is None:
        return ("",)
    found = listed.split()
    usual = (_ask("lpstat", "-d") or "").rpartition(":")[2].strip()
    return tuple(sorted(found, key=lambda name: name != usual))


def prints_both_sides(printer: str) -> bool:
    """Whether the printer says so."""
    options = _ask("lpoptions", *(["-p", printer] if printer else []), "-l") or ""
    choices = [word for found in _SIDES.finditer(options) for word in found["choices"].split()]
    return any(not _ONE_SIDE.fullmatch(word) for word in choices)


def hand_over(pdfs: Sequence[bytes], order: PrintOrder) -> None:
    """All of them as one job; Trouble without a queue, or if it refuses."""
    command = shutil.which("lp")
    if command is None:
        raise Trouble("print.no_printer")
    try:
        subprocess.run(
            [command, *_words(order), "-"],
            input=bundle(pdfs, own_sheets=order.two_sided),
            check=True,
            capture_output=True,
            timeout=_PATIENCE_S,
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise Trouble("print.refused") from error


def _words(order: PrintOrder) -> list[str]:
    printer = ["-d", order.printer] if order.printer else []
    pages = ["-P", written_pages(order.pages)] if order.pages else []
    sides = ["-o", "sides=two-sided-long-edge"] if order.two_sided else []
    return [*printer, "-n", str(order.copies), *pages, *sides, "-t", TITLE]


def _ask(command: str, *words: str) -> str | None:
    """What the queue answers, in its own words and not in the user's language; None if it does not."""
    found = shutil.which(command)
    if found is None:
        return None
    try:
        said = subprocess.run(
            [found, *words],
            check=True,
            capture_output=True,
            timeout=_ASKING_S,
            env={**os.environ, "LC_ALL": "C.UTF-8"},
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return said.stdout.decode(errors="replace")
