# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The texts of every form in every language."""

from __future__ import annotations

import string
import tomllib
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

import resources
from app.domain.errors import Trouble
from app.forms.texts import Texts, columns

APPOINTMENTS = ("appointment_reminder", "appointment_slip")
TRANSLATED = [
    *((form, language) for form in ("consent", "goals") for language in ("ar", "uk")),
    *((form, language) for form in APPOINTMENTS for language in ("ar", "en", "prs", "tr", "uk")),
]
GERMAN_ONLY = ("law.", "qr_alt")


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
    german, translated = sentences(form, "de"), sentences(form, language)
    assert [key for key in german if german[key] == translated[key]] == []


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
