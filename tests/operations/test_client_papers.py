# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The person's folder: what is there, what is on the list, and dividers that tell nothing of anybody."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from app.domain.errors import InvalidInput
from app.operations import cases, client_papers
from app.operations.vaults import Vault

from .conftest import TODAY, Office
from .test_handovers import words

SOON = date(2027, 1, 10)


def test_what_was_noted_stands_until_the_next_word(case_vault: Vault, office: Office, now: datetime) -> None:
    for state, until in (("requested", None), ("there", SOON)):
        client_papers.note_paper(case_vault, office.case_id, "passport", state, until, now)
    (known,) = client_papers.papers(case_vault, office.file_id).values()
    assert (known.state, known.valid_until, known.noted_on) == ("there", SOON, TODAY)
    client_papers.forget_paper(case_vault, office.case_id, "passport", now)
    assert client_papers.papers(case_vault, office.file_id) == {}


def test_health_papers_are_ticked_by_hand(case_vault: Vault, office: Office, now: datetime) -> None:
    lists = cases.lists(case_vault)
    hidden = [entry.code for entry in lists.every("paper") if entry.facts.get("by_hand")]
    assert set(hidden) == {"vaccination_record", "medical_reports", "medication_plan", "disability_card"}
    for paper in hidden:
        with pytest.raises(InvalidInput, match=r"paper\.by_hand"):
            client_papers.note_paper(case_vault, office.case_id, paper, "there", None, now)
    assert "Schwerbehindertenausweis" in words(
        client_papers.print_list(case_vault, office.case_id, "de", now).pdf
    )


def test_every_paper_belongs_into_a_life_area(case_vault: Vault) -> None:
    lists = cases.lists(case_vault)
    dimensions = {entry.code for entry in lists.every("life_dimension")}
    assert {entry.facts["dimension"] for entry in lists.every("paper")} == dimensions


@pytest.mark.parametrize(
    ("state", "until", "field"), [("lost", None, "state"), ("requested", SOON, "valid_until")]
)
def test_a_wrong_word_is_refused_at_its_field(
    case_vault: Vault, office: Office, now: datetime, state: str, until: date | None, field: str
) -> None:
    with pytest.raises(InvalidInput) as caught:
        client_papers.note_paper(case_vault, office.case_id, "passport", state, until, now)
    assert caught.value.field == field


def test_the_list_says_what_is_there_and_leaves_out_what_nobody_needs(
    case_vault: Vault, office: Office, now: datetime
) -> None:
    over = TODAY - timedelta(days=1)
    for paper, state, until in (
        ("passport", "there", SOON),
        ("residence_document", "there", over),
        ("tenancy_agreement", "requested", None),
        ("driving_licence", "not_needed", None),
        ("licence_translation", "not_needed", None),
        ("transport_ticket", "not_needed", None),
    ):
        client_papers.note_paper(case_vault, office.case_id, paper, state, until, now)
    said = words(client_papers.print_list(case_vault, office.case_id, "de", now).pdf)
    for each in ("gültigbis10.01.2027", f"abgelaufenam{over:%d.%m.%Y}", "istangefordert"):
        assert each in said, each
    assert said.count("istda") == 1  # the sentence that explains the tick; the rest is ticked
    for absent in ("Führerschein", "Mobilität"):
        assert absent not in said


def test_dividers_tell_nothing_of_anybody(case_vault: Vault, office: Office, now: datetime) -> None:
    printed = client_papers.print_dividers(case_vault, office.case_id, "de", now)
    said = words(printed.pdf)
    for each in ("MeineUnterlagen", "Gesundheit", "Mobilität", printed.form_number or ""):
        assert each in said
    for absent in ("Nguyễn", "Hương", "SU-2026"):
        assert absent not in said
