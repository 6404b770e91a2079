# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The Vertretungskopie on the disk: its own key, no secret of the file, whole or not there."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from app.domain.errors import Cancelled, Trouble
from app.domain.progress import Silent
from app.operations import enrolment
from storage import backup, deputy_copy, slot_files
from storage.connection import SALT_BYTES, connect_to_look
from storage.staff import Actor
from storage.vault import Vault
from tests.storage.open_reader import pages

READER = Actor("00000000-0000-4000-8000-000000000000", "TK", "Timo Kaya")


class Keeping:
    """A key file that holds the key in the clear, so that the test can look."""

    key = b""
    sha256 = ""

    def __call__(self, key: bytes, sha256: str) -> bytes:
        self.key, self.sha256 = key, sha256
        return b"sealed"


@pytest.fixture
def office(case_vault: Vault, now: datetime) -> Vault:
    """One with keys of its own, and a way with a password."""
    enrolment.ensure_unit(case_vault, now)
    case_vault.db.execute(
        "INSERT INTO transport (only_row, kind, address, credentials)"
        " VALUES (1, 'webdav', 'x', 'Geheimnis-Q')"
    )
    return case_vault


@pytest.fixture
def place(tmp_path: Path) -> Path:
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


def secrets_of(vault: Vault) -> Iterator[bytes]:
    yield from vault.db.execute("SELECT signing_key, kem_key FROM device").fetchone()
    yield from vault.db.execute("SELECT offset_key FROM reporting_unit").fetchone()
    yield b"Geheimnis-Q"


def decrypted(path: Path, key: bytes) -> bytes:
    """All pages as they stand in the file, free ones too (docs/file-format.md)."""
    return b"".join(pages(path, key))


def test_it_opens_by_its_own_key_alone(office: Vault, place: Path, now: datetime) -> None:
    kept = Keeping()
    made = deputy_copy.make(office, place, now, Silent(), kept)
    assert made.home == deputy_copy.home_of(office, place)
    assert kept.sha256 == deputy_copy.sha256_of(made.database)
    with closing(connect_to_look(made.database, kept.key)) as copy:
        assert backup.is_sound(copy)
        assert backup.fingerprint(copy) == backup.fingerprint(office.db)
    with pytest.raises(Trouble, match=r"vault\.damaged"):
        connect_to_look(made.database, office._key)
    before = backup.make(office, place, now, Silent())
    for path in (office.path, before.path):
        with pytest.raises(Trouble, match=r"vault\.damaged"):
            connect_to_look(path, kept.key)
    salts = {path.read_bytes()[:SALT_BYTES] for path in (office.path, made.database)}
    assert len(salts) == 2


def test_nothing_in_it_leads_to_the_file(office: Vault, place: Path, now: datetime) -> None:
    """No slots, no data key, and of the file's secrets not one byte, also not between the rows."""
    kept, secret = Keeping(), [*secrets_of(office)]
    made = deputy_copy.make(office, place, now, Silent(), kept)
    assert sorted(each.name for each in made.folder.iterdir()) == sorted(
        [deputy_copy.FILE, deputy_copy.KEY_FILE]
    )
    with closing(connect_to_look(made.database, kept.key)) as copy:
        row = copy.execute("SELECT signing_key, kem_key FROM device").fetchone()
        assert row == (b"", b"")
    plain = decrypted(made.database, kept.key)
    for each in (*secret, office._key, office._key.hex().encode()):
        assert each not in plain
        assert each not in made.database.read_bytes()
    assert b"CREATE TABLE" in plain
    slots = [path.read_bytes() for path in slot_files.paths(office.path) if path.is_file()]
    assert all(kept.key not in each and kept.key.hex().encode() not in each for each in slots)


def test_erased_bytes_are_not_carried_over(office: Vault, place: Path, now: datetime) -> None:
    word = b"Kanarienvogel-im-leeren-Raum"
    rows = [(f"n{number}", word.decode() * 20) for number in range(200)]
    office.db.execute("PRAGMA secure_delete = OFF")
    office.db.executemany("INSERT INTO office_setting (name, value) VALUES (?, ?)", rows)
    office.db.execute("DELETE FROM office_setting WHERE name LIKE 'n%'")
    kept = Keeping()
    made = deputy_copy.make(office, place, now, Silent(), kept)
    assert word in decrypted_of(office)
    assert word not in decrypted(made.database, kept.key)


def decrypted_of(vault: Vault) -> bytes:
    vault.db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    return decrypted(vault.path, vault._key)


def test_only_the_newest_stays_and_what_was_cut_off_goes(office: Vault, place: Path, now: datetime) -> None:
    first = deputy_copy.make(office, place, now, Silent(), Keeping())
    left = first.home / ".vertretung-unfertig-cut"
    left.mkdir()
    (left / deputy_copy.FILE).write_bytes(b"half")
    second = deputy_copy.make(office, place, now + timedelta(days=1), Silent(), Keeping())
    assert [each.name for each in first.home.iterdir()] == [second.folder.name]
    assert deputy_copy.found(place) == deputy_copy.found(second.folder) == (second,)
    assert deputy_copy.newest(office, place) == second
    deputy_copy.remove_old(office, place, now + timedelta(days=30))
    assert second.folder.is_dir()
    deputy_copy.remove_old(office, place, now + timedelta(days=32))
    assert not second.folder.exists()


def test_what_is_stopped_or_fails_leaves_the_copy_before(office: Vault, place: Path, now: datetime) -> None:
    first = deputy_copy.make(office, place, now, Silent(), Keeping())

    class Stopping:
        def advance(self, _done: int, _total: int, _words: str) -> None:
            raise Cancelled

    with pytest.raises(Cancelled):
        deputy_copy.make(office, place, now, Stopping(), Keeping())

    def broken(_key: bytes, _sha256: str) -> bytes:
        raise Trouble("vault.disk_full")

    with pytest.raises(Trouble, match=r"backup\.disk_full"):
        deputy_copy.make(office, place, now, Silent(), broken)
    with pytest.raises(Trouble, match=r"backup\.gone"):
        deputy_copy.make(office, place / "weg", now, Silent(), Keeping())
    assert [each.name for each in first.home.iterdir()] == [first.folder.name]
    assert not list(office.path.parent.glob("*.vertretung*"))


def test_a_copy_of_another_program_is_refused(office: Vault, place: Path, now: datetime) -> None:
    kept = Keeping()
    newest = office.db.execute("PRAGMA user_version").fetchone()[0]
    office.db.execute(f"PRAGMA user_version = {newest + 1}")
    made = deputy_copy.make(office, place, now, Silent(), kept)
    with pytest.raises(Trouble, match=r"deputy\.other_program"):
        deputy_copy.open_copy(made, kept.key, READER)
