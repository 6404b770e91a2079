# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The directory as a table: in as a whole, out for a spreadsheet, back as a whole."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest

from app.domain.blank_set import WantedSets
from app.domain.consent import WantedRelease
from app.domain.course import CourseData
from app.domain.errors import InvalidInput, Refusal, Trouble
from app.domain.service import ServiceData
from app.domain.service_sheet import guess
from app.domain.sheet import Sheet
from app.operations import blank_sets, cases, directory, directory_tables, drafts, registration_import
from app.operations.vaults import Vault

from .conftest import controller

NEW = ServiceData("Caritas", "migration_counselling", "MBE", phone="+49 2241 1", topics=("health", "housing"))


def names(vault: Vault) -> list[str]:
    return [service.institution for service in directory.services(vault)]


def test_all_come_in_or_none_and_go_together(case_vault: Vault, now: datetime) -> None:
    directory.add_service(case_vault, ServiceData("Jobcenter", "jobcenter"), now)
    with pytest.raises(InvalidInput):
        directory_tables.take_in(case_vault, [NEW, ServiceData("", "other")], now)
    assert names(case_vault) == ["Jobcenter"]
    assert directory_tables.take_in(case_vault, [NEW, ServiceData("Diakonie", "other")], now) == 2
    added = directory_tables.last_import(case_vault)
    drafts.keep(case_vault, "service", added[0], "{}", 0, now)
    assert directory_tables.undo(case_vault, now) == 2
    assert (names(case_vault), drafts.drafts(case_vault)) == (["Jobcenter"], ())
    with pytest.raises(Refusal, match=r"service\.import_gone"):
        directory_tables.undo(case_vault, now)


def test_what_somebody_works_with_does_not_go(case_vault: Vault, now: datetime) -> None:
    directory_tables.take_in(case_vault, [NEW, ServiceData("Diakonie", "other")], now)
    service_id = directory_tables.last_import(case_vault)[0]
    course = CourseData(service_id, "Integrationskurs", "A1", date(2027, 1, 4))
    directory.add_course(case_vault, course, now)
    with pytest.raises(Refusal, match=r"service\.import_in_use"):
        directory_tables.undo(case_vault, now)
    assert names(case_vault) == ["Caritas", "Diakonie"]


def test_what_is_there_already_stays_as_it_is(case_vault: Vault, now: datetime) -> None:
    directory.add_service(case_vault, NEW, now)
    sheet = Sheet(("Einrichtung", "Angebot"), (("CARITAS", "mbe"), ("Diakonie", ""), ("diakonie", "")))
    found = directory_tables.rows(case_vault, sheet, guess(sheet.header), "other", now)
    assert [row.said for row in found.new] == [ServiceData("Diakonie", "other")]
    assert found.known == 2


def test_the_whole_directory_goes_out_and_comes_into_another_office(
    case_vault: Vault, tmp_path: Path, now: datetime
) -> None:
    for service in (NEW, ServiceData("=cmd|x", "other", valid_to=date(2025, 1, 1))):
        directory.add_service(case_vault, service, now)
    path = tmp_path / "anlaufstellen.csv"
    assert directory_tables.export(case_vault, path, now) == 2
    assert "'=cmd|x" in path.read_text("utf-8-sig")
    sheet = registration_import.read_table(path)
    case_vault.db.execute("DELETE FROM service_topic")
    case_vault.db.execute("DELETE FROM service")
    found = directory_tables.rows(case_vault, sheet, guess(sheet.header), None, now)
    assert {row.said for row in found.new} == {
        NEW,
        ServiceData("=cmd|x", "other", valid_to=date(2025, 1, 1)),
    }
    with pytest.raises(Trouble):
        directory_tables.export(case_vault, tmp_path / "fehlt" / "x.csv", now)


def test_a_recipient_on_a_blank_set_does_not_go(case_vault: Vault, now: datetime) -> None:
    """Somebody may sign that paper in the shelter this very hour."""
    cases.set_controller(case_vault, controller(), now)
    directory_tables.take_in(case_vault, [NEW], now)
    (service_id,) = directory_tables.last_import(case_vault)
    row = WantedRelease(service_id, "name_contact", "counselling", "both", date(2027, 11, 22))
    blank_sets.print_sets(case_vault, WantedSets(1, "de", (row,)), now)
    with pytest.raises(Refusal, match=r"service\.import_in_use"):
        directory_tables.undo(case_vault, now)
    assert names(case_vault) == ["Caritas"]
