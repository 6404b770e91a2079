# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Erasure of one person's file: every row that hangs on the person, and then the bytes.

Which tables hang on a person says the shipped catalogue of the Auskunft (Art. 15): what is told is erased.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.domain.disclosure_info import Table, tables
from app.domain.progress import Progress
from storage import migrate, office_settings, slot_files
from storage.connection import Connection, discard, told_as_trouble
from storage.days import day, iso
from storage.vault import Vault

BYTES_LEFT = "erasure_bytes_left"
"""The setting that says that rows are gone and their bytes are not yet."""

_STAYS = "short_advice"  # counsel without name and without words: it only loses the case it went on in
_STAYING = frozenset({_STAYS, "short_advice_topic", "short_advice_target"})


@dataclass(frozen=True)
class Erased:
    """What is left of a file: never whose it was."""

    file_id: str
    erased_on: date
    reason: str
    staff_id: str


def erase(db: Connection, erased: Erased) -> None:
    """All rows of the file within the caller's transaction; what was done and was signed stays, nameless."""
    remember(db, erased)
    _keep_proofs(db, erased.file_id)
    _keep_acts(db, erased.file_id)
    clear(db, erased.file_id)
    office_settings.set_setting(db, BYTES_LEFT, "open")


def clear(db: Connection, file_id: str) -> None:
    """Takes every row away that hangs on the person of this file, the last link of each chain first."""
    (client_id,) = db.execute("SELECT client_id FROM file WHERE id = ?", (file_id,)).fetchone()
    db.execute("PRAGMA defer_foreign_keys = ON")  # some rows point to others of their own table
    db.execute("CREATE TEMP TABLE gone (id TEXT PRIMARY KEY)")
    try:
        _collect(db, client_id)
        _clear_beside(db)
        db.execute("UPDATE short_advice SET case_id = NULL WHERE case_id IN (SELECT id FROM gone)")
        for table in reversed(tables()):
            if table.name not in _STAYING:
                db.execute(f"DELETE FROM {table.name} WHERE {_hangs(table)}", (client_id,))
    finally:
        db.execute("DROP TABLE IF EXISTS gone")


def clear_again(db: Connection) -> int:
    """Takes away what a backup or a damaged file brought back of erased files; returns how many."""
    back = db.execute("SELECT id FROM file WHERE id IN (SELECT file_id FROM erased_file)").fetchall()
    for (file_id,) in back:
        _keep_proofs(db, file_id)
        clear(db, file_id)
    if back:
        office_settings.set_setting(db, BYTES_LEFT, "open")
    return len(back)


def erased_files(db: Connection) -> tuple[Erased, ...]:
    """The newest first."""
    rows = db.execute("SELECT file_id, erased_on, reason, staff_id FROM erased_file ORDER BY rowid DESC")
    return tuple(Erased(file_id, day(on), reason, staff_id) for file_id, on, reason, staff_id in rows)


def remember(db: Connection, erased: Erased) -> None:
    """Notes that this file was erased, if that is not known yet."""
    db.execute(
        "INSERT OR IGNORE INTO erased_file (file_id, erased_on, reason, staff_id) VALUES (?, ?, ?, ?)",
        (erased.file_id, iso(erased.erased_on), erased.reason, erased.staff_id),
    )


def are_bytes_left(db: Connection) -> bool:
    return office_settings.setting(db, BYTES_LEFT, "") == "open"


def overwrite(vault: Vault, progress: Progress) -> bool:
    """Every page written anew without what was erased, the WAL emptied; True once the bytes are gone.

    `secure_delete` is not enough: rows that SQLite moved from page to page leave copies that no deletion
    finds (decision 0024). Copies from before an upgrade hold them too and go. False: somebody wrote meanwhile
    or still reads.
    """
    if not vault.write_anew(progress):
        return False
    _discard_old_copies(vault)
    return True


def bytes_are_gone(db: Connection) -> None:
    office_settings.set_setting(db, BYTES_LEFT, "")


def _keep_proofs(db: Connection, file_id: str) -> None:
    db.execute(
        """INSERT OR IGNORE INTO consent_proof
        SELECT c.id, c.file_id, coalesce(d.form_number, ''), d.text_version, d.sha256, c.language,
            c.signed_on, c.withdrawn_on
        FROM consent AS c JOIN document AS d ON d.id = c.document_id
        WHERE c.file_id = ? AND c.signed_on IS NOT NULL""",
        (file_id,),
    )


def _keep_acts(db: Connection, file_id: str) -> None:
    """What no release carries yet: the work was done, whoever it was for."""
    db.execute(
        """INSERT INTO erased_act
        SELECT lower(hex(randomblob(16))), site_id, activity_type, held_on, target_participants,
            partner_participants
        FROM contact WHERE activity_type IS NOT NULL AND id NOT IN (SELECT act_id FROM released_act)
            AND case_id IN (SELECT id FROM client_case WHERE file_id = ?)""",
        (file_id,),
    )


def _collect(db: Connection, client_id: str) -> None:
    """The ids of all rows that go: by them other tables know of the file without a key."""
    for table in tables():
        if "id" in _columns(db, table.name) and table.name not in _STAYING:
            hangs = _hangs(table)
            db.execute(f"INSERT OR IGNORE INTO gone SELECT id FROM {table.name} WHERE {hangs}", (client_id,))


def _clear_beside(db: Connection) -> None:
    """Search, bin and drafts hold words of the file; the journal only ids."""
    db.execute("DELETE FROM note_search WHERE case_id IN (SELECT id FROM gone)")
    db.execute("DELETE FROM bin WHERE case_id IN (SELECT id FROM gone)")
    db.execute(
        """DELETE FROM draft WHERE record_id IN (SELECT id FROM gone)
        OR substr(kind, instr(kind, ':') + 1) IN (SELECT id FROM gone)"""
    )


def _hangs(table: Table) -> str:
    return f"{table.by} IN ({_ids(table.of)})" if table.by else "id = ?"


def _ids(name: str) -> str:
    table = next(each for each in tables() if each.name == name)
    return f"SELECT id FROM {name} WHERE {_hangs(table)}"


def _columns(db: Connection, table: str) -> list[str]:
    return [row[1] for row in db.execute(f"PRAGMA table_info({table})")]


def _discard_old_copies(vault: Vault) -> None:
    for number in range(1, migrate.version(vault.db)):
        copy = migrate.copy_path(vault.path, number)
        if copy.exists():
            discard(copy)
            with told_as_trouble(copy):
                for path in slot_files.paths(copy):
                    path.unlink(missing_ok=True)
