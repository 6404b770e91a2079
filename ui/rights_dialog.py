# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""„Rechte der Person“: what somebody may ask of the office about the own data, each with what to do."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget

from app.domain.case_view import CaseView
from app.domain.change_notice import Occasion
from app.domain.dates import german
from app.operations import cases, erasures, rights
from ui.change_notices import open_change_notices
from ui.codes import choices_of, labels_of
from ui.errors import guard
from ui.form_dialog import FormDialog
from ui.person_form import open_person_form
from ui.reading_order import Dialog
from ui.session import Session
from ui.theme import rem
from ui.widgets import (
    CheckInput,
    CodeInput,
    FormPanel,
    Scroll,
    TextInput,
    box,
    column,
    label,
    line,
    primary_button,
    secondary_button,
    show_toast,
)

TITLE = "Rechte der Person"
RESTRICTED = (
    "Nichts Neues wird eingetragen, nichts geht auf Einwilligung hinaus, und die Akte zählt nicht mit."
)
KEEP = "Braucht die Person sie noch, zum Beispiel für einen Anspruch, schränken Sie sie dafür ein."
_BACKUPS = f"Sicherungen enthalten sie noch höchstens {erasures.BACKUP_DAYS} Tage."


class _Right(QWidget):
    """One right: its name, how it stands, and its act."""

    def __init__(self, title: str, act: QPushButton) -> None:
        super().__init__()
        self.act = act
        act.setMinimumWidth(rem(13))
        self._words = label("", "small", "muted", wrap=True)
        whole = line(parent=self, gap=1)
        whole.addLayout(column(label(title, strong=True, wrap=True), self._words, gap=0.1), 1)
        whole.addWidget(act, 0, Qt.AlignmentFlag.AlignTop)

    def say(self, words: str) -> None:
        self._words.setText(words)


class RightsDialog(Dialog):
    """`inform` makes the Auskunft, `leave` goes away from the case, `to_told` shows who was told what."""

    def __init__(
        self,
        owner: QWidget,
        session: Session,
        case_id: str,
        inform: Callable[[], object],
        to_told: Callable[[], object],
        leave: Callable[[], object],
    ) -> None:
        super().__init__(owner.window())
        self._owner, self._session, self._case_id = owner, session, case_id
        self._leave = leave
        self.setWindowTitle("KIM-Brücke")
        self.setAccessibleName(TITLE)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self.setMinimumWidth(rem(44))
        inform_them = secondary_button("Auskunft erstellen", lambda: self._go(inform), "document")
        self.inform = _Right("Auskunft (Art. 15 DSGVO)", inform_them)
        self.correct = _Right(
            "Berichtigung (Art. 16)", secondary_button("Angaben ändern", self._correct, "pencil")
        )
        self.told = secondary_button("Wem wurde was mitgeteilt", lambda: self._go(to_told), "send")
        self.notify = secondary_button("Empfänger benachrichtigen", self._notify, "letter")
        self.restrict = _Right(
            "Einschränkung (Art. 18)", secondary_button("Einschränken", self._restrict, "lock")
        )
        self.count = _Right(
            "Widerspruch gegen die Statistik (Art. 21)", secondary_button("", self._count, "chart")
        )
        self.erase = _Right("Löschung (Art. 17)", secondary_button("Akte löschen", self._erase, "trash"))
        every = (
            self.inform,
            self.correct,
            box(line(self.told, self.notify, None)),
            self.restrict,
            self.count,
            self.erase,
        )
        foot = line(None, primary_button("Schließen", self.accept))
        whole = column(
            label(TITLE, "heading"), Scroll(box(column(*every, None, gap=1.1))), parent=self, gap=1
        )
        whole.addLayout(foot)
        whole.setContentsMargins(rem(1.5), rem(1.2), rem(1.5), rem(1.2))
        self.resize(rem(50), min(rem(38), owner.window().height() - rem(2)))
        session.changed.connect(self._reload)
        self.finished.connect(lambda: session.changed.disconnect(self._reload))
        self._reload()

    def _view(self) -> CaseView:
        return self._session.read(cases.case_view, self._case_id, self._session.today())

    def _reload(self) -> None:
        if not self._session.is_open:
            return
        view = self._view()
        recipients = self._session.read(erasures.before, view.file.id).recipients
        self.inform.say("Alles, was diese Akte über die Person weiß: auf Papier und als Daten.")
        self._show_correction(view, recipients)
        self._show_restriction(view)
        self._show_counting(view)
        self.erase.say(f"Die Akte geht sofort, ohne Papierkorb. {_BACKUPS}")

    def _show_correction(self, view: CaseView, recipients: tuple[str, ...]) -> None:
        told = f" Sagen Sie es weiter an: {', '.join(recipients)}." if recipients else ""
        restricted = view.file.restricted_on is not None
        first = " Heben Sie dafür zuerst die Einschränkung auf." if restricted else ""
        self.correct.say(f"Was nicht stimmt, ändern Sie bei den Angaben zur Person.{first}{told}")
        self.correct.act.setDisabled(restricted)
        self.told.setVisible(bool(recipients))
        self.notify.setVisible(bool(recipients))

    def _show_restriction(self, view: CaseView) -> None:
        file = view.file
        if file.withdrawn_on is not None:
            self.restrict.say(
                f"Eingeschränkt seit {german(file.withdrawn_on)}: alles ist widerrufen. {RESTRICTED} {KEEP}"
            )
        elif file.restricted_on is not None:
            reason = labels_of(self._session)("restriction_reason", file.restricted_reason or "")
            self.restrict.say(f"Eingeschränkt seit {german(file.restricted_on)}: {reason}. {RESTRICTED}")
        else:
            self.restrict.say("Die Akte wird nur noch aufbewahrt, bis die Sache geklärt ist.")
        self.restrict.act.setText("Einschränken" if file.restricted_reason is None else "Aufheben")

    def _show_counting(self, view: CaseView) -> None:
        if view.excluded_on is None:
            self.count.say("Die Person zählt anonym in den Meldungen mit. Was schon gemeldet ist, bleibt.")
        else:
            self.count.say(f"Zählt seit {german(view.excluded_on)} in keiner Meldung mehr mit.")
        self.count.act.setText("Nicht zählen" if view.excluded_on is None else "Wieder zählen")

    def _go(self, act: Callable[[], object]) -> None:
        self.accept()
        act()

    def _correct(self) -> None:
        with guard(self):
            open_person_form(self, self._session, self._case_id)

    def _notify(self) -> None:
        """Of a rectification, unless the file is only kept: nothing is rectified then."""
        file = self._view().file
        occasion: Occasion = "rectified" if file.restricted_on is None else "restricted"
        open_change_notices(self, self._session, file.id, occasion, file.restricted_on)

    def _restrict(self) -> None:
        file = self._view().file
        if file.restricted_reason is None:
            form = open_restriction_form(self, self._session, file.id)
            form.accepted.connect(self._notify_if_told)
        else:
            open_lifting_form(self, self._session, file.id)

    def _notify_if_told(self) -> None:
        if not self.notify.isHidden():
            self._notify()

    def _count(self) -> None:
        view = self._view()
        with guard(self):
            excluded = view.excluded_on is None
            self._session.write(rights.exclude_from_statistics, view.client.id, excluded)
            words = (
                "Die Person zählt ab heute nicht mehr mit." if excluded else "Die Person zählt wieder mit."
            )
            show_toast(self, words)

    def _erase(self) -> None:
        def leave() -> None:
            self.accept()
            self._leave()

        open_erasure_form(self._owner, self._session, self._view().file.id, leave)


def open_restriction_form(owner: QWidget, session: Session, file_id: str) -> FormDialog:
    """Why the person wants it: one of the four reasons of the law."""
    form = FormPanel()
    form.body.addWidget(label(RESTRICTED, tone="muted", wrap=True))
    form.add("reason", "Warum?", CodeInput(choices_of(session)("restriction_reason")))

    def restrict(values: dict[str, Any]) -> None:
        session.write(rights.restrict, file_id, values["reason"] or "")
        show_toast(owner, "Die Akte ist ab heute eingeschränkt.")

    dialog = FormDialog(owner, "Verarbeitung einschränken", form, "Einschränken", restrict)
    dialog.open()
    return dialog


def open_lifting_form(owner: QWidget, session: Session, file_id: str) -> FormDialog:
    """Not before the person knows."""
    form = FormPanel()
    words = "Danach kann wieder eingetragen und, soweit eingewilligt ist, weitergegeben werden."
    withdrawn = session.read(rights.withdrawn_on, file_id)
    if withdrawn is not None:
        words = f"Alles ist seit {german(withdrawn)} widerrufen. Danach wartet die Akte auf die Löschung."
    form.body.addWidget(label(words, tone="muted", wrap=True))
    form.add("told", "", CheckInput("Die Person weiß, dass die Einschränkung endet"))

    def lift(values: dict[str, Any]) -> None:
        session.write(rights.lift_restriction, file_id, values["told"])
        show_toast(owner, "Die Einschränkung ist aufgehoben.")

    dialog = FormDialog(owner, "Einschränkung aufheben", form, "Aufheben", lift)
    dialog.open()
    return dialog


def open_erasure_form(
    owner: QWidget, session: Session, file_id: str, leave: Callable[[], object]
) -> FormDialog:
    """`leave` goes away from the case before it is gone, so that nothing of it is kept once more."""
    before = session.read(erasures.before, file_id)
    form = FormPanel()
    words = (
        f"Akte {before.number} geht mit allem, was daran hängt: Fälle, Vermerke, Blätter, Scans, Entwürfe. "
        f"Niemand kann sie zurückholen. Gemeldete Zahlen bleiben. {_BACKUPS}"
    )
    form.body.addWidget(label(words, wrap=True))
    if before.recipients:
        told = f"Sagen Sie die Löschung weiter (Art. 19 DSGVO): {', '.join(before.recipients)}."
        form.body.addWidget(label(told, tone="warning", wrap=True))
        form.body.addWidget(box(line(_to_notices(owner, session, file_id), None)))
    form.add(
        "number", "Aktenzeichen zur Bestätigung", TextInput(width=12), f"Bitte {before.number} abtippen."
    )
    window = owner.window()

    def erase(values: dict[str, Any]) -> None:
        session.read(erasures.check_number, file_id, values["number"])
        leave()
        session.write(erasures.erase_on_request, file_id, values["number"])
        show_toast(window, "Die Akte ist gelöscht.")

    dialog = FormDialog(owner, "Akte löschen", form, "Endgültig löschen", erase)
    dialog.open()
    return dialog


def _to_notices(owner: QWidget, session: Session, file_id: str) -> QPushButton:
    """Before the file goes: with it goes who was told something."""
    return secondary_button(
        "Empfänger benachrichtigen", lambda: open_change_notices(owner, session, file_id, "erased"), "letter"
    )
