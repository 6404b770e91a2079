# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""A question for the Fallkonferenz names nobody of the file, in no spelling, and no day or place."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.conference import Identities, check_question
from app.domain.errors import InvalidInput

KNOWN = Identities(
    own=("Nguyễn-Łukaszewicz Thị Hương Trần 阮氏香", "Müller Jonas"),
    places=("Wiesenweg 3 Siegburg", "Auf der Straße 12 Bad Honnef"),
    others=(("Klein Lange", "Frank Ömer"), ("Ng", "An")),
)


@pytest.mark.parametrize(
    "question",
    [
        "Wie gelingt der Übergang in die Schule?",
        "Die Wohnung ist zu klein, die lange Wartezeit belastet.",
        "Seit 03/2025 sucht die Familie, 12 Absagen in 2025.",
        "Auf der Straße sagte jemand an der Tür …",
    ],
)
def test_a_question_without_anybody_passes(question: str) -> None:
    check_question(question, KNOWN)


@pytest.mark.parametrize(
    ("question", "code", "place"),
    [
        ("Was braucht Huong?", "name", 3),
        ("was braucht hương", "name", 3),
        ("Frau Lukaszewicz sucht", "name", 2),
        ("阮氏香 fragt", "name", 1),
        ("Braucht JONAS Mueller eine Kita?", "name", 2),
        ("Hilft der Nachbar Klein?", "name", 4),
        ("Oemer kommt mit", "name", 1),
        ("Bleibt sie in Siegburg?", "place", 4),
        ("Der wiesenweg ist laut", "place", 2),
        ("Zieht sie nach Honnef?", "place", 4),
        ("Termin am 7.3. geplatzt", "day", 3),
        ("Termin am 07.03.2026 geplatzt", "day", 3),
        ("Seit 2026-03-07 krank", "day", 2),
        ("Anruf unter 02241 55-1234 nötig", "number", 3),
        ("Mail an huong.x@post.example", "mail", 3),
        ("Akte SU-2026-14 prüfen", "file_number", 2),
        ("   ", "question_missing", None),
        ("frank klein rief an", "name_somewhere", None),
    ],
)
def test_what_names_somebody_is_refused_with_its_place(question: str, code: str, place: int | None) -> None:
    with pytest.raises(InvalidInput) as wrong:
        check_question(question, KNOWN)
    assert (wrong.value.field, wrong.value.code) == ("question", f"conference.{code}")
    assert wrong.value.facts.get("place") == place


@given(
    st.sampled_from(["Hương", "hương", "HUONG", "Nguyễn", "nguyen", "Jonas"]), st.text(" ,.!?-–", max_size=3)
)
def test_a_name_is_found_wherever_it_stands(name: str, between: str) -> None:
    for question in (f"{name}{between}", f"Was braucht{between or ' '}{name}", f"({name}) {between}"):
        with pytest.raises(InvalidInput):
            check_question(question, KNOWN)


@given(st.text(max_size=60))
def test_any_text_gets_an_answer_that_repeats_nothing_of_it(text: str) -> None:
    facts: dict[str, object] = {}
    try:
        check_question(text, KNOWN)
    except InvalidInput as wrong:
        facts = wrong.facts
    assert set(facts) <= {"place"}
