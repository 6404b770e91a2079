# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Read aloud, a paper comes in the order in which it is meant: by its tags, not by where its ink stands."""

from __future__ import annotations

import pytest

from app.forms.texts import Texts
from tests.forms.samples import USUAL, Sample, spoken_on
from tests.forms.tagged import Passage, squeezed

ORDER = {
    "consent": """
        title subtitle ~label.client =NguyễnThịHương ~label.birth_date =01.01.1994
        controller.heading purpose_section.heading voluntary.heading withdrawal.heading
        storage.heading rights.heading limits.heading table.heading table.intro ~table.recipient
        table.categories table.terms ~table.decision =JobcenterMusterkreis category.name_contact
        category.benefits purpose.secure_benefits direction.both =30.06.2027 ~table.yes ~table.no
        =Lernbrücke category.name_contact purpose.course_place direction.to =PraxisDr.Şahin
        category.health special.heading ~table.yes ~table.no consent.heading ~language.place_date
        ~language.signature release.heading release.own ~language.place_date ~language.signature
        language.heading ~language.read ~language.read_aloud ~language.interpreted
        ~language.interpreter_name_signature ~language.representative ~language.witness""",
    "information": """
        title subtitle intro.heading controller.heading purpose.heading basis.heading
        recipients.heading storage.heading voluntary.heading rights.heading statistics.heading
        limits.heading""",
    "withdrawal": """
        title subtitle ~label.client =NguyễnThịHương intro.heading choice.heading choice.some
        ~table.recipient ~table.categories =JobcenterMusterkreis =Lernbrücke =PraxisDr.Şahin
        choice.statistics effect.heading effect.now effect.before effect.file declaration.heading
        declaration.text ~signature.place_date ~signature.client ~signature.witness
        ~signature.received disclosed.heading ~table.day =01.10.2026""",
    "goals": """
        title subtitle ~label.client =NguyễnThịHương ~label.case_manager =FrauÖzdemir
        purpose.heading purpose.text =Ziel1: goal.words =IchmöchtewiederalsElektrikerarbeiten.
        goal.expected =EinPraktikumhatbegonnen. goal.steps ~goal.what ~goal.who ~goal.until
        =Lebenslaufschreiben ~owner.client =15.02.2022 =Abschlussanerkennenlassen =IHKMusterkreis
        =Ziel2: goal.levels ours.heading ours.text yours.heading yours.text review.heading
        signature.heading ~signature.place_date ~signature.client ~signature.place_date
        ~signature.case_manager""",
    "power_of_attorney": """
        title subtitle ~label.client =NguyễnThịHương ~label.authority =JobcenterMusterkreis
        who.heading scope.heading scope.information scope.representation scope.limits scope.letters
        matters.heading matters.text =Bürgergeld matters.health our_side.heading validity.heading
        withdrawal.heading signature.heading signature.understood ~signature.place_date
        ~signature.client ~signature.representative ~signature.interpreter""",
}
"""Keys said in each language, German first; `~` beside each other as one label; `=` as it stands."""


@pytest.mark.parametrize("language", ["de", "ar", "uk"])
@pytest.mark.parametrize("form", sorted(ORDER))
def test_it_is_read_in_its_order(form: str, language: str) -> None:
    spoken = spoken_on(Sample(form, USUAL, language))
    place = 0
    for expected in expectations(form, language):
        rest = range(place, len(spoken))
        found = next((number for number in rest if says(spoken[number], expected)), None)
        assert found is not None, f"{expected.words} is not read after {spoken[max(0, place - 1)].words}"
        place = found if expected.language == "" else found + 1


def expectations(form: str, language: str) -> list[Passage]:
    """What is read one after the other; a language of "" may stand in an element with what came before."""
    texts = [Texts(form, each) for each in dict.fromkeys(("de", language))]
    found = []
    for item in ORDER[form].split():
        if item[0] == "=":
            found.append(Passage("", item[1:]))
        elif item[0] == "~":
            found.append(Passage("", squeezed(texts[0].say(item[1:]))))
        else:
            found += [Passage(text.tag, squeezed(text.say(item))) for text in texts]
    return found


def says(spoken: Passage, expected: Passage) -> bool:
    return expected.words in spoken.words and expected.language in ("", spoken.language)
