# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the Kreis adds to its report: a text, a post, a cost, a reach, an agreement, its words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QWidget

from app.domain.errors import InvalidInput
from app.domain.report_parts import (
    EXPENSE,
    INCOME,
    MODULE_WORDS,
    Cooperation,
    Cost,
    Part,
    Post,
    Reach,
    Words,
    cents_of,
    euros,
    hundredths_of,
    posts_in_words,
)
from app.operations import report_parts
from app.operations.report_parts import EXAMPLE, Block
from ui.drafts import DraftKeeper
from ui.form_dialog import FormDialog
from ui.session import Session
from ui.widgets import (
    CheckInput,
    ChoiceBar,
    CodeInput,
    DateInput,
    FormPanel,
    LongText,
    NumberInput,
    TextInput,
    label,
)

_KINDS = ((EXPENSE, "Aufwand", "1"), (INCOME, "Ertrag", "2"))
_GENDERS = [
    ("both", "Klientinnen und Klienten"),
    ("star", "Klient*innen"),
    ("colon", "Klient:innen"),
    ("neutral", "Ratsuchende"),
]
_AGREED = "Die Person hat diesen Text gelesen und ist einverstanden. Einzelheiten sind geändert."
_NO_HEADS = "Aufgabe und Arbeitsplatz, nie Namen."


def open_text_form(owner: QWidget, session: Session, block: Block) -> FormDialog:
    """Nothing written yet: the proposal stands there, chosen, so that typing takes its place."""
    form = FormPanel()
    form.body.addWidget(label(block.hint, tone="muted", wrap=True))
    text = LongText(lines=10)
    form.add(
        "text", block.title, text, "Jede Zeile wird ein Absatz. Leer lassen heißt: Der Baustein entfällt."
    )
    if block.code == EXAMPLE:
        form.add("agreed", "Zustimmung", CheckInput(_AGREED))
    form.set_values({"text": block.text or block.proposed})
    draft = DraftKeeper(session, form, f"report_text:{block.code}", caret_in=text)

    def keep(values: dict[str, Any]) -> None:
        session.write(report_parts.keep_text, block.code, values["text"], bool(values.get("agreed")))

    dialog = _open(owner, block.title, form, keep, draft)
    if not (block.text or draft.restored):
        text.selectAll()
    return dialog


def open_post_form(owner: QWidget, session: Session, post: Post | None = None) -> FormDialog:
    form = FormPanel()
    form.add("function", "Aufgabe", TextInput("z. B. Case Management"), _NO_HEADS)
    form.add("workplace", "Arbeitsplatz", TextInput("z. B. in den Kommunen"))
    form.add_line(
        form.field("hundredths", "Stellen in Vollzeit", TextInput("z. B. 6,95", width=8)),
        form.field("persons", "Personen", NumberInput()),
    )
    if post is not None:
        form.set_values(vars(post) | {"hundredths": posts_in_words(post.hundredths)})

    def make(values: dict[str, Any]) -> Part:
        parts = hundredths_of(values["hundredths"])
        return Post(
            values["function"], parts, values["persons"] or 0, values["workplace"], post.id if post else ""
        )

    return _open_part(owner, session, "Stelle", form, make, "report_post", post)


def open_cost_form(owner: QWidget, session: Session, cost: Cost | None = None) -> FormDialog:
    form = FormPanel()
    form.add("kind", "Art", ChoiceBar("Art", _KINDS))
    form.add("label", "Posten", TextInput("z. B. Personal vor Ort"))
    form.add_line(
        form.field("year", "Jahr", NumberInput()),
        form.field("cents", "Betrag in Euro", TextInput("z. B. 412.472,21", width=12)),
    )
    form.set_values({"kind": EXPENSE, "year": session.today().year})
    if cost is not None:
        form.set_values(vars(cost) | {"cents": euros(cost.cents).removesuffix(" €")})

    def make(values: dict[str, Any]) -> Part:
        amount = cents_of(values["cents"])
        return Cost(
            values["kind"] or EXPENSE, values["label"], values["year"] or 0, amount, cost.id if cost else ""
        )

    return _open_part(owner, session, "Posten", form, make, "report_cost", cost)


def open_reach_form(owner: QWidget, session: Session, reach: Reach | None = None) -> FormDialog:
    form = FormPanel()
    form.add(
        "label",
        "Was",
        TextInput("z. B. Auftaktveranstaltungen in Kommunen"),
        "Veranstaltungen, Fortbildungen, Kommunen. Keine Zahl je Person im Team.",
    )
    form.add_line(
        form.field("reached", "Anzahl", NumberInput()), form.field("whole", "von insgesamt", NumberInput())
    )
    if reach is not None:
        form.set_values(vars(reach))

    def make(values: dict[str, Any]) -> Part:
        if values["reached"] is None:
            raise InvalidInput("reached", "report.number_missing")
        return Reach(values["label"], values["reached"], values["whole"], reach.id if reach else "")

    return _open_part(owner, session, "Reichweite", form, make, "report_reach", reach)


def open_cooperation_form(owner: QWidget, session: Session, agreed: Cooperation | None = None) -> FormDialog:
    form = FormPanel()
    form.add("partner", "Vereinbart mit", TextInput("Stelle oder Träger"))
    form.add("subject", "Worüber", TextInput())
    form.add_line(
        form.field("signed_on", "Unterschrieben am", DateInput(session.today)),
        form.field("ends_on", "Endet am", DateInput(session.today, ahead=True)),
    )
    if agreed is not None:
        form.set_values(vars(agreed))

    def make(values: dict[str, Any]) -> Part:
        if values["signed_on"] is None:
            raise InvalidInput("signed_on", "date.missing")
        return Cooperation(
            *(values["partner"], values["signed_on"], values["subject"], values["ends_on"]),
            agreed.id if agreed else "",
        )

    return _open_part(owner, session, "Vereinbarung", form, make, "cooperation", agreed)


def open_words_form(owner: QWidget, session: Session) -> FormDialog:
    """How this Kreis speaks in headings and proposals; what was written stays as it is."""
    form, words = FormPanel(), session.read(report_parts.words_of)
    form.add("module", "Die Teile von KIM heißen", CodeInput([(word, word) for word in MODULE_WORDS]))
    form.add("gender", "Menschen in der Beratung heißen", CodeInput(_GENDERS))
    form.set_values({"module": words.module, "gender": words.gender})

    def keep(values: dict[str, Any]) -> None:
        session.write(report_parts.set_words, Words(values["module"] or "", values["gender"] or ""))

    return _open(owner, "Wörter des Kreises", form, keep, None)


def _open_part(
    owner: QWidget,
    session: Session,
    title: str,
    form: FormPanel,
    make: Callable[[dict[str, Any]], Part],
    kind: str,
    before: Part | None,
) -> FormDialog:
    draft = DraftKeeper(session, form, f"{kind}:{before.id}" if before else kind)

    def keep(values: dict[str, Any]) -> None:
        session.write(report_parts.keep, make(values))

    return _open(owner, title, form, keep, draft)


def _open(
    owner: QWidget,
    title: str,
    form: FormPanel,
    keep: Callable[[dict[str, Any]], None],
    draft: DraftKeeper | None,
) -> FormDialog:
    dialog = FormDialog(owner, title, form, "Speichern", keep, draft=draft)
    dialog.open()
    return dialog
