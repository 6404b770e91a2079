# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Backups of the open file, and the way back from one when the file is lost or damaged."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from app.domain.backup import is_due, is_stale
from app.domain.errors import Cancelled, InvalidInput, Refusal, Trouble
from app.domain.password import check_password
from app.domain.progress import Progress, Silent
from app.operations import deputies, erased_bytes, restored, vaults
from storage import Connection, backup, journal, office_settings, restore
from storage.backup import Copy, copies
from storage.migrate import Role
from storage.place import synced_folder
from storage.restore import Opened, new_path
from storage.slot_files import read as read_slots
from storage.vault import Vault
from storage.verify import Finding

__all__ = [
    "BackupState",
    "Copy",
    "Opened",
    "asked_for",
    "back_up",
    "check_password",
    "copies",
    "is_backup",
    "is_due_now",
    "look_into",
    "look_into_by_recovery",
    "new_path",
    "restore_file",
    "restore_with_new_password",
    "set_place",
    "staff_codes",
    "state",
    "verify",
    "want",
]

TROUBLE, WANTED = "backup_trouble", "backup_wanted"


@dataclass(frozen=True)
class BackupState:
    """Where backups go, when the last one was checked, and the code of what hindered one since.

    `same_disk`: the place is on the file's own disk, so both are lost together.
    """

    place: str
    last: datetime | None
    trouble: str
    stale: bool
    same_disk: bool


def state(vault: Vault, now: datetime) -> BackupState:
    place, last = office_settings.setting(vault.db, backup.PLACE, ""), _last(vault)
    trouble = office_settings.setting(vault.db, TROUBLE, "")
    return BackupState(place, last, trouble, is_stale(last, now), _on_one_disk(vault.path, place))


def is_due_now(vault: Vault, now: datetime) -> bool:
    """Whether it is time for one, or something asked for one, and there is a place for it."""
    place = bool(office_settings.setting(vault.db, backup.PLACE, ""))
    return place and (bool(asked_for(vault)) or is_due(_last(vault), now))


def asked_for(vault: Vault) -> str:
    """What happened since the last one and must not come back with an older one: a mark of it, or ""."""
    return office_settings.setting(vault.db, WANTED, "")


def want(db: Connection) -> None:
    """The next backup does not wait for its day: a withdrawal or an erasure has to be in it."""
    office_settings.set_setting(db, WANTED, str(journal.head(db).seq))


def set_place(vault: Vault, place: str, now: datetime) -> None:
    """From now on backups go there; InvalidInput where they would be lost or leave the house."""
    if not place.strip():
        raise InvalidInput("place", "backup.place_missing")
    folder = Path(place.strip()).absolute()
    if not folder.is_dir():
        raise InvalidInput("place", "backup.no_such_place")
    if synced := synced_folder(folder / backup.FILE):
        raise InvalidInput("place", "backup.place_synced", folder=synced)
    with vault.transaction() as db:
        office_settings.set_setting(db, backup.PLACE, str(folder))
        office_settings.set_setting(db, TROUBLE, "")
        journal.note(db, now, vault.actor, "backup.place_set")


def back_up(vault: Vault, now: datetime, progress: Progress | None = None) -> Copy:
    """A checked backup at the chosen place; what hinders it is remembered until one succeeds.

    What was erased is not in it; Refusal while its bytes wait because somebody writes.
    """
    place, wanted = (office_settings.setting(vault.db, name, "") for name in (backup.PLACE, WANTED))
    if not place:
        raise InvalidInput("place", "backup.place_missing")
    progress = progress or Silent()
    try:
        if erased_bytes.are_left(vault) and not erased_bytes.overwrite(vault, now, progress):
            raise Refusal("backup.erasure_first")
        made = backup.make(vault, Path(place), now, progress)
    except Cancelled:
        raise
    except Trouble as trouble:
        _remember_trouble(vault, trouble)
        raise
    with vault.transaction() as db:
        office_settings.set_setting(db, backup.VERIFIED_AT, journal.utc_text(now))
        office_settings.set_setting(db, TROUBLE, "")
        if wanted == office_settings.setting(db, WANTED, ""):  # nothing happened while it was made
            office_settings.set_setting(db, WANTED, "")
        journal.note(db, now, vault.actor, "backup.made")
        if vault.role is Role.CASE:
            deputies.want_with_backup(db)
    if deputies.asked_for(vault):
        with suppress(Trouble, Cancelled):
            deputies.renew(vault, now, progress)
    return made


def staff_codes(copy: Copy) -> tuple[str, ...]:
    """Whose password opens a backup; empty if its slots cannot be read."""
    try:
        return read_slots(copy.path).staff_codes
    except Trouble:
        return ()


def look_into(copy: Copy, code: str, password: str) -> Opened:
    """What a backup holds, by the password of that day; it is read to the last page."""
    return restore.open_by_password(copy, code, password)


def look_into_by_recovery(copy: Copy, code: str, typed_key: str) -> Opened:
    return restore.open_by_recovery(copy, code, typed_key)


def is_backup(path: Path) -> bool:
    return path.suffix == backup.SUFFIX


def verify(path: Path, code: str, password: str) -> list[Finding]:
    """What is wrong with the backup at `path`; it is only read. Empty when it is whole."""
    try:
        look_into(Copy(path, datetime.fromtimestamp(path.stat().st_mtime, UTC)), code, password)
    except Trouble as trouble:
        if trouble.code not in {"backup.damaged", "vault.damaged"}:
            raise
        return [Finding("verify.backup", "")]
    return []


def restore_file(
    opened: Opened, path: Path, password: str, now: datetime, progress: Progress | None = None
) -> Vault:
    """The backup as a new file at `path`, open; the password is that of the backup's day."""
    restore.put_back(opened, path, now, progress or Silent())
    return _without_erased(vaults.unlock(path, opened.staff_code, password), now)


def restore_with_new_password(
    opened: Opened,
    path: Path,
    typed_key: str,
    new_password: str,
    now: datetime,
    progress: Progress | None = None,
) -> Vault:
    """As `restore_file`, by the recovery key; the person's password is the new one from now on."""
    check_password(new_password)
    restore.put_back(opened, path, now, progress or Silent())
    return _without_erased(vaults.recover(path, typed_key, opened.staff_code, new_password, now), now)


def _without_erased(vault: Vault, now: datetime) -> Vault:
    try:
        restored.erase_again(vault, now)
    except BaseException:
        vault.close()
        raise
    return vault


def _last(vault: Vault) -> datetime | None:
    at = office_settings.setting(vault.db, backup.VERIFIED_AT, "")
    return datetime.fromisoformat(at) if at else None


def _remember_trouble(vault: Vault, trouble: Trouble) -> None:
    """A full disk of the file itself is told where somebody writes."""
    try:
        with vault.transaction() as db:
            office_settings.set_setting(db, TROUBLE, trouble.code)
    except Trouble:
        return


def _on_one_disk(path: Path, place: str) -> bool:
    try:
        return bool(place) and Path(place).stat().st_dev == path.stat().st_dev
    except OSError:
        return False
