# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""What interpreters promise: once in each file, signed, without the name of the person."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time, timedelta

import pytest

from app.domain.appointment import NewAppointment
from app.domain.errors import InvalidInput
from app.domain.secrecy import NewDeclaration
from app.domain.signing import Signing
from app.operations import appointments, secrecy, signings
from app.operations.vaults import Vault

from .conftest import TODAY, Office
from .test_handovers import words

KARIMI = NewDeclaration("Ahmad Karimi", "prs", "on_site")


def test_the_sheet_names_the_file_and_not_the_person(
    case_vault: Vault, office: Office, now: datetime
) -> None:
    printed = secrecy.print_declaration(case_vault, office.case_id, KARIMI, "de", now)
    said = words(printed.pdf)
    for each in ("AhmadKarimi", "Dari", "SU-2026-1", "mindestens18Jahre", "§203Abs.4StGB", "Art.29DSGVO"):
        assert each in said, each
    for absent in ("Nguyễn", "Hương"):
        assert absent not in said


def test_each_interpreter_promises_it_once(case_vault: Vault, office: Office, now: datetime) -> None:
    secrecy.print_declaration(case_vault, office.case_id, KARIMI, "de", now)
    again = replace(KARIMI, interpreter=" ahmad  KARIMI")
    with pytest.raises(InvalidInput, match=r"secrecy\.already_there"):
        secrecy.print_declaration(case_vault, office.case_id, again, "de", now)
    secrecy.print_declaration(
        case_vault, office.case_id, replace(KARIMI, interpreter="Eva Haddad"), "de", now
    )
    assert [each.interpreter for each in secrecy.declarations(case_vault, office.file_id)] == [
        "Ahmad Karimi",
        "Eva Haddad",
    ]


def test_it_waits_until_it_is_signed(case_vault: Vault, office: Office, now: datetime) -> None:
    printed = secrecy.print_declaration(case_vault, office.case_id, KARIMI, "de", now)
    assert signings.awaiting(case_vault, office.file_id) == {printed.id}
    (known,) = secrecy.declarations(case_vault, office.file_id)
    assert (known.printed_on, known.signed_on) == (TODAY, None)
    secrecy.sign(case_vault, known.id, Signing(TODAY), now)
    (known,) = secrecy.declarations(case_vault, office.file_id)
    assert known.signed_on == TODAY
    assert signings.awaiting(case_vault, office.file_id) == frozenset()


def test_who_is_not_of_age_does_not_say_so_and_the_parents_sign(
    case_vault: Vault, office: Office, now: datetime
) -> None:
    printed = secrecy.print_declaration(case_vault, office.case_id, replace(KARIMI, adult=False), "de", now)
    assert "mindestens18Jahre" not in words(printed.pdf)
    assert "UnterschriftderEltern" in words(printed.pdf)


def test_who_is_booked_is_offered(case_vault: Vault, office: Office, now: datetime) -> None:
    assert secrecy.next_interpreter(case_vault, office.case_id, TODAY) == NewDeclaration("", "vi", "on_site")
    booked = NewAppointment(
        TODAY + timedelta(days=2),
        time(10),
        interpreter="Ahmad Karimi",
        interpreter_language="prs",
        interpreter_kind="phone",
        interpreter_booked_on=TODAY,
    )
    appointments.make_appointment(case_vault, office.case_id, booked, now)
    found = secrecy.next_interpreter(case_vault, office.case_id, TODAY)
    assert found == NewDeclaration("Ahmad Karimi", "prs", "phone")


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"interpreter": " "}, "interpreter"), ({"language": ""}, "language"), ({"kind": "x"}, "kind")],
)
def test_what_lacks_something_is_not_printed(
    case_vault: Vault, office: Office, now: datetime, wrong: dict[str, str], field: str
) -> None:
    with pytest.raises(InvalidInput) as caught:
        secrecy.print_declaration(case_vault, office.case_id, replace(KARIMI, **wrong), "de", now)
    assert caught.value.field == field
