# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Small letters: exactly what the gate covers, recorded by the hash of the very letter."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.domain.appointment import NewAppointment
from app.domain.authorisation import NewAuthorisation
from app.domain.client import Address
from app.domain.disclosure import Norm, Request
from app.domain.errors import InvalidInput, Refusal
from app.domain.letter import Attendance, Extension, NewLetter
from app.domain.signing import Signing
from app.operations import appointments, authorisations, cases, consents, documents, letters
from app.operations.vaults import Vault

from .conftest import TODAY, Office, huong
from .test_consents import signed, wanted
from .test_handovers import SAID, encodings, raw, words

TEXT = "Die Bescheinigung reichen wir nach."
EXTENSION = Extension(TODAY + timedelta(days=5), TODAY + timedelta(days=19), TODAY - timedelta(days=3))
NOT_IN_A_LETTER = ("55-1234",)
"""Covered by name and contact, and still not needed there."""


def letter(office: Office, *categories: str, **more: object) -> NewLetter:
    request = Request(office.club, categories, "secure_benefits", "letter", TODAY)
    return replace(NewLetter(request, TEXT), **more)  # type: ignore[arg-type]


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    released=st.sets(st.sampled_from(sorted(SAID)), min_size=1),
    asked=st.sets(st.sampled_from(sorted(SAID)), min_size=1),
    extends=st.booleans(),
)
def test_whatever_is_released_a_letter_holds_only_covered_fields(
    case_vault: Vault, office: Office, now: datetime, released: set[str], asked: set[str], extends: bool
) -> None:
    consent_id = consents.prepare(case_vault, office.file_id, wanted(office.club, *SAID), "de", TODAY, now)
    consents.print_notice(case_vault, consent_id, "", now)
    newest = consents.consents(case_vault, office.file_id)[0]
    decisions = {row.id: "given" if row.category in released else "refused" for row in newest.rows}
    consents.sign(case_vault, consent_id, TODAY, decisions, now)
    new, told = letter(office, *sorted(asked)), len(consents.disclosures(case_vault, office.file_id))

    def written() -> documents.Document:
        if extends:
            return letters.print_extension(case_vault, office.case_id, new, EXTENSION, now)
        return letters.print_accompanying(case_vault, office.case_id, new, now)

    if not asked <= released or "name_contact" not in asked:
        with pytest.raises((Refusal, InvalidInput)):
            written()
        assert len(consents.disclosures(case_vault, office.file_id)) == told
        return
    printed = written()
    on_paper, unpacked = words(printed.pdf), raw(printed.pdf)
    for needed in ("Nguyễn-Łukaszewicz", "07.03.1990", "Wiesenweg3", "SU-2026-1"):
        assert needed in on_paper
    uncovered = [each for category, said in SAID.items() if category != "name_contact" for each in said]
    for each in (*uncovered, *NOT_IN_A_LETTER):
        assert "".join(each.split()) not in on_paper, each
        assert not any(form in unpacked for form in encodings(each)), each
    (last, *_) = consents.disclosures(case_vault, office.file_id)
    assert (set(last.categories), last.channel, last.sha256) == (asked, "letter", printed.sha256)


def test_a_letter_names_its_basis_its_enclosures_and_the_number_there(
    case_vault: Vault, office: Office, now: datetime
) -> None:
    signed(case_vault, office, now, "name_contact", "benefits", to=office.club)
    new = letter(
        office, "name_contact", "benefits", reference=" 38502//0012345 ", enclosures=("Mietvertrag", " ")
    )
    printed = letters.print_accompanying(case_vault, office.case_id, new, now)
    on_paper = words(printed.pdf)
    kept = {each.id: each for each in documents.documents(case_vault, office.file_id)}
    number = kept[printed.id].form_number
    for said in ("WohnhilfeeV", "38502//0012345", "–Mietvertrag", "NameundKontakt,Leistungen"):
        assert said in on_paper.replace(".", "") or said in on_paper, said
    assert f"vom{TODAY:%d.%m.%Y}" in on_paper
    assert number is not None
    assert number.replace("-", "") in on_paper.replace("-", "").replace("\u2060", "")
    assert documents.document(case_vault, printed.id).pdf == printed.pdf


def test_a_blocked_address_stands_in_no_letter(case_vault: Vault, office: Office, now: datetime) -> None:
    hidden = replace(huong(), address=Address("Wiesenweg 3", "53721", "Siegburg", None, blocked=True))
    cases.change_person(case_vault, office.client_id, hidden, now)
    signed(case_vault, office, now, "name_contact", to=office.club)
    printed = letters.print_accompanying(case_vault, office.case_id, letter(office, "name_contact"), now)
    assert "Wiesenweg" not in words(printed.pdf)


def test_a_norm_carries_a_letter_and_is_named_without_its_reason(
    case_vault: Vault, office: Office, now: datetime
) -> None:
    danger = Norm("stgb_34", "Er kündigt an, sich etwas anzutun.")
    new = letter(office, "name_contact", norm=danger)
    printed = letters.print_accompanying(case_vault, office.case_id, new, now)
    assert "§34StGB" in words(printed.pdf)
    assert "anzutun" not in words(printed.pdf)


@pytest.mark.parametrize(
    ("new", "field", "code"),
    [
        ({"text": "  "}, "text", "letter.empty"),
        ({"categories": ("benefits",)}, "categories", "letter.name_not_covered"),
    ],
)
def test_an_accompanying_letter_that_says_nothing_is_not_written(
    case_vault: Vault, office: Office, now: datetime, new: dict[str, object], field: str, code: str
) -> None:
    categories = new.pop("categories", ("name_contact",))
    assert isinstance(categories, tuple)
    with pytest.raises(InvalidInput) as caught:
        letters.print_accompanying(case_vault, office.case_id, letter(office, *categories, **new), now)
    assert (caught.value.field, caught.value.code) == (field, code)


@pytest.mark.parametrize(
    ("extension", "field"),
    [
        (replace(EXTENSION, until=EXTENSION.deadline), "until"),
        (replace(EXTENSION, deadline=TODAY - timedelta(days=9), until=TODAY), "until"),
        (replace(EXTENSION, letter_day=TODAY + timedelta(days=1)), "letter_day"),
    ],
)
def test_an_extension_leads_to_a_later_day(
    case_vault: Vault, office: Office, now: datetime, extension: Extension, field: str
) -> None:
    with pytest.raises(InvalidInput) as caught:
        letters.print_extension(case_vault, office.case_id, letter(office, "name_contact"), extension, now)
    assert caught.value.field == field


@pytest.mark.parametrize(
    ("scope", "asks"), [("information", "Wirunterstützen"), ("representation", "Vollmachtvom")]
)
def test_who_asks_for_more_time_depends_on_the_authorisation(
    case_vault: Vault, office: Office, now: datetime, scope: str, asks: str
) -> None:
    signed(case_vault, office, now, "name_contact", to=office.club)
    new = NewAuthorisation(office.club, scope, "Wohngeld")
    authorisations.print_authorisation(case_vault, office.case_id, new, "de", now)
    (known,) = authorisations.authorisations(case_vault, office.file_id)
    authorisations.sign(case_vault, known.id, Signing(TODAY), now)
    printed = letters.print_extension(
        case_vault, office.case_id, letter(office, "name_contact"), EXTENSION, now
    )
    assert asks in words(printed.pdf)
    assert ("UnterschriftThịHương" in words(printed.pdf)) is (scope == "information")


def test_the_attendance_is_the_persons_own_paper(case_vault: Vault, office: Office, now: datetime) -> None:
    attendance = Attendance(TODAY, time(9, 30), time(10, 15), "Bitte stellen Sie frei.")
    printed = letters.print_attendance(case_vault, office.case_id, attendance, "de", now)
    on_paper = words(printed.pdf)
    assert "war" in on_paper
    for said in ("22.11.2026von09:30bis10:15Uhr", "BittestellenSiefrei."):
        assert said in on_paper
    for kept in ("Wohnung", "SU-2026-1", "Asyl"):
        assert kept not in on_paper
    assert consents.disclosures(case_vault, office.file_id) == ()
    later = replace(attendance, day=TODAY + timedelta(days=2))
    assert "ermöglichenSie" in words(
        letters.print_attendance(case_vault, office.case_id, later, "de", now).pdf
    )
    with pytest.raises(InvalidInput, match=r"letter\.ends_before"):
        letters.print_attendance(
            case_vault, office.case_id, replace(attendance, end=attendance.begin), "de", now
        )


def test_the_last_appointment_is_offered(case_vault: Vault, office: Office, now: datetime) -> None:
    assert letters.last_appointment(case_vault, office.case_id, TODAY) is None
    for day in (TODAY, TODAY + timedelta(days=1)):
        appointments.make_appointment(case_vault, office.case_id, NewAppointment(day, time(9, 30)), now)
    found = letters.last_appointment(case_vault, office.case_id, TODAY)
    assert found is not None
    assert (found.day, found.at) == (date(2026, 11, 22), time(9, 30))
