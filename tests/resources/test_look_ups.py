# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the look-ups promise: messages whole, fonts in place, code lists readable and never shorter."""

from __future__ import annotations

import ast
import re
import string
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

import resources

PROJECT = Path(__file__).parents[2]
SOURCES = [file for folder in ("app", "ui", "storage", "sync") for file in (PROJECT / folder).rglob("*.py")]
GOLDEN = PROJECT / "tests" / "files" / "codes.txt"


def coded_calls() -> Iterator[tuple[str, str, set[str] | None]]:
    """Place, code and facts of each answer raised in the sources; facts are None behind a `**`."""
    for file in SOURCES:
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                position = {"InvalidInput": 1, "Refusal": 0, "Trouble": 0}.get(node.func.id)
                if position is not None and len(node.args) > position:
                    given = {word.arg for word in node.keywords}
                    facts = None if None in given else {str(name) for name in given}
                    for code in literals(node.args[position]):
                        yield f"{file.relative_to(PROJECT)}:{node.lineno}", code, facts


def literals(node: ast.expr) -> list[str]:
    """The codes an argument can be, as far as they are written there."""
    if isinstance(node, ast.IfExp):
        return literals(node.body) + literals(node.orelse)
    return [node.value] if isinstance(node, ast.Constant) and isinstance(node.value, str) else []


def placeholders(code: str) -> set[str]:
    sentences = resources.messages()[code].values()
    return {name for text in sentences for _, name, _, _ in string.Formatter().parse(text) if name}


def test_every_code_that_is_raised_has_its_sentence() -> None:
    missing = [f"{place} {code}" for place, code, _ in coded_calls() if code not in resources.messages()]
    assert missing == []


def test_every_placeholder_gets_its_fact() -> None:
    starved = [
        f"{place} {code} {sorted(placeholders(code) - facts)}"
        for place, code, facts in coded_calls()
        if facts is not None and code in resources.messages() and placeholders(code) - facts
    ]
    assert starved == []


def test_the_search_for_codes_sees_them() -> None:
    assert {"code.unknown", "code.missing", "date.no_such_day"} <= {code for _, code, _ in coded_calls()}


@pytest.mark.parametrize("code", resources.messages())
def test_a_message_is_whole_and_short(code: str) -> None:
    sentences = resources.messages()[code]
    assert set(sentences) <= {"what", "safe", "todo"}
    assert sentences["what"].strip()
    for text in sentences.values():
        assert not re.search(r'"|\.\.\.|  ', text), text
        assert all(len(sentence.split()) <= 24 for sentence in re.split(r"[.:?!]\s", text)), text


def test_facts_fill_the_sentence_and_dates_are_german() -> None:
    message = resources.message("code.ended", label="Visum", day=date(2026, 3, 7))
    assert message.what == "Der Eintrag „Visum“ galt nur bis zum 07.03.2026."


def test_a_missing_code_or_fact_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        resources.message("no.such.code")
    with pytest.raises(KeyError):
        resources.message("code.ended", label="Visum")


def test_the_fonts_of_all_form_languages_are_installed() -> None:
    fonts = {font.name for folder in resources.font_folders() for font in folder.glob("*.ttf")}
    assert any(name.startswith("NotoSans[") for name in fonts)
    assert any(name.startswith("NotoSansArabic[") for name in fonts)
    assert any(name.startswith("NotoSansEthiopic[") for name in fonts)


def test_codes_are_never_removed_or_renamed() -> None:
    """The golden list only grows: `list code` per line, appended when a code is added."""
    golden = GOLDEN.read_text("utf-8").split("\n")
    codes = [
        f"{codes.name} {entry.code}" for codes in resources.code_lists().values() for entry in codes.entries
    ]
    assert set(golden) - {""} == set(codes)


@pytest.mark.parametrize("name", resources.code_lists())
def test_a_list_names_its_source_and_labels_every_code(name: str) -> None:
    codes = resources.code_lists()[name]
    assert codes.source
    assert codes.entries
    assert all(entry.label.strip() for entry in codes.entries)
    assert len({entry.label for entry in codes.entries}) == len(codes.entries)
    assert [entry.sort for entry in codes.entries] == list(range(len(codes.entries)))
