# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Papers that hold nothing before they are signed: which still wait, and how the signed ones were heard."""

from __future__ import annotations

from datetime import date, datetime

from app.domain.signing import HEARD, Hearing, Signing, child_named
from app.forms.languages import GERMAN, languages
from app.operations import households
from app.operations.hearings import record
from storage import cases, clients
from storage import signings as stored
from storage.vault import Vault

__all__ = [
    "HEARD",
    "Hearing",
    "Signing",
    "awaiting",
    "child_named_so",
    "of_document",
    "sign_document",
    "usual_hearing",
]


def sign_document(vault: Vault, document_id: str, signing: Signing, now: datetime) -> None:
    """A paper with nothing behind it; a consent and a Zielvereinbarung are signed by verbs of their own."""
    with vault.transaction() as db:
        record(db, vault.actor, document_id, signing, now)


def of_document(vault: Vault, document_id: str) -> Signing | None:
    return stored.of_document(vault.db, document_id)


def usual_hearing(vault: Vault, file_id: str, language: str, interpreter: str, today: date) -> Hearing:
    """What a form for signing begins with: interpreted where an interpreter is named, else read.

    The language is that of the paper; beside German alone the one the person speaks best.
    """
    client = clients.load_client(vault.db, cases.load_file(vault.db, file_id).client_id, today)
    spoken = next((each.code for each in client.person.languages), "")
    paper = languages()[language]
    heard = "interpreted" if interpreter else "read"
    return Hearing(heard, spoken if paper.tag == GERMAN else paper.speakers[0], interpreter)


def awaiting(vault: Vault, file_id: str) -> frozenset[str]:
    """The ids of the papers that are printed and not yet signed."""
    return stored.awaiting(vault.db, file_id)


def child_named_so(vault: Vault, file_id: str, name: str, today: date) -> str:
    """The child of the household whose name was given for an interpreter, as it is written; else empty."""
    client_id = cases.load_file(vault.db, file_id).client_id
    child = child_named(name, households.household(vault, client_id, today), today)
    return child.name if child else ""
