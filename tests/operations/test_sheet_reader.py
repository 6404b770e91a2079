# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Foreign tables, friendly and hostile, read by the process that holds no key."""

from __future__ import annotations

import io
import pickle
import zipfile
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import resources
from app.domain.errors import Refusal
from app.operations import csv_file, registration_export, registration_import, sheet_reader

HEAD = ("Nachname", "Vorname", "Geburtsdatum")


def workbook(*rows: tuple[object, ...]) -> bytes:
    made = io.BytesIO()
    book = xlsxwriter.Workbook(made, {"in_memory": True})
    sheet, day = book.add_worksheet(), book.add_format({"num_format": "dd.mm.yyyy"})
    for row, cells in enumerate(rows):
        for column, cell in enumerate(cells):
            if isinstance(cell, date):
                sheet.write_datetime(row, column, cell, day)
            else:
                sheet.write(row, column, cell)
    book.close()
    return made.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_every_usual_way_to_write_a_table(encoding: str, separator: str) -> None:
    lines = (HEAD, ("Müßig", '"Anna\nLena"', "01.03.1990"), ("", "", ""), ("Öz", "", ""))
    content = "\r\n".join(separator.join(line) for line in lines).encode(encoding)
    assert sheet_reader.table(content) == [HEAD, ("Müßig", "Anna Lena", "01.03.1990"), ("Öz", "", "")]


def test_a_workbook_is_read_by_the_child(tmp_path: Path) -> None:
    path = tmp_path / "liste.xlsx"
    path.write_bytes(workbook(HEAD, ("Łuk", "=1+1", date(1990, 3, 1)), ("Öz", 12.0, 1990)))
    sheet = registration_import.read_table(path)
    assert sheet.header == HEAD
    assert sheet.rows == (("Łuk", "0", "1990-03-01"), ("Öz", "12", "1990"))


def test_the_child_holds_no_key_and_ends() -> None:
    sheet = sheet_reader.read(b"a;b\n1;2")
    assert sheet.rows == (("1", "2"),)


def bomb() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b"0" * (sheet_reader.MOST_UNPACKED + 1))
    return made.getvalue()


def lying_bomb() -> bytes:
    """Its directory says that it is small."""
    content, size = bomb(), (sheet_reader.MOST_UNPACKED + 1).to_bytes(4, "little")
    return content.replace(size, (10).to_bytes(4, "little"))


HOSTILE = {
    "too large": (b"a;b\n" * (sheet_reader.MOST_BYTES // 4 + 1), "registration.file_too_large"),
    "bomb": (bomb(), "registration.no_table"),
    "lying bomb": (lying_bomb(), "registration.no_table"),
    "many rows": (b"a;b\n" * (sheet_reader.MOST_ROWS + 2), "registration.too_many_rows"),
    "many columns": (b"a;" * 200 + b"\nb" + b";c" * 99, "registration.too_many_rows"),
    "a long cell": (b"a;b\n1;" + b"x" * 501, "registration.cell_too_long"),
    "binary": (b"\0\1\2\3;\n\0;\n", "registration.no_table"),
    "broken workbook": (b"PK\3\4 nothing", "registration.no_table"),
    "far corner": (workbook(HEAD, *[()] * 1_000_00, ("x",)), "registration.too_many_rows"),
    "sealed": (registration_export.encrypted_workbook(workbook(HEAD, ("x",)), "a"), "registration.no_table"),
    "empty": (b"", "registration.no_table"),
    "heading only": (b"a;b", "registration.no_table"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_cannot_be_a_table_is_refused_with_its_sentence(name: str) -> None:
    content, code = HOSTILE[name]
    with pytest.raises(Refusal) as caught:
        sheet_reader.read(content)
    assert caught.value.code == code
    assert resources.message(code, **caught.value.facts).todo


def test_what_takes_too_long_is_stopped() -> None:
    with pytest.raises(Refusal, match=r"registration\.file_too_slow"):
        sheet_reader.read(b"a;b\n1;2", patience_s=0)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(Exception, match=r"registration\.file_unreadable"):
        registration_import.read_table(tmp_path / "fehlt.csv")


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=400))
def test_no_bytes_break_the_reading(content: bytes) -> None:
    """Whatever comes in as text gives a table or a refusal; a broken workbook is stopped by the child."""
    assume(not content.startswith(b"PK"))
    try:
        rows = sheet_reader.table(content)
    except Refusal:
        return
    assert len({len(row) for row in rows}) == 1
    assert all(any(row) for row in rows)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.lists(st.text(min_size=1, max_size=12), min_size=2, max_size=2), min_size=2, max_size=6))
def test_what_was_written_as_csv_comes_back(cells: list[list[str]]) -> None:
    rows = [tuple(" ".join(cell.replace("\0", "").split()) or "x" for cell in row) for row in cells]
    header = ("a", "b")
    read = sheet_reader.table(csv_file.as_csv(header, tuple(rows)))
    assert read == [header, *rows]


def test_an_answer_is_never_taken_for_an_object() -> None:
    """Whoever takes over the child sends what they like; it is read as text or not at all."""
    for sent in (pickle.dumps(Path("/")), b'{"header": 1}', b"[[1, 2]]", b"[", b""):
        with pytest.raises(Refusal, match=r"registration\.no_table"):
            sheet_reader.sheet(sent)
