# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""`bruecke demo`: one case through the windows, one Kreis through the operations, all results in a folder."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import gettempdir

from app.demo import screens
from app.demo.district_story import PASSWORD, Kreis, found, release_month, work_month
from app.demo.offers import YOUTH_OFFICE, named
from app.demo.office_work import Desk, noon
from app.demo.papers import print_papers
from app.demo.plan import LAST_DAYS, MONTHS, OFFICES, plan
from app.demo.school_list import write_school_list
from app.demo.story import ACTS, Story
from app.domain.errors import Refusal
from app.operations import reporting, vaults

KEPT_PICTURES = {
    "02-erstberatung.png": "neue-person.png",
    "10-heute.png": "heute.png",
    "15-faelle.png": "faelle.png",
    "13-fallakte.png": "fallakte.png",
    "12-termin.png": "termin.png",
    "17-anlaufstellen.png": "anlaufstellen.png",
    "05-einwilligung.png": "einwilligung.png",
    "11-bestandsaufnahme-vergleich.png": "bestandsaufnahme.png",
    "08-ziele.png": "ziele.png",
    "11-rechtskreise.png": "rechtskreise.png",
    "11-aufenthalt.png": "aufenthalt.png",
    "11-umfeld.png": "umfeld.png",
    "09-ueberleitung.png": "ueberleitung.png",
    "14-meldung.png": "meldung.png",
    "19-liste.png": "liste.png",
    "16-wiedervorlagen.png": "wiedervorlagen.png",
    "23-dokumente.png": "dokumente.png",
    "24-kurzberatung.png": "kurzberatung.png",
    "25-heute-dunkel.png": "heute-dunkel.png",
    "26-taetigkeiten.png": "taetigkeiten.png",
    "27-blanko-saetze.png": "blanko-saetze.png",
    "38-blanko-satz.png": "blanko-satz.png",
    "31-leere-vordrucke.png": "leere-vordrucke.png",
    "32-aufbewahrung.png": "aufbewahrung.png",
    "28-papierkorb.png": "papierkorb.png",
    "33-protokoll.png": "protokoll.png",
    "18-buero.png": "buero.png",
    "39-buero-arbeitsweise.png": "buero-arbeitsweise.png",
    "40-buero-zusammenarbeit.png": "buero-zusammenarbeit.png",
    "41-buero-zugang.png": "buero-zugang.png",
    "42-buero-computer.png": "buero-computer.png",
    "43-buero-aufbewahrung.png": "buero-aufbewahrung.png",
    "19-verbindung.png": "verbindung.png",
    "20-kreis-uebersicht.png": "koordination.png",
    "21-kreis-meldungen.png": "kreis-meldungen.png",
    "22-kreis-bericht.png": "kreis-bericht.png",
    "29-kreis-lueckenregister.png": "lueckenregister.png",
    "30-kreis-lenkungsgruppe.png": "lenkungsgruppe.png",
    "34-kreis-texte.png": "kreis-texte.png",
    "35-kreis-vorlagen.png": "kreis-vorlagen.png",
    "36-kreis-fuer-die-bueros.png": "fuer-die-bueros.png",
    "37-kreis-buero.png": "kreis-buero.png",
}


class Console:
    """Progress in one line a step, with the seconds since the start."""

    def __init__(self) -> None:
        self._start, self._last = time.monotonic(), ""

    def advance(self, done: int, total: int, label: str) -> None:
        if label != self._last:
            self._last = label
            print(f"  {self.seconds():5.1f} s  {label} ({done + 1} von {total})", flush=True)

    def seconds(self) -> float:
        return time.monotonic() - self._start


def play(folder: Path, *, pictures_only: bool = False) -> int:
    """Plays all of it into an empty folder, or only keeps the pictures for the handbook."""
    if not pictures_only:
        _play_into(folder)
        return 0
    with _neutral_folder() as scratch:
        _play_into(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        for taken, kept in KEPT_PICTURES.items():
            (folder / kept).write_bytes((scratch / screens.PICTURES / taken).read_bytes())
    return 0


@contextmanager
def _neutral_folder() -> Iterator[Path]:
    """Always the same, because some pictures name it; Refusal if it is there already."""
    folder = Path(gettempdir()) / "Rhein-Sieg-Kreis"
    try:
        folder.mkdir(mode=0o700)
    except FileExistsError as error:
        raise Refusal("demo.folder_not_empty") from error
    try:
        yield folder
    finally:
        shutil.rmtree(folder)


def _play_into(folder: Path) -> None:
    if folder.exists() and any(folder.iterdir()):
        raise Refusal("demo.folder_not_empty")
    folder.mkdir(parents=True, exist_ok=True)
    console = Console()
    with closing(found(folder, console)) as kreis:
        story = screens.open_story(folder)
        acts = plan(ACTS)
        for month, chapter in enumerate((story.january, story.february, story.march, story.april)):
            console.advance(month, len(MONTHS), f"{MONTHS[month]}: ein Fall im Fenster")
            _in_the_window(kreis, story, chapter)
            work_month(kreis, acts, month, console)
            if month == 0:
                print_papers(kreis.desks[0], folder, LAST_DAYS[month])
                _write_list(kreis.desks[0])
            if month == len(MONTHS) - 1:
                console.advance(0, 1, "Alle Bildschirme ansehen")
                _in_the_window(kreis, story, lambda: screens.look_around(story))
            release_month(kreis, month, console)
        _write_releases(kreis, folder)
    console.advance(0, 1, "Kreisbericht erstellen")
    screens.coordinate(folder)
    story.window.close()
    _show_table(folder, console.seconds())


def _write_list(desk: Desk) -> None:
    """Persons who are no cases; they stand in no Meldung."""
    (site_id, *_), youth_office = desk.sites.values(), named(desk.services, YOUTH_OFFICE)
    write_school_list(desk.vault, site_id, youth_office, noon(LAST_DAYS[0]))


def _in_the_window(kreis: Kreis, story: Story, chapter: screens.Chapter) -> None:
    """The first case file is handed to the window and back: only one may have it open."""
    desk = kreis.desks[0]
    desk.vault.close()
    try:
        chapter()
    finally:
        story.end()
        desk.vault = vaults.unlock(desk.vault.path, OFFICES[0].code, PASSWORD)


def _write_releases(kreis: Kreis, folder: Path) -> None:
    """What left, readable: one file a Standort and month."""
    for desk in kreis.desks:
        names = {site_id: code for code, site_id in desk.sites.items()}
        for released in reporting.ledger(desk.vault):
            name = f"release-{names[released.site_id]}-{released.period}.json"
            (folder / name).write_bytes(released.payload)


def _show_table(folder: Path, seconds: float) -> None:
    groups = {
        "Einwilligungen": "einwilligung-*.pdf",
        "Zielvereinbarungen": "zielvereinbarung-*.pdf",
        "Kreisbericht": "kreisbericht.pdf",
        "Meldungen, lesbar": "release-*.json",
        "Pakete, versiegelt": "pakete/**/*.pkt",
        "Bildschirme": "bildschirme/*.png",
        "Fallakten": "fallakte-*.kim",
        "Kreisdatei": "kreis.kim",
    }
    print(f"\nFertig in {seconds:.0f} Sekunden. Alles liegt in {folder}:\n")
    for name, pattern in groups.items():
        found = sorted(folder.glob(pattern))
        size = sum(path.stat().st_size for path in found) / 1024
        print(f"  {name:<20} {len(found):>4}  {size:>8.0f} kB  {pattern}")
    print(f"\nPasswort aller Dateien: {PASSWORD}\nDie Personen sind erfunden.")
