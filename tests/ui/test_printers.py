# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Printers where the system has no `lp`: pages painted by Qt.

No printer can be expected where tests run, so Qt's own PDF device takes its place: it writes a file, which
the program itself never asks for.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication

from app.domain.errors import Trouble
from app.domain.print_order import PrintOrder
from app.forms import engine
from tests.paper import set_up_queue
from ui import printers
from ui.printers import QtPrinters, paint

NOW = datetime(2026, 11, 22, tzinfo=UTC)


def pages(*bodies: str) -> bytes:
    head = '#set document(title: "x")\n#set text(font: "Noto Sans")\n'
    return engine.compile_pages(
        head + "#pagebreak()\n".join(f"{each}\n#text(fill: white)[x]\n" for each in bodies), {}, NOW
    )


def printed(folder: Path, order: PrintOrder, *pdfs: bytes) -> list[pypdfium2.PdfPage]:
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(folder / "papier.pdf"))
    paint(printer, pdfs, order)
    assert printer.docName() == "KIM-Brücke"
    assert printer.resolution() == 300
    return list(pypdfium2.PdfDocument((folder / "papier.pdf").read_bytes()))


def inked(page: pypdfium2.PdfPage) -> tuple[int, int, int, int] | None:
    """The box of everything dark, in points."""
    image = page.render(scale=1).to_pil().convert("L").point(lambda grey: 255 if grey < 128 else 0)
    return image.getbbox()


def test_each_page_fills_its_sheet(dressed: QApplication, tmp_path: Path) -> None:
    corner = "#place(top + left, dx: -40pt, dy: -40pt, rect(width: 20pt, height: 20pt, fill: black))"
    other = "#place(bottom + right, dx: 40pt, dy: 40pt, rect(width: 20pt, height: 20pt, fill: black))"
    first, second = printed(tmp_path, PrintOrder(), pages(corner, other))
    asked, box = inked(pypdfium2.PdfDocument(pages(corner))[0]), inked(first)
    assert asked is not None
    assert box is not None
    assert all(abs(here - there) <= 2 for here, there in zip(asked, box, strict=True))
    last = inked(second)
    assert last is not None
    assert last[0] > 500
    assert last[1] > 750


def test_only_the_pages_that_were_asked_for(dressed: QApplication, tmp_path: Path) -> None:
    order = PrintOrder(pages=(2,))
    (only,) = printed(tmp_path, order, pages("", "#rect(width: 20pt, height: 20pt, fill: black)", ""))
    assert inked(only) is not None


def test_a_landscape_page_is_turned_onto_the_sheet(dressed: QApplication, tmp_path: Path) -> None:
    wide = "#set page(flipped: true)\n#place(top + left, rect(width: 20pt, height: 20pt, fill: black))"
    (turned,) = printed(tmp_path, PrintOrder(), pages(wide))
    assert turned.get_width() < turned.get_height()
    box = inked(turned)
    assert box is not None
    assert box[2] > 450, "its upper left corner lies at the upper right of the sheet"
    assert box[1] < 150


def test_a_printer_that_is_gone(dressed: QApplication) -> None:
    with pytest.raises(Trouble, match=r"print\.no_printer"):
        QtPrinters().hand_over([pages("")], PrintOrder("gibt es nicht"))


@pytest.mark.qt_log_ignore("QPdfEngine|QPainter", extend=True)
def test_a_printer_that_takes_nothing(dressed: QApplication, tmp_path: Path) -> None:
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "fehlt" / "papier.pdf"))
    with pytest.raises(Trouble, match=r"print\.refused"):
        paint(printer, [pages("")], PrintOrder())


def test_lp_is_asked_where_it_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    set_up_queue(tmp_path, monkeypatch)
    assert printers.names() == ("Keller", "Flur"), "the usual one first, and none that writes a file"
    assert printers.prints_both_sides("Keller")
    assert not printers.prints_both_sides("Flur")


def test_without_lp_qt_is_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert isinstance(printers.system(), QtPrinters)
    assert all(isinstance(name, str) for name in printers.names())


def test_a_queue_that_tells_nothing_still_prints(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    queue = set_up_queue(tmp_path, monkeypatch)
    programs = tmp_path / "programme"
    for name in ("lpstat", "lpoptions"):
        (programs / name).write_text("#!/bin/sh\nexit 1\n")
    assert printers.names() == ("",)
    assert not printers.prints_both_sides("")
    printers.hand_over([b"%PDF one"], PrintOrder(copies=3))
    assert queue.jobs() == [(["-n", "3", "-t", "KIM-Brücke", "-"], b"%PDF one")]
