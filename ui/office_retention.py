# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""How long files are kept after their end, by closing reason, and what the archive decided."""

from __future__ import annotations

from typing import Any

from app.operations import retention
from ui.codes import choices_of, labels_of
from ui.errors import guard
from ui.form_dialog import FormDialog
from ui.page import Navigate
from ui.session import Session
from ui.widgets import (
    CheckInput,
    Column,
    FormPanel,
    NumberInput,
    Section,
    Table,
    box,
    label,
    line,
    secondary_button,
)

_ARCHIVE = (
    "Öffentliche Stellen bieten Akten vor dem Löschen ihrem Archiv an (§ 10 ArchivG NRW). "
    "Hat das Archiv ein für alle Mal verzichtet, entfällt das je Akte."
)


class PeriodsSection(Section):
    """A line for each closing reason; Enter changes it."""

    def __init__(self, session: Session) -> None:
        super().__init__("Fristen")
        self._session = session
        self._usual = label("", "small", "muted", wrap=True)
        self.table = Table(
            "Fristen", [Column("Grund des Endes", stretch=True), Column("Jahre", width=9)], fit=True
        )
        self.table.opened.connect(lambda reason: self.change(str(reason)))
        self.standing = CheckInput("Das Archiv verzichtet auf diese Akten")
        self.standing.changed.connect(self._store_archive)
        self.add(self._usual, self.table, label(_ARCHIVE, "small", "muted", wrap=True), self.standing)

    def reload(self) -> None:
        known = self._session.read(retention.periods)
        self._usual.setText(
            f"Wie auf dem Informationsblatt: {known.usual} Jahre nach dem Ende der Beratung. "
            "Kürzer geht je Grund; eine Zeile öffnen Sie mit der Eingabetaste."
        )
        reasons = choices_of(self._session)("closing_reason")
        self.table.fill(
            [(code, [words, _years(known.by_reason.get(code), known.usual)]) for code, words in reasons]
        )
        before = self.standing.blockSignals(True)
        self.standing.setChecked(known.archive == "standing")
        self.standing.blockSignals(before)

    def change(self, reason: str) -> FormDialog:
        known = self._session.read(retention.periods)
        form = FormPanel()
        hint = f"Höchstens {known.usual}. Leer heißt: wie auf dem Informationsblatt."
        form.add("years", "Jahre nach dem Ende", NumberInput(), hint)
        form.set_values({"years": known.by_reason.get(reason)})

        def save(values: dict[str, Any]) -> None:
            self._session.write(retention.set_years, reason, values["years"])

        title = f"Frist: {labels_of(self._session)('closing_reason', reason)}"
        dialog = FormDialog(self, title, form, "Speichern", save)
        dialog.open()
        return dialog

    def _store_archive(self) -> None:
        with guard(self):
            archive = "standing" if self.standing.isChecked() else "offer"
            self._session.write(retention.set_archive, archive)


class RetentionOfOffice(Section):
    """The way to the page, with how many files wait there."""

    def __init__(self, session: Session, navigate: Navigate) -> None:
        super().__init__("Aufbewahrung")
        self._session = session
        self._words = label("", "small", "muted", wrap=True)
        open_it = secondary_button("Aufbewahrung öffnen", lambda: navigate("retention"), "clock")
        self.add(self._words, box(line(open_it, None)))

    def reload(self) -> None:
        today = self._session.today()
        over = sum(each.is_over(today) for each in self._session.read(retention.due_files, today))
        found = (
            "Keine Akte ist fällig."
            if not over
            else "1 Akte ist fällig."
            if over == 1
            else f"{over} Akten sind fällig."
        )
        self._words.setText(f"{found} Wie lange Akten bleiben und was danach geschieht.")


def _years(own: int | None, usual: int) -> str:
    return str(own) if own is not None else f"{usual} (wie sonst)"
