# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""A sentence beside a gap: of offers only, beside five or more, on its way to the Kreis's register."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import resources
from app.domain.contact import NewContact
from app.domain.errors import InvalidInput, Refusal
from app.domain.gap import NewGap
from app.domain.gap_sentence import LONGEST, MOST, KnownWords, check_sentence
from app.domain.names import search_form, stripped_form
from app.operations import contacts, gap_sentences, gaps, register
from app.operations.gap_sentences import GapSentence
from sync.release import SENTENCES_ROOM, decode, encode, length_class
from tests.operations.reporting.conftest import CANARY, noon

DAY, JANUARY, FEBRUARY = date(2022, 1, 10), date(2022, 1, 31), date(2022, 2, 28)
GOOD = "Sprachkurse am Abend mit Betreuung fehlen, die Wartelisten sind lang."
NOBODY = KnownWords(frozenset(), frozenset(), frozenset())


@pytest.fixture
def outstation(kreis: Any) -> Any:
    """Forty persons wait for a course: a figure of 25 or more, whatever the offsets are."""
    office = kreis.outstations[0]
    for number in range(40):
        opened = office.person(DAY, number)
        gaps.note_gap(
            office.vault, NewGap(office.site_id, "language", "waiting", DAY, opened.case_id), noon(DAY)
        )
    return office


def write(outstation: Any, sentence: str, published: int | None = 30, kind: str = "waiting") -> None:
    new = GapSentence("language", kind, sentence)
    gap_sentences.release_sentence(outstation.vault, outstation.site_id, new, published, noon(DAY))


def refused(outstation: Any, sentence: str) -> str:
    with pytest.raises(InvalidInput) as found:
        write(outstation, sentence)
    assert CANARY.upper() not in resources.message(found.value.code, **found.value.facts).what.upper()
    return found.value.code.removeprefix("gap_sentence.")


def test_it_travels_beside_its_figure_and_stands_in_the_register(kreis: Any, outstation: Any) -> None:
    plain = length_class(decode(outstation.preview(JANUARY).payload))
    write(outstation, f"  {GOOD} ")
    release = decode(outstation.release(JANUARY).payload)
    assert [each.sentence for each in release.gap_sentences] == [GOOD]
    assert length_class(release) == plain
    assert kreis.exchange(JANUARY).accepted == 1
    _, (gap, *_) = register.newest_gaps(kreis.vault)
    assert (gap.dimension, gap.kind, gap.sentences) == ("language", "waiting", (GOOD,))


def test_a_sentence_that_was_withdrawn_travels_no_more(kreis: Any, outstation: Any) -> None:
    write(outstation, GOOD)
    outstation.release(JANUARY)
    vault, site = outstation.vault, outstation.site_id
    gap_sentences.withdraw_sentence(vault, site, "language", "waiting", noon(FEBRUARY))
    assert decode(outstation.release(FEBRUARY).payload).gap_sentences == ()
    kreis.exchange(FEBRUARY)
    assert all(gap.sentences == () for gap in register.newest_gaps(kreis.vault)[1])


def test_without_five_there_is_no_sentence(outstation: Any) -> None:
    for published in (None, 0):
        with pytest.raises(InvalidInput, match="too_few"):
            write(outstation, GOOD, published)
    write(outstation, GOOD, kind="missing")
    assert decode(outstation.release(JANUARY).payload).gap_sentences == ()


def test_the_packet_has_room_for_all_of_them(outstation: Any) -> None:
    release = decode(outstation.preview(JANUARY).payload)
    kinds = ("missing", "waiting", "no_places", "no_interpreter", "access", "unsuitable")
    for number in range(MOST):
        cell = GapSentence(("language", "housing")[number % 2], kinds[number // 2], GOOD)
        vault, site = outstation.vault, outstation.site_id
        gap_sentences.release_sentence(vault, site, cell, 5, noon(DAY))
    with pytest.raises(Refusal, match="too_many"):
        write(outstation, GOOD, kind="unsuitable")
    most = (
        MOST * len('{"dimension":"discrimination","kind":"no_interpreter","sentence":""},')
        + MOST * LONGEST * 4
    )
    assert most < SENTENCES_ROOM
    assert len(encode(release)) < length_class(release)


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [
        ("name", "Frau Kanarienvogelova wartet auf einen Kurs."),
        ("name", "Herr KANARIENVOGELOVÁ wartet."),
        ("name", "Für Ximenas Schwester gibt es nichts."),
        ("name_somewhere", "Kanarien-vogelova wartet."),
        ("number", "Es fehlen 12 Plätze."),
        ("number", "Es fehlen zwölf Plätze."),
        ("number", "Ein Vater mit drei Kindern wartet."),
        ("day", "Seit März gibt es keinen Kurs."),
        ("address", "In der Hauptstraße gibt es keinen Kurs."),
        ("age", "Für eine dreißigjährige Frau fehlt ein Kurs."),
        ("age", "Für ein Kleinkind fehlt Betreuung."),
        ("nationality", "Für eine syrische Familie fehlt ein Kurs."),
        ("nationality", "Wer aus Eritrea kommt, findet keinen Kurs."),
        ("family", "Eine alleinerziehende Mutter findet keinen Kurs."),
        ("missing", "   "),
        ("too_long", "Kurs " * 60),
    ],
)
def test_what_would_tell_of_somebody_is_refused(outstation: Any, kind: str, sentence: str) -> None:
    assert refused(outstation, sentence) == kind


def test_words_of_a_note_are_refused(outstation: Any) -> None:
    opened = outstation.person(DAY, 3)
    note = "Sie möchte gern Schneiderin werden und sucht."
    contacts.add_contact(outstation.vault, opened.case_id, NewContact("talk", DAY, text=note), noon(DAY))
    assert refused(outstation, "Wer gern schneiderin werden und nähen will, findet nichts.") == "note"


def test_a_name_that_came_into_the_file_later_holds_the_sentence_back(outstation: Any) -> None:
    write(outstation, GOOD)
    person = outstation.person(DAY, 1)
    with outstation.vault.transaction() as db:
        db.execute("UPDATE client SET family_name = 'Abend' WHERE id = ?", (person.client_id,))
    assert decode(outstation.preview(JANUARY).payload).gap_sentences == ()


_PLAIN = ("Sprachkurse", "fehlen", "abends", "immer", "wieder", "Betreuung")
_NAMES = ("Öztürk", "Şahin", "Łukaszewski", "Nguyễn", "D’Angelo", "Müller-Groß", "Đorđević", "Kovács")


@given(
    st.sampled_from(_NAMES),
    st.lists(st.sampled_from(_PLAIN), min_size=1, max_size=6),
    st.sampled_from((str.upper, str.lower, str.title, str)),
    st.sampled_from(("as it is", "without marks", "search form")),
    st.sampled_from(("", "s", "sche")),
)
@settings(max_examples=150)
def test_a_planted_name_is_found_in_every_spelling_of_the_search(
    name: str, words: list[str], case: Any, spelling: str, ending: str
) -> None:
    forms = {"as it is": name, "without marks": stripped_form(name), "search form": search_form(name)}
    text = " ".join([*words, case(forms[spelling]) + ending])
    with pytest.raises(InvalidInput, match=r"gap_sentence\.name"):
        check_sentence(text, KnownWords(frozenset({name}), frozenset(), frozenset()))


@given(st.lists(st.sampled_from(_PLAIN), min_size=1, max_size=12))
@settings(max_examples=50)
def test_plain_words_pass(words: list[str]) -> None:
    check_sentence(" ".join(words), NOBODY)
