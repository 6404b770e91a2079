# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The printed hand-over: exactly the covered categories, recorded by the hash of the very sheet."""

from __future__ import annotations

import io
from datetime import datetime, timedelta
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.domain.disclosure import Norm, Request
from app.domain.errors import InvalidInput, Refusal
from app.domain.goal import NewGoal
from app.operations import consents, documents, goals, handovers, printing
from app.operations.vaults import Vault

from .conftest import TODAY, Office
from .test_consents import signed, wanted

SAID = {
    "name_contact": ("Nguyễn", "07.03.1990", "55-1234", "Wiesenweg", "SU-2026-1"),
    "residence": ("Staatsangehörigkeit", "Aufenthaltsgestattung", "10.01.2027"),
    "benefits": ("Asylbewerberleistungsgesetz",),
    "housing": ("Meine eigene Wohnung",),
    "education_work": ("Deutsch: A2", "Eine Ausbildung"),
    "family": ("Die Kinder in die Kita",),
}
DANGER = Norm("stgb_34", "Er kündigt an, sich etwas anzutun.")


def request(office: Office, *categories: str, purpose: str = "counselling") -> Request:
    return Request(office.club, categories, purpose, "handover", TODAY)


def words(pdf: bytes) -> str:
    """What stands on the pages, without spaces and line ends, which extractors place as they like."""
    pages = pypdfium2.PdfDocument(pdf)
    return "".join("".join(page.get_textpage().get_text_bounded().split()) for page in pages)


def raw(pdf: bytes) -> bytes:
    """Every stream unpacked, and all that stands beside them: metadata, structure, names."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        parts = [repr(each).encode() for each in opened.objects]
        streams = [each.read_bytes() for each in opened.objects if isinstance(each, pikepdf.Stream)]
    return b"\n".join([pdf, *parts, *streams])


def encodings(text: str) -> tuple[bytes, ...]:
    """How a PDF may hold a text outside its page content."""
    return (text.encode(), text.encode("utf-16-be"), text.encode("utf-16-be").hex().encode())


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(released=st.sets(st.sampled_from(sorted(SAID)), min_size=1))
def test_whatever_is_released_nothing_else_is_on_the_sheet(
    case_vault: Vault, office: Office, now: datetime, released: set[str]
) -> None:
    for category, dimension in (("housing", "housing"), ("education_work", "work"), ("family", "family")):
        goals.set_goal(case_vault, office.case_id, NewGoal(SAID[category][-1], dimension, TODAY), now)
    rows = wanted(office.club, *SAID, purpose="counselling")
    consent_id = consents.prepare(case_vault, office.file_id, rows, "de", TODAY, now)
    consents.print_notice(case_vault, consent_id, "", now)
    newest = consents.consents(case_vault, office.file_id)[0]
    decisions = {row.id: "given" if row.category in released else "refused" for row in newest.rows}
    consents.sign(case_vault, consent_id, TODAY, decisions, now)
    whole = request(office, *SAID)
    if released != set(SAID):
        with pytest.raises(Refusal, match=r"disclosure\.no_consent"):
            handovers.print_handover(case_vault, office.case_id, whole, None, now)
    text = handovers.handover_text(case_vault, office.case_id, whole, None, TODAY)
    covered = request(office, *sorted(released))
    printed = handovers.print_handover(case_vault, office.case_id, covered, None, now)
    on_paper, unpacked = words(printed.pdf), raw(printed.pdf)
    for category, said in SAID.items():
        for each in said:
            assert (each in text) is (category in released), each
            assert ("".join(each.split()) in on_paper) is (category in released), each
            if category not in released:
                assert not any(form in unpacked for form in encodings(each)), each


def test_the_hash_of_the_very_sheet_is_recorded(case_vault: Vault, office: Office, now: datetime) -> None:
    signed(case_vault, office, now, "name_contact", to=office.club)
    asked = request(office, "name_contact", purpose="secure_benefits")
    printed = handovers.print_handover(case_vault, office.case_id, asked, None, now)
    (told,) = consents.disclosures(case_vault, office.file_id)
    assert (told.channel, told.sha256, told.recipient) == ("handover", printed.sha256, "Wohnhilfe e. V.")
    assert documents.document(case_vault, printed.id).pdf == printed.pdf
    assert (printed.form, printed.form_number and printed.form_number[:2]) == ("handover", "U-")
    for needed in ("StadtMusterstadt", "Gasse2", "Leistungensichern", "EntbindungvonderSchweigepflicht"):
        assert needed in words(printed.pdf)


def test_without_a_basis_nothing_is_kept(case_vault: Vault, office: Office, now: datetime) -> None:
    with pytest.raises(Refusal, match=r"disclosure\.no_consent"):
        handovers.print_handover(case_vault, office.case_id, request(office, "name_contact"), None, now)
    with pytest.raises(InvalidInput, match=r"disclosure\.no_categories"):
        handovers.print_handover(case_vault, office.case_id, request(office), None, now)
    assert consents.disclosures(case_vault, office.file_id) == ()
    assert documents.documents(case_vault, office.file_id) == ()


def test_a_norm_carries_it_and_is_named_without_its_reason(
    case_vault: Vault, office: Office, now: datetime
) -> None:
    asked = request(office, "name_contact")
    printed = handovers.print_handover(case_vault, office.case_id, asked, DANGER, now)
    assert "§34StGB" in words(printed.pdf)
    assert "anzutun" not in words(printed.pdf)
    assert consents.disclosures(case_vault, office.file_id)[0].norm == "stgb_34"


def test_after_the_withdrawal_nothing_is_printed(case_vault: Vault, office: Office, now: datetime) -> None:
    consent_id = signed(case_vault, office, now, "name_contact", to=office.club)
    consents.withdraw(case_vault, consent_id, TODAY, "mündlich", now)
    asked = request(office, "name_contact", purpose="secure_benefits")
    with pytest.raises(Refusal):
        handovers.print_handover(case_vault, office.case_id, asked, None, now)


def test_a_kept_sheet_leaves_again_only_while_it_may(
    case_vault: Vault, office: Office, now: datetime, tmp_path: Path
) -> None:
    consent_id = signed(case_vault, office, now, "name_contact", to=office.club)
    asked = request(office, "name_contact", purpose="secure_benefits")
    printed = handovers.print_handover(case_vault, office.case_id, asked, None, now)
    target = tmp_path / "blatt.pdf"
    documents.save_document(case_vault, printed.id, target, now)
    assert target.read_bytes() == printed.pdf
    assert len(consents.disclosures(case_vault, office.file_id)) == 1
    documents.save_document(case_vault, printed.id, target, now + timedelta(days=3))
    newest, first = consents.disclosures(case_vault, office.file_id)
    assert (newest.day - first.day).days == 3
    assert (newest.sha256, newest.channel) == (printed.sha256, "handover")
    target.unlink()
    consents.withdraw(case_vault, consent_id, TODAY, "mündlich", now)
    for act in (
        lambda: documents.save_document(case_vault, printed.id, target, now),
        lambda: printing.print_documents(case_vault, [printed.id], lambda _: None, now),
    ):
        with pytest.raises(Refusal, match=r"case\.restricted"):
            act()
    assert not target.exists()
    assert len(consents.disclosures(case_vault, office.file_id)) == 2


def test_a_withdrawn_row_holds_the_kept_sheet_back(
    case_vault: Vault, office: Office, now: datetime, tmp_path: Path
) -> None:
    signed(case_vault, office, now, "name_contact", "benefits", to=office.club)
    asked = request(office, "name_contact", purpose="secure_benefits")
    printed = handovers.print_handover(case_vault, office.case_id, asked, None, now)
    rows = consents.consents(case_vault, office.file_id)[0].rows
    consents.withdraw_row(case_vault, next(r.id for r in rows if r.category == "name_contact"), TODAY, now)
    with pytest.raises(Refusal, match=r"disclosure\.no_consent"):
        documents.save_document(case_vault, printed.id, tmp_path / "blatt.pdf", now)
    notice = next(d for d in documents.documents(case_vault, office.file_id) if d.form == "consent")
    documents.save_document(case_vault, notice.id, tmp_path / "eigenes.pdf", now)


def test_by_a_norm_it_leaves_again_with_the_same_reason(
    case_vault: Vault, office: Office, now: datetime, tmp_path: Path
) -> None:
    printed = handovers.print_handover(case_vault, office.case_id, request(office, "family"), DANGER, now)
    documents.save_document(case_vault, printed.id, tmp_path / "blatt.pdf", now + timedelta(days=1))
    reasons = case_vault.db.execute("SELECT norm, reason FROM disclosure").fetchall()
    assert reasons == [(DANGER.code, DANGER.reason)] * 2
