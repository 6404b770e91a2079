# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The audit on the way out, its certificate, and the attack on the plain releases of a Kreis."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from app.domain.errors import Refusal
from app.main import main
from app.operations import audit_releases
from sync.audit import judge
from sync.knowledge import refreshes
from sync.release import PublishedTable, Release, decode, encode
from sync.tables import shipped

JANUARY, FEBRUARY = date(2022, 1, 31), date(2022, 2, 28)


@pytest.fixture
def outstation(kreis: Any) -> Any:
    return kreis.outstations[0]


def fill(outstation: Any, persons: int = 25, acts: int = 2, day: date = date(2022, 1, 10)) -> None:
    """Twenty-five are published as 25 whatever the offsets are, and leave enough open."""
    for number in range(persons):
        opened = outstation.person(day, number)
        for _ in range(acts):
            outstation.contact(opened.case_id, day)


def test_the_certificate_is_shown_before_and_kept_after(outstation: Any) -> None:
    fill(outstation)
    before = outstation.preview(JANUARY).audit
    assert before is not None
    assert (before.moved, before.repeats) == (0, False)
    assert before.examined > 100
    outstation.release(JANUARY)
    after = outstation.preview(JANUARY)
    assert after.closed
    assert after.audit == before


def test_a_month_without_news_has_an_empty_certificate(outstation: Any) -> None:
    fill(outstation)
    outstation.release(JANUARY)
    audit = outstation.preview(FEBRUARY).audit
    assert audit is not None
    assert audit.groups == ()


def test_as_many_acts_as_persons_say_too_much_and_a_figure_moves(outstation: Any) -> None:
    """Twenty-four acts and a published 25: at most three persons were served in any other way."""
    fill(outstation, 24, acts=1)
    release = decode(outstation.preview(JANUARY).payload)
    known = {table.id: table for table in shipped(1).tables}
    history = list(refreshes(known, release.person_tables()))
    assert judge(history, {JANUARY: 24}, ("served", "short_advice")).passed
    served = next(table for table in release.person_tables() if table.id == "served.service_type")
    assert (served.n, served.cells[0].value) != (25, 25)


def test_the_officer_attacks_the_plain_releases(
    outstation: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "meldungen"
    folder.mkdir()
    fill(outstation)
    for until in (JANUARY, FEBRUARY):
        (folder / f"{until}.json").write_bytes(outstation.release(until).payload)
    assert main(["audit", str(folder)]) == 0
    said = capsys.readouterr().out
    assert "2 Meldungen" in said
    assert "mindestens 5 oder mehr mögliche Werte" in said
    assert "1 Standorte angegriffen, 0 Angaben genau zurückgerechnet." in said


def test_the_attack_finds_what_no_office_would_release(
    outstation: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Six ages by four sexes, all published as nought, beside N = 100: each of them is four."""
    fill(outstation)
    careless = tmp_path / "careless.json"
    careless.write_bytes(encode(_careless(decode(outstation.release(JANUARY).payload))))
    assert main(["audit", str(careless)]) == 1
    assert "    4 bis 4  open|age_band=18_27|sex=female|2022-01-31" in capsys.readouterr().out


def test_what_is_no_release_is_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match=r"audit\.no_releases"):
        audit_releases.read_releases([tmp_path])
    (tmp_path / "x.json").write_text("{}")
    with pytest.raises(Refusal, match=r"release\.unreadable"):
        audit_releases.read_releases([tmp_path])


def _careless(release: Release) -> Release:
    """Open persons: 100, one benefit, one residence, and in each age and sex none to speak of."""
    alone = {("sgb2",), ("tolerated",), ()}
    return replace(release, tables=tuple(_with(table, alone) for table in release.tables))


def _with(table: Any, alone: set[tuple[str, ...]]) -> Any:
    if not isinstance(table, PublishedTable) or table.id.partition(".")[0] != "open":
        return table
    cells = (replace(cell, value=100 * (tuple(cell.key.values()) in alone)) for cell in table.cells)
    return replace(table, n=100, cells=tuple(cells))
