# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the file itself promises of authorisations and of the person's papers."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from sqlcipher3.dbapi2 import IntegrityError

from app.domain.authorisation import NewAuthorisation
from app.domain.blank_set import WantedSets
from app.domain.client import Person
from app.domain.controller import Controller
from app.domain.intake import Intake
from app.domain.secrecy import NewDeclaration
from app.domain.service import ServiceData
from app.domain.signing import Signing
from app.operations import authorisations, blank_sets, cases, client_papers, directory, scans, secrecy
from app.operations.scans import Piece
from app.operations.vaults import Vault

TODAY = date(2026, 11, 22)
OFFICE = Controller("Stadt", "KIM", "Platz 1", "0", "kim@stadt.example", "D", "LDI", "DSGVO", 3)


@pytest.fixture
def case_id(case_vault: Vault, now: datetime) -> str:
    """A case with a Vollmacht that nobody signed yet, and a passport that was asked for."""
    cases.set_controller(case_vault, OFFICE, now)
    site = cases.add_site(case_vault, "SU", "Siegburg", "05382060", now)
    opened = cases.take_in(case_vault, Intake(Person("Haddad", "Eva"), site, TODAY, "self"), now)
    jobcenter = directory.add_service(case_vault, ServiceData("Jobcenter", "jobcenter"), now)
    assert opened.case_id is not None
    new = NewAuthorisation(jobcenter, "information", "SGB II")
    authorisations.print_authorisation(case_vault, opened.case_id, new, "de", now)
    client_papers.note_paper(case_vault, opened.case_id, "passport", "requested", None, now)
    return opened.case_id


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE authorisation SET matters = 'alles'",
        "UPDATE authorisation SET scope = 'representation'",
        "UPDATE authorisation SET valid_until = '2030-01-01'",
        "UPDATE authorisation SET revoked_on = '2026-11-22'",
        "UPDATE client_paper SET valid_until = '2027-01-01'",
        "UPDATE client_paper SET state = 'lost'",
    ],
)
def test_the_file_itself_refuses(case_vault: Vault, case_id: str, change: str) -> None:
    """What was printed stays; only what was signed is revoked; only what is there has a last day."""
    with pytest.raises(IntegrityError):
        case_vault.db.execute(change)


FROZEN = {
    "document": ("form", "form_number", "language", "sha256", "bytes", "created_at", "text_version"),
    "scan": ("document_id", "media_type", "pages", "sha256", "received_at", "bytes"),
    "secrecy_declaration": ("interpreter", "document_id", "file_id"),
    "authorisation": ("signed_on", "revoked_on", "file_id", "document_id", "created_on"),
    "blank_set": ("number", "language", "printed_at", "release_rows"),
}


@pytest.mark.parametrize("table", FROZEN)
def test_what_was_printed_signed_or_received_stays_as_it_is(
    case_vault: Vault, case_id: str, now: datetime, table: str
) -> None:
    """Whoever writes to the file: paper and its bytes are put beside each other, never put right."""
    (known,) = authorisations.authorisations(case_vault, cases.case_view(case_vault, case_id, TODAY).file.id)
    authorisations.sign(case_vault, known.id, Signing(TODAY), now)
    authorisations.revoke(case_vault, case_id, known.id, TODAY, now)
    secrecy.print_declaration(case_vault, case_id, NewDeclaration("A. Karimi", "ar", "on_site"), "de", now)
    scans.keep(case_vault, [Piece(known.document_id, "image/png", 1, b"1")], now)
    blank_sets.print_sets(case_vault, WantedSets(1, "de"), now)
    for column in FROZEN[table]:
        with pytest.raises(IntegrityError):
            case_vault.db.execute(f"UPDATE {table} SET {column} = '0'")


def test_an_authorisation_counts_by_a_recorded_signature_alone(
    case_vault: Vault, case_id: str, now: datetime
) -> None:
    with pytest.raises(IntegrityError, match="signature"):
        case_vault.db.execute("UPDATE authorisation SET signed_on = '2026-11-22'")


def test_a_sheet_belongs_to_one_set(case_vault: Vault, case_id: str, now: datetime) -> None:
    first, _ = blank_sets.print_sets(case_vault, WantedSets(2, "de"), now)
    with pytest.raises(IntegrityError):
        case_vault.db.execute("UPDATE document SET blank_set_id = ?", (first.id,))


@pytest.mark.parametrize("change", ["UPDATE release_audit SET certificate = ''", "DELETE FROM release_audit"])
def test_the_certificate_of_an_audit_is_kept(case_vault: Vault, case_id: str, change: str) -> None:
    """Of a release, and no release goes."""
    db = case_vault.db
    db.execute("PRAGMA foreign_keys = OFF")
    db.execute("INSERT INTO release_audit VALUES ('release', '{}')")
    with pytest.raises(IntegrityError):
        db.execute(change)
