# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the Kreis gives back goes into the ledger of a restored file: no figure leaves twice in two forms.

The figures that left are known again; who was counted in them is not. Whoever counts in the file at hand
stands for them, and the next refresh waits for as many others as ever (privacy rules 3 and 5c).
"""

from __future__ import annotations

from datetime import UTC, datetime, time
from hashlib import sha256
from itertools import count

from app.domain.errors import Refusal
from app.domain.site import Site
from app.operations import release_audit
from app.operations.release_candidate import standing, state_key
from storage import Connection, epochs, journal, releases, sites
from storage.releases import Released
from storage.vault import Vault
from sync import protection, release
from sync.release import Release
from sync.returned import Returned
from sync.tables import Catalogue

_NOON = time(12)


def take(vault: Vault, db: Connection, content: Returned, now: datetime) -> int:
    """How many releases the ledger lacked, inside the caller's transaction; a second time changes nothing.

    Each stands there with the last day that it counts: when it was approved, nobody knows any more.

    Refusal if one is of another unit, contradicts the ledger, or belongs to a catalogue not taken yet.
    """
    unit = releases.unit(db)
    given = [(release.decode(payload), payload) for payload in content.releases]
    if unit is None or any(each.unit != unit.id for each, _ in given):
        raise Refusal("returned.for_another")
    for site in content.sites:
        _add_site(vault, db, site.id, site.name, now)
    given.sort(key=lambda each: (each[0].end, each[0].site))
    return sum(_take_one(vault, db, each, payload) for each, payload in given)


def _take_one(vault: Vault, db: Connection, given: Release, payload: bytes) -> bool:
    if given.site not in sites.codes_in_use(db):
        raise Refusal("release.foreign_site")
    held = releases.released(db, given.site, given.period)
    if held is not None and held.payload != payload:
        raise Refusal("returned.contradicts", period=given.period)
    if held is not None:
        return False
    catalogue = _catalogue(db, given)
    _adopt(db, catalogue, given)
    digest, left = sha256(payload).hexdigest(), datetime.combine(given.end, _NOON, UTC)
    new = Released(given.release_id, given.site, given.period, payload, digest, left)
    releases.insert_release(db, new, catalogue.number, vault.actor.id, ())
    epochs.put_returned_until(db, given.site, given.end)
    return True


def _adopt(db: Connection, catalogue: Catalogue, given: Release) -> None:
    """The states of its tables, as they were when it left."""
    before, members = standing(db, catalogue, given.site, given.end)
    shown = {table.id: table for table in given.person_tables()}
    states = {
        state_key(table, given.end.year): protection.state_bytes(
            protection.adopted(table, members[table.id], before[table.id], shown[table.id])
        )
        for table in catalogue.tables
    }
    releases.put_states(db, given.site, states)


def _catalogue(db: Connection, given: Release) -> Catalogue:
    """One that this file took, after the backup too if it came with the program."""
    release_audit.know(db, given.catalogue.number, given.end)
    for catalogue in release_audit.catalogues(db):
        if catalogue.number == given.catalogue.number:
            release.require_shape(given, catalogue)
            return catalogue
    raise Refusal("release.other_catalogue", number=given.catalogue.number)


def _add_site(vault: Vault, db: Connection, site_id: str, name: str, now: datetime) -> None:
    """A site that was opened after the backup, by the Kreis's name for it and in the first one's place."""
    used, held = sites.codes_in_use(db), sites.sites(db)
    if site_id in used:
        return
    code = next(code for number in count(1) if (code := f"NEU{number}") not in used.values())
    sites.insert_site(db, Site(site_id, code, name, held[0].municipality if held else ""))
    journal.note(db, now, vault.actor, "site.added", site_id)
