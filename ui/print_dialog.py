# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Drucken: which printer, how often, which pages; the first time on a computer, what a print queue keeps."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any

from PySide6.QtWidgets import QWidget

from app import settings
from app.domain.errors import InvalidInput, Trouble
from app.domain.print_order import PrintOrder, check_order, parse_pages
from app.operations.printing import Deliver
from ui import printers
from ui.errors import WaysOut, guard
from ui.form_dialog import FormDialog
from ui.widgets import Banner, CheckInput, CodeInput, FormPanel, NumberInput, TextInput

_QUEUE = (
    "Was Sie drucken, bleibt kurz beim Drucker.",
    "Die Warteschlange dieses Rechners bewahrt jedes Blatt auf, bis es gedruckt ist. Mancher Drucker oder "
    "Druckserver behält es länger. Dort heißt es immer „KIM-Brücke“, ohne Namen. Holen Sie das Papier gleich "
    "ab, und fragen Sie Ihre IT, wie lange der Drucker Blätter behält.",
)
_USUAL = "Standarddrucker"


class PrintForm(FormPanel):
    """Filled as it was printed last on this computer; `pages`: how many there are to choose from."""

    def __init__(self, pages: int, names: Sequence[str]) -> None:
        super().__init__()
        self._pages, last = pages, settings.load()
        if not last.queue_explained:
            self.body.addWidget(Banner("printer", *_QUEUE, "info"))
        self.printer = CodeInput([(name or _USUAL, name or _USUAL) for name in names])
        self.printer.setMinimumContentsLength(24)
        self.add_line(
            self.field("printer", "Drucker", self.printer), self.field("copies", "Exemplare", NumberInput())
        )
        self.add("pages", "Seiten", TextInput("alle", width=9), f"Zum Beispiel 1 oder 1-2. Es gibt {pages}.")
        self.row("pages").setVisible(pages > 1)
        self.add("two_sided", "", CheckInput("Beidseitig drucken"))
        self.printer.changed.connect(self._ask_for_sides)
        self.set_values(
            {
                "printer": (last.printer if last.printer in names else names[0]) or _USUAL,
                "copies": 1,
                "two_sided": last.two_sided,
            }
        )
        self._ask_for_sides()

    def order(self, values: dict[str, Any]) -> PrintOrder:
        """What was chosen; InvalidInput at its field."""
        if values["printer"] is None:
            raise InvalidInput("printer", "code.missing")
        order = PrintOrder(
            _name(values["printer"]),
            values["copies"] if values["copies"] is not None else 1,
            parse_pages(values["pages"], self._pages),
            values["two_sided"] and not self.row("two_sided").isHidden(),
        )
        check_order(order)
        return order

    def _ask_for_sides(self) -> None:
        """Offered where the printer says so, and where there is more than one page."""
        chosen = self.readable()["printer"]
        both = self._pages > 1 and bool(chosen) and printers.prints_both_sides(_name(str(chosen)))
        self.row("two_sided").setVisible(both)


def ask_to_print(
    owner: QWidget,
    pages: int,
    act: Callable[[Deliver], object],
    done: Callable[[], object],
    ways_out: WaysOut | None = None,
) -> FormDialog | None:
    """Opens the dialog; `act` gets what hands the pages over, and `done` is called when they are.

    Without a printer, or where none may be used, there is the sentence for it instead.
    """
    names: Sequence[str] = ()
    with guard(owner):
        names = printers.names()
        if not names:
            raise Trouble("print.no_printer")
    if not names:
        return None
    form = PrintForm(pages, names)

    def print_out(values: dict[str, Any]) -> None:
        order = form.order(values)
        act(lambda pdfs: printers.hand_over(pdfs, order))
        _remember(order, form.row("two_sided").isHidden())
        done()

    dialog = FormDialog(owner, "Drucken", form, "Drucken", print_out, ways_out)
    dialog.open()
    return dialog


def _name(chosen: str) -> str:
    """The usual printer has no name where the queue tells none."""
    return "" if chosen == _USUAL else chosen


def _remember(order: PrintOrder, one_side_only: bool) -> None:
    """Without a settings folder the dialog simply starts anew the next time."""
    sides = {} if one_side_only else {"two_sided": order.two_sided}
    with suppress(OSError):
        settings.remember(printer=order.printer, queue_explained=True, **sides)
