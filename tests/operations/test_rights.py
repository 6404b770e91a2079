# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Restriction (Art. 18 DSGVO): only kept, in the rule and in the file; lifted once the person knows."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlcipher3 import dbapi2

from app.domain.contact import NewContact
from app.domain.errors import InvalidInput, Refusal
from app.domain.goal import NewGoal
from app.operations import cases, consents, contacts, goals, journal_lines, referrals, retention, rights
from app.operations.vaults import Vault

from .conftest import TODAY, Office
from .test_consents import all_given, ask, prepared, signed


def test_a_restricted_file_is_only_kept_until_it_is_lifted(
    case_vault: Vault, office: Office, now: datetime
) -> None:
    signed(case_vault, office, now)
    rights.restrict(case_vault, office.file_id, "accuracy", now)
    view = cases.case_view(case_vault, office.case_id, TODAY)
    assert (view.file.restricted_on, view.file.restricted_reason) == (TODAY, "accuracy")
    assert [(each.covered, each.refused) for each in view.spoken] == [((), ("benefits", "name_contact"))]
    for act in (
        lambda: contacts.add_contact(case_vault, office.case_id, NewContact("talk", TODAY, "neu"), now),
        lambda: goals.set_goal(case_vault, office.case_id, NewGoal("neu", "housing", TODAY), now),
        lambda: referrals.tell(case_vault, office.case_id, ask(office), "Leistungen", None, now),
        lambda: cases.set_basis(case_vault, office.file_id, "task", TODAY, now),
    ):
        with pytest.raises(Refusal, match=r"case\.restricted_by_right"):
            act()
    with pytest.raises(Refusal, match=r"rights\.restricted_already"):
        rights.restrict(case_vault, office.file_id, "claims", now)
    with pytest.raises(Refusal, match=r"rights\.tell_first"):
        rights.lift_restriction(case_vault, office.file_id, False, now)
    rights.lift_restriction(case_vault, office.file_id, True, now)
    view = cases.case_view(case_vault, office.case_id, TODAY)
    assert (view.file.restricted_on, view.file.restricted_reason) == (None, None)
    assert [each.covered for each in view.spoken] == [("benefits", "name_contact")]
    contacts.add_contact(case_vault, office.case_id, NewContact("talk", TODAY, "neu"), now)


@pytest.mark.parametrize(
    "statement",
    [
        """INSERT INTO contact (id, case_id, site_id, kind, held_on, staff_id, recorded_at)
        SELECT 'x', :case, :site, 'talk', '2026-11-22', id, 'x' FROM staff""",
        "INSERT INTO assessment (id, case_id, held_on) VALUES ('x', :case, '2026-11-22')",
        """INSERT INTO goal (id, case_id, words, dimension, set_on)
        VALUES ('x', :case, 'x', 'housing', '2026-11-22')""",
        """INSERT INTO disclosure (id, file_id, service_id, recipient, channel, purpose, basis, day, at,
            staff_id, sha256)
        SELECT 'x', :file, :service, 'x', 'spoken', 'x', 'consent', '2026-11-22', 'x', id, 'x' FROM staff""",
    ],
)
def test_the_file_refuses_too(case_vault: Vault, office: Office, now: datetime, statement: str) -> None:
    rights.restrict(case_vault, office.file_id, "claims", now)
    values = {"case": office.case_id, "site": office.site_id, "file": office.file_id, "service": office.club}
    with (
        pytest.raises(dbapi2.IntegrityError, match="the file is restricted"),
        case_vault.transaction() as db,
    ):
        db.execute(statement, values)


def test_the_reason_is_one_of_the_law(case_vault: Vault, office: Office, now: datetime) -> None:
    with pytest.raises(InvalidInput):
        rights.restrict(case_vault, office.file_id, "lust", now)


def test_what_was_withdrawn_is_not_lifted_and_a_signature_does_not_lift_a_right(
    case_vault: Vault, office: Office, now: datetime
) -> None:
    consent = signed(case_vault, office, now)
    consents.withdraw(case_vault, consent, TODAY, "mündlich", now)
    with pytest.raises(Refusal, match=r"rights\.withdrawn"):
        rights.lift_restriction(case_vault, office.file_id, True, now)
    signed(case_vault, office, now)
    rights.restrict(case_vault, office.file_id, "objection", now)
    signed(case_vault, office, now + timedelta(hours=1))
    assert cases.case_view(case_vault, office.case_id, TODAY).file.restricted_reason == "objection"


def test_a_withdrawal_does_not_end_the_restriction_that_keeps_the_file(
    case_vault: Vault, office: Office, now: datetime
) -> None:
    """Art. 18 Abs. 1 lit. c: somebody needs the file for a claim, and takes back the consent all the same."""
    consent = signed(case_vault, office, now)
    rights.restrict(case_vault, office.file_id, "claims", now)
    consents.withdraw(case_vault, consent, TODAY, "mündlich", now)
    assert cases.case_view(case_vault, office.case_id, TODAY).file.restricted_reason == "claims"
    assert retention.due_of(case_vault, office.file_id) is None
    rights.lift_restriction(case_vault, office.file_id, True, now + timedelta(days=9))
    assert cases.case_view(case_vault, office.case_id, TODAY).file.withdrawn_on == TODAY
    due = retention.due_of(case_vault, office.file_id)
    assert due is not None
    assert due.reason == "withdrawn"


def test_after_a_withdrawal_the_person_can_have_the_file_kept(
    case_vault: Vault, office: Office, now: datetime
) -> None:
    consent, late = signed(case_vault, office, now), prepared(case_vault, office, now)
    consents.print_notice(case_vault, late, "", now)
    later = now + timedelta(days=9)
    consents.withdraw(case_vault, consent, TODAY + timedelta(days=5), "mündlich", later)
    assert retention.due_of(case_vault, office.file_id) is not None
    rights.restrict(case_vault, office.file_id, "claims", later)
    assert retention.due_of(case_vault, office.file_id) is None
    given = all_given(case_vault, office, late)
    with pytest.raises(InvalidInput, match=r"consent\.signed_before_withdrawn"):
        consents.sign(case_vault, late, TODAY + timedelta(days=2), given, later)
    consents.sign(case_vault, late, TODAY + timedelta(days=9), given, later)
    rights.lift_restriction(case_vault, office.file_id, True, later)
    assert cases.case_view(case_vault, office.case_id, TODAY).file.restricted_on is None


def test_who_is_not_counted_and_since_when(case_vault: Vault, office: Office, now: datetime) -> None:
    rights.exclude_from_statistics(case_vault, office.client_id, True, now)
    assert cases.case_view(case_vault, office.case_id, TODAY).excluded_on == TODAY
    rights.exclude_from_statistics(case_vault, office.client_id, False, now)
    assert cases.case_view(case_vault, office.case_id, TODAY).excluded_on is None


def test_every_act_has_its_words_in_the_journal(case_vault: Vault, office: Office, now: datetime) -> None:
    rights.restrict(case_vault, office.file_id, "accuracy", now)
    rights.lift_restriction(case_vault, office.file_id, True, now)
    found = journal_lines.find(case_vault, journal_lines.Search(), 2)
    assert [line.act for line in found] == ["Einschränkung aufgehoben", "eingeschränkt"]
    assert {line.record for line in found} == {"SU-2026-1"}
