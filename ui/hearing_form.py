# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""How a declaration was heard: one choice and nothing more for most, names where somebody helped."""

from __future__ import annotations

from typing import Any

from app.domain.signing import READ, Hearing
from app.operations import signings
from ui.codes import choices_of
from ui.session import Session
from ui.widgets import Banner, CheckInput, ChoiceBar, CodeInput, FieldRow, FormPanel, TextInput, clear, column

_NO_CHILD = (
    "Ein Kind soll nicht für seine Eltern übersetzen. Bitte suchen Sie eine erwachsene Sprachmittlung. "
    "Festhalten können Sie es trotzdem."
)
_HEARD = [("read", "selbst gelesen"), ("read_aloud", "vorgelesen"), ("interpreted", "übersetzt")]


class HearingForm(FormPanel):
    """The part of a form for signing that asks how the text was heard; `usual` is what it begins with."""

    def add_hearing(self, session: Session, file_id: str | None, usual: Hearing, *beside: FieldRow) -> None:
        """Beneath the other fields, or `beside` these; helpers are asked only where there were some.

        Without a file nobody knows yet who is a child of the household.
        """
        self._session, self._file_id = session, file_id
        heard = self.field("heard", "Wie hat die Person den Text kennengelernt?", ChoiceBar("Text", _HEARD))
        self.add_line(*beside, heard)
        languages = CodeInput(choices_of(session)("language"), "Sprache wählen")
        languages.setMinimumContentsLength(14)
        self._through = self.field("through", "Durch wen?", TextInput())
        self._language = self.field("language", "In welcher Sprache?", languages)
        self.add_line(self._through, self._language)
        self._warning = column(gap=0)
        self.body.addLayout(self._warning)
        self.add("understood", "", CheckInput("Die Person hat verstanden, was sie unterschreibt"))
        self.add("mark", "", CheckInput("Zeichen statt Unterschrift"))
        self._witness = self.add("witness", "Wer war dabei und bezeugt es?", TextInput())
        self.set_values(
            {
                "heard": usual.heard,
                "through": usual.through,
                "language": usual.language or None,
                "understood": True,
            }
        )
        for name in ("heard", "mark"):
            self.entry(name).changed.connect(self._show_what_is_asked)
        self._through.entry.left.connect(self._warn_of_child)
        self._show_what_is_asked()
        self._warn_of_child()

    def hearing(self, values: dict[str, Any]) -> Hearing:
        """What the fields say; nobody helped where they were not asked."""
        if not self.has("heard"):
            return READ
        return Hearing(
            heard=values["heard"] or "",
            language=(values["language"] or "") if values["heard"] == "interpreted" else "",
            through=values["through"],
            understood=values["understood"],
            mark=values["mark"],
            witness=values["witness"],
        )

    def _show_what_is_asked(self) -> None:
        heard = self.entry("heard").value()
        self._through.setVisible(heard != "read")
        self._language.setVisible(heard == "interpreted")
        self._witness.setVisible(bool(self.entry("mark").value()))
        self._warn_of_child()

    def _warn_of_child(self) -> None:
        """Whoever is a child of the household should not carry this between adults."""
        clear(self._warning)
        if self._file_id is None:
            return
        name = self.entry("through").value() if not self._through.isHidden() else ""
        today = self._session.today()
        child = self._session.read(signings.child_named_so, self._file_id, name, today)
        if child:
            self._warning.addWidget(Banner("warning", f"{child} ist ein Kind dieses Haushalts.", _NO_CHILD))
