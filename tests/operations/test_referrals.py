# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Referrals through the gate: without data, with consent, with a norm, refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from hashlib import sha256

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.domain.disclosure import Norm, Request
from app.domain.errors import InvalidInput, Refusal
from app.domain.goal import NewGoal
from app.domain.referral import NewReferral
from app.operations import cases, consents, documents, follow_ups, goals, referrals, transfers
from app.operations.vaults import Vault

from .conftest import TODAY, Office, huong
from .test_consents import all_given, prepared, signed, wanted

CHILD = Norm("sgb8_8a", "Das Kind hat seit Tagen nichts gegessen.")


def with_data(office: Office, *categories: str, norm: Norm | None = None) -> NewReferral:
    return NewReferral(
        office.jobcenter, "work", TODAY, categories or ("benefits",), "secure_benefits", norm=norm
    )


def test_advice_without_data_needs_no_consent(case_vault: Vault, office: Office, now: datetime) -> None:
    new = NewReferral(office.club, "housing", TODAY, note="Ruft selbst an", feedback_due_on=date(2026, 12, 1))
    referral_id = referrals.refer(case_vault, office.case_id, new, now)
    (referral,) = referrals.referrals(case_vault, office.case_id)
    assert (referral.id, referral.recipient, referral.with_data) == (referral_id, "Wohnhilfe e. V.", False)
    assert (referral.disclosure_id, referral.state, referral.note) == (None, "sent", "Ruft selbst an")
    assert [f.title for f in follow_ups.due(case_vault, None)] == ["Rückmeldung: Wohnhilfe e. V."]


def test_data_without_consent_are_refused_and_nothing_is_kept(
    case_vault: Vault, office: Office, now: datetime
) -> None:
    with pytest.raises(Refusal) as caught:
        referrals.refer(case_vault, office.case_id, with_data(office, "name_contact", "benefits"), now)
    assert caught.value.code == "disclosure.no_consent"
    assert caught.value.facts == {"categories": ("name_contact", "benefits")}
    assert referrals.referrals(case_vault, office.case_id) == ()
    assert consents.disclosures(case_vault, office.file_id) == ()


def test_a_transfer_records_the_hash_of_exactly_what_leaves(
    case_vault: Vault, office: Office, now: datetime
) -> None:
    signed(case_vault, office, now)
    new = with_data(office, "name_contact", "benefits")
    made = referrals.refer(case_vault, office.case_id, new, now)
    (told,) = consents.disclosures(case_vault, office.file_id)
    letter_id = transfers.letter_of(case_vault, made)
    assert letter_id is not None
    letter = documents.document(case_vault, letter_id)
    assert (letter.form, told.sha256) == ("transfer", sha256(letter.pdf).hexdigest())
    assert set(told.categories) == {"name_contact", "benefits"}
    assert (told.channel, told.basis, told.recipient) == ("referral", "consent", "Jobcenter Musterstadt")
    assert referrals.referrals(case_vault, office.case_id)[0].disclosure_id == told.id


def test_the_text_holds_what_is_covered_and_not_a_word_more(
    case_vault: Vault, office: Office, now: datetime
) -> None:
    signed(case_vault, office, now, "benefits")
    goals.set_goal(case_vault, office.case_id, NewGoal("Deutsch lernen", "language", TODAY), now)
    text = referrals.transfer_text(
        case_vault, office.case_id, with_data(office, "name_contact", "benefits", "education_work"), TODAY
    )
    (notice,) = (line.form_number for line in documents.documents(case_vault, office.file_id))
    assert text == (
        "Überleitung\n"
        "An: Jobcenter Musterstadt\n"
        "Von: Meral Böhm, Fachdienst Integration, Stadt Musterstadt\n"
        "Datum: 22.11.2026\n"
        "Zweck: Leistungen sichern\n"
        "\n"
        "Leistungen\n"
        "  Lebensunterhalt: Asylbewerberleistungsgesetz (bewilligt)\n"
        "\n"
        f"Grundlage: Einwilligung und Entbindung von der Schweigepflicht vom 22.11.2026 ({notice})\n"
        "Diese Angaben dürfen nur für den genannten Zweck verwendet werden.\n"
    )


SAID = {
    "name_contact": ("Nguyễn", "07.03.1990", "55-1234", "Wiesenweg", "SU-2026-1"),
    "residence": ("Vietnam\n", "Aufenthaltsgestattung", "10.01.2027"),
    "benefits": ("Asylbewerberleistungsgesetz",),
    "housing": ("Meine eigene Wohnung",),
    "education_work": ("Deutsch: A2", "Eine Ausbildung"),
    "family": ("Die Kinder in die Kita",),
}


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(given_rows=st.sets(st.sampled_from(sorted(SAID))))
def test_whatever_is_released_nothing_else_is_in_the_text(
    case_vault: Vault, office: Office, now: datetime, given_rows: set[str]
) -> None:
    for category, dimension in (("housing", "housing"), ("education_work", "work"), ("family", "family")):
        goal = NewGoal(SAID[category][-1], dimension, TODAY)
        goals.set_goal(case_vault, office.case_id, goal, now)
    rows = wanted(office.club, *SAID, purpose="counselling")
    consent_id = consents.prepare(case_vault, office.file_id, rows, "de", TODAY, now)
    consents.print_notice(case_vault, consent_id, "", now)
    newest = consents.consents(case_vault, office.file_id)[0]
    decisions = {row.id: "given" if row.category in given_rows else "refused" for row in newest.rows}
    consents.sign(case_vault, consent_id, TODAY, decisions, now)
    new = NewReferral(office.club, "housing", TODAY, tuple(SAID), "counselling")
    text = referrals.transfer_text(case_vault, office.case_id, new, TODAY)
    for category, words_said in SAID.items():
        for said in words_said:
            assert (said in text) is (category in given_rows), said
    if given_rows != set(SAID):
        with pytest.raises(Refusal, match=r"disclosure\.no_consent"):
            referrals.refer(case_vault, office.case_id, new, now)


def test_a_consent_for_another_purpose_does_not_count(
    case_vault: Vault, office: Office, now: datetime
) -> None:
    signed(case_vault, office, now)
    with pytest.raises(Refusal, match=r"disclosure\.no_consent"):
        referrals.refer(case_vault, office.case_id, replace(with_data(office), purpose="debt"), now)
    with pytest.raises(Refusal, match=r"disclosure\.no_consent"):
        referrals.refer(case_vault, office.case_id, replace(with_data(office), service_id=office.club), now)


def test_backdating_lets_nothing_out_under_a_word_that_has_ended(
    case_vault: Vault, office: Office, now: datetime
) -> None:
    """An oral word on its fifteenth day: what is written leaves today; a past phone call can be noted."""
    consent_id = prepared(case_vault, office, now, to=office.club)
    decisions = all_given(case_vault, office, consent_id)
    consents.grant_orally(case_vault, consent_id, TODAY, "Frau Haddad", decisions, now)
    later = now + timedelta(days=15)
    new = NewReferral(office.club, "housing", TODAY, ("name_contact",), "secure_benefits")
    with pytest.raises(Refusal, match=r"disclosure\.no_consent"):
        referrals.refer(case_vault, office.case_id, new, later)
    for channel in ("email", "letter"):
        request = Request(office.club, ("name_contact",), "secure_benefits", channel, TODAY)
        with pytest.raises(Refusal, match=r"disclosure\.no_consent"):
            referrals.tell(case_vault, office.case_id, request, "Name", None, later)
    assert consents.disclosures(case_vault, office.file_id) == ()
    call = Request(office.club, ("name_contact",), "secure_benefits", "spoken", TODAY)
    referrals.tell(case_vault, office.case_id, call, "Name", None, later)
    assert [told.channel for told in consents.disclosures(case_vault, office.file_id)] == ["spoken"]


def test_backdating_lets_nothing_out_under_an_expired_release(
    case_vault: Vault, office: Office, now: datetime
) -> None:
    signed(case_vault, office, now)
    new = with_data(office, "name_contact")
    referrals.refer(case_vault, office.case_id, new, now + timedelta(days=300))
    with pytest.raises(Refusal, match=r"disclosure\.no_consent"):
        referrals.refer(case_vault, office.case_id, new, now + timedelta(days=400))
    assert len(consents.disclosures(case_vault, office.file_id)) == 1


def test_health_is_referred_only_with_its_signed_release(
    case_vault: Vault, office: Office, now: datetime
) -> None:
    new = NewReferral(office.club, "health", TODAY, note="Sprechstunde")
    with pytest.raises(InvalidInput, match=r"assessment\.not_released") as caught:
        referrals.refer(case_vault, office.case_id, new, now)
    assert caught.value.field == "dimension"
    assert referrals.referrals(case_vault, office.case_id) == ()
    signed(case_vault, office, now, "health", to=office.club)
    referrals.refer(case_vault, office.case_id, new, now)
    assert referrals.referrals(case_vault, office.case_id)[0].dimension == "health"


def test_a_norm_carries_a_referral_in_health_as_it_carries_its_data(
    case_vault: Vault, office: Office, now: datetime
) -> None:
    danger = Norm("stgb_34", "Er kündigt an, sich etwas anzutun.")
    new = replace(with_data(office, "name_contact", norm=danger), dimension="health")
    referrals.refer(case_vault, office.case_id, new, now)
    assert consents.disclosures(case_vault, office.file_id)[0].norm == "stgb_34"


def test_a_norm_carries_with_its_reason_and_is_withheld_where_a_child_is_at_risk(
    case_vault: Vault, office: Office, now: datetime
) -> None:
    with pytest.raises(InvalidInput, match=r"disclosure\.reason_missing"):
        referrals.refer(case_vault, office.case_id, with_data(office, norm=Norm("sgb8_8a", " ")), now)
    new = with_data(office, "name_contact", norm=CHILD)
    assert "Grundlage: Schutzauftrag bei Kindeswohlgefährdung" in referrals.transfer_text(
        case_vault, office.case_id, new, TODAY
    )
    assert CHILD.reason not in referrals.transfer_text(case_vault, office.case_id, new, TODAY)
    referrals.refer(case_vault, office.case_id, new, now)
    (told,) = consents.disclosures(case_vault, office.file_id)
    assert (told.basis, told.norm, told.withheld) == ("norm", "sgb8_8a", True)
    other = Request(office.club, ("residence",), "counselling", "letter", TODAY)
    danger = Norm("stgb_34", "Er kündigt an, sich etwas anzutun.")
    assert not referrals.tell(case_vault, office.case_id, other, "Brief", danger, now).withheld


def test_a_norm_still_carries_after_withdrawal(case_vault: Vault, office: Office, now: datetime) -> None:
    consent_id = signed(case_vault, office, now)
    consents.withdraw(case_vault, consent_id, TODAY, "mündlich", now)
    referrals.refer(case_vault, office.case_id, with_data(office, norm=CHILD), now)
    assert consents.disclosures(case_vault, office.file_id)[0].norm == "sgb8_8a"


def test_a_blocked_address_never_leaves(case_vault: Vault, office: Office, now: datetime) -> None:
    new = with_data(office, "name_contact", norm=CHILD)
    assert "Wiesenweg" in referrals.transfer_text(case_vault, office.case_id, new, TODAY)
    person = replace(huong(), address=replace(huong().address, blocked=True))
    cases.change_person(case_vault, office.client_id, person, now)
    assert "Wiesenweg" not in referrals.transfer_text(case_vault, office.case_id, new, TODAY)


def test_states_go_forward_and_a_refusal_has_its_reason(
    case_vault: Vault, office: Office, now: datetime
) -> None:
    new = NewReferral(office.club, "housing", TODAY, feedback_due_on=TODAY + timedelta(days=7))
    referral_id = referrals.refer(case_vault, office.case_id, new, now)
    with pytest.raises(InvalidInput, match=r"referral\.reason_missing"):
        referrals.set_state(case_vault, referral_id, "declined", "", now)
    referrals.set_state(case_vault, referral_id, "accepted", "", now)
    assert follow_ups.due(case_vault, None) == ()
    referrals.set_state(case_vault, referral_id, "declined", "Warteliste voll", now)
    (referral,) = referrals.referrals(case_vault, office.case_id)
    assert (referral.state, referral.state_reason, referral.state_on) == (
        "declined",
        "Warteliste voll",
        TODAY,
    )
    with pytest.raises(Refusal, match=r"referral\.no_way_back"):
        referrals.set_state(case_vault, referral_id, "accepted", "", now)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"made_on": TODAY + timedelta(days=1)}, "made_on"),
        ({"dimension": "groups"}, "dimension"),
        ({"feedback_due_on": TODAY - timedelta(days=1)}, "feedback_due_on"),
        ({"categories": ("benefits", "benefits")}, "categories"),
        ({"categories": ("wishes",)}, "categories"),
        ({"purpose": "gossip"}, "purpose"),
    ],
)
def test_a_wrong_referral_names_its_field(
    case_vault: Vault, office: Office, now: datetime, change: dict[str, object], field: str
) -> None:
    with pytest.raises(InvalidInput) as caught:
        referrals.refer(case_vault, office.case_id, replace(with_data(office), **change), now)  # type: ignore[arg-type]
    assert caught.value.field == field


def test_what_is_told_is_said(case_vault: Vault, office: Office, now: datetime) -> None:
    signed(case_vault, office, now)
    request = Request(office.jobcenter, ("benefits",), "secure_benefits", "spoken", TODAY)
    with pytest.raises(InvalidInput, match=r"disclosure\.text_missing"):
        referrals.tell(case_vault, office.case_id, request, "  ", None, now)
    with pytest.raises(InvalidInput, match=r"disclosure\.no_categories"):
        referrals.tell(case_vault, office.case_id, replace(request, categories=()), "ja", None, now)


def test_one_row_a_recipient_on_paper_whatever_the_order(
    case_vault: Vault, office: Office, now: datetime
) -> None:
    rows = wanted(office.club, "housing", purpose="housing_search") + wanted(office.jobcenter, "benefits")
    consent_id = consents.prepare(case_vault, office.file_id, rows, "uk", date(2027, 1, 1), now)
    notice = next(c for c in consents.consents(case_vault, office.file_id) if c.id == consent_id)
    sheet = consents.sheet_rows(case_vault.db, notice.rows, notice.valid_until)
    assert [(row.recipient, row.categories) for row in sheet] == [
        ("Wohnhilfe e. V.", ("housing",)),
        ("Jobcenter Musterstadt", ("benefits",)),
    ]
