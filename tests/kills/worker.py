# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""A process that does one act again and again until it is killed, and tells each one that is done."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from app.domain.contact import NewContact
from app.domain.progress import Silent
from app.operations import cases, contacts, district, reporting, vaults
from storage import deputy_copy, passwords, vault
from storage.key_slots import Cost

NOW = datetime(2022, 11, 22, 9, 30, tzinfo=UTC)
QUICK = Cost(memory_kib=8 * 1024, iterations=1, lanes=1)


def saving(file: Path, code: str, key: str) -> Iterator[str]:
    """A contact after the other; the id of each."""
    opened = vault.open_with_key(file, code, bytes.fromhex(key))
    (line,) = cases.case_list(opened, "")
    yield "begun"
    while True:
        yield contacts.add_contact(opened, line.case_id, NewContact("talk", NOW.date(), "Satz. " * 99), NOW)


def releasing(file: Path, code: str, key: str) -> Iterator[str]:
    """A month after the other; the period of each."""
    opened = vault.open_with_key(file, code, bytes.fromhex(key))
    (site,) = cases.sites(opened)
    done = len(reporting.ledger(opened))
    yield "begun"
    for number in range(done, 400):
        until = date(2022 + (number + 1) // 12, (number + 1) % 12 + 1, 1) - timedelta(days=1)
        now = datetime(until.year, until.month, until.day, 12, tzinfo=UTC)
        reporting.release(opened, site.id, f"{until:%Y-%m}", until, now)
        yield f"{until:%Y-%m}"


def receiving(file: Path, code: str, key: str) -> Iterator[str]:
    """What lies in the exchange folder; how many releases came."""
    opened = vault.open_with_key(file, code, bytes.fromhex(key))
    yield "begun"
    yield str(district.fetch(opened, NOW).accepted)


def migrating(file: Path, code: str, password: str) -> Iterator[str]:
    """A file of an older schema is opened."""
    yield "begun"
    vaults.unlock(file, code, password).close()
    yield "open"


def changing_password(file: Path, code: str, key: str, password: str, first: str) -> Iterator[str]:
    """Another password after the other; the number of each."""
    opened = vault.open_with_key(file, code, bytes.fromhex(key))
    yield "begun"
    for number in range(int(first), int(first) + 10_000):
        new = numbered(number)
        passwords.change_password(opened, password, new, NOW, QUICK)
        password = new
        yield str(number)


def writing_anew(file: Path, code: str, key: str) -> Iterator[str]:
    """What an erasure left is overwritten again and again."""
    opened = vault.open_with_key(file, code, bytes.fromhex(key))
    yield "begun"
    while True:
        yield str(opened.write_anew(Silent()))


def copying(file: Path, code: str, key: str, place: str) -> Iterator[str]:
    """A Vertretungskopie after the other, each with its key lying open; the name of each."""
    opened = vault.open_with_key(file, code, bytes.fromhex(key))
    yield "begun"
    while True:
        made = deputy_copy.make(opened, Path(place), NOW, Silent(), lambda key, _sha256: key)
        yield made.folder.name


def numbered(number: int) -> str:
    return f"Kennwort Nummer {number} am Kai"


ACTS: dict[str, Callable[..., Iterator[str]]] = {
    act.__name__: act
    for act in (saving, releasing, receiving, migrating, changing_password, writing_anew, copying)
}

if __name__ == "__main__":
    act, name, *more = sys.argv[1:]
    for said in ACTS[act](Path(name), *more):
        print(said, flush=True)
