# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""What comes up every day or every month: unlocking, finding a case, the consent sheet, the Meldung."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime

import pytest

from app.domain.client import Person
from app.domain.intake import Intake
from app.domain.service import ServiceData
from app.operations import cases, consents, directory, reporting
from app.operations.vaults import Vault
from tests.acquainted import acquaint
from tests.journeys.working_days import WorkingDays, controller

Filling = Callable[[], AbstractContextManager[Vault]]

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)  # popups, offscreen


@pytest.fixture
def person(
    filling: Filling, working_days: Callable[[], WorkingDays], district_vault: Vault, now: datetime
) -> WorkingDays:
    """Before the locked window of an enrolled office with two cases and one Anlaufstelle."""
    with filling() as vault:
        cases.set_controller(vault, controller("Rhein-Sieg-Kreis", "KIM", "53721 Siegburg"), now)
        site = cases.add_site(vault, "SU", "Siegburg Mitte", "05382060", now)
        for name in (Person("Özdemir", "Gülşen"), Person("Łukaszewicz-Großmann", "Ania")):
            cases.take_in(vault, Intake(name, site, now.date(), "self"), now)
        directory.add_service(vault, ServiceData("Jobcenter Musterkreis", "jobcenter"), now)
        acquaint(district_vault, vault, now)
    return working_days()


def test_the_door_opens_on_what_is_due(person: WorkingDays) -> None:
    with person.task("Entsperren bis Heute", at_most=2):
        person.unlock()
    assert person.robot.shell().location[0] == "today"
    assert person.robot.reads("Heute")


def test_a_case_is_found_under_another_spelling(person: WorkingDays) -> None:
    person.unlock()
    with person.task("Fall suchen und öffnen", at_most=3):
        person.open_case("oezdemir")
    assert person.view.client.display_name == "Gülşen Özdemir"


def test_the_consent_sheet_lies_before_both(person: WorkingDays) -> None:
    person.unlock()
    person.open_case("özdemir")
    with person.task("Einwilligung vorbereitet bis zur Vorschau", at_most=7, compare="Word: alles abtippen"):
        person.turn_to("Einwilligung")
        person.do("Einwilligung vorbereiten")
        person.answer("Anlaufstelle hinzufügen", "Jobcenter Musterkreis")
        person.press("Return")
        person.answer("Jobcenter Musterkreis, Zweck", "Leistungen sichern")
        person.do("Ansehen und drucken")
    assert person.says("Erst die Unterschrift macht die Einwilligung gültig.")
    (notice,) = consents.consents(person.vault, person.view.file.id)
    assert (notice.status, [row.category for row in notice.rows]) == ("printed", ["name_contact"])


def test_the_month_is_approved(person: WorkingDays) -> None:
    person.unlock()
    with person.task("Meldung freigeben", at_most=3):
        person.press("Ctrl+5")
        person.robot.wait_for(lambda: "Freigeben" in person.robot.buttons(), "the figures")
        person.do("Freigeben")
        person.do("Freigeben")
    (released,) = reporting.ledger(person.vault)
    assert released.period == "2026-10"
