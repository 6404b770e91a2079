# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""A sheet is outside and its record is not saved: it is taken back, or somebody is told of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from app.domain.disclosure import Norm, Request
from app.domain.errors import Trouble
from app.operations import backups, documents, leaving, own_figures, printing, scans
from app.operations.appointment_papers import print_day_list
from app.operations.leaving import Leaving, OwnSheet
from app.operations.vaults import Vault
from tests.faults import COMMIT, Faults
from tests.operations.conftest import TODAY, Office
from tests.operations.test_printing import printed_consent, sign_all

NORM = Norm("sgb8_8a", "Gefahr für das Kind")


@dataclass(frozen=True)
class Desk:
    """A consent on paper and its scan, in a file whose next COMMIT fails where it is asked to."""

    vault: Vault
    office: Office
    document_id: str
    scan_id: str
    outside: Path
    faults: Faults
    now: datetime

    def fails_at_commit(self, act: Callable[[], object]) -> str:
        """What is told; nothing of it is in the journal."""
        before = self.vault.db.execute("SELECT count(*) FROM journal").fetchone()
        self.faults.arm(COMMIT)
        with pytest.raises(Trouble) as told:
            act()
        assert self.faults.disarm()
        assert self.vault.db.execute("SELECT count(*) FROM journal").fetchone() == before
        return told.value.code

    def save(self) -> None:
        documents.save_document(self.vault, self.document_id, self.outside, self.now)


@pytest.fixture
def desk(case_vault: Vault, office: Office, now: datetime, tmp_path: Path) -> Iterator[Desk]:
    paper = printed_consent(case_vault, office, now)
    sign_all(case_vault, office, now)
    (scan,) = scans.keep(case_vault, [scans.Piece(paper.id, "image/png", 1, b"bild")], now)
    with Faults(tmp_path).installed() as faults:
        yield Desk(case_vault, office, paper.id, scan, tmp_path / "blatt.pdf", faults, now)


def request(office: Office) -> Request:
    return Request(office.club, ("name_contact",), "secure_benefits", "export", TODAY)


def test_a_file_whose_record_is_not_saved_is_taken_away_again(desk: Desk) -> None:
    assert desk.fails_at_commit(desk.save).startswith("vault.")
    assert not desk.outside.exists()
    desk.save()
    assert desk.outside.read_bytes().startswith(b"%PDF")


def test_what_stood_there_before_stands_there_again(desk: Desk) -> None:
    desk.outside.write_bytes(b"von gestern")
    desk.fails_at_commit(desk.save)
    assert desk.outside.read_bytes() == b"von gestern"
    assert [each.name for each in desk.outside.parent.glob("blatt*")] == ["blatt.pdf"]


def test_a_file_that_cannot_be_taken_away_is_told(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(*_: object) -> None:
        raise OSError

    monkeypatch.setattr(Path, "unlink", gone)
    assert desk.fails_at_commit(desk.save) == "document.left_without_record"


def test_paper_whose_record_is_not_saved_is_told(desk: Desk) -> None:
    jobs: list[Sequence[bytes]] = []
    ids = [desk.document_id]
    told = desk.fails_at_commit(lambda: printing.print_documents(desk.vault, ids, jobs.append, desk.now))
    assert (told, len(jobs)) == ("print.left_without_record", 1)
    printing.print_documents(desk.vault, ids, jobs.append, desk.now)
    assert len(jobs) == 2


def test_what_one_transaction_left_is_no_matter_of_the_next(desk: Desk) -> None:
    desk.save()
    again = desk.outside.with_name("zwei.pdf")
    desk.fails_at_commit(lambda: documents.save_document(desk.vault, desk.document_id, again, desk.now))
    assert (desk.outside.exists(), again.exists()) == (True, False)


# Every way out, for `every_write`


def test_a_scan_leaves_by_every_way(desk: Desk) -> None:
    jobs: list[Sequence[bytes]] = []
    scans.print_scan(desk.vault, desk.scan_id, b"%PDF", jobs.append, desk.now)
    scans.save_scan(desk.vault, desk.scan_id, desk.outside, desk.now)
    scans.save_scan_for_other(
        desk.vault,
        desk.scan_id,
        desk.office.case_id,
        request(desk.office),
        NORM,
        desk.outside.with_suffix(".png"),
        desk.now,
    )
    assert jobs
    assert desk.outside.read_bytes() == desk.outside.with_suffix(".png").read_bytes() == b"bild"


def test_a_sheet_that_is_kept_nowhere_is_printed(desk: Desk) -> None:
    jobs: list[Sequence[bytes]] = []
    case_id, vault, now = desk.office.case_id, desk.vault, desk.now
    leaving.print_out(vault, Leaving(case_id, b"%PDF", request(desk.office)), jobs.append, now)
    leaving.print_out(vault, OwnSheet(case_id, b"%PDF", "checklist"), jobs.append, now)
    own_figures.print_sheet(vault, b"%PDF", jobs.append, now)
    print_day_list(vault, b"%PDF", jobs.append, now)
    printing.print_sheet(vault, b"%PDF", "checklist.printed", jobs.append, now)
    assert len(jobs) >= 5


def test_the_recovery_key_is_printed(case_vault: Vault, case_template: Any, now: datetime) -> None:
    jobs: list[Sequence[bytes]] = []
    printing.print_recovery_key(case_vault, case_template.recovery_key, jobs.append, now)
    assert jobs


def test_a_backup_becomes_a_file(
    case_vault: Vault, case_template: Any, tmp_path: Path, now: datetime
) -> None:
    place = tmp_path / "stick"
    place.mkdir()
    backups.set_place(case_vault, str(place), now)
    password = case_template.password
    looked = backups.look_into(backups.back_up(case_vault, now), "MB", password)
    backups.restore_file(looked, tmp_path / "wieder.kim", password, now).close()
    assert (tmp_path / "wieder.kim").exists()
