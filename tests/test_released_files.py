# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Real files of every schema that was ever in use: they open, are sound, and still say what they said.

A new schema adds its own pair of files and its line; the old ones stay. The persons are invented, and the
passwords open nothing else.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from app.forms import consent_sheet
from app.operations import (
    appointments,
    authorisations,
    bin,
    blank_sets,
    blanks,
    cases,
    consents,
    deputies,
    documents,
    enrolment,
    epochs,
    erasures,
    livelihoods,
    offered_courses,
    printing,
    publishing,
    referrals,
    register,
    report_parts,
    reporting,
    retention,
    scans,
    signings,
    target_groups,
    vaults,
)
from app.operations.vaults import Vault
from storage import slot_files

RELEASED = Path(__file__).parent / "files" / "released"
CASE_SCHEMAS, DISTRICT_SCHEMAS = (2, 3, 5, 6, 7, 8), (2, 3, 4, 5, 6)
PASSWORD = "acht blaue Boote am Kai"
RECOVERY = {
    2: "5BG5-NJT7-QXGG-A8GD-E8YB-CM66-VREJ",
    3: "5BG5-NJT7-QXGG-A8GD-E8YB-CM66-VREJ",
    5: "5BG5-NJT7-QXGG-A8GD-E8YB-CM66-VREJ",
    6: "5BG5-NJT7-QXGG-A8GD-E8YB-CM66-VREJ",
    7: "5BG5-NJT7-QXGG-A8GD-E8YB-CM66-VREJ",
    8: "5BG5-NJT7-QXGG-A8GD-E8YB-CM66-VREJ",
}
DAY = date(2026, 11, 22)
LATER = datetime(2027, 3, 1, 9, tzinfo=UTC)


def copied(name: str, folder: Path) -> Path:
    """A copy to open: opening brings a file to today's schema."""
    source = RELEASED / name
    for path in (source, *slot_files.paths(source)):
        shutil.copy(path, folder)
    return folder / name


@pytest.fixture(params=CASE_SCHEMAS)
def old_case_file(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Vault]:
    with closing(
        vaults.unlock(copied(f"case-schema-{request.param}.kim", tmp_path), "MB", PASSWORD)
    ) as vault:
        yield vault


def test_an_old_case_file_still_says_what_it_said(old_case_file: Vault) -> None:
    (line,) = cases.case_list(old_case_file, "Nguyen")
    assert (line.family_name, line.given_names, line.file_number) == ("Nguyễn", "Thị Hương", "NO-2026-1")
    view = cases.case_view(old_case_file, line.case_id, DAY)
    assert view.consent is not None
    assert view.consent.status == "signed"
    (referral,) = referrals.referrals(old_case_file, line.case_id)
    (told,) = consents.disclosures(old_case_file, view.file.id)
    assert (referral.recipient, told.recipient, told.categories) == (
        "Jobcenter Musterkreis",
        "Jobcenter Musterkreis",
        ("name_contact",),
    )
    printed = documents.documents(old_case_file, view.file.id)
    assert "consent" in {each.form for each in printed}
    for each in printed:
        assert documents.document(old_case_file, each.id).pdf.startswith(b"%PDF-")
    assert [hit.case_id for hit in cases.search_notes(old_case_file, "erste Gespräch")] == [line.case_id]


def test_a_consent_printed_by_an_older_version_prints_again_from_its_kept_bytes(old_case_file: Vault) -> None:
    (line,) = cases.case_list(old_case_file, "Nguyen")
    (consent,) = consents.consents(old_case_file, cases.case_view(old_case_file, line.case_id, DAY).file.id)
    assert consent.document_id is not None
    made_with, sha256 = old_case_file.db.execute(
        "SELECT text_version, sha256 FROM document WHERE id = ?", (consent.document_id,)
    ).fetchone()
    assert made_with != consent_sheet.text_version(consent.language)
    delivered: list[bytes] = []
    printing.print_documents(old_case_file, [consent.document_id], delivered.extend, LATER)
    again = consents.print_notice(old_case_file, consent.id, "", LATER)
    assert [hashlib.sha256(pdf).hexdigest() for pdf in (*delivered, again.pdf)] == [sha256, sha256]


def test_what_was_released_is_released_again_byte_for_byte(old_case_file: Vault) -> None:
    (closed,) = reporting.ledger(old_case_file)
    (site,) = cases.sites(old_case_file)
    sealed = reporting.outbox(old_case_file)
    again = reporting.release(old_case_file, site.id, closed.period, DAY, now=LATER)
    assert again.payload == closed.payload
    assert reporting.outbox(old_case_file) == sealed


def test_what_schema_3_brought_is_still_there(tmp_path: Path) -> None:
    with closing(vaults.unlock(copied("case-schema-3.kim", tmp_path), "MB", PASSWORD)) as vault:
        (line,) = cases.case_list(vault, "Nguyen")
        view = cases.case_view(vault, line.case_id, DAY)
        (child,) = view.household
        assert (child.relation, child.given_names) == ("child", "Minh")
        circles = sorted(period.legal_circle for period in livelihoods.livelihoods(vault, line.case_id))
        assert circles == ["asylblg", "sgb2", "sgb2"]
        (planned,) = appointments.appointments_on(vault, date(2026, 12, 1))
        assert planned.place == "Büro"
        (removed,) = bin.contents(vault)
        assert removed.title.endswith("Ein Vermerk im Papierkorb.")


def test_what_schema_5_brought_is_still_there(tmp_path: Path) -> None:
    with closing(vaults.unlock(copied("case-schema-5.kim", tmp_path), "MB", PASSWORD)) as vault:
        (line,) = cases.case_list(vault, "Nguyen")
        file_id = cases.case_view(vault, line.case_id, DAY).file.id
        (power,) = authorisations.authorisations(vault, file_id)
        assert (power.reference, power.signed_on) == ("12345BG0001", DAY)
        signing = signings.of_document(vault, power.document_id)
        assert signing is not None
        assert (signing.hearing.heard, signing.hearing.through) == ("interpreted", "Frau Tran")
        (scanned,) = scans.scans(vault, file_id)[power.document_id]
        assert scans.scan(vault, scanned.id).content.startswith(b"%PDF-")
        (blank,) = blank_sets.open_sets(vault)
        assert blank.name == "S-0001"


def test_what_kreis_schema_3_brought_is_still_there(tmp_path: Path) -> None:
    with closing(vaults.unlock(copied("district-schema-3.kim", tmp_path), "KIM", PASSWORD)) as kreis:
        (chain,) = register.chains(kreis)
        assert (chain.title, chain.step) == ("Kita-Plätze für Fünfjährige", "analysis")
        (meeting,) = register.meetings(kreis)
        assert meeting.decisions == ("Vorrang bei der Vergabe prüfen.",)
        (task,) = register.tasks(kreis)
        assert task.meeting_id == meeting.id


def test_what_schema_6_brought_is_still_there(tmp_path: Path) -> None:
    with closing(vaults.unlock(copied("case-schema-6.kim", tmp_path), "MB", PASSWORD)) as vault:
        (blank,) = blanks.open_blanks(vault)
        assert blank.form == "power_of_attorney"
        assert epochs.key_state(vault, LATER).announced


def test_what_kreis_schema_4_brought_is_still_there(tmp_path: Path) -> None:
    with closing(vaults.unlock(copied("district-schema-4.kim", tmp_path), "KIM", PASSWORD)) as kreis:
        (partner,) = report_parts.cooperations(kreis)
        assert (partner.partner, partner.ends_on) == ("Volkshochschule", date(2027, 12, 31))
        (cost,) = report_parts.costs(kreis)
        assert (cost.label, cost.cents) == ("Sprachmittlung", 1_250_000)


def test_what_schema_7_brought_is_still_there(tmp_path: Path) -> None:
    with closing(vaults.unlock(copied("case-schema-7.kim", tmp_path), "MB", PASSWORD)) as vault:
        (gone,) = erasures.erased_until_now(vault)
        assert (gone.reason, gone.erased_on) == ("requested", DAY)
        assert retention.periods(vault).by_reason == {"moved": 2}
        (line,) = cases.case_list(vault, "Nguyen")
        file_id = cases.case_view(vault, line.case_id, DAY).file.id
        kept = vault.db.execute("SELECT keep_until FROM retention WHERE file_id = ?", (file_id,)).fetchone()
        assert kept == ("2030-12-31",)


def test_what_schema_8_brought_is_still_there(tmp_path: Path) -> None:
    with closing(vaults.unlock(copied("case-schema-8.kim", tmp_path), "MB", PASSWORD)) as vault:
        named = deputies.state(vault)
        assert named.deputy is not None
        assert named.lead is not None
        assert (named.deputy.name, named.lead.name) == ("Hennef", "Troisdorf")


def test_what_kreis_schema_5_brought_is_still_there(tmp_path: Path) -> None:
    with closing(vaults.unlock(copied("district-schema-5.kim", tmp_path), "KIM", PASSWORD)) as kreis:
        (group,) = target_groups.own_groups(kreis)
        assert group.label == "Saisonkräfte"
        assert publishing.published_at(kreis, "groups") is not None


def test_what_kreis_schema_6_brought_is_still_there(tmp_path: Path) -> None:
    with closing(vaults.unlock(copied("district-schema-6.kim", tmp_path), "KIM", PASSWORD)) as kreis:
        (course,) = offered_courses.offered(kreis)
        assert (course.title, course.institution, course.places) == ("Elternkurs", "Volkshochschule", 3)
        assert publishing.given_courses(kreis).keys() == {course.id}
        assert publishing.published_at(kreis, "groups") is not None


@pytest.mark.parametrize("schema", CASE_SCHEMAS)
def test_old_case_files_are_sound(schema: int, tmp_path: Path) -> None:
    assert vaults.verify(copied(f"case-schema-{schema}.kim", tmp_path), "MB", PASSWORD) == []


@pytest.mark.parametrize("schema", DISTRICT_SCHEMAS)
def test_old_kreis_files_are_sound(schema: int, tmp_path: Path) -> None:
    assert vaults.verify(copied(f"district-schema-{schema}.kim", tmp_path), "KIM", PASSWORD) == []


@pytest.mark.parametrize("schema", CASE_SCHEMAS)
def test_an_old_recovery_key_still_opens(schema: int, tmp_path: Path) -> None:
    path = copied(f"case-schema-{schema}.kim", tmp_path)
    new = "neun graue Gänse am Kanal"
    vaults.recover(path, RECOVERY[schema], "MB", new, LATER, vaults.FLOOR).close()
    vaults.unlock(path, "MB", new).close()


@pytest.mark.parametrize("schema", DISTRICT_SCHEMAS)
def test_an_old_kreis_file_knows_its_offices(schema: int, tmp_path: Path) -> None:
    path = copied(f"district-schema-{schema}.kim", tmp_path)
    with closing(vaults.unlock(path, "KIM", PASSWORD)) as kreis:
        (office,) = enrolment.outstations(kreis)
        assert (office.name, office.confirmed) == ("Meral Böhm", True)
