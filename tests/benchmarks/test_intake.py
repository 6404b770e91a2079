# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The year of a whole Land in small: every packet is taken, each once, and what is measured is there."""

from __future__ import annotations

from pathlib import Path

from app.operations import district
from tests.benchmarks import intake


def test_every_packet_is_taken_and_measured(tmp_path: Path) -> None:
    told: list[str] = []
    found = intake.measure(tmp_path, kreise=2, outstations=2, months=3, told=told.append)
    assert told == ["4 Fallakten aufgenommen, 12 Pakete versiegelt"]
    assert (found.packets, [month.packets for month in found.months]) == (12, [4, 4, 4])
    assert min(found.first, found.last, found.bare, found.ours) > 0
    assert all(month.megabytes > 0 for month in found.months)


def test_it_fills_a_file_with_receipts_for_all(tmp_path: Path) -> None:
    kreis = intake.fill(tmp_path, outstations=2, months=2)
    assert district.periods(kreis) == ("2025-01", "2025-02")
    assert len(list((tmp_path / "austausch" / "ack").rglob("*.pkt"))) == 4
    assert district.alarms(kreis) == ()
    kreis.close()
