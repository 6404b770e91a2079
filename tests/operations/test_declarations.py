# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Declarations: how they were heard, what waits for a signature, what is withdrawn and who hears of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pypdfium2
import pytest

from app.domain.assessment import DIMENSIONS, NewAssessment, Score, carry_over
from app.domain.consent import WantedRelease
from app.domain.dates import PartialDate
from app.domain.disclosure import Norm, Request
from app.domain.errors import InvalidInput, Refusal
from app.domain.goal import NewGoal
from app.domain.household import NewMember
from app.domain.signing import Hearing, Signing
from app.domain.withdrawal import NOTICE_NORM
from app.operations import (
    agreements,
    assessments,
    cases,
    consents,
    documents,
    goals,
    households,
    information_sheets,
    printing,
    referrals,
    signings,
    withdrawals,
)
from app.operations.vaults import Vault
from storage import disclosures as told
from storage import journal
from storage.connection import Connection

from .conftest import TODAY, Office

UNTIL = date(2027, 11, 22)


@pytest.fixture
def printed(case_vault: Vault, office: Office, now: datetime) -> Callable[..., str]:
    """A printed notice: jobcenter and club, name and benefits."""

    def make(*categories: str, interpreter: str = "", language: str = "de") -> str:
        rows = tuple(
            WantedRelease(service_id, category, "secure_benefits", "both")
            for service_id in (office.jobcenter, office.club)
            for category in categories or ("name_contact", "benefits")
        )
        made = consents.prepare(case_vault, office.file_id, rows, language, UNTIL, now)
        consents.print_notice(case_vault, made, interpreter, now)
        return made

    return make


def notice(vault: Vault, office: Office) -> Any:
    return consents.consents(vault, office.file_id)[0]


def given(vault: Vault, office: Office) -> dict[str, str]:
    return {row.id: "given" for row in notice(vault, office).rows}


def sign(vault: Vault, office: Office, consent_id: str, now: datetime, **hearing: Any) -> None:
    consents.sign(vault, consent_id, TODAY, given(vault, office), now, Hearing(**hearing))


def tell(vault: Vault, office: Office, now: datetime, *categories: str, to: str = "") -> None:
    request = Request(to or office.jobcenter, categories, "secure_benefits", "spoken", TODAY)
    referrals.tell(vault, office.case_id, request, "Miete", None, now)


def words(pdf: bytes) -> str:
    with pypdfium2.PdfDocument(pdf) as pages:
        text = " ".join(page.get_textpage().get_text_bounded() for page in pages)
    return " ".join(text.replace("\u2060", "").split())


def test_a_signature_keeps_how_it_was_heard(
    case_vault: Vault, office: Office, now: datetime, printed: Any
) -> None:
    made = printed(interpreter="Frau Haddad", language="ar")
    sign(
        case_vault,
        office,
        made,
        now,
        heard="interpreted",
        through=" Frau Haddad ",
        mark=True,
        witness="Herr Weiß",
    )
    kept = signings.of_document(case_vault, notice(case_vault, office).document_id)
    assert kept == Signing(TODAY, Hearing("interpreted", "ar", "Frau Haddad", True, True, "Herr Weiß"))


@pytest.mark.parametrize(
    ("field", "code", "hearing"),
    [
        ("heard", "signing.heard_missing", {"heard": "guessed"}),
        ("through", "signing.through_missing_interpreted", {"heard": "interpreted", "through": "  "}),
        ("through", "signing.through_missing_read_aloud", {"heard": "read_aloud"}),
        ("understood", "signing.not_understood", {"understood": False}),
        ("witness", "signing.witness_missing", {"mark": True}),
    ],
)
def test_what_is_missing_is_marked_and_nothing_is_signed(
    case_vault: Vault, office: Office, now: datetime, printed: Any, field: str, code: str, hearing: Any
) -> None:
    made = printed()
    with pytest.raises(InvalidInput) as caught:
        sign(case_vault, office, made, now, **hearing)
    assert (caught.value.field, caught.value.code) == (field, code)
    assert notice(case_vault, office).status == "printed"
    assert signings.of_document(case_vault, notice(case_vault, office).document_id) is None


def test_the_file_refuses_what_the_rule_refuses(
    case_vault: Vault, office: Office, now: datetime, printed: Any
) -> None:
    printed()
    paper = notice(case_vault, office).document_id
    row = "INSERT INTO signing VALUES (?, '2026-11-22', ?, 'de', ?, ?, ?, ?, 'x')"
    for heard, through, understood, mark, witness in (
        ("interpreted", "", 1, 0, ""),
        ("read", "", 0, 0, ""),
        ("read", "", 1, 1, ""),
    ):
        with pytest.raises(Exception, match="CHECK"), case_vault.transaction() as db:
            db.execute(row, (paper, heard, through, understood, mark, witness))
    with case_vault.transaction() as db:
        db.execute(row, (paper, "read", "", 1, 0, ""))
    with pytest.raises(Exception, match="stays as it was recorded"), case_vault.transaction() as db:
        db.execute("UPDATE signing SET heard_through = 'jemand'")


def test_a_day_outside_print_and_today_is_refused(case_vault: Vault, office: Office, now: datetime) -> None:
    paper = information_sheets.print_information(case_vault, office.file_id, "de", now)
    later = now + timedelta(days=2)
    for day, code in (
        (TODAY - timedelta(days=1), "signing.before_printed"),
        (date(2026, 11, 25), "case.day_in_future"),
    ):
        with pytest.raises(InvalidInput) as caught:
            signings.sign_document(case_vault, paper.id, Signing(day), later)
        assert caught.value.code == code
    signings.sign_document(case_vault, paper.id, Signing(TODAY), later)
    with pytest.raises(Refusal, match=r"signing\.already_signed"):
        signings.sign_document(case_vault, paper.id, Signing(TODAY), later)


def test_a_child_of_the_household_is_known_by_its_name(
    case_vault: Vault, office: Office, now: datetime
) -> None:
    for given_names, born in (("Amira", PartialDate(2014, 5, 1)), ("", PartialDate(1988))):
        member = NewMember("child" if given_names else "spouse", given_names, born=born)
        households.add_member(case_vault, office.client_id, member, now)
    asked = ("amira", "Amira Nguyễn-Łukaszewicz", "AMIRA NGUYEN LUKASZEWICZ", "Frau Haddad", "", "Ami")
    found = [signings.child_named_so(case_vault, office.file_id, name, TODAY) for name in asked]
    assert found == ["Amira Nguyễn-Łukaszewicz"] * 3 + [""] * 3
    of_age = date(2032, 5, 1)
    assert signings.child_named_so(case_vault, office.file_id, "Amira", of_age) == ""


def test_printed_papers_wait_until_they_are_signed(
    case_vault: Vault, office: Office, now: datetime, printed: Any
) -> None:
    made = printed()
    paper = notice(case_vault, office).document_id
    information_sheets.print_information(case_vault, office.file_id, "de", now)
    assert signings.awaiting(case_vault, office.file_id) == {paper}
    sign(case_vault, office, made, now)
    assert signings.awaiting(case_vault, office.file_id) == frozenset()


def test_only_the_newest_agreement_waits_and_until_the_person_signs(
    case_vault: Vault, office: Office, now: datetime
) -> None:
    goals.set_goal(case_vault, office.case_id, NewGoal("Arbeiten", "work", TODAY, "Praktikum"), now)
    review = TODAY + timedelta(days=90)
    first = agreements.print_agreement(case_vault, office.case_id, "de", review, now)
    second = agreements.print_agreement(case_vault, office.case_id, "de", review, now)
    assert first.id != second.id
    assert signings.awaiting(case_vault, office.file_id) == {second.id}
    agreement = agreements.agreements(case_vault, office.case_id)[0]
    agreements.sign_agreement(case_vault, agreement.id, None, TODAY, now)
    assert signings.awaiting(case_vault, office.file_id) == {second.id}
    heard = Hearing("read_aloud", through="Frau Kurz")
    agreements.sign_agreement(case_vault, agreement.id, TODAY, None, now, heard)
    assert signings.awaiting(case_vault, office.file_id) == frozenset()
    kept = signings.of_document(case_vault, second.id)
    assert kept is not None
    assert kept.hearing.through == "Frau Kurz"


def test_a_withdrawal_lists_what_was_told_and_says_what_is_chosen(
    case_vault: Vault, office: Office, now: datetime, printed: Any
) -> None:
    made = printed()
    sign(case_vault, office, made, now)
    tell(case_vault, office, now, "name_contact", "benefits")
    chosen = [row.id for row in notice(case_vault, office).rows if row.service_id == office.jobcenter]
    sheet = withdrawals.print_withdrawal(case_vault, made, chosen, now)
    said = words(sheet.pdf)
    number = documents.document(case_vault, notice(case_vault, office).document_id).form_number
    for expected in (
        "Jobcenter Musterstadt Name, Kontakt, Leistungen",
        "Wohnhilfe e. V.",
        str(number),
        "22.11.2026 Jobcenter",
    ):
        assert expected in said, expected
    assert documents.document(case_vault, sheet.id) == sheet


def test_who_was_told_hears_of_the_withdrawal_once_and_no_more_than_it_knew(
    case_vault: Vault, office: Office, now: datetime, printed: Any
) -> None:
    made = printed()
    sign(case_vault, office, made, now)
    tell(case_vault, office, now, "benefits")
    assert withdrawals.to_inform(case_vault, office.file_id) == ()
    consents.withdraw(case_vault, made, TODAY, "mündlich", now)
    (waiting,) = withdrawals.to_inform(case_vault, office.file_id)
    assert (waiting.recipient, waiting.informed_on, waiting.withdrawn_on) == (
        "Jobcenter Musterstadt",
        None,
        TODAY,
    )
    letter = withdrawals.print_notice(case_vault, office.file_id, office.jobcenter, now)
    said = words(letter.pdf)
    assert "Leistungen" in said
    assert "Art. 19 DSGVO" in said
    for unknown in ("Nguyễn", "07.03.1990", "SU-2026"):
        assert unknown not in said, unknown
    (informed,) = withdrawals.to_inform(case_vault, office.file_id)
    assert informed.informed_on == TODAY
    newest = told.of_file(case_vault.db, office.file_id)[0]
    assert (newest.norm, newest.recipient, newest.sha256) == (
        "notice_of_withdrawal",
        "Jobcenter Musterstadt",
        letter.sha256,
    )
    with pytest.raises(Refusal, match=r"withdrawal\.nothing_told"):
        withdrawals.print_notice(case_vault, office.file_id, office.club, now)


def test_who_was_told_on_a_notice_that_was_renewed_since_hears_of_the_withdrawal_too(
    case_vault: Vault, office: Office, now: datetime, printed: Any
) -> None:
    sign(case_vault, office, printed(), now)
    tell(case_vault, office, now, "benefits")
    renewed = printed("benefits")
    sign(case_vault, office, renewed, now)
    assert withdrawals.to_inform(case_vault, office.file_id) == ()
    consents.withdraw(case_vault, renewed, TODAY, "mündlich", now)
    (waiting,) = withdrawals.to_inform(case_vault, office.file_id)
    assert (waiting.recipient, waiting.withdrawn_on) == ("Jobcenter Musterstadt", TODAY)
    letter = withdrawals.print_notice(case_vault, office.file_id, office.jobcenter, now)
    assert "Leistungen" in words(letter.pdf)
    again = printed("benefits")
    sign(case_vault, office, again, now)
    tell(case_vault, office, now, "benefits")
    sign(case_vault, office, printed("benefits"), now)
    (informed,) = withdrawals.to_inform(case_vault, office.file_id)
    assert len(informed.told) == 1


def test_a_recipient_that_knows_the_name_reads_it(
    case_vault: Vault, office: Office, now: datetime, printed: Any
) -> None:
    made = printed()
    sign(case_vault, office, made, now)
    tell(case_vault, office, now, "name_contact")
    row = next(
        r
        for r in notice(case_vault, office).rows
        if (r.service_id, r.category) == (office.jobcenter, "name_contact")
    )
    consents.withdraw_row(case_vault, row.id, TODAY, now)
    said = words(withdrawals.print_notice(case_vault, office.file_id, office.jobcenter, now).pdf)
    assert "geboren am 07.03.1990" in said


def test_a_notice_prints_again_on_the_day_it_was_made(
    case_vault: Vault, office: Office, now: datetime, printed: Any
) -> None:
    made = printed()
    sign(case_vault, office, made, now)
    tell(case_vault, office, now, "name_contact")
    consents.withdraw(case_vault, made, TODAY, "", now)
    letter = withdrawals.print_notice(case_vault, office.file_id, office.jobcenter, now)
    delivered: list[bytes] = []
    printing.print_documents(case_vault, [letter.id], delivered.extend, now)
    assert delivered == [letter.pdf]


def test_the_information_says_the_law_and_the_basis_of_the_file(
    case_vault: Vault, office: Office, now: datetime
) -> None:
    said = words(information_sheets.print_information(case_vault, office.file_id, "de", now).pdf)
    for expected in (
        "Art. 13 DSGVO",
        "Stadt Musterstadt",
        "Frist in Jahren: 3",
        "§ 87 AufenthG",
        "§ 88 AufenthG",
    ):
        assert expected in said, expected
    assert "Nguyễn" not in said
    assert "Art. 21" not in said
    with case_vault.transaction() as db:
        db.execute("UPDATE file SET basis = 'task', basis_on = '2026-11-22'")
        db.execute("UPDATE controller SET law = 'KDG'")
    said = words(information_sheets.print_information(case_vault, office.file_id, "de", now).pdf)
    assert "§ 15 KDG" in said
    assert "§ 23 KDG" in said
    assert "DSGVO" not in said


def test_health_is_out_of_sight_after_the_withdrawal_and_back_with_a_new_release(
    case_vault: Vault, office: Office, now: datetime, printed: Any
) -> None:
    sign(case_vault, office, printed("health"), now)
    health, housing = Score("health", 4, 2, "Rückenschmerzen"), Score("housing", 3, 3, "zu eng")
    assessments.record_assessment(case_vault, office.case_id, NewAssessment(TODAY, (health, housing)), now)
    (full,) = assessments.assessments(case_vault, office.case_id, TODAY)
    assert (full.score("health"), full.withheld) == (health, frozenset())
    consents.withdraw(case_vault, notice(case_vault, office).id, TODAY, "mündlich", now)
    (masked,) = assessments.assessments(case_vault, office.case_id, TODAY)
    assert (masked.scores, masked.withheld) == ((housing,), frozenset({"health"}))
    assert carry_over(masked, frozenset(DIMENSIONS), frozenset(DIMENSIONS), with_notes=True) == (housing,)
    with case_vault.transaction() as db:
        db.execute("UPDATE file SET restricted_on = NULL")
    sign(case_vault, office, printed("health"), now)
    (again,) = assessments.assessments(case_vault, office.case_id, TODAY)
    assert again.score("health") == health


def test_a_note_on_health_is_never_found_by_words(
    case_vault: Vault, office: Office, now: datetime, printed: Any
) -> None:
    sign(case_vault, office, printed("health"), now)
    scores = (Score("health", 4, 2, "Rückenschmerzen"), Score("housing", 3, 3, "zu eng"))
    assessments.record_assessment(case_vault, office.case_id, NewAssessment(TODAY, scores), now)
    assert cases.search_notes(case_vault, "Rückenschmerzen") == ()
    assert [hit.case_id for hit in cases.search_notes(case_vault, "zu eng")] == [office.case_id]


def test_every_paper_leaves_a_line_in_the_journal(case_vault: Vault, office: Office, now: datetime) -> None:
    information_sheets.print_information(case_vault, office.file_id, "de", now)
    information_sheets.print_pictograms(case_vault, office.file_id, "de", now)
    actions = _actions(case_vault.db)
    assert {"information.printed", "pictograms.printed"} <= actions


def _actions(db: Connection) -> set[str]:
    return {str(line.action) for line in journal.lines(db, 10)}


def test_the_norm_of_the_notice_carries_nothing_but_the_notice(
    case_vault: Vault, office: Office, now: datetime
) -> None:
    """It belongs to an act of its own, also for whoever does not come through the window."""
    norm = Norm(NOTICE_NORM, "Widerruf")
    for categories in (("name_contact", "benefits"), ("residence",)):
        request = Request(office.club, categories, "counselling", "email", TODAY)
        with pytest.raises(InvalidInput) as caught:
            referrals.tell(case_vault, office.case_id, request, "Wort", norm, now)
        assert (caught.value.field, caught.value.code) == ("norm", "disclosure.norm_of_its_own")
    assert consents.disclosures(case_vault, office.file_id) == ()
