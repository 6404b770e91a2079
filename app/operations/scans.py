# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Signed paper comes back: read without a key, matched by its printed code, kept as it was received."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from app.domain.case import require_unrestricted
from app.domain.disclosure import Disclosure, Norm, Request
from app.domain.document import require_may_leave
from app.domain.errors import Refusal, Trouble
from app.domain.progress import Progress, Silent
from app.domain.scan import Paper, Part, Scan, ScanLine, parts
from app.forms.picture_pages import as_pdf
from app.forms.preview import PageImage
from app.operations import scan_reader
from app.operations.documents import write_with_record
from app.operations.gate import disclose, pass_again
from app.operations.printing import Deliver, hand_over
from storage import cases, documents, journal
from storage import scans as stored
from storage.vault import Vault

_PRINT_WIDTH = 1654
"""Pixels of a page of A4 at 200 dpi."""


@dataclass(frozen=True)
class Received:
    """A file from the scanner as it came, and which of its pages belong together."""

    content: bytes
    media_type: str
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Piece:
    """What is kept with one paper."""

    document_id: str
    media_type: str
    pages: int
    content: bytes


def receive(path: Path, progress: Progress | None = None) -> Received:
    """Reads a PDF, JPEG or PNG; a Refusal says why it cannot be taken."""
    (progress or Silent()).advance(0, 0, "")
    try:
        with path.open("rb") as file:
            content = file.read(scan_reader.MOST_BYTES + 1)
    except OSError as error:
        raise Trouble("scan.file_unreadable") from error
    kind = scan_reader.media_type(content)
    return Received(content, kind, parts(scan_reader.codes(content)))


def pictures(content: bytes, first: int, count: int, width: int) -> list[PageImage]:
    """What pages of a scan look like, drawn by the process that holds no key."""
    return scan_reader.pictures(content, first, count, width)


def paper(vault: Vault, form_number: str) -> Paper | None:
    """The paper with this number in this file, whoever's it is."""
    return stored.numbered(vault.db, form_number)


def papers(vault: Vault, file_id: str | None) -> tuple[Paper, ...]:
    """What a scan may belong to: papers of this person, without one all that wait for a signature; blanks."""
    db = vault.db
    known = stored.papers_waiting(db) if file_id is None else stored.papers_of_file(db, file_id)
    return (*known, *stored.blanks_out(db))


def pieces(
    received: Received, chosen: Mapping[Part, str], progress: Progress | None = None
) -> tuple[Piece, ...]:
    """What goes to which document. A scan of one paper stays as it came.

    From a stack each paper gets its own pages and nothing of the others.
    """
    if not chosen:
        raise Refusal("scan.nothing_chosen")
    found = []
    for part, document_id in chosen.items():
        (progress or Silent()).advance(0, 0, "")
        whole = len(received.parts) == 1
        content = received.content if whole else scan_reader.cut(received.content, part.first, part.last)
        found.append(Piece(document_id, received.media_type, part.pages, content))
    return tuple(found)


def printable(scan: Scan, progress: Progress | None = None) -> bytes:
    """Its pages as pictures, drawn by the process without a key: a foreign file goes to no printer."""
    told = progress or Silent()

    def drawn() -> Iterator[PageImage]:
        for number in range(1, scan.pages + 1):
            told.advance(number - 1, scan.pages, "")
            yield from scan_reader.pictures(scan.content, number, 1, _PRINT_WIDTH)

    return as_pdf(drawn())


def print_scan(vault: Vault, scan_id: str, pdf: bytes, deliver: Deliver, now: datetime) -> None:
    """`pdf`: its pages as `printable` made them. What its paper may not, its scan may not either."""
    with vault.transaction() as db:
        pass_again(vault, documents.load_document(db, stored.load_scan(db, scan_id).document_id), now)
        journal.note(db, now, vault.actor, "scan.printed", scan_id)
        hand_over(vault, deliver, [pdf])


def save_scan(vault: Vault, scan_id: str, path: Path, now: datetime) -> None:
    """Byte for byte as it came, outside the encrypted file; whole or not at all, and the journal knows."""
    with vault.transaction() as db:
        kept = stored.load_scan(db, scan_id)
        pass_again(vault, documents.load_document(db, kept.document_id), now)
        journal.note(db, now, vault.actor, "scan.saved_outside", scan_id)
        write_with_record(vault, path, kept.content)


def save_scan_for_other(
    vault: Vault, scan_id: str, case_id: str, request: Request, norm: Norm | None, path: Path, now: datetime
) -> Disclosure:
    """For somebody else than the person: through the gate, recorded as told, then whole or not at all."""
    with vault.transaction() as db:
        kept, file = stored.load_scan(db, scan_id), cases.file_of(db, case_id)
        require_may_leave(documents.load_document(db, kept.document_id).form)
        if norm is None:
            require_unrestricted(file)
        disclosure = disclose(db, vault.actor, file, request, norm, kept.content, now)
        journal.note(db, now, vault.actor, "scan.saved_for_other", scan_id)
        write_with_record(vault, path, kept.content)
    return disclosure


def keep(vault: Vault, kept: Sequence[Piece], now: datetime) -> tuple[str, ...]:
    """All of them or none; returns their ids."""
    scans = [_scan(piece, now) for piece in kept]
    with vault.transaction() as db:
        for scan in scans:
            if stored.is_there(db, scan.document_id, scan.sha256):
                raise Refusal("scan.already_there")
            stored.insert_scan(db, scan)
            journal.note(db, now, vault.actor, "scan.received", scan.id)
    return tuple(scan.id for scan in scans)


def scans(vault: Vault, file_id: str) -> Mapping[str, tuple[ScanLine, ...]]:
    """The scans of each paper of a file, the newest first."""
    found: defaultdict[str, tuple[ScanLine, ...]] = defaultdict(tuple)
    for scan in stored.of_file(vault.db, file_id):
        found[scan.document_id] += (scan,)
    return found


def scan(vault: Vault, scan_id: str) -> Scan:
    return stored.load_scan(vault.db, scan_id)


def remove(vault: Vault, scan_id: str, now: datetime) -> Scan:
    """Taken off its paper; what is returned can be put back."""
    with vault.transaction() as db:
        removed = stored.load_scan(db, scan_id)
        stored.delete_scan(db, scan_id)
        journal.note(db, now, vault.actor, "scan.removed", scan_id)
    return removed


def put_back(vault: Vault, removed: Scan, now: datetime) -> None:
    with vault.transaction() as db:
        stored.insert_scan(db, removed)
        journal.note(db, now, vault.actor, "scan.received", removed.id)


def _scan(piece: Piece, now: datetime) -> Scan:
    return Scan(
        str(uuid.uuid4()),
        piece.document_id,
        piece.media_type,
        piece.pages,
        sha256(piece.content).hexdigest(),
        now,
        piece.content,
    )
