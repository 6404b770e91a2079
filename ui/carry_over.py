# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""A Bestandsaufnahme that begins with the last one: what is carried over is chosen."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtWidgets import QWidget

from app.domain.assessment import Assessment, Score, carry_over
from app.domain.dates import german
from ui.assessment_form import AssessmentForm
from ui.form_dialog import FormDialog
from ui.picks import PicksInput
from ui.widgets import CheckInput, FormPanel


def open_carry_over(
    owner: QWidget, form: AssessmentForm, last: Assessment, names: Mapping[str, str], released: frozenset[str]
) -> FormDialog:
    """Ask which steps of the last one still hold; they are put into the form, and stored only with it."""
    offered = carry_over(last, frozenset(names), released, with_notes=True)
    asked = FormPanel()
    picks = PicksInput([(score.dimension, _in_words(score, names)) for score in offered])
    asked.add("chosen", "Was gilt noch?", picks, "Sie können danach jede Stufe ändern.")
    asked.add("notes", "", CheckInput("Notizen mitnehmen"))
    answered = {each.code for each in form.lines if each.answered}
    asked.set_values({"chosen": [score.dimension for score in offered if score.dimension not in answered]})

    def take(values: dict[str, Any]) -> None:
        form.begin_with(carry_over(last, frozenset(values["chosen"]), released, with_notes=values["notes"]))

    dialog = FormDialog(
        owner, f"Aus der Bestandsaufnahme vom {german(last.held_on)}", asked, "Übernehmen", take
    )
    dialog.open()
    asked.row("chosen").focus()
    return dialog


def _in_words(score: Score, names: Mapping[str, str]) -> str:
    steps = (("Bedarf", score.need), ("Ressource", score.resource))
    said = ", ".join(f"{word} {step}" for word, step in steps if step is not None)
    return f"{names[score.dimension]}: {said}" + (f" · {score.note}" if score.note else "")
