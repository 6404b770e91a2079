# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Leere Vordrucke: printed singly for a visit, found again by their number, discarded where one is lost."""

from __future__ import annotations

from datetime import datetime

from app.domain.blank_sheet import (
    FORMS,
    TYPED_IN,
    BlankSheet,
    WantedBlanks,
    check_wanted,
    number_of,
    require_out,
)
from app.domain.dates import berlin_date
from app.domain.errors import Refusal
from app.domain.progress import Progress, Silent
from app.operations import blank_sheets
from app.operations.documents import check_form_language, keep, letterhead
from storage import blank_sheets as stored
from storage import journal, scans
from storage.vault import Vault

__all__ = [
    "FORMS",
    "TYPED_IN",
    "BlankSheet",
    "WantedBlanks",
    "blank",
    "check_blanks",
    "discard_blank",
    "find_blank",
    "found_again",
    "open_blanks",
    "print_blanks",
]


def print_blanks(
    vault: Vault, wanted: WantedBlanks, now: datetime, progress: Progress | None = None
) -> tuple[str, ...]:
    """So many sheets, each with its own number, all of them or none; returns the ids of their documents."""
    progress, today = progress or Silent(), berlin_date(now)
    check_blanks(vault, wanted)
    made = []
    for place in range(wanted.count):
        progress.advance(place, wanted.count, "")
        made.append(blank_sheets.single(vault, wanted.form, wanted.language, wanted.basis, today, now))
    with vault.transaction() as db:
        ids = tuple(keep(db, None, printed, number, now).id for number, printed in made)
        for document_id in ids:
            stored.insert_sheet(db, document_id)
            journal.note(db, now, vault.actor, "blank_sheet.printed", document_id)
    return ids


def check_blanks(vault: Vault, wanted: WantedBlanks) -> None:
    """InvalidInput at the field that keeps them from being printed; a Refusal without a controller."""
    letterhead(vault.db)
    check_wanted(wanted)
    check_form_language(vault, wanted.form, wanted.language)


def open_blanks(vault: Vault) -> tuple[BlankSheet, ...]:
    """Those that did not come back yet, discarded ones among them; the newest first."""
    return stored.out(vault.db)


def blank(vault: Vault, document_id: str) -> BlankSheet | None:
    """None for whatever is no single blank, or belongs to a file by now."""
    return stored.find(vault.db, document_id)


def find_blank(vault: Vault, text: str) -> BlankSheet:
    """The sheet with this number; a Refusal if there is none, it is typed in, or it was discarded."""
    paper = scans.numbered(vault.db, number_of(text))
    found = None if paper is None else stored.find(vault.db, paper.document.id)
    if found is None:
        raise Refusal("blank_sheet.unknown" if paper is None or paper.file_id is None else "blank_sheet.used")
    require_out(found)
    return found


def discard_blank(vault: Vault, document_id: str, now: datetime) -> None:
    """Lost or spoilt; a scan of it goes too, as it is nobody's."""
    with vault.transaction() as db:
        for scan_id in scans.of_document(db, document_id):
            scans.delete_scan(db, scan_id)
            journal.note(db, now, vault.actor, "scan.removed", scan_id)
        stored.set_discarded(db, document_id, berlin_date(now))
        journal.note(db, now, vault.actor, "blank_sheet.discarded", document_id)


def found_again(vault: Vault, document_id: str, now: datetime) -> None:
    """One that was given up for lost can be typed in after all."""
    with vault.transaction() as db:
        stored.set_discarded(db, document_id, None)
        journal.note(db, now, vault.actor, "blank_sheet.found_again", document_id)
