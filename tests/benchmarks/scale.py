# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""A file as large as a whole office: what opening a page costs there, and what its queries cost plain SQLite.

The queries a page really asks are written down while it opens, and asked again on an ordinary SQLite file
with the same rows.
"""

from __future__ import annotations

import sqlite3
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from itertools import cycle, islice
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication

from app.domain.blank_set import WantedSets
from app.domain.controller import Controller
from app.operations import blank_sets, cases
from app.operations.vaults import Vault
from storage.connection import Connection
from storage.journal import utc_text
from tests.benchmarks import search
from tests.benchmarks.search import NOW, TODAY
from ui.application import make_window
from ui.case_page import TABS
from ui.cases_page import AT_ONCE
from ui.office_page import AREAS
from ui.places import SHOWN_NOTES
from ui.robot import Robot

CLIENTS, CONTACTS, LONGEST_CASE = 2_000, 100_000, 2_000
RUNS = 20
ELSEWHERE = "connection"
"""The page one comes from: a small one, so that the page asked for is built anew."""

_CONTROLLER = Controller(
    "Musterkreis",
    "Kommunales Integrationsmanagement",
    "Am Markt 1\n53721 Musterstadt",
    "02241 000000",
    "kim@kreis.example",
    "Behördliche Datenschutzbeauftragte",
    "LDI NRW",
    "DSGVO",
    3,
)
_KINDS = (("talk", "counselling"), ("phone", "email_phone"), ("email", "email_phone"), ("attempt", None))
_WORDS = (
    "Antrag zusammen ausgefüllt, Unterlagen fehlen noch.",
    "Rückruf vom Jobcenter: Bescheid kommt nächste Woche.",
    "Sprachkurs angefragt, Warteliste bis März.",
    "Wohnungsbesichtigung am Freitag, Übersetzung besprochen.",
    "Kita-Platz: Absage, neue Anfrage an zwei Träger gestellt.",
)


@dataclass(frozen=True)
class Measured:
    """Milliseconds of one page or keystroke: middle, 95th percentile, and its queries on plain SQLite."""

    name: str
    middle: float
    slow: float
    plain: float


def fill(
    folder: Path, clients: int = CLIENTS, contacts: int = CONTACTS, longest: int = LONGEST_CASE
) -> Vault:
    """An encrypted file with so many invented people and contacts; the first case has `longest` of them."""
    vault = search.fill(folder, clients)
    with vault.transaction() as db:
        _add_circles(db)
        _add_consents(db)
        _add_contacts(db, vault.actor.id, contacts, longest)
    cases.set_controller(vault, _CONTROLLER, NOW)
    blank_sets.print_sets(vault, WantedSets(1, "de"), NOW)
    vault.db.execute("ANALYZE")
    return vault


def longest_case(vault: Vault) -> str:
    """The case with most contacts."""
    query = "SELECT case_id FROM contact GROUP BY case_id ORDER BY count(*) DESC LIMIT 1"
    return str(vault.db.execute(query).fetchone()[0])


def measure(
    name: str,
    vault: Vault,
    plain: sqlite3.Connection,
    act: Callable[[], object],
    before: Callable[[], object] = lambda: None,
) -> Measured:
    """The act so many times, and what its queries take on the plain side; once beforehand without counting.

    `before` is done each time and not timed.
    """
    _milliseconds(act, before)
    times = [_milliseconds(act, before) for _ in range(RUNS)]
    before()
    with _listening(vault.db) as heard:
        act()
    asked = [sql for sql in heard if sql.lstrip().upper().startswith(("SELECT", "WITH"))]
    plainly = [_milliseconds(lambda: [plain.execute(sql).fetchall() for sql in asked]) for _ in range(RUNS)]
    return Measured(name, median(times), quantiles(times, n=20)[-1], median(plainly))


def sit(vault: Vault) -> Robot:
    """The program's window on the open file."""
    window = make_window(vault.path, lambda: NOW)
    window.open(vault)
    window.resize(1366, 768)
    window.show()
    robot = Robot(window)
    robot.settle()
    return robot


def open_pages(robot: Robot, vault: Vault, plain: sqlite3.Connection) -> Iterator[Measured]:
    """Every page of the navigation and every tab of the longest case, from the key to the painted window."""
    case_id, about = longest_case(vault), {"blank_set": [each.id for each in blank_sets.open_sets(vault)]}
    in_parts = ("case", "office", ELSEWHERE)
    others = (place for place in robot.shell().workplace.places if place.key not in in_parts)
    places = {place.label: (place.key, *about.get(place.key, ())) for place in others}
    areas = {f"Büro: {word}": ("office", key) for key, (word, _) in AREAS.items()}
    tabs = {f"Fall: {word}": ("case", case_id, key) for key, (word, _) in TABS.items()}
    for name, goal in {**places, **areas, **tabs}.items():
        yield measure(name, vault, plain, partial(_arrive, robot, *goal), partial(robot.go, ELSEWHERE))


def type_names(vault: Vault, plain: sqlite3.Connection) -> Iterator[Measured]:
    """Search as you type: each keystroke of two names and of a birth date."""
    for whole in ("oezdemir", "nguyen", "03/19"):
        for length in range(1, len(whole) + 1):
            typed = whole[:length]
            yield measure(f"„{typed}“", vault, plain, partial(_found, vault, typed))


def search_notes(vault: Vault, plain: sqlite3.Connection) -> Iterator[Measured]:
    """Full text over all notes: a word of many, a phrase of one, two letters without an index."""
    for typed in ("Bescheid", "Vermerk 77123", "Ki"):
        yield measure(f"„{typed}“", vault, plain, partial(cases.search_notes, vault, typed, SHOWN_NOTES))


def _found(vault: Vault, typed: str) -> None:
    """What the page asks for at a keystroke: those it shows, and how many there are."""
    if len(cases.case_list(vault, typed, at_most=AT_ONCE)) == AT_ONCE:
        cases.case_count(vault, typed)


def _arrive(robot: Robot, key: str, *about: str) -> None:
    """Build the page and paint it until nothing moves; work begun beside the windows is not waited for."""
    seen = _Paintings()
    robot.window.installEventFilter(seen)
    robot.shell().go(key, *about)
    assert seen.anew(), f"{key} was not painted"
    while seen.anew():
        pass
    robot.window.removeEventFilter(seen)


class _Paintings(QObject):
    """How often a window was painted."""

    def __init__(self) -> None:
        super().__init__()
        self._times = 0

    def anew(self) -> bool:
        """Whether it was while its events were worked off."""
        before = self._times
        QApplication.processEvents()
        return self._times > before

    def eventFilter(self, _window: QObject, event: QEvent) -> bool:
        self._times += event.type() == QEvent.Type.UpdateRequest
        return False


def _milliseconds(act: Callable[[], object], before: Callable[[], object] = lambda: None) -> float:
    before()
    begun = perf_counter()
    act()
    return (perf_counter() - begun) * 1000


@contextmanager
def _listening(db: Connection) -> Iterator[list[str]]:
    """Every statement with its values, as the connection sees it."""
    heard: list[str] = []
    db.set_trace_callback(heard.append)
    try:
        yield heard
    finally:
        db.set_trace_callback(None)


def _add_circles(db: Connection) -> None:
    """Two benefits one after the other, and a title that ends, for everybody."""
    people = [client_id for (client_id,) in db.execute("SELECT id FROM client ORDER BY rowid")]
    change = (TODAY - timedelta(days=90)).isoformat()
    db.executemany(
        """INSERT INTO livelihood_period (id, client_id, legal_circle, valid_from, valid_to)
        VALUES (?, ?, ?, ?, ?)""",
        [
            row
            for client_id in people
            for row in (
                (_id(), client_id, "asylblg", "2024-01-01", change),
                (_id(), client_id, "sgb2", (TODAY - timedelta(days=80)).isoformat(), None),
            )
        ],
    )


def _add_consents(db: Connection) -> None:
    """A signed consent with one release for every second file."""
    service = _id()
    db.execute(
        """INSERT INTO service (id, institution, referral_target)
        VALUES (?, 'Jobcenter Musterkreis', 'jobcenter')""",
        (service,),
    )
    files = [file_id for (file_id,) in db.execute("SELECT id FROM file ORDER BY rowid")][::2]
    consents = [(_id(), file_id) for file_id in files]
    db.executemany(
        """INSERT INTO consent (id, file_id, version, language, status, created_on)
        VALUES (?, ?, 1, 'de', 'draft', '2026-01-05')""",
        consents,
    )
    db.executemany(
        """INSERT INTO release_row (id, consent_id, service_id, category, art9, purpose, direction, decision,
        decided_on) VALUES (?, ?, ?, 'name_contact', 0, 'secure_benefits', 'both', 'given', '2026-01-05')""",
        [(_id(), consent_id, service) for consent_id, _ in consents],
    )
    db.execute("UPDATE consent SET status = 'signed', signed_on = '2026-01-05'")
    db.execute("UPDATE file SET basis = 'consent', basis_on = '2026-01-05', erase_on = NULL WHERE id IN "
               "(SELECT file_id FROM consent)")  # fmt: skip


def _add_contacts(db: Connection, staff_id: str, count: int, longest: int) -> None:
    """As many as are still missing: `longest` in the first case, the others in turn."""
    there = db.execute("SELECT count(*) FROM contact").fetchone()[0]
    site, every = db.execute("SELECT id FROM site").fetchone()[0], _case_ids(db)
    turns = islice(cycle(every[1:]), max(0, count - there - longest))
    rows = [
        _contact_row(number, case_id, site, staff_id)
        for number, case_id in enumerate([*[every[0]] * longest, *turns])
    ]
    db.executemany(
        """INSERT INTO contact (id, case_id, site_id, kind, activity_type, held_on, minutes, text, staff_id,
        recorded_at) VALUES (?, ?, ?, ?, ?, ?, 30, ?, ?, ?)""",
        rows,
    )
    db.executemany(
        "INSERT INTO note_search (record_id, case_id, text) VALUES (?, ?, ?)",
        [(row[0], row[1], row[6]) for row in rows],
    )


def _case_ids(db: Connection) -> Sequence[str]:
    return [case_id for (case_id,) in db.execute("SELECT id FROM client_case ORDER BY rowid")]


def _contact_row(number: int, case_id: str, site: str, staff_id: str) -> tuple[object, ...]:
    kind, activity = _KINDS[number % len(_KINDS)]
    day = TODAY - timedelta(days=number % 700)
    text = f"{_WORDS[number % len(_WORDS)]} Vermerk {number}."
    return (_id(), case_id, site, kind, activity, day.isoformat(), text, staff_id, utc_text(NOW))


def _id() -> str:
    return str(uuid.uuid4())
