# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the Kreis says to all offices: heard in the exchange, kept until somebody here takes it."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, cast

from app.domain.errors import Refusal
from app.domain.template_pack import check_newer, made_at
from app.operations import catalogues
from storage import Connection, journal, template_packs
from storage import news as stored
from storage.news import Item
from storage.vault import Vault
from sync import catalogue, signed, tables
from sync import template_pack as sent
from sync.catalogue import Directory, Groups, Tables
from sync.keys import Party
from sync.transport import CATALOGUE, Transport

Kind = Literal["templates", "directory", "tables", "groups"]

_LARGEST = max(signed.SIZE_CAPS["catalogue"], signed.SIZE_CAPS["templates"])


@dataclass(frozen=True)
class News:
    """Something to look at; `alarm` is the code of what forbids to take it.

    `valid_from`: the day from which the Kreis wants it, for tables only.
    """

    kind: Kind
    number: int
    made: datetime
    alarm: str | None = None
    valid_from: date | None = None


def hear(vault: Vault, way: Transport, other: Party, now: datetime) -> bool:
    """Every file that was not read before; what is broken, foreign or older changes nothing here.

    True if there is something to look at that was not there before.
    """
    known, before = stored.heard_files(vault.db), stored.newest(vault.db)
    for name in way.list(CATALOGUE):
        if catalogue.is_one(name) and name not in known:
            with suppress(Refusal):
                raw = way.get(CATALOGUE, name, _LARGEST)
                _keep(vault, name, _checked(raw, other, now), raw, now)
    return stored.newest(vault.db) != before


def news(vault: Vault, now: datetime) -> tuple[News, ...]:
    """What waits, and alarms."""
    found = (_shown(vault, item, now) for item in stored.newest(vault.db))
    return tuple(each for each in found if each is not None)


def waiting_templates(vault: Vault) -> bytes:
    """The signed pack, to be looked at and taken like one that came as a file."""
    _waiting(vault.db, "templates")
    raw = stored.raw(vault.db, "templates")
    assert raw is not None
    return raw


def waiting_number(vault: Vault, kind: Kind) -> int:
    """Of what can be taken now; Refusal if nothing can."""
    return _waiting(vault.db, kind).number


def waiting_content(vault: Vault, kind: Kind) -> Directory | Tables | Groups:
    """What waits; Refusal if nothing can be taken."""
    _waiting(vault.db, kind)
    content = _content(vault.db, kind)
    assert content is not None
    return content


def _checked(raw: bytes, other: Party, now: datetime) -> Item:
    """Signed by this Kreis and whole; Refusal otherwise, also for what its clock made too early."""
    if raw.startswith(signed.prefix("templates")):
        pack, document = sent.open_pack(raw, other.signing)
        item = Item("templates", pack.number, document.sha256)
    else:
        found, sha256 = catalogue.read(raw, other)
        item = Item(found.kind, found.number, sha256)
    check_newer(item.number, None, now)
    return item


def _keep(vault: Vault, name: str, item: Item, raw: bytes, now: datetime) -> None:
    """The newest of its kind; another one of the same number is an alarm, and the first one stays."""
    before = stored.of_kind(vault.db, item.kind)
    with vault.transaction() as db:
        stored.remember_file(db, name)
        if before is None or item.number > before.number:
            stored.put(db, item, raw, journal.utc_text(now))
        elif item.number == before.number and item.sha256 != before.sha256:
            stored.contradict(db, item.kind)
            journal.note(db, now, vault.actor, "reporting.contradicted", str(item.number))


def _shown(vault: Vault, item: Item, now: datetime) -> News | None:
    kind, alarm = cast(Kind, item.kind), "way_back.contradicted" if item.contradicted else None
    if alarm is None and not item.waiting:
        return None
    if kind == "templates" and _has_templates(vault.db, item.number):
        return None
    made = made_at(item.number)
    if kind != "tables" or alarm is not None:
        return News(kind, item.number, made, alarm)
    return _shown_tables(vault, item.number, made, now)


def _shown_tables(vault: Vault, number: int, made: datetime, now: datetime) -> News | None:
    """What the program does not know, or knows otherwise, cannot be taken; what was taken is no news."""
    content = _content(vault.db, "tables")
    assert isinstance(content, Tables)
    if content.catalogue not in tables.SHIPPED:
        return News("tables", number, made, "way_back.program_too_old", content.valid_from)
    if tables.shipped(content.catalogue).sha256 != content.sha256:
        return News("tables", number, made, "way_back.other_tables", content.valid_from)
    offer = catalogues.offered(vault, now)
    if offer is None or offer.number != content.catalogue:
        return None
    return News("tables", number, made, None, content.valid_from)


def _has_templates(db: Connection, number: int) -> bool:
    kept = template_packs.newest(db)
    return kept is not None and kept.number >= number


def _waiting(db: Connection, kind: Kind) -> Item:
    item = stored.of_kind(db, kind)
    if item is None or not item.waiting:
        raise Refusal("way_back.gone")
    if item.contradicted:
        raise Refusal("way_back.contradicted")
    return item


def _content(db: Connection, kind: Kind) -> Directory | Tables | Groups | None:
    """It was checked when it was heard."""
    raw = stored.raw(db, kind)
    return catalogue.decode(raw).content if raw is not None else None
