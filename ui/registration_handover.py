# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Handing over a list: what for, which columns, exactly these cells; then the file and its passphrase."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QHideEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from app.domain.dates import german
from app.domain.errors import Refusal
from app.domain.registration import columns_in_order, label_of
from app.domain.registration_handover import PRESETS, Wish
from app.operations import registration_export
from app.operations.registration_export import Exported, Preview
from resources import Message
from ui.choice_chips import ChoiceChips
from ui.errors import CalmDialog, WaysOut, guard, sentences
from ui.files import choose_target
from ui.job_line import JobLine
from ui.office_sites import open_controller_form
from ui.reading_order import Dialog
from ui.registration_forms import open_list_form
from ui.session import Session
from ui.theme import rem
from ui.widgets import (
    ChoiceBar,
    Column,
    Table,
    box,
    clear,
    column,
    label,
    line,
    primary_button,
    secondary_button,
    show_toast,
)

SHOWN = 50
_PURPOSES = (
    ("appointments", "Einladung zur Vorsprache", "1"),
    ("school_childcare", "Schul- und Kita-Plätze planen", "2"),
)
_FORMATS = (("xlsx", "Excel, verschlüsselt"), ("pdf", "PDF, verschlüsselt"), ("csv", "CSV, unverschlüsselt"))
_LONG = {label_of(name) for name in ("family_name", "given_names", "address", "household", "school")}
_KINDS = {"xlsx": "Excel (*.xlsx)", "pdf": "PDF (*.pdf)", "csv": "CSV (*.csv)"}
_PLAIN = Message(
    "Eine CSV-Datei ist nicht verschlüsselt.",
    "Noch ist nichts gespeichert.",
    "Wer die Datei findet, liest alle Angaben. Nehmen Sie Excel oder PDF, wenn die Stelle das öffnen kann.",
)


def open_handover(owner: QWidget, session: Session, list_id: str) -> HandoverDialog:
    dialog = HandoverDialog(owner, session, list_id)
    dialog.open()
    return dialog


class HandoverDialog(Dialog):
    """Every change of the choice asks the gate afresh; nothing but what is shown goes."""

    def __init__(self, owner: QWidget, session: Session, list_id: str) -> None:
        super().__init__(owner.window())
        self._owner, self._session, self._list_id = owner, session, list_id
        self.setWindowTitle("KIM-Brücke")
        self.setAccessibleName("Liste weitergeben")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self.purpose = ChoiceBar("Wofür?", _PURPOSES)
        self.columns = ChoiceChips("Spalten", [(name, label_of(name)) for name in columns_in_order()])
        self.format = ChoiceBar("Als", _FORMATS)
        self._summary = label("", strong=True, wrap=True)
        self._missing = label("", "small", "warning", wrap=True)
        self._room = column(gap=0)
        self.save = primary_button("Speichern unter", self.hand_over, "send")
        self._job = JobLine(session, "Liste wird geschrieben")
        self._job.ended.connect(self._choose_again)
        self._asked = QWidget()
        self._lay_out(owner)
        self.purpose.set_value("appointments")
        self.columns.set_value(PRESETS["appointments"])
        self.format.set_value("xlsx")
        self.purpose.changed.connect(lambda: self.columns.set_value(PRESETS[self._purpose()]))
        self.purpose.changed.connect(self._show)
        self.columns.changed.connect(self._show)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self).activated.connect(self.hand_over)
        self._show()
        self.purpose.setFocus()

    def hand_over(self) -> None:
        """CSV only after a clear word."""
        if self.format.value() == "csv":
            CalmDialog(self, _PLAIN, "warning", ("Unverschlüsselt speichern", self._save)).open()
        else:
            self._save()

    def _save(self) -> None:
        format = str(self.format.value())
        chosen = choose_target(self, "Liste speichern", f"liste.{format}", _KINDS[format])
        if chosen is None:
            return
        session, wish = self._session, self._wish()
        ways_out: WaysOut = {"controller.missing": ("Jetzt eintragen", self._name_who_answers)}
        with guard(self, ways_out):
            prepared = session.read(registration_export.prepare, self._list_id, wish, format, session.today())
            self._asked.setEnabled(False)
            self.save.setEnabled(False)
            work = partial(registration_export.hand_over, session.vault, prepared, chosen, session.now())
            self._job.start(work, self._tell)

    def reject(self) -> None:
        """While a file is made the first Escape stops that."""
        if self._job.is_busy():
            self._job.stop()
        else:
            super().reject()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody would learn the passphrase of a file that is finished behind the Sichtschutz."""
        if not event.spontaneous():
            self._job.stop()
        super().hideEvent(event)

    def _choose_again(self) -> None:
        """It was stopped, or went wrong: nothing has left."""
        self._asked.setEnabled(True)
        self._show()
        self.save.setFocus(Qt.FocusReason.OtherFocusReason)

    def _tell(self, done: Exported) -> None:
        self._job.ended.disconnect(self._choose_again)
        self.accept()
        if done.passphrase:
            PassphraseDialog(self._owner, done).open()
        else:
            show_toast(self._owner, "Die Liste ist gespeichert. Die Weitergabe ist festgehalten.")

    def _name_who_answers(self) -> None:
        open_controller_form(self, self._session)

    def _change_list(self) -> None:
        open_list_form(self, self._session, lambda _: self._show(), self._list_id)

    def _purpose(self) -> str:
        return self.purpose.value() or "appointments"

    def _wish(self) -> Wish:
        return Wish(self.columns.value(), self._purpose())

    def _lay_out(self, owner: QWidget) -> None:
        asked = column(parent=self._asked, gap=0.6)
        for word, part in (("Wofür?", self.purpose), ("Spalten", self.columns)):
            asked.addLayout(column(label(word, "small", "muted"), part, gap=0.2))
        asked.addWidget(self._summary)
        asked.addLayout(self._room, 1)
        asked.addWidget(self._missing)
        asked.addLayout(column(label("Als", "small", "muted"), self.format, gap=0.2))
        whole = column(label("Liste weitergeben", "heading"), parent=self, gap=0.6)
        whole.addWidget(self._asked, 1)
        whole.addWidget(self._job)
        whole.addLayout(line(None, secondary_button("Abbrechen", self.reject), self.save))
        whole.setContentsMargins(rem(1.4), rem(1.1), rem(1.4), rem(1.1))
        room = owner.window().size()
        self.resize(min(rem(78), round(room.width() * 0.92)), round(room.height() * 0.94))

    def _show(self) -> None:
        """What would go now, or the sentence that says why nothing does."""
        clear(self._room)
        try:
            found = self._session.read(
                registration_export.preview, self._list_id, self._wish(), self._session.today()
            )
        except Refusal as refusal:
            self._summary.hide()
            self._missing.hide()
            self._room.addWidget(sentences(refusal))
            self._room.addWidget(
                box(line(secondary_button("Grundlage ändern", self._change_list, "pencil"), None))
            )
            self._room.addStretch(1)
            self.save.setEnabled(False)
            return
        self._show_preview(found)

    def _show_preview(self, found: Preview) -> None:
        self._summary.show()
        self._summary.setText(_summary(found))
        self._missing.setText(_missing(found))
        self._missing.setVisible(bool(found.missing))
        self.save.setEnabled(bool(found.rows))
        if not found.rows:
            self._room.addStretch(1)
            return
        table = Table(
            "Genau das geht hinaus", [Column(heading, stretch=heading in _LONG) for heading in found.header]
        )
        table.fill([(place, row) for place, row in enumerate(found.rows[:SHOWN])])
        self._room.addWidget(table)


class PassphraseDialog(Dialog):
    """Shown this once; it is kept nowhere and goes to no clipboard."""

    def __init__(self, owner: QWidget, done: Exported) -> None:
        super().__init__(owner.window())
        self.setWindowTitle("KIM-Brücke")
        self.setAccessibleName("Kennwort der Datei")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self.setMinimumWidth(rem(34))
        parts = done.passphrase.split()
        self.words = label("\n".join((" ".join(parts[:4]), " ".join(parts[4:]))), "title", strong=True)
        self.words.setAccessibleName(f"Kennwort: {done.passphrase}")
        self.words.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        count = "1 Person ist" if done.persons == 1 else f"{done.persons} Personen sind"
        whole = column(
            label("Kennwort der Datei", "heading"),
            label(
                "Rufen Sie die Stelle an und lesen Sie diese acht Wörter vor, klein und mit Leerzeichen.",
                wrap=True,
            ),
            self.words,
            label(
                "Schicken Sie das Kennwort nicht zusammen mit der Datei."
                " Es wird nirgends gespeichert und nicht noch einmal gezeigt.",
                "small",
                "warning",
                wrap=True,
            ),
            label(
                f"{count} weitergegeben und festgehalten. Hier werden die Personen spätestens am"
                f" {german(done.erase_on)} gelöscht.",
                "small",
                "muted",
                wrap=True,
            ),
            parent=self,
            gap=0.8,
        )
        whole.addLayout(line(None, primary_button("Ich habe es notiert", self.accept, "check")))
        whole.setContentsMargins(rem(1.5), rem(1.3), rem(1.5), rem(1.2))


def _summary(found: Preview) -> str:
    count = len(found.rows)
    going = "1 Person geht hinaus" if count == 1 else f"{count} Personen gehen hinaus"
    if count > SHOWN:
        going += f", die ersten {SHOWN} stehen hier"
    if not found.left_out:
        return f"{going}."
    staying = "1 Person bleibt" if found.left_out == 1 else f"{found.left_out} Personen bleiben"
    return f"{going}. {staying} draußen, denn für den Namen fehlt die Grundlage."


def _missing(found: Preview) -> str:
    parts = (f"{category} (bei {count})" for category, count in found.missing)
    return f"Ohne Grundlage und deshalb nicht dabei: {', '.join(parts)}."
