# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Row 4, hostile CSV, XLSX and scans: read by a process without a key, in little time and room."""

from __future__ import annotations

import os
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from app.domain.errors import Refusal
from app.operations import registration_import, sheet_reader
from app.operations.scan_reader import codes
from tests.operations import test_scans, test_sheet_reader

ROWS = 600_000
ENDS = {"picture bomb": "scan.too_many_pixels", "many pages": "scan.too_many_pages"}
PARTS = {
    "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/></Types>',
    "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Target="xl/workbook.xml" Type="http://schemas.openxmlformats.org/'
    'officeDocument/2006/relationships/officeDocument"/></Relationships>',
    "xl/workbook.xml": '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>'
    '<sheet name="A" sheetId="1" r:id="rId1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/'
    'relationships"><Relationship Id="rId1" Target="worksheets/sheet1.xml" Type="http://schemas.'
    'openxmlformats.org/officeDocument/2006/relationships/worksheet"/></Relationships>',
}


def growing_workbook(rows: int) -> bytes:
    """Few bytes that are a right workbook of so many rows."""
    made = BytesIO()
    row = "<row><c t='str'><v>x</v></c></row>"
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    sheet = f'<worksheet xmlns="{space}"><sheetData>{row * rows}'
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as packed:
        for name, text in PARTS.items():
            packed.writestr(name, text)
        packed.writestr("xl/worksheets/sheet1.xml", f"{sheet}</sheetData></worksheet>")
    return made.getvalue()


def test_threat_04_hostile_workbook(tmp_path: Path) -> None:
    """Row 4. Some kilobytes that grow to 600,000 rows are refused; a small one is read."""
    path = tmp_path / "liste.xlsx"
    path.write_bytes(growing_workbook(ROWS))
    assert path.stat().st_size < 64 << 10
    with pytest.raises(Refusal, match=r"registration\.(too_many_rows|no_table)"):
        registration_import.read_table(path)
    path.write_bytes(growing_workbook(3))
    assert registration_import.read_table(path).rows == (("x",), ("x",))


@pytest.mark.parametrize("name", test_sheet_reader.HOSTILE)
def test_threat_04_no_hostile_table_costs_memory_here(name: str) -> None:
    """Row 4. Whatever a table does, it does in the child: this process hardly grows."""
    content, code = test_sheet_reader.HOSTILE[name]
    before = own_memory()
    with pytest.raises(Refusal, match=code.replace(".", r"\.")):
        sheet_reader.read(content)
    assert own_memory() - before < 16 << 20


@pytest.mark.parametrize("name", ["bomb in a page", "picture bomb", "broken pdf", "many pages"])
def test_threat_04_hostile_scan(name: str) -> None:
    """Row 4. Broken and bombed PDFs and pictures end in the child, in a sentence or as a blank page."""
    content = test_scans.pdf_with_bomb() if name == "bomb in a page" else test_scans.HOSTILE[name][0]
    before = own_memory()
    assert answer(content) in (((),), "scan.unreadable", "scan.too_much", ENDS.get(name))
    assert own_memory() - before < 16 << 20


def answer(content: bytes) -> object:
    """The codes on each page, or that of the refusal."""
    try:
        return codes(content)
    except Refusal as refusal:
        return refusal.code


def own_memory() -> int:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGESIZE")
