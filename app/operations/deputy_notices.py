# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Who opened our Vertretungskopie: read from its place, verified, and shown until somebody has seen it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from app.domain.dates import berlin_date
from app.domain.deputy import CopyNotice, Opening
from app.domain.errors import Refusal
from app.operations import case_transfers
from app.operations.deputy_openings import OPENED, TAKEN
from app.operations.enrolment import kem_keys
from app.operations.known_offices import Colleague, colleagues
from storage import Connection, backup, cases, deputies, deputy_copy, journal, office_settings
from storage import known_offices as known
from storage.vault import Vault
from sync import deputy_copy as sealed
from sync.deputy_copy import Notice, Told


def hear(vault: Vault, now: datetime) -> bool:
    """What lies at the place of the backups and was not read before; True if there was something."""
    found = False
    for raw in _lying_there(vault):
        digest = sha256(raw).hexdigest()
        if not deputies.is_known(vault.db, digest):
            _keep(vault, raw, digest, now)
            found = True
    return found


def openings(vault: Vault) -> tuple[Opening, ...]:
    """What was done on each approval, the newest first; an alarm is told apart."""
    told = [each for each in deputies.notices(vault.db) if each.request is not None]
    numbers = cases.file_numbers(vault.db, [each.case_id for each in told if each.case_id])
    offices = {each.unit: each.name for each in known.offices(vault.db)}
    by_request: dict[str, list[CopyNotice]] = {}
    for each in told:
        by_request.setdefault(each.request or "", []).append(each)
    return tuple(_opening(lines, numbers, offices) for lines in by_request.values())


def alarms(vault: Vault) -> int:
    """How many files lay there that nobody vouches for, and nobody has seen yet."""
    return sum(each.kind == "alarm" and not each.seen for each in deputies.notices(vault.db))


def mark_seen(vault: Vault, requests: Iterable[str | None], now: datetime) -> None:
    """What was told of these approvals was read; None: the alarms were."""
    with vault.transaction() as db:
        for request in requests:
            deputies.mark_seen(db, request, now)
        journal.note(db, now, vault.actor, "deputy.notice_seen")


def _lying_there(vault: Vault) -> Iterator[bytes]:
    """Every file with the name of a notice, cut after what any may have; none where nobody can look."""
    place = office_settings.setting(vault.db, backup.PLACE, "")
    if not place:
        return
    home = deputy_copy.home_of(vault, Path(place))
    with suppress(OSError):
        for path in sorted(path for name in (OPENED, TAKEN) for path in home.glob(name.format("*"))):
            with path.open("rb") as file:
                yield file.read(sealed.CAP + 1)


def _keep(vault: Vault, raw: bytes, digest: str, now: datetime) -> None:
    try:
        deputy, lead, notice, told = _verified(vault.db, raw, now)
    except Refusal:
        with vault.transaction() as db:
            deputies.insert_notice(db, CopyNotice(digest, "alarm", now))
            journal.note(db, now, vault.actor, "deputy.notice_false")
        return
    taken = notice.taken
    new = CopyNotice(
        *(digest, "taken" if taken else "opened", notice.at, told.copied_at, told.request),
        *(deputy.office.unit, told.asked_by, lead.office.unit, told.approved_by, told.reason),
        case_id=taken.case if taken else None,
    )
    with vault.transaction() as db:
        deputies.insert_notice(db, new)
        if taken and cases.file_numbers(db, [taken.case]):
            day = berlin_date(notice.at)
            case_transfers.was_taken_over(db, taken.case, deputy.office, day, taken.content)
        journal.note(db, now, vault.actor, "deputy.notice_heard", deputy.office.unit)


def _verified(db: Connection, raw: bytes, now: datetime) -> tuple[Colleague, Colleague, Notice, Told]:
    """Who opened it, who agreed, and what both say; Refusal unless these are the two who are named."""
    kems, named = kem_keys(db), deputies.naming(db)
    if named is None:
        raise Refusal("deputy.unknown_office")
    deputy = _named(db, raw, named.deputy, now)
    notice = sealed.read_notice(raw, deputy.party, kems)
    lead = _named(db, notice.approval, named.lead, now)
    permission = sealed.verify_approval(notice.approval, lead.party)
    told = sealed.read_told(notice, permission, kems)
    if told.deputy != deputy.party.id:
        raise Refusal("deputy.other_deputy", office=deputy.office.name)
    return deputy, lead, notice, told


def _named(db: Connection, raw: bytes, unit: str, now: datetime) -> Colleague:
    sender = sealed.sender_of(raw)
    for each in colleagues(db, now):
        if (each.office.unit, each.party.signing_id) == (unit, sender):
            return each
    raise Refusal("deputy.unknown_office")


def _opening(lines: list[CopyNotice], numbers: dict[str, str], offices: dict[str, str]) -> Opening:
    """Lines of one approval, the newest first; an erased case has no number any more."""
    newest = lines[0]
    taken = [numbers.get(each.case_id, "–") for each in reversed(lines) if each.case_id]
    return Opening(
        request=newest.request or "",
        copied_at=newest.copied_at,
        deputy=offices.get(newest.deputy or "", ""),
        asked_by=newest.asked_by,
        lead=offices.get(newest.lead or "", ""),
        approved_by=newest.approved_by,
        reason=newest.reason,
        times=tuple(each.at for each in reversed(lines) if each.kind == "opened"),
        files=tuple(taken),
        seen=all(each.seen for each in lines),
    )
