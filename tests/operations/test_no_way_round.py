# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Ways round the gate that were tried: each ends in a refusal with its sentence, and nothing is changed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

import pytest

import resources
from app.domain.disclosure import Norm
from app.domain.errors import InvalidInput, Refusal
from app.domain.gap import NewGap
from app.domain.goal import NewGoal, NewStep
from app.domain.referral import NewReferral
from app.domain.service import Service, ServiceData
from app.forms import consent_sheet
from app.operations import agreements, cases, consents, directory, gaps, goals, referrals
from app.operations.vaults import Vault

from .conftest import TODAY, Office
from .test_consents import all_given, ask, prepared, signed


def code_of(act: Callable[[], object]) -> str:
    with pytest.raises((InvalidInput, Refusal)) as caught:
        act()
    assert resources.message(caught.value.code, **caught.value.facts).what
    return caught.value.code


def spoken(vault: Vault, office: Office, now: datetime, decision: str, *categories: str) -> str:
    """A notice of which every row was given or refused before a witness today."""
    consent_id = prepared(vault, office, now, *categories, to=office.club)
    decisions = dict.fromkeys(all_given(vault, office, consent_id), decision)
    consents.grant_orally(vault, consent_id, TODAY, "Frau Haddad", decisions, now)
    return consent_id


def covered(vault: Vault, office: Office) -> tuple[str, ...]:
    return referrals.check_gate(vault, office.case_id, ask(office, to=office.club), TODAY).covered


def entry(vault: Vault, service_id: str) -> ServiceData:
    known = next(service for service in directory.services(vault) if service.id == service_id)
    return ServiceData(**{name: value for name, value in vars(known).items() if name != "id"})


def test_a_withdrawn_row_is_not_given_again(case_vault: Vault, office: Office, now: datetime) -> None:
    consent_id = spoken(case_vault, office, now, "given")
    decisions = all_given(case_vault, office, consent_id)
    row_id = next(iter(decisions))
    consents.withdraw_row(case_vault, row_id, TODAY, now)
    consents.print_notice(case_vault, consent_id, "", now)
    for act in (
        lambda: consents.decide(case_vault, row_id, "given", now),
        lambda: consents.sign(case_vault, consent_id, TODAY, decisions, now),
    ):
        assert code_of(act) == "consent.row_withdrawn"
    assert consents.consents(case_vault, office.file_id)[0].status == "oral"
    del decisions[row_id]
    consents.sign(case_vault, consent_id, TODAY, decisions, now)
    assert consents.consents(case_vault, office.file_id)[0].rows[0].decision == "withdrawn"


def test_a_sheet_that_comes_too_late_is_not_printed(case_vault: Vault, office: Office, now: datetime) -> None:
    replaced = spoken(case_vault, office, now, "given")
    signed(case_vault, office, now)
    withdrawn = spoken(case_vault, office, now, "given")
    consents.withdraw(case_vault, withdrawn, TODAY, "mündlich", now)
    for consent_id in replaced, withdrawn:
        assert (
            code_of(partial(consents.print_notice, case_vault, consent_id, "", now)) == "consent.no_way_back"
        )


def test_art9_decided_on_the_draft_is_not_given_orally(
    case_vault: Vault, office: Office, now: datetime
) -> None:
    consent_id = prepared(case_vault, office, now, "health", to=office.club)
    consents.decide(case_vault, next(iter(all_given(case_vault, office, consent_id))), "given", now)
    act = partial(consents.grant_orally, case_vault, consent_id, TODAY, "Z", {}, now)
    assert code_of(act) == "consent.not_orally"


def test_the_text_that_was_read_out_is_named(case_vault: Vault, office: Office, now: datetime) -> None:
    spoken(case_vault, office, now, "given")
    (consent,) = consents.consents(case_vault, office.file_id)
    assert consent.oral_text_version == consent_sheet.text_version("ar")
    assert consent.oral_text_version != consent_sheet.text_version("de")
    document = consents.print_notice(case_vault, consent.id, "", now)
    row = case_vault.db.execute("SELECT text_version FROM document WHERE id = ?", (document.id,))
    assert row.fetchone() == (consent.oral_text_version,)


def test_the_newest_word_counts_beside_an_older_signature(
    case_vault: Vault, office: Office, now: datetime
) -> None:
    signed(case_vault, office, now, to=office.club)
    assert covered(case_vault, office) == ("benefits",)
    refusing = spoken(case_vault, office, now, "refused", "benefits")
    assert covered(case_vault, office) == ()
    (answer,) = cases.case_view(case_vault, office.case_id, TODAY).spoken
    assert (answer.covered, answer.refused) == (("name_contact",), ("benefits",))
    with pytest.raises(Refusal, match=r"disclosure\.no_consent"):
        referrals.tell(case_vault, office.case_id, ask(office, to=office.club), "Name", None, now)
    consents.print_notice(case_vault, refusing, "", now)
    consents.sign(case_vault, refusing, TODAY, all_given(case_vault, office, refusing), now)
    assert covered(case_vault, office) == ("benefits",)


def test_what_is_taken_back_with_a_newer_notice_does_not_come_back_from_an_older_one(
    case_vault: Vault, office: Office, now: datetime
) -> None:
    signed(case_vault, office, now, to=office.club)
    for decision in ("given", "refused"):
        newer = spoken(case_vault, office, now, decision, "benefits")
        consents.withdraw(case_vault, newer, TODAY, "am Telefon", now)
        assert covered(case_vault, office) == ()
    name = replace(ask(office, to=office.club), categories=("name_contact",))
    assert referrals.check_gate(case_vault, office.case_id, name, TODAY).covered == ("name_contact",)


def test_whoever_takes_everything_back_takes_back_the_spoken_word_beside_it(
    case_vault: Vault, office: Office, now: datetime
) -> None:
    """The window says: from now on nothing goes out."""
    signature = signed(case_vault, office, now)
    spoken(case_vault, office, now, "given", "benefits")
    assert covered(case_vault, office) == ("benefits",)
    referrals.tell(case_vault, office.case_id, ask(office, to=office.club), "Leistung", None, now)
    told = consents.withdraw(case_vault, signature, TODAY, "am Telefon", now)
    assert [each.recipient for each in told] == ["Wohnhilfe e. V."]
    assert covered(case_vault, office) == ()
    view = cases.case_view(case_vault, office.case_id, TODAY)
    assert not any(answer.covered for answer in view.spoken)
    spoken(case_vault, office, now, "given", "benefits")
    assert covered(case_vault, office) == ("benefits",)


def test_a_draft_that_a_signature_left_behind_is_not_given_orally(
    case_vault: Vault, office: Office, now: datetime
) -> None:
    older = prepared(case_vault, office, now, "benefits", to=office.club)
    signed(case_vault, office, now, to=office.club)
    newer = prepared(case_vault, office, now, "benefits", to=office.club)
    act = partial(consents.grant_orally, case_vault, older, TODAY, "Frau Haddad", {}, now)
    assert code_of(act) == "consent.no_way_back"
    consents.grant_orally(case_vault, newer, TODAY, "Frau Haddad", {}, now)


def test_withdrawing_the_spoken_word_restricts_a_file_that_had_no_more(
    case_vault: Vault, office: Office, now: datetime
) -> None:
    consents.withdraw(case_vault, spoken(case_vault, office, now, "given"), TODAY, "mündlich", now)
    file = cases.case_view(case_vault, office.case_id, TODAY).file
    assert (file.restricted_on, file.preliminary) == (TODAY, True)
    signed(case_vault, office, now)
    consents.withdraw(case_vault, spoken(case_vault, office, now, "given"), TODAY, "mündlich", now)
    assert cases.case_view(case_vault, office.case_id, TODAY).file.restricted_on is None


def test_a_norm_that_names_a_body_reaches_no_other(case_vault: Vault, office: Office, now: datetime) -> None:
    """§ 4 Abs. 3 KKG lets the Jugendamt be told, § 87 AufenthG the Ausländerbehörde."""
    for norm, kind in (("kkg_4_3", "youth_office"), ("aufenthg_87", "foreigners_office")):
        meant = directory.add_service(case_vault, ServiceData(f"Amt {kind}", kind), now)
        basis = Norm(norm, "Steht im Vermerk von heute.")
        tell = partial(referrals.tell, case_vault, office.case_id, text="Anruf", norm=basis, now=now)
        assert code_of(partial(tell, request=ask(office))) == "disclosure.norm_for_another"
        assert tell(request=ask(office, to=meant)).norm == norm


def test_nothing_is_added_to_a_restricted_file(case_vault: Vault, office: Office, now: datetime) -> None:
    consent_id = signed(case_vault, office, now)
    goal_id = goals.set_goal(case_vault, office.case_id, NewGoal("Wohnung", "housing", TODAY), now)
    consents.withdraw(case_vault, consent_id, TODAY, "am Telefon", now)
    vault, case_id, later = case_vault, office.case_id, TODAY + timedelta(days=30)
    gap = NewGap(office.site_id, "housing", "missing", TODAY, case_id)
    for act in (
        lambda: referrals.refer(vault, case_id, NewReferral(office.club, "housing", TODAY), now),
        lambda: gaps.note_gap(vault, gap, now),
        lambda: goals.add_step(vault, goal_id, NewStep("Anrufen", "client"), now),
        lambda: agreements.print_agreement(vault, case_id, "de", later, now),
        lambda: cases.set_target_groups(vault, case_id, ("refugees",), now),
        lambda: cases.set_basis(vault, office.file_id, "task", TODAY, now),
    ):
        assert code_of(act) == "case.restricted"
    assert gaps.note_gap(vault, replace(gap, case_id=None), now)
    file = cases.case_view(vault, case_id, TODAY).file
    assert (file.basis, file.restricted_on) == ("consent", TODAY)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"institution": "Ausländerbehörde"}, "institution"),
        ({"name": "Rückkehrberatung"}, "name"),
        ({"needs_written_consent": False}, "needs_written_consent"),
    ],
)
def test_who_was_consented_to_does_not_become_somebody_else(
    case_vault: Vault, office: Office, now: datetime, change: dict[str, object], field: str
) -> None:
    known = entry(case_vault, office.jobcenter)
    changed = replace(known, **change)  # type: ignore[arg-type]
    draft = prepared(case_vault, office, now)
    for data in changed, known:
        directory.change_service(case_vault, office.jobcenter, data, now)
    consents.print_notice(case_vault, draft, "", now)
    with pytest.raises(InvalidInput, match=r"service\.stands_in_a_notice") as caught:
        directory.change_service(case_vault, office.jobcenter, changed, now)
    assert caught.value.field == field
    moved = replace(known, phone="02241 2", address="Ring 1")
    directory.change_service(case_vault, office.jobcenter, moved, now)
    assert Service(id=office.jobcenter, **vars(moved)) in directory.services(case_vault)
    consents.withdraw(case_vault, draft, TODAY, "nicht unterschrieben", now)
    directory.change_service(case_vault, office.jobcenter, changed, now)
