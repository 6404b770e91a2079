# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Two open a Vertretungskopie: the deputy asks, the lead agrees, and the absent office is told first."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from app.domain.deputy import check_reason
from app.domain.errors import Refusal, Trouble
from app.domain.known_office import KnownOffice
from app.operations.case_contents import clean
from app.operations.documents import write_with_record
from app.operations.enrolment import kem_keys, own_keys, signing_keys
from app.operations.known_offices import Colleague, colleagues, own_party
from storage import Connection, backup, deputy_copy, journal
from storage.deputy_copy import FoundCopy
from storage.vault import Vault
from sync import deputy_copy as sealed
from sync.deputy_copy import ForLead, Kems, Notice, Permission, Request, Seen, Told
from sync.keys import key_id

OPENED, TAKEN = "geoeffnet-{}.kim-vertretung", "uebernommen-{}.kim-vertretung"
"""Names of notices beside the copy."""


@dataclass(frozen=True)
class Asked:
    """A request as the lead sees it: who is absent, of what day the copy is, who asks and why."""

    id: str
    office: Colleague
    deputy: Colleague
    asked_by: str
    reason: str
    copied_at: datetime
    seen: Seen
    for_lead: ForLead


@dataclass(frozen=True)
class OpenCopy:
    """The absent office's file, only to be read; what the lead signed goes with every further notice."""

    reader: Vault
    office: Colleague
    copied_at: datetime
    copy: FoundCopy
    approval: bytes
    told: bytes

    def close(self) -> None:
        """The key is forgotten; again is harmless."""
        self.reader.close()


@dataclass(frozen=True)
class _Copy:
    """A copy that is sealed to this office, its key file verified."""

    found: FoundCopy
    office: Colleague
    raw: bytes
    seen: Seen


def ask(vault: Vault, folder: Path, reason: str, target: Path, now: datetime) -> KnownOffice:
    """The request at `target`, for the lead; returns whose copy it is about."""
    words = clean(check_reason(reason))
    with _in_own_words():
        copy = _newest(_for_us(vault.db, folder, now))
        lead = _by_kem(vault.db, copy.seen.outside.lead, now)
        letter, request = str(uuid.uuid4()), Request(copy.raw, clean(vault.actor.name), words)
        raw = sealed.ask(request, letter, own_party(vault.db), lead.party, own_keys(vault.db))
    with vault.transaction() as db:
        journal.note(db, now, vault.actor, "deputy.opening_asked", copy.office.office.unit)
        write_with_record(vault, target, raw)
    return copy.office.office


def look_at_request(vault: Vault, path: Path, now: datetime) -> Asked:
    """What is asked of this office as a lead; Refusal `deputy.*` where it is altered or somebody else's."""
    kems = kem_keys(vault.db)
    with _in_own_words():
        raw = _read(path)
        deputy = _by_sender(vault.db, raw, now)
        letter, request = sealed.read_request(raw, deputy.party, kems)
        office = _by_sender(vault.db, request.key_file, now)
        seen = sealed.see(request.key_file, office.party)
        for_lead = _for_lead(seen, kems)
    if for_lead.office != office.party.id:
        raise Refusal("deputy.damaged")
    if for_lead.deputy != deputy.party.id:
        raise Refusal("deputy.other_deputy", office=deputy.office.name)
    words = request.asked_by, request.reason
    return Asked(letter, office, deputy, *words, for_lead.copied_at, seen, for_lead)


def approve(vault: Vault, asked: Asked, target: Path, now: datetime) -> None:
    """The approval at `target`, for the deputy; it stands in this office's journal."""
    told = Told(
        *(asked.id, asked.copied_at, asked.deputy.party.id, asked.asked_by, asked.reason),
        *(clean(vault.actor.name), now.replace(microsecond=0)),
    )
    to = asked.deputy.party, asked.office.party
    own, by = own_party(vault.db), own_keys(vault.db)
    raw = sealed.approve(told, asked.seen, asked.for_lead.sealed, own, to, by)
    with vault.transaction() as db:
        journal.note(db, now, vault.actor, "deputy.opening_approved", asked.office.office.unit)
        write_with_record(vault, target, raw)


def open_copy(vault: Vault, folder: Path, approval: Path, now: datetime) -> OpenCopy:
    """The copy to read; where the absent office cannot be told of it nothing opens."""
    kems = kem_keys(vault.db)
    with _in_own_words():
        raw = _read(approval)
        lead = _by_sender(vault.db, raw, now)
        permission = sealed.verify_approval(raw, lead.party)
        copy = _meant(_for_us(vault.db, folder, now), permission, lead)
        agreed = sealed.open_approval(permission, kems)
        key = sealed.open_key(copy.seen, agreed.sealed, kems)
    if deputy_copy.sha256_of(copy.found.database) != copy.seen.outside.database:
        raise Refusal("deputy.damaged")
    with vault.transaction() as db:
        journal.note(db, now, vault.actor, "deputy.copy_opened", copy.office.office.unit)
        leave_notice(
            vault, copy.found, copy.office, Notice(now.replace(microsecond=0), None, raw, agreed.told), now
        )
    reader = deputy_copy.open_copy(copy.found, key, vault.actor)
    return OpenCopy(reader, copy.office, copy.found.made_at, copy.found, raw, agreed.told)


def leave_notice(vault: Vault, copy: FoundCopy, office: Colleague, notice: Notice, now: datetime) -> None:
    """Within the caller's transaction; Trouble where the place does not take it."""
    own, by = own_party(vault.db), own_keys(vault.db)
    raw = sealed.tell(notice, str(uuid.uuid4()), own, office.party, by)
    path = backup.free(copy.home, now, TAKEN if notice.taken else OPENED)
    try:
        write_with_record(vault, path, raw)
    except Trouble as trouble:
        raise Trouble("deputy.notice_not_written") from trouble


def _for_us(db: Connection, folder: Path, now: datetime) -> Iterator[_Copy]:
    """Of all that lie there, the newest first; Refusal for the first that cannot be believed."""
    kems = kem_keys(db)
    for found in deputy_copy.found(folder):
        raw = _read(found.folder / deputy_copy.KEY_FILE)
        office = _by_sender(db, raw, now)
        seen = sealed.see(raw, office.party)
        if seen.outside.deputy in kems:
            yield _Copy(found, office, raw, seen)


def _newest(copies: Iterator[_Copy]) -> _Copy:
    copy = next(copies, None)
    if copy is None:
        raise Refusal("deputy.no_copy")
    return copy


def _meant(copies: Iterator[_Copy], permission: Permission, lead: Colleague) -> _Copy:
    """The one that was asked about; a newer one has taken its place, or another one was chosen."""
    copy = next((each for each in copies if each.seen.sha256 == permission.outside.copy), None)
    if copy is None:
        raise Refusal("deputy.other_copy")
    if copy.seen.outside.lead != lead.party.kem_id:
        raise Refusal("deputy.other_lead")
    return copy


def _for_lead(seen: Seen, kems: Kems) -> ForLead:
    if seen.outside.lead not in kems:
        raise Refusal("deputy.other_lead")
    return sealed.open_for_lead(seen, kems)


def _by_sender(db: Connection, raw: bytes, now: datetime) -> Colleague:
    """Which office of ours wrote this; what comes from here was chosen by mistake."""
    sender = sealed.sender_of(raw)
    if sender in map(key_id, signing_keys(db)):
        raise Refusal("deputy.wrong_file")
    return _known(each for each in colleagues(db, now) if each.party.signing_id == sender)


def _by_kem(db: Connection, kem: str, now: datetime) -> Colleague:
    return _known(each for each in colleagues(db, now) if each.party.kem_id == kem)


def _known(meant: Iterator[Colleague]) -> Colleague:
    found = next(meant, None)
    if found is None:
        raise Refusal("deputy.unknown_office")
    return found


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(sealed.CAP + 1)[: sealed.CAP]
    except OSError as error:
        raise Trouble("deputy.not_readable") from error


@contextmanager
def _in_own_words() -> Iterator[None]:
    """Which of the few things is wrong that a person can do something about."""
    try:
        yield
    except Refusal as refusal:
        if not refusal.code.startswith(("packet.", "keys.")):
            raise
        raise Refusal(_SAID.get(refusal.code, "deputy.damaged")) from refusal


_SAID = {
    "packet.not_ours": "deputy.wrong_file",
    "packet.wrong_kind": "deputy.wrong_file",
    "packet.bad_header": "deputy.wrong_file",
    "packet.newer": "deputy.other_program",
    "packet.not_for_us": "deputy.not_for_us",
}
