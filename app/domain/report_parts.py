# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the Kreis adds to its figures: texts, posts, costs, reach, agreements. Never a figure a head."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from app.domain.errors import InvalidInput

EXPENSE, INCOME = "expense", "income"

CHAPTERS = (
    *("background", "steering", "casework", "acts", "served", "registration", "referred", "topics", "open"),
    *("needs", "goals", "circles", "languages", "more", "gap", "practice", "chains", "costs", "outlook"),
)
"""What a person may leave out, in the order of the report; the state of the figures always stands in it."""

_LONGEST_TEXT = 20_000
_DAY = r"\d{1,2}\.\s?\d{1,2}\.\s?\d{2,4}|\d{4}-\d{2}-\d{2}"
_TELLING = re.compile(rf"{_DAY}|\d{{5}}|\d+-?\s?(?:jährig|Jahre alt)")


@dataclass(frozen=True)
class Post:
    """Posts of one function at one place: hundredths of a full one, and how many persons share them."""

    function: str
    hundredths: int
    persons: int
    workplace: str = ""
    id: str = ""


@dataclass(frozen=True)
class Cost:
    """An expense or income of a year, in cents."""

    kind: str
    label: str
    year: int
    cents: int
    id: str = ""


@dataclass(frozen=True)
class Reach:
    """„Auftaktveranstaltungen: 6 von 19“; without a whole it is a count."""

    label: str
    reached: int
    whole: int | None = None
    id: str = ""


@dataclass(frozen=True)
class Cooperation:
    """An agreement with somebody who works together with KIM."""

    partner: str
    signed_on: date
    subject: str = ""
    ends_on: date | None = None
    id: str = ""


Part = Post | Cost | Reach | Cooperation


@dataclass(frozen=True)
class Words:
    """How this Kreis speaks: „Baustein“ or „Modul“, and its gender form."""

    module: str = "Baustein"
    gender: str = "both"

    def fill(self, text: str) -> str:
        """Puts the Kreis's words into a proposed text."""
        return text.format(module=self.module, **GENDER_FORMS[self.gender])


GENDER_FORMS = {
    "both": {"clients": "Klientinnen und Klienten", "managers": "Case Managerinnen und Case Manager"},
    "star": {"clients": "Klient*innen", "managers": "Case Manager*innen"},
    "colon": {"clients": "Klient:innen", "managers": "Case Manager:innen"},
    "neutral": {"clients": "Ratsuchende", "managers": "Fachkräfte im Case Management"},
}
MODULE_WORDS = ("Baustein", "Modul")


def check_text(text: str, is_example: bool) -> None:
    """An example names no day, postcode or age; whether somebody is known by it, a person decides."""
    if len(text) > _LONGEST_TEXT:
        raise InvalidInput("text", "report.text_too_long", most=_LONGEST_TEXT)
    if is_example and _TELLING.search(text):
        raise InvalidInput("text", "report.example_tells")


def check_post(post: Post) -> None:
    _require_words(post.function, "function")
    if post.hundredths <= 0:
        raise InvalidInput("hundredths", "report.posts_unusable")
    if post.persons <= 0 or post.hundredths > 100 * post.persons:
        raise InvalidInput("persons", "report.persons_unusable")


def check_cost(cost: Cost) -> None:
    _require_words(cost.label, "label")
    if cost.kind not in (EXPENSE, INCOME):
        raise InvalidInput("kind", "code.unknown")
    if not 2000 <= cost.year < 2200:
        raise InvalidInput("year", "report.year_unusable")
    if cost.cents <= 0:
        raise InvalidInput("cents", "report.amount_unusable")


def check_reach(reach: Reach) -> None:
    _require_words(reach.label, "label")
    if reach.whole is not None and reach.whole < reach.reached:
        raise InvalidInput("whole", "report.whole_too_small")


def check_cooperation(agreed: Cooperation) -> None:
    _require_words(agreed.partner, "partner")
    if agreed.ends_on is not None and agreed.ends_on <= agreed.signed_on:
        raise InvalidInput("ends_on", "report.ends_before_it_begins")


def cents_of(typed: str) -> int:
    """„1.234,50“, „1234.5 €“ or „1234“ in cents."""
    plain = re.sub(r"[\s€]", "", typed)
    if re.fullmatch(r"\d{1,3}(\.\d{3})*(,\d{1,2})?|\d+(,\d{1,2})?", plain):
        plain = plain.replace(".", "").replace(",", ".")
    elif not re.fullmatch(r"\d+\.\d{1,2}", plain):
        raise InvalidInput("cents", "report.amount_unusable")
    whole, _, part = plain.partition(".")
    return 100 * int(whole) + int(part.ljust(2, "0"))


def hundredths_of(typed: str) -> int:
    """„2,66“ or „1“ posts in hundredths."""
    if not re.fullmatch(r"\s*\d{1,4}([.,]\d{1,2})?\s*", typed):
        raise InvalidInput("hundredths", "report.posts_unusable")
    whole, _, part = typed.strip().replace(".", ",").partition(",")
    return 100 * int(whole) + int(part.ljust(2, "0"))


def euros(cents: int) -> str:
    """„-1.234,50 €“"""
    whole, part = divmod(abs(cents), 100)
    sign = "−" if cents < 0 else ""
    return f"{sign}{whole:,}".replace(",", ".") + f",{part:02} €"


def posts_in_words(hundredths: int) -> str:
    """„2,66“, „1“"""
    whole, part = divmod(hundredths, 100)
    return f"{whole},{part:02}".rstrip("0").rstrip(",") if part else str(whole)


def _require_words(text: str, field: str) -> None:
    if not text.strip():
        raise InvalidInput(field, "report.words_missing")
