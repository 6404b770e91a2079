# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Small letters to other bodies: Begleitschreiben and Bitte um Fristverlängerung.

In German alone: which language the person reads is nobody's business there.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from app.forms import letter
from app.forms.engine import Printed, print_form
from app.forms.languages import GERMAN
from app.forms.letter import Envelope
from app.forms.passages import paragraphs
from app.forms.texts import Texts

ACCOMPANYING, EXTENSION = "letter_accompanying", "letter_extension"


@dataclass(frozen=True)
class SmallLetter:
    """`particulars`: label and words of the covered fields; `text`: the case manager's own words.

    `basis`, `categories` and `purpose` in words: what lets it leave.
    """

    envelope: Envelope
    client: str
    particulars: tuple[tuple[str, str], ...]
    text: str
    enclosures: tuple[str, ...]
    basis: str
    categories: tuple[str, ...]
    purpose: str


@dataclass(frozen=True)
class WantedTime:
    """The deadline and the day asked for; `authorised`: day and form number of a standing authorisation."""

    deadline: date
    until: date
    letter_day: date | None = None
    authorised: tuple[date, str] | None = None


def render_accompanying(small: SmallLetter, timestamp: datetime) -> Printed:
    text = Texts(ACCOMPANYING, GERMAN, small.envelope.controller.wording)
    opening = text.say("opening" if small.enclosures else "opening_without", client=small.client)
    after = [text.say("request", client=small.client)] if small.enclosures else []
    words: dict[str, object] = {"opening": [opening], "reason": "", "after": after, "signs": ""}
    return print_form(ACCOMPANYING, [text], _data(small, text, words), timestamp)


def render_extension(small: SmallLetter, wanted: WantedTime, timestamp: datetime) -> Printed:
    """Without an authorisation to represent the person asks, and signs too."""
    text = Texts(EXTENSION, GERMAN, small.envelope.controller.wording)
    words: dict[str, object] = {
        "opening": [_deadline(small, wanted, text), _request(small, wanted, text)],
        "reason": text.say("reason"),
        "after": [text.say("answer")],
        "signs": "" if wanted.authorised else text.say("client_signature", client=small.client),
    }
    return print_form(EXTENSION, [text], _data(small, text, words), timestamp)


def _deadline(small: SmallLetter, wanted: WantedTime, text: Texts) -> str:
    values = {"client": small.client, "deadline": wanted.deadline}
    if wanted.letter_day is None:
        return text.say("opening_without_day", **values)
    return text.say("opening", letter_day=wanted.letter_day, **values)


def _request(small: SmallLetter, wanted: WantedTime, text: Texts) -> str:
    values = {"client": small.client, "new_deadline": wanted.until}
    if wanted.authorised is None:
        return text.say("request", **values)
    authorised_on, number = wanted.authorised
    return text.say("request_authorised", authorised_on=authorised_on, authorisation=number, **values)


def _data(small: SmallLetter, text: Texts, words: dict[str, object]) -> dict[str, object]:
    own: dict[str, object] = {
        "person": text.say("label.person"),
        "client": small.client,
        "particulars": [list(each) for each in small.particulars],
        "written": paragraphs(small.text),
        "enclosures_label": text.say("label.enclosures"),
        "enclosures": list(small.enclosures),
        "basis": _basis(small, text),
        "closing": text.say("closing"),
        "case_manager": small.envelope.case_manager,
    }
    return letter.frame(small.envelope, text) | own | words


def _basis(small: SmallLetter, text: Texts) -> str:
    categories = ", ".join(small.categories)
    return text.say("basis", basis=small.basis, categories=categories, purpose=small.purpose)
