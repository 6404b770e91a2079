# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""What an interpreter promises before the first conversation: printed once in each file, then signed."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import date, datetime

from app.domain.dates import berlin_date
from app.domain.document import Document
from app.domain.secrecy import Declaration, NewDeclaration, check_declaration
from app.domain.signing import Signing
from app.forms import interpreter_secrecy
from app.forms.interpreter_secrecy import InterpreterSecrecy
from app.operations.documents import check_form_language, keep, letterhead, new_form_number
from app.operations.hearings import record
from app.operations.writable import require_writable
from storage import appointments, cases, clients, code_lists, journal
from storage import secrecy as stored
from storage.vault import Vault

FORM = interpreter_secrecy.FORM
_USUAL = "on_site"


def declarations(vault: Vault, file_id: str) -> tuple[Declaration, ...]:
    """All of a file by name."""
    return stored.of_file(vault.db, file_id)


def next_interpreter(vault: Vault, case_id: str, today: date) -> NewDeclaration:
    """Who is booked for an appointment to come; else nobody yet, for the language the person needs."""
    booked = (each for each in appointments.of_case(vault.db, case_id) if each.interpreter)
    planned = next((each for each in booked if each.day >= today and each.state == "planned"), None)
    if planned is not None:
        language, kind = planned.interpreter_language or "", planned.interpreter_kind or _USUAL
        return NewDeclaration(planned.interpreter, language, kind)
    person = clients.load_client(vault.db, cases.file_of(vault.db, case_id).client_id, today).person
    needed = (spoken.code for spoken in person.languages if spoken.interpreter_needed)
    return NewDeclaration("", next(needed, ""), _USUAL)


def print_declaration(
    vault: Vault, case_id: str, new: NewDeclaration, language: str, now: datetime
) -> Document:
    """The sheet to be signed; it names the file and not the person."""
    today, lists = berlin_date(now), code_lists.load(vault.db)
    new = replace(new, interpreter=new.interpreter.strip())
    check_form_language(vault, FORM, language)
    with vault.transaction() as db:
        require_writable(db, case_id)
        file = cases.file_of(db, case_id)
        check_declaration(new, stored.of_file(db, file.id), lists, today)
        sheet = InterpreterSecrecy(
            form_number=new_form_number("D"),
            controller=letterhead(db),
            interpreter=new.interpreter,
            spoken=lists.label("language", new.language),
            kind=lists.label("interpreter_kind", new.kind),
            adult=new.adult,
            file_number=file.number,
            language=language,
            printed_on=today,
        )
        document = keep(db, file.id, interpreter_secrecy.render(sheet, now), sheet.form_number, now)
        declaration_id = str(uuid.uuid4())
        stored.insert_declaration(db, declaration_id, file.id, new, document.id)
        journal.note(db, now, vault.actor, "secrecy.printed", declaration_id)
    return document


def signed_on_paper(
    vault: Vault, document_id: str, file_id: str, new: NewDeclaration, signing: Signing, now: datetime
) -> None:
    """One that was written and signed on a blank of this file; within the caller's transaction."""
    db, new = vault.db, replace(new, interpreter=new.interpreter.strip())
    check_declaration(new, stored.of_file(db, file_id), code_lists.load(db), berlin_date(now))
    declaration_id = str(uuid.uuid4())
    stored.insert_declaration(db, declaration_id, file_id, new, document_id)
    record(db, vault.actor, document_id, signing, now)
    journal.note(db, now, vault.actor, "secrecy.signed", declaration_id)


def sign(vault: Vault, declaration_id: str, signing: Signing, now: datetime) -> None:
    """The interpreter's signature stands on the paper since that day."""
    with vault.transaction() as db:
        record(db, vault.actor, stored.load_declaration(db, declaration_id).document_id, signing, now)
        journal.note(db, now, vault.actor, "secrecy.signed", declaration_id)
