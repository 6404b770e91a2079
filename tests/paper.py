# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Paper in tests: a print queue that writes down what it gets, and a scanner."""

from __future__ import annotations

import os
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image

_LP = """#!/bin/sh
n=$(ls "{folder}" | grep -c job)
cat > "{folder}/$n.pdf"
for word in "$@"; do printf '%s\\n' "$word"; done > "{folder}/$n.job"
"""
_LPSTAT = """#!/bin/sh
case "$1" in
-e) printf '%s\\n' {names};;
-d) echo 'system default destination: {usual}';;
esac
"""
_LPOPTIONS = """#!/bin/sh
echo 'PageSize/Media Size: Letter *A4'
[ "$2" = "{duplex}" ] && echo 'Duplex/2-Sided Printing: *None DuplexNoTumble DuplexTumble'
exit 0
"""


@dataclass(frozen=True)
class Queue:
    """Real programs called lp, lpstat and lpoptions, and what reached the first of them."""

    folder: Path

    def jobs(self) -> list[tuple[list[str], bytes]]:
        """The words and the bytes of every job, in order."""
        found = sorted(self.folder.glob("*.job"), key=lambda job: int(job.stem))
        return [(job.read_text("utf-8").splitlines(), job.with_suffix(".pdf").read_bytes()) for job in found]


def set_up_queue(
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    names: tuple[str, ...] = ("Flur", "Keller", "PDF"),
    usual: str = "Keller",
    duplex: str = "Keller",
) -> Queue:
    """Printers of this computer, put first on the path; `duplex` says that it prints both sides."""
    programs, queue = folder / "programme", Queue(folder / "gedruckt")
    programs.mkdir(parents=True)
    queue.folder.mkdir()
    for name, script in (
        ("lp", _LP.format(folder=queue.folder)),
        ("lpstat", _LPSTAT.format(names=" ".join(names), usual=usual)),
        ("lpoptions", _LPOPTIONS.format(duplex=duplex)),
    ):
        (programs / name).write_text(script, "utf-8")
        (programs / name).chmod(0o755)
    monkeypatch.setenv("PATH", f"{programs}{os.pathsep}{os.environ['PATH']}")
    return queue


def sheets_of(*pdfs: bytes, dpi: int = 150) -> list[Image.Image]:
    """What lies on the glass of the scanner: every page, grey."""
    images = []
    for pdf in pdfs:
        with pypdfium2.PdfDocument(pdf) as document:
            images += [page.render(scale=dpi / 72).to_pil().convert("L") for page in document]
    return images


def scanned(images: list[Image.Image], kind: str = "PDF", dpi: int = 150) -> bytes:
    """A file as scanners write it; a picture holds the first page only."""
    written = BytesIO()
    if kind == "PDF":
        images[0].save(written, kind, save_all=True, append_images=images[1:], resolution=dpi)
    else:
        images[0].save(written, kind)
    return written.getvalue()
