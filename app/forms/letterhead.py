# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""What stands at the head of every sheet: who sends it, its number and its code."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.forms import charts
from app.forms.texts import Texts


@dataclass(frozen=True)
class Controller:
    """Who answers for the data; `law` is dsgvo, dsg_ekd (Diakonie) or kdg (Caritas)."""

    name: str
    unit: str
    address: tuple[str, ...]
    phone: str
    email: str
    officer: str
    authority: str
    law: str = "dsgvo"
    joint: str = ""


def frame(controller: Controller, about: Mapping[str, str], texts: Sequence[Texts]) -> dict[str, object]:
    """What every sheet for a client shares; `about` (label, value) begins with the form number."""
    german, number = texts[0], about["form_number"]
    rows = [[german.say(f"label.{name}"), value] for name, value in about.items()]
    return {
        "title": f"{german.say('title')}, {number}",
        "author": controller.name,
        "languages": [{"lang": text.language, "rtl": text.right_to_left} for text in texts],
        "head": _head(controller, number),
        "qr_alt": german.say("qr_alt", number=number),
        "about": rows,
        "footer": " · ".join(" ".join(row) for row in rows[:-1]),
        "page": [german.say("label.page"), german.say("label.of")],
        "titles": in_each(texts, "title"),
        "subtitles": in_each(texts, "subtitle"),
        "reading_aid": _reading_aid(texts),
    }


def fields(values: Mapping[str, str], texts: Sequence[Texts]) -> list[dict[str, object]]:
    return [{"labels": in_each(texts, f"label.{name}"), "value": value} for name, value in values.items()]


def section(texts: Sequence[Texts], name: str, *paragraphs: list[str]) -> dict[str, object]:
    return {"headings": in_each(texts, f"{name}.heading"), "paragraphs": list(paragraphs)}


def in_each(texts: Sequence[Texts], key: str, **values: object) -> list[str]:
    """The sentence in every language of the sheet."""
    return [text.say(key, **values) for text in texts]


def _head(controller: Controller, form_number: str) -> dict[str, object]:
    """The QR code holds the form number and nothing about a person."""
    return {
        "name": controller.name,
        "unit": controller.unit,
        "address": list(controller.address),
        "phone": controller.phone,
        "email": controller.email,
        "qr": charts.qr_code(form_number).decode(),
    }


def _reading_aid(texts: Sequence[Texts]) -> list[str]:
    """In every language, unless all of them are binding or signed off."""
    return [] if all(text.reviewed for text in texts) else in_each(texts, "reading_aid")
