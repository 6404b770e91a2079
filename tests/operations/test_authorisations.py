# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Vollmacht: it holds from the signature to the revocation, and opens no gate of ours."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.authorisation import Authorisation, NewAuthorisation, standing, towards
from app.domain.case import Closing
from app.domain.client import Address
from app.domain.errors import InvalidInput, Refusal
from app.domain.signing import Signing
from app.operations import authorisations, cases, closing, follow_ups, referrals
from app.operations.vaults import Vault

from .conftest import TODAY, Office, huong
from .test_consents import ask
from .test_handovers import words

DAYS = st.dates(TODAY - timedelta(days=400), TODAY + timedelta(days=400))


def new(office: Office, **more: object) -> NewAuthorisation:
    usual = NewAuthorisation(office.jobcenter, "information", "Leistungen nach SGB II", "38502//0012345")
    return replace(usual, **more)  # type: ignore[arg-type]


def printed(vault: Vault, office: Office, now: datetime, **more: object) -> Authorisation:
    authorisations.print_authorisation(vault, office.case_id, new(office, **more), "de", now)
    return authorisations.authorisations(vault, office.file_id)[0]


def test_the_paper_says_to_whom_what_and_how_long(case_vault: Vault, office: Office, now: datetime) -> None:
    sheet = authorisations.print_authorisation(
        case_vault, office.case_id, new(office, valid_until=date(2027, 6, 30)), "de", now
    )
    said = words(sheet.pdf)
    for each in (
        "JobcenterMusterstadt",
        "38502//0012345",
        "LeistungennachSGBII",
        "Siegiltbis30.06.2027",
        "07.03.1990",
        "Wiesenweg3",
        "stehtnurinmeinerEinwilligung",
    ):
        assert each in said, each
    (known,) = authorisations.authorisations(case_vault, office.file_id)
    assert (known.document_id, known.form_number, known.signed_on) == (sheet.id, sheet.form_number, None)


def test_a_blocked_address_stays_away(case_vault: Vault, office: Office, now: datetime) -> None:
    hidden = replace(huong(), address=Address("Wiesenweg 3", "53721", "Siegburg", None, blocked=True))
    cases.change_person(case_vault, office.client_id, hidden, now)
    sheet = authorisations.print_authorisation(case_vault, office.case_id, new(office), "de", now)
    assert "Wiesenweg" not in words(sheet.pdf)


def test_it_holds_from_the_signature_until_the_word(case_vault: Vault, office: Office, now: datetime) -> None:
    known = printed(case_vault, office, now)
    assert not known.holds(TODAY)
    authorisations.sign(case_vault, known.id, Signing(TODAY), now)
    (known,) = authorisations.authorisations(case_vault, office.file_id)
    assert known.holds(TODAY)
    authorisations.revoke(case_vault, office.case_id, known.id, TODAY, now)
    (known,) = authorisations.authorisations(case_vault, office.file_id)
    assert not known.holds(TODAY)
    (due,) = follow_ups.due_of_case(case_vault, office.case_id)
    assert (due.due_on, due.title) == (TODAY, "Widerruf der Vollmacht weitergeben: Jobcenter Musterstadt")
    with pytest.raises(Refusal, match=r"authorisation\.already_revoked"):
        authorisations.revoke(case_vault, office.case_id, known.id, TODAY, now)


def test_it_ends_with_the_counselling(case_vault: Vault, office: Office, now: datetime) -> None:
    known = printed(case_vault, office, now)
    authorisations.sign(case_vault, known.id, Signing(TODAY), now)
    (authorised,) = cases.case_view(case_vault, office.case_id, TODAY).authorised
    assert authorised.id == known.id
    closing.close_case(case_vault, office.case_id, Closing("moved", TODAY), now)
    assert cases.case_view(case_vault, office.case_id, TODAY).authorised == ()


def test_it_opens_no_gate(case_vault: Vault, office: Office, now: datetime) -> None:
    known = printed(case_vault, office, now, scope="representation")
    authorisations.sign(case_vault, known.id, Signing(TODAY), now)
    answer = referrals.check_gate(case_vault, office.case_id, ask(office, "name_contact"), TODAY)
    assert answer.covered == ()


def test_it_is_signed_once_and_not_before_the_print(case_vault: Vault, office: Office, now: datetime) -> None:
    known = printed(case_vault, office, now)
    with pytest.raises(InvalidInput, match=r"signing\.before_printed"):
        authorisations.sign(case_vault, known.id, Signing(TODAY - timedelta(days=1)), now)
    authorisations.sign(case_vault, known.id, Signing(TODAY), now)
    with pytest.raises(Refusal, match=r"signing\.already_signed"):
        authorisations.sign(case_vault, known.id, Signing(TODAY), now)


def test_what_nobody_signed_cannot_be_revoked(case_vault: Vault, office: Office, now: datetime) -> None:
    known = printed(case_vault, office, now)
    with pytest.raises(Refusal, match=r"authorisation\.not_signed"):
        authorisations.revoke(case_vault, office.case_id, known.id, TODAY, now)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"scope": ""}, "scope"),
        ({"matters": " "}, "matters"),
        ({"valid_until": TODAY - timedelta(days=1)}, "valid_until"),
    ],
)
def test_what_lacks_something_is_not_printed(
    case_vault: Vault, office: Office, now: datetime, wrong: dict[str, object], field: str
) -> None:
    with pytest.raises(InvalidInput) as caught:
        printed(case_vault, office, now, **wrong)
    assert caught.value.field == field


def some(**more: object) -> Authorisation:
    usual = {"id": "a", "file_id": "f", "authority": "A", "document_id": "d", "form_number": "V"}
    return Authorisation("s", "information", "x", created_on=TODAY, **(usual | more))  # type: ignore[arg-type]


@given(signed=st.none() | DAYS, until=st.none() | DAYS, revoked=st.none() | DAYS, day=DAYS)
def test_it_never_holds_unsigned_over_or_revoked(
    signed: date | None, until: date | None, revoked: date | None, day: date
) -> None:
    one = some(signed_on=signed, valid_until=until, revoked_on=revoked)
    holds = one.holds(day)
    assert standing([one], day) == ((one,) if holds else ())
    if signed is None or day < signed or revoked is not None or (until is not None and day > until):
        assert not holds
    else:
        assert holds


def test_the_widest_counts() -> None:
    narrow, wide = some(signed_on=TODAY), replace(some(signed_on=TODAY), scope="representation")
    assert towards([narrow, wide], "s", TODAY) == wide
    assert towards([narrow, wide], "t", TODAY) is None
