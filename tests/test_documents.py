# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the documents name is there: labels and keys on the screen, modules in the tree, formats in code."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import resources
from ui.due_list import KEYS
from ui.help import keys_of
from ui.places import case_work, district_work

PROJECT = Path(__file__).parents[1]
HANDBOOK = (PROJECT / "docs" / "Handbuch.md").read_text("utf-8")
ARCHITECTURE = (PROJECT / "ARCHITECTURE.md").read_text("utf-8")
FORMATS = (PROJECT / "docs" / "decisions" / "0008-formats-on-disk.md").read_text("utf-8")
KEY = re.compile(r"(?:Strg|Alt)\+[\w+]+(?: links| auf| ab)?|F\d\b")
LONGEST_SENTENCE = 20  # words


@cache
def literals(*folders: str) -> frozenset[object]:
    """Every text and number written in these sources."""
    sources = [file for folder in folders for file in (PROJECT / folder).rglob("*.py")]
    nodes = (node for file in sources for node in ast.walk(ast.parse(file.read_text("utf-8"))))
    return frozenset(node.value for node in nodes if isinstance(node, ast.Constant))


def sentences() -> Iterator[str]:
    """The running text of the handbook, list items and table cells among it."""
    text = re.sub(r"^\[.*|!?\]\([^)]*\)|[*_`>#]", "", HANDBOOK, flags=re.MULTILINE)
    yield from re.split(r"[.:;?!] |[.:?!]?\n|\|", re.sub(r"(Abs|Art|bzw)\. ", r"\1 ", text))


def test_the_handbook_names_what_stands_on_the_screen() -> None:
    """Leaning words are labels, word for word."""
    coded = {entry.label for codes in resources.code_lists().values() for entry in codes.entries}
    named = set(re.findall(r"(?<!\*)\*([^*\n]+)\*(?!\*)", HANDBOOK)) - {"Schräg"}
    assert len(named) > 100
    assert named - coded - literals("ui") == set()


def test_the_handbook_names_the_keys_that_there_are() -> None:
    everywhere = {key for role in (case_work(), district_work()) for key, _ in keys_of(role)}
    elsewhere = {"Strg+Umschalt+A", "Strg+Umschalt+U", "Strg+Umschalt+Enter", "Strg+G"}
    elsewhere |= {"F1", "Strg+Enter", "Strg+T", "Strg+F", "Strg+Bild auf", "Strg+Bild ab"}
    elsewhere |= {f"Alt+{n}" for n in range(1, 6)}
    assert set(KEY.findall(HANDBOOK)) - everywhere - elsewhere == set()
    assert {"Ctrl+Shift+A", "Ctrl+Shift+U", "Ctrl+G", "Ctrl+T", "Ctrl+F"} <= literals("ui")
    assert {"Strg+Enter", "Ctrl+PgDown", "Ctrl+PgUp", "Alt+5", "F1"} <= literals("ui")
    assert len(KEYS) == 1 + 5  # the space bar, and Alt with five digits


def test_the_handbook_leads_to_its_own_chapters() -> None:
    headings = re.findall(r"^#+ (.+)$", HANDBOOK, re.MULTILINE)
    chapters = {re.sub(r"[^\w -]", "", heading).lower().replace(" ", "-") for heading in headings}
    documents = [(PROJECT / name).read_text("utf-8") for name in ("README.md", "CHANGELOG.md")]
    wanted = re.findall(r"\]\((?:docs/Handbuch\.md)?#([^)]+)\)", "".join([HANDBOOK, *documents]))
    assert set(wanted) - chapters == set()


def test_every_key_that_works_everywhere_is_in_the_handbook() -> None:
    """Those of the places by their ends: Strg+1 … Strg+7."""
    table = set(KEY.findall(HANDBOOK.split("## Tasten")[1]))
    for role in (case_work(), district_work()):
        between = {f"Strg+{number}" for number in range(2, len(role.navigation))}
        assert {key for key, _ in keys_of(role)} - between - table == set()


def test_the_handbook_speaks_in_short_sentences() -> None:
    assert [said for said in sentences() if len(said.split()) > LONGEST_SENTENCE] == []


def test_the_architecture_names_modules_that_exist_on_one_page() -> None:
    missing = []
    for path in re.findall(r"`((?:app|ui|storage|sync|resources|tests)/[\w/.-]+)`", ARCHITECTURE):
        missing += [] if (PROJECT / path).exists() else [path]
    assert missing == []
    assert len(ARCHITECTURE.splitlines()) <= 75


def test_the_architecture_names_functions_that_exist() -> None:
    """Along the journey of one contact; `changed` is the session's signal, `forms` a package."""
    files = [file for folder in ("app", "ui", "storage", "sync") for file in (PROJECT / folder).rglob("*.py")]
    known = {file.stem for file in files} | {"changed", "forms"}
    for file in files:
        known |= set(re.findall(r"^\s*(?:def|class) (\w+)", file.read_text("utf-8"), re.MULTILINE))
    journey = ARCHITECTURE.split("## One contact")[1].split("\n## ")[0]
    assert {name.split(".")[-1] for name in re.findall(r"`([\w.]+)`", journey)} - known == set()


def test_the_formats_page_names_labels_and_tests_that_exist() -> None:
    written = {text.decode() if isinstance(text, bytes) else text for text in literals("storage", "sync")}
    texts = {text for text in written if isinstance(text, str)}
    for label in re.findall(r"`(kim-bruecke[^`<]+)`", FORMATS):
        assert any(label.replace("\\0", "\0") == text for text in texts), label
    for file, test in re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", FORMATS):
        assert f"def {test}(" in (PROJECT / file).read_text("utf-8"), test
