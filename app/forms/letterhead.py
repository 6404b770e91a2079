# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""What stands at the head of every sheet: who sends it, its number and its code."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from app.domain.template_pack import Logo, Wording
from app.forms import charts, logos
from app.forms.texts import Texts


@dataclass(frozen=True)
class Controller:
    """Who answers for the data; `law` is dsgvo, dsg_ekd (Diakonie) or kdg (Caritas).

    `logo` and `wording` are what the Kreis ships for its forms.
    """

    name: str
    unit: str
    address: tuple[str, ...]
    phone: str
    email: str
    officer: str
    authority: str
    law: str = "dsgvo"
    joint: str = ""
    logo: Logo | None = None
    wording: Wording = field(default_factory=dict)


def frame(controller: Controller, about: Mapping[str, str], texts: Sequence[Texts]) -> dict[str, object]:
    """What every sheet for a client shares; `about` (label, value) begins with the form number."""
    return head(controller, about, texts[0]) | {
        "languages": [{"lang": text.tag, "rtl": text.right_to_left} for text in texts],
        "titles": in_each(texts, "title"),
        "subtitles": in_each(texts, "subtitle"),
        "reading_aid": _reading_aid(texts),
    }


def head(controller: Controller, about: Mapping[str, str], german: Texts) -> dict[str, object]:
    """What every sheet has: who sends it, its number and its code, the foot of its pages."""
    number = about["form_number"]
    rows = [[german.say(f"label.{name}"), value] for name, value in about.items()]
    return {
        "title": f"{german.say('title')}, {number}",
        "author": controller.name,
        "head": _head(controller, number),
        "qr_alt": german.say("qr_alt", number=number),
        "about": rows,
        "footer": " · ".join(" ".join(row) for row in rows[: max(1, len(rows) - 1)]),
        "page": [german.say("label.page"), german.say("label.of")],
    }


def about(**rows: str) -> dict[str, str]:
    """The rows at the head that say something: a blank has no file number, a filled sheet no set."""
    return {name: value for name, value in rows.items() if value}


def fields(values: Mapping[str, str], texts: Sequence[Texts]) -> list[dict[str, object]]:
    return [{"labels": in_each(texts, f"label.{name}"), "value": value} for name, value in values.items()]


def section(texts: Sequence[Texts], name: str, *paragraphs: list[str]) -> dict[str, object]:
    return {"headings": in_each(texts, f"{name}.heading"), "paragraphs": list(paragraphs)}


def in_each(texts: Sequence[Texts], key: str, **values: object) -> list[str]:
    """The sentence in every language of the sheet."""
    return [text.say(key, **values) for text in texts]


def joined(sentences: Sequence[list[str]]) -> list[str]:
    """One paragraph in each language."""
    return [" ".join(each) for each in zip(*sentences, strict=True)]


def code_and_logo(controller: Controller, form_number: str) -> dict[str, object]:
    """The QR code holds the form number and nothing about a person."""
    return {"qr": charts.qr_code(form_number).decode(), "logo": logos.drawn(controller.logo)}


def _head(controller: Controller, form_number: str) -> dict[str, object]:
    return {
        "name": controller.name,
        "unit": controller.unit,
        "address": list(controller.address),
        "phone": controller.phone,
        "email": controller.email,
        **code_and_logo(controller, form_number),
    }


def _reading_aid(texts: Sequence[Texts]) -> list[str]:
    """In every language, unless all of them are binding or signed off."""
    return [] if all(text.reviewed for text in texts) else in_each(texts, "reading_aid")
