# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Checklists: answered in three words, and on paper only what the gate lets through."""

from __future__ import annotations

import re
import zlib
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path

import pypdfium2
import pytest

from app.domain.case import Closing
from app.domain.checklist import KINDS, sheet
from app.domain.consent import WantedRelease
from app.domain.errors import InvalidInput, Refusal, Trouble
from app.domain.livelihood import NewLivelihood
from app.operations import checklists, closing, consents, leaving, livelihoods
from app.operations.vaults import Vault
from storage import journal
from storage.connection import Connection

from .conftest import TODAY, Office
from .test_consents import UNTIL, all_given, text_of

PURPOSE = "residence_title"


def sign(vault: Vault, office: Office, now: datetime, *categories: str) -> str:
    rows = tuple(WantedRelease(office.club, category, PURPOSE, "to") for category in categories)
    consent_id = consents.prepare(vault, office.file_id, rows, "de", UNTIL, now)
    consents.print_notice(vault, consent_id, "", now)
    consents.sign(vault, consent_id, TODAY, all_given(vault, office, consent_id), now)
    return consent_id


def answer_all(vault: Vault, office: Office, now: datetime, kind: str, state: str = "met") -> None:
    for item in checklists.checklist(vault, office.case_id, kind, TODAY).items:
        if not item.locked:
            checklists.answer(vault, office.case_id, kind, item.code, state, now)


def everything_in(pdf: bytes) -> str:
    """The words of the pages, and every stream of the file as it lies there."""
    streams = re.findall(rb"stream\r?\n(.*?)endstream", pdf, re.DOTALL)
    raw = b"".join(_unpacked(stream) for stream in streams)
    return text_of(pdf) + raw.decode("latin-1") + pdf.decode("latin-1")


def letters(text: str) -> str:
    """Without what a line break may change: spaces, hyphens and the sign that stands for one."""
    return re.sub(r"[\s\x02-]", "", text)


def _unpacked(stream: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(stream)
    except zlib.error:
        return stream


@pytest.mark.parametrize("kind", KINDS)
def test_a_list_begins_unanswered_with_its_sources(
    case_vault: Vault, office: Office, now: datetime, kind: str
) -> None:
    found = checklists.checklist(case_vault, office.case_id, kind, TODAY)
    assert {item.state for item in found.items} == {None}
    assert all(item.source.startswith("§") and item.words for item in found.items)
    assert not checklists.begun(case_vault, office.case_id)


def test_an_answer_stands_beside_what_the_file_says(case_vault: Vault, office: Office, now: datetime) -> None:
    checklists.answer(case_vault, office.case_id, "stag10", "language", "met", now)
    item = next(
        each
        for each in checklists.checklist(case_vault, office.case_id, "stag10", TODAY).items
        if each.code == "language"
    )
    assert (item.state, item.said_on) == ("met", TODAY)
    assert item.from_file is not None
    assert (item.from_file.state, "A2" in item.from_file.reason) == ("open", True)
    assert checklists.begun(case_vault, office.case_id) == {"stag10": TODAY}
    checklists.answer(case_vault, office.case_id, "stag10", "language", None, now)
    assert not checklists.checklist(case_vault, office.case_id, "stag10", TODAY).answered


def test_only_three_words_about_items_that_there_are(
    case_vault: Vault, office: Office, now: datetime
) -> None:
    for kind, item, state in (
        ("stag10", "language", "bestanden"),
        ("stag10", "no", "met"),
        ("x", "y", "met"),
    ):
        with pytest.raises(InvalidInput, match=r"code\.unknown"):
            checklists.answer(case_vault, office.case_id, kind, item, state, now)


def test_health_and_convictions_wait_for_a_signed_release(
    case_vault: Vault, office: Office, now: datetime
) -> None:
    found = checklists.checklist(case_vault, office.case_id, "stag10", TODAY)
    locked = {item.code for item in found.items if item.locked}
    assert locked == {"hardship", "convictions", "exclusion"}
    with pytest.raises(Refusal, match=r"checklist\.not_released"):
        checklists.answer(case_vault, office.case_id, "stag10", "convictions", "met", now)
    consent_id = sign(case_vault, office, now, "conviction")
    checklists.answer(case_vault, office.case_id, "stag10", "convictions", "met", now)
    with pytest.raises(Refusal):
        checklists.answer(case_vault, office.case_id, "stag10", "hardship", "met", now)
    assert len(checklists.checklist(case_vault, office.case_id, "stag10", TODAY).answered) == 1
    consents.withdraw(case_vault, consent_id, TODAY, "oral", now)
    after = checklists.checklist(case_vault, office.case_id, "stag10", TODAY)
    assert not after.answered
    assert {item.code for item in after.items if item.locked} == locked


def test_the_file_itself_refuses_what_the_rule_refuses(
    case_vault: Vault, office: Office, now: datetime
) -> None:
    checklists.answer(case_vault, office.case_id, "stag10", "test", "met", now)
    insert = """INSERT INTO checklist_item (checklist_id, item, category, state, said_on)
        SELECT id, ?, ?, 'met', '2026-11-22' FROM checklist"""
    for category in ("health", "orientation", "conviction"):
        with pytest.raises(Exception, match="no release covers this item"):
            case_vault.db.execute(insert, ("x", category))
    with pytest.raises(Exception, match="said anew"):
        case_vault.db.execute("UPDATE checklist_item SET category = 'health'")
    sign(case_vault, office, now, "health")
    case_vault.db.execute(insert, ("x", "health"))


@pytest.mark.parametrize(
    "categories",
    [("residence",), ("name_contact", "benefits"), ("name_contact", "residence", "education_work")],
)
def test_the_authority_reads_covered_items_and_nothing_of_the_others(
    case_vault: Vault, office: Office, now: datetime, categories: tuple[str, ...]
) -> None:
    sign(case_vault, office, now, *categories)
    answer_all(case_vault, office, now, "stag10", "unclear")
    made = checklists.for_authority(case_vault, office.case_id, "stag10", office.club, PURPOSE, now)
    seen, everything = letters(text_of(made.pdf)), letters(everything_in(made.pdf))
    for question in sheet("stag10").questions:
        covered = question.category in categories
        for words in (question.words, question.source):
            assert not covered or letters(words) in seen, words
        assert covered or letters(question.words) not in everything, question.words
    for personal in ("Hương", "07.03.1990", "SU-2026-1"):
        assert (personal in text_of(made.pdf)) is ("name_contact" in categories), personal
    assert set(made.request.categories) == set(categories)


def test_what_is_printed_is_what_is_recorded(
    case_vault: Vault, office: Office, now: datetime, tmp_path: Path
) -> None:
    sign(case_vault, office, now, "residence")
    answer_all(case_vault, office, now, "stag10")
    made = checklists.for_authority(case_vault, office.case_id, "stag10", office.club, PURPOSE, now)
    assert consents.disclosures(case_vault, office.file_id) == ()
    target = tmp_path / "blatt.pdf"
    leaving.save(case_vault, made, target, now)
    (told,) = consents.disclosures(case_vault, office.file_id)
    assert told.sha256 == sha256(target.read_bytes()).hexdigest()
    assert (told.channel, told.categories, told.recipient) == ("print", ("residence",), "Wohnhilfe e. V.")


def test_a_sheet_that_could_not_be_written_did_not_leave(
    case_vault: Vault, office: Office, now: datetime, tmp_path: Path
) -> None:
    sign(case_vault, office, now, "residence")
    answer_all(case_vault, office, now, "stag10")
    made = checklists.for_authority(case_vault, office.case_id, "stag10", office.club, PURPOSE, now)
    with pytest.raises(Trouble):
        leaving.save(case_vault, made, tmp_path / "missing" / "blatt.pdf", now)
    assert consents.disclosures(case_vault, office.file_id) == ()


def test_a_sheet_made_before_the_withdrawal_does_not_leave_after_it(
    case_vault: Vault, office: Office, now: datetime, tmp_path: Path
) -> None:
    consent_id = sign(case_vault, office, now, "residence", "benefits")
    answer_all(case_vault, office, now, "stag10")
    made = checklists.for_authority(case_vault, office.case_id, "stag10", office.club, PURPOSE, now)
    rows = next(c for c in consents.consents(case_vault, office.file_id) if c.id == consent_id).rows
    consents.withdraw_row(case_vault, rows[0].id, TODAY, now)
    with pytest.raises(Refusal, match=r"disclosure\.no_consent"):
        leaving.save(case_vault, made, tmp_path / "blatt.pdf", now)
    assert not (tmp_path / "blatt.pdf").exists()


def test_without_a_covered_item_there_is_no_sheet(case_vault: Vault, office: Office, now: datetime) -> None:
    sign(case_vault, office, now, "name_contact")
    answer_all(case_vault, office, now, "stag10")
    with pytest.raises(Refusal, match=r"checklist\.nothing_covered"):
        checklists.for_authority(case_vault, office.case_id, "stag10", office.club, PURPOSE, now)
    with pytest.raises(Refusal, match=r"checklist\.nothing_covered"):
        checklists.for_authority(case_vault, office.case_id, "stag10", office.jobcenter, PURPOSE, now)


@pytest.mark.parametrize("kind", KINDS)
def test_the_own_copy_holds_every_item_and_needs_no_gate(
    case_vault: Vault, office: Office, now: datetime, tmp_path: Path, kind: str
) -> None:
    answer_all(case_vault, office, now, kind, "open")
    printed = checklists.own_copy(case_vault, office.case_id, kind, now)
    text = text_of(printed.pdf)
    missing = [each.code for each in sheet(kind).questions if letters(each.words) not in letters(text)]
    assert missing == []
    assert "erfüllt" in text  # to be ticked by hand where nothing may be written down
    for verdict in ("Ergebnis", "Anspruch", "Voraussetzungen liegen vor", "von 13"):
        assert verdict not in text
    own = leaving.OwnSheet(office.case_id, printed.pdf, "checklist")
    leaving.save(case_vault, own, tmp_path / "eigene.pdf", now)
    assert consents.disclosures(case_vault, office.file_id) == ()
    assert _last_action(case_vault.db) == "checklist.saved_outside"
    with pypdfium2.PdfDocument(printed.pdf) as pages:
        assert len(pages) <= 2


def test_a_closed_case_is_looked_at_only(case_vault: Vault, office: Office, now: datetime) -> None:
    closing.close_case(case_vault, office.case_id, Closing("moved", TODAY), now)
    with pytest.raises(Refusal, match=r"case\.closed"):
        checklists.answer(case_vault, office.case_id, "stag10", "test", "met", now)


def _last_action(db: Connection) -> str | None:
    return journal.lines(db, 1)[0].action


def test_what_the_person_lives_on_today_is_what_counts(
    case_vault: Vault, office: Office, now: datetime
) -> None:
    def says() -> str | None:
        items = checklists.checklist(case_vault, office.case_id, "stag10", TODAY).items
        found = next(item for item in items if item.code == "livelihood").from_file
        return found.state if found else None

    for circle, state, expected in (("sgb2", "applied", None), ("own_income", "granted", "met")):
        new = NewLivelihood(circle, state, date(2026, 11, 1), applied_on=date(2026, 11, 1))
        livelihoods.add_livelihood(case_vault, office.case_id, new, now)
        assert says() == expected
    new = NewLivelihood("sgb2", "granted", date(2026, 11, 1))
    livelihoods.add_livelihood(case_vault, office.case_id, new, now)
    assert says() == "unclear"
