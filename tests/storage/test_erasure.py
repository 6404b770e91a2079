# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""An erased file: no row and no byte of it is left, and its neighbour keeps every one of its own.

Rows are written into every table that hangs on a person, by the schema and not by a list: a table that comes
later is erased too, or this test says so.
"""

from __future__ import annotations

import random
import resource
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from threading import Thread
from uuid import UUID

import pytest
from sqlcipher3 import dbapi2

from app.domain.disclosure_info import Table, tables
from app.domain.errors import Cancelled, Trouble
from app.domain.progress import Silent
from app.operations.vaults import Vault
from storage import erasure, migrate, rewriting
from storage.connection import Connection
from storage.erasure import BYTES_LEFT, Erased
from storage.migrate import Role
from storage.rewriting import STEP_PAGES
from tests.storage.open_reader import pages, wal_pages

CANARY = "Kanarienvogelová"
PAGE = 4096
ROWS = 40  # of each table and person: enough that SQLite moves rows from page to page
PLAIN = {
    "consent": {"language", "signed_on", "withdrawn_on"},
    "document": {"form_number", "text_version", "sha256"},
    "contact": {"activity_type", "held_on"},
    "short_advice": None,
    "short_advice_topic": None,
    "short_advice_target": None,
}
"""What stays when a file is erased, without anybody to it (None: all of the row)."""

_ANY = {"INTEGER": 1, "TEXT": "x", "BLOB": b"x"}
Row = dict[str, object]


class Filler:
    """One person with rows in every table; `word` stands in all their texts."""

    def __init__(self, db: Connection, word: str, chance: random.Random) -> None:
        self._db, self._word, self._chance = db, word, chance
        self._numbers = 0
        self.ids: dict[str, list[str]] = {}

    def fill(self, table: Table) -> None:
        """One row more, where there can be one more."""
        known = self.ids.setdefault(table.name, [])
        if table.name in ("client", "file") and known:
            return
        row = self._row(table.name, table.by, table.of)
        if row and "id" in row:
            known.append(str(row["id"]))

    def fill_beside(self) -> None:
        """What has no key to the person: drafts, which grow while they are typed, the search, the bin."""
        case, note = self.ids["client_case"][0], self._id()
        self._insert("draft", {"id": note, "kind": "contact", "record_id": case, "schema": 1,
                               "json": f'{{"text": "{self._text()}"}}', "caret": 0, "at": "x"})  # fmt: skip
        self._db.execute("UPDATE draft SET json = json || ? WHERE id = ?", (self._text() * 9, note))
        self._insert("note_search", {"record_id": self._id(), "case_id": case, "text": self._text()})
        self._insert("bin", {"id": self._id(), "kind": "contact", "case_id": case, "title": self._text(),
                             "rows": f'[["contact", 1, {{}}, "{self._text()}"]]',
                             "removed_at": "x", "erase_on": "x"})  # fmt: skip
        contact = self._chance.choice(self.ids["contact"])
        self._db.execute("UPDATE contact SET text = ? WHERE id = ?", (self._text() * 9, contact))

    def _row(self, table: str, by: str, of: str) -> Row | None:
        """None where there can be only one of a kind, and it is there."""
        linked = {row[3]: row[2] for row in self._db.execute(f"PRAGMA foreign_key_list({table})")}
        row: Row = {}
        for _, name, kind, _, _, key in self._db.execute(f"PRAGMA table_info({table})").fetchall():
            if name == by:
                row[name] = self._chance.choice(self.ids[of])
            elif name in linked:
                row[name] = self._other(table, linked[name])
            elif name == "id" or (key and kind == "TEXT"):
                row[name] = self._id()
            else:
                row[name] = self._value(table, name, kind)
        return row if self._insert(table, row) else None

    def _other(self, table: str, to: str) -> str | None:
        """A row of the person's own, or of the office; none of its own table."""
        if to in {each.name for each in tables()}:
            return self._chance.choice(self.ids[to]) if self.ids.get(to) and to != table else None
        (key,) = (row[1] for row in self._db.execute(f"PRAGMA table_info({to})") if row[5] == 1)
        found = self._db.execute(f"SELECT {key} FROM {to} LIMIT 1").fetchone()
        return str(found[0]) if found else self._of_the_office(to, key)

    def _of_the_office(self, table: str, key: str) -> str:
        """What rows of a person point to and is nobody's."""
        columns = self._db.execute(f"PRAGMA table_info({table})").fetchall()
        linked = {row[3]: row[2] for row in self._db.execute(f"PRAGMA foreign_key_list({table})")}
        row: Row = {name: _ANY[kind] for _, name, kind, *_ in columns if name not in linked}
        row |= {name: self._other(table, to) for name, to in linked.items()}
        self._insert(table, row)
        return str(row[key])

    def _value(self, table: str, name: str, kind: str) -> object:
        self._numbers += 1
        if kind == "INTEGER":
            return self._numbers
        plain = PLAIN.get(table, set())
        if plain is None or name in plain:
            return f"{table}{self._chance.getrandbits(64)}"
        return self._text().encode() if kind == "BLOB" else self._text()

    def _text(self) -> str:
        return f"{self._word} " * self._chance.randint(1, 40)

    def _id(self) -> str:
        return str(UUID(int=self._chance.getrandbits(128)))

    def _insert(self, table: str, row: Row) -> bool:
        sql = f"INSERT OR IGNORE INTO {table} ({', '.join(row)}) VALUES ({', '.join('?' * len(row))})"
        return bool(self._db.execute(sql, list(row.values())).rowcount)


def fill(vault: Vault, *words: str) -> list[Filler]:
    """Rows as no operation writes them, so the rules of the file rest meanwhile."""
    chance, db = random.Random(7), vault.db
    db.execute("PRAGMA foreign_keys = OFF")
    db.execute("PRAGMA ignore_check_constraints = ON")
    triggers = db.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
    fillers = [Filler(db, word, chance) for word in words]
    with vault.transaction():
        for name, _ in triggers:
            db.execute(f"DROP TRIGGER {name}")
        for table in _parents_first(db):
            for _ in range(ROWS):
                for filler in fillers:
                    filler.fill(table)
        for _ in range(ROWS):
            for filler in fillers:
                filler.fill_beside()
        for _, sql in triggers:
            db.execute(sql)
    db.execute("PRAGMA ignore_check_constraints = OFF")
    db.execute("PRAGMA foreign_keys = ON")
    return fillers


def _parents_first(db: Connection) -> list[Table]:
    """Every table after those that its rows point to."""
    waiting, done = list(tables()), list[Table]()
    needs = {
        each.name: {row[2] for row in db.execute(f"PRAGMA foreign_key_list({each.name})")} for each in waiting
    }
    while waiting:
        open_names = {each.name for each in waiting}
        ready = [each for each in waiting if not needs[each.name] & (open_names - {each.name})]
        done += ready
        waiting = [each for each in waiting if each not in ready]
        assert ready, "tables point to each other in a ring"
    return done


def rows_of(vault: Vault, filler: Filler) -> dict[str, list[tuple[object, ...]]]:
    """Every row with a word of this person, whole."""
    return {
        name: found
        for (name,) in vault.db.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        if not name.startswith(("note_search_", "sqlite_"))
        and (found := [row for row in vault.db.execute(f"SELECT * FROM {name}") if _says(row, filler)])
    }


def _says(row: tuple[object, ...], filler: Filler) -> bool:
    own = {each for ids in filler.ids.values() for each in ids}
    return any(filler._word in str(value) or value in own for value in row)


def left(vault: Vault, word: str) -> int:
    """How often the word stands in the decrypted pages of file and WAL."""
    every = (*pages(vault.path, vault._key), *wal_pages(vault.path, vault._key))
    return sum(page.count(word.encode()) for page in every)


def erased(filler: Filler) -> Erased:
    (file_id,) = filler.ids["file"]
    return Erased(file_id, date(2026, 11, 22), "requested", "MB")


def test_no_row_and_no_byte_is_left_and_the_neighbour_keeps_everything(case_vault: Vault) -> None:
    gone, stays = fill(case_vault, CANARY, "Nachbarin")
    before = rows_of(case_vault, stays)
    assert left(case_vault, CANARY) > 1000
    assert set(before) >= {table.name for table in tables()}
    with case_vault.transaction() as db:
        erasure.erase(db, erased(gone))
    assert erasure.are_bytes_left(case_vault.db)
    assert erasure.overwrite(case_vault, Silent())
    assert left(case_vault, CANARY) == 0
    assert rows_of(case_vault, stays) == before
    assert case_vault.db.execute("PRAGMA foreign_key_check").fetchall() == []
    (stub,) = erasure.erased_files(case_vault.db)
    assert (stub.file_id, stub.reason) == (gone.ids["file"][0], "requested")


def test_without_writing_anew_some_bytes_would_stay(case_vault: Vault) -> None:
    """Why it is done: what SQLite moved between pages is not overwritten by a deletion."""
    gone, _ = fill(case_vault, CANARY, "Nachbarin")
    with case_vault.transaction() as db:
        erasure.erase(db, erased(gone))
    case_vault.db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    assert case_vault.db.execute("PRAGMA secure_delete").fetchone() == (1,)
    assert left(case_vault, CANARY) > 0


def test_nothing_of_it_is_found_in_the_search_index(case_vault: Vault) -> None:
    gone, _ = fill(case_vault, CANARY, "Nachbarin")
    with case_vault.transaction() as db:
        erasure.erase(db, erased(gone))
    case_vault.db.execute("CREATE VIRTUAL TABLE temp.words USING fts5vocab(main, note_search, row)")
    terms = {term for (term,) in case_vault.db.execute("SELECT term FROM temp.words")}
    case_vault.db.execute("DROP TABLE temp.words")
    assert "nac" in terms
    assert not terms & (_trigrams(CANARY) - _trigrams("Nachbarin"))


def _trigrams(word: str) -> set[str]:
    return {word.lower()[at : at + 3] for at in range(len(word) - 2)}


def test_what_stays_has_nobody_to_it(case_vault: Vault) -> None:
    (gone,) = fill(case_vault, CANARY)
    db = case_vault.db
    advice = db.execute("SELECT count(*) FROM short_advice").fetchone()
    with case_vault.transaction() as db:
        erasure.erase(db, erased(gone))
    assert db.execute("SELECT count(*), count(case_id) FROM short_advice").fetchone() == (*advice, 0)
    assert db.execute("SELECT count(*) FROM erased_act").fetchone() == (ROWS,)
    proofs = db.execute("SELECT form_number, text_version, sha256 FROM consent_proof").fetchall()
    assert len(proofs) == ROWS
    assert all(all(proof) for proof in proofs)
    own = {each for ids in gone.ids.values() for each in ids}
    known = db.execute("SELECT file_id FROM erased_file UNION SELECT file_id FROM consent_proof").fetchall()
    assert {each for (each,) in known} == set(gone.ids["file"])
    acts = db.execute("SELECT * FROM erased_act").fetchall()
    assert not own & {value for act in acts for value in act}


def test_an_erased_file_does_not_come_back(case_vault: Vault) -> None:
    """Rows that a backup gave back are cleared again, and none can be inserted under the old id."""
    (gone,) = fill(case_vault, CANARY)
    with case_vault.transaction() as db:
        erasure.remember(db, erased(gone))
        assert erasure.clear_again(db) == 1
        assert erasure.clear_again(db) == 0
    advice = {"short_advice", "short_advice_topic", "short_advice_target"}
    assert rows_of(case_vault, gone).keys() <= {"erased_file", "consent_proof"} | advice
    with pytest.raises(dbapi2.IntegrityError, match="does not come back"), case_vault.transaction() as db:
        db.execute(
            "INSERT INTO file (id, client_id, number, opened_on) VALUES (?, 'x', 'x', 'x')", gone.ids["file"]
        )
    assert case_vault.db.execute(f"SELECT value FROM office_setting WHERE name = '{BYTES_LEFT}'").fetchone()


def test_copies_from_before_an_upgrade_go_with_it(case_vault: Vault) -> None:
    copies: list[Path] = []
    for number in (1, migrate.version(case_vault.db) - 1):
        copy = migrate.copy_path(case_vault.path, number)
        copy.write_bytes(b"held the person too")
        copy.with_name(f"{copy.name}.slots1").write_bytes(b"slots")
        copies += [copy, copy.with_name(f"{copy.name}.slots1")]
    assert erasure.overwrite(case_vault, Silent())
    assert not any(copy.exists() for copy in copies)
    assert len(migrate.steps(Role.CASE)) == migrate.version(case_vault.db)


def test_as_long_as_somebody_reads_it_is_not_done(case_vault: Vault) -> None:
    reader = case_vault.second_reader()
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM staff").fetchone()
    with case_vault.transaction() as db:
        db.execute("INSERT INTO office_setting VALUES ('x', 'x')")
    assert not erasure.overwrite(case_vault, Silent())
    reader.close()
    assert erasure.overwrite(case_vault, Silent())


class AtTheFirstStep:
    """Does something once, as soon as the first pages are taken in."""

    def __init__(self, act: Callable[[], object]) -> None:
        self._act, self.steps = act, 0

    def advance(self, _done: int, _total: int, _label: str) -> None:
        self.steps += 1
        if self.steps == 1:
            self._act()


def kept(vault: Vault, name: str) -> None:
    with vault.transaction() as db:
        db.execute("INSERT INTO office_setting VALUES (?, 'x')", (name,))


def names(vault: Vault) -> set[str]:
    return {name for (name,) in vault.db.execute("SELECT name FROM office_setting")}


def erased_vault(vault: Vault) -> None:
    """So large that it takes several steps to write it anew."""
    gone, _ = fill(vault, CANARY, "Nachbarin")
    with vault.transaction() as db:
        db.execute("CREATE TABLE large AS SELECT randomblob(?) AS content", (4 * STEP_PAGES * PAGE,))
        erasure.erase(db, erased(gone))


def test_who_saves_meanwhile_goes_first_and_in_the_end_no_byte_is_left(case_vault: Vault) -> None:
    """The writer waits until its turn, the rewriting sees that and gives way; the writer never gives up."""
    erased_vault(case_vault)
    saver = Thread(target=kept, args=(case_vault, "saved meanwhile"))

    def save() -> None:
        saver.start()
        case_vault._waiting.wait(60)

    beginning = AtTheFirstStep(save)
    assert not erasure.overwrite(case_vault, beginning)
    saver.join()
    assert beginning.steps == 1
    assert "saved meanwhile" in names(case_vault)
    found = [
        line for (line,) in case_vault.db.execute("PRAGMA integrity_check(1000000)") if "CHECK" not in line
    ]
    assert not found
    assert erasure.overwrite(case_vault, Silent())
    assert left(case_vault, CANARY) == 0
    assert "saved meanwhile" in names(case_vault)


def test_what_was_saved_while_the_copy_grew_is_not_written_over(
    case_vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    erased_vault(case_vault)
    grow = rewriting.fresh_copy

    @contextmanager
    def grown(db: Connection, key: bytes) -> Iterator[Connection]:
        with grow(db, key) as copy:
            kept(case_vault, "saved meanwhile")
            yield copy

    monkeypatch.setattr(rewriting, "fresh_copy", grown)
    assert not erasure.overwrite(case_vault, Silent())
    monkeypatch.undo()
    assert "saved meanwhile" in names(case_vault)
    assert erasure.overwrite(case_vault, Silent())
    assert left(case_vault, CANARY) == 0
    assert "saved meanwhile" in names(case_vault)


def test_stopped_half_way_nothing_has_changed_and_no_copy_is_left(case_vault: Vault) -> None:
    erased_vault(case_vault)

    def stop() -> None:
        (copy,) = case_vault.path.parent.glob("*.anew")
        assert copy.stat().st_mode & 0o77 == 0
        assert not copy.read_bytes().startswith(b"SQLite")
        raise Cancelled

    before = names(case_vault)
    with pytest.raises(Cancelled):
        erasure.overwrite(case_vault, AtTheFirstStep(stop))
    assert not list(case_vault.path.parent.glob("*.anew*"))
    assert names(case_vault) == before
    kept(case_vault, "saved afterwards")
    assert erasure.overwrite(case_vault, Silent())


@contextmanager
def files_up_to(size: int) -> Iterator[None]:
    """As on a disk that is full then."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_a_disk_that_is_full_leaves_the_file_as_it_was(case_vault: Vault) -> None:
    """At the fresh copy, and in the middle of taking it in: there the WAL would be as large as the file."""
    erased_vault(case_vault)
    before = names(case_vault)
    size = case_vault.path.stat().st_size
    with files_up_to(size // 2), pytest.raises(Trouble, match=r"vault\."):
        erasure.overwrite(case_vault, Silent())
    full = AtTheFirstStep(lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (2 * STEP_PAGES * PAGE, -1)))
    with files_up_to(-1), pytest.raises(Trouble, match=r"vault\."):
        erasure.overwrite(case_vault, full)
    assert full.steps > 1
    assert not list(case_vault.path.parent.glob("*.anew*"))
    assert names(case_vault) == before
    kept(case_vault, "saved afterwards")
    assert erasure.overwrite(case_vault, Silent())
    assert left(case_vault, CANARY) == 0
    assert names(case_vault) == before | {"saved afterwards"}


def test_what_a_killed_program_left_of_it_goes_with_the_next_time(case_vault: Vault) -> None:
    for suffix in (".anew", ".anew-journal"):
        case_vault.path.with_name(case_vault.path.name + suffix).write_bytes(b"half a copy")
    assert erasure.overwrite(case_vault, Silent())
    assert not list(case_vault.path.parent.glob("*.anew*"))


def test_every_table_of_the_file_is_known(case_vault: Vault) -> None:
    """A table hangs on a person or has a reason not to; tests of the Auskunft hold the list complete."""
    parents = {table.name: position for position, table in enumerate(tables())}
    for table in tables():
        assert not table.of or parents[table.of] < parents[table.name], "children go first"
