# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""What this office rounds by: its key, and the officer's line if one was taken before the first release."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from app.domain.dates import berlin_date
from app.domain.errors import InvalidInput, Refusal
from app.operations.enrolment import ensure_unit, outstation_party, own_keys, require_same
from storage import Connection, journal, offset_lines
from storage.offset_lines import HeldLine
from storage.releases import Unit
from storage.vault import Vault
from sync import keys, offset_sheet
from sync.protection import Offsets


@dataclass(frozen=True)
class OffsetLineState:
    """The line that was taken; it holds once both people have compared `fingerprint`."""

    fingerprint: str
    confirmed: bool


def take_offset_line(vault: Vault, raw: bytes, now: datetime) -> str:
    """Takes this outstation's line; returns the fingerprint to be compared with the officer.

    Only before the first release; one that was not confirmed may be replaced.
    """
    own = outstation_party(vault.db, ensure_unit(vault, now))
    _require_open(vault.db)
    taken = offset_sheet.read_line(raw, own, own_keys(vault.db))
    fingerprint = keys.fingerprint(own, taken.officer)
    with vault.transaction() as db:
        held = HeldLine(taken.officer.signing, fingerprint, taken.payload, None)
        offset_lines.put(db, held, journal.utc_text(now))
        journal.note(db, now, vault.actor, "reporting.offset_line_taken")
    return fingerprint


def confirm_offset_line(vault: Vault, fingerprint: str, now: datetime) -> None:
    """From now on the line holds, for ever; `fingerprint` is what the officer read out."""
    held = offset_lines.held(vault.db)
    if held is None:
        raise Refusal("offsets.no_line")
    _require_open(vault.db)
    require_same(fingerprint, held.fingerprint)
    with vault.transaction() as db:
        offset_lines.confirm(db, journal.utc_text(now))
        journal.note(db, now, vault.actor, "reporting.offset_line_confirmed")


def offset_line_state(vault: Vault) -> OffsetLineState | None:
    """None if this office rounds by its own key alone."""
    held = offset_lines.held(vault.db)
    return OffsetLineState(held.fingerprint, held.confirmed_at is not None) if held else None


def offsets_are_open(vault: Vault) -> bool:
    """Whether a line may still be taken: nothing has been released, and none is confirmed."""
    held = offset_lines.held(vault.db)
    return nothing_released(vault) and (held is None or held.confirmed_at is None)


def nothing_released(vault: Vault) -> bool:
    """Whether it is still open how this office's figures are rounded and whom they count."""
    return not offset_lines.are_frozen(vault.db)


def follow_lost_file(vault: Vault, reported_until: date | None, now: datetime) -> None:
    """This file stands in for a lost one that reported up to that day; only before the first release.

    Whom that one may have counted is not counted again in that year, and stocks start with the next
    (privacy rule 5d).
    """
    ensure_unit(vault, now)
    if reported_until is None:
        raise InvalidInput("reported_until", "offsets.day_missing")
    if reported_until > berlin_date(now):
        raise InvalidInput("reported_until", "case.day_in_future")
    if offset_lines.are_frozen(vault.db):
        raise Refusal("offsets.too_late")
    with vault.transaction() as db:
        offset_lines.set_lost_until(db, reported_until, journal.utc_text(now))
        journal.note(db, now, vault.actor, "reporting.follows_lost_file")


def lost_until(vault: Vault) -> date | None:
    """Up to when a lost file reported what this one now holds."""
    return offset_lines.lost_until(vault.db)


def offsets_of(db: Connection, unit: Unit, site_id: str, year: int) -> Offsets:
    """What the unit's figures of a site and year are rounded by."""
    held = offset_lines.held(db)
    if held is None or held.confirmed_at is None:
        return Offsets(unit.offset_key)
    line = offset_sheet.parse_line(held.line)
    return Offsets(unit.offset_key, offset_sheet.offsets(line, site_id, year))


def _require_open(db: Connection) -> None:
    if offset_lines.are_frozen(db):
        raise Refusal("offsets.too_late")
    held = offset_lines.held(db)
    if held is not None and held.confirmed_at is not None:
        raise Refusal("offsets.already_confirmed")
