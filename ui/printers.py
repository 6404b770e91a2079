# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The printers of this computer: `lp` where it is found, else Qt's; pages come from memory."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from types import ModuleType

from PySide6.QtCore import QRectF, QSizeF
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

from app import settings
from app.domain.errors import Refusal, Trouble
from app.domain.print_order import PrintOrder, writes_a_file
from app.operations import print_queue, printing

_FINEST_DPI = 300
_POINTS_AN_INCH = 72
_LONG_EDGE = QPrinter.DuplexMode.DuplexLongSide


class QtPrinters:
    """Where the system has no `lp`: pages are painted as pictures, at the printer's own resolution."""

    def names(self) -> tuple[str, ...]:
        """The usual one first."""
        usual = QPrinterInfo.defaultPrinterName()
        return tuple(sorted(QPrinterInfo.availablePrinterNames(), key=lambda name: name != usual))

    def prints_both_sides(self, printer: str) -> bool:
        return _LONG_EDGE in QPrinterInfo.printerInfo(printer).supportedDuplexModes()

    def hand_over(self, pdfs: Sequence[bytes], order: PrintOrder) -> None:
        info = QPrinterInfo.printerInfo(order.printer)
        if info.isNull():
            raise Trouble("print.no_printer")
        paint(QPrinter(info, QPrinter.PrinterMode.HighResolution), pdfs, order)


def system() -> QtPrinters | ModuleType:
    """The one place where the way to the printer is chosen."""
    return print_queue if print_queue.is_there() else QtPrinters()


def names() -> tuple[str, ...]:
    """The printers to choose from, the usual one first; those that only write a file are none.

    Refusal `print.not_here` where this computer is set to print nothing.
    """
    _require_printing()
    return tuple(name for name in system().names() if not writes_a_file(name))


def prints_both_sides(printer: str) -> bool:
    return bool(system().prints_both_sides(printer))


def hand_over(pdfs: Sequence[bytes], order: PrintOrder) -> None:
    _require_printing()
    system().hand_over(pdfs, order)


def _require_printing() -> None:
    if not settings.load().prints:
        raise Refusal("print.not_here")


def paint(printer: QPrinter, pdfs: Sequence[bytes], order: PrintOrder) -> None:
    """The pages as one job of this printer, each filling its sheet; Trouble if it does not take them."""
    pdf = printing.bundle(pdfs, own_sheets=order.two_sided)
    _set_up(printer, order)
    with _begun(printer) as painter:
        for place, page in enumerate(order.pages or range(1, printing.page_count(pdf) + 1)):
            if place and not printer.newPage():
                raise Trouble("print.refused")
            _paint_page(painter, printer, pdf, page)


def _set_up(printer: QPrinter, order: PrintOrder) -> None:
    printer.setDocName(print_queue.TITLE)
    printer.setCreator(print_queue.TITLE)
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    printer.setPageOrientation(QPageLayout.Orientation.Portrait)
    printer.setFullPage(True)
    printer.setResolution(min(printer.resolution(), _FINEST_DPI))
    printer.setCopyCount(order.copies)
    printer.setCollateCopies(True)
    printer.setDuplex(_LONG_EDGE if order.two_sided else QPrinter.DuplexMode.DuplexNone)


@contextmanager
def _begun(printer: QPrinter) -> Iterator[QPainter]:
    """A job that ends well, or is taken back."""
    painter = QPainter()
    if not painter.begin(printer):
        raise Trouble("print.refused")
    try:
        yield painter
    except BaseException:
        printer.abort()
        raise
    finally:
        painter.end()


def _paint_page(painter: QPainter, printer: QPrinter, pdf: bytes, page: int) -> None:
    """One page at a time in memory; a landscape page is turned onto the sheet."""
    seen = printing.page(pdf, page, printer.resolution() / _POINTS_AN_INCH)
    image = QImage(seen.rgb, seen.width, seen.height, 3 * seen.width, QImage.Format.Format_RGB888)
    sheet = QRectF(printer.paperRect(QPrinter.Unit.DevicePixel))
    painter.save()
    if image.width() > image.height():
        painter.translate(sheet.width(), 0)
        painter.rotate(90)
        sheet.setSize(QSizeF(sheet.height(), sheet.width()))
    painter.drawImage(QRectF(0, 0, sheet.width(), sheet.height()), image)
    painter.restore()
