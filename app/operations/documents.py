# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Printed documents: kept byte for byte, looked at from memory, saved outside only by an act of its own."""

from __future__ import annotations

import os
import secrets
import uuid
from datetime import datetime
from pathlib import Path

import resources
from app.domain.document import Document, DocumentLine
from app.domain.errors import InvalidInput, Refusal, Trouble
from app.forms.engine import Printed
from app.forms.letterhead import Controller
from app.forms.preview import PageImage, pages
from app.operations.gate import pass_again
from storage import Connection, journal, sites
from storage import documents as stored
from storage.vault import Vault

__all__ = [
    "Document",
    "DocumentLine",
    "PageImage",
    "document",
    "documents",
    "form_languages",
    "pages",
    "save_document",
]

_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def documents(vault: Vault, file_id: str) -> tuple[DocumentLine, ...]:
    """All of a file, the newest first, without their bytes."""
    return stored.of_file(vault.db, file_id)


def document(vault: Vault, document_id: str) -> Document:
    return stored.load_document(vault.db, document_id)


def save_document(vault: Vault, document_id: str, path: Path, now: datetime) -> None:
    """Writes the PDF outside the encrypted file, whole or not at all; the journal knows.

    One that was made for a third party only as long as the gate lets it.
    """
    kept = stored.load_document(vault.db, document_id)
    with vault.transaction() as db:
        pass_again(vault, kept, now)
        journal.note(db, now, vault.actor, "document.saved_outside", document_id)
        write_whole(path, kept.pdf)


def form_languages(form: str) -> tuple[str, ...]:
    """The languages in which a form ("consent", "goals") can stand beside the German, German first."""
    found = sorted(file.stem for file in resources.path("forms", form).glob("*.toml"))
    return ("de", *(language for language in found if language != "de"))


def check_form_language(form: str, language: str) -> None:
    if language not in form_languages(form):
        raise InvalidInput("language", "document.language_missing")


def new_form_number(prefix: str) -> str:
    """A short random number that says nothing about the person: E-7K3M-92QD."""
    code = "".join(secrets.choice(_CROCKFORD) for _ in range(8))
    return f"{prefix}-{code[:4]}-{code[4:]}"


def letterhead(db: Connection) -> Controller:
    """The controller as forms print it; a Refusal until it was set."""
    controller = sites.controller(db)
    if controller is None:
        raise Refusal("controller.missing")
    return Controller(
        name=controller.name,
        unit=controller.unit,
        address=tuple(controller.address.splitlines()),
        phone=controller.phone,
        email=controller.email,
        officer=controller.officer,
        authority=controller.authority,
        law=controller.law.lower().replace("-", "_"),
    )


def keep(db: Connection, file_id: str, printed: Printed, form_number: str | None, now: datetime) -> Document:
    """Stores what was printed, within the caller's transaction."""
    kept = Document(
        str(uuid.uuid4()), printed.form, form_number, printed.language, printed.sha256, now, printed.pdf
    )
    stored.insert_document(db, file_id, kept, printed.template_version, printed.text_version)
    return kept


def write_whole(path: Path, content: bytes) -> None:
    """Beside the target first, then in its place; what fails leaves nothing behind."""
    beside = path.with_name(f"{path.name}.{uuid.uuid4().hex}.part")
    try:
        try:
            with beside.open("xb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            beside.replace(path)
        finally:
            beside.unlink(missing_ok=True)
    except OSError as error:
        raise Trouble("document.not_written") from error
