# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Prints what start and search cost against the nearest plain alternative, measured in this one run."""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.benchmarks import search, start

CLIENTS, USUAL = 10_000, 500
TARGET_MS = 100


def main() -> int:
    print(f"Mediane in Millisekunden. Start: {start.RUNS} Starts je Seite im Wechsel, je einer vorweg.")
    print(f"Suche: {search.RUNS} Läufe je Seite im Wechsel, je einer vorweg.\n")
    print(f"{'':<46}{'KIM-Brücke':>12}{'schlicht':>12}{'Verhältnis':>12}")
    with TemporaryDirectory() as folder:
        starts = start.compare(Path(folder))
    print("Programmstart bis zum gemalten Fenster, gegen ein leeres PySide6-Fenster")
    _line("Entsperren", starts.ours, starts.bare)
    for count in (CLIENTS, USUAL):
        print(f"Suche in {_grouped(count)} Fällen, gegen unverschlüsseltes SQLite mit LIKE")
        slowest = _search(count)
    met = "erreicht" if slowest <= TARGET_MS else "verfehlt"
    print(f"\nZiel: Treffer in höchstens {TARGET_MS} ms bei {USUAL} Fällen: {met} ({slowest:.1f} ms).")
    return 0 if slowest <= TARGET_MS else 1


def _search(count: int) -> float:
    """Prints a line a query; returns the slowest median of ours."""
    with TemporaryDirectory() as folder:
        results = search.compare(Path(folder), count)
    for result in results:
        _line(f"{result.query} ({_grouped(result.found)} Treffer)", result.ours, result.plain)
    return max(result.ours for result in results)


def _line(name: str, ours: float, plain: float) -> None:
    print(f"  {name:<44}{ours:>12.1f}{plain:>12.1f}{ours / plain:>11.2f}×")


def _grouped(number: int) -> str:
    return f"{number:,}".replace(",", ".")


if __name__ == "__main__":
    sys.exit(main())
