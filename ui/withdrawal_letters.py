# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Who was told something under what is withdrawn now: a short letter each, and who has had one."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from app.domain.dates import german
from app.domain.withdrawal import ToInform
from ui.widgets import Chip, Row, RowList, Section, link_button

TITLE = "Mitteilungen über den Widerruf"


class WithdrawalLetters(Section):
    """Enter prints the letter to the recipient; without anybody to inform it takes no room."""

    def __init__(self, print_letter: Callable[[str], object]) -> None:
        super().__init__(TITLE)
        self._print = print_letter
        self.rows = RowList(TITLE)
        self.rows.opened.connect(lambda service_id: print_letter(str(service_id)))
        self.add(self.rows)

    def show_recipients(self, found: Sequence[ToInform]) -> None:
        self.set_count(sum(each.informed_on is None for each in found))
        self.setVisible(bool(found))
        self.rows.fill([self._row(each) for each in found])

    def _row(self, each: ToInform) -> Row:
        act = link_button("Mitteilung drucken", lambda: self._print(each.service_id), small=True)
        act.setAccessibleName(f"Mitteilung drucken: {each.recipient}")
        days = ", ".join(dict.fromkeys(german(told.day) for told in reversed(each.told)))
        informed = f"mitgeteilt {german(each.informed_on)}" if each.informed_on else "noch nicht mitgeteilt"
        return Row(
            each.recipient,
            f"bekam Angaben am {days} · widerrufen am {german(each.withdrawn_on)}",
            key=each.service_id,
            icon="letter",
            chip=Chip(
                "check" if each.informed_on else "clock",
                informed,
                "success" if each.informed_on else "warning",
            ),
            act=act,
            keys=[("Eingabe", "Mitteilung drucken")],
        )
