# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Erfassungsbogen and Bestandsaufnahme of a real case on real paper."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pypdfium2
import pytest

from app.domain.assessment import NewAssessment, Score
from app.domain.client import Address, SpokenLanguage
from app.domain.consent import WantedRelease
from app.domain.document import Document
from app.domain.errors import InvalidInput, Refusal
from app.domain.household import NewMember
from app.domain.livelihood import NewLivelihood
from app.operations import (
    assessment_sheets,
    assessments,
    cases,
    consents,
    documents,
    households,
    intake_sheets,
    livelihoods,
)
from app.operations.vaults import Vault

from .conftest import TODAY, Office, huong, intake

CANARY = "Kanarienvogel"


def text_of(document: Document) -> str:
    with pypdfium2.PdfDocument(document.pdf) as pages:
        return "\n".join(page.get_textpage().get_text_bounded() for page in pages).replace("\u00a0", " ")


def release_health(vault: Vault, office: Office, now: datetime) -> str:
    wanted = (WantedRelease(office.club, "health", "health_care", "both"),)
    consent = consents.prepare(vault, office.file_id, wanted, "de", date(2027, 1, 1), now)
    consents.print_notice(vault, consent, "", now)
    rows = consents.consents(vault, office.file_id)[0].rows
    consents.sign(vault, consent, TODAY, {row.id: "given" for row in rows}, now)
    return consent


def test_the_filled_sheet_says_what_is_recorded(case_vault: Vault, office: Office, now: datetime) -> None:
    livelihoods.add_livelihood(case_vault, office.case_id, NewLivelihood("kindergeld", since=TODAY), now)
    document = intake_sheets.print_intake(case_vault, office.case_id, "de", now)
    said = text_of(document)
    for words in (
        "Nguyễn-Łukaszewicz", "07.03.1990", "Vietnamesisch", "Deutsch (A2 (hinreichend))", "Wiesenweg 3",
        "+49 2241 55-1234", "Sucht eine größere Wohnung", "01.02.2026", "Kindergeld", "SU-2026-1",
        "10.01.2027",
    ):  # fmt: skip
        assert words in said.replace("\u2060", ""), words
    (kept,) = documents.documents(case_vault, office.file_id)
    assert (kept.form, kept.form_number, kept.sha256) == ("intake", document.form_number, document.sha256)
    assert document.form_number is not None
    assert document.form_number in said.replace("\u2060", "")


def test_a_blocked_address_and_a_name_without_letters_here_stay_in_the_file(
    case_vault: Vault, office: Office, now: datetime
) -> None:
    person = replace(
        huong(), address=Address("Geheimweg 9", "53721", "Siegburg", blocked=True), native_name="阮氏香"
    )
    cases.change_person(case_vault, office.client_id, person, now)
    said = text_of(intake_sheets.print_intake(case_vault, office.case_id, "ar", now))
    assert "Geheimweg" not in said
    assert "nicht gedruckt (Auskunftssperre)" in said
    assert "kann hier nicht gedruckt werden" in said


def test_only_the_family_name_is_enough(case_vault: Vault, office: Office, now: datetime) -> None:
    bare = replace(
        huong(), given_names="", birth_date=None, sex="unknown", nationalities=(), channels=(),
        residence=None, languages=(SpokenLanguage("ar"),), address=Address(),
    )  # fmt: skip
    cases.change_person(case_vault, office.client_id, bare, now)
    assert "Nguyễn-Łukaszewicz" in text_of(intake_sheets.print_intake(case_vault, office.case_id, "uk", now))
    with pytest.raises(InvalidInput, match=r"document\.language_missing"):
        intake_sheets.print_intake(case_vault, office.case_id, "tlh", now)


def test_health_is_on_the_assessment_only_while_it_is_released(
    case_vault: Vault, office: Office, now: datetime
) -> None:
    consent = release_health(case_vault, office, now)
    scores = (Score("health", 5, 2, CANARY, 4), Score("housing", 4, 3, "Zu siebt", 5))
    taken = assessments.record_assessment(case_vault, office.case_id, NewAssessment(TODAY, scores), now)
    said = text_of(assessment_sheets.print_assessment(case_vault, office.case_id, taken, now))
    assert CANARY in said
    assert "2 von 11 Lebensbereichen" in said
    row = consents.consents(case_vault, office.file_id)[0].rows[0]
    assert consent
    consents.withdraw_row(case_vault, row.id, TODAY, now)
    said = text_of(assessment_sheets.print_assessment(case_vault, office.case_id, taken, now))
    assert CANARY not in said
    assert "nicht freigegeben" in said
    assert "Zu siebt" in said


def test_the_assessment_before_stands_beside_it(case_vault: Vault, office: Office, now: datetime) -> None:
    first, second = (
        assessments.record_assessment(
            case_vault, office.case_id, NewAssessment(day, (Score("housing", need, 3),)), now
        )
        for day, need in ((TODAY - timedelta(days=90), 5), (TODAY, 2))
    )
    newer = text_of(assessment_sheets.print_assessment(case_vault, office.case_id, second, now))
    assert "24.08.2026" in newer
    older = text_of(assessment_sheets.print_assessment(case_vault, office.case_id, first, now))
    assert "besprochen am" in older
    assert "22.11.2026" in older  # the day of print, not of the newer one
    assert older.count("24.08.2026") == 2  # when it was held, and beneath its web
    with pytest.raises(Refusal, match=r"assessment\.gone"):
        assessment_sheets.print_assessment(case_vault, office.case_id, "gone", now)


def test_a_blank_assessment_is_for_this_person(case_vault: Vault, office: Office, now: datetime) -> None:
    document = assessment_sheets.print_blank_assessment(case_vault, office.case_id, now)
    said = text_of(document)
    assert "Thị Hương Nguyễn-Łukaszewicz" in said
    assert "nicht freigegeben" in said
    assert document.form == "assessment"


def test_nothing_is_printed_from_a_restricted_file(case_vault: Vault, office: Office, now: datetime) -> None:
    consent = release_health(case_vault, office, now)
    consents.withdraw(case_vault, consent, TODAY, "am Telefon", now)
    with pytest.raises(Refusal):
        intake_sheets.print_intake(case_vault, office.case_id, "de", now)
    with pytest.raises(Refusal):
        assessment_sheets.print_blank_assessment(case_vault, office.case_id, now)


def test_who_lives_with_somebody_barred_is_not_found_by_this_paper(
    case_vault: Vault, office: Office, now: datetime
) -> None:
    """One household, one bar: the sheet of the other would tell the place."""
    municipality = cases.lists(case_vault).entries("municipality", TODAY)[3]
    home = Address("Geheimweg 9", "53721", municipality.label, municipality.code)
    cases.change_person(case_vault, office.client_id, replace(huong(), address=home), now)
    barred = replace(huong(), given_names="Tâm", address=replace(home, blocked=True))
    other = cases.take_in(case_vault, intake(office.site_id, barred), now)
    member_id = households.add_member(case_vault, office.client_id, NewMember("spouse"), now)
    households.link_member(case_vault, member_id, other.case_id, now)
    for case_id in (office.case_id, other.case_id):
        said = text_of(intake_sheets.print_intake(case_vault, case_id, "de", now))
        assert "Geheimweg" not in said
        assert "nicht gedruckt (Auskunftssperre)" in said
        assert municipality.label not in said
