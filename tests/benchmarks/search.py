# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Searching cases while typing: the encrypted file against plain SQLite with the same tables and LIKE."""

from __future__ import annotations

import sqlite3
import uuid
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from statistics import median
from time import perf_counter

from app.demo.people import newcomers
from app.domain.case import File, erase_day, file_number
from app.domain.client import Client
from app.domain.contact import Contact
from app.domain.names import search_form, stripped_form
from app.operations import cases, vaults
from app.operations.vaults import Vault
from storage import cases as stored
from storage import clients, contacts, follow_ups
from storage.connection import Connection

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
TODAY = NOW.date()
PASSWORD = "vier gelbe Enten am Rhein"
RUNS = 25

_PLAIN = """
    SELECT c.id, p.family_name, p.given_names, f.number, p.birth_date, c.status,
        (SELECT title FROM follow_up WHERE case_id = c.id AND state = 'open' ORDER BY due_on LIMIT 1),
        (SELECT min(due_on) FROM follow_up WHERE case_id = c.id AND state = 'open'),
        (SELECT max(held_on) FROM contact WHERE case_id = c.id AND kind <> 'attempt'), f.basis IS NULL
    FROM client AS p JOIN file AS f ON f.client_id = p.id JOIN client_case AS c ON c.file_id = f.id
    WHERE c.status <> 'closed' AND (p.search_form LIKE ?1 OR p.stripped_form LIKE ?2
        OR p.native_name LIKE ?3 OR f.number LIKE ?3 OR p.birth_date LIKE ?3
        OR p.id IN (SELECT client_id FROM contact_channel WHERE kind = 'phone' AND value LIKE ?3))
    ORDER BY p.search_form"""


@dataclass(frozen=True)
class Comparison:
    """Medians in milliseconds of one query on both sides, and how many cases both found."""

    query: str
    found: int
    ours: float
    plain: float


def fill(folder: Path, count: int) -> Vault:
    """A new encrypted file with so many invented clients, each with a case, two contacts and a follow-up."""
    vault = vaults.create_case_file(
        folder / "akten.kim", "MB", "Meral Böhm", PASSWORD, NOW, vaults.FLOOR
    ).vault
    site = cases.add_site(vault, "SU", "Siegburg Mitte", "05382060", NOW)
    people = islice(newcomers(1, TODAY, "05382060", "Siegburg"), count)
    with vault.transaction() as db:
        for number, (person, _) in enumerate(people, 1):
            client = Client(str(uuid.uuid4()), person)
            clients.insert_client(db, client, NOW)
            _open_case(db, client.id, site, vault.actor.id, number)
    return vault


def copy_in_the_clear(vault: Vault, path: Path) -> sqlite3.Connection:
    """The same tables and rows in an ordinary SQLite file; the people are invented."""
    vault.db.execute("ATTACH DATABASE ? AS plain KEY ''", (str(path),))
    vault.db.execute("SELECT sqlcipher_export('plain')").fetchall()
    vault.db.execute("DETACH DATABASE plain")
    plain = sqlite3.connect(path)
    plain.execute("PRAGMA cache_size = -65536")
    return plain


def queries(vault: Vault) -> tuple[str, ...]:
    """What people type: a name's beginning, another spelling, two letters, a file number, a phone number."""
    (phone,) = vault.db.execute("SELECT value FROM contact_channel ORDER BY rowid DESC LIMIT 1").fetchone()
    (number,) = vault.db.execute("SELECT number FROM file ORDER BY rowid DESC LIMIT 1").fetchone()
    return ("Nguy", "Oezdemir", "Ng", number, phone)


def ours(vault: Vault, query: str) -> list[str]:
    return [line.case_id for line in cases.case_list(vault, query)]


def plainly(plain: sqlite3.Connection, query: str) -> list[str]:
    name, bare = f"%{search_form(query)}%", f"%{stripped_form(query)}%"
    return [row[0] for row in plain.execute(_PLAIN, (name, bare, f"%{query}%")).fetchall()]


def compare(folder: Path, count: int) -> list[Comparison]:
    """Every query on both sides, in turns, after one warm-up run that also proves equal answers."""
    with (
        closing(fill(folder, count)) as vault,
        closing(copy_in_the_clear(vault, folder / "plain.db")) as plain,
    ):
        return [_compared(vault, plain, query) for query in queries(vault)]


def _compared(vault: Vault, plain: sqlite3.Connection, query: str) -> Comparison:
    found = ours(vault, query)
    if sorted(found) != sorted(plainly(plain, query)):
        raise ValueError(f"both sides must find the same for {query}")
    sides: Sequence[Callable[[], object]] = (lambda: ours(vault, query), lambda: plainly(plain, query))
    times = [[_milliseconds(side) for side in sides] for _ in range(RUNS)]
    encrypted, clear = zip(*times, strict=True)
    return Comparison(query, len(found), median(encrypted), median(clear))


def _milliseconds(act: Callable[[], object]) -> float:
    begun = perf_counter()
    act()
    return (perf_counter() - begun) * 1000


def _open_case(db: Connection, client_id: str, site_id: str, staff_id: str, number: int) -> None:
    begun = TODAY - timedelta(days=number % 300 + 30)
    name = file_number("SU", begun.year, number)
    file = File(str(uuid.uuid4()), client_id, name, None, None, begun, erase_day(begun))
    stored.insert_file(db, file)
    case_id = stored.insert_case(db, file.id, site_id, begun, staff_id)
    for days in (0, 20):
        held_on = begun + timedelta(days=days)
        contact = Contact(
            str(uuid.uuid4()), case_id, "talk", held_on, "Antrag zusammen ausgefüllt.", 30, 1, 0
        )
        contacts.insert_contact(db, contact, site_id, "counselling", staff_id, NOW)
    follow_ups.insert_follow_up(db, case_id, TODAY + timedelta(days=number % 40), "Bescheid nachfragen")
