# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is told before the key is changed, and the report of a breach in both roles."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pypdfium2
import pytest

from app.domain.client import Person
from app.domain.errors import InvalidInput
from app.domain.intake import Intake
from app.domain.password import check_password
from app.operations import cases, colleagues, incidents, key_changes, vaults
from app.operations.incidents import Incident
from app.operations.vaults import FLOOR, Vault
from storage import recovery_key


def text_of(pdf: bytes) -> str:
    with pypdfium2.PdfDocument(pdf) as document:
        return " ".join("".join(page.get_textpage().get_text_bounded() for page in document).split())


def test_everybody_who_stays_gets_words_of_their_own(
    case_template: Any, case_vault: Vault, now: datetime
) -> None:
    added = [
        vaults.add_person(case_vault, code, "Name", "ein neues Kennwort", now, FLOOR)
        for code in ("TK", "XX", "YY")
    ]
    ways = key_changes.prepare(case_vault, case_template.password, [added[1].id])
    assert [code for code, _ in ways.start_passwords] == ["TK", "YY"]
    words = {words for _, words in ways.start_passwords}
    assert len(words) == 2
    for each in words:
        assert len(each.split()) == key_changes.START_WORDS
        check_password(each)
    recovery_key.parse(ways.recovery_key)
    assert case_template.password not in repr(ways)
    assert len(colleagues.colleagues(case_vault)) == 4, "nothing has changed yet"


def test_nobody_takes_the_own_way_in(case_template: Any, case_vault: Vault) -> None:
    with pytest.raises(InvalidInput, match=r"key_change\.not_yourself"):
        key_changes.prepare(case_vault, case_template.password, [case_vault.actor.id])
    with pytest.raises(InvalidInput, match=r"vault\.wrong_password"):
        key_changes.prepare(case_vault, "falsch", [])


def test_the_report_says_what_the_file_knows(case_vault: Vault, now: datetime) -> None:
    site = cases.add_site(case_vault, "SU", "Siegburg Mitte", "05382060", now)
    cases.take_in(case_vault, Intake(Person("Özdemir", "Gülşen"), site, now.date(), "self"), now)
    page = incidents.incident_page(case_vault, Incident("lost", now.date()), now)
    text = text_of(page.pdf)
    assert "bis zum 25.11.2026" in text
    assert "ungefähr: 1." in text
    assert "noch nicht gewechselt" in text
    assert "Özdemir" not in text
    after = incidents.incident_page(case_vault, Incident("left", now.date(), now.date()), now)
    assert "gewechselt am 22.11.2026" in text_of(after.pdf)


def test_the_report_of_a_kreis_knows_no_clients(district_vault: Vault, now: datetime) -> None:
    text = text_of(incidents.incident_page(district_vault, Incident("spied", now.date()), now).pdf)
    assert "keine Angaben über Klientinnen" in text
    assert "Betroffene Personen" not in text


@pytest.mark.parametrize(
    ("cause", "days", "code"),
    [("", 0, "key_change.cause_missing"), ("lost", 1, "case.day_in_future")],
)
def test_an_incident_has_a_cause_and_a_day(
    case_vault: Vault, now: datetime, cause: str, days: int, code: str
) -> None:
    with pytest.raises(InvalidInput) as caught:
        incidents.incident_page(case_vault, Incident(cause, now.date() + timedelta(days=days)), now)
    assert caught.value.code == code
