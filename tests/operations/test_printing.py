# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Printing as one job, saving for somebody, and everything for an appointment, in a real file."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest

from app.domain.appointment import NewAppointment
from app.domain.assessment import NewAssessment, Score
from app.domain.consent import WantedRelease
from app.domain.disclosure import Norm, Request
from app.domain.document import Document
from app.domain.errors import InvalidInput, Refusal, Trouble
from app.domain.goal import NewGoal
from app.domain.signing import Hearing, Signing
from app.operations import (
    agreements,
    appointments,
    assessment_sheets,
    assessments,
    batches,
    consents,
    documents,
    goals,
    handovers,
    intake_sheets,
    paper_signing,
    printing,
    signings,
)
from app.operations.vaults import Vault
from tests.operations.conftest import Office

TODAY = date(2026, 11, 22)
UNTIL = date(2027, 6, 30)


def printed_consent(vault: Vault, office: Office, now: datetime, *categories: str) -> Document:
    rows = tuple(
        WantedRelease(office.club, each, "secure_benefits", "to") for each in categories or ("name_contact",)
    )
    return consents.print_notice(
        vault, consents.prepare(vault, office.file_id, rows, "de", UNTIL, now), "", now
    )


def sign_all(vault: Vault, office: Office, now: datetime) -> None:
    newest = consents.consents(vault, office.file_id)[0]
    consents.sign(vault, newest.id, TODAY, {row.id: "given" for row in newest.rows}, now)


def actions(vault: Vault) -> list[str]:
    return [action for (action,) in vault.db.execute("SELECT action FROM journal ORDER BY seq")]


def refuse(_pdfs: Sequence[bytes]) -> None:
    raise Trouble("print.refused")


def test_one_job_and_a_line_each(case_vault: Vault, office: Office, now: datetime) -> None:
    ids = [printed_consent(case_vault, office, now).id for _ in range(2)]
    jobs: list[Sequence[bytes]] = []
    printing.print_documents(case_vault, ids, jobs.append, now)
    assert jobs == [[documents.document(case_vault, each).pdf for each in ids]]
    assert actions(case_vault)[-2:] == ["document.printed"] * 2


def test_a_printer_that_refuses_leaves_no_line(case_vault: Vault, office: Office, now: datetime) -> None:
    kept, before = printed_consent(case_vault, office, now), actions(case_vault)
    with pytest.raises(Trouble, match=r"print\.refused"):
        printing.print_documents(case_vault, [kept.id], refuse, now)
    assert actions(case_vault) == before


def test_one_that_may_not_leave_again_holds_the_whole_job_back(
    case_vault: Vault, office: Office, now: datetime
) -> None:
    own = printed_consent(case_vault, office, now)
    sign_all(case_vault, office, now)
    asked = Request(office.club, ("name_contact",), "secure_benefits", "handover", TODAY)
    sheet = handovers.print_handover(case_vault, office.case_id, asked, None, now)
    consents.withdraw(case_vault, consents.consents(case_vault, office.file_id)[0].id, TODAY, "", now)
    jobs: list[Sequence[bytes]] = []
    with pytest.raises(Refusal, match=r"case\.restricted"):
        printing.print_documents(case_vault, [own.id, sheet.id], jobs.append, now)
    assert not jobs
    printing.print_documents(case_vault, [own.id], jobs.append, now)


# Saving for somebody


def export(office: Office, *categories: str) -> Request:
    return Request(office.club, categories, "secure_benefits", "export", TODAY)


def test_for_another_only_through_the_gate(
    case_vault: Vault, office: Office, now: datetime, tmp_path: Path
) -> None:
    kept, target = printed_consent(case_vault, office, now), tmp_path / "blatt.pdf"
    asked = export(office, "name_contact")
    with pytest.raises(Refusal, match=r"disclosure\.no_consent"):
        documents.save_for_other(case_vault, kept.id, office.case_id, asked, None, target, now)
    assert not target.exists()
    sign_all(case_vault, office, now)
    told = documents.save_for_other(case_vault, kept.id, office.case_id, asked, None, target, now)
    assert target.read_bytes() == kept.pdf
    (disclosure,) = consents.disclosures(case_vault, office.file_id)
    assert (disclosure.id, disclosure.channel, disclosure.sha256) == (told.id, "export", kept.sha256)


def test_papers_with_what_never_leaves_go_to_nobody_else(
    case_vault: Vault, office: Office, now: datetime, tmp_path: Path
) -> None:
    """Notes, the request and inner fields stand on them, whatever category is ticked."""
    scores = (Score("housing", 4, 2, "Schimmel an der Wand"),)
    taken = assessments.record_assessment(case_vault, office.case_id, NewAssessment(TODAY, scores), now)
    printed_consent(case_vault, office, now)
    sign_all(case_vault, office, now)
    for kept in (
        assessment_sheets.print_assessment(case_vault, office.case_id, taken, now),
        intake_sheets.print_intake(case_vault, office.case_id, "de", now),
    ):
        asked, target = export(office, "name_contact"), tmp_path / "blatt.pdf"
        with pytest.raises(Refusal, match=r"document\.stays_here"):
            documents.save_for_other(case_vault, kept.id, office.case_id, asked, None, target, now)
        assert not target.exists()
        documents.save_document(case_vault, kept.id, tmp_path / "eigen.pdf", now)


def test_a_place_that_takes_nothing_leaves_no_disclosure(
    case_vault: Vault, office: Office, now: datetime, tmp_path: Path
) -> None:
    kept, norm = printed_consent(case_vault, office, now), Norm("sgb8_8a", "Gefahr für das Kind")
    with pytest.raises(Trouble, match=r"document\.not_written"):
        documents.save_for_other(
            case_vault,
            kept.id,
            office.case_id,
            export(office, "name_contact"),
            norm,
            tmp_path / "fehlt" / "blatt.pdf",
            now,
        )
    assert not consents.disclosures(case_vault, office.file_id)


def test_a_copy_for_another_binds_the_own_paper_to_nobody(
    case_vault: Vault, office: Office, now: datetime, tmp_path: Path
) -> None:
    """Printing it for the person again, on another day, tells nobody anything."""
    kept = printed_consent(case_vault, office, now)
    sign_all(case_vault, office, now)
    documents.save_for_other(
        case_vault, kept.id, office.case_id, export(office, "name_contact"), None, tmp_path / "a.pdf", now
    )
    assert not documents.made_for_other(case_vault, kept.id)
    later = now + timedelta(days=3)
    printing.print_documents(case_vault, [kept.id], lambda _: None, later)
    documents.save_document(case_vault, kept.id, tmp_path / "b.pdf", later)
    assert len(consents.disclosures(case_vault, office.file_id)) == 1


# Everything for an appointment


def states(vault: Vault, office: Office, appointment: str | None = None) -> dict[str, str]:
    return {each.form: each.state for each in batches.sheets(vault, office.case_id, appointment, TODAY)}


def test_what_there_is_to_print(case_vault: Vault, office: Office, now: datetime) -> None:
    assert states(case_vault, office) == {}
    goals.set_goal(case_vault, office.case_id, NewGoal("Wohnung", "housing", TODAY), now)
    assert states(case_vault, office) == {"goals": "new"}
    rows = (WantedRelease(office.club, "name_contact", "counselling", "to"),)
    consent = consents.prepare(case_vault, office.file_id, rows, "de", UNTIL, now)
    assert states(case_vault, office) == {"information": "new", "consent": "new", "goals": "new"}
    consents.print_notice(case_vault, consent, "", now)
    agreements.print_agreement(case_vault, office.case_id, "de", UNTIL, now)
    assert states(case_vault, office) == {"information": "new", "consent": "waiting", "goals": "waiting"}
    sign_all(case_vault, office, now)
    (agreement,) = agreements.agreements(case_vault, office.case_id)
    agreements.sign_agreement(case_vault, agreement.id, TODAY, TODAY, now)
    new = NewAppointment(TODAY + timedelta(days=2), time(9))
    made = appointments.make_appointment(case_vault, office.case_id, new, now)
    found = batches.sheets(case_vault, office.case_id, None, TODAY)
    assert [(each.form, each.state, each.due) for each in found] == [
        ("information", "new", True),
        ("consent", "signed", False),
        ("goals", "signed", False),
        ("appointment_slip", "new", True),
    ]
    assert found[-1].record_id == made


def test_what_is_made_once_is_printed_again(case_vault: Vault, office: Office, now: datetime) -> None:
    kept = printed_consent(case_vault, office, now)
    forms = ("consent", "information")
    first = batches.make(case_vault, office.case_id, None, forms, "ar", now)
    again = batches.make(case_vault, office.case_id, None, forms, "ar", now)
    assert first == again
    assert first[1] == kept.id
    assert documents.document(case_vault, first[0]).language == "ar"


def test_nothing_chosen_is_a_sentence(case_vault: Vault, office: Office, now: datetime) -> None:
    with pytest.raises(Refusal, match=r"batch\.nothing_chosen"):
        batches.make(case_vault, office.case_id, None, (), "de", now)


# What came back signed


def test_a_consent_counts_from_the_day_on_the_paper(case_vault: Vault, office: Office, now: datetime) -> None:
    kept = printed_consent(case_vault, office, now, "name_contact", "housing")
    awaited = paper_signing.awaited(case_vault, kept.id)
    assert awaited is not None
    first, second = awaited.open_rows
    later, heard = now + timedelta(days=2), Hearing("interpreted", "ar", "A. Karimi")
    decisions = {first.id: "given", second.id: "refused"}
    paper_signing.sign_paper(case_vault, kept.id, Signing(TODAY, heard), decisions, None, later)
    (consent,) = consents.consents(case_vault, office.file_id)
    assert (consent.status, consent.signed_on) == ("signed", TODAY)
    assert {row.id: row.decision for row in consent.rows} == decisions
    assert signings.of_document(case_vault, kept.id) == Signing(TODAY, heard)
    assert paper_signing.awaited(case_vault, kept.id) is None


def test_both_sides_of_a_goal_agreement(case_vault: Vault, office: Office, now: datetime) -> None:
    goals.set_goal(case_vault, office.case_id, NewGoal("Wohnung", "housing", TODAY), now)
    kept = agreements.print_agreement(case_vault, office.case_id, "de", UNTIL, now)
    awaited = paper_signing.awaited(case_vault, kept.id)
    assert awaited is not None
    assert awaited.both_sides
    paper_signing.sign_paper(case_vault, kept.id, Signing(TODAY), {}, TODAY, now)
    (agreement,) = agreements.agreements(case_vault, office.case_id)
    assert agreement.signed_by_both
    assert paper_signing.awaited(case_vault, kept.id) is None


def test_a_day_before_the_printing_stays_at_its_field(
    case_vault: Vault, office: Office, now: datetime
) -> None:
    kept = printed_consent(case_vault, office, now)
    with pytest.raises(InvalidInput):
        paper_signing.sign_paper(case_vault, kept.id, Signing(TODAY - timedelta(days=1)), {}, None, now)
    assert signings.awaiting(case_vault, office.file_id) == {kept.id}


def test_a_row_taken_back_between_the_word_and_the_paper_stays_so(
    case_vault: Vault, office: Office, now: datetime
) -> None:
    """Said yes, then no to one of them, then signed: the paper cannot give that one again."""
    wanted = tuple(
        WantedRelease(office.club, category, "housing_search", "to") for category in ("housing", "family")
    )
    consent_id = consents.prepare(case_vault, office.file_id, wanted, "de", UNTIL, now)
    kept = consents.print_notice(case_vault, consent_id, "", now)
    (consent,) = consents.consents(case_vault, office.file_id)
    first, second = (row.id for row in consent.rows)
    said = {first: "given", second: "given"}
    consents.grant_orally(case_vault, consent_id, TODAY, "Frau Haddad", said, now)
    consents.withdraw_row(case_vault, second, TODAY, now)
    awaited = paper_signing.awaited(case_vault, kept.id)
    assert awaited is not None
    assert awaited.open_rows == ()
    paper_signing.sign_paper(case_vault, kept.id, Signing(TODAY), {}, None, now)
    (consent,) = consents.consents(case_vault, office.file_id)
    assert consent.status == "signed"
    assert {row.id: row.decision for row in consent.rows} == {first: "given", second: "withdrawn"}
