# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""publiccode.yml and the documents at the root, as catalogues and readers expect them."""

from __future__ import annotations

import re
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

PROJECT = Path(__file__).parents[2]
CATALOGUE: dict[str, Any] = yaml.safe_load((PROJECT / "publiccode.yml").read_text("utf-8"))
PROGRAM = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))["project"]
DOCUMENTS = sorted([*PROJECT.glob("*.md"), *(PROJECT / "docs").rglob("*.md")])

MANDATORY = {
    "publiccodeYmlVersion",
    "name",
    "url",
    "platforms",
    "categories",
    "developmentStatus",
    "softwareType",
    "description",
    "legal",
    "maintenance",
    "localisation",
}


def test_all_mandatory_keys_are_there() -> None:
    assert set(CATALOGUE) >= MANDATORY
    assert CATALOGUE["softwareType"] == "standalone/desktop"
    assert CATALOGUE["developmentStatus"] in {"concept", "development", "beta", "stable", "obsolete"}
    assert CATALOGUE["url"].startswith("https://")
    assert CATALOGUE["platforms"]
    assert CATALOGUE["categories"]


@pytest.mark.parametrize("language", ["de", "en"])
def test_descriptions_keep_the_lengths_of_the_standard(language: str) -> None:
    description = CATALOGUE["description"][language]
    assert len(description["shortDescription"]) <= 150
    assert 150 <= len(description["longDescription"]) <= 10_000
    assert description["features"]


def test_version_and_licence_are_those_of_the_program() -> None:
    assert CATALOGUE["softwareVersion"] == PROGRAM["version"]
    assert CATALOGUE["legal"]["license"] == PROGRAM["license"]
    assert date.fromisoformat(CATALOGUE["releaseDate"])


def test_maintenance_and_languages_are_named() -> None:
    assert CATALOGUE["maintenance"]["type"] in {"internal", "contract", "community", "none"}
    assert all(contact["name"] for contact in CATALOGUE["maintenance"]["contacts"])
    assert isinstance(CATALOGUE["localisation"]["localisationReady"], bool)
    assert CATALOGUE["localisation"]["availableLanguages"] == ["de"]


def test_the_licence_is_the_whole_eupl() -> None:
    licence = (PROJECT / "LICENSE").read_text("utf-8")
    assert "EUROPEAN UNION PUBLIC LICENCE v. 1.2" in licence
    headings = re.findall(r"^ {4}(\d+)\. \w", licence, re.MULTILINE)
    assert headings == [str(number) for number in range(1, 16)]
    assert "'Compatible Licences' according to Article 5 EUPL are:" in licence


def test_the_change_log_begins_with_this_version() -> None:
    versions = re.findall(r"^## (\S+)", (PROJECT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)
    assert versions[0] == PROGRAM["version"]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_links_between_documents_lead_somewhere(document: Path) -> None:
    links = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", document.read_text("utf-8"))
    assert [link for link in links if not (document.parent / link).exists()] == []
