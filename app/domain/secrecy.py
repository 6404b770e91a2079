# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Verschwiegenheitserklärung: what an interpreter promises, once in each file."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from app.domain.code_lists import CodeLists
from app.domain.errors import InvalidInput
from app.domain.names import search_form


@dataclass(frozen=True)
class NewDeclaration:
    """`language` and `kind` are codes; `adult`: a child is no interpreter, and cannot promise this alone."""

    interpreter: str
    language: str
    kind: str
    adult: bool = True


@dataclass(frozen=True, kw_only=True)
class Declaration(NewDeclaration):
    id: str
    document_id: str
    printed_on: date
    signed_on: date | None = None


def check_declaration(
    new: NewDeclaration, known: Iterable[Declaration], lists: CodeLists, today: date
) -> None:
    """Each interpreter promises it once in a file: who stands there already is found there."""
    if not new.interpreter.strip():
        raise InvalidInput("interpreter", "secrecy.name_missing")
    wanted = search_form(new.interpreter)
    if any(search_form(each.interpreter) == wanted for each in known):
        raise InvalidInput("interpreter", "secrecy.already_there")
    lists.require("language", new.language, "language", today)
    lists.require("interpreter_kind", new.kind, "kind", today)
