# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The whole way, as `bruecke demo` goes it: windows, real files, PDFs and packets, the Kreis report."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from PIL import Image

from app.demo import screens
from app.demo.district_story import DISTRICT_CODE, PASSWORD
from app.demo.office_work import noon
from app.demo.plan import ACTS, OFFICES
from app.demo.story import FAMILY_NAME, GIVEN_NAMES
from app.domain.act import NewActivity
from app.operations import (
    acts,
    cases,
    consents,
    delivery,
    district,
    district_report,
    goals,
    referrals,
    reporting,
    vaults,
)
from app.operations.vaults import Vault

MAY = date(2022, 5, 31)
SECONDS_ALLOWED = 600


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder in which the demo has left its results."""
    folder = tmp_path_factory.mktemp("demo") / "ergebnis"
    command = [sys.executable, "-m", "app.main", "demo", str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS_ALLOWED, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    assert "Traceback" not in done.stderr, done.stderr[-3000:]
    assert "kreisbericht.pdf" in done.stdout
    return folder


def office(folder: Path, number: int) -> Vault:
    return vaults.unlock(folder / f"fallakte-{number:02}.kim", OFFICES[number - 1].code, PASSWORD)


@pytest.fixture
def first_office(played: Path) -> Iterator[Vault]:
    with closing(office(played, 1)) as vault:
        yield vault


def printed_text(pdf: Path | bytes) -> str:
    with closing(pypdfium2.PdfDocument(pdf)) as document:
        return "\n".join(page.get_textpage().get_text_range() for page in document)


def test_everything_lies_in_the_folder(played: Path) -> None:
    counts = {
        "einwilligung-*.pdf": 3,
        "zielvereinbarung-*.pdf": 3,
        "kreisbericht.pdf": 1,
        "release-*.json": 60,
        "fallakte-??.kim": 10,
        "kreis.kim": 1,
    }
    assert {pattern: len(list(played.glob(pattern))) for pattern in counts} == counts
    packets, lists = (set(played.glob(f"pakete/{folder}**/*.pkt")) for folder in ("", "keys/"))
    assert len(packets - lists) == 2 * 60, "each release and its receipt"
    assert len({path.parent for path in lists}) == 10, "the keys of the others, for each office"


def test_every_picture_shows_a_screen(played: Path) -> None:
    pictures = sorted(played.glob("bildschirme/*.png"))
    assert len(pictures) >= 25
    for path in pictures:
        with Image.open(path) as picture:
            assert picture.size == (screens.WIDTH, screens.HEIGHT)
            colours = picture.convert("RGB").getcolors(maxcolors=1 << 20)
            assert colours is not None
            assert len(colours) > 50, f"{path.name} is as good as blank"


def test_the_report_says_what_the_kreis_said(played: Path) -> None:
    text = printed_text(played / "kreisbericht.pdf")
    for said in ("1.233", "1.874", "1.630 (87 %)", "244 (13 %)", screens.PARTICIPANTS_SPAN, "unter 20", "±"):
        assert said in text
    assert "Vorlage der Datenschutzerklärung" in text


def test_every_paper_is_tagged_and_archival(played: Path) -> None:
    for path in played.glob("*.pdf"):
        with pikepdf.open(path) as pdf:
            assert pdf.Root.MarkInfo.Marked
            assert str(pdf.Root.Lang).startswith("de")
            meta = pdf.open_metadata()
            assert (meta["pdfuaid:part"], meta["pdfaid:part"], meta["pdfaid:conformance"]) == ("1", "2", "A")


def test_the_case_was_told_through_the_windows(first_office: Vault) -> None:
    (line,) = cases.case_list(first_office, FAMILY_NAME)
    view = cases.case_view(first_office, line.case_id, date(2022, 4, 21))
    assert view.client.display_name == f"{GIVEN_NAMES} {FAMILY_NAME}"
    assert view.file.basis == "consent"
    assert view.consent is not None
    assert {row.decision for row in view.consent.rows} == {"given", "refused"}
    (goal,) = goals.goals(first_office, line.case_id)
    assert goal.result == "reached"
    (referral,) = referrals.referrals(first_office, line.case_id)
    assert referral.with_data
    assert referral.state == "attended"
    (told,) = consents.disclosures(first_office, view.file.id)
    assert told.basis == "consent"
    assert "benefits" not in told.categories  # refused on the signed sheet


def names_of(played: Path) -> set[str]:
    """Every name in the ten case files that is long enough not to stand there by chance."""
    names: set[str] = set()
    for number in range(1, len(OFFICES) + 1):
        with closing(office(played, number)) as vault:
            for line in cases.case_list(vault, status="all"):
                names |= {*line.family_name.split(), *line.given_names.split()}
    return {name for name in names if len(name) >= 5}


def test_no_name_stands_in_plain_bytes(played: Path) -> None:
    names = names_of(played)
    assert len(names) > 40
    files = [path for path in played.rglob("*") if path.is_file() and path.suffix not in (".png", ".pdf")]
    assert {path.suffix for path in files} >= {".kim", ".slots1", ".slots2", ".pkt", ".json"}
    for path in files:
        content = path.read_bytes()
        for name in names:
            assert name.encode() not in content, f"{name} in {path.name}"
            assert name.encode("utf-16-le") not in content, f"{name} in {path.name}"


def test_sqlite_cannot_open_the_files(played: Path) -> None:
    for path in (played / "kreis.kim", played / "fallakte-01.kim"):
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as plain:
            with pytest.raises(sqlite3.DatabaseError):
                plain.execute("SELECT count(*) FROM sqlite_master").fetchone()


def test_every_file_is_sound(played: Path) -> None:
    assert vaults.verify(played / "kreis.kim", DISTRICT_CODE, PASSWORD) == []
    assert vaults.verify(played / "fallakte-03.kim", OFFICES[2].code, PASSWORD) == []


def test_what_left_is_figures_only(played: Path) -> None:
    for path in played.glob("release-*.json"):
        release = json.loads(path.read_bytes())
        assert release["schema"] == "kim-bruecke.release/1"
        persons = [table for table in release["tables"] if table["unit"] == "persons"]
        values = [cell["value"] for table in persons for cell in table["cells"]]
        assert all(value is None or value % 5 == 0 for value in [*values, *(t["n"] for t in persons)])


def test_one_activity_more_is_one_more_in_the_report(played: Path) -> None:
    """Three units with one act each report in May, so that no single one shows; one of the acts is late."""
    for number, day in ((2, date(2022, 5, 3)), (4, date(2022, 4, 21)), (6, date(2022, 5, 24))):
        with closing(office(played, number)) as vault:
            (site,) = cases.sites(vault)
            more = NewActivity(site.id, "workshop", day, partner_participants=1)
            acts.add_activity(vault, more, now=noon(MAY))
            reporting.release(vault, site.id, "2022-05", MAY, now=noon(MAY))
            assert delivery.deliver(vault, now=noon(MAY)).trouble is None
    with closing(vaults.unlock(played / "kreis.kim", DISTRICT_CODE, PASSWORD)) as kreis:
        assert district.fetch(kreis, now=noon(MAY)).accepted == 3
        made = district_report.report(
            kreis, "2022-01", "2022-05", district_report.ReportOptions(), now=noon(MAY)
        )
        assert f"{ACTS + 3:,}".replace(",", ".") in printed_text(made.pdf)
        assert "1.236" in printed_text(made.pdf)
