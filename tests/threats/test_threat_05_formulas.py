# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Row 5, formula injection: what leaves as a table holds text, whatever somebody typed."""

from __future__ import annotations

import ast
import csv
import zipfile
from datetime import datetime
from io import BytesIO, StringIO
from pathlib import Path

from python_calamine import CalamineWorkbook

from app.domain.service import ServiceData
from app.operations import directory, directory_tables
from app.operations.csv_file import as_csv
from app.operations.registration_export import as_workbook
from app.operations.vaults import Vault

APP = Path(__file__).parents[2] / "app"
FORMULAS = ("=1+1", "=cmd|'/c calc'!A1", '=HYPERLINK("x";"y")', "+49 2241", "-5", "@SUM(A1)", "\t=1", "\r=1")
WRITERS = {"csv_file.py", "registration_export.py", "district_export.py"}


def test_threat_05_csv(case_vault: Vault, tmp_path: Path, now: datetime) -> None:
    """Row 5. Every cell of the directory as CSV begins with a letter, a digit or the sign that says text."""
    for name in FORMULAS[:6]:
        directory.add_service(case_vault, ServiceData(name, "other", access_note=name), now)
    path = tmp_path / "anlaufstellen.csv"
    assert directory_tables.export(case_vault, path, now) == 6
    cells = [cell for row in rows(path.read_bytes()) for cell in row if cell]
    assert not [cell for cell in cells if cell[0] in "=+-@\t\r"]
    assert {f"'{name}" for name in FORMULAS[:6]} <= set(cells), "nothing is lost"


def test_threat_05_signs_that_nobody_sees() -> None:
    """Row 5. Excel also takes a cell for a formula that begins with a tab or a line end."""
    ((cell, *others),) = rows(as_csv(FORMULAS[-2:], ()))
    assert all(each.startswith("'") for each in (cell, *others))


def test_threat_05_xlsx(now: datetime) -> None:
    """Row 5. Every cell of the list as XLSX is a string in the file, and reads back as typed."""
    made = as_workbook(FORMULAS, (FORMULAS, tuple(reversed(FORMULAS))), now)
    read = CalamineWorkbook.from_filelike(BytesIO(made)).get_sheet_by_index(0).to_python()
    typed = [list(FORMULAS), list(FORMULAS), list(reversed(FORMULAS))]
    assert [[cell.replace("\n", "\r") for cell in row] for row in read] == typed
    with zipfile.ZipFile(BytesIO(made)) as packed:
        sheet = packed.read("xl/worksheets/sheet1.xml")
    assert b"<f" not in sheet
    assert sheet.count(b"<c ") == sheet.count(b't="s"') == 3 * len(FORMULAS)


def test_threat_05_there_is_no_other_writer() -> None:
    """Row 5. Tables are written by three modules; a fourth one would need its line here and in the tests."""
    assert {path.name for path in APP.rglob("*.py") if writes_tables(path)} == WRITERS


def writes_tables(path: Path) -> bool:
    return any(
        isinstance(node, ast.Attribute)
        and node.attr in ("writer", "DictWriter", "Workbook", "write")
        and isinstance(node.value, ast.Name)
        and node.value.id in ("csv", "xlsxwriter", "sheet")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
    )


def rows(raw: bytes) -> list[list[str]]:
    return list(csv.reader(StringIO(raw.decode("utf-8-sig"), newline=""), delimiter=";"))
