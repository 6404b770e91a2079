# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Auskunft: complete by the schema, without other people and what protects a child, also as data."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from app.domain.client import Person
from app.domain.contact import NewContact
from app.domain.dates import PartialDate
from app.domain.disclosure import Norm
from app.domain.disclosure_info import Chapter, Table, reasons_left_out, tables, tables_elsewhere
from app.domain.gap import NewGap
from app.domain.goal import NewGoal, NewStep
from app.domain.household import NewMember
from app.domain.referral import NewReferral
from app.operations import (
    bin,
    cases,
    consents,
    contacts,
    disclosure_info,
    gaps,
    goals,
    handovers,
    households,
    referrals,
)
from app.operations.vaults import Vault

from .conftest import TODAY, Office, intake
from .test_consents import signed
from .test_handovers import DANGER, request

CHILD = Norm("sgb8_8a", "Das Kind hat seit Tagen nichts gegessen.")
ACTIONS = re.compile(r"journal\.note\([^)]*?\"([a-z_]+)\.", re.DOTALL)
OPERATIONS = Path(__file__).parents[2] / "app" / "operations"


def everything(vault: Vault) -> dict[str, list[str]]:
    """Every table of the file with its columns; the search index keeps shadow tables of its own."""
    found = vault.db.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    return {
        name: [row[1] for row in vault.db.execute(f"PRAGMA table_info({name})")]
        for (name,) in found
        if not name.startswith(("note_search_", "sqlite_"))
    }


def on_a_person(vault: Vault, every: dict[str, list[str]]) -> set[str]:
    """Tables from which a foreign key leads to a person, over however many others."""
    found, grown = {"client"}, True
    while grown:
        grown = False
        for table in set(every) - found:
            targets = {row[2] for row in vault.db.execute(f"PRAGMA foreign_key_list({table})")}
            if targets & found:
                found.add(table)
                grown = True
    return found


def test_every_column_that_hangs_on_a_person_is_told_or_has_a_reason(case_vault: Vault) -> None:
    every, told = everything(case_vault), {table.name: table for table in tables()}
    assert set(every) == set(told) | set(tables_elsewhere())
    assert not set(told) & set(tables_elsewhere())
    for name, table in told.items():
        said = [column.name for column in table.columns]
        assert sorted((*said, *reasons_left_out(name))) == sorted(every[name]), name
    assert on_a_person(case_vault, every) - set(told) <= {"bin"}


def test_every_table_hangs_where_its_key_leads(case_vault: Vault) -> None:
    for table in tables():
        keys = {(row[3], row[2]) for row in case_vault.db.execute(f"PRAGMA foreign_key_list({table.name})")}
        assert not table.by or (table.by, table.of) in keys, table.name
        assert not table.within or table.within == table.of, table.name


def test_every_kind_of_journal_line_has_a_word() -> None:
    words = set(disclosure_info.journal_words())
    written = {
        found for file in OPERATIONS.glob("*.py") for found in ACTIONS.findall(file.read_text("utf-8"))
    }
    assert len(written) > 20
    of_the_office = {
        "activity", "backup", "bin", "calendar", "controller", "course", "deputy", "directory", "district",
        "freshness", "key_list", "known_office", "office", "recovery_key", "register", "report",
        "reporting", "restored", "service", "site", "target_group", "templates", "text_block",
    }  # fmt: skip
    assert written - of_the_office - words == set(), "no word in resources/disclosure_info.toml"


@pytest.fixture
def full(case_vault: Vault, office: Office, now: datetime) -> Vault:
    """Something of almost every kind, each with a word that stands nowhere else."""
    vault, case_id = case_vault, office.case_id
    signed(vault, office, now, "name_contact", "benefits", "housing", to=office.club)
    contacts.add_contact(vault, case_id, NewContact("talk", TODAY, "Kanarienwort Gespräch 🙂"), now)
    goal = NewGoal("Kanarienwort Ziel", "housing", TODAY, "Kanarienwort Erfolg",
                   (NewStep("Kanarienwort Schritt", "client", TODAY),))  # fmt: skip
    goals.set_goal(vault, case_id, goal, now)
    households.add_member(
        vault, office.client_id, NewMember("child", "Fremdkind", "Fremdfamilie", PartialDate(2015, 3, 1)), now
    )
    new = NewReferral(
        office.club, "housing", TODAY, ("name_contact",), "secure_benefits", "Kanarienwort Verweis"
    )
    referrals.refer(vault, case_id, new, now)
    gap = NewGap(office.site_id, "housing", "missing", TODAY, case_id=case_id, note="Kanarienwort Lücke")
    gaps.note_gap(vault, gap, now)
    removed = contacts.add_contact(vault, case_id, NewContact("talk", TODAY, "Kanarienwort Papierkorb"), now)
    bin.remove(vault, "contact", removed, now)
    return vault


def words(pdf: bytes) -> str:
    pages = pypdfium2.PdfDocument(pdf)
    return "".join("".join(page.get_textpage().get_text_bounded().split()) for page in pages)


def every_value(chapters: tuple[Chapter, ...]) -> Iterator[str]:
    for chapter in chapters:
        for record in chapter.records:
            yield from (entry.words for entry in record.entries)
            yield from every_value(record.parts)


def held(vault: Vault, table: Table, client_id: str) -> int:
    found: int = vault.db.execute(f"SELECT count(*) FROM {table.name}").fetchone()[0]
    return found


def test_what_the_file_knows_stands_on_paper(full: Vault, office: Office, now: datetime) -> None:
    sheet = disclosure_info.gather(full, office.case_id, now)
    on_paper = words(disclosure_info.render(sheet, now).pdf)
    values = [each for each in every_value(sheet.chapters) if "🙂" not in each]
    assert len(values) > 100
    for value in values:
        assert "".join(value.split()).replace("\u2060", "") in on_paper.replace("\u2060", ""), value
    for canary in ("Gespräch[U+1F642]", "Ziel", "Erfolg", "Schritt", "Verweis", "Lücke", "Papierkorb"):
        assert f"Kanarienwort{canary}" in on_paper
    for told in ("Nguyễn-Łukaszewicz", "SuchteinegrößereWohnung", "Wohnhilfee.V."):
        assert told in on_paper


def test_no_row_of_the_person_is_forgotten(full: Vault, office: Office, now: datetime) -> None:
    """There is one person in this file: every row of every table is told once."""
    sheet = disclosure_info.gather(full, office.case_id, now)
    told: dict[str, int] = {}

    def count(chapters: tuple[Chapter, ...]) -> None:
        for chapter in chapters:
            told[chapter.name] = told.get(chapter.name, 0) + len(chapter.records)
            for record in chapter.records:
                count(record.parts)

    count(tuple(chapter for chapter in sheet.chapters if chapter.name != "bin"))
    for table in tables():
        assert told.get(table.name, 0) == held(full, table, office.client_id), table.name


def test_other_people_stand_there_by_their_relation_only(full: Vault, office: Office, now: datetime) -> None:
    sheet = disclosure_info.gather(full, office.case_id, now)
    on_paper = words(disclosure_info.render(sheet, now).pdf)
    assert "Kind" in on_paper
    for name in ("Fremdkind", "Fremdfamilie", "2015", "MeralBöhm"):
        assert name not in on_paper


def test_another_client_is_not_told(full: Vault, office: Office, now: datetime) -> None:
    other = cases.take_in(full, intake(office.site_id, Person("Anderswer", "Irgendwie")), now)
    assert other.case_id is not None
    contacts.add_contact(full, other.case_id, NewContact("talk", TODAY, "Fremdwort"), now)
    mine = "".join(every_value(disclosure_info.gather(full, office.case_id, now).chapters))
    theirs = "".join(every_value(disclosure_info.gather(full, other.case_id, now).chapters))
    assert "Anderswer" not in mine
    assert "Fremdwort" not in mine
    assert "Fremdwort" in theirs
    assert "Kanarienwort" not in theirs


def test_what_protects_a_child_is_withheld_with_all_that_hangs_on_it(
    full: Vault, office: Office, now: datetime
) -> None:
    before = disclosure_info.gather(full, office.case_id, now)
    new = NewReferral(
        office.jobcenter, "family", TODAY, ("name_contact",), "counselling", "Kindeswohlnotiz",
        feedback_due_on=TODAY, norm=CHILD,
    )  # fmt: skip
    referrals.refer(full, office.case_id, new, now)
    after = disclosure_info.gather(full, office.case_id, now)
    assert after.chapters == before.chapters
    told = "".join(every_value(after.chapters))
    assert "gegessen" not in told
    assert "Kindeswohlnotiz" not in told
    assert "4Abs.3" not in told


def test_another_norm_is_told_with_its_reason(full: Vault, office: Office, now: datetime) -> None:
    handovers.print_handover(full, office.case_id, request(office, "name_contact"), DANGER, now)
    told = "".join(every_value(disclosure_info.gather(full, office.case_id, now).chapters))
    assert DANGER.reason in told
    assert "§ 34 StGB" in told


def test_the_same_as_data_is_written_by_an_act(
    full: Vault, office: Office, now: datetime, tmp_path: Path
) -> None:
    sheet, path = disclosure_info.gather(full, office.case_id, now), tmp_path / "auskunft.json"
    disclosure_info.save_data(full, office.case_id, sheet, path, now)
    told = json.loads(path.read_text("utf-8"))
    assert [each["heading"] for each in told["chapters"]] == [each.heading for each in sheet.chapters]
    text = path.read_text("utf-8")
    assert "Kanarienwort Gespräch 🙂" in text
    assert "Fremdkind" not in text
    (person,) = told["chapters"][0]["records"]
    assert person["entries"]["birth_date"] == {
        "label": "Geburtsdatum", "value": "1990-03-07", "words": "07.03.1990"
    }  # fmt: skip
    last = full.db.execute("SELECT action, record_id FROM journal ORDER BY seq DESC LIMIT 1").fetchone()
    assert last == ("disclosure_info.data_saved_outside", office.case_id)


def test_a_file_of_many_years_prints(case_vault: Vault, office: Office, now: datetime) -> None:
    for number in range(2000):
        contacts.add_contact(case_vault, office.case_id, NewContact("talk", TODAY, f"Vermerk {number}."), now)
    sheet = disclosure_info.gather(case_vault, office.case_id, now)
    printed = disclosure_info.render(sheet, now)
    on_paper = words(printed.pdf)
    assert all(f"Vermerk{number}." in on_paper for number in range(2000))


def test_a_restricted_file_still_answers(full: Vault, office: Office, now: datetime) -> None:
    (consent,) = consents.consents(full, office.file_id)
    consents.withdraw(full, consent.id, TODAY, "mündlich", now)
    assert "Kanarienwort Ziel" in list(
        every_value(disclosure_info.gather(full, office.case_id, now).chapters)
    )


def test_the_paper_is_archival_and_accessible(full: Vault, office: Office, now: datetime) -> None:
    sheet = disclosure_info.gather(full, office.case_id, now)
    printed = disclosure_info.render(sheet, now)
    with pikepdf.open(io.BytesIO(printed.pdf)) as pdf, pdf.open_metadata() as metadata:
        assert (metadata["pdfaid:conformance"], metadata["pdfuaid:part"]) == ("A", "1")
        roles = [each.get("/S") for each in pdf.objects if isinstance(each, pikepdf.Dictionary)]
    assert roles.count(pikepdf.Name("/TH")) >= 2 * 5
    assert disclosure_info.render(sheet, now).pdf == printed.pdf
