# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Every page is well set, also with a name of 200 characters, a wish of 5,000, sixty rows."""

from __future__ import annotations

import pytest

from app.forms.texts import Texts
from tests.forms import boxes
from tests.forms.boxes import Inked
from tests.forms.samples import BLANK, LONG, MINUTES, SOME_LANGUAGES, USUAL, Sample, every, printed, spoken_on
from tests.forms.tagged import Passage, squeezed

MM = 72 / 25.4
LEFT, OTHERS = 19.9 * MM, 6.5 * MM
TABS = {"dividers": 2 * MM}
"""The numbers of the dividers stand at the outer edge."""

HEADINGS = ("H1", "H2", "H3", "H4")

ENDINGS = {
    "consent": ("release.own", "language.place_date", "language.signature"),
    "withdrawal": ("declaration.text", "signature.place_date", "signature.client"),
    "goals": ("signature.heading", "signature.place_date", "signature.client", "signature.case_manager"),
    "power_of_attorney": ("signature.understood", "signature.place_date", "signature.client"),
    "interpreter_secrecy": ("signature.heading", "signature.interpreter", "signature.guardian"),
    "letter_attendance": ("yours", "signature.place_date", "signature.case_manager"),
    "handover": ("rules.text", "signature.place_date", "signature.recipient"),
}
"""The last words of what is signed, then the words under its lines."""


@pytest.mark.parametrize("sample", every(USUAL, BLANK, LONG, MINUTES), ids=str)
def test_nothing_leaves_the_page_and_nothing_stands_on_anything(sample: Sample) -> None:
    pages = boxes.pages(printed(sample).pdf)
    assert [outside(page, TABS.get(sample.form, OTHERS)) for page in pages] == [""] * len(pages)
    assert [boxes.overprinted(page) for page in pages] == [[]] * len(pages)


def outside(page: Inked, right: float) -> str:
    return "".join(
        each.character
        for each in page.characters
        if each.left < LEFT
        or each.right > page.width - right
        or not OTHERS < each.bottom < each.top < page.height - OTHERS
    )


@pytest.mark.parametrize("language", SOME_LANGUAGES)
@pytest.mark.parametrize("form", sorted(ENDINGS))
def test_signature_lines_stand_where_their_text_ends(form: str, language: str) -> None:
    sample = Sample(form, LONG, language)
    if sample not in every(LONG):
        sample = Sample(form, LONG, "de")
    spoken = spoken_on(sample)
    last, *lines = (squeezed(Texts(form, "de").say(key)) for key in ENDINGS[form])
    end = last_page(spoken, last)
    assert end > 0 or form in ("interpreter_secrecy", "letter_attendance")
    assert [last_page(spoken, words) for words in lines] == [end] * len(lines)


def last_page(spoken: list[Passage], words: str) -> int:
    return max(each.page for each in spoken if words in each.words)


@pytest.mark.parametrize("sample", every(LONG), ids=str)
def test_no_heading_ends_a_page(sample: Sample) -> None:
    """What comes under a heading begins on its page."""
    spoken = spoken_on(sample)
    for place, heading in enumerate(spoken):
        if heading.tag in HEADINGS:
            below = next((each for each in spoken[place + 1 :] if each.tag not in HEADINGS), heading)
            assert below.page == heading.page, heading.words
