# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Catalogues of tables that come with the program: a newer one is shown in words, then taken; the Kreis's."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from app.domain.dates import berlin_date
from app.domain.errors import Refusal
from app.operations import release_audit, table_texts
from storage import Connection, code_lists, journal, publications, releases
from storage.vault import Vault
from sync import catalogue, tables
from sync.catalogue import Tables
from sync.tables import Catalogue
from sync.transport import CATALOGUE


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


@dataclass(frozen=True)
class Settled:
    """Which catalogue of tables the Kreis wants from when."""

    number: int
    valid_from: date


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


def begin_with(db: Connection, number: int | None, now: datetime) -> None:
    """An office that has not released anything starts with the tables of its Kreis: nothing changes there.

    What this program does not know is passed over.
    """
    taken = release_audit.catalogues(db)
    if number not in tables.SHIPPED or number <= taken[-1].number or releases.ledger(db):
        return
    new = tables.load(tables.raw(number), taken)
    releases.insert_catalogue(db, number, new.sha256, tables.raw(number), journal.utc_text(now))


def settled(db: Connection) -> Settled | None:
    """Which catalogue this Kreis wants from when, as it was published last."""
    last = publications.newest(db, "tables")
    if last is None:
        return None
    content = catalogue.decode(publications.raw(db, CATALOGUE, last)).content
    return Settled(content.catalogue, content.valid_from) if isinstance(content, Tables) else None


def in_force(db: Connection, day: date) -> int | None:
    """The number that applies on this day, if the Kreis has settled one."""
    found = settled(db)
    return found.number if found and found.valid_from <= day else None


def _only_in(one: Catalogue, other: Catalogue) -> list[str]:
    known = {table.id for table in other.tables}
    return [table.id for table in one.tables if table.id not in known]
