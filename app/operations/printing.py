# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""To a printer, from memory: no file is written on the way, and the journal knows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from app.domain.dates import berlin_date
from app.domain.errors import Trouble
from app.forms import recovery_sheet
from app.forms.bundle import bundle
from app.forms.preview import page, page_count
from app.operations.gate import pass_again
from storage import documents, journal
from storage.vault import Vault

__all__ = [
    "Deliver",
    "bundle",
    "page",
    "page_count",
    "print_documents",
    "print_recovery_key",
    "print_sheet",
]

Deliver = Callable[[Sequence[bytes]], None]
"""Hands PDFs to a printer as one job; Trouble if it does not take them."""


def print_documents(vault: Vault, document_ids: Sequence[str], deliver: Deliver, now: datetime) -> None:
    """All of them as one job, a journal line each; none is printed if one may not leave again.

    What was made for a third party passes the gate again.
    """
    kept = [documents.load_document(vault.db, each) for each in document_ids]
    with vault.transaction() as db:
        for document in kept:
            pass_again(vault, document, now)
            journal.note(db, now, vault.actor, "document.printed", document.id)
        hand_over(vault, deliver, [document.pdf for document in kept])


def print_sheet(vault: Vault, pdf: bytes, action: str, deliver: Deliver, now: datetime) -> None:
    """A sheet that is kept nowhere; the journal knows the action."""
    with vault.transaction() as db:
        journal.note(db, now, vault.actor, action)
        hand_over(vault, deliver, [pdf])


def hand_over(vault: Vault, deliver: Deliver, pdfs: Sequence[bytes]) -> None:
    """To the printer, within a transaction: if that is not saved, it is told that paper has no record."""
    deliver(pdfs)
    vault.unless_saved(_tell_of_paper)


def _tell_of_paper() -> None:
    raise Trouble("print.left_without_record")


def print_recovery_key(vault: Vault, recovery_key: str, deliver: Deliver, now: datetime) -> None:
    """The sheet for the safe, printed right after the file was made; no copy of it is kept anywhere."""
    sheet = recovery_sheet.render(recovery_key, vault.actor.code, berlin_date(now), now)
    print_sheet(vault, sheet.pdf, "recovery_key.printed", deliver, now)
