# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Prints what start, search, pages, hiding, paper, bundle and common tasks cost, measured in this one run.

Where there is a nearest plain alternative, its time stands beside ours.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.benchmarks import audit, bundle, hiding, intake, paper, scale, search, start
from tests.benchmarks.scale import Measured
from ui.application import begin_application

CLIENTS, USUAL = 10_000, 500
TARGET_MS, KEYSTROKE_MS = 100, 16
TIMES_THE_ENGINE, FIRST_PAPER_MS = 2, 300
AUDIT_S = 2


def main() -> int:
    print(f"Mediane in Millisekunden. Start: {start.RUNS} Starts je Seite im Wechsel, je einer vorweg.")
    print(f"Suche: {search.RUNS} Läufe je Seite im Wechsel, je einer vorweg.\n")
    met = [_start_and_search(), _scale(), _hide(), _print(), _take_in(), _audit(), _bundle()]
    print()
    met.append(pytest.main(["-q", "-m", "not soak", "-p", "no:cacheprovider", "tests/journeys"]) == 0)
    return 0 if all(met) else 1


def _start_and_search() -> bool:
    print(f"{'':<46}{'KIM-Brücke':>12}{'schlicht':>12}{'Verhältnis':>12}")
    with TemporaryDirectory() as folder:
        starts = start.compare(Path(folder))
    print("Programmstart bis zum gemalten Fenster, gegen ein leeres PySide6-Fenster")
    _line("Entsperren", starts.ours, starts.bare)
    for count in (CLIENTS, USUAL):
        print(f"Suche in {_grouped(count)} Fällen, gegen unverschlüsseltes SQLite mit LIKE")
        slowest = _search(count)
    return _target(f"Treffer in höchstens {TARGET_MS} ms bei {USUAL} Fällen", slowest, TARGET_MS)


def _search(count: int) -> float:
    """Prints a line a query; returns the slowest median of ours."""
    with TemporaryDirectory() as folder:
        results = search.compare(Path(folder), count)
    for result in results:
        _line(f"{result.query} ({_grouped(result.found)} Treffer)", result.ours, result.plain)
    return max(result.ours for result in results)


def _scale() -> bool:
    """Every page and keystroke on a whole office's file; `schlicht`: the same queries on plain SQLite."""
    print(f"\n{_grouped(scale.CLIENTS)} Personen, {_grouped(scale.CONTACTS)} Kontakte, ", end="")
    print(f"ein Fall mit {_grouped(scale.LONGEST_CASE)}; {scale.RUNS} Läufe, einer vorweg")
    begin_application()
    with TemporaryDirectory() as folder:
        os.environ["KIM_BRUECKE_HOME"] = folder
        vault = scale.fill(Path(folder))
        with closing(search.copy_in_the_clear(vault, Path(folder) / "plain.db")) as plain:
            robot = scale.sit(vault)
            pages = _measured(
                "Seite öffnen, bis sie gemalt ist", scale.open_pages(robot, vault, plain), TARGET_MS
            )
            keys = _measured("Suchen beim Tippen, je Taste", scale.type_names(vault, plain), KEYSTROKE_MS)
            _measured("Notizen durchsuchen", scale.search_notes(vault, plain), TARGET_MS)
            robot.window.close()
    slow = max(each.middle for each in pages)
    late = max(each.slow for each in keys)
    return all(
        (
            _target(f"jede Seite in höchstens {TARGET_MS} ms (Median)", slow, TARGET_MS),
            _target(f"jede Taste in höchstens {KEYSTROKE_MS} ms (95. Perzentil)", late, KEYSTROKE_MS),
        )
    )


def _measured(title: str, lines: Iterable[Measured], target: float) -> list[Measured]:
    """Prints each line as soon as it is measured."""
    print(f"{title:<40}{'Median':>10}{'95. P.':>10}{'schlicht':>10}{'Verhältnis':>12}")
    done = []
    for each in lines:
        mark = "erreicht" if each.slow <= target else "verfehlt"
        ratio = f"{each.middle / each.plain:.1f}×" if each.plain >= 0.1 else "–"
        print(
            f"  {each.name:<38}{each.middle:>10.1f}{each.slow:>10.1f}{each.plain:>10.1f}{ratio:>12}  {mark}"
        )
        done.append(each)
    return done


def _hide() -> bool:
    with TemporaryDirectory() as folder:
        usual, slowest = hiding.measure(Path(folder))
    print(f"\nF9 über Fall, Dialog und Menü: {usual:.1f} ms, am langsamsten {slowest:.1f} ms")
    return _target(f"alles verborgen in höchstens {TARGET_MS} ms", slowest, TARGET_MS)


def _print() -> bool:
    print(
        f"\nEinwilligung auf zwei Seiten, Deutsch und Arabisch; {paper.RUNS} Läufe im Wechsel, einer vorweg"
    )
    print(f"erste: {paper.STARTS} neue Prozesse, vom Aufruf bis zu den Bytes")
    print(f"{'':<40}{'warm':>10}{'erste':>10}{'kB':>10}{'Verhältnis':>12}")
    ours, *others = paper.compare()
    for each in (ours, *others):
        print(f"  {each.name:<38}{_figures(each, ours)}")
    times, words = ours.warm / others[0].warm, "höchstens {}-mal so lange wie die Seitenmaschine allein"
    return all(
        (
            _target(words.format(TIMES_THE_ENGINE), times, TIMES_THE_ENGINE, "×"),
            _target(f"das erste Blatt in höchstens {FIRST_PAPER_MS} ms", ours.first, FIRST_PAPER_MS),
        )
    )


def _take_in() -> bool:
    """A year of all Kreise in one file; `BRUECKE_KREISE` takes fewer where the machine is slow."""
    kreise = int(os.environ.get("BRUECKE_KREISE", intake.KREISE))
    print(f"\nKreisdatei: {kreise} × {intake.OUTSTATIONS} Fallakten × {intake.MONTHS} Monate")
    with TemporaryDirectory() as folder:
        found = intake.measure(Path(folder), kreise, told=print)
    for number, month in enumerate(found.months, start=1):
        speed = month.packets / month.seconds
        print(f"  Monat {number:>2}{speed:>12.1f} Pakete/s{month.megabytes:>10.0f} MB")
    print(f"  je Paket {found.ours:.1f} ms, nur prüfen und öffnen {found.bare:.1f} ms", end="")
    print(f" ({found.ours / found.bare:.1f}×); {1000 / found.ours:.1f} Pakete/s")
    grown = found.months[-1].megabytes - found.months[len(found.months) // 2].megabytes
    return all(
        (
            _target(
                "das letzte Zehntel höchstens 1,5-mal so langsam wie das erste",
                found.last / found.first,
                1.5,
                "×",
            ),
            _target("in der zweiten Jahreshälfte höchstens 20 MB mehr", grown, 20, "MB"),
        )
    )


def _audit() -> bool:
    """The release audit of a large office in month 12, beside one that asks for every target alone."""
    found = audit.measure()
    print(
        f"\nPrüfung gegen Rückrechnen: {audit.PERSONS} Personen, Monat {audit.MONTHS}, "
        f"{_grouped(found.targets)} Angaben; Sekunden"
    )
    for name, seconds in (
        ("mit dem, was vom Vormonat gemerkt ist", found.remembered),
        ("ohne Gemerktes", found.anew),
        ("jede Angabe einzeln, hochgerechnet", found.naive),
        ("schlimmster Fall: nichts hilft, alles wiederholt sich", found.worst),
    ):
        print(f"  {name:<58}{seconds:>10.1f}{seconds / found.remembered:>11.1f}×")
    return _target(f"Monat {audit.MONTHS} in höchstens {AUDIT_S} s", found.remembered, AUDIT_S, "s")


def _bundle() -> bool:
    """Without a target: what the folder weighs, beside what nobody can do without."""
    print("\nDer gebaute Ordner, gegen ein leeres PySide6-Fenster, ebenso gebaut")
    if not bundle.is_built():
        print("  nicht gemessen: `make bundle` hat hier noch keinen gebaut.")
        return True
    with TemporaryDirectory() as folder:
        ours, bare = bundle.compare(Path(folder))
    print(f"{'':<46}{'KIM-Brücke':>12}{'schlicht':>12}{'Verhältnis':>12}")
    _line("Größe, MB", ours.size, bare.size)
    _line("Start bis zum gemalten Fenster, ms", ours.start, bare.start)
    _line("Speicher nach dem vorgeführten Tag, MB", ours.memory, bare.memory)
    return True


def _figures(each: paper.Paper, ours: paper.Paper) -> str:
    if each.why:
        return each.why
    return f"{each.warm:>10.1f}{each.first:>10.1f}{each.kilobytes:>10.0f}{ours.warm / each.warm:>11.2f}×"


def _target(words: str, reached: float, target: float, unit: str = "ms") -> bool:
    met = reached <= target
    print(f"Ziel: {words}: {'erreicht' if met else 'verfehlt'} ({reached:.1f} {unit}).")
    return met


def _line(name: str, ours: float, plain: float) -> None:
    print(f"  {name:<44}{ours:>12.1f}{plain:>12.1f}{ours / plain:>11.2f}×")


def _grouped(number: int) -> str:
    return f"{number:,}".replace(",", ".")


if __name__ == "__main__":
    sys.exit(main())
