# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The journal: chained, append-only, and its lines can be emptied."""

from __future__ import annotations

import json
from datetime import datetime, timedelta, timezone
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlcipher3 import dbapi2

from app.domain.errors import Cancelled
from storage import journal
from storage.vault import Vault


@pytest.fixture
def written(case_vault: Vault, now: datetime) -> Vault:
    """A file whose journal has the line of its creation and three more."""
    with case_vault.transaction() as db:
        for day, record in enumerate(["a", None, "c"], start=1):
            journal.note(db, now + timedelta(days=day), case_vault.actor, "contact.added", record)
    return case_vault


def without_triggers(vault: Vault) -> None:
    """What somebody does who knows the key and means to rewrite history."""
    for (name,) in vault.db.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        vault.db.execute(f"DROP TRIGGER {name}")


def test_lines_tell_who_what_when_and_which(written: Vault) -> None:
    newest, *_ = journal.lines(written.db, 10)
    assert newest == journal.Line(4, "2026-11-25T09:30:00+00:00", "MB", "contact.added", "c")
    assert [line.seq for line in journal.lines(written.db, 2)] == [4, 3]
    assert journal.head(written.db).seq == 4
    assert journal.check_chain(written.db) is None


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM journal WHERE seq = 2",
        "UPDATE journal SET record_id = 'b' WHERE seq = 2",
        "UPDATE journal SET record_id = NULL WHERE seq = 2",
        "UPDATE journal SET chain = x'00' WHERE seq = 2",
        "INSERT OR REPLACE INTO journal (seq, line_hash, chain) VALUES (2, x'00', x'00')",
        "INSERT INTO journal (seq, line_hash, chain) VALUES (9, x'00', x'00')",
    ],
)
def test_the_file_itself_refuses_changes(written: Vault, statement: str) -> None:
    with pytest.raises(dbapi2.IntegrityError):
        written.db.execute(statement)
    assert journal.check_chain(written.db) is None


@pytest.mark.parametrize(
    ("statement", "line"),
    [
        ("UPDATE journal SET action = 'consent.withdrawn' WHERE seq = 2", 2),
        ("UPDATE journal SET at = '2026-11-01T00:00:00+00:00' WHERE seq = 4", 4),
        ("UPDATE journal SET salt = NULL WHERE seq = 3", 3),
        ("DELETE FROM journal WHERE seq = 2", 2),
        ("DELETE FROM journal WHERE seq = 1", 1),
        ("UPDATE journal SET line_hash = zeroblob(32) WHERE seq = 3", 3),
    ],
)
def test_rewriting_by_force_shows(written: Vault, statement: str, line: int) -> None:
    without_triggers(written)
    written.db.execute(statement)
    assert journal.check_chain(written.db) == line


def test_swapped_lines_show(written: Vault) -> None:
    without_triggers(written)
    for step in ("SET seq = 99 WHERE seq = 2", "SET seq = 2 WHERE seq = 3", "SET seq = 3 WHERE seq = 99"):
        written.db.execute(f"UPDATE journal {step}")
    assert journal.check_chain(written.db) == 2


def test_a_line_can_be_emptied_and_the_chain_still_holds(written: Vault) -> None:
    head = journal.head(written.db)
    written.db.execute(
        "UPDATE journal SET at = NULL, staff_id = NULL, action = NULL, record_id = NULL, salt = NULL"
        " WHERE seq = 2"
    )
    assert journal.lines(written.db, 3)[-1] == journal.Line(2, None, None, None, None)
    assert journal.check_chain(written.db) is None
    assert journal.head(written.db) == head


def test_the_chain_is_the_documented_one(written: Vault) -> None:
    previous = bytes(32)
    for seq, at, staff, action, record, salt, line_hash, chain in written.db.execute(
        "SELECT seq, at, staff_id, action, record_id, salt, line_hash, chain FROM journal ORDER BY seq"
    ):
        quoted = "null" if record is None else f'"{record}"'
        assert line_hash == digest(salt + f'["{at}","{staff}","{action}",{quoted}]'.encode())
        previous = digest(b"kim-bruecke/1/journal\0" + previous + seq.to_bytes(8, "big") + line_hash)
        assert chain == previous


def digest(content: bytes) -> bytes:
    return sha256(content).digest()


def test_moments_are_stored_in_utc(now: datetime) -> None:
    in_berlin = now.astimezone(timezone(timedelta(hours=1)))
    assert journal.utc_text(in_berlin) == "2026-11-22T09:30:00+00:00"
    with pytest.raises(ValueError, match="time zone"):
        journal.utc_text(now.replace(tzinfo=None))


@given(st.tuples(*[st.none() | st.text(st.characters(exclude_categories=["Cs"]))] * 4))
def test_every_line_is_hashed_as_the_same_text_in_every_version(content: tuple[str | None, ...]) -> None:
    """Whatever writes the JSON: a chain written years ago holds."""
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
    assert journal._line_hash(b"salt", content) == digest(b"salt" + text)


class Watcher:
    """Remembers how far a check was, and stops it where it is told to."""

    def __init__(self, stop_at: int = 0) -> None:
        self.seen: list[tuple[int, int]] = []
        self._stop_at = stop_at

    def advance(self, done: int, total: int, label: str) -> None:  # noqa: ARG002
        self.seen.append((done, total))
        if done == self._stop_at:
            raise Cancelled


def test_a_long_check_tells_how_far_it_is_and_can_be_stopped(case_vault: Vault, now: datetime) -> None:
    with case_vault.transaction() as db:
        for _ in range(2 * journal.TOLD_EVERY):
            journal.note(db, now, case_vault.actor, "contact.added")
    watcher, total = Watcher(), 2 * journal.TOLD_EVERY + 1
    assert journal.check_chain(case_vault.db, watcher) is None
    assert watcher.seen == [(journal.TOLD_EVERY, total), (2 * journal.TOLD_EVERY, total)]
    with pytest.raises(Cancelled):
        journal.check_chain(case_vault.db, Watcher(journal.TOLD_EVERY))
