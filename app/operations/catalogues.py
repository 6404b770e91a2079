# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""A newer catalogue of tables that came with the program: shown in words, then taken as the next number."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app.domain.dates import berlin_date
from app.domain.errors import Refusal
from app.operations import release_audit, table_texts
from storage import code_lists, journal, releases
from storage.vault import Vault
from sync import tables
from sync.tables import Catalogue


@dataclass(frozen=True)
class Offer:
    """What a newer catalogue adds and drops, in words.

    `from_year`: where a year has begun with the older one its flows end with that, and this one begins then;
    None: with the next Meldung.
    """

    number: int
    added: tuple[str, ...]
    dropped: tuple[str, ...]
    from_year: int | None


def numbers() -> tuple[int, ...]:
    """The catalogues that come with the program, the newest last."""
    return tables.SHIPPED


def offered(vault: Vault, now: datetime) -> Offer | None:
    """The newest catalogue of the program, if this file has not taken it; None before there is a unit."""
    taken = release_audit.catalogues(vault.db)
    if not taken or tables.SHIPPED[-1] <= taken[-1].number:
        return None
    new, lists, year = tables.shipped(tables.SHIPPED[-1]), code_lists.load(vault.db), berlin_date(now).year
    begun = any(done.period.startswith(f"{year:04}-") for done in releases.ledger(vault.db))
    return Offer(
        new.number,
        tuple(table_texts.title(each, lists) for each in _only_in(new, taken[-1])),
        tuple(table_texts.title(each, lists) for each in _only_in(taken[-1], new)),
        year + 1 if begun else None,
    )


def take(vault: Vault, number: int, now: datetime) -> None:
    """From now on it is this file's newest catalogue; checked together with all that were taken before."""
    if (offer := offered(vault, now)) is None or offer.number != number:
        raise Refusal("catalogue.nothing_new")
    raw = tables.raw(number)
    with vault.transaction() as db:
        new = tables.load(raw, release_audit.catalogues(db))
        releases.insert_catalogue(db, new.number, new.sha256, raw, journal.utc_text(now))
        journal.note(db, now, vault.actor, "reporting.catalogue_taken", str(number))


def _only_in(one: Catalogue, other: Catalogue) -> list[str]:
    known = {table.id for table in other.tables}
    return [table.id for table in one.tables if table.id not in known]
