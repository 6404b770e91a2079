# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Einwilligung und Schweigepflichtentbindung, German alone or beside the client's language."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType

from app.domain.errors import InvalidInput
from app.domain.template_pack import Wording
from app.forms import bidi, letterhead
from app.forms.engine import Printed, print_form, version
from app.forms.letterhead import Controller, in_each, joined, section
from app.forms.texts import Texts, columns

FORM = "consent"
_DAY_BY_HAND = "__.__.____"
BY_HAND = ("name_contact", "residence", "benefits", "housing", "education_work", "family")
SPECIAL = {"health": "special", "orientation": "special", "conviction": "conviction"}
"""What is allowed in words of its own, with its place among the norms (Art. 9 and 10 DSGVO)."""


@dataclass(frozen=True)
class SheetRow:
    """One recipient's release as it was chosen; categories, purpose and direction are codes."""

    recipient: str
    contact_line: str
    categories: tuple[str, ...]
    purpose: str
    direction: str
    valid_until: date


@dataclass(frozen=True)
class ConsentSheet:
    """What is printed; `basis` is consent or task, `storage_years` counts from the end of the counselling.

    A blank of a set has a `set_number`, no person, and `empty_rows` to fill in by hand.
    """

    form_number: str
    notice_version: str
    controller: Controller
    client_name: str
    birth_date: str
    file_number: str
    basis: str
    rows: tuple[SheetRow, ...]
    language: str
    storage_years: int
    printed_on: date
    interpreter: str = ""
    set_number: str = ""
    empty_rows: int = 0


def render(sheet: ConsentSheet, timestamp: datetime) -> Printed:
    """The sheet to sign; InvalidInput if there is nothing to consent to."""
    if not sheet.rows and not sheet.empty_rows and sheet.basis == "task":
        raise InvalidInput("rows", "form.nothing_to_consent")
    texts = columns(FORM, sheet.language, sheet.controller.wording)
    return print_form(FORM, texts, _data(sheet, texts), timestamp)


def text_version(language: str, wording: Wording = MappingProxyType({})) -> str:
    """Of the sentences in this language, as a sheet printed now would carry it."""
    return version([text.source for text in columns(FORM, language, wording)])


def _data(sheet: ConsentSheet, texts: Sequence[Texts]) -> dict[str, object]:
    about = letterhead.about(
        form_number=sheet.form_number,
        notice_version=sheet.notice_version,
        file_number=sheet.file_number,
        set_number=sheet.set_number,
        printed_on=f"{sheet.printed_on:%d.%m.%Y}",
    )
    person = {"client": sheet.client_name, "birth_date": sheet.birth_date}
    person |= letterhead.about(file_number=sheet.file_number)
    return letterhead.frame(sheet.controller, about, texts) | {
        "person": letterhead.fields(person, texts),
        "information": _information(sheet, texts),
        "table": _table(texts),
        "rows": [_row(row, texts) for row in sheet.rows],
        "empty": _empty_row(texts),
        "empty_rows": sheet.empty_rows,
        "declarations": _declarations(sheet, texts),
        "language": _language(sheet, texts),
        "words": _words(texts),
    }


def _information(sheet: ConsentSheet, texts: Sequence[Texts]) -> list[dict[str, object]]:
    paragraphs = {
        "controller": _responsible(sheet.controller, texts),
        "purpose_section": [in_each(texts, "purpose_section.why"), _basis(sheet, texts)],
        "voluntary": _voluntary(sheet, texts),
        "withdrawal": [in_each(texts, "withdrawal.text", phone=sheet.controller.phone)],
        "storage": [in_each(texts, "storage.text", years=sheet.storage_years)],
        "rights": _rights(sheet.controller, texts),
        "limits": _limits(texts),
    }
    closing = [] if _names_recipients(sheet) else [in_each(texts, "table.none")]
    paragraphs["purpose_section"] += closing
    return [section(texts, name, joined(each)) for name, each in paragraphs.items()]


def _names_recipients(sheet: ConsentSheet) -> bool:
    return bool(sheet.rows or sheet.empty_rows)


def _limits(texts: Sequence[Texts]) -> list[list[str]]:
    residence = joined([in_each(texts, "limits.residence"), in_each(texts, "limits.confided")])
    return [in_each(texts, "limits.text"), residence]


def _responsible(controller: Controller, texts: Sequence[Texts]) -> list[list[str]]:
    who = in_each(
        texts,
        "controller.who",
        name=controller.name,
        unit=controller.unit,
    )
    joint = [in_each(texts, "controller.joint", joint=controller.joint)] if controller.joint else []
    return [who, *joint, in_each(texts, "controller.officer", officer=controller.officer)]


def _basis(sheet: ConsentSheet, texts: Sequence[Texts]) -> list[str]:
    norms, task = (_norms(sheet.controller, texts, name) for name in ("consent", "task"))
    return in_each(texts, f"purpose_section.basis_{sheet.basis}", norms=norms, task=task)


def _voluntary(sheet: ConsentSheet, texts: Sequence[Texts]) -> list[list[str]]:
    without_file = [in_each(texts, "voluntary.without_file")] if sheet.basis == "consent" else []
    return [in_each(texts, "voluntary.text"), *without_file]


def _rights(controller: Controller, texts: Sequence[Texts]) -> list[list[str]]:
    norms = _norms(controller, texts, "rights")
    rights = in_each(texts, "rights.text", norms=norms, authority=controller.authority)
    return [rights, in_each(texts, "rights.transfer"), in_each(texts, "rights.statistics")]


def _table(texts: Sequence[Texts]) -> dict[str, object]:
    heads = ("recipient", "categories", "terms", "decision")
    return {
        "headings": in_each(texts, "table.heading"),
        "intro": in_each(texts, "table.intro"),
        "columns": [in_each(texts, f"table.{head}") for head in heads],
    }


def _row(row: SheetRow, texts: Sequence[Texts]) -> dict[str, object]:
    return {
        "recipient": row.recipient,
        "contact": _narrow(row.contact_line),
        "categories": [in_each(texts, f"category.{category}") for category in row.categories],
        "terms": [
            in_each(texts, f"purpose.{row.purpose}"),
            in_each(texts, f"direction.{row.direction}"),
            in_each(texts, "table.valid_until", day=row.valid_until),
        ],
    }


def _empty_row(texts: Sequence[Texts]) -> dict[str, object]:
    """What is ticked and written by hand; Art. 9 and 10 data are released only on a sheet of their own."""
    return {
        "categories": [in_each(texts, f"category.{category}") for category in BY_HAND],
        "purpose": in_each(texts, "table.purpose"),
        "directions": [in_each(texts, f"direction.{direction}") for direction in ("to", "from", "both")],
        "until": in_each(texts, "table.valid_until", day=_DAY_BY_HAND),
    }


def _narrow(contact_line: str) -> str:
    """Phone numbers stay whole; an e-mail address may wrap at its signs."""
    parts = contact_line.replace("@", "@" + bidi.MAY_WRAP).replace(".", "." + bidi.MAY_WRAP).split(", ")
    return ", ".join(part if any(map(str.isalpha, part)) else bidi.unbroken(part) for part in parts)


def _declarations(sheet: ConsentSheet, texts: Sequence[Texts]) -> list[dict[str, object]]:
    consent = _declaration(texts, "consent", *_consented(sheet, texts), signed=True)
    if not _names_recipients(sheet):
        return [consent]
    release = _declaration(texts, "release", *_released(sheet, texts), signed=True)
    return [_special(sheet, texts), consent, release]


def _consented(sheet: ConsentSheet, texts: Sequence[Texts]) -> list[list[str]]:
    file = [in_each(texts, "consent.file")] if sheet.basis == "consent" else []
    exchange = [in_each(texts, "consent.exchange")] if _names_recipients(sheet) else []
    return [joined([in_each(texts, "consent.understood"), *file]), *exchange]


def _released(sheet: ConsentSheet, texts: Sequence[Texts]) -> list[list[str]]:
    unit = sheet.controller.unit
    back = [row.recipient for row in sheet.rows if row.direction != "to"]
    both_ways = [_back(unit, back, sheet.empty_rows > 0, texts)] if back or sheet.empty_rows else []
    return [in_each(texts, "release.text", unit=unit), *both_ways, in_each(texts, "release.own")]


def _back(unit: str, named: Sequence[str], by_hand: bool, texts: Sequence[Texts]) -> list[str]:
    """Whose staff may speak to us; with them those that are written into empty rows."""
    written = in_each(texts, "table.by_hand") if by_hand else [""] * len(texts)
    return [
        text.say("release.back", unit=unit, recipients=_listed([*named, *filter(None, [words])]))
        for text, words in zip(texts, written, strict=True)
    ]


def _special(sheet: ConsentSheet, texts: Sequence[Texts]) -> dict[str, object]:
    """Art. 9 and 10 data are allowed in words of their own, or said not to leave at all."""
    rows = [row for row in sheet.rows if SPECIAL.keys() & set(row.categories)]
    if not rows:
        return _declaration(texts, "special", in_each(texts, "special.none"))
    chosen = [each for each in SPECIAL if any(each in row.categories for row in rows)]
    norms = _listed(_norms(sheet.controller, texts, SPECIAL[each]) for each in chosen)
    recipients = _listed(row.recipient for row in rows)
    sentence = [
        text.say(
            "special.text",
            norms=norms,
            recipients=recipients,
            categories="; ".join(text.say(f"special_category.{each}") for each in chosen),
        )
        for text in texts
    ]
    return _declaration(texts, "special", sentence, choice=True)


def _declaration(
    texts: Sequence[Texts], name: str, *paragraphs: list[str], choice: bool = False, signed: bool = False
) -> dict[str, object]:
    return section(texts, name, *paragraphs) | {"choice": choice, "signed": signed}


def _language(sheet: ConsentSheet, texts: Sequence[Texts]) -> dict[str, object]:
    choices = ("read", "read_aloud", "interpreted")
    return {
        "headings": in_each(texts, "language.heading"),
        "choices": [in_each(texts, f"language.{choice}") for choice in choices],
        "interpreter": sheet.interpreter,
    }


def _words(texts: Sequence[Texts]) -> dict[str, object]:
    names = (
        "interpreter",
        "interpreter_signature",
        "interpreter_name_signature",
        "representative",
        "witness",
        "place_date",
        "signature",
    )
    yes_no = [in_each(texts, f"table.{word}") for word in ("yes", "no")]
    return {name: in_each(texts, f"language.{name}") for name in names} | {"yes_no": yes_no}


def _norms(controller: Controller, texts: Sequence[Texts], name: str) -> str:
    """References to the law stay German in every language."""
    return texts[0].say(f"law.{controller.law}.{name}")


def _listed(names: Iterable[str]) -> str:
    return ", ".join(dict.fromkeys(names))
