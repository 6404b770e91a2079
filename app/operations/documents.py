# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Printed documents: kept byte for byte, looked at from memory, saved outside only by an act of its own."""

from __future__ import annotations

import os
import secrets
import uuid
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path

from app.domain.case import require_unrestricted
from app.domain.disclosure import Disclosure, Norm, Request
from app.domain.document import Document, DocumentLine, require_may_leave
from app.domain.errors import InvalidInput, Refusal, Trouble
from app.forms import languages
from app.forms.engine import Printed
from app.forms.letterhead import Controller
from app.forms.preview import PageImage, pages
from app.operations import template_packs
from app.operations.gate import disclose, pass_again
from storage import Connection, cases, clients, disclosures, journal, sites
from storage import documents as stored
from storage.migrate import Role
from storage.vault import Vault

__all__ = [
    "Document",
    "DocumentLine",
    "PageImage",
    "case_of",
    "document",
    "documents",
    "form_languages",
    "language_label",
    "made_for_other",
    "pages",
    "save_document",
    "save_for_other",
    "usual_language",
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
        write_with_record(vault, path, kept.pdf)


def save_for_other(
    vault: Vault,
    document_id: str,
    case_id: str,
    request: Request,
    norm: Norm | None,
    path: Path,
    now: datetime,
) -> Disclosure:
    """For somebody else than the person: through the gate, recorded as told, then whole or not at all."""
    kept = stored.load_document(vault.db, document_id)
    require_may_leave(kept.form)
    with vault.transaction() as db:
        file = cases.file_of(db, case_id)
        if norm is None:
            require_unrestricted(file)
        disclosure = disclose(db, vault.actor, file, request, norm, kept.pdf, now)
        journal.note(db, now, vault.actor, "document.saved_for_other", document_id)
        write_with_record(vault, path, kept.pdf)
    return disclosure


def case_of(vault: Vault, document_id: str) -> str | None:
    """The newest case of the person whose document it is; None for a blank, or one of the Kreis."""
    file_id = stored.file_of(vault.db, document_id) if vault.role is Role.CASE else None
    return cases.of_file(vault.db, file_id)[-1].case_id if file_id is not None else None


def made_for_other(vault: Vault, document_id: str) -> bool:
    """Whether it was printed for a third party: the gate watches it wherever it goes."""
    kept = stored.load_document(vault.db, document_id)
    return vault.role is Role.CASE and disclosures.last_of(vault.db, kept.sha256) is not None


def form_languages(vault: Vault, form: str) -> tuple[str, ...]:
    """The languages in which a form ("consent", "goals") can stand beside the German, German first."""
    own = (language for name, language in template_packs.texts(vault.db) if name == form)
    written = {*languages.of_form(form), *own}
    return tuple(code for code in languages.languages() if code in written)


def language_label(language: str) -> str:
    return languages.languages()[language].label


def usual_language(vault: Vault, case_id: str, form: str, today: date) -> str:
    """The form language that the person reads best, else German."""
    file = cases.file_of(vault.db, case_id)
    spoken = clients.load_client(vault.db, file.client_id, today).person.languages
    return languages.read_by((each.code for each in spoken), form_languages(vault, form))


def check_form_language(vault: Vault, form: str, language: str) -> None:
    if language not in form_languages(vault, form):
        raise InvalidInput("language", "document.language_missing")


def new_form_number(prefix: str) -> str:
    """A short random number that says nothing about the person: E-7K3M-92QD."""
    code = "".join(secrets.choice(_CROCKFORD) for _ in range(8))
    return f"{prefix}-{code[:4]}-{code[4:]}"


def letterhead(db: Connection) -> Controller:
    """The controller as forms print it, with what the Kreis ships; a Refusal until it was set."""
    controller, pack = sites.controller(db), template_packs.current(db)
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
        logo=pack.logo,
        wording=pack.texts,
    )


def keep(
    db: Connection, file_id: str | None, printed: Printed, form_number: str | None, now: datetime
) -> Document:
    """Stores what was printed, within the caller's transaction; a blank belongs to no file yet."""
    kept = Document(
        str(uuid.uuid4()), printed.form, form_number, printed.language, printed.sha256, now, printed.pdf
    )
    stored.insert_document(db, file_id, kept, printed.template_version, printed.text_version)
    return kept


def write_with_record(vault: Vault, path: Path, content: bytes) -> None:
    """`write_whole` within a transaction: if that is not saved, there is at `path` what was there before."""
    try:
        former = path.read_bytes() if path.exists() else None
    except OSError as error:
        raise Trouble("document.not_written") from error
    write_whole(path, content)
    vault.unless_saved(lambda: _put_back(path, former))


def _put_back(path: Path, former: bytes | None) -> None:
    try:
        if former is None:
            path.unlink()
        else:
            write_whole(path, former)
    except (OSError, Trouble) as error:
        raise Trouble("document.left_without_record") from error


def write_whole(path: Path, content: bytes) -> None:
    """Beside the target first, then in its place; what fails leaves nothing behind."""
    beside = path.with_name(f"{path.name}.{uuid.uuid4().hex}.part")
    try:
        with beside.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    except OSError as error:
        with suppress(OSError):
            beside.unlink()
        raise Trouble("document.not_written") from error
