# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Art. 19 DSGVO: every body that has something hears of it, no other does, and it is recorded."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from app.domain.change_notice import NORM, OCCASIONS, Change
from app.domain.disclosure import Norm
from app.domain.errors import InvalidInput, Refusal
from app.operations import change_notices, consents, documents, referrals, rights
from app.operations.vaults import Vault
from storage import disclosures, journal

from .conftest import TODAY, Office
from .test_consents import ask, signed
from .test_handovers import words

RECTIFIED = Change("rectified", TODAY, ("benefits",))
DANGER = Norm("sgb8_8a", "Ein Kind ist in Gefahr.")


@pytest.fixture
def told(case_vault: Vault, office: Office, now: datetime) -> Vault:
    """The Jobcenter knows name and benefits; the Jugendamt's part, which protects a child, is withheld."""
    signed(case_vault, office, now)
    referrals.tell(case_vault, office.case_id, ask(office), "bekommt Leistungen", None, now)
    request = replace(ask(office), service_id=office.club, categories=("name_contact",))
    referrals.tell(case_vault, office.case_id, request, "ein Kind", DANGER, now)
    return case_vault


@pytest.mark.parametrize("occasion", OCCASIONS)
def test_a_recipient_hears_of_it_by_a_letter_that_is_kept_and_recorded(
    told: Vault, office: Office, now: datetime, occasion: str
) -> None:
    (recipient,) = change_notices.recipients(told, office.file_id)
    assert (recipient.service_id, recipient.informed_on) == (office.jobcenter, None)
    change = replace(RECTIFIED, occasion=occasion)
    made = change_notices.print_notice(told, office.file_id, office.jobcenter, change, now)
    said = words(made.pdf)
    article = {"rectified": "16", "restricted": "18", "erased": "17"}[occasion]
    assert f"Art.{article}DSGVO" in said
    assert "GrundlagedieserMitteilung:Art.19DSGVO." in said
    assert "Jugendhilfe" not in said
    assert documents.document(told, made.id).pdf == made.pdf
    newest = consents.disclosures(told, office.file_id)[0]
    assert (newest.norm, newest.sha256, newest.channel) == (NORM, made.sha256, "letter")
    (line,) = journal.lines(told.db, 1)
    assert (line.action, line.record_id) == ("disclosure.notice_printed", made.id)
    (recipient,) = change_notices.recipients(told, office.file_id)
    assert recipient.informed_on == TODAY
    assert all(each.norm != NORM for each in recipient.told)


def test_a_restricted_file_lets_the_letter_out_and_nothing_else(
    told: Vault, office: Office, now: datetime
) -> None:
    rights.restrict(told, office.file_id, "accuracy", now)
    change = Change("restricted", TODAY)
    assert change_notices.print_notice(told, office.file_id, office.jobcenter, change, now)
    with pytest.raises(Refusal):
        referrals.tell(told, office.case_id, ask(office), "mehr", None, now)


def test_who_never_had_the_category_is_not_written_to(told: Vault, office: Office, now: datetime) -> None:
    housing = Change("rectified", TODAY, ("housing",))
    with pytest.raises(Refusal, match=r"notice\.not_concerned"):
        change_notices.print_notice(told, office.file_id, office.jobcenter, housing, now)
    with pytest.raises(InvalidInput, match=r"notice\.nothing_rectified"):
        change_notices.print_notice(told, office.file_id, office.jobcenter, Change("rectified", TODAY), now)
    with pytest.raises(Refusal, match=r"notice\.nothing_told"):
        change_notices.print_notice(told, office.file_id, office.club, RECTIFIED, now)
    assert all(each.norm != NORM for each in consents.disclosures(told, office.file_id))


def test_only_what_was_rectified_and_is_known_there_is_named(
    told: Vault, office: Office, now: datetime
) -> None:
    change = Change("rectified", TODAY, ("benefits", "housing"))
    said = words(change_notices.print_notice(told, office.file_id, office.jobcenter, change, now).pdf)
    assert "Wohnen" not in said
    later = now + timedelta(days=3)
    again = change_notices.print_notice(told, office.file_id, office.jobcenter, change, later)
    assert disclosures.last_by_norm(told.db, office.file_id, NORM)[office.jobcenter] > TODAY
    assert again.form == "change_notice"
