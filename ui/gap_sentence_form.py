# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Satz zu einer Lücke: written beside a published figure, looked through, released by the case manager."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtWidgets import QWidget

from app.domain.errors import InvalidInput
from app.domain.gap_sentence import LONGEST, PUBLISHED_FROM
from app.operations import cases, gap_sentences, table_texts
from app.operations.gap_sentences import GapSentence
from app.operations.reporting import ReleasePreview
from ui.drafts import DraftKeeper
from ui.form_dialog import FormDialog
from ui.session import Session
from ui.widgets import Banner, CodeInput, FormPanel, LongText, show_toast

_RULES = (
    "Ein Satz über das Angebot, nie über eine Person.",
    "Ohne Namen, Ort, Zahl, Zeit, Alter, Land und Familie. Er geht mit jeder Meldung hinaus, solange bei der"
    f" Lücke {PUBLISHED_FROM} oder mehr steht.",
)


class GapSentenceForm(FormPanel):
    """Only gaps that show five or more; the sentence that stands beside one comes with it."""

    def __init__(self, offered: Mapping[str, str], held: Mapping[str, str]) -> None:
        super().__init__()
        self._held = held
        self.body.addWidget(Banner("paragraph", *_RULES, "info"))
        self.gap, self.sentence = CodeInput(list(offered.items())), LongText(lines=3)
        self.add("gap", "Bei welcher Lücke?", self.gap)
        hint = f"Höchstens {LONGEST} Zeichen. Leer: Der Satz wird zurückgenommen."
        self.add("sentence", "Satz", self.sentence, hint)
        self.gap.changed.connect(self._show_held)

    def _show_held(self) -> None:
        chosen = str(self.readable()["gap"] or "")
        if chosen in self._held and not self.sentence.typed():
            self.set_values({"sentence": self._held[chosen]})


def may_be_written(session: Session, shown: ReleasePreview) -> bool:
    """Whether there is a gap to write beside, or a sentence to take back."""
    return bool(_offered(shown)[0] or session.read(gap_sentences.sentences, shown.site_id))


def open_gap_sentence_form(owner: QWidget, session: Session, shown: ReleasePreview) -> FormDialog:
    """For the figures of this Meldung."""
    offered, figures = _offered(shown)
    held = {
        f"{each.dimension} {each.kind}": each.sentence
        for each in session.read(gap_sentences.sentences, shown.site_id)
    }
    lists = session.read(cases.lists)
    for gap in held.keys() - offered.keys():
        dimension, kind = gap.split(" ")
        offered[gap] = table_texts.cell({"dimension": dimension, "kind": kind}, lists)
    form = GapSentenceForm(offered, held)
    draft = DraftKeeper(session, form, f"gap_sentence:{shown.site_id}", None, form.sentence)

    def store(values: dict[str, Any]) -> None:
        if not values["gap"]:
            raise InvalidInput("gap", "code.missing")
        dimension, kind = str(values["gap"]).split(" ")
        if values["sentence"].strip():
            new = GapSentence(dimension, kind, values["sentence"])
            published = figures.get(values["gap"])
            session.write(gap_sentences.release_sentence, shown.site_id, new, published)
            show_toast(owner, "Der Satz ist freigegeben.")
        else:
            session.write(gap_sentences.withdraw_sentence, shown.site_id, dimension, kind)
            show_toast(owner, "Der Satz ist zurückgenommen.")

    dialog = FormDialog(owner, "Satz zu einer Lücke", form, "Freigeben", store, draft=draft)
    dialog.open()
    return dialog


def _offered(shown: ReleasePreview) -> tuple[dict[str, str], dict[str, int]]:
    """The gaps that show five or more by their codes: in words, and their figures."""
    rows = [row for table in shown.tables if table.id == gap_sentences.TABLE for row in table.rows]
    enough = [row for row in rows if (row.value or 0) >= PUBLISHED_FROM]
    codes = {id(row): " ".join(row.key.values()) for row in enough}
    return {codes[id(row)]: f"{row.label} ({row.value})" for row in enough}, {
        codes[id(row)]: row.value or 0 for row in enough
    }
