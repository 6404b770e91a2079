# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""A blank comes back signed: it belongs to a file from now on, and counts from the day on the paper."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import date, datetime

from app.domain.agreement import PaperAgreement
from app.domain.authorisation import NewAuthorisation
from app.domain.blank_sheet import require_out
from app.domain.consent import Consent, ReleaseRow
from app.domain.document import Document
from app.domain.errors import InvalidInput, Refusal
from app.domain.secrecy import NewDeclaration
from app.domain.signing import Signing
from app.forms import withdrawal_sheet
from app.operations import agreements, authorisations, consents, secrecy
from app.operations.writable import require_writable
from storage import blank_sheets as stored
from storage import cases, documents, journal
from storage import consents as given
from storage.vault import Vault

_STANDING = ("signed", "oral")


def assign(vault: Vault, document_id: str, case_id: str, now: datetime) -> None:
    """Kept with the file; what is written on it stands in no field.

    A Widerruf of what nobody holds any more is a proof, and is kept also in a closed case.
    """
    with _returned(vault, document_id, case_id, now) as document:
        if document.form != withdrawal_sheet.FORM:
            require_writable(vault.db, case_id)


def type_in_authorisation(
    vault: Vault, document_id: str, case_id: str, new: NewAuthorisation, signing: Signing, now: datetime
) -> None:
    """It holds from the day of the signature on the paper."""
    with _returned(vault, document_id, case_id, now) as document:
        require_writable(vault.db, case_id)
        file_id = cases.file_of(vault.db, case_id).id
        authorisations.signed_on_paper(vault, document, file_id, new, signing, now)


def type_in_declaration(
    vault: Vault, document_id: str, case_id: str, new: NewDeclaration, signing: Signing, now: datetime
) -> None:
    """Of an interpreter, once in each file."""
    with _returned(vault, document_id, case_id, now):
        require_writable(vault.db, case_id)
        file_id = cases.file_of(vault.db, case_id).id
        secrecy.signed_on_paper(vault, document_id, file_id, new, signing, now)


def type_in_goals(vault: Vault, document_id: str, case_id: str, paper: PaperAgreement, now: datetime) -> None:
    """The goals on it and their agreement."""
    with _returned(vault, document_id, case_id, now):
        require_writable(vault.db, case_id)
        agreements.agree_on_paper(vault, case_id, document_id, paper, now)


def type_in_withdrawal(
    vault: Vault,
    document_id: str,
    case_id: str,
    day: date,
    row_ids: Collection[str] | None,
    now: datetime,
) -> None:
    """Everything that stands, or these rows; nothing more goes out under them, also in a closed case."""
    with _returned(vault, document_id, case_id, now) as document:
        standing = _standing(vault, case_id)
        if not standing:
            raise Refusal("blank_sheet.no_consent_stands")
        if row_ids is None:
            for consent in standing:
                consents.take_withdrawal(vault, consent.id, day, document.form_number or "", now)
        elif not row_ids:
            raise InvalidInput("rows", "blank_sheet.nothing_withdrawn")
        else:
            for row_id in row_ids:
                consents.take_row_withdrawal(vault, row_id, day, now)


def withdrawable(vault: Vault, case_id: str) -> tuple[ReleaseRow, ...]:
    """What was given and stands."""
    return tuple(row for each in _standing(vault, case_id) for row in each.rows if row.decision == "given")


def _standing(vault: Vault, case_id: str) -> tuple[Consent, ...]:
    known = given.load_consents(vault.db, cases.file_of(vault.db, case_id).id)
    return tuple(each for each in known if each.status in _STANDING)


@contextmanager
def _returned(vault: Vault, document_id: str, case_id: str, now: datetime) -> Iterator[Document]:
    """One transaction in which the sheet becomes a document of the file, once."""
    with vault.transaction() as db:
        sheet = stored.find(db, document_id)
        if sheet is None:
            raise Refusal("blank_sheet.used")
        require_out(sheet)
        stored.hand_to_file(db, document_id, cases.file_of(db, case_id).id)
        journal.note(db, now, vault.actor, "blank_sheet.returned", document_id)
        yield documents.load_document(db, document_id)
