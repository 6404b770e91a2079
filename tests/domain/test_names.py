# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Names over the whole of DIN 91379: taken, kept, found again."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.errors import InvalidInput
from app.domain.names import check_name, initials, letters, search_form, signs, stripped_form

ENTRIES = (*letters(), *signs().replace(" ", ""))
names = st.lists(st.sampled_from((*letters(), *"'-. ")), max_size=30).map("".join)


def test_the_standard_is_complete() -> None:
    assert len(letters()) == 649
    assert len([letter for letter in letters() if len(letter) > 1]) == 149
    assert len(signs()) == 84
    assert len({*letters(), *signs()}) == 733


@pytest.mark.parametrize("entry", ENTRIES)
def test_every_entry_is_taken_and_stays(entry: str) -> None:
    assert check_name(entry, "family_name") == entry
    assert check_name(unicodedata.normalize("NFD", entry), "family_name") == entry
    assert unicodedata.is_normalized("NFC", entry)


@given(names)
@settings(max_examples=200)
def test_a_name_of_standard_letters_survives_in_nfc(name: str) -> None:
    checked = check_name(name, "family_name")
    assert unicodedata.is_normalized("NFC", checked)
    assert check_name(checked, "family_name") == checked
    assert unicodedata.normalize("NFC", "".join(name.split())) == "".join(checked.split())


def test_spaces_are_tidied_and_an_empty_name_is_left_to_the_caller() -> None:
    assert check_name("  van\u00a0der  Berg\t", "family_name") == "van der Berg"
    assert check_name("  ", "given_names") == ""


@pytest.mark.parametrize(
    ("text", "character", "codepoint", "position"),
    [
        ("Олена", "О", "U+041E", 1),
        ("Ali \u200eReza", "\u200e", "U+200E", 5),
        ("أحمد", "أ", "U+0623", 1),
        ("Q\u0303uentin", "Q\u0303", "U+0303", 2),
        ("Ann😀", "😀", "U+1F600", 4),
        ("\u0301Anna", "\u0301", "U+0301", 1),
    ],
)
def test_a_foreign_character_is_named_with_its_place(
    text: str, character: str, codepoint: str, position: int
) -> None:
    with pytest.raises(InvalidInput) as caught:
        check_name(text, "family_name")
    assert (caught.value.field, caught.value.code) == ("family_name", "name.character")
    assert caught.value.facts == {"character": character, "codepoint": codepoint, "position": position}


@given(st.text(max_size=12))
@settings(max_examples=200)
def test_any_text_is_taken_whole_or_refused_at_a_real_place(text: str) -> None:
    try:
        assert search_form(check_name(text, "family_name")) == search_form(" ".join(text.split()))
    except InvalidInput as refused:
        position = refused.facts["position"]
        assert isinstance(position, int)
        assert 1 <= position <= len(unicodedata.normalize("NFC", " ".join(text.split())))


@pytest.mark.parametrize("letter", letters())
def test_every_letter_is_searched_as_capitals_a_to_z(letter: str) -> None:
    for form in (search_form(letter), stripped_form(letter)):
        assert form == "" or (form.isascii() and form.isalpha() and form.isupper())
    assert search_form(letter)


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("Özdemir", "OEZDEMIR"),
        ("Łukasz", "LUKASZ"),
        ("Þórr", "THORR"),
        ("Straße", "STRASSE"),
        ("Søren", "SOEREN"),
        ("Åse", "AASE"),
        ("Ạ̈", "AE"),
        ("K͟han", "KHAN"),
        ("Al-Hâşimî", "AL HASIMI"),
        ("O’Neill", "ONEILL"),
        ("ʿAlī  Reza", "ALI REZA"),
        ("Ĳsbrand", "IJSBRAND"),
        ("İnci Yıldız", "INCI YILDIZ"),
    ],
)
def test_the_search_form_of_the_standard(name: str, form: str) -> None:
    assert search_form(name) == form
    assert search_form(unicodedata.normalize("NFD", name)) == form
    assert search_form(form) == form


@pytest.mark.parametrize("typed", ["Ozdemir", "Oezdemir", "özdemir", "ÖZDEMİR", "ozdemir"])
def test_both_habits_of_typing_find_a_name(typed: str) -> None:
    assert search_form(typed) in {search_form("Özdemir"), stripped_form("Özdemir")}


@pytest.mark.parametrize("typed", ["Sören", "Soeren", "Soren", "Søren"])
def test_strokes_are_stripped_like_accents(typed: str) -> None:
    assert search_form(typed) in {search_form("Søren"), stripped_form("Søren")}


@pytest.mark.parametrize(
    ("family", "given_names", "shown"),
    [
        ("Wiśniewski", "Łukasz", "Ł. W."),
        ("Ahmadi", "", "A."),
        ("", "Olena", "O."),
        ("ʿAbbās", "z̧ahra", "Z̧. A."),
        ("", "", ""),
        ("özdemir", "Ali Can", "A. Ö."),
    ],
)
def test_initials(family: str, given_names: str, shown: str) -> None:
    assert initials(family, given_names) == shown
