# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Verschwiegenheitserklärung of an interpreter: it names the file, and not the person who is counselled."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from app.forms import letterhead
from app.forms.engine import Printed, print_form
from app.forms.letterhead import Controller, in_each
from app.forms.texts import Texts, columns

FORM = "interpreter_secrecy"
_NUMBER_BY_HAND = "_" * 16
_PROMISES = ("secret", "after", "faithful", "impartial", "notes", "conflict")


@dataclass(frozen=True)
class InterpreterSecrecy:
    """`spoken` and `kind` in words; who is not `adult` does not say so, and the parents sign too.

    A blank names nobody and no file; it is for adults.
    """

    form_number: str
    controller: Controller
    interpreter: str
    spoken: str
    kind: str
    adult: bool
    file_number: str
    language: str
    printed_on: date


def render(sheet: InterpreterSecrecy, timestamp: datetime) -> Printed:
    texts = columns(FORM, sheet.language, sheet.controller.wording)
    return print_form(FORM, texts, _data(sheet, texts), timestamp)


def _data(sheet: InterpreterSecrecy, texts: Sequence[Texts]) -> dict[str, object]:
    about = letterhead.about(
        form_number=sheet.form_number,
        file_number=sheet.file_number,
        printed_on=f"{sheet.printed_on:%d.%m.%Y}",
    )
    file_number = sheet.file_number or _NUMBER_BY_HAND
    person = {"interpreter": sheet.interpreter, "language": sheet.spoken, "kind": sheet.kind}
    promises = (*_PROMISES, "adult") if sheet.adult else _PROMISES
    names = ["place_date", "interpreter", "case_manager"] + ([] if sheet.adult else ["guardian"])
    return letterhead.frame(sheet.controller, about, texts) | {
        "person": letterhead.fields(person, texts),
        "about_it": letterhead.section(texts, "about", in_each(texts, "about.text", file_number=file_number)),
        "promise": letterhead.section(texts, "promise", *(in_each(texts, f"promise.{p}") for p in promises)),
        "rest": _rest(sheet, texts),
        "signature": {name: in_each(texts, f"signature.{name}") for name in ("heading", *names)},
    }


def _rest(sheet: InterpreterSecrecy, texts: Sequence[Texts]) -> list[dict[str, object]]:
    """What the law says, by its norm of this controller, and what happens with the paper."""
    norm = texts[0].say(f"law.{sheet.controller.law}")
    legal = (in_each(texts, "legal.text", norm=norm), in_each(texts, "legal.limit"))
    data = in_each(texts, "data.text", officer=sheet.controller.officer)
    return [letterhead.section(texts, "legal", *legal), letterhead.section(texts, "data", data)]
