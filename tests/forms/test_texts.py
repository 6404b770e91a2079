# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The texts of every form in every language."""

from __future__ import annotations

import string
import tomllib
from collections.abc import Iterator
from datetime import date
from typing import Any

import pypdfium2
import pytest

import resources
from app.domain.errors import Trouble
from app.forms.languages import languages, of_form
from app.forms.texts import Texts, columns
from tests.forms.samples import USUAL, Sample, every, printed, spoken_on
from tests.forms.tagged import squeezed

FOR_EVERYBODY = ("consent", "information", "withdrawal", "appointment_slip")
FOR_CLIENTS = (
    *FOR_EVERYBODY,
    "dividers",
    "document_list",
    "goals",
    "intake",
    "interpreter_secrecy",
    "letter_attendance",
    "pictograms",
    "power_of_attorney",
    "referral_slip",
)
"""Printed beside the German; the others are for offices, or for the case manager alone."""

TRANSLATED = [
    (folder.name, language)
    for folder in sorted(resources.path("forms").iterdir())
    if folder.is_dir()
    for language in of_form(folder.name)
    if language != "de"
]
GERMAN_ONLY = ("law.", "qr_alt", "alt.")
SAME_IN_PLAIN_GERMAN = "leicht"


def sentences(form: str, language: str) -> dict[str, str]:
    table = tomllib.loads(resources.text("forms", form, f"{language}.toml"))
    return {key: text for key, text in flat(table) if key != "reviewed" and not key.startswith(GERMAN_ONLY)}


def flat(table: dict[str, Any], prefix: str = "") -> Iterator[tuple[str, str]]:
    for key, value in table.items():
        if isinstance(value, dict):
            yield from flat(value, f"{prefix}{key}.")
        else:
            yield prefix + key, value


def placeholders(sentence: str) -> set[str | None]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence)} - {None}


@pytest.mark.parametrize(("form", "language"), TRANSLATED)
def test_a_translation_has_every_sentence_and_no_other(form: str, language: str) -> None:
    german, translated = sentences(form, "de"), sentences(form, language)
    assert sorted(german.keys() - translated.keys()) == []
    assert sorted(translated.keys() - german.keys()) == []
    assert [key for key, text in translated.items() if not text.strip()] == []


@pytest.mark.parametrize(("form", "language"), TRANSLATED)
def test_a_translation_takes_the_same_values(form: str, language: str) -> None:
    german, translated = sentences(form, "de"), sentences(form, language)
    differing = [key for key in german if placeholders(german[key]) != placeholders(translated[key])]
    assert differing == []


@pytest.mark.parametrize(("form", "language"), TRANSLATED)
def test_a_translation_is_not_german(form: str, language: str) -> None:
    """A heading or a day of the week may be as plain as it is in Leichte Sprache; no whole text is."""
    german, translated = sentences(form, "de"), sentences(form, language)
    same = [key for key in german if german[key] == translated[key]]
    if language == SAME_IN_PLAIN_GERMAN:
        assert [key for key in same if len(german[key]) > 60] == []
    else:
        assert same == []


def test_every_language_has_the_forms_it_promises() -> None:
    """Seven languages have all that a client signs or takes home, the others the first four."""
    promised = {
        (form, each.code)
        for each in languages().values()
        for form in (FOR_CLIENTS if each.full else FOR_EVERYBODY)
        if each.code != "de"
    }
    assert promised - set(TRANSLATED) == set()
    written = {form for form, _ in TRANSLATED} - {"appointment_reminder"}
    assert written == set(FOR_CLIENTS)


@pytest.mark.parametrize("sample", [each for each in every(USUAL) if each.language != "de"], ids=str)
def test_an_unreviewed_translation_says_so_in_both_languages(sample: Sample) -> None:
    german, own = columns(sample.form, sample.language)
    assert not own.reviewed
    spoken = spoken_on(sample) if own.right_to_left else []
    said = "".join(each.words for each in spoken if each.language == "de") or read(printed(sample).pdf)
    assert squeezed(german.say("reading_aid")) in said
    aid = squeezed(own.say("reading_aid"))
    assert aid in said or any(aid in each.words for each in spoken if each.language == own.tag)


def read(pdf: bytes) -> str:
    with pypdfium2.PdfDocument(pdf) as document:
        return squeezed("".join(page.get_textpage().get_text_bounded() for page in document))


def test_a_missing_sentence_is_an_error_and_not_another_language() -> None:
    with pytest.raises(Trouble) as caught:
        Texts("consent", "ar").say("law.dsgvo.consent")
    assert caught.value.code == "form.missing_sentence"
    assert caught.value.facts == {"form": "consent", "language": "ar", "key": "law.dsgvo.consent"}


def test_german_binds_and_no_translation_is_signed_off_yet() -> None:
    assert [text.reviewed for text in columns("consent", "ar")] == [True, False]
    assert [text.language for text in columns("goals", "de")] == ["de"]


def test_values_are_isolated_in_arabic_and_days_are_german() -> None:
    assert (
        Texts("consent", "ar").say("table.valid_until", day=date(2022, 4, 21)) == "حتى \u206621.04.2022\u2069"
    )
    assert Texts("consent", "uk").say("table.valid_until", day=date(2022, 4, 21)) == "до 21.04.2022"


def test_a_sentence_without_its_value_is_refused() -> None:
    with pytest.raises(KeyError):
        Texts("consent", "de").say("table.valid_until")


def test_no_template_fetches_or_reads_anything() -> None:
    for sheet in resources.path("forms").rglob("*.typ"):
        source = sheet.read_text("utf-8")
        assert not [word for word in ("@preview", "@local", "read(", "eval(", "plugin(") if word in source]
