# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""„Empfänger benachrichtigen“ (Art. 19 DSGVO): a letter to each body that was told something."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from app.domain.change_notice import Change, Occasion, Recipient
from app.domain.dates import german
from app.operations import change_notices
from ui.choice_chips import ChoiceChips
from ui.codes import choices_of
from ui.document_view import show_sheet
from ui.errors import guard
from ui.reading_order import Dialog
from ui.session import Session
from ui.theme import rem
from ui.widgets import (
    Chip,
    ChoiceBar,
    FormPanel,
    Row,
    RowList,
    Scroll,
    box,
    column,
    label,
    line,
    primary_button,
)

TITLE = "Empfänger benachrichtigen"
_OCCASIONS = (
    ("rectified", "Berichtigung", "1"),
    ("restricted", "Einschränkung", "2"),
    ("erased", "Löschung", "3"),
)
_HINT = (
    "Jede Stelle bekommt einen kurzen Brief (Art. 19 DSGVO). Er nennt nur, was sie schon weiß. "
    "Geht es bei einer Stelle nicht, schreiben Sie den Grund in einen Vermerk."
)
_BEFORE = "Drucken Sie die Briefe vor dem Löschen. Danach weiß niemand mehr, wer etwas bekommen hat."


class ChangeNotices(Dialog):
    """Enter prints the letter to the marked body; a rectification says first what it is about."""

    def __init__(self, owner: QWidget, session: Session, file_id: str, change: Change) -> None:
        super().__init__(owner.window())
        self._session, self._file_id, self._day = session, file_id, change.day
        self.setWindowTitle("KIM-Brücke")
        self.setAccessibleName(TITLE)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self.form = FormPanel()
        self.form.add("occasion", "Anlass", ChoiceBar("Anlass", _OCCASIONS))
        self.form.add(
            "categories", "Was wurde berichtigt?", ChoiceChips("Was wurde berichtigt?", self._known())
        )
        self.form.set_values({"occasion": change.occasion})
        self.before = label(_BEFORE, tone="warning", wrap=True)
        self.rows = RowList(TITLE)
        self.rows.opened.connect(lambda service_id: self.print_letter(str(service_id)))
        self._lay_out(owner)
        self.form.changed.connect(self.reload)
        session.changed.connect(self.reload)
        self.finished.connect(lambda: session.changed.disconnect(self.reload))
        self.reload()
        self.rows.setFocus()

    @property
    def change(self) -> Change:
        values = self.form.values()
        occasion: Occasion = values["occasion"]
        return Change(occasion, self._day, values["categories"] if occasion == "rectified" else ())

    def reload(self) -> None:
        if not self._session.is_open:
            return
        change = self.change
        self.form.row("categories").setVisible(change.occasion == "rectified")
        self.before.setVisible(change.occasion == "erased")
        found = self._session.read(change_notices.recipients, self._file_id)
        meant = [each for each in found if not change.categories or each.concerned(change)]
        self.rows.fill([self._row(each) for each in meant])

    def print_letter(self, service_id: str) -> None:
        """Kept and recorded as told, then shown to be printed."""
        with guard(self):
            made = self._session.write(change_notices.print_notice, self._file_id, service_id, self.change)
            show_sheet(self, self._session, made.id, "Der Brief nennt nur, was die Stelle schon weiß.")

    def _known(self) -> list[tuple[str, str]]:
        found = self._session.read(change_notices.recipients, self._file_id)
        told = {category for each in found for category in each.categories}
        return [(code, word) for code, word in choices_of(self._session)("data_category") if code in told]

    def _lay_out(self, owner: QWidget) -> None:
        head = column(label(TITLE, "heading"), label(_HINT, "small", "muted", wrap=True), gap=0.2)
        body = Scroll(box(column(self.form, self.before, self.rows, None, gap=0.8)))
        whole = column(box(head), body, parent=self, gap=0.8)
        whole.addLayout(line(None, primary_button("Schließen", self.accept)))
        whole.setContentsMargins(rem(1.5), rem(1.2), rem(1.5), rem(1.2))
        room = owner.window().size()
        self.resize(min(rem(46), room.width()), min(rem(34), room.height() - rem(2)))

    def _row(self, each: Recipient) -> Row:
        days = ", ".join(dict.fromkeys(german(told.day) for told in reversed(each.told)))
        told = each.informed_on is not None and each.informed_on >= self._day
        words = (
            f"mitgeteilt {german(each.informed_on)}" if told and each.informed_on else "noch nicht mitgeteilt"
        )
        return Row(
            each.name,
            f"bekam Angaben am {days}",
            key=each.service_id,
            icon="letter",
            chip=Chip("check" if told else "clock", words, "success" if told else "warning"),
            keys=[("Eingabe", "Mitteilung drucken")],
        )


def open_change_notices(
    owner: QWidget, session: Session, file_id: str, occasion: Occasion, day: date | None = None
) -> ChangeNotices:
    """`day`: since when it is so; today, unless it is known."""
    dialog = ChangeNotices(owner, session, file_id, Change(occasion, day or session.today()))
    dialog.open()
    return dialog
