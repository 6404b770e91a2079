# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""A blank set typed in: the fields of its sheets in the order of the paper, with their numbers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtWidgets import QCheckBox, QWidget

from app.domain.blank_set import BlankSet, rows_by_recipient
from app.domain.case import Opened
from app.domain.consent import WantedRelease
from app.domain.signing import READ
from app.operations import blank_sets, cases, directory
from app.operations.blank_sets import TypedIn
from app.operations.intake_sheets import FIELD_NUMBERS
from ui.codes import labels_of
from ui.consent_rows import Recipients
from ui.drafts import DraftKeeper
from ui.hearing_form import HearingForm
from ui.intake_fields import IntakeForm
from ui.intake_form import IntakeSheet
from ui.page import Navigate, Page
from ui.paper_goals import agreement_of, goal_rows, signature_rows
from ui.session import Session
from ui.widgets import ChoiceBar, DateInput, EmptyState, FieldRow, PageHead, column, label

_YES_NO = [("given", "Ja", "1"), ("refused", "Nein", "2")]
_SPECIAL = "Besonders geschützte Angaben"
_GOALS_SIGNED = "goals_signed_on"


class BlankSetForm(HearingForm, IntakeForm):
    """First the consent, then the Erfassungsbogen, last the Zielvereinbarung, as they lie on each other."""

    def __init__(self, session: Session, one: BlankSet) -> None:
        self._one, self._by_recipient = one, rows_by_recipient(one.rows)
        super().__init__(session)
        self.unfold()

    def field(self, name: str, caption: str, entry: QWidget, hint: str = "") -> FieldRow:
        """With the number that the field has on paper."""
        number = FIELD_NUMBERS.get(name)
        if number is not None and isinstance(entry, QCheckBox):
            entry.setText(f"{number} {entry.text()}")
        elif number is not None:
            caption = f"{number} {caption}"
        return super().field(name, caption, entry, hint)

    def add_opening(self) -> None:
        session, special = self.session, self._special_rows()
        self.body.addWidget(label("Einwilligung", "heading"))
        day = DateInput(session.today)
        self.signed_on = day
        hint = "Der Tag auf dem Papier zählt. Leer heißt: nicht unterschrieben."
        self.add("signed_on", "Einwilligung unterschrieben am", day, hint)
        day.left.connect(self._propose_day_of_talk)
        names = {each.id: each.institution for each in session.read(directory.services)}
        word = labels_of(session)
        for place, rows in enumerate(self._by_recipient):
            categories = ", ".join(word("data_category", row.category) for row in rows)
            title = f"{names[rows[0].service_id]}: {categories}"
            self.add(f"row_{place}", title, ChoiceBar(title, _YES_NO))
        if special:
            self.add("special", _SPECIAL, ChoiceBar(_SPECIAL, _YES_NO))
        self.add(
            "by_hand", "Von Hand eingetragene Stellen, mit Kreuz bei Ja", Recipients(session, "TT.MM.JJJJ")
        )
        self.add_hearing(session, None, READ)
        self.body.addWidget(label("Erfassungsbogen", "heading"))

    def add_last_extra(self) -> None:
        super().add_last_extra()
        signed = signature_rows(self, self.session, _GOALS_SIGNED)
        self.section("Zielvereinbarung", *goal_rows(self, self.session), *signed)

    def typed_in(self, values: dict[str, Any], decision: str) -> TypedIn:
        """What stands on the paper; without a cross at yes nothing is exchanged."""
        hearing = self.hearing(values)
        return TypedIn(
            intake=self.intake(values, decision),
            signed_on=values["signed_on"],
            given=frozenset(self._given(values)),
            by_hand=values["by_hand"],
            hearing=hearing,
            agreed=agreement_of(values, _GOALS_SIGNED, hearing),
        )

    def _given(self, values: dict[str, Any]) -> list[WantedRelease]:
        """Of a recipient with a cross at yes all, but what is specially protected only with its own yes."""
        special = self._special_rows() if values.get("special") != "given" else ()
        said_yes = (
            rows for place, rows in enumerate(self._by_recipient) if values[f"row_{place}"] == "given"
        )
        return [row for rows in said_yes for row in rows if row not in special]

    def _special_rows(self) -> Sequence[WantedRelease]:
        lists = self.session.read(cases.lists)
        return [row for row in self._one.rows if lists.fact("data_category", row.category, "art9")]

    def _propose_day_of_talk(self) -> None:
        """Most talk and sign on the same day."""
        held_on = self.entry("held_on")
        if held_on.typed() == self._pristine["held_on"] and self.signed_on.typed():
            held_on.set_typed(self.signed_on.typed())


def set_sheet(session: Session, one: BlankSet, form: BlankSetForm) -> IntakeSheet:
    """What was signed counts from its day once all of it is typed in."""

    def take_in(values: dict[str, Any], decision: str, duty_noted: bool) -> Opened:
        typed = form.typed_in(values, decision)
        return session.write(blank_sets.type_in, one.id, typed, duty_noted=duty_noted)

    draft = DraftKeeper(session, form, f"blank_set:{one.id}", None, form.request)
    return IntakeSheet(session, form, draft, take_in, "Fertig")


class BlankSetPage(Page):
    """One set; once it is typed in, the case opens."""

    def __init__(self, session: Session, navigate: Navigate, set_id: str) -> None:
        super().__init__(session, navigate)
        one = session.read(blank_sets.blank_set, set_id)
        head = PageHead(
            f"Satz {one.name} eintippen", "Die Nummern vor den Feldern stehen auch auf dem Papier."
        )
        self.sheet: IntakeSheet | None = None
        if session.client_looks_on or not one.is_open:
            column(head, _nothing_here(one), None, parent=self, gap=1)
            return
        self._form = BlankSetForm(session, one)
        self.sheet = set_sheet(session, one, self._form)
        self.sheet.taken_in.connect(lambda case_id: navigate("case", case_id))
        self.sheet.known.connect(lambda case_id: navigate("case", case_id))
        column(head, self.sheet, parent=self, gap=1).setStretch(1, 1)

    def reload(self) -> None:
        if self.sheet is not None:
            self.sheet.hints.client_looks_on = self.conversation
            self.sheet.hints.look()

    def keep(self) -> None:
        if self.sheet is not None:
            self.sheet.draft.keep()

    def first(self) -> QWidget:
        return self if self.sheet is None else self._form.signed_on


def _nothing_here(one: BlankSet) -> EmptyState:
    if not one.is_open:
        return EmptyState("document", f"Der Satz {one.name} ist nicht mehr offen.", tone="muted")
    words = "Im Gespräch zeigt diese Seite keine fremden Angaben."
    return EmptyState("speech", words, "F8 beendet das Gespräch.", "info")
