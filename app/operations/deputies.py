# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Vertretung: who is named, and the copy for them that goes with each backup."""

from __future__ import annotations

import uuid
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path

from app.domain.deputy import Naming
from app.domain.errors import Cancelled, InvalidInput, Refusal, Trouble
from app.domain.known_office import KnownOffice
from app.domain.progress import Progress, Silent
from app.operations import known_offices
from app.operations.enrolment import own_keys
from storage import Connection, backup, deputies, deputy_copy, journal, office_settings
from storage import known_offices as offices
from storage.migrate import Role
from storage.vault import Vault
from sync import deputy_copy as sealed
from sync.keys import OwnKeys, Party

COPIED_AT, TROUBLE, WANTED = "deputy_copied_at", "deputy_copy_trouble", "deputy_copy_wanted"
_NEVER_AGAIN = ("known_office.not_compared", "known_office.not_in_list", "deputy.other_controller")
"""Why the copy that is there must not wait for better days either."""


@dataclass(frozen=True)
class DeputyState:
    """Who is named; since when the newest copy stands, and the code of what hindered one since."""

    deputy: KnownOffice | None
    lead: KnownOffice | None
    copied_at: datetime | None
    trouble: str


def state(vault: Vault) -> DeputyState:
    named = deputies.naming(vault.db)
    both = [offices.office(vault.db, unit) for unit in (named.deputy, named.lead)] if named else [None, None]
    at = office_settings.setting(vault.db, COPIED_AT, "")
    trouble = office_settings.setting(vault.db, TROUBLE, "")
    return DeputyState(both[0], both[1], datetime.fromisoformat(at) if at else None, trouble)


def to_choose_from(vault: Vault, now: datetime) -> tuple[KnownOffice, ...]:
    """Offices of the own controller whose keys are vouched for."""
    return tuple(each.office for each in known_offices.colleagues(vault.db, now))


def name(vault: Vault, deputy: str, lead: str, now: datetime) -> None:
    """From the next backup on both together can open a copy; the one for others goes."""
    for field, unit in (("deputy", deputy), ("lead", lead)):
        if not unit:
            raise InvalidInput(field, f"deputy.{field}_missing")
        _require_ours(vault.db, unit, field)
        known_offices.party_to_seal_to(vault.db, unit, now)
    if deputy == lead:
        raise InvalidInput("lead", "deputy.same_twice")
    with vault.transaction() as db:
        deputies.name(db, Naming(deputy, lead), now)
        _want(db)
        journal.note(db, now, vault.actor, "deputy.named", deputy)


def name_nobody(vault: Vault, now: datetime) -> None:
    """The copy goes, as soon as its place can be reached."""
    with vault.transaction() as db:
        deputies.name(db, None, now)
        _want(db)
        journal.note(db, now, vault.actor, "deputy.nobody_named")


def asked_for(vault: Vault) -> str:
    """A mark of what asked for another copy, "" while the one at its place is right or there is no place."""
    if vault.role is not Role.CASE or not office_settings.setting(vault.db, backup.PLACE, ""):
        return ""
    return office_settings.setting(vault.db, WANTED, "")


def want_with_backup(db: Connection) -> None:
    """Within the transaction that records a backup: the copy is to follow it."""
    if deputies.naming(db) is not None:
        _want(db)


def renew(vault: Vault, now: datetime, progress: Progress | None = None) -> None:
    """The copy anew, or none where nobody is named; Trouble, which is remembered, leaves it wanted."""
    place = Path(office_settings.setting(vault.db, backup.PLACE, ""))
    wanted = office_settings.setting(vault.db, WANTED, "")
    try:
        named = deputies.naming(vault.db)
        if named is None:
            deputy_copy.remove_all(vault, place)
            copied_at = ""
        else:
            made = _make(vault, named, place, now, progress or Silent())
            copied_at = journal.utc_text(made.made_at)
    except Cancelled:
        raise
    except (Refusal, Trouble) as wrong:
        _give_way(vault, place, wrong, now)
        code = "deputy.keys_unusable" if isinstance(wrong, Refusal) else wrong.code
        _remember_trouble(vault, code)
        raise Trouble(code) from wrong
    with vault.transaction() as db:
        office_settings.set_setting(db, COPIED_AT, copied_at)
        office_settings.set_setting(db, TROUBLE, "")
        if wanted == office_settings.setting(db, WANTED, ""):
            office_settings.set_setting(db, WANTED, "")
        journal.note(db, now, vault.actor, "deputy.copy_made" if copied_at else "deputy.copy_removed")


def _make(
    vault: Vault, named: Naming, place: Path, now: datetime, progress: Progress
) -> deputy_copy.FoundCopy:
    db = vault.db
    for unit in (named.deputy, named.lead):
        _require_ours(db, unit, "deputy")
    deputy, lead = (known_offices.party_to_seal_to(db, unit, now) for unit in (named.deputy, named.lead))
    lock = partial(_key_file, own=known_offices.own_party(db), to=(deputy, lead), by=own_keys(db), now=now)
    return deputy_copy.make(vault, place, now, progress, lock)


def _key_file(
    key: bytes, database: str, own: Party, to: tuple[Party, Party], by: OwnKeys, now: datetime
) -> bytes:
    return sealed.lock(key, database, str(uuid.uuid4()), now.replace(microsecond=0), own, to, by)


def _give_way(vault: Vault, place: Path, wrong: Refusal | Trouble, now: datetime) -> None:
    """Where no new copy can be had the one before goes at once, or when it is too old."""
    with suppress(Trouble, OSError):
        if wrong.code in _NEVER_AGAIN:
            deputy_copy.remove_all(vault, place)
        deputy_copy.remove_old(vault, place, now)


def _require_ours(db: Connection, unit: str, field: str) -> None:
    known = offices.office(db, unit)
    if known is None:
        raise InvalidInput(field, "code.missing")
    if not known.same_controller:
        raise Refusal("deputy.other_controller", office=known.name)


def _want(db: Connection) -> None:
    """A mark that no later one is like."""
    office_settings.set_setting(db, WANTED, str(uuid.uuid4()))


def _remember_trouble(vault: Vault, code: str) -> None:
    """A full disk of the file itself is told where somebody writes."""
    with suppress(Trouble), vault.transaction() as db:
        office_settings.set_setting(db, TROUBLE, code)
