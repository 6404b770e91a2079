# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The kit all pages are built from; every part is named for accessibility and works by keyboard.

Colours and sizes come from `ui.theme`: `rem(1.5)`, `role("action")`, `font("small", 600)`; icons by name from
`resources/icons` (`icons.icon("phone", "action")` for buttons, `icons.paint` for what paints itself).

words      label(text, size, tone, strong, wrap) · one_line (ends in … where room is short)
           · set_tone · Icon · Chip(icon, word, tone) · KeyHint(key, word)
           · Figure(number, caption, tone, icon)
buttons    primary_button(text, act, icon) (one a screen) · secondary_button · link_button
           · icon_button(name, act, icon)
layout     column(*widgets, gap) · line(…) (None stretches) · box(layout) · rule()
           · no_wider(child, rem) · Flow(*widgets) · Columns((widget, stretch), …, break_at)
           · Scroll(body) · Card(*widgets, outlined)
           · Banner(icon, title, detail, tone, *acts) · Section(title, count, act).add(…)
           · PageHead(title, subtitle, *acts) · EmptyState(icon, sentence, next)
lists      RowList(name).fill([group("Heute", 3), Row(title, detail, key=…, lead=…, icon=…, chip=…, keys=…)])
           signals opened(key), moved(key); .bind("Space", act(key)); a list that may be long gets what makes
           its rows: .fill([partial(_row, each) for each in found]) builds the first ones only
           · a row of a timeline is a Row with lead and icon
tables     Table(name, [Column(title, right, stretch, width)], fit)
           .fill([(key, ["word", Cell(text, tone, strong, chip, icon)])]); signals opened(key), moved(key)
inputs     TextInput · LongText · NumberInput · DateInput(today, ahead) · PartialDateInput · CheckInput(text)
           · CodeInput([(code, label)]) · SegmentedInput(name) (1-5, 0 = nicht besprochen)
           · ChoiceBar(name, [(code, word, digit)])
           all: value() (may raise InvalidInput), set_value, typed, set_typed, signals changed and left
forms      FormPanel().add(field, caption, input, hint) · .add_line(form.field(…), form.field(…))
           · .values() -> dict · .set_values · .typed()/.retype() for drafts · .takes(InvalidInput)
           · ui.form_dialog.FormDialog(owner, title, form, button, act(values)).open() for short forms
           · with ui.errors.guard(self): session.write(…) shows what goes wrong
matrix     Matrix(corner, [(key, title)], trailing).fill([MatrixRow(…)])
           signals decided(row, column, decision), asked(row, column)
pictures   LivelihoodStrip(first, last, [Span(first, last, label, secured)]) · Drawing(svg, spoken)
           · PdfPreview(name).fill(pages)
toast      show_toast(owner, "… ist erledigt.", undo)
"""

import ui.widgets.roles  # noqa: F401
from ui.widgets.buttons import icon_button, link_button, primary_button, secondary_button
from ui.widgets.cells import Cell, Column
from ui.widgets.choices import NOT_DISCUSSED, ChoiceBar, SegmentedInput
from ui.widgets.form import FieldRow, FormPanel, bring_into_view
from ui.widgets.inputs import (
    CheckInput,
    CodeInput,
    DateInput,
    LongText,
    NumberInput,
    PartialDateInput,
    TextInput,
)
from ui.widgets.layout import (
    Columns,
    Flow,
    Scroll,
    box,
    clear,
    column,
    let_go,
    line,
    no_wider,
    remove,
    rule,
    show_at_once,
)
from ui.widgets.livelihood import LivelihoodStrip, Span
from ui.widgets.matrix import Decision, Matrix, MatrixCell, MatrixRow
from ui.widgets.panels import Banner, Card, EmptyState, PageHead, Section
from ui.widgets.pictures import Drawing, PdfPreview
from ui.widgets.row import Row
from ui.widgets.rows import Part, RowList, group
from ui.widgets.table import Table
from ui.widgets.text import Chip, Figure, Icon, KeyHint, label, one_line, set_tone
from ui.widgets.toast import Toast, show_toast

__all__ = [
    "NOT_DISCUSSED",
    "Banner",
    "Card",
    "Cell",
    "CheckInput",
    "Chip",
    "ChoiceBar",
    "CodeInput",
    "Column",
    "Columns",
    "DateInput",
    "Decision",
    "Drawing",
    "EmptyState",
    "FieldRow",
    "Figure",
    "Flow",
    "FormPanel",
    "Icon",
    "KeyHint",
    "LivelihoodStrip",
    "LongText",
    "Matrix",
    "MatrixCell",
    "MatrixRow",
    "NumberInput",
    "PageHead",
    "Part",
    "PartialDateInput",
    "PdfPreview",
    "Row",
    "RowList",
    "Scroll",
    "Section",
    "SegmentedInput",
    "Span",
    "Table",
    "TextInput",
    "Toast",
    "box",
    "bring_into_view",
    "clear",
    "column",
    "group",
    "icon_button",
    "label",
    "let_go",
    "line",
    "link_button",
    "no_wider",
    "one_line",
    "primary_button",
    "remove",
    "rule",
    "secondary_button",
    "set_tone",
    "show_at_once",
    "show_toast",
]
