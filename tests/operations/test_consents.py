# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Consent from draft to withdrawal, on a real encrypted file and real paper."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from hashlib import sha256

import pypdfium2
import pytest

from app.domain.consent import WantedRelease
from app.domain.disclosure import Request
from app.domain.errors import InvalidInput, Refusal
from app.operations import cases, consents, documents, referrals
from app.operations.vaults import Vault
from storage import sites

from .conftest import TODAY, Office

UNTIL = date(2027, 11, 22)


def wanted(service_id: str, *categories: str, purpose: str = "secure_benefits") -> tuple[WantedRelease, ...]:
    return tuple(WantedRelease(service_id, category, purpose, "both") for category in categories)


def prepared(vault: Vault, office: Office, now: datetime, *categories: str, to: str = "") -> str:
    rows = wanted(to or office.jobcenter, *(categories or ("name_contact", "benefits")))
    return consents.prepare(vault, office.file_id, rows, "ar", UNTIL, now)


def all_given(vault: Vault, office: Office, consent_id: str) -> dict[str, str]:
    rows = next(c for c in consents.consents(vault, office.file_id) if c.id == consent_id).rows
    return {row.id: "given" for row in rows}


def signed(vault: Vault, office: Office, now: datetime, *categories: str, to: str = "") -> str:
    consent_id = prepared(vault, office, now, *categories, to=to)
    consents.print_notice(vault, consent_id, "", now)
    consents.sign(vault, consent_id, TODAY, all_given(vault, office, consent_id), now)
    return consent_id


def ask(office: Office, category: str = "benefits", day: date = TODAY, to: str = "") -> Request:
    return Request(to or office.jobcenter, (category,), "secure_benefits", "spoken", day)


def text_of(pdf: bytes) -> str:
    with pypdfium2.PdfDocument(pdf) as pages:
        return "\n".join(page.get_textpage().get_text_bounded() for page in pages)


def test_printing_makes_nothing_valid(case_vault: Vault, office: Office, now: datetime) -> None:
    consent_id = prepared(case_vault, office, now)
    printed = consents.print_notice(case_vault, consent_id, "Frau Haddad", now)
    (consent,) = consents.consents(case_vault, office.file_id)
    assert (consent.status, consent.printed_on, consent.interpreter) == ("printed", TODAY, "Frau Haddad")
    assert consent.document_id == printed.id
    with pytest.raises(Refusal, match=r"disclosure\.no_consent"):
        referrals.tell(case_vault, office.case_id, ask(office), "Leistung", None, now)


def test_the_paper_names_person_recipient_and_number_and_is_kept(
    case_vault: Vault, office: Office, now: datetime
) -> None:
    consent_id = prepared(case_vault, office, now)
    document = consents.print_notice(case_vault, consent_id, "", now)
    text = text_of(document.pdf)
    for words in ("Jobcenter Musterstadt", "Stadt Musterstadt", "SU-2026-1", "07.03.1990", "22.11.2027"):
        assert words in text, words
    assert document.form_number is not None
    assert re.fullmatch(r"E-[0-9A-Z]{4}-[0-9A-Z]{4}", document.form_number)
    assert document.form_number in text
    assert "Wohnhilfe" not in text
    assert document.sha256 == sha256(document.pdf).hexdigest()
    assert consents.print_notice(case_vault, consent_id, "", now + timedelta(days=1)) == document
    assert documents.document(case_vault, document.id) == document
    (line,) = documents.documents(case_vault, office.file_id)
    assert (line.id, line.form, line.language) == (document.id, "consent", "ar")


def test_without_a_controller_nothing_is_printed(case_vault: Vault, office: Office, now: datetime) -> None:
    case_vault.db.execute("DELETE FROM controller")
    assert sites.controller(case_vault.db) is None
    consent_id = prepared(case_vault, office, now)
    with pytest.raises(Refusal, match=r"controller\.missing"):
        consents.print_notice(case_vault, consent_id, "", now)
    assert consents.consents(case_vault, office.file_id)[0].status == "draft"


@pytest.mark.parametrize(
    ("rows", "valid_until", "language", "code"),
    [
        ((), UNTIL, "de", "consent.no_rows"),
        (("benefits", "benefits"), UNTIL, "de", "consent.row_twice"),
        (("benefits",), None, "de", "consent.valid_until_missing"),
        (("benefits",), TODAY - timedelta(days=1), "de", "consent.already_over"),
        (("wishes",), UNTIL, "de", "code.unknown"),
        (("benefits",), UNTIL, "tlh", "document.language_missing"),
    ],
)
def test_a_notice_that_cannot_be(
    case_vault: Vault,
    office: Office,
    now: datetime,
    rows: tuple[str, ...],
    valid_until: date | None,
    language: str,
    code: str,
) -> None:
    with pytest.raises(InvalidInput) as caught:
        consents.prepare(case_vault, office.file_id, wanted(office.club, *rows), language, valid_until, now)
    assert caught.value.code == code


def test_a_signature_gives_the_file_its_basis_and_opens_the_gate(
    case_vault: Vault, office: Office, now: datetime
) -> None:
    signed(case_vault, office, now)
    view = cases.case_view(case_vault, office.case_id, TODAY)
    assert (view.file.basis, view.file.basis_on, view.file.erase_on) == ("consent", TODAY, None)
    assert view.consent is not None
    assert view.consent.status == "signed"
    (answer,) = view.spoken
    assert (answer.recipient, answer.covered, answer.refused) == (
        "Jobcenter Musterstadt",
        ("benefits", "name_contact"),
        (),
    )
    told = referrals.tell(case_vault, office.case_id, ask(office), "Leistung läuft", None, now)
    assert told.sha256 == sha256("Leistung läuft".encode()).hexdigest()
    assert consents.disclosures(case_vault, office.file_id) == (told,)


def test_only_paper_is_signed_and_not_before_it_was_printed(
    case_vault: Vault, office: Office, now: datetime
) -> None:
    consent_id = prepared(case_vault, office, now)
    with pytest.raises(Refusal, match=r"consent\.no_way_back"):
        consents.sign(case_vault, consent_id, TODAY, {}, now)
    consents.print_notice(case_vault, consent_id, "", now)
    for day, code in (
        (TODAY - timedelta(days=1), "signed_before_printed"),
        (TODAY + timedelta(days=1), "future"),
    ):
        with pytest.raises(InvalidInput, match=code):
            consents.sign(case_vault, consent_id, day, {}, now)


def test_a_consent_counts_from_the_day_of_signature(case_vault: Vault, office: Office, now: datetime) -> None:
    signed(case_vault, office, now)
    with pytest.raises(Refusal, match=r"disclosure\.no_consent"):
        referrals.tell(
            case_vault, office.case_id, ask(office, day=TODAY - timedelta(days=1)), "früher", None, now
        )


def test_an_oral_word_counts_fourteen_days_and_keeps_the_file(
    case_vault: Vault, office: Office, now: datetime
) -> None:
    consent_id = prepared(case_vault, office, now, to=office.club)
    decisions = all_given(case_vault, office, consent_id)
    later = now + timedelta(days=3)
    day = TODAY + timedelta(days=3)
    consents.grant_orally(case_vault, consent_id, day, "Frau Haddad", decisions, later)
    file = cases.case_view(case_vault, office.case_id, day).file
    assert (file.preliminary, file.erase_on) == (True, day + timedelta(days=14))
    for days, open_ in ((0, True), (14, True), (15, False)):
        moment = later + timedelta(days=days)
        request = ask(office, day=day + timedelta(days=days), to=office.club)
        covered = referrals.check_gate(case_vault, office.case_id, request, request.day).covered
        assert bool(covered) is open_
        if open_:
            referrals.tell(case_vault, office.case_id, request, "Name", None, moment)


def test_an_oral_word_never_reaches_art9_nor_social_benefit_bodies(
    case_vault: Vault, office: Office, now: datetime
) -> None:
    for categories, to in ((("health",), office.club), (("benefits",), office.jobcenter)):
        consent_id = prepared(case_vault, office, now, *categories, to=to)
        decisions = all_given(case_vault, office, consent_id)
        with pytest.raises(InvalidInput, match=r"consent\.not_orally"):
            consents.grant_orally(case_vault, consent_id, TODAY, "Frau Haddad", decisions, now)
        with pytest.raises(InvalidInput, match=r"consent\.witness_missing"):
            consents.grant_orally(case_vault, consent_id, TODAY, " ", {}, now)
        consents.grant_orally(case_vault, consent_id, TODAY, "Frau Haddad", {}, now)
        with pytest.raises(InvalidInput, match=r"consent\.not_orally"):
            consents.decide(case_vault, next(iter(decisions)), "given", now)


def test_an_oral_consent_is_printed_and_signed_later(
    case_vault: Vault, office: Office, now: datetime
) -> None:
    consent_id = prepared(case_vault, office, now, to=office.club)
    consents.grant_orally(case_vault, consent_id, TODAY, "Herr Yılmaz", {}, now)
    consents.print_notice(case_vault, consent_id, "", now)
    assert consents.consents(case_vault, office.file_id)[0].status == "oral"
    consents.sign(case_vault, consent_id, TODAY, all_given(case_vault, office, consent_id), now)
    assert consents.consents(case_vault, office.file_id)[0].status == "signed"


def test_rows_are_decided_alone_until_the_signature(case_vault: Vault, office: Office, now: datetime) -> None:
    consent_id = prepared(case_vault, office, now)
    consents.print_notice(case_vault, consent_id, "", now)
    name, benefits = all_given(case_vault, office, consent_id)
    consents.decide(case_vault, name, "given", now)
    consents.sign(case_vault, consent_id, TODAY, {benefits: "refused"}, now)
    assert [row.decision for row in consents.consents(case_vault, office.file_id)[0].rows] == [
        "given",
        "refused",
    ]
    answer = referrals.check_gate(
        case_vault,
        office.case_id,
        Request(office.jobcenter, ("name_contact", "benefits"), "secure_benefits", "email", TODAY),
        TODAY,
    )
    assert (answer.covered, answer.missing) == (("name_contact",), ("benefits",))
    with pytest.raises(Refusal, match=r"consent\.no_way_back"):
        consents.decide(case_vault, benefits, "given", now)


def test_decisions_are_given_or_refused_and_of_this_notice(
    case_vault: Vault, office: Office, now: datetime
) -> None:
    consent_id = prepared(case_vault, office, now)
    consents.print_notice(case_vault, consent_id, "", now)
    row = next(iter(all_given(case_vault, office, consent_id)))
    for decisions in ({row: "withdrawn"}, {"another": "given"}):
        with pytest.raises(InvalidInput):
            consents.sign(case_vault, consent_id, TODAY, decisions, now)
    assert consents.consents(case_vault, office.file_id)[0].status == "printed"


def test_a_new_signature_takes_the_place_of_the_old(case_vault: Vault, office: Office, now: datetime) -> None:
    first = signed(case_vault, office, now)
    second = signed(case_vault, office, now, "housing", to=office.club)
    statuses = {c.id: (c.version, c.status) for c in consents.consents(case_vault, office.file_id)}
    assert statuses == {first: (1, "replaced"), second: (2, "signed")}
    assert referrals.check_gate(case_vault, office.case_id, ask(office), TODAY).missing == ("benefits",)


def test_withdrawing_a_row_acts_at_once_and_names_who_was_told(
    case_vault: Vault, office: Office, now: datetime
) -> None:
    signed(case_vault, office, now)
    told = referrals.tell(case_vault, office.case_id, ask(office), "Leistung läuft", None, now)
    rows = {r.category: r.id for r in consents.consents(case_vault, office.file_id)[0].rows}
    assert consents.withdraw_row(case_vault, rows["name_contact"], TODAY, now) == ()
    assert consents.withdraw_row(case_vault, rows["benefits"], TODAY, now) == (told,)
    with pytest.raises(Refusal, match=r"disclosure\.no_consent"):
        referrals.tell(case_vault, office.case_id, ask(office), "noch etwas", None, now)
    with pytest.raises(Refusal, match=r"consent\.row_not_given"):
        consents.withdraw_row(case_vault, rows["benefits"], TODAY, now)


def test_withdrawing_everything_restricts_the_file(case_vault: Vault, office: Office, now: datetime) -> None:
    consent_id = signed(case_vault, office, now)
    told = referrals.tell(case_vault, office.case_id, ask(office), "Leistung läuft", None, now)
    assert consents.withdraw(case_vault, consent_id, TODAY, "am Telefon", now) == (told,)
    view = cases.case_view(case_vault, office.case_id, TODAY)
    assert view.file.restricted_on == TODAY
    assert view.consent is None
    assert [a.covered for a in view.spoken] == [()]
    with pytest.raises(Refusal, match=r"consent\.no_way_back"):
        consents.withdraw(case_vault, consent_id, TODAY, "noch einmal", now)
    signed(case_vault, office, now)
    assert cases.case_view(case_vault, office.case_id, TODAY).file.restricted_on is None


def test_a_file_that_stands_on_a_task_is_not_restricted(
    case_vault: Vault, office: Office, now: datetime
) -> None:
    cases.set_basis(case_vault, office.file_id, "task", TODAY, now)
    consent_id = signed(case_vault, office, now)
    consents.withdraw(case_vault, consent_id, TODAY, "im Gespräch", now)
    file = cases.case_view(case_vault, office.case_id, TODAY).file
    assert (file.basis, file.restricted_on) == ("task", None)


def test_art9_target_groups_need_their_release(case_vault: Vault, office: Office, now: datetime) -> None:
    with pytest.raises(InvalidInput, match=r"case\.group_not_released"):
        cases.set_target_groups(case_vault, office.case_id, ("lgbtiq_18_27",), now)
    signed(case_vault, office, now, "orientation", to=office.club)
    cases.set_target_groups(case_vault, office.case_id, ("refugees", "lgbtiq_18_27"), now)
    view = cases.case_view(case_vault, office.case_id, TODAY)
    assert view.target_groups == ("refugees", "lgbtiq_18_27")


def test_a_signature_from_before_the_withdrawal_does_not_open_the_file_again(
    case_vault: Vault, office: Office, now: datetime
) -> None:
    """The later word counts: what was printed before the withdrawal of everything can still come in late."""
    first = signed(case_vault, office, now)
    second = prepared(case_vault, office, now)
    consents.print_notice(case_vault, second, "", now)
    later = now + timedelta(days=3)
    consents.withdraw(case_vault, first, TODAY + timedelta(days=2), "mündlich", later)
    with pytest.raises(InvalidInput, match=r"consent\.signed_before_withdrawn"):
        consents.sign(case_vault, second, TODAY, all_given(case_vault, office, second), later)
    assert cases.case_view(case_vault, office.case_id, TODAY).file.restricted_on is not None
    anew = TODAY + timedelta(days=3)
    consents.sign(case_vault, second, anew, all_given(case_vault, office, second), later)
    assert cases.case_view(case_vault, office.case_id, anew).file.restricted_on is None
