# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Übertragungsblatt: one page, on which basis the file stands, and nothing that is barred or not released."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pypdfium2
import pytest

from app.domain.address import NewAddress
from app.domain.assessment import NewAssessment, Score
from app.domain.client import Address
from app.domain.errors import Refusal
from app.domain.goal import NewGoal
from app.domain.referral import NewReferral
from app.operations import addresses, assessments, cases, consents, goals, land_sheets, referrals
from app.operations.vaults import Vault

from .conftest import TODAY, Office, huong
from .test_consents import signed, text_of


def page(vault: Vault, office: Office, now: datetime) -> str:
    printed = land_sheets.land_page(vault, office.case_id, now)
    with pypdfium2.PdfDocument(printed.pdf) as pages:
        assert len(pages) == 1
    return " ".join(text_of(printed.pdf).split())


def fill(vault: Vault, office: Office, now: datetime) -> None:
    """More goals and referrals than there is room for, and every dimension."""
    scores = tuple(
        Score(dimension, 4, 2)
        for dimension in sorted(assessments.released_dimensions(vault, office.case_id, TODAY))
    )
    assessments.record_assessment(vault, office.case_id, NewAssessment(TODAY, scores), now)
    for number in range(9):
        words = f"Ich will Ziel Nummer {number} erreichen und dann weiter"
        goals.set_goal(vault, office.case_id, NewGoal(words, "work", TODAY), now)
        referrals.refer(vault, office.case_id, NewReferral(office.club, "work", TODAY), now)


def test_everything_that_is_typed_stands_on_one_page(
    case_vault: Vault, office: Office, now: datetime
) -> None:
    signed(case_vault, office, now)
    fill(case_vault, office, now)
    text = page(case_vault, office, now)
    for words in (
        "SU-2026-1", "Nguyễn", "07.03.1990", "Wiesenweg 3", "Siegburg Mitte", "Bedarf 4 von 5", "Ziel Nummer",
        "Wohnhilfe e. V.", "und 3 weitere", "Grundlage der Akte: Einwilligung, seit 22.11.2026",
    ):  # fmt: skip
        assert words in text, words


def test_a_file_without_basis_says_that_nothing_is_to_be_typed(
    case_vault: Vault, office: Office, now: datetime
) -> None:
    assert "Bitte übertragen Sie noch nichts" in page(case_vault, office, now)
    cases.set_basis(case_vault, office.file_id, "task", TODAY, now)
    assert "Grundlage der Akte: Aufgabe, seit 22.11.2026" in page(case_vault, office, now)


def test_a_blocked_address_is_not_typed(case_vault: Vault, office: Office, now: datetime) -> None:
    (known,) = addresses.addresses(case_vault, office.case_id)
    hidden = NewAddress(replace(known.address, blocked=True))
    addresses.change_address(case_vault, office.case_id, known.id, hidden, now)
    text = page(case_vault, office, now)
    assert "Wiesenweg" not in text
    assert "Auskunftssperre: nicht übertragen" in text
    moved = NewAddress(Address("Am Ring 8", "53111", "Bonn"), TODAY)
    addresses.add_address(case_vault, office.case_id, moved, now)
    assert "Am Ring 8" in page(case_vault, office, now)


def test_a_name_in_a_script_without_letters_here_is_left_to_the_screen(
    case_vault: Vault, office: Office, now: datetime
) -> None:
    for name, words in (("阮氏香", "steht auf dem Bildschirm"), ("أحمد", "أحمد")):
        cases.change_person(case_vault, office.client_id, replace(huong(), native_name=name), now)
        printed = land_sheets.land_page(case_vault, office.case_id, now)
        assert ("steht auf dem Bildschirm" in text_of(printed.pdf)) is (name != words)


def test_health_stands_there_only_while_it_is_released(
    case_vault: Vault, office: Office, now: datetime
) -> None:
    consent_id = signed(case_vault, office, now, "name_contact", "health")
    fill(case_vault, office, now)
    goals.set_goal(case_vault, office.case_id, NewGoal("Arzt finden", "health", TODAY), now)
    assert "Gesundheit" in page(case_vault, office, now)
    row = next(r for r in consents.consents(case_vault, office.file_id)[0].rows if r.category == "health")
    consents.withdraw_row(case_vault, row.id, TODAY, now)
    text = page(case_vault, office, now)
    assert "Gesundheit" not in text
    assert "Arzt finden" not in text
    consents.withdraw(case_vault, consent_id, TODAY, "oral", now)
    with pytest.raises(Refusal, match=r"case\.restricted"):
        land_sheets.land_page(case_vault, office.case_id, now)
