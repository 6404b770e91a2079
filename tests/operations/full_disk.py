# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""A process whose disk is really full: each operation is tried with no page left, with two, with more.

Run it where it may mount: in a mount namespace of its own, which also ends the mount with the process.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path

from app.domain.client import Person
from app.domain.consent import WantedRelease
from app.domain.contact import NewContact
from app.domain.controller import Controller
from app.domain.errors import Trouble
from app.domain.intake import Intake
from app.domain.service import ServiceData
from app.operations import backups, cases, consents, contacts, directory, documents, intake_sheets
from storage import passwords, slot_files
from storage.connection import Connection
from storage.key_slots import Cost
from storage.vault import Vault, open_with_key
from tests.operations.every_write import content, differences

NOW, TODAY = datetime(2026, 11, 22, 9, 30, tzinfo=UTC), date(2026, 11, 22)
QUICK = Cost(memory_kib=8 * 1024, iterations=1, lanes=1)
PAGE, MOST_PAGES = 4096, 3000
DONE, HINDERED = "done", "backup_trouble"


def on_a_small_disk(template: Path, disk: Path) -> Path:
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=24m", "none", disk], check=True)
    for source in (template, *slot_files.paths(template)):
        shutil.copy(source, disk)
    return disk / template.name


def acts(opened: Vault, disk: Path, password: str) -> dict[str, Callable[[], object]]:
    """What is tried, each on what the ones before it left."""
    site = cases.add_site(opened, "SU", "Siegburg", "05382060", NOW)
    cases.set_controller(
        opened, Controller("Stadt", "KIM", "Markt 1", "1", "a@b.de", "x", "y", "DSGVO", 3), NOW
    )
    person = cases.take_in(opened, Intake(Person("Özdemir", "Gülşen"), site, TODAY, "self"), NOW)
    service = directory.add_service(opened, ServiceData("Wohnhilfe e. V.", "other"), NOW)
    rows = (WantedRelease(service, "name_contact", "secure_benefits", "to"),)
    consent = consents.prepare(opened, person.file_id, rows, "de", date(2027, 6, 30), NOW)
    paper = consents.print_notice(opened, consent, "", NOW)
    (disk / "sicherung").mkdir()
    backups.set_place(opened, str(disk / "sicherung"), NOW)
    long = NewContact("talk", TODAY, "Antrag abgelehnt. " * 2000)
    other = Intake(Person("Łęcka", "Ewa"), site, TODAY, "self")
    return {
        "contact": lambda: contacts.add_contact(opened, person.case_id, long, NOW),
        "intake": lambda: cases.take_in(opened, other, NOW),
        "paper": lambda: intake_sheets.print_intake(opened, person.case_id, "de", NOW),
        "outside": lambda: documents.save_document(opened, paper.id, disk / "blatt.pdf", NOW),
        "password": lambda: passwords.change_password(opened, password, password, NOW, QUICK),
        "backup": lambda: backups.back_up(opened, NOW),
    }


def ever_more() -> Iterator[int]:
    """Pages that are left: each second one at first, then in longer steps."""
    pages = 0
    while pages < MOST_PAGES:
        yield pages
        pages += max(2, pages // 4)


def tried(opened: Vault, act: Callable[[], object], filler: Path, free_pages: int) -> str:
    """With so many pages left: what was told, or "done"."""
    opened.db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    with filler.open("wb", buffering=0) as file:
        left = os.statvfs(filler.parent).f_bavail - free_pages
        file.write(bytes(max(0, left) * PAGE))
        before = state(opened, filler)
        told = answer_of(act)
        changed = differences(before, state(opened, filler)) if told != DONE else []
        file.truncate(0)
    assert not changed, (told, free_pages, changed)
    return told


def answer_of(act: Callable[[], object]) -> str:
    try:
        act()
    except Trouble as trouble:
        return trouble.code
    return DONE


def state(opened: Vault, filler: Path) -> dict[str, object]:
    """The content as another connection sees it, the ways in, and what lies around but for backups."""
    found = content(opened) | {"slots": slot_files.read(opened.path).slots}
    with closing(opened.second_reader()) as db:
        found["table office_setting"] = settings(db)
    own = opened.path.name
    around = (each for each in filler.parent.rglob("*") if each.is_file() and not each.name.startswith(own))
    return found | {
        str(each): each.stat().st_size for each in around if each != filler and "sicherung" not in each.parts
    }


def settings(db: Connection) -> list[tuple[str, str]]:
    """Without what the last backup was hindered by, which is remembered."""
    return list(db.execute("SELECT * FROM office_setting WHERE name <> ? ORDER BY name", (HINDERED,)))


def play(path: Path, key: bytes, password: str) -> dict[str, tuple[int, list[str]]]:
    """For each act how often it met the full disk before there was room, and what was told."""
    seen = {}
    with closing(open_with_key(path, "MB", key)) as opened:
        for name, act in acts(opened, path.parent, password).items():
            told = []
            for free_pages in ever_more():
                told.append(tried(opened, act, path.with_name("filler"), free_pages))
                if told[-1] == DONE:
                    break
            seen[name] = (len(told) - 1, sorted(set(told)))
    return seen


if __name__ == "__main__":
    template, disk, key, password = sys.argv[1:]
    print(json.dumps(play(on_a_small_disk(Path(template), Path(disk)), bytes.fromhex(key), password)))
