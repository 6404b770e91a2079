# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The offset sheet through real files: drawn by the officer, carried, compared, and from then on frozen."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from sqlcipher3.dbapi2 import IntegrityError

from app.domain.errors import InvalidInput, Refusal, Trouble
from app.operations import backups, offset_lines, offset_sheets, reporting
from storage import releases
from storage.vault import open_with_key
from sync import enrolment, keys, offset_sheet
from sync.protection import published
from sync.release import decode
from tests.operations.reporting.conftest import START, noon

PASSWORD = "der Bogen liegt beim Amt"
JANUARY, FEBRUARY = date(2022, 1, 31), date(2022, 2, 28)
DAY = date(2022, 1, 10)


@pytest.fixture(autouse=True)
def one_year(monkeypatch: pytest.MonkeyPatch) -> None:
    """A sheet of one year is drawn faster than one of twenty."""
    monkeypatch.setattr(offset_sheet, "YEARS", 1)


@pytest.fixture(scope="session")
def officers_key(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("datenschutz") / "schluessel.p12"
    offset_sheets.make_officer_key(path, PASSWORD)
    return path


@pytest.fixture(scope="session")
def others(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The pairing files of nine other outstations."""
    folder = tmp_path_factory.mktemp("anmeldungen")
    return [_pairing(folder / f"{number}.kim-anmeldung", f"Ort {number}") for number in range(9)]


@pytest.fixture
def outstation(kreis: Any) -> Any:
    return kreis.outstations[0]


@pytest.fixture
def drawn(officers_key: Path, others: list[Path], tmp_path: Path) -> Callable[[Any], offset_sheets.DrawnLine]:
    """The line drawn for this outstation, with nine others."""

    def draw(outstation: Any) -> offset_sheets.DrawnLine:
        own = tmp_path / "eigene.kim-anmeldung"
        own.write_bytes(reporting.pairing_file(outstation.vault, START))
        lines = offset_sheets.draw_sheet(
            officers_key, PASSWORD, [*others, own], tmp_path / str(uuid4()), 2022
        )
        return next(line for line in lines if line.path.stem == outstation.unit)

    return draw


def fill(outstation: Any, persons: int = 30) -> None:
    for number in range(persons):
        outstation.contact(outstation.person(DAY, number).case_id, DAY)


def confirmed(outstation: Any, line: offset_sheets.DrawnLine) -> None:
    fingerprint = offset_lines.take_offset_line(outstation.vault, line.path.read_bytes(), noon(DAY))
    assert fingerprint == line.fingerprint
    offset_lines.confirm_offset_line(outstation.vault, fingerprint, noon(DAY))


def drawn_for(outstation: Any) -> Any:
    unit = releases.unit(outstation.vault.db)
    return offset_lines.offsets_of(outstation.vault.db, unit, outstation.site_id, 2022)


def test_what_is_released_is_rounded_by_the_sheet(outstation: Any, drawn: Any) -> None:
    confirmed(outstation, drawn(outstation))
    fill(outstation)
    offsets = drawn_for(outstation)
    assert len(offsets.drawn) > 1000
    release = decode(outstation.release(JANUARY).payload)
    values = {table.id: table.cells[0].value for table in release.person_tables()}
    for name, scope in (("open", "stock"), ("new", "flow|2022"), ("served", "flow|2022")):
        expected = published(30, offsets.drawn[f"{scope}|{outstation.site_id}|{name}"])
        assert values[name] == expected


def test_a_line_holds_only_after_the_comparison(outstation: Any, drawn: Any) -> None:
    line = drawn(outstation)
    with pytest.raises(Refusal, match=r"offsets\.no_line"):
        offset_lines.confirm_offset_line(outstation.vault, line.fingerprint, noon(DAY))
    offset_lines.take_offset_line(outstation.vault, line.path.read_bytes(), noon(DAY))
    assert drawn_for(outstation).drawn == {}
    with pytest.raises(InvalidInput, match=r"reporting\.fingerprint_differs"):
        offset_lines.confirm_offset_line(outstation.vault, "0000 " * 5, noon(DAY))
    assert offset_lines.offset_line_state(outstation.vault) == offset_lines.OffsetLineState(
        line.fingerprint, confirmed=False
    )
    offset_lines.confirm_offset_line(outstation.vault, line.fingerprint.lower(), noon(DAY))
    assert drawn_for(outstation).drawn


def test_until_it_is_compared_another_may_take_its_place_and_then_none(outstation: Any, drawn: Any) -> None:
    first, second = drawn(outstation), drawn(outstation)
    offset_lines.take_offset_line(outstation.vault, first.path.read_bytes(), noon(DAY))
    confirmed(outstation, second)
    before = drawn_for(outstation)
    with pytest.raises(Refusal, match=r"offsets\.already_confirmed"):
        offset_lines.take_offset_line(outstation.vault, first.path.read_bytes(), noon(DAY))
    with pytest.raises(Refusal, match=r"offsets\.already_confirmed"):
        offset_lines.confirm_offset_line(outstation.vault, second.fingerprint, noon(DAY))
    assert drawn_for(outstation) == before


def test_after_the_first_release_nothing_is_taken(outstation: Any, drawn: Any) -> None:
    line = drawn(outstation)
    offset_lines.take_offset_line(outstation.vault, line.path.read_bytes(), noon(DAY))
    outstation.release(JANUARY)
    for act in (
        lambda: offset_lines.take_offset_line(outstation.vault, line.path.read_bytes(), noon(FEBRUARY)),
        lambda: offset_lines.confirm_offset_line(outstation.vault, line.fingerprint, noon(FEBRUARY)),
    ):
        with pytest.raises(Refusal, match=r"offsets\.too_late"):
            act()
    assert drawn_for(outstation).drawn == {}
    assert not offset_lines.offsets_are_open(outstation.vault)


def test_the_line_of_another_outstation_is_refused(kreis: Any, drawn: Any) -> None:
    line = drawn(kreis.outstations[1])
    with pytest.raises(Refusal, match=r"offsets\.for_another"):
        offset_lines.take_offset_line(kreis.outstations[0].vault, line.path.read_bytes(), noon(DAY))
    assert offset_lines.offset_line_state(kreis.outstations[0].vault) is None


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE offset_line SET line = x'00'",
        "UPDATE offset_line SET confirmed_at = NULL",
        "DELETE FROM offset_line",
    ],
)
def test_the_file_itself_keeps_a_confirmed_line(outstation: Any, drawn: Any, change: str) -> None:
    confirmed(outstation, drawn(outstation))
    with pytest.raises(IntegrityError, match="frozen"):
        outstation.vault.db.execute(change)


def test_the_file_itself_takes_no_line_after_a_release(outstation: Any) -> None:
    outstation.release(JANUARY)
    with pytest.raises(IntegrityError, match="frozen"):
        outstation.vault.db.execute("INSERT INTO offset_line VALUES (1, x'', '', x'', '', '')")


def test_the_sheet_survives_backup_restore_password_and_computer(
    outstation: Any, drawn: Any, case_template: Any, tmp_path: Path
) -> None:
    """Rule 5b: no figure moves by any of them, since what it is rounded by does not."""
    confirmed(outstation, drawn(outstation))
    fill(outstation)
    before, preview = drawn_for(outstation), outstation.preview(JANUARY)
    (tmp_path / "stick").mkdir()
    backups.set_place(outstation.vault, str(tmp_path / "stick"), noon(DAY))
    copy = backups.back_up(outstation.vault, noon(DAY))
    path = outstation.vault.path
    outstation.vault.close()
    elsewhere = tmp_path / "neuer Rechner"
    shutil.copytree(path.parent, elsewhere)
    with closing(open_with_key(elsewhere / path.name, case_template.code, case_template.key)) as vault:
        moved = type(outstation)(vault, outstation.site_id, outstation.unit)
        assert drawn_for(moved) == before
        assert moved.preview(JANUARY).payload == preview.payload
    opened = backups.look_into(copy, case_template.code, case_template.password)
    with closing(
        backups.restore_file(opened, tmp_path / "wieder.kim", case_template.password, noon(FEBRUARY))
    ) as vault:
        again = type(outstation)(vault, outstation.site_id, outstation.unit)
        assert drawn_for(again) == before
        assert again.preview(JANUARY).payload == preview.payload


# --- the officer's side -----------------------------------------------------------------------------------


def test_nobody_stands_in_a_sheet_twice(officers_key: Path, others: list[Path], tmp_path: Path) -> None:
    with pytest.raises(Refusal, match=r"offsets\.same_twice"):
        offset_sheets.draw_sheet(officers_key, PASSWORD, [*others, others[0]], tmp_path / "bogen", 2022)
    with pytest.raises(Refusal, match=r"offsets\.too_few"):
        offset_sheets.draw_sheet(officers_key, PASSWORD, others, tmp_path / "bogen", 2022)
    assert not (tmp_path / "bogen").exists()


def test_nothing_is_overwritten(officers_key: Path, others: list[Path], tmp_path: Path) -> None:
    ten = [*others, _pairing(tmp_path / "zehn.kim-anmeldung", "Ort 9")]
    offset_sheets.draw_sheet(officers_key, PASSWORD, ten, tmp_path / "bogen", 2022)
    with pytest.raises(Refusal, match=r"offsets\.folder_in_use"):
        offset_sheets.draw_sheet(officers_key, PASSWORD, ten, tmp_path / "bogen", 2022)
    with pytest.raises(Refusal, match=r"offsets\.exists"):
        offset_sheets.make_officer_key(officers_key, PASSWORD)
    with pytest.raises(Refusal, match=r"offsets\.key_does_not_open"):
        offset_sheets.draw_sheet(officers_key, "ein anderes Passwort", ten, tmp_path / "neu", 2022)
    with pytest.raises(Trouble, match=r"offsets\.file_unreadable"):
        offset_sheets.draw_sheet(officers_key, PASSWORD, [tmp_path / "fehlt"], tmp_path / "neu", 2022)


def test_the_officers_key_needs_a_good_password_and_is_for_nobody_else(
    officers_key: Path, tmp_path: Path
) -> None:
    with pytest.raises(InvalidInput, match=r"password\."):
        offset_sheets.make_officer_key(tmp_path / "kurz.p12", "kurz")
    assert not (tmp_path / "kurz.p12").exists()
    assert officers_key.stat().st_mode & 0o077 == 0


def _pairing(path: Path, name: str) -> Path:
    own = keys.generate()
    party = keys.party(own, "outstation", str(uuid4()), str(uuid4()), str(uuid4()))
    site = enrolment.Site(str(uuid4()), name)
    path.write_bytes(
        enrolment.write_pairing(enrolment.Pairing(enrolment.PAIRING, party, name, (site,)), own.signing)
    )
    return path
