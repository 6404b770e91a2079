# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Informationsblatt zum Datenschutz (Art. 13 DSGVO, § 17 DSG-EKD, § 15 KDG); it tells of no person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from app.forms import letterhead
from app.forms.engine import Printed, print_form
from app.forms.letterhead import Controller, in_each, joined, section
from app.forms.texts import Texts, columns

FORM = "information"


@dataclass(frozen=True)
class InformationSheet:
    """`basis` of the files is consent or task; `storage_years` counts from the end of the counselling."""

    form_number: str
    controller: Controller
    basis: str
    storage_years: int
    language: str
    printed_on: date
    set_number: str = ""


def render(sheet: InformationSheet, timestamp: datetime) -> Printed:
    texts = columns(FORM, sheet.language, sheet.controller.wording)
    return print_form(FORM, texts, _data(sheet, texts), timestamp)


def _data(sheet: InformationSheet, texts: Sequence[Texts]) -> dict[str, object]:
    about = letterhead.about(
        form_number=sheet.form_number,
        set_number=sheet.set_number,
        printed_on=f"{sheet.printed_on:%d.%m.%Y}",
    )
    paragraphs = _paragraphs(sheet, texts)
    return letterhead.frame(sheet.controller, about, texts) | {
        "sections": [section(texts, name, joined(each)) for name, each in paragraphs.items()]
    }


def _paragraphs(sheet: InformationSheet, texts: Sequence[Texts]) -> dict[str, list[list[str]]]:
    norms = _norms(sheet.controller.law, texts[0])
    return {
        "intro": [in_each(texts, "intro.text", norms=norms["information"])],
        "controller": _responsible(sheet.controller, texts),
        "purpose": _said(texts, "purpose", "why", "what", "source"),
        "basis": _basis(sheet.basis, norms, texts),
        "recipients": _said(texts, "recipients", "who", "list", "transfer"),
        "storage": [in_each(texts, "storage.text", years=sheet.storage_years)],
        "voluntary": _said(texts, "voluntary", "text"),
        "rights": _rights(sheet, norms, texts),
        "statistics": [
            in_each(texts, "statistics.text", norms=norms["statistics"]),
            in_each(texts, "statistics.object"),
        ],
        "limits": _said(texts, "limits", "text", "residence", "confided", "interpreter"),
    }


def _responsible(controller: Controller, texts: Sequence[Texts]) -> list[list[str]]:
    joint = [in_each(texts, "controller.joint", joint=controller.joint)] if controller.joint else []
    return [
        in_each(texts, "controller.who", name=controller.name, unit=controller.unit),
        *joint,
        in_each(texts, "controller.officer", officer=controller.officer),
    ]


def _basis(basis: str, norms: dict[str, str], texts: Sequence[Texts]) -> list[list[str]]:
    special = in_each(texts, "basis.special", norms=norms["special"])
    if basis == "task":
        return [in_each(texts, "basis.task", norms=norms["task"], consent=norms["consent"]), special]
    return [in_each(texts, "basis.consent", norms=norms["consent"]), special]


def _rights(sheet: InformationSheet, norms: dict[str, str], texts: Sequence[Texts]) -> list[list[str]]:
    """An objection against the processing itself exists only where a task is its basis."""
    against = [in_each(texts, "rights.object", norms=norms["object"])] if sheet.basis == "task" else []
    return [
        in_each(texts, "rights.text", norms=norms["rights"]),
        in_each(texts, "rights.withdrawal"),
        *against,
        in_each(texts, "rights.complaint", authority=sheet.controller.authority),
    ]


def _said(texts: Sequence[Texts], name: str, *keys: str) -> list[list[str]]:
    return [in_each(texts, f"{name}.{key}") for key in keys]


def _norms(law: str, german: Texts) -> dict[str, str]:
    """References to the law stay German in every language."""
    names = ("information", "consent", "task", "special", "rights", "object", "statistics")
    return {name: german.say(f"law.{law}.{name}") for name in names}
