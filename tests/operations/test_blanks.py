# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Single blanks on a real file: numbered, nobody's, and somebody's once they came back signed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pypdfium2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.domain.agreement import PaperAgreement
from app.domain.authorisation import NewAuthorisation
from app.domain.blank_sheet import BlankSheet, WantedBlanks
from app.domain.disclosure import Request
from app.domain.errors import Cancelled, InvalidInput, Refusal
from app.domain.goal import NewGoal
from app.domain.secrecy import NewDeclaration
from app.domain.signing import Hearing, Signing
from app.operations import (
    agreements,
    authorisations,
    blank_returns,
    blanks,
    cases,
    consents,
    documents,
    goals,
    printing,
    referrals,
    scans,
    secrecy,
    signings,
)
from app.operations.vaults import Vault
from storage import Connection
from tests.paper import scanned, sheets_of

from .conftest import TODAY, Office
from .test_consents import prepared

LATER = timedelta(days=2)
SIGNED = Signing(TODAY)
GOAL = NewGoal("Ich will arbeiten.", "work", TODAY)


def one(vault: Vault, now: datetime, form: str = "power_of_attorney", language: str = "de") -> BlankSheet:
    (document_id,) = blanks.print_blanks(vault, WantedBlanks(form, 1, language), now)
    sheet = blanks.blank(vault, document_id)
    assert sheet is not None
    return sheet


def authorisation(office: Office) -> NewAuthorisation:
    return NewAuthorisation(office.jobcenter, "information", "Bürgergeld", "BG 12")


def text_of(pdf: bytes) -> str:
    with pypdfium2.PdfDocument(pdf) as pages:
        return "\n".join(page.get_textpage().get_text_bounded() for page in pages)


@pytest.mark.parametrize("form", blanks.FORMS)
def test_each_form_is_printed_with_numbers_of_its_own_and_belongs_to_nobody(
    case_vault: Vault, office: Office, now: datetime, form: str
) -> None:
    ids = blanks.print_blanks(case_vault, WantedBlanks(form, 2, "de"), now)
    jobs: list[bytes] = []
    printing.print_documents(case_vault, ids, jobs.extend, now)
    found = [documents.document(case_vault, each) for each in ids]
    assert len({each.form_number for each in found}) == len(jobs) == 2
    for sheet, pdf in zip(found, jobs, strict=True):
        said = text_of(pdf)
        assert sheet.form_number and sheet.form_number in said  # noqa: PT018
        assert "Nguyễn" not in said
        assert blanks.find_blank(case_vault, sheet.form_number.lower()).id == sheet.id
    assert documents.documents(case_vault, office.file_id) == ()
    assert documents.case_of(case_vault, ids[0]) is None


def test_a_vollmacht_that_came_back_holds_from_the_day_on_it(
    case_vault: Vault, office: Office, now: datetime
) -> None:
    sheet = one(case_vault, now, language="ar")
    heard = Hearing("interpreted", "ar", "Frau Haddad")
    signing = Signing(TODAY + timedelta(days=1), heard)
    blank_returns.type_in_authorisation(
        case_vault, sheet.id, office.case_id, authorisation(office), signing, now + LATER
    )
    (known,) = authorisations.authorisations(case_vault, office.file_id)
    assert (known.document_id, known.form_number) == (sheet.id, sheet.form_number)
    assert (known.created_on, known.signed_on) == (TODAY, TODAY + timedelta(days=1))
    assert not known.holds(TODAY)
    assert known.holds(TODAY + timedelta(days=1))
    recorded = signings.of_document(case_vault, sheet.id)
    assert recorded == signing
    assert signings.awaiting(case_vault, office.file_id) == frozenset()
    assert [each.id for each in documents.documents(case_vault, office.file_id)] == [sheet.id]
    assert blanks.open_blanks(case_vault) == ()
    for again in (
        lambda: blanks.find_blank(case_vault, sheet.form_number),
        lambda: blank_returns.assign(case_vault, sheet.id, office.case_id, now),
    ):
        with pytest.raises(Refusal, match=r"blank_sheet\.used"):
            again()


def test_an_interpreter_promised_on_a_blank(case_vault: Vault, office: Office, now: datetime) -> None:
    sheet = one(case_vault, now, "interpreter_secrecy", "prs")
    new = NewDeclaration(" Ahmad Karimi ", "prs", "on_site")
    blank_returns.type_in_declaration(case_vault, sheet.id, office.case_id, new, SIGNED, now + LATER)
    (known,) = secrecy.declarations(case_vault, office.file_id)
    assert (known.interpreter, known.signed_on, known.document_id) == ("Ahmad Karimi", TODAY, sheet.id)
    second = one(case_vault, now, "interpreter_secrecy")
    with pytest.raises(InvalidInput, match=r"secrecy\.already_there"):
        blank_returns.type_in_declaration(case_vault, second.id, office.case_id, new, SIGNED, now + LATER)
    assert blanks.blank(case_vault, second.id) == second, "what is refused is still out"


def test_goals_on_a_blank_are_the_next_version(case_vault: Vault, office: Office, now: datetime) -> None:
    goals.set_goal(case_vault, office.case_id, replace(GOAL, words="Eine Wohnung", dimension="housing"), now)
    agreements.print_agreement(case_vault, office.case_id, "de", TODAY + timedelta(days=60), now)
    sheet = one(case_vault, now, "goals", "uk")
    paper = PaperAgreement((GOAL,), TODAY, TODAY, TODAY + timedelta(days=90))
    blank_returns.type_in_goals(case_vault, sheet.id, office.case_id, paper, now + LATER)
    newest = agreements.agreements(case_vault, office.case_id)[0]
    assert (newest.version, newest.language, newest.document_id) == (2, "uk", sheet.id)
    assert newest.signed_by_both
    assert signings.awaiting(case_vault, office.file_id) == frozenset()


@pytest.mark.parametrize("everything", [True, False])
def test_a_withdrawal_on_a_blank_closes_the_gate_from_its_day(
    case_vault: Vault, office: Office, now: datetime, everything: bool
) -> None:
    signed(case_vault, office, now)
    given = blank_returns.withdrawable(case_vault, office.case_id)
    request = Request(office.jobcenter, ("benefits",), "secure_benefits", "spoken", TODAY)
    referrals.tell(case_vault, office.case_id, request, "Leistung", None, now)
    sheet = one(case_vault, now, "withdrawal")
    rows = None if everything else [row.id for row in given if row.category == "benefits"]
    blank_returns.type_in_withdrawal(case_vault, sheet.id, office.case_id, TODAY, rows, now + LATER)
    with pytest.raises(Refusal, match=r"disclosure\."):
        referrals.tell(case_vault, office.case_id, request, "Leistung", None, now)
    (consent,) = consents.consents(case_vault, office.file_id)
    assert consent.status == ("withdrawn" if everything else "signed")
    view = cases.case_view(case_vault, office.case_id, TODAY)
    assert (view.file.restricted_on == TODAY) is everything
    assert documents.documents(case_vault, office.file_id)[0].id == sheet.id


def test_a_withdrawal_needs_something_that_stands(case_vault: Vault, office: Office, now: datetime) -> None:
    sheet = one(case_vault, now, "withdrawal")
    for rows in (None, ()):
        with pytest.raises(Refusal, match=r"blank_sheet\.no_consent_stands"):
            blank_returns.type_in_withdrawal(case_vault, sheet.id, office.case_id, TODAY, rows, now)
    signed(case_vault, office, now)
    with pytest.raises(InvalidInput, match=r"blank_sheet\.nothing_withdrawn"):
        blank_returns.type_in_withdrawal(case_vault, sheet.id, office.case_id, TODAY, (), now)
    assert blanks.blank(case_vault, sheet.id) == sheet


def test_the_proof_of_a_word_said_before_is_kept_in_a_restricted_file(
    case_vault: Vault, office: Office, now: datetime
) -> None:
    signed(case_vault, office, now)
    consents.withdraw(
        case_vault, consents.consents(case_vault, office.file_id)[0].id, TODAY, "am Telefon", now
    )
    assert blank_returns.withdrawable(case_vault, office.case_id) == ()
    sheet, other = one(case_vault, now, "withdrawal"), one(case_vault, now, "information")
    blank_returns.assign(case_vault, sheet.id, office.case_id, now)
    assert documents.documents(case_vault, office.file_id)[0].id == sheet.id
    with pytest.raises(Refusal, match=r"case\.restricted"):
        blank_returns.assign(case_vault, other.id, office.case_id, now)
    assert blanks.blank(case_vault, other.id) == other


@pytest.mark.parametrize("form", sorted(set(blanks.FORMS) - set(blanks.TYPED_IN)))
def test_what_counts_for_nothing_is_kept_with_the_file(
    case_vault: Vault, office: Office, now: datetime, form: str
) -> None:
    sheet = one(case_vault, now, form)
    blank_returns.assign(case_vault, sheet.id, office.case_id, now + LATER)
    assert [each.form_number for each in documents.documents(case_vault, office.file_id)] == [
        sheet.form_number
    ]


def test_its_scan_is_found_by_its_code_and_goes_along(
    case_vault: Vault, office: Office, now: datetime, tmp_path: Path
) -> None:
    sheet = one(case_vault, now, language="ar")
    path = tmp_path / "scan.pdf"
    path.write_bytes(scanned(sheets_of(documents.document(case_vault, sheet.id).pdf)))
    received = scans.receive(path)
    assert [part.number for part in received.parts] == [sheet.form_number]
    assert sheet.id in {each.document.id for each in scans.papers(case_vault, office.file_id)}
    (scan_id,) = scans.keep(case_vault, scans.pieces(received, {received.parts[0]: sheet.id}), now)
    waiting = blanks.blank(case_vault, sheet.id)
    assert waiting is not None and waiting.scanned  # noqa: PT018
    assert scans.scans(case_vault, office.file_id) == {}
    blank_returns.type_in_authorisation(
        case_vault, sheet.id, office.case_id, authorisation(office), SIGNED, now + LATER
    )
    ((kept,),) = scans.scans(case_vault, office.file_id).values()
    assert kept.id == scan_id


def test_a_lost_sheet_is_discarded_with_its_scan_and_can_come_back(
    case_vault: Vault, office: Office, now: datetime, tmp_path: Path
) -> None:
    sheet = one(case_vault, now)
    path = tmp_path / "scan.pdf"
    path.write_bytes(scanned(sheets_of(documents.document(case_vault, sheet.id).pdf)))
    received = scans.receive(path)
    scans.keep(case_vault, scans.pieces(received, {received.parts[0]: sheet.id}), now)
    blanks.discard_blank(case_vault, sheet.id, now)
    assert case_vault.db.execute("SELECT count(*) FROM scan").fetchone() == (0,)
    for again in (
        lambda: blanks.find_blank(case_vault, sheet.form_number),
        lambda: blank_returns.assign(case_vault, sheet.id, office.case_id, now),
    ):
        with pytest.raises(Refusal, match=r"blank_sheet\.discarded"):
            again()
    blanks.found_again(case_vault, sheet.id, now)
    assert blanks.find_blank(case_vault, sheet.form_number) == sheet


@pytest.mark.parametrize(
    ("wanted", "field"),
    [
        (WantedBlanks("consent", 1, "de"), "form"),
        (WantedBlanks("goals", 0, "de"), "count"),
        (WantedBlanks("goals", 51, "de"), "count"),
        (WantedBlanks("goals", 1, "so"), "language"),
        (WantedBlanks("information", 1, "so", "gut"), "basis"),
    ],
)
def test_what_cannot_be_printed_is_said_at_its_field(
    case_vault: Vault, office: Office, now: datetime, wanted: WantedBlanks, field: str
) -> None:
    assert office
    with pytest.raises(InvalidInput) as wrong:
        blanks.print_blanks(case_vault, wanted, now)
    assert wrong.value.field == field
    assert blanks.open_blanks(case_vault) == ()


def test_stopped_half_way_nothing_is_kept(case_vault: Vault, office: Office, now: datetime) -> None:
    class Stopped:
        def advance(self, done: int, total: int, label: str) -> None:  # noqa: ARG002
            if done == 1:
                raise Cancelled

    assert office
    with pytest.raises(Cancelled):
        blanks.print_blanks(case_vault, WantedBlanks("goals", 3, "de"), now, Stopped())
    assert blanks.open_blanks(case_vault) == ()


def test_other_numbers_are_no_blanks(case_vault: Vault, office: Office, now: datetime) -> None:
    printed = authorisations.print_authorisation(case_vault, office.case_id, authorisation(office), "de", now)
    with pytest.raises(Refusal, match=r"blank_sheet\.used"):
        blanks.find_blank(case_vault, printed.form_number or "")
    for text in ("", "S-0001", "V-0000-0000", "Hose"):
        with pytest.raises(Refusal, match=r"blank_sheet\.unknown"):
            blanks.find_blank(case_vault, text)


@pytest.mark.parametrize(
    "around",
    [
        "UPDATE document SET file_id = :file WHERE id = :id",
        "DELETE FROM blank_sheet WHERE document_id = :id",
    ],
)
def test_the_file_itself_keeps_a_discarded_blank_out(
    case_vault: Vault, office: Office, now: datetime, around: str
) -> None:
    sheet = one(case_vault, now)
    blanks.discard_blank(case_vault, sheet.id, now)
    with pytest.raises(Exception, match="blank"), case_vault.transaction() as db:
        execute(db, around, sheet.id, office.file_id)
    assert blanks.open_blanks(case_vault)[0].discarded_on == TODAY


def execute(db: Connection, statement: str, document_id: str, file_id: str) -> None:
    db.execute(statement, {"id": document_id, "file": file_id})


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(days=st.integers(-400, 400), later=st.integers(0, 400))
def test_only_a_day_between_print_and_today_is_taken(
    case_vault: Vault, office: Office, now: datetime, days: int, later: int
) -> None:
    sheet, day = one(case_vault, now), date(2026, 11, 22) + timedelta(days=days)
    typing = now + timedelta(days=later)
    act = (case_vault, sheet.id, office.case_id, authorisation(office), Signing(day), typing)
    if 0 <= days <= later:
        blank_returns.type_in_authorisation(*act)
        assert blanks.blank(case_vault, sheet.id) is None
    else:
        with pytest.raises(InvalidInput) as wrong:
            blank_returns.type_in_authorisation(*act)
        assert wrong.value.field == "signed_on"
        assert blanks.blank(case_vault, sheet.id) == sheet


def signed(vault: Vault, office: Office, now: datetime) -> None:
    """The Jobcenter may hear name, contact and benefits."""
    prepared(vault, office, now)
    consent = consents.consents(vault, office.file_id)[0]
    consents.print_notice(vault, consent.id, "", now)
    consents.sign(vault, consent.id, TODAY, {row.id: "given" for row in consent.rows}, now)
